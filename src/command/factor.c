/* factor.c: what stands behind the password: a second factor, codes on paper for the day the
 * telephone is lost, and a pause that grows with every failure. Secrets come sealed or as digests
 * and leave no trace in the record; that they were set, used or taken away does. */
#include "command/factor.h"

#include "base/date.h"
#include "command/security.h"
#include "command/sessions.h"
#include "command/verbs.h"

enum { RECOVERY_CODES_MAX = 16, SEALED_BYTES_MAX = 200 };

/* ---- showing ---- */

bool
factor_is_set(struct node *node, struct text account)
{
    struct sql *row = sql(node->store, "SELECT 1 FROM second_factor WHERE court_id = $1"
                                       " AND account_id = $2 AND sealed IS NOT NULL");
    sql_text(row, 1, node->id);
    sql_text(row, 2, account);
    bool is_set = sql_next(row);
    sql_end(row);
    return is_set;
}

/* A code counts once: the step it belongs to, and every earlier one, is used up with it. */
static bool
use_step(struct node *node, struct text account, int64_t step)
{
    struct sql *use = sql(node->store, "UPDATE second_factor SET last_step = $1 WHERE court_id = $2"
                                       " AND account_id = $3 AND last_step < $1");
    sql_integer(use, 1, step);
    sql_text(use, 2, node->id);
    sql_text(use, 3, account);
    return sql_run(use) && sql_changes(node->store) == 1;
}

static bool
use_recovery(struct node *node, struct text account, const struct digest *code)
{
    struct sql *use = sql(node->store, "DELETE FROM recovery_code WHERE court_id = $1"
                                       " AND account_id = $2 AND digest = $3");
    sql_text(use, 1, node->id);
    sql_text(use, 2, account);
    sql_blob(use, 3, code->bytes, DIGEST_BYTES);
    return sql_run(use) && sql_changes(node->store) == 1;
}

enum refusal
factor_show(struct corridor *corridor, const struct act *act, struct text account,
            const struct value *shown, struct text *how, struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest recovery;
    int64_t step = value_member_integer(shown, "step", -1);
    if (!factor_is_set(node, account))
        return ALLOWED;
    if (step >= 0) {
        *how = TEXT("totp");
        return use_step(node, account, step) ? ALLOWED : CODE_MUST_BE_RIGHT;
    }
    if (!digest_parse(value_member_text(shown, "recovery"), &recovery))
        return SECOND_FACTOR_MUST_BE_SHOWN;
    if (!use_recovery(node, account, &recovery))
        return CODE_MUST_BE_RIGHT;
    *how = TEXT("recovery");
    security_note(corridor, act, "recovery_code_used", account, TEXT(""), arena);
    return ALLOWED;
}

/* ---- setting up ---- */

static bool
read_sealed(const struct act *act, unsigned char *sealed, size_t *length)
{
    struct text hex = value_member_text(act->input, "sealed");
    *length = hex.length / 2;
    return hex.length > 0 && hex.length % 2 == 0 && *length <= SEALED_BYTES_MAX &&
           hex_read(hex, sealed, *length);
}

/* Input: sealed (hex). It counts once the person has shown a code of it; until then the one before
 * stays in force. */
void
begin_factor_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    struct node *node = corridor->node;
    unsigned char sealed[SEALED_BYTES_MAX];
    size_t length;
    if (!read_sealed(act, sealed, &length)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("sealed"), arena);
        return;
    }
    struct sql *put =
        sql(node->store, "INSERT INTO second_factor (court_id, account_id, sealed, pending,"
                         " last_step, set_ms) VALUES ($1, $2, NULL, $3, -1, $4)"
                         " ON CONFLICT (court_id, account_id) DO UPDATE SET pending = $3");
    sql_text(put, 1, node->id);
    sql_text(put, 2, act->asker.account);
    sql_blob(put, 3, sealed, length);
    sql_integer(put, 4, node->now_ms);
    sql_run(put);
}

static void
put_recovery_codes(struct node *node, struct text account, const struct value *codes)
{
    struct sql *old =
        sql(node->store, "DELETE FROM recovery_code WHERE court_id = $1 AND account_id = $2");
    sql_text(old, 1, node->id);
    sql_text(old, 2, account);
    sql_run(old);
    int count = 0;
    for (const struct value *one = codes == NULL ? NULL : codes->first;
         one != NULL && count < RECOVERY_CODES_MAX; one = one->next, count++) {
        struct digest digest;
        if (!digest_parse(value_text(one), &digest))
            continue;
        struct sql *put =
            sql(node->store, "INSERT INTO recovery_code (court_id, account_id, digest)"
                             " VALUES ($1, $2, $3)"
                             " ON CONFLICT (court_id, account_id, digest) DO NOTHING");
        sql_text(put, 1, node->id);
        sql_text(put, 2, account);
        sql_blob(put, 3, digest.bytes, DIGEST_BYTES);
        sql_run(put);
    }
}

/* Input: sealed (hex; what is pending), step (of the code that was shown), recovery: [digest],
 * opening? (the session that begins with it, for somebody half-way in). */
void
confirm_factor_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                   struct arena *arena)
{
    struct node *node = corridor->node;
    unsigned char sealed[SEALED_BYTES_MAX];
    size_t length;
    const struct value *opening = value_member(act->input, "opening");
    struct text account = act->asker.account;
    if (!read_sealed(act, sealed, &length)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("sealed"), arena);
        return;
    }
    /* Half-way in only by a password: what was set up meanwhile is shown, not replaced. */
    if (opening != NULL && factor_is_set(node, account)) {
        outcome_refuse(outcome, SECOND_FACTOR_MUST_BE_SHOWN, TEXT(""), arena);
        return;
    }
    struct sql *set =
        sql(node->store, "UPDATE second_factor SET sealed = $1, pending = NULL, last_step = $2,"
                         " set_ms = $3 WHERE court_id = $4 AND account_id = $5 AND pending = $1");
    sql_blob(set, 1, sealed, length);
    sql_integer(set, 2, value_member_integer(act->input, "step", 0));
    sql_integer(set, 3, node->now_ms);
    sql_text(set, 4, node->id);
    sql_text(set, 5, account);
    if (sql_run(set) && sql_changes(node->store) == 0) {
        outcome_refuse(outcome, CODE_MUST_BE_RIGHT, TEXT(""), arena);
        return;
    }
    put_recovery_codes(node, account, value_member(act->input, "recovery"));
    outcome->position = security_note(corridor, act, "second_factor_set", account, TEXT(""), arena);
    if (value_is(opening, VALUE_OBJECT))
        sessions_open(corridor, act, opening, account, "in", TEXT(""), TEXT("totp"), arena);
}

/* ---- taking away ---- */

static bool
may_administer(const struct act *act, struct text account, struct outcome *outcome,
               struct arena *arena)
{
    if (act->asker.role != ROLE_SECURITY_ADMIN) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return false;
    }
    if (text_equal(act->asker.account, account)) {
        outcome_refuse(outcome, TAKER_MUST_BE_ANOTHER_PERSON, TEXT(""), arena);
        return false;
    }
    return true;
}

/* Input: account. Somebody has lost his telephone and his paper: the security administrator takes
 * the factor away, and everything that was open ends. */
void
reset_factor_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    struct node *node = corridor->node;
    struct account account;
    struct text account_id = value_member_text(act->input, "account");
    if (!may_administer(act, account_id, outcome, arena))
        return;
    if (!account_rows_load(node->store, node->id, account_id, arena, &account)) {
        outcome_refuse(outcome, ACCOUNT_MUST_EXIST, TEXT("account"), arena);
        return;
    }
    struct sql *gone =
        sql(node->store, "DELETE FROM second_factor WHERE court_id = $1 AND account_id = $2");
    sql_text(gone, 1, node->id);
    sql_text(gone, 2, account_id);
    sql_run(gone);
    put_recovery_codes(node, account_id, NULL);
    sessions_end_all(node, account_id, NULL);
    outcome->position =
        security_note(corridor, act, "second_factor_reset", account_id, TEXT(""), arena);
}

/* ---- failures ---- */

void
factor_forgive(struct node *node, const struct digest *subject)
{
    struct sql *gone = sql(node->store, "DELETE FROM attempt WHERE court_id = $1 AND subject = $2");
    sql_text(gone, 1, node->id);
    sql_blob(gone, 2, subject->bytes, DIGEST_BYTES);
    sql_run(gone);
}

static int64_t
pause_ms(int64_t failures)
{
    int64_t pause = FACTOR_FAILURE_MS;
    if (failures < FACTOR_FAILURES_FREE)
        return 0;
    for (int64_t i = FACTOR_FAILURES_FREE; i < failures && pause < FACTOR_FAILURE_MS_MAX; i++)
        pause *= 2;
    return pause < FACTOR_FAILURE_MS_MAX ? pause : FACTOR_FAILURE_MS_MAX;
}

static int64_t
failures_before(struct node *node, const struct digest *subject)
{
    struct sql *old = sql(node->store, "DELETE FROM attempt WHERE court_id = $1 AND last_ms < $2");
    sql_text(old, 1, node->id);
    sql_integer(old, 2, node->now_ms - DAY_MS);
    sql_run(old);
    struct sql *row = sql(node->store, "SELECT failures FROM attempt WHERE court_id = $1"
                                       " AND subject = $2");
    sql_text(row, 1, node->id);
    sql_blob(row, 2, subject->bytes, DIGEST_BYTES);
    int64_t failures = sql_next(row) ? sql_column_integer(row, 0) : 0;
    sql_end(row);
    return failures;
}

/* Input: subject, account? (where there is one). Answer: wait, in ms. The record hears of it when
 * it costs a pause: single mistakes are nobody's business, and must not let it grow. */
void
note_failure_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest subject;
    struct text account = value_member_text(act->input, "account");
    if (!sessions_read_digest(act->input, "subject", &subject, outcome, arena))
        return;
    int64_t failures = failures_before(node, &subject) + 1, pause = pause_ms(failures);
    struct sql *put = sql(node->store, "INSERT INTO attempt (court_id, subject, failures, last_ms,"
                                       " until_ms) VALUES ($1, $2, $3, $4, $5)"
                                       " ON CONFLICT (court_id, subject) DO UPDATE SET"
                                       " failures = $3, last_ms = $4, until_ms = $5");
    sql_text(put, 1, node->id);
    sql_blob(put, 2, subject.bytes, DIGEST_BYTES);
    sql_integer(put, 3, failures);
    sql_integer(put, 4, node->now_ms);
    sql_integer(put, 5, pause == 0 ? 0 : node->now_ms + pause);
    sql_run(put);
    if (pause > 0 && !text_is_empty(account))
        outcome->position = security_note(corridor, act, "locked", account, TEXT(""), arena);
    struct canon answer = canon_open(arena, 60);
    canon_begin_object(&answer);
    canon_member_integer(&answer, "wait", pause);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* Input: account, subject. The security administrator knows who is calling. */
void
unlock_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
           struct arena *arena)
{
    struct digest subject;
    struct text account = value_member_text(act->input, "account");
    if (!may_administer(act, account, outcome, arena) ||
        !sessions_read_digest(act->input, "subject", &subject, outcome, arena))
        return;
    factor_forgive(corridor->node, &subject);
    outcome->position = security_note(corridor, act, "unlocked", account, TEXT(""), arena);
}

/* ---- passwords ---- */

/* Input: password_hash, keeps? (digest of the browser that goes on). Who may change it was asked at
 * the door: by the old one, or by a code to the telephone. Everything else that is open ends. */
void
set_password_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest keeps;
    struct text hash = value_member_text(act->input, "password_hash");
    bool has_one = digest_parse(value_member_text(act->input, "keeps"), &keeps);
    if (text_is_empty(hash)) {
        outcome_refuse(outcome, PASSWORD_MUST_BE_STRONG, TEXT(""), arena);
        return;
    }
    security_keep_password(node, act->asker.account, hash);
    sessions_end_all(node, act->asker.account, has_one ? &keeps : NULL);
    outcome->position =
        security_note(corridor, act, "password_changed", act->asker.account, TEXT(""), arena);
}
