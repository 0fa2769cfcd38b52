/* docket_view.h: one matter, and what happened in it, as JSON. */
#ifndef TB_DOCKET_VIEW_H
#define TB_DOCKET_VIEW_H
#include "query/docket.h"
#include "query/history.h"
#include "view/view.h"

/* {"case_kind","content"?,"custody","internal"?,"matter","periods"?,"procedure",…,"steps","times"?,
 * "version"}: parts the asker may not see are not there. */
struct text docket_view(const struct view *view, const struct docket *docket);

/* {"events":[…],"next"?}: next is the position to ask after for more. */
struct text docket_view_history(const struct view *view, struct text matter_id,
                                const struct history_event *events, int count, bool more);

#endif
