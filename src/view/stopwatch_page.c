/* stopwatch_page.c: lengths of time as people say them. */
#include "view/stopwatch_page.h"

#include "paper/wording.h"

struct text
stopwatch_length(const struct view *view, int64_t length_ms)
{
    int64_t seconds = length_ms / 1000;
    struct wording_value values[] = {
        {"minutes", text_format(view->arena, "%lld", (long long)(seconds / 60))},
        {"seconds", text_format(view->arena, "%lld", (long long)(seconds % 60))}};
    return wording_fill("stopwatch.length", view->language, values, 2, view->arena);
}

void
stopwatch_page_fill(const struct view *view, const struct stopwatch *stopwatch, int days,
                    int64_t goal_ms, struct stopwatch_page *page)
{
    struct stopwatch_row *rows =
        ARENA_MANY(view->arena, (size_t)stopwatch->newest_count + 1, struct stopwatch_row);
    *page = (struct stopwatch_page){
        .days = days,
        .count = stopwatch->count,
        .in_time = stopwatch->in_time,
        .median = stopwatch_length(view, stopwatch->median_ms),
        .quickest = stopwatch_length(view, stopwatch->quickest_ms),
        .goal = stopwatch_length(view, goal_ms),
        .rows = rows,
        .rows_count = stopwatch->newest_count,
    };
    for (int i = 0; i < stopwatch->newest_count; i++) {
        const struct stopwatch_filing *filing = &stopwatch->newest[i];
        int64_t length_ms = filing->entered_ms - filing->begun_ms;
        rows[i] = (struct stopwatch_row){
            .no = filing->matter_id,
            .address = text_is_empty(filing->matter_id)
                           ? TEXT("")
                           : text_format(view->arena, "/desk/m/%.*s", TEXT_ARGS(filing->matter_id)),
            .length = stopwatch_length(view, length_ms),
            .entered_ms = filing->entered_ms,
            .is_in_time = length_ms <= goal_ms,
        };
    }
}
