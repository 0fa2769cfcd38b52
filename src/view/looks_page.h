/* looks_page.h: who looked at a matter, for those it concerns. */
#ifndef TB_LOOKS_PAGE_H
#define TB_LOOKS_PAGE_H
#include "query/access_looks.h"
#include "view/matter_page.h"

struct looks_row {
    int64_t at_ms;
    struct text who, role, what;
    bool was_refused;
};
struct looks_page {
    struct text no;
    const struct looks_row *rows; /* the newest first */
    int rows_count;
    bool has_more;
};

/* One look in words. */
struct looks_row looks_page_row(const struct view *view, const struct access_look *look);

/* `names` are those of this court whom the reader may know by name; of everybody else his court is
 * named. No account is shown. */
void looks_page_fill(const struct view *view, struct text no, const struct access_look *looks,
                     int count, bool more, const struct person_name *names, int names_count,
                     struct looks_page *page);

#endif
