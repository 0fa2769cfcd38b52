/* docket.c: a matter is read once, as one moment, and cut down to what its asker may see before it
 * leaves this file. */
#include "query/docket.h"

#include "law/case_number.h"
#include "law/form.h"
#include "law/tracking_number.h"

static struct text
or_nothing(struct text text)
{
    return text_is(text, "-") ? TEXT("") : text;
}

struct text
docket_find(const struct look *look, struct text written)
{
    struct tracking_number tracking;
    struct case_number number;
    if (tracking_number_read(written, look->arena, &tracking) == NUMBER_IS_VALID)
        return tracking.text;
    if (case_number_read(written, look->arena, &number) != NUMBER_IS_VALID)
        return TEXT("");
    return number_rows_holder(look->store, look->court_id, case_number_text(&number, look->arena),
                              look->arena);
}

/* ---- progress ---- */

static void
read_periods(const struct look *look, struct docket *docket)
{
    int most = docket->row.facts.periods_count;
    bool is_asked =
        (access_relations(look->asker, &docket->row.facts) & RELATION_BIT(RELATION_EXECUTING)) != 0;
    struct docket_period *periods = ARENA_MANY(look->arena, (size_t)most + 1, struct docket_period);
    struct sql *rows =
        sql(look->store, "SELECT name, status, started, last_day, due_ms, rounds, details"
                         " FROM period_rows WHERE court_id = $1 AND matter_id = $2"
                         " ORDER BY name");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, docket->row.matter_id);
    while (docket->periods_count < most && sql_next(rows)) {
        struct docket_period period = {
            .name = sql_column(rows, 0, look->arena),
            .status = sql_column(rows, 1, look->arena),
            .started = or_nothing(sql_column(rows, 2, look->arena)),
            .last_day = or_nothing(sql_column(rows, 3, look->arena)),
            .due_ms = sql_column_integer(rows, 4),
            .rounds = sql_column_integer(rows, 5),
            .details = value_read_canonical(sql_column(rows, 6, look->arena), look->arena),
        };
        if (docket->procedure != NULL)
            period.rule = procedure_period(docket->procedure, period.name);
        bool concerns_party = period.rule != NULL && period.rule->concerns_party;
        if (concerns_party || is_asked || docket->sees[SIGHT_INTERNAL])
            periods[docket->periods_count++] = period;
    }
    sql_end(rows);
    docket->periods = periods;
}

/* ---- content ---- */

/* The step of the procedure that names parties: its form says what of a party is protected. */
static const struct step *
step_with_parties(const struct procedure *procedure, const struct field_rule **field)
{
    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        for (size_t j = 0; j < step->fields_count; j++) {
            if (step->fields[j].type == FIELD_PARTIES) {
                *field = &step->fields[j];
                return step;
            }
        }
    }
    return NULL;
}

static void
read_parties(const struct look *look, struct docket *docket)
{
    const struct field_rule *field = NULL;
    const struct step *step =
        docket->procedure == NULL ? NULL : step_with_parties(docket->procedure, &field);
    struct value *list = ARENA_NEW(look->arena, struct value);
    const struct value **end = &list->first;
    list->type = VALUE_ARRAY;
    docket->parties = list;
    if (step == NULL)
        return;
    struct sql *rows = sql(look->store, "SELECT details FROM party_rows WHERE court_id = $1"
                                        " AND matter_id = $2 ORDER BY number");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, docket->row.matter_id);
    while (sql_next(rows)) {
        const struct value *kept =
            value_read_canonical(sql_column(rows, 0, look->arena), look->arena);
        if (kept == NULL)
            continue;
        struct value *party = ARENA_NEW(look->arena, struct value);
        *party = *kept;
        *end = party;
        end = &party->next;
        list->count++;
    }
    sql_end(rows);
    struct value fields = {.type = VALUE_OBJECT, .first = list, .count = 1};
    list->key = field->name;
    const struct value *shown =
        form_shown(step, &fields, look->asker, &docket->row.facts, look->arena);
    docket->parties = value_member_named(shown, field->name);
}

/* The private part of the first event of the stream the matter came by: here, or from a peer. What
 * a court opens for itself begins in the main stream. */
static const struct value *
opening_private(const struct look *look, const struct matter_facts *facts, struct text *step)
{
    const struct value *private = NULL;
    bool is_peers = !text_equal(facts->receiving, look->court_id);
    struct sql *row =
        sql(look->store, "SELECT body, private FROM journal WHERE court_id = $1"
                         " AND matter_id = $2 AND stream IN ($3, $4) AND seq = 0 ORDER BY stream");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, facts->id);
    sql_text(row, 3, is_peers ? TEXT("inbox") : TEXT("intake"));
    sql_text(row, 4, is_peers ? TEXT("inbox") : TEXT("main"));
    while (private == NULL && sql_next(row)) {
        if (sql_column_is_null(row, 1))
            continue;
        const struct value *body =
            value_read_canonical(sql_column(row, 0, look->arena), look->arena);
        const struct value *found =
            value_read_canonical(sql_column(row, 1, look->arena), look->arena);
        if (is_peers) {
            body = value_read_canonical(value_member_text(body, "body"), look->arena);
            found = value_read_canonical(value_member_text(found, "private"), look->arena);
        }
        if (value_member(body, "open") != NULL) {
            private = found;
            *step = value_member_text(value_member(body, "result"), "step");
        }
    }
    sql_end(row);
    return private;
}

static void
read_fields(const struct look *look, struct docket *docket)
{
    struct text name = TEXT("");
    const struct value *private = opening_private(look, &docket->row.facts, &name);
    const struct value *fields = value_member(private, "fields");
    const struct step *step =
        docket->procedure == NULL ? NULL : procedure_step(docket->procedure, name);
    if (fields != NULL && step != NULL)
        docket->fields = form_shown(step, fields, look->asker, &docket->row.facts, look->arena);
}

static struct docket_document
take_document(struct sql *row, struct arena *arena)
{
    return (struct docket_document){
        .id = sql_column(row, 0, arena),
        .item = or_nothing(sql_column(row, 1, arena)),
        .name = or_nothing(sql_column(row, 2, arena)),
        .sha256 = or_nothing(sql_column(row, 3, arena)),
        .media = or_nothing(sql_column(row, 4, arena)),
        .bytes = sql_column_integer(row, 5),
        .originals = sql_column_integer(row, 6),
        .brought_ms = sql_column_integer(row, 7),
    };
}

static void
read_documents(const struct look *look, struct docket *docket)
{
    int capacity = 32;
    struct docket_document *documents =
        ARENA_MANY(look->arena, (size_t)capacity, struct docket_document);
    struct sql *rows =
        sql(look->store, "SELECT document_id, slot, name, sha256, media, bytes, originals,"
                         " brought_ms FROM document_rows WHERE court_id = $1 AND matter_id = $2"
                         " ORDER BY document_id");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, docket->row.matter_id);
    while (docket->documents_count < DOCKET_DOCUMENTS_MAX && sql_next(rows)) {
        if (docket->documents_count == capacity) {
            struct docket_document *more =
                ARENA_MANY(look->arena, (size_t)capacity * 2, struct docket_document);
            for (int i = 0; i < capacity; i++)
                more[i] = documents[i];
            documents = more;
            capacity *= 2;
        }
        documents[docket->documents_count++] = take_document(rows, look->arena);
    }
    sql_end(rows);
    docket->documents = documents;
}

/* ---- the inside ---- */

static void
read_tasks(const struct look *look, struct docket *docket)
{
    int most = docket->row.facts.tasks_count;
    struct docket_task *tasks = ARENA_MANY(look->arena, (size_t)most + 1, struct docket_task);
    struct sql *rows = sql(look->store, "SELECT name, role, node, opened_ms FROM task_rows"
                                        " WHERE court_id = $1 AND matter_id = $2 AND closed = 0"
                                        " ORDER BY name");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, docket->row.matter_id);
    while (docket->tasks_count < most && sql_next(rows)) {
        struct docket_task *task = &tasks[docket->tasks_count++];
        task->name = sql_column(rows, 0, look->arena);
        task->role = sql_column(rows, 1, look->arena);
        task->node = sql_column(rows, 2, look->arena);
        task->opened_ms = sql_column_integer(rows, 3);
        task->rule =
            docket->procedure == NULL ? NULL : procedure_task(docket->procedure, task->name);
    }
    sql_end(rows);
    docket->tasks = tasks;
}

static void
find_steps(const struct look *look, struct docket *docket)
{
    const struct step **steps = NULL;
    if (docket->procedure != NULL)
        docket->steps_count = procedure_steps_open(
            docket->procedure, &docket->row.facts, look->asker, &look->rules->rule_set,
            date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES), look->arena, &steps);
    docket->steps = steps;
}

static void
find_state(const struct look *look, struct docket *docket)
{
    docket->procedure =
        rulebook_procedure(look->rules, docket->row.procedure_name, docket->row.procedure_digest);
    int at = docket->procedure == NULL
                 ? -1
                 : procedure_state(docket->procedure, docket->row.facts.state);
    docket->state = at < 0 ? NULL : &docket->procedure->states[at];
    docket->row.next_role = or_nothing(docket->row.next_role);
    docket->row.next_node = or_nothing(docket->row.next_node);
    docket->row.due_period = or_nothing(docket->row.due_period);
    docket->row.title = docket->sees[SIGHT_CONTENT] ? or_nothing(docket->row.title) : TEXT("");
    if (!docket->sees[SIGHT_CONTENT])
        docket->row.amount_fen = -1;
}

static bool
load(const struct look *look, struct text matter_id, struct docket *docket, bool *is_hidden)
{
    if (!matter_row_load(look->store, look->court_id, matter_id, look->arena, &docket->row))
        return false;
    bool sees_anything = false;
    for (int sight = 0; sight < SIGHT_COUNT; sight++) {
        docket->sees[sight] =
            access_may_see(look->asker, &docket->row.facts, (enum sight)sight, TEXT(""));
        sees_anything |= docket->sees[sight] && sight != SIGHT_ACCESS_LOG;
    }
    *is_hidden = !sees_anything;
    if (!sees_anything)
        return false;
    find_state(look, docket);
    if (docket->sees[SIGHT_PROGRESS])
        read_periods(look, docket);
    if (docket->sees[SIGHT_CONTENT]) {
        read_parties(look, docket);
        read_fields(look, docket);
        read_documents(look, docket);
    }
    if (docket->sees[SIGHT_INTERNAL])
        read_tasks(look, docket);
    find_steps(look, docket);
    return true;
}

bool
docket_load(const struct look *look, struct text matter_id, struct docket *docket, bool *is_hidden)
{
    bool hidden = false;
    *docket = (struct docket){0};
    if (!store_begin_read(look->store))
        return false;
    bool is_there = load(look, matter_id, docket, &hidden);
    store_end_read(look->store);
    if (is_hidden != NULL)
        *is_hidden = hidden;
    return is_there && !store_fault(look->store)->is_set;
}

bool
docket_document(const struct look *look, struct text matter_id, struct text document_id,
                struct docket_document *document)
{
    struct matter_row row;
    if (!store_begin_read(look->store))
        return false;
    bool is_there = matter_row_load(look->store, look->court_id, matter_id, look->arena, &row) &&
                    access_may_see(look->asker, &row.facts, SIGHT_CONTENT, TEXT(""));
    if (is_there) {
        struct sql *rows =
            sql(look->store, "SELECT document_id, slot, name, sha256, media, bytes, originals,"
                             " brought_ms FROM document_rows WHERE court_id = $1"
                             " AND matter_id = $2 AND document_id = $3");
        sql_text(rows, 1, look->court_id);
        sql_text(rows, 2, matter_id);
        sql_text(rows, 3, document_id);
        is_there = sql_next(rows);
        if (is_there)
            *document = take_document(rows, look->arena);
        sql_end(rows);
    }
    store_end_read(look->store);
    return is_there && !store_fault(look->store)->is_set;
}
