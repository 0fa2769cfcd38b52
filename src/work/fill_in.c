/* fill_in.c: each value passes the escape of its place, and only there. */
#include "work/fill_in.h"

#include <string.h>

static void
add_url(struct buffer *buffer, unsigned char c)
{
    bool is_plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                    c == '-' || c == '.' || c == '_' || c == '~';
    buffer_add_format(buffer, is_plain ? "%c" : "%%%02X", c);
}

static void
add_json(struct buffer *buffer, unsigned char c)
{
    if (c < ' ' || c == 0x7F)
        buffer_add_format(buffer, "\\u%04x", c);
    else
        buffer_add_format(buffer, c == '"' || c == '\\' ? "\\%c" : "%c", c);
}

static void
add_xml(struct buffer *buffer, unsigned char c)
{
    bool is_sign = c == '<' || c == '>' || c == '&' || c == '"' || c == '\'';
    if (c >= ' ' || c == '\n' || c == '\t')
        buffer_add_format(buffer, is_sign ? "&#%d;" : "%c", c);
}

static void
add_value(struct buffer *buffer, struct text value, enum fill_in_place place)
{
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.bytes[i];
        switch (place) {
        case FILL_IN_URL: add_url(buffer, c); break;
        case FILL_IN_JSON: add_json(buffer, c); break;
        case FILL_IN_XML: add_xml(buffer, c); break;
        case FILL_IN_HEADER:
            if (c >= ' ' && c < 0x7F)
                buffer_add(buffer, &c, 1);
            break;
        case FILL_IN_PLAIN: buffer_add(buffer, &c, 1); break;
        }
    }
}

/* The value that stands at the start of `rest`, and how long its name with braces is; 0: none. */
static size_t
find_value(struct text rest, const struct fill_in *with, struct text *value)
{
    const struct {
        const char *name;
        struct text value;
    } values[] = {{"{phone}", with->phone},
                  {"{text}", with->text},
                  {"{id}", with->id},
                  {"{token}", with->token}};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (text_starts_with(rest, values[i].name)) {
            *value = values[i].value;
            return strlen(values[i].name);
        }
    }
    return 0;
}

struct text
fill_in(struct text template, enum fill_in_place place, const struct fill_in *with,
        struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, template.length + with->text.length * 3);
    for (size_t at = 0; at < template.length;) {
        struct text value, rest = {template.bytes + at, template.length - at};
        size_t length = find_value(rest, with, &value);
        if (length > 0)
            add_value(&buffer, value, place);
        else
            buffer_add(&buffer, rest.bytes, 1);
        at += length > 0 ? length : 1;
    }
    return buffer_text(&buffer);
}

bool
fill_in_names(struct text template, const char *name)
{
    size_t length = strlen(name);
    for (size_t at = 0; at + length + 2 <= template.length; at++) {
        if (template.bytes[at] == '{' && template.bytes[at + length + 1] == '}' &&
            memcmp(template.bytes + at + 1, name, length) == 0)
            return true;
    }
    return false;
}

static bool
contains(struct text text, const char *part)
{
    return text.length > 0 && memmem(text.bytes, text.length, part, strlen(part)) != NULL;
}

enum fill_in_place
fill_in_place_of(struct text content_type)
{
    if (contains(content_type, "json"))
        return FILL_IN_JSON;
    if (contains(content_type, "xml"))
        return FILL_IN_XML;
    return contains(content_type, "form-urlencoded") ? FILL_IN_URL : FILL_IN_PLAIN;
}
