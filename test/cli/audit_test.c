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
tamper(const char *crime)
{
    char command[400], path[200], said[400], *what = NULL;
    sqlite3 *database;
    snprintf(command, sizeof command,
             "rm -rf %s/copy && mkdir %s/copy && cp -r %s/data/JL7505 %s/copy/", folder, folder,
             folder, folder);
    assert_int_equal(run(command, said, sizeof said), 0);
    snprintf(path, sizeof path, "%s/copy/JL7505/node.db", folder);
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
    tamper(crime);
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
    };
    program = argc > 1 ? argv[1] : "";
    return cmocka_run_group_tests(tests, make_network, forget_network);
}
