/* due_view.h: the end of a period as people read it. */
#ifndef TB_DUE_VIEW_H
#define TB_DUE_VIEW_H
#include "view/parts_view.h"
#include "view/view.h"

/* How close the end of a period is, as shape and words: 今天 16:30 前, 还剩 3 天, 超期 12 分钟. By
 * the day, and on the day by the minute; NEVER_MS and 0: none. */
struct due_view due_view_of(const struct view *view, int64_t due_ms, int64_t now_ms);

#endif
