/* served.c: as a court runs it, and asked as any program would. */
#include "served.h"

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

struct served
served_open(const char *program, const char *data, const char *preload)
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
        if (preload != NULL) {
            setenv("ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0", 1);
            setenv("LD_PRELOAD", preload, 1);
        }
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

void
served_stop(struct served *served, int signal_number)
{
    int status;
    kill(served->pid, signal_number);
    assert_int_equal(waitpid(served->pid, &status, 0), served->pid);
    fclose(served->said);
    if (signal_number == SIGTERM)
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

void
served_ask(int port, const char *request, char *answer, size_t size)
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

void
served_get(int port, const char *path, const char *token, char *answer, size_t size)
{
    char request[1024];
    snprintf(request, sizeof request,
             "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
             "Authorization: Bearer %s\r\n\r\n",
             path, token);
    served_ask(port, request, answer, size);
}

void
served_post(int port, const char *path, const char *token, const char *key, const char *body,
            char *answer, size_t size)
{
    char request[8192];
    snprintf(request, sizeof request,
             "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
             "Content-Type: application/json\r\nIdempotency-Key: %s\r\n%s%s%s"
             "Content-Length: %zu\r\n\r\n%s",
             path, key, token[0] != '\0' ? "Authorization: Bearer " : "", token,
             token[0] != '\0' ? "\r\n" : "", strlen(body), body);
    served_ask(port, request, answer, size);
}

bool
served_member(const char *answer, const char *name, char *value, size_t size)
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

void
served_sign_in(int port, const char *node, const char *sign_in, char *token, size_t size)
{
    char answer[8192], body[200];
    snprintf(body, sizeof body,
             "{\"node\":\"%s\",\"sign_in\":\"%s\",\"password\":\"tongban-demo-2026\"}", node,
             sign_in);
    served_post(port, "/api/v1/sign-in", "", "sign-in", body, answer, sizeof answer);
    if (!served_member(answer, "token", token, size))
        fail_msg("no sign-in: %s", answer);
}

const char served_filing[] =
    "{\"procedure\":\"civil_filing\",\"owner\":\"JL7505\",\"acted_for\":\"当事人甲\",\"fields\":{"
    "\"parties\":[{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\"},"
    "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\"}],"
    "\"cause\":\"民间借贷纠纷\",\"claims\":\"返还借款。\",\"facts\":\"至今未还。\",\"amount\":"
    "\"54046\","
    "\"on_paper\":true,\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
    "{\"item\":\"identity\",\"paper\":true},{\"item\":\"evidence\",\"paper\":true},"
    "{\"item\":\"copies\",\"paper\":true},{\"item\":\"address_confirmation\",\"paper\":true}]}}";

int
served_run(const char *format, ...)
{
    char command[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    int status = system(command);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
