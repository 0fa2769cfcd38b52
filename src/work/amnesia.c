/* amnesia.c: a receipt carries the signer's checkpoint; a peer that holds one for more events than
 * a node has itself has seen the node in a future it forgot. */
#include "work/amnesia.h"

#include "law/event.h"
#include "proof/receipt.h"
#include "store/journal.h"

enum { RECEIPTS_LOOKED_AT = 50 };

int64_t
amnesia_seen_by(struct store *peer, struct text peer_id, struct text node_id, struct arena *arena)
{
    int64_t seen = 0;
    struct sql *rows = sql(peer, "SELECT receipt FROM outbox WHERE court_id = $1 AND status = 1"
                                 " AND peer = $2 AND receipt IS NOT NULL"
                                 " ORDER BY position DESC LIMIT $3");
    sql_text(rows, 1, peer_id);
    sql_text(rows, 2, node_id);
    sql_integer(rows, 3, RECEIPTS_LOOKED_AT);
    while (sql_next(rows)) {
        struct receipt receipt;
        if (receipt_read(sql_column(rows, 0, arena), arena, &receipt) == NO_FLAW &&
            (int64_t)receipt.head.size > seen)
            seen = (int64_t)receipt.head.size;
    }
    sql_end(rows);
    return seen;
}

bool
amnesia_was_answered(struct store *store, struct text node_id, int64_t seen, struct arena *arena)
{
    bool is_answered = false;
    struct event event;
    struct sql *rows = sql(store, "SELECT position FROM journal WHERE court_id = $1 AND kind = $2"
                                  " ORDER BY position DESC LIMIT 1");
    sql_text(rows, 1, node_id);
    sql_text(rows, 2, text_of(event_kind_text(EVENT_RESTORED)));
    int64_t position = sql_next(rows) ? sql_column_integer(rows, 0) : -1;
    sql_end(rows);
    if (position >= 0 && journal_read(store, node_id, position, arena, &event))
        is_answered =
            value_member_integer(value_read_canonical(event.body, arena), "seen", 0) >= seen;
    return is_answered;
}
