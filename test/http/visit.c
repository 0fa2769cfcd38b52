/* visit.c: the test's own client speaks raw bytes, because a library would correct what is meant to
 * be wrong. It waits with poll and gives up after ten seconds, which only a failing test reaches.
 */
#include "visit.h"

#include "http/problem.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATIENCE_MS = 10000, BIG_BYTES = 4 * 1024 * 1024, HELD_MAX = 4096 };

/* --- the world --- */

static int64_t
clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t
wall_ms(void *of)
{
    (void)of;
    return clock_ms(CLOCK_REALTIME);
}

static int64_t
steady_ms(void *of)
{
    (void)of;
    return clock_ms(CLOCK_MONOTONIC);
}

static void
random_bytes(void *of, void *bytes, size_t count)
{
    (void)of;
    randombytes_buf(bytes, count);
}

const struct world real_world = {wall_ms, steady_ms, random_bytes, NULL};

/* --- the handler --- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct request *held[HELD_MAX];
static size_t held_first, held_end;
static _Atomic int begun;

static void
hold(struct request *request)
{
    pthread_mutex_lock(&lock);
    held[held_end++ % HELD_MAX] = request;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

struct request *
visit_held(void)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_MS / 1000;
    pthread_mutex_lock(&lock);
    while (held_first == held_end) {
        if (pthread_cond_timedwait(&changed, &lock, &until) != 0) {
            pthread_mutex_unlock(&lock);
            fail_msg("nothing was held");
        }
    }
    struct request *request = held[held_first++ % HELD_MAX];
    pthread_mutex_unlock(&lock);
    return request;
}

int
visit_begun(void)
{
    return atomic_load(&begun);
}

const char *
visit_folder(void)
{
    static char folder[64];
    if (folder[0] == '\0') {
        snprintf(folder, sizeof folder, "/tmp/tongban-http-XXXXXX");
        assert_non_null(mkdtemp(folder));
    }
    return folder;
}

static void
answer_text(struct request *request, int status, struct text body)
{
    server_answer(request,
                  &(struct answer){.status = status, .content_type = "text/plain", .body = body});
}

static struct body_plan
begin(void *of, struct request *request)
{
    (void)of;
    atomic_fetch_add(&begun, 1);
    request->route = "/{test}";
    if (text_is(request->path, "/turned-away")) {
        answer_text(request, 401, TEXT("first sign in"));
        return (struct body_plan){BODY_ANSWERED, 0, NULL};
    }
    if (text_is(request->path, "/file"))
        return (struct body_plan){BODY_FILE, 16 * 1024 * 1024, visit_folder()};
    if (text_is(request->path, "/nowhere-file"))
        return (struct body_plan){BODY_FILE, 16 * 1024 * 1024, "/nonexistent/folder"};
    if (text_is(request->path, "/small"))
        return (struct body_plan){BODY_MEMORY, 10, NULL};
    if (request->method == METHOD_GET)
        return (struct body_plan){BODY_NONE, 0, NULL};
    return (struct body_plan){BODY_MEMORY, 0, NULL};
}

static struct text
echo_of(const struct request *request)
{
    struct buffer buffer = buffer_open(request->arena, 256);
    buffer_add_format(&buffer, "%s %.*s from %.*s host %.*s%s\n", method_name(request->method),
                      TEXT_ARGS(request->path), TEXT_ARGS(request->address),
                      TEXT_ARGS(request->host), request->is_secure ? " secure" : "");
    for (size_t i = 0; i < request->query_count; i++)
        buffer_add_format(&buffer, "%.*s=%.*s\n", TEXT_ARGS(request->query[i].name),
                          TEXT_ARGS(request->query[i].value));
    buffer_add_format(&buffer, "x-test: %.*s\n", TEXT_ARGS(request_header(request, "x-TEST")));
    buffer_add_text(&buffer, request->body);
    return buffer_text(&buffer);
}

static void
answer_file(struct request *request)
{
    struct text digest = digest_hex(&request->file.digest, request->arena);
    bool is_kept = request->has_body && request_keep_file(request, visit_folder(),
                                                          text_terminated(digest, request->arena));
    answer_text(request, is_kept ? 201 : 400, digest);
}

static void
answer_injected(struct request *request)
{
    struct pair header = {TEXT("Location"), TEXT("/a\r\nSet-Cookie: s=evil")};
    server_answer(request, &(struct answer){.status = 303, .headers = &header, .header_count = 1});
}

static enum completion
complete(void *of, struct request *request)
{
    static char big[BIG_BYTES];
    (void)of;
    if (text_is(request->path, "/held")) {
        hold(request);
        return REQUEST_HELD;
    }
    if (text_is(request->path, "/echo") || text_starts_with(request->path, "/echo/") ||
        text_is(request->path, "/small"))
        answer_text(request, 200, echo_of(request));
    else if (text_is(request->path, "/file"))
        answer_file(request);
    else if (text_is(request->path, "/inject"))
        answer_injected(request);
    else if (text_is(request->path, "/big"))
        answer_text(request, 200, (struct text){big, BIG_BYTES});
    else {
        struct answer answer = problem_not_found(request);
        server_answer(request, &answer);
    }
    return REQUEST_ANSWERED;
}

struct server *
visit_open_server(struct server_options options)
{
    struct fault fault = {0};
    options.host = options.host != NULL ? options.host : "127.0.0.1";
    options.loops = options.loops != 0 ? options.loops : 1;
    options.handlers = (struct handlers){begin, complete, NULL};
    options.world = &real_world;
    atomic_store(&begun, 0);
    struct server *server = server_open(&options, &fault);
    if (server == NULL)
        fail_msg("%s", fault.what);
    return server;
}

/* --- the client --- */

static void
wait_for(int socket, short events)
{
    struct pollfd ready = {.fd = socket, .events = events};
    if (poll(&ready, 1, PATIENCE_MS) != 1)
        fail_msg("the server keeps silent");
}

int
visit_connect_from(const struct server *server, int last)
{
    struct sockaddr_in from = {.sin_family = AF_INET},
                       to = {.sin_family = AF_INET, .sin_port = htons(server_port(server))};
    int visitor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(visitor >= 0);
    from.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + (uint32_t)last);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(bind(visitor, (struct sockaddr *)&from, sizeof from), 0);
    assert_int_equal(connect(visitor, (struct sockaddr *)&to, sizeof to), 0);
    return visitor;
}

int
visit_connect(const struct server *server)
{
    return visit_connect_from(server, 1);
}

void
visit_send(int socket, const char *bytes, size_t length)
{
    while (length > 0) {
        wait_for(socket, POLLOUT);
        ssize_t sent = send(socket, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN)
            return; /* closed under us; the answer tells */
        bytes += sent > 0 ? sent : 0;
        length -= sent > 0 ? (size_t)sent : 0;
    }
}

void
visit_say(int socket, const char *text)
{
    visit_send(socket, text, strlen(text));
}

/* What was received beyond the last answer, for pipelined requests. One conversation at a time. */
static char *received;
static size_t received_length, received_capacity;
static int received_from = -1;

static bool
receive_more(int socket)
{
    if (received_length + 65536 + 1 > received_capacity) {
        received_capacity = (received_length + 65536 + 1) * 2;
        received = realloc(received, received_capacity);
        assert_non_null(received);
    }
    wait_for(socket, POLLIN);
    ssize_t length = recv(socket, received + received_length, 65536, 0);
    if (length <= 0)
        return false;
    received_length += (size_t)length;
    received[received_length] = '\0';
    return true;
}

static void
begin_conversation(int socket)
{
    if (received_from != socket)
        received_length = 0;
    received_from = socket;
}

/* Takes `length` bytes from the front. */
static const char *
take_front(size_t length)
{
    static char *answer;
    free(answer);
    answer = malloc(length + 1);
    assert_non_null(answer);
    memcpy(answer, received, length);
    answer[length] = '\0';
    memmove(received, received + length, received_length - length);
    received_length -= length;
    return answer;
}

static const char *
take_answer(int socket, int *status, bool has_body)
{
    const char *end = NULL;
    begin_conversation(socket);
    for (;;) {
        while (received_length == 0 || (end = strstr(received, "\r\n\r\n")) == NULL) {
            if (!receive_more(socket))
                return NULL;
        }
        if (strncmp(received, "HTTP/1.1 100", 12) != 0)
            break;
        take_front((size_t)(end - received) + 4);
    }
    size_t length = (size_t)(end - received) + 4;
    const char *declared = strstr(received, "Content-Length: ");
    if (has_body && declared != NULL && declared < end)
        length += (size_t)atoll(declared + 16);
    while (received_length < length) {
        if (!receive_more(socket))
            return NULL;
    }
    const char *answer = take_front(length);
    if (status != NULL)
        *status = atoi(answer + 9);
    return answer;
}

const char *
visit_answer(int socket, int *status)
{
    return take_answer(socket, status, true);
}

const char *
visit_answer_without_body(int socket, int *status)
{
    return take_answer(socket, status, false);
}

const char *
visit_rest(int socket)
{
    begin_conversation(socket);
    while (receive_more(socket))
        ;
    const char *rest = take_front(received_length);
    received_from = -1;
    return rest;
}

bool
visit_is_closed(int socket)
{
    char byte;
    begin_conversation(socket);
    if (received_length > 0)
        return false;
    wait_for(socket, POLLIN);
    ssize_t length = recv(socket, &byte, 1, MSG_DONTWAIT);
    received_from = -1;
    return length == 0 || (length < 0 && errno == ECONNRESET);
}
