/* deadline_test.c: how periods are counted, by the tables, with the rules of this repository. */
#include "harness/cases.h"
#include "law/deadline.h"
#include "rule/period_rule.h"
#include "rule/time_rule.h"

#include "base/canon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct time_rules rules;
static struct calendar calendar;
static struct office_hours hours;

static int
load_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    bool is_good = time_rule_load(RULES, arena, &mistakes, &rules);
    print_error("%s", mistakes_text(&mistakes, arena).bytes);
    hours = office_hours_usual();
    return is_good && calendar_of_seat(&rules.calendars, TEXT(""), &calendar) ? 0 : -1;
}

static int
drop_rules(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* "T05", "T05/abroad" or "15 days" */
static struct deadline_request
request_of(const struct cases *cases)
{
    struct deadline_request request = {.from = DATE_NONE};
    struct text rest = cases->column[1], roll = cases->column[2];
    if (period_rule_parse_length(cases->column[1], &request.length)) {
        request.period = TEXT("");
    } else {
        request.period = text_cut(&rest, '/');
        request.variant = rest;
    }
    if (!date_parse(cases->column[3], &request.from) &&
        !instant_parse(cases->column[3], CHINA_OFFSET_MINUTES, &request.from_ms))
        fail_msg("%s:%d: no day or instant", cases->path, cases->line);
    if (!text_is_empty(roll))
        request.roll = text_is(roll, "on") ? ROLL_ON : ROLL_OFF;
    return request;
}

static struct text
last_day_of(const struct deadline *deadline)
{
    if (deadline->calendar_missing != 0)
        return text_format(arena, "missing %d", deadline->calendar_missing);
    if (deadline->has_end)
        return deadline_instant_text(deadline->ends_ms, arena);
    return date_text(deadline->last_day, arena);
}

/* Every step cites something that is there, except where a bare length has no article. */
static void
expect_sound_derivation(const struct cases *cases, const struct deadline *deadline)
{
    assert_true(deadline->derivation.count >= 1);
    for (size_t i = 0; i < deadline->derivation.count; i++) {
        const struct derivation_step *step = &deadline->derivation.steps[i];
        if (step->key == DERIVATION_OFFICE_MINUTES && deadline->variant == NULL)
            continue;
        if (!source_resolves(&rules.sources, step->rests_on))
            fail_msg("%s:%d: step %zu rests on nothing", cases->path, cases->line, i);
    }
}

static void
run_table(const char *path)
{
    struct cases cases = cases_open(path, arena);
    int count = 0;
    while (cases_next(&cases, 7)) {
        struct deadline_request request = request_of(&cases);
        struct deadline deadline;
        bool is_found =
            deadline_for_period(&rules.periods, &calendar, &hours, &request, arena, &deadline);
        count++;
        cases_expect(&cases, "last day", is_found ? last_day_of(&deadline) : TEXT("none"),
                     cases.column[5]);
        if (!is_found)
            continue;
        bool has_nominal = !date_is_none(deadline.nominal);
        cases_expect(&cases, "nominal", has_nominal ? date_text(deadline.nominal, arena) : TEXT(""),
                     cases.column[4]);
        cases_expect(&cases, "rests on",
                     deadline.variant == NULL ? TEXT("")
                                              : citation_text(deadline.variant->rests_on, arena),
                     cases.column[6]);
        expect_sound_derivation(&cases, &deadline);
    }
    assert_true(count > 20);
}

static void
test_deadline__worked_examples(void **state)
{
    (void)state;
    run_table(CASES "/worked_example.cases");
}

static void
test_deadline__every_period(void **state)
{
    (void)state;
    run_table(CASES "/period.cases");
}

static void
test_deadline__edges(void **state)
{
    (void)state;
    run_table(CASES "/deadline.cases");
}

/* A variant that is added without a row is found here. */
static void
test_deadline__every_variant_has_a_row(void **state)
{
    (void)state;
    for (size_t i = 0; i < rules.periods.count; i++) {
        const struct period *period = &rules.periods.periods[i];
        for (size_t j = 0; j < period->variant_count; j++) {
            struct text ask = j == 0 ? period->id
                                     : text_format(arena, "%.*s/%.*s", TEXT_ARGS(period->id),
                                                   TEXT_ARGS(period->variants[j].name));
            struct cases cases = cases_open(CASES "/period.cases", arena);
            bool is_there = false;
            while (!is_there && cases_next(&cases, 7))
                is_there = text_equal(cases.column[1], ask);
            if (!is_there)
                fail_msg("period.cases has no row for %s", ask.bytes);
        }
    }
}

static void
test_deadline__the_catalogue_is_whole(void **state)
{
    (void)state;
    for (int i = 1; i <= 50; i++) {
        struct text id = text_format(arena, "T%02d", i);
        if (period_find(&rules.periods, id) == NULL)
            fail_msg("%s is missing", id.bytes);
    }
    assert_null(period_find(&rules.periods, TEXT("T51")));
}

static void
test_deadline__it_is_due_at_the_end_of_the_last_day(void **state)
{
    struct deadline deadline;
    struct deadline_request request = {.period = TEXT("T05")};
    (void)state;
    assert_true(date_parse(TEXT("2025-03-07"), &request.from));
    assert_true(deadline_for_period(&rules.periods, &calendar, &hours, &request, arena, &deadline));
    assert_string_equal(deadline_instant_text(deadline.due_ms - 1, arena).bytes,
                        "2025-03-24T23:59");
    assert_string_equal(deadline_instant_text(deadline.due_ms, arena).bytes, "2025-03-25T00:00");
}

static void
test_deadline__what_is_not_there_is_refused(void **state)
{
    const struct deadline_request wrong[] = {
        {.period = TEXT("T51"), .from = {20000}},
        {.period = TEXT("T05"), .variant = TEXT("nowhere"), .from = {20000}},
        {.period = TEXT("t05"), .from = {20000}},
        {.length = {36500, LENGTH_DAYS}, .from = {2932896 - 100}}, /* 100 days before 10000 */
        {.length = {1200, LENGTH_MONTHS}, .from = {2932896 - 100}},
    };
    struct deadline deadline;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(
            deadline_for_period(&rules.periods, &calendar, &hours, &wrong[i], arena, &deadline));
}

/* The derivation survives the way into an event and out again. */
static void
test_derivation__is_kept_as_json(void **state)
{
    struct deadline deadline;
    struct deadline_request request = {.period = TEXT("T18")};
    struct derivation again;
    (void)state;
    assert_true(date_parse(TEXT("2025-12-17"), &request.from));
    assert_true(deadline_for_period(&rules.periods, &calendar, &hours, &request, arena, &deadline));
    struct text json = derivation_json(&deadline.derivation, arena);
    const struct value *tree = value_read_canonical(json, arena);
    assert_non_null(tree);
    assert_true(derivation_read(tree, &again));
    assert_int_equal(again.count, deadline.derivation.count);
    assert_string_equal(derivation_json(&again, arena).bytes, json.bytes);
    assert_false(derivation_read(value_read_canonical(TEXT("{}"), arena), &again));
    assert_false(
        derivation_read(value_read_canonical(TEXT("[{\"key\":\"guess\"}]"), arena), &again));
}

static void
test_calendar__cases(void **state)
{
    static const char *const kinds[] = {"workday", "adjusted", "weekend", "holiday", "missing"};
    (void)state;
    struct cases cases = cases_open(CASES "/calendar.cases", arena);
    while (cases_next(&cases, 5)) {
        struct date date;
        assert_true(date_parse(cases.column[1], &date));
        struct calendar_day day = calendar_day(&calendar, date);
        cases_expect(&cases, "kind", text_of(kinds[day.kind]), cases.column[2]);
        cases_expect(&cases, "rests on", citation_text(day.rests_on, arena), cases.column[3]);
        cases_expect(&cases, "words", day.words == NULL ? TEXT("") : day.words->in[LANGUAGE_ZH],
                     cases.column[4]);
        assert_int_equal(calendar_is_court_day(&calendar, date),
                         day.kind == CALENDAR_WORKDAY || day.kind == CALENDAR_ADJUSTED);
    }
}

static void
test_calendar__years_have_as_many_court_days_as_were_counted(void **state)
{
    (void)state;
    assert_int_equal(calendar_count_court_days(&calendar, 2025), 248);
    assert_int_equal(calendar_count_court_days(&calendar, 2026), 248);
    assert_int_equal(calendar_count_court_days(&calendar, 2027), 0);
    assert_true(calendar_has_year(&calendar, 2026));
    assert_false(calendar_has_year(&calendar, 2027));
}

static struct calendar_span
span(const char *first, const char *last)
{
    struct calendar_span span = {.words = {{TEXT("大雪停办"), TEXT(""), TEXT("")}}};
    assert_true(date_parse(text_of(first), &span.first) && date_parse(text_of(last), &span.last));
    return span;
}

static enum calendar_kind
kind_on(const struct calendar *of, const char *day)
{
    struct date date;
    assert_true(date_parse(text_of(day), &date));
    return calendar_day(of, date).kind;
}

static void
test_calendar__what_a_court_decides_wins_and_the_later_over_the_earlier(void **state)
{
    (void)state;
    const struct calendar_decided days[] = {
        {span("2026-03-09", "2026-03-11"), TEXT(""), false},
        {span("2026-03-11", "2026-03-14"), TEXT(""), true},
        {span("2027-03-09", "2027-03-09"), TEXT(""), false},
    };
    struct calendar own = calendar;
    own.decided = (struct calendar_decisions){days, sizeof days / sizeof days[0]};
    assert_int_equal(kind_on(&own, "2026-03-08"), CALENDAR_WEEKEND);
    assert_int_equal(kind_on(&own, "2026-03-09"), CALENDAR_HOLIDAY);
    assert_int_equal(kind_on(&own, "2026-03-10"), CALENDAR_HOLIDAY);
    assert_int_equal(kind_on(&own, "2026-03-11"), CALENDAR_WORKDAY);
    assert_int_equal(kind_on(&own, "2026-03-14"), CALENDAR_ADJUSTED); /* a Saturday */
    assert_int_equal(kind_on(&own, "2026-03-15"), CALENDAR_WEEKEND);
    assert_int_equal(kind_on(&own, "2027-03-09"), CALENDAR_YEAR_MISSING); /* no year is guessed */
    assert_int_equal(calendar_count_court_days(&own, 2026), 248 - 2 + 1);
}

static void
test_calendar__a_place_may_add_days(void **state)
{
    struct calendar local;
    struct date day;
    (void)state;
    assert_true(calendar_of_seat(&rules.calendars, TEXT("yanbian"), &local));
    assert_true(date_parse(TEXT("2026-09-03"), &day));
    assert_false(calendar_is_court_day(&local, day));
    assert_true(calendar_is_court_day(&calendar, day));
    assert_int_equal(calendar_count_court_days(&local, 2026), 247);
    assert_false(calendar_of_seat(&rules.calendars, TEXT("nowhere"), &local));
    assert_true(calendar_is_court_day(&local, day));
}

static void
test_calendar__office_minutes_between_two_instants(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/office_minutes.cases", arena);
    while (cases_next(&cases, 4)) {
        int64_t from_ms, to_ms;
        int missing_year;
        assert_true(instant_parse(cases.column[1], CHINA_OFFSET_MINUTES, &from_ms));
        assert_true(instant_parse(cases.column[2], CHINA_OFFSET_MINUTES, &to_ms));
        int minutes = office_minutes_between(&calendar, &hours, from_ms, to_ms, 600, &missing_year);
        struct text got = missing_year != 0 ? text_format(arena, "missing %d", missing_year)
                                            : text_format(arena, "%d", minutes);
        if (!text_equal(got, cases.column[3]))
            fail_msg("%s:%d: %s", cases.path, cases.line, got.bytes);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deadline__worked_examples),
        cmocka_unit_test(test_deadline__every_period),
        cmocka_unit_test(test_deadline__edges),
        cmocka_unit_test(test_deadline__every_variant_has_a_row),
        cmocka_unit_test(test_deadline__the_catalogue_is_whole),
        cmocka_unit_test(test_deadline__it_is_due_at_the_end_of_the_last_day),
        cmocka_unit_test(test_deadline__what_is_not_there_is_refused),
        cmocka_unit_test(test_derivation__is_kept_as_json),
        cmocka_unit_test(test_calendar__cases),
        cmocka_unit_test(test_calendar__years_have_as_many_court_days_as_were_counted),
        cmocka_unit_test(test_calendar__what_a_court_decides_wins_and_the_later_over_the_earlier),
        cmocka_unit_test(test_calendar__a_place_may_add_days),
        cmocka_unit_test(test_calendar__office_minutes_between_two_instants),
    };
    return cmocka_run_group_tests(tests, load_rules, drop_rules);
}
