/* service_rule_test.c: a slip of the finger in rules/service/ is named with its place; each is
 * planted in a copy of the rules. */
#include "rule/rule_folder.h"
#include "rule/service_rule.h"
#include "rule/time_rule.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct time_rules times;
static char folder[] = "/tmp/service_rule_XXXXXX";
static const char *const files[] = {"facts.yaml", "modes.yaml", "failures.yaml"};

static struct text
read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct buffer out = buffer_open(arena, 1 << 17);
    char piece[4096];
    size_t got;
    assert_non_null(file);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        buffer_add(&out, piece, got);
    fclose(file);
    return buffer_text(&out);
}

static void
write_file(const char *name, struct text content)
{
    const char *path = text_format(arena, "%s/service/%s", folder, name).bytes;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(content.bytes, 1, content.length, file), content.length);
    assert_int_equal(fclose(file), 0);
}

static int
make_folder(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    return mkdtemp(folder) != NULL &&
                   mkdir(text_format(arena, "%s/service", folder).bytes, 0700) == 0 &&
                   time_rule_load(RULES, arena, &mistakes, &times)
               ? 0
               : -1;
}

static int
drop_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < 3; i++)
        unlink(text_format(arena, "%s/service/%s", folder, files[i]).bytes);
    rmdir(text_format(arena, "%s/service", folder).bytes);
    rmdir(folder);
    arena_close(arena);
    return 0;
}

/* The first `from` of the file becomes `to`. */
static struct text
planted(struct text content, const char *from, const char *to)
{
    struct buffer out = buffer_open(arena, content.length + 256);
    const char *at = memmem(content.bytes, content.length, from, strlen(from));
    if (at == NULL)
        fail_msg("no `%s` to plant a mistake in", from);
    size_t before = (size_t)(at - content.bytes);
    buffer_add(&out, content.bytes, before);
    buffer_add(&out, to, strlen(to));
    buffer_add(&out, at + strlen(from), content.length - before - strlen(from));
    return buffer_text(&out);
}

static struct text
load_folder(void)
{
    struct mistakes mistakes = mistakes_open(arena);
    struct service_rules rules;
    bool is_good =
        service_rule_load(folder, &times.sources, &times.periods, arena, &mistakes, &rules);
    assert_int_equal(is_good, mistakes.count == 0);
    return mistakes_text(&mistakes, arena);
}

static struct text
load_with(const char *name, const char *from, const char *to)
{
    for (size_t i = 0; i < 3; i++) {
        struct text content = read_file(text_format(arena, "%s/service/%s", RULES, files[i]).bytes);
        bool is_meant = strcmp(files[i], name) == 0;
        write_file(files[i], is_meant ? planted(content, from, to) : content);
    }
    return load_folder();
}

/* Of another court a mode may lead to one more, and not back to itself under another name. */
static void
test_service_rule__no_mode_leads_back_to_what_it_is_like(void **state)
{
    struct text facts = read_file(RULES "/service/facts.yaml");
    struct text modes = read_file(RULES "/service/modes.yaml");
    (void)state;
    load_with("facts.yaml", "", "");
    write_file("facts.yaml",
               planted(facts, "      D6: {zh: 转交送达",
                       "      D1a: {zh: 领取, ko: 수령, en: fetched}\n      D6: {zh: 转交送达"));
    write_file("modes.yaml",
               planted(modes, "    like: D1\n    sets: {place: court}\n", "    like: D4\n"));
    struct text says = load_folder();
    assert_non_null(strstr(text_terminated(says, arena), "a mode cannot be used `by` itself"));
}

static void
test_service_rule__every_slip_is_named(void **state)
{
    static const struct {
        const char *file, *from, *to, *says;
    } rows[] = {
        {"modes.yaml", "when: {receiver_is_opponent: true}", "when: {receiver_is_opponnt: true}",
         "no fact `receiver_is_opponnt` can be `true`"},
        {"modes.yaml", "when: {receiver: family_minor}", "when: {receiver: family_minr}",
         "no fact `receiver` can be `family_minr`"},
        {"modes.yaml", "unless: {refused: true}", "unless: {refused: maybe}",
         "no fact `refused` can be `maybe`"},
        {"modes.yaml", "given: [signed]", "given: [sined]", "there is no date `sined`"},
        {"modes.yaml", "needs: [receiver]", "needs: [reciever]",
         "there is no fact or date `reciever`"},
        {"modes.yaml", "next: [serve_again]", "next: [serve_agin]",
         "there is no action `serve_agin`"},
        {"modes.yaml", "plus: SV01/domestic", "plus: SV01/domstic",
         "no period `SV01/domstic` is in the catalogue"},
        {"modes.yaml", "clock: T42/service", "clock: T99/service",
         "no period `T99/service` is in the catalogue"},
        {"modes.yaml", "before: [consent_withdrawn, sent]", "before: [consent_withdrawn]",
         "`before` and `unclear` take two dates"},
        {"modes.yaml", "then: needs\n    needs: [receiver]", "then: needs",
         "a rule that needs says what in `needs`"},
        {"modes.yaml", "then: serves\n        on: [signed]", "then: serves",
         "a rule that serves says `on` which day"},
        {"modes.yaml", "rests_on: SVC2004:7", "rests_on: SVC2004:77", "has articles 1 to 12"},
        {"modes.yaml", "rule: receiver_is_a_minor", "rule: opponent_receives",
         "another rule is named `opponent_receives`"},
        {"modes.yaml", "rests_on: CPL-2023:91\n        then: fails\n        next: [try_again]",
         "rests_on: CPL-2023:91\n        when: {refused: true}\n        then: fails\n"
         "        next: [try_again]",
         "the last rule of a mode decides and asks nothing"},
        {"modes.yaml", "like: D1\n", "like: D99\n", "a mode is `like` another"},
        {"modes.yaml", "sets: {place: court}", "sets: {mode: D1}", "a mode cannot set `mode`"},
        {"modes.yaml", "sets: {place: court}", "sets: {used: D1}", "a mode cannot set `used`"},
        {"modes.yaml", "sets: {place: court}", "sets: {failed: true}",
         "a mode cannot set `failed`"},
        {"modes.yaml", "then: prohibits", "then: forbids", "`forbids` stands here"},
        {"facts.yaml", "otherwise: full", "otherwise: ful", "`otherwise` is none of its values"},
        {"facts.yaml", "common_dates: [now]", "common_dates: [then]", "there is no date `then`"},
        {"facts.yaml", "after: [sent, letter_received]", "after: [snt]", "there is no date `snt`"},
        {"facts.yaml", "mode: D10}", "mode: D44}", "there is no mode `D44`"},
        {"facts.yaml", "  reminder_only:", "  sent:", "the name stands for something else"},
        {"facts.yaml", "source: CPLI-2015", "source: CPLI-2105", "no source `CPLI-2105`"},
        {"facts.yaml", "  late: {words:", "  belated: {words:", "needs `late`"},
        {"failures.yaml", "next: [leave_behind]", "next: [leave_bhind]",
         "there is no action `leave_bhind`"},
        {"failures.yaml", "like: R09", "like: R99", "or is `like` another that has them"},
        {"failures.yaml", "like: R09", "like: R10", "or is `like` another that has them"},
        {"failures.yaml", "    like: R09\n", "", "or is `like` another that has them"},
        {"failures.yaml", "    verified: false\n    rules:",
         "    verified: false\n    like: R10\n    rules:", "or is `like` another that has them"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text says = load_with(rows[i].file, rows[i].from, rows[i].to);
        if (memmem(says.bytes, says.length, rows[i].says, strlen(rows[i].says)) == NULL)
            fail_msg("%s -> %s: expected `%s`, got: %.*s", rows[i].from, rows[i].to, rows[i].says,
                     TEXT_ARGS(says));
    }
}

static void
test_service_rule__ours_are_sound(void **state)
{
    (void)state;
    assert_int_equal(load_with("facts.yaml", "from: 2017-07-01", "from: 2017-07-02").length, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_service_rule__ours_are_sound),
        cmocka_unit_test(test_service_rule__no_mode_leads_back_to_what_it_is_like),
        cmocka_unit_test(test_service_rule__every_slip_is_named),
    };
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
