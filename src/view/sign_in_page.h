/* sign_in_page.h: who is it, and where does he belong? */
#ifndef TB_SIGN_IN_PAGE_H
#define TB_SIGN_IN_PAGE_H
#include "view/view.h"

struct sign_in_court {
    struct text id, name;
    bool is_chosen;
};

struct sign_in_page {
    bool is_staff;       /* the form for members of staff, at their court */
    struct text to;      /* where one goes afterwards; empty: to the beginning */
    struct text sign_in; /* as typed before */
    struct text mistake; /* why it was not taken; empty the first time */
    bool is_kept;
    const struct sign_in_court *courts;
    int courts_count;
};

/* Courts of the network, that of `chosen` chosen. */
void sign_in_page_courts(const struct view *view, struct text chosen, struct sign_in_page *page);

#endif
