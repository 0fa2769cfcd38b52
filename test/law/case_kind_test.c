/* case_kind_test.c: the kinds of case of rules/ with policies of courts, by the table. */
#include "harness/cases.h"
#include "law/case_kind.h"
#include "rule/case_kind_rule.h"
#include "rule/source_rule.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *arena;
static struct case_kinds kinds;

static int
open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct source_list sources;
    if (!source_rule_load(RULES, arena, &mistakes, &sources) ||
        !case_kind_rule_load(RULES, &sources, arena, &mistakes, &kinds))
        fail_msg("%s", mistakes_text(&mistakes, arena).bytes);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct date
day(const char *written)
{
    struct date date;
    assert_true(date_parse(text_of(written), &date));
    return date;
}

static struct policy_row
policy(const char *name, const char *value, const char *court, const char *from, struct date until)
{
    return (struct policy_row){.name = text_of(name),
                               .value = text_of(value),
                               .court = text_of(court),
                               .from = day(from),
                               .until = until};
}

static void
test_case_kind__cases(void **state)
{
    (void)state;
    const struct policy_row rows[] = {
        policy("case_kind.criminal_private", "on", "", "2025-01-01", DATE_NONE),
        policy("case_kind.administrative_first", "on", "JL7504", "2024-01-01", DATE_NONE),
        policy("case_kind.administrative_enforcement", "on", "JL7504", "2024-01-01", DATE_NONE),
        policy("case_kind.civil_first", "off", "JL7504", "2024-03-01", day("2024-03-31")),
    };
    const struct policy_set policies = {rows, sizeof rows / sizeof rows[0]};
    struct cases cases = cases_open(CASES "/case_kind.cases", arena);
    while (cases_next(&cases, 5)) {
        bool is_open = case_kind_is_open(&kinds, &policies, cases.column[1], cases.column[2],
                                         day(cases.column[3].bytes));
        cases_expect(&cases, "open", is_open ? TEXT("yes") : TEXT("no"), cases.column[4]);
    }
}

/* What a rule excludes no court can turn on. */
static void
test_case_kind__a_court_cannot_open_what_the_rule_excludes(void **state)
{
    (void)state;
    const struct policy_row rows[] = {
        policy("case_kind.criminal_private", "on", "", "2019-01-01", DATE_NONE)};
    const struct policy_set policies = {rows, 1};
    assert_false(case_kind_is_open(&kinds, &policies, TEXT("criminal_private"), TEXT("JL7502"),
                                   day("2021-01-31")));
    assert_true(case_kind_is_open(&kinds, &policies, TEXT("criminal_private"), TEXT("JL7502"),
                                  day("2021-02-01")));
}

static void
test_case_kind__all_seven_are_there(void **state)
{
    static const char *const ids[] = {"civil_first",          "enforcement_first",
                                      "administrative_first", "administrative_enforcement",
                                      "criminal_private",     "state_compensation",
                                      "civil_retrial"};
    (void)state;
    assert_int_equal(kinds.count, sizeof ids / sizeof ids[0]);
    for (size_t i = 0; i < kinds.count; i++) {
        const struct case_kind *kind = case_kind_find(&kinds, text_of(ids[i]));
        assert_non_null(kind);
        assert_int_equal(kind->is_enabled, i < 2);
        assert_non_null(case_kind_row_on(kind, day("2026-01-05")));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_case_kind__cases),
        cmocka_unit_test(test_case_kind__a_court_cannot_open_what_the_rule_excludes),
        cmocka_unit_test(test_case_kind__all_seven_are_there),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
