/* value_json.c: jansson reads what strangers send, and its tree is copied into ours. jansson's
 * names stay in this file. */
#include "base/value.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

static void
mistake_set(struct value_mistake *mistake, int line, int column, const char *what)
{
    mistake->line = line;
    mistake->column = column;
    snprintf(mistake->what, sizeof mistake->what, "%s", what);
}

/* jansson allows 2048 levels, each a frame of recursion here; strangers get fewer. */
static bool
is_too_deep(struct text json)
{
    int depth = 0;
    bool in_text = false;
    for (size_t i = 0; i < json.length; i++) {
        char c = json.bytes[i];
        if (in_text) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_text = false;
        } else if (c == '"') {
            in_text = true;
        } else if (c == '{' || c == '[') {
            if (++depth > VALUE_DEPTH_MAX)
                return true;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return false;
}

static struct value *convert(json_t *from, struct arena *arena, struct value_mistake *mistake);

static bool
add_child(struct value *parent, struct value **last, json_t *from, struct text key,
          struct arena *arena, struct value_mistake *mistake)
{
    struct value *child = convert(from, arena, mistake);
    if (child == NULL)
        return false;
    child->key = key;
    if (*last == NULL)
        parent->first = child;
    else
        (*last)->next = child;
    *last = child;
    parent->count++;
    return true;
}

static struct value *
convert(json_t *from, struct arena *arena, struct value_mistake *mistake)
{
    struct value *value = ARENA_NEW(arena, struct value), *last = NULL;
    const char *key;
    json_t *member;
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        value->type = VALUE_OBJECT;
        json_object_foreach (from, key, member) {
            if (!add_child(value, &last, member, text_copy(text_of(key), arena), arena, mistake))
                return NULL;
        }
        return value;
    case JSON_ARRAY:
        value->type = VALUE_ARRAY;
        for (size_t i = 0; i < json_array_size(from); i++) {
            if (!add_child(value, &last, json_array_get(from, i), TEXT(""), arena, mistake))
                return NULL;
        }
        return value;
    case JSON_STRING:
        value->type = VALUE_TEXT;
        value->text =
            text_copy((struct text){json_string_value(from), json_string_length(from)}, arena);
        return value;
    case JSON_INTEGER:
        value->type = VALUE_INTEGER;
        value->integer = json_integer_value(from);
        if (value->integer <= VALUE_INTEGER_MAX && value->integer >= -VALUE_INTEGER_MAX)
            return value;
        mistake_set(mistake, 0, 0, "a number is too large");
        return NULL;
    case JSON_REAL:
        mistake_set(mistake, 0, 0, "numbers are whole; write sums and fractions as text");
        return NULL;
    case JSON_TRUE: value->type = VALUE_TRUE; return value;
    case JSON_FALSE: value->type = VALUE_FALSE; return value;
    case JSON_NULL: value->type = VALUE_NULL; return value;
    }
    return NULL;
}

const struct value *
value_read(struct text json, struct arena *arena, struct value_mistake *mistake)
{
    json_error_t error;
    mistake_set(mistake, 0, 0, "");
    if (is_too_deep(json)) {
        mistake_set(mistake, 0, 0, "nested too deep");
        return NULL;
    }
    /* jansson swallows one that follows a number. */
    if (json.length > 0 && memchr(json.bytes, 0, json.length) != NULL) {
        mistake_set(mistake, 0, 0, "a zero byte stands in it");
        return NULL;
    }
    if (json.length >= 3 && memcmp(json.bytes, "\xEF\xBB\xBF", 3) == 0) {
        mistake_set(mistake, 1, 1, "starts with a byte order mark; remove it");
        return NULL;
    }
    json_t *tree =
        json_loadb(json.bytes, json.length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (tree == NULL) {
        mistake_set(mistake, error.line, error.column, error.text);
        return NULL;
    }
    const struct value *value = convert(tree, arena, mistake);
    json_decref(tree);
    return value;
}
