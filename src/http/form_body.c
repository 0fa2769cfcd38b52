/* form_body.c: decodes in one pass. What people typed is not judged here, only whether it is text
 * at all: the law names what is wrong with a value, by its field. */
#include "http/form_body.h"

#include "http/target.h"

#include <string.h>
#include <strings.h>

enum form_coding
form_body_coding(struct text content_type)
{
    static const struct {
        struct text type;
        enum form_coding coding;
    } known[] = {
        {TEXT_INIT("application/x-www-form-urlencoded"), FORM_CODING_URL},
        {TEXT_INIT("multipart/form-data"), FORM_CODING_MULTIPART},
    };
    struct text type = text_trim(text_cut(&content_type, ';'));
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (type.length == known[i].type.length &&
            strncasecmp(type.bytes, known[i].type.bytes, type.length) == 0)
            return known[i].coding;
    }
    return FORM_CODING_OTHER;
}

/* Browsers end lines with CR LF; the ends of lines count as one character, here as in the law. */
static struct text
plain_lines(struct text value, struct arena *arena)
{
    if (value.length == 0 || memchr(value.bytes, '\r', value.length) == NULL)
        return value;
    char *bytes = arena_take_raw(arena, value.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < value.length; i++) {
        bool is_return = value.bytes[i] == '\r';
        if (is_return && i + 1 < value.length && value.bytes[i + 1] == '\n')
            continue;
        bytes[length++] = is_return ? '\n' : value.bytes[i];
    }
    return (struct text){bytes, length};
}

enum obstacle
form_body_take(struct text name, struct text value, struct arena *arena, struct pair *pair)
{
    if (name.length > FORM_NAME_BYTES_MAX || value.length > FORM_VALUE_BYTES_MAX)
        return FORM_MUST_BE_SMALLER;
    if (name.length == 0 || !text_is_utf8(name) || text_has_hidden(name) || !text_is_utf8(value) ||
        memchr(name.bytes, '\n', name.length) != NULL)
        return FORM_MUST_BE_CLEAR;
    *pair = (struct pair){name, plain_lines(value, arena)};
    return OBSTACLE_COUNT;
}

static enum obstacle
read_one(struct text raw, struct arena *arena, struct pair *pair)
{
    bool has_slash = false; /* may stand in a value */
    struct text name = text_cut(&raw, '='), value;
    if (!target_unescape(name, true, arena, &name, &has_slash) ||
        !target_unescape(raw, true, arena, &value, &has_slash))
        return FORM_MUST_BE_CLEAR;
    return form_body_take(name, value, arena, pair);
}

enum obstacle
form_body_read(struct text body, struct arena *arena, struct pairs *pairs)
{
    size_t most = 1;
    *pairs = (struct pairs){0};
    for (size_t i = 0; i < body.length; i++)
        most += body.bytes[i] == '&';
    if (most > FORM_PAIRS_MAX || body.length > FORM_BODY_BYTES_MAX)
        return FORM_MUST_BE_SMALLER;
    struct pair *all = ARENA_MANY(arena, most, struct pair);
    size_t count = 0;
    while (body.length > 0) {
        struct text raw = text_cut(&body, '&');
        if (raw.length == 0)
            continue;
        enum obstacle obstacle = read_one(raw, arena, &all[count]);
        if (obstacle != OBSTACLE_COUNT)
            return obstacle;
        count++;
    }
    *pairs = (struct pairs){all, count};
    return OBSTACLE_COUNT;
}
