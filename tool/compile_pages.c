/* compile_pages.c: compiles the HTML templates of pages/ into C.
 *
 * Each file becomes one function that takes a typed view, so a member that is not there is a
 * compile error. A value is escaped for the place it stands in: text, an attribute or an address;
 * it cannot stand anywhere else. Keys of sentences and the places in them are checked against
 * words/tongban.pot. pages/README.md explains the language for those who write pages.
 *
 * Usage: compile_pages OUT.c OUT.h words/tongban.pot FILE.html ... */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    FILE_BYTES_MAX = 256 * 1024,
    NAME_MAX_BYTES = 64,
    DEPTH_MAX = 24,
    WORDS_MAX = 16,
    KEYS_MAX = 8192,
    LITERAL_COLUMNS = 90
};

/* Where in HTML the compiler stands. */
enum place {
    PLACE_TEXT,
    PLACE_TAG,     /* inside < >, between attributes */
    PLACE_VALUE,   /* inside a quoted value */
    PLACE_COMMENT, /* inside <!-- --> */
    PLACE_EMPTY    /* inside script: nothing may stand there */
};

struct spot {
    enum place place;
    char quote;
    char tag[NAME_MAX_BYTES], attribute[NAME_MAX_BYTES];
    bool at_start; /* of the value */
};

enum block { BLOCK_IF, BLOCK_EACH, BLOCK_WITH };

struct open_block {
    enum block kind;
    char variable[NAME_MAX_BYTES]; /* of each and with */
    struct spot spot;
    int line;
};

struct source {
    const char *path;
    char function[3 * NAME_MAX_BYTES], layout[NAME_MAX_BYTES];
    char header[2 * NAME_MAX_BYTES], view[NAME_MAX_BYTES];
    bool is_layout, is_part, has_content;
    const char *at, *end;
    int line;
    struct spot spot;
    struct open_block blocks[DEPTH_MAX];
    int depth;
    char *literal;
    size_t literal_length;
    bool keeps_blanks; /* pre and textarea */
    FILE *out;
};

struct sentence {
    char *key, *chinese;
};

static struct sentence sentences[KEYS_MAX];
static size_t sentences_count;
static int mistakes;

__attribute__((format(printf, 2, 3))) static void
mistake(const struct source *t, const char *format, ...)
{
    va_list args;
    fprintf(stderr, "%s:%d: ", t->path, t->line);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    mistakes++;
}

static void
stop(const char *path)
{
    fprintf(stderr, "compile_pages: %s: %s\n", path, strerror(errno));
    exit(2);
}

static char *
read_whole(const char *path, size_t bytes_max, size_t *length)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(bytes_max + 1);
    if (file == NULL || bytes == NULL)
        stop(path);
    *length = fread(bytes, 1, bytes_max, file);
    if (ferror(file) || !feof(file)) {
        fprintf(stderr, "compile_pages: %s: more than %zu bytes\n", path, bytes_max);
        exit(2);
    }
    bytes[*length] = '\0';
    fclose(file);
    return bytes;
}

/* ---- sentences ---- */

/* The quoted strings from here on, joined; compile_words has checked the form of the file. */
static char *
read_quoted(const char **at)
{
    char *text = malloc(strlen(*at) < 8192 ? strlen(*at) + 1 : 8192);
    size_t length = 0;
    if (text == NULL)
        stop("sentences");
    while (**at == '"') {
        for ((*at)++; **at != '\0' && **at != '"' && length < 8190; (*at)++) {
            if (**at == '\\')
                (*at)++;
            text[length++] = **at;
        }
        *at += strcspn(*at, "\n");
        *at += **at == '\n';
    }
    text[length] = '\0';
    return text;
}

static int
compare_sentences(const void *a, const void *b)
{
    return strcmp(((const struct sentence *)a)->key, ((const struct sentence *)b)->key);
}

static void
read_sentences(const char *path)
{
    size_t length;
    char *bytes = read_whole(path, 8 * 1024 * 1024, &length), *key = NULL;
    for (const char *at = bytes; *at != '\0';) {
        if (strncmp(at, "msgctxt ", 8) == 0) {
            at += 8;
            key = read_quoted(&at);
        } else if (strncmp(at, "msgid ", 6) == 0) {
            at += 6;
            char *chinese = read_quoted(&at);
            if (key != NULL && sentences_count < KEYS_MAX)
                sentences[sentences_count++] = (struct sentence){key, chinese};
            key = NULL;
        } else {
            at += strcspn(at, "\n");
            at += *at == '\n';
        }
    }
    qsort(sentences, sentences_count, sizeof sentences[0], compare_sentences);
}

static const char *
find_sentence(const char *key)
{
    struct sentence wanted = {(char *)(uintptr_t)key, NULL};
    const struct sentence *found =
        bsearch(&wanted, sentences, sentences_count, sizeof wanted, compare_sentences);
    return found == NULL ? NULL : found->chinese;
}

static bool
sentence_has(const char *chinese, const char *name, size_t length)
{
    for (const char *at = strchr(chinese, '{'); at != NULL; at = strchr(at + 1, '{')) {
        if (strncmp(at + 1, name, length) == 0 && at[1 + length] == '}')
            return true;
    }
    return false;
}

static int
count_places(const char *chinese)
{
    char seen[WORDS_MAX][NAME_MAX_BYTES];
    int count = 0;
    for (const char *at = strchr(chinese, '{'); at != NULL; at = strchr(at + 1, '{')) {
        size_t length = strcspn(at + 1, "}");
        if (at[1] == '{') {
            at++;
            continue;
        }
        bool is_new = length < NAME_MAX_BYTES && count < WORDS_MAX;
        for (int i = 0; i < count && is_new; i++)
            is_new = strlen(seen[i]) != length || strncmp(seen[i], at + 1, length) != 0;
        if (is_new) {
            memcpy(seen[count], at + 1, length);
            seen[count++][length] = '\0';
        }
    }
    return count;
}

/* ---- literals ---- */

static void
flush(struct source *t)
{
    int column = 0;
    if (t->literal_length == 0)
        return;
    fputs("    page_put(page, \"", t->out);
    for (size_t i = 0; i < t->literal_length; i++) {
        unsigned char c = (unsigned char)t->literal[i];
        if (column >= LITERAL_COLUMNS && (c & 0xC0) != 0x80) {
            fputs("\"\n        \"", t->out);
            column = 0;
        }
        if (c == '\n')
            fputs("\\n", t->out);
        else if (c == '"' || c == '\\')
            fprintf(t->out, "\\%c", c);
        else
            fputc(c, t->out);
        column++;
    }
    fprintf(t->out, "\", %zu);\n", t->literal_length);
    t->literal_length = 0;
}

/* Indentation is for whoever writes the page: of a run of blanks with a line end, the end stays. */
static void
add_literal(struct source *t, char c)
{
    bool is_blank = c == ' ' || c == '\n' || c == '\t';
    char last = t->literal_length == 0 ? '\0' : t->literal[t->literal_length - 1];
    bool folds = (t->spot.place == PLACE_TEXT || t->spot.place == PLACE_TAG) && !t->keeps_blanks;
    if (folds && is_blank) {
        if (last == '\n')
            return;
        if (c == '\n') {
            while (t->literal_length > 0 && (t->literal[t->literal_length - 1] == ' ' ||
                                             t->literal[t->literal_length - 1] == '\t'))
                t->literal_length--;
            if (t->literal_length > 0 && t->literal[t->literal_length - 1] == '\n')
                return;
        }
    }
    t->literal[t->literal_length++] = c;
}

/* ---- where we stand ---- */

static void
begin_tag(struct source *t)
{
    const char *at = t->at + 1;
    size_t length = 0;
    if (strncmp(t->at, "<!--", 4) == 0) {
        t->spot.place = PLACE_COMMENT;
        return;
    }
    while (length < NAME_MAX_BYTES - 1 &&
           (isalnum((unsigned char)at[length]) || at[length] == '/' || at[length] == '!'))
        length++;
    if (length == 0) {
        mistake(t, "a < that begins no tag is written &lt;");
        return;
    }
    memcpy(t->spot.tag, at, length);
    t->spot.tag[length] = '\0';
    t->spot.place = PLACE_TAG;
    t->spot.attribute[0] = '\0';
    if (strcmp(t->spot.tag, "style") == 0)
        mistake(t, "no <style>: rules stand in pages/style/");
    if (strcmp(t->spot.tag, "pre") == 0 || strcmp(t->spot.tag, "textarea") == 0)
        t->keeps_blanks = true;
    if (strcmp(t->spot.tag, "/pre") == 0 || strcmp(t->spot.tag, "/textarea") == 0)
        t->keeps_blanks = false;
}

static void
read_attribute_name(struct source *t)
{
    size_t length = strcspn(t->at, " \t\n=>/\"'{");
    if (length == 0 || length >= NAME_MAX_BYTES)
        return;
    memcpy(t->spot.attribute, t->at, length);
    t->spot.attribute[length] = '\0';
    if (strcmp(t->spot.attribute, "style") == 0)
        mistake(t, "no style=: rules stand in pages/style/");
    if (t->spot.attribute[0] == 'o' && t->spot.attribute[1] == 'n' && length > 2)
        mistake(t, "no %s=: scripts stand in pages/script/", t->spot.attribute);
    for (size_t i = 0; i < length; i++)
        add_literal(t, *t->at++);
    if (t->at < t->end && *t->at == '=' && t->at[1] != '"' && t->at[1] != '\'')
        mistake(t, "the value of %s= stands in quotation marks", t->spot.attribute);
}

static void
end_tag(struct source *t)
{
    bool is_script = strcmp(t->spot.tag, "script") == 0;
    t->spot.place = is_script ? PLACE_EMPTY : PLACE_TEXT;
}

static bool
is_name_start(char c)
{
    return isalpha((unsigned char)c) || c == '_';
}

/* Takes one character of HTML. */
static void
take_character(struct source *t)
{
    char c = *t->at;
    struct spot *spot = &t->spot;
    if (spot->place == PLACE_EMPTY && c != '<' && !isspace((unsigned char)c))
        mistake(t, "no script on a page: it stands in pages/script/");
    if ((spot->place == PLACE_TEXT || spot->place == PLACE_EMPTY) && c == '<') {
        begin_tag(t);
        add_literal(t, *t->at++);
        while (spot->place == PLACE_TAG && t->at < t->end &&
               (isalnum((unsigned char)*t->at) || *t->at == '/' || *t->at == '!'))
            add_literal(t, *t->at++);
        return;
    }
    if (spot->place == PLACE_TAG && is_name_start(c)) {
        read_attribute_name(t);
        return;
    }
    if (spot->place == PLACE_TAG && (c == '"' || c == '\'')) {
        spot->place = PLACE_VALUE;
        spot->quote = c;
        spot->at_start = true;
        add_literal(t, c);
        t->at++;
        return;
    }
    if (spot->place == PLACE_VALUE)
        spot->at_start = false;
    if (spot->place == PLACE_VALUE && c == spot->quote)
        spot->place = PLACE_TAG;
    else if (spot->place == PLACE_TAG && c == '>')
        end_tag(t);
    else if (spot->place == PLACE_COMMENT && c == '>' && t->at[-1] == '-' && t->at[-2] == '-')
        spot->place = PLACE_TEXT;
    if (c == '\n')
        t->line++;
    add_literal(t, c);
    t->at++;
}

/* ---- what stands between {{ and }} ---- */

struct tag_words {
    char *word[WORDS_MAX];
    int count;
};

/* Cuts into words; what stands in quotation marks is one, without them. */
static struct tag_words
cut_words(struct source *t, char *inside)
{
    struct tag_words words = {.count = 0};
    for (char *at = inside; *at != '\0';) {
        at += strspn(at, " \t\n");
        if (*at == '\0')
            break;
        if (words.count == WORDS_MAX) {
            mistake(t, "more than %d words between {{ and }}", WORDS_MAX);
            break;
        }
        char *end;
        if (*at == '"') {
            end = strchr(at + 1, '"');
            if (end == NULL) {
                mistake(t, "a quotation mark is not closed");
                break;
            }
            words.word[words.count++] = at; /* the mark stays: it tells a text from a path */
        } else {
            words.word[words.count++] = at;
            end = at + strcspn(at, " \t\n");
        }
        if (*end == '\0')
            break;
        *end = '\0';
        at = end + 1;
    }
    return words;
}

static bool
is_path(const char *word)
{
    if (!is_name_start(word[0]))
        return false;
    for (const char *at = word; *at != '\0'; at++) {
        if (!isalnum((unsigned char)*at) && *at != '_' && *at != '.')
            return false;
    }
    return true;
}

static bool
is_variable(const struct source *t, const char *name, size_t length)
{
    for (int i = 0; i < t->depth; i++) {
        if (strlen(t->blocks[i].variable) == length &&
            strncmp(t->blocks[i].variable, name, length) == 0)
            return true;
    }
    return false;
}

/* A path as C: `row.title` of a loop, `frame.today`, or a member of the view. */
static const char *
resolve(struct source *t, const char *path, char *out, size_t size)
{
    size_t first = strcspn(path, ".");
    if (!is_path(path)) {
        mistake(t, "%s is no path: names and dots, such as row.title", path);
        snprintf(out, size, "0");
    } else if (is_variable(t, path, first)) {
        if (path[first] == '\0')
            snprintf(out, size, "(*%s)", path);
        else
            snprintf(out, size, "%.*s->%s", (int)first, path, path + first + 1);
    } else if (first == 5 && strncmp(path, "frame", 5) == 0 && path[5] == '.') {
        snprintf(out, size, "page->frame->%s", path + 6);
    } else {
        snprintf(out, size, "v->%s", path);
    }
    return out;
}

/* Names of formatters; the function is page_NAME with '_'. */
static const char *const formatters[] = {"money",   "money-cn", "date",         "day",
                                         "instant", "clock",    "instant-long", "days-left",
                                         "bytes",   "mask-id",  "mask-phone",   NULL};

static bool
is_formatter(const char *word)
{
    for (int i = 0; formatters[i] != NULL; i++) {
        if (strcmp(formatters[i], word) == 0)
            return true;
    }
    return false;
}

/* A value as an expression of type struct text: `path` or `formatter:path`, or a quoted literal. */
static const char *
text_expression(struct source *t, const char *word, char *out, size_t size)
{
    char path[256], name[NAME_MAX_BYTES];
    const char *colon = strchr(word, ':');
    if (word[0] == '"') {
        snprintf(out, size, "TEXT(\"%s\")", word + 1);
        return out;
    }
    if (colon == NULL) {
        snprintf(out, size, "page_text_of(page, %s)", resolve(t, word, path, sizeof path));
        return out;
    }
    snprintf(name, sizeof name, "%.*s", (int)(colon - word), word);
    if (!is_formatter(name))
        mistake(t, "%s is no formatter", name);
    for (char *at = name; *at != '\0'; at++)
        *at = *at == '-' ? '_' : *at;
    snprintf(out, size, "page_%s(page, %s)", name, resolve(t, colon + 1, path, sizeof path));
    return out;
}

static bool
is_address(const char *attribute)
{
    static const char *const names[] = {"href", "src", "action", "formaction", "poster", NULL};
    for (int i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], attribute) == 0)
            return true;
    }
    return false;
}

/* Writes an expression of type struct text, escaped for where it stands. */
static void
put_text(struct source *t, const char *expression)
{
    flush(t);
    switch (t->spot.place) {
    case PLACE_TEXT: fprintf(t->out, "    page_put_text(page, %s);\n", expression); break;
    case PLACE_VALUE:
        if (is_address(t->spot.attribute))
            fprintf(t->out, "    page_put_%s(page, %s);\n",
                    t->spot.at_start ? "address" : "address_part", expression);
        else
            fprintf(t->out, "    page_put_text(page, %s);\n", expression);
        t->spot.at_start = false;
        break;
    case PLACE_TAG: mistake(t, "a value stands in text or in a quoted attribute"); break;
    case PLACE_COMMENT: mistake(t, "no value in a comment of HTML"); break;
    case PLACE_EMPTY: mistake(t, "no value in a script"); break;
    }
}

static void
do_say(struct source *t, const struct tag_words *words)
{
    char expression[512];
    const char *key = words->count > 1 ? words->word[1] : "";
    const char *chinese = find_sentence(key);
    if (t->spot.place != PLACE_TEXT && t->spot.place != PLACE_VALUE)
        mistake(t, "a sentence stands in text or in a quoted attribute");
    if (t->spot.place == PLACE_VALUE && is_address(t->spot.attribute))
        mistake(t, "no sentence in an address");
    if (chinese == NULL) {
        mistake(t, "%s is no key of words/tongban.pot", key);
        return;
    }
    flush(t);
    if (count_places(chinese) != words->count - 2)
        mistake(t, "%s has %d places, %d are filled", key, count_places(chinese), words->count - 2);
    if (words->count == 2) {
        fprintf(t->out, "    page_say(page, \"%s\", NULL, 0);\n", key);
        return;
    }
    fprintf(t->out, "    page_say(page, \"%s\", (const struct wording_value[]){", key);
    for (int i = 2; i < words->count; i++) {
        const char *equals = strchr(words->word[i], '=');
        if (equals == NULL ||
            !sentence_has(chinese, words->word[i], (size_t)(equals - words->word[i]))) {
            mistake(t, "%s has no place for %s", key, words->word[i]);
            continue;
        }
        fprintf(t->out, "%s{\"%.*s\", %s}", i > 2 ? ", " : "", (int)(equals - words->word[i]),
                words->word[i], text_expression(t, equals + 1, expression, sizeof expression));
    }
    fprintf(t->out, "}, %d);\n", words->count - 2);
}

static void
push(struct source *t, enum block kind, const char *variable)
{
    if (t->depth == DEPTH_MAX) {
        mistake(t, "deeper than %d", DEPTH_MAX);
        return;
    }
    struct open_block *block = &t->blocks[t->depth++];
    *block = (struct open_block){.kind = kind, .spot = t->spot, .line = t->line};
    snprintf(block->variable, sizeof block->variable, "%s", variable);
}

/* The condition from the word on: [not] path [is "word" | is CONSTANT | is NUMBER]. */
static void
put_condition(struct source *t, const struct tag_words *words, int from)
{
    char path[256];
    bool is_not = from < words->count && strcmp(words->word[from], "not") == 0;
    from += is_not;
    if (from >= words->count) {
        mistake(t, "if wants a path");
        return;
    }
    resolve(t, words->word[from], path, sizeof path);
    fputs(is_not ? "if (!" : "if (", t->out);
    if (from + 1 == words->count)
        fprintf(t->out, "page_truth(%s)", path);
    else if (from + 3 == words->count && strcmp(words->word[from + 1], "is") == 0) {
        const char *wanted = words->word[from + 2];
        if (wanted[0] == '"')
            fprintf(t->out, "text_is(page_text_of(page, %s), \"%s\")", path, wanted + 1);
        else
            fprintf(t->out, "((%s) == (%s))", path, wanted);
    } else
        mistake(t, "if [not] path [is \"word\" or CONSTANT]");
    fputs(") {\n", t->out);
}

static void
do_if(struct source *t, const struct tag_words *words)
{
    flush(t);
    fputs("    ", t->out);
    put_condition(t, words, 1);
    push(t, BLOCK_IF, "");
}

static bool
same_spot(const struct spot *a, const struct spot *b)
{
    return a->place == b->place && (a->place != PLACE_VALUE || a->quote == b->quote);
}

static void
do_else(struct source *t, const struct tag_words *words)
{
    flush(t);
    if (t->depth == 0 || t->blocks[t->depth - 1].kind == BLOCK_EACH) {
        mistake(t, "else without if");
        return;
    }
    struct open_block *block = &t->blocks[t->depth - 1];
    if (!same_spot(&block->spot, &t->spot))
        mistake(t, "what stands between if (line %d) and else opens a tag and does not close it",
                block->line);
    t->spot = block->spot;
    if (block->kind == BLOCK_WITH)
        block->variable[0] = '\0';
    fputs("    } else ", t->out);
    if (words->count > 1 && strcmp(words->word[1], "if") == 0)
        put_condition(t, words, 2);
    else
        fputs("{\n", t->out);
}

static void
do_each(struct source *t, const struct tag_words *words)
{
    char path[256];
    flush(t);
    if (words->count != 4 || strcmp(words->word[2], "in") != 0 || !is_path(words->word[1])) {
        mistake(t, "each row in rows");
        return;
    }
    const char *name = words->word[1];
    resolve(t, words->word[3], path, sizeof path);
    fprintf(t->out, "    for (int %s_i = 0; %s_i < (int)(%s_count); %s_i++) {\n", name, name, path,
            name);
    fprintf(t->out, "    const __typeof__((%s)[0]) *%s = &(%s)[%s_i];\n    (void)%s;\n", path, name,
            path, name, name);
    push(t, BLOCK_EACH, name);
}

static void
do_with(struct source *t, const struct tag_words *words)
{
    char path[256];
    flush(t);
    if (words->count != 4 || strcmp(words->word[2], "in") != 0 || !is_path(words->word[1])) {
        mistake(t, "with name in pointer");
        return;
    }
    const char *name = words->word[1];
    resolve(t, words->word[3], path, sizeof path);
    fprintf(t->out,
            "    if ((%s) != NULL) {\n    const __typeof__(*(%s)) *%s = (%s);\n"
            "    (void)%s;\n",
            path, path, name, path, name);
    push(t, BLOCK_WITH, name);
}

static void
do_end(struct source *t)
{
    flush(t);
    if (t->depth == 0) {
        mistake(t, "end of nothing");
        return;
    }
    struct open_block *block = &t->blocks[--t->depth];
    if (!same_spot(&block->spot, &t->spot))
        mistake(t, "what stands between line %d and end opens a tag and does not close it",
                block->line);
    t->spot = block->spot;
    fputs("    }\n", t->out);
}

static void
do_part(struct source *t, const struct tag_words *words)
{
    char path[256], name[NAME_MAX_BYTES];
    flush(t);
    if (words->count < 2 || words->count > 3 || t->spot.place != PLACE_TEXT) {
        mistake(t, "part name [path], between tags");
        return;
    }
    snprintf(name, sizeof name, "%s", words->word[1]);
    for (char *at = name; *at != '\0'; at++)
        *at = *at == '-' ? '_' : *at;
    if (words->count == 2)
        fprintf(t->out, "    part_%s(page, page->frame);\n", name);
    else if (strcmp(words->word[2], "self") == 0)
        fprintf(t->out, "    part_%s(page, v);\n", name);
    else
        fprintf(t->out, "    part_%s(page, &%s);\n", name,
                resolve(t, words->word[2], path, sizeof path));
}

static void
do_asset(struct source *t, const struct tag_words *words)
{
    char name[NAME_MAX_BYTES];
    if (words->count != 2 || words->word[1][0] != '"' || t->spot.place != PLACE_VALUE) {
        mistake(t, "asset \"name.css\", in an attribute");
        return;
    }
    flush(t);
    snprintf(name, sizeof name, "%s", words->word[1] + 1);
    for (char *at = name; *at != '\0'; at++)
        *at = isalnum((unsigned char)*at) ? (char)toupper((unsigned char)*at) : '_';
    fprintf(t->out, "    page_put_text(page, text_of(asset_table[ASSET_%s].path));\n", name);
    t->spot.at_start = false;
}

/* The signature of what the file becomes, without a semicolon. */
static void
put_signature(const struct source *t, FILE *out, const char *suffix)
{
    if (t->is_layout)
        fprintf(out, "void\n%s_%s(struct page *page)", t->function, suffix);
    else
        fprintf(out, "void\n%s(struct page *page, const struct %s *v)", t->function, t->view);
}

static void
do_content(struct source *t)
{
    if (!t->is_layout || t->has_content || t->depth > 0 || t->spot.place != PLACE_TEXT) {
        mistake(t, "content stands once in a layout, in no block and between tags");
        return;
    }
    flush(t);
    t->has_content = true;
    fputs("}\n\n", t->out);
    put_signature(t, t->out, "close");
    fputs("\n{\n", t->out);
}

static void
do_value(struct source *t, const struct tag_words *words)
{
    char expression[512], path[256], name[NAME_MAX_BYTES];
    if (words->count == 1) {
        put_text(t, text_expression(t, words->word[0], expression, sizeof expression));
    } else if (words->count == 2 && strcmp(words->word[0], "markup") == 0) {
        if (t->spot.place != PLACE_TEXT)
            mistake(t, "markup stands between tags");
        flush(t);
        fprintf(t->out, "    page_put_markup(page, %s);\n",
                resolve(t, words->word[1], path, sizeof path));
    } else if (words->count == 2 && strcmp(words->word[0], "index") == 0) {
        flush(t);
        if (!is_variable(t, words->word[1], strlen(words->word[1])))
            mistake(t, "index of a loop's variable");
        snprintf(expression, sizeof expression, "page_text_of(page, %s_i + 1)", words->word[1]);
        put_text(t, expression);
    } else if (words->count == 2 && is_formatter(words->word[0])) {
        snprintf(name, sizeof name, "%s:%s", words->word[0], words->word[1]);
        put_text(t, text_expression(t, name, expression, sizeof expression));
    } else {
        mistake(t, "{{%s …}} is nothing this language knows", words->word[0]);
    }
}

static void
do_words(struct source *t, struct tag_words *words)
{
    const char *verb = words->word[0];
    if (strcmp(verb, "say") == 0)
        do_say(t, words);
    else if (strcmp(verb, "if") == 0)
        do_if(t, words);
    else if (strcmp(verb, "else") == 0)
        do_else(t, words);
    else if (strcmp(verb, "each") == 0)
        do_each(t, words);
    else if (strcmp(verb, "with") == 0)
        do_with(t, words);
    else if (strcmp(verb, "end") == 0)
        do_end(t);
    else if (strcmp(verb, "part") == 0)
        do_part(t, words);
    else if (strcmp(verb, "asset") == 0)
        do_asset(t, words);
    else if (strcmp(verb, "content") == 0)
        do_content(t);
    else if (strcmp(verb, "view") == 0 || strcmp(verb, "layout") == 0)
        mistake(t, "%s stands at the head of the file", verb);
    else
        do_value(t, words);
}

/* At {{: takes all up to }}. */
static void
take_words(struct source *t)
{
    char inside[1024];
    const char *end = strstr(t->at, "}}");
    if (end == NULL || (size_t)(end - t->at) >= sizeof inside) {
        mistake(t, "{{ is not closed");
        t->at = t->end;
        return;
    }
    size_t length = (size_t)(end - t->at) - 2;
    memcpy(inside, t->at + 2, length);
    inside[length] = '\0';
    t->at = end + 2;
    if (strncmp(inside, "--", 2) != 0) {
        struct tag_words words = cut_words(t, inside);
        if (words.count == 0)
            mistake(t, "nothing between {{ and }}");
        else
            do_words(t, &words);
    }
    for (size_t i = 0; i < length; i++)
        t->line += inside[i] == '\n';
}

/* ---- a file ---- */

/* {{view "view/x.h" struct}} and {{layout name}} at the head. */
static void
read_head(struct source *t)
{
    char header[128] = "", view[NAME_MAX_BYTES] = "", layout[NAME_MAX_BYTES] = "";
    int length = 0;
    if (t->is_layout) {
        snprintf(t->view, sizeof t->view, "page_frame");
        return;
    }
    if (sscanf(t->at, "{{view \"%120[a-z0-9_/.]\" %60[a-z0-9_]}}%n", header, view, &length) != 2 ||
        length == 0) {
        mistake(t, "the file begins with {{view \"view/x_page.h\" x_page}}");
        return;
    }
    snprintf(t->header, sizeof t->header, "%s", header);
    snprintf(t->view, sizeof t->view, "%s", view);
    t->at += length;
    length = 0;
    if (sscanf(t->at, " {{layout %60[a-z]}}%n", layout, &length) == 1 && length > 0) {
        for (int i = 0; i < length; i++)
            t->line += t->at[i] == '\n';
        t->at += length;
        snprintf(t->layout, sizeof t->layout, "%s", layout);
    } else if (!t->is_part) {
        mistake(t, "a page names its layout: {{layout citizen}}");
    }
    while (t->at < t->end && isspace((unsigned char)*t->at))
        t->line += *t->at++ == '\n';
}

/* pages/citizen/my-matters.html -> page_citizen_my_matters */
static void
name_function(struct source *t)
{
    const char *name = strrchr(t->path, '/'), *area;
    char folder[NAME_MAX_BYTES], file[NAME_MAX_BYTES];
    for (area = name; area > t->path && area[-1] != '/'; area--)
        continue;
    snprintf(folder, sizeof folder, "%.*s", (int)(name - area), area);
    snprintf(file, sizeof file, "%.*s", (int)strcspn(name + 1, "."), name + 1);
    t->is_layout = strcmp(folder, "layout") == 0;
    t->is_part = strcmp(folder, "part") == 0;
    snprintf(t->function, sizeof t->function, "%s%s_%s", t->is_layout || t->is_part ? "" : "page_",
             folder, file);
    for (char *at = t->function; *at != '\0'; at++)
        *at = *at == '-' ? '_' : *at;
}

static void
compile(const char *path, FILE *out, FILE *header)
{
    size_t length;
    char *bytes = read_whole(path, FILE_BYTES_MAX, &length);
    struct source t = {.path = path, .line = 1, .out = out, .at = bytes, .end = bytes + length};
    t.literal = malloc(length + 1);
    if (t.literal == NULL || strrchr(path, '/') == NULL)
        stop(path);
    name_function(&t);
    read_head(&t);
    fprintf(out, "\n/* %s */\n", strstr(path, "pages/") == NULL ? path : strstr(path, "pages/"));
    put_signature(&t, out, "open");
    fputs("\n{\n", out);
    if (t.layout[0] != '\0')
        fprintf(out, "    layout_%s_open(page);\n", t.layout);
    while (t.at < t.end) {
        if (t.at[0] == '{' && t.at[1] == '{')
            take_words(&t);
        else
            take_character(&t);
    }
    flush(&t);
    if (t.depth > 0)
        mistake(&t, "what begins in line %d has no end", t.blocks[t.depth - 1].line);
    if (t.spot.place != PLACE_TEXT)
        mistake(&t, "the file ends inside a tag");
    if (t.is_layout && !t.has_content)
        mistake(&t, "a layout has {{content}}");
    if (t.layout[0] != '\0')
        fprintf(out, "    layout_%s_close(page);\n", t.layout);
    if (!t.is_layout)
        fputs("    (void)v;\n", out);
    fputs("}\n", out);
    if (t.header[0] != '\0')
        fprintf(header, "#include \"%s\"\n", t.header);
    if (t.is_layout) {
        put_signature(&t, header, "open");
        fputs(";\n", header);
        put_signature(&t, header, "close");
    } else {
        put_signature(&t, header, "");
    }
    fputs(";\n", header);
    free(t.literal);
    free(bytes);
}

int
main(int count, char **arguments)
{
    if (count < 5) {
        fputs("usage: compile_pages OUT.c OUT.h words/tongban.pot FILE.html ...\n", stderr);
        return 2;
    }
    FILE *out = fopen(arguments[1], "w"), *header = fopen(arguments[2], "w");
    if (out == NULL || header == NULL)
        stop(arguments[1]);
    read_sentences(arguments[3]);
    fputs("/* Made from pages/ by tool/compile_pages.c. */\n#include \"view/pages.h\"\n", out);
    fputs("/* pages.h: the pages of pages/ as functions. Made by tool/compile_pages.c. */\n"
          "#ifndef TB_PAGES_H\n#define TB_PAGES_H\n#include \"view/page.h\"\n\n",
          header);
    for (int i = 4; i < count; i++)
        compile(arguments[i], out, header);
    fputs("\n#endif\n", header);
    bool is_written = !ferror(out) && !ferror(header);
    is_written = fclose(out) == 0 && is_written;
    is_written = fclose(header) == 0 && is_written;
    if (!is_written)
        stop(arguments[1]);
    return mistakes > 0 ? 1 : 0;
}
