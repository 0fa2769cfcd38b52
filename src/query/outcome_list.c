/* outcome_list.c: the same row that answers a repeat (command.c) answers who comes to look. */
#include "query/outcome_list.h"

#include "base/value.h"

bool
outcome_list_find(const struct look *look, struct text act_id, struct outcome_found *found)
{
    struct sql *row = sql(look->store, "SELECT status, answer FROM outcome"
                                       " WHERE court_id = $1 AND act_id = $2");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, act_id);
    bool is_there = sql_next(row);
    *found = (struct outcome_found){.refusal = ALLOWED, .detail = TEXT("")};
    if (is_there && sql_column_integer(row, 0) != 0) {
        const struct value *said =
            value_read_canonical(sql_column(row, 1, look->arena), look->arena);
        found->refusal = CONDITION_MUST_BE_MET;
        refusal_parse(value_member_text(said, "refusal"), &found->refusal);
        found->detail = value_member_text(said, "detail");
    }
    sql_end(row);
    return is_there;
}
