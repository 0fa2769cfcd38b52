/* session_list.c: a row is found by the digest of a secret, never by the secret. */
#include "query/session_list.h"

#include <string.h>

static void
take_row(struct sql *rows, struct arena *arena, struct session_row *row)
{
    struct text digest = sql_column_here(rows, 0);
    *row = (struct session_row){0};
    if (digest.length == DIGEST_BYTES)
        memcpy(row->digest.bytes, digest.bytes, DIGEST_BYTES);
    row->id = sql_column(rows, 1, arena);
    row->account = sql_column(rows, 2, arena);
    row->stage = sql_column(rows, 3, arena);
    row->role = sql_column(rows, 4, arena);
    row->about = sql_column(rows, 5, arena);
    row->how = sql_column(rows, 6, arena);
    row->label = sql_column(rows, 7, arena);
    row->made_ms = sql_column_integer(rows, 8);
    row->seen_ms = sql_column_integer(rows, 9);
    row->idle_ms = sql_column_integer(rows, 10);
    row->ends_ms = sql_column_integer(rows, 11);
    row->ended_ms = sql_column_integer(rows, 12);
}

bool
session_list_find(struct store *store, struct text court_id, const struct digest *digest,
                  struct arena *arena, struct session_row *row)
{
    struct sql *rows =
        sql(store, "SELECT digest, session_id, account_id, stage, role, about, how, label, made_ms,"
                   " seen_ms, idle_ms, ends_ms, ended_ms FROM session"
                   " WHERE court_id = $1 AND digest = $2");
    sql_text(rows, 1, court_id);
    sql_blob(rows, 2, digest->bytes, DIGEST_BYTES);
    bool is_there = sql_next(rows);
    if (is_there)
        take_row(rows, arena, row);
    sql_end(rows);
    return is_there;
}

int
session_list_mine(const struct look *look, const struct session_row **rows)
{
    struct session_row *list = ARENA_MANY(look->arena, SESSION_LIST_MAX, struct session_row);
    int count = 0;
    bool is_idle;
    struct sql *found =
        sql(look->store, "SELECT digest, session_id, account_id, stage, role, about, how, label,"
                         " made_ms, seen_ms, idle_ms, ends_ms, ended_ms FROM session"
                         " WHERE court_id = $1 AND account_id = $2 AND stage = 'in'"
                         " AND ended_ms < 0 ORDER BY seen_ms DESC, session_id");
    sql_text(found, 1, look->court_id);
    sql_text(found, 2, look->asker->account);
    while (count < SESSION_LIST_MAX && sql_next(found)) {
        take_row(found, look->arena, &list[count]);
        count += session_row_lives(&list[count], look->now_ms, &is_idle);
    }
    sql_end(found);
    *rows = list;
    return count;
}

bool
session_row_lives(const struct session_row *row, int64_t now_ms, bool *is_idle)
{
    bool is_over = row->ended_ms >= 0 || row->ends_ms <= now_ms;
    *is_idle = !is_over && row->seen_ms + row->idle_ms <= now_ms;
    return !is_over && !*is_idle;
}
