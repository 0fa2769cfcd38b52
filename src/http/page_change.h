/* page_change.h: the page on which a proposed change is decided, the same for every kind. Inner
 * header of page_*.c. */
#ifndef TB_PAGE_CHANGE_H
#define TB_PAGE_CHANGE_H
#include "http/page_frame.h"
#include "view/change_view.h"

struct change_kind {
    const char *kind; /* of its rows */
    enum verb decides;
    const char *area;                /* "/desk/directory": the list, and before the id of one */
    const char *list_title, *title;  /* keys */
    const char *hint;                /* of the decision: what approving does */
    const char *approved, *declined; /* what is said then: words behind "flash." */
    /* What takes long to work out; all three or none. `load` looks into the store; `work_out` runs
     * on a thread of errands and does not; `hinder` then says why it cannot be approved, or
     * nothing.
     */
    void *(*load)(struct page_call *call, const struct proposal_named *proposal);
    void (*work_out)(struct page_call *call, const struct proposal_named *proposal, void *of);
    struct text (*hinder)(struct page_call *call, const void *of);
    void (*fill)(struct page_call *call, const struct proposal_named *proposal, void *of,
                 struct change_page *page);
};

/* GET and POST of AREA/{change}. */
enum completion page_change_show(struct page_call *call, const struct change_kind *kind);
enum completion page_change_decide(struct page_call *call, const struct change_kind *kind);

/* After a proposal: to its page. */
struct answer page_change_proposed(struct page_call *call, const struct outcome *outcome,
                                   const char *area, const char *flash);

#endif
