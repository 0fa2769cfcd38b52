/* yaml.c: libyaml gives events, we keep places. Its document interface is not used: it resolves
 * aliases, forgets where keys stood and has no bounds. */
#include "rule/yaml.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <yaml.h>

struct reader {
    const char *file;
    struct arena *arena;
    struct mistakes *mistakes;
    struct yaml *open[YAML_DEPTH_MAX]; /* the list or map we are in, and those around it */
    struct yaml *last[YAML_DEPTH_MAX]; /* last child of each so far */
    size_t depth;
    bool has_key; /* a key was read and waits for its value */
    struct text key;
    int key_line, key_column;
    const struct yaml *root;
    int documents;
};

/* Names every broken, hidden or tab character; true if libyaml may have the bytes. */
static bool
check_characters(struct reader *reader, struct text bytes)
{
    int line = 1, column = 1;
    bool is_whole = true;
    for (size_t at = 0; at < bytes.length;) {
        struct text one = {bytes.bytes + at, 0};
        size_t before = at;
        uint32_t c = text_next(bytes, &at);
        one.length = at - before;
        if (!text_is_utf8(one)) {
            mistakes_add(reader->mistakes, reader->file, line, column,
                         "byte 0x%02X is not UTF-8; save the file as UTF-8",
                         (unsigned)(unsigned char)one.bytes[0]);
            return false;
        }
        if (c == '\t') {
            mistakes_add(reader->mistakes, reader->file, line, column, "tab; use spaces");
            is_whole = false;
        } else if (c == '\r') {
            mistakes_add(reader->mistakes, reader->file, line, column,
                         "carriage return; end lines with a line feed only");
            return false;
        } else if (text_has_hidden(one) || text_has_unseen(one)) {
            mistakes_add(reader->mistakes, reader->file, line, column,
                         "hidden character U+%04X; remove it", (unsigned)c);
            is_whole = false;
        }
        column = c == '\n' ? 1 : column + 1;
        line += c == '\n';
    }
    return is_whole;
}

static void
refuse(struct reader *reader, yaml_mark_t mark, const char *what)
{
    mistakes_add(reader->mistakes, reader->file, (int)mark.line + 1, (int)mark.column + 1, "%s",
                 what);
}

static struct yaml *
innermost(struct reader *reader)
{
    return reader->depth == 0 ? NULL : reader->open[reader->depth - 1];
}

/* Is this map already holding the key that waits? */
static void
check_duplicate(struct reader *reader, const struct yaml *map)
{
    for (const struct yaml *child = map->first; child != NULL; child = child->next) {
        if (text_equal(child->key, reader->key)) {
            mistakes_add(reader->mistakes, reader->file, reader->key_line, reader->key_column,
                         "`%.*s` stands here twice; the first is on line %d",
                         TEXT_ARGS(reader->key), child->key_line);
            return;
        }
    }
}

/* Hangs a new node into the tree, under the key that waits if its parent is a map. */
static struct yaml *
attach(struct reader *reader, enum yaml_type type, yaml_mark_t mark)
{
    struct yaml *node = ARENA_NEW(reader->arena, struct yaml);
    struct yaml *parent = innermost(reader);
    node->type = type;
    node->line = (int)mark.line + 1;
    node->column = (int)mark.column + 1;
    if (parent == NULL) {
        reader->root = node;
        return node;
    }
    if (parent->type == YAML_MAP) {
        check_duplicate(reader, parent);
        node->key = reader->key;
        node->key_line = reader->key_line;
        node->key_column = reader->key_column;
        reader->has_key = false;
    }
    struct yaml **last = &reader->last[reader->depth - 1];
    if (*last == NULL)
        parent->first = node;
    else
        (*last)->next = node;
    *last = node;
    parent->count++;
    return node;
}

static bool
take_scalar(struct reader *reader, const yaml_event_t *event)
{
    const struct yaml *parent = innermost(reader);
    struct text text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (event->data.scalar.anchor != NULL)
        refuse(reader, event->start_mark, "anchor `&`; write the value out where it is needed");
    if (event->data.scalar.tag != NULL)
        refuse(reader, event->start_mark, "tag `!`; the schema knows the type of every value");
    /* An escape such as "\u202E" in double quotes makes what the bytes did not show. */
    if (!text_is_utf8(text) || text_has_hidden(text))
        refuse(reader, event->start_mark, "hidden character made by an escape; remove it");
    if (parent != NULL && parent->type == YAML_MAP && !reader->has_key) {
        reader->has_key = true;
        reader->key = text_copy(text, reader->arena);
        reader->key_line = (int)event->start_mark.line + 1;
        reader->key_column = (int)event->start_mark.column + 1;
        if (parent->count < YAML_MAP_MAX)
            return true;
        refuse(reader, event->start_mark, "more than 4096 entries in one map; split the file");
        return false;
    }
    struct yaml *node = attach(reader, YAML_SCALAR, event->start_mark);
    node->text = text_copy(text, reader->arena);
    node->is_quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    return true;
}

static bool
take_start(struct reader *reader, const yaml_event_t *event, enum yaml_type type)
{
    bool is_list = type == YAML_LIST;
    const struct yaml *parent = innermost(reader);
    if (is_list ? event->data.sequence_start.anchor != NULL
                : event->data.mapping_start.anchor != NULL)
        refuse(reader, event->start_mark, "anchor `&`; write the value out where it is needed");
    if (is_list ? event->data.sequence_start.tag != NULL : event->data.mapping_start.tag != NULL)
        refuse(reader, event->start_mark, "tag `!`; the schema knows the type of every value");
    if (parent != NULL && parent->type == YAML_MAP && !reader->has_key) {
        refuse(reader, event->start_mark, "a key must be a word, not a list or a map");
        return false;
    }
    if (reader->depth == YAML_DEPTH_MAX) {
        refuse(reader, event->start_mark, "nested deeper than 16 levels");
        return false;
    }
    struct yaml *node = attach(reader, type, event->start_mark);
    reader->open[reader->depth] = node;
    reader->last[reader->depth] = NULL;
    reader->depth++;
    return true;
}

static bool
take_document(struct reader *reader, const yaml_event_t *event)
{
    if (event->data.document_start.version_directive != NULL ||
        event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end)
        refuse(reader, event->start_mark, "directive `%`; remove it");
    if (++reader->documents == 1)
        return true;
    refuse(reader, event->start_mark, "a second document; one file holds one");
    return false;
}

/* False when nothing after this event can be understood. */
static bool
take_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT: return take_document(reader, event);
    case YAML_SCALAR_EVENT: return take_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT: return take_start(reader, event, YAML_LIST);
    case YAML_MAPPING_START_EVENT: return take_start(reader, event, YAML_MAP);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: reader->depth--; return true;
    case YAML_ALIAS_EVENT:
        refuse(reader, event->start_mark, "alias `*`; write the value out where it is needed");
        return false;
    default: return true;
    }
}

static void
refuse_syntax(struct reader *reader, const yaml_parser_t *parser)
{
    const char *what = parser->problem != NULL ? parser->problem : "cannot be read as YAML";
    const char *within = parser->context != NULL ? parser->context : "";
    mistakes_add(reader->mistakes, reader->file, (int)parser->problem_mark.line + 1,
                 (int)parser->problem_mark.column + 1, "%s%s%s", what, *within ? " " : "", within);
}

/* True when every event was taken. */
static bool
take_all(struct reader *reader, yaml_parser_t *parser)
{
    for (bool is_end = false; !is_end;) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            refuse_syntax(reader, parser);
            return false;
        }
        bool goes_on = take_event(reader, &event);
        is_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (!goes_on)
            return false;
    }
    return true;
}

const struct yaml *
yaml_read(const char *file, struct text bytes, struct arena *arena, struct mistakes *mistakes)
{
    struct reader reader = {.file = file, .arena = arena, .mistakes = mistakes};
    if (bytes.length > YAML_BYTES_MAX) {
        mistakes_add(mistakes, file, 0, 0, "longer than 1 MiB; split it");
        return NULL;
    }
    if (!check_characters(&reader, bytes))
        return NULL;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        mistakes_add(mistakes, file, 0, 0, "no memory to read it");
        return NULL;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes.bytes, bytes.length);
    bool is_whole = take_all(&reader, &parser);
    yaml_parser_delete(&parser);
    if (is_whole && reader.root == NULL)
        mistakes_add(mistakes, file, 1, 1, "the file is empty");
    return is_whole ? reader.root : NULL;
}

/* The bytes of an open file, at most one more than is allowed. False when the disk fails. */
static bool
read_bytes(FILE *stream, struct arena *arena, struct text *bytes)
{
    struct stat facts;
    if (fstat(fileno(stream), &facts) != 0)
        return false;
    size_t most = facts.st_size < YAML_BYTES_MAX ? (size_t)facts.st_size + 1 : YAML_BYTES_MAX + 1;
    char *memory = arena_take(arena, most);
    *bytes = (struct text){memory, fread(memory, 1, most, stream)};
    return ferror(stream) == 0;
}

const struct yaml *
yaml_read_file(const char *path, struct arena *arena, struct mistakes *mistakes,
               struct digest *digest)
{
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) {
        mistakes_add(mistakes, path, 0, 0, "cannot be opened: %s", strerror(errno));
        return NULL;
    }
    struct arena *scratch = arena_open(); /* the tree copies what it keeps */
    const struct yaml *tree = NULL;
    struct text bytes = TEXT("");
    bool is_read = read_bytes(stream, scratch, &bytes);
    if (digest != NULL)
        *digest = digest_of(bytes);
    if (is_read)
        tree = yaml_read(path, bytes, arena, mistakes);
    else
        mistakes_add(mistakes, path, 0, 0, "cannot be read to its end");
    arena_close(scratch);
    fclose(stream);
    return tree;
}

const struct yaml *
yaml_member(const struct yaml *map, const char *key)
{
    if (map == NULL || map->type != YAML_MAP)
        return NULL;
    for (const struct yaml *child = map->first; child != NULL; child = child->next) {
        if (text_is(child->key, key))
            return child;
    }
    return NULL;
}
