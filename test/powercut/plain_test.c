/* plain_test.c: does the simulated disk have teeth? A plain SQLite program commits, is replayed
 * with the power cut after each of its operations in four ways, and what it was told to be safe is
 * looked for. With the settings the house uses nothing may be missing; with weaker ones something
 * must be. */
#include "harness/disk.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { TRANSACTIONS = 80, FEW_TRANSACTIONS = 20, ROWS_EACH = 3, AUTOCHECKPOINT_PAGES = 40 };

/* What the program was told and when. */
struct run {
    struct disk *disk;
    int planned;                  /* transactions */
    size_t told_at[TRANSACTIONS]; /* operations done when COMMIT number i answered */
    int told;
};

struct toll {
    long images, corrupt, with_loss;
    int worst_loss;
    double seconds;
};

static bool
run_sql(sqlite3 *db, const char *sql)
{
    return sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static sqlite3 *
open_on(const struct disk *disk)
{
    sqlite3 *db;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2("court.db", &db, flags, disk_name(disk)) != SQLITE_OK) {
        sqlite3_close(db);
        return NULL;
    }
    return db;
}

/* One transaction: some entries and the head that counts them. */
static bool
commit_one(sqlite3 *db, int number)
{
    char sql[512];
    int length = snprintf(sql, sizeof sql, "BEGIN IMMEDIATE;");
    for (int i = 0; i < ROWS_EACH; i++)
        length += snprintf(sql + length, sizeof sql - (size_t)length,
                           "INSERT INTO entry VALUES(%d,%d,hex(zeroblob(150)));", number, i);
    snprintf(sql + length, sizeof sql - (size_t)length, "UPDATE head SET n=%d; COMMIT;",
             number + 1);
    if (run_sql(db, sql))
        return true;
    run_sql(db, "ROLLBACK");
    return false;
}

static bool
set_up(sqlite3 *db, const char *pragmas)
{
    return run_sql(db, pragmas) &&
           run_sql(db, "CREATE TABLE IF NOT EXISTS entry(n INT, i INT, body TEXT,"
                       " PRIMARY KEY(n,i));"
                       "CREATE INDEX IF NOT EXISTS by_i ON entry(i,n);"
                       "CREATE TABLE IF NOT EXISTS head(n INT);"
                       "INSERT INTO head SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM head);");
}

/* Commits until all is done or something fails; `stubborn` tries again a few times. */
static void
run_program(struct run *run, const char *pragmas, bool stubborn)
{
    sqlite3 *db = open_on(run->disk);
    run->told = 0;
    if (db == NULL)
        return;
    int patience = stubborn ? 3 : 0;
    for (bool goes = set_up(db, pragmas) || stubborn; goes && run->told < run->planned;) {
        bool is_told = commit_one(db, run->told);
        if (is_told)
            run->told_at[run->told++] = disk_operations(run->disk);
        goes = is_told || patience-- > 0;
    }
    sqlite3_close(db);
}

static int
number_of(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *statement;
    int number = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        return -1;
    if (sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int(statement, 0);
    return sqlite3_finalize(statement) == SQLITE_OK ? number : -1;
}

static bool
is_sound(sqlite3 *db)
{
    sqlite3_stmt *statement;
    bool sound = false;
    if (sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &statement, NULL) != SQLITE_OK)
        return false;
    if (sqlite3_step(statement) == SQLITE_ROW)
        sound = strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;
    return sqlite3_finalize(statement) == SQLITE_OK && sound;
}

/* How many whole transactions the disk holds; -1 when the file is damaged or holds half of one. */
static int
transactions_on(const struct disk *disk)
{
    sqlite3 *db = open_on(disk);
    int held = -1;
    if (db == NULL)
        return -1;
    if (number_of(db, "SELECT count(*) FROM sqlite_schema WHERE name='head'") == 0) {
        held = is_sound(db) ? 0 : -1;
    } else if (is_sound(db)) {
        held = number_of(db, "SELECT coalesce(max(n),0) FROM head");
        int entries = number_of(db, "SELECT count(*) FROM entry");
        int last = number_of(db, "SELECT coalesce(max(n),-1) FROM entry");
        if (held < 0 || entries != held * ROWS_EACH || last != held - 1)
            held = -1;
    }
    sqlite3_close(db);
    return held;
}

static void
weigh_image(struct toll *toll, const struct disk *image, int told)
{
    int held = transactions_on(image);
    toll->images++;
    if (held < 0)
        toll->corrupt++;
    else if (held < told) {
        toll->with_loss++;
        toll->worst_loss = told - held > toll->worst_loss ? told - held : toll->worst_loss;
    }
}

static double
now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Every prefix of the run, in every way the power can go. */
static struct toll
cut_everywhere(struct run *run, const char *name)
{
    struct toll toll = {0};
    double began = now_s();
    size_t operations = disk_operations(run->disk);
    for (size_t n = 0, told = 0; n <= operations; n++) {
        while (told < (size_t)run->told && run->told_at[told] <= n)
            told++;
        for (int kind = 0; kind < CRASH_KINDS; kind++) {
            struct disk *image = disk_image_at(run->disk, n, kind, n * CRASH_KINDS + kind);
            weigh_image(&toll, image, (int)told);
            disk_close(image);
        }
    }
    toll.seconds = now_s() - began;
    print_message(
        "%-28s %zu operations, %ld images (%.0f/s): %ld corrupt, %ld with loss, worst %d\n", name,
        operations, toll.images, (double)toll.images / toll.seconds, toll.corrupt, toll.with_loss,
        toll.worst_loss);
    return toll;
}

static struct toll
toll_of(const char *journal, const char *synchronous, bool is_lying, int planned)
{
    char pragmas[200], name[64];
    struct run run = {.disk = disk_open(1), .planned = planned};
    snprintf(pragmas, sizeof pragmas,
             "PRAGMA journal_mode=%s; PRAGMA synchronous=%s; PRAGMA wal_autocheckpoint=%d", journal,
             synchronous, AUTOCHECKPOINT_PAGES);
    snprintf(name, sizeof name, "%s %s%s", journal, synchronous, is_lying ? ", disk lies" : "");
    disk_seed_sqlite(1);
    disk_record(run.disk);
    disk_set_lying(run.disk, is_lying);
    run_program(&run, pragmas, false);
    assert_int_equal(run.told, planned);
    struct toll toll = cut_everywhere(&run, name);
    disk_close(run.disk);
    return toll;
}

static void
test_powercut__wal_full_loses_nothing(void **state)
{
    struct toll toll = toll_of("WAL", "FULL", false, TRANSACTIONS);
    (void)state;
    assert_int_equal(toll.corrupt, 0);
    assert_int_equal(toll.with_loss, 0);
}

static void
test_powercut__wal_normal_is_caught_losing(void **state)
{
    struct toll toll = toll_of("WAL", "NORMAL", false, TRANSACTIONS);
    (void)state;
    assert_int_equal(toll.corrupt, 0);
    assert_true(toll.with_loss > 100 && toll.worst_loss > 1);
}

static void
test_powercut__wal_off_is_caught(void **state)
{
    struct toll toll = toll_of("WAL", "OFF", false, TRANSACTIONS);
    (void)state;
    assert_true(toll.corrupt > 10);
    assert_true(toll.with_loss > 100);
}

static void
test_powercut__a_lying_disk_is_caught(void **state)
{
    struct toll toll = toll_of("WAL", "FULL", true, TRANSACTIONS);
    (void)state;
    assert_true(toll.corrupt + toll.with_loss > 100);
}

/* Shows that names are as mortal as contents: without a sync of the folder a deleted rollback
 * journal comes back and takes the last commit away again. */
static void
test_powercut__a_deleted_name_is_not_gone_until_synced(void **state)
{
    (void)state;
    struct toll toll = toll_of("DELETE", "FULL", false, FEW_TRANSACTIONS);
    assert_int_equal(toll.corrupt, 0);
    assert_true(toll.with_loss > 100);
    toll = toll_of("DELETE", "EXTRA", false, FEW_TRANSACTIONS);
    assert_int_equal(toll.corrupt, 0);
    assert_int_equal(toll.with_loss, 0);
}

/* The same program with a fault at every call in turn, then a power cut. Gives how many commits
 * that were told as done are missing, over all the runs; a damaged file has
 * lost all of them and one more. */
static int
lost_with_fault_everywhere(enum disk_fault fault, bool for_good, bool stubborn, long *runs)
{
    const char *pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                          "PRAGMA wal_autocheckpoint=40";
    int lost = 0;
    bool did_hit = true;
    for (size_t n = 1; did_hit; n += stubborn ? 1 : 3) {
        struct run run = {.disk = disk_open(n), .planned = TRANSACTIONS};
        disk_seed_sqlite(n);
        disk_fail_at(run.disk, n, fault, for_good);
        run_program(&run, pragmas, stubborn);
        did_hit = disk_failures(run.disk) > 0;
        disk_fail_at(run.disk, 0, DISK_IS_WELL, false);
        disk_crash(run.disk, ONLY_SYNCED);
        int held = transactions_on(run.disk);
        disk_close(run.disk);
        ++*runs;
        if (held < 0)
            lost += run.told + 1;
        else if (held < run.told)
            lost += run.told - held;
    }
    return lost;
}

static void
test_fault__a_writer_that_stops_loses_nothing(void **state)
{
    static const struct {
        const char *name;
        enum disk_fault fault;
        bool for_good;
    } cases[] = {{"EIO once", DISK_EIO, false},
                 {"EIO from then on", DISK_EIO, true},
                 {"EIO of a sync", DISK_EIO_SYNC, false},
                 {"no room once", DISK_ENOSPC, false},
                 {"no room from then on", DISK_ENOSPC, true},
                 {"half a write", DISK_SHORT_WRITE, false}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        long runs = 0;
        int lost = lost_with_fault_everywhere(cases[i].fault, cases[i].for_good, false, &runs);
        print_message("%-28s %ld runs, lost %d\n", cases[i].name, runs, lost);
        assert_int_equal(lost, 0);
        assert_true(runs > 30);
    }
}

/* Why a failed sync must stop the writer: what follows is told as safe on top of what never was. */
static void
test_fault__a_writer_that_goes_on_after_a_failed_sync_is_caught(void **state)
{
    long runs = 0;
    (void)state;
    int lost = lost_with_fault_everywhere(DISK_EIO_SYNC, false, true, &runs);
    print_message("%-28s %ld runs, lost %d\n", "goes on after a failed sync", runs, lost);
    assert_true(lost > 0);
}

static void
test_fault__a_full_disk_holds_what_it_had(void **state)
{
    (void)state;
    for (size_t limit = 20000; limit < 200000; limit += 3000) {
        struct run run = {.disk = disk_open(limit), .planned = TRANSACTIONS};
        disk_limit(run.disk, limit);
        run_program(&run, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", false);
        int before = run.told;
        assert_true(before < TRANSACTIONS && disk_bytes(run.disk) <= limit);
        disk_limit(run.disk, SIZE_MAX);
        disk_crash(run.disk, ONLY_SYNCED);
        assert_int_equal(transactions_on(run.disk), before);
        disk_close(run.disk);
    }
}

static void
test_fault__a_disk_mounted_for_reading_refuses_and_reads(void **state)
{
    struct run run = {.disk = disk_open(3), .planned = TRANSACTIONS};
    (void)state;
    run_program(&run, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL", false);
    disk_set_read_only(run.disk, true);
    sqlite3 *db = open_on(run.disk);
    assert_non_null(db);
    assert_false(commit_one(db, TRANSACTIONS));
    assert_int_equal(number_of(db, "SELECT n FROM head"), TRANSACTIONS);
    sqlite3_close(db);
    disk_close(run.disk);
}

static void
test_disk__a_crash_cuts_open_connections_off(void **state)
{
    struct run run = {.disk = disk_open(4), .planned = TRANSACTIONS};
    (void)state;
    run_program(&run, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", false);
    sqlite3 *old = open_on(run.disk);
    assert_true(commit_one(old, TRANSACTIONS));
    disk_crash(run.disk, ONLY_SYNCED);
    assert_false(commit_one(old, TRANSACTIONS + 1));
    sqlite3 *fresh = open_on(run.disk);
    assert_int_equal(number_of(fresh, "SELECT n FROM head"), TRANSACTIONS + 1);
    sqlite3_close(old);
    assert_true(commit_one(fresh, TRANSACTIONS + 1));
    sqlite3_close(fresh);
    disk_close(run.disk);
}

static void
test_disk__a_reader_sees_one_state_while_the_writer_goes_on(void **state)
{
    struct run run = {.disk = disk_open(5), .planned = TRANSACTIONS};
    (void)state;
    run_program(&run, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", false);
    sqlite3 *writer = open_on(run.disk), *reader = open_on(run.disk), *other = open_on(run.disk);
    assert_true(run_sql(reader, "BEGIN; SELECT n FROM head"));
    assert_true(commit_one(writer, TRANSACTIONS));
    assert_int_equal(number_of(reader, "SELECT n FROM head"), TRANSACTIONS);
    assert_int_equal(number_of(other, "SELECT n FROM head"), TRANSACTIONS + 1);
    assert_true(run_sql(writer, "BEGIN IMMEDIATE"));
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_BUSY);
    sqlite3_close(writer);
    sqlite3_close(reader);
    sqlite3_close(other);
    disk_close(run.disk);
}

static void
test_disk__a_seed_gives_the_same_bytes_again(void **state)
{
    struct arena *arena = arena_open();
    struct text bytes[2];
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct run run = {.disk = disk_open(77), .planned = TRANSACTIONS};
        disk_seed_sqlite(77);
        disk_record(run.disk);
        run_program(&run, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", false);
        struct disk *image =
            disk_image_at(run.disk, disk_operations(run.disk) / 2, RANDOM_SUBSET, 9);
        bytes[i] = disk_file(image, "court.db-wal", arena);
        assert_true(bytes[i].length > 10000);
        disk_close(image);
        disk_close(run.disk);
    }
    assert_true(text_equal(bytes[0], bytes[1]));
    arena_close(arena);
}

static void
test_disk__decay_reaches_what_was_durable(void **state)
{
    struct arena *arena = arena_open();
    struct run run = {.disk = disk_open(6), .planned = TRANSACTIONS};
    (void)state;
    run_program(&run, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA", false);
    struct disk *before = disk_copy(run.disk, 1);
    assert_true(disk_flip(run.disk, "court.db", 2 * 4096 + 5, 3));
    assert_true(disk_put_block(run.disk, "court.db", 3, before, "court.db", 4));
    assert_false(disk_flip(run.disk, "court.db", 1 << 30, 0));
    disk_crash(run.disk, ONLY_SYNCED);
    struct text now = disk_file(run.disk, "court.db", arena);
    struct text then = disk_file(before, "court.db", arena);
    assert_int_equal(now.length, then.length);
    assert_int_equal(now.bytes[2 * 4096 + 5] ^ then.bytes[2 * 4096 + 5], 1 << 3);
    assert_memory_equal(now.bytes + 3 * 4096, then.bytes + 4 * 4096, 4096);
    assert_memory_equal(now.bytes + 4 * 4096, then.bytes + 4 * 4096, then.length - 4 * 4096);
    assert_int_equal(transactions_on(before), TRANSACTIONS);
    assert_int_equal(transactions_on(run.disk), -1);
    disk_close(run.disk);
    disk_close(before);
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_powercut__wal_full_loses_nothing),
        cmocka_unit_test(test_powercut__wal_normal_is_caught_losing),
        cmocka_unit_test(test_powercut__wal_off_is_caught),
        cmocka_unit_test(test_powercut__a_lying_disk_is_caught),
        cmocka_unit_test(test_powercut__a_deleted_name_is_not_gone_until_synced),
        cmocka_unit_test(test_fault__a_writer_that_stops_loses_nothing),
        cmocka_unit_test(test_fault__a_writer_that_goes_on_after_a_failed_sync_is_caught),
        cmocka_unit_test(test_fault__a_full_disk_holds_what_it_had),
        cmocka_unit_test(test_fault__a_disk_mounted_for_reading_refuses_and_reads),
        cmocka_unit_test(test_disk__a_crash_cuts_open_connections_off),
        cmocka_unit_test(test_disk__a_reader_sees_one_state_while_the_writer_goes_on),
        cmocka_unit_test(test_disk__a_seed_gives_the_same_bytes_again),
        cmocka_unit_test(test_disk__decay_reaches_what_was_durable),
    };
    double began = now_s();
    int failed = cmocka_run_group_tests_name("powercut", tests, NULL, NULL);
    print_message("%.1f s\n", now_s() - began);
    return failed;
}
