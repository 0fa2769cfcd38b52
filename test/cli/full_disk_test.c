/* full_disk_test.c: the disk of a serving program fills up and is emptied again: people are told so
 * clearly, nothing is half done, reading goes on, and afterwards the same request succeeds. */
#include "served.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

enum { WAIT_SECONDS = 60 };

static const char *program, *shim;
static char folder[] = "/tmp/tongban-full-XXXXXX";
static char data[64], sign[64];

static int
make_network(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(data, sizeof data, "%s/data", folder);
    snprintf(sign, sizeof sign, "%s/full", folder);
    setenv("FULL_DISK", sign, 1);
    return served_run("'%s' demo --prepare --data %s --rules " RULES " >/dev/null", program, data);
}

static int
forget_network(void **state)
{
    (void)state;
    return served_run("rm -rf %s", folder);
}

static void
fill_disk(void)
{
    int file = open(sign, O_WRONLY | O_CREAT, 0600);
    assert_true(file >= 0);
    close(file);
}

static int
count(const char *node, const char *query)
{
    char path[128];
    sqlite3 *database;
    sqlite3_stmt *asked;
    snprintf(path, sizeof path, "%s/%s/node.db", data, node);
    assert_int_equal(sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(database, query, -1, &asked, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(asked), SQLITE_ROW);
    int number = sqlite3_column_int(asked, 0);
    sqlite3_finalize(asked);
    sqlite3_close(database);
    return number;
}

static const char FILINGS[] = "SELECT COUNT(*) FROM matter_rows";

static int
status_of(const char *answer)
{
    return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? atoi(answer + 9) : 0;
}

static void
assert_says(const char *answer, int status, const char *sentence)
{
    if (status_of(answer) != status || strstr(answer, sentence) == NULL ||
        strstr(answer, "application/problem+json") == NULL)
        fail_msg("no %d with \"%s\": %s", status, sentence, answer);
}

static int
hand_in(int port, const char *token, const char *key, char *answer, size_t size)
{
    served_post(port, "/api/v1/matters", token, key, served_filing, answer, size);
    return status_of(answer);
}

static void
upload(int port, const char *token, const char *key, char *answer, size_t size)
{
    static char request[40000];
    static char body[32000];
    memset(body, ' ', sizeof body - 1);
    memcpy(body, "%PDF-1.4\n", 9);
    memcpy(body + sizeof body - 8, "\n%%EOF\n", 7);
    snprintf(request, sizeof request,
             "POST /api/v1/files HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
             "Content-Type: application/pdf\r\nIdempotency-Key: %s\r\n"
             "Authorization: Bearer %s\r\nContent-Length: %zu\r\n\r\n%s",
             key, token, strlen(body), body);
    served_ask(port, request, answer, size);
}

/* The courts whose disks were full as well go on by themselves. */
static void
wait_for_owner(int port, const char *number)
{
    char token[128], answer[65536], path[100];
    time_t end = time(NULL) + WAIT_SECONDS;
    served_sign_in(port, "JL7505", "officer@7505", token, sizeof token);
    snprintf(path, sizeof path, "/api/v1/matters/%s", number);
    do
        served_get(port, path, token, answer, sizeof answer);
    while (status_of(answer) != 200 && time(NULL) < end);
    assert_int_equal(status_of(answer), 200);
}

static void
test_full_disk__is_said_and_nothing_is_half_done(void **state)
{
    char token[128], answer[65536], path[100], first[32], second[32], again[32];
    (void)state;
    int before = count("JL7502", FILINGS);
    struct served served = served_open(program, data, shim);
    served_sign_in(served.port, "JL7502", "counter@7502", token, sizeof token);
    assert_int_equal(hand_in(served.port, token, "one", answer, sizeof answer), 201);
    assert_true(served_member(answer, "matter", first, sizeof first));

    fill_disk();
    for (int tries = 0; tries < 3; tries++) {
        hand_in(served.port, token, "two", answer, sizeof answer);
        assert_says(answer, 503, "没有记录成功，什么都没有发生。请稍后用同一个请求编号再试。");
        upload(served.port, token, "file", answer, sizeof answer);
        assert_says(answer, 507, "存储空间");
    }
    snprintf(path, sizeof path, "/api/v1/matters/%s", first);
    served_get(served.port, path, token, answer, sizeof answer);
    assert_int_equal(status_of(answer), 200); /* reading goes on */

    assert_int_equal(unlink(sign), 0);
    assert_int_equal(hand_in(served.port, token, "two", answer, sizeof answer), 201);
    assert_true(served_member(answer, "matter", second, sizeof second));
    assert_string_not_equal(first, second);
    assert_int_equal(hand_in(served.port, token, "two", answer, sizeof answer), 201);
    assert_true(served_member(answer, "matter", again, sizeof again));
    assert_string_equal(second, again);
    upload(served.port, token, "file", answer, sizeof answer);
    assert_int_equal(status_of(answer), 201);
    wait_for_owner(served.port, second);
    served_stop(&served, SIGTERM);

    assert_int_equal(count("JL7502", FILINGS), before + 2);
    assert_int_equal(served_run("test -z \"$(find %s/JL7502/uploads -type f)\"", data), 0);
    assert_int_equal(served_run("'%s' audit --data %s >/dev/null", program, data), 0);
}

/* The node was full when it was stopped: it starts again and goes on. */
static void
test_full_disk__a_stop_while_it_is_full_loses_nothing(void **state)
{
    char token[128], answer[65536], number[32];
    (void)state;
    struct served served = served_open(program, data, shim);
    served_sign_in(served.port, "JL7502", "counter@7502", token, sizeof token);
    assert_int_equal(hand_in(served.port, token, "three", answer, sizeof answer), 201);
    assert_true(served_member(answer, "matter", number, sizeof number));
    fill_disk();
    assert_int_equal(hand_in(served.port, token, "four", answer, sizeof answer), 503);
    served_stop(&served, SIGKILL);
    assert_int_equal(unlink(sign), 0);
    served = served_open(program, data, shim);
    served_sign_in(served.port, "JL7502", "counter@7502", token, sizeof token);
    assert_int_equal(hand_in(served.port, token, "four", answer, sizeof answer), 201);
    wait_for_owner(served.port, number);
    served_stop(&served, SIGTERM);
    assert_int_equal(served_run("'%s' audit --data %s >/dev/null", program, data), 0);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full_disk__is_said_and_nothing_is_half_done),
        cmocka_unit_test(test_full_disk__a_stop_while_it_is_full_loses_nothing),
    };
    program = argc > 1 ? argv[1] : "";
    shim = argc > 2 ? argv[2] : "";
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, make_network, forget_network);
}
