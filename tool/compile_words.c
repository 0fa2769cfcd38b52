/* compile_words.c: compiles the interface words into a C table.
 *
 * words/tongban.pot holds every sentence once: msgctxt is its key, msgid the Chinese, which is the
 * source. words/ko.po and words/en.po hold the translations. A sentence that is missing, left over,
 * marked fuzzy, translated from an older Chinese text, or that names other places than its source
 * fails the build: a wrong legal sentence is worse than none.
 *
 * Places are written {name}; in Korean {name:은/는} writes the value and the particle that fits its
 * last sound; in English {name:day/days} writes the number and the word that fits it. A brace that
 * is meant as one is doubled.
 *
 * Usage: compile_words OUT.c tongban.pot ko.po en.po */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES_MAX = 4096, NAMES_MAX = 16, NAME_BYTES_MAX = 32 };

struct entry {
    const char *key, *chinese, *translation;
    int line;
    bool is_fuzzy;
};

struct catalogue {
    const char *path;
    struct entry *entries;
    size_t count, capacity;
};

/* The places one sentence names, each once. */
struct names {
    char name[NAMES_MAX][NAME_BYTES_MAX];
    size_t count;
};

static int mistakes;

__attribute__((format(printf, 3, 4))) static void
mistake(const char *path, int line, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "%s:%d: ", path, line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    mistakes++;
}

static void *
memory_or_stop(void *memory)
{
    if (memory == NULL) {
        fputs("compile_words: out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

/* Appends the quoted string at `from` to `*to`. */
static void
append_quoted(const char *path, int line, const char *from, char **to)
{
    size_t length = *to == NULL ? 0 : strlen(*to);
    char *out = memory_or_stop(realloc(*to, length + strlen(from) + 1));
    *to = out;
    if (*from++ != '"') {
        mistake(path, line, "a string in quotation marks was expected");
        out[length] = '\0';
        return;
    }
    while (*from != '\0' && *from != '"') {
        if (*from != '\\') {
            out[length++] = *from++;
            continue;
        }
        switch (from[1]) {
        case 'n': out[length++] = '\n'; break;
        case '"': out[length++] = '"'; break;
        case '\\': out[length++] = '\\'; break;
        default: mistake(path, line, "only \\n, \\\" and \\\\ may be escaped"); break;
        }
        from += from[1] == '\0' ? 1 : 2;
    }
    out[length] = '\0';
    if (from[0] != '"' || from[1] != '\0')
        mistake(path, line, "the string does not end with the line");
}

/* One entry as its lines come in; kept when it is complete. */
struct draft {
    char *key, *chinese, *translation;
    char **open; /* where a line that is only a string goes on */
    int line;
    bool is_fuzzy;
};

static void
keep(struct catalogue *catalogue, struct draft *draft)
{
    bool is_header = draft->key == NULL && draft->chinese != NULL && *draft->chinese == '\0';
    bool is_empty = draft->key == NULL && draft->chinese == NULL && draft->translation == NULL;

    if (!is_empty && !is_header &&
        (draft->key == NULL || draft->chinese == NULL || draft->translation == NULL)) {
        mistake(catalogue->path, draft->line, "an entry needs msgctxt, msgid and msgstr");
    } else if (is_header) {
        if (draft->translation == NULL || !strstr(draft->translation, "charset=UTF-8"))
            mistake(catalogue->path, draft->line, "the header must say charset=UTF-8");
    } else if (!is_empty) {
        if (catalogue->count == catalogue->capacity) {
            catalogue->capacity = catalogue->capacity * 2 + 64;
            catalogue->entries = memory_or_stop(
                realloc(catalogue->entries, catalogue->capacity * sizeof(struct entry)));
        }
        catalogue->entries[catalogue->count++] = (struct entry){
            draft->key, draft->chinese, draft->translation, draft->line, draft->is_fuzzy};
    }
    *draft = (struct draft){0};
}

static const char *
after(const char *line, const char *word)
{
    size_t length = strlen(word);
    return strncmp(line, word, length) == 0 ? line + length : NULL;
}

static void
read_line(struct catalogue *catalogue, struct draft *draft, const char *line, int number)
{
    const char *rest;
    if (*line == '\0') {
        keep(catalogue, draft);
        return;
    }
    if (after(line, "#~")) {
        mistake(catalogue->path, number, "an entry left over: take it out");
        return;
    }
    if (*line == '#') {
        if (after(line, "#,") && strstr(line, "fuzzy"))
            draft->is_fuzzy = true;
        return;
    }
    if (draft->line == 0)
        draft->line = number;
    if ((rest = after(line, "msgctxt ")))
        draft->open = &draft->key;
    else if ((rest = after(line, "msgid ")))
        draft->open = &draft->chinese;
    else if ((rest = after(line, "msgstr ")))
        draft->open = &draft->translation;
    else if (*line == '"' && draft->open != NULL && *draft->open != NULL)
        rest = line;
    else {
        mistake(catalogue->path, number, "this line is none of msgctxt, msgid, msgstr, a comment");
        return;
    }
    if (rest != line && *draft->open != NULL)
        mistake(catalogue->path, number, "said twice in one entry; is an empty line missing?");
    append_quoted(catalogue->path, number, rest, draft->open);
}

static int
compare_keys(const void *a, const void *b)
{
    const struct entry *left = a, *right = b;
    int order = strcmp(left->key, right->key);
    return order != 0 ? order : left->line - right->line;
}

/* The entries of a file, sorted by key. */
static struct catalogue
read_catalogue(const char *path)
{
    struct catalogue catalogue = {.path = path};
    struct draft draft = {0};
    char line[LINE_BYTES_MAX];
    int number = 0;
    FILE *file = fopen(path, "r");

    if (file == NULL) {
        fprintf(stderr, "compile_words: %s: %s\n", path, strerror(errno));
        exit(2);
    }
    while (fgets(line, sizeof line, file)) {
        number++;
        if (strchr(line, '\n') == NULL && strlen(line) == sizeof line - 1)
            mistake(path, number, "the line is too long");
        line[strcspn(line, "\n")] = '\0';
        read_line(&catalogue, &draft, line, number);
    }
    keep(&catalogue, &draft);
    fclose(file);
    if (catalogue.count > 0)
        qsort(catalogue.entries, catalogue.count, sizeof(struct entry), compare_keys);
    for (size_t i = 1; i < catalogue.count; i++) {
        if (strcmp(catalogue.entries[i - 1].key, catalogue.entries[i].key) == 0)
            mistake(path, catalogue.entries[i].line, "the key %s is used twice",
                    catalogue.entries[i].key);
    }
    return catalogue;
}

static const struct entry *
find(const struct catalogue *catalogue, const char *key)
{
    struct entry wanted = {.key = key};
    size_t low = 0, high = catalogue->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(catalogue->entries[middle].key, wanted.key);
        if (order == 0)
            return &catalogue->entries[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void
add_name(struct names *names, const char *name, size_t length, const char *path, int line)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strlen(names->name[i]) == length && memcmp(names->name[i], name, length) == 0)
            return;
    }
    if (length == 0 || length >= NAME_BYTES_MAX ||
        strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") < length) {
        mistake(path, line, "a place is named with a-z, 0-9 and _: {%.*s}", (int)length, name);
    } else if (names->count == NAMES_MAX) {
        mistake(path, line, "more than %d places in one sentence", NAMES_MAX);
    } else {
        memcpy(names->name[names->count], name, length);
        names->name[names->count++][length] = '\0';
    }
}

/* Two forms with one stroke between them, neither empty. */
static bool
is_pair(const char *forms, size_t length)
{
    const char *stroke = memchr(forms, '/', length);
    return stroke != NULL && stroke != forms && stroke + 1 < forms + length &&
           memchr(stroke + 1, '/', (size_t)(forms + length - stroke - 1)) == NULL;
}

static struct names
read_names(const char *text, bool forms_allowed, const char *path, int line)
{
    struct names names = {.count = 0};
    while (*text != '\0') {
        if ((text[0] == '{' || text[0] == '}') && text[1] == text[0]) {
            text += 2;
        } else if (*text == '}') {
            mistake(path, line, "} without {");
            text++;
        } else if (*text == '{') {
            size_t inside = strcspn(text + 1, "{}");
            size_t length = strcspn(text + 1, ":}");
            if (text[1 + inside] != '}') {
                mistake(path, line, "{ without }");
                return names;
            }
            add_name(&names, text + 1, length, path, line);
            if (length < inside &&
                (!forms_allowed || !is_pair(text + 2 + length, inside - length - 1)))
                mistake(path, line, "forms are two, as {name:은/는}, and not in Chinese");
            text += inside + 2;
        } else {
            text++;
        }
    }
    return names;
}

static bool
has_name(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->name[i], name) == 0)
            return true;
    }
    return false;
}

static void
check_translation(const struct catalogue *in, const struct entry *source, const struct entry *entry)
{
    if (entry->is_fuzzy)
        mistake(in->path, entry->line, "%s is marked fuzzy", entry->key);
    if (*entry->translation == '\0')
        mistake(in->path, entry->line, "%s is not translated", entry->key);
    if (strcmp(entry->chinese, source->chinese) != 0)
        mistake(in->path, entry->line, "%s translates an older Chinese sentence", entry->key);

    struct names wanted = read_names(source->chinese, false, in->path, entry->line);
    struct names given = read_names(entry->translation, true, in->path, entry->line);
    for (size_t i = 0; i < wanted.count; i++) {
        if (!has_name(&given, wanted.name[i]))
            mistake(in->path, entry->line, "%s leaves out {%s}", entry->key, wanted.name[i]);
    }
    for (size_t i = 0; i < given.count; i++) {
        if (!has_name(&wanted, given.name[i]))
            mistake(in->path, entry->line, "%s names {%s}, which the Chinese does not", entry->key,
                    given.name[i]);
    }
}

/* Han characters of the basic block, which is where sentences of an interface live. */
static bool
is_han(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (b[0] == 0xE4 && b[1] >= 0xB8) || (b[0] >= 0xE5 && b[0] <= 0xE9);
}

/* How we write Chinese: full-width signs next to Han characters, nobody threatened or put off. */
static void
check_chinese(const struct catalogue *in, const struct entry *entry)
{
    static const char *const never[] = {"非法", "逾期后果自负", "请耐心等待", "点击此处", "！"};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (strstr(entry->chinese, never[i]))
            mistake(in->path, entry->line, "%s says %s", entry->key, never[i]);
    }
    for (const char *at = entry->chinese; *at != '\0'; at++) {
        bool after_han = at >= entry->chinese + 3 && is_han(at - 3);
        if (strchr(",;:?!()", *at) && (after_han || is_han(at + 1)))
            mistake(in->path, entry->line, "%s has a half-width %c beside a Han character",
                    entry->key, *at);
    }
}

static void
check_source(const struct catalogue *source)
{
    for (size_t i = 0; i < source->count; i++) {
        const struct entry *entry = &source->entries[i];
        if (strspn(entry->key, "abcdefghijklmnopqrstuvwxyz0123456789._-") != strlen(entry->key))
            mistake(source->path, entry->line, "a key is written with a-z, 0-9, dot, - and _: %s",
                    entry->key);
        if (*entry->chinese == '\0')
            mistake(source->path, entry->line, "%s says nothing", entry->key);
        if (*entry->translation != '\0')
            mistake(source->path, entry->line, "msgstr of the template stays empty");
        read_names(entry->chinese, false, source->path, entry->line);
        check_chinese(source, entry);
    }
}

static void
check_against(const struct catalogue *source, const struct catalogue *in)
{
    for (size_t i = 0; i < source->count; i++) {
        const struct entry *entry = find(in, source->entries[i].key);
        if (entry == NULL)
            mistake(in->path, 1, "%s is missing", source->entries[i].key);
        else
            check_translation(in, &source->entries[i], entry);
    }
    for (size_t i = 0; i < in->count; i++) {
        if (find(source, in->entries[i].key) == NULL)
            mistake(in->path, in->entries[i].line, "%s is not in the template", in->entries[i].key);
    }
}

static void
write_text(FILE *out, const char *text)
{
    fprintf(out, "{\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '\n')
            fputs("\\n", out);
        else if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else
            fputc(*at, out);
    }
    fprintf(out, "\", %zu}", strlen(text));
}

static bool
write_table(const char *path, const struct catalogue *source, const struct catalogue *ko,
            const struct catalogue *en)
{
    FILE *out = fopen(path, "w");
    if (out == NULL)
        return false;
    fprintf(out, "/* Made from words/ by tool/compile_words.c. */\n#include \"paper/wording.h\"\n\n"
                 "const struct wording_entry wording_table[] = {\n");
    for (size_t i = 0; i < source->count; i++) {
        const char *key = source->entries[i].key;
        fprintf(out, "    {\"%s\",\n     {", key);
        write_text(out, source->entries[i].chinese);
        fprintf(out, ",\n      ");
        write_text(out, find(ko, key)->translation);
        fprintf(out, ",\n      ");
        write_text(out, find(en, key)->translation);
        fprintf(out, "}},\n");
    }
    fprintf(out, "};\nconst size_t wording_table_count = %zu;\n", source->count);
    bool is_written = !ferror(out);
    return fclose(out) == 0 && is_written;
}

int
main(int count, char **arguments)
{
    if (count != 5) {
        fputs("usage: compile_words OUT.c tongban.pot ko.po en.po\n", stderr);
        return 2;
    }
    struct catalogue source = read_catalogue(arguments[2]);
    struct catalogue ko = read_catalogue(arguments[3]);
    struct catalogue en = read_catalogue(arguments[4]);

    check_source(&source);
    check_against(&source, &ko);
    check_against(&source, &en);
    if (source.count == 0)
        mistake(source.path, 1, "no sentence at all");
    if (mistakes > 0)
        return 1;
    if (!write_table(arguments[1], &source, &ko, &en)) {
        fprintf(stderr, "compile_words: %s: cannot be written\n", arguments[1]);
        return 2;
    }
    return 0;
}
