/* backup_test.c: a copy is audited, and what came of it is known afterwards; a node that comes back
 * from an older copy takes no later one for its own. */
#include "store/backup_record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#define NODE "JL7505"

static const char *program;
static char folder[] = "/tmp/tongban-backup-XXXXXX";
static struct arena *arena;

static int run(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Runs a command of the shell; its status. */
static int
run(const char *format, ...)
{
    char command[2000];
    va_list rest;
    va_start(rest, format);
    vsnprintf(command, sizeof command, format, rest);
    va_end(rest);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
make_network(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    arena = arena_open();
    return run("'%s' demo --prepare --data %s/data --rules " RULES " >/dev/null", program, folder);
}

static int
forget_network(void **state)
{
    (void)state;
    arena_close(arena);
    return run("rm -rf %s", folder);
}

static int
back_up(const char *to)
{
    return run("'%s' backup --data %s/data --to %s/%s >/dev/null 2>%s/said", program, folder,
               folder, to, folder);
}

static const char *
path(const char *under)
{
    return text_format(arena, "%s/%s", folder, under).bytes;
}

/* The one stamp of a folder of backups. */
static const char *
stamp(const char *to)
{
    char line[200] = "";
    FILE *list = popen(text_format(arena, "ls -d %s/%s/*Z", folder, to).bytes, "r");
    assert_non_null(list);
    assert_non_null(fgets(line, sizeof line, list));
    pclose(list);
    line[strcspn(line, "\n")] = '\0';
    return text_copy(text_of(line), arena).bytes;
}

static struct backup_record
recorded(const char *in)
{
    struct backup_record record;
    if (!backup_record_read(in, arena, &record))
        fail_msg("no record of a backup in %s", in);
    return record;
}

static bool
is_of(const struct backup_record *record, const char *data, const char *node)
{
    struct fault fault = {0};
    struct store_options use = {.use = STORE_READS};
    const char *database = text_format(arena, "%s/%s/node.db", data, node).bytes;
    struct store *store = store_open(database, &use, &fault);
    assert_non_null(store);
    bool is_one = backup_record_is_of(record, store, text_of(node));
    assert_false(store_fault(store)->is_set);
    store_close(store);
    return is_one;
}

static void
change(const char *crime)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path("data/" NODE "/node.db"), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, crime, NULL, NULL, NULL), SQLITE_OK);
    assert_true(sqlite3_total_changes(database) > 0);
    sqlite3_close(database);
}

static void
test_backup__a_copy_is_audited_and_known_afterwards(void **state)
{
    (void)state;
    assert_int_equal(back_up("first"), 0);
    struct backup_record record = recorded(path("data/" NODE));
    assert_true(record.taken_ms > 0 && record.verified_ms >= record.taken_ms);
    assert_true(record.events > 10 && record.bytes > 100000);
    assert_string_equal(text_copy(record.place, arena).bytes, stamp("first"));
    assert_true(is_of(&record, path("data"), NODE));
    assert_true(is_of(&record, stamp("first"), NODE));
    assert_false(is_of(&record, path("data"), "JL7504"));
    struct backup_record same = recorded(text_format(arena, "%s/" NODE, stamp("first")).bytes);
    assert_int_equal(same.verified_ms, record.verified_ms);
    assert_true(digest_equal(&same.last, &record.last));
}

/* Whoever gets the record of a later copy into the folder of an older node is not believed. */
static void
test_backup__a_copy_of_the_future_is_none_of_its_own(void **state)
{
    (void)state;
    struct backup_record record = recorded(path("data/" NODE));
    record.events++;
    assert_false(is_of(&record, path("data"), NODE));
    record.events = 1;
    assert_false(is_of(&record, path("data"), NODE));
    record.events = INT64_MAX;
    assert_false(is_of(&record, path("data"), NODE));
}

static void
test_backup__a_node_that_comes_back_knows_the_copy_it_came_from(void **state)
{
    (void)state;
    assert_int_equal(back_up("second"), 0);
    assert_string_equal(text_copy(recorded(path("data/" NODE)).place, arena).bytes,
                        stamp("second"));
    assert_int_equal(run("rm %s/data/" NODE "/node.db*", folder), 0);
    assert_int_equal(run("'%s' restore --data %s/data --from %s --node " NODE " >/dev/null",
                         program, folder, stamp("first")),
                     0);
    struct backup_record record = recorded(path("data/" NODE));
    assert_string_equal(text_copy(record.place, arena).bytes, stamp("first"));
    assert_true(is_of(&record, path("data"), NODE));
    /* A copy of a version that kept no record: then nothing is known. */
    assert_int_equal(run("rm %s/data/" NODE "/node.db* %s/" NODE "/backup", folder, stamp("first")),
                     0);
    assert_int_equal(run("'%s' restore --data %s/data --from %s --node " NODE " >/dev/null",
                         program, folder, stamp("first")),
                     0);
    assert_false(backup_record_read(path("data/" NODE), arena, &record));
}

static void
test_backup__a_record_that_is_damaged_counts_for_nothing(void **state)
{
    static const char *const damages[] = {
        "", "{}", "[]", "{\"bytes\":1",
        "{\"bytes\":1,\"events\":1,\"last\":\"00\",\"place\":\"/\",\"taken_ms\":1,"
        "\"verified_ms\":1}"};
    (void)state;
    struct backup_record record;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        FILE *file = fopen(path("backup"), "wb");
        assert_non_null(file);
        fputs(damages[i], file);
        fclose(file);
        assert_false(backup_record_read(folder, arena, &record));
        assert_int_equal(record.taken_ms, 0);
    }
    assert_true(backup_record_drop(folder));
    assert_true(backup_record_drop(folder));
    record = (struct backup_record){.taken_ms = 1, .events = 1, .place = TEXT("/copy")};
    assert_true(backup_record_write(folder, &record));
    assert_true(backup_record_read(folder, arena, &record));
    assert_false(backup_record_write(path("nowhere"), &record));
}

/* The last one: the node is not sound any more. */
static void
test_backup__a_copy_that_is_not_sound_is_never_called_checked(void **state)
{
    (void)state;
    change("UPDATE journal SET body = replace(body, 'registered', 'refused') WHERE position ="
           " (SELECT min(position) FROM journal WHERE body LIKE '%\"to\":\"registered\"%')");
    assert_int_equal(back_up("third"), 1);
    assert_int_equal(run("grep -q 'the copy of " NODE " is not sound' %s/said", folder), 0);
    assert_int_equal(recorded(path("data/" NODE)).verified_ms, 0);
    assert_true(recorded(path("data/JL7504")).verified_ms > 0);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backup__a_copy_is_audited_and_known_afterwards),
        cmocka_unit_test(test_backup__a_copy_of_the_future_is_none_of_its_own),
        cmocka_unit_test(test_backup__a_node_that_comes_back_knows_the_copy_it_came_from),
        cmocka_unit_test(test_backup__a_record_that_is_damaged_counts_for_nothing),
        cmocka_unit_test(test_backup__a_copy_that_is_not_sound_is_never_called_checked),
    };
    if (argc != 2)
        return 2;
    program = argv[1];
    return cmocka_run_group_tests_name("backup", tests, make_network, forget_network);
}
