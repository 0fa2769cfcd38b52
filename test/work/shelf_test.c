/* shelf_test.c: files in pieces over cuts, restarts and days, with what a disk may hold after a bad
 * end. A restart is the shelf opened again over the same folder. */
#include "work/shelf.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ID     "0123456789abcdef0123456789abcdef"
#define OTHER  "fedcba9876543210fedcba9876543210"
#define SHA256 "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
#define DAY_MS INT64_C(86400000)

enum { NOW_MS = 1000000, BYTES = 1000, PLENTY = 100000 };

static struct arena *arena;
static char folder[64];
static struct shelf *shelf;

static int
open_all(void **state)
{
    struct fault fault = {0};
    (void)state;
    arena = arena_open();
    snprintf(folder, sizeof folder, "/tmp/tongban-shelf-XXXXXX");
    assert_non_null(mkdtemp(folder));
    shelf = shelf_open(folder, NOW_MS, &fault);
    assert_non_null(shelf);
    return 0;
}

static int
close_all(void **state)
{
    char command[100];
    (void)state;
    shelf_close(shelf);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    arena_close(arena);
    return 0;
}

static struct upload
upload_of(const char *id, const char *account, int64_t bytes)
{
    return (struct upload){
        .id = text_of(id),
        .account = text_of(account),
        .place = TEXT("/apply/1/materials"),
        .slot = TEXT("materials.0.file"),
        .name = TEXT("欠条.jpg"),
        .said = TEXT("image/jpeg"),
        .mark = TEXT("1000-7"),
        .bytes = bytes,
        .made_ms = NOW_MS,
        .ends_ms = NOW_MS + 7 * DAY_MS,
    };
}

static void
begin(const char *id, const char *account)
{
    struct upload upload = upload_of(id, account, BYTES);
    assert_int_equal(shelf_begin(shelf, &upload, NOW_MS, PLENTY), SHELF_DONE);
}

static struct shelf_hold *
take(const char *id, int64_t offset)
{
    struct upload upload;
    struct shelf_hold *hold = NULL;
    assert_int_equal(
        shelf_take(shelf, text_of(id), TEXT("a-1"), NOW_MS, offset, arena, &upload, &hold),
        SHELF_DONE);
    return hold;
}

static void
put(struct shelf_hold *hold, int64_t offset, size_t length)
{
    char bytes[BYTES];
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)('a' + (offset + (int64_t)i) % 26);
    assert_int_equal(pwrite(shelf_descriptor(hold), bytes, length, offset), length);
}

/* What a kill leaves: the memory is gone, the files are as they are. */
static void
start_again(int64_t now_ms)
{
    struct fault fault = {0};
    shelf_close(shelf);
    shelf = shelf_open(folder, now_ms, &fault);
    assert_non_null(shelf);
}

static enum shelf_end
find(const char *id, int64_t now_ms, struct upload *upload)
{
    return shelf_find(shelf, text_of(id), TEXT("a-1"), now_ms, arena, upload);
}

static bool
is_there(const char *id, const char *kind)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.%s", folder, id, kind);
    return access(path, F_OK) == 0;
}

static void
test_shelf__what_was_settled_survives_a_restart(void **state)
{
    struct upload upload;
    (void)state;
    begin(ID, "a-1");
    struct shelf_hold *hold = take(ID, 0);
    put(hold, 0, 300);
    assert_int_equal(shelf_settle(hold), 300);
    shelf_let_go(hold);
    start_again(NOW_MS);
    assert_int_equal(find(ID, NOW_MS, &upload), SHELF_DONE);
    assert_int_equal(upload.offset, 300);
    assert_int_equal(upload.bytes, BYTES);
    assert_true(text_is(upload.name, "欠条.jpg"));
    assert_true(text_is(upload.slot, "materials.0.file"));
    assert_true(text_is(upload.mark, "1000-7"));
    assert_true(text_is_empty(upload.sha256));
}

static void
test_shelf__what_was_not_settled_is_written_over(void **state)
{
    struct upload upload;
    struct stat part;
    (void)state;
    begin(ID, "a-1");
    struct shelf_hold *hold = take(ID, 0);
    put(hold, 0, 300);
    shelf_settle(hold);
    put(hold, 300, 200); /* and the power fails */
    start_again(NOW_MS);
    assert_int_equal(find(ID, NOW_MS, &upload), SHELF_DONE);
    assert_int_equal(upload.offset, 300);
    hold = take(ID, 300);
    assert_int_equal(fstat(shelf_descriptor(hold), &part), 0);
    assert_int_equal(part.st_size, 300);
    shelf_let_go(hold);
}

static void
count_up(void *of)
{
    ++*(int *)of;
}

static void
test_shelf__has_one_writer_who_is_told_who_waits_while_he_can_be(void **state)
{
    struct upload upload;
    struct shelf_hold *other = NULL;
    int told = 0;
    (void)state;
    begin(ID, "a-1");
    struct shelf_hold *hold = take(ID, 0);
    shelf_tell(hold, count_up, &told);
    for (int i = 1; i <= 2; i++) {
        assert_int_equal(
            shelf_take(shelf, TEXT(ID), TEXT("a-1"), NOW_MS, 0, arena, &upload, &other),
            SHELF_IS_WRITTEN);
        assert_int_equal(told, i);
    }
    shelf_tell(hold, NULL, NULL);
    assert_int_equal(shelf_take(shelf, TEXT(ID), TEXT("a-1"), NOW_MS, 0, arena, &upload, &other),
                     SHELF_IS_WRITTEN);
    assert_int_equal(told, 2);
    shelf_let_go(hold);
}

static void
test_shelf__goes_on_from_its_end_and_nowhere_else(void **state)
{
    static const int64_t wrong[] = {0, 299, 301, BYTES};
    struct upload upload;
    struct shelf_hold *hold;
    (void)state;
    begin(ID, "a-1");
    hold = take(ID, 0);
    put(hold, 0, 300);
    shelf_settle(hold);
    shelf_let_go(hold);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(
            shelf_take(shelf, TEXT(ID), TEXT("a-1"), NOW_MS, wrong[i], arena, &upload, &hold),
            SHELF_IS_ELSEWHERE);
    shelf_let_go(take(ID, 300));
}

static void
test_shelf__belongs_to_its_account(void **state)
{
    struct upload upload;
    struct shelf_hold *hold;
    (void)state;
    begin(ID, "a-1");
    assert_int_equal(shelf_find(shelf, TEXT(ID), TEXT("a-2"), NOW_MS, arena, &upload),
                     SHELF_IS_UNKNOWN);
    assert_int_equal(shelf_take(shelf, TEXT(ID), TEXT("a-2"), NOW_MS, 0, arena, &upload, &hold),
                     SHELF_IS_UNKNOWN);
}

static void
test_shelf__is_told_to_have_ended_for_a_day_and_then_is_unknown(void **state)
{
    struct upload upload;
    struct shelf_hold *hold;
    int64_t end_ms = NOW_MS + 7 * DAY_MS;
    (void)state;
    begin(ID, "a-1");
    assert_int_equal(find(ID, end_ms - 1, &upload), SHELF_DONE);
    assert_int_equal(find(ID, end_ms, &upload), SHELF_HAS_ENDED);
    assert_int_equal(shelf_take(shelf, TEXT(ID), TEXT("a-1"), end_ms, 0, arena, &upload, &hold),
                     SHELF_HAS_ENDED);
    shelf_sweep(shelf, end_ms - 1);
    assert_true(is_there(ID, "part"));
    shelf_sweep(shelf, end_ms);
    assert_false(is_there(ID, "part"));
    assert_int_equal(find(ID, end_ms, &upload), SHELF_HAS_ENDED);
    shelf_sweep(shelf, end_ms + SHELF_GONE_MS);
    assert_false(is_there(ID, "note"));
    assert_int_equal(find(ID, end_ms, &upload), SHELF_IS_UNKNOWN);
}

static void
test_shelf__sweeps_nothing_that_is_being_written(void **state)
{
    (void)state;
    begin(ID, "a-1");
    struct shelf_hold *hold = take(ID, 0);
    shelf_sweep(shelf, NOW_MS + 30 * DAY_MS);
    assert_true(is_there(ID, "part"));
    shelf_let_go(hold);
    shelf_sweep(shelf, NOW_MS + 30 * DAY_MS);
    assert_false(is_there(ID, "part"));
}

static void
test_shelf__bounds_what_an_account_has_under_way(void **state)
{
    struct upload one = upload_of(ID, "a-1", 600), two = upload_of(OTHER, "a-1", 401);
    (void)state;
    assert_int_equal(shelf_begin(shelf, &one, NOW_MS, 1000), SHELF_DONE);
    assert_int_equal(shelf_begin(shelf, &two, NOW_MS, 1000), SHELF_IS_FULL);
    assert_false(is_there(OTHER, "part"));
    two.bytes = 400;
    assert_int_equal(shelf_begin(shelf, &two, NOW_MS, 1000), SHELF_DONE);
    struct upload foreign = upload_of("00000000000000000000000000000000", "a-2", 1000);
    assert_int_equal(shelf_begin(shelf, &foreign, NOW_MS, 1000), SHELF_DONE);
}

static void
test_shelf__bounds_how_many_an_account_has_under_way(void **state)
{
    char id[SHELF_ID_LENGTH + 1];
    (void)state;
    for (int i = 0; i <= SHELF_ACCOUNT_MAX; i++) {
        snprintf(id, sizeof id, "%032x", (unsigned)i);
        struct upload upload = upload_of(id, "a-1", 1);
        assert_int_equal(shelf_begin(shelf, &upload, NOW_MS, PLENTY),
                         i < SHELF_ACCOUNT_MAX ? SHELF_DONE : SHELF_IS_FULL);
    }
}

static void
test_shelf__a_kept_file_is_found_by_its_form_until_the_form_was_sent(void **state)
{
    const struct upload *uploads;
    struct upload upload;
    (void)state;
    begin(ID, "a-1");
    struct shelf_hold *hold = take(ID, 0);
    put(hold, 0, BYTES);
    assert_int_equal(shelf_settle(hold), BYTES);
    assert_true(shelf_keep(hold, TEXT(SHA256), "image/jpeg"));
    shelf_let_go(hold);
    start_again(NOW_MS);
    assert_false(is_there(ID, "part"));
    assert_int_equal(
        shelf_list(shelf, TEXT("a-1"), TEXT("/apply/1/materials"), NOW_MS, arena, &uploads), 1);
    assert_true(text_is(uploads[0].sha256, SHA256));
    assert_int_equal(
        shelf_list(shelf, TEXT("a-2"), TEXT("/apply/1/materials"), NOW_MS, arena, &uploads), 0);
    assert_int_equal(
        shelf_list(shelf, TEXT("a-1"), TEXT("/apply/2/materials"), NOW_MS, arena, &uploads), 0);
    assert_int_equal(find(ID, NOW_MS, &upload), SHELF_DONE);
}

static bool
says(void *of, struct text sha256)
{
    return *(bool *)of && text_is(sha256, SHA256);
}

static void
test_shelf__forgets_kept_files_a_form_names_no_more_and_nothing_else(void **state)
{
    struct upload upload;
    bool is_named = true;
    (void)state;
    begin(ID, "a-1");
    begin(OTHER, "a-1");
    struct shelf_hold *hold = take(ID, 0);
    put(hold, 0, BYTES);
    shelf_settle(hold);
    assert_true(shelf_keep(hold, TEXT(SHA256), "image/jpeg"));
    shelf_let_go(hold);
    shelf_drop_kept(shelf, TEXT("a-1"), TEXT("/apply/1/materials"), says, &is_named);
    assert_int_equal(find(ID, NOW_MS, &upload), SHELF_DONE);
    is_named = false;
    shelf_drop_kept(shelf, TEXT("a-1"), TEXT("/apply/2/materials"), says, &is_named);
    assert_int_equal(find(ID, NOW_MS, &upload), SHELF_DONE);
    shelf_drop_kept(shelf, TEXT("a-1"), TEXT("/apply/1/materials"), says, &is_named);
    assert_int_equal(find(ID, NOW_MS, &upload), SHELF_IS_UNKNOWN);
    assert_int_equal(find(OTHER, NOW_MS, &upload), SHELF_DONE);
}

static void
test_shelf__dropped_is_gone_at_once(void **state)
{
    struct upload upload;
    (void)state;
    begin(ID, "a-1");
    shelf_drop(take(ID, -1));
    assert_int_equal(find(ID, NOW_MS, &upload), SHELF_IS_UNKNOWN);
    assert_false(is_there(ID, "part"));
    assert_false(is_there(ID, "note"));
}

static void
write_file(const char *id, const char *kind, const char *bytes)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s.%s", folder, id, kind);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, strlen(bytes)), strlen(bytes));
    close(file);
}

/* A part without its note, half a note, a note without its part, one that says more than is there,
 * and what is none of ours. */
static void
test_shelf__takes_up_only_what_is_whole(void **state)
{
    struct upload upload;
    (void)state;
    write_file(ID, "part", "abc");
    write_file(OTHER, "part", "abc");
    write_file(OTHER, "note", "{\"account\":\"a-1\",\"bytes\":1000,");
    write_file("11111111111111111111111111111111", "note",
               "{\"account\":\"a-1\",\"bytes\":9,\"ends\":2000000,\"made\":1,\"offset\":3}");
    write_file("22222222222222222222222222222222", "part", "abc");
    write_file("22222222222222222222222222222222", "note",
               "{\"account\":\"a-1\",\"bytes\":9,\"ends\":2000000,\"made\":1,\"offset\":4}");
    write_file("33333333333333333333333333333333", "part", "abc");
    write_file("33333333333333333333333333333333", "note",
               "{\"account\":\"a-1\",\"bytes\":9,\"ends\":2000000,\"made\":1,\"offset\":2}");
    write_file("33333333333333333333333333333333", "new", "{");
    write_file("44444444444444444444444444444444", "part", "abc");
    write_file(
        "44444444444444444444444444444444", "note",
        "{\"account\":\"a-1\",\"bytes\":3,\"ends\":2000000,\"made\":1,\"media\":\"text/plain\","
        "\"offset\":3,\"sha256\":\"44\"}");
    write_file("readme", "note", "not ours");
    start_again(NOW_MS);
    assert_int_equal(find("33333333333333333333333333333333", NOW_MS, &upload), SHELF_DONE);
    assert_int_equal(upload.offset, 2);
    assert_int_equal(find(ID, NOW_MS, &upload), SHELF_IS_UNKNOWN);
    assert_int_equal(find(OTHER, NOW_MS, &upload), SHELF_IS_UNKNOWN);
    assert_false(is_there(ID, "part"));
    assert_false(is_there(OTHER, "part"));
    assert_false(is_there(OTHER, "note"));
    assert_false(is_there("11111111111111111111111111111111", "note"));
    assert_false(is_there("22222222222222222222222222222222", "note"));
    assert_false(is_there("33333333333333333333333333333333", "new"));
    assert_true(is_there("readme", "note"));
    /* One that was kept has its note alone, whenever the end came. */
    assert_int_equal(find("44444444444444444444444444444444", NOW_MS, &upload), SHELF_DONE);
    assert_false(is_there("44444444444444444444444444444444", "part"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_shelf__##name, open_all, close_all)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_settled_survives_a_restart),
        TEST(what_was_not_settled_is_written_over),
        TEST(has_one_writer_who_is_told_who_waits_while_he_can_be),
        TEST(goes_on_from_its_end_and_nowhere_else),
        TEST(belongs_to_its_account),
        TEST(is_told_to_have_ended_for_a_day_and_then_is_unknown),
        TEST(sweeps_nothing_that_is_being_written),
        TEST(bounds_what_an_account_has_under_way),
        TEST(bounds_how_many_an_account_has_under_way),
        TEST(a_kept_file_is_found_by_its_form_until_the_form_was_sent),
        TEST(forgets_kept_files_a_form_names_no_more_and_nothing_else),
        TEST(dropped_is_gone_at_once),
        TEST(takes_up_only_what_is_whole),
    };
    return cmocka_run_group_tests_name("shelf", tests, NULL, NULL);
}
