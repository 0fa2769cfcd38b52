/* keeping.c: the house's own records: files, looks, the clock, a restore. */
#include "command/tell_looks.h"
#include "command/verbs.h"

#include <string.h>

/* Input: sha256, bytes, media. The file lies in its place already, synced, and so does its folder.
 */
void
keep_file_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
              struct arena *arena)
{
    struct node *node = corridor->node;
    struct digest digest;
    struct text sha256 = value_member_text(act->input, "sha256");
    if (!digest_parse(sha256, &digest)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("sha256"), arena);
        return;
    }
    struct sql *put = sql(node->store, "INSERT INTO blob (court_id, sha256, bytes, media, kept_ms)"
                                       " VALUES ($1, $2, $3, $4, $5)"
                                       " ON CONFLICT (court_id, sha256) DO NOTHING");
    sql_text(put, 1, node->id);
    sql_text(put, 2, sha256);
    sql_integer(put, 3, value_member_integer(act->input, "bytes", 0));
    sql_text(put, 4, value_member_text(act->input, "media"));
    sql_integer(put, 5, node->now_ms);
    sql_run(put);
}

/* Input: looks: [{account, allowed, at, matter, reason, role}] */
void
log_access_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
               struct arena *arena)
{
    struct node *node = corridor->node;
    const struct value *looks = value_member(act->input, "looks");
    struct sql *last =
        sql(node->store, "SELECT COALESCE(MAX(entry), 0) FROM access_log WHERE court_id = $1");
    sql_text(last, 1, node->id);
    int64_t entry = sql_next(last) ? sql_column_integer(last, 0) : 0;
    sql_end(last);
    (void)outcome;
    (void)arena;
    if (!value_is(looks, VALUE_ARRAY))
        return;
    for (const struct value *look = looks->first; look != NULL; look = look->next) {
        struct sql *put =
            sql(node->store, "INSERT INTO access_log (court_id, entry, matter_id, account_id, role,"
                             " reason, allowed, at_ms, digested)"
                             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, -1)");
        sql_text(put, 1, node->id);
        sql_integer(put, 2, ++entry);
        sql_text(put, 3, value_member_text(look, "matter"));
        sql_text(put, 4, value_member_text(look, "account"));
        sql_text(put, 5, value_member_text(look, "role"));
        sql_text(put, 6, value_member_text(look, "reason"));
        sql_integer(put, 7, value_member_is_true(look, "allowed"));
        sql_integer(put, 8, value_member_integer(look, "at", node->now_ms));
        sql_run(put);
    }
}

/* The digest of what was looked at since the last one goes into the record: so the log of looks
 * cannot be changed unseen either. What concerns a matter that was taken in elsewhere is told
 * there.
 */
void
digest_access_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                  struct arena *arena)
{
    struct node *node = corridor->node;
    int64_t first = 0, last = -1, count = 0;
    struct hasher *hasher = hasher_open(arena);
    hasher_begin(hasher);
    struct sql *rows =
        sql(node->store, "SELECT entry, matter_id, account_id, role, reason, allowed,"
                         " at_ms FROM access_log WHERE court_id = $1"
                         " AND digested = -1 ORDER BY entry");
    sql_text(rows, 1, node->id);
    while (sql_next(rows)) {
        last = sql_column_integer(rows, 0);
        first = count++ == 0 ? last : first;
        for (int column = 0; column < 7; column++) {
            struct text part = sql_column_here(rows, column);
            hasher_add(hasher, part.bytes, part.length);
            hasher_add(hasher, "\n", 1);
        }
    }
    struct digest digest = hasher_end(hasher);
    if (count == 0)
        return;
    struct canon body = canon_open(arena, 160);
    canon_begin_object(&body);
    canon_member_integer(&body, "count", count);
    canon_member_text(&body, "digest", digest_hex(&digest, arena));
    canon_member_integer(&body, "first", first);
    canon_member_integer(&body, "last", last);
    canon_end_object(&body);
    struct author author = act_author(act, TEXT("clock"));
    author.account = TEXT("clock");
    outcome->position = journal_append(node, &author, EVENT_ACCESS_DIGESTED, NODE_MATTER,
                                       NODE_STREAM, canon_text(&body), TEXT(""), TEXT(""), arena);
    tell_looks(corridor, &author, last, arena);
    struct sql *mark = sql(node->store, "UPDATE access_log SET digested = $1 WHERE court_id = $2"
                                        " AND digested = -1 AND entry <= $3");
    sql_integer(mark, 1, outcome->position);
    sql_text(mark, 2, node->id);
    sql_integer(mark, 3, last);
    sql_run(mark);
}

static int64_t
append_note(struct corridor *corridor, const struct act *act, enum event_kind kind, const char *key,
            struct text value, struct arena *arena)
{
    struct canon body = canon_open(arena, 160);
    canon_begin_object(&body);
    canon_member_text(&body, key, value);
    if (kind == EVENT_RESTORED)
        canon_member_integer(&body, "seen", corridor->node->seen_by_peers);
    canon_member_integer(&body, "wall", corridor->node->wall_ms);
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    return journal_append(corridor->node, &author, kind, NODE_MATTER, NODE_STREAM,
                          canon_text(&body), TEXT(""), TEXT(""), arena);
}

/* An operator has looked at the clock and says it is right. */
void
confirm_clock_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                  struct arena *arena)
{
    if (act->asker.role != ROLE_SYSTEM_ADMIN) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    outcome->position =
        append_note(corridor, act, EVENT_CLOCK_CONFIRMED, "confirmed", act->asker.account, arena);
    corridor->has_confirmed_clock = true;
}

/* The node came back from a backup, and a person answers for going on. */
void
record_restore_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                   struct arena *arena)
{
    struct text reason = value_member_text(act->input, "reason");
    if (act->asker.role != ROLE_SYSTEM_ADMIN) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (text_is_empty(reason)) {
        outcome_refuse(outcome, GROUND_MUST_BE_GIVEN, TEXT("reason"), arena);
        return;
    }
    outcome->position = append_note(corridor, act, EVENT_RESTORED, "reason", reason, arena);
    corridor->has_answered_loss = true;
}
