/* procedure_rule_test.c: what the keeper of a procedure is told. The files of unsound/ are read
 * together, with the laws and periods of this repository beside them; each mistake is a line of
 * unsound.expected. The procedures of the repository itself are sound. */
#include "rule/rule_check.h"

#include "rule/case_type_rule.h"
#include "rule/policy_rule.h"
#include "rule/procedure_sound.h"
#include "rule/service_rule.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FILES_MAX = 20 };

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

static struct text
read_file(const char *path)
{
    struct buffer buffer = buffer_open(arena, 4096);
    char chunk[4096];
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        fail_msg("cannot open %s", path);
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buffer_add(&buffer, chunk, count);
    fclose(file);
    return buffer_text(&buffer);
}

static int
is_yaml(const struct dirent *entry)
{
    return strstr(entry->d_name, ".yaml") != NULL;
}

static void
read_folder(const char *folder, const struct source_list *sources, struct mistakes *mistakes,
            struct procedure_list *list)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, is_yaml, alphasort);
    const char *names[FILES_MAX];
    struct text bytes[FILES_MAX];

    assert_in_range(count, 1, FILES_MAX);
    for (int i = 0; i < count; i++) {
        const char *path = text_format(arena, "%s/%s", folder, entries[i]->d_name).bytes;

        names[i] = text_copy(text_of(entries[i]->d_name), arena).bytes;
        bytes[i] = read_file(path);
        free(entries[i]);
    }
    free(entries);
    procedure_rule_read(names, bytes, (size_t)count, sources, arena, mistakes, list);
}

static void
test_procedure_rule__every_mistake_is_named(void **state)
{
    struct mistakes none = mistakes_open(arena), mistakes = mistakes_open(arena);
    struct time_rules time;
    struct case_types types;
    struct policy_set policies;
    struct procedure_list list;
    struct service_rules service;
    struct sound_beside beside = {&list, &time.periods, &policies, &types, &service};
    struct text expected = read_file(FOLDER "/unsound.expected"), got;

    (void)state;
    assert_true(time_rule_load(RULES, arena, &none, &time));
    assert_true(case_type_rule_load(RULES, &time.sources, arena, &none, &types));
    assert_true(policy_rule_load(RULES, &time.sources, arena, &none, &policies));
    assert_true(service_rule_load(RULES, &time.sources, &time.periods, arena, &none, &service));
    read_folder(FOLDER "/unsound", &time.sources, &mistakes, &list);
    for (size_t i = 0; i < list.count; i++)
        if (list.files[i].is_good)
            procedure_sound(&list.files[i], &beside);
    got = mistakes_text(&mistakes, arena);
    for (int line = 1; !text_is_empty(got) || !text_is_empty(expected); line++) {
        struct text is = text_cut(&got, '\n'), meant = text_cut(&expected, '\n');

        if (!text_equal(is, meant))
            fail_msg("unsound.expected:%d: \"%.*s\" is said, not \"%.*s\"", line, TEXT_ARGS(is),
                     TEXT_ARGS(meant));
    }
}

static void
test_procedure_rule__our_rules_are_sound(void **state)
{
    struct mistakes mistakes = mistakes_open(arena);
    struct checked_rules rules;

    (void)state;
    if (!rule_check(RULES, arena, &mistakes, &rules))
        fail_msg("%s", mistakes_text(&mistakes, arena).bytes);
    assert_true(rules.procedures.count >= 9);
}

/* A file that is like another has another digest when that one changes. */
static void
test_procedure_rule__a_digest_holds_what_it_is_like(void **state)
{
    struct mistakes mistakes = mistakes_open(arena);
    struct text civil = read_file(RULES "/procedure/civil_filing.yaml");
    struct text enforcement = read_file(RULES "/procedure/enforcement_filing.yaml");
    struct text remarked = text_format(arena, "%.*s# remark\n", TEXT_ARGS(civil));
    const char *names[] = {"enforcement.yaml", "civil.yaml"};
    struct text before[] = {enforcement, civil}, after[] = {enforcement, remarked};
    struct procedure_list one, other;
    const struct procedure *a, *b;

    (void)state;
    assert_true(procedure_rule_read(names, before, 2, NULL, arena, &mistakes, &one));
    assert_true(procedure_rule_read(names, after, 2, NULL, arena, &mistakes, &other));
    a = procedure_rule_find(&one, TEXT("enforcement_filing"), 0);
    b = procedure_rule_find(&other, TEXT("enforcement_filing"), 0);
    assert_false(digest_equal(&a->digest, &b->digest));
    assert_null(procedure_rule_find(&one, TEXT("enforcement_filing"), 7));
    assert_null(procedure_rule_find(&one, TEXT("no_such"), 0));
}

static void
test_procedure_rule__a_kind_starts_under_the_version_in_force(void **state)
{
    struct mistakes mistakes = mistakes_open(arena);
    struct text civil = read_file(RULES "/procedure/civil_filing.yaml");
    struct text second = text_format(
        arena, "procedure: civil_filing\nversion: 2\ncase_kind: civil_first\nlike: civil_filing\n"
               "title: {zh: 新, ko: 새, en: New}\nin_force: 2026-07-01\nverified: false\n"
               "enabled: true\nrests_on: CPL-2023:126\n");
    const char *names[] = {"civil.yaml", "civil2.yaml"};
    struct text bytes[] = {civil, second};
    struct procedure_list list;
    struct date before, after;

    (void)state;
    assert_true(procedure_rule_read(names, bytes, 2, NULL, arena, &mistakes, &list));
    assert_true(date_parse(TEXT("2026-06-30"), &before) && date_parse(TEXT("2026-07-01"), &after));
    assert_int_equal(procedure_rule_for_kind(&list, TEXT("civil_first"), before)->version, 1);
    assert_int_equal(procedure_rule_for_kind(&list, TEXT("civil_first"), after)->version, 2);
    assert_int_equal(procedure_rule_find(&list, TEXT("civil_filing"), 0)->version, 2);
    assert_null(procedure_rule_for_kind(&list, TEXT("divorce"), after));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_procedure_rule__every_mistake_is_named),
        cmocka_unit_test(test_procedure_rule__our_rules_are_sound),
        cmocka_unit_test(test_procedure_rule__a_digest_holds_what_it_is_like),
        cmocka_unit_test(test_procedure_rule__a_kind_starts_under_the_version_in_force),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
