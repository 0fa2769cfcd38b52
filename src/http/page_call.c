/* page_call.c: what every page needs: the frame around it, the ways to answer, the way back. */
#include "http/page_call.h"

#include "http/entry.h"
#include "http/page_pack.h"
#include "http/page_prefs.h"
#include "paper/wording.h"

enum { ONCE_BYTES = 16, ONCE_LENGTH = 2 * ONCE_BYTES, WAY_BACK_BYTES_MAX = 1024 };

static const char html[] = "text/html; charset=utf-8";

/* ---- reading ---- */

struct text
page_posted(const struct page_call *call, const char *name)
{
    return text_trim(pairs_value(&call->form, name));
}

bool
page_has_posted(const struct page_call *call, const char *name)
{
    return pairs_named(&call->form, name) > 0;
}

int64_t
page_posted_version(const struct page_call *call)
{
    int64_t version;
    return text_number(page_posted(call, "v"), &version) ? version : -1;
}

struct text
page_posted_once(const struct page_call *call)
{
    struct text once = page_posted(call, "once");
    bool is_clear = once.length == ONCE_LENGTH;
    for (size_t i = 0; i < once.length && is_clear; i++)
        is_clear = memchr("0123456789abcdef", once.bytes[i], 16) != NULL;
    return is_clear ? once : TEXT("");
}

struct text
page_way_back(struct page_call *call, struct text wished, const char *otherwise)
{
    bool is_ours = text_starts_with(wished, "/") && !text_starts_with(wished, "//") &&
                   !text_starts_with(wished, "/\\") && !text_starts_with(wished, "/in") &&
                   wished.length <= WAY_BACK_BYTES_MAX;
    for (size_t i = 0; i < wished.length && is_ours; i++)
        is_ours = wished.bytes[i] > ' ' && wished.bytes[i] < 0x7F && wished.bytes[i] != '"' &&
                  wished.bytes[i] != '\\';
    return is_ours ? text_copy(wished, call->api.arena) : text_of(otherwise);
}

/* ---- the frame ---- */

void
page_title(struct page_call *call, const char *key)
{
    call->frame.title = view_say(&call->view, key);
}

void
page_title_text(struct page_call *call, struct text title)
{
    call->frame.title = title;
}

void
page_crumb(struct page_call *call, const char *address, struct text label)
{
    if (call->frame.crumbs_count == PAGE_CRUMBS_MAX)
        return;
    for (int i = 0; i < call->frame.crumbs_count; i++)
        call->crumbs[i].is_current = false;
    call->crumbs[call->frame.crumbs_count++] = (struct page_link){
        .address = text_of(address), .label = label, .icon = "", .is_current = true};
    call->frame.crumbs = call->crumbs;
}

static void
make_once(struct page_call *call)
{
    struct api *api = call->api.api;
    unsigned char random[ONCE_BYTES];
    api->world->random(api->world->of, random, sizeof random);
    call->frame.once = hex_of((struct text){(const char *)random, sizeof random}, call->api.arena);
}

/* ---- answering ---- */

struct page
page_begin(struct page_call *call)
{
    make_once(call);
    return page_open(&call->view, &call->frame);
}

struct answer
page_answer(struct page_call *call, int status, struct page *page)
{
    static const struct pair headers[] = {
        {TEXT_INIT("Content-Security-Policy"),
         TEXT_INIT("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: "
                   "blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                   "frame-ancestors 'none'")},
        {TEXT_INIT("Cross-Origin-Opener-Policy"), TEXT_INIT("same-origin")},
        {TEXT_INIT("Vary"), TEXT_INIT("Accept-Encoding, Accept-Language, Cookie")},
    };
    struct answer answer = {
        .status = status,
        .content_type = html,
        .body = page_close(page),
        .headers = headers,
        .header_count = sizeof headers / sizeof headers[0],
    };
    api_header(&call->api, &answer, TEXT("Permissions-Policy"),
               call->may_locate ? TEXT("camera=(self), geolocation=(self)")
                                : TEXT("camera=(self), geolocation=()"));
    api_header(&call->api, &answer, TEXT("Content-Language"),
               text_of(language_tag(call->api.language)));
    if (!text_is_empty(call->visitor))
        page_cookie(call, &answer,
                    text_format(call->api.arena,
                                PAGE_VISITOR_COOKIE "=%.*s; Path=/; Secure; HttpOnly; SameSite=Lax",
                                TEXT_ARGS(call->visitor)));
    page_pack(&call->api, call->frame.is_staff, &answer);
    return answer;
}

enum completion
page_end(struct page_call *call, int status, struct page *page)
{
    return api_answer(&call->api, page_answer(call, status, page));
}

struct answer
page_redirect(struct page_call *call, struct text path, const char *done)
{
    struct answer answer = {.status = 303};
    bool has_query = memchr(path.bytes, '?', path.length) != NULL;
    if (done != NULL)
        path = text_format(call->api.arena, "%.*s%cdone=%s", TEXT_ARGS(path), has_query ? '&' : '?',
                           done);
    api_header(&call->api, &answer, TEXT("Location"), text_copy(path, call->api.arena));
    return answer;
}

enum completion
page_see_other(struct page_call *call, struct text path, const char *done)
{
    return api_answer(&call->api, page_redirect(call, path, done));
}

static enum completion
see_first(struct page_call *call, const char *step, struct text to)
{
    struct buffer path = buffer_open(call->api.arena, 200);
    buffer_add_text(&path, text_of(step));
    for (size_t i = 0; i < to.length; i++) {
        unsigned char c = (unsigned char)to.bytes[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_' || c == '~';
        if (i == 0)
            buffer_add_text(&path, TEXT("?to="));
        buffer_add_format(&path, is_plain ? "%c" : "%%%02X", c);
    }
    return page_see_other(call, buffer_text(&path), NULL);
}

enum completion
page_to_sign_in(struct page_call *call, struct text to)
{
    return see_first(call, "/in", to);
}

struct answer
page_no(struct page_call *call, int status, const char *title_key, struct text sentence)
{
    struct no_page no = {
        .sentence = sentence,
        .reference = status >= 500 ? text_of(call->api.request->reference) : TEXT(""),
    };
    page_title(call, title_key);
    struct page page = page_begin(call);
    page_public_no(&page, &no);
    return page_answer(call, status, &page);
}

enum completion
page_not_found(struct page_call *call)
{
    return api_answer(&call->api, page_no(call, 404, "page.not-found",
                                          wording("page.not-found-why", call->api.language)));
}

enum completion
page_nothing(struct page_call *call)
{
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    return page_not_found(call);
}

static const char *
title_of(int status)
{
    switch (status) {
    case 403: return "page.not-allowed";
    case 404: return "page.not-found";
    case 409: return "page.not-now";
    case 429: return "page.too-many";
    case 422: return "page.not-taken";
    default: return status >= 500 ? "page.fault" : "page.not-taken";
    }
}

enum completion
page_refuse(struct page_call *call, enum refusal refusal, struct text detail)
{
    if (api_status(refusal) == 404)
        return page_nothing(call);
    return api_answer(&call->api, api_refusal(&call->api, refusal, detail));
}

static struct answer
too_many(struct api_call *api, int64_t wait_ms)
{
    struct page_call *call = page_call_of(api);
    int64_t minutes = (wait_ms + 59999) / 60000;
    struct wording_value value = {"minutes",
                                  text_format(call->api.arena, "%lld", (long long)minutes)};
    struct answer answer =
        page_no(call, 429, "page.too-many",
                wording_fill("page.too-many-why", call->api.language, &value, 1, call->api.arena));
    api_header(&call->api, &answer, TEXT("Retry-After"),
               text_format(call->api.arena, "%lld", (long long)(wait_ms / 1000 + 1)));
    return answer;
}

enum completion
page_too_many(struct page_call *call, int64_t wait_ms)
{
    return api_answer(&call->api, too_many(&call->api, wait_ms));
}

void
page_cookie(struct page_call *call, struct answer *answer, struct text cookie)
{
    api_header(&call->api, answer, TEXT("Set-Cookie"), cookie);
}

/* ---- coming in ---- */

struct text
page_entry_why(struct page_call *call, const struct entry_result *result)
{
    if (result->end == ENTRY_REFUSED && result->tries_left >= 0) {
        struct wording_value value = {"n", text_format(call->api.arena, "%d", result->tries_left)};
        return wording_fill("sign-in.tries-left", call->api.language, &value, 1, call->api.arena);
    }
    if (result->end == ENTRY_REFUSED)
        return api_sentence(&call->api, result->refusal, TEXT(""));
    if (result->end == ENTRY_MUST_WAIT) {
        struct wording_value value = {
            "minutes",
            text_format(call->api.arena, "%lld", (long long)(result->wait_ms + 59999) / 60000)};
        return wording_fill("page.too-many-why", call->api.language, &value, 1, call->api.arena);
    }
    return obstacle_sentence(result->obstacle, call->api.language);
}

int
page_entry_status(const struct entry_result *result)
{
    return result->end == ENTRY_MUST_WAIT ? 429
           : result->end == ENTRY_FAILED  ? obstacle_status(result->obstacle)
                                          : 422;
}

/* ---- acts ---- */

struct text
page_why(struct page_call *call, const struct outcome *outcome)
{
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    return api_sentence(&call->api, outcome->refusal, value_member_text(said, "detail"));
}

/* An act that was refused: the form again where its handler can draw it, a plain no otherwise. */
static struct answer
refused(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    int status = api_status(outcome->refusal);
    /* An account somebody typed is a field of the form, not a page that is missing. */
    if (call->again != NULL && outcome->refusal == ACCOUNT_MUST_EXIST)
        return call->again(call, 422, outcome);
    if (call->again != NULL && (status == 422 || status == 409 || status == 403))
        return call->again(call, status, outcome);
    if (status == 404)
        return page_no(call, 404, "page.not-found", wording("page.not-found-why", api->language));
    return page_no(call, status, title_of(status), page_why(call, outcome));
}

static struct answer
obstructed(struct api_call *api, enum obstacle obstacle)
{
    struct page_call *call = page_call_of(api);
    int status = obstacle_status(obstacle);
    struct answer answer =
        page_no(call, status, title_of(status), obstacle_sentence(obstacle, api->language));
    if (status == 503)
        api_header(api, &answer, TEXT("Retry-After"), TEXT("5"));
    return answer;
}

static struct answer
said_no(struct api_call *api, enum refusal refusal, struct text detail)
{
    struct page_call *call = page_call_of(api);
    int status = api_status(refusal);
    if (call->no != NULL)
        return call->no(call, status, api_sentence(api, refusal, detail));
    if (status == 404)
        return page_no(call, 404, "page.not-found", wording("page.not-found-why", api->language));
    return page_no(call, status == 401 ? 403 : status, title_of(status),
                   api_sentence(api, refusal, detail));
}

const struct api_manner page_manner = {said_no, refused, obstructed, too_many};

enum completion
page_submit(struct page_call *call, struct act act, struct text said, api_accept *accept,
            struct answer (*again)(struct page_call *call, int status,
                                   const struct outcome *outcome))
{
    call->api.key = page_posted_once(call);
    call->again = again;
    if (text_is_empty(call->api.key)) {
        struct outcome outcome = {.refusal = IDEMPOTENCY_KEY_MUST_BE_GIVEN, .answer = TEXT("{}")};
        return api_answer(&call->api, again != NULL ? again(call, 422, &outcome)
                                                    : refused(&call->api, &outcome));
    }
    return api_submit(&call->api, act, said, accept);
}

static void
take_role(struct page_call *call)
{
    api_take_role(&call->api, call->session.row.role, TEXT(""));
}

bool
page_has_role(struct page_call *call, enum completion *done)
{
    take_role(call);
    if (!api_has_mistakes(&call->api))
        return true;
    *done = see_first(call, "/account/role", call->frame.path);
    return false;
}

bool
page_acts_as(struct page_call *call, enum role role, enum completion *done)
{
    take_role(call);
    if (!api_has_mistakes(&call->api) && call->api.asker.role == role)
        return true;
    *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
    return false;
}

/* ---- forms of our own ---- */

void
page_check_line(struct page_call *call, struct plain_form *form, const char *name,
                struct text value, size_t characters_max)
{
    if (text_characters(value) > characters_max)
        plain_form_mark(form, text_of(name),
                        api_sentence(&call->api, FIELD_MUST_BE_IN_BOUNDS, TEXT("")));
    if (text_has_hidden(value))
        plain_form_mark(form, text_of(name), wording("form.hidden", call->api.language));
}
