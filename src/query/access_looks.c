/* access_looks.c: persons see in which role and at which court somebody looked; accounts are named
 * to those who answer for the court, and to the auditor. */
#include "query/access_looks.h"

#include "store/matter_rows.h"

static bool
may_look(const struct look *look, struct text matter_id)
{
    struct matter_row row;
    bool is_known = matter_row_load(look->store, look->court_id, matter_id, look->arena, &row);
    if (!is_known)
        row.facts = matter_new(matter_id, TEXT("-"), TEXT("-"));
    return (is_known || look->asker->role == ROLE_AUDIT_ADMIN) &&
           access_may_see(look->asker, &row.facts, SIGHT_ACCESS_LOG, TEXT(""));
}

/* JL7505:s-li is what another node told of; a look at this one has no such name. */
static void
take_account(const struct look *look, struct text kept, struct access_look *one)
{
    struct text account = kept, node = text_cut(&account, ':');
    bool is_elsewhere = !text_is_empty(account);
    one->node = is_elsewhere ? node : look->court_id;
    one->account = is_elsewhere ? account : kept;
    if (access_is_citizen(look->asker->role) && !text_equal(one->account, look->asker->account))
        one->account = TEXT("");
}

static void
take_look(const struct look *look, struct sql *rows, struct access_look *one)
{
    one->entry = sql_column_integer(rows, 0);
    take_account(look, sql_column(rows, 1, look->arena), one);
    one->role = sql_column(rows, 2, look->arena);
    one->reason = sql_column(rows, 3, look->arena);
    one->at_ms = sql_column_integer(rows, 4);
    one->was_allowed = sql_column_integer(rows, 5) == 1;
    one->digested = sql_column_integer(rows, 6);
    one->matter_id = sql_column(rows, 7, look->arena);
}

static void
walk(const struct look *look, struct text matter_id, int64_t before, struct access_look *looks,
     int *count, bool *more)
{
    struct sql *rows =
        sql(look->store, "SELECT entry, account_id, role, reason, at_ms, allowed, digested,"
                         " matter_id FROM access_log WHERE court_id = $1 AND matter_id = $2"
                         " AND entry < $3"
                         " ORDER BY entry DESC LIMIT $4");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, matter_id);
    sql_integer(rows, 3, before);
    sql_integer(rows, 4, ACCESS_LOOKS_PAGE + 1);
    while (sql_next(rows)) {
        if (*count == ACCESS_LOOKS_PAGE) {
            *more = true;
            break;
        }
        take_look(look, rows, &looks[(*count)++]);
    }
    sql_end(rows);
}

bool
access_looks_load(const struct look *look, struct text matter_id, int64_t before,
                  const struct access_look **looks, int *count, bool *more)
{
    struct access_look *list = ARENA_MANY(look->arena, ACCESS_LOOKS_PAGE, struct access_look);
    *looks = list;
    *count = 0;
    *more = false;
    if (!store_begin_read(look->store))
        return false;
    bool is_there = may_look(look, matter_id);
    if (is_there)
        walk(look, matter_id, before, list, count, more);
    store_end_read(look->store);
    return is_there && !store_fault(look->store)->is_set;
}

/* ---- the whole log ---- */

static void
walk_log(const struct look *look, bool refused_only, int64_t before, struct access_look *looks,
         int *count, int64_t *last, bool *more)
{
    struct sql *rows =
        sql(look->store, "SELECT entry, account_id, role, reason, at_ms, allowed, digested,"
                         " matter_id FROM access_log WHERE court_id = $1 AND entry < $2"
                         " ORDER BY entry DESC");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, before);
    for (int scanned = 0; sql_next(rows); scanned++) {
        if (*count == ACCESS_LOOKS_PAGE || scanned == ACCESS_LOG_SCAN) {
            *more = true;
            break;
        }
        *last = sql_column_integer(rows, 0);
        if (!refused_only || sql_column_integer(rows, 5) == 0)
            take_look(look, rows, &looks[(*count)++]);
    }
    sql_end(rows);
}

enum refusal
access_log_load(const struct look *look, bool refused_only, int64_t before,
                const struct access_look **looks, int *count, int64_t *last, bool *more)
{
    struct access_look *list = ARENA_MANY(look->arena, ACCESS_LOOKS_PAGE, struct access_look);
    struct matter_facts none = matter_new(TEXT("-"), TEXT("-"), TEXT("-"));
    *looks = list;
    *count = 0;
    *more = false;
    if (look->asker->role != ROLE_AUDIT_ADMIN ||
        !access_may_see(look->asker, &none, SIGHT_ACCESS_LOG, TEXT("")))
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        walk_log(look, refused_only, before, list, count, last, more);
        store_end_read(look->store);
    }
    return ALLOWED;
}

/* ---- his own looks at papers ---- */

static bool
is_among(const struct text *documents, int count, struct text document)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(documents[i], document))
            return true;
    }
    return false;
}

int
access_looks_documents(const struct look *look, struct text matter_id,
                       const struct text **documents)
{
    struct text *list = ARENA_MANY(look->arena, ACCESS_LOOKS_DOCUMENTS_MAX, struct text);
    struct text before = TEXT(ACCESS_LOOK_DOCUMENT);
    int count = 0;
    *documents = list;
    struct sql *rows = sql(look->store, "SELECT reason FROM access_log WHERE court_id = $1"
                                        " AND matter_id = $2 AND account_id = $3"
                                        " AND allowed = 1 ORDER BY entry DESC");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, matter_id);
    sql_text(rows, 3, look->asker->account);
    while (count < ACCESS_LOOKS_DOCUMENTS_MAX && sql_next(rows)) {
        struct text reason = sql_column_here(rows, 0);
        struct text id = {reason.bytes + before.length, reason.length - before.length};
        if (text_starts_with(reason, ACCESS_LOOK_DOCUMENT) && !is_among(list, count, id))
            list[count++] = text_copy(id, look->arena);
    }
    sql_end(rows);
    return count;
}
