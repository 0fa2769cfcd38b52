/* worklist.h: what waits for whom at a court, the nearest deadline first. */
#ifndef TB_WORKLIST_H
#define TB_WORKLIST_H
#include "query/look.h"
#include "store/matter_rows.h"

enum { WORKLIST_PAGE = 50, WORKLIST_SCAN_MAX = 2000, WORKLIST_TASKS_MAX = 50 };

/* Empty members do not filter. */
struct worklist_filter {
    struct text role;     /* whose turn it is: a role's word; never empty */
    struct text state;    /* the matter is in this state */
    struct text assignee; /* it was given to this account; "-": to nobody */
    struct text period;   /* the nearest period is this one */
    struct text kind;     /* it follows this procedure */
    struct text court;    /* it was handed in at this node, or this node decides it */
    bool overdue_only;    /* the nearest period has run out */
    /* Rows after this key; -1 and empty: from the beginning. */
    int64_t after_due_ms;
    struct text after_matter;
};

struct worklist_row {
    struct text matter_id, title; /* the title only with sight of content */
    struct text case_kind, procedure, state, owner, receiving, assignee, case_number, due_period;
    int64_t due_ms, state_since_ms, version; /* due NEVER_MS: no period runs */
    bool is_sealed;
    const struct words *state_words; /* NULL where its rules are lost */
};

struct worklist {
    struct worklist_row rows[WORKLIST_PAGE];
    int count;
    bool has_more; /* the next page begins after the last key looked at: */
    int64_t next_due_ms;
    struct text next_matter;
};

/* A page of what waits for a role at the asker's court. A row the asker may not see is not there;
 * after WORKLIST_SCAN_MAX rows that fit the filter the page ends even when it is not full. Refused
 * with ROLE_MUST_BE_ALLOWED when the queue is not the asker's: heads of division and presidents may
 * look into every queue of their court, a counter also into what waits for parties whose papers it
 * took in, everyone else into that of his role. */
enum refusal worklist_load(const struct look *look, const struct worklist_filter *filter,
                           struct worklist *list);

/* As far as a page goes each: WORKLIST_PAGE stands for that many or more. */
struct worklist_tally {
    int all, late;  /* whose turn it is; of these, whose nearest period has run out */
    int mine, free; /* given to the asker; given to nobody */
};

/* How much waits for a role at the asker's court, narrowed by all of `wished` but who has it, what
 * is late and where a page begins; only what the asker may see. Refused as worklist_load. */
enum refusal worklist_count(const struct look *look, const struct worklist_filter *wished,
                            struct worklist_tally *tally);

struct worklist_task {
    struct text matter_id, name;
    int64_t opened_ms;
    const struct words *words; /* NULL where its rules are lost */
};

/* Open tasks of a role at the asker's court, the oldest first, at most WORKLIST_TASKS_MAX: what was
 * opened because a period ran out or a step asked for it. Refused as worklist_load. */
enum refusal worklist_tasks(const struct look *look, struct text role,
                            const struct worklist_task **tasks, int *count);

/* For the plans of the statements in tests: of a whole queue, and of what was given to one. */
extern const char worklist_statement[], worklist_given_statement[];

#endif
