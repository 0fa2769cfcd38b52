/* kill_test.c: the program as a court runs it, killed without warning while clerks hand things in:
 * what was acknowledged is there afterwards, with the same number, once. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { KILLS = 4, ACTS_BEFORE_KILL = 40, ACTS_MAX = KILLS * ACTS_BEFORE_KILL + 8 };

static const char *program;
static char folder[] = "/tmp/tongban-kill-XXXXXX";
static char data[64];

/* ---- the server ---- */

struct served {
    pid_t pid;
    FILE *said;
    int port;
};

static struct served
serve(void)
{
    int out[2];
    char line[4096];
    struct served served = {0};
    assert_int_equal(pipe(out), 0);
    served.pid = fork();
    assert_true(served.pid >= 0);
    if (served.pid == 0) {
        dup2(out[1], 1);
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(126);
        close(out[0]);
        execl(program, "tongban", "serve", "--data", data, "--listen", "127.0.0.1:0", "--rules",
              RULES, (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    served.said = fdopen(out[0], "r");
    while (served.port == 0 && fgets(line, sizeof line, served.said) != NULL) {
        const char *address = strstr(line, "http://127.0.0.1:");
        if (address != NULL)
            served.port = atoi(address + strlen("http://127.0.0.1:"));
    }
    assert_true(served.port > 0);
    return served;
}

static void
stop(struct served *served, int signal_number)
{
    int status;
    kill(served->pid, signal_number);
    assert_int_equal(waitpid(served->pid, &status, 0), served->pid);
    fclose(served->said);
    if (signal_number == SIGTERM)
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/* ---- a client ---- */

/* One request on a connection of its own; the answer with its head, or an empty one when the line
 * broke. */
static void
ask(int port, const char *request, char *answer, size_t size)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    size_t length = 0;
    ssize_t got;
    int line = socket(AF_INET, SOCK_STREAM, 0);
    answer[0] = '\0';
    if (connect(line, (struct sockaddr *)&address, sizeof address) == 0 &&
        send(line, request, strlen(request), MSG_NOSIGNAL) == (ssize_t)strlen(request)) {
        while (length + 1 < size && (got = recv(line, answer + length, size - length - 1, 0)) > 0)
            length += (size_t)got;
        answer[length] = '\0';
    }
    close(line);
}

static void
post(int port, const char *path, const char *token, const char *key, const char *body, char *answer,
     size_t size)
{
    char request[8192];
    snprintf(request, sizeof request,
             "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
             "Content-Type: application/json\r\nIdempotency-Key: %s\r\n%s%s%s"
             "Content-Length: %zu\r\n\r\n%s",
             path, key, token[0] != '\0' ? "Authorization: Bearer " : "", token,
             token[0] != '\0' ? "\r\n" : "", strlen(body), body);
    ask(port, request, answer, size);
}

/* The text of a member, by its name; good enough for the flat answers of this interface. */
static bool
member(const char *answer, const char *name, char *value, size_t size)
{
    char wanted[64];
    snprintf(wanted, sizeof wanted, "\"%s\":\"", name);
    const char *at = strstr(answer, wanted);
    if (at == NULL)
        return false;
    at += strlen(wanted);
    size_t length = strcspn(at, "\"");
    assert_true(length < size);
    memcpy(value, at, length);
    value[length] = '\0';
    return true;
}

static void
sign_in(int port, char *token, size_t size)
{
    char answer[8192];
    post(port, "/api/v1/sign-in", "", "sign-in",
         "{\"node\":\"JL7502\",\"sign_in\":\"counter@7502\",\"password\":\"tongban-demo-2026\"}",
         answer, sizeof answer);
    if (!member(answer, "token", token, size))
        fail_msg("no sign-in: %s", answer);
}

static const char FILING[] =
    "{\"procedure\":\"civil_filing\",\"owner\":\"JL7505\",\"acted_for\":\"当事人甲\",\"fields\":{"
    "\"parties\":[{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\"},"
    "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\"}],"
    "\"cause\":\"民间借贷纠纷\",\"claims\":\"返还借款。\",\"facts\":\"至今未还。\",\"amount\":"
    "\"54046\","
    "\"on_paper\":true,\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
    "{\"item\":\"identity\",\"paper\":true},{\"item\":\"evidence\",\"paper\":true},"
    "{\"item\":\"copies\",\"paper\":true},{\"item\":\"address_confirmation\",\"paper\":true}]}}";

/* ---- what must hold ---- */

static char acknowledged[ACTS_MAX][32]; /* number of the matter; empty: never acknowledged */

static int run(const char *format, ...) __attribute__((format(printf, 1, 2)));

static int
run(const char *format, ...)
{
    char command[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int
make_network(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(data, sizeof data, "%s/data", folder);
    return run("'%s' demo --prepare --data %s --rules " RULES " >/dev/null", program, data);
}

static int
forget_network(void **state)
{
    (void)state;
    return run("rm -rf %s", folder);
}

/* Hands in until the act at `fatal` is under way, then kills; whatever came back counts. */
static void
hand_in_until_killed(int round)
{
    char token[128], key[32], answer[8192];
    struct served served = serve();
    sign_in(served.port, token, sizeof token);
    for (int i = 0; i < ACTS_BEFORE_KILL; i++) {
        int act = round * ACTS_BEFORE_KILL + i;
        snprintf(key, sizeof key, "act-%d", act);
        if (i == ACTS_BEFORE_KILL - 1 && fork() == 0) {
            kill(served.pid, SIGKILL); /* at the same moment as the last request */
            _exit(0);
        }
        post(served.port, "/api/v1/matters", token, key, FILING, answer, sizeof answer);
        if (strncmp(answer, "HTTP/1.1 201", 12) == 0)
            assert_true(member(answer, "matter", acknowledged[act], sizeof acknowledged[act]));
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
    struct served served = serve();
    sign_in(served.port, token, sizeof token);
    for (int act = 0; act < acts; act++) {
        snprintf(key, sizeof key, "act-%d", act);
        post(served.port, "/api/v1/matters", token, key, FILING, answer, sizeof answer);
        if (!member(answer, "matter", number, sizeof number))
            fail_msg("act %d again: %s", act, answer);
        if (acknowledged[act][0] != '\0')
            assert_string_equal(number, acknowledged[act]);
        else
            snprintf(acknowledged[act], sizeof acknowledged[act], "%s", number);
    }
    stop(&served, SIGTERM);
}

static void
test_kill__what_was_acknowledged_is_there_once(void **state)
{
    (void)state;
    for (int round = 0; round < KILLS; round++) {
        hand_in_until_killed(round);
        assert_int_equal(run("'%s' audit --data %s >/dev/null", program, data), 0);
    }
    repeat_everything(KILLS * ACTS_BEFORE_KILL);
    repeat_everything(KILLS * ACTS_BEFORE_KILL);
    for (int i = 0; i < KILLS * ACTS_BEFORE_KILL; i++) {
        for (int k = 0; k < i; k++)
            assert_string_not_equal(acknowledged[i], acknowledged[k]);
    }
    assert_int_equal(run("'%s' audit --data %s >/dev/null", program, data), 0);
}

static void
test_kill__a_node_is_open_in_one_process_only(void **state)
{
    (void)state;
    struct served served = serve();
    assert_int_equal(run("'%s' serve --data %s --listen 127.0.0.1:0 --rules " RULES
                         " 2>%s/second >/dev/null",
                         program, data, folder),
                     1);
    assert_int_equal(run("grep -q 'another process has' %s/second", folder), 0);
    stop(&served, SIGTERM);
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
