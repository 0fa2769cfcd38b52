/* tidy.c: the rules of the house a machine can check. It reads the tree as it stands on disk and
 * the objects of one build folder, prints file:line: what for each fault, and one TAP line per
 * rule.
 *
 * Usage: tidy ROOT BUILD */
#include "tidy.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    COLUMNS_MAX = 100,
    TABLE_COLUMNS_MAX = 120,
    DEPTH_MAX = 12,
    FILES_MAX = 20000,
    FILE_BYTES_MAX = 8 * 1024 * 1024
};

static int complaints;

void
complain(const char *path, int line, const char *format, ...)
{
    va_list args;
    printf("%s:%d: ", path, line);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    complaints++;
}

bool
has_suffix(const char *path, const char *suffix)
{
    size_t length = strlen(path), tail = strlen(suffix);
    return length >= tail && strcmp(path + length - tail, suffix) == 0;
}

bool
has_prefix(const char *path, const char *prefix)
{
    return strncmp(path, prefix, strlen(prefix)) == 0;
}

const struct source_file *
tree_find(const struct tree *tree, const char *path)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (strcmp(tree->files[i].path, path) == 0)
            return &tree->files[i];
    }
    return NULL;
}

static bool
is_word_byte(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

size_t
find_word(struct text content, struct text word, size_t from)
{
    while (from < content.length) {
        const char *found =
            memmem(content.bytes + from, content.length - from, word.bytes, word.length);
        if (found == NULL)
            break;
        size_t at = (size_t)(found - content.bytes), end = at + word.length;
        if ((at == 0 || !is_word_byte(content.bytes[at - 1])) &&
            (end == content.length || !is_word_byte(content.bytes[end])))
            return at;
        from = at + 1;
    }
    return content.length;
}

int
line_of(struct text content, size_t at)
{
    int line = 1;
    for (size_t i = 0; i < at && i < content.length; i++)
        line += content.bytes[i] == '\n';
    return line;
}

bool
tree_mentions(const struct tree *tree, const char *prefix, const char *suffix, struct text word)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        if (has_prefix(file->path, prefix) && has_suffix(file->path, suffix) &&
            find_word(file->content, word, 0) < file->content.length)
            return true;
    }
    return false;
}

int
run_program(const char *const *arguments, struct text *said, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 4096);
    char piece[4096];
    int ends[2], status = 0;
    ssize_t got;
    if (pipe(ends) != 0)
        return 126;
    fflush(stdout);
    pid_t child = fork();
    if (child < 0)
        return 126;
    if (child == 0) {
        dup2(ends[1], 1);
        dup2(ends[1], 2);
        close(ends[0]);
        close(ends[1]);
        execvp(arguments[0], (char *const *)(uintptr_t)arguments);
        _exit(127);
    }
    close(ends[1]);
    while ((got = read(ends[0], piece, sizeof piece)) > 0 || (got < 0 && errno == EINTR)) {
        if (got > 0)
            buffer_add(&buffer, piece, (size_t)got);
    }
    close(ends[0]);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    *said = buffer_text(&buffer);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

void
complain_lines(struct text said, const char *mark)
{
    while (!text_is_empty(said)) {
        struct text line = text_cut(&said, '\n');
        if (memmem(line.bytes, line.length, mark, strlen(mark))) {
            printf("%.*s\n", TEXT_ARGS(line));
            complaints++;
        }
    }
}

/* Steps over blanks and comments of C. */
static size_t
skip_blanks(struct text content, size_t at)
{
    while (at < content.length) {
        const char *here = content.bytes + at;
        size_t left = content.length - at;
        if (strchr(" \t\r\n", *here)) {
            at++;
        } else if (left > 1 && here[0] == '/' && here[1] == '*') {
            const char *end = memmem(here + 2, left - 2, "*/", 2);
            at = end == NULL ? content.length : (size_t)(end - content.bytes) + 2;
        } else if (left > 1 && here[0] == '/' && here[1] == '/') {
            const char *end = memchr(here, '\n', left);
            at = end == NULL ? content.length : (size_t)(end - content.bytes);
        } else {
            break;
        }
    }
    return at;
}

/* Reads one quoted piece that begins at `at`; gives where it ends. */
static size_t
read_quoted(struct text content, size_t at, struct buffer *buffer)
{
    char quote = content.bytes[at++];
    while (at < content.length && content.bytes[at] != quote && content.bytes[at] != '\n') {
        if (content.bytes[at] == '\\' && at + 1 < content.length) {
            char c = content.bytes[at + 1];
            buffer_add(buffer, c == 'n' || c == 't' ? " " : &content.bytes[at + 1], 1);
            at += 2;
        } else {
            buffer_add(buffer, &content.bytes[at++], 1);
        }
    }
    return at + 1;
}

bool
next_literal(struct text content, size_t *at, struct text *literal, int *line, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 64);
    while (*at < content.length && content.bytes[*at] != '"') {
        size_t next = skip_blanks(content, *at);
        if (next == *at && content.bytes[next] == '\'')
            next = read_quoted(content, next, &buffer);
        else if (next == *at)
            next++;
        *at = next;
    }
    if (*at >= content.length)
        return false;
    *line = line_of(content, *at);
    buffer = buffer_open(arena, 64);
    while (*at < content.length && content.bytes[*at] == '"')
        *at = skip_blanks(content, read_quoted(content, *at, &buffer));
    *literal = buffer_text(&buffer);
    return true;
}

static bool
is_skipped(const char *path, const char *name)
{
    static const char *const names[] = {"data", "node_modules", "corpus"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    return strcmp(path, "build") == 0 || has_prefix(path, "build-") ||
           (name[0] == '.' && strcmp(path, ".ci") != 0);
}

static struct text
read_whole(const char *path, size_t size, struct arena *arena)
{
    FILE *file = fopen(path, "rb");
    char *bytes = arena_take(arena, size + 1);
    size_t length = file == NULL ? 0 : fread(bytes, 1, size, file);
    if (file == NULL)
        complain(path, 1, "cannot be read");
    else
        fclose(file);
    return (struct text){bytes, length};
}

static void
load_folder(struct tree *tree, const char *folder, int depth)
{
    struct dirent *entry;
    struct stat status;
    DIR *open = opendir(*folder == '\0' ? "." : folder);
    if (open == NULL || depth > DEPTH_MAX) {
        complain(folder, 1, "a folder that cannot be read, or is nested too deep");
        return;
    }
    while ((entry = readdir(open)) != NULL) {
        struct text path =
            text_format(tree->arena, "%s%s%s", folder, *folder ? "/" : "", entry->d_name);
        const char *name = path.bytes + path.length - strlen(entry->d_name);
        if (is_skipped(path.bytes, name) || lstat(path.bytes, &status) != 0)
            continue;
        if (S_ISDIR(status.st_mode)) {
            load_folder(tree, path.bytes, depth + 1);
        } else if (S_ISREG(status.st_mode) && tree->count < FILES_MAX &&
                   status.st_size < FILE_BYTES_MAX) {
            struct text content = read_whole(path.bytes, (size_t)status.st_size, tree->arena);
            bool is_text = text_is_utf8(content);
            tree->files[tree->count++] =
                (struct source_file){path.bytes, name, is_text ? content : TEXT("")};
            if (!is_text &&
                (has_suffix(name, ".c") || has_suffix(name, ".h") || has_suffix(name, ".yaml") ||
                 has_suffix(name, ".md")) &&
                strstr(path.bytes, "/bad/") == NULL)
                complain(path.bytes, 1, "is not UTF-8");
        }
    }
    closedir(open);
}

/* Fixtures hold mistakes on purpose; licence texts are others'. */
static bool
is_free_form(const char *path)
{
    return strstr(path, "/bad/") != NULL || strcmp(path, "LICENSE") == 0;
}

static bool
is_code(const char *name)
{
    return has_suffix(name, ".c") || has_suffix(name, ".h") || has_suffix(name, ".def") ||
           has_suffix(name, ".sql") || strcmp(name, "meson.build") == 0;
}

static void
check_line(const struct source_file *file, struct text line, int number)
{
    bool may_have_tabs = strcmp(file->name, "Makefile") == 0;
    if (line.length > 0 && strchr(" \t\r", line.bytes[line.length - 1]))
        complain(file->path, number, "blank or carriage return at the end of the line");
    if (!may_have_tabs && memchr(line.bytes, '\t', line.length))
        complain(file->path, number, "tab");
    if (is_code(file->name)) {
        size_t columns = text_characters(line);
        int most = has_suffix(file->name, ".def") ? TABLE_COLUMNS_MAX : COLUMNS_MAX;
        if (columns > (size_t)most)
            complain(file->path, number, "%zu columns, %d are allowed", columns, most);
    }
}

static void
check_lines(const struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        struct text rest = file->content;
        int number = 0;
        if (is_free_form(file->path) || text_is_empty(rest))
            continue;
        if (rest.bytes[rest.length - 1] != '\n')
            complain(file->path, line_of(rest, rest.length), "no line feed at the end");
        while (!text_is_empty(rest)) {
            struct text line = text_cut(&rest, '\n');
            check_line(file, line, ++number);
        }
    }
}

/* src/NAME/ is no place on a machine, so what begins with a stroke must not follow a word. */
static void
check_left_over(const struct source_file *file, struct text never)
{
    struct text content = file->content;
    for (size_t at = 0; at + never.length <= content.length; at++) {
        const char *found =
            memmem(content.bytes + at, content.length - at, never.bytes, never.length);
        if (found == NULL)
            return;
        at = (size_t)(found - content.bytes);
        if (never.bytes[0] != '/' || at == 0 || !is_word_byte(content.bytes[at - 1])) {
            complain(file->path, line_of(content, at), "says %.*s", TEXT_ARGS(never));
            return;
        }
    }
}

/* What is unfinished does not land, and nobody's machine is named. The words are written in two
 * pieces, so that this file does not name them either. */
static void
check_left_overs(const struct tree *tree)
{
    static const char *const never[] = {"TO"
                                        "DO",
                                        "FIX"
                                        "ME",
                                        "XX"
                                        "X:",
                                        "/ho"
                                        "me/",
                                        "/ro"
                                        "ot/",
                                        "/wo"
                                        "rk/",
                                        "/tmp"
                                        "/wt",
                                        "../sh"
                                        "ared",
                                        "Co-"
                                        "Authored",
                                        "<<<<<"
                                        "<< ",
                                        ">>>>>"
                                        ">> "};
    for (size_t i = 0; i < tree->count; i++) {
        for (size_t n = 0; n < sizeof never / sizeof never[0]; n++)
            check_left_over(&tree->files[i], text_of(never[n]));
    }
}

static void
check_format(const struct tree *tree)
{
    const char **arguments = ARENA_MANY(tree->arena, tree->count + 4, const char *);
    struct text said;
    size_t count = 0;
    arguments[count++] = "clang-format-14";
    arguments[count++] = "--dry-run";
    arguments[count++] = "--Werror";
    for (size_t i = 0; i < tree->count; i++) {
        if (has_suffix(tree->files[i].name, ".c") || has_suffix(tree->files[i].name, ".h"))
            arguments[count++] = tree->files[i].path;
    }
    int status = run_program(arguments, &said, tree->arena);
    if (status == 127)
        complain(".clang-format", 1, "clang-format-14 is not installed; make test installs it");
    else if (status != 0)
        complain_lines(said, "error:");
}

static void
check_scripts(const struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        const char *arguments[] = {"sh", "-n", file->path, NULL};
        struct text said;
        if (!text_starts_with(file->content, "#!"))
            continue;
        if (!text_starts_with(file->content, "#!/bin/sh\n"))
            complain(file->path, 1, "scripts are written for /bin/sh");
        else if (run_program(arguments, &said, tree->arena) != 0)
            complain(file->path, 1, "%.*s", TEXT_ARGS(said));
    }
}

int
main(int count, char **arguments)
{
    static const struct {
        const char *name;
        void (*run)(const struct tree *tree);
    } checks[] = {
        {"includes go down the layers", check_layers},
        {"names of files are unique", check_names},
        {"files say what they know", check_openings},
        {"every header compiles alone", check_headers},
        {"no file is left out of the build", check_build},
        {"law asks nobody, and the core has no clock and no dice", check_symbols},
        {"columns, tabs and trailing blanks", check_lines},
        {"nothing is left over", check_left_overs},
        {"the formatter agrees", check_format},
        {"scripts parse", check_scripts},
        {"every refusal has its sentence and its rows", check_refusals},
        {"every command has a story", check_commands},
        {"words that are used exist, words that exist are used", check_wording},
        {"SQL runs on every engine", check_sql},
        {"links in documents lead somewhere", check_links},
    };
    const size_t checks_count = sizeof checks / sizeof checks[0];
    int failed = 0;
    struct tree tree = {.arena = arena_open()};

    tree.build = count == 3 ? realpath(arguments[2], NULL) : NULL;
    if (tree.build == NULL || chdir(arguments[1]) != 0) {
        fputs("usage: tidy ROOT BUILD\n", stderr);
        return 2;
    }
    tree.files = ARENA_MANY(tree.arena, FILES_MAX, struct source_file);
    load_folder(&tree, "", 0);
    printf("1..%zu\n", checks_count);
    for (size_t i = 0; i < checks_count; i++) {
        int before = complaints;
        checks[i].run(&tree);
        bool is_well = complaints == before && tree.count > 0;
        printf("%s %zu - tidy: %s\n", is_well ? "ok" : "not ok", i + 1, checks[i].name);
        failed += !is_well;
    }
    arena_close(tree.arena);
    free((void *)(uintptr_t)tree.build);
    return failed == 0 ? 0 : 1;
}
