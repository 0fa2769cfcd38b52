/* bulk_page.h: several matters dealt with at once: what was done with each, and what was not. */
#ifndef TB_BULK_PAGE_H
#define TB_BULK_PAGE_H
#include "base/text.h"

struct bulk_row {
    struct text number, title, address; /* title: empty where its content is not the reader's */
    bool is_done;
    struct text why; /* of what was not done: a sentence */
};

struct bulk_page {
    struct text lead;            /* "12 件中办好 11 件" */
    const struct bulk_row *rows; /* what was not done first */
    int rows_count, left_count;
    struct text back; /* the queue */
};

#endif
