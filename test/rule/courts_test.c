/* courts_test.c: what a keeper of the rules is told about numbers, causes, networks and
 * jurisdiction. The folder bad_courts/ holds mistakes; the sentences are those of
 * bad_courts.expected. */
#include "rule/case_kind_rule.h"
#include "rule/case_type_rule.h"
#include "rule/cause_rule.h"
#include "rule/jurisdiction_rule.h"
#include "rule/network_rule.h"
#include "rule/source_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void
test_courts__every_mistake_is_named_with_its_place(void **state)
{
    (void)state;
    struct arena *arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct source_list sources;
    struct case_types types;
    struct case_kinds kinds;
    struct cause_editions editions;
    struct jurisdiction_rules rules;
    assert_int_equal(chdir(FOLDER), 0);
    assert_true(source_rule_load("bad_courts", arena, &mistakes, &sources));
    assert_false(case_type_rule_load("bad_courts", &sources, arena, &mistakes, &types));
    assert_false(case_kind_rule_load("bad_courts", &sources, arena, &mistakes, &kinds));
    assert_false(cause_rule_load("bad_courts", &sources, arena, &mistakes, &editions));
    assert_false(cause_rule_load("bad_courts/unfit", &sources, arena, &mistakes, &editions));
    assert_null(network_rule_load("bad_courts/network.yaml", arena, &mistakes));
    assert_null(network_rule_load("bad_courts/unfit/network.yaml", arena, &mistakes));
    const struct network *network =
        network_rule_load(RULES "/network/yanbian.yaml", arena, &mistakes);
    assert_non_null(network);
    assert_false(jurisdiction_rule_load("bad_courts", &sources, network, arena, &mistakes, &rules));
    assert_false(
        jurisdiction_rule_load("bad_courts/unfit", &sources, network, arena, &mistakes, &rules));

    static char expected[16 * 1024];
    FILE *file = fopen("bad_courts.expected", "rb");
    assert_non_null(file);
    expected[fread(expected, 1, sizeof expected - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(mistakes_text(&mistakes, arena).bytes, expected);
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_courts__every_mistake_is_named_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
