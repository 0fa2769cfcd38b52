/* deadline.h: how a period is counted and when it ends. Pure. Whole civil days, hours and minutes
 * at the court's seat (UTC+8).
 *
 * The day or hour something starts on is not counted [CPL-2023:85] [CPLI-2022:125]. Months and
 * years end on the corresponding day, or on the last of a month that has none [CC:202]. A last day
 * that is no court day moves to the next one [CPL-2023:85] unless the period does not roll. Periods
 * counted back from a day to come ("no later than three days before") never end later for a
 * holiday: where they roll at all, they roll to the court day before. Hours do not roll. */
#ifndef TB_DEADLINE_H
#define TB_DEADLINE_H
#include "law/calendar.h"
#include "law/derivation.h"
#include "law/period.h"

enum deadline_roll {
    ROLL_AS_THE_PERIOD_SAYS, /* without a period: it rolls */
    ROLL_ON,
    ROLL_OFF
};

/* What is asked: a period of the catalogue, or a length. */
struct deadline_request {
    struct text period, variant; /* empty period: `length` is meant; empty variant: the first */
    struct period_length length; /* count 1 to period_length_most */
    struct date from;            /* the day that starts it; DATE_NONE in hours and minutes */
    int64_t from_ms;             /* hours and office minutes: the instant */
    enum deadline_roll roll;
};

struct deadline {
    struct date nominal;  /* before rolling; DATE_NONE in hours and minutes */
    struct date last_day; /* DATE_NONE where calendar_missing, and in hours and minutes */
    bool has_end;         /* hours and minutes: `ends_ms` is known */
    int64_t ends_ms;
    int64_t due_ms;       /* the first instant that is too late; 0 where calendar_missing */
    int calendar_missing; /* the year that would have to be known; 0: none */
    const struct period_variant *variant; /* of the catalogue; NULL when a length was asked */
    struct derivation derivation;
};

/* Counts. False when the catalogue has no such period, no such variant, or the variant was not in
 * force on `from`; and when the end would lie beyond the year 9999 or before 1900. Texts of the
 * derivation live in the arena. */
bool deadline_for_period(const struct period_catalogue *catalogue, const struct calendar *calendar,
                         const struct office_hours *hours, const struct deadline_request *request,
                         struct arena *arena, struct deadline *deadline);

/* 2025-03-09T16:00, at the seat */
struct text deadline_instant_text(int64_t at_ms, struct arena *arena);

#endif
