/* page_apply.h: a draft that somebody fills in, for pages that change a part of it. Inner header of
 * page_*.c. */
#ifndef TB_PAGE_APPLY_H
#define TB_PAGE_APPLY_H
#include "http/page_call.h"
#include "query/draft_list.h"

enum { PAGE_APPLY_PARTIES_MAX = 20 /* more are a table, not a form */ };

struct page_apply_draft {
    struct draft_found found;
    const struct procedure *procedure;
    const struct step *step; /* that hands it in */
    const struct value *content;
};

/* The draft of the address, the reader's own; false after it was answered. */
bool page_apply_find(struct page_call *call, struct page_apply_draft *draft, enum completion *done);
/* "/apply/ID" or "/desk/new/ID". */
struct text page_apply_home(struct page_call *call, const struct page_apply_draft *draft);
/* How many parties are filled in. */
size_t page_apply_parties(const struct value *content);
/* Saves it with other content; from a thread of errands. */
void page_apply_keep(struct page_call *call, const struct page_apply_draft *draft,
                     const struct value *content, api_accept *accept,
                     struct answer (*again)(struct page_call *call, int status,
                                            const struct outcome *outcome));

#endif
