/* rule_versions.c: a version that is kept is in use as long as the loaded rules have its digest. */
#include "query/rule_versions.h"

#include "rule/rule_draft.h"
#include "store/proposal_rows.h"

static bool
may_look(const struct look *look)
{
    enum role role = look->asker->role;
    return role == ROLE_SYSTEM_ADMIN || role == ROLE_AUDIT_ADMIN || role == ROLE_SUPERVISOR ||
           role == ROLE_PRESIDENT;
}

static bool
is_in_use(const struct look *look, struct text name, struct text digest_hex)
{
    struct digest digest;
    if (!digest_parse(digest_hex, &digest))
        return false;
    const struct rulebook_file *file = rulebook_file(look->rules, name);
    return file != NULL && digest_equal(&file->digest, &digest);
}

static struct rule_version
take(const struct look *look, struct sql *row)
{
    struct rule_version version = {
        .name = sql_column(row, 0, look->arena),
        .version = sql_column_integer(row, 1),
        .digest = sql_column(row, 2, look->arena),
        .kept_ms = sql_column_integer(row, 3),
    };
    version.is_in_use = is_in_use(look, version.name, version.digest);
    version.is_approved = proposal_rows_approved(look->store, look->court_id, TEXT(RULES_KIND),
                                                 version.name, version.digest, look->arena);
    return version;
}

enum refusal
rule_versions_files(const struct look *look, const struct rule_version **files, int *count)
{
    struct rule_version *list = ARENA_MANY(look->arena, RULE_FILES_MAX, struct rule_version);
    *files = list;
    *count = 0;
    if (!may_look(look))
        return ROLE_MUST_BE_ALLOWED;
    if (!store_begin_read(look->store))
        return ALLOWED;
    struct sql *rows =
        sql(look->store, "SELECT name, version, digest, kept_ms FROM reference_rows"
                         " WHERE court_id = $1 AND kind = 'rule' ORDER BY name, version");
    sql_text(rows, 1, look->court_id);
    while (
        sql_next(rows)) { /* the newest of a name comes last; who went back uses an earlier one */
        struct rule_version one = take(look, rows);
        struct rule_version *last = *count == 0 ? NULL : &list[*count - 1];
        if (last == NULL || !text_equal(last->name, one.name)) {
            if (*count < RULE_FILES_MAX)
                list[(*count)++] = one;
        } else if (one.is_in_use || !last->is_in_use) {
            *last = one;
        }
    }
    sql_end(rows);
    store_end_read(look->store);
    return ALLOWED;
}

enum refusal
rule_versions_of(const struct look *look, struct text name, const struct rule_version **versions,
                 int *count)
{
    struct rule_version *list = ARENA_MANY(look->arena, RULE_VERSIONS_MAX, struct rule_version);
    *versions = list;
    *count = 0;
    if (!may_look(look))
        return ROLE_MUST_BE_ALLOWED;
    if (!store_begin_read(look->store))
        return ALLOWED;
    struct sql *rows = sql(look->store, "SELECT name, version, digest, kept_ms FROM reference_rows"
                                        " WHERE court_id = $1 AND kind = 'rule' AND name = $2"
                                        " ORDER BY version DESC LIMIT $3");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, name);
    sql_integer(rows, 3, RULE_VERSIONS_MAX);
    bool is_used = false; /* of versions that say the same, the newest is the one in use */
    while (*count < RULE_VERSIONS_MAX && sql_next(rows)) {
        struct rule_version *one = &list[(*count)++];
        *one = take(look, rows);
        one->is_in_use = one->is_in_use && !is_used;
        is_used = is_used || one->is_in_use;
    }
    sql_end(rows);
    store_end_read(look->store);
    return ALLOWED;
}

bool
rule_versions_content(const struct look *look, struct text name, int64_t version,
                      struct text *content)
{
    if (!may_look(look) || !store_begin_read(look->store))
        return false;
    struct sql *row = sql(look->store, "SELECT content FROM reference_rows WHERE court_id = $1"
                                       " AND kind = 'rule' AND name = $2 AND version = $3");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, name);
    sql_integer(row, 3, version);
    bool is_there = sql_next(row);
    if (is_there)
        *content = sql_column(row, 0, look->arena);
    sql_end(row);
    store_end_read(look->store);
    return is_there;
}
