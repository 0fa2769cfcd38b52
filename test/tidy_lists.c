/* tidy_lists.c: the lists that must agree with each other: refusals with their sentences and rows,
 * commands with their stories, keys of words with the places that use them. */
#include "tidy.h"

#include <string.h>

/* Arguments of one line of a .def, "MACRO(a, "b", ...)": false unless it begins with MACRO. */
static bool
read_def_line(struct text line, const char *macro, struct text *first, struct text *second)
{
    struct text rest = line;
    if (!text_is(text_trim(text_cut(&rest, '(')), macro))
        return false;
    *first = text_trim(text_cut(&rest, ','));
    rest = text_trim(rest);
    *second = TEXT("");
    if (text_starts_with(rest, "\"")) {
        text_cut(&rest, '"');
        *second = text_cut(&rest, '"');
    }
    while (first->length > 0 && strchr("); ", first->bytes[first->length - 1]))
        first->length--;
    return true;
}

static bool
is_row(struct text line)
{
    return !text_is_empty(text_trim(line)) && !text_starts_with(text_trim(line), "#");
}

static bool
holds_word(struct text line, struct text word)
{
    return find_word(line, word, 0) < line.length;
}

/* A row that names the refusal, beside a row that does not: what earns it, and what just escapes.
 */
static bool
has_rows(struct text cases, struct text name)
{
    bool before_names = false, before_is_row = false;
    while (!text_is_empty(cases)) {
        struct text line = text_cut(&cases, '\n');
        bool names = holds_word(line, name);
        if (!is_row(line)) {
            before_is_row = before_is_row && !text_is_empty(text_trim(line));
            continue;
        }
        if (before_is_row && names != before_names)
            return true;
        before_names = names;
        before_is_row = true;
    }
    return false;
}

/* In a table of the law; or, for what the corridor and the doors refuse, in a story or at a door.
 */
static bool
is_tested(const struct tree *tree, struct text name)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (has_suffix(tree->files[i].name, ".cases") && has_rows(tree->files[i].content, name))
            return true;
    }
    return tree_mentions(tree, "test/story/", "", name) ||
           tree_mentions(tree, "test/http/", "", name) ||
           tree_mentions(tree, "test/cli/", "", name);
}

/* Where `msgctxt "key"` stands in the template; false when it does not. */
static bool
has_key(const struct tree *tree, struct text key)
{
    const struct source_file *words = tree_find(tree, "words/tongban.pot");
    struct text entry = text_format(tree->arena, "msgctxt \"%.*s\"\n", TEXT_ARGS(key));
    return words != NULL &&
           memmem(words->content.bytes, words->content.length, entry.bytes, entry.length) != NULL;
}

static bool
is_given(const struct tree *tree, struct text name)
{
    /* What only a procedure forbids is given by its file. */
    if (tree_mentions(tree, "rules/", ".yaml", name))
        return true;
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        if (has_prefix(file->path, "src/") && has_suffix(file->name, ".c") &&
            holds_word(file->content, name))
            return true;
    }
    return false;
}

void
check_refusals(const struct tree *tree)
{
    const struct source_file *def = tree_find(tree, "src/law/refusal.def");
    struct text rest = def == NULL ? TEXT("") : def->content, name, word;
    if (def == NULL)
        complain("src/law/refusal.def", 1, "is missing");
    for (int number = 1; !text_is_empty(rest); number++) {
        if (!read_def_line(text_cut(&rest, '\n'), "REFUSAL", &name, &word))
            continue;
        struct text key = text_format(tree->arena, "refusal.%.*s", TEXT_ARGS(word));
        if (!has_key(tree, key))
            complain(def->path, number, "%.*s has no sentence %s", TEXT_ARGS(name), key.bytes);
        if (text_is(name, "ALLOWED"))
            continue;
        if (!is_given(tree, name))
            complain(def->path, number, "%.*s is never given", TEXT_ARGS(name));
        if (!is_tested(tree, name))
            complain(def->path, number, "%.*s has no row that earns it beside one that escapes it",
                     TEXT_ARGS(name));
    }
}

void
check_commands(const struct tree *tree)
{
    const struct source_file *def = tree_find(tree, "src/command/command.def");
    struct text rest = def == NULL ? TEXT("") : def->content, name, word;
    for (int number = 1; !text_is_empty(rest); number++) {
        if (!read_def_line(text_cut(&rest, '\n'), "VERB", &name, &word))
            continue;
        struct text verb = text_format(tree->arena, "VERB_%.*s", TEXT_ARGS(name));
        if (!tree_mentions(tree, "test/story/", "", verb) &&
            !tree_mentions(tree, "test/story/", "", name) &&
            !tree_mentions(tree, "test/story/", "", word))
            complain(def->path, number, "%.*s has no story in test/story", TEXT_ARGS(name));
    }
}

/* True when `content` holds "key", or a quoted beginning of it that ends in a dot: families such as
 * "refusal." are put together at run time. */
static bool
spells_key(struct text content, struct text key)
{
    size_t at = 0;
    while (at < content.length) {
        const char *quote = memchr(content.bytes + at, '"', content.length - at);
        if (quote == NULL)
            break;
        size_t start = (size_t)(quote - content.bytes) + 1, length = 0;
        while (length < key.length && start + length < content.length &&
               content.bytes[start + length] == key.bytes[length])
            length++;
        char next = start + length < content.length ? content.bytes[start + length] : '\0';
        bool is_family = length > 0 && key.bytes[length - 1] == '.' && (next == '"' || next == '%');
        if ((length == key.length && next == '"') || is_family)
            return true;
        at = start;
    }
    return false;
}

static bool
is_used(const struct tree *tree, struct text key)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        struct text content = file->content;
        bool is_code = has_suffix(file->name, ".c") || has_suffix(file->name, ".h") ||
                       has_suffix(file->name, ".def");
        if (has_prefix(file->path, "src/") && is_code && spells_key(content, key))
            return true;
        if (has_prefix(file->path, "pages/") &&
            memmem(content.bytes, content.length, key.bytes, key.length))
            return true;
    }
    return false;
}

/* May a court say this in its own words? Then it is said through what asks for them. */
static bool
is_open_to_courts(const struct tree *tree, struct text key)
{
    const struct source_file *def = tree_find(tree, "src/paper/own_word.def");
    struct text rest = def == NULL ? TEXT("") : def->content;
    while (!text_is_empty(rest)) {
        struct text line = text_cut(&rest, '\n');
        if (!text_starts_with(line, "OWN_WORD(\""))
            continue;
        text_cut(&line, '"');
        struct text beginning = text_cut(&line, '"');
        if (text_starts_with(key, text_terminated(beginning, tree->arena)))
            return true;
    }
    return false;
}

/* wording("key" and wording_fill("key": the key must exist. */
static void
check_uses(const struct tree *tree, const struct source_file *file, const char *call)
{
    struct text content = file->content;
    struct text start = text_format(tree->arena, "%s(\"", call);
    for (size_t at = 0; at < content.length;) {
        const char *found =
            memmem(content.bytes + at, content.length - at, start.bytes, start.length);
        if (found == NULL)
            break;
        at = (size_t)(found - content.bytes) + start.length;
        struct text rest = {content.bytes + at, content.length - at};
        struct text key = text_cut(&rest, '"');
        if (!has_key(tree, key))
            complain(file->path, line_of(content, at), "the words have no key %.*s",
                     TEXT_ARGS(key));
        else if (text_starts_with(text_of(call), "wording") && is_open_to_courts(tree, key))
            complain(file->path, line_of(content, at),
                     "%.*s may be said in a court's own words: use view_say", TEXT_ARGS(key));
    }
}

void
check_wording(const struct tree *tree)
{
    const struct source_file *words = tree_find(tree, "words/tongban.pot");
    struct text rest = words == NULL ? TEXT("") : words->content;
    if (words == NULL)
        complain("words/tongban.pot", 1, "is missing");
    for (int number = 1; !text_is_empty(rest); number++) {
        struct text line = text_cut(&rest, '\n');
        if (!text_starts_with(line, "msgctxt \""))
            continue;
        text_cut(&line, '"');
        struct text key = text_cut(&line, '"');
        if (!is_used(tree, key))
            complain(words->path, number, "nothing says %.*s", TEXT_ARGS(key));
    }
    for (size_t i = 0; i < tree->count; i++) {
        if (!has_prefix(tree->files[i].path, "src/"))
            continue;
        check_uses(tree, &tree->files[i], "wording");
        check_uses(tree, &tree->files[i], "wording_fill");
        check_uses(tree, &tree->files[i], "view_say");
        check_uses(tree, &tree->files[i], "view_say_fill");
    }
}

/* The folder of "doc/x.md" is "doc/"; of "x.md" it is "". */
static struct text
folder_before_name(const struct source_file *file)
{
    return (struct text){file->path, (size_t)(file->name - file->path)};
}

static bool
leads_somewhere(const struct tree *tree, const struct source_file *file, struct text target)
{
    struct text folder = folder_before_name(file);
    while (text_starts_with(target, "../") && folder.length > 0) {
        target.bytes += 3;
        target.length -= 3;
        do
            folder.length--;
        while (folder.length > 0 && folder.bytes[folder.length - 1] != '/');
    }
    struct text path = text_format(tree->arena, "%.*s%.*s", TEXT_ARGS(folder), TEXT_ARGS(target));
    for (size_t i = 0; i < tree->count; i++) {
        if (text_starts_with(text_of(tree->files[i].path), path.bytes))
            return true;
    }
    return false;
}

void
check_links(const struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        struct text content = file->content;
        size_t at = 0;
        while (has_suffix(file->name, ".md") && at < content.length) {
            const char *found = memmem(content.bytes + at, content.length - at, "](", 2);
            if (found == NULL)
                break;
            at = (size_t)(found - content.bytes) + 2;
            struct text rest = {content.bytes + at, content.length - at};
            struct text target = text_cut(&rest, ')');
            target = text_cut(&target, '#');
            if (!text_is_empty(target) && !memmem(target.bytes, target.length, "://", 3) &&
                !leads_somewhere(tree, file, target))
                complain(file->path, line_of(content, at), "leads nowhere: %.*s",
                         TEXT_ARGS(target));
        }
    }
}
