/* api_session.c: signing in and out with a token, and who may. */
#include "http/api_entry.h"
#include "http/api_routes.h"
#include "view/list_view.h"
#include "work/password.h"

enum { SIGN_IN_CHARACTERS_MAX = 120, NAME_CHARACTERS_MAX = 100, ROLES_MAX = ACCOUNT_ROLES_MAX };

/* ---- signing in ---- */

static struct answer
answer_signed_in(struct api_call *call, const struct entry_result *result, void *of)
{
    (void)of;
    if (result->end != ENTRY_IN)
        return api_entry_refused(call, result);
    struct view view = api_view(call);
    struct canon canon = canon_open(call->arena, 512);
    canon_begin_object(&canon);
    view_instant(&view, &canon, "ends", result->ends_ms);
    canon_key(&canon, "me");
    canon_put_canonical(&canon, list_view_me(&view, post_id(call->post), &call->account));
    canon_member_text(&canon, "token", result->token);
    canon_end_object(&canon);
    return api_json(call, 200, canon_text(&canon));
}

enum completion
api_sign_in(struct api_call *call)
{
    static const char *const keys[] = {"code", "label", "node", "password", "sign_in"};
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    struct entry_wish wish = {
        .answer = answer_signed_in,
        .node = api_text(call, "node", API_ID_CHARACTERS_MAX, false),
        .sign_in = api_text(call, "sign_in", SIGN_IN_CHARACTERS_MAX, true),
        .password = value_member_text(call->body, "password"),
        .code = api_text(call, "code", API_ID_CHARACTERS_MAX, false),
        .label = api_text(call, "label", API_ID_CHARACTERS_MAX, false),
        .wants_token = true,
    };
    if (text_is_empty(wish.password))
        api_mistake(call, TEXT("password"), FIELD_MUST_BE_GIVEN);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (text_is_empty(wish.label))
        wish.label = TEXT("api");
    return entry_by_password(call, &wish);
}

/* ---- signing out ---- */

static struct answer
answer_signed_out(struct api_call *call, const struct outcome *outcome)
{
    (void)outcome;
    return api_json(call, 200, TEXT("{\"signed_in\":false}"));
}

static struct answer
answer_left(struct api_call *call, const struct entry_result *result, void *of)
{
    (void)of;
    if (result->end != ENTRY_DONE)
        return api_entry_refused(call, result);
    return api_json(call, 200, TEXT("{\"signed_in\":false}"));
}

enum completion
api_sign_out(struct api_call *call)
{
    struct entry_wish wish = {.answer = answer_left, .session = call->session};
    if (call->session != NULL)
        return entry_leave(call, &wish);
    struct canon input = canon_open(call->arena, 128);
    canon_begin_object(&input);
    canon_member_text(&input, "token_digest", digest_hex(&call->token, call->arena));
    canon_end_object(&input);
    call->asker = (struct asker){
        .role = ROLE_PARTY, .account = call->account.id, .node = post_id(call->post)};
    struct act act = {.verb = VERB_SIGN_OUT,
                      .input = value_read_canonical(canon_text(&input), call->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return api_submit(call, act, TEXT(""), answer_signed_out);
}

enum completion
api_me(struct api_call *call)
{
    struct view view = api_view(call);
    return api_give(call, 200, list_view_me(&view, post_id(call->post), &call->account));
}

/* ---- accounts ---- */

struct enrolling {
    struct api_call *call;
    struct text account, sign_in, name, phone, password;
    int identity;
    bool is_active;
};

static void
check_roles(struct api_call *call)
{
    const struct value *roles = value_member(call->body, "roles");
    if (!value_is(roles, VALUE_ARRAY) || roles->count < 1 || roles->count > ROLES_MAX) {
        api_mistake(call, TEXT("roles"),
                    roles == NULL ? FIELD_MUST_BE_GIVEN : FIELD_MUST_HAVE_ENOUGH_ENTRIES);
        return;
    }
    int i = 0;
    for (const struct value *one = roles->first; one != NULL; one = one->next, i++) {
        struct text path = text_format(call->arena, "roles[%d]", i);
        enum role role;
        if (!value_is(one, VALUE_OBJECT))
            api_mistake(call, path, FIELD_MUST_BE_OF_ITS_TYPE);
        else if (!role_parse(value_member_text(one, "role"), &role))
            api_mistake(call, path, FIELD_MUST_BE_ONE_OF_THE_CHOICES);
        for (const struct value *member = one->first; member != NULL; member = member->next) {
            bool is_known = text_is(member->key, "role") || text_is(member->key, "place");
            if (!is_known || !value_is(member, VALUE_TEXT) ||
                member->text.length > API_ID_CHARACTERS_MAX || text_has_hidden(member->text))
                api_mistake(call, path, FIELD_MUST_BE_KNOWN);
        }
    }
}

static void
write_roles(struct canon *canon, const struct value *roles)
{
    canon_key(canon, "roles");
    canon_begin_array(canon);
    for (const struct value *one = roles->first; one != NULL; one = one->next) {
        canon_begin_object(canon);
        canon_member_text_if(canon, "place", value_member_text(one, "place"));
        canon_member_text(canon, "role", value_member_text(one, "role"));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

/* The input of the verb; `hash` is left out of what counts as the content of the request, because
 * the digest of that is kept for ever and would let a password be guessed. */
static struct text
write_enrolment(const struct enrolling *enrolling, struct text hash)
{
    struct canon input = canon_open(enrolling->call->arena, 400);
    canon_begin_object(&input);
    canon_member_text_if(&input, "account", enrolling->account);
    canon_member_boolean(&input, "active", enrolling->is_active);
    canon_member_integer(&input, "identity", enrolling->identity);
    canon_member_text(&input, "name", enrolling->name);
    canon_member_text_if(&input, "password_hash", hash);
    canon_member_text_if(&input, "phone", enrolling->phone);
    write_roles(&input, value_member(enrolling->call->body, "roles"));
    canon_member_text(&input, "sign_in", enrolling->sign_in);
    canon_end_object(&input);
    return canon_text(&input);
}

/* On a thread for passwords. */
static void
enrol(void *of)
{
    struct enrolling *enrolling = of;
    struct api_call *call = enrolling->call;
    bool has_password = !text_is_empty(enrolling->password);
    struct text hash = has_password ? password_hash(enrolling->password, call->arena) : TEXT("");
    if (has_password && text_is_empty(hash)) {
        struct answer answer = api_obstacle(call, SERVICE_MUST_HAVE_ROOM);
        server_answer_later(call->request, &answer);
        return;
    }
    struct act act = {
        .verb = VERB_ENROL,
        .input = value_read_canonical(write_enrolment(enrolling, hash), call->arena),
        .if_version = -1,
        .claimed_ms = -1,
    };
    api_submit_later(call, act, write_enrolment(enrolling, TEXT("")), NULL);
}

static int
read_identity(struct api_call *call)
{
    static const char *const words[] = {"declared", "seen", "provider"};
    struct text word = api_text(call, "identity", API_ID_CHARACTERS_MAX, false);
    for (int i = 0; i < 3; i++) {
        if (text_is(word, words[i]))
            return i;
    }
    if (!text_is_empty(word))
        api_mistake(call, TEXT("identity"), FIELD_MUST_BE_ONE_OF_THE_CHOICES);
    return 0;
}

static bool
read_active(struct api_call *call)
{
    const struct value *active = value_member(call->body, "active");
    if (active != NULL && active->type != VALUE_TRUE && active->type != VALUE_FALSE)
        api_mistake(call, TEXT("active"), FIELD_MUST_BE_OF_ITS_TYPE);
    return active == NULL || value_is_true(active);
}

enum completion
api_enrol(struct api_call *call)
{
    static const char *const keys[] = {"account", "active", "identity", "name",   "password",
                                       "phone",   "role",   "roles",    "sign_in"};
    struct enrolling *enrolling = ARENA_NEW(call->arena, struct enrolling);
    api_keys(call, keys, sizeof keys / sizeof keys[0]);
    api_take_role(call, api_text(call, "role", API_ID_CHARACTERS_MAX, false), TEXT(""));
    *enrolling = (struct enrolling){
        .call = call,
        .account = api_text(call, "account", API_ID_CHARACTERS_MAX, false),
        .sign_in = api_text(call, "sign_in", SIGN_IN_CHARACTERS_MAX, true),
        .name = api_text(call, "name", NAME_CHARACTERS_MAX, true),
        .phone = api_text(call, "phone", API_ID_CHARACTERS_MAX, false),
        .password = value_member_text(call->body, "password"),
        .identity = read_identity(call),
        .is_active = read_active(call),
    };
    check_roles(call);
    if (value_member(call->body, "password") != NULL && !password_is_strong(enrolling->password))
        api_mistake(call, TEXT("password"), PASSWORD_MUST_BE_STRONG);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    if (call->asker.role != ROLE_SYSTEM_ADMIN)
        return api_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
    if (text_equal(enrolling->account, call->account.id))
        return api_refuse(call, TAKER_MUST_BE_ANOTHER_PERSON, TEXT(""));
    if (!errand_send(call->api->passwords, enrol, enrolling))
        return api_obstruct(call, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

enum completion
api_list_accounts(struct api_call *call)
{
    const struct account *accounts;
    int count;
    bool more;
    api_take_role(call, TEXT(""), TEXT(""));
    struct text after = api_parameter(call, "after", API_ID_CHARACTERS_MAX);
    if (api_has_mistakes(call))
        return api_refuse_mistakes(call);
    struct look look = api_look(call);
    struct view view = api_view(call);
    enum refusal refusal = account_list_load(&look, after, &accounts, &count, &more);
    if (api_look_failed(call))
        return api_obstruct(call, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return api_refuse(call, refusal, TEXT(""));
    return api_give(call, 200, list_view_accounts(&view, accounts, count, more));
}
