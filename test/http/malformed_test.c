/* malformed_test.c: requests that lie about where they end, sent raw to the real server.
 *
 * Each row must be refused with the status given and the connection must end, so that what follows
 * is never taken for a request: a second, innocent one is sent behind each. */
#include "visit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct server *server;

struct row {
    const char *name;
    int status; /* 0: closed without an answer */
    const char *bytes;
    size_t length;
};

#define ROW(name, status, bytes)                                                                   \
    {                                                                                              \
        name, status, bytes, sizeof(bytes) - 1                                                     \
    }
#define HOST "Host: a\r\n"

static const struct row rows[] = {
    /* lengths */
    ROW("two different Content-Length", 400,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    ROW("two equal Content-Length", 400,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
    ROW("Content-Length: 4, 8", 400,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 4, 8\r\n\r\nabcd"),
    ROW("Content-Length: +3", 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc"),
    ROW("Content-Length: -3", 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: -3\r\n\r\nabc"),
    ROW("Content-Length: 003", 400,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 003\r\n\r\nabc"),
    ROW("Content-Length: 0x3", 400,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 0x3\r\n\r\nabc"),
    ROW("Content-Length without a value", 400,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n"),
    ROW("Content-Length beyond 64 bits", 413,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\nabc"),
    /* codings */
    ROW("Content-Length and chunked", 400,
        "POST /echo HTTP/1.1\r\n" HOST
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ROW("chunked", 411,
        "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    ROW("negative chunk size", 411,
        "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n"),
    ROW("chunked with HTTP/1.0", 400,
        "POST /echo HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
    ROW("unknown Transfer-Encoding", 501,
        "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: cunked\r\n\r\n"),
    ROW("Transfer-Encoding: identity", 501,
        "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n"),
    ROW("two codings", 400,
        "POST /echo HTTP/1.1\r\n" HOST
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n"),
    /* names, values, lines */
    ROW("space before colon", 400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length : 3\r\n\r\nabc"),
    ROW("tab before colon", 400, "GET /echo HTTP/1.1\r\n" HOST "X-Test\t: 3\r\n\r\n"),
    ROW("folded header", 400, "GET /echo HTTP/1.1\r\n" HOST "X-Test: a\r\n b\r\n\r\n"),
    ROW("header put together by folding", 400,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Le: 3\r\n ngth\r\n\r\nabc"),
    ROW("first line of the header folded", 400, "GET /echo HTTP/1.1\r\n X: a\r\n" HOST "\r\n"),
    ROW("NUL in a header value", 400,
        "GET /echo HTTP/1.1\r\n" HOST "X-Test: a\0b\r\nX-B: c\r\n\r\n"),
    ROW("NUL in the last header value", 400, "GET /echo HTTP/1.1\r\n" HOST "X-Test: a\0b\r\n\r\n"),
    ROW("NUL at the end of the last value", 400,
        "GET /echo HTTP/1.1\r\n" HOST "X-Test: a\0\r\n\r\n"),
    ROW("NUL in a header name", 400, "GET /echo HTTP/1.1\r\n" HOST "X-\0Test: a\r\n\r\n"),
    ROW("bare LF after a header", 400, "GET /echo HTTP/1.1\r\n" HOST "X-Test: a\n\r\n"),
    ROW("bare LF inside the header", 400,
        "GET /echo HTTP/1.1\r\n" HOST "X-Test: a\nX-B: c\r\n\r\n"),
    ROW("bare LF as the empty line", 400, "GET /echo HTTP/1.1\r\n" HOST "X-Test: a\r\n\n"),
    ROW("bare LF after the request line", 400, "GET /echo HTTP/1.1\n" HOST "\r\n"),
    ROW("bare CR in a value", 400, "GET /echo HTTP/1.1\r\n" HOST "X-Test: a\rb\r\n\r\n"),
    ROW("escape character in a value", 400,
        "GET /echo HTTP/1.1\r\n" HOST "X-Test: \x1b[2J\r\n\r\n"),
    ROW("broken UTF-8 in a value", 400, "GET /echo HTTP/1.1\r\n" HOST "X-Test: \xff\r\n\r\n"),
    ROW("a line without colon", 400, "GET /echo HTTP/1.1\r\n" HOST "X-Test\r\n\r\n"),
    ROW("an empty name", 400, "GET /echo HTTP/1.1\r\n" HOST ": a\r\n\r\n"),
    ROW("an odd name", 400, "GET /echo HTTP/1.1\r\n" HOST "X(Test): a\r\n\r\n"),
    ROW("two Authorization", 400,
        "GET /echo HTTP/1.1\r\n" HOST "Authorization: a\r\nauthorization: b\r\n\r\n"),
    ROW("unknown expectation", 417,
        "POST /echo HTTP/1.1\r\n" HOST "Expect: coffee\r\nContent-Length: 3\r\n\r\nabc"),
    /* hosts */
    ROW("no Host", 400, "GET /echo HTTP/1.1\r\n\r\n"),
    ROW("two Host", 400, "GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
    ROW("two equal Host", 400, "GET /echo HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    ROW("empty Host", 400, "GET /echo HTTP/1.1\r\nHost:\r\n\r\n"),
    ROW("odd Host", 400, "GET /echo HTTP/1.1\r\nHost: a/b@c\r\n\r\n"),
    /* versions, methods, request lines */
    ROW("HTTP/1.9", 505, "GET /echo HTTP/1.9\r\n" HOST "\r\n"),
    ROW("HTTP/2.0", 505, "GET /echo HTTP/2.0\r\n" HOST "\r\n"),
    ROW("HTTP/0.9", 505, "GET /echo HTTP/0.9\r\n" HOST "\r\n"),
    ROW("no version", 400, "GET /echo\r\n" HOST "\r\n"),
    ROW("http/1.1", 400, "GET /echo http/1.1\r\n" HOST "\r\n"),
    ROW("HTTP/1.10", 400, "GET /echo HTTP/1.10\r\n" HOST "\r\n"),
    ROW("two blanks after the method", 400, "GET  /echo HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a blank in the target", 400, "GET /echo x HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a blank at the end of the line", 400, "GET /echo HTTP/1.1 \r\n" HOST "\r\n"),
    ROW("an unknown method", 501, "BREW /echo HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a method in small letters", 501, "get /echo HTTP/1.1\r\n" HOST "\r\n"),
    ROW("TRACE", 501, "TRACE /echo HTTP/1.1\r\n" HOST "\r\n"),
    ROW("CONNECT", 501, "CONNECT a:80 HTTP/1.1\r\n" HOST "\r\n"),
    ROW("an absolute target", 400, "GET http://a/echo HTTP/1.1\r\n" HOST "\r\n"),
    ROW("an asterisk", 400, "OPTIONS * HTTP/1.1\r\n" HOST "\r\n"),
    /* targets */
    ROW("broken escape", 400, "GET /echo/%2 HTTP/1.1\r\n" HOST "\r\n"),
    ROW("escape without digits", 400, "GET /echo/%zz HTTP/1.1\r\n" HOST "\r\n"),
    ROW("escaped NUL", 400, "GET /echo/%00 HTTP/1.1\r\n" HOST "\r\n"),
    ROW("NUL in the target", 400, "GET /echo\0/x HTTP/1.1\r\n" HOST "\r\n"),
    ROW("escaped slash", 400, "GET /echo/a%2Fb HTTP/1.1\r\n" HOST "\r\n"),
    ROW("escaped backslash", 400, "GET /echo/a%5cb HTTP/1.1\r\n" HOST "\r\n"),
    ROW("backslash", 400, "GET /echo\\a HTTP/1.1\r\n" HOST "\r\n"),
    ROW("two dots", 400, "GET /echo/../x HTTP/1.1\r\n" HOST "\r\n"),
    ROW("two escaped dots", 400, "GET /echo/%2e%2E/x HTTP/1.1\r\n" HOST "\r\n"),
    ROW("two dots at the end", 400, "GET /echo/.. HTTP/1.1\r\n" HOST "\r\n"),
    ROW("one dot", 400, "GET /./echo HTTP/1.1\r\n" HOST "\r\n"),
    ROW("an empty segment", 400, "GET //echo HTTP/1.1\r\n" HOST "\r\n"),
    ROW("an empty segment inside", 400, "GET /echo//x HTTP/1.1\r\n" HOST "\r\n"),
    ROW("invalid UTF-8 in the path", 400, "GET /echo/%ff HTTP/1.1\r\n" HOST "\r\n"),
    ROW("overlong UTF-8", 400, "GET /echo/%c0%ae%c0%ae HTTP/1.1\r\n" HOST "\r\n"),
    ROW("invalid UTF-8 in a parameter", 400, "GET /echo?a=%e4%b8 HTTP/1.1\r\n" HOST "\r\n"),
    ROW("text that turns direction", 400, "GET /echo?a=%e2%80%ae HTTP/1.1\r\n" HOST "\r\n"),
    ROW("escaped line feed in the path", 400, "GET /echo/a%0Ab HTTP/1.1\r\n" HOST "\r\n"),
    ROW("bytes beyond ASCII in the target", 400, "GET /echo/\xe4\xb8\x80 HTTP/1.1\r\n" HOST "\r\n"),
    ROW("a fragment", 400, "GET /echo#a HTTP/1.1\r\n" HOST "\r\n"),
    /* not HTTP at all */
    ROW("a TLS greeting", 0, "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    ROW("one word", 0, "HELLO\r\n\r\n"),
};

static int
open_server(void **state)
{
    (void)state;
    server = visit_open_server((struct server_options){0});
    return 0;
}

static int
close_server(void **state)
{
    (void)state;
    return server_close(server, 5000) ? 0 : -1;
}

static void
check_row(const struct row *row)
{
    static const char innocent[] = "GET /echo/innocent HTTP/1.1\r\nHost: a\r\n\r\n";
    int status = 0, begun = visit_begun();
    int visitor = visit_connect(server);
    visit_send(visitor, row->bytes, row->length);
    visit_send(visitor, innocent, sizeof innocent - 1);
    const char *answer = visit_answer(visitor, &status);
    if (status != row->status)
        fail_msg("%s: %d instead of %d", row->name, status, row->status);
    if (answer != NULL && strcasestr(answer, "\r\nConnection: close\r\n") == NULL)
        fail_msg("%s: the client is not told that the connection ends", row->name);
    if (strstr(visit_rest(visitor), "innocent") != NULL)
        fail_msg("%s: what came behind it was answered", row->name);
    if (visit_begun() != begun)
        fail_msg("%s: a handler was asked", row->name);
    close(visitor);
}

static void
test_server__refuses_every_request_that_can_be_read_in_two_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check_row(&rows[i]);
}

static void
test_server__refuses_the_same_however_the_bytes_arrive(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int status = 0, visitor = visit_connect(server);
        for (size_t at = 0; at < rows[i].length; at++)
            visit_send(visitor, rows[i].bytes + at, 1);
        visit_answer(visitor, &status);
        if (status != rows[i].status)
            fail_msg("%s, byte by byte: %d instead of %d", rows[i].name, status, rows[i].status);
        visit_rest(visitor);
        close(visitor);
    }
}

static void
test_server__refuses_what_is_too_long(void **state)
{
    static char long_text[40000];
    static const struct {
        const char *before, *after;
        size_t length;
        int status;
    } cases[] = {
        {"GET /echo/", " HTTP/1.1\r\nHost: a\r\n\r\n", REQUEST_TARGET_BYTES_MAX, 414},
        {"GET /echo/", " HTTP/1.1\r\nHost: a\r\n\r\n", sizeof long_text, 414},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-Test: ", "\r\n\r\n", sizeof long_text, 431},
        {"GET /echo HTTP/1.1\r\nHost: a\r\nX-Test: ", "\r\n\r\n", 8200, 431},
    };
    (void)state;
    memset(long_text, 'a', sizeof long_text);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int status = 0, visitor = visit_connect(server);
        visit_say(visitor, cases[i].before);
        visit_send(visitor, long_text, cases[i].length);
        visit_say(visitor, cases[i].after);
        visit_answer(visitor, &status);
        assert_int_equal(status, cases[i].status);
        assert_true(visit_is_closed(visitor));
        close(visitor);
    }
    /* more fields than anybody needs */
    int status = 0, visitor = visit_connect(server);
    visit_say(visitor, "GET /echo HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < REQUEST_HEADERS_MAX; i++)
        visit_say(visitor, "A: b\r\n");
    visit_say(visitor, "\r\n");
    visit_answer(visitor, &status);
    assert_int_equal(status, 431);
    assert_true(visit_is_closed(visitor));
    close(visitor);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_server__refuses_every_request_that_can_be_read_in_two_ways),
        cmocka_unit_test(test_server__refuses_the_same_however_the_bytes_arrive),
        cmocka_unit_test(test_server__refuses_what_is_too_long),
    };
    return cmocka_run_group_tests(tests, open_server, close_server);
}
