/* claim_code.c: no row keeps a code; it is worked out from the salt whenever it is wanted, and is
 * gone with it. */
#include "exchange/claim_code.h"

#include "proof/paper_note.h"

struct text
claim_code(struct store *store, struct text node_id, int64_t opening, struct arena *arena)
{
    struct event event;
    if (!journal_read(store, node_id, opening, arena, &event) || text_is_empty(event.private))
        return TEXT("");
    struct text salt = hex_of(event.private_salt, arena);
    if (event_is_of_peer(event.kind))
        salt = value_member_text(value_read_canonical(event.private, arena), "salt");
    if (text_is_empty(salt))
        return TEXT("");
    return paper_code_of(text_format(arena, "tongban/claim/v1\n%.*s\n%.*s\n",
                                     TEXT_ARGS(event.matter_id), TEXT_ARGS(salt)),
                         arena);
}

int64_t
claim_code_opening(struct store *store, struct text node_id, struct text matter_id)
{
    struct sql *row = sql(store, "SELECT position FROM journal WHERE court_id = $1"
                                 " AND matter_id = $2 AND stream = 'intake' AND seq = 0");
    sql_text(row, 1, node_id);
    sql_text(row, 2, matter_id);
    int64_t position = sql_next(row) ? sql_column_integer(row, 0) : -1;
    sql_end(row);
    return position;
}
