/* page_matter.h: what every page about one matter begins with. Inner header of page_*.c. */
#ifndef TB_PAGE_MATTER_H
#define TB_PAGE_MATTER_H
#include "http/page_call.h"
#include "query/account_list.h"
#include "query/alike_list.h"
#include "query/docket.h"
#include "view/matter_page.h"

struct page_matter {
    struct look look; /* of the loop: nothing is asked of it once the call went to another thread */
    struct text id;
    struct docket docket;
    const struct account *colleagues; /* for steps that name somebody of this court */
    int colleagues_count;
};

/* The matter of {no} in the address, for the role of the session; the look is written down. False
 * after it was answered: what is hidden is answered like what is not there. */
bool page_matter_load(struct page_call *call, struct page_matter *matter, enum completion *done);

/* For people to read; without its history where only the matter itself is shown. */
void page_matter_describe(struct page_call *call, struct page_matter *matter, bool with_history,
                          struct matter_page *page);

/* Adds the name of an account of this court to those known, unless it is there; returns their
 * number.
 */
int page_matter_name(const struct look *look, struct text account, struct person_name *people,
                     int count, int most);

/* Those that may be the same, as alike_list_load gives them; that each was looked at for it is
 * written down. */
int page_matter_alike(struct page_call *call, const struct page_matter *matter,
                      const struct alike **list);

/* "/m/NO" or "/desk/m/NO", by who reads. */
struct text page_matter_address(struct page_call *call, struct text matter_id);
/* The trail above: the list, then the matter. */
void page_matter_trail(struct page_call *call, struct text matter_id);

#endif
