/* deadline.c: counts periods and says how. Nothing here knows a length by heart; lengths come from
 * the catalogue, days off from the calendar, and what is left are the four rules of counting. */
#include "law/deadline.h"

#include <assert.h>

/* The rules of counting themselves. That these resolve is tested. */
#define CITE(id, number) ((struct citation){TEXT(id), number, 0})
#define CPL_85           CITE("CPL-2023", 85)   /* start not counted; last day rolls */
#define CPLI_125         CITE("CPLI-2022", 125) /* hours count from the next one */
#define CC_202           CITE("CC", 202)        /* corresponding day */
#define WTR_7            CITE("WTR1995", 7)     /* Saturday and Sunday are rest days */

enum { HOUR_MS = 60 * 60 * 1000, RUNS_MAX = 6, YEAR_LEAST = 1900, YEAR_MOST = 9999 };

/* Everything one count needs, so that the helpers below have short signatures. */
struct count {
    const struct calendar *calendar;
    const struct office_hours *hours;
    struct period_length length;
    struct citation rests_on; /* the period's own article; none for a bare length */
    bool is_before, rolls, is_asked;
    struct date from;
    int64_t from_ms;
    struct arena *arena;
    struct deadline *deadline;
};

static struct text
number_text(struct count *count, int number)
{
    return text_format(count->arena, "%d", number);
}

static struct text
length_text(struct count *count)
{
    return text_format(count->arena, "%d %s", count->length.count,
                       period_unit_text(count->length.unit).bytes);
}

static struct derivation_step *
add(struct count *count, enum derivation_key key, struct citation rests_on)
{
    return derivation_add(&count->deadline->derivation, key, rests_on);
}

static void
add_days(struct count *count, enum derivation_key key, struct citation rests_on, struct date first,
         struct date second)
{
    struct derivation_step *step = add(count, key, rests_on);
    step->values[0] = date_text(first, count->arena);
    if (!date_is_none(second))
        step->values[1] = date_text(second, count->arena);
}

static void
miss_calendar(struct count *count, int year)
{
    count->deadline->calendar_missing = year;
    add(count, DERIVATION_CALENDAR_MISSING, CPL_85)->values[0] = number_text(count, year);
}

struct text
deadline_instant_text(int64_t at_ms, struct arena *arena)
{
    int minute = minute_of_instant(at_ms, CHINA_OFFSET_MINUTES);
    struct text day = date_text(date_of_instant(at_ms, CHINA_OFFSET_MINUTES), arena);
    return text_format(arena, "%.*sT%02d:%02d", TEXT_ARGS(day), minute / 60, minute % 60);
}

/* Adds a length and the day it leads to. */
static struct derivation_step *
add_counted(struct count *count, enum derivation_key key, struct citation rests_on,
            struct date nominal)
{
    struct derivation_step *step = add(count, key, rests_on);
    step->values[0] = length_text(count);
    step->values[1] = date_text(nominal, count->arena);
    count->deadline->nominal = nominal;
    return step;
}

static void
explain_run(struct count *count, struct calendar_day off, struct date first, struct date last)
{
    bool is_holiday = off.kind == CALENDAR_HOLIDAY, is_one = first.day == last.day;
    struct citation rests_on = is_holiday ? off.rests_on : WTR_7;
    if (is_one)
        add_days(count, is_holiday ? DERIVATION_HOLIDAY_DAY : DERIVATION_WEEKEND_DAY, rests_on,
                 first, DATE_NONE);
    else
        add_days(count, is_holiday ? DERIVATION_HOLIDAY : DERIVATION_WEEKEND, rests_on, first,
                 last);
    struct derivation *derivation = &count->deadline->derivation;
    if (is_holiday)
        derivation->steps[derivation->count - 1].words = *off.words;
}

/* Days that are off, run by run, from the nominal day to the one that counts. */
static void
explain_days_off(struct count *count, struct date day, struct date until, int step)
{
    for (int runs = 0; runs < RUNS_MAX && day.day != until.day; runs++) {
        struct date first = day, last = day;
        struct calendar_day off = calendar_day(count->calendar, day), next = off;
        while (day.day != until.day && next.kind == off.kind && next.words == off.words) {
            last = day;
            day = date_add_days(day, step);
            next = calendar_day(count->calendar, day);
        }
        explain_run(count, off, step > 0 ? first : last, step > 0 ? last : first);
    }
}

/* A day that carries a notice: worked although it is a Saturday or Sunday. */
static void
add_worked(struct count *count, enum derivation_key key, struct date date,
           struct calendar_day facts)
{
    struct derivation_step *step = add(count, key, facts.rests_on);
    step->values[0] = date_text(date, count->arena);
    step->words = *facts.words;
}

/* The nominal day is off: `day` is the one that counts. */
static void
roll_to(struct count *count, struct date day)
{
    struct date nominal = count->deadline->nominal;
    struct calendar_day facts = calendar_day(count->calendar, day);
    explain_days_off(count, nominal, day, count->is_before ? -1 : 1);
    if (facts.kind == CALENDAR_ADJUSTED)
        add_worked(count, DERIVATION_WORKED_DAY, day, facts);
    add_days(count, count->is_before ? DERIVATION_ROLLED_BACK : DERIVATION_ROLLED, CPL_85, nominal,
             day);
}

/* The nominal day is known: does it stand? */
static void
settle_last_day(struct count *count)
{
    struct deadline *deadline = count->deadline;
    struct date nominal = deadline->nominal;
    int missing = 0;
    if (!count->rolls) {
        deadline->last_day = nominal;
        add_days(count, count->is_asked ? DERIVATION_NOT_ROLLED_REQUEST : DERIVATION_NOT_ROLLED,
                 citation_is_none(count->rests_on) ? CPL_85 : count->rests_on, nominal, DATE_NONE);
        return;
    }
    deadline->last_day =
        calendar_court_day_from(count->calendar, nominal, count->is_before ? -1 : 1, &missing);
    if (date_is_none(deadline->last_day)) {
        miss_calendar(count, missing);
    } else if (date_compare(deadline->last_day, nominal) != 0) {
        roll_to(count, deadline->last_day);
    } else {
        struct calendar_day facts = calendar_day(count->calendar, nominal);
        if (facts.kind == CALENDAR_ADJUSTED)
            add_worked(count, DERIVATION_ADJUSTED_DAY, nominal, facts);
        else
            add_days(count, DERIVATION_COURT_DAY, CPL_85, nominal, DATE_NONE);
    }
}

static void
explain_start(struct count *count, int direction)
{
    add_days(count, direction > 0 ? DERIVATION_START_DAY : DERIVATION_START_DAY_BACK, CPL_85,
             count->from, date_add_days(count->from, direction));
}

static void
count_days(struct count *count)
{
    int direction = count->is_before ? -1 : 1;
    explain_start(count, direction);
    add_counted(count, count->is_before ? DERIVATION_DAYS_BACK : DERIVATION_DAYS, CPL_85,
                date_add_days(count->from, direction * count->length.count));
    settle_last_day(count);
}

static void
count_working_days(struct count *count)
{
    int direction = count->is_before ? -1 : 1, missing = 0, skipped = 0;
    struct date day = count->from;
    explain_start(count, direction);
    for (int left = count->length.count; left > 0; left--) {
        struct date next = date_add_days(day, direction);
        day = calendar_court_day_from(count->calendar, next, direction, &missing);
        if (date_is_none(day)) {
            miss_calendar(count, missing);
            return;
        }
        skipped += (day.day - next.day) * direction;
    }
    struct derivation_step *step = add_counted(
        count, count->is_before ? DERIVATION_WORKING_DAYS_BACK : DERIVATION_WORKING_DAYS, WTR_7,
        day);
    step->values[2] = number_text(count, skipped);
    count->deadline->last_day = day;
}

static void
count_months(struct count *count)
{
    int direction = count->is_before ? -1 : 1;
    int months = count->length.count * (count->length.unit == LENGTH_YEARS ? 12 : 1);
    struct date nominal = date_add_months(count->from, direction * months);
    int day = date_civil(count->from).day;
    explain_start(count, direction);
    if (date_civil(nominal).day == day) {
        add_counted(count, count->is_before ? DERIVATION_MONTHS_BACK : DERIVATION_MONTHS, CC_202,
                    nominal);
    } else {
        struct derivation_step *step =
            add_counted(count, count->is_before ? DERIVATION_MONTH_END_BACK : DERIVATION_MONTH_END,
                        CC_202, nominal);
        step->values[2] = number_text(count, day);
    }
    settle_last_day(count);
}

static void
count_hours(struct count *count)
{
    /* The seat's offset is whole hours, so full hours there are full hours of UTC. */
    int64_t into_hour = ((count->from_ms % HOUR_MS) + HOUR_MS) % HOUR_MS;
    int64_t hour = count->from_ms - into_hour;
    int64_t first = count->is_before ? hour : hour + HOUR_MS;
    int64_t length = (int64_t)count->length.count * HOUR_MS;
    int64_t ends = count->is_before ? first - length : first + length;
    struct derivation_step *step =
        add(count, count->is_before ? DERIVATION_START_HOUR_BACK : DERIVATION_START_HOUR, CPLI_125);
    step->values[0] = deadline_instant_text(count->from_ms, count->arena);
    step->values[1] = deadline_instant_text(first, count->arena);
    step = add(count, count->is_before ? DERIVATION_HOURS_BACK : DERIVATION_HOURS, CPLI_125);
    step->values[0] = length_text(count);
    step->values[1] = deadline_instant_text(ends, count->arena);
    count->deadline->has_end = true;
    count->deadline->ends_ms = ends;
    count->deadline->due_ms = ends;
}

static void
count_office_minutes(struct count *count)
{
    int64_t ends;
    int missing = 0;
    if (!office_minutes_end(count->calendar, count->hours, count->from_ms, count->length.count,
                            &ends, &missing)) {
        miss_calendar(count, missing);
        return;
    }
    struct derivation_step *step = add(count, DERIVATION_OFFICE_MINUTES, count->rests_on);
    step->values[0] = length_text(count);
    step->values[1] = deadline_instant_text(count->from_ms, count->arena);
    step->values[2] = deadline_instant_text(ends, count->arena);
    count->deadline->has_end = true;
    count->deadline->ends_ms = ends;
    count->deadline->due_ms = ends;
}

/* Would every day that is touched lie between 1900 and 9999, with room to roll? */
static bool
stays_within_calendar(const struct count *count)
{
    struct date from = period_unit_is_clock(count->length.unit)
                           ? date_of_instant(count->from_ms, CHINA_OFFSET_MINUTES)
                           : count->from;
    int year = date_civil(from).year, years = 0;
    switch (count->length.unit) {
    case LENGTH_DAYS: years = count->length.count / 365 + 1; break;
    case LENGTH_WORKING_DAYS: years = count->length.count / 200 + 1; break;
    case LENGTH_MONTHS: years = count->length.count / 12 + 1; break;
    case LENGTH_YEARS: years = count->length.count + 1; break;
    case LENGTH_HOURS: years = count->length.count / 8760 + 1; break;
    case LENGTH_OFFICE_MINUTES: years = count->length.count / 10000 + 1; break;
    case LENGTH_UNIT_COUNT: break;
    }
    return count->is_before ? year - years >= YEAR_LEAST
                            : year >= YEAR_LEAST && year + years <= YEAR_MOST;
}

/* Takes over what the catalogue says; false when it has no such thing. */
static bool
take_period(struct count *count, const struct period_catalogue *catalogue,
            const struct deadline_request *request)
{
    const struct period *period = period_find(catalogue, request->period);
    struct date on = date_is_none(request->from)
                         ? date_of_instant(request->from_ms, CHINA_OFFSET_MINUTES)
                         : request->from;
    const struct period_variant *variant =
        period == NULL ? NULL : period_variant_find(period, request->variant, on);
    if (variant == NULL)
        return false;
    count->length = variant->length;
    count->rests_on = variant->rests_on;
    count->is_before = variant->is_before;
    count->rolls = variant->rolls;
    count->deadline->variant = variant;
    struct derivation_step *step = add(count, DERIVATION_PERIOD, variant->rests_on);
    step->values[0] =
        text_format(count->arena, "%.*s/%.*s", TEXT_ARGS(period->id), TEXT_ARGS(variant->name));
    step->values[1] = length_text(count);
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        step->words.in[language] =
            text_format(count->arena, "%.*s · %.*s", TEXT_ARGS(period->words.in[language]),
                        TEXT_ARGS(variant->words.in[language]));
    return true;
}

static void
run(struct count *count)
{
    switch (count->length.unit) {
    case LENGTH_DAYS: count_days(count); break;
    case LENGTH_WORKING_DAYS: count_working_days(count); break;
    case LENGTH_MONTHS:
    case LENGTH_YEARS: count_months(count); break;
    case LENGTH_HOURS: count_hours(count); break;
    case LENGTH_OFFICE_MINUTES: count_office_minutes(count); break;
    case LENGTH_UNIT_COUNT: break;
    }
    struct deadline *deadline = count->deadline;
    if (!date_is_none(deadline->last_day)) /* until midnight of the last day */
        deadline->due_ms =
            instant_of(date_add_days(deadline->last_day, 1), 0, CHINA_OFFSET_MINUTES);
}

bool
deadline_for_period(const struct period_catalogue *catalogue, const struct calendar *calendar,
                    const struct office_hours *hours, const struct deadline_request *request,
                    struct arena *arena, struct deadline *deadline)
{
    *deadline = (struct deadline){.nominal = DATE_NONE, .last_day = DATE_NONE};
    struct count count = {.calendar = calendar,
                          .hours = hours,
                          .length = request->length,
                          .rolls = true,
                          .from = request->from,
                          .from_ms = request->from_ms,
                          .arena = arena,
                          .deadline = deadline};
    if (!text_is_empty(request->period) && !take_period(&count, catalogue, request))
        return false;
    assert(count.length.count >= 1 && count.length.count <= period_length_most(count.length.unit));
    if (request->roll != ROLL_AS_THE_PERIOD_SAYS) {
        count.rolls = request->roll == ROLL_ON;
        count.is_asked = true;
    }
    if (!stays_within_calendar(&count))
        return false;
    run(&count);
    return true;
}
