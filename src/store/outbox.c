/* outbox.c: only a receipt or a refusal closes a promise; silence stays silence. */
#include "store/outbox.h"

enum {
    FIRST_WAIT_MS = 1000,
    LONG_WAIT_MS = 15 * 60 * 1000,
    HOUR_MS = 60 * 60 * 1000,
    LONG_TRIES = 20,
    PEERS_MAX = 256
};

void
outbox_promise(struct store *store, struct text court_id, const struct promise *promise)
{
    struct sql *put = sql(store, "INSERT INTO outbox (court_id, promise_id, kind, peer, position,"
                                 " status, tries, next_try_ms, promised_ms, receipt)"
                                 " VALUES ($1, $2, $3, $4, $5, 0, 0, 0, $6, NULL)"
                                 " ON CONFLICT (court_id, promise_id) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_text(put, 2, promise->id);
    sql_text(put, 3, promise->kind);
    sql_text(put, 4, promise->peer);
    sql_integer(put, 5, promise->position);
    sql_integer(put, 6, promise->promised_ms);
    sql_run(put);
}

/* Text messages and mails go another way than envelopes do. */
static bool
is_message(struct text peer)
{
    return text_is(peer, "text") || text_is(peer, "mail");
}

/* Nodes with open promises, in the order of their ids. */
static int
open_peers(struct store *store, struct text court_id, struct arena *arena, struct text *peers)
{
    int count = 0;
    struct text after = TEXT("");
    while (count < PEERS_MAX) {
        struct sql *row = sql(store, "SELECT MIN(peer) FROM outbox WHERE court_id = $1"
                                     " AND status = 0 AND peer > $2");
        sql_text(row, 1, court_id);
        sql_text(row, 2, after);
        bool is_there = sql_next(row) && !sql_column_is_null(row, 0);
        if (is_there)
            after = sql_column(row, 0, arena);
        if (is_there && !is_message(after))
            peers[count++] = after;
        sql_end(row);
        if (!is_there)
            break;
    }
    return count;
}

static int
due_of(struct store *store, struct text court_id, struct text peer, int64_t now_ms, int most,
       struct arena *arena, struct promise *promises)
{
    int count = 0;
    struct sql *rows =
        sql(store, "SELECT promise_id, kind, position, tries, next_try_ms, promised_ms"
                   " FROM outbox WHERE court_id = $1 AND status = 0 AND peer = $2"
                   " AND (next_try_ms <= $3 OR next_try_ms > $4)"
                   " ORDER BY position LIMIT $5");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, peer);
    sql_integer(rows, 3, now_ms);
    sql_integer(rows, 4, now_ms + 2 * HOUR_MS);
    sql_integer(rows, 5, most);
    while (count < most && sql_next(rows)) {
        promises[count++] = (struct promise){
            .id = sql_column(rows, 0, arena),
            .kind = sql_column(rows, 1, arena),
            .peer = peer,
            .position = sql_column_integer(rows, 2),
            .tries = sql_column_integer(rows, 3),
            .next_try_ms = sql_column_integer(rows, 4),
            .promised_ms = sql_column_integer(rows, 5),
        };
    }
    sql_end(rows);
    return count;
}

int
outbox_due(struct store *store, struct text court_id, int64_t now_ms, int most, struct arena *arena,
           struct promise *promises)
{
    struct text peers[PEERS_MAX];
    int peers_count = open_peers(store, court_id, arena, peers), count = 0;
    for (int i = 0; i < peers_count && count < most; i++) {
        int share = (most - count) / (peers_count - i);
        count += due_of(store, court_id, peers[i], now_ms, share > 0 ? share : 1, arena,
                        promises + count);
    }
    return count;
}

void
outbox_close(struct store *store, struct text court_id, struct text promise_id,
             enum promise_status status, struct text receipt)
{
    struct sql *put = sql(store, "UPDATE outbox SET status = $1, receipt = $2"
                                 " WHERE court_id = $3 AND promise_id = $4 AND status = 0");
    sql_integer(put, 1, status);
    sql_text(put, 2, receipt);
    sql_text(put, 3, court_id);
    sql_text(put, 4, promise_id);
    sql_run(put);
}

static int64_t
wait_ms(int64_t tries, uint32_t jitter)
{
    int64_t wait = FIRST_WAIT_MS;
    for (int64_t i = 0; i < tries && wait < LONG_WAIT_MS; i++)
        wait *= 2;
    if (wait > LONG_WAIT_MS)
        wait = LONG_WAIT_MS;
    if (tries > LONG_TRIES)
        wait = HOUR_MS;
    return FIRST_WAIT_MS / 2 + jitter % (uint64_t)wait;
}

void
outbox_postpone(struct store *store, struct text court_id, struct text promise_id, int64_t now_ms,
                uint32_t jitter)
{
    struct sql *tries = sql(store, "SELECT tries FROM outbox WHERE court_id = $1"
                                   " AND promise_id = $2 AND status = 0");
    sql_text(tries, 1, court_id);
    sql_text(tries, 2, promise_id);
    int64_t tried = sql_next(tries) ? sql_column_integer(tries, 0) : 0;
    sql_end(tries);
    struct sql *put = sql(store, "UPDATE outbox SET tries = tries + 1, next_try_ms = $1"
                                 " WHERE court_id = $2 AND promise_id = $3 AND status = 0");
    sql_integer(put, 1, now_ms + wait_ms(tried, jitter));
    sql_text(put, 2, court_id);
    sql_text(put, 3, promise_id);
    sql_run(put);
}

int64_t
outbox_open_count(struct store *store, struct text court_id, int64_t *oldest_ms)
{
    struct sql *row = sql(store, "SELECT COUNT(*), MIN(promised_ms) FROM outbox"
                                 " WHERE court_id = $1 AND status = 0"
                                 " AND peer <> 'text' AND peer <> 'mail'");
    sql_text(row, 1, court_id);
    int64_t count = sql_next(row) ? sql_column_integer(row, 0) : 0;
    *oldest_ms = count > 0 ? sql_column_integer(row, 1) : 0;
    sql_end(row);
    return count;
}

bool
inbox_find(struct store *store, struct text court_id, struct text peer, struct text envelope_id,
           struct arena *arena, struct inbox_entry *entry)
{
    struct sql *row = sql(store, "SELECT request, disposition, position FROM inbox"
                                 " WHERE court_id = $1 AND peer = $2 AND envelope_id = $3");
    sql_text(row, 1, court_id);
    sql_text(row, 2, peer);
    sql_text(row, 3, envelope_id);
    bool is_there = sql_next(row);
    if (is_there) {
        struct text request = sql_column_here(row, 0);
        *entry = (struct inbox_entry){.disposition = sql_column(row, 1, arena),
                                      .position = sql_column_integer(row, 2)};
        for (size_t i = 0; i < DIGEST_BYTES && i < request.length; i++)
            entry->request.bytes[i] = (unsigned char)request.bytes[i];
    }
    sql_end(row);
    return is_there;
}

void
inbox_keep(struct store *store, struct text court_id, struct text peer, struct text envelope_id,
           const struct inbox_entry *entry, int64_t now_ms)
{
    struct sql *put = sql(store, "INSERT INTO inbox (court_id, peer, envelope_id, request,"
                                 " disposition, position, entered_ms)"
                                 " VALUES ($1, $2, $3, $4, $5, $6, $7)");
    sql_text(put, 1, court_id);
    sql_text(put, 2, peer);
    sql_text(put, 3, envelope_id);
    sql_blob(put, 4, entry->request.bytes, DIGEST_BYTES);
    sql_text(put, 5, entry->disposition);
    sql_integer(put, 6, entry->position);
    sql_integer(put, 7, now_ms);
    sql_run(put);
}

bool
held_keep(struct store *store, struct text court_id, struct text peer, struct text matter_id,
          struct text stream, int64_t seq, struct text note, int64_t now_ms)
{
    struct sql *count = sql(store, "SELECT COUNT(*) FROM held WHERE court_id = $1");
    sql_text(count, 1, court_id);
    bool has_room = sql_next(count) && sql_column_integer(count, 0) < HELD_MAX;
    sql_end(count);
    if (!has_room)
        return false;
    struct sql *put =
        sql(store, "INSERT INTO held (court_id, peer, matter_id, stream, seq, note,"
                   " held_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)"
                   " ON CONFLICT (court_id, peer, matter_id, stream, seq) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_text(put, 2, peer);
    sql_text(put, 3, matter_id);
    sql_text(put, 4, stream);
    sql_integer(put, 5, seq);
    sql_text(put, 6, note);
    sql_integer(put, 7, now_ms);
    return sql_run(put);
}

static void
drop(struct store *store, struct text court_id, struct text peer, struct text matter_id,
     struct text stream, int64_t seq)
{
    struct sql *gone = sql(store, "DELETE FROM held WHERE court_id = $1 AND peer = $2"
                                  " AND matter_id = $3 AND stream = $4 AND seq = $5");
    sql_text(gone, 1, court_id);
    sql_text(gone, 2, peer);
    sql_text(gone, 3, matter_id);
    sql_text(gone, 4, stream);
    sql_integer(gone, 5, seq);
    sql_run(gone);
}

bool
held_take_next(struct store *store, struct text court_id, struct text matter_id,
               struct arena *arena, struct text *note)
{
    struct sql *row =
        sql(store, "SELECT held.note, held.peer, held.stream, held.seq FROM held"
                   " LEFT JOIN stream_rows ON stream_rows.court_id = $1"
                   " AND stream_rows.matter_id = $2 AND stream_rows.stream = held.stream"
                   " WHERE held.court_id = $1 AND held.matter_id = $2"
                   " AND held.seq <= COALESCE(stream_rows.next_seq, 0) ORDER BY held.seq LIMIT 1");
    sql_text(row, 1, court_id);
    sql_text(row, 2, matter_id);
    bool is_there = sql_next(row);
    struct text peer = TEXT(""), stream = TEXT("");
    int64_t seq = 0;
    if (is_there) {
        *note = sql_column(row, 0, arena);
        peer = sql_column(row, 1, arena);
        stream = sql_column(row, 2, arena);
        seq = sql_column_integer(row, 3);
    }
    sql_end(row);
    if (is_there)
        drop(store, court_id, peer, matter_id, stream, seq);
    return is_there;
}
