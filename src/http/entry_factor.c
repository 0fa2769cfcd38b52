/* entry_factor.c: the second factor at the door: its secret is opened here, a code is compared
 * here; that each counts once is the node's business. */
#include "http/entry_work.h"

#include "work/seal.h"

static bool
open_secret(struct entry *entry, struct text sealed, struct text *secret)
{
    struct api_call *call = entry->call;
    return !text_is_empty(sealed) &&
           seal_open(post_seal_key(call->post), call->account.id, sealed, call->arena, secret);
}

static struct digest
recovery_digest(struct entry *entry, struct text folded)
{
    struct api_call *call = entry->call;
    struct text bound =
        text_format(call->arena, "%.*s\n%.*s", TEXT_ARGS(call->account.id), TEXT_ARGS(folded));
    return seal_hash(post_seal_key(call->post), "recovery", bound);
}

static struct text
shown_recovery(struct entry *entry, struct text folded)
{
    struct api_call *call = entry->call;
    struct digest digest = recovery_digest(entry, folded);
    if (!guard_state_has_recovery(post_reader(call->post, call->request->loop), post_id(call->post),
                                  call->account.id, &digest))
        return TEXT("");
    return text_format(call->arena, "{\"recovery\":\"%.*s\"}",
                       TEXT_ARGS(digest_hex(&digest, call->arena)));
}

struct text
entry_shown_factor(struct entry *entry, struct text code)
{
    struct arena *arena = entry->call->arena;
    struct text folded = text_fold(code, arena), secret;
    struct text recovery = totp_recovery_fold(code, arena);
    int64_t step;
    if (!text_is_empty(recovery))
        return shown_recovery(entry, recovery);
    if (open_secret(entry, entry->guard.sealed, &secret) &&
        totp_fits(secret, folded, entry->call->now_ms, entry->guard.last_step, &step))
        return text_format(arena, "{\"step\":%lld}", (long long)step);
    return TEXT("");
}

/* ---- on the way in ---- */

static bool
load_guard(struct entry *entry, enum completion *done)
{
    struct api_call *call = entry->call;
    entry->guard = guard_state_of(post_reader(call->post, call->request->loop), post_id(call->post),
                                  call->account.id, call->arena);
    if (!api_look_failed(call))
        return true;
    *done = entry_fail(entry, LOOK_MUST_SUCCEED);
    return false;
}

static struct answer
factor_taken(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    struct answer answer;
    (void)call;
    if (!entry_is_accepted(entry, outcome, &answer))
        return answer;
    entry_take_cookie(entry, SESSION_IN);
    return entry_say(entry);
}

enum completion
entry_second_factor(struct api_call *call, const struct entry_wish *wish)
{
    enum completion done;
    struct entry *entry = entry_begin(call, wish);
    entry->is_known = true;
    call->post = wish->session->post;
    call->account = wish->session->account;
    entry_go_on(entry);
    if (wish->session->state != SESSION_LIVES || wish->session->stage != SESSION_SECOND_FACTOR)
        return entry_refuse(entry, ASKER_MUST_BE_SIGNED_IN, "");
    if (!entry_may_try(entry, call->api->sign_in_by_address, &done) ||
        !entry_may_come(entry, call->account.sign_in, &done) || !load_guard(entry, &done))
        return done;
    struct text factor = entry_shown_factor(entry, wish->code);
    if (text_is_empty(factor))
        return entry_note_failure(entry, CODE_MUST_BE_RIGHT);
    return entry_open(entry, SESSION_IN, wish->session->row.how, factor);
}

/* ---- setting up ---- */

static struct text
issuer_of(struct api_call *call)
{
    const struct network_node *node = network_find(post_network(call->post), post_id(call->post));
    return node == NULL ? post_id(call->post) : node->name.in[LANGUAGE_ZH];
}

static void
show_secret(struct api_call *call, struct text secret, struct text *base32, struct text *address)
{
    *base32 = totp_base32(secret, call->arena);
    *address = totp_address(issuer_of(call), call->account.sign_in, secret, call->arena);
}

/* A program has call->account by its token; a browser by its session, in or at SESSION_SET_UP. */
static bool
may_set_up(struct entry *entry)
{
    struct api_call *call = entry->call;
    const struct session *session = entry->wish.session;
    if (session == NULL)
        return call->post != NULL && !text_is_empty(call->account.id);
    call->post = session->post;
    call->account = session->account;
    return session->state == SESSION_LIVES &&
           (session->stage == SESSION_IN || session->stage == SESSION_SET_UP);
}

enum completion
entry_begin_factor(struct api_call *call, const struct entry_wish *wish)
{
    unsigned char random[TOTP_SECRET_BYTES];
    struct entry *entry = entry_begin(call, wish);
    if (!may_set_up(entry))
        return entry_refuse(entry, ASKER_MUST_BE_SIGNED_IN, "");
    call->api->world->random(call->api->world->of, random, sizeof random);
    struct text secret = {(const char *)random, sizeof random};
    struct text sealed = seal_close(post_seal_key(call->post), call->account.id, secret,
                                    call->api->world, call->arena);
    show_secret(call, secret, &entry->result.factor_secret, &entry->result.factor_address);
    struct canon input = canon_open(call->arena, 200);
    canon_begin_object(&input);
    canon_member_text(&input, "sealed", hex_of(sealed, call->arena));
    canon_end_object(&input);
    return entry_act(entry, VERB_BEGIN_FACTOR,
                     value_read_canonical(canon_text(&input), call->arena), entry_done);
}

bool
entry_pending_factor(struct api_call *call, struct text *secret, struct text *address)
{
    struct text open;
    struct guard_state guard = guard_state_of(post_reader(call->post, call->request->loop),
                                              post_id(call->post), call->account.id, call->arena);
    if (text_is_empty(guard.pending) ||
        !seal_open(post_seal_key(call->post), call->account.id, guard.pending, call->arena, &open))
        return false;
    show_secret(call, open, secret, address);
    return true;
}

static struct answer
factor_confirmed(struct api_call *call, const struct outcome *outcome, void *of)
{
    struct entry *entry = of;
    const struct session *session = entry->wish.session;
    if (session != NULL && session->stage == SESSION_SET_UP)
        return factor_taken(call, outcome, of);
    return entry_done(call, outcome, of);
}

/* The codes for paper: shown to the person, kept as digests. */
static void
write_recovery_codes(struct entry *entry, struct canon *canon)
{
    struct api_call *call = entry->call;
    canon_key(canon, "recovery");
    canon_begin_array(canon);
    for (int i = 0; i < TOTP_RECOVERY_CODES; i++) {
        unsigned char random[TOTP_RECOVERY_BYTES];
        call->api->world->random(call->api->world->of, random, sizeof random);
        struct text code = totp_recovery_code(random, call->arena);
        entry->result.recovery[i] = code;
        struct digest digest = recovery_digest(entry, totp_recovery_fold(code, call->arena));
        canon_put_text(canon, digest_hex(&digest, call->arena));
    }
    entry->result.recovery_count = TOTP_RECOVERY_CODES;
    canon_end_array(canon);
}

enum completion
entry_confirm_factor(struct api_call *call, const struct entry_wish *wish)
{
    enum completion done;
    struct text secret, code = text_fold(wish->code, call->arena);
    int64_t step;
    struct entry *entry = entry_begin(call, wish);
    bool is_half_way = wish->session != NULL && wish->session->stage == SESSION_SET_UP;
    entry->is_known = true;
    if (!may_set_up(entry))
        return entry_refuse(entry, ASKER_MUST_BE_SIGNED_IN, "");
    if (!entry_may_come(entry, call->account.sign_in, &done) || !load_guard(entry, &done))
        return done;
    if (!open_secret(entry, entry->guard.pending, &secret) ||
        !totp_fits(secret, code, call->now_ms, -1, &step))
        return entry_note_failure(entry, CODE_MUST_BE_RIGHT);
    struct canon input = canon_open(call->arena, 1200);
    canon_begin_object(&input);
    if (is_half_way) {
        entry_go_on(entry);
        canon_key(&input, "opening");
        canon_put_canonical(&input, entry_opening(entry, SESSION_IN, TEXT("totp")));
    }
    write_recovery_codes(entry, &input);
    canon_member_text(&input, "sealed", hex_of(entry->guard.pending, call->arena));
    canon_member_integer(&input, "step", step);
    canon_end_object(&input);
    return entry_act(entry, VERB_CONFIRM_FACTOR,
                     value_read_canonical(canon_text(&input), call->arena), factor_confirmed);
}
