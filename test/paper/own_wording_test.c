/* own_wording_test.c: which sentences a court may say in its own words, and what such words may not
 * lose: a place, a particle, their length; and that what explains the law's "no" is not open. */
#include "paper/own_wording.h"
#include "paper/wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct guide_topic topic = {
    .id = TEXT_INIT("wages"),
    .title = {{TEXT_INIT("讨薪"), TEXT_INIT("체불임금"), TEXT_INIT("Wages")}},
    .steps = {(const struct words[]){{{TEXT_INIT("先"), TEXT_INIT("먼저"), TEXT_INIT("First")}},
                                     {{TEXT_INIT("后"), TEXT_INIT("다음"), TEXT_INIT("Then")}}},
              2},
};
static const struct guide guide = {&topic, 1};

static void
test_own_wording__what_explains_is_open_and_what_decides_is_not(void **state)
{
    static const struct {
        const char *key;
        bool is_open;
    } rows[] = {
        {"guide.lead", true},           {"help.phone", true},
        {"home.title", true},           {"courts.lead", true},
        {"notice.mail-phone", true},    {"notice.text", true},
        {"topic.wages.title", true},    {"topic.wages.steps.2", true},
        {"topic.wages.steps.3", false}, {"topic.wages.what", false}, /* it says nothing there */
        {"topic.rent.title", false},    {"notice.ways-lost", false},
        {"refusal.words-open", false},  {"derivation.start", false},
        {"paper.title", false},         {"done.title", false},
        {"guide.no-such", false},       {"", false},
    };
    struct arena *arena = arena_open();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct own_sentence sentence;
        if (own_wording_find(&guide, text_of(rows[i].key), arena, &sentence) != rows[i].is_open)
            fail_msg("%s is%s open", rows[i].key, rows[i].is_open ? " not" : "");
    }
    arena_close(arena);
}

static void
test_own_wording__places_and_particles_are_kept(void **state)
{
    static const struct {
        enum language language;
        const char *product, *said;
        enum refusal refusal;
        const char *place;
    } rows[] = {
        {LANGUAGE_ZH, "{court}：{what}", "{what}（{court}）", ALLOWED, ""},
        {LANGUAGE_ZH, "{court}：{what}", "{court}{court}：{what}", ALLOWED, ""},
        {LANGUAGE_ZH, "{court}：{what}", "{court}：", PLACE_MUST_BE_KEPT, "{what}"},
        {LANGUAGE_ZH, "{court}", "{court}和{day}", PLACE_MUST_BE_ONE_OF_THE_SENTENCE, "{day}"},
        {LANGUAGE_ZH, "{court}", "{Court}", PLACE_MUST_BE_ONE_OF_THE_SENTENCE, "{Court}"},
        {LANGUAGE_ZH, "{court}", "{court}{", PLACE_MUST_BE_ONE_OF_THE_SENTENCE, "{"},
        {LANGUAGE_ZH, "{court}", "{court}}", PLACE_MUST_BE_ONE_OF_THE_SENTENCE, "}"},
        {LANGUAGE_ZH, "{court}", "{{court}}", PLACE_MUST_BE_ONE_OF_THE_SENTENCE, "{{court}"},
        {LANGUAGE_ZH, "{court}", "{}", PLACE_MUST_BE_ONE_OF_THE_SENTENCE, "{}"},
        {LANGUAGE_ZH, "{court}", "{court:은/는}", PLACE_MUST_KEEP_ITS_FORMS, "{court:은/는}"},
        {LANGUAGE_KO, "{court:은/는}", "{court:이/가}", ALLOWED, ""},
        {LANGUAGE_KO, "{court:은/는}", "{court}는", PLACE_MUST_KEEP_ITS_FORMS, "{court:은/는}"},
        {LANGUAGE_KO, "{court:은/는}", "{court:는}", PLACE_MUST_KEEP_ITS_FORMS, "{court:는}"},
        {LANGUAGE_KO, "{court}", "{court:을/를}", ALLOWED, ""},
        {LANGUAGE_EN, "{n:day/days}", "{n:working day/working days}", ALLOWED, ""},
        {LANGUAGE_EN, "{n:day/days}", "{n} days", PLACE_MUST_KEEP_ITS_FORMS, "{n:day/days}"},
        {LANGUAGE_EN, "{n:day/days}", "{n:day/}", PLACE_MUST_KEEP_ITS_FORMS, "{n:day/}"},
        {LANGUAGE_ZH, "请看", "", FIELD_MUST_BE_GIVEN, ""},
        {LANGUAGE_ZH, "请看", "请<b>看</b>", WORDS_MUST_BE_PLAIN, ""},
        {LANGUAGE_ZH, "请看", "请\n看", WORDS_MUST_BE_PLAIN, ""},
        {LANGUAGE_ZH, "请看", "请\u200B看", WORDS_MUST_BE_PLAIN, ""},
        {LANGUAGE_ZH, "请看", "请\u202E看", WORDS_MUST_BE_PLAIN, ""},
        {LANGUAGE_ZH, "请看", "请看 & 请问", ALLOWED, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text place;
        enum refusal refusal = own_wording_check(TEXT("guide.lead"), text_of(rows[i].product),
                                                 text_of(rows[i].said), rows[i].language, &place);
        if (refusal != rows[i].refusal || !text_is(place, rows[i].place))
            fail_msg("%s: %s for %.*s", rows[i].said, refusal_name(refusal).bytes,
                     TEXT_ARGS(place));
    }
}

/* A text message is one of the network's: what stands around its news may not grow. */
static void
test_own_wording__a_text_message_does_not_grow(void **state)
{
    struct text product = wording("notice.text", LANGUAGE_ZH), place;
    struct arena *arena = arena_open();
    struct text longer = text_format(arena, "%.*s。", TEXT_ARGS(product));
    (void)state;
    assert_int_equal(own_wording_check(TEXT("notice.text"), product, longer, LANGUAGE_ZH, &place),
                     FIELD_MUST_BE_IN_BOUNDS);
    assert_int_equal(
        own_wording_check(TEXT("notice.mail-phone"), product, longer, LANGUAGE_ZH, &place),
        ALLOWED);
    /* Filled in twice it would grow, though what is written is no longer. */
    assert_int_equal(own_wording_check(TEXT("notice.text"), TEXT("{court}请您看看这里：{what}"),
                                       TEXT("{court}{what}{court}"), LANGUAGE_ZH, &place),
                     PLACE_MUST_BE_ONE_OF_THE_SENTENCE);
    assert_true(text_is(place, "{court}"));
    assert_int_equal(own_wording_check(TEXT("notice.text"), TEXT("{court}请{court}看：{what}"),
                                       TEXT("{court}{court}{what}"), LANGUAGE_ZH, &place),
                     ALLOWED);
    arena_close(arena);
}

/* Whatever the product says could be approved as it is: the check knows every form it uses. */
static void
test_own_wording__the_products_own_words_pass(void **state)
{
    const struct own_sentence *all;
    struct arena *arena = arena_open();
    size_t count = own_wording_list(&guide, arena, &all);
    (void)state;
    assert_true(count > 80);
    for (size_t i = 0; i < count; i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            struct text place, said = all[i].product.in[language];
            if (own_wording_check(all[i].key, said, said, (enum language)language, &place) !=
                ALLOWED)
                fail_msg("%.*s: %.*s", TEXT_ARGS(all[i].key), TEXT_ARGS(said));
        }
    }
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_wording__what_explains_is_open_and_what_decides_is_not),
        cmocka_unit_test(test_own_wording__places_and_particles_are_kept),
        cmocka_unit_test(test_own_wording__a_text_message_does_not_grow),
        cmocka_unit_test(test_own_wording__the_products_own_words_pass),
    };
    return cmocka_run_group_tests_name("own_wording", tests, NULL, NULL);
}
