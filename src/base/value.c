/* value.c: looking into a tree, and the quick reader of our own canonical bytes (rebuilding a store
 * reads every event; the bytes are already known good, so this reader is small and copies little).
 */
#include "base/canon.h"

#include <string.h>

const struct value *
value_member_named(const struct value *object, struct text key)
{
    if (object == NULL || object->type != VALUE_OBJECT)
        return NULL;
    for (const struct value *member = object->first; member != NULL; member = member->next) {
        if (text_equal(member->key, key))
            return member;
    }
    return NULL;
}

const struct value *
value_member(const struct value *object, const char *key)
{
    return value_member_named(object, text_of(key));
}

bool
value_is(const struct value *value, enum value_type type)
{
    return value != NULL && value->type == type;
}

struct text
value_text(const struct value *value)
{
    return value_is(value, VALUE_TEXT) ? value->text : TEXT("");
}

int64_t
value_integer(const struct value *value, int64_t otherwise)
{
    return value_is(value, VALUE_INTEGER) ? value->integer : otherwise;
}

bool
value_is_true(const struct value *value)
{
    return value_is(value, VALUE_TRUE);
}

struct text
value_member_text(const struct value *object, const char *key)
{
    return value_text(value_member(object, key));
}

int64_t
value_member_integer(const struct value *object, const char *key, int64_t otherwise)
{
    return value_integer(value_member(object, key), otherwise);
}

bool
value_member_is_true(const struct value *object, const char *key)
{
    return value_is_true(value_member(object, key));
}

bool
value_array_has(const struct value *array, struct text text)
{
    if (!value_is(array, VALUE_ARRAY))
        return false;
    for (const struct value *item = array->first; item != NULL; item = item->next) {
        if (value_is(item, VALUE_TEXT) && text_equal(item->text, text))
            return true;
    }
    return false;
}

/* ---- canonical bytes ---- */

struct reader {
    struct text json;
    size_t at;
    struct arena *arena;
};

static bool
take(struct reader *reader, char wanted)
{
    if (reader->at >= reader->json.length || reader->json.bytes[reader->at] != wanted)
        return false;
    reader->at++;
    return true;
}

static bool
take_word(struct reader *reader, const char *word)
{
    size_t length = strlen(word);
    if (reader->json.length - reader->at < length ||
        memcmp(reader->json.bytes + reader->at, word, length) != 0)
        return false;
    reader->at += length;
    return true;
}

/* The character behind a backslash at `at`; canonical bytes escape only what they must. */
static bool
unescape(struct reader *reader, struct buffer *plain)
{
    static const char names[] = "\"\\bfnrt", plains[] = "\"\\\b\f\n\r\t";
    struct text json = reader->json;
    if (reader->at >= json.length)
        return false;
    char c = json.bytes[reader->at++];
    const char *found = c == '\0' ? NULL : strchr(names, c);
    if (found != NULL) {
        buffer_add(plain, &plains[found - names], 1);
        return true;
    }
    if (c != 'u' || json.length - reader->at < 4 || memcmp(json.bytes + reader->at, "00", 2) != 0)
        return false;
    int code = 0;
    for (int i = 2; i < 4; i++) {
        char digit = json.bytes[reader->at + (size_t)i];
        if (digit >= '0' && digit <= '9')
            code = code * 16 + (digit - '0');
        else if (digit >= 'a' && digit <= 'f')
            code = code * 16 + (digit - 'a' + 10);
        else
            return false;
    }
    if (code == 0 || code >= 0x20)
        return false;
    char byte = (char)code;
    if (strchr(plains, byte) != NULL)
        return false; /* it has a shorter escape */
    buffer_add(plain, &byte, 1);
    reader->at += 4;
    return true;
}

static struct text
take_plain(struct reader *reader)
{
    struct text rest = {reader->json.bytes + reader->at, reader->json.length - reader->at};
    rest.length = canon_plain_bytes(rest);
    reader->at += rest.length;
    return rest;
}

static bool
read_text(struct reader *reader, struct text *text)
{
    if (!take(reader, '"'))
        return false;
    struct text plain = take_plain(reader);
    if (take(reader, '"')) {
        *text = plain;
        return true;
    }
    struct buffer whole = buffer_open(reader->arena, plain.length + 32);
    buffer_add_text(&whole, plain);
    while (take(reader, '\\')) {
        if (!unescape(reader, &whole))
            return false;
        buffer_add_text(&whole, take_plain(reader));
    }
    *text = buffer_text(&whole);
    return take(reader, '"');
}

static bool
read_integer(struct reader *reader, int64_t *integer)
{
    bool is_negative = take(reader, '-');
    size_t from = reader->at;
    while (reader->at < reader->json.length && reader->json.bytes[reader->at] >= '0' &&
           reader->json.bytes[reader->at] <= '9')
        reader->at++;
    struct text digits = {reader->json.bytes + from, reader->at - from};
    if (!text_number(digits, integer) || (digits.length > 1 && digits.bytes[0] == '0') ||
        (is_negative && *integer == 0) || *integer > VALUE_INTEGER_MAX)
        return false;
    if (is_negative)
        *integer = -*integer;
    return true;
}

static struct value *read_value(struct reader *reader, int depth);

static bool
read_children(struct reader *reader, struct value *parent, char end, int depth)
{
    struct value *last = NULL;
    reader->at++;
    if (take(reader, end))
        return true;
    do {
        struct text key = TEXT("");
        if (parent->type == VALUE_OBJECT) {
            if (!read_text(reader, &key) || !take(reader, ':'))
                return false;
            if (last != NULL && text_compare(last->key, key) >= 0)
                return false;
        }
        struct value *child = read_value(reader, depth + 1);
        if (child == NULL)
            return false;
        child->key = key;
        if (last == NULL)
            parent->first = child;
        else
            last->next = child;
        last = child;
        parent->count++;
    } while (take(reader, ','));
    return take(reader, end);
}

static struct value *
read_value(struct reader *reader, int depth)
{
    if (reader->at >= reader->json.length)
        return NULL;
    struct value *value = ARENA_NEW(reader->arena, struct value);
    bool is_good;
    switch (reader->json.bytes[reader->at]) {
    case '{':
        value->type = VALUE_OBJECT;
        is_good = depth <= VALUE_DEPTH_MAX && read_children(reader, value, '}', depth);
        break;
    case '[':
        value->type = VALUE_ARRAY;
        is_good = depth <= VALUE_DEPTH_MAX && read_children(reader, value, ']', depth);
        break;
    case '"':
        value->type = VALUE_TEXT;
        is_good = read_text(reader, &value->text);
        break;
    case 't':
        value->type = VALUE_TRUE;
        is_good = take_word(reader, "true");
        break;
    case 'f':
        value->type = VALUE_FALSE;
        is_good = take_word(reader, "false");
        break;
    case 'n':
        value->type = VALUE_NULL;
        is_good = take_word(reader, "null");
        break;
    default:
        value->type = VALUE_INTEGER;
        is_good = read_integer(reader, &value->integer);
        break;
    }
    return is_good ? value : NULL;
}

const struct value *
value_read_canonical(struct text json, struct arena *arena)
{
    struct reader reader = {json, 0, arena};
    struct value *value = read_value(&reader, 1);
    return value != NULL && reader.at == json.length ? value : NULL;
}
