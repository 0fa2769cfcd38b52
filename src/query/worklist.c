/* worklist.c: one walk along the index by next person and deadline. */
#include "query/worklist.h"

#include <string.h>

#define ROWS_OF_QUEUE                                                                              \
    "SELECT matter_id, due_ms, procedure_name, procedure_digest, case_kind, title, owner,"         \
    " receiving, custody_peer, state, state_since_ms, assignee, case_number, is_sealed,"           \
    " due_period, version FROM matter_rows WHERE court_id = $1 AND next_node = $2"                 \
    " AND next_role = $3 AND due_ms >= $4 AND (due_ms > $4 OR matter_id > $5) AND due_ms < $6"     \
    " AND ($7 = '-' OR state = $7) AND ($8 = '-' OR due_period = $8)"                              \
    " AND ($9 = '-' OR procedure_name = $9) AND ($10 = '-' OR owner = $10 OR receiving = $10)"

/* Along the indexes matter_queue and matter_given, which hold what else narrows a queue: a row that
 * is not wished is passed by without being read, two or three thousand in a millisecond. */
const char worklist_statement[] = ROWS_OF_QUEUE " ORDER BY due_ms, matter_id";
const char worklist_given_statement[] = ROWS_OF_QUEUE " AND assignee = $11"
                                                      " ORDER BY due_ms, matter_id";

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static struct text
or_nothing(struct text text)
{
    return text_is(text, "-") ? TEXT("") : text;
}

static bool
may_look(const struct asker *asker, struct text role)
{
    if (text_equal(role_word(asker->role), role))
        return true;
    enum role of;
    if (asker->role == ROLE_COUNTER && text_equal(role_word(ROLE_PARTY), role))
        return true;
    return (asker->role == ROLE_SUPERVISOR || asker->role == ROLE_PRESIDENT) &&
           role_parse(role, &of);
}

static struct sql *
open_rows(const struct look *look, const struct worklist_filter *filter)
{
    bool is_given = !text_is_empty(filter->assignee);
    struct sql *rows = sql(look->store, is_given ? worklist_given_statement : worklist_statement);
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, look->asker->node);
    sql_text(rows, 3, filter->role);
    sql_integer(rows, 4, filter->after_due_ms);
    sql_text(rows, 5, or_dash(filter->after_matter));
    sql_integer(rows, 6, filter->overdue_only ? look->now_ms : NEVER_MS + 1);
    sql_text(rows, 7, or_dash(filter->state));
    sql_text(rows, 8, or_dash(filter->period));
    sql_text(rows, 9, or_dash(filter->kind));
    sql_text(rows, 10, or_dash(filter->court));
    if (is_given)
        sql_text(rows, 11, filter->assignee);
    return rows;
}

static struct text
column_or_nothing(struct sql *rows, int column, struct arena *arena)
{
    return or_nothing(sql_column(rows, column, arena));
}

/* What columns say of a matter. The facts know more places, people and nodes, which can only open
 * more of it to somebody. */
static struct matter_row
take_row(const struct look *look, struct sql *rows, struct text matter_id)
{
    struct arena *arena = look->arena;
    struct matter_row row = {
        .matter_id = matter_id,
        .due_ms = sql_column_integer(rows, 1),
        .procedure_name = sql_column(rows, 2, arena),
        .procedure_digest = sql_column(rows, 3, arena),
        .title = sql_column(rows, 5, arena),
        .state_since_ms = sql_column_integer(rows, 10),
        .due_period = sql_column(rows, 14, arena),
        .version = sql_column_integer(rows, 15),
    };
    row.facts = (struct matter_facts){
        .id = matter_id,
        .case_kind = sql_column(rows, 4, arena),
        .owner = sql_column(rows, 6, arena),
        .receiving = sql_column(rows, 7, arena),
        .offered_to = column_or_nothing(rows, 8, arena),
        .state = sql_column(rows, 9, arena),
        .handler = column_or_nothing(rows, 11, arena),
        .case_number = column_or_nothing(rows, 12, arena),
        .is_sealed = sql_column_integer(rows, 13) == 1,
    };
    return row;
}

static const struct words *
state_words(const struct look *look, const struct matter_row *row)
{
    const struct procedure *procedure =
        rulebook_procedure(look->rules, row->procedure_name, row->procedure_digest);
    int state = procedure == NULL ? -1 : procedure_state(procedure, row->facts.state);
    return state < 0 ? NULL : &procedure->states[state].words;
}

/* Where the columns do not show all of the row to the asker, the facts decide. */
static void
add(const struct look *look, const struct matter_row *row, struct worklist *list)
{
    bool sees_content = access_may_see(look->asker, &row->facts, SIGHT_CONTENT, TEXT(""));
    if (!sees_content) {
        struct matter_row whole;
        if (!matter_row_load(look->store, look->court_id, row->matter_id, look->arena, &whole) ||
            !access_may_see(look->asker, &whole.facts, SIGHT_CUSTODY, TEXT("")))
            return;
        sees_content = access_may_see(look->asker, &whole.facts, SIGHT_CONTENT, TEXT(""));
    }
    list->rows[list->count++] = (struct worklist_row){
        .matter_id = row->matter_id,
        .title = sees_content ? or_nothing(row->title) : TEXT(""),
        .case_kind = row->facts.case_kind,
        .procedure = row->procedure_name,
        .state = row->facts.state,
        .owner = row->facts.owner,
        .receiving = row->facts.receiving,
        .assignee = row->facts.handler,
        .case_number = row->facts.case_number,
        .due_period = or_nothing(row->due_period),
        .due_ms = row->due_ms,
        .state_since_ms = row->state_since_ms,
        .version = row->version,
        .is_sealed = row->facts.is_sealed,
        .state_words = state_words(look, row),
    };
}

static void
walk(const struct look *look, const struct worklist_filter *filter, struct worklist *list)
{
    struct sql *rows = open_rows(look, filter);
    for (int scanned = 0; sql_next(rows); scanned++) {
        if (list->count == WORKLIST_PAGE || scanned == WORKLIST_SCAN_MAX) {
            list->has_more = true;
            break;
        }
        list->next_due_ms = sql_column_integer(rows, 1);
        list->next_matter = sql_column(rows, 0, look->arena);
        struct matter_row row = take_row(look, rows, list->next_matter);
        add(look, &row, list);
    }
    sql_end(rows);
}

enum refusal
worklist_load(const struct look *look, const struct worklist_filter *filter, struct worklist *list)
{
    list->count = 0;
    list->has_more = false;
    if (!may_look(look->asker, filter->role))
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        walk(look, filter, list);
        store_end_read(look->store);
    }
    return ALLOWED;
}

/* ---- how many there are ---- */

/* As take_row, for a look at who may see it and no longer: nothing is copied. */
static struct matter_facts
facts_here(struct sql *rows)
{
    return (struct matter_facts){
        .id = sql_column_here(rows, 0),
        .case_kind = sql_column_here(rows, 4),
        .owner = sql_column_here(rows, 6),
        .receiving = sql_column_here(rows, 7),
        .offered_to = or_nothing(sql_column_here(rows, 8)),
        .handler = or_nothing(sql_column_here(rows, 11)),
        .is_sealed = sql_column_integer(rows, 13) == 1,
    };
}

static bool
sees_line(const struct look *look, struct sql *rows)
{
    struct matter_facts facts = facts_here(rows);
    struct matter_row whole;
    return access_may_see(look->asker, &facts, SIGHT_CUSTODY, TEXT("")) ||
           (matter_row_load(look->store, look->court_id, sql_column(rows, 0, look->arena),
                            look->arena, &whole) &&
            access_may_see(look->asker, &whole.facts, SIGHT_CUSTODY, TEXT("")));
}

/* The nearest deadlines come first, so that those that are late are counted on the way. */
static int
count(const struct look *look, struct worklist_filter filter, struct text assignee, int *late)
{
    int counted = 0;
    filter.assignee = assignee;
    struct sql *rows = open_rows(look, &filter);
    for (int scanned = 0; counted < WORKLIST_PAGE && scanned < WORKLIST_SCAN_MAX; scanned++) {
        if (!sql_next(rows))
            break;
        if (!sees_line(look, rows))
            continue;
        counted++;
        if (late != NULL && sql_column_integer(rows, 1) < look->now_ms)
            (*late)++;
    }
    sql_end(rows);
    return counted;
}

enum refusal
worklist_count(const struct look *look, const struct worklist_filter *wished,
               struct worklist_tally *tally)
{
    struct worklist_filter filter = *wished;
    filter.overdue_only = false;
    filter.after_due_ms = -1;
    filter.after_matter = TEXT("");
    *tally = (struct worklist_tally){0};
    if (!may_look(look->asker, filter.role))
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        tally->all = count(look, filter, TEXT(""), &tally->late);
        tally->mine = count(look, filter, look->asker->account, NULL);
        tally->free = count(look, filter, TEXT("-"), NULL);
        store_end_read(look->store);
    }
    return ALLOWED;
}

/* ---- tasks ---- */

static const struct words *
task_words(const struct look *look, const struct matter_row *row, struct text name)
{
    const struct procedure *procedure =
        rulebook_procedure(look->rules, row->procedure_name, row->procedure_digest);
    const struct task_rule *rule = procedure == NULL ? NULL : procedure_task(procedure, name);
    return rule == NULL ? NULL : &rule->words;
}

static void
read_tasks(const struct look *look, struct text role, struct worklist_task *tasks, int *count)
{
    int scanned = 0;
    struct sql *rows = sql(look->store, "SELECT matter_id, name, opened_ms FROM task_rows"
                                        " WHERE court_id = $1 AND closed = 0 AND role = $2"
                                        " AND node = $3 ORDER BY opened_ms, matter_id, name");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, role);
    sql_text(rows, 3, look->asker->node);
    while (*count < WORKLIST_TASKS_MAX && scanned++ < WORKLIST_SCAN_MAX && sql_next(rows)) {
        struct matter_row row;
        struct worklist_task task = {.matter_id = sql_column(rows, 0, look->arena),
                                     .name = sql_column(rows, 1, look->arena),
                                     .opened_ms = sql_column_integer(rows, 2)};
        if (!matter_row_load(look->store, look->court_id, task.matter_id, look->arena, &row) ||
            !access_may_see(look->asker, &row.facts, SIGHT_CUSTODY, TEXT("")))
            continue;
        task.words = task_words(look, &row, task.name);
        tasks[(*count)++] = task;
    }
    sql_end(rows);
}

enum refusal
worklist_tasks(const struct look *look, struct text role, const struct worklist_task **tasks,
               int *count)
{
    struct worklist_task *list = ARENA_MANY(look->arena, WORKLIST_TASKS_MAX, struct worklist_task);
    *tasks = list;
    *count = 0;
    if (!may_look(look->asker, role))
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        read_tasks(look, role, list, count);
        store_end_read(look->store);
    }
    return ALLOWED;
}
