/* old_rules.c: which file a version was like is not written down; every version the node has kept
 * is tried, alone and with every other it may be like. */
#include "work/old_rules.h"

enum { OLD_FILES_MAX = 100 };

/* Is there a matter whose procedure, as it was when it started, is not known? */
static bool
lacks_procedure(struct store *store, struct text court_id, const struct rulebook *rules)
{
    struct arena *arena = arena_open();
    bool lacks = false;
    struct sql *rows = sql(store, "SELECT DISTINCT procedure_name, procedure_digest"
                                  " FROM matter_rows WHERE court_id = $1");
    sql_text(rows, 1, court_id);
    while (!lacks && sql_next(rows))
        lacks = rulebook_procedure(rules, sql_column(rows, 0, arena), sql_column(rows, 1, arena)) ==
                NULL;
    sql_end(rows);
    arena_close(arena);
    return lacks;
}

void
old_rules_learn(struct store *store, struct text court_id, struct rulebook *rules,
                struct arena *kept)
{
    const char *names[OLD_FILES_MAX];
    struct text bytes[OLD_FILES_MAX];
    size_t count = 0;
    if (!lacks_procedure(store, court_id, rules))
        return;
    struct sql *rows = sql(store, "SELECT name, content FROM reference_rows"
                                  " WHERE court_id = $1 AND kind = 'rule'"
                                  " AND name LIKE 'procedure/%' ORDER BY version DESC");
    sql_text(rows, 1, court_id);
    while (count < OLD_FILES_MAX && sql_next(rows)) {
        names[count] = sql_column(rows, 0, kept).bytes;
        bytes[count++] = sql_column(rows, 1, kept);
    }
    sql_end(rows);
    for (size_t i = 0; i < count && lacks_procedure(store, court_id, rules); i++) {
        if (rulebook_learn(rules, &names[i], &bytes[i], 1))
            continue;
        for (size_t k = 0; k < count; k++) {
            const char *const two_names[] = {names[i], names[k]};
            const struct text two[] = {bytes[i], bytes[k]};
            if (k != i)
                rulebook_learn(rules, two_names, two, 2);
        }
    }
}
