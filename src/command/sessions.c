/* sessions.c: browsers that are signed in. Their rows are no history: what the record keeps is that
 * somebody came in. A row that ended stays for a day, so that a form sent too late is still known
 * to be somebody's. */
#include "command/sessions.h"

#include "base/date.h"
#include "command/factor.h"
#include "command/security.h"
#include "command/verbs.h"

enum { SESSION_KEPT_MS = DAY_MS };

bool
sessions_read_digest(const struct value *input, const char *key, struct digest *digest,
                     struct outcome *outcome, struct arena *arena)
{
    if (digest_parse(value_member_text(input, key), digest))
        return true;
    outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, text_of(key), arena);
    return false;
}

static void
forget_old(struct node *node)
{
    struct sql *old = sql(node->store, "DELETE FROM session WHERE court_id = $1"
                                       " AND (ends_ms < $2 OR (ended_ms >= 0 AND ended_ms < $2))");
    sql_text(old, 1, node->id);
    sql_integer(old, 2, node->now_ms - SESSION_KEPT_MS);
    sql_run(old);
}

static void
end_by_digest(struct node *node, const struct digest *digest)
{
    struct sql *end = sql(node->store, "UPDATE session SET ended_ms = $1 WHERE court_id = $2"
                                       " AND digest = $3 AND ended_ms < 0");
    sql_integer(end, 1, node->now_ms);
    sql_text(end, 2, node->id);
    sql_blob(end, 3, digest->bytes, DIGEST_BYTES);
    sql_run(end);
}

void
sessions_end_all(struct node *node, struct text account, const struct digest *but)
{
    static const struct digest none;
    struct sql *all = sql(node->store, "UPDATE session SET ended_ms = $1 WHERE court_id = $2"
                                       " AND account_id = $3 AND digest <> $4 AND ended_ms < 0");
    sql_integer(all, 1, node->now_ms);
    sql_text(all, 2, node->id);
    sql_text(all, 3, account);
    sql_blob(all, 4, but == NULL ? none.bytes : but->bytes, DIGEST_BYTES);
    sql_run(all);
    struct sql *tokens =
        sql(node->store, "DELETE FROM token WHERE court_id = $1 AND account_id = $2");
    sql_text(tokens, 1, node->id);
    sql_text(tokens, 2, account);
    sql_run(tokens);
}

/* Is it written as a role the account holds now, or not chosen? */
static bool
role_is_held(const struct account *account, struct text role)
{
    enum role named;
    struct text at = role;
    struct text word = text_cut(&at, '@');
    if (text_is(role, "-"))
        return true;
    for (int i = 0; role_parse(word, &named) && i < account->roles_count; i++) {
        if (account->roles[i].role == named && text_equal(account->roles[i].place, at))
            return true;
    }
    return false;
}

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

int64_t
sessions_open(struct corridor *corridor, const struct act *act, const struct value *opening,
              struct text account, const char *stage, struct text about, struct text how,
              struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest digest, replaced, subject;
    bool is_in = text_is(text_of(stage), "in");
    int64_t ends_ms = value_member_integer(opening, "ends", 0);
    int64_t half_ms = node->now_ms + SESSIONS_HALF_WAY_MS;
    if (!digest_parse(value_member_text(opening, "digest"), &digest))
        return -1;
    forget_old(node);
    if (digest_parse(value_member_text(opening, "replaces"), &replaced))
        end_by_digest(node, &replaced);
    struct sql *put =
        sql(node->store, "INSERT INTO session (court_id, digest, session_id, account_id, stage,"
                         " role, about, how, label, made_ms, seen_ms, idle_ms, ends_ms, ended_ms)"
                         " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12, -1)"
                         " ON CONFLICT (court_id, digest) DO NOTHING");
    sql_text(put, 1, node->id);
    sql_blob(put, 2, digest.bytes, DIGEST_BYTES);
    sql_text(put, 3, value_member_text(opening, "session"));
    sql_text(put, 4, account);
    sql_text(put, 5, text_of(stage));
    sql_text(put, 6, or_dash(is_in ? value_member_text(opening, "role") : TEXT("")));
    sql_text(put, 7, or_dash(about));
    sql_text(put, 8, or_dash(how));
    sql_text(put, 9, or_dash(value_member_text(opening, "label")));
    sql_integer(put, 10, node->now_ms);
    sql_integer(put, 11, value_member_integer(opening, "idle", 0));
    sql_integer(put, 12, is_in || ends_ms < half_ms ? ends_ms : half_ms);
    sql_run(put);
    if (!is_in)
        return -1;
    if (digest_parse(value_member_text(opening, "subject"), &subject))
        factor_forgive(node, &subject);
    return security_note(corridor, act, "signed_in", account, how, arena);
}

static const char *
stage_of(struct text word)
{
    static const char *const stages[] = {"in", "second_factor", "set_up"};
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        if (text_is(word, stages[i]))
            return stages[i];
    }
    return NULL;
}

/* Input: digest, session, account, stage, role, label, idle, ends, how, factor? ({step} or
 * {recovery}), subject? (whose failures are forgiven), replaces? (digest). The door has checked the
 * password. The session it replaces ends in the same moment: no secret goes on behind a sign-in. */
void
open_session_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest digest;
    struct account account;
    const char *stage = stage_of(value_member_text(act->input, "stage"));
    struct text how = value_member_text(act->input, "how");
    enum refusal refusal = ALLOWED;
    if (!sessions_read_digest(act->input, "digest", &digest, outcome, arena))
        return;
    if (stage == NULL) {
        outcome_refuse(outcome, FIELD_MUST_BE_ONE_OF_THE_CHOICES, TEXT("stage"), arena);
        return;
    }
    if (!account_rows_load(node->store, node->id, value_member_text(act->input, "account"), arena,
                           &account) ||
        !account.is_active) {
        outcome_refuse(outcome, PASSWORD_MUST_BE_RIGHT, TEXT(""), arena);
        return;
    }
    if (!role_is_held(&account, value_member_text(act->input, "role"))) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT("role"), arena);
        return;
    }
    if (text_is(text_of(stage), "in"))
        refusal =
            factor_show(corridor, act, account.id, value_member(act->input, "factor"), &how, arena);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, TEXT(""), arena);
        return;
    }
    outcome->position =
        sessions_open(corridor, act, act->input, account.id, stage, TEXT(""), how, arena);
}

/* Input: digest, new_digest, role. Another role is another power: the secret changes with it. */
void
change_session_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                   struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest digest, fresh;
    struct account account;
    struct text role = value_member_text(act->input, "role");
    if (!sessions_read_digest(act->input, "digest", &digest, outcome, arena) ||
        !sessions_read_digest(act->input, "new_digest", &fresh, outcome, arena))
        return;
    if (text_is(role, "-") ||
        !account_rows_load(node->store, node->id, act->asker.account, arena, &account) ||
        !role_is_held(&account, role)) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT("role"), arena);
        return;
    }
    struct sql *change = sql(node->store, "UPDATE session SET digest = $1, role = $2, seen_ms = $3"
                                          " WHERE court_id = $4 AND digest = $5 AND account_id = $6"
                                          " AND stage = 'in' AND ended_ms < 0");
    sql_blob(change, 1, fresh.bytes, DIGEST_BYTES);
    sql_text(change, 2, role);
    sql_integer(change, 3, node->now_ms);
    sql_text(change, 4, node->id);
    sql_blob(change, 5, digest.bytes, DIGEST_BYTES);
    sql_text(change, 6, act->asker.account);
    if (sql_run(change) && sql_changes(node->store) == 0)
        outcome_refuse(outcome, ASKER_MUST_BE_SIGNED_IN, TEXT(""), arena);
}

static void
end_one(struct node *node, struct text account, struct text session)
{
    struct sql *one = sql(node->store, "UPDATE session SET ended_ms = $1 WHERE court_id = $2"
                                       " AND account_id = $3 AND session_id = $4 AND ended_ms < 0");
    sql_integer(one, 1, node->now_ms);
    sql_text(one, 2, node->id);
    sql_text(one, 3, account);
    sql_text(one, 4, session);
    sql_run(one);
}

/* Input: digest (this browser), or session (one of mine), or all. What is not there is as good as
 * what has ended. */
void
end_session_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest digest;
    struct text session = value_member_text(act->input, "session");
    if (value_member_is_true(act->input, "all")) {
        sessions_end_all(node, act->asker.account, NULL);
        outcome->position =
            security_note(corridor, act, "sessions_ended", act->asker.account, TEXT(""), arena);
    } else if (!text_is_empty(session)) {
        end_one(node, act->asker.account, session);
    } else if (sessions_read_digest(act->input, "digest", &digest, outcome, arena)) {
        end_by_digest(node, &digest);
    }
}

/* Input: sessions: [{digest, seen}]. Written together, long after they were seen. */
void
see_sessions_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                 struct arena *arena)
{
    struct node *node = corridor->node;
    const struct value *sessions = value_member(act->input, "sessions");
    (void)outcome;
    (void)arena;
    if (!value_is(sessions, VALUE_ARRAY))
        return;
    for (const struct value *one = sessions->first; one != NULL; one = one->next) {
        struct digest digest;
        if (!digest_parse(value_member_text(one, "digest"), &digest))
            continue;
        struct sql *see = sql(node->store, "UPDATE session SET seen_ms = $1 WHERE court_id = $2"
                                           " AND digest = $3 AND seen_ms < $1 AND ended_ms < 0");
        sql_integer(see, 1, value_member_integer(one, "seen", 0));
        sql_text(see, 2, node->id);
        sql_blob(see, 3, digest.bytes, DIGEST_BYTES);
        sql_run(see);
    }
}
