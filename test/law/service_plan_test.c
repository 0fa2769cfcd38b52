/* service_plan_test.c: the ways in which papers are served, by the table; and that every ground
 * rests on something that is there. */
#include "harness/cases.h"
#include "law/service_plan.h"
#include "rule/time_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int
open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void
set_mark(const struct cases *cases, struct text word, struct service_plan_asked *asked)
{
    struct text value = word, name = text_cut(&value, '=');
    const struct {
        const char *name;
        bool *place;
    } marks[] = {
        {"consents", &asked->consents},
        {"account", &asked->has_account},
        {"address", &asked->has_address},
        {"stated", &asked->is_stated},
        {"counter", &asked->at_the_counter},
        {"far", &asked->is_far},
        {"opponent", &asked->receiver_is_opponent},
        {"summary", &asked->is_summary},
    };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (!text_is(name, marks[i].name))
            continue;
        *marks[i].place = true;
        asked->chosen = i == 0 ? value : asked->chosen;
        return;
    }
    fail_msg("%s:%d: no mark %.*s", cases->path, cases->line, TEXT_ARGS(name));
}

static struct text
plan_text(const struct service_plan *plan)
{
    struct buffer said = buffer_open(arena, 200);
    for (size_t i = 0; i < plan->count; i++) {
        const struct service_plan_step *step = &plan->steps[i];
        struct text word = service_ground_word(step->ground);
        buffer_add_format(&said, "%s%.*s%s%.*s:%.*s", i > 0 ? " " : "", TEXT_ARGS(step->way.mode),
                          text_is_empty(step->way.channel) ? "" : "/", TEXT_ARGS(step->way.channel),
                          TEXT_ARGS(word));
    }
    if (plan->must_convert)
        buffer_add_format(&said, "%sconvert", plan->count > 0 ? " " : "");
    return buffer_text(&said);
}

static void
test_service_plan__ways_follow_one_another(void **state)
{
    struct cases cases = cases_open(CASES "/service_plan.cases", arena);
    (void)state;
    while (cases_next(&cases, 4)) {
        struct service_plan_asked asked = {.consents = false};
        struct service_way failed[SERVICE_TRIED_MAX];
        struct service_plan plan;
        struct text marks = cases.column[1], tried = cases.column[2];
        while (!text_is_empty(marks))
            set_mark(&cases, text_cut(&marks, ' '), &asked);
        while (!text_is_empty(tried)) {
            struct text channel = text_cut(&tried, ' '), mode = text_cut(&channel, '/');
            failed[asked.failed_count++] = (struct service_way){mode, channel};
        }
        asked.failed = failed;
        service_plan_make(&asked, &plan);
        cases_expect(&cases, "plan", plan_text(&plan), cases.column[3]);
    }
}

/* "03-05?" is presumed, "-" not served. */
static void
expect_settled(const char *results, int expected)
{
    struct service_result all[8];
    size_t count = 0;
    struct text rest = text_of(results);
    while (!text_is_empty(rest)) {
        struct text word = text_cut(&rest, ' ');
        struct service_result *one = &all[count++];
        *one = (struct service_result){.served_on = DATE_NONE, .closed_on = DATE_NONE};
        one->is_served = !text_is(word, "-");
        one->is_presumed = word.length > 5 && word.bytes[5] == '?';
        if (one->is_served)
            assert_true(date_parse(text_format(arena, "2026-%.5s", word.bytes), &one->served_on));
    }
    assert_int_equal(service_plan_settle(all, count), expected);
}

static void
test_service_plan__the_earliest_valid_attempt_counts(void **state)
{
    (void)state;
    expect_settled("", -1);
    expect_settled("- -", -1);
    expect_settled("- 03-05", 1);
    expect_settled("03-05 03-04", 1);
    expect_settled("03-04 03-05", 0);
    expect_settled("03-04? 03-04", 1);
    expect_settled("03-04 03-04?", 0);
    expect_settled("03-04? 03-05", 0);
}

static void
test_service_plan__each_ground_rests_on_an_article_that_is_there(void **state)
{
    struct mistakes mistakes = mistakes_open(arena);
    struct time_rules times;
    (void)state;
    assert_true(time_rule_load(RULES, arena, &mistakes, &times));
    for (int i = 0; i < SERVICE_GROUND_COUNT; i++)
        assert_true(
            source_resolves(&times.sources, service_ground_rests_on((enum service_ground)i)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_service_plan__ways_follow_one_another),
        cmocka_unit_test(test_service_plan__the_earliest_valid_attempt_counts),
        cmocka_unit_test(test_service_plan__each_ground_rests_on_an_article_that_is_there),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
