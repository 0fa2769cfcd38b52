/* custody_list.h: the hub's board: which court holds which matter, since when, under which clock.
 * No names, no content: the hub has none. */
#ifndef TB_CUSTODY_LIST_H
#define TB_CUSTODY_LIST_H
#include "query/look.h"
#include "store/matter_rows.h"

enum { CUSTODY_PAGE = 50, CUSTODY_COUNTS_MAX = 400 };

/* What the hub said last to the court that holds the matter. */
struct custody_urging {
    int64_t at_ms;           /* 0: nothing */
    struct text by, message; /* empty once they were erased */
    struct text court;       /* proposed to take it over; empty: none */
    bool is_received;        /* the court has it */
};

struct custody_line {
    struct text matter_id, case_kind, owner, receiving, state;
    struct text clock;        /* empty: none */
    int64_t since_ms, due_ms; /* NEVER_MS: none */
    int64_t epoch;
    bool is_open;
    struct custody_urging urged;
};

struct custody_filter {
    struct text owner;    /* empty: every court */
    struct text state;    /* empty: every state */
    bool late_only;       /* the clock has run out */
    bool ended_only;      /* those that have ended, instead of open ones */
    int64_t after_due_ms; /* -1: from the beginning */
    struct text after_matter;
};

struct custody_list {
    struct custody_line lines[CUSTODY_PAGE];
    int count;
    bool has_more;
};

/* The nearest deadline first. Refused with ROLE_MUST_BE_ALLOWED unless the asker stands at the hub
 * as hub officer, head of division or president. */
enum refusal custody_list_load(const struct look *look, const struct custody_filter *filter,
                               struct custody_list *list);

/* One line. MATTER_MUST_EXIST where the hub has none. */
enum refusal custody_list_find(const struct look *look, struct text matter_id,
                               struct custody_line *line);

/* How many open matters each court holds in each state, and how many of them are late. */
struct custody_count {
    struct text owner, state;
    int64_t matters, late;
};
enum refusal custody_list_counts(const struct look *look, const struct custody_count **counts,
                                 int *count);

#endif
