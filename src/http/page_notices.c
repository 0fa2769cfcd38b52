/* page_notices.c: what somebody was told, and in which ways he wants to be told. Opening a notice
 * leads to its matter; that he opened it is recorded once. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "law/tracking_number.h"
#include "paper/wording.h"
#include "view/notices_page.h"

enum { PARAMETER_CHARACTERS_MAX = 64, NOTICE_BYTES_MAX = 80, EMAIL_CHARACTERS_MAX = 254 };

enum completion
page_notices(struct page_call *call)
{
    struct api_call *api = &call->api;
    int64_t before = VALUE_INTEGER_MAX;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct text given = api_parameter(api, "before", PARAMETER_CHARACTERS_MAX);
    if (api_has_mistakes(api) || (!text_is_empty(given) && !text_number(given, &before)))
        return page_not_found(call);
    struct look look = api_look(api);
    struct notice_list *list = ARENA_NEW(api->arena, struct notice_list);
    struct notices_page *view = ARENA_NEW(api->arena, struct notices_page);
    notice_list_load(&look, before, list);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    notices_page_fill(&call->view, list, view);
    page_title(call, "notices.title");
    page_frame_area(call, "my");
    page_crumb(call, "/my", wording("my.title", api->language));
    page_crumb(call, "", call->frame.title);
    struct page page = page_begin(call);
    page_citizen_notices(&page, view);
    return page_end(call, 200, &page);
}

static struct answer
opened(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct text *address = call->of;
    (void)outcome;
    return page_redirect(call, *address, NULL);
}

enum completion
page_open_notice(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct tracking_number number;
    struct text notice = page_posted(call, "notice");
    int64_t of = -1;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    if (tracking_number_read(page_posted(call, "matter"), api->arena, &number) != NUMBER_IS_VALID ||
        !text_number(page_posted(call, "of"), &of) || of < 0 || notice.length > NOTICE_BYTES_MAX ||
        text_has_hidden(notice))
        return page_not_found(call);
    struct text *address = ARENA_NEW(api->arena, struct text);
    *address = text_format(api->arena, "/m/%.*s", TEXT_ARGS(number.text));
    call->of = address;
    struct canon input = canon_open(api->arena, 120);
    canon_begin_object(&input);
    canon_member_text(&input, "notice", notice);
    canon_member_integer(&input, "of", of);
    canon_end_object(&input);
    struct act act = {.verb = VERB_READ_NOTICE,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    /* A list has many of these buttons and one key of its form: what is opened makes the key. */
    struct digest digest = digest_of(canon_text(&input));
    api->key = digest_hex(&digest, api->arena);
    return api_submit(api, act, canon_text(&input), opened);
}

/* ---- ways ---- */

struct choosing {
    struct ways_page page;
    struct ways ways;
};

static struct answer
draw(struct page_call *call, struct choosing *choosing, struct plain_form *form, int status)
{
    choosing->page.form = plain_form_close(form);
    page_title(call, "ways.title");
    page_frame_area(call, "my");
    page_crumb(call, "/account", wording("nav.account", call->api.language));
    page_crumb(call, "", call->frame.title);
    call->frame.has_mistakes = choosing->page.form.is_wrong || !text_is_empty(choosing->page.why);
    struct page page = page_begin(call);
    page_citizen_ways(&page, &choosing->page);
    return page_answer(call, status, &page);
}

enum completion
page_ways(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct choosing *choosing = ARENA_NEW(api->arena, struct choosing);
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(api);
    if (store_begin_read(look.store)) {
        choosing->ways =
            notice_rows_ways(look.store, look.court_id, look.asker->account, api->arena);
        store_end_read(look.store);
    }
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    return api_answer(api, draw(call, choosing, ways_page_form(&call->view, &choosing->ways), 200));
}

static struct answer
chosen(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct choosing *choosing = call->of;
    bool has_none = !choosing->ways.by[MESSAGE_TEXT] && !choosing->ways.by[MESSAGE_MAIL];
    (void)outcome;
    return page_redirect(call, TEXT("/account/ways"), has_none ? "ways-lost" : "ways-kept");
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct choosing *choosing = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    struct plain_form *form = ways_page_form(&call->view, &choosing->ways);
    if (!plain_form_mark(form, value_member_text(said, "detail"),
                         api_sentence(&call->api, outcome->refusal, TEXT(""))))
        choosing->page.why = page_why(call, outcome);
    return draw(call, choosing, form, status);
}

enum completion
page_set_ways(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct choosing *choosing = ARENA_NEW(api->arena, struct choosing);
    struct ways *ways = &choosing->ways;
    enum completion done;
    call->of = choosing;
    if (!page_has_role(call, &done))
        return done;
    struct text language = page_posted(call, "language");
    ways->by[MESSAGE_TEXT] = text_is(page_posted(call, "text"), "true");
    ways->by[MESSAGE_MAIL] = text_is(page_posted(call, "mail"), "true");
    ways->email = page_posted(call, "email");
    ways->has_language = language_parse(language, &ways->language);
    struct plain_form *form = ways_page_form(&call->view, ways);
    bool has_email = !text_is_empty(ways->email);
    if (has_email && (text_characters(ways->email) > EMAIL_CHARACTERS_MAX ||
                      !message_is_mail_address(ways->email)))
        plain_form_mark(form, TEXT("email"), wording("ways.email-wrong", api->language));
    if (form->wrong_count > 0)
        return api_answer(api, draw(call, choosing, form, 422));
    struct canon input = canon_open(api->arena, 400);
    canon_begin_object(&input);
    canon_member_text_if(&input, "email", ways->email);
    canon_member_text_if(&input, "language", ways->has_language ? language : TEXT(""));
    canon_member_boolean(&input, "mail", ways->by[MESSAGE_MAIL]);
    canon_member_boolean(&input, "text", ways->by[MESSAGE_TEXT]);
    canon_end_object(&input);
    struct act act = {.verb = VERB_SET_WAYS,
                      .input = value_read_canonical(canon_text(&input), api->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, canon_text(&input), chosen, again);
}
