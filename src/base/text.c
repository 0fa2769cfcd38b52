/* text.c: UTF-8 is checked once, at the door; everything behind it may rely on that. */
#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool
text_starts_with(struct text text, const char *terminated)
{
    size_t length = strlen(terminated);
    return text.length >= length && memcmp(text.bytes, terminated, length) == 0;
}

int
text_compare(struct text a, struct text b)
{
    size_t shorter = a.length < b.length ? a.length : b.length;
    int order = shorter == 0 ? 0 : memcmp(a.bytes, b.bytes, shorter);
    if (order != 0)
        return order;
    return a.length < b.length ? -1 : a.length > b.length;
}

struct text
text_copy(struct text text, struct arena *arena)
{
    char *bytes = arena_take_raw(arena, text.length + 1);
    if (text.length > 0)
        memcpy(bytes, text.bytes, text.length);
    bytes[text.length] = '\0';
    return (struct text){bytes, text.length};
}

const char *
text_terminated(struct text text, struct arena *arena)
{
    return text_copy(text, arena).bytes;
}

static struct text
format_into(struct arena *arena, const char *format, va_list args)
{
    char small[256]; /* most fit, and are then formatted once */
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(small, sizeof small, format, again);
    va_end(again);
    assert(length >= 0);
    char *bytes = arena_take(arena, (size_t)length + 1);
    if ((size_t)length < sizeof small)
        memcpy(bytes, small, (size_t)length);
    else
        vsnprintf(bytes, (size_t)length + 1, format, args);
    return (struct text){bytes, (size_t)length};
}

struct text
text_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct text text = format_into(arena, format, args);
    va_end(args);
    return text;
}

static bool
is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x00A0 || c == 0x3000 || c == 0xFEFF ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x205F;
}

/* Where the character that ends at `end` begins; `end` - 1 for a broken sequence. */
static size_t
step_back(struct text text, size_t end)
{
    size_t at = end - 1, reached;
    while (at > 0 && end - at < 4 && (text.bytes[at] & 0xC0) == 0x80)
        at--;
    reached = at;
    text_next(text, &reached);
    return reached == end ? at : end - 1;
}

static bool
is_blank_at(struct text text, size_t at)
{
    return is_blank(text_next(text, &at));
}

struct text
text_trim(struct text text)
{
    size_t start = 0, end = text.length;
    while (start < text.length && is_blank_at(text, start))
        text_next(text, &start);
    if (start == text.length)
        return TEXT("");
    for (size_t before; is_blank_at(text, before = step_back(text, end));)
        end = before;
    return (struct text){text.bytes + start, end - start};
}

struct text
text_cut(struct text *rest, char mark)
{
    const char *found = rest->length == 0 ? NULL : memchr(rest->bytes, mark, rest->length);
    struct text before = *rest;
    if (found == NULL) {
        *rest = TEXT("");
        return before;
    }
    before.length = (size_t)(found - rest->bytes);
    rest->bytes = found + 1;
    rest->length -= before.length + 1;
    return before;
}

/* Length of a sequence that starts with `lead`, and the smallest character it may spell. */
static size_t
sequence_bytes(unsigned char lead, uint32_t *smallest)
{
    if (lead < 0x80)
        return *smallest = 0, 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return *smallest = 0x80, 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return *smallest = 0x800, 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return *smallest = 0x10000, 4;
    return 0;
}

uint32_t
text_next(struct text text, size_t *at)
{
    if (*at >= text.length)
        return 0;
    unsigned char lead = (unsigned char)text.bytes[*at];
    uint32_t smallest = 0;
    size_t count = sequence_bytes(lead, &smallest);
    if (count == 0 || *at + count > text.length) {
        *at += 1;
        return 0xFFFD;
    }
    uint32_t c = count == 1 ? lead : lead & (0x7Fu >> count);
    for (size_t i = 1; i < count; i++) {
        unsigned char next = (unsigned char)text.bytes[*at + i];
        if ((next & 0xC0) != 0x80) {
            *at += 1;
            return 0xFFFD;
        }
        c = (c << 6) | (next & 0x3F);
    }
    bool wrong = c < smallest || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF);
    *at += wrong ? 1 : count;
    return wrong ? 0xFFFD : c;
}

size_t
text_characters(struct text text)
{
    size_t at = 0, count = 0;
    while (at < text.length) {
        if ((signed char)text.bytes[at] >= 0)
            at++;
        else
            text_next(text, &at);
        count++;
    }
    return count;
}

size_t
text_put(uint32_t c, char bytes[static 4])
{
    if (c < 0x80)
        return bytes[0] = (char)c, 1;
    if (c < 0x800) {
        bytes[0] = (char)(0xC0 | (c >> 6));
        bytes[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        bytes[0] = (char)(0xE0 | (c >> 12));
        bytes[1] = (char)(0x80 | ((c >> 6) & 0x3F));
        bytes[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    assert(c <= 0x10FFFF);
    bytes[0] = (char)(0xF0 | (c >> 18));
    bytes[1] = (char)(0x80 | ((c >> 12) & 0x3F));
    bytes[2] = (char)(0x80 | ((c >> 6) & 0x3F));
    bytes[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* A visible sign of ASCII, or a space: nothing about it needs to be asked. */
static bool
is_plain(char c)
{
    return c >= 0x20 && c < 0x7F;
}

bool
text_is_utf8(struct text text)
{
    for (size_t at = 0; at < text.length;) {
        size_t before = at;
        if (is_plain(text.bytes[at])) {
            at++;
            continue;
        }
        uint32_t c = text_next(text, &at);
        if (c == 0 || (c == 0xFFFD && at - before == 1))
            return false;
    }
    return true;
}

bool
text_has_hidden(struct text text)
{
    for (size_t at = 0; at < text.length;) {
        if (is_plain(text.bytes[at])) {
            at++;
            continue;
        }
        uint32_t c = text_next(text, &at);
        if ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0))
            return true;
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
            c == 0x200F || c == 0x061C || c == 0xFEFF)
            return true;
        if ((c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE)
            return true;
    }
    return false;
}

bool
text_has_unseen(struct text text)
{
    for (size_t at = 0; at < text.length;) {
        uint32_t c = text_next(text, &at);
        if ((c >= 0x200B && c <= 0x200D) || c == 0x2028 || c == 0x2029 || c == 0x2060 ||
            c == 0x00AD)
            return true;
    }
    return false;
}

struct text
text_fold(struct text text, struct arena *arena)
{
    struct buffer folded = buffer_open(arena, text.length + 1);
    for (size_t at = 0; at < text.length;) {
        uint32_t c = text_next(text, &at);
        if (is_blank(c))
            continue;
        if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        char bytes[4];
        buffer_add(&folded, bytes, text_put(c, bytes));
    }
    return buffer_text(&folded);
}

bool
text_is_same_name(struct text a, struct text b, struct arena *arena)
{
    return text_equal(text_fold(a, arena), text_fold(b, arena));
}

bool
text_number(struct text text, int64_t *number)
{
    int64_t value = 0;
    if (text.length == 0 || text.length > 18)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        value = value * 10 + (text.bytes[i] - '0');
    }
    *number = value;
    return true;
}

struct buffer
buffer_open(struct arena *arena, size_t expected)
{
    size_t capacity = expected < 64 ? 64 : expected;
    return (struct buffer){arena_take_raw(arena, capacity), 0, capacity, arena};
}

char *
buffer_room(struct buffer *buffer, size_t length)
{
    if (buffer->capacity - buffer->length <= length) {
        size_t capacity = (buffer->capacity + length) * 2;
        char *larger = arena_take_raw(buffer->arena, capacity);
        memcpy(larger, buffer->bytes, buffer->length);
        buffer->bytes = larger;
        buffer->capacity = capacity;
    }
    return buffer->bytes + buffer->length;
}

void
buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    memcpy(buffer_room(buffer, length), bytes, length);
    buffer->length += length;
}

void
buffer_add_text(struct buffer *buffer, struct text text)
{
    buffer_add(buffer, text.bytes, text.length);
}

void
buffer_add_format(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    buffer_add_text(buffer, format_into(buffer->arena, format, args));
    va_end(args);
}

struct text
buffer_text(struct buffer *buffer)
{
    *buffer_room(buffer, 1) = '\0';
    return (struct text){buffer->bytes, buffer->length};
}
