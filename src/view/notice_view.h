/* notice_view.h: notices as JSON. */
#ifndef TB_NOTICE_VIEW_H
#define TB_NOTICE_VIEW_H
#include "query/notice_list.h"
#include "store/notice_rows.h"
#include "view/view.h"

/* {"next","notices":[…],"unread"} */
struct text notice_view_list(const struct view *view, const struct notice_list *list);
/* {"more","unreached":[…]} */
struct text notice_view_unreached(const struct view *view, const struct unreached_list *list);
/* {"email","language","mail","says","text"}: what is chosen, and what is lost by it. */
struct text notice_view_ways(const struct view *view, const struct ways *ways);

#endif
