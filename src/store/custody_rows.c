/* custody_rows.c: lines may arrive in any order from several courts; epoch, then place in the
 * stream, tell which is newer. What a matter went through is kept in a way that no order of arrival
 * can change: the earliest instants of its lines. */
#include "store/custody_rows.h"

#include "store/matter_rows.h"

static void
put_newer(struct store *store, struct text court_id, struct text matter_id,
          const struct value *line)
{
    struct sql *put = sql(
        store, "INSERT INTO custody_rows (court_id, matter_id, case_kind, owner, receiving, state,"
               " since_ms, clock, due_ms, is_open, epoch, seq, intake_ms, received_ms, answered_ms)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $13)"
               " ON CONFLICT (court_id, matter_id) DO UPDATE SET owner = $4, state = $6,"
               " since_ms = $7, clock = $8, due_ms = $9, is_open = $10, epoch = $11, seq = $12"
               " WHERE custody_rows.epoch < $11"
               " OR (custody_rows.epoch = $11 AND custody_rows.seq < $12)");
    sql_text(put, 1, court_id);
    sql_text(put, 2, matter_id);
    sql_text(put, 3, value_member_text(line, "case_kind"));
    sql_text(put, 4, value_member_text(line, "owner"));
    sql_text(put, 5, value_member_text(line, "receiving"));
    sql_text(put, 6, value_member_text(line, "state"));
    sql_integer(put, 7, value_member_integer(line, "since", 0));
    sql_text(put, 8, value_member_text(line, "clock"));
    sql_integer(put, 9, value_member_integer(line, "due", VALUE_INTEGER_MAX));
    sql_integer(put, 10, value_member_is_true(line, "open"));
    sql_integer(put, 11, value_member_integer(line, "epoch", 0));
    sql_integer(put, 12, value_member_integer(line, "seq", -1));
    sql_integer(put, 13, NEVER_MS);
    sql_run(put);
}

/* Of the instants the owner's lines begin at, the earliest is when he received the matter, the next
 * when it first went on. */
static void
put_instants(struct store *store, struct text court_id, struct text matter_id,
             const struct value *line)
{
    struct sql *put = sql(
        store, "UPDATE custody_rows SET"
               " intake_ms = CASE WHEN $1 = 0 AND $2 < intake_ms THEN $2 ELSE intake_ms END,"
               " received_ms = CASE WHEN $1 > 0 AND $2 < received_ms THEN $2 ELSE received_ms END,"
               " answered_ms = CASE WHEN $1 = 0 OR $2 = received_ms THEN answered_ms"
               " WHEN $2 < received_ms THEN received_ms"
               " WHEN $2 < answered_ms THEN $2 ELSE answered_ms END"
               " WHERE court_id = $3 AND matter_id = $4");
    sql_integer(put, 1, value_member_integer(line, "epoch", 0));
    sql_integer(put, 2, value_member_integer(line, "since", 0));
    sql_text(put, 3, court_id);
    sql_text(put, 4, matter_id);
    sql_run(put);
}

void
custody_rows_apply(struct store *store, struct text court_id, const struct event *event,
                   struct arena *arena)
{
    const struct value *line = value_member(value_read_canonical(event->body, arena), "line");
    put_newer(store, court_id, event->matter_id, line);
    put_instants(store, court_id, event->matter_id, line);
}
