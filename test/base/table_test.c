/* table_test.c: tables as spreadsheets on Chinese desks save them. */
#include "base/table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

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

/* "a|b/c": cells by strokes, rows by slashes. */
static void
assert_table(struct text bytes, const char *expected)
{
    struct table table;
    struct buffer out = buffer_open(arena, 200);
    assert_int_equal(table_read(bytes, arena, &table), TABLE_IS_GOOD);
    for (int i = 0; i < table.count; i++) {
        if (i > 0)
            buffer_add(&out, "/", 1);
        for (int k = 0; k < table.rows[i].count; k++) {
            if (k > 0)
                buffer_add(&out, "|", 1);
            buffer_add_text(&out, table.rows[i].cells[k]);
        }
    }
    assert_string_equal(buffer_text(&out).bytes, expected);
}

static void
assert_flaw(struct text bytes, enum table_flaw flaw, int line)
{
    struct table table;
    assert_int_equal(table_read(bytes, arena, &table), flaw);
    assert_int_equal(table.line, line);
}

static void
test_table__quotes_commas_and_ends_of_lines(void **state)
{
    (void)state;
    assert_table(TEXT("a,b\r\nc, d \n"), "a|b/c|d");
    assert_table(TEXT("\"a,1\",\"say \"\"hi\"\"\"\n"), "a,1|say \"hi\"");
    assert_table(TEXT("\"two\r\nlines\",x"), "two\nlines|x");
    assert_table(TEXT("a\rb\r\rc"), "a/b/c");
    assert_table(TEXT("a,,\n,,\n,b\n"), "a/|b");
    assert_table(TEXT(""), "");
    assert_table(TEXT("a;b\n1,5;2"), "a|b/1,5|2");
    assert_table(TEXT("a\tb\n1,5\t2"), "a|b/1,5|2");
}

static void
test_table__every_coding_of_a_chinese_desk(void **state)
{
    (void)state;
    assert_table(TEXT("\xEF\xBB\xBF姓名,住址\n王某,和龙"), "姓名|住址/王某|和龙");
    assert_table(TEXT("姓名,𠮷野"), "姓名|𠮷野");
    assert_table(TEXT("\xD0\xD5\xC3\xFB,\xD7\xA1\xD6\xB7"), "姓名|住址");
    assert_table(TEXT("\x95\x32\x82\x36,\xD7\xA1"), "𠀀|住");
    assert_table(TEXT("\xFF\xFE\xD3\x59\x2C\x00\x62\x00"), "姓|b");
    assert_table(TEXT("\xFE\xFF\x59\xD3\x00\x2C\x00\x62"), "姓|b");
}

static void
test_table__what_is_no_table_is_told(void **state)
{
    (void)state;
    assert_flaw(TEXT("PK\x03\x04\x14\x00\x06\x00"), TABLE_IS_NO_TEXT, 0);
    assert_flaw(TEXT("a,\xFF\xFF"), TABLE_IS_NO_TEXT, 0);
    assert_flaw(TEXT("a,b\n\"c,d\n"), TABLE_HAS_OPEN_QUOTES, 2);
    struct buffer rows = buffer_open(arena, 4096);
    for (int i = 0; i < TABLE_ROWS_MAX; i++)
        buffer_add_text(&rows, TEXT("x\n"));
    struct table table;
    assert_int_equal(table_read(buffer_text(&rows), arena, &table), TABLE_IS_GOOD);
    assert_int_equal(table.count, TABLE_ROWS_MAX);
    buffer_add_text(&rows, TEXT("x\n"));
    assert_flaw(buffer_text(&rows), TABLE_HAS_TOO_MANY, TABLE_ROWS_MAX + 1);
    struct buffer wide = buffer_open(arena, 4096);
    for (int i = 0; i < TABLE_COLUMNS_MAX; i++)
        buffer_add_text(&wide, TEXT("x,"));
    assert_int_equal(table_read(buffer_text(&wide), arena, &table), TABLE_IS_GOOD);
    buffer_add_text(&wide, TEXT("x"));
    assert_flaw(buffer_text(&wide), TABLE_HAS_TOO_MANY, 1);
    struct buffer large = buffer_open(arena, TABLE_BYTES_MAX + 1);
    memset(buffer_room(&large, TABLE_BYTES_MAX + 1), 'x', TABLE_BYTES_MAX + 1);
    large.length = TABLE_BYTES_MAX + 1;
    assert_flaw(buffer_text(&large), TABLE_IS_TOO_LARGE, 0);
    large.length = TABLE_CELL_CHARACTERS_MAX + 1;
    assert_flaw(buffer_text(&large), TABLE_IS_TOO_LARGE, 1);
    large.length = TABLE_CELL_CHARACTERS_MAX;
    assert_int_equal(table_read(buffer_text(&large), arena, &table), TABLE_IS_GOOD);
}

static void
test_table__a_cell_is_never_a_formula(void **state)
{
    (void)state;
    struct buffer line = buffer_open(arena, 100);
    table_put(&line, TEXT("=1+1"), true);
    table_put(&line, TEXT("a,\"b\""), false);
    table_put(&line, TEXT("王某"), false);
    assert_string_equal(buffer_text(&line).bytes, "\"'=1+1\",\"a,\"\"b\"\"\",王某");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table__quotes_commas_and_ends_of_lines),
        cmocka_unit_test(test_table__every_coding_of_a_chinese_desk),
        cmocka_unit_test(test_table__what_is_no_table_is_told),
        cmocka_unit_test(test_table__a_cell_is_never_a_formula),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
