/* page_people.c: somebody stands at the counter with his identity card: that it was seen is
 * recorded, and the account at the web desk that has his number counts as seen. */
#include "http/entry.h"
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "law/resident_id.h"
#include "law/tracking_number.h"
#include "paper/wording.h"
#include "view/people_page.h"

enum { NAME_CHARACTERS_MAX = 100, CARD_CHARACTERS_MAX = 30, RESIDENT_ID_CHARACTERS = 18 };

struct seeing {
    struct people_page page;
    struct person_typed typed;
};

static struct answer
draw(struct page_call *call, struct seeing *seeing, struct plain_form *form, int status)
{
    seeing->page.form = plain_form_close(form);
    page_title(call, "nav.people");
    page_frame_area(call, "/desk/people");
    call->frame.has_mistakes = seeing->page.form.is_wrong || !text_is_empty(seeing->page.why);
    struct page page = page_begin(call);
    page_desk_people(&page, &seeing->page);
    return page_answer(call, status, &page);
}

enum completion
page_people(struct page_call *call)
{
    struct seeing *seeing = ARENA_NEW(call->api.arena, struct seeing);
    enum completion done;
    if (!page_acts_as(call, ROLE_COUNTER, &done))
        return done;
    return api_answer(&call->api,
                      draw(call, seeing, people_form(&call->view, &seeing->typed), 200));
}

/* Cards other than the resident identity card are taken as they are written. */
static struct text
read_card(struct page_call *call, struct plain_form *form, struct text written)
{
    struct resident_id id;
    struct text folded = text_trim(text_fold(written, call->api.arena));
    if (folded.length != RESIDENT_ID_CHARACTERS)
        return folded;
    if (resident_id_read(folded, api_today(&call->api), call->api.arena, &id) == NUMBER_IS_VALID)
        return id.text;
    plain_form_mark(form, TEXT("number"), wording("form.resident-check", call->api.language));
    return TEXT("");
}

static struct answer
seen(struct api_call *api, const struct outcome *outcome)
{
    (void)outcome;
    return page_redirect(page_call_of(api), TEXT("/desk/people"), "person-seen");
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct seeing *seeing = call->of;
    seeing->page.why = page_why(call, outcome);
    return draw(call, seeing, people_form(&call->view, &seeing->typed), status);
}

enum completion
page_see_person(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct seeing *seeing = ARENA_NEW(api->arena, struct seeing);
    struct person_typed *typed = &seeing->typed;
    enum completion done;
    call->of = seeing;
    if (!page_acts_as(call, ROLE_COUNTER, &done))
        return done;
    *typed = (struct person_typed){page_posted(call, "name"), page_posted(call, "number"),
                                   page_posted(call, "phone"), page_posted(call, "matter")};
    struct plain_form *form = people_form(&call->view, typed);
    plain_form_check(form);
    page_check_line(call, form, "name", typed->name, NAME_CHARACTERS_MAX);
    page_check_line(call, form, "number", typed->number, CARD_CHARACTERS_MAX);
    struct text number = read_card(call, form, typed->number);
    struct text phone = entry_phone(typed->phone, api->arena);
    if (text_is_empty(phone))
        plain_form_mark(form, TEXT("phone"), api_sentence(api, PHONE_MUST_BE_VALID, TEXT("")));
    struct tracking_number matter = {.text = TEXT("")};
    if (!text_is_empty(typed->matter) &&
        tracking_number_read(typed->matter, api->arena, &matter) != NUMBER_IS_VALID)
        plain_form_mark(form, TEXT("matter"), wording("enquiry.number-wrong", api->language));
    if (form->wrong_count > 0)
        return api_answer(api, draw(call, seeing, form, 422));
    struct canon input = canon_open(api->arena, 300);
    canon_begin_object(&input);
    canon_member_text_if(&input, "matter", matter.text);
    canon_key(&input, "person");
    canon_begin_object(&input);
    canon_member_text(&input, "name", typed->name);
    canon_member_text(&input, "number", number);
    canon_member_text(&input, "phone", phone);
    canon_end_object(&input);
    canon_end_object(&input);
    struct act act = {.verb = VERB_SEE_PERSON,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, canon_text(&input), seen, again);
}
