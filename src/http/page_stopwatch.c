/* page_stopwatch.c: how long it takes to file at a window of this court. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/stopwatch_page.h"

enum { DAYS = 30, GOAL_MINUTES = 4 };

enum completion
page_stopwatch(struct page_call *call)
{
    enum completion done;
    const int64_t goal_ms = GOAL_MINUTES * INT64_C(60000);
    struct stopwatch *stopwatch = ARENA_NEW(call->api.arena, struct stopwatch);
    struct stopwatch_page *view = ARENA_NEW(call->api.arena, struct stopwatch_page);
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(&call->api);
    enum refusal refusal =
        stopwatch_load(&look, call->api.now_ms - DAYS * (int64_t)DAY_MS, goal_ms, stopwatch);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    stopwatch_page_fill(&call->view, stopwatch, DAYS, goal_ms, view);
    page_title(call, "stopwatch.title");
    page_frame_area(call, "/desk/stopwatch");
    struct page page = page_begin(call);
    page_desk_stopwatch(&page, view);
    return page_end(call, 200, &page);
}
