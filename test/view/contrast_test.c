/* contrast_test.c: every pair of colours that meet on a page is far enough apart to be read, by
 * day, at night and on the board (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11). */
#include "harness/cases.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SHEET_BYTES_MAX = 256 * 1024 };

static struct arena *arena;

static struct text
read_sheet(const char *name)
{
    struct text path = text_format(arena, "%s/style/%s", PAGES, name);
    FILE *file = fopen(path.bytes, "rb");
    char *bytes = arena_take(arena, SHEET_BYTES_MAX);
    assert_non_null(file);
    size_t length = fread(bytes, 1, SHEET_BYTES_MAX, file);
    fclose(file);
    return (struct text){bytes, length};
}

/* What stands between the braces after `selector`; no rule inside it. */
static struct text
block_of(struct text sheet, const char *selector)
{
    const char *found = memmem(sheet.bytes, sheet.length, selector, strlen(selector));
    if (found == NULL)
        fail_msg("no rule %s", selector);
    struct text rest = {found, sheet.length - (size_t)(found - sheet.bytes)};
    text_cut(&rest, '{');
    return text_cut(&rest, '}');
}

/* "--ink: #17201b;" of a block; empty when it is not there. */
static struct text
token_of(struct text block, struct text name)
{
    while (!text_is_empty(block)) {
        struct text value = text_cut(&block, ';');
        struct text key = text_trim(text_cut(&value, ':'));
        if (text_starts_with(key, "--") &&
            text_equal((struct text){key.bytes + 2, key.length - 2}, name))
            return text_trim(value);
    }
    return TEXT("");
}

static double
channel(const char *hex)
{
    char digits[3] = {hex[0], hex[1], '\0'};
    double share = (double)strtol(digits, NULL, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static double
luminance(struct text colour)
{
    if (colour.length != 7 || colour.bytes[0] != '#')
        fail_msg("no colour of six digits: %.*s", TEXT_ARGS(colour));
    return 0.2126 * channel(colour.bytes + 1) + 0.7152 * channel(colour.bytes + 3) +
           0.0722 * channel(colour.bytes + 5);
}

static double
contrast(struct text one, struct text other)
{
    double a = luminance(one), b = luminance(other);
    return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

/* A theme is a block, and a block below it for what the first does not change. */
struct theme {
    const char *name;
    struct text own, below;
};

static struct text
colour_of(const struct theme *theme, struct text name)
{
    struct text colour = token_of(theme->own, name);
    if (text_is_empty(colour))
        colour = token_of(theme->below, name);
    if (text_is_empty(colour))
        fail_msg("%s has no colour %.*s", theme->name, TEXT_ARGS(name));
    return colour;
}

static void
check_pair(const struct cases *cases, const struct theme *theme)
{
    struct text front = cases->column[1], back = cases->column[2];
    double got = contrast(colour_of(theme, front), colour_of(theme, back));
    double least = strtod(cases->column[3].bytes, NULL);
    if (got < least || least < 1)
        fail_msg("%s:%d: %s: %.*s on %.*s is %.2f", cases->path, cases->line, theme->name,
                 TEXT_ARGS(front), TEXT_ARGS(back), got);
}

static void
test_contrast__every_pair_is_far_enough_apart(void **state)
{
    struct text sheet = read_sheet("tokens.css"), board = read_sheet("board.css");
    struct text day = block_of(sheet, ":root {");
    const struct theme themes[] = {
        {"day", day, day},
        {"night", block_of(sheet, "[data-theme=\"night\"] {"), day},
        {"board", block_of(board, ".wall {"), day},
        {"sheet", block_of(board, ":root {"), day},
    };
    struct cases cases = cases_open(CASES, arena);
    size_t checked = 0;
    (void)state;
    while (cases_next(&cases, 4)) {
        for (size_t i = 0; i < sizeof themes / sizeof themes[0]; i++) {
            bool is_asked = text_is(cases.column[0], themes[i].name) ||
                            (text_is(cases.column[0], "pages") && i < 2);
            if (is_asked)
                check_pair(&cases, &themes[i]);
            checked += is_asked;
        }
    }
    assert_true(checked > 80);
}

/* Whoever lets the device choose gets the same night. */
static void
test_contrast__night_by_choice_and_night_by_device_are_the_same(void **state)
{
    struct text sheet = read_sheet("tokens.css");
    struct text chosen = block_of(sheet, "[data-theme=\"night\"] {");
    struct text device = block_of(sheet, "[data-theme=\"auto\"] {");
    (void)state;
    for (size_t lines = 0; !text_is_empty(text_trim(chosen)); lines++) {
        struct text one = text_trim(text_cut(&chosen, '\n'));
        struct text other = text_trim(text_cut(&device, '\n'));
        if (!text_equal(one, other))
            fail_msg("night says %.*s, auto says %.*s", TEXT_ARGS(one), TEXT_ARGS(other));
    }
    assert_true(text_is_empty(text_trim(device)));
}

static bool
is_in_cases(struct text name)
{
    struct cases cases = cases_open(CASES, arena);
    while (cases_next(&cases, 4)) {
        if (text_equal(cases.column[1], name) || text_equal(cases.column[2], name))
            return true;
    }
    return false;
}

/* A colour nobody measured cannot slip in. */
static void
test_contrast__every_colour_stands_in_the_table(void **state)
{
    static const char *const sheets[] = {"tokens.css", "board.css"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct text rest = read_sheet(sheets[i]);
        while (!text_is_empty(rest)) {
            struct text value = text_trim(text_cut(&rest, '\n'));
            struct text key = text_cut(&value, ':');
            if (!text_starts_with(key, "--") || !text_starts_with(text_trim(value), "#"))
                continue;
            struct text name = {key.bytes + 2, key.length - 2};
            if (!is_in_cases(name))
                fail_msg("%s: nobody measured %.*s", sheets[i], TEXT_ARGS(name));
        }
    }
}

/* The measure itself, against two values everybody knows. */
static void
test_contrast__black_on_white_is_twenty_one(void **state)
{
    (void)state;
    assert_true(fabs(contrast(TEXT("#000000"), TEXT("#ffffff")) - 21) < 0.001);
    assert_true(fabs(contrast(TEXT("#767676"), TEXT("#ffffff")) - 4.54) < 0.01);
}

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_contrast__black_on_white_is_twenty_one),
        cmocka_unit_test(test_contrast__every_pair_is_far_enough_apart),
        cmocka_unit_test(test_contrast__night_by_choice_and_night_by_device_are_the_same),
        cmocka_unit_test(test_contrast__every_colour_stands_in_the_table),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
