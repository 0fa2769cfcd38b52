/* service_test.c: whether papers are served and from which day, by the table, with the rules of
 * this repository; and what must hold for any facts. */
#include "harness/cases.h"
#include "law/service.h"
#include "rule/service_rule.h"
#include "rule/time_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct time_rules times;
static struct service_rules rules;
static struct source_list *sources;
static struct calendar calendar;
static struct office_hours hours;
static struct service_counting counting = {&times.periods, &calendar, &hours};

static int
load_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    bool is_good =
        time_rule_load(RULES, arena, &mistakes, &times) &&
        service_rule_load(RULES, &times.sources, &times.periods, arena, &mistakes, &rules);
    print_error("%s", mistakes_text(&mistakes, arena).bytes);
    sources = &times.sources;
    hours = office_hours_usual();
    return is_good && calendar_of_seat(&times.calendars, TEXT(""), &calendar) ? 0 : -1;
}

static int
drop_rules(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void
set_date(const struct cases *cases, struct service_time *time, struct text value)
{
    *time = (struct service_time){.day = DATE_NONE};
    if (date_parse(value, &time->day))
        return;
    if (!instant_parse(value, CHINA_OFFSET_MINUTES, &time->at_ms))
        fail_msg("%s:%d: no day or instant", cases->path, cases->line);
    time->has_time = true;
    time->day = date_of_instant(time->at_ms, CHINA_OFFSET_MINUTES);
}

/* "receiver=self filmed=true" */
static void
set_facts(const struct cases *cases, struct text words, struct service_attempt *attempt)
{
    while (!text_is_empty(words)) {
        struct text value = text_cut(&words, ' '), name = text_cut(&value, '=');
        if (text_is(name, "failure")) {
            attempt->failure = service_failure_find(&rules, value);
            assert_non_null(attempt->failure);
            continue;
        }
        if (!service_mode_has_fact(&rules, attempt->mode, name))
            fail_msg("%s:%d: no fact %.*s", cases->path, cases->line, TEXT_ARGS(name));
        attempt->facts[service_fact_at(&rules, name)] = text_copy(value, arena);
    }
}

static void
set_dates(const struct cases *cases, struct text words, struct service_attempt *attempt)
{
    while (!text_is_empty(words)) {
        struct text value = text_cut(&words, ' '), name = text_cut(&value, '=');
        if (!service_mode_has_date(&rules, attempt->mode, name))
            fail_msg("%s:%d: no date %.*s", cases->path, cases->line, TEXT_ARGS(name));
        set_date(cases, &attempt->dates[service_date_at(&rules, name)], value);
    }
}

static struct service_attempt *
attempt_of(const struct cases *cases)
{
    struct service_attempt *attempt = ARENA_NEW(arena, struct service_attempt);
    const struct service_mode *mode = service_mode_find(&rules, cases->column[1]);
    if (mode == NULL)
        fail_msg("%s:%d: no mode", cases->path, cases->line);
    service_attempt_open(&rules, mode, attempt);
    set_facts(cases, cases->column[2], attempt);
    set_dates(cases, cases->column[3], attempt);
    return attempt;
}

static bool
has_step(const struct service_verdict *verdict, struct text rule)
{
    for (size_t i = 0; i < verdict->steps_count; i++)
        if (text_equal(verdict->steps[i].rule, rule))
            return true;
    return false;
}

static void
expect_steps(const struct cases *cases, const struct service_verdict *verdict)
{
    struct text wanted = cases->column[7];
    while (!text_is_empty(wanted)) {
        struct text rule = text_cut(&wanted, '+');
        if (!has_step(verdict, rule))
            fail_msg("%s:%d: %s: no step %.*s, the last is %.*s", cases->path, cases->line,
                     cases->column[0].bytes, TEXT_ARGS(rule),
                     TEXT_ARGS(verdict->steps[verdict->steps_count - 1].rule));
    }
}

/* What must hold for any verdict. */
static void
expect_sound(const struct service_attempt *attempt, const struct service_verdict *verdict)
{
    bool is_served = verdict->outcome == SERVICE_SERVED;
    struct text document = attempt->facts[service_fact_at(&rules, TEXT("document"))];
    struct text procedure = attempt->facts[service_fact_at(&rules, TEXT("procedure"))];
    struct text opponent = attempt->facts[service_fact_at(&rules, TEXT("receiver_is_opponent"))];
    struct service_time now = attempt->dates[service_date_at(&rules, TEXT("now"))];
    struct text mode = attempt->mode->id;
    static const char *const starts[] = {"sent",   "posted",   "entrusted", "letter_received",
                                         "pasted", "published"};
    assert_int_equal(is_served, !date_is_none(verdict->served_on));
    assert_true(verdict->steps_count > 1);
    if (verdict->missing_count > 0)
        assert_int_equal(verdict->outcome, SERVICE_MISSING);
    if (verdict->outcome == SERVICE_MISSING)
        assert_true(verdict->missing_count > 0 || verdict->calendar_missing != 0);
    if (!is_served && verdict->outcome != SERVICE_NOT_YET)
        assert_true(date_is_none(verdict->closed_on));
    if (!is_served && verdict->outcome != SERVICE_MISSING && !has_step(verdict, TEXT("no_law")))
        assert_true(verdict->next_count > 0);
    for (size_t i = 0; i < verdict->steps_count; i++) {
        const struct service_step *step = &verdict->steps[i];
        struct citation rests_on = step->counted != NULL ? step->counted->rests_on : step->rests_on;
        assert_true(citation_is_none(rests_on) || source_resolves(sources, rests_on));
    }
    if (!is_served)
        return;
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        struct service_time start = attempt->dates[service_date_at(&rules, text_of(starts[i]))];
        assert_true(date_is_none(start.day) || date_compare(start.day, verdict->served_on) <= 0);
    }
    if (!date_is_none(now.day))
        assert_true(date_compare(verdict->served_on, now.day) <= 0);
    assert_false(text_is(opponent, "true"));
    assert_false(text_is(mode, "D2") && text_is(document, "mediation"));
    assert_false(text_is(mode, "D7") &&
                 (text_is(document, "mediation") || text_is(procedure, "simple") ||
                  text_is(procedure, "small_claims") || text_is_empty(procedure)));
}

static struct text
day_of(struct date date)
{
    return date_is_none(date) ? TEXT("") : date_text(date, arena);
}

static void
test_service__every_row_of_the_table(void **state)
{
    struct cases cases = cases_open(CASES "/service.cases", arena);
    int count = 0;
    (void)state;
    while (cases_next(&cases, 8)) {
        const struct service_attempt *attempt = attempt_of(&cases);
        const struct service_verdict *verdict = service_decide(&rules, &counting, attempt, arena);
        expect_steps(&cases, verdict);
        cases_expect(&cases, "outcome", service_outcome_text(verdict->outcome), cases.column[4]);
        cases_expect(&cases, "served on", day_of(verdict->served_on), cases.column[5]);
        cases_expect(&cases, "closed on", day_of(verdict->closed_on), cases.column[6]);
        expect_sound(attempt, verdict);
        count++;
    }
    assert_true(count > 200);
}

/* ---- every rule ---- */

struct earned {
    struct text list[2000]; /* "D1 signed" */
    size_t count;
};

static bool
is_earned(const struct earned *earned, struct text owner, struct text rule)
{
    struct text name = text_format(arena, "%.*s %.*s", TEXT_ARGS(owner), TEXT_ARGS(rule));
    for (size_t i = 0; i < earned->count; i++)
        if (text_equal(earned->list[i], name))
            return true;
    return false;
}

/* Whose rules were asked: those of the reason, of the mode it is like, of the mode used. */
static void
earn(struct earned *earned, struct text owner, const struct service_verdict *verdict)
{
    for (size_t i = 0; i < verdict->steps_count; i++) {
        if (is_earned(earned, owner, verdict->steps[i].rule))
            continue;
        assert_true(earned->count < sizeof earned->list / sizeof earned->list[0]);
        earned->list[earned->count++] =
            text_format(arena, "%.*s %.*s", TEXT_ARGS(owner), TEXT_ARGS(verdict->steps[i].rule));
    }
}

static void
expect_earned(const struct earned *earned, struct text owner, const struct service_rule *list,
              size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].then != SERVICE_GOES && !is_earned(earned, owner, list[i].name))
            fail_msg("service.cases has no row for %.*s %.*s", TEXT_ARGS(owner),
                     TEXT_ARGS(list[i].name));
}

/* The last of a mode stands for what the others leave over; where they leave nothing it has none.
 */
static size_t
without_rest(const struct service_mode *mode)
{
    const struct service_rule *last = &mode->rules[mode->rules_count - 1];
    return mode->rules_count - (last->then == SERVICE_FAILS ? 1 : 0);
}

static struct text
own_reason(const struct service_failure *failure)
{
    return text_is_empty(failure->like) ? failure->id : failure->like;
}

static void
test_service__every_rule_has_a_row(void **state)
{
    struct cases cases = cases_open(CASES "/service.cases", arena);
    struct earned *earned = ARENA_NEW(arena, struct earned);
    (void)state;
    while (cases_next(&cases, 8)) {
        const struct service_attempt *attempt = attempt_of(&cases);
        const struct service_verdict *verdict = service_decide(&rules, &counting, attempt, arena);
        struct text like = attempt->mode->like;
        earn(earned, text_is_empty(like) ? attempt->mode->id : like, verdict);
        earn(earned, TEXT("common"), verdict);
        if (attempt->failure != NULL)
            earn(earned, own_reason(attempt->failure), verdict);
    }
    expect_earned(earned, TEXT("common"), rules.common, rules.common_count);
    for (size_t i = 0; i < rules.modes_count; i++)
        if (rules.modes[i].rules_count > 0)
            expect_earned(earned, rules.modes[i].id, rules.modes[i].rules,
                          without_rest(&rules.modes[i]));
    for (size_t i = 0; i < rules.failures_count; i++)
        expect_earned(earned, rules.failures[i].id, rules.failures[i].rules,
                      rules.failures[i].rules_count);
}

static void
test_service__all_modes_and_reasons_are_there(void **state)
{
    (void)state;
    for (int i = 1; i <= 11; i++)
        assert_non_null(service_mode_find(&rules, text_format(arena, "D%d", i)));
    for (int i = 1; i <= 23; i++)
        assert_non_null(service_failure_find(&rules, text_format(arena, "R%02d", i)));
    assert_int_equal(rules.failures_count, 23);
}

/* ---- any facts ---- */

static uint64_t
draw(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void
draw_fact(uint64_t *seed, const struct service_fact *fact, struct text *place)
{
    static const struct text numbers[] = {TEXT_INIT("0"), TEXT_INIT("2"), TEXT_INIT("3"),
                                          TEXT_INIT("5")};
    if (draw(seed) % 4 == 0)
        return;
    switch (fact->type) {
    case SERVICE_BOOLEAN: *place = draw(seed) % 3 == 0 ? TEXT("false") : TEXT("true"); break;
    case SERVICE_CHOICE: *place = fact->choices[draw(seed) % fact->choices_count].id; break;
    case SERVICE_NUMBER: *place = numbers[draw(seed) % 4]; break;
    }
}

static void
draw_date(uint64_t *seed, struct service_time *time)
{
    struct date first;
    if (draw(seed) % 3 == 0)
        return;
    assert_true(date_from_civil((struct civil){2017, 6, 1}, &first));
    /* Mostly near each other, so that they agree now and then. */
    int base = draw(seed) % 5 == 0 ? (int)(draw(seed) % 3400) : 3200;
    time->day = date_add_days(first, base + (int)(draw(seed) % 8));
    time->has_time = draw(seed) % 2 == 0;
    time->at_ms = instant_of(time->day, (int)(draw(seed) % (24 * 60)), CHINA_OFFSET_MINUTES);
}

static void
draw_attempt(uint64_t *seed, struct service_attempt *attempt)
{
    const struct service_mode *mode = &rules.modes[draw(seed) % rules.modes_count];
    service_attempt_open(&rules, mode, attempt);
    for (size_t i = 0; i < rules.facts_count; i++)
        if (service_mode_has_fact(&rules, mode, rules.facts[i].id))
            draw_fact(seed, &rules.facts[i], &attempt->facts[i]);
    for (size_t i = 0; i < rules.dates_count; i++)
        if (service_mode_has_date(&rules, mode, rules.dates[i].id))
            draw_date(seed, &attempt->dates[i]);
    /* Most are not put off by what holds for every mode. */
    if (draw(seed) % 4 != 0) {
        attempt->facts[service_fact_at(&rules, TEXT("receiver_is_opponent"))] = TEXT("false");
        attempt->facts[service_fact_at(&rules, TEXT("capacity"))] = TEXT("full");
        attempt->facts[service_fact_at(&rules, TEXT("addressee"))] = TEXT("");
        attempt->dates[service_date_at(&rules, TEXT("now"))].day = DATE_NONE;
    }
    if (draw(seed) % 4 == 0)
        attempt->failure = &rules.failures[draw(seed) % rules.failures_count];
}

static void
test_service__no_day_before_sending_and_none_where_forbidden(void **state)
{
    uint64_t seed = UINT64_C(20260302);
    int served = 0;
    (void)state;
    for (int i = 0; i < 60000; i++) {
        struct arena *one = arena_open();
        struct service_attempt attempt;
        draw_attempt(&seed, &attempt);
        const struct service_verdict *verdict = service_decide(&rules, &counting, &attempt, one);
        expect_sound(&attempt, verdict);
        served += verdict->outcome == SERVICE_SERVED;
        arena_close(one);
    }
    assert_true(served > 500);
}

static bool
is_date_of(const struct service_attempt *attempt, struct date day)
{
    for (size_t i = 0; i < rules.dates_count; i++)
        if (date_compare(attempt->dates[i].day, day) == 0)
            return true;
    return false;
}

static bool
has_counted(const struct service_verdict *verdict)
{
    for (size_t i = 0; i < verdict->steps_count; i++)
        if (verdict->steps[i].counted != NULL)
            return true;
    return false;
}

static void
expect_no_invention(const struct cases *cases, const struct service_attempt *attempt,
                    struct text taken)
{
    const struct service_verdict *verdict = service_decide(&rules, &counting, attempt, arena);
    if (verdict->outcome == SERVICE_SERVED && !is_date_of(attempt, verdict->served_on) &&
        !has_counted(verdict))
        fail_msg("%s:%d: without %.*s the day of service comes of nothing", cases->path,
                 cases->line, TEXT_ARGS(taken));
    for (size_t i = 0; i < verdict->steps_count; i++)
        for (size_t n = 0; n < verdict->steps[i].found_count; n++)
            if (text_equal(verdict->steps[i].found[n].name, taken))
                fail_msg("%s:%d: %.*s was found, and nobody gave it", cases->path, cases->line,
                         TEXT_ARGS(taken));
}

/* Whatever is taken away from the dates of a verdict, no other day comes of nothing: the day of
 * service is one of the dates that are left, or follows a period from one. */
static void
test_service__what_nobody_knows_is_never_made_up(void **state)
{
    struct cases cases = cases_open(CASES "/service.cases", arena);
    int count = 0;
    (void)state;
    while (cases_next(&cases, 8)) {
        struct service_attempt *attempt = attempt_of(&cases);
        for (size_t i = 0; i < rules.dates_count; i++) {
            struct service_time taken = attempt->dates[i];
            if (date_is_none(taken.day))
                continue;
            attempt->dates[i] = (struct service_time){.day = DATE_NONE};
            expect_no_invention(&cases, attempt, rules.dates[i].id);
            attempt->dates[i] = taken;
            count++;
        }
    }
    assert_true(count > 300);
}

static void
test_service__older_articles_are_cited_by_their_number(void **state)
{
    static const struct {
        const char *signed_on, *cites;
    } rows[] = {{"2021-12-31", "CPL-2017:85"},
                {"2022-01-01", "CPL-2021:88"},
                {"2023-12-31", "CPL-2021:88"},
                {"2024-01-01", "CPL-2023:88"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct service_attempt attempt;
        service_attempt_open(&rules, service_mode_find(&rules, TEXT("D1")), &attempt);
        attempt.facts[service_fact_at(&rules, TEXT("receiver"))] = TEXT("self");
        assert_true(date_parse(text_of(rows[i].signed_on),
                               &attempt.dates[service_date_at(&rules, TEXT("signed"))].day));
        const struct service_verdict *verdict = service_decide(&rules, &counting, &attempt, arena);
        assert_string_equal(citation_text(verdict->steps[1].rests_on, arena).bytes, rows[i].cites);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_service__every_row_of_the_table),
        cmocka_unit_test(test_service__every_rule_has_a_row),
        cmocka_unit_test(test_service__all_modes_and_reasons_are_there),
        cmocka_unit_test(test_service__no_day_before_sending_and_none_where_forbidden),
        cmocka_unit_test(test_service__what_nobody_knows_is_never_made_up),
        cmocka_unit_test(test_service__older_articles_are_cited_by_their_number),
    };
    return cmocka_run_group_tests(tests, load_rules, drop_rules);
}
