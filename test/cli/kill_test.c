/* kill_test.c: the program as a court runs it, killed without warning while clerks hand things in:
 * what was acknowledged is there afterwards, with the same number, once. */
#include "served.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { KILLS = 4, ACTS_BEFORE_KILL = 40, ACTS_MAX = KILLS * ACTS_BEFORE_KILL + 8 };

static const char *program;
static char folder[] = "/tmp/tongban-kill-XXXXXX";
static char data[64];

/* ---- what must hold ---- */

static char acknowledged[ACTS_MAX][32]; /* number of the matter; empty: never acknowledged */

static int
make_network(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(data, sizeof data, "%s/data", folder);
    return served_run("'%s' demo --prepare --data %s --rules " RULES " >/dev/null", program, data);
}

static int
forget_network(void **state)
{
    (void)state;
    return served_run("rm -rf %s", folder);
}

/* Hands in until the act at `fatal` is under way, then kills; whatever came back counts. */
static void
hand_in_until_killed(int round)
{
    char token[128], key[32], answer[8192];
    struct served served = served_open(program, data, NULL);
    served_sign_in(served.port, "JL7502", "counter@7502", token, sizeof token);
    for (int i = 0; i < ACTS_BEFORE_KILL; i++) {
        int act = round * ACTS_BEFORE_KILL + i;
        snprintf(key, sizeof key, "act-%d", act);
        if (i == ACTS_BEFORE_KILL - 1 && fork() == 0) {
            kill(served.pid, SIGKILL); /* at the same moment as the last request */
            _exit(0);
        }
        served_post(served.port, "/api/v1/matters", token, key, served_filing, answer,
                    sizeof answer);
        if (strncmp(answer, "HTTP/1.1 201", 12) == 0)
            assert_true(
                served_member(answer, "matter", acknowledged[act], sizeof acknowledged[act]));
        else if (i < ACTS_BEFORE_KILL - 1)
            fail_msg("act %d: %s", act, answer);
    }
    while (waitpid(-1, NULL, 0) > 0)
        continue;
    fclose(served.said);
}

/* The same key again: the same number, for every act that was ever acknowledged. */
static void
repeat_everything(int acts)
{
    char token[128], key[32], answer[8192], number[32];
    struct served served = served_open(program, data, NULL);
    served_sign_in(served.port, "JL7502", "counter@7502", token, sizeof token);
    for (int act = 0; act < acts; act++) {
        snprintf(key, sizeof key, "act-%d", act);
        served_post(served.port, "/api/v1/matters", token, key, served_filing, answer,
                    sizeof answer);
        if (!served_member(answer, "matter", number, sizeof number))
            fail_msg("act %d again: %s", act, answer);
        if (acknowledged[act][0] != '\0')
            assert_string_equal(number, acknowledged[act]);
        else
            snprintf(acknowledged[act], sizeof acknowledged[act], "%s", number);
    }
    served_stop(&served, SIGTERM);
}

static void
test_kill__what_was_acknowledged_is_there_once(void **state)
{
    (void)state;
    for (int round = 0; round < KILLS; round++) {
        hand_in_until_killed(round);
        assert_int_equal(served_run("'%s' audit --data %s >/dev/null", program, data), 0);
    }
    repeat_everything(KILLS * ACTS_BEFORE_KILL);
    repeat_everything(KILLS * ACTS_BEFORE_KILL);
    for (int i = 0; i < KILLS * ACTS_BEFORE_KILL; i++) {
        for (int k = 0; k < i; k++)
            assert_string_not_equal(acknowledged[i], acknowledged[k]);
    }
    assert_int_equal(served_run("'%s' audit --data %s >/dev/null", program, data), 0);
}

static void
test_kill__a_node_is_open_in_one_process_only(void **state)
{
    (void)state;
    struct served served = served_open(program, data, NULL);
    assert_int_equal(served_run("'%s' serve --data %s --listen 127.0.0.1:0 --rules " RULES
                                " 2>%s/second >/dev/null",
                                program, data, folder),
                     1);
    assert_int_equal(served_run("grep -q 'another process has' %s/second", folder), 0);
    served_stop(&served, SIGTERM);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kill__what_was_acknowledged_is_there_once),
        cmocka_unit_test(test_kill__a_node_is_open_in_one_process_only),
    };
    program = argc > 1 ? argv[1] : "";
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, make_network, forget_network);
}
