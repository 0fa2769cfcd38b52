/* wording_test.c: the language a browser asks for, and sentences with their places filled. */
#include "paper/wording.h"

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
test_wording__the_language_weighed_highest_is_taken(void **state)
{
    static const struct {
        const char *header;
        enum language expected;
    } rows[] = {
        {"", LANGUAGE_ZH},
        {"ko", LANGUAGE_KO},
        {"ko-KR,ko;q=0.9,en;q=0.8", LANGUAGE_KO},
        {"en-GB, zh;q=0.5", LANGUAGE_EN},
        {"fr, en;q=0.3, ko;q=0.7", LANGUAGE_KO},
        {"EN", LANGUAGE_EN},
        {"zh-CN,ko;q=1.0", LANGUAGE_ZH},
        {"ko;q=0", LANGUAGE_ZH},
        {"ko;q=x, en;q=0.1", LANGUAGE_EN},
        {"kok, *;q=0.5", LANGUAGE_ZH},
        {",,;;q==,ko;q=0.001", LANGUAGE_KO},
        {"en;q=9", LANGUAGE_EN},
        {"ko;q=0.8, en;q=0.81", LANGUAGE_EN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (language_from_header(text_of(rows[i].header)) != rows[i].expected)
            fail_msg("%s", rows[i].header);
    }
}

static void
test_wording__korean_particles_follow_the_last_sound(void **state)
{
    static const struct {
        const char *sentence, *value, *expected;
    } rows[] = {
        {"{court:은/는} 열려 있습니다", "화룡법원", "화룡법원은 열려 있습니다"},
        {"{court:은/는} 열려 있습니다", "허브", "허브는 열려 있습니다"},
        {"{court:으로/로}", "화룡법원", "화룡법원으로"},
        {"{court:으로/로}", "서울", "서울로"},
        {"{court:을/를}", "서울", "서울을"},
        {"{court:과/와}", "연길", "연길과"},
        {"{court:으로/로}", "허브", "허브로"},
        {"{court:이/가}", "「연길」", "「연길」이"},
        {"{court:이/가}", "(허브)", "(허브)가"},
        {"{court:이/가}", "和龙林区基层法院", "和龙林区基层法院이(가)"},
        {"{court:으로/로}", "ABC", "ABC(으)로"},
        {"{court:이/가}", "", "이(가)"},
        {"{court:이/가}", "3", "3이"},
        {"{court:이/가}", "2", "2가"},
        {"{court:을/를}", "10", "10을"},
        {"{court:으로/로}", "1", "1로"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wording_value value = {"court", text_of(rows[i].value)};
        struct text filled =
            wording_fill_in(text_of(rows[i].sentence), LANGUAGE_KO, &value, 1, arena);
        assert_string_equal(text_terminated(filled, arena), rows[i].expected);
    }
}

static void
test_wording__english_counts(void **state)
{
    struct wording_value value = {"count", TEXT("1")};
    struct text sentence = TEXT("{count:day/days} left");
    (void)state;
    struct text filled = wording_fill_in(sentence, LANGUAGE_EN, &value, 1, arena);
    assert_string_equal(text_terminated(filled, arena), "1 day left");
    value.value = TEXT("12");
    filled = wording_fill_in(sentence, LANGUAGE_EN, &value, 1, arena);
    assert_string_equal(text_terminated(filled, arena), "12 days left");
}

static void
test_wording__values_are_not_read_again(void **state)
{
    struct wording_value values[] = {{"a", TEXT("{b}")}, {"b", TEXT("乙")}};
    struct text sentence = TEXT("{a}、{b}、{c}、{{a}}、{");
    (void)state;
    struct text filled = wording_fill_in(sentence, LANGUAGE_ZH, values, 2, arena);
    assert_string_equal(text_terminated(filled, arena), "{b}、乙、{c}、{a}、{");
}

static void
test_wording__every_sentence_is_found_and_says_something(void **state)
{
    (void)state;
    assert_true(wording_table_count > 0);
    for (size_t i = 0; i < wording_table_count; i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            struct text text = wording(wording_table[i].key, (enum language)language);
            assert_true(text_equal(text, wording_table[i].in[language]));
            assert_true(text.length > 0 && text.length == strlen(text.bytes));
            assert_true(text_is_utf8(text) && !text_has_hidden(text));
        }
    }
    assert_true(text_is(wording("no.such.key", LANGUAGE_KO), "no.such.key"));
    assert_string_equal(language_tag(LANGUAGE_ZH), "zh-CN");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wording__the_language_weighed_highest_is_taken),
        cmocka_unit_test(test_wording__korean_particles_follow_the_last_sound),
        cmocka_unit_test(test_wording__english_counts),
        cmocka_unit_test(test_wording__values_are_not_read_again),
        cmocka_unit_test(test_wording__every_sentence_is_found_and_says_something),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
