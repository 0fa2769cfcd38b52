/* canon.c: appends straight into a buffer; the order of keys is asserted, not hoped for. */
#include "base/canon.h"

#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EACH_BYTE UINT64_C(0x0101010101010101)

struct canon
canon_open(struct arena *arena, size_t expected)
{
    return (struct canon){.buffer = buffer_open(arena, expected)};
}

struct text
canon_text(struct canon *canon)
{
    assert(canon->depth == 0);
    return buffer_text(&canon->buffer);
}

static void
put_byte(struct canon *canon, char byte)
{
    *buffer_room(&canon->buffer, 1) = byte;
    canon->buffer.length++;
}

/* Before every value: the comma that parts it from the one before. Keys wrote their own. */
static void
separate(struct canon *canon)
{
    if (canon->needs_comma[canon->depth])
        put_byte(canon, ',');
    canon->needs_comma[canon->depth] = true;
}

static void
begin(struct canon *canon, char mark)
{
    separate(canon);
    put_byte(canon, mark);
    canon->depth++;
    assert(canon->depth <= VALUE_DEPTH_MAX);
    canon->needs_comma[canon->depth] = false;
    canon->last_key[canon->depth] = TEXT("");
}

static void
end(struct canon *canon, char mark)
{
    assert(canon->depth > 0);
    canon->depth--;
    put_byte(canon, mark);
}

void
canon_begin_object(struct canon *canon)
{
    begin(canon, '{');
}

void
canon_end_object(struct canon *canon)
{
    end(canon, '}');
}

void
canon_begin_array(struct canon *canon)
{
    begin(canon, '[');
}

void
canon_end_array(struct canon *canon)
{
    end(canon, ']');
}

static bool
is_plain(char c)
{
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

/* The high bit of each byte of `word` that is zero; what stands above the lowest one may lie. */
static uint64_t
zero_bytes(uint64_t word)
{
    return (word - EACH_BYTE) & ~word & (EACH_BYTE << 7);
}

/* Eight bytes at a time: every event and every row of facts goes through here. */
size_t
canon_plain_bytes(struct text text)
{
    size_t at = 0;
    for (uint64_t word; text.length - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text.bytes + at, sizeof word);
        word = le64toh(word);
        uint64_t ends = ((word - EACH_BYTE * 0x20) & ~word & (EACH_BYTE << 7)) |
                        zero_bytes(word ^ EACH_BYTE * '"') | zero_bytes(word ^ EACH_BYTE * '\\');
        if (ends != 0)
            return at + (size_t)__builtin_ctzll(ends) / 8;
    }
    while (at < text.length && is_plain(text.bytes[at]))
        at++;
    return at;
}

static void
put_escape(struct canon *canon, char c)
{
    static const char names[] = "\"\\bfnrt", plains[] = "\"\\\b\f\n\r\t";
    char escape[8] = {'\\'};
    const char *found = c == '\0' ? NULL : strchr(plains, c);
    if (found != NULL)
        escape[1] = names[found - plains];
    else
        snprintf(escape, sizeof escape, "\\u%04x", (unsigned)c);
    buffer_add_text(&canon->buffer, text_of(escape));
}

static void
put_escaped(struct canon *canon, struct text text)
{
    char *at = buffer_room(&canon->buffer, text.length + 2);
    size_t plain = canon_plain_bytes(text);
    *at = '"';
    if (plain > 0)
        memcpy(at + 1, text.bytes, plain);
    canon->buffer.length += plain + 1;
    while (plain < text.length) {
        put_escape(canon, text.bytes[plain]);
        struct text rest = {text.bytes + plain + 1, text.length - plain - 1};
        size_t more = canon_plain_bytes(rest);
        buffer_add(&canon->buffer, rest.bytes, more);
        plain += 1 + more;
    }
    put_byte(canon, '"');
}

void
canon_key_text(struct canon *canon, struct text key)
{
    assert(canon->depth > 0);
    assert(!canon->needs_comma[canon->depth] ||
           text_compare(canon->last_key[canon->depth], key) < 0);
    separate(canon);
    canon->last_key[canon->depth] = key;
    put_escaped(canon, key);
    put_byte(canon, ':');
    canon->needs_comma[canon->depth] = false;
}

void
canon_key(struct canon *canon, const char *key)
{
    canon_key_text(canon, text_of(key));
}

void
canon_put_text(struct canon *canon, struct text text)
{
    separate(canon);
    put_escaped(canon, text);
}

void
canon_put_integer(struct canon *canon, int64_t integer)
{
    char digits[24];
    size_t at = sizeof digits;
    assert(integer <= VALUE_INTEGER_MAX && integer >= -VALUE_INTEGER_MAX);
    uint64_t rest = (uint64_t)(integer < 0 ? -integer : integer);
    separate(canon);
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (integer < 0)
        digits[--at] = '-';
    buffer_add(&canon->buffer, digits + at, sizeof digits - at);
}

void
canon_put_boolean(struct canon *canon, bool value)
{
    separate(canon);
    buffer_add_text(&canon->buffer, value ? TEXT("true") : TEXT("false"));
}

void
canon_put_null(struct canon *canon)
{
    separate(canon);
    buffer_add_text(&canon->buffer, TEXT("null"));
}

void
canon_put_canonical(struct canon *canon, struct text bytes)
{
    assert(bytes.length > 0);
    separate(canon);
    buffer_add_text(&canon->buffer, bytes);
}

static int
by_key(const void *a, const void *b)
{
    const struct value *const *left = a, *const *right = b;
    return text_compare((*left)->key, (*right)->key);
}

static void
put_object(struct canon *canon, const struct value *object)
{
    const struct value **members =
        ARENA_MANY(canon->buffer.arena, object->count + 1, const struct value *);
    size_t count = 0;
    for (const struct value *member = object->first; member != NULL; member = member->next)
        members[count++] = member;
    if (count > 1)
        qsort(members, count, sizeof members[0], by_key);
    canon_begin_object(canon);
    for (size_t i = 0; i < count; i++) {
        canon_key_text(canon, members[i]->key);
        canon_put(canon, members[i]);
    }
    canon_end_object(canon);
}

void
canon_put(struct canon *canon, const struct value *value)
{
    switch (value->type) {
    case VALUE_NULL: canon_put_null(canon); break;
    case VALUE_FALSE: canon_put_boolean(canon, false); break;
    case VALUE_TRUE: canon_put_boolean(canon, true); break;
    case VALUE_INTEGER: canon_put_integer(canon, value->integer); break;
    case VALUE_TEXT: canon_put_text(canon, value->text); break;
    case VALUE_OBJECT: put_object(canon, value); break;
    case VALUE_ARRAY:
        canon_begin_array(canon);
        for (const struct value *item = value->first; item != NULL; item = item->next)
            canon_put(canon, item);
        canon_end_array(canon);
        break;
    }
}

void
canon_member_text(struct canon *canon, const char *key, struct text text)
{
    canon_key(canon, key);
    canon_put_text(canon, text);
}

void
canon_member_text_if(struct canon *canon, const char *key, struct text text)
{
    if (!text_is_empty(text))
        canon_member_text(canon, key, text);
}

void
canon_member_integer(struct canon *canon, const char *key, int64_t integer)
{
    canon_key(canon, key);
    canon_put_integer(canon, integer);
}

void
canon_member_boolean(struct canon *canon, const char *key, bool value)
{
    canon_key(canon, key);
    canon_put_boolean(canon, value);
}

void
canon_member(struct canon *canon, const char *key, const struct value *value)
{
    canon_key(canon, key);
    canon_put(canon, value);
}
