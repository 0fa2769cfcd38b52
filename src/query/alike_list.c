/* alike_list.c: candidates come along two indexes, by title and by digest; each is then looked at
 * as its asker would see it, and compared. */
#include "query/alike_list.h"

enum { CANDIDATES_MAX = 40, DIGESTS_MAX = 60 };

struct candidates {
    struct text ids[CANDIDATES_MAX];
    int count;
};

static void
add(struct candidates *found, const struct docket *docket, struct text id, struct arena *arena)
{
    bool is_known = text_equal(id, docket->row.matter_id) || found->count == CANDIDATES_MAX;
    for (int i = 0; i < found->count && !is_known; i++)
        is_known = text_equal(found->ids[i], id);
    if (!is_known)
        found->ids[found->count++] = text_copy(id, arena);
}

static void
find_by_title(const struct look *look, const struct docket *docket, struct candidates *found)
{
    if (text_is_empty(docket->row.title) || text_is(docket->row.title, "-"))
        return;
    struct sql *rows = sql(look->store, "SELECT matter_id FROM matter_rows WHERE court_id = $1"
                                        " AND title = $2 ORDER BY matter_id LIMIT $3");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, docket->row.title);
    sql_integer(rows, 3, CANDIDATES_MAX);
    while (sql_next(rows))
        add(found, docket, sql_column_here(rows, 0), look->arena);
    sql_end(rows);
}

static void
find_by_files(const struct look *look, const struct docket *docket, struct candidates *found)
{
    for (int i = 0; i < docket->documents_count && i < DIGESTS_MAX; i++) {
        if (text_is_empty(docket->documents[i].sha256))
            continue;
        struct sql *rows =
            sql(look->store, "SELECT matter_id FROM document_rows WHERE court_id = $1"
                             " AND sha256 = $2 ORDER BY matter_id LIMIT $3");
        sql_text(rows, 1, look->court_id);
        sql_text(rows, 2, docket->documents[i].sha256);
        sql_integer(rows, 3, CANDIDATES_MAX);
        while (sql_next(rows))
            add(found, docket, sql_column_here(rows, 0), look->arena);
        sql_end(rows);
    }
}

/* ---- comparing ---- */

/* Who has no name yet is nobody's like. */
static bool
is_among(const struct value *parties, const struct value *party)
{
    struct text name = value_member_text(party, "name");
    for (const struct value *one = parties->first; one != NULL && !text_is_empty(name);
         one = one->next) {
        if (text_equal(value_member_text(one, "name"), name) &&
            text_equal(value_member_text(one, "position"), value_member_text(party, "position")))
            return true;
    }
    return false;
}

static bool
have_same_parties(const struct value *a, const struct value *b)
{
    if (!value_is(a, VALUE_ARRAY) || !value_is(b, VALUE_ARRAY) || a->count == 0 ||
        a->count != b->count)
        return false;
    for (const struct value *one = a->first; one != NULL; one = one->next) {
        if (!is_among(b, one))
            return false;
    }
    return true;
}

/* Procedures that ask for no cause are about different things, each of them. */
static bool
have_same_cause(const struct docket *a, const struct docket *b)
{
    struct text cause = value_member_text(a->fields, "cause");
    return text_equal(cause, value_member_text(b->fields, "cause")) &&
           (!text_is_empty(cause) || text_equal(a->row.procedure_name, b->row.procedure_name));
}

static int
count_same_files(const struct docket *a, const struct docket *b)
{
    int count = 0;
    for (int i = 0; i < a->documents_count; i++) {
        bool is_there = false;
        for (int k = 0; k < b->documents_count && !is_there; k++)
            is_there = !text_is_empty(a->documents[i].sha256) &&
                       text_equal(a->documents[i].sha256, b->documents[k].sha256);
        count += is_there;
    }
    return count;
}

int
alike_list_load(const struct look *look, const struct docket *docket, const struct alike **list)
{
    struct alike *all = ARENA_MANY(look->arena, ALIKE_MAX, struct alike);
    struct candidates *found = ARENA_NEW(look->arena, struct candidates);
    int count = 0;
    *list = all;
    if (!docket->sees[SIGHT_CONTENT] || !store_begin_read(look->store))
        return 0;
    find_by_title(look, docket, found);
    find_by_files(look, docket, found);
    store_end_read(look->store);
    for (int i = 0; i < found->count && count < ALIKE_MAX; i++) {
        struct docket *other = ARENA_NEW(look->arena, struct docket);
        if (!docket_load(look, found->ids[i], other, NULL) || !other->sees[SIGHT_CONTENT])
            continue;
        struct alike alike = {
            .matter_id = found->ids[i],
            .docket = other,
            .has_same_parties = have_same_parties(docket->parties, other->parties) &&
                                have_same_cause(docket, other),
            .same_files = count_same_files(docket, other),
        };
        if (alike.has_same_parties || alike.same_files > 0)
            all[count++] = alike;
    }
    return count;
}
