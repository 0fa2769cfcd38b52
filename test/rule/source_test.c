/* source_test.c: the sources this network's rules rest on load, and are printed as laws are cited.
 */
#include "rule/rule_folder.h"
#include "rule/source_rule.h"
#include "rule/time_rule.h"

#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct source_list sources;

static int
open_sources(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    bool is_good = source_rule_load(RULES, arena, &mistakes, &sources);
    if (!is_good)
        print_error("%s", mistakes_text(&mistakes, arena).bytes);
    return is_good ? 0 : -1;
}

static int
close_sources(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const struct {
    const char *written, *zh, *ko, *en;
} printed[] = {
    {"CPL-2023:85", "《中华人民共和国民事诉讼法》第八十五条",
     "「중화인민공화국 민사소송법」 제85조", "Civil Procedure Law of the PRC, Article 85"},
    {"CPL-2023:127(1)", "《中华人民共和国民事诉讼法》第一百二十七条第（一）项",
     "「중화인민공화국 민사소송법」 제127조 제1호",
     "Civil Procedure Law of the PRC, Article 127, item (1)"},
    {"FEE481:22", "《诉讼费用交纳办法》第二十二条", "「소송비용 납부 방법」 제22조",
     "Measures on the Payment of Litigation Costs, Article 22"},
    {"CC:202", "《中华人民共和国民法典》第二百零二条", "「중화인민공화국 민법전」 제202조",
     "Civil Code of the PRC, Article 202"},
    {"HOL2026", "《国务院办公厅关于2026年部分节假日安排的通知》",
     "「2026년 일부 명절 휴가 배정에 관한 국무원 판공청 통지」",
     "State Council General Office Notice on Holidays in 2026"},
};

static void
test_source__a_citation_is_printed_in_three_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof printed / sizeof printed[0]; i++) {
        struct citation citation;
        const char *const expected[] = {printed[i].zh, printed[i].ko, printed[i].en};
        assert_true(citation_parse(text_of(printed[i].written), &citation));
        assert_true(source_resolves(&sources, citation));
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            assert_string_equal(
                source_citation_text(&sources, citation, (enum language)language, arena).bytes,
                expected[language]);
        assert_string_equal(citation_text(citation, arena).bytes, printed[i].written);
    }
}

static void
test_source__what_does_not_resolve_is_refused(void **state)
{
    static const char *const unknown[] = {"CPL-2023:307", "CPL-2023", "HOL2026:1", "FEE482:22"};
    struct citation citation;
    (void)state;
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        assert_true(citation_parse(text_of(unknown[i]), &citation));
        assert_false(source_resolves(&sources, citation));
    }
    assert_true(citation_parse(TEXT("CPL-2023:306"), &citation));
    assert_true(source_resolves(&sources, citation));
}

static void
test_citation__other_forms_are_refused(void **state)
{
    static const char *const wrong[] = {"",
                                        ":85",
                                        "CPL-2023:",
                                        "CPL-2023:0",
                                        "CPL-2023:085",
                                        "CPL-2023:85()",
                                        "CPL-2023:85(1",
                                        "CPL-2023:85(01)",
                                        "CPL-2023:85(1)(2)",
                                        "cpl-2023:85",
                                        "CPL 2023:85",
                                        "CPL-2023:85 ",
                                        "CPL-2023:2000",
                                        "-CPL:1",
                                        "CPL-2023:8a",
                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ:1"};
    struct citation citation;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (citation_parse(text_of(wrong[i]), &citation))
            fail_msg("taken: %s", wrong[i]);
    }
}

static void
test_source__numerals_are_those_of_laws(void **state)
{
    static const struct {
        int number;
        const char *numeral;
    } cases[] = {{1, "一"},
                 {10, "十"},
                 {15, "十五"},
                 {20, "二十"},
                 {85, "八十五"},
                 {100, "一百"},
                 {105, "一百零五"},
                 {110, "一百一十"},
                 {115, "一百一十五"},
                 {127, "一百二十七"},
                 {550, "五百五十"},
                 {1001, "一千零一"},
                 {1010, "一千零一十"},
                 {1260, "一千二百六十"},
                 {9999, "九千九百九十九"}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(source_numeral(cases[i].number, arena).bytes, cases[i].numeral);
}

/* A folder of rules and everything that is wrong with it: the sentences stand in the file
 * `expected` beside it. */
static void
expect_mistakes(const char *folder)
{
    struct time_rules rules;
    struct mistakes mistakes = mistakes_open(arena);
    char expected[8192] = "";
    FILE *file = fopen(text_format(arena, "%s.expected", folder).bytes, "rb");
    assert_non_null(file);
    expected[fread(expected, 1, sizeof expected - 1, file)] = '\0';
    fclose(file);
    assert_false(time_rule_load(folder, arena, &mistakes, &rules));
    assert_string_equal(mistakes_text(&mistakes, arena).bytes, expected);
}

static void
test_time_rule__every_mistake_of_every_file_is_named(void **state)
{
    (void)state;
    assert_int_equal(chdir(FOLDER), 0);
    expect_mistakes("bad_rules");
}

static void
test_time_rule__what_no_single_field_shows_is_found(void **state)
{
    (void)state;
    assert_int_equal(chdir(FOLDER), 0);
    expect_mistakes("odd_rules");
}

static void
test_rule_folder__option_before_environment_before_program(void **state)
{
    (void)state;
    assert_string_equal(rule_folder_find("a", "b", arena).bytes, "a");
    assert_string_equal(rule_folder_find(NULL, "b", arena).bytes, "b");
    assert_string_equal(rule_folder_find("", "b", arena).bytes, "b");
    /* This program lies in build/test/rule, beside which there are no rules. */
    assert_true(text_is_empty(rule_folder_find(NULL, NULL, arena)));
    assert_true(text_is_empty(rule_folder_find("", "", arena)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_source__a_citation_is_printed_in_three_languages),
        cmocka_unit_test(test_source__what_does_not_resolve_is_refused),
        cmocka_unit_test(test_citation__other_forms_are_refused),
        cmocka_unit_test(test_source__numerals_are_those_of_laws),
        cmocka_unit_test(test_time_rule__every_mistake_of_every_file_is_named),
        cmocka_unit_test(test_time_rule__what_no_single_field_shows_is_found),
        cmocka_unit_test(test_rule_folder__option_before_environment_before_program),
    };
    return cmocka_run_group_tests(tests, open_sources, close_sources);
}
