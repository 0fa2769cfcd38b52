/* target.c: decodes a request target in one pass over its bytes; nothing is ever decoded twice. */
#include "http/target.h"

#include <string.h>

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool
target_unescape(struct text raw, bool plus_is_blank, struct arena *arena, struct text *bytes,
                bool *has_slash)
{
    char *plain = arena_take_raw(arena, raw.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < raw.length; i++) {
        char c = raw.bytes[i];
        if (c == '%') {
            if (raw.length - i < 3)
                return false;
            int high = hex_digit(raw.bytes[i + 1]), low = hex_digit(raw.bytes[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = (char)(high * 16 + low);
            *has_slash |= c == '/' || c == '\\';
            i += 2;
        } else if (c == '+' && plus_is_blank) {
            c = ' ';
        }
        plain[length++] = c;
    }
    *bytes = (struct text){plain, length};
    return true;
}

static bool
decode(struct text raw, bool is_query, struct arena *arena, struct text *decoded, bool *is_slash)
{
    return target_unescape(raw, is_query, arena, decoded, is_slash) && text_is_utf8(*decoded) &&
           !text_has_hidden(*decoded);
}

static bool
segments_are_clear(struct text path)
{
    while (path.length > 0) {
        path = (struct text){path.bytes + 1, path.length - 1};
        const char *slash = memchr(path.bytes, '/', path.length);
        struct text segment = {path.bytes, slash ? (size_t)(slash - path.bytes) : path.length};
        if (text_is(segment, ".") || text_is(segment, "..") || (segment.length == 0 && slash))
            return false;
        path = (struct text){path.bytes + segment.length, path.length - segment.length};
    }
    return true;
}

static bool
has_line_or_tab(struct text text)
{
    return memchr(text.bytes, '\n', text.length) != NULL ||
           memchr(text.bytes, '\t', text.length) != NULL;
}

static bool
read_path(struct text raw, struct arena *arena, struct request *request)
{
    bool is_slash = false;
    return decode(raw, false, arena, &request->path, &is_slash) && !is_slash &&
           !has_line_or_tab(request->path) && segments_are_clear(request->path);
}

static bool
read_query(struct text raw, struct arena *arena, struct request *request)
{
    size_t most = 1;
    for (size_t i = 0; i < raw.length; i++)
        most += raw.bytes[i] == '&';
    if (most > REQUEST_QUERY_MAX)
        return false;
    struct pair *pairs = ARENA_MANY(arena, most, struct pair);
    request->query = pairs;
    while (raw.length > 0) {
        bool is_slash = false; /* may stand in a parameter */
        struct text value = text_cut(&raw, '&');
        struct text name = text_cut(&value, '=');
        struct pair *pair = &pairs[request->query_count];
        if (name.length == 0 && value.length == 0)
            continue;
        if (!decode(name, true, arena, &pair->name, &is_slash) ||
            !decode(value, true, arena, &pair->value, &is_slash))
            return false;
        request->query_count++;
    }
    return true;
}

/* The bytes a target may hold (RFC 3986), and a few that browsers send as they are. */
static bool
bytes_are_clear(struct text raw)
{
    for (size_t i = 0; i < raw.length; i++) {
        char c = raw.bytes[i];
        if (c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\\' || c == '#')
            return false;
    }
    return true;
}

enum breach
target_read(struct text raw, struct arena *arena, struct request *request)
{
    if (raw.length > REQUEST_TARGET_BYTES_MAX)
        return TARGET_MUST_BE_SHORTER;
    if (raw.length == 0 || raw.bytes[0] != '/' || !bytes_are_clear(raw))
        return TARGET_MUST_BE_CLEAR;
    struct text query = raw;
    struct text path = text_cut(&query, '?');
    if (!read_path(path, arena, request) || !read_query(query, arena, request))
        return TARGET_MUST_BE_CLEAR;
    return BREACH_NONE;
}
