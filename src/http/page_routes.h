/* page_routes.h: every handler of page_route.def, and the table made from it. Inner header. */
#ifndef TB_PAGE_ROUTES_H
#define TB_PAGE_ROUTES_H
#include "http/page_call.h"

typedef enum completion page_handler(struct page_call *call);

/* Who may see a page. Whoever is not signed in where he must be is sent to the sign-in. */
enum page_who {
    PAGE_OPEN,      /* anybody */
    PAGE_SIGNED_IN, /* anybody who is signed in */
    PAGE_CITIZEN,   /* signed in at the web desk */
    PAGE_STAFF      /* signed in at a court */
};

#define PAGE(method, path, function, ...) page_handler function;
#include "http/page_route.def"
#undef PAGE

/* How a page's row is kept: `access` of the route is not asked, page_who stands beside it. */
extern const struct route page_routes[];
extern const enum page_who page_whos[];
extern const size_t page_routes_count;

#endif
