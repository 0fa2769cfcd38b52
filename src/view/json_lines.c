/* json_lines.c: the part of every line-by-line command that is the same. A bad line never costs the
 * lines after it. */
#include "view/json_lines.h"

#include "rule/mistakes.h"

#include <stdarg.h>
#include <string.h>

enum { SHOWN_BYTES = 60 };

bool
json_lines_error(struct json_lines_error *error, const char *format, ...)
{
    if (!error->is_set) {
        va_list args;
        va_start(args, format);
        vsnprintf(error->what, sizeof error->what, format, args);
        va_end(args);
        error->is_set = true;
    }
    return false;
}

/* The next line without its line feed. False at the end. A line that is too long is read to its end
 * and given with `is_whole` false. */
static bool
next_line(FILE *in, char bytes[static JSON_LINE_BYTES_MAX], struct text *line, bool *is_whole)
{
    size_t length = 0;
    int c = getc(in);
    if (c == EOF)
        return false;
    *is_whole = true;
    for (; c != EOF && c != '\n'; c = getc(in)) {
        if (length == JSON_LINE_BYTES_MAX)
            *is_whole = false;
        else
            bytes[length++] = (char)c;
    }
    *line = (struct text){bytes, length};
    return true;
}

static const struct value *
read_request(struct text line, bool is_whole, struct arena *arena, struct json_lines_error *error)
{
    struct value_mistake mistake = {0};
    if (!is_whole) {
        json_lines_error(error, "the line is longer than %d bytes", JSON_LINE_BYTES_MAX);
        return NULL;
    }
    if (text_is_empty(text_trim(line))) {
        json_lines_error(error, "the line is empty; write one JSON object");
        return NULL;
    }
    const struct value *request = value_read(line, arena, &mistake);
    if (request == NULL)
        json_lines_error(error, "not JSON: %s", mistake.what);
    else if (!value_is(request, VALUE_OBJECT))
        json_lines_error(error, "the line is no JSON object; write {\"key\":…}");
    return error->is_set ? NULL : request;
}

static struct text
error_object(const struct json_lines_error *error, struct arena *arena)
{
    struct canon canon = canon_open(arena, 512);
    canon_begin_object(&canon);
    canon_member_text(&canon, "error", text_of(error->what));
    canon_end_object(&canon);
    return canon_text(&canon);
}

bool
json_lines_run(FILE *in, FILE *out, json_lines_answer *answer, const void *of)
{
    struct arena *whole = arena_open(), *arena = arena_open();
    char *bytes = arena_take(whole, JSON_LINE_BYTES_MAX);
    struct text line;
    bool is_whole, goes_on = true;
    while (goes_on && next_line(in, bytes, &line, &is_whole)) {
        struct json_lines_error error = {0};
        struct canon canon = canon_open(arena, 1024);
        const struct value *request = read_request(line, is_whole, arena, &error);
        if (request != NULL)
            answer(of, request, arena, &canon, &error);
        struct text text = error.is_set ? error_object(&error, arena) : canon_text(&canon);
        goes_on = fwrite(text.bytes, 1, text.length, out) == text.length &&
                  fputc('\n', out) != EOF && fflush(out) == 0;
        arena_reset(arena);
    }
    arena_close(arena);
    arena_close(whole);
    return goes_on && ferror(in) == 0;
}

bool
json_lines_text(const struct value *request, const char *key, struct text *text,
                struct json_lines_error *error)
{
    const struct value *member = value_member(request, key);
    if (member == NULL)
        return true;
    if (member->type != VALUE_TEXT || text_is_empty(member->text))
        return json_lines_error(error, "`%s` must be a text that is not empty", key);
    *text = member->text;
    return true;
}

bool
json_lines_integer(const struct value *request, const char *key, int64_t least, int64_t most,
                   int *integer, struct json_lines_error *error)
{
    const struct value *member = value_member(request, key);
    if (member == NULL)
        return true;
    if (member->type != VALUE_INTEGER || member->integer < least || member->integer > most)
        return json_lines_error(error, "`%s` must be a whole number from %lld to %lld", key,
                                (long long)least, (long long)most);
    *integer = (int)member->integer;
    return true;
}

struct text
json_lines_shown(struct text text)
{
    size_t at = 0;
    while (at < text.length && at < SHOWN_BYTES)
        text_next(text, &at);
    return (struct text){text.bytes, at};
}

bool
json_lines_keys(const struct value *request, const char *const keys[], size_t count,
                struct json_lines_error *error)
{
    for (const struct value *member = request->first; member != NULL; member = member->next) {
        bool is_known = false;
        for (size_t i = 0; i < count && !is_known; i++)
            is_known = text_is(member->key, keys[i]);
        if (is_known)
            continue;
        const char *near = mistakes_nearest(member->key, keys, count);
        struct text shown = json_lines_shown(member->key);
        return near != NULL ? json_lines_error(error, "unknown key `%.*s`; did you mean `%s`?",
                                               TEXT_ARGS(shown), near)
                            : json_lines_error(error, "unknown key `%.*s`; --help lists the keys",
                                               TEXT_ARGS(shown));
    }
    return true;
}
