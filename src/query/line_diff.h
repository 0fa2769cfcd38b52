/* line_diff.h: two versions of a text, line by line: what went, what came, and a few lines around.
 * Pure. Bounded: where what differs is too long to be compared line by line, all of it is given as
 * gone and all of it as come, and that is said. */
#ifndef TB_LINE_DIFF_H
#define TB_LINE_DIFF_H
#include "base/text.h"

enum { LINE_DIFF_CELLS_MAX = 4000000, LINE_DIFF_ROWS_MAX = 1500, LINE_DIFF_CONTEXT = 3 };

enum line_kind { LINE_STAYS, LINE_GOES, LINE_COMES, LINES_LEFT_OUT };
struct diff_line {
    enum line_kind kind;
    struct text text; /* without its line feed; borrowed; empty for LINES_LEFT_OUT */
    /* From 1; 0: it stands in the other alone. Left out: how many, and 0. */
    int old_number, new_number;
};

struct line_diff {
    const struct diff_line *lines;
    int count;
    int gone, come; /* lines, also those beyond the rows */
    bool is_coarse; /* too much differs to be compared line by line */
    bool is_cut;    /* more rows than LINE_DIFF_ROWS_MAX */
};

struct line_diff line_diff(struct text old, struct text new, struct arena *arena);

#endif
