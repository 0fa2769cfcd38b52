/* case_number_test.c: case numbers by their table, against the type codes of rules/. */
#include "harness/cases.h"
#include "law/case_number.h"
#include "rule/case_type_rule.h"
#include "rule/source_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena, *rules;
static struct case_types types;

static int
open_arenas(void **state)
{
    (void)state;
    arena = arena_open();
    rules = arena_open();
    struct mistakes mistakes = mistakes_open(rules);
    struct source_list sources;
    if (!source_rule_load(RULES, rules, &mistakes, &sources) ||
        !case_type_rule_load(RULES, &sources, rules, &mistakes, &types))
        fail_msg("%s", mistakes_text(&mistakes, rules).bytes);
    return 0;
}

static int
close_arenas(void **state)
{
    (void)state;
    arena_close(arena);
    arena_close(rules);
    return 0;
}

static enum number_reason
read_and_check(struct text written, struct date on, struct case_number *number)
{
    enum number_reason reason = case_number_read(written, arena, number);
    return reason == NUMBER_IS_VALID ? case_number_check(number, &types, on) : reason;
}

static void
test_case_number__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/case_number.cases", arena);
    while (cases_next(&cases, 5)) {
        struct case_number number;
        struct date on = DATE_NONE;
        if (!text_is_empty(cases.column[2]))
            assert_true(date_parse(cases.column[2], &on));
        enum number_reason reason = read_and_check(cases.column[1], on, &number);
        cases_expect(&cases, "reason", number_reason_key(reason), cases.column[3]);
        if (reason == NUMBER_IS_VALID)
            cases_expect(&cases, "number", case_number_text(&number, arena), cases.column[4]);
    }
}

static void
test_case_number__parts(void **state)
{
    (void)state;
    struct case_number number;
    assert_int_equal(case_number_read(TEXT("（2026）吉7502民初22号之三"), arena, &number),
                     NUMBER_IS_VALID);
    assert_int_equal(number.year, 2026);
    assert_true(text_is(number.court_code, "吉7502"));
    assert_true(text_is(number.type, "民初"));
    assert_int_equal(number.serial, 22);
    assert_int_equal(number.suffix, 3);
}

/* What is written is read back as it was, for every suffix and every code of the table. */
static void
test_case_number__text_and_back(void **state)
{
    (void)state;
    for (int suffix = 0; suffix <= CASE_NUMBER_SUFFIX_MAX; suffix++) {
        struct case_number number = {2026, TEXT("吉75"), TEXT("民终"), suffix + 1, suffix}, back;
        struct text text = case_number_text(&number, arena);
        assert_int_equal(case_number_read(text, arena, &back), NUMBER_IS_VALID);
        assert_int_equal(back.suffix, suffix);
        assert_int_equal(back.serial, suffix + 1);
    }
    for (size_t i = 0; i < types.count; i++) {
        struct case_number number = {2020, TEXT("最高法"), types.types[i].code, 7, 0}, back;
        struct text text = case_number_text(&number, arena);
        assert_int_equal(read_and_check(text, DATE_NONE, &back), NUMBER_IS_VALID);
        assert_true(text_equal(back.type, types.types[i].code));
    }
}

static void
test_case_number__court_codes(void **state)
{
    (void)state;
    assert_true(case_number_is_court_code(TEXT("吉")));
    assert_true(case_number_is_court_code(TEXT("吉75")));
    assert_true(case_number_is_court_code(TEXT("吉7502")));
    assert_true(case_number_is_court_code(TEXT("最高法")));
    assert_false(case_number_is_court_code(TEXT("吉750")));
    assert_false(case_number_is_court_code(TEXT("吉7502民")));
    assert_false(case_number_is_court_code(TEXT("")));
}

/* Cut anywhere, or with one byte broken, it is no number; only what stands before the suffix is. */
static void
test_case_number__any_bytes_are_answered(void **state)
{
    (void)state;
    static const char whole[] = "（2026）吉7502民初22号之一";
    const size_t plain = sizeof "（2026）吉7502民初22号" - 1, length = sizeof whole - 1;
    for (size_t at = 0; at < length; at++) {
        struct case_number number;
        char bytes[sizeof whole];
        memcpy(bytes, whole, sizeof whole);
        assert_int_equal(case_number_read((struct text){bytes, at}, arena, &number) ==
                             NUMBER_IS_VALID,
                         at == plain);
        bytes[at] = (char)0xFF;
        assert_int_not_equal(case_number_read((struct text){bytes, length}, arena, &number),
                             NUMBER_IS_VALID);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_case_number__cases),
        cmocka_unit_test(test_case_number__parts),
        cmocka_unit_test(test_case_number__text_and_back),
        cmocka_unit_test(test_case_number__court_codes),
        cmocka_unit_test(test_case_number__any_bytes_are_answered),
    };
    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
