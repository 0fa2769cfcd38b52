/* alike_page.h: a matter beside one that may be the same, line by line. */
#ifndef TB_ALIKE_PAGE_H
#define TB_ALIKE_PAGE_H
#include "query/alike_list.h"
#include "view/matter_page.h"

struct alike_line {
    struct text what, here, there;
    bool differs;
};

struct alike_choice {
    struct text no, title, why, address, state; /* why: what they have in common */
    bool is_current;
};

struct alike_page {
    struct text no, other, here, there; /* numbers, and addresses of the matters */
    const struct alike_choice *choices; /* all that may be the same */
    int choices_count;
    const struct alike_line *lines; /* with the one that is chosen */
    int lines_count;
    struct text back;
};

/* What they have in common, in words. */
struct text alike_why(const struct view *view, const struct alike *alike);
/* `chosen`: place in the list. */
void alike_page_fill(const struct view *view, const struct docket *docket, const struct alike *list,
                     int count, int chosen, struct alike_page *page);

#endif
