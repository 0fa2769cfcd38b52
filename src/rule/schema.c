/* schema.c: strict on purpose. `84x` is no number, `yes` is no boolean, a misspelt key is no key
 * that happens to be ignored: a rule that is silently not applied is worse than none. */
#include "rule/schema.h"

#include "base/money.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_CHARACTERS_MAX = 4000, ITEMS_MAX = 4096, FIELDS_MAX = 64 };

static bool
add_mistake(const struct schema_context *context, int line, int column, const char *format,
            va_list args)
{
    char what[800];
    vsnprintf(what, sizeof what, format, args);
    mistakes_add(context->mistakes, context->file, line, column, "%s", what);
    return false;
}

bool
schema_mistake(const struct schema_context *context, const struct yaml *node, const char *format,
               ...)
{
    va_list args;
    va_start(args, format);
    add_mistake(context, node->line, node->column, format, args);
    va_end(args);
    return false;
}

bool
schema_key_mistake(const struct schema_context *context, const struct yaml *node,
                   const char *format, ...)
{
    bool has_key = node->key_line > 0;
    va_list args;
    va_start(args, format);
    add_mistake(context, has_key ? node->key_line : node->line,
                has_key ? node->key_column : node->column, format, args);
    va_end(args);
    return false;
}

/* "`84x`", "a list", "nothing": what stands where something else was meant. At most 80 bytes are
 * quoted, cut between characters. */
static struct text
found(const struct yaml *node, const struct schema_context *context)
{
    if (node->type != YAML_SCALAR)
        return node->type == YAML_LIST ? TEXT("a list") : TEXT("a map");
    if (text_is_empty(node->text) && !node->is_quoted)
        return TEXT("nothing");
    size_t at = 0;
    while (at < node->text.length && at < 80)
        text_next(node->text, &at);
    return text_format(context->arena, "`%.*s`%s", (int)at, node->text.bytes,
                       at < node->text.length ? " …" : "");
}

static bool
expect(const struct schema_context *context, const struct yaml *node, const char *meant)
{
    struct text what = found(node, context);
    return schema_mistake(context, node, "%.*s stands here; expected %s", TEXT_ARGS(what), meant);
}

/* "from, to, within" */
static struct text
listed(const char *const words[], size_t count, struct arena *arena)
{
    struct buffer out = buffer_open(arena, 128);
    for (size_t i = 0; i < count; i++)
        buffer_add_format(&out, "%s%s", i > 0 ? ", " : "", words[i]);
    return buffer_text(&out);
}

/* Single values */

static bool
read_text(const struct yaml *node, const struct schema_context *context, int least, int most,
          struct text *text)
{
    if (node->type != YAML_SCALAR || (text_is_empty(node->text) && least > 0))
        return expect(context, node, "a text");
    int64_t characters = (int64_t)text_characters(node->text);
    if (characters < least || characters > most)
        return schema_mistake(context, node,
                              "a text of %d characters stands here; expected %d to %d",
                              (int)characters, least, most);
    *text = node->text;
    return true;
}

bool
schema_text(const struct yaml *node, const struct schema_context *context, struct text *text)
{
    return read_text(node, context, 1, TEXT_CHARACTERS_MAX, text);
}

/* A whole number with an optional minus; never quoted. */
static bool
parse_integer(const struct yaml *node, int64_t *number)
{
    struct text digits = node->text;
    bool is_negative = digits.length > 0 && digits.bytes[0] == '-';
    if (node->type != YAML_SCALAR || node->is_quoted)
        return false;
    if (is_negative) {
        digits.bytes++;
        digits.length--;
    }
    if (!text_number(digits, number) || (digits.length > 1 && digits.bytes[0] == '0'))
        return false;
    *number = is_negative ? -*number : *number;
    return true;
}

bool
schema_integer(const struct yaml *node, const struct schema_context *context, int least, int most,
               int *integer)
{
    int64_t number;
    if (parse_integer(node, &number) && number >= least && number <= most) {
        *integer = (int)number;
        return true;
    }
    struct text meant = text_format(context->arena, "a whole number from %d to %d%s", least, most,
                                    node->is_quoted ? ", without quotes" : "");
    return expect(context, node, meant.bytes);
}

static bool
read_boolean(const struct yaml *node, const struct schema_context *context, bool *boolean)
{
    bool is_plain = node->type == YAML_SCALAR && !node->is_quoted;
    *boolean = is_plain && text_is(node->text, "true");
    return *boolean || (is_plain && text_is(node->text, "false")) ||
           expect(context, node, "true or false");
}

bool
schema_date(const struct yaml *node, const struct schema_context *context, struct date *date)
{
    return (node->type == YAML_SCALAR && date_parse(node->text, date)) ||
           expect(context, node, "a day that exists, as 2026-01-31");
}

static bool
read_money(const struct yaml *node, const struct schema_context *context, struct money *money)
{
    return (node->type == YAML_SCALAR && money_parse(node->text, money)) ||
           expect(context, node, "a sum in yuan, as 50 or 54046.50");
}

static size_t
words_of(const struct schema_choice *choices, const char *words[static FIELDS_MAX])
{
    size_t count = 0;
    for (; choices[count].word != NULL; count++) {
        assert(count < FIELDS_MAX);
        words[count] = choices[count].word;
    }
    return count;
}

bool
schema_choice(const struct yaml *node, const struct schema_context *context,
              const struct schema_choice *choices, int *value)
{
    const char *words[FIELDS_MAX];
    size_t count = words_of(choices, words);
    for (size_t i = 0; i < count && node->type == YAML_SCALAR; i++) {
        if (text_is(node->text, words[i])) {
            *value = choices[i].value;
            return true;
        }
    }
    struct text what = found(node, context), allowed = listed(words, count, context->arena);
    const char *near =
        node->type == YAML_SCALAR ? mistakes_nearest(node->text, words, count) : NULL;
    if (near != NULL)
        return schema_mistake(context, node, "%.*s stands here; did you mean `%s`? Allowed: %.*s",
                              TEXT_ARGS(what), near, TEXT_ARGS(allowed));
    return schema_mistake(context, node, "%.*s stands here; allowed: %.*s", TEXT_ARGS(what),
                          TEXT_ARGS(allowed));
}

bool
schema_citation(const struct yaml *node, const struct schema_context *context,
                struct citation *citation)
{
    if (node->type != YAML_SCALAR || !citation_parse(node->text, citation))
        return expect(context, node, "a citation, as CPL-2023:126 or CPL-2023:127(1)");
    if (context->sources == NULL || source_resolves(context->sources, *citation))
        return true;
    const struct source *source = source_find(context->sources, citation->source);
    if (source == NULL)
        return schema_mistake(context, node, "`%.*s` is no source in source.yaml",
                              TEXT_ARGS(citation->source));
    if (source->articles == 0)
        return schema_mistake(context, node, "`%.*s` has no articles; cite it without a number",
                              TEXT_ARGS(source->id));
    return schema_mistake(context, node, "`%.*s` has articles 1 to %d; name one of them",
                          TEXT_ARGS(source->id), source->articles);
}

/* Maps */

static bool
check_keys(const struct yaml *map, const struct schema_context *context, const char *const keys[],
           size_t count)
{
    bool is_good = true;
    for (const struct yaml *child = map->first; child != NULL; child = child->next) {
        bool is_known = false;
        for (size_t i = 0; i < count && !is_known; i++)
            is_known = text_is(child->key, keys[i]);
        if (is_known)
            continue;
        const char *near = mistakes_nearest(child->key, keys, count);
        struct text allowed = listed(keys, count, context->arena);
        is_good = near != NULL
                      ? schema_key_mistake(context, child, "unknown key `%.*s`; did you mean `%s`?",
                                           TEXT_ARGS(child->key), near)
                      : schema_key_mistake(context, child, "unknown key `%.*s`; allowed: %.*s",
                                           TEXT_ARGS(child->key), TEXT_ARGS(allowed));
    }
    return is_good;
}

/* A full-width colon makes a text of what was meant as a map: say so. */
static bool
expect_map(const struct yaml *node, const struct schema_context *context, const char *meant)
{
    if (node->type == YAML_MAP)
        return true;
    bool has_wide_colon = node->type == YAML_SCALAR && node->text.length > 0 &&
                          memmem(node->text.bytes, node->text.length, "：", 3) != NULL;
    struct text sentence = text_format(
        context->arena, "%s%s", meant,
        has_wide_colon ? " (a full-width colon stands there; write `: `, colon and blank)" : "");
    return expect(context, node, sentence.bytes);
}

bool
schema_words(const struct yaml *node, const struct schema_context *context, struct words *words)
{
    static const char *const keys[] = {"zh", "ko", "en"};
    if (!expect_map(node, context, "words in three languages, as {zh: …, ko: …, en: …}"))
        return false;
    bool is_good = check_keys(node, context, keys, LANGUAGE_COUNT);
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const struct yaml *word = yaml_member(node, keys[language]);
        if (word == NULL)
            is_good = schema_mistake(context, node, "the words lack `%s`", keys[language]);
        else
            is_good = schema_text(word, context, &words->in[language]) && is_good;
    }
    return is_good;
}

/* Arrays */

static size_t
item_bytes(const struct schema_field *field)
{
    switch (field->type) {
    case SCHEMA_TEXTS: return sizeof(struct text);
    case SCHEMA_CITATIONS: return sizeof(struct citation);
    default: return field->of->bytes;
    }
}

static bool
decode_item(const struct schema_field *field, const struct yaml *node,
            const struct schema_context *context, void *place)
{
    switch (field->type) {
    case SCHEMA_TEXTS: return schema_text(node, context, place);
    case SCHEMA_CITATIONS: return schema_citation(node, context, place);
    case SCHEMA_NAMED:
        *(struct text *)((char *)place + field->of->name_offset) = node->key;
        return schema_decode(field->of, node, context, place);
    default: return schema_decode(field->of, node, context, place);
    }
}

/* The first of the nodes an array is made of and how many follow; NULL after a mistake. */
static const struct yaml *
items_of(const struct schema_field *field, const struct yaml *node,
         const struct schema_context *context, size_t *count)
{
    bool may_be_single = field->type == SCHEMA_TEXTS || field->type == SCHEMA_CITATIONS;
    *count = 1;
    if (may_be_single && node->type == YAML_SCALAR)
        return node;
    if (field->type == SCHEMA_NAMED && !expect_map(node, context, "a map of named things"))
        return NULL;
    if (field->type != SCHEMA_NAMED && node->type != YAML_LIST) {
        expect(context, node, "a list");
        return NULL;
    }
    size_t least = field->most > 0 ? (size_t)field->least : 1;
    size_t most = field->most > 0 ? (size_t)field->most : ITEMS_MAX;
    *count = node->count;
    if (*count >= least && *count <= most)
        return node->first;
    schema_mistake(context, node, "%zu things stand in `%s`; expected %zu to %zu", *count,
                   field->key, least, most);
    return NULL;
}

static bool
decode_array(const struct schema_field *field, const struct yaml *node,
             const struct schema_context *context, char *place)
{
    size_t count, bytes = item_bytes(field), mistakes_before = context->mistakes->count;
    const struct yaml *child = items_of(field, node, context, &count);
    bool is_good = context->mistakes->count == mistakes_before;
    if (child == NULL)
        return is_good;
    char *items = arena_take_many(context->arena, count, bytes);
    for (size_t i = 0; i < count; i++, child = child->next)
        is_good = decode_item(field, child, context, items + i * bytes) && is_good;
    memcpy(place + field->offset, &items, sizeof items);
    memcpy(place + field->count_offset, &count, sizeof count);
    return is_good;
}

static bool
decode_choices(const struct schema_field *field, const struct yaml *node,
               const struct schema_context *context, uint32_t *set)
{
    bool is_list = node->type == YAML_LIST, is_good = true;
    if (is_list && node->first == NULL)
        return expect(context, node, "at least one of the allowed words");
    for (const struct yaml *child = is_list ? node->first : node; child != NULL;
         child = is_list ? child->next : NULL) {
        int value = 0;
        if (!schema_choice(child, context, field->choices, &value)) {
            is_good = false;
            continue;
        }
        assert(value >= 0 && value < 32);
        if (*set & (UINT32_C(1) << value))
            is_good =
                schema_mistake(context, child, "`%.*s` stands here twice", TEXT_ARGS(child->text));
        *set |= UINT32_C(1) << value;
    }
    return is_good;
}

/* Fields */

static bool
decode_field(const struct schema_field *field, const struct yaml *node,
             const struct schema_context *context, char *struct_place)
{
    void *place = struct_place + field->offset;
    bool has_bounds = field->least != 0 || field->most != 0;
    switch (field->type) {
    case SCHEMA_TEXT:
        return read_text(node, context, has_bounds ? field->least : 1,
                         has_bounds ? field->most : TEXT_CHARACTERS_MAX, place);
    case SCHEMA_INTEGER:
        return schema_integer(node, context, has_bounds ? field->least : -INT32_MAX,
                              has_bounds ? field->most : INT32_MAX, place);
    case SCHEMA_BOOLEAN: return read_boolean(node, context, place);
    case SCHEMA_DATE: return schema_date(node, context, place);
    case SCHEMA_MONEY: return read_money(node, context, place);
    case SCHEMA_CHOICE: return schema_choice(node, context, field->choices, place);
    case SCHEMA_CHOICES: return decode_choices(field, node, context, place);
    case SCHEMA_WORDS: return schema_words(node, context, place);
    case SCHEMA_CITATION: return schema_citation(node, context, place);
    case SCHEMA_MAP: return schema_decode(field->of, node, context, place);
    case SCHEMA_OWN: return field->decode(node, context, place);
    default: return decode_array(field, node, context, struct_place);
    }
}

/* What a field holds when the file leaves it out. Maps within are few and finite: the tables are.
 */
static void
set_otherwise(const struct schema_field *field, char *struct_place)
{
    void *place = struct_place + field->offset;
    if (field->type == SCHEMA_MAP) {
        for (size_t i = 0; i < field->of->count; i++)
            set_otherwise(&field->of->fields[i], place);
    } else if (field->type == SCHEMA_INTEGER || field->type == SCHEMA_CHOICE)
        *(int *)place = field->otherwise;
    else if (field->type == SCHEMA_BOOLEAN)
        *(bool *)place = field->otherwise != 0;
    else if (field->type == SCHEMA_DATE)
        *(struct date *)place = DATE_NONE;
}

bool
schema_decode(const struct schema *schema, const struct yaml *map,
              const struct schema_context *context, void *place)
{
    const char *keys[FIELDS_MAX];
    assert(schema->count <= FIELDS_MAX);
    for (size_t i = 0; i < schema->count; i++) {
        keys[i] = schema->fields[i].key;
        set_otherwise(&schema->fields[i], place);
    }
    if (!expect_map(map, context, schema->what))
        return false;
    bool is_good = check_keys(map, context, keys, schema->count);
    for (size_t i = 0; i < schema->count; i++) {
        const struct schema_field *field = &schema->fields[i];
        const struct yaml *node = yaml_member(map, field->key);
        if (node != NULL)
            is_good = decode_field(field, node, context, place) && is_good;
        else if (field->is_required)
            is_good = schema_key_mistake(context, map, "%s needs `%s`", schema->what, field->key);
    }
    return is_good;
}
