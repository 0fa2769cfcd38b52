/* line_diff_test.c: what went and what came, with what stands around; each version can be made
 * again from the other; what is too long is said to be. */
#include "query/line_diff.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* " a" stays, "-b" goes, "+c" comes, "@3" left out. */
static struct text
drawn(const struct line_diff *diff, struct arena *arena)
{
    struct buffer said = buffer_open(arena, 200);
    for (int i = 0; i < diff->count; i++) {
        const struct diff_line *line = &diff->lines[i];
        if (line->kind == LINES_LEFT_OUT)
            buffer_add_format(&said, "@%d\n", line->old_number);
        else
            buffer_add_format(&said, "%c%.*s\n", " -+"[line->kind], TEXT_ARGS(line->text));
    }
    return buffer_text(&said);
}

static void
test_line_diff__shows_what_went_and_what_came(void **state)
{
    static const struct {
        const char *old, *new, *drawn;
    } rows[] = {
        {"a\nb\nc\n", "a\nB\nc\n", " a\n-b\n+B\n c\n"},
        {"a\n", "a\nb\n", " a\n+b\n"},
        {"a\nb\n", "b\n", "-a\n b\n"},
        {"", "a\n", "+a\n"},
        {"a\n", "", "-a\n"},
        {"a\n", "a\n", "@1\n"},
        {"", "", ""},
        {"a\nb", "a\nb\n", "@2\n"}, /* the last line feed is none of our business */
        {"1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
         "@1\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n@1\n"},
        {"a\nx\nb\ny\nc\n", "a\nb\nc\n", " a\n-x\n b\n-y\n c\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_open();
        struct line_diff diff = line_diff(text_of(rows[i].old), text_of(rows[i].new), arena);
        assert_string_equal(text_terminated(drawn(&diff, arena), arena), rows[i].drawn);
        arena_close(arena);
    }
}

static struct text
random_lines(unsigned *chance, struct arena *arena)
{
    struct buffer lines = buffer_open(arena, 200);
    for (unsigned i = 0, count = (*chance = *chance * 1103515245U + 12345U) >> 16 & 15; i < count;
         i++) {
        *chance = *chance * 1103515245U + 12345U;
        buffer_add_format(&lines, "%c\n", 'a' + (int)(*chance >> 16 & 3));
    }
    return buffer_text(&lines);
}

/* What stays and goes is the old text, what stays and comes the new one. */
static void
test_line_diff__holds_both_versions(void **state)
{
    unsigned chance = 7;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        struct arena *arena = arena_open();
        struct text old = random_lines(&chance, arena), new = random_lines(&chance, arena);
        struct line_diff diff = line_diff(old, new, arena);
        struct buffer made[2] = {buffer_open(arena, 100), buffer_open(arena, 100)};
        struct text rest[2] = {old, new};
        for (int i = 0; i < diff.count; i++) {
            const struct diff_line *line = &diff.lines[i];
            int times = line->kind == LINES_LEFT_OUT ? line->old_number : 1;
            for (int k = 0; k < times; k++) {
                for (int side = 0; side < 2; side++) {
                    if (line->kind == (side == 0 ? LINE_COMES : LINE_GOES))
                        continue;
                    struct text given = text_cut(&rest[side], '\n');
                    if (line->kind != LINES_LEFT_OUT)
                        assert_true(text_equal(given, line->text));
                    buffer_add_text(&made[side], given);
                    buffer_add_text(&made[side], TEXT("\n"));
                }
            }
        }
        assert_true(text_equal(buffer_text(&made[0]), old));
        assert_true(text_equal(buffer_text(&made[1]), new));
        arena_close(arena);
    }
}

static void
test_line_diff__says_when_it_is_too_much(void **state)
{
    struct arena *arena = arena_open();
    struct buffer old = buffer_open(arena, 1000), new = buffer_open(arena, 1000);
    (void)state;
    for (int i = 0; i < 2100; i++) {
        buffer_add_format(&old, "old %d\n", i);
        buffer_add_format(&new, "new %d\n", i);
    }
    struct line_diff diff = line_diff(buffer_text(&old), buffer_text(&new), arena);
    assert_true(diff.is_coarse && diff.is_cut);
    assert_int_equal(diff.count, LINE_DIFF_ROWS_MAX);
    assert_int_equal(diff.gone, 2100);
    assert_int_equal(diff.come, 2100);
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line_diff__shows_what_went_and_what_came),
        cmocka_unit_test(test_line_diff__holds_both_versions),
        cmocka_unit_test(test_line_diff__says_when_it_is_too_much),
    };
    return cmocka_run_group_tests_name("line_diff", tests, NULL, NULL);
}
