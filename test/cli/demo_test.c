/* demo_test.c: the demo as it lies there before it is served holds a filing in every state there
 * is, so that whoever shows the program, or tries a page, need not bring one about first. */
#include "base/date.h"
#include "rule/rulebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static const char *const nodes[] = {"DESK",   "JL75",   "JL7501", "JL7502",
                                    "JL7503", "JL7504", "JL7505"};
enum { NODES = sizeof nodes / sizeof nodes[0] };

static const char *program;
static char folder[] = "/tmp/tongban-demo-XXXXXX";
static sqlite3 *stores[NODES];

static int
make_network(void **state)
{
    char command[1200], path[200];
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(command, sizeof command,
             "'%s' demo --prepare --data %s/data --rules " RULES " >/dev/null", program, folder);
    int status = system(command);
    for (int i = 0; i < NODES; i++) {
        snprintf(path, sizeof path, "%s/data/%s/node.db", folder, nodes[i]);
        if (sqlite3_open_v2(path, &stores[i], SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
            return -1;
    }
    return status;
}

static int
forget_network(void **state)
{
    char command[200];
    (void)state;
    for (int i = 0; i < NODES; i++)
        sqlite3_close(stores[i]);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

/* Filings that this node answers for, by what it knows of them. */
static int
count(sqlite3 *store, const char *where, struct text value)
{
    char text[300];
    sqlite3_stmt *row;
    snprintf(text, sizeof text,
             "SELECT COUNT(*) FROM matter_rows WHERE procedure_name = 'civil_filing' AND %s",
             where);
    assert_int_equal(sqlite3_prepare_v2(store, text, -1, &row, NULL), SQLITE_OK);
    sqlite3_bind_text(row, 1, value.bytes, (int)value.length, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int number = sqlite3_column_int(row, 0);
    sqlite3_finalize(row);
    return number;
}

/* At the court that decides. What is on its way is not there yet, but where it was handed in. */
static int
count_in_state(struct text state)
{
    int number = 0;
    bool is_on_its_way = text_is(state, "handed_in");
    for (int i = 0; i < NODES; i++)
        number += count(stores[i],
                        is_on_its_way ? "court_id = receiving AND state = $1"
                                      : "court_id = owner AND state = $1",
                        state);
    return number;
}

static void
test_demo__a_filing_lies_in_every_state(void **state)
{
    struct mistakes mistakes = {0};
    struct date today = date_of_instant((int64_t)time(NULL) * 1000, CHINA_OFFSET_MINUTES);
    struct rulebook *rules = rulebook_open(RULES, &mistakes);
    (void)state;
    assert_non_null(rules);
    const struct procedure *filing =
        rulebook_procedure_in_force(rules, TEXT("civil_filing"), today);
    assert_non_null(filing);
    assert_true(filing->states_count > 1);
    for (size_t i = 1; i < filing->states_count; i++) { /* [0] is draft */
        if (count_in_state(filing->states[i].name) == 0)
            fail_msg("no filing is %.*s", TEXT_ARGS(filing->states[i].name));
    }
    rulebook_close(rules);
}

/* The one on its way is nowhere else: not at its owner, and not a filing that was lost. */
static void
test_demo__what_is_on_its_way_has_not_arrived(void **state)
{
    sqlite3_stmt *row;
    (void)state;
    for (int i = 0; i < NODES; i++)
        assert_int_equal(count(stores[i], "court_id = owner AND state = $1", TEXT("handed_in")), 0);
    assert_int_equal(count_in_state(TEXT("handed_in")), 1);
    for (int i = 0; i < NODES; i++) {
        assert_int_equal(sqlite3_prepare_v2(stores[i],
                                            "SELECT COUNT(*) FROM outbox WHERE status = 0", -1,
                                            &row, NULL),
                         SQLITE_OK);
        assert_int_equal(sqlite3_step(row), SQLITE_ROW);
        if (strcmp(nodes[i], "JL7504") == 0) /* it was handed in there */
            assert_true(sqlite3_column_int(row, 0) > 0);
        else
            assert_int_equal(sqlite3_column_int(row, 0), 0);
        sqlite3_finalize(row);
    }
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_demo__a_filing_lies_in_every_state),
        cmocka_unit_test(test_demo__what_is_on_its_way_has_not_arrived),
    };
    program = argc > 1 ? argv[1] : "";
    return cmocka_run_group_tests(tests, make_network, forget_network);
}
