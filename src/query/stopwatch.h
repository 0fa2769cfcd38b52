/* stopwatch.h: how long filings take that clerks of a court take in, and the median the court sees.
 *
 * The definition: a filing is begun when its draft is made, with the first page at the counter, and
 * ends when the journal has the event of its hand-in. Both instants are the node's own clock and
 * stand in that event ("begun_ms" of what it opens, and when it was entered), never a browser's.
 * All time between counts, also when the clerk was called away; a draft that was begun at home and
 * taken up by its code counts from the moment it was taken up. */
#ifndef TB_STOPWATCH_H
#define TB_STOPWATCH_H
#include "query/look.h"

enum { STOPWATCH_FILINGS_MAX = 5000, STOPWATCH_SHOWN = 50 };

struct stopwatch_filing {
    struct text matter_id;
    int64_t begun_ms, entered_ms;
};

struct stopwatch {
    int count;                      /* filings by clerks and filing officers */
    int64_t median_ms, quickest_ms; /* of these; 0 without any. An even number: the lower middle */
    int in_time;                    /* how many took no longer than the goal */
    struct stopwatch_filing newest[STOPWATCH_SHOWN];
    int newest_count;
};

/* Filings that were entered from an instant on, the newest STOPWATCH_FILINGS_MAX of them. Numbers
 * of matters are given to those who see their line. For members of the court; refused with
 * ROLE_MUST_BE_ALLOWED. */
enum refusal stopwatch_load(const struct look *look, int64_t from_ms, int64_t goal_ms,
                            struct stopwatch *stopwatch);

#endif
