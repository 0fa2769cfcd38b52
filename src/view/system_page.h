/* system_page.h: what administrators look after: whether the record of a node is well, the rules it
 * works under, and who looked at what. Nothing of what a matter says. */
#ifndef TB_SYSTEM_PAGE_H
#define TB_SYSTEM_PAGE_H
#include "query/access_looks.h"
#include "query/rules_in_use.h"
#include "view/looks_page.h"
#include "view/parts_view.h"

/* How a node is, as the house says it: numbers, and instants in UTC milliseconds. */
struct node_state {
    int64_t events, checkpoint_ms;
    int64_t promises, promises_since_ms; /* to other courts, not kept yet; since when, 0 none */
    int64_t messages, messages_since_ms; /* to people: text messages and mail */
    int64_t alarms;
    int64_t backup_ms; /* of the newest copy; 0 none */
    bool backup_is_verified;
    bool is_stopped, is_read_only, clock_is_doubted;
};

struct rule_row {
    struct text kind, name, digest; /* the first sixteen hexadecimal digits */
    int64_t version;
};
struct system_page {
    struct summary_list_view facts;
    struct text trouble; /* what keeps the node from working, and what to do; empty: nothing */
    struct text backup_trouble; /* what is wrong with its backups; empty: nothing */
    const struct rule_row *rules;
    int rules_count;
};
void system_page_fill(const struct view *view, const struct node_state *state,
                      const struct rule_in_use *rules, int count, int64_t now_ms,
                      struct system_page *page);

struct log_row {
    struct looks_row look;
    struct text court, no; /* where it was looked at; at which matter */
    bool is_sealed;        /* its hour's digest stands in the record */
};
struct log_page {
    const struct log_row *rows; /* the newest first */
    int rows_count;
    bool refused_only;
    struct text older;
};
void log_page_fill(const struct view *view, const struct access_look *looks, int count,
                   bool refused_only, int64_t last, bool more, struct log_page *page);

#endif
