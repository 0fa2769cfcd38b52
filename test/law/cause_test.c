/* cause_test.c: the lists of causes of rules/ by their tables. */
#include "harness/cases.h"
#include "law/cause.h"
#include "rule/cause_rule.h"
#include "rule/source_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena, *rules;
static struct cause_editions editions;

static int
open_arenas(void **state)
{
    (void)state;
    arena = arena_open();
    rules = arena_open();
    struct mistakes mistakes = mistakes_open(rules);
    struct source_list sources;
    if (!source_rule_load(RULES, rules, &mistakes, &sources) ||
        !cause_rule_load(RULES, &sources, rules, &mistakes, &editions))
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

static const struct cause_edition *
edition_of(struct text day)
{
    struct date filed;
    assert_true(date_parse(day, &filed));
    return cause_edition_on(&editions, filed);
}

static struct text
environment_word(const struct cause *cause)
{
    static const char *const words[] = {"no", "ask", "yes"};
    return text_of(words[cause->environment]);
}

static void
test_cause__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/cause.cases", arena);
    while (cases_next(&cases, 8)) {
        const struct cause_edition *edition = edition_of(cases.column[1]);
        const struct cause *cause = cause_find(edition, cases.column[2]);
        cases_expect(&cases, "name", cause == NULL ? TEXT("") : cause->name.in[LANGUAGE_ZH],
                     cases.column[3]);
        if (cause == NULL)
            continue;
        const struct cause *parent = cause_parent(edition, cause);
        cases_expect(&cases, "group", cause->group, cases.column[4]);
        cases_expect(&cases, "level", text_format(arena, "%d", cause_level(cause)),
                     cases.column[5]);
        cases_expect(&cases, "parent", parent == NULL ? TEXT("") : parent->number, cases.column[6]);
        cases_expect(&cases, "environment", environment_word(cause), cases.column[7]);
    }
}

static void
test_cause_search__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/cause_search.cases", arena);
    while (cases_next(&cases, 5)) {
        const struct cause *const *found;
        size_t count = cause_search(edition_of(cases.column[1]), cases.column[2], arena, &found);
        cases_expect(&cases, "first", count == 0 ? TEXT("") : found[0]->number, cases.column[3]);
        cases_expect(&cases, "name", count == 0 ? TEXT("") : found[0]->name.in[LANGUAGE_ZH],
                     cases.column[4]);
    }
}

/* Every everyday word leads to its cause, and every name to itself. */
static void
test_cause_search__every_word_and_name_finds_its_cause(void **state)
{
    (void)state;
    for (size_t e = 0; e < editions.count; e++)
        for (size_t i = 0; i < editions.editions[e].count; i++) {
            const struct cause_edition *edition = &editions.editions[e];
            const struct cause *cause = &edition->causes[i];
            for (size_t w = 0; w <= cause->everyday_count; w++) {
                struct text typed = w == 0 ? cause->name.in[LANGUAGE_ZH] : cause->everyday[w - 1];
                const struct cause *const *found;
                size_t count = cause_search(edition, typed, arena, &found), at = 0;
                while (at < count && found[at] != cause)
                    at++;
                if (at == count || (w == 0 && at != 0))
                    fail_msg("%.*s does not find %.*s", TEXT_ARGS(typed), TEXT_ARGS(cause->number));
            }
            arena_reset(arena);
        }
}

static void
test_cause_search__what_is_too_long_finds_nothing(void **state)
{
    (void)state;
    char bytes[CAUSE_SEARCH_BYTES_MAX + 1];
    const struct cause *const *found;
    for (size_t i = 0; i + 3 <= sizeof bytes; i += 3)
        memcpy(bytes + i, "钱", 3);
    memcpy(bytes, "离婚", 6);
    assert_int_equal(
        cause_search(&editions.editions[0], (struct text){bytes, sizeof bytes}, arena, &found), 0);
    assert_true(cause_search(&editions.editions[0], (struct text){bytes, sizeof bytes - 1}, arena,
                             &found) > 0);
}

static void
test_cause_edition__days_between_and_before(void **state)
{
    (void)state;
    assert_null(edition_of(TEXT("2020-12-31")));
    assert_true(text_is(edition_of(TEXT("2021-01-01"))->id, "2021"));
    assert_true(text_is(edition_of(TEXT("2025-12-31"))->id, "2021"));
    assert_true(text_is(edition_of(TEXT("2026-01-01"))->id, "2026"));
    assert_true(text_is(edition_of(TEXT("2099-01-01"))->id, "2026"));
    assert_non_null(cause_edition(&editions, TEXT("2021")));
    assert_null(cause_edition(&editions, TEXT("2011")));
}

static void
test_cause_number__form_and_order(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",     "0",     "01",   "1.",     ".1", "1.0",
                                        "1.01", "1.2.3", "1000", "1.1000", "1 ", "一"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(cause_is_number(text_of(wrong[i])));
    assert_true(cause_is_number(TEXT("999.999")));
    assert_true(cause_compare_numbers(TEXT("20.2"), TEXT("20.10")) < 0);
    assert_true(cause_compare_numbers(TEXT("20"), TEXT("20.1")) < 0);
    assert_true(cause_compare_numbers(TEXT("100"), TEXT("20.1")) > 0);
    assert_int_equal(cause_compare_numbers(TEXT("8.2"), TEXT("8.2")), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cause__cases),
        cmocka_unit_test(test_cause_search__cases),
        cmocka_unit_test(test_cause_search__every_word_and_name_finds_its_cause),
        cmocka_unit_test(test_cause_search__what_is_too_long_finds_nothing),
        cmocka_unit_test(test_cause_edition__days_between_and_before),
        cmocka_unit_test(test_cause_number__form_and_order),
    };
    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
