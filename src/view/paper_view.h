/* paper_view.h: the papers of a matter as JSON. */
#ifndef TB_PAPER_VIEW_H
#define TB_PAPER_VIEW_H
#include "query/paper_list.h"
#include "view/view.h"

struct text paper_view_list(const struct view *view, struct text matter_id,
                            const struct paper_list *list);

#endif
