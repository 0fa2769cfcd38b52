/* party_table_test.c: cells of a table of parties as people and spreadsheets write them. */
#include "view/party_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static struct field_rule members[] = {
    {.name = TEXT_INIT("name"), .type = FIELD_TEXT, .words = {.in = {TEXT_INIT("姓名")}}},
    {.name = TEXT_INIT("born"), .type = FIELD_DATE, .words = {.in = {TEXT_INIT("出生日期")}}}};
static const struct field_rule parties = {.name = TEXT_INIT("parties"),
                                          .type = FIELD_PARTIES,
                                          .most = 200,
                                          .members = members,
                                          .members_count = 2};

/* A table of one party whose day of birth is written so. */
static struct text
day_of(const char *cell)
{
    struct table rows;
    struct party_table table;
    struct text given = text_format(arena, "姓名,出生日期\r\n甲,%s\r\n", cell);
    assert_int_equal(table_read(given, arena, &rows), TABLE_IS_GOOD);
    assert_int_equal(party_table_take(&parties, &rows, NULL, arena, &table), PARTY_TABLE_TAKEN);
    assert_int_equal(table.added, 1);
    return value_member_text(table.parties->first, "born");
}

static void
test_party_table__a_day_is_read_as_people_write_it(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *day;
    } cases[] = {
        {"1990-01-02", "1990-01-02"},
        {"1990/1/2", "1990-01-02"},
        {"1990.01.02", "1990-01-02"},
        {"19900102", "1990-01-02"},
        {"1990年1月2日", "1990-01-02"},
        {"１９９０/１/２", "1990-01-02"},
        {"1990 年 1 月 2 日", "1990-01-02"},
        {"1990/1/2 0:00", "1990/1/2 0:00"}, /* with a time: as it was typed */
        {"1990/1/2 5", "1990/1/2 5"},
        {"1990-01-02T00:00", "1990-01-02T00:00"},
        {"199001020", "199001020"},
        {"1990/1", "1990/1"},
        {"unknown", "unknown"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text day = day_of(cases[i].cell);
        if (!text_is(day, cases[i].day))
            fail_msg("%s becomes %.*s", cases[i].cell, TEXT_ARGS(day));
    }
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
        cmocka_unit_test(test_party_table__a_day_is_read_as_people_write_it),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
