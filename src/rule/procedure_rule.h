/* procedure_rule.h: rules/procedure/ into procedures. doc/PROCEDURE.md says what may stand in such
 * a file. */
#ifndef TB_PROCEDURE_RULE_H
#define TB_PROCEDURE_RULE_H
#include "law/procedure.h"
#include "law/source.h"
#include "rule/schema.h"

/* One file, with what it takes from the one it is like already merged in. */
struct procedure_file {
    struct procedure procedure;
    const struct yaml *tree;       /* for mistakes found later */
    struct schema_context context; /* names the file */
    bool is_good;                  /* nothing was wrong with it */
};

struct procedure_list {
    const struct procedure_file *files;
    size_t count;
};

/* Reads every .yaml of `folder`/procedure, in the order of names. Everything lives in the arena.
 * False when a mistake was added. */
bool procedure_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                         struct mistakes *mistakes, struct procedure_list *list);

/* The same from bytes: `bytes[i]` is the file `names[i]` (for what a node keeps by digest). */
bool procedure_rule_read(const char *const names[], const struct text bytes[], size_t count,
                         const struct source_list *sources, struct arena *arena,
                         struct mistakes *mistakes, struct procedure_list *list);

/* NULL where there is none. A version of 0 is the highest. */
const struct procedure *procedure_rule_find(const struct procedure_list *list, struct text name,
                                            int64_t version);

/* The procedure a new matter of that kind starts under: in force on the day, the highest version.
 */
const struct procedure *procedure_rule_for_kind(const struct procedure_list *list,
                                                struct text case_kind, struct date on);

#endif
