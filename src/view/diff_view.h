/* diff_view.h: two versions of a file, line by line, for the part that draws them. */
#ifndef TB_DIFF_VIEW_H
#define TB_DIFF_VIEW_H
#include "query/line_diff.h"
#include "view/view.h"

struct diff_row {
    const char *kind; /* "stays" "goes" "comes" "left-out" */
    struct text text;
    int old_number, new_number; /* left-out: how many, and 0 */
};
struct diff_view {
    struct text title;
    const struct diff_row *lines;
    int lines_count, gone, come;
    bool is_same, is_coarse, is_cut;
};
void diff_view_fill(const struct view *view, const struct line_diff *diff, struct text title,
                    struct diff_view *shown);

#endif
