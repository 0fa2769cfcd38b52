/* page_sign_in.c: coming in, by password or by a code to the telephone, with a second factor where
 * the court asks for one; and going out. What may be known is decided in http/entry.h. */
#include "http/entry.h"
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/picture.h"
#include "view/sign_in_page.h"

enum { FRESH_MS = 15 * 60 * 1000 };

/* ---- where one goes ---- */

static struct text
home_of(bool is_staff)
{
    return is_staff ? TEXT("/desk") : TEXT("/my");
}

static struct text
asked_for(struct page_call *call)
{
    struct text to = call->api.request->method == METHOD_POST
                         ? page_posted(call, "to")
                         : request_query(call->api.request, "to");
    return page_way_back(call, to, "");
}

/* A page on the way, which remembers where one wanted to go. */
static struct text
path_with(struct page_call *call, const char *step, struct text to)
{
    struct buffer path = buffer_open(call->api.arena, 100);
    buffer_add_text(&path, text_of(step));
    for (size_t i = 0; i < to.length; i++) {
        unsigned char c = (unsigned char)to.bytes[i];
        bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                        (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
        if (i == 0)
            buffer_add_text(&path, TEXT("?to="));
        buffer_add_format(&path, is_plain ? "%c" : "%%%02X", c);
    }
    return buffer_text(&path);
}

/* Signed in, or one step further. */
static struct answer
go_on(struct page_call *call, const struct entry_result *result, struct text to)
{
    static const char *const steps[SESSION_STAGE_COUNT] = {"", "/in/second", "/in/set-up",
                                                           "/in/name"};
    struct answer answer;
    if (result->end == ENTRY_HALF_WAY)
        answer = page_redirect(call, path_with(call, steps[result->stage], to), NULL);
    else if (!result->has_role)
        answer = page_redirect(call, path_with(call, "/account/role", to), NULL);
    else
        answer = page_redirect(
            call, text_is_empty(to) ? home_of(session_is_staff(&call->api.account)) : to, NULL);
    if (!text_is_empty(result->cookie))
        page_cookie(call, &answer, result->cookie);
    return answer;
}

static bool
has_come_in(const struct entry_result *result)
{
    return result->end == ENTRY_IN || result->end == ENTRY_HALF_WAY;
}

/* ---- by password ---- */

static struct answer
draw(struct page_call *call, struct sign_in_page *sign_in, int status, struct text chosen)
{
    page_title(call, sign_in->is_staff ? "sign-in.title-staff" : "sign-in.title");
    if (sign_in->is_staff)
        sign_in_page_courts(&call->view, chosen, sign_in);
    call->frame.has_mistakes = !text_is_empty(sign_in->mistake);
    struct page page = page_begin(call);
    page_public_sign_in(&page, sign_in);
    return page_answer(call, status, &page);
}

enum completion
page_sign_in(struct page_call *call)
{
    struct sign_in_page sign_in = {
        .is_staff = text_is(request_query(call->api.request, "who"), "staff"),
        .to = asked_for(call),
    };
    if (text_starts_with(sign_in.to, "/desk") || text_starts_with(sign_in.to, "/hub"))
        sign_in.is_staff = true;
    if (call->is_signed_in)
        return page_see_other(
            call, text_is_empty(sign_in.to) ? home_of(call->frame.is_staff) : sign_in.to, NULL);
    return api_answer(&call->api, draw(call, &sign_in, 200, TEXT("")));
}

struct coming_in {
    struct sign_in_page page;
    struct text node;
};

static struct answer
answer_password(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    struct coming_in *coming = of;
    if (has_come_in(result))
        return go_on(call, result, coming->page.to);
    coming->page.mistake = page_entry_why(call, result);
    return draw(call, &coming->page, page_entry_status(result), coming->node);
}

static struct entry_wish
wish_of(struct page_call *call, entry_answer *answer, void *of)
{
    return (struct entry_wish){
        .answer = answer,
        .of = of,
        .label = entry_label(request_header(call->api.request, "User-Agent"), call->api.arena),
        .session = call->session.state == SESSION_LIVES ? &call->session : NULL,
    };
}

enum completion
page_come_in(struct page_call *call)
{
    struct coming_in *coming = ARENA_NEW(call->api.arena, struct coming_in);
    coming->page = (struct sign_in_page){
        .is_staff = text_is(page_posted(call, "who"), "staff"),
        .to = asked_for(call),
        .sign_in = text_fold(page_posted(call, "sign_in"), call->api.arena),
        .is_kept = text_is(page_posted(call, "keep"), "yes"),
    };
    coming->node = coming->page.is_staff ? page_posted(call, "node") : TEXT("");
    struct entry_wish wish = wish_of(call, answer_password, coming);
    wish.node = coming->node;
    wish.sign_in = coming->page.sign_in;
    wish.password = pairs_value(&call->form, "password");
    wish.is_kept = coming->page.is_kept;
    if (text_is_empty(wish.sign_in) || text_is_empty(wish.password)) {
        coming->page.mistake = wording("sign-in.both", call->api.language);
        return api_answer(&call->api, draw(call, &coming->page, 422, coming->node));
    }
    return entry_by_password(&call->api, &wish);
}

/* ---- by a code ---- */

static struct answer
draw_code(struct page_call *call, const struct code_page *code, int status)
{
    page_title(call, "sign-in.by-code");
    call->frame.has_mistakes = !text_is_empty(code->mistake);
    struct page page = page_begin(call);
    page_public_code(&page, code);
    return page_answer(call, status, &page);
}

enum completion
page_code(struct page_call *call)
{
    struct code_page code = {.to = asked_for(call)};
    return api_answer(&call->api, draw_code(call, &code, 200));
}

static struct answer
answer_sent(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    struct code_page *code = of;
    if (result->end == ENTRY_DONE) {
        code->is_sent = true;
        return draw_code(call, code, 200);
    }
    code->mistake = page_entry_why(call, result);
    return draw_code(call, code, page_entry_status(result));
}

static struct answer
answer_code(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    struct code_page *code = of;
    if (has_come_in(result))
        return go_on(call, result, code->to);
    code->is_sent = true;
    code->mistake = page_entry_why(call, result);
    return draw_code(call, code, page_entry_status(result));
}

/* Without a code one is sent; with one it is looked at. */
enum completion
page_use_code(struct page_call *call)
{
    struct code_page *code = ARENA_NEW(call->api.arena, struct code_page);
    struct text digits = text_fold(page_posted(call, "code"), call->api.arena);
    *code = (struct code_page){
        .to = asked_for(call),
        .phone = page_posted(call, "phone"),
        .is_kept = text_is(page_posted(call, "keep"), "yes"),
    };
    bool sends = text_is_empty(digits) || page_has_posted(call, "again");
    struct entry_wish wish = wish_of(call, sends ? answer_sent : answer_code, code);
    wish.phone = code->phone;
    wish.code = digits;
    wish.is_kept = code->is_kept;
    return sends ? entry_send_code(&call->api, &wish) : entry_by_code(&call->api, &wish);
}

/* ---- half-way in ---- */

static struct answer
draw_half_way(struct page_call *call, enum session_stage stage, struct half_way_page *half,
              int status)
{
    static const char *const titles[SESSION_STAGE_COUNT] = {"sign-in.title", "sign-in.second",
                                                            "sign-in.set-up", "sign-in.sign-up"};
    page_title(call, titles[stage]);
    call->frame.has_mistakes = !text_is_empty(half->mistake);
    if (stage == SESSION_SET_UP && !text_is_empty(half->address))
        half->picture =
            picture_qr(half->address, wording("sign-in.qr", call->api.language), call->api.arena);
    struct page page = page_begin(call);
    if (stage == SESSION_SECOND_FACTOR)
        page_public_second(&page, half);
    else if (stage == SESSION_SET_UP)
        page_public_set_up(&page, half);
    else
        page_public_name(&page, half);
    return page_answer(call, status, &page);
}

static bool
is_at(const struct page_call *call, enum session_stage stage)
{
    return call->session.state == SESSION_LIVES && call->session.stage == stage;
}

enum completion
page_second(struct page_call *call)
{
    struct half_way_page half = {.to = asked_for(call)};
    if (!is_at(call, SESSION_SECOND_FACTOR))
        return page_see_other(call, TEXT("/in"), NULL);
    return api_answer(&call->api, draw_half_way(call, SESSION_SECOND_FACTOR, &half, 200));
}

static struct answer
answer_second(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    struct half_way_page *half = of;
    if (has_come_in(result))
        return go_on(call, result, half->to);
    half->mistake = page_entry_why(call, result);
    return draw_half_way(call, SESSION_SECOND_FACTOR, half, page_entry_status(result));
}

enum completion
page_use_second(struct page_call *call)
{
    struct half_way_page *half = ARENA_NEW(call->api.arena, struct half_way_page);
    if (!is_at(call, SESSION_SECOND_FACTOR))
        return page_see_other(call, TEXT("/in"), NULL);
    half->to = asked_for(call);
    call->api.account = call->session.account;
    struct entry_wish wish = wish_of(call, answer_second, half);
    wish.code = text_fold(page_posted(call, "code"), call->api.arena);
    return entry_second_factor(&call->api, &wish);
}

/* Setting a second factor up: half-way in because the court asks for it, or from one's account;
 * then only soon after signing in, so that an unlocked browser does not open the account for good.
 */
static bool
may_set_up(const struct page_call *call)
{
    bool is_fresh = call->api.now_ms - call->session.row.made_ms < FRESH_MS;
    return (call->is_signed_in && is_fresh) || is_at(call, SESSION_SET_UP);
}

static enum completion
refuse_set_up(struct page_call *call)
{
    if (!call->is_signed_in)
        return page_see_other(call, TEXT("/in"), NULL);
    return api_answer(&call->api, page_no(call, 403, "sign-in.set-up",
                                          wording("sign-in.set-up-stale", call->api.language)));
}

static struct answer
answer_begun(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    struct half_way_page *half = of;
    if (result->end != ENTRY_DONE)
        return page_no(call, page_entry_status(result), "page.not-taken",
                       page_entry_why(call, result));
    half->secret = result->factor_secret;
    half->address = result->factor_address;
    return draw_half_way(call, SESSION_SET_UP, half, 200);
}

/* The page shows the secret that waits to be confirmed, or a button to make one. */
enum completion
page_set_up(struct page_call *call)
{
    struct half_way_page *half = ARENA_NEW(call->api.arena, struct half_way_page);
    if (!may_set_up(call))
        return refuse_set_up(call);
    half->to = asked_for(call);
    call->api.account = call->session.account;
    entry_pending_factor(&call->api, &half->secret, &half->address);
    return api_answer(&call->api, draw_half_way(call, SESSION_SET_UP, half, 200));
}

static struct answer
answer_set_up(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    struct half_way_page *half = of;
    if (result->end == ENTRY_DONE || result->end == ENTRY_IN) {
        struct recovery_page recovery = {
            .codes = result->recovery,
            .codes_count = result->recovery_count,
            .to = text_is_empty(half->to) ? home_of(session_is_staff(&api->account)) : half->to,
        };
        page_title(call, "sign-in.recovery");
        struct page page = page_begin(call);
        page_public_recovery(&page, &recovery);
        struct answer answer = page_answer(call, 200, &page);
        if (!text_is_empty(result->cookie))
            page_cookie(call, &answer, result->cookie);
        return answer;
    }
    half->mistake = page_entry_why(call, result);
    return draw_half_way(call, SESSION_SET_UP, half, page_entry_status(result));
}

enum completion
page_confirm_set_up(struct page_call *call)
{
    struct half_way_page *half = ARENA_NEW(call->api.arena, struct half_way_page);
    if (!may_set_up(call))
        return refuse_set_up(call);
    half->to = asked_for(call);
    call->api.account = call->session.account;
    if (page_has_posted(call, "begin")) {
        struct entry_wish begun = wish_of(call, answer_begun, half);
        return entry_begin_factor(&call->api, &begun);
    }
    entry_pending_factor(&call->api, &half->secret, &half->address);
    struct entry_wish wish = wish_of(call, answer_set_up, half);
    wish.code = text_fold(page_posted(call, "code"), call->api.arena);
    return entry_confirm_factor(&call->api, &wish);
}

/* ---- a new account ---- */

enum completion
page_name(struct page_call *call)
{
    struct half_way_page half = {.to = asked_for(call)};
    if (!is_at(call, SESSION_SIGN_UP))
        return page_see_other(call, TEXT("/in"), NULL);
    return api_answer(&call->api, draw_half_way(call, SESSION_SIGN_UP, &half, 200));
}

static struct answer
answer_name(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    struct half_way_page *half = of;
    if (has_come_in(result))
        return go_on(call, result, half->to);
    half->mistake = page_entry_why(call, result);
    return draw_half_way(call, SESSION_SIGN_UP, half, page_entry_status(result));
}

enum completion
page_sign_up(struct page_call *call)
{
    struct half_way_page *half = ARENA_NEW(call->api.arena, struct half_way_page);
    if (!is_at(call, SESSION_SIGN_UP))
        return page_see_other(call, TEXT("/in"), NULL);
    half->to = asked_for(call);
    half->name = page_posted(call, "name");
    half->number = text_fold(page_posted(call, "number"), call->api.arena);
    if (text_is_empty(half->name)) {
        half->mistake = wording("sign-in.name-missing", call->api.language);
        return api_answer(&call->api, draw_half_way(call, SESSION_SIGN_UP, half, 422));
    }
    struct entry_wish wish = wish_of(call, answer_name, half);
    wish.name = half->name;
    wish.number = half->number;
    wish.password = pairs_value(&call->form, "password");
    return entry_sign_up(&call->api, &wish);
}

/* ---- going out ---- */

static struct answer
answer_out(struct api_call *api, const struct entry_result *result, void *of)
{
    struct page_call *call = page_call_of(api);
    (void)of;
    struct answer answer = page_redirect(call, TEXT("/"), "signed-out");
    page_cookie(call, &answer,
                text_is_empty(result->cookie) ? session_cookie_clear(api->arena) : result->cookie);
    return answer;
}

enum completion
page_go_out(struct page_call *call)
{
    if (call->session.state != SESSION_LIVES)
        return page_see_other(call, TEXT("/"), NULL);
    call->api.account = call->session.account;
    struct entry_wish wish = wish_of(call, answer_out, NULL);
    return entry_leave(&call->api, &wish);
}
