/* audit_test.c: somebody with the database in his hands changes the past; audit names the row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char *program;
static char folder[] = "/tmp/tongban-audit-XXXXXX";

/* Runs a command of the shell; its output is read into `said`. */
static int
run(const char *command, char *said, size_t size)
{
    FILE *out = popen(command, "r");
    assert_non_null(out);
    size_t length = fread(said, 1, size - 1, out);
    said[length] = '\0';
    int status = pclose(out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
make_network(void **state)
{
    char command[1200], said[4096];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(command, sizeof command, "'%s' demo --prepare --data %s/data --rules " RULES " 2>&1",
             program, folder);
    return run(command, said, sizeof said);
}

static int
forget_network(void **state)
{
    char command[200], said[200];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return run(command, said, sizeof said);
}

/* A copy of the node, so that each crime finds it whole. */
static void
tamper(const char *node, const char *crime)
{
    char command[400], path[200], said[400], *what = NULL;
    sqlite3 *database;
    snprintf(command, sizeof command,
             "rm -rf %s/copy && mkdir %s/copy && cp -r %s/data/%s %s/copy/", folder, folder, folder,
             node, folder);
    assert_int_equal(run(command, said, sizeof said), 0);
    snprintf(path, sizeof path, "%s/copy/%s/node.db", folder, node);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    if (sqlite3_exec(database, crime, NULL, NULL, &what) != SQLITE_OK)
        fail_msg("%s: %s", crime, what);
    assert_true(crime[0] == '\0' || sqlite3_total_changes(database) > 0);
    sqlite3_close(database);
}

static void
assert_audit(const char *crime, const char *finding)
{
    char command[400], said[16384];
    tamper("JL7505", crime);
    snprintf(command, sizeof command, "'%s' audit --data %s/copy", program, folder);
    int status = run(command, said, sizeof said);
    if (finding == NULL) {
        if (status != 0)
            fail_msg("an honest node: %s", said);
        return;
    }
    if (status != 1 || strstr(said, finding) == NULL)
        fail_msg("%s\nstatus %d, expected \"%s\" in:\n%s", crime, status, finding, said);
}

static void
test_audit__an_honest_node_is_sound(void **state)
{
    (void)state;
    assert_audit("", NULL);
}

static void
test_audit__an_edited_event_is_named(void **state)
{
    (void)state;
    assert_audit("UPDATE journal SET body = replace(body, 'registered', 'refused')"
                 " WHERE position = (SELECT min(position) FROM journal WHERE body LIKE"
                 " '%\"to\":\"registered\"%')",
                 ": the body or its salt was changed");
    assert_audit("UPDATE journal SET private = replace(private, '当事人乙', '当事人丁')"
                 " WHERE position = (SELECT min(position) FROM journal WHERE private LIKE"
                 " '%当事人乙%')",
                 ": the private part was changed");
    assert_audit("UPDATE journal SET statement = replace(statement, 'filing_officer', 'president')"
                 " WHERE position = (SELECT max(position) FROM journal WHERE statement LIKE"
                 " '%\"role\":\"filing_officer\"%')",
                 ": the statement or its leaf was changed");
    assert_audit("UPDATE journal SET matter_id = 'X' WHERE position = 40",
                 "event 40: its columns are not what its statement says");
    assert_audit("UPDATE journal SET link = zeroblob(32) WHERE position = 40",
                 "event 40: its link in the chain was changed");
}

static void
test_audit__a_deleted_event_is_named(void **state)
{
    (void)state;
    assert_audit("DELETE FROM journal WHERE position = 40", "event 40 is missing");
    assert_audit("DELETE FROM journal WHERE position = (SELECT max(position) FROM journal)",
                 " is missing");
}

static void
test_audit__a_private_part_nobody_ordered_to_erase_is_named(void **state)
{
    (void)state;
    assert_audit("UPDATE journal SET private = NULL, private_salt = NULL WHERE position ="
                 " (SELECT min(position) FROM journal WHERE private IS NOT NULL)",
                 ": the private part is missing and nobody ordered its erasure");
}

static void
test_audit__a_cut_off_past_is_seen_by_its_checkpoints(void **state)
{
    (void)state;
    assert_audit("DELETE FROM journal WHERE position > 60; UPDATE head SET size = 61",
                 "was signed, but only 61 events are here");
    assert_audit("UPDATE checkpoint SET note = replace(note, substr(note, 30, 8), 'AAAAAAAA')"
                 " WHERE size = (SELECT max(size) FROM checkpoint)",
                 "checkpoint ");
}

static void
test_audit__edited_derived_rows_and_trees_are_named(void **state)
{
    (void)state;
    assert_audit("UPDATE matter_rows SET state = 'registered' WHERE state = 'corrected'",
                 "matter_rows 7503-");
    assert_audit("DELETE FROM period_rows WHERE matter_id ="
                 " (SELECT max(matter_id) FROM period_rows)",
                 "period_rows ");
    assert_audit("UPDATE account_rows SET details = replace(details, 'counter', 'judge')",
                 "account_rows ");
}

/* ---- tables of an earlier program ---- */

/* The derived tables as release 1 had them, where they differ. */
static const char release_1[] =
    "DROP TABLE filing_rows; DROP INDEX matter_given; DROP INDEX matter_title;"
    "CREATE TABLE earlier (court_id TEXT NOT NULL, matter_id TEXT NOT NULL,"
    " case_kind TEXT NOT NULL, owner TEXT NOT NULL, receiving TEXT NOT NULL, state TEXT NOT NULL,"
    " since_ms BIGINT NOT NULL, clock TEXT NOT NULL, due_ms BIGINT NOT NULL,"
    " is_open SMALLINT NOT NULL, epoch BIGINT NOT NULL, seq BIGINT NOT NULL,"
    " PRIMARY KEY (court_id, matter_id)) WITHOUT ROWID;"
    "INSERT INTO earlier SELECT court_id, matter_id, case_kind, owner, receiving, state, since_ms,"
    " clock, due_ms, is_open, epoch, seq FROM custody_rows;"
    "DROP TABLE custody_rows; ALTER TABLE earlier RENAME TO custody_rows;"
    "CREATE INDEX custody_late ON custody_rows (court_id, is_open, due_ms, matter_id);"
    "UPDATE head SET release = 1";

/* Every custody line of a folder of the hub, in one text. */
static void
read_custody(const char *data, char *said, size_t size)
{
    char path[200];
    sqlite3 *database;
    sqlite3_stmt *lines;
    snprintf(path, sizeof path, "%s/%s/JL75/node.db", folder, data);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database,
                                        "SELECT group_concat(matter_id || state || intake_ms ||"
                                        " '/' || received_ms || '/' || answered_ms, ' ') FROM"
                                        " (SELECT * FROM custody_rows ORDER BY matter_id)",
                                        -1, &lines, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(lines), SQLITE_ROW);
    snprintf(said, size, "%s", (const char *)sqlite3_column_text(lines, 0));
    sqlite3_finalize(lines);
    sqlite3_close(database);
    assert_true(strlen(said) > 100);
}

static int
upgrade(char *said, size_t size)
{
    char command[400];
    snprintf(command, sizeof command, "'%s' upgrade --data %s/copy --to %s/before 2>&1", program,
             folder, folder);
    return run(command, said, size);
}

/* Nothing writes into them; after `tongban upgrade` they are what this program would have made. */
static void
test_audit__tables_of_an_earlier_program_are_brought_up(void **state)
{
    (void)state;
    char command[400], said[16384], before[8192], after[8192];
    tamper("JL75", release_1);
    snprintf(command, sizeof command, "'%s' audit --data %s/copy", program, folder);
    assert_int_equal(run(command, said, sizeof said), 1);
    assert_non_null(strstr(said, "its tables are of release 1"));
    snprintf(command, sizeof command,
             "timeout 20 '%s' serve --data %s/copy --rules " RULES " --listen 127.0.0.1:0 2>&1",
             program, folder);
    assert_int_equal(run(command, said, sizeof said), 1);
    assert_non_null(strstr(said, "run `tongban upgrade`"));
    assert_int_equal(upgrade(said, sizeof said), 0);
    assert_non_null(strstr(said, "sound"));
    read_custody("data", before, sizeof before);
    read_custody("copy", after, sizeof after);
    assert_string_equal(before, after);
    assert_int_equal(upgrade(said, sizeof said), 0); /* there is nothing left to do */
}

static void
test_audit__tables_of_a_later_program_are_left_alone(void **state)
{
    (void)state;
    char said[16384];
    tamper("JL75", "UPDATE head SET release = 99");
    assert_int_equal(upgrade(said, sizeof said), 1);
    assert_non_null(strstr(said, "tables of release 99 are not known to this program"));
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_audit__an_honest_node_is_sound),
        cmocka_unit_test(test_audit__an_edited_event_is_named),
        cmocka_unit_test(test_audit__a_deleted_event_is_named),
        cmocka_unit_test(test_audit__a_private_part_nobody_ordered_to_erase_is_named),
        cmocka_unit_test(test_audit__a_cut_off_past_is_seen_by_its_checkpoints),
        cmocka_unit_test(test_audit__edited_derived_rows_and_trees_are_named),
        cmocka_unit_test(test_audit__tables_of_an_earlier_program_are_brought_up),
        cmocka_unit_test(test_audit__tables_of_a_later_program_are_left_alone),
    };
    program = argc > 1 ? argv[1] : "";
    return cmocka_run_group_tests(tests, make_network, forget_network);
}
