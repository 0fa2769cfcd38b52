/* route.c: matches a path against templates, segment by segment. The table is short and its rows
 * differ early, so a plain walk is cheaper than anything built beforehand. */
#include "http/route.h"

#include <assert.h>
#include <string.h>

/* Fills the parameters and gives a mark for the match: one bit for each literal segment, the first
 * segment highest, so that the greater mark is the closer match. -1 where the path does not fit. */
static int64_t
fit(const char *template, struct text path, struct route_match *match)
{
    int64_t mark = 0;
    struct text rest = text_of(template);
    match->parameter_count = 0;
    while (rest.length > 0 && path.length > 0) {
        struct text wanted, given;
        rest = (struct text){rest.bytes + 1, rest.length - 1};
        path = (struct text){path.bytes + 1, path.length - 1};
        wanted = (struct text){rest.bytes, strcspn(rest.bytes, "/")};
        const char *slash = memchr(path.bytes, '/', path.length);
        given = (struct text){path.bytes, slash ? (size_t)(slash - path.bytes) : path.length};
        bool is_parameter = text_starts_with(wanted, "{");
        if (is_parameter ? given.length == 0 : !text_equal(wanted, given))
            return -1;
        if (is_parameter) {
            assert(match->parameter_count < ROUTE_PARAMETERS_MAX);
            match->parameters[match->parameter_count++] =
                (struct pair){{wanted.bytes + 1, wanted.length - 2}, given};
        }
        mark = mark * 2 + !is_parameter;
        rest = (struct text){rest.bytes + wanted.length, rest.length - wanted.length};
        path = (struct text){path.bytes + given.length, path.length - given.length};
    }
    return rest.length == 0 && path.length == 0 ? mark : -1;
}

struct route_match
route_find(const struct route *routes, size_t count, enum method method, struct text path)
{
    enum method wanted = method == METHOD_HEAD ? METHOD_GET : method;
    struct route_match best = {0};
    int64_t best_mark = -1;
    for (size_t i = 0; i < count; i++) {
        struct route_match match = {.route = &routes[i]};
        int64_t mark = fit(routes[i].path, path, &match);
        if (mark < 0)
            continue;
        best.methods |= 1u << routes[i].method;
        if (routes[i].method == wanted && mark > best_mark) {
            match.methods = best.methods;
            best = match;
            best_mark = mark;
        }
    }
    if (best.methods & 1u << METHOD_GET)
        best.methods |= 1u << METHOD_HEAD;
    return best;
}

struct text
route_parameter(const struct route_match *match, const char *name)
{
    for (size_t i = 0; i < match->parameter_count; i++) {
        if (text_is(match->parameters[i].name, name))
            return match->parameters[i].value;
    }
    return TEXT("");
}

struct text
route_allow(unsigned methods, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 64);
    for (int i = 0; i < METHOD_COUNT; i++) {
        if ((methods & 1u << i) != 0)
            buffer_add_format(&buffer, "%s%s", buffer.length > 0 ? ", " : "",
                              method_name((enum method)i));
    }
    return buffer_text(&buffer);
}
