/* harness_test.c: the tools of the other tests do what their headers promise. */
#include "harness/clock.h"
#include "harness/disk.h"
#include "harness/faults.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void
test_rng__a_seed_tells_all_numbers_again(void **state)
{
    struct rng a = rng_of(7), b = rng_of(7), c = rng_of(8);
    int alike = 0;
    (void)state;
    for (int i = 0; i < 1000; i++) {
        uint64_t number = rng_next(&a);
        assert_true(number == rng_next(&b));
        alike += number == rng_next(&c);
    }
    assert_int_equal(alike, 0);
}

static void
test_rng__a_fork_leaves_its_parent_alone(void **state)
{
    struct rng a = rng_of(7), b = rng_of(7);
    (void)state;
    struct rng fork = rng_fork(&a, "network"), other = rng_fork(&a, "users");
    assert_true(rng_next(&fork) != rng_next(&other));
    assert_true(rng_next(&a) == rng_next(&b));
}

static void
test_rng__bounds_are_kept_and_reached(void **state)
{
    struct rng rng = rng_of(1);
    int seen[5] = {0}, chances = 0;
    (void)state;
    for (int i = 0; i < 2000; i++) {
        int64_t number = rng_between(&rng, -2, 2);
        assert_in_range(number + 2, 0, 4);
        seen[number + 2]++;
        chances += rng_chance(&rng, 250);
    }
    for (int i = 0; i < 5; i++)
        assert_in_range(seen[i], 300, 500);
    assert_in_range(chances, 400, 600);
}

static void
test_clock__jumps_move_the_wall_only(void **state)
{
    struct clock clock = clock_of(1000000, 3);
    const struct world world = clock_world(&clock);
    (void)state;
    clock_pass(&clock, 500);
    clock_jump(&clock, -900000);
    assert_int_equal(world.wall_ms(world.of), 100500);
    assert_int_equal(world.steady_ms(world.of), 500);
    clock_restart(&clock);
    assert_int_equal(world.wall_ms(world.of), 100500);
    assert_int_equal(world.steady_ms(world.of), 0);
}

static bool
story(struct disk *disk)
{
    sqlite3 *db;
    bool went_well = sqlite3_open_v2("a.db", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                     disk_name(disk)) == SQLITE_OK &&
                     sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL) == SQLITE_OK &&
                     sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_stmt *insert = NULL;
    went_well = went_well &&
                sqlite3_prepare_v2(db, "INSERT INTO t VALUES(1)", -1, &insert, NULL) == SQLITE_OK;
    went_well = went_well && sqlite3_step(insert) == SQLITE_DONE;
    sqlite3_finalize(insert);
    went_well = went_well && sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK;
    sqlite3_close(db);
    return went_well;
}

static int
rows_on(struct disk *disk)
{
    sqlite3 *db;
    sqlite3_stmt *count = NULL;
    int rows = -1;
    assert_int_equal(sqlite3_open_v2("a.db", &db, SQLITE_OPEN_READWRITE, disk_name(disk)) & 0xff,
                     SQLITE_OK);
    if (sqlite3_prepare_v2(db, "SELECT count(*) FROM t", -1, &count, NULL) == SQLITE_OK &&
        sqlite3_step(count) == SQLITE_ROW)
        rows = sqlite3_column_int(count, 0);
    sqlite3_finalize(count);
    sqlite3_close(db);
    return rows;
}

static void
test_faults__every_call_has_its_turn(void **state)
{
    static const int rows_left[3][7] = {
        {-1, -1, 0, 0, 0, 0, 1}, {-1, -1, 0, 0, 0, 0, 1}, {-1, 0, 0, 0, 0, 1, 1}};
    (void)state;
    for (int way = FAULTS_BEFORE; way <= FAULTS_AFTER; way++) {
        for (size_t n = 1; n <= 7; n++) {
            struct disk *disk = disk_open(n);
            faults_at(n, way, SQLITE_IOERR_WRITE);
            bool went_well = story(disk);
            bool has_failed = faults_take() != NULL;
            assert_int_equal(has_failed, n < 7);
            assert_int_equal(went_well, !has_failed);
            if (n > 1)
                assert_int_equal(rows_on(disk), rows_left[way][n - 1]);
            disk_close(disk);
        }
    }
}

static void
test_faults__the_code_is_what_the_connection_says(void **state)
{
    sqlite3 *db;
    (void)state;
    faults_at(0, FAULTS_BEFORE, 0);
    assert_int_equal(sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(faults_seen(), 1);
    faults_at(1, FAULTS_BEFORE, SQLITE_FULL);
    assert_int_equal(sqlite3_exec(db, "SELECT 1", NULL, NULL, NULL), SQLITE_FULL);
    assert_int_equal(sqlite3_extended_errcode(db), SQLITE_FULL);
    assert_string_equal(faults_take(), "call 1: execute SELECT 1");
    assert_int_equal(sqlite3_exec(db, "SELECT 1", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_extended_errcode(db), SQLITE_OK);
    sqlite3_close(db);
}

static int
take_number(void *of, int columns, char **values, char **names)
{
    (void)columns;
    (void)names;
    *(int *)of = values[0][0] - '0';
    return 0;
}

static void
test_faults__a_setting_can_be_weakened(void **state)
{
    sqlite3 *db;
    int level = -1;
    (void)state;
    assert_int_equal(sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    faults_read_as("synchronous=FULL", "synchronous=1");
    sqlite3_exec(db, "PRAGMA synchronous=FULL; PRAGMA synchronous", take_number, &level, NULL);
    faults_read_as(NULL, NULL);
    assert_int_equal(level, 1);
    sqlite3_exec(db, "PRAGMA synchronous=FULL; PRAGMA synchronous", take_number, &level, NULL);
    assert_int_equal(level, 2);
    sqlite3_close(db);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rng__a_seed_tells_all_numbers_again),
        cmocka_unit_test(test_rng__a_fork_leaves_its_parent_alone),
        cmocka_unit_test(test_rng__bounds_are_kept_and_reached),
        cmocka_unit_test(test_clock__jumps_move_the_wall_only),
        cmocka_unit_test(test_faults__every_call_has_its_turn),
        cmocka_unit_test(test_faults__the_code_is_what_the_connection_says),
        cmocka_unit_test(test_faults__a_setting_can_be_weakened),
    };
    return cmocka_run_group_tests_name("harness", tests, NULL, NULL);
}
