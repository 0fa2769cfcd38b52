/* reference_rows.c: kept once per version, never changed. */
#include "store/reference_rows.h"

void
reference_rows_apply(struct store *store, struct text court_id, const struct event *event,
                     struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *statement = value_read_canonical(event->statement, arena);
    struct sql *put =
        sql(store, "INSERT INTO reference_rows (court_id, kind, name, version, digest,"
                   " kept_ms, content) VALUES ($1, $2, $3, $4, $5, $6, $7)"
                   " ON CONFLICT (court_id, kind, name, version) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_text(put, 2, value_member_text(body, "kind"));
    sql_text(put, 3, value_member_text(body, "name"));
    sql_integer(put, 4, value_member_integer(body, "version", 1));
    sql_text(put, 5, value_member_text(body, "digest"));
    sql_integer(put, 6, value_member_integer(statement, "entered", 0));
    sql_text(put, 7, value_member_text(body, "content"));
    sql_run(put);
}

int64_t
reference_rows_newest(struct store *store, struct text court_id, struct text kind, struct text name,
                      struct arena *arena, struct text *content)
{
    struct sql *row = sql(store, "SELECT version, content FROM reference_rows WHERE court_id = $1"
                                 " AND kind = $2 AND name = $3 ORDER BY version DESC LIMIT 1");
    sql_text(row, 1, court_id);
    sql_text(row, 2, kind);
    sql_text(row, 3, name);
    bool is_there = sql_next(row);
    int64_t version = is_there ? sql_column_integer(row, 0) : 0;
    *content = is_there ? sql_column(row, 1, arena) : TEXT("");
    sql_end(row);
    return version;
}
