/* page_bench.h: the left half of the workbench: which papers there are, which one is open, and
 * where to turn from there. Inner header of page_*.c. */
#ifndef TB_PAGE_BENCH_H
#define TB_PAGE_BENCH_H
#include "http/page_matter.h"
#include "view/bench_page.h"
#include "work/viewing.h"

struct bench {
    struct text no, home;   /* the matter; "/desk/m/NO" */
    struct text base;       /* of the addresses: the workbench with its step */
    struct viewing_job job; /* of the paper that is open; no path: nothing to be drawn */
    struct text document;
    int zoom, next_unread; /* place among the papers; -1: none */
    struct bench_view view;
};

/* By the address: d, p, z and t (paper, page, zoom, quarters turned). On a loop thread; that the
 * paper was opened is written down. False where the address asks for what is not there. */
bool page_bench_open(struct page_call *call, struct page_matter *matter, struct text base,
                     struct bench *bench);
/* How many pages the open paper has, and the addresses that follow from it. Blocks: on a thread of
 * errands. */
void page_bench_count(struct page_call *call, struct bench *bench);

/* Does this request go to the workbench? */
bool page_bench_is_asked(const struct page_call *call);
/* "/desk/m/NO/check", with the step where there is one. */
struct text page_bench_address(struct page_call *call, struct text home, struct text step);
/* The query that keeps the paper as it lies: "?d=…&p=…"; empty without one. */
struct text page_bench_query(struct page_call *call);
/* What of the steps belongs here: those that give verdicts, or say what is to be corrected. */
bool page_bench_has(const struct step *step);

#endif
