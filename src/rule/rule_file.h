/* rule_file.h: one rule file, read and decoded. */
#ifndef TB_RULE_FILE_H
#define TB_RULE_FILE_H
#include "base/digest.h"
#include "rule/schema.h"

/* A file that was read: for checks a table of fields cannot say. */
struct rule_file {
    struct schema_context context;
    const struct yaml *tree; /* NULL when it could not be read */
    struct digest digest;    /* of its bytes */
};

/* Reads `folder`/`name` and decodes it into the zeroed struct at `place`. What is decoded lives in
 * the arena. False when a mistake was added. */
bool rule_file_load(struct rule_file *file, const char *folder, const char *name,
                    const struct source_list *sources, struct arena *arena,
                    struct mistakes *mistakes, const struct schema *schema, void *place);

/* The nth child, from 0, of the list or map under `key` of the file's map; the whole file when
 * there is none: a place for a mistake. */
const struct yaml *rule_file_item(const struct rule_file *file, const char *key, size_t n);

#endif
