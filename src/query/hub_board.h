/* hub_board.h: the numbers of the hub's board, each counted from custody lines of the hub's record
 * and from nothing else. What no line holds is not here.
 *
 * Days are those of the network's clock (UTC+8); a week is today and the six days before it. */
#ifndef TB_HUB_BOARD_H
#define TB_HUB_BOARD_H
#include "query/custody_list.h"

enum {
    BOARD_DAYS = 14,
    BOARD_WEEK = 7,
    BOARD_FLOWS_MAX = 400,
    BOARD_LOADS_MAX = 400,
    BOARD_ENDS_MAX = 60,
    BOARD_MINUTES_MAX = 10000 /* longer answers count as this long */
};

/* What was handed in on one day, and how much of it had ended by that day's midnight. */
struct board_day {
    struct date day;
    int64_t filed, same_day;
};

/* Handed in here for that court, in BOARD_DAYS. */
struct board_flow {
    struct text receiving, owner;
    int64_t filed;
};

/* Open matters of one court: the four parts add up to `open`. */
struct board_load {
    struct text owner;
    int64_t open, late, today, calm, free;
};

/* Ended this week, in this state. */
struct board_end {
    struct text case_kind, state;
    int64_t matters;
};

/* How long the first answer took in office minutes of the owner, among those that came in a week.
 */
struct board_answer {
    int64_t answers;
    int median_minutes; /* the lower one of two; BOARD_MINUTES_MAX: so long or longer */
};

struct hub_board {
    struct date today, first;          /* the first of BOARD_DAYS */
    struct date week;                  /* the first day of this week */
    struct board_day days[BOARD_DAYS]; /* the oldest first */
    int64_t cross_today;               /* handed in today at another court than the owner */
    int64_t transit;
    int64_t own, cross, web;                   /* ways of what came in BOARD_DAYS */
    struct board_answer answer, answer_before; /* this week and the one before */
    const struct board_flow *flows;            /* the most first */
    int flows_count;
    const struct board_load *loads; /* by court */
    int loads_count;
    const struct board_end *ends; /* the most first */
    int ends_count;
    int64_t ended; /* their sum */
    struct custody_line newest[CUSTODY_NEWEST];
    int newest_count;
};

/* `owner`: only matters of that court; empty: of all. Refused with ROLE_MUST_BE_ALLOWED unless the
 * asker may see custody lines. */
enum refusal hub_board_load(const struct look *look, struct text owner, struct hub_board *board);

/* Sums over days of the board, from `first` on. */
struct board_day hub_board_sum(const struct hub_board *board, int first, int count);

#endif
