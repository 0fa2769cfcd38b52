/* bench_page.h: the workbench of who checks a filing: what was handed in at the left, page by page,
 * and the checklist, or the notice of what is to be corrected, at the right. */
#ifndef TB_BENCH_PAGE_H
#define TB_BENCH_PAGE_H
#include "view/step_page.h"

enum { BENCH_ZOOMS = 5, BENCH_ZOOM_USUAL = 0 };

/* One paper that was handed in. */
struct bench_paper {
    struct text id, name, note, address; /* address: of the workbench with this paper open */
    bool is_current, is_unread;          /* unread: this reader has not opened it */
    bool is_on_paper;                    /* nothing of it is here */
    bool is_unscanned;                   /* no virus scanner has seen it yet */
};

/* What lies open at the left. Addresses are empty where there is nothing further that way. */
struct bench_view {
    struct text no;
    const struct bench_paper *papers;
    int papers_count;
    struct text name, file; /* of the paper that is open; its file to be saved */
    struct text picture;    /* address; empty where the paper cannot be shown as pages */
    struct text why;        /* then: why not */
    int page, pages, width;
    bool is_fitted; /* the picture is shown as wide as its place is */
    struct text earlier, later, unread, larger, smaller, turned;
};

struct bench_choice {
    struct text title, address;
    bool is_current;
};

struct bench_page {
    struct text title, no, case_number, home;
    struct due_view due;
    struct text state;
    struct bench_view view;
    bool has_step;
    struct step_page step;
    const struct bench_choice *choices; /* what can be decided now */
    int choices_count;
    const struct bench_choice *others; /* forms of their own page */
    int others_count;
};

#endif
