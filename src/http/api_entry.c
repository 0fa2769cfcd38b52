/* api_entry.c: coming in by a code, the second factor, passwords and sessions, for programs.
 * Whoever comes in by a code gets a session, whose secret is shown like a token. */
#include "http/api_entry.h"

#include "http/api_routes.h"
#include "http/token.h"
#include "view/list_view.h"

enum { PASSWORD_CHARACTERS_MAX = 200, NAME_CHARACTERS_MAX = 100 };

struct answer
api_entry_refused(struct api_call *call, const struct entry_result *result)
{
    if (result->end == ENTRY_FAILED)
        return api_obstacle(call, result->obstacle);
    if (result->end == ENTRY_MUST_WAIT)
        return problem_too_many(call->request, result->wait_ms);
    return api_refusal(call, result->refusal, TEXT(""));
}

static struct answer
answer_done(struct api_call *call, const struct entry_result *result, void *of)
{
    (void)of;
    if (result->end != ENTRY_DONE)
        return api_entry_refused(call, result);
    return api_json(call, 200, TEXT("{\"done\":true}"));
}

static struct answer
answer_opened(struct api_call *call, const struct entry_result *result, void *of)
{
    (void)of;
    if (result->end != ENTRY_IN && result->end != ENTRY_HALF_WAY)
        return api_entry_refused(call, result);
    struct canon canon = canon_open(call->arena, 200);
    canon_begin_object(&canon);
    canon_member_text(&canon, "session", result->session);
    canon_member_text(&canon, "stage", session_stage_word(result->stage));
    canon_end_object(&canon);
    return api_json(call, 200, canon_text(&canon));
}

/* ---- codes ---- */

enum completion
api_send_code(struct api_call *call)
{
    static const char *const keys[] = {"phone"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    struct entry_wish wish = {
        .answer = answer_done,
        .phone = api_text(call, "phone", API_ID_CHARACTERS_MAX, true),
    };
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return entry_send_code(call, &wish);
}

enum completion
api_use_code(struct api_call *call)
{
    static const char *const keys[] = {"code", "label", "phone"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    struct entry_wish wish = {
        .answer = answer_opened,
        .phone = api_text(call, "phone", API_ID_CHARACTERS_MAX, true),
        .code = api_text(call, "code", API_ID_CHARACTERS_MAX, true),
        .label = api_text(call, "label", API_ID_CHARACTERS_MAX, false),
    };
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (text_is_empty(wish.label))
        wish.label = TEXT("api");
    return entry_by_code(call, &wish);
}

/* The session somebody half-way shows as his bearer token. False after it was answered. */
static bool
take_session(struct api_call *call, struct session *session, enum completion *done)
{
    struct text secret = TEXT("");
    token_of_header(request_header(call->request, "Authorization"), &secret);
    bool is_read = session_find_by(call->api->house, call->request->loop, secret, call->now_ms,
                                   call->arena, session);
    if (is_read)
        session_see(session, call->now_ms);
    if (is_read && session->state == SESSION_LIVES)
        return true;
    if (!is_read) {
        call->post = session->post;
        api_look_failed(call);
        call->post = NULL;
    }
    *done = is_read ? api_refuse(call, ASKER_MUST_BE_SIGNED_IN, TEXT(""))
                    : api_obstruct(call, LOOK_MUST_SUCCEED);
    return false;
}

enum completion
api_sign_up(struct api_call *call)
{
    static const char *const keys[] = {"name", "number", "password"};
    enum completion done;
    struct session *session = ARENA_NEW(call->arena, struct session);
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    struct entry_wish wish = {
        .answer = answer_opened,
        .name = api_text(call, "name", NAME_CHARACTERS_MAX, true),
        .number = api_text(call, "number", API_ID_CHARACTERS_MAX, false),
        .password = value_member_text(call->body, "password"),
        .session = session,
    };
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return take_session(call, session, &done) ? entry_sign_up(call, &wish) : done;
}

/* ---- the second factor ---- */

static struct text
code_of(struct api_call *call)
{
    static const char *const keys[] = {"code"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    return api_text(call, "code", API_ID_CHARACTERS_MAX, true);
}

enum completion
api_show_factor(struct api_call *call)
{
    enum completion done;
    struct session *session = ARENA_NEW(call->arena, struct session);
    struct entry_wish wish = {.answer = answer_opened, .code = code_of(call), .session = session};
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return take_session(call, session, &done) ? entry_second_factor(call, &wish) : done;
}

static struct answer
answer_secret(struct api_call *call, const struct entry_result *result, void *of)
{
    (void)of;
    if (result->end != ENTRY_DONE)
        return api_entry_refused(call, result);
    struct canon canon = canon_open(call->arena, 400);
    canon_begin_object(&canon);
    canon_member_text(&canon, "address", result->factor_address);
    canon_member_text(&canon, "secret", result->factor_secret);
    canon_end_object(&canon);
    return api_json(call, 200, canon_text(&canon));
}

enum completion
api_begin_factor(struct api_call *call)
{
    struct entry_wish wish = {.answer = answer_secret, .session = call->session};
    return entry_begin_factor(call, &wish);
}

static struct answer
answer_recovery(struct api_call *call, const struct entry_result *result, void *of)
{
    (void)of;
    if (result->end != ENTRY_DONE)
        return api_entry_refused(call, result);
    struct canon canon = canon_open(call->arena, 400);
    canon_begin_object(&canon);
    canon_key(&canon, "recovery");
    canon_begin_array(&canon);
    for (int i = 0; i < result->recovery_count; i++)
        canon_put_text(&canon, result->recovery[i]);
    canon_end_array(&canon);
    canon_end_object(&canon);
    return api_json(call, 200, canon_text(&canon));
}

enum completion
api_confirm_factor(struct api_call *call)
{
    struct entry_wish wish = {
        .answer = answer_recovery, .code = code_of(call), .session = call->session};
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return entry_confirm_factor(call, &wish);
}

/* ---- password and sessions ---- */

enum completion
api_set_password(struct api_call *call)
{
    static const char *const keys[] = {"old", "password"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    struct text old = value_member_text(call->body, "old");
    struct entry_wish wish = {
        .answer = answer_done,
        .password = value_member_text(call->body, "password"),
        .session = call->session,
    };
    if (text_is_empty(wish.password))
        api_mistake(call, TEXT("password"), FIELD_MUST_BE_GIVEN);
    if (old.length > PASSWORD_CHARACTERS_MAX)
        api_mistake(call, TEXT("old"), FIELD_MUST_NOT_BE_TOO_LONG);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return entry_set_password(call, old, &wish);
}

enum completion
api_list_sessions(struct api_call *call)
{
    const struct session_row *rows;
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct look look = api_look(call);
    struct view view = api_view(call);
    int count = session_list_mine(&look, &rows);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    struct text mine = call->session == NULL ? TEXT("") : call->session->row.id;
    return api_give(call, 200, list_view_sessions(&view, rows, count, mine));
}

enum completion
api_end_sessions(struct api_call *call)
{
    static const char *const keys[] = {"session"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    struct text id = api_text(call, "session", API_ID_CHARACTERS_MAX, false);
    struct entry_wish wish = {.answer = answer_done};
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return entry_end_sessions(call, id, &wish);
}

/* ---- for the security administrator ---- */

static enum completion
administer(struct api_call *call,
           enum completion (*run)(struct api_call *, struct text, const struct entry_wish *))
{
    struct entry_wish wish = {.answer = answer_done};
    api_take_role(call, TEXT(""), TEXT(""));
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    return run(call, api_segment(call, "account"), &wish);
}

enum completion
api_unlock(struct api_call *call)
{
    return administer(call, entry_unlock);
}

enum completion
api_reset_factor(struct api_call *call)
{
    return administer(call, entry_reset_factor);
}
