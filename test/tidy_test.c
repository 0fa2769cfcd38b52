/* tidy_test.c: tidy has teeth: a small tree in which every rule is broken once or more, and the
 * line tidy must print for each. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *tidy;
static char folder[] = "/tmp/tidy-XXXXXX";
static char said[64 * 1024];

static const struct {
    const char *path, *content;
} tree[] = {
    {"src/LAYERS", "main\nstore\nlaw\nbase\n"},
    {"src/law/fee.c", "/* fee.c: fees */\n#include \"store/rows.h\"\n#include \"fee.h\"\n"},
    {"src/law/clock.c",
     "/* clock.c: a clock */\n#include <stdio.h>\n#include <time.h>\nint count;\n"
     "time_t now(void) { puts(\"\"); return time(NULL) + count++; }\n"},
    {"src/law/refusal.def", "/* refusal.def: no */\nREFUSAL(ALLOWED, \"allowed\", \"house\")\n"
                            "REFUSAL(SUM_MUST_FIT, \"sum-fits\", \"house\")\n"
                            "REFUSAL(DAY_MUST_FIT, \"day-fits\", \"house\")\n"},
    {"src/command/command.def",
     "/* command.def: verbs */\nVERB(PAY, \"pay\", 1)\nVERB(SUBMIT, \"submit\", 2)\n"},
    {"src/store/rows.h", "/* rows.h: rows */\n#ifndef TB_ROWS_H\n#define TB_ROWS_H\n"
                         "sum_of_money first;\n#endif\n"},
    {"src/store/fee.c", "/* fees */\nint  x;   \n\tint y;\n"},
    {"src/store/rows.c", "/* rows.c: rows */\nconst char *const sql[] = {\n"
                         "\"SELECT state FROM matter_rows WHERE matter_id = $1\",\n"
                         "\"UPDATE matter_rows SET state = $1 \"\n\"WHERE court_id = $2\",\n"
                         "\"DELETE FROM matter_rows WHERE court_id = ?\",\n"
                         "\"INSERT INTO matter_rows (court_id) VALUES ($2)\",\n"
                         "\"SELECT a || b FROM matter_rows WHERE court_id = $1\",\n"
                         "\"SELECT now() FROM matter_rows WHERE court_id = $1\",\n"
                         "\"SELECT a FROM matter_rows WHERE court_id = $1 AND b = ''\",\n"
                         "\"SELECT a FROM matter_rows WHERE court_id = $1 FOR UPDATE\",\n"
                         "\"SELECT a::text FROM matter_rows WHERE court_id = $1\",\n"
                         "\"SELECT %s FROM matter_rows WHERE court_id = $1\"};\n"
                         "enum refusal no(void) { say(\"refusal.%s\"); return DAY_MUST_FIT; }\n"},
    {"schema/state.sql", "CREATE TABLE matter_rows (\n"
                         "    matter_id TEXT NOT NULL,\n"
                         "    Order VARCHAR NOT NULL,\n"
                         "    number BIGINT UNIQUE,\n"
                         "    a_name_that_is_longer_than_thirty_bytes TEXT,\n"
                         "    PRIMARY KEY (matter_id)\n"
                         ");\n"
                         "CREATE INDEX matter_due ON matter_rows (due) WHERE due > 0;\n"
                         "CREATE TRIGGER no_change ON matter_rows;\n"
                         "CREATE TABLE other_rows (court_id TEXT NOT NULL)\n"},
    {"test/law/day.cases",
     "# day\ngood day   2026-01-01  ALLOWED\nbad day  2026-02-30  DAY_MUST_FIT\n"},
    {"test/story/pay.txt", "pay once\n"},
    {"words/tongban.pot", "msgctxt \"refusal.day-fits\"\nmsgctxt \"old.word\"\n"},
    {"src/paper/own_word.def",
     "/* own_word.def: open */\nOWN_WORD(\"refusal.day\", 1, \"refusal.day-fits\")\n"},
    {"src/store/day.c",
     "/* day.c: a day */\nvoid day(void) { wording(\"refusal.day-fits\", 0); }\n"},
    {"script", "#!/bin/sh\nif true; then\n"},
    {"README.md", "see /ho"
                  "me/me, TO"
                  "DO, no line feed"},
};

static const char *const expected[] = {
    "src/law/fee.c:2: law may not include store",
    "src/law/fee.c:3: write it as \"folder/fee.h\"",
    "another file has this name",
    "src/store/fee.c:1: opens with",
    "src/store/rows.h:4:",
    "src/law/fee.c:1: is not part of the build",
    "src/law/clock.c:1: law keeps no state: count",
    "src/law/clock.c:1: law asks for puts",
    "src/law/clock.c:1: time and randomness come in as arguments: time",
    "src/store/fee.c:2: blank or carriage return",
    "src/store/fee.c:3: tab",
    "README.md:1: no line feed",
    "README.md:1: says /ho"
    "me/",
    "README.md:1: says TO"
    "DO",
    "src/store/fee.c:2:4: error: code should be clang-formatted",
    "script:1: ",
    "src/law/refusal.def:2: ALLOWED has no sentence",
    "src/law/refusal.def:3: SUM_MUST_FIT has no sentence",
    "src/law/refusal.def:3: SUM_MUST_FIT is never given",
    "src/law/refusal.def:3: SUM_MUST_FIT has no row",
    "src/command/command.def:3: SUBMIT has no story",
    "words/tongban.pot:2: nothing says old.word",
    "src/store/day.c:2: refusal.day-fits may be said in a court's own words",
    "schema/state.sql:6: court_id is the first column of every key",
    "schema/state.sql:3: Order: names are lower case",
    "schema/state.sql:3: Order is a reserved word",
    "schema/state.sql:3: Order: columns are TEXT",
    "schema/state.sql:4: keys stand in a line of their own",
    "schema/state.sql:5: a_name_that_is_longer",
    "schema/state.sql:8: court_id is the first column of every index",
    "schema/state.sql:8: indexes cover the whole table",
    "schema/state.sql:9: TRIGGER does not run",
    "schema/state.sql:10: a statement without its semicolon",
    "doc/TABLES.md:1: does not say what `matter_rows` is for",
    "src/store/rows.c:3: one statement, one court",
    "src/store/rows.c:6: parameters are $1",
    "src/store/rows.c:7: parameters are $1",
    "src/store/rows.c:8: || is OR",
    "src/store/rows.c:9: now() does not run",
    "src/store/rows.c:10: the empty string",
    "src/store/rows.c:11: FOR UPDATE",
    "src/store/rows.c:12: :: casts",
    "src/store/rows.c:13: values are bound",
};

/* What is right in the tree is left alone. */
static const char *const never[] = {
    "DAY_MUST_FIT has no",
    "DAY_MUST_FIT is never",
    "src/command/command.def:2: PAY",
    "src/store/rows.c:4: one statement",
    "nothing says refusal.day-fits",
    "leads nowhere: src/LAYERS",
    "\nok 1 - ",
};

static void
make_parents(char *path)
{
    for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
        *slash = '/';
    }
}

static int
run_tidy(void **state)
{
    char path[4200];
    int status;
    (void)state;
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return 1;
    for (size_t i = 0; i < sizeof tree / sizeof tree[0]; i++) {
        snprintf(path, sizeof path, "%s", tree[i].path);
        make_parents(path);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fputs(tree[i].content, file);
        assert_int_equal(fclose(file), 0);
    }
    assert_int_equal(system("mkdir -p build/libtongban.a.p && cc -c src/law/clock.c "
                            "-o build/libtongban.a.p/src_law_clock.c.o"),
                     0);
    snprintf(path, sizeof path, "'%s' . build >build/said 2>&1", tidy);
    status = system(path);
    FILE *file = fopen("build/said", "r");
    assert_non_null(file);
    said[fread(said, 1, sizeof said - 1, file)] = '\0';
    fclose(file);
    return !WIFEXITED(status) || WEXITSTATUS(status) != 1;
}

static int
remove_tree(void **state)
{
    char command[100];
    (void)state;
    snprintf(command, sizeof command, "rm -r '%s'", folder);
    return chdir("/") != 0 || system(command) != 0;
}

static void
test_tidy__every_broken_rule_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        if (strstr(said, expected[i]) == NULL)
            fail_msg("tidy did not say \"%s\" but\n%s", expected[i], said);
    }
}

static void
test_tidy__what_is_right_is_left_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (strstr(said, never[i]) != NULL)
            fail_msg("tidy said \"%s\":\n%s", never[i], said);
    }
}

int
main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tidy__every_broken_rule_is_named),
        cmocka_unit_test(test_tidy__what_is_right_is_left_alone),
    };
    tidy = count == 2 ? realpath(arguments[1], NULL) : NULL;
    if (tidy == NULL)
        return 2;
    return cmocka_run_group_tests(tests, run_tidy, remove_tree);
}
