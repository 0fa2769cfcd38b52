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
/* One choice of a filter. */
struct hub_court {
    struct text id, name;
    bool is_chosen;
};
struct hub_page {
    struct text of, name, how;                   /* which number of the hub this is the list of */
    struct text from, until;                     /* its days, or empty */
    struct text state, kind;                     /* words, or empty */
    struct text state_id, kind_id;               /* as in the address */
    bool has_days;                               /* sorted by what happened last, not by deadline */
    int64_t size;                                /* lines of all pages */
    const struct hub_court *owners, *receivings; /* what it can be cut to */
    int owners_count, receivings_count;
    const struct hub_line *lines;
    int lines_count;
    struct text older;
};
void hub_page_fill(const struct view *view, const struct rulebook *rules,
                   const struct custody_filter *filter, const struct custody_list *list,
                   int64_t size, int64_t now_ms, struct hub_page *page);

/* How the rules of today call a state and a kind of case; its id where they know none. */
struct text hub_page_state(const struct view *view, const struct rulebook *rules,
                           struct text case_kind, struct text state, int64_t now_ms);
struct text hub_page_kind(const struct view *view, const struct rulebook *rules,
                          struct text case_kind, int64_t now_ms);

/* One line, and the form by which its court is urged. */
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
