/* session_list.h: browsers that are signed in: the one that asks, and those of one account. */
#ifndef TB_SESSION_LIST_H
#define TB_SESSION_LIST_H
#include "base/digest.h"
#include "query/look.h"

enum { SESSION_LIST_MAX = 50 };

struct session_row {
    struct text id, account, stage, role, about, how, label;
    struct digest digest;
    int64_t made_ms, seen_ms, idle_ms, ends_ms, ended_ms; /* ended_ms -1: not ended */
};

/* The row of a secret, living or not; asked before it is known who asks. False: none, or a fault of
 * the store. */
bool session_list_find(struct store *store, struct text court_id, const struct digest *digest,
                       struct arena *arena, struct session_row *row);

/* Those of the asker's account that live at look->now_ms, the last seen first, at most
 * SESSION_LIST_MAX. */
int session_list_mine(const struct look *look, const struct session_row **rows);

/* Does the row still open anything at that moment? `is_idle` says that only its rest was too long.
 */
bool session_row_lives(const struct session_row *row, int64_t now_ms, bool *is_idle);

#endif
