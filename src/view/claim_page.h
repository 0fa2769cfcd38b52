/* claim_page.h: a matter that was handed in at a counter is added to somebody's account. */
#ifndef TB_CLAIM_PAGE_H
#define TB_CLAIM_PAGE_H
#include "query/claim_list.h"
#include "view/view.h"

struct claim_page {
    struct text number, code; /* as they were typed */
    struct text why;          /* what is wrong; empty: nothing */
    struct text asked;        /* that a court was asked and has not answered yet; empty: none was */
    struct text again;        /* address of this page, to look again */
};
/* What became of the claim, in the reader's language. */
void claim_page_fill(const struct view *view, const struct claim *claim, struct claim_page *page);

#endif
