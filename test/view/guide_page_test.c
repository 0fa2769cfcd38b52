/* guide_page_test.c: a topic shows the papers and times of the rules of its day, in the reader's
 * language, and nothing of what is not in force. */
#include "view/guide_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct rulebook *rules;
static struct date today;

static int
open_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    rules = rulebook_open(RULES, &mistakes);
    return rules != NULL && date_parse(TEXT("2026-11-28"), &today) ? 0 : -1;
}

static int
close_rules(void **state)
{
    (void)state;
    rulebook_close(rules);
    arena_close(arena);
    return 0;
}

static struct guide_topic_page
topic_of(enum language language, const char *id, struct date on)
{
    const struct view view = {.language = language, .arena = arena};
    const struct guide_topic *topic = guide_find(&rules->guide, text_of(id));
    struct guide_topic_page page;
    assert_non_null(topic);
    guide_topic_fill(&view, rules, topic, on, &page);
    return page;
}

/* A source that resolves is printed with its name, not as CPL-2023:126. */
static bool
is_short_form(struct text source)
{
    return source.length > 0 && memchr(source.bytes, ':', source.length) != NULL;
}

static void
check_whole(const struct guide_topic *topic, const struct guide_topic_page *page)
{
    bool is_whole = !text_is_empty(page->title) && !text_is_empty(page->what) &&
                    !text_is_empty(page->cost) && !text_is_empty(page->helps) &&
                    page->steps_count > 0 && page->papers_count > 0 &&
                    page->times_count == (int)topic->times_count && page->sources_count > 0;
    for (int i = 0; i < page->papers_count; i++)
        is_whole = is_whole && !text_is_empty(page->papers[i].name);
    for (int i = 0; i < page->times_count; i++)
        is_whole = is_whole && !text_is_empty(page->times[i].length) &&
                   !is_short_form(page->times[i].rests_on);
    for (int i = 0; i < page->sources_count; i++)
        is_whole = is_whole && !is_short_form(page->sources[i]);
    if (!is_whole)
        fail_msg("%.*s is not whole", TEXT_ARGS(topic->id));
}

static void
test_guide_page__every_topic_is_whole_in_three_languages(void **state)
{
    (void)state;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        for (size_t i = 0; i < rules->guide.count; i++) {
            const struct guide_topic *topic = &rules->guide.topics[i];
            struct guide_topic_page page =
                topic_of((enum language)language, topic->id.bytes, today);
            check_whole(topic, &page);
        }
    }
}

static void
test_guide_page__papers_are_those_of_the_procedure(void **state)
{
    (void)state;
    struct guide_topic_page page = topic_of(LANGUAGE_ZH, "cross-filing", today);
    const struct procedure *procedure =
        rulebook_procedure_in_force(rules, TEXT("civil_filing"), today);
    assert_int_equal(page.papers_count, procedure->items_count);
    assert_string_equal(page.papers[0].name.bytes, "起诉状");
    assert_true(text_is(page.papers[0].when, "都要"));
    assert_true(text_is(page.papers[2].when, "有的要")); /* of an agent */
    assert_true(text_is(page.papers[8].when, "可以不带"));
    page = topic_of(LANGUAGE_ZH, "payment", today);
    assert_int_equal(page.papers_count, 1); /* no procedure lists them */
    assert_true(text_is_empty(page.papers[0].when));
}

static void
test_guide_page__times_are_those_of_the_catalogue(void **state)
{
    (void)state;
    struct guide_topic_page page = topic_of(LANGUAGE_ZH, "preservation", today);
    assert_int_equal(page.times_count, 2);
    assert_true(text_is(page.times[0].length, "48小时"));
    assert_true(text_is(page.times[1].length, "30日"));
    page = topic_of(LANGUAGE_EN, "cross-filing", today);
    assert_true(text_is(page.times[1].length, "7 days"));
}

/* Before the law was in force no period of it is shown, and the procedure lists no papers. */
static void
test_guide_page__what_is_not_in_force_is_left_out(void **state)
{
    struct date before;
    (void)state;
    assert_true(date_parse(TEXT("2000-01-01"), &before));
    struct guide_topic_page page = topic_of(LANGUAGE_ZH, "cross-filing", before);
    assert_int_equal(page.papers_count, 0);
}

static void
test_guide_page__words_lead_to_topics_and_causes(void **state)
{
    const struct view view = {.language = LANGUAGE_ZH, .arena = arena};
    struct guide_page page;
    (void)state;
    guide_page_fill(&view, rules, TEXT("欠工钱"), today, &page);
    assert_true(page.was_searched);
    assert_string_equal(page.found[0].address.bytes, "/guide/wages");
    assert_string_equal(page.causes[0].title.bytes, "劳务合同纠纷");
    assert_string_equal(page.causes[0].address.bytes, "/apply?q=劳务合同纠纷");
    assert_true(page.causes_count <= 4);
    guide_page_fill(&view, rules, TEXT("量子计算机"), today, &page);
    assert_int_equal(page.found_count + page.causes_count, 0);
    guide_page_fill(&view, rules, TEXT(""), today, &page);
    assert_false(page.was_searched);
    assert_int_equal(page.services_count, 7);
    assert_int_equal(page.services_count + page.others_count, rules->guide.count);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guide_page__every_topic_is_whole_in_three_languages),
        cmocka_unit_test(test_guide_page__papers_are_those_of_the_procedure),
        cmocka_unit_test(test_guide_page__times_are_those_of_the_catalogue),
        cmocka_unit_test(test_guide_page__what_is_not_in_force_is_left_out),
        cmocka_unit_test(test_guide_page__words_lead_to_topics_and_causes),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
