/* statistics.c: counts along the queue index; no matter is named. */
#include "query/statistics.h"

static bool
may_look(const struct asker *asker)
{
    return asker->role == ROLE_SUPERVISOR || asker->role == ROLE_PRESIDENT ||
           asker->role == ROLE_HUB_OFFICER;
}

enum refusal
statistics_load(const struct look *look, const struct statistics_row **rows, int *count)
{
    struct statistics_row *list =
        ARENA_MANY(look->arena, STATISTICS_ROWS_MAX, struct statistics_row);
    *rows = list;
    *count = 0;
    if (!may_look(look->asker))
        return ROLE_MUST_BE_ALLOWED;
    struct sql *found =
        sql(look->store, "SELECT next_role, state, COUNT(*),"
                         " SUM(CASE WHEN due_ms < $1 THEN 1 ELSE 0 END) FROM matter_rows"
                         " WHERE court_id = $2 AND next_node = $3 GROUP BY next_role, state"
                         " ORDER BY next_role, state LIMIT $4");
    sql_integer(found, 1, look->now_ms);
    sql_text(found, 2, look->court_id);
    sql_text(found, 3, look->asker->node);
    sql_integer(found, 4, STATISTICS_ROWS_MAX);
    while (*count < STATISTICS_ROWS_MAX && sql_next(found)) {
        list[(*count)++] = (struct statistics_row){
            .role = sql_column(found, 0, look->arena),
            .state = sql_column(found, 1, look->arena),
            .matters = sql_column_integer(found, 2),
            .late = sql_column_integer(found, 3),
        };
    }
    sql_end(found);
    return ALLOWED;
}
