/* simulation.c: nothing is guessed: periods are counted by the engine that will count them, and
 * what was handed in is decided again by the engine that decided it. */
#include "query/simulation.h"

#include "store/journal.h"
#include "store/matter_rows.h"

enum { FILES_MAX = 2 * RULEBOOK_FILES_MAX };

/* ---- files ---- */

struct kept_file {
    struct text name, digest;
};

static int
read_kept(const struct look *look, struct kept_file *kept)
{
    int count = 0;
    struct sql *rows = sql(look->store, "SELECT name, digest FROM reference_rows"
                                        " WHERE court_id = $1 AND kind = 'rule'"
                                        " ORDER BY name, version");
    sql_text(rows, 1, look->court_id);
    while (sql_next(rows)) {
        struct kept_file one = {sql_column(rows, 0, look->arena), sql_column(rows, 1, look->arena)};
        bool is_newer = count > 0 && text_equal(kept[count - 1].name, one.name);
        if (is_newer)
            kept[count - 1] = one;
        else if (count < FILES_MAX)
            kept[count++] = one;
    }
    sql_end(rows);
    return count;
}

static void
compare_files(const struct look *look, struct simulation *simulation)
{
    struct kept_file *kept = ARENA_MANY(look->arena, FILES_MAX, struct kept_file);
    struct simulated_file *files =
        ARENA_MANY(look->arena, FILES_MAX + RULEBOOK_FILES_MAX, struct simulated_file);
    int kept_count = read_kept(look, kept), count = 0;
    for (int i = 0; i < kept_count; i++) {
        const struct rulebook_file *now = rulebook_file(look->rules, kept[i].name);
        if (now == NULL)
            files[count++] = (struct simulated_file){kept[i].name, FILE_IS_GONE};
        else if (!text_equal(digest_hex(&now->digest, look->arena), kept[i].digest))
            files[count++] = (struct simulated_file){kept[i].name, FILE_IS_CHANGED};
    }
    for (size_t i = 0; i < look->rules->files_count; i++) {
        bool is_known = false;
        for (int k = 0; k < kept_count && !is_known; k++)
            is_known = text_equal(kept[k].name, look->rules->files[i].name);
        if (!is_known)
            files[count++] = (struct simulated_file){
                text_copy(look->rules->files[i].name, look->arena), FILE_IS_NEW};
    }
    simulation->files = files;
    simulation->files_count = count;
}

/* ---- what runs ---- */

static bool
is_among_files(const struct rulebook *rules, const struct procedure *procedure)
{
    for (size_t i = 0; i < rules->procedures.count; i++) {
        if (digest_equal(&rules->procedures.files[i].procedure.digest, &procedure->digest))
            return true;
    }
    return false;
}

static void
add_period(const struct look *look, const struct matter_row *row, const struct effect *effect,
           struct simulation *simulation)
{
    struct date before;
    simulation->periods_moved++;
    if (simulation->periods_count == SIMULATION_ROWS_MAX)
        return;
    simulation->periods[simulation->periods_count++] = (struct simulated_period){
        text_copy(row->matter_id, look->arena), text_copy(effect->name, look->arena),
        date_parse(effect->detail, &before) ? before : DATE_NONE, effect->period.last_day};
}

static void
try_matter(const struct look *look, struct text matter_id, struct arena *scratch,
           struct simulation *simulation)
{
    struct matter_row row;
    if (!matter_row_load(look->store, look->court_id, matter_id, scratch, &row))
        return;
    const struct procedure *procedure =
        rulebook_procedure(look->rules, row.procedure_name, row.procedure_digest);
    struct step_request request = {
        .asker = {.role = ROLE_CLOCK, .account = TEXT("clock"), .node = look->court_id},
        .times = {.entered_ms = look->now_ms},
        .today = date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES),
    };
    simulation->open_matters++;
    simulation->on_old_rules += procedure == NULL || !is_among_files(look->rules, procedure);
    for (int stream = 0; procedure != NULL && stream < STREAM_COUNT; stream++) {
        struct step_result result;
        if (!procedure_restate(procedure, &row.facts, (enum stream)stream, TEXT("simulated"),
                               &request, &look->rules->rule_set, scratch, &result))
            continue;
        for (int i = 0; i < result.effects_count; i++) {
            if (result.effects[i].kind == EFFECT_PERIOD_RESTATED)
                add_period(look, &row, &result.effects[i], simulation);
        }
    }
}

/* Matters in which something runs; without any of it a matter has ended or waits for nobody. */
static void
try_matters(const struct look *look, struct simulation *simulation)
{
    struct arena *scratch = arena_open();
    struct arena *names = arena_open();
    struct sql *rows = sql(look->store, "SELECT DISTINCT matter_id FROM period_rows"
                                        " WHERE court_id = $1 AND status = 'running'"
                                        " ORDER BY matter_id");
    sql_text(rows, 1, look->court_id);
    while (sql_next(rows)) {
        try_matter(look, sql_column(rows, 0, names), scratch, simulation);
        arena_reset(scratch);
        arena_reset(names);
    }
    sql_end(rows);
    arena_close(names);
    arena_close(scratch);
}

/* ---- what was handed in lately ---- */

static enum refusal
decide_again(const struct look *look, const struct event *event, const struct value *open,
             const struct value *fields, struct arena *scratch, struct step_result *result)
{
    const struct value *statement = value_read_canonical(event->statement, scratch);
    const struct value *said = value_member(value_read_canonical(event->body, scratch), "result");
    struct date today = date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES);
    struct text owner = value_member_text(open, "owner");
    const struct procedure *procedure =
        rulebook_procedure_in_force(look->rules, value_member_text(open, "procedure"), today);
    if (procedure == NULL)
        return PROCEDURE_MUST_EXIST;
    if (!rulebook_kind_is_open(look->rules, procedure, owner, today))
        return CASE_KIND_MUST_BE_OPEN;
    struct matter_facts facts = matter_new(event->matter_id, owner, look->court_id);
    facts.case_kind = procedure->case_kind;
    facts.procedure = procedure->name;
    facts.version = procedure->version;
    enum role role;
    if (!role_parse(value_member_text(statement, "role"), &role) || role == ROLE_AGENT)
        role = ROLE_COUNTER; /* the question is the form, not the power of attorney */
    struct step_request request = {
        .step = value_member_text(said, "step"),
        .asker = {.role = role,
                  .identity = IDENTITY_PROVIDER,
                  .account = value_member_text(statement, "actor"),
                  .acted_for = TEXT("-"),
                  .node = look->court_id},
        .fields = fields,
        .times = {.counter_ms = look->now_ms, .owner_ms = look->now_ms, .entered_ms = look->now_ms},
        .today = today,
    };
    if (procedure_step(procedure, request.step) == NULL)
        return STEP_MUST_EXIST;
    return procedure_decide(procedure, &facts, &request, &look->rules->rule_set, scratch, result);
}

static void
try_filing(const struct look *look, const struct event *event, struct arena *scratch,
           struct simulation *simulation)
{
    struct step_result result = {0};
    const struct value *open = value_member(value_read_canonical(event->body, scratch), "open");
    const struct value *private =
        text_is_empty(event->private) ? NULL : value_read_canonical(event->private, scratch);
    const struct value *fields = value_member(private, "fields");
    if (open == NULL || fields == NULL) /* not what opened a matter, or erased */
        return;
    enum refusal refusal = decide_again(look, event, open, fields, scratch, &result);
    simulation->filings_tried++;
    if (refusal == ALLOWED)
        return;
    simulation->filings_refused++;
    if (simulation->filings_count == SIMULATION_ROWS_MAX)
        return;
    bool has_field = refusal == FIELDS_MUST_BE_RIGHT && result.mistakes_count > 0;
    simulation->filings[simulation->filings_count++] = (struct simulated_filing){
        text_copy(event->matter_id, look->arena),
        text_copy(value_member_text(open, "procedure"), look->arena),
        has_field ? text_copy(result.mistakes[0].field, look->arena) : TEXT(""),
        has_field ? result.mistakes[0].refusal : refusal};
}

static void
try_filings(const struct look *look, struct simulation *simulation)
{
    struct arena *scratch = arena_open();
    struct sql *rows = sql(look->store, "SELECT position FROM journal WHERE court_id = $1"
                                        " AND kind = $2 ORDER BY position DESC");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, text_of(event_kind_text(EVENT_STEP_TAKEN)));
    while (simulation->filings_tried < SIMULATION_REPLAYS_MAX && sql_next(rows)) {
        struct event event;
        if (journal_read(look->store, look->court_id, sql_column_integer(rows, 0), scratch, &event))
            try_filing(look, &event, scratch, simulation);
        arena_reset(scratch);
    }
    sql_end(rows);
    arena_close(scratch);
}

void
simulation_run(const struct look *look, struct simulation *simulation)
{
    *simulation = (struct simulation){
        .periods = ARENA_MANY(look->arena, SIMULATION_ROWS_MAX, struct simulated_period),
        .filings = ARENA_MANY(look->arena, SIMULATION_ROWS_MAX, struct simulated_filing),
    };
    compare_files(look, simulation);
    try_matters(look, simulation);
    try_filings(look, simulation);
}
