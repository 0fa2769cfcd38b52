/* route_test.c: which row a method and a path find. */
#include "http/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static enum completion
nothing(void *of, struct request *request, const struct route_match *match)
{
    (void)of, (void)request, (void)match;
    return REQUEST_HELD;
}

#define ROWS                                                                                       \
    ROUTE(GET, "/", nothing, "first", "", OPEN, WITHOUT_KEY, NONE, 0)                              \
    ROUTE(GET, "/api/v1/matters/{no}", nothing, "showMatter", "", SIGNED_IN, WITHOUT_KEY, NONE, 0) \
    ROUTE(GET, "/api/v1/matters/new", nothing, "newMatter", "", OPEN, WITHOUT_KEY, NONE, 0)        \
    ROUTE(POST, "/api/v1/matters", nothing, "openMatter", "", SIGNED_IN, WITH_KEY, MEMORY, 0)      \
    ROUTE(GET, "/api/v1/matters", nothing, "listMatters", "", SIGNED_IN, WITHOUT_KEY, NONE, 0)     \
    ROUTE(POST, "/api/v1/matters/{no}/steps/{step}", nothing, "takeStep", "", SIGNED_IN, WITH_KEY, \
          MEMORY, 65536)                                                                           \
    ROUTE(GET, "/api/v1/{kind}/new", nothing, "newThing", "", OPEN, WITHOUT_KEY, NONE, 0)

#define ROUTE(...) ROUTE_ROW(__VA_ARGS__),
static const struct route routes[] = {ROWS};
enum { ROUTES = sizeof routes / sizeof routes[0] };

static struct route_match
find(enum method method, const char *path)
{
    return route_find(routes, ROUTES, method, text_of(path));
}

static void
assert_finds(enum method method, const char *path, const char *operation)
{
    struct route_match match = find(method, path);
    assert_non_null(match.route);
    assert_string_equal(match.route->operation, operation);
}

static void
test_route__literal_segments_win_whatever_the_order(void **state)
{
    (void)state;
    assert_finds(METHOD_GET, "/", "first");
    assert_finds(METHOD_GET, "/api/v1/matters/new", "newMatter");
    assert_finds(METHOD_GET, "/api/v1/forms/new", "newThing");
    assert_finds(METHOD_GET, "/api/v1/matters/news", "showMatter");
    assert_finds(METHOD_HEAD, "/api/v1/matters", "listMatters");
    assert_finds(METHOD_POST, "/api/v1/matters", "openMatter");
}

static void
test_route__parameters_are_whole_segments(void **state)
{
    (void)state;
    struct route_match match =
        find(METHOD_POST, "/api/v1/matters/（2026）吉7502民初1号/steps/register");
    assert_non_null(match.route);
    assert_true(text_is(route_parameter(&match, "no"), "（2026）吉7502民初1号"));
    assert_true(text_is(route_parameter(&match, "step"), "register"));
    assert_true(text_is_empty(route_parameter(&match, "other")));
    assert_int_equal(match.route->key, ROUTE_WITH_KEY);
    assert_int_equal(match.route->body, BODY_MEMORY);
    assert_int_equal(match.route->body_bytes_max, 65536);
}

static void
test_route__nothing_there_is_not_the_same_as_the_wrong_method(void **state)
{
    static const char *const nowhere[] = {"/api",
                                          "/api/v1/matters/",
                                          "/api/v1/matters/1/",
                                          "/api/v1/matters/1/steps",
                                          "/api/v1/matters/1/steps/a/b",
                                          "/x",
                                          ""};
    (void)state;
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        struct route_match match = find(METHOD_GET, nowhere[i]);
        assert_null(match.route);
        assert_int_equal(match.methods, 0);
    }
    struct arena *arena = arena_open();
    struct route_match match = find(METHOD_DELETE, "/api/v1/matters");
    assert_null(match.route);
    assert_true(text_is(route_allow(match.methods, arena), "GET, HEAD, POST"));
    match = find(METHOD_PATCH, "/api/v1/matters/1/steps/a");
    assert_true(text_is(route_allow(match.methods, arena), "POST"));
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_route__literal_segments_win_whatever_the_order),
        cmocka_unit_test(test_route__parameters_are_whole_segments),
        cmocka_unit_test(test_route__nothing_there_is_not_the_same_as_the_wrong_method),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
