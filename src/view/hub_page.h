/* hub_page.h: custody as the hub sees it: which court holds which matter, since when, under which
 * clock. Numbers, kinds, courts and days; no names and no content, because the hub has none. */
#ifndef TB_HUB_PAGE_H
#define TB_HUB_PAGE_H
#include "query/custody_list.h"
#include "rule/rulebook.h"
#include "view/matter_page.h"

struct hub_line {
    struct text no, address, kind, owner, receiving, state, clock, urged;
    struct due_view due;
    int64_t since_ms;
    bool is_open;
};
struct hub_count {
    struct text owner, owner_id;
    int64_t open, late;
    struct text address, late_address; /* the lists behind the numbers */
};
struct hub_page {
    bool late_only;
    const struct hub_count *counts; /* a line for each court, in the order of the directory */
    int counts_count;
    int64_t open, late;
    const struct hub_line *lines;
    int lines_count;
    struct text court; /* name of the court the list is cut to; empty: all */
    struct text older;
};
void hub_page_fill(const struct view *view, const struct rulebook *rules,
                   const struct custody_list *list, const struct custody_count *counts,
                   int counts_count, int64_t now_ms, struct hub_page *page);

/* One line, and the form by which its court is urged. */
struct hub_court {
    struct text id, name;
    bool is_chosen;
};
struct hub_matter_page {
    struct hub_line line;
    struct text action, message, why;
    bool may_urge;
    const struct hub_court *courts; /* who could take it over */
    int courts_count;
};
void hub_matter_fill(const struct view *view, const struct rulebook *rules,
                     const struct custody_line *line, struct text chosen, int64_t now_ms,
                     struct hub_matter_page *page);

#endif
