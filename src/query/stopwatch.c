/* stopwatch.c: a walk along the index of filings by when they were entered. */
#include "query/stopwatch.h"

#include "store/matter_rows.h"

#include <stdlib.h>

static bool
may_look(const struct asker *asker)
{
    return asker->role == ROLE_COUNTER || asker->role == ROLE_FILING_OFFICER ||
           asker->role == ROLE_JUDGE || asker->role == ROLE_SUPERVISOR ||
           asker->role == ROLE_PRESIDENT;
}

static bool
sees_line(const struct look *look, struct text matter_id)
{
    struct matter_row row;
    return matter_row_load(look->store, look->court_id, matter_id, look->arena, &row) &&
           access_may_see(look->asker, &row.facts, SIGHT_CUSTODY, TEXT(""));
}

static int
by_length(const void *a, const void *b)
{
    int64_t one = *(const int64_t *)a, other = *(const int64_t *)b;
    return one < other ? -1 : one > other;
}

static void
walk(const struct look *look, int64_t from_ms, int64_t goal_ms, struct stopwatch *stopwatch)
{
    int64_t *lengths = ARENA_MANY(look->arena, STOPWATCH_FILINGS_MAX, int64_t);
    struct sql *rows = sql(look->store, "SELECT matter_id, begun_ms, entered_ms FROM filing_rows"
                                        " WHERE court_id = $1 AND entered_ms >= $2"
                                        " AND (role = 'counter' OR role = 'filing_officer')"
                                        " ORDER BY entered_ms DESC LIMIT $3");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, from_ms);
    sql_integer(rows, 3, STOPWATCH_FILINGS_MAX);
    while (stopwatch->count < STOPWATCH_FILINGS_MAX && sql_next(rows)) {
        struct stopwatch_filing filing = {TEXT(""), sql_column_integer(rows, 1),
                                          sql_column_integer(rows, 2)};
        int64_t length_ms = filing.entered_ms - filing.begun_ms;
        lengths[stopwatch->count++] = length_ms;
        stopwatch->in_time += length_ms <= goal_ms;
        if (stopwatch->newest_count == STOPWATCH_SHOWN)
            continue;
        filing.matter_id = sql_column(rows, 0, look->arena);
        stopwatch->newest[stopwatch->newest_count++] = filing;
    }
    sql_end(rows);
    qsort(lengths, (size_t)stopwatch->count, sizeof lengths[0], by_length);
    if (stopwatch->count > 0) {
        stopwatch->median_ms = lengths[(stopwatch->count - 1) / 2];
        stopwatch->quickest_ms = lengths[0];
    }
}

enum refusal
stopwatch_load(const struct look *look, int64_t from_ms, int64_t goal_ms,
               struct stopwatch *stopwatch)
{
    *stopwatch = (struct stopwatch){0};
    if (!may_look(look->asker))
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        walk(look, from_ms, goal_ms, stopwatch);
        for (int i = 0; i < stopwatch->newest_count; i++) {
            if (!sees_line(look, stopwatch->newest[i].matter_id))
                stopwatch->newest[i].matter_id = TEXT("");
        }
        store_end_read(look->store);
    }
    return ALLOWED;
}
