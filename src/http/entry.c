/* entry.c: passwords are checked on one of two threads, because that is dear by design; somebody
 * who does not exist costs the same time and gets the same answer as a wrong password. */
#include "http/entry_work.h"

#include "http/token.h"
#include "work/password.h"
#include "work/seal.h"

enum { QUARTER_MS = 15 * 60 * 1000 };

/* ---- ends ---- */

struct entry *
entry_begin(struct api_call *call, const struct entry_wish *wish)
{
    struct entry *entry = ARENA_NEW(call->arena, struct entry);
    *entry = (struct entry){.call = call, .wish = *wish};
    entry->result.tries_left = -1;
    return entry;
}

struct answer
entry_say(struct entry *entry)
{
    return entry->wish.answer(entry->call, &entry->result, entry->wish.of);
}

enum completion
entry_end(struct entry *entry)
{
    struct answer answer = entry_say(entry);
    if (!entry->is_on_errand)
        return api_answer(entry->call, answer);
    server_answer_later(entry->call->request, &answer);
    return REQUEST_HELD;
}

enum completion
entry_refuse(struct entry *entry, enum refusal refusal, const char *detail)
{
    entry->result.end = ENTRY_REFUSED;
    entry->result.refusal = refusal;
    entry->result.detail = text_of(detail);
    return entry_end(entry);
}

enum completion
entry_wait(struct entry *entry, int64_t wait_ms)
{
    entry->result.end = ENTRY_MUST_WAIT;
    entry->result.refusal = RATE_MUST_BE_KEPT;
    entry->result.wait_ms = wait_ms;
    return entry_end(entry);
}

enum completion
entry_fail(struct entry *entry, enum obstacle obstacle)
{
    entry->result.end = ENTRY_FAILED;
    entry->result.obstacle = obstacle;
    return entry_end(entry);
}

/* ---- acts ---- */

enum completion
entry_act(struct entry *entry, enum verb verb, const struct value *input, api_settle *settle)
{
    struct api_call *call = entry->call;
    struct act act = {.verb = verb, .input = input, .if_version = -1, .claimed_ms = -1};
    struct text account = text_is_empty(call->account.id) ? TEXT("-") : call->account.id;
    call->asker =
        (struct asker){.role = ROLE_PARTY, .account = account, .node = post_id(call->post)};
    if (call->account.roles_count > 0)
        call->asker.role = call->account.roles[0].role;
    if (!entry->is_on_errand)
        return api_submit_to(call, act, settle, entry);
    api_submit_to_later(call, act, settle, entry);
    return REQUEST_HELD;
}

bool
entry_is_accepted(struct entry *entry, const struct outcome *outcome, struct answer *answer)
{
    if (!outcome->is_fault && outcome->refusal == ALLOWED)
        return true;
    const struct value *said = value_read_canonical(outcome->answer, entry->call->arena);
    int64_t wait_ms = outcome->is_fault ? 0 : value_member_integer(said, "wait", 0);
    entry->result.end = outcome->is_fault ? ENTRY_FAILED
                        : wait_ms > 0     ? ENTRY_MUST_WAIT
                                          : ENTRY_REFUSED;
    entry->result.obstacle = RECORD_MUST_BE_KEPT;
    entry->result.refusal = outcome->refusal;
    entry->result.wait_ms = wait_ms;
    if (!outcome->is_fault)
        entry->result.detail = value_member_text(said, "detail");
    *answer = entry_say(entry);
    return false;
}

struct answer
entry_done(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    struct answer answer;
    (void)call;
    if (!entry_is_accepted(entry, outcome, &answer))
        return answer;
    entry->result.end = ENTRY_DONE;
    return entry_say(entry);
}

static struct answer
failure_noted(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    struct answer answer;
    if (!entry_is_accepted(entry, outcome, &answer))
        return answer;
    const struct value *said = value_read_canonical(outcome->answer, call->arena);
    int64_t wait_ms = value_member_integer(said, "wait", 0);
    entry->result.end = wait_ms > 0 ? ENTRY_MUST_WAIT : ENTRY_REFUSED;
    entry->result.refusal = entry->failure;
    entry->result.wait_ms = wait_ms;
    return entry_say(entry);
}

enum completion
entry_note_failure(struct entry *entry, enum refusal failure)
{
    struct arena *arena = entry->call->arena;
    struct canon input = canon_open(arena, 160);
    entry->failure = failure;
    canon_begin_object(&input);
    if (entry->is_known)
        canon_member_text(&input, "account", entry->call->account.id);
    canon_member_text(&input, "subject", digest_hex(&entry->subject, arena));
    canon_end_object(&input);
    return entry_act(entry, VERB_NOTE_FAILURE, value_read_canonical(canon_text(&input), arena),
                     failure_noted);
}

/* ---- limits ---- */

bool
entry_may_try(struct entry *entry, struct limiter *limiter, enum completion *done)
{
    const struct world *world = entry->call->api->world;
    int64_t wait_ms;
    if (limiter_try(limiter, api_client(entry->call), world->steady_ms(world->of), &wait_ms))
        return true;
    *done = entry_wait(entry, wait_ms);
    return false;
}

bool
entry_may_come(struct entry *entry, struct text sign_in, enum completion *done)
{
    struct api_call *call = entry->call;
    const struct world *world = call->api->world;
    int64_t wait_ms;
    entry->subject = seal_hash(post_seal_key(call->post), "attempt", sign_in);
    struct text key = {(const char *)entry->subject.bytes, DIGEST_BYTES};
    if (!limiter_try(call->api->sign_in_by_account, key, world->steady_ms(world->of), &wait_ms)) {
        *done = entry_wait(entry, wait_ms);
        return false;
    }
    wait_ms = guard_state_wait(post_reader(call->post, call->request->loop), post_id(call->post),
                               &entry->subject, call->now_ms);
    if (wait_ms == 0)
        return true;
    *done = entry_wait(entry, wait_ms);
    return false;
}

/* ---- opening ---- */

struct text
entry_opening(struct entry *entry, enum session_stage stage, struct text how)
{
    struct api_call *call = entry->call;
    const struct session *before = entry->wish.session;
    bool is_replaced = before != NULL && before->post == call->post;
    struct session_wish wish = {
        .account = text_is_empty(call->account.id) ? TEXT("-") : call->account.id,
        .stage = stage,
        .role = session_only_role(&call->account, call->arena),
        .label = entry->wish.label,
        .how = how,
        .is_staff = session_is_staff(&call->account),
        .is_kept = entry->wish.is_kept,
        .replaced = is_replaced ? &before->digest : NULL,
        .rules = api_rules(call),
    };
    const struct value *input = session_open_input(call->post, &wish, call->api->world, call->arena,
                                                   &entry->secret, &entry->max_age_s);
    struct canon opening = canon_open(call->arena, 512);
    canon_put(&opening, input);
    return canon_text(&opening);
}

void
entry_take_cookie(struct entry *entry, enum session_stage stage)
{
    struct api_call *call = entry->call;
    const struct network_node *node = network_find(post_network(call->post), post_id(call->post));
    entry->result.end = stage == SESSION_IN ? ENTRY_IN : ENTRY_HALF_WAY;
    entry->result.stage = stage;
    entry->result.has_role = call->account.roles_count == 1;
    struct text code = node == NULL ? TEXT("0000") : node->node_code;
    entry->result.cookie = session_cookie_set(
        code, entry->secret, stage == SESSION_IN ? entry->max_age_s : 0, call->arena);
    entry->result.session =
        text_format(call->arena, "%.*s.%.*s", TEXT_ARGS(token_node(code, call->arena)),
                    TEXT_ARGS(entry->secret));
}

static struct answer
session_opened(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    struct answer answer;
    if (!entry_is_accepted(entry, outcome, &answer))
        return answer;
    if (entry->result.stage == SESSION_IN)
        limiter_forgive(call->api->sign_in_by_account,
                        (struct text){(const char *)entry->subject.bytes, DIGEST_BYTES});
    if (entry->wish.wants_token) {
        entry->result.end = ENTRY_IN;
        entry->result.token = entry->secret;
    } else {
        entry_take_cookie(entry, entry->result.stage);
    }
    return entry_say(entry);
}

/* A description of what is opened with two members more, which come in order. */
static const struct value *
with_proof(struct entry *entry, struct text opening, struct text factor)
{
    struct arena *arena = entry->call->arena;
    struct text subject = digest_hex(&entry->subject, arena);
    struct text more = text_is_empty(factor)
                           ? TEXT("")
                           : text_format(arena, ",\"factor\":%.*s", TEXT_ARGS(factor));
    struct value_mistake mistake;
    return value_read(text_format(arena, "%.*s%.*s,\"subject\":\"%.*s\"}", (int)opening.length - 1,
                                  opening.bytes, TEXT_ARGS(more), TEXT_ARGS(subject)),
                      arena, &mistake);
}

static struct text
token_opening(struct entry *entry)
{
    struct api_call *call = entry->call;
    unsigned char random[TOKEN_RANDOM_BYTES];
    const struct network_node *node = network_find(post_network(call->post), post_id(call->post));
    call->api->world->random(call->api->world->of, random, sizeof random);
    entry->secret =
        token_make(token_node(node == NULL ? TEXT("0000") : node->node_code, call->arena), random,
                   call->arena);
    entry->result.ends_ms = call->now_ms + API_TOKEN_MS;
    struct digest digest = token_digest(entry->secret);
    struct canon input = canon_open(call->arena, 256);
    canon_begin_object(&input);
    canon_member_text(&input, "account", call->account.id);
    canon_member_integer(&input, "ends", entry->result.ends_ms);
    canon_member_text(&input, "label", entry->wish.label);
    canon_member_text(&input, "token_digest", digest_hex(&digest, call->arena));
    canon_end_object(&input);
    return canon_text(&input);
}

enum completion
entry_open(struct entry *entry, enum session_stage stage, struct text how, struct text factor)
{
    bool is_token = entry->wish.wants_token;
    struct text opening = is_token ? token_opening(entry) : entry_opening(entry, stage, how);
    entry->result.stage = stage;
    return entry_act(entry, is_token ? VERB_SIGN_IN : VERB_OPEN_SESSION,
                     with_proof(entry, opening, factor), session_opened);
}

/* ---- by password ---- */

static bool
must_set_up(const struct entry *entry)
{
    struct post *post = entry->call->post;
    const struct network_node *node = network_find(post_network(post), post_id(post));
    return session_is_staff(&entry->call->account) && (node == NULL || !node->factor_is_offered);
}

/* The password was right. */
static enum completion
go_on(struct entry *entry)
{
    bool is_token = entry->wish.wants_token;
    struct text how = TEXT("password");
    if (entry->guard.has_factor && !text_is_empty(entry->wish.code)) {
        return text_is_empty(entry->factor) ? entry_note_failure(entry, CODE_MUST_BE_RIGHT)
                                            : entry_open(entry, SESSION_IN, how, entry->factor);
    }
    if (entry->guard.has_factor)
        return is_token ? entry_refuse(entry, SECOND_FACTOR_MUST_BE_SHOWN, "code")
                        : entry_open(entry, SESSION_SECOND_FACTOR, how, TEXT(""));
    if (must_set_up(entry))
        return is_token ? entry_refuse(entry, SECOND_FACTOR_MUST_BE_SET_UP, "")
                        : entry_open(entry, SESSION_SET_UP, how, TEXT(""));
    return entry_open(entry, SESSION_IN, how, TEXT(""));
}

/* On a thread for passwords. */
static void
check_password(void *of)
{
    struct entry *entry = of;
    entry->is_on_errand = true;
    if (password_fits(entry->is_known ? entry->hash : TEXT(""), entry->wish.password))
        go_on(entry);
    else
        entry_note_failure(entry, PASSWORD_MUST_BE_RIGHT);
}

/* The node by id or code; the public desk where none is named. */
static struct post *
post_named(struct api_call *call, struct text node)
{
    struct house *house = call->api->house;
    if (text_is_empty(node))
        return house_desk(house);
    struct post *post = house_post(house, node);
    return post != NULL ? post : house_post_by_code(house, api_node_code(node, call->arena));
}

static enum completion
look_up_password(struct entry *entry, struct text sign_in)
{
    struct api_call *call = entry->call;
    struct store *store = post_reader(call->post, call->request->loop);
    entry->is_known = account_list_password(store, post_id(call->post), sign_in, call->arena,
                                            &call->account, &entry->hash);
    if (entry->is_known)
        entry->guard = guard_state_of(store, post_id(call->post), call->account.id, call->arena);
    else
        call->account = (struct account){.is_active = false};
    if (entry->guard.has_factor)
        entry->factor = entry_shown_factor(entry, entry->wish.code);
    if (api_look_failed(call))
        return entry_fail(entry, LOOK_MUST_SUCCEED);
    if (!errand_send(call->api->passwords, check_password, entry))
        return entry_fail(entry, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

enum completion
entry_by_password(struct api_call *call, const struct entry_wish *wish)
{
    enum completion done;
    struct entry *entry = entry_begin(call, wish);
    if (!entry_may_try(entry, call->api->sign_in_by_address, &done))
        return done;
    call->post = post_named(call, wish->node);
    if (call->post == NULL)
        return entry_refuse(entry, COURT_MUST_BE_KNOWN, "node");
    struct text phone = entry_phone(wish->sign_in, call->arena);
    bool is_phone = call->post == house_desk(call->api->house) && !text_is_empty(phone);
    struct text sign_in = is_phone ? phone : wish->sign_in;
    if (!entry_may_come(entry, sign_in, &done))
        return done;
    return look_up_password(entry, sign_in);
}

void
entry_go_on(struct entry *entry)
{
    entry->wish.label = entry->wish.session->row.label;
    entry->wish.is_kept = session_is_kept(entry->wish.session);
}

/* ---- a new password ---- */

/* On a thread for passwords. */
static void
change_password(void *of)
{
    struct entry *entry = of;
    struct api_call *call = entry->call;
    const struct session *session = entry->wish.session;
    entry->is_on_errand = true;
    if (!text_is_empty(entry->old) || !entry_may_set_password(session, call->now_ms)) {
        if (!password_fits(entry->hash, entry->old)) {
            entry_note_failure(entry, PASSWORD_MUST_BE_RIGHT);
            return;
        }
    }
    struct text hash = password_hash(entry->wish.password, call->arena);
    if (text_is_empty(hash)) {
        entry_fail(entry, SERVICE_MUST_HAVE_ROOM);
        return;
    }
    struct canon input = canon_open(call->arena, 320);
    canon_begin_object(&input);
    if (session != NULL)
        canon_member_text(&input, "keeps", digest_hex(&session->digest, call->arena));
    canon_member_text(&input, "password_hash", hash);
    canon_end_object(&input);
    entry_act(entry, VERB_SET_PASSWORD, value_read_canonical(canon_text(&input), call->arena),
              entry_done);
}

bool
entry_may_set_password(const struct session *session, int64_t now_ms)
{
    return session != NULL && session->state == SESSION_LIVES && session->stage == SESSION_IN &&
           text_is(session->row.how, "code") && now_ms - session->row.made_ms < QUARTER_MS;
}

enum completion
entry_set_password(struct api_call *call, struct text old, const struct entry_wish *wish)
{
    enum completion done;
    struct account account;
    struct entry *entry = entry_begin(call, wish);
    entry->old = old;
    entry->is_known = true;
    if (!password_is_strong(wish->password))
        return entry_refuse(entry, PASSWORD_MUST_BE_STRONG, "password");
    if (!entry_may_come(entry, call->account.sign_in, &done))
        return done;
    account_list_password(post_reader(call->post, call->request->loop), post_id(call->post),
                          call->account.sign_in, call->arena, &account, &entry->hash);
    if (api_look_failed(call))
        return entry_fail(entry, LOOK_MUST_SUCCEED);
    if (!errand_send(call->api->passwords, change_password, entry))
        return entry_fail(entry, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

/* ---- roles, and going ---- */

static struct answer
role_changed(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    struct answer answer;
    if (!entry_is_accepted(entry, outcome, &answer))
        return answer;
    entry->max_age_s = session_max_age_s(entry->wish.session, call->now_ms);
    entry_take_cookie(entry, SESSION_IN);
    entry->result.has_role = true;
    return entry_say(entry);
}

enum completion
entry_change_role(struct api_call *call, struct text role, const struct entry_wish *wish)
{
    struct entry *entry = entry_begin(call, wish);
    return entry_act(
        entry, VERB_CHANGE_SESSION,
        session_change_input(wish->session, role, call->api->world, call->arena, &entry->secret),
        role_changed);
}

static struct answer
has_left(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    struct answer answer;
    if (!entry_is_accepted(entry, outcome, &answer))
        return answer;
    entry->result.end = ENTRY_DONE;
    entry->result.cookie = session_cookie_clear(call->arena);
    return entry_say(entry);
}

enum completion
entry_leave(struct api_call *call, const struct entry_wish *wish)
{
    struct entry *entry = entry_begin(call, wish);
    struct canon input = canon_open(call->arena, 120);
    canon_begin_object(&input);
    canon_member_text(&input, "digest", digest_hex(&wish->session->digest, call->arena));
    canon_end_object(&input);
    return entry_act(entry, VERB_END_SESSION, value_read_canonical(canon_text(&input), call->arena),
                     has_left);
}

static struct answer
is_done(struct api_call *call, const struct outcome *outcome, void *of)
{
    return entry_done(call, outcome, of);
}

enum completion
entry_end_sessions(struct api_call *call, struct text id, const struct entry_wish *wish)
{
    struct entry *entry = entry_begin(call, wish);
    struct canon input = canon_open(call->arena, 120);
    canon_begin_object(&input);
    if (text_is_empty(id))
        canon_member_boolean(&input, "all", true);
    else
        canon_member_text(&input, "session", id);
    canon_end_object(&input);
    return entry_act(entry, VERB_END_SESSION, value_read_canonical(canon_text(&input), call->arena),
                     is_done);
}

/* ---- for the security administrator ---- */

static enum completion
administer(struct entry *entry, enum verb verb, struct text account)
{
    struct api_call *call = entry->call;
    struct account known;
    struct canon input = canon_open(call->arena, 200);
    bool is_there = account_rows_load(post_reader(call->post, call->request->loop),
                                      post_id(call->post), account, call->arena, &known);
    if (api_look_failed(call))
        return entry_fail(entry, LOOK_MUST_SUCCEED);
    if (call->asker.role != ROLE_SECURITY_ADMIN)
        return entry_refuse(entry, ROLE_MUST_BE_ALLOWED, "");
    if (!is_there)
        return entry_refuse(entry, ACCOUNT_MUST_EXIST, "account");
    struct digest subject = seal_hash(post_seal_key(call->post), "attempt", known.sign_in);
    limiter_forgive(call->api->sign_in_by_account,
                    (struct text){(const char *)subject.bytes, DIGEST_BYTES});
    canon_begin_object(&input);
    canon_member_text(&input, "account", account);
    canon_member_text(&input, "subject", digest_hex(&subject, call->arena));
    canon_end_object(&input);
    struct act act = {.verb = verb,
                      .input = value_read_canonical(canon_text(&input), call->arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return api_submit_to(call, act, is_done, entry);
}

enum completion
entry_unlock(struct api_call *call, struct text account, const struct entry_wish *wish)
{
    return administer(entry_begin(call, wish), VERB_UNLOCK, account);
}

enum completion
entry_reset_factor(struct api_call *call, struct text account, const struct entry_wish *wish)
{
    return administer(entry_begin(call, wish), VERB_RESET_FACTOR, account);
}
