/* check_test.c: what `tongban check` prints and how it ends. argv[1] is the program. */
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

/* Runs `tongban check ARGUMENTS`; gives the exit status and what was printed. */
static int
run(const char *arguments, struct text *printed)
{
    struct buffer out = buffer_open(arena, 4096);
    char chunk[4096];
    FILE *pipe = popen(text_format(arena, "'%s' check %s 2>&1", program, arguments).bytes, "r");

    assert_non_null(pipe);
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, pipe)) > 0;)
        buffer_add(&out, chunk, count);
    *printed = buffer_text(&out);
    int status = pclose(pipe);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void
expect(struct text printed, const char *words)
{
    if (strstr(printed.bytes, words) == NULL)
        fail_msg("\"%s\" is missing from: %s", words, printed.bytes);
}

static void
test_check__our_rules_are_sound(void **state)
{
    struct text printed;

    (void)state;
    assert_int_equal(run("--rules " RULES, &printed), 0);
    expect(printed, "is sound: ");
}

/* Mistakes of several files in one run, each a line with its place. */
static void
test_check__names_every_mistake_with_its_place(void **state)
{
    struct text printed;

    (void)state;
    assert_int_equal(run("--rules " BAD_RULES, &printed), 1);
    expect(printed, "cn-2026.yaml:9:5: ");
    expect(printed, "catalogue.yaml:6:16: ");
    expect(printed, "/procedure: no procedures stand here");
    expect(printed, " mistakes\n");
}

static void
test_check__understands_its_command_line_or_says_so(void **state)
{
    struct text printed;

    (void)state;
    assert_int_equal(run("--rulse " RULES, &printed), 2);
    assert_int_equal(run("--help", &printed), 0);
    expect(printed, "--rules DIR");
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check__our_rules_are_sound),
        cmocka_unit_test(test_check__names_every_mistake_with_its_place),
        cmocka_unit_test(test_check__understands_its_command_line_or_says_so),
    };

    assert_int_equal(argc, 2);
    program = argv[1];
    arena = arena_open();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(arena);
    return failed;
}
