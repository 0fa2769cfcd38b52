/* guard_state.c: read by key, so that it costs the same for everybody. */
#include "query/guard_state.h"

struct guard_state
guard_state_of(struct store *store, struct text court_id, struct text account, struct arena *arena)
{
    struct guard_state state = {.last_step = -1};
    struct sql *row = sql(store, "SELECT sealed, pending, last_step, set_ms FROM second_factor"
                                 " WHERE court_id = $1 AND account_id = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, account);
    if (sql_next(row)) {
        state.has_factor = !sql_column_is_null(row, 0);
        state.sealed = sql_column(row, 0, arena);
        state.pending = sql_column(row, 1, arena);
        state.last_step = sql_column_integer(row, 2);
        state.set_ms = sql_column_integer(row, 3);
    }
    sql_end(row);
    struct sql *codes = sql(store, "SELECT COUNT(*) FROM recovery_code WHERE court_id = $1"
                                   " AND account_id = $2");
    sql_text(codes, 1, court_id);
    sql_text(codes, 2, account);
    state.recovery_left = sql_next(codes) ? (int)sql_column_integer(codes, 0) : 0;
    sql_end(codes);
    return state;
}

bool
guard_state_has_recovery(struct store *store, struct text court_id, struct text account,
                         const struct digest *code)
{
    struct sql *row = sql(store, "SELECT 1 FROM recovery_code WHERE court_id = $1"
                                 " AND account_id = $2 AND digest = $3");
    sql_text(row, 1, court_id);
    sql_text(row, 2, account);
    sql_blob(row, 3, code->bytes, DIGEST_BYTES);
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}

int64_t
guard_state_wait(struct store *store, struct text court_id, const struct digest *subject,
                 int64_t now_ms)
{
    struct sql *row =
        sql(store, "SELECT until_ms FROM attempt WHERE court_id = $1 AND subject = $2");
    sql_text(row, 1, court_id);
    sql_blob(row, 2, subject->bytes, DIGEST_BYTES);
    int64_t until_ms = sql_next(row) ? sql_column_integer(row, 0) : 0;
    sql_end(row);
    return until_ms > now_ms ? until_ms - now_ms : 0;
}
