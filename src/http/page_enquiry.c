/* page_enquiry.c: a clerk asks another court how far a matter is, the party standing before him. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "law/tracking_number.h"
#include "paper/wording.h"
#include "query/docket.h"
#include "query/enquiry_list.h"
#include "view/enquiry_page.h"

enum { NAME_CHARACTERS_MAX = 100, REASON_CHARACTERS_MAX = 200 };

struct asking {
    struct enquiry_page page;
    struct text matter_id;
};

static struct answer
draw(struct page_call *call, struct asking *asking, int status)
{
    page_title(call, "enquiry.title");
    page_frame_area(call, "/desk/enquiry");
    call->frame.has_mistakes = !text_is_empty(asking->page.why);
    struct page page = page_begin(call);
    page_desk_enquiry(&page, &asking->page);
    return page_answer(call, status, &page);
}

enum completion
page_enquiry(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct asking *asking = ARENA_NEW(api->arena, struct asking);
    struct tracking_number number;
    const struct enquiry *enquiries = NULL;
    int count = 0;
    enum completion done;
    if (!page_acts_as(call, ROLE_COUNTER, &done))
        return done;
    struct text given = api_segment(api, "no");
    if (!text_is_empty(given)) {
        if (tracking_number_read(given, api->arena, &number) != NUMBER_IS_VALID)
            return page_not_found(call);
        asking->page.number = number.text;
        struct look look = api_look(api);
        enquiry_list_load(&look, number.text, &enquiries, &count);
        if (api_look_failed(api))
            return api_obstruct(api, LOOK_MUST_SUCCEED);
        if (count > 0)
            api_log(api, number.text, true);
        enquiry_page_fill(&call->view, api_rules(api), number.text, enquiries, count, api->now_ms,
                          &asking->page);
    }
    return api_answer(api, draw(call, asking, 200));
}

static struct answer
asked(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct asking *asking = call->of;
    (void)outcome;
    return page_redirect(
        call, text_format(api->arena, "/desk/enquiry/%.*s", TEXT_ARGS(asking->matter_id)), NULL);
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct asking *asking = call->of;
    asking->page.why = page_why(call, outcome);
    return draw(call, asking, status);
}

static bool
is_fit(struct text text, size_t characters_max)
{
    return !text_is_empty(text) && text_characters(text) <= characters_max &&
           !text_has_hidden(text);
}

/* A matter that this court has itself is simply opened. */
enum completion
page_enquire(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct asking *asking = ARENA_NEW(api->arena, struct asking);
    struct tracking_number number;
    int64_t wait_ms;
    enum completion done;
    call->of = asking;
    asking->page.number = page_posted(call, "number");
    asking->page.person = page_posted(call, "person");
    asking->page.reason = page_posted(call, "reason");
    if (!page_acts_as(call, ROLE_COUNTER, &done))
        return done;
    struct look look = api_look(api);
    struct text here = docket_find(&look, asking->page.number);
    struct docket *docket = ARENA_NEW(api->arena, struct docket);
    bool is_hidden = false;
    if (!text_is_empty(here) && docket_load(&look, here, docket, &is_hidden))
        return page_see_other(call, text_format(api->arena, "/desk/m/%.*s", TEXT_ARGS(here)), NULL);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (is_hidden)
        api_log(api, here, false);
    if (tracking_number_read(asking->page.number, api->arena, &number) != NUMBER_IS_VALID) {
        asking->page.why = wording("enquiry.number-wrong", api->language);
        return api_answer(api, draw(call, asking, 422));
    }
    if (!is_fit(asking->page.person, NAME_CHARACTERS_MAX) ||
        !is_fit(asking->page.reason, REASON_CHARACTERS_MAX)) {
        asking->page.why = api_sentence(api, PERSON_ACTED_FOR_MUST_BE_NAMED, TEXT(""));
        return api_answer(api, draw(call, asking, 422));
    }
    if (!limiter_try(api->api->enquiries, api->account.id,
                     api->api->world->steady_ms(api->api->world->of), &wait_ms))
        return page_too_many(call, wait_ms);
    asking->matter_id = number.text;
    struct canon input = canon_open(api->arena, 300);
    canon_begin_object(&input);
    canon_key(&input, "person");
    canon_begin_object(&input);
    canon_member_text(&input, "name", asking->page.person);
    canon_end_object(&input);
    canon_member_text(&input, "reason", asking->page.reason);
    canon_end_object(&input);
    struct act act = {.verb = VERB_ENQUIRE,
                      .matter_id = number.text,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, canon_text(&input), asked, again);
}
