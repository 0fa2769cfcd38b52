/* service_list.c: one gate for all of it: the matter's, then that of the service. */
#include "query/service_list.h"

#include "law/announcement.h"
#include "query/service_paper.h"

bool
service_list_serves(enum role role)
{
    return role == ROLE_SERVER || role == ROLE_COUNTER || role == ROLE_FILING_OFFICER ||
           role == ROLE_JUDGE || role == ROLE_SUPERVISOR;
}

static void
hide_details(struct service_item *item)
{
    struct attempt_row *attempts = (struct attempt_row *)item->attempts;
    item->row.details = NULL;
    for (int i = 0; i < item->attempts_count; i++)
        attempts[i].details = NULL;
}

/* What an addressee said against a service and nobody has decided yet. */
static void
add_objections(const struct look *look, const struct evidence_row *evidence, int count,
               struct service_item *item)
{
    struct evidence_row *open = ARENA_MANY(look->arena, (size_t)count + 1, struct evidence_row);
    for (int i = 0; i < count; i++)
        if (text_is(evidence[i].kind, "objected") && !evidence[i].is_taken &&
            text_equal(evidence[i].service_id, item->row.service_id))
            open[item->objections_count++] = evidence[i];
    item->objections = open;
}

static bool
may_withdraw(const struct look *look, const struct docket *docket,
             const struct evidence_row *evidence, int count)
{
    enum role role = look->asker->role;
    if ((role != ROLE_PARTY && role != ROLE_AGENT) ||
        !value_member_is_true(docket->fields, "electronic_service"))
        return false;
    for (int i = 0; i < count; i++)
        if (text_is(evidence[i].kind, "withdrawn") &&
            text_equal(evidence[i].account, look->asker->account))
            return false;
    return true;
}

bool
service_list_load(const struct look *look, const struct docket *docket, struct service_list *list)
{
    struct service_row *rows;
    struct evidence_row *evidence;
    struct text matter_id = docket->row.matter_id;
    bool is_staff = !access_is_citizen(look->asker->role);
    *list = (struct service_list){.items = NULL};
    if (!docket->sees[SIGHT_PROGRESS])
        return true;
    store_begin_read(look->store);
    int count = service_rows_of_matter(look->store, look->court_id, matter_id, look->arena, &rows);
    int told =
        service_rows_of_people(look->store, look->court_id, matter_id, look->arena, &evidence);
    struct service_item *items = ARENA_MANY(look->arena, (size_t)count + 1, struct service_item);
    for (int i = 0; i < count; i++) {
        struct attempt_row *attempts;
        if (!access_may_see_service(look->asker, rows[i].accounts))
            continue;
        struct service_item *item = &items[list->count++];
        *item = (struct service_item){.row = rows[i]};
        item->attempts_count = service_rows_attempts(look->store, look->court_id, matter_id,
                                                     rows[i].service_id, look->arena, &attempts);
        item->attempts = attempts;
        if (!docket->sees[SIGHT_CONTENT])
            hide_details(item);
        else
            item->paper_place = service_paper_place(look, item);
        if (!is_staff || !docket->sees[SIGHT_CONTENT])
            continue;
        struct announcement_row *announced;
        add_objections(look, evidence, told, item);
        item->announced_count = announcement_rows_of_service(
            look->store, look->court_id, matter_id, rows[i].service_id, look->arena, &announced);
        item->announced = announced;
    }
    store_end_read(look->store);
    const struct matter_facts *facts = &docket->row.facts;
    list->items = items;
    list->may_withdraw = may_withdraw(look, docket, evidence, told);
    list->is_judged_here = text_equal(facts->owner, look->court_id);
    list->may_record = service_list_serves(look->asker->role) &&
                       (list->is_judged_here || text_equal(facts->receiving, look->court_id));
    list->may_announce = list->is_judged_here && docket->sees[SIGHT_CONTENT] &&
                         announcement_is_by(look->asker->role);
    return !store_fault(look->store)->is_set;
}

/* ---- what waits ---- */

static bool
is_for_us(const struct look *look, const struct matter_row *row, struct text mode)
{
    if (text_equal(row->facts.owner, look->court_id))
        return true;
    return text_equal(row->facts.receiving, look->court_id) && text_is(mode, "D1a");
}

/* The step that was to follow can no longer be taken: the matter has gone on without it. */
static bool
is_past(const struct procedure *procedure, struct text on_served, struct text state)
{
    const struct step *step = procedure == NULL ? NULL : procedure_step(procedure, on_served);
    int at = procedure == NULL ? -1 : procedure_state(procedure, state);
    return step != NULL && at >= 0 && (step->from >> at & 1) == 0;
}

static bool
take_open(const struct look *look, struct sql *rows, struct service_open_line *line)
{
    struct matter_row row;
    struct arena *arena = look->arena;
    const struct value *plan = value_read_canonical(sql_column(rows, 3, arena), arena);
    const struct value *way = value_is(plan, VALUE_ARRAY) ? plan->first : NULL;
    *line = (struct service_open_line){
        .matter_id = sql_column(rows, 0, arena),
        .service_id = sql_column(rows, 1, arena),
        .papers = sql_column(rows, 2, arena),
        .mode = value_member_text(way, "mode"),
        .channel = value_member_text(way, "channel"),
        .planned_ms = sql_column_integer(rows, 4),
        .attempts = sql_column_integer(rows, 5),
    };
    if (!matter_row_load(look->store, look->court_id, line->matter_id, arena, &row) ||
        !is_for_us(look, &row, line->mode) ||
        !access_may_see(look->asker, &row.facts, SIGHT_PROGRESS, TEXT("")))
        return false;
    line->procedure = rulebook_procedure(look->rules, row.procedure_name, row.procedure_digest);
    if (is_past(line->procedure, sql_column(rows, 6, arena), row.facts.state))
        return false;
    if (access_may_see(look->asker, &row.facts, SIGHT_CONTENT, TEXT("")))
        line->title = row.title;
    return true;
}

enum refusal
service_list_open(const struct look *look, const struct service_open_line **lines, int *count,
                  bool *has_more)
{
    struct service_open_line *list =
        ARENA_MANY(look->arena, SERVICE_LIST_OPEN_MAX, struct service_open_line);
    *lines = list;
    *count = 0;
    *has_more = false;
    if (!service_list_serves(look->asker->role))
        return ROLE_MUST_BE_ALLOWED;
    store_begin_read(look->store);
    struct sql *rows =
        sql(look->store, "SELECT matter_id, service_id, papers, plan, planned_ms, attempts,"
                         " on_served"
                         " FROM service_rows WHERE court_id = $1 AND status = 'open'"
                         " ORDER BY planned_ms, matter_id, service_id LIMIT $2");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, SERVICE_LIST_SCAN_MAX);
    int scanned = 0;
    for (; *count < SERVICE_LIST_OPEN_MAX && sql_next(rows); scanned++)
        *count += take_open(look, rows, &list[*count]);
    *has_more = *count == SERVICE_LIST_OPEN_MAX || scanned == SERVICE_LIST_SCAN_MAX;
    sql_end(rows);
    store_end_read(look->store);
    return ALLOWED;
}
