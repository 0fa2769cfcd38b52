/* codes.c: somebody shows that a telephone number is his by typing what was sent to it. Number and
 * code are kept as keyed hashes, made at the door; the record hears of neither. */
#include "command/enrol.h"
#include "command/factor.h"
#include "command/security.h"
#include "command/sessions.h"
#include "command/verbs.h"

#include "base/date.h"
#include "store/message.h"

enum {
    CODE_MS = 5 * 60 * 1000,
    CODE_PAUSE_MS = 60 * 1000,
    CODE_TRIES_MAX = 5,
    CODES_A_DAY_MAX = 10,
    NAME_CHARACTERS_MIN = 2,
    NAME_CHARACTERS_MAX = 100
};

struct code_row {
    struct digest digest;
    int64_t made_ms, ends_ms, tries, day, sent;
};

static bool
load_code(struct node *node, const struct digest *address, struct code_row *code)
{
    struct sql *row =
        sql(node->store, "SELECT digest, made_ms, ends_ms, tries, day, sent FROM one_time_code"
                         " WHERE court_id = $1 AND address = $2");
    sql_text(row, 1, node->id);
    sql_blob(row, 2, address->bytes, DIGEST_BYTES);
    bool is_there = sql_next(row);
    *code = (struct code_row){.ends_ms = 0};
    if (is_there) {
        struct text digest = sql_column_here(row, 0);
        if (digest.length == DIGEST_BYTES)
            memcpy(code->digest.bytes, digest.bytes, DIGEST_BYTES);
        code->made_ms = sql_column_integer(row, 1);
        code->ends_ms = sql_column_integer(row, 2);
        code->tries = sql_column_integer(row, 3);
        code->day = sql_column_integer(row, 4);
        code->sent = sql_column_integer(row, 5);
    }
    sql_end(row);
    return is_there;
}

static void
refuse_until(struct outcome *outcome, int64_t wait_ms, struct arena *arena)
{
    outcome_refuse(outcome, RATE_MUST_BE_KEPT, TEXT(""), arena);
    struct canon answer = canon_open(arena, 80);
    canon_begin_object(&answer);
    canon_member_text(&answer, "refusal", refusal_name(RATE_MUST_BE_KEPT));
    canon_member_integer(&answer, "wait", wait_ms);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

static void
forget_old(struct node *node)
{
    struct sql *old =
        sql(node->store, "DELETE FROM one_time_code WHERE court_id = $1 AND made_ms < $2");
    sql_text(old, 1, node->id);
    sql_integer(old, 2, node->now_ms - 2 * (int64_t)DAY_MS);
    sql_run(old);
}

/* Input: address, digest (keyed hashes of number and code), to, content. One a minute and so many a
 * day for a number; which numbers have an account is no matter here. */
void
send_code_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
              struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest address, digest;
    struct code_row code;
    int64_t today = node->now_ms / DAY_MS;
    if (!sessions_read_digest(act->input, "address", &address, outcome, arena) ||
        !sessions_read_digest(act->input, "digest", &digest, outcome, arena))
        return;
    bool is_known = load_code(node, &address, &code);
    int64_t sent = is_known && code.day == today ? code.sent : 0;
    if (is_known && node->now_ms < code.made_ms + CODE_PAUSE_MS) {
        refuse_until(outcome, code.made_ms + CODE_PAUSE_MS - node->now_ms, arena);
        return;
    }
    if (sent >= CODES_A_DAY_MAX) {
        refuse_until(outcome, (today + 1) * DAY_MS - node->now_ms, arena);
        return;
    }
    forget_old(node);
    struct sql *put =
        sql(node->store, "INSERT INTO one_time_code (court_id, address, digest, made_ms, ends_ms,"
                         " tries, day, sent) VALUES ($1, $2, $3, $4, $5, 0, $6, $7)"
                         " ON CONFLICT (court_id, address) DO UPDATE SET digest = $3,"
                         " made_ms = $4, ends_ms = $5, tries = 0, day = $6, sent = $7");
    sql_text(put, 1, node->id);
    sql_blob(put, 2, address.bytes, DIGEST_BYTES);
    sql_blob(put, 3, digest.bytes, DIGEST_BYTES);
    sql_integer(put, 4, node->now_ms);
    sql_integer(put, 5, node->now_ms + CODE_MS);
    sql_integer(put, 6, today);
    sql_integer(put, 7, sent + 1);
    sql_run(put);
    message_promise_unrecorded(node, MESSAGE_TEXT, value_member_text(act->input, "to"), TEXT(""),
                               value_member_text(act->input, "content"), node->now_ms + CODE_MS,
                               arena);
}

static void
count_try(struct node *node, const struct digest *address, bool is_used)
{
    struct sql *put = sql(node->store, "UPDATE one_time_code SET tries = tries + 1,"
                                       " ends_ms = CASE WHEN $1 = 1 THEN 0 ELSE ends_ms END"
                                       " WHERE court_id = $2 AND address = $3");
    sql_integer(put, 1, is_used);
    sql_text(put, 2, node->id);
    sql_blob(put, 3, address->bytes, DIGEST_BYTES);
    sql_run(put);
}

static void
say(struct outcome *outcome, bool fits, const char *stage, struct text account, int64_t left,
    struct arena *arena)
{
    struct canon answer = canon_open(arena, 120);
    canon_begin_object(&answer);
    canon_member_text_if(&answer, "account", account);
    canon_member_boolean(&answer, "fits", fits);
    canon_member_integer(&answer, "left", left);
    canon_member_text_if(&answer, "stage", text_of(stage));
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* Input: address, digest, phone, opening. A wrong code is an answer and no refusal, because the try
 * must count. Answer: fits, left (tries), and with a right one stage and account. Whoever has no
 * account yet goes on to sign up. */
void
use_code_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
             struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest address, digest;
    struct code_row code;
    struct account account;
    struct text phone = value_member_text(act->input, "phone");
    const struct value *opening = value_member(act->input, "opening");
    if (!sessions_read_digest(act->input, "address", &address, outcome, arena) ||
        !sessions_read_digest(act->input, "digest", &digest, outcome, arena))
        return;
    bool is_open = load_code(node, &address, &code) && node->now_ms < code.ends_ms &&
                   code.tries < CODE_TRIES_MAX;
    bool fits = is_open && digest_equal(&code.digest, &digest);
    int64_t left = is_open ? CODE_TRIES_MAX - code.tries - 1 : 0;
    if (is_open)
        count_try(node, &address, fits);
    bool has_account =
        fits && account_rows_by_sign_in(node->store, node->id, phone, arena, &account);
    if (!fits || (has_account && !account.is_active)) {
        say(outcome, false, NULL, TEXT(""), left, arena);
        return;
    }
    const char *stage = !has_account                      ? "sign_up"
                        : factor_is_set(node, account.id) ? "second_factor"
                                                          : "in";
    struct text id = has_account ? account.id : TEXT("-");
    outcome->position = sessions_open(corridor, act, opening, id, stage,
                                      has_account ? TEXT("") : phone, TEXT("code"), arena);
    say(outcome, true, stage, has_account ? id : TEXT(""), left, arena);
}

/* The number that was proven by the session of this digest, while it lives. */
static struct text
proven_phone(struct node *node, const struct digest *half, struct arena *arena)
{
    struct sql *row = sql(node->store, "SELECT about FROM session WHERE court_id = $1"
                                       " AND digest = $2 AND stage = 'sign_up' AND ended_ms < 0"
                                       " AND ends_ms > $3");
    sql_text(row, 1, node->id);
    sql_blob(row, 2, half->bytes, DIGEST_BYTES);
    sql_integer(row, 3, node->now_ms);
    struct text phone = sql_next(row) ? sql_column(row, 0, arena) : TEXT("");
    sql_end(row);
    return phone;
}

static bool
is_name(struct text name)
{
    size_t characters = text_characters(name);
    return characters >= NAME_CHARACTERS_MIN && characters <= NAME_CHARACTERS_MAX &&
           !text_has_hidden(name);
}

/* Input: half (digest of the session that proved the number), name, number? (of the identity card,
 * as he says), password_hash?, opening. Who he is he has only declared. */
void
sign_up_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
            struct arena *arena)
{
    static const char roles[] = "[{\"role\":\"party\"}]";
    struct node *node = corridor->node;
    struct digest half;
    struct account known;
    if (!sessions_read_digest(act->input, "half", &half, outcome, arena))
        return;
    struct text phone = proven_phone(node, &half, arena);
    struct enrolment enrolment = {
        .sign_in = phone,
        .phone = phone,
        .name = value_member_text(act->input, "name"),
        .number = value_member_text(act->input, "number"),
        .roles = value_read_canonical(text_of(roles), arena),
        .identity = IDENTITY_DECLARED,
        .is_active = true,
    };
    if (text_is_empty(phone)) {
        outcome_refuse(outcome, ASKER_MUST_BE_SIGNED_IN, TEXT(""), arena);
        return;
    }
    if (!is_name(enrolment.name)) {
        outcome_refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, TEXT("name"), arena);
        return;
    }
    if (account_rows_by_sign_in(node->store, node->id, phone, arena, &known)) {
        outcome_refuse(outcome, ACCOUNT_MUST_BE_FREE, TEXT(""), arena);
        return;
    }
    enrolment.account = enrol_new_id(node, arena);
    struct author author = act_author(act, role_word(ROLE_PARTY));
    author.account = enrolment.account;
    outcome->position = enrol_append(corridor, &author, EVENT_ACCOUNT_ENROLLED, &enrolment, arena);
    struct text hash = value_member_text(act->input, "password_hash");
    if (!text_is_empty(hash))
        security_keep_password(node, enrolment.account, hash);
    struct act as_himself = *act;
    as_himself.asker.account = enrolment.account;
    sessions_open(corridor, &as_himself, value_member(act->input, "opening"), enrolment.account,
                  "in", TEXT(""), TEXT("code"), arena);
    struct canon answer = canon_open(arena, 80);
    canon_begin_object(&answer);
    canon_member_text(&answer, "account", enrolment.account);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}
