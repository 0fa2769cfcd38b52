/* tidy_code.c: how the C files hang together: layers, names, headers, and what the objects of the
 * core ask of the world. The compiler and nm are asked, because only they know. */
#include "tidy.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { NO_LAYER = -1, FOLDERS_MAX = 64, FOLDER_BYTES_MAX = 32, OBJECTS_MAX = 2000 };

struct layers {
    struct text folder[FOLDERS_MAX];
    int line[FOLDERS_MAX]; /* greater is lower */
    size_t count;
};

static struct layers
read_layers(const struct tree *tree)
{
    struct layers layers = {.count = 0};
    const struct source_file *file = tree_find(tree, "src/LAYERS");
    struct text rest = file == NULL ? TEXT("") : file->content;
    for (int number = 1; !text_is_empty(rest); number++) {
        struct text line = text_cut(&rest, '\n');
        if (text_starts_with(line, "#"))
            continue;
        while (!text_is_empty(line) && layers.count < FOLDERS_MAX) {
            layers.folder[layers.count] = text_cut(&line, ' ');
            layers.line[layers.count++] = number;
        }
    }
    if (layers.count == 0)
        complain("src/LAYERS", 1, "names no folder");
    return layers;
}

static int
layer_of(const struct layers *layers, struct text folder)
{
    for (size_t i = 0; i < layers->count; i++) {
        if (text_equal(layers->folder[i], folder))
            return layers->line[i];
    }
    return NO_LAYER;
}

/* The folder of "src/law/fee.c" is law; src/main.c is its own. */
static struct text
folder_of(const char *path)
{
    struct text rest = text_of(path + strlen("src/"));
    struct text folder = text_cut(&rest, '/');
    return text_is_empty(rest) ? TEXT("main") : folder;
}

static void
check_include(const struct source_file *file, const struct layers *layers, struct text line,
              int number)
{
    struct text rest = line, target, own = folder_of(file->path);
    text_cut(&rest, '"');
    target = text_cut(&rest, '"');
    if (memchr(target.bytes, '/', target.length) == NULL) {
        complain(file->path, number, "write it as \"folder/%.*s\"", TEXT_ARGS(target));
        return;
    }
    struct text folder = text_cut(&target, '/');
    int below = layer_of(layers, folder), here = layer_of(layers, own);
    if (below == NO_LAYER)
        complain(file->path, number, "folder %.*s is not in src/LAYERS", TEXT_ARGS(folder));
    else if (!text_equal(folder, own) && below <= here)
        complain(file->path, number, "%.*s may not include %.*s, which is not below it",
                 TEXT_ARGS(own), TEXT_ARGS(folder));
}

void
check_layers(const struct tree *tree)
{
    struct layers layers = read_layers(tree);
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        struct text rest = file->content;
        if (!has_prefix(file->path, "src/") ||
            !(has_suffix(file->name, ".c") || has_suffix(file->name, ".h")))
            continue;
        if (layer_of(&layers, folder_of(file->path)) == NO_LAYER)
            complain(file->path, 1, "its folder is not in src/LAYERS");
        for (int number = 1; !text_is_empty(rest); number++) {
            struct text line = text_cut(&rest, '\n');
            if (text_starts_with(line, "#include \""))
                check_include(file, &layers, line, number);
        }
    }
}

static bool
is_source(const char *name)
{
    return has_suffix(name, ".c") || has_suffix(name, ".h") || has_suffix(name, ".def") ||
           has_suffix(name, ".sql") || has_suffix(name, ".cases");
}

void
check_names(const struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        for (size_t n = 0; n < i && is_source(tree->files[i].name); n++) {
            if (strcmp(tree->files[i].name, tree->files[n].name) == 0)
                complain(tree->files[i].path, 1, "another file has this name: %s",
                         tree->files[n].path);
        }
    }
}

/* "value_json.h" is guarded by TB_VALUE_JSON_H. */
static struct text
guard_of(const char *name, struct arena *arena)
{
    struct text upper = text_format(arena, "#ifndef TB_%s", name);
    char *bytes = (char *)(uintptr_t)upper.bytes;
    for (size_t i = strlen("#ifndef TB_"); i < upper.length; i++) {
        if (bytes[i] >= 'a' && bytes[i] <= 'z')
            bytes[i] = (char)(bytes[i] - 'a' + 'A');
        else if (bytes[i] == '.')
            bytes[i] = '_';
    }
    return upper;
}

void
check_openings(const struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        bool is_header = has_suffix(file->name, ".h");
        if (!is_header && !has_suffix(file->name, ".c") && !has_suffix(file->name, ".def"))
            continue;
        struct text opening = text_format(tree->arena, "/* %s: ", file->name);
        if (!text_starts_with(file->content, opening.bytes))
            complain(file->path, 1, "opens with \"%sand what it is for\"", opening.bytes);
        struct text guard = guard_of(file->name, tree->arena);
        if (is_header && find_word(file->content, guard, 0) == file->content.length)
            complain(file->path, 1, "is guarded by %s", guard.bytes);
    }
}

void
check_headers(const struct tree *tree)
{
    static const char *const before[] = {
        "cc", "-fsyntax-only", "-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-I", "src",
        "-I", "test",          "-I",         "test/harness",  "-x",    "c"};
    const size_t before_count = sizeof before / sizeof before[0];
    const char **arguments = ARENA_MANY(tree->arena, tree->count + before_count + 2, const char *);
    struct text said;
    size_t count = before_count;
    memcpy(arguments, before, sizeof before);
    arguments[count++] = text_format(tree->arena, "-I%s/src", tree->build).bytes; /* what is made */
    for (size_t i = 0; i < tree->count; i++) {
        if (has_suffix(tree->files[i].name, ".h"))
            arguments[count++] = tree->files[i].path;
    }
    if (run_program(arguments, &said, tree->arena) != 0)
        complain_lines(said, "error:");
}

/* True when some meson.build, or a C file of the tests, names the file. */
static bool
is_named(const struct tree *tree, const char *name)
{
    return tree_mentions(tree, "", "meson.build", text_of(name)) ||
           tree_mentions(tree, "test/", ".c", text_of(name));
}

void
check_build(const struct tree *tree)
{
    const char *list = text_format(tree->arena, "%s/compile_commands.json", tree->build).bytes;
    const char *arguments[] = {"cat", list, NULL};
    struct text commands;
    if (run_program(arguments, &commands, tree->arena) != 0)
        complain(list, 1, "cannot be read");
    for (size_t i = 0; i < tree->count; i++) {
        const struct source_file *file = &tree->files[i];
        struct text ending = text_format(tree->arena, "%s\"", file->path);
        struct text fuzzer = {file->name, strlen(file->name) - strlen("_fuzz.c")};
        if (has_suffix(file->name, "_fuzz.c")) {
            if (!tree_mentions(tree, "test/fuzz/", "meson.build", fuzzer))
                complain(file->path, 1, "is not in test/fuzz/meson.build");
        } else if (has_suffix(file->name, ".c")) {
            if (!memmem(commands.bytes, commands.length, ending.bytes, ending.length))
                complain(file->path, 1, "is not part of the build");
        } else if (has_suffix(file->name, ".sql") || has_suffix(file->name, ".cases")) {
            struct text stem = {file->name, strcspn(file->name, ".")};
            if (!is_named(tree, file->name) && !tree_mentions(tree, "test/", "meson.build", stem))
                complain(file->path, 1, "nothing uses it");
        }
    }
}

/* What a folder may ask of the world beyond our own lower folders. */
static bool
is_clock_or_dice(struct text symbol)
{
    static const char *const never[] = {"time",
                                        "gettimeofday",
                                        "clock_gettime",
                                        "clock",
                                        "ftime",
                                        "localtime",
                                        "localtime_r",
                                        "gmtime",
                                        "nanosleep",
                                        "clock_nanosleep",
                                        "sleep",
                                        "usleep",
                                        "rand",
                                        "random",
                                        "rand_r",
                                        "drand48",
                                        "getrandom",
                                        "getentropy",
                                        "arc4random",
                                        "randombytes",
                                        "randombytes_buf",
                                        "randombytes_random",
                                        "randombytes_uniform",
                                        "RAND_bytes",
                                        "crypto_sign_keypair",
                                        "crypto_box_keypair",
                                        "crypto_pwhash_str",
                                        "setlocale"};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        if (text_is(symbol, never[i]))
            return true;
    }
    return false;
}

static bool
law_may_ask(struct text symbol)
{
    static const char *const may[] = {
        "memcpy",         "memmove",         "memcmp",           "memset",
        "memchr",         "strlen",          "strcmp",           "strncmp",
        "strchr",         "strrchr",         "strstr",           "strspn",
        "strcspn",        "qsort",           "bsearch",          "abs",
        "labs",           "llabs",           "snprintf",         "vsnprintf",
        "abort",          "__assert_fail",   "__stack_chk_fail", "_GLOBAL_OFFSET_TABLE_",
        "__snprintf_chk", "__vsnprintf_chk", "__memmove_chk",    "__memset_chk",
        "__memcpy_chk",   "memmem",          "memrchr"};
    for (size_t i = 0; i < sizeof may / sizeof may[0]; i++) {
        if (text_is(symbol, may[i]))
            return true;
    }
    return text_starts_with(symbol, "__asan_") || text_starts_with(symbol, "__ubsan_") ||
           text_starts_with(symbol, "__sanitizer_") || text_starts_with(symbol, "__gcov");
}

/* One line of nm -A -f sysv: file:name|value|class|type|size|line|section */
struct symbol {
    struct text source; /* src_law_fee.c.o */
    struct text name, class, section;
};

static bool
read_symbol(struct text line, struct symbol *symbol)
{
    struct text first = text_cut(&line, '|'), part = TEXT("");
    const char *colon = memrchr(first.bytes, ':', first.length);
    const char *slash = memrchr(first.bytes, '/', first.length);
    if (colon == NULL || slash == NULL || slash > colon || text_is_empty(line))
        return false;
    symbol->source = (struct text){slash + 1, (size_t)(colon - slash) - 1};
    symbol->name =
        text_trim((struct text){colon + 1, first.length - (size_t)(colon - first.bytes) - 1});
    text_cut(&line, '|');
    symbol->class = text_trim(text_cut(&line, '|'));
    while (!text_is_empty(line))
        part = text_cut(&line, '|');
    symbol->section = text_trim(part);
    return true;
}

static bool
is_defined_below_law(struct text said, struct text name)
{
    struct symbol symbol;
    while (!text_is_empty(said)) {
        struct text line = text_cut(&said, '\n');
        if (memmem(line.bytes, line.length, name.bytes, name.length) &&
            read_symbol(line, &symbol) && text_equal(symbol.name, name) &&
            (text_is(symbol.class, "T") || text_is(symbol.class, "R") ||
             text_is(symbol.class, "D")) &&
            (text_starts_with(symbol.source, "src_law_") ||
             text_starts_with(symbol.source, "src_base_")))
            return true;
    }
    return false;
}

static bool
is_writable_data(const struct symbol *symbol)
{
    static const char *const sections[] = {".data", ".bss", ".tdata", ".tbss", ".data.rel"};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (text_is(symbol->section, sections[i]))
            return true;
    }
    return false;
}

static const char *
source_path(struct text object, struct arena *arena)
{
    struct text path = text_format(arena, "src/%.*s", (int)object.length - 6, object.bytes + 4);
    char *mark = memchr(path.bytes + 4, '_', path.length - 4);
    if (mark != NULL)
        *mark = '/';
    return path.bytes;
}

static void
check_symbol(const struct tree *tree, struct text said, const struct symbol *symbol)
{
    static const char *const core[] = {"src_base_",     "src_law_",   "src_proof_",
                                       "src_paper_",    "src_rule_",  "src_store_",
                                       "src_exchange_", "src_query_", "src_command_"};
    bool is_law = text_starts_with(symbol->source, "src_law_");
    bool is_core = false;
    for (size_t i = 0; i < sizeof core / sizeof core[0]; i++)
        is_core = is_core || text_starts_with(symbol->source, core[i]);

    if (!text_is(symbol->class, "U")) {
        if (is_law && is_writable_data(symbol))
            complain(source_path(symbol->source, tree->arena), 1, "law keeps no state: %.*s",
                     TEXT_ARGS(symbol->name));
        return;
    }
    if (is_core && is_clock_or_dice(symbol->name))
        complain(source_path(symbol->source, tree->arena), 1,
                 "time and randomness come in as arguments: %.*s", TEXT_ARGS(symbol->name));
    else if (is_law && !law_may_ask(symbol->name) && !is_defined_below_law(said, symbol->name))
        complain(source_path(symbol->source, tree->arena), 1, "law asks for %.*s",
                 TEXT_ARGS(symbol->name));
}

void
check_symbols(const struct tree *tree)
{
    const char *folder = text_format(tree->arena, "%s/libtongban.a.p", tree->build).bytes;
    const char **arguments = ARENA_MANY(tree->arena, OBJECTS_MAX + 5, const char *);
    struct text said, rest;
    struct dirent *entry;
    struct symbol symbol;
    size_t count = 0, seen = 0;
    DIR *open = opendir(folder);

    arguments[count++] = "nm";
    arguments[count++] = "-A";
    arguments[count++] = "-f";
    arguments[count++] = "sysv";
    while (open != NULL && (entry = readdir(open)) != NULL && count < OBJECTS_MAX) {
        if (has_suffix(entry->d_name, ".c.o"))
            arguments[count++] = text_format(tree->arena, "%s/%s", folder, entry->d_name).bytes;
    }
    if (open != NULL)
        closedir(open);
    if (run_program(arguments, &said, tree->arena) != 0)
        complain("src", 1, "nm cannot read the objects of %s", folder);
    for (rest = said; !text_is_empty(rest);) {
        if (read_symbol(text_cut(&rest, '\n'), &symbol)) {
            check_symbol(tree, said, &symbol);
            seen++;
        }
    }
    if (seen == 0)
        complain("src", 1, "no object in %s: build first", folder);
}
