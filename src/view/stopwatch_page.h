/* stopwatch_page.h: how long filings at this court's windows take, with the definition. */
#ifndef TB_STOPWATCH_PAGE_H
#define TB_STOPWATCH_PAGE_H
#include "query/stopwatch.h"
#include "view/parts_view.h"
#include "view/view.h"

struct stopwatch_row {
    struct text no, address, length;
    int64_t entered_ms;
    bool is_in_time;
};

struct stopwatch_page {
    int days, count, in_time;
    struct text median, quickest, goal;
    const struct stopwatch_row *rows;
    int rows_count;
};

/* 3 分 20 秒 */
struct text stopwatch_length(const struct view *view, int64_t length_ms);
void stopwatch_page_fill(const struct view *view, const struct stopwatch *stopwatch, int days,
                         int64_t goal_ms, struct stopwatch_page *page);

#endif
