/* server_test.c: the web door as its visitors and its handlers meet it. */
#include "visit.h"

#include "base/metrics.h"
#include "http/logbook.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static void
assert_has(const char *answer, const char *part)
{
    if (answer == NULL || strstr(answer, part) == NULL)
        fail_msg("no \"%s\" in \"%s\"", part, answer != NULL ? answer : "(nothing)");
}

static void
assert_has_not(const char *answer, const char *part)
{
    if (answer == NULL || strstr(answer, part) != NULL)
        fail_msg("\"%s\" in \"%s\"", part, answer != NULL ? answer : "(nothing)");
}

/* Answers a held request with a short text. */
static void
answer_held(struct request *request, const char *text)
{
    server_answer_later(
        request,
        &(struct answer){.status = 200, .content_type = "text/plain", .body = text_of(text)});
}

static void
close_quietly(struct server *server)
{
    assert_true(server_close(server, 5000));
}

/* --- requests and answers --- */

static void
test_server__decodes_path_and_parameters_once(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor, "GET /echo/%E6%9E%97/a%252Fb?q=%ED%95%9C+%2B&empty=&flag&q=2 HTTP/1.1\r\n"
                       "Host: court.example:8443\r\nX-Test:  spaced out \t\r\n\r\n");
    const char *answer = visit_answer(visitor, &status);
    assert_int_equal(status, 200);
    assert_has(answer, "GET /echo/林/a%2Fb from 127.0.0.1 host court.example:8443\n");
    assert_has(answer, "q=한 +\nempty=\nflag=\nq=2\nx-test: spaced out\n");
    close(visitor);
    close_quietly(server);
}

static void
test_server__keeps_the_connection_and_answers_in_order(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor, "POST /echo/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                       "GET /echo/2 HTTP/1.1\r\nHost: a\r\n\r\n"
                       "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n"
                       "POST /turned-away HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz"
                       "PUT /echo/3 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    assert_has(visit_answer(visitor, &status), "POST /echo/1 from");
    assert_has(visit_answer(visitor, &status), "GET /echo/2 from");
    assert_has(visit_answer(visitor, &status), "PLACE_MUST_EXIST");
    assert_int_equal(status, 404);
    assert_has(visit_answer(visitor, &status), "first sign in");
    assert_int_equal(status, 401);
    assert_has(visit_answer(visitor, &status), "PUT /echo/3 from");
    close(visitor);
    close_quietly(server);
}

static void
test_server__head_is_get_without_the_body(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor,
              "HEAD /big HTTP/1.1\r\nHost: a\r\n\r\nGET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    const char *answer = visit_answer_without_body(visitor, &status);
    assert_int_equal(status, 200);
    assert_has(answer, "Content-Length: 4194304\r\n");
    assert_has(visit_answer(visitor, &status), "GET /echo from");
    close(visitor);
    close_quietly(server);
}

static void
test_server__speaks_http_1_0(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor, "GET /echo HTTP/1.0\r\n\r\n");
    assert_has(visit_answer(visitor, &status), "GET /echo from 127.0.0.1 host \n");
    assert_int_equal(status, 200);
    assert_true(visit_is_closed(visitor));
    close(visitor);
    close_quietly(server);
}

static void
test_server__puts_its_guard_on_every_answer(void **state)
{
    static const char *const paths[] = {"/echo", "/nothing", "/turned-away", "/a//b", "/inject"};
    struct server *server = visit_open_server((struct server_options){0});
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        char request[200];
        int visitor = visit_connect(server);
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: a\r\n\r\n", paths[i]);
        visit_say(visitor, request);
        const char *answer = visit_answer(visitor, NULL);
        assert_has(answer, "\r\nDate: ");
        assert_has(answer, "\r\nCache-Control: no-store\r\n");
        assert_has(answer, "\r\nX-Content-Type-Options: nosniff\r\n");
        assert_has(answer, "\r\nReferrer-Policy: same-origin\r\n");
        assert_has(answer, "\r\nContent-Security-Policy: default-src 'none';");
        close(visitor);
    }
    close_quietly(server);
}

static void
test_server__never_lets_a_value_begin_another_header(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor, "GET /inject HTTP/1.1\r\nHost: a\r\n\r\n");
    const char *answer = visit_answer(visitor, &status);
    assert_int_equal(status, 500);
    assert_has_not(answer, "evil");
    close(visitor);
    close_quietly(server);
}

static void
test_server__refuses_in_the_readers_language_with_a_reference(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor, "GET /a//b HTTP/1.1\r\nHost: a\r\nAccept-Language: ko\r\n\r\n");
    const char *answer = visit_answer(visitor, &status);
    assert_int_equal(status, 400);
    assert_has(answer, "Content-Type: application/problem+json\r\n");
    assert_has(answer, "Content-Language: ko\r\n");
    assert_has(answer, "\"refusal\":\"TARGET_MUST_BE_CLEAR\"");
    assert_has(answer, "주소가 올바르지 않습니다");
    assert_has(answer, "\"reference\":\"");
    close(visitor);
    close_quietly(server);
}

/* --- bodies --- */

static void
test_server__refuses_a_long_body_before_a_byte_of_it(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    (void)state;
    /* no byte of the body is ever sent, and the answer comes */
    int status, visitor = visit_connect(server);
    visit_say(visitor, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n");
    assert_has(visit_answer(visitor, &status), "BODY_MUST_BE_SHORTER");
    assert_int_equal(status, 413);
    assert_true(visit_is_closed(visitor));
    close(visitor);
    /* with 100-continue there is no invitation */
    visitor = visit_connect(server);
    visit_say(visitor, "POST /small HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                       "Content-Length: 11\r\n\r\n");
    const char *answer = visit_answer(visitor, &status);
    assert_int_equal(status, 413);
    assert_int_equal(strncmp(answer, "HTTP/1.1 413", 12), 0);
    close(visitor);
    /* the largest that is allowed comes through; one byte of a GET does not */
    visitor = visit_connect(server);
    visit_say(visitor, "POST /small HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                       "Content-Length: 10\r\n\r\n");
    visit_say(visitor, "0123456789");
    assert_has(visit_answer(visitor, &status), "\n0123456789");
    visit_say(visitor, "GET /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
    visit_answer(visitor, &status);
    assert_int_equal(status, 413);
    close(visitor);
    close_quietly(server);
}

static void
test_server__is_heard_by_who_sends_a_body_that_is_refused(void **state)
{
    enum { BODY_BYTES = 4 * 1024 * 1024 };
    static char body[BODY_BYTES];
    struct server *server = visit_open_server((struct server_options){0});
    (void)state;
    for (int i = 0; i < 20; i++) {
        int status, visitor = visit_connect(server);
        visit_say(visitor,
                  "POST /turned-away HTTP/1.1\r\nHost: a\r\nContent-Length: 4194304\r\n\r\n");
        visit_send(visitor, body, BODY_BYTES);
        assert_has(visit_answer(visitor, &status), "first sign in");
        assert_int_equal(status, 401);
        close(visitor);
    }
    close_quietly(server);
}

static int
files_in(const char *folder)
{
    int count = 0;
    DIR *opened = opendir(folder);
    assert_non_null(opened);
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(opened);
    return count;
}

static void
remove_files_in(const char *folder)
{
    DIR *opened = opendir(folder);
    assert_non_null(opened);
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;) {
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(opened), entry->d_name, 0);
    }
    closedir(opened);
}

static void
test_server__streams_a_file_to_disk_and_knows_its_digest(void **state)
{
    enum { BODY_BYTES = 9 * 1024 * 1024 + 7 };
    char *body = malloc(BODY_BYTES), kept[200];
    struct arena *arena = arena_open();
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    for (size_t i = 0; i < BODY_BYTES; i++)
        body[i] = (char)(i * 2654435761u >> 13);
    struct digest digest = digest_of((struct text){body, BODY_BYTES});
    const char *hex = text_terminated(digest_hex(&digest, arena), arena);
    for (int i = 0; i < 2; i++) { /* the second time the name is there already */
        char header[200];
        snprintf(header, sizeof header,
                 "PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n", BODY_BYTES);
        visit_say(visitor, header);
        visit_send(visitor, body, BODY_BYTES);
        assert_has(visit_answer(visitor, &status), hex);
        assert_int_equal(status, 201);
    }
    snprintf(kept, sizeof kept, "%s/%s", visit_folder(), hex);
    int file = open(kept, O_RDONLY);
    assert_true(file >= 0);
    assert_int_equal(lseek(file, 0, SEEK_END), BODY_BYTES);
    close(file);
    assert_int_equal(files_in(visit_folder()), 1);
    remove_files_in(visit_folder());
    close(visitor);
    close_quietly(server);
    arena_close(arena);
    free(body);
}

static void
test_server__leaves_nothing_of_a_file_that_never_came(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor, "PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nhalf");
    close(visitor);
    visitor = visit_connect(server);
    visit_say(visitor, "PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 16777217\r\n\r\n");
    visit_answer(visitor, &status);
    assert_int_equal(status, 413);
    close(visitor);
    visitor = visit_connect(server);
    visit_say(visitor, "PUT /nowhere-file HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd"
                       "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_has(visit_answer(visitor, &status), "DISK_MUST_WORK");
    assert_int_equal(status, 500);
    close(visitor);
    close_quietly(server);
    assert_int_equal(files_in(visit_folder()), 0);
}

static void
test_server__bounds_the_memory_of_all_bodies(void **state)
{
    enum { BODY_BYTES = 80000 };
    static char body[BODY_BYTES];
    static const char say[] = "POST /held HTTP/1.1\r\nHost: a\r\nContent-Length: 80000\r\n\r\n";
    struct server *server =
        visit_open_server((struct server_options){.limits = {.bodies_memory_bytes = 100000}});
    int status, first = visit_connect(server), second = visit_connect(server);
    (void)state;
    visit_say(first, say);
    visit_send(first, body, BODY_BYTES);
    struct request *held = visit_held();
    visit_say(second, say);
    visit_send(second, body, BODY_BYTES);
    const char *answer = visit_answer(second, &status);
    assert_has(answer, "MEMORY_MUST_SUFFICE");
    assert_has(answer, "Retry-After: ");
    assert_int_equal(status, 503);
    close(second);
    /* the first was not touched; when it has gone there is room again, on the same connection too
     */
    assert_int_equal(held->body.length, BODY_BYTES);
    answer_held(held, "first");
    assert_has(visit_answer(first, &status), "first");
    visit_say(first, say);
    visit_send(first, body, BODY_BYTES);
    answer_held(visit_held(), "second");
    assert_has(visit_answer(first, &status), "second");
    close(first);
    close_quietly(server);
}

/* --- held requests --- */

static void
test_server__answers_later_from_any_thread(void **state)
{
    enum { VISITORS = 40 };
    struct server *server = visit_open_server((struct server_options){.loops = 2});
    int visitors[VISITORS], status;
    (void)state;
    for (int i = 0; i < VISITORS; i++) {
        visitors[i] = visit_connect(server);
        visit_say(visitors[i], "POST /held HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
                               "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    struct request *held[VISITORS];
    for (int i = 0; i < VISITORS; i++)
        held[i] = visit_held();
    for (int i = 0; i < VISITORS; i++) {
        assert_true(text_is(held[i]->body, "abc"));
        answer_held(held[i], "at last");
    }
    for (int i = 0; i < VISITORS; i++) {
        assert_has(visit_answer(visitors[i], &status), "\r\n\r\nat last");
        assert_has(visit_answer(visitors[i], &status), "GET /echo from");
        close(visitors[i]);
    }
    close_quietly(server);
}

static void
test_server__answers_into_the_void_when_the_client_has_gone(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor, "GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    struct request *request = visit_held();
    close(visitor);
    visitor = visit_connect(server);
    visit_say(visitor, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    visit_answer(visitor, &status);
    answer_held(request, "nobody is there");
    visit_say(visitor, "GET /echo/2 HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_has(visit_answer(visitor, &status), "GET /echo/2");
    close(visitor);
    close_quietly(server);
}

static void *
answer_in_a_while(void *request)
{
    answer_held(request, "just in time");
    return NULL;
}

static void *
close_with_patience(void *server)
{
    return server_close(server, 10000) ? server : NULL;
}

static void
test_server__waits_for_held_requests_when_it_closes(void **state)
{
    struct server *server = visit_open_server((struct server_options){0});
    int status, visitor = visit_connect(server), idle = visit_connect(server);
    pthread_t closer, answerer;
    void *is_clean;
    (void)state;
    visit_say(idle, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    visit_answer(idle, &status);
    visit_say(visitor, "GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    struct request *request = visit_held();
    assert_int_equal(pthread_create(&closer, NULL, close_with_patience, server), 0);
    assert_true(visit_is_closed(idle)); /* so the closing has begun */
    assert_int_equal(pthread_create(&answerer, NULL, answer_in_a_while, request), 0);
    const char *answer = visit_answer(visitor, &status);
    assert_has(answer, "just in time");
    assert_has(answer, "\r\nConnection: close\r\n");
    assert_true(visit_is_closed(visitor));
    pthread_join(answerer, NULL);
    pthread_join(closer, &is_clean);
    assert_non_null(is_clean);
    close(idle);
    close(visitor);
}

static void
test_server__may_be_gone_when_the_answer_comes(void **state)
{
    enum { VISITORS = 10 };
    struct server *server = visit_open_server((struct server_options){.loops = 2});
    int visitors[VISITORS];
    struct request *held[VISITORS];
    (void)state;
    for (int i = 0; i < VISITORS; i++) {
        visitors[i] = visit_connect(server);
        visit_say(visitors[i], "GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
        held[i] = visit_held();
    }
    assert_false(server_close(server, 0));
    for (int i = 0; i < VISITORS; i++) {
        assert_true(visit_is_closed(visitors[i]));
        assert_true(text_is(held[i]->path, "/held"));
        answer_held(held[i], "too late");
        close(visitors[i]);
    }
}

/* --- patience and crowds --- */

static void
test_server__sends_slow_clients_away(void **state)
{
    struct server *server =
        visit_open_server((struct server_options){.limits = {.header_ms = 150,
                                                             .idle_ms = 150,
                                                             .transfer_ms = 150,
                                                             .transfer_bytes_per_s = 1000000}});
    int silent = visit_connect(server), body = visit_connect(server), idle = visit_connect(server);
    int slow = visit_connect(server), status;
    (void)state;
    visit_say(idle, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    visit_answer(idle, &status);
    visit_say(body, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123");
    /* a byte now and then is no excuse: send one whenever the others were waited for */
    visit_say(slow, "GET /echo HTTP/1.1\r\nX-");
    struct pollfd watched = {.fd = slow, .events = POLLIN};
    for (int i = 0; poll(&watched, 1, 20) == 0; i++) {
        assert_true(i < 400);
        visit_say(slow, "a");
    }
    assert_true(visit_is_closed(slow));
    assert_true(visit_is_closed(silent));
    assert_true(visit_is_closed(body));
    assert_true(visit_is_closed(idle));
    close(silent);
    close(body);
    close(idle);
    close(slow);
    close_quietly(server);
}

static void
test_server__sends_away_who_does_not_read_the_answer(void **state)
{
    struct server *server = visit_open_server((struct server_options){
        .limits = {.transfer_ms = 150, .transfer_bytes_per_s = 1000000000}});
    int visitor = visit_connect(server), small = 4096;
    (void)state;
    setsockopt(visitor, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    visit_say(visitor, "GET /big HTTP/1.1\r\nHost: a\r\n\r\n");
    struct pollfd ended = {.fd = visitor, .events = POLLRDHUP};
    assert_int_equal(poll(&ended, 1, 10000), 1);
    assert_true((ended.revents & POLLERR) != 0); /* reset: nothing is kept for who never reads */
    close(visitor);
    close_quietly(server);
}

static void
test_server__lets_one_address_hold_so_many_connections(void **state)
{
    struct server *server = visit_open_server(
        (struct server_options){.loops = 2, .limits = {.connections_per_address = 3}});
    int visitors[4], status;
    (void)state;
    for (int i = 0; i < 3; i++) {
        visitors[i] = visit_connect(server);
        visit_say(visitors[i], "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
        visit_answer(visitors[i], &status);
        assert_int_equal(status, 200);
    }
    visitors[3] = visit_connect(server);
    assert_true(visit_is_closed(visitors[3]));
    close(visitors[3]);
    visitors[3] = visit_connect_from(server, 2); /* somebody else is welcome */
    visit_say(visitors[3], "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_has(visit_answer(visitors[3], &status), "from 127.0.0.2");
    for (int i = 0; i < 4; i++)
        close(visitors[i]);
    close_quietly(server);
}

static void
test_server__makes_room_for_newcomers(void **state)
{
    enum { ROOM = 8, CROWD = 40 };
    struct metrics *metrics = metrics_open();
    struct server *server = visit_open_server((struct server_options){
        .metrics = metrics, .limits = {.connections = ROOM, .connections_per_address = 100}});
    int crowd[CROWD], status;
    (void)state;
    int held = visit_connect(server);
    visit_say(held, "GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    struct request *request = visit_held();
    for (int i = 0; i < CROWD; i++) { /* half a request each, and silence */
        crowd[i] = visit_connect(server);
        visit_say(crowd[i], "GET /echo HTTP/1.1\r\n");
    }
    int newcomer = visit_connect(server);
    visit_say(newcomer, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    visit_answer(newcomer, &status);
    assert_int_equal(status, 200);
    assert_true(visit_is_closed(crowd[0])); /* who waited longest had to go */
    answer_held(request, "who works with us stays");
    assert_has(visit_answer(held, &status), "who works with us stays");
    close(newcomer);
    close(held);
    for (int i = 0; i < CROWD; i++)
        close(crowd[i]);
    close_quietly(server);
    metrics_close(metrics);
}

/* --- proxies, options --- */

static void
test_server__believes_its_proxy_about_the_client(void **state)
{
    struct server *server = visit_open_server(
        (struct server_options){.behind_proxy = true, .limits = {.connections_per_address = 1}});
    int status, visitor = visit_connect(server), another = visit_connect(server);
    (void)state;
    visit_say(visitor, "GET /echo HTTP/1.1\r\nHost: a\r\nX-Real-IP: 2001:db8::7\r\n\r\n");
    assert_has(visit_answer(visitor, &status), "from 2001:db8::7 host a secure");
    visit_say(another, "GET /echo HTTP/1.1\r\nHost: a\r\nX-Real-IP: 2001:db8::7, ::1\r\n\r\n");
    assert_has(visit_answer(another, &status), "ADDRESS_MUST_BE_CLEAR");
    close(visitor);
    close(another);
    close_quietly(server);
    server = visit_open_server((struct server_options){0});
    visitor = visit_connect(server);
    visit_say(visitor, "GET /echo HTTP/1.1\r\nHost: a\r\nX-Real-IP: 192.0.2.7\r\n\r\n");
    assert_has(visit_answer(visitor, &status), "from 127.0.0.1 host a\n");
    close(visitor);
    close_quietly(server);
}

static void
test_server__does_not_open_where_it_should_not(void **state)
{
    struct server *taken = visit_open_server((struct server_options){0});
    struct server_options good = {
        .host = "127.0.0.1",
        .world = &real_world,
        .handlers = {(struct body_plan(*)(void *, struct request *))abort,
                     (enum completion(*)(void *, struct request *))abort, NULL},
    };
    struct server_options plain = good, name = good, half = good, nonsense = good, port = good;
    (void)state;
    plain.host = "0.0.0.0";
    name.host = "localhost";
    half.cert = "-----BEGIN";
    nonsense.cert = nonsense.key = "-----BEGIN NOTHING-----";
    port.port = server_port(taken);
    const struct server_options *const bad[] = {&plain, &name, &half, &nonsense, &port};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct fault fault = {0};
        assert_null(server_open(bad[i], &fault));
        assert_true(fault.is_set);
    }
    struct fault fault = {0};
    good.host = "::1";
    struct server *server = server_open(&good, &fault);
    assert_true(server != NULL || strstr(fault.what, "::1") != NULL); /* where there is IPv6 */
    if (server != NULL)
        close_quietly(server);
    close_quietly(taken);
}

/* --- what operators see --- */

static void
test_logbook__says_what_happened_and_nothing_about_anybody(void **state)
{
    int pipes[2];
    char log[4096];
    assert_int_equal(pipe(pipes), 0);
    struct logbook *logbook = logbook_open(pipes[1], &real_world);
    struct metrics *metrics = metrics_open();
    struct server *server =
        visit_open_server((struct server_options){.logbook = logbook, .metrics = metrics});
    int status, visitor = visit_connect(server);
    (void)state;
    visit_say(visitor, "POST /echo/secret-number?name=secret HTTP/1.1\r\nHost: secret\r\n"
                       "Authorization: Bearer secret\r\nContent-Length: 6\r\n\r\nsecret");
    visit_answer(visitor, &status);
    visit_say(visitor, "GET /secret//x HTTP/1.1\r\nHost: secret\r\n\r\n");
    visit_answer(visitor, &status);
    close(visitor);
    close_quietly(server);
    logbook_note(logbook, "info", "the door is \"closed\"\n");
    logbook_close(logbook);
    close(pipes[1]);
    ssize_t length = read(pipes[0], log, sizeof log - 1);
    assert_true(length > 0);
    log[length] = '\0';
    close(pipes[0]);
    assert_has(log, "\"method\":\"POST\",\"route\":\"/{test}\",\"status\":200,\"us\":");
    assert_has(log, "\"in\":6,\"out\":");
    assert_has(log, "\"route\":\"TARGET_MUST_BE_CLEAR\",\"status\":400,");
    assert_has(log, "\"level\":\"info\",\"what\":\"the door is closed\"}\n");
    assert_has_not(log, "secret");

    struct arena *arena = arena_open();
    const char *text = metrics_text(metrics, arena).bytes;
    assert_has(text, "tongban_http_requests_total{status=\"2xx\"} 1\n");
    assert_has(text, "tongban_http_requests_total{status=\"4xx\"} 1\n");
    assert_has(text, "tongban_http_breaches_total{rule=\"TARGET_MUST_BE_CLEAR\"} 1\n");
    assert_has(text, "tongban_http_connections 0\n");
    assert_has(text, "tongban_http_request_seconds_count 2\n");
    arena_close(arena);
    metrics_close(metrics);
}

static void
test_logbook__a_stuck_reader_does_not_stop_the_program(void **state)
{
    int pipes[2];
    static char log[1024 * 1024];
    size_t length = 0;
    (void)state;
    assert_int_equal(pipe(pipes), 0);
    struct logbook *logbook = logbook_open(pipes[1], &real_world);
    for (int i = 0; i < 5000; i++)
        logbook_note(logbook, "info", "nobody reads this until much later");
    assert_int_equal(fcntl(pipes[0], F_SETFL, O_NONBLOCK), 0);
    for (int i = 0; i < 3; i++) {
        for (ssize_t n; (n = read(pipes[0], log + length, sizeof log - 1 - length)) > 0;)
            length += (size_t)n;
        logbook_flush(logbook);
    }
    logbook_close(logbook);
    close(pipes[1]);
    for (ssize_t n; (n = read(pipes[0], log + length, sizeof log - 1 - length)) > 0;)
        length += (size_t)n;
    log[length] = '\0';
    close(pipes[0]);
    assert_has(log, "lines of this log were lost");
    assert_int_equal(log[length - 1], '\n');
    for (const char *line = log; *line != '\0'; line = strchr(line, '\n') + 1)
        assert_int_equal(strncmp(line, "{\"at\":\"20", 9), 0);
}

static int
remove_folder(void **state)
{
    (void)state;
    remove_files_in(visit_folder());
    return rmdir(visit_folder());
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_server__decodes_path_and_parameters_once),
        cmocka_unit_test(test_server__keeps_the_connection_and_answers_in_order),
        cmocka_unit_test(test_server__head_is_get_without_the_body),
        cmocka_unit_test(test_server__speaks_http_1_0),
        cmocka_unit_test(test_server__puts_its_guard_on_every_answer),
        cmocka_unit_test(test_server__never_lets_a_value_begin_another_header),
        cmocka_unit_test(test_server__refuses_in_the_readers_language_with_a_reference),
        cmocka_unit_test(test_server__refuses_a_long_body_before_a_byte_of_it),
        cmocka_unit_test(test_server__is_heard_by_who_sends_a_body_that_is_refused),
        cmocka_unit_test(test_server__streams_a_file_to_disk_and_knows_its_digest),
        cmocka_unit_test(test_server__leaves_nothing_of_a_file_that_never_came),
        cmocka_unit_test(test_server__bounds_the_memory_of_all_bodies),
        cmocka_unit_test(test_server__answers_later_from_any_thread),
        cmocka_unit_test(test_server__answers_into_the_void_when_the_client_has_gone),
        cmocka_unit_test(test_server__waits_for_held_requests_when_it_closes),
        cmocka_unit_test(test_server__may_be_gone_when_the_answer_comes),
        cmocka_unit_test(test_server__sends_slow_clients_away),
        cmocka_unit_test(test_server__sends_away_who_does_not_read_the_answer),
        cmocka_unit_test(test_server__lets_one_address_hold_so_many_connections),
        cmocka_unit_test(test_server__makes_room_for_newcomers),
        cmocka_unit_test(test_server__believes_its_proxy_about_the_client),
        cmocka_unit_test(test_server__does_not_open_where_it_should_not),
        cmocka_unit_test(test_logbook__says_what_happened_and_nothing_about_anybody),
        cmocka_unit_test(test_logbook__a_stuck_reader_does_not_stop_the_program),
    };
    return cmocka_run_group_tests(tests, NULL, remove_folder);
}
