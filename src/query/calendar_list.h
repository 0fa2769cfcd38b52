/* calendar_list.h: changes of the calendar of this court, and which periods one of them would move:
 * what whoever decides looks at first. */
#ifndef TB_CALENDAR_LIST_H
#define TB_CALENDAR_LIST_H
#include "law/refusal.h"
#include "query/look.h"
#include "store/calendar_rows.h"

enum { MOVED_MAX = 200, MOVED_MATTERS_MAX = 2000 };

struct calendar_named {
    struct calendar_change change;
    struct text proposer, decider; /* names; empty where it was no person */
};

/* A period that would end later, or whose end would be known. */
struct moved_period {
    struct text matter_id;     /* empty where the asker may not know of the matter */
    const struct words *words; /* of the period */
    struct date before, after; /* before: DATE_NONE where nobody knew it */
    bool runs_again;           /* it had run out already */
    bool tells_party;          /* a party is told */
};
struct moved_list {
    struct moved_period *rows; /* the first MOVED_MAX */
    int rows_count;
    int64_t periods, parties; /* all of them; those that parties are told of */
    bool is_cut;              /* there are matters beyond MOVED_MATTERS_MAX: not looked at here */
};

/* The newest first. For administrators of system and audit, heads of division and presidents;
 * refused with ROLE_MUST_BE_ALLOWED. */
enum refusal calendar_list_load(const struct look *look, const struct calendar_named **changes,
                                int *count);

/* One of them, with what it would move, or what would still move of it; `moved` may be NULL: then
 * nothing is counted. Matters are named as in a queue: by number, to whoever may know of their
 * progress, and without a line in the log of looks.
 * CALENDAR_CHANGE_MUST_BE_OPEN where there is none. */
enum refusal calendar_change_load(const struct look *look, struct text id,
                                  struct calendar_named *change, struct moved_list *moved);

#endif
