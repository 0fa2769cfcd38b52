/* origin_list.c: two walks along origin_rows, each row shown only to whoever may see its matter. */
#include "query/origin_list.h"

static bool
take_item(const struct look *look, struct text matter_id, struct origin_item *item)
{
    *item = (struct origin_item){0};
    if (!matter_row_load(look->store, look->court_id, matter_id, look->arena, &item->row) ||
        !access_may_see(look->asker, &item->row.facts, SIGHT_CUSTODY, TEXT("")))
        return false;
    const struct procedure *procedure =
        rulebook_procedure(look->rules, item->row.procedure_name, item->row.procedure_digest);
    int state = procedure == NULL ? -1 : procedure_state(procedure, item->row.facts.state);
    item->title = procedure == NULL ? NULL : &procedure->title;
    item->state = state < 0 ? NULL : &procedure->states[state].words;
    item->is_end = state >= 0 && procedure->states[state].is_end;
    return true;
}

int
origin_list_load(const struct look *look, struct text matter_id, const struct origin_item **items)
{
    struct origin_item *list = ARENA_MANY(look->arena, ORIGIN_LIST_MAX, struct origin_item);
    int count = 0;
    *items = list;
    if (!store_begin_read(look->store))
        return 0;
    struct sql *rows = sql(look->store, "SELECT matter_id FROM origin_rows WHERE court_id = $1"
                                        " AND origin = $2 ORDER BY matter_id LIMIT $3");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, matter_id);
    sql_integer(rows, 3, ORIGIN_LIST_MAX);
    while (count < ORIGIN_LIST_MAX && sql_next(rows))
        count += take_item(look, sql_column(rows, 0, look->arena), &list[count]);
    sql_end(rows);
    store_end_read(look->store);
    return count;
}

struct text
origin_list_of(const struct look *look, struct text matter_id)
{
    struct text origin = TEXT("");
    struct origin_item item;
    if (!store_begin_read(look->store))
        return origin;
    struct sql *row = sql(look->store, "SELECT origin FROM origin_rows WHERE court_id = $1"
                                       " AND matter_id = $2 ORDER BY origin LIMIT 1");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, matter_id);
    if (sql_next(row))
        origin = sql_column(row, 0, look->arena);
    sql_end(row);
    if (!text_is_empty(origin) && !take_item(look, origin, &item))
        origin = TEXT("");
    store_end_read(look->store);
    return origin;
}
