/* calendar.h: which days a court works, and in which hours. Pure.
 *
 * A calendar belongs to a seat and is built from data, year by year. Saturday and Sunday are off
 * unless a notice made them working days; other days are on unless a notice (or the rules of the
 * place) made them days off. A year nobody has loaded is never guessed. [CPL-2023:85] [WTR1995:7]
 */
#ifndef TB_CALENDAR_H
#define TB_CALENDAR_H
#include "base/date.h"
#include "base/language.h"
#include "law/citation.h"

/* A run of days that are off, or that are worked instead of rested. */
struct calendar_span {
    struct date first, last;
    struct words words; /* 国庆节 */
};

struct calendar_year {
    int year;
    struct citation rests_on;        /* the notice */
    const struct calendar_span *off; /* may reach into the December before */
    size_t off_count;
    const struct calendar_span *work; /* Saturdays and Sundays that are worked */
    size_t work_count;
};

/* Days a place adds of its own. */
struct calendar_local {
    struct text seat;
    struct words words;
    struct citation rests_on;
    const struct calendar_span *off;
    size_t off_count;
    bool is_verified;
};

/* Days one court has decided for itself after the notice: a snowed-in day off, a Saturday worked.
 * The later one wins over the earlier, and each over the rest of the calendar. */
struct calendar_decided {
    struct calendar_span span;
    struct text notice; /* what it rests on: the number or name of the court's own notice */
    bool is_work;
};
struct calendar_decisions {
    const struct calendar_decided *days; /* in the order in which they were decided */
    size_t count;
};

struct calendar {
    const struct calendar_year *years; /* ascending */
    size_t year_count;
    const struct calendar_local *local; /* NULL: none */
    struct calendar_decisions decided;
};

/* Everything that was loaded. */
struct calendar_set {
    const struct calendar_year *years;
    size_t year_count;
    const struct calendar_local *locals;
    size_t local_count;
};

/* The calendar of a seat; an empty seat has no days of its own. False when no such seat was loaded:
 * then the calendar is that of the country. Nothing is decided. Points into the set. */
bool calendar_of_seat(const struct calendar_set *set, struct text seat, struct calendar *calendar);

enum calendar_kind {
    CALENDAR_WORKDAY,      /* Monday to Friday, nothing special */
    CALENDAR_ADJUSTED,     /* a Saturday or Sunday that is worked: 调休上班 */
    CALENDAR_WEEKEND,      /* an ordinary Saturday or Sunday */
    CALENDAR_HOLIDAY,      /* off by a notice or by the rules of the place */
    CALENDAR_YEAR_MISSING, /* nobody has loaded that year */
};

struct calendar_day {
    enum calendar_kind kind;
    const struct words *words; /* of the holiday or the adjustment; NULL otherwise */
    struct citation rests_on;  /* what makes the day what it is; none for ordinary days */
};

bool calendar_has_year(const struct calendar *calendar, int year);
struct calendar_day calendar_day(const struct calendar *calendar, struct date date);

/* False also when the year is missing: ask calendar_has_year where that matters. */
bool calendar_is_court_day(const struct calendar *calendar, struct date date);

/* The first court day from `date` on, `date` included, going `step` days (1 or -1) at a time.
 * DATE_NONE with the year in `missing_year` when the search runs into a year that is not loaded. */
struct date calendar_court_day_from(const struct calendar *calendar, struct date date, int step,
                                    int *missing_year);

/* Court days of a loaded year. */
int calendar_count_court_days(const struct calendar *calendar, int year);

/* Office hours on court days, in minutes of the day, ascending and apart. */
enum { OFFICE_SPANS_MAX = 4 };
struct office_hours {
    struct office_span {
        int from_minute, to_minute;
    } spans[OFFICE_SPANS_MAX];
    size_t count;
};

/* 08:30 to 11:30 and 13:30 to 17:00; what holds where a court has not said otherwise. */
struct office_hours office_hours_usual(void);

/* When `minutes` of office time after `from_ms` have passed: minutes outside the hours do not
 * count. False with the year in `missing_year` when that reaches a year that is not loaded. */
bool office_minutes_end(const struct calendar *calendar, const struct office_hours *hours,
                        int64_t from_ms, int minutes, int64_t *ends_ms, int *missing_year);

/* Whole minutes of office time between two instants, each within its minute; `most` where it would
 * be more, and also where that reaches a year that is not loaded: then with it in `missing_year`,
 * which is 0 otherwise. */
int office_minutes_between(const struct calendar *calendar, const struct office_hours *hours,
                           int64_t from_ms, int64_t to_ms, int most, int *missing_year);

#endif
