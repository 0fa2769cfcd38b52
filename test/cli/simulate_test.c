/* simulate_test.c: new rules tried on the demo: what is said of the same rules, of a day off more,
 * of a filing that would be refused, and of rules that are not sound. argv[1] is the program. */
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

static const char *program;
static struct arena *arena;
static char folder[] = "/tmp/tongban-simulate-XXXXXX";

/* Runs a command of the shell; gives the exit status and what was printed. */
static int
run(struct text *printed, const char *format, ...)
{
    struct buffer out = buffer_open(arena, 4096);
    char chunk[4096], command[2000];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, pipe)) > 0;)
        buffer_add(&out, chunk, count);
    *printed = buffer_text(&out);
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int
simulate(struct text *printed, const char *rules, const char *more)
{
    return run(printed, "'%s' simulate --data %s/data --rules '%s' %s 2>&1", program, folder, rules,
               more);
}

static void
expect(struct text printed, const char *words)
{
    if (strstr(printed.bytes, words) == NULL)
        fail_msg("\"%s\" is missing from: %s", words, printed.bytes);
}

static void
expect_not(struct text printed, const char *words)
{
    if (strstr(printed.bytes, words) != NULL)
        fail_msg("\"%s\" stands in: %s", words, printed.bytes);
}

static int
begin(void **state)
{
    struct text printed;
    (void)state;
    arena = arena_open();
    return mkdtemp(folder) != NULL &&
                   run(&printed, "'%s' demo --prepare --data %s/data --rules " RULES " 2>&1",
                       program, folder) == 0
               ? 0
               : -1;
}

static int
end(void **state)
{
    struct text printed;
    (void)state;
    run(&printed, "rm -rf %s", folder);
    arena_close(arena);
    return 0;
}

/* A copy of our rules in which one line of one file was changed by sed. */
static const char *
changed(const char *name, const char *file, const char *script)
{
    struct text printed;
    const char *copy = text_format(arena, "%s/%s", folder, name).bytes;
    assert_int_equal(
        run(&printed, "cp -r " RULES " %s && sed -i '%s' %s/%s && ! cmp -s " RULES "/%s %s/%s 2>&1",
            copy, script, copy, file, file, copy, file),
        0);
    return copy;
}

static void
test_simulate__the_rules_in_force_change_nothing(void **state)
{
    struct text printed;
    (void)state;
    assert_int_equal(simulate(&printed, RULES, ""), 0);
    expect_not(printed, ": file ");
    expect(printed, "JL7505: 0 periods would end later");
    expect(printed, "DESK: of the last 4 filings 0 would be refused");
    expect_not(printed, " 1 of them stay on a procedure of before");
}

static void
test_simulate__names_the_files_that_differ_and_what_is_refused_then(void **state)
{
    struct text printed;
    (void)state;
    const char *copy = changed(
        "dear", "procedure/civil_filing.yaml",
        "s/\\(      amount: .*type: money\\)}/\\1, required: true, least: 900000, most: 9000000}/");
    assert_int_equal(simulate(&printed, copy, "--node DESK"), 0);
    expect(printed, "DESK: file procedure/civil_filing.yaml is changed");
    expect(printed, "of them stay on a procedure of before");
    expect_not(printed, ", 0 of them stay");
    expect(printed, "would be refused");
    expect_not(printed, "filings 0 would be refused");
    expect(printed, "FIELD_MUST_BE_IN_BOUNDS amount");
    expect_not(printed, "当事人"); /* names are nobody's business here */
    expect_not(printed, "JL7505: ");
}

static void
test_simulate__a_file_more_and_a_file_less(void **state)
{
    struct text printed;
    (void)state;
    const char *copy = changed("local", "calendar/local.yaml", "s/verified: false/verified: true/");
    run(&printed, "mv %s/procedure/state_compensation_filing.yaml %s/procedure/other.yaml", copy,
        copy);
    assert_int_equal(simulate(&printed, copy, "--node JL7502"), 0);
    expect(printed, "file calendar/local.yaml is changed");
    expect(printed, "file procedure/state_compensation_filing.yaml is gone");
    expect(printed, "file procedure/other.yaml is new");
}

/* The rules in force are given out as a folder, which is sound and the same. */
static void
test_simulate__writes_the_rules_in_force_for_comparing(void **state)
{
    struct text printed;
    (void)state;
    assert_int_equal(simulate(&printed, RULES, "--node JL7502 --old /nowhere/at/all"), 1);
    assert_int_equal(
        simulate(&printed, RULES, text_format(arena, "--node JL7502 --old %s/old", folder).bytes),
        0);
    for (const char *const *below = (const char *const[]){"calendar", "procedure", "fee", NULL};
         *below != NULL; below++)
        assert_int_equal(run(&printed, "diff -r " RULES "/%s %s/old/%s", *below, folder, *below),
                         0);
}

static void
test_simulate__what_is_wrong_is_said(void **state)
{
    struct text printed;
    (void)state;
    const char *copy =
        changed("broken", "calendar/cn-2026.yaml", "s/^court_days: 248/court_days: 200/");
    assert_int_equal(simulate(&printed, copy, ""), 1);
    expect(printed, "cn-2026.yaml:");
    assert_int_equal(simulate(&printed, RULES, "--node JL9999"), 1);
    expect(printed, "no node to try the rules on");
    assert_int_equal(simulate(&printed, RULES, "--old x"), 2);
    expect(printed, "--old needs --node");
    assert_int_equal(run(&printed, "'%s' simulate --data x 2>&1", program), 2);
    expect(printed, "--rules DIR");
}

/* What a package brought is its own: its next version would write over what was taken there. */
static void
test_rules__nothing_is_taken_into_the_folder_of_the_system(void **state)
{
    struct text printed;
    (void)state;
    assert_int_equal(run(&printed,
                         "ln -s /usr/share %s/linked && '%s' rules --data %s/data --take"
                         " --rules %s/linked 2>&1",
                         folder, program, folder, folder),
                     1);
    expect(printed, "name a copy with --rules");
    assert_int_equal(
        run(&printed, "'%s' rules --data %s/data --take --rules " RULES " 2>&1", program, folder),
        0);
    expect(printed, "nothing that is approved waits");
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simulate__the_rules_in_force_change_nothing),
        cmocka_unit_test(test_simulate__names_the_files_that_differ_and_what_is_refused_then),
        cmocka_unit_test(test_simulate__a_file_more_and_a_file_less),
        cmocka_unit_test(test_simulate__writes_the_rules_in_force_for_comparing),
        cmocka_unit_test(test_simulate__what_is_wrong_is_said),
        cmocka_unit_test(test_rules__nothing_is_taken_into_the_folder_of_the_system),
    };
    if (argc < 2)
        return 2;
    program = argv[1];
    return cmocka_run_group_tests_name("simulate", tests, begin, end);
}
