/* guide_test.c: our guide is whole and found by what people type; a guide that points nowhere is
 * refused with its line. */
#include "harness/cases.h"
#include "rule/guide_rule.h"
#include "rule/rulebook.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct rulebook *rules;

static int
open_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    rules = rulebook_open(RULES, &mistakes);
    print_error("%s", mistakes_text(&mistakes, arena).bytes);
    return rules == NULL ? -1 : 0;
}

static int
close_rules(void **state)
{
    (void)state;
    rulebook_close(rules);
    arena_close(arena);
    return 0;
}

static void
test_guide__people_find_their_topic_by_their_own_words(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES, arena);
    int rows = 0;
    while (cases_next(&cases, 2)) {
        const struct guide_topic *const *found;
        size_t count = guide_search(&rules->guide, cases.column[0], arena, &found);
        struct text first = count == 0 ? TEXT("") : found[0]->id;
        if (!text_equal(first, cases.column[1]))
            fail_msg("%s:%d: found %.*s", cases.path, cases.line, TEXT_ARGS(first));
        rows++;
    }
    assert_true(rows > 25);
}

static void
test_guide__a_text_that_is_too_long_finds_nothing(void **state)
{
    const struct guide_topic *const *found;
    char *typed = arena_take(arena, GUIDE_SEARCH_BYTES_MAX + 1);
    (void)state;
    for (size_t i = 0; i < GUIDE_SEARCH_BYTES_MAX; i += 6)
        memcpy(typed + i, "传票", 6);
    assert_int_equal(
        guide_search(&rules->guide, (struct text){typed, GUIDE_SEARCH_BYTES_MAX}, arena, &found),
        1);
    assert_int_equal(guide_search(&rules->guide, (struct text){typed, GUIDE_SEARCH_BYTES_MAX + 1},
                                  arena, &found),
                     0);
}

/* The network publishes seven. */
static void
test_guide__the_services_of_the_network_are_seven(void **state)
{
    int services = 0;
    (void)state;
    for (size_t i = 0; i < rules->guide.count; i++)
        services += rules->guide.topics[i].is_service;
    assert_int_equal(services, 7);
    assert_non_null(guide_find(&rules->guide, TEXT("wages")));
    assert_null(guide_find(&rules->guide, TEXT("wage")));
    assert_null(guide_find(&rules->guide, TEXT("")));
}

static void
test_guide__every_mistake_is_named_with_its_place(void **state)
{
    static char expected[16 * 1024];
    struct mistakes mistakes = mistakes_open(arena);
    struct guide guide;
    (void)state;
    assert_int_equal(chdir(FOLDER), 0);
    assert_false(guide_rule_load("bad_guide", &rules->time.sources, &rules->time.periods,
                                 &rules->procedures, arena, &mistakes, &guide));
    assert_false(guide_rule_load("bad_guide/none", &rules->time.sources, &rules->time.periods,
                                 &rules->procedures, arena, &mistakes, &guide));
    FILE *file = fopen("bad_guide.expected", "rb");
    assert_non_null(file);
    expected[fread(expected, 1, sizeof expected - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(mistakes_text(&mistakes, arena).bytes, expected);
}

static bool
is_kept(struct text name)
{
    for (size_t i = 0; i < rules->files_count; i++) {
        if (text_equal(rules->files[i].name, name))
            return true;
    }
    return false;
}

/* What a node works under enters its record, whichever folder it lies in; only the directory of the
 * network goes a way of its own. */
static void
test_rulebook__keeps_every_file_it_reads(void **state)
{
    glob_t found;
    (void)state;
    assert_int_equal(glob(RULES "/*.yaml", 0, NULL, &found), 0);
    assert_int_equal(glob(RULES "/*/*.yaml", GLOB_APPEND, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *name = found.gl_pathv[i] + strlen(RULES "/");
        if (strncmp(name, "network/", strlen("network/")) != 0 && !is_kept(text_of(name)))
            fail_msg("%s is read and not kept", name);
    }
    globfree(&found);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_guide__people_find_their_topic_by_their_own_words),
        cmocka_unit_test(test_guide__a_text_that_is_too_long_finds_nothing),
        cmocka_unit_test(test_guide__the_services_of_the_network_are_seven),
        cmocka_unit_test(test_guide__every_mistake_is_named_with_its_place),
        cmocka_unit_test(test_rulebook__keeps_every_file_it_reads),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
