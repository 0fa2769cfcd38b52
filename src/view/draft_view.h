/* draft_view.h: drafts as JSON. */
#ifndef TB_DRAFT_VIEW_H
#define TB_DRAFT_VIEW_H
#include "query/draft_list.h"
#include "view/view.h"

/* {"changed","content","copy_of"?,"draft","ends","files":[…],"made","owner"?,"place"?,"procedure",
 * "taken"?,"taken_by"?,"version"} */
struct text draft_view(const struct view *view, const struct draft_found *found);
/* {"drafts":[…]}, without content and files. */
struct text draft_view_list(const struct view *view, const struct draft *drafts, int count);

#endif
