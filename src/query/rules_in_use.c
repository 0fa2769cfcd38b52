/* rules_in_use.c: versions follow each other by name, so the last one of a name is the newest. */
#include "query/rules_in_use.h"

static void
walk(const struct look *look, struct rule_in_use *rules, int *count)
{
    struct sql *rows = sql(look->store, "SELECT kind, name, version, digest FROM reference_rows"
                                        " WHERE court_id = $1 AND kind <> 'rule-draft'"
                                        " ORDER BY kind, name, version");
    sql_text(rows, 1, look->court_id);
    while (sql_next(rows)) {
        struct rule_in_use one = {sql_column(rows, 0, look->arena),
                                  sql_column(rows, 1, look->arena), sql_column_integer(rows, 2),
                                  sql_column(rows, 3, look->arena)};
        struct rule_in_use *last = *count == 0 ? NULL : &rules[*count - 1];
        if (last != NULL && text_equal(last->kind, one.kind) && text_equal(last->name, one.name))
            *last = one;
        else if (*count < RULES_IN_USE_MAX)
            rules[(*count)++] = one;
    }
    sql_end(rows);
}

enum refusal
rules_in_use_load(const struct look *look, const struct rule_in_use **rules, int *count)
{
    struct rule_in_use *list = ARENA_MANY(look->arena, RULES_IN_USE_MAX, struct rule_in_use);
    enum role role = look->asker->role;
    *rules = list;
    *count = 0;
    if (role != ROLE_SYSTEM_ADMIN && role != ROLE_AUDIT_ADMIN)
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        walk(look, list, count);
        store_end_read(look->store);
    }
    return ALLOWED;
}
