/* tidy.h: what the parts of the tidy program share: the tree of files, and how a fault is reported.
 *
 * Paths are relative to the root of the source tree, which is also the working folder. Everything
 * lives as long as the arena of the tree. */
#ifndef TB_TIDY_H
#define TB_TIDY_H
#include "base/text.h"

struct source_file {
    const char *path;    /* src/base/text.c */
    const char *name;    /* text.c, a part of path */
    struct text content; /* empty for what is no text */
};

struct tree {
    struct arena *arena;
    const char *build; /* absolute path of the build folder */
    struct source_file *files;
    size_t count;
};

/* Prints "path:line: what" and counts it against the check that runs. */
void complain(const char *path, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

bool has_suffix(const char *path, const char *suffix);
bool has_prefix(const char *path, const char *prefix);
/* NULL where there is none. */
const struct source_file *tree_find(const struct tree *tree, const char *path);
/* True when a file below `prefix` with a name that ends in `suffix` holds `word` as a whole word.
 */
bool tree_mentions(const struct tree *tree, const char *prefix, const char *suffix,
                   struct text word);
/* Where `word` stands in `content` as a whole word, at or after `from`; the length if nowhere. */
size_t find_word(struct text content, struct text word, size_t from);
int line_of(struct text content, size_t at);

/* Runs a program and gives its exit status, 127 if it is not installed; `said` is what it printed.
 */
int run_program(const char *const *arguments, struct text *said, struct arena *arena);
/* Passes on each line a program said that has `mark` in it, as a complaint. */
void complain_lines(struct text said, const char *mark);

/* The next string literal of a C file at or after *at, with its neighbours joined as the compiler
 * does; false when there is none. `line` is where it begins. */
bool next_literal(struct text content, size_t *at, struct text *literal, int *line,
                  struct arena *arena);

/* tidy_code.c */
void check_layers(const struct tree *tree);
void check_names(const struct tree *tree);
void check_openings(const struct tree *tree);
void check_headers(const struct tree *tree);
void check_build(const struct tree *tree);
void check_symbols(const struct tree *tree);
/* tidy_lists.c */
void check_refusals(const struct tree *tree);
void check_commands(const struct tree *tree);
void check_wording(const struct tree *tree);
void check_links(const struct tree *tree);
/* tidy_sql.c */
void check_sql(const struct tree *tree);

#endif
