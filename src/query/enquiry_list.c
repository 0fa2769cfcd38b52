/* enquiry_list.c: an enquiry and its answer are two events of the same matter; the answer names the
 * envelope of the enquiry. */
#include "query/enquiry_list.h"

static void
take_enquiry(const struct look *look, struct sql *row, struct enquiry *enquiry)
{
    const struct value *body = value_read_canonical(sql_column(row, 3, look->arena), look->arena);
    const struct value *private = NULL;
    if (!sql_column_is_null(row, 4))
    private = value_read_canonical(sql_column(row, 4, look->arena), look->arena);
    const struct value *statement =
        value_read_canonical(sql_column(row, 2, look->arena), look->arena);
    *enquiry = (struct enquiry){
        .position = sql_column_integer(row, 1),
        .asked_ms = value_member_integer(statement, "entered", 0),
        .asked = value_member_text(body, "asked"),
        .person = value_member_text(private, "name"),
        .reason = value_member_text(private, "reason"),
    };
}

static void
take_answer(const struct look *look, struct sql *row, struct enquiry *enquiries, int count)
{
    const struct value *body = value_read_canonical(sql_column(row, 3, look->arena), look->arena);
    const struct value *statement =
        value_read_canonical(sql_column(row, 2, look->arena), look->arena);
    struct text said = value_member_text(body, "enquiry");
    for (int i = 0; i < count; i++) {
        struct event made;
        if (!journal_read(look->store, look->court_id, enquiries[i].position, look->arena, &made) ||
            !text_equal(envelope_id(&made.leaf, envelope_kind_text(ENVELOPE_ENQUIRY),
                                    enquiries[i].asked, look->arena),
                        said))
            continue;
        enquiries[i].answer = value_member(body, "answer");
        enquiries[i].answered_ms = value_member_integer(statement, "entered", 0);
    }
}

static bool
is_own(const struct look *look, struct sql *row)
{
    const struct value *body = value_read_canonical(sql_column(row, 3, look->arena), look->arena);
    return text_equal(value_member_text(body, "account"), look->asker->account);
}

static void
walk(const struct look *look, struct text matter_id, struct enquiry *enquiries, int *count)
{
    struct sql *rows = sql(look->store, "SELECT kind, position, statement, body, private"
                                        " FROM journal WHERE court_id = $1 AND matter_id = $2"
                                        " AND stream = 'enquiry' ORDER BY seq DESC");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, matter_id);
    while (*count < ENQUIRY_LIST_MAX && sql_next(rows)) {
        if (is_own(look, rows))
            take_enquiry(look, rows, &enquiries[(*count)++]);
    }
    sql_end(rows);
    rows = sql(look->store, "SELECT kind, position, statement, body, private FROM journal"
                            " WHERE court_id = $1 AND matter_id = $2 AND stream = 'inbox'"
                            " ORDER BY seq");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, matter_id);
    while (*count > 0 && sql_next(rows)) {
        if (event_kind_of(sql_column_here(rows, 0)) == EVENT_ANSWER_RECEIVED)
            take_answer(look, rows, enquiries, *count);
    }
    sql_end(rows);
}

/* Papers may be taken in while the answer holds, also where no copy of the matter is. */
static void
find_steps(const struct look *look, struct text matter_id, struct enquiry *enquiry)
{
    struct matter_row row;
    struct asker asker = *look->asker;
    const struct step **steps = NULL;
    if (!enquiry_row(enquiry->answer, matter_id, &row))
        return;
    const struct procedure *procedure =
        rulebook_procedure(look->rules, row.procedure_name, row.procedure_digest);
    if (procedure == NULL)
        return;
    asker.has_enquiry = true;
    asker.acted_for = enquiry->person;
    enquiry->steps_count = procedure_steps_open(
        procedure, &row.facts, &asker, &look->rules->rule_set,
        date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES), look->arena, &steps);
    enquiry->steps = steps;
}

void
enquiry_list_load(const struct look *look, struct text matter_id, const struct enquiry **enquiries,
                  int *count)
{
    struct enquiry *list = ARENA_MANY(look->arena, ENQUIRY_LIST_MAX, struct enquiry);
    *enquiries = list;
    *count = 0;
    if (look->asker->role != ROLE_COUNTER || !store_begin_read(look->store))
        return;
    walk(look, matter_id, list, count);
    store_end_read(look->store);
    for (int i = 0; i < *count; i++) {
        list[i].has_expired =
            list[i].answer != NULL && look->now_ms - list[i].asked_ms > ENQUIRY_HOLDS_MS;
        if (list[i].has_expired)
            list[i].answer = NULL;
        find_steps(look, matter_id, &list[i]);
    }
}
