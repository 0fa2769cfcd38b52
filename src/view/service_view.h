/* service_view.h: what is served on whom, for programs. */
#ifndef TB_SERVICE_VIEW_H
#define TB_SERVICE_VIEW_H
#include "query/service_list.h"
#include "view/view.h"

/* {"may_record","services":[…]}; facts, dates and verdicts as law/service_said.h writes them. */
struct text service_view_list(const struct view *view, const struct service_list *list);

#endif
