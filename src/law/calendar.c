/* calendar.c: a day off that is taken for a court day costs somebody a right; a year that is
 * guessed costs many. So every answer can say what it rests on, or that it does not know. */
#include "law/calendar.h"

#include <assert.h>

static int
year_of(struct date date)
{
    return date_civil(date).year;
}

bool
calendar_has_year(const struct calendar *calendar, int year)
{
    for (size_t i = 0; i < calendar->year_count; i++) {
        if (calendar->years[i].year == year)
            return true;
    }
    return false;
}

static const struct calendar_span *
span_holding(const struct calendar_span *spans, size_t count, struct date date)
{
    for (size_t i = 0; i < count; i++) {
        if (date_compare(date, spans[i].first) >= 0 && date_compare(date, spans[i].last) <= 0)
            return &spans[i];
    }
    return NULL;
}

/* What the notices say of a day; the notice of the next year may reach into this December. */
static bool
day_by_notice(const struct calendar *calendar, struct date date, struct calendar_day *day)
{
    for (size_t i = 0; i < calendar->year_count; i++) {
        const struct calendar_year *year = &calendar->years[i];
        const struct calendar_span *span = span_holding(year->work, year->work_count, date);
        day->kind = CALENDAR_ADJUSTED;
        if (span == NULL) {
            span = span_holding(year->off, year->off_count, date);
            day->kind = CALENDAR_HOLIDAY;
        }
        if (span != NULL) {
            day->words = &span->words;
            day->rests_on = year->rests_on;
            return true;
        }
    }
    return false;
}

static const struct calendar_decided *
decided_on(const struct calendar *calendar, struct date date)
{
    for (size_t i = calendar->decided.count; i > 0; i--) {
        const struct calendar_decided *one = &calendar->decided.days[i - 1];
        if (span_holding(&one->span, 1, date) != NULL)
            return one;
    }
    return NULL;
}

static bool
is_weekend(struct date date)
{
    return date_weekday(date) >= SATURDAY;
}

/* A day that is worked by decision and would have been worked anyhow is an ordinary one. */
static struct calendar_day
day_decided(const struct calendar_decided *one, struct date date)
{
    enum calendar_kind worked = is_weekend(date) ? CALENDAR_ADJUSTED : CALENDAR_WORKDAY;
    return (struct calendar_day){.kind = one->is_work ? worked : CALENDAR_HOLIDAY,
                                 .words = &one->span.words};
}

struct calendar_day
calendar_day(const struct calendar *calendar, struct date date)
{
    struct calendar_day day = {.kind = CALENDAR_YEAR_MISSING};
    const struct calendar_local *local = calendar->local;
    const struct calendar_decided *decided = decided_on(calendar, date);
    if (!calendar_has_year(calendar, year_of(date)))
        return day;
    if (decided != NULL)
        return day_decided(decided, date);
    if (local != NULL && span_holding(local->off, local->off_count, date) != NULL)
        return (struct calendar_day){CALENDAR_HOLIDAY, &local->words, local->rests_on};
    if (day_by_notice(calendar, date, &day))
        return day;
    day.kind = is_weekend(date) ? CALENDAR_WEEKEND : CALENDAR_WORKDAY;
    return day;
}

bool
calendar_is_court_day(const struct calendar *calendar, struct date date)
{
    enum calendar_kind kind = calendar_day(calendar, date).kind;
    return kind == CALENDAR_WORKDAY || kind == CALENDAR_ADJUSTED;
}

struct date
calendar_court_day_from(const struct calendar *calendar, struct date date, int step,
                        int *missing_year)
{
    assert(step == 1 || step == -1);
    for (;; date = date_add_days(date, step)) {
        if (!calendar_has_year(calendar, year_of(date))) {
            *missing_year = year_of(date);
            return DATE_NONE;
        }
        if (calendar_is_court_day(calendar, date))
            return date;
    }
}

bool
calendar_of_seat(const struct calendar_set *set, struct text seat, struct calendar *calendar)
{
    *calendar = (struct calendar){.years = set->years, .year_count = set->year_count};
    for (size_t i = 0; i < set->local_count && calendar->local == NULL; i++) {
        if (text_equal(set->locals[i].seat, seat))
            calendar->local = &set->locals[i];
    }
    return text_is_empty(seat) || calendar->local != NULL;
}

int
calendar_count_court_days(const struct calendar *calendar, int year)
{
    struct date date;
    int count = 0;
    if (!date_from_civil((struct civil){year, 1, 1}, &date))
        return 0;
    for (; year_of(date) == year; date = date_add_days(date, 1))
        count += calendar_is_court_day(calendar, date);
    return count;
}

struct office_hours
office_hours_usual(void)
{
    return (struct office_hours){.spans = {{8 * 60 + 30, 11 * 60 + 30}, {13 * 60 + 30, 17 * 60}},
                                 .count = 2};
}

/* Uses up office time of one day from `minute` on; the minute at which nothing is left, or -1. */
static int
use_day(const struct office_hours *hours, int minute, int *left)
{
    for (size_t i = 0; i < hours->count; i++) {
        const struct office_span *span = &hours->spans[i];
        int from = minute > span->from_minute ? minute : span->from_minute;
        int open = span->to_minute - from;
        if (open <= 0)
            continue;
        if (*left <= open)
            return from + *left;
        *left -= open;
    }
    return -1;
}

bool
office_minutes_end(const struct calendar *calendar, const struct office_hours *hours,
                   int64_t from_ms, int minutes, int64_t *ends_ms, int *missing_year)
{
    struct date date = date_of_instant(from_ms, CHINA_OFFSET_MINUTES);
    int minute = minute_of_instant(from_ms, CHINA_OFFSET_MINUTES);
    assert(minutes >= 1 && hours->count >= 1);
    for (;;) {
        struct date day = calendar_court_day_from(calendar, date, 1, missing_year);
        if (date_is_none(day))
            return false;
        int end = use_day(hours, date_compare(day, date) == 0 ? minute : 0, &minutes);
        if (end >= 0) {
            *ends_ms = instant_of(day, end, CHINA_OFFSET_MINUTES);
            return true;
        }
        date = date_add_days(day, 1);
        minute = 0;
    }
}

/* Office time of one day between two of its minutes. */
static int
count_day(const struct office_hours *hours, int from, int to)
{
    int minutes = 0;
    for (size_t i = 0; i < hours->count; i++) {
        const struct office_span *span = &hours->spans[i];
        int begin = from > span->from_minute ? from : span->from_minute;
        int end = to < span->to_minute ? to : span->to_minute;
        minutes += end > begin ? end - begin : 0;
    }
    return minutes;
}

int
office_minutes_between(const struct calendar *calendar, const struct office_hours *hours,
                       int64_t from_ms, int64_t to_ms, int most, int *missing_year)
{
    struct date last = date_of_instant(to_ms, CHINA_OFFSET_MINUTES);
    struct date date = date_of_instant(from_ms, CHINA_OFFSET_MINUTES);
    int minute = minute_of_instant(from_ms, CHINA_OFFSET_MINUTES), minutes = 0;
    *missing_year = 0;
    for (; date_compare(date, last) <= 0 && minutes < most; date = date_add_days(date, 1)) {
        int year = date_civil(date).year;
        bool is_last = date_compare(date, last) == 0;
        if (!calendar_has_year(calendar, year)) {
            *missing_year = year;
            return most;
        }
        if (calendar_is_court_day(calendar, date))
            minutes += count_day(
                hours, minute, is_last ? minute_of_instant(to_ms, CHINA_OFFSET_MINUTES) : 24 * 60);
        minute = 0;
    }
    return minutes < most ? minutes : most;
}
