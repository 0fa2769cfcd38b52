/* directory_entry_test.c: what people type about a court, and what is kept of it. */
#include "rule/directory_entry.h"

#include "base/canon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static void
test_directory_entry__office_hours_as_people_type_them(void **state)
{
    static const struct {
        const char *typed, *kept; /* NULL: refused */
    } rows[] = {
        {"08:30-11:30 13:30-17:00", "08:30-11:30 13:30-17:00"},
        {"8:30-11:30,13:30-17:00", "08:30-11:30 13:30-17:00"},
        {"8：30—11：30，13：30——17：00", "08:30-11:30 13:30-17:00"},
        {"8:30至11:30、13:30～17:00；", "08:30-11:30 13:30-17:00"},
        {"  ", ""},
        {"", ""},
        {"00:00-24:00", "00:00-24:00"},
        {"8:30-8:30", NULL},
        {"8:30-8:31", "08:30-08:31"},
        {"8:30-24:01", NULL},
        {"8:60-9:00", NULL},
        {"13:30-17:00 8:30-11:30", NULL},
        {"8:30-11:30 11:30-17:00", NULL},
        {"8:30-11:30 11:31-17:00", "08:30-11:30 11:31-17:00"},
        {"8:30", NULL},
        {"8:30-", NULL},
        {"8:3-9:00", NULL},
        {"上午8:30-11:30", NULL},
        {"1:00-2:00 3:00-4:00 5:00-6:00 7:00-8:00",
         "01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00"},
        {"1:00-2:00 3:00-4:00 5:00-6:00 7:00-8:00 9:00-9:30", NULL},
        {"99999999999:00-1:00", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct office_hours hours;
        bool is_read = office_hours_read(text_of(rows[i].typed), &hours, arena);
        if (is_read != (rows[i].kept != NULL))
            fail_msg("%s is %s", rows[i].typed, is_read ? "taken" : "refused");
        if (is_read)
            assert_string_equal(office_hours_write(&hours, arena).bytes, rows[i].kept);
    }
}

static void
test_directory_entry__slips_are_named_by_their_field(void **state)
{
#define FINE "\"name\":{\"zh\":\"和龙\"},\"office\":\"8:30-11:30\""
    static const struct {
        const char *typed, *field;
        bool is_place;
        enum refusal refusal;
    } rows[] = {
        {"{" FINE "}", "", false, ALLOWED},
        {"{" FINE ",\"telephone\":\"0433-1234567\"}", "", false, ALLOWED},
        {"{" FINE ",\"telephone\":\"+86 (433) 12368/1\"}", "", false, ALLOWED},
        {"{" FINE ",\"telephone\":\"打114问\"}", "telephone", false, TELEPHONE_MUST_BE_A_NUMBER},
        {"{" FINE ",\"telephone\":\"-- --\"}", "telephone", false, TELEPHONE_MUST_BE_A_NUMBER},
        {"{" FINE ",\"telephone\":\"1234567890123456789012345678901234567890\"}", "", false,
         ALLOWED},
        {"{" FINE ",\"telephone\":\"12345678901234567890123456789012345678901\"}", "telephone",
         false, FIELD_MUST_BE_IN_BOUNDS},
        {"{\"office\":\"8:30-11:30\"}", "name_zh", false, FIELD_MUST_BE_GIVEN},
        {"{\"name\":{\"ko\":\"화룡\"},\"office\":\"8:30-11:30\"}", "name_zh", false,
         FIELD_MUST_BE_GIVEN},
        {"{\"address\":{\"en\":\"1 Road\"}," FINE "}", "address_zh", false, FIELD_MUST_BE_GIVEN},
        {"{\"address\":{\"zh\":\"一路\\n二路\"}," FINE "}", "address_zh", false,
         FIELD_MUST_BE_IN_BOUNDS},
        {"{\"name\":{\"en\":\"\xE2\x80\xAE\",\"zh\":\"和龙\"},\"office\":\"8:30-11:30\"}",
         "name_en", false, FIELD_MUST_BE_IN_BOUNDS},
        {"{\"name\":{\"zh\":\"和龙\"},\"office\":\"早上\"}", "office", false,
         OFFICE_HOURS_MUST_BE_SPANS},
        {"{\"name\":{\"zh\":\"和龙\"}}", "office", false, FIELD_MUST_BE_GIVEN},
        {"{\"name\":{\"zh\":\"和龙\"}}", "", true, ALLOWED},
        {"[]", "name_zh", true, FIELD_MUST_BE_GIVEN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct directory_entry entry = {.is_place = rows[i].is_place};
        struct directory_slips slips;
        bool is_fine = directory_entry_read(value_read_canonical(text_of(rows[i].typed), arena),
                                            &entry, &slips, arena);
        enum refusal refusal = is_fine ? ALLOWED : slips.all[0].refusal;
        const char *field = is_fine ? "" : slips.all[0].field;
        if (refusal != rows[i].refusal || (refusal != ALLOWED && strcmp(field, rows[i].field) != 0))
            fail_msg("%s: %s at %s", rows[i].typed, refusal_name(refusal).bytes, field);
    }
}

static void
test_directory_entry__all_slips_are_named_at_once(void **state)
{
    (void)state;
    struct directory_entry entry = {.id = TEXT("JL7502")};
    struct directory_slips slips;
    struct text typed = TEXT("{\"address\":{\"en\":\"\\n\",\"ko\":\"a\\nb\"},\"name\":{\"en\":"
                             "\"a\\nb\",\"ko\":\"a\\nb\",\"zh\":\"a\\nb\"},"
                             "\"office\":\"?\",\"telephone\":\"?\"}");
    assert_false(directory_entry_read(value_read_canonical(typed, arena), &entry, &slips, arena));
    assert_int_equal(slips.count, 7);
    assert_true(slips.count <= DIRECTORY_SLIPS_MAX);
}

/* Pasted with a name and seen by nobody; no file of the network could be read with it. */
static void
test_directory_entry__no_unseen_character_gets_in(void **state)
{
    static const char *const unseen[] = {"\u200b", "\u200c", "\u200d", "\u2028",
                                         "\u2029", "\u2060", "\u00ad", "\ufeff"};
    (void)state;
    for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
        struct directory_entry entry = {.is_place = false};
        struct directory_slips slips;
        struct text typed = text_format(arena,
                                        "{\"address\":{},\"name\":{\"zh\":\"和%s龙\"},"
                                        "\"office\":\"8:30-11:30\",\"telephone\":\"\"}",
                                        unseen[i]);
        assert_false(
            directory_entry_read(value_read_canonical(typed, arena), &entry, &slips, arena));
        assert_int_equal(slips.all[0].refusal, FIELD_MUST_BE_IN_BOUNDS);
        assert_string_equal(slips.all[0].field, "name_zh");
    }
}

static void
test_directory_entry__what_is_written_reads_back_the_same(void **state)
{
    (void)state;
    struct directory_entry entry = {.id = TEXT("JL7502")}, same = {.id = TEXT("JL7502")};
    struct directory_slips slips;
    struct text typed = TEXT("{\"address\":{\"zh\":\"一路\"},\"name\":{\"en\":\"Helong\",\"zh\":"
                             "\"和龙\"},\"office\":\"8：30-11：30\",\"telephone\":\"12368\"}");
    assert_true(directory_entry_read(value_read_canonical(typed, arena), &entry, &slips, arena));
    struct text written = directory_entry_write(&entry, arena);
    assert_string_equal(written.bytes,
                        "{\"address\":{\"en\":\"一路\",\"ko\":\"一路\",\"zh\":\"一路\"},"
                        "\"name\":{\"en\":\"Helong\",\"ko\":\"和龙\",\"zh\":\"和龙\"},"
                        "\"office\":\"08:30-11:30\",\"telephone\":\"12368\"}");
    assert_true(directory_entry_read(value_read_canonical(written, arena), &same, &slips, arena));
    assert_string_equal(directory_entry_write(&same, arena).bytes, written.bytes);
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
        cmocka_unit_test(test_directory_entry__office_hours_as_people_type_them),
        cmocka_unit_test(test_directory_entry__slips_are_named_by_their_field),
        cmocka_unit_test(test_directory_entry__all_slips_are_named_at_once),
        cmocka_unit_test(test_directory_entry__no_unseen_character_gets_in),
        cmocka_unit_test(test_directory_entry__what_is_written_reads_back_the_same),
    };
    return cmocka_run_group_tests_name("directory_entry", tests, open_arena, close_arena);
}
