/* fees_test.c: what a keeper of the rules is told about fees. The folder bad_fees/ holds mistakes;
 * the sentences are those of bad_fees.expected. */
#include "rule/fee_rule.h"
#include "rule/policy_rule.h"
#include "rule/source_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void
test_fees__every_mistake_is_named_with_its_place(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct source_list sources;
    struct fee_rules rules;
    assert_int_equal(chdir(FOLDER), 0);
    assert_true(source_rule_load("bad_fees", arena, &mistakes, &sources));
    assert_false(fee_rule_load("bad_fees", &sources, NULL, arena, &mistakes, &rules));
    assert_false(fee_rule_load("bad_fees/unfit", &sources, NULL, arena, &mistakes, &rules));

    static char expected[16 * 1024];
    FILE *file = fopen("bad_fees.expected", "rb");
    assert_non_null(file);
    expected[fread(expected, 1, sizeof expected - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(mistakes_text(&mistakes, arena).bytes, expected);
    arena_close(arena);
}

/* The values of this repository: both policies have one for every day. What provinces and courts
 * have fixed is theirs to change. */
static void
test_fees__ours_are_whole(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct source_list sources;
    struct policy_set policies;
    struct fee_rules rules;
    struct date first;
    assert_true(source_rule_load(RULES, arena, &mistakes, &sources));
    assert_true(policy_rule_load(RULES, &sources, arena, &mistakes, &policies));
    assert_true(fee_rule_load(RULES, &sources, &policies, arena, &mistakes, &rules));
    assert_int_equal(rules.tariffs_count, 20);
    assert_int_equal(rules.digest.length, 64);
    assert_true(date_parse(TEXT("2007-04-01"), &first));
    assert_int_equal(date_compare(rules.first, first), 0);
    assert_true(
        text_is(policy_value(&policies, TEXT("fee_rounding"), TEXT(""), first), "fen_half_up"));
    assert_true(text_is(policy_value(&policies, TEXT("fee_joined"), TEXT(""), first), "each"));
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fees__every_mistake_is_named_with_its_place),
        cmocka_unit_test(test_fees__ours_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
