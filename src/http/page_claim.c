/* page_claim.c: what was handed in at a counter is added to an account, by number and code of the
 * acknowledgement. The answer comes from the court, so this page is looked at again. */
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "law/tracking_number.h"
#include "paper/wording.h"
#include "proof/paper_note.h"
#include "query/docket.h"
#include "view/claim_page.h"

struct claiming {
    struct claim_page page;
    struct text matter_id;
};

static struct answer
draw(struct page_call *call, struct claiming *claiming, int status)
{
    page_title(call, "claim.title");
    page_crumb(call, "/my", wording("my.title", call->api.language));
    page_crumb(call, "", call->frame.title);
    call->frame.has_mistakes = !text_is_empty(claiming->page.why);
    struct page page = page_begin(call);
    page_citizen_claim(&page, &claiming->page);
    return page_answer(call, status, &page);
}

enum completion
page_claim(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct claiming *claiming = ARENA_NEW(api->arena, struct claiming);
    struct tracking_number number;
    struct claim claim;
    enum completion done;
    if (!page_acts_as(call, ROLE_PARTY, &done))
        return done;
    struct text given = api_segment(api, "no");
    if (text_is_empty(given))
        return api_answer(api, draw(call, claiming, 200));
    if (tracking_number_read(given, api->arena, &number) != NUMBER_IS_VALID)
        return page_not_found(call);
    struct look look = api_look(api);
    struct docket *docket = ARENA_NEW(api->arena, struct docket);
    if (docket_load(&look, number.text, docket, NULL))
        return page_see_other(call, text_format(api->arena, "/m/%.*s", TEXT_ARGS(number.text)),
                              "matter-added");
    claim_list_newest(&look, number.text, &claim);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (claim.status == CLAIM_NONE)
        return page_not_found(call);
    claiming->page.number = number.text;
    claiming->page.again = text_format(api->arena, "/my/add/%.*s", TEXT_ARGS(number.text));
    claim_page_fill(&call->view, &claim, &claiming->page);
    return api_answer(api, draw(call, claiming, 200));
}

static struct answer
asked(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct claiming *claiming = call->of;
    (void)outcome;
    return page_redirect(
        call, text_format(api->arena, "/my/add/%.*s", TEXT_ARGS(claiming->matter_id)), NULL);
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct claiming *claiming = call->of;
    claiming->page.why = page_why(call, outcome);
    return draw(call, claiming, status);
}

/* The whole note of the square code names the matter itself. */
static struct text
number_of_note(struct text code, struct arena *arena)
{
    struct text rest = code;
    if (!text_starts_with(code, PAPER_KIND " "))
        return TEXT("");
    text_cut(&rest, ' ');
    text_cut(&rest, ' ');
    return text_copy(text_cut(&rest, ' '), arena);
}

enum completion
page_claim_matter(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct claiming *claiming = ARENA_NEW(api->arena, struct claiming);
    struct tracking_number number;
    int64_t wait_ms;
    enum completion done;
    call->of = claiming;
    claiming->page.number = page_posted(call, "number");
    claiming->page.code = page_posted(call, "code");
    if (!page_acts_as(call, ROLE_PARTY, &done))
        return done;
    if (text_is_empty(claiming->page.number))
        claiming->page.number = number_of_note(claiming->page.code, api->arena);
    if (tracking_number_read(claiming->page.number, api->arena, &number) != NUMBER_IS_VALID) {
        claiming->page.why = wording("claim.number-wrong", api->language);
        return api_answer(api, draw(call, claiming, 422));
    }
    if (!limiter_try(api->api->draft_codes, api->account.id,
                     api->api->world->steady_ms(api->api->world->of), &wait_ms))
        return page_too_many(call, wait_ms);
    claiming->matter_id = number.text;
    struct canon input = canon_open(api->arena, 600);
    canon_begin_object(&input);
    canon_member_text(&input, "code", claiming->page.code);
    canon_end_object(&input);
    struct act act = {.verb = VERB_CLAIM,
                      .matter_id = number.text,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act,
                       text_format(api->arena, "%.*s\n%.*s", TEXT_ARGS(number.text),
                                   TEXT_ARGS(claiming->page.code)),
                       asked, again);
}
