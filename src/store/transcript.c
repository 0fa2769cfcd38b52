/* transcript.c: the columns and rows of a matter as members, and back; what is written from what
 * was read back is the same to the byte. */
#include "store/transcript.h"

#include "store/matter_rows.h"

static void
write_documents(struct canon *canon, struct store *store, struct text court_id,
                struct text matter_id)
{
    struct sql *rows =
        sql(store, "SELECT document_id, slot, name, sha256, bytes, media, originals, copies,"
                   " brought_ms FROM document_rows WHERE court_id = $1 AND matter_id = $2"
                   " ORDER BY document_id");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, matter_id);
    canon_key(canon, "documents");
    canon_begin_array(canon);
    while (sql_next(rows)) {
        canon_begin_object(canon);
        canon_member_integer(canon, "brought", sql_column_integer(rows, 8));
        canon_member_integer(canon, "bytes", sql_column_integer(rows, 4));
        canon_member_integer(canon, "copies", sql_column_integer(rows, 7));
        canon_member_text(canon, "document", sql_column_here(rows, 0));
        canon_member_text(canon, "item", sql_column_here(rows, 1));
        canon_member_text(canon, "media", sql_column_here(rows, 5));
        canon_member_text(canon, "name", sql_column_here(rows, 2));
        canon_member_integer(canon, "originals", sql_column_integer(rows, 6));
        canon_member_text(canon, "sha256", sql_column_here(rows, 3));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
write_parties(struct canon *canon, struct store *store, struct text court_id, struct text matter_id,
              struct arena *arena)
{
    struct sql *rows = sql(store, "SELECT details FROM party_rows WHERE court_id = $1"
                                  " AND matter_id = $2 ORDER BY number");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, matter_id);
    canon_key(canon, "parties");
    canon_begin_array(canon);
    while (sql_next(rows))
        canon_put_canonical(canon, sql_column(rows, 0, arena));
    canon_end_array(canon);
}

/* How each last day was worked out; the periods themselves are among the facts. */
static void
write_periods(struct canon *canon, struct store *store, struct text court_id, struct text matter_id,
              struct arena *arena)
{
    struct sql *rows = sql(store, "SELECT name, details FROM period_rows WHERE court_id = $1"
                                  " AND matter_id = $2 ORDER BY name");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, matter_id);
    canon_key(canon, "periods");
    canon_begin_array(canon);
    while (sql_next(rows)) {
        canon_begin_object(canon);
        canon_key(canon, "details");
        canon_put_canonical(canon, sql_column(rows, 1, arena));
        canon_member_text(canon, "name", sql_column_here(rows, 0));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

bool
transcript_write(struct store *store, struct text court_id, struct text matter_id,
                 struct arena *arena, struct text *line)
{
    struct matter_row row;
    if (!matter_row_load(store, court_id, matter_id, arena, &row))
        return false;
    struct canon canon = canon_open(arena, 8192);
    canon_begin_object(&canon);
    canon_member_integer(&canon, "amount_fen", row.amount_fen);
    write_documents(&canon, store, court_id, matter_id);
    canon_key(&canon, "facts");
    matter_write_facts(&canon, &row.facts);
    canon_member_text(&canon, "format", TEXT(TRANSCRIPT_FORMAT));
    canon_member_text(&canon, "matter", matter_id);
    canon_member_text(&canon, "next_node", row.next_node);
    canon_member_text(&canon, "next_role", row.next_role);
    write_parties(&canon, store, court_id, matter_id, arena);
    write_periods(&canon, store, court_id, matter_id, arena);
    canon_member_text(&canon, "procedure", row.procedure_name);
    canon_member_text(&canon, "procedure_digest", row.procedure_digest);
    canon_member_integer(&canon, "since", row.state_since_ms);
    canon_member_text(&canon, "title", row.title);
    canon_end_object(&canon);
    *line = canon_text(&canon);
    return true;
}

static void
put_documents(struct store *store, struct text court_id, struct text matter_id,
              const struct value *documents)
{
    const struct value *item = value_is(documents, VALUE_ARRAY) ? documents->first : NULL;
    for (; item != NULL; item = item->next) {
        struct sql *put =
            sql(store, "INSERT INTO document_rows (court_id, matter_id, document_id, slot, name,"
                       " sha256, bytes, media, originals, copies, brought_ms)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                       " ON CONFLICT (court_id, matter_id, document_id) DO NOTHING");
        sql_text(put, 1, court_id);
        sql_text(put, 2, matter_id);
        sql_text(put, 3, value_member_text(item, "document"));
        sql_text(put, 4, value_member_text(item, "item"));
        sql_text(put, 5, value_member_text(item, "name"));
        sql_text(put, 6, value_member_text(item, "sha256"));
        sql_integer(put, 7, value_member_integer(item, "bytes", 0));
        sql_text(put, 8, value_member_text(item, "media"));
        sql_integer(put, 9, value_member_integer(item, "originals", 0));
        sql_integer(put, 10, value_member_integer(item, "copies", 0));
        sql_integer(put, 11, value_member_integer(item, "brought", 0));
        sql_run(put);
    }
}

void
transcript_apply(struct store *store, struct text court_id, const struct event *event,
                 struct arena *arena)
{
    const struct value *said =
        text_is_empty(event->private)
            ? NULL
            : value_member(value_read_canonical(event->private, arena), "matter");
    struct matter_row row = {.matter_id = event->matter_id};
    if (said == NULL || !matter_read_facts(value_member(said, "facts"), arena, &row.facts))
        return; /* erased: nothing of it is known any more */
    row.procedure_name = value_member_text(said, "procedure");
    row.procedure_digest = value_member_text(said, "procedure_digest");
    row.title = value_member_text(said, "title");
    row.next_node = value_member_text(said, "next_node");
    row.next_role = value_member_text(said, "next_role");
    row.state_since_ms = value_member_integer(said, "since", 0);
    row.amount_fen = value_member_integer(said, "amount_fen", -1);
    row.version = 1;
    matter_rows_put_whole(store, court_id, &row, said, event->position, arena);
    put_documents(store, court_id, event->matter_id, value_member(said, "documents"));
}
