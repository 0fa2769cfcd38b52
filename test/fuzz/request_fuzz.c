/* request_fuzz.c: target and header of a request: what passes can be read in one way only. */
#include "fuzz.h"
#include "http/framing.h"
#include "http/target.h"

#include <string.h>

static void
look_at_target(const struct request *request)
{
    struct text rest = request->path;
    MUST(rest.length >= 1 && rest.bytes[0] == '/' && text_is_utf8(rest) && !text_has_hidden(rest));
    MUST(memchr(rest.bytes, '\n', rest.length) == NULL);
    while (rest.length > 0) {
        struct text segment = text_cut(&rest, '/');
        MUST(!text_is(segment, ".") && !text_is(segment, ".."));
    }
    MUST(request->query_count <= REQUEST_QUERY_MAX);
    for (size_t i = 0; i < request->query_count; i++)
        MUST(text_is_utf8(request->query[i].name) && text_is_utf8(request->query[i].value));
}

static void
look_at_header(const struct request *request)
{
    MUST(request_header_count(request, "transfer-encoding") == 0);
    MUST(request_header_count(request, "content-length") <= 1);
    MUST(request_header_count(request, "host") <= 1);
    MUST(request->has_body == (request->body_declared > 0));
    for (size_t i = 0; i < request->header_count; i++) {
        struct text value = request->headers[i].value;
        MUST(request->headers[i].name.length > 0 && text_is_utf8(value));
        MUST(value.length == 0 || (memchr(value.bytes, '\r', value.length) == NULL &&
                                   memchr(value.bytes, '\n', value.length) == NULL));
    }
}

/* First the target, then one header field a line. */
FUZZ(input, arena)
{
    struct pair headers[REQUEST_HEADERS_MAX];
    struct request request = {.arena = arena, .headers = headers};
    bool expects_continue = false;
    struct text rest = input, target = text_cut(&rest, '\n');
    if (target_read(target, arena, &request) == BREACH_NONE)
        look_at_target(&request);
    while (rest.length > 0 && request.header_count < REQUEST_HEADERS_MAX) {
        struct text value = text_cut(&rest, '\n'), name = text_cut(&value, ':');
        headers[request.header_count++] = (struct pair){name, text_trim(value)};
    }
    if (framing_read(&request, target.length % 2 == 0, &expects_continue) == BREACH_NONE)
        look_at_header(&request);
}
