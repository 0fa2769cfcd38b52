/* matter_rows.c: one row of facts that the engine reads, and beside it the columns and rows that
 * lists and clocks look for. */
#include "store/matter_rows.h"

#include "law/secret.h"
#include "store/announcement_rows.h"
#include "store/notice_rows.h"
#include "store/service_rows.h"

#include <string.h>

#define MATTER_COLUMNS                                                                             \
    "procedure_name, procedure_digest, title, next_role, next_node, due_period, state_since_ms, "  \
    "amount_fen, due_ms, version, facts"

static const struct value *
canonical_or_null(struct text text, struct arena *arena)
{
    return text_is_empty(text) ? NULL : value_read_canonical(text, arena);
}

static struct matter_row
no_row(struct text matter_id)
{
    return (struct matter_row){.matter_id = matter_id, .due_ms = NEVER_MS, .amount_fen = -1};
}

bool
matter_row_load(struct store *store, struct text court_id, struct text matter_id,
                struct arena *arena, struct matter_row *row)
{
    *row = no_row(matter_id);
    struct sql *found = sql(store, "SELECT " MATTER_COLUMNS " FROM matter_rows"
                                   " WHERE court_id = $1 AND matter_id = $2");
    sql_text(found, 1, court_id);
    sql_text(found, 2, matter_id);
    bool is_there = sql_next(found);
    if (is_there) {
        row->procedure_name = sql_column(found, 0, arena);
        row->procedure_digest = sql_column(found, 1, arena);
        row->title = sql_column(found, 2, arena);
        row->next_role = sql_column(found, 3, arena);
        row->next_node = sql_column(found, 4, arena);
        row->due_period = sql_column(found, 5, arena);
        row->state_since_ms = sql_column_integer(found, 6);
        row->amount_fen = sql_column_integer(found, 7);
        row->due_ms = sql_column_integer(found, 8);
        row->version = sql_column_integer(found, 9);
        is_there = matter_read_facts(canonical_or_null(sql_column(found, 10, arena), arena), arena,
                                     &row->facts);
    }
    sql_end(found);
    return is_there;
}

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static void
save(struct store *store, struct text court_id, const struct matter_row *row, struct arena *arena)
{
    const struct matter_facts *facts = &row->facts;
    struct canon canon = canon_open(arena, 2048);
    matter_write_facts(&canon, facts);
    struct sql *put =
        sql(store,
            "INSERT INTO matter_rows (court_id, matter_id, procedure_name, procedure_digest,"
            " case_kind, title, owner, receiving, epoch, custody, custody_peer, state,"
            " state_since_ms, next_role, next_node, assignee, case_number, is_sealed, amount_fen,"
            " claimed_ms, counter_ms, owner_ms, entered_ms, due_ms, due_period, version, facts)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
            " $18, $19, $20, $21, $22, $23, $24, $25, $26, $27)"
            " ON CONFLICT (court_id, matter_id) DO UPDATE SET title = $6, owner = $7,"
            " epoch = $9, custody = $10, custody_peer = $11, state = $12, state_since_ms = $13,"
            " next_role = $14, next_node = $15, assignee = $16, case_number = $17,"
            " is_sealed = $18, amount_fen = $19, owner_ms = $22, due_ms = $24, due_period = $25,"
            " version = $26, facts = $27");
    static const char *const custodies[] = {"held", "offered", "declined"};
    sql_text(put, 1, court_id);
    sql_text(put, 2, row->matter_id);
    sql_text(put, 3, row->procedure_name);
    sql_text(put, 4, row->procedure_digest);
    sql_text(put, 5, facts->case_kind);
    sql_text(put, 6, or_dash(row->title));
    sql_text(put, 7, facts->owner);
    sql_text(put, 8, facts->receiving);
    sql_integer(put, 9, facts->epoch);
    sql_text(put, 10, text_of(custodies[facts->custody]));
    sql_text(put, 11, or_dash(facts->offered_to));
    sql_text(put, 12, facts->state);
    sql_integer(put, 13, row->state_since_ms);
    sql_text(put, 14, or_dash(row->next_role));
    sql_text(put, 15, or_dash(row->next_node));
    sql_text(put, 16, or_dash(facts->handler));
    sql_text(put, 17, or_dash(facts->case_number));
    sql_integer(put, 18, facts->is_sealed);
    sql_integer(put, 19, row->amount_fen);
    sql_integer(put, 20, facts->times.claimed_ms);
    sql_integer(put, 21, facts->times.counter_ms);
    sql_integer(put, 22, facts->times.owner_ms);
    sql_integer(put, 23, facts->times.entered_ms);
    sql_integer(put, 24, row->due_ms);
    sql_text(put, 25, or_dash(row->due_period));
    sql_integer(put, 26, row->version);
    sql_text(put, 27, canon_text(&canon));
    sql_run(put);
}

static struct text
node_of_next(const struct actor *next, const struct matter_facts *facts)
{
    if (next->relations & RELATION_BIT(RELATION_OFFERED) && !text_is_empty(facts->offered_to))
        return facts->offered_to;
    if (next->relations & RELATION_BIT(RELATION_EXECUTING) && !text_is_empty(facts->executing))
        return facts->executing;
    if (next->relations & RELATION_BIT(RELATION_OWNER))
        return facts->owner;
    return facts->receiving;
}

void
matter_row_find_due(struct matter_row *row)
{
    row->due_ms = NEVER_MS;
    row->due_period = TEXT("");
    for (int i = 0; i < row->facts.periods_count; i++) {
        const struct matter_period *period = &row->facts.periods[i];
        bool is_late = period->status == PERIOD_LAPSED && period->stream != STREAM_INTAKE;
        if ((period->status == PERIOD_RUNNING || is_late) && !period->is_reminder &&
            period->due_ms > 0 && period->due_ms < row->due_ms) {
            row->due_ms = period->due_ms;
            row->due_period = period->name;
        }
    }
}

static void
put_period(struct store *store, struct text court_id, struct text matter_id,
           const struct matter_period *period, struct text details, bool is_counted, bool is_begun,
           struct arena *arena)
{
    static const char *const statuses[] = {"none", "running", "suspended", "stopped", "lapsed"};
    struct sql *put = sql(
        store, "INSERT INTO period_rows (court_id, matter_id, name, status, started, last_day,"
               " due_ms, rounds, details, watcher) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)"
               " ON CONFLICT (court_id, matter_id, name) DO UPDATE SET status = $4, started = $5,"
               " last_day = $6, due_ms = $7, watcher = $9, rounds = period_rows.rounds + $10,"
               " details = CASE WHEN $11 = 1 THEN $8 ELSE period_rows.details END");
    sql_text(put, 1, court_id);
    sql_text(put, 2, matter_id);
    sql_text(put, 3, period->name);
    sql_text(put, 4, text_of(statuses[period->status]));
    sql_text(put, 5, date_is_none(period->from) ? TEXT("-") : date_text(period->from, arena));
    sql_text(put, 6,
             date_is_none(period->last_day) ? TEXT("-") : date_text(period->last_day, arena));
    sql_integer(put, 7, period->due_ms > 0 ? period->due_ms : NEVER_MS);
    sql_text(put, 8, details);
    sql_text(put, 9, period->stream == STREAM_MAIN ? TEXT("-") : or_dash(period->node));
    sql_integer(put, 10, is_begun);
    sql_integer(put, 11, is_counted);
    sql_run(put);
}

static void
save_period(struct store *store, struct text court_id, const struct matter_row *row,
            const struct effect *effect, struct arena *arena)
{
    const struct matter_period *period = matter_period(&row->facts, effect->name);
    if (period == NULL)
        return;
    struct canon details = canon_open(arena, 512);
    canon_begin_object(&details);
    if (period->calendar_missing != 0)
        canon_member_integer(&details, "calendar_missing", period->calendar_missing);
    if (!text_is_empty(effect->derivation)) {
        canon_key(&details, "derivation");
        canon_put_canonical(&details, effect->derivation);
    }
    canon_member_text_if(&details, "rule", effect->rule);
    canon_member_text_if(&details, "rules_digest", effect->rules_digest);
    canon_end_object(&details);
    bool is_counted =
        effect->kind == EFFECT_PERIOD_STARTED || effect->kind == EFFECT_PERIOD_EXTENDED ||
        effect->kind == EFFECT_PERIOD_RESUMED || effect->kind == EFFECT_PERIOD_RESTATED;
    put_period(store, court_id, row->matter_id, period, canon_text(&details), is_counted,
               is_counted && effect->kind != EFFECT_PERIOD_RESTATED, arena);
}

static void
save_task(struct store *store, struct text court_id, const struct matter_row *row,
          const struct effect *effect, const struct step_told *told, int64_t at_ms)
{
    bool is_open = effect->kind == EFFECT_TASK_OPENED;
    struct sql *put =
        sql(store, "INSERT INTO task_rows (court_id, matter_id, name, role, node, opened_ms,"
                   " position, closed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                   " ON CONFLICT (court_id, matter_id, name) DO UPDATE SET closed = $8,"
                   " opened_ms = CASE WHEN $8 = 0 THEN $6 ELSE task_rows.opened_ms END,"
                   " position = $7");
    sql_text(put, 1, court_id);
    sql_text(put, 2, row->matter_id);
    sql_text(put, 3, effect->name);
    sql_text(put, 4, is_open ? role_word(effect->who.role) : TEXT("-"));
    sql_text(put, 5, is_open ? node_of_next(&effect->who, &row->facts) : TEXT("-"));
    sql_integer(put, 6, at_ms);
    sql_integer(put, 7, told->position);
    sql_integer(put, 8, !is_open);
    sql_run(put);
}

/* 2026吉7502民初 and 13 of （2026）吉7502民初13号; false for what is no plain number of a series.
 */
static bool
series_of(struct text number, struct arena *arena, struct text *series, int64_t *serial)
{
    struct buffer kept = buffer_open(arena, number.length);
    size_t digits_at = 0;
    for (size_t at = 0; at < number.length;) {
        char bytes[4];
        uint32_t c = text_next(number, &at);
        if (c == 0xFF08 || c == 0xFF09 || c == '(' || c == ')')
            continue;
        if (c == 0x53F7) /* 号 */
            break;
        buffer_add(&kept, bytes, text_put(c, bytes));
    }
    struct text all = buffer_text(&kept);
    for (digits_at = all.length; digits_at > 0; digits_at--) {
        if (all.bytes[digits_at - 1] < '0' || all.bytes[digits_at - 1] > '9')
            break;
    }
    *series = (struct text){all.bytes, digits_at};
    return text_number((struct text){all.bytes + digits_at, all.length - digits_at}, serial);
}

static void
save_number(struct store *store, struct text court_id, const struct matter_row *row,
            struct text number, struct arena *arena)
{
    struct text series;
    int64_t serial;
    if (text_is_empty(number) || !series_of(number, arena, &series, &serial))
        return;
    struct sql *used = sql(store, "INSERT INTO number_used (court_id, case_number, matter_id)"
                                  " VALUES ($1, $2, $3)"
                                  " ON CONFLICT (court_id, case_number) DO NOTHING");
    sql_text(used, 1, court_id);
    sql_text(used, 2, number);
    sql_text(used, 3, row->matter_id);
    sql_run(used);
    struct sql *last =
        sql(store, "INSERT INTO number_rows (court_id, series, last)"
                   " VALUES ($1, $2, $3) ON CONFLICT (court_id, series) DO UPDATE SET"
                   " last = CASE WHEN number_rows.last < $3 THEN $3"
                   " ELSE number_rows.last END");
    sql_text(last, 1, court_id);
    sql_text(last, 2, series);
    sql_integer(last, 3, serial);
    sql_run(last);
}

static void
save_parties(struct store *store, struct text court_id, struct text matter_id,
             const struct value *private, struct arena *arena)
{
    const struct value *parties = value_member(private, "parties");
    int64_t number = 0;
    if (!value_is(parties, VALUE_ARRAY))
        return;
    for (const struct value *party = parties->first; party != NULL; party = party->next) {
        struct canon details = canon_open(arena, 256);
        canon_put(&details, party);
        struct sql *put = sql(store, "INSERT INTO party_rows (court_id, matter_id, number, side,"
                                     " account_id, details) VALUES ($1, $2, $3, $4, $5, $6)"
                                     " ON CONFLICT (court_id, matter_id, number) DO UPDATE SET"
                                     " side = $4, account_id = $5, details = $6");
        sql_text(put, 1, court_id);
        sql_text(put, 2, matter_id);
        sql_integer(put, 3, number++);
        sql_text(put, 4, or_dash(value_member_text(party, "position")));
        sql_text(put, 5, or_dash(value_member_text(party, "account")));
        sql_text(put, 6, canon_text(&details));
        sql_run(put);
    }
}

/* So that somebody's own matters are found without looking at anybody else's. */
static void
save_people(struct store *store, struct text court_id, const struct matter_row *row)
{
    for (int i = 0; i < row->facts.people_count; i++) {
        struct sql *put = sql(store, "INSERT INTO person_rows (court_id, account_id, matter_id)"
                                     " VALUES ($1, $2, $3)"
                                     " ON CONFLICT (court_id, account_id, matter_id) DO NOTHING");
        sql_text(put, 1, court_id);
        sql_text(put, 2, row->facts.people[i]);
        sql_text(put, 3, row->matter_id);
        sql_run(put);
    }
}

static void
save_documents(struct store *store, struct text court_id, const struct step_told *told,
               struct arena *arena)
{
    const struct value *documents = value_member(told->private, "documents");
    int number = 0;
    if (!value_is(documents, VALUE_ARRAY))
        return;
    for (const struct value *item = documents->first; item != NULL; item = item->next) {
        struct sql *put =
            sql(store, "INSERT INTO document_rows (court_id, matter_id, document_id, slot, name,"
                       " sha256, bytes, media, originals, copies, brought_ms)"
                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                       " ON CONFLICT (court_id, matter_id, document_id) DO NOTHING");
        sql_text(put, 1, court_id);
        sql_text(put, 2, told->matter_id);
        sql_text(put, 3, text_format(arena, "%.*s.%d", TEXT_ARGS(told->document_prefix), number++));
        sql_text(put, 4, or_dash(value_member_text(item, "item")));
        sql_text(put, 5, or_dash(value_member_text(item, "name")));
        sql_text(put, 6, or_dash(value_member_text(item, "file")));
        sql_integer(put, 7, value_member_integer(item, "bytes", 0));
        sql_text(put, 8, or_dash(value_member_text(item, "media")));
        sql_integer(put, 9, value_member_integer(item, "originals", 0));
        sql_integer(put, 10, value_member_integer(item, "copies", 0));
        sql_integer(put, 11, told->times.entered_ms);
        sql_run(put);
    }
}

struct text
matter_rows_place(struct text node, struct text stream, int64_t seq, struct arena *arena)
{
    return text_format(arena, "%.*s/%.*s/%lld", TEXT_ARGS(node), TEXT_ARGS(stream), (long long)seq);
}

/* A step of a stream that does not decide waits for its answer; a step that answers ends the wait.
 * Either may come first where a history is handed on. */
static void
save_arrival(struct store *store, struct text court_id, const struct step_told *told,
             enum stream stream)
{
    struct text answers = value_member_text(told->body, "answers");
    bool is_answer = !text_is_empty(answers);
    if (!is_answer && (stream == STREAM_MAIN || !told->is_step))
        return;
    struct sql *put = sql(
        store, "INSERT INTO arrival_rows (court_id, matter_id, place, position, answered)"
               " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (court_id, matter_id, place) DO UPDATE SET"
               " position = CASE WHEN $4 < 0 THEN arrival_rows.position ELSE $4 END,"
               " answered = CASE WHEN $5 = 1 THEN 1 ELSE arrival_rows.answered END");
    sql_text(put, 1, court_id);
    sql_text(put, 2, told->matter_id);
    sql_text(put, 3, is_answer ? answers : told->place);
    sql_integer(put, 4, is_answer ? -1 : told->position);
    sql_integer(put, 5, is_answer);
    sql_run(put);
}

int
matter_rows_waiting(struct store *store, struct text court_id, struct text matter_id, int most,
                    int64_t *positions)
{
    int count = 0;
    struct sql *rows = sql(store, "SELECT position FROM arrival_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND answered = 0 AND position >= 0"
                                  " ORDER BY position LIMIT $3");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, matter_id);
    sql_integer(rows, 3, most);
    while (count < most && sql_next(rows))
        positions[count++] = sql_column_integer(rows, 0);
    sql_end(rows);
    return count;
}

/* People are told where they are at home: where the matter was handed in, or where they follow it.
 */
static bool
is_at_home(const struct matter_facts *facts, struct text account, struct text court_id)
{
    for (int i = 0; i < facts->followers_count; i++) {
        if (text_equal(facts->followers[i].account, account))
            return text_equal(facts->followers[i].node, court_id);
    }
    return text_equal(facts->receiving, court_id);
}

static void
save_notice(struct store *store, struct text court_id, const struct matter_row *row,
            const struct effect *effect, const struct step_told *told)
{
    bool is_told = text_is(effect->value, "party");
    for (int i = 0; is_told && i < row->facts.people_count; i++)
        if (is_at_home(&row->facts, row->facts.people[i], court_id))
            notice_rows_put(store, court_id, row->facts.people[i], row->matter_id, told->position,
                            effect->name, told->times.entered_ms);
}

static void
save_effects(struct store *store, struct text court_id, const struct matter_row *row,
             const struct step_result *result, const struct step_told *told, struct arena *arena)
{
    for (int i = 0; i < result->effects_count; i++) {
        const struct effect *effect = &result->effects[i];
        switch (effect->kind) {
        case EFFECT_PERIOD_STARTED:
        case EFFECT_PERIOD_EXTENDED:
        case EFFECT_PERIOD_RESUMED:
        case EFFECT_PERIOD_RESTATED:
        case EFFECT_PERIOD_SUSPENDED:
        case EFFECT_PERIOD_STOPPED:
        case EFFECT_PERIOD_LAPSED: save_period(store, court_id, row, effect, arena); break;
        case EFFECT_TASK_OPENED:
        case EFFECT_TASK_CLOSED:
            save_task(store, court_id, row, effect, told, result->at_ms);
            break;
        case EFFECT_NUMBER_WANTED: save_number(store, court_id, row, effect->value, arena); break;
        case EFFECT_FOLLOWED:
        case EFFECT_PARTIES_NAMED: save_people(store, court_id, row); break;
        case EFFECT_NOTICE_PROMISED: save_notice(store, court_id, row, effect, told); break;
        default: break;
        }
    }
}

static void
open_row(struct matter_row *row, const struct step_told *told, const struct value *open)
{
    row->procedure_name = value_member_text(open, "procedure");
    row->procedure_digest = value_member_text(open, "procedure_digest");
    row->facts = matter_new(told->matter_id, value_member_text(open, "owner"),
                            value_member_text(open, "receiving"));
    row->facts.case_kind = value_member_text(open, "case_kind");
    row->facts.owner_place = value_member_text(open, "owner_place");
    row->facts.receiving_place = value_member_text(open, "receiving_place");
    row->facts.procedure = row->procedure_name;
    row->facts.version = value_member_integer(open, "procedure_version", 1);
    row->facts.times = told->times;
}

/* What was begun as a draft at this node and handed in here. */
static void
save_filing(struct store *store, struct text court_id, const struct step_told *told,
            const struct value *open, const struct step_result *result)
{
    int64_t begun_ms = value_member_integer(open, "begun_ms", 0);
    if (begun_ms <= 0 || begun_ms > told->times.entered_ms)
        return;
    struct sql *put =
        sql(store, "INSERT INTO filing_rows (court_id, matter_id, role, begun_ms, entered_ms)"
                   " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (court_id, matter_id) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_text(put, 2, told->matter_id);
    sql_text(put, 3, role_word(result->role));
    sql_integer(put, 4, begun_ms);
    sql_integer(put, 5, told->times.entered_ms);
    sql_run(put);
}

/* What was opened here out of another matter of this node. */
static void
save_origin(struct store *store, struct text court_id, const struct step_told *told,
            const struct value *open)
{
    struct text origin = value_member_text(open, "origin");
    if (text_is_empty(origin))
        return;
    struct sql *put =
        sql(store, "INSERT INTO origin_rows (court_id, origin, matter_id, service_id)"
                   " VALUES ($1, $2, $3, $4) ON CONFLICT (court_id, origin, matter_id) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_text(put, 2, origin);
    sql_text(put, 3, told->matter_id);
    sql_text(put, 4, or_dash(value_member_text(open, "origin_service")));
    sql_run(put);
}

bool
matter_rows_origin(struct store *store, struct text court_id, struct text matter_id,
                   struct arena *arena, struct text *origin, struct text *service_id)
{
    struct sql *row = sql(store, "SELECT origin, service_id FROM origin_rows WHERE court_id = $1"
                                 " AND matter_id = $2 ORDER BY origin LIMIT 1");
    sql_text(row, 1, court_id);
    sql_text(row, 2, matter_id);
    bool is_there = sql_next(row);
    if (is_there) {
        *origin = sql_column(row, 0, arena);
        *service_id = sql_column(row, 1, arena);
        if (text_is(*service_id, "-"))
            *service_id = TEXT("");
    }
    sql_end(row);
    return is_there;
}

/* A peer's stream that does not decide adds facts, but what only the owner settles stays. One word
 * counts: the court that a matter was offered to says that it does not take it. */
static void
keep_state(struct matter_row *row, const struct matter_facts *before, struct text node)
{
    struct matter_facts *facts = &row->facts;
    bool is_declined = facts->custody == CUSTODY_DECLINED && before->custody == CUSTODY_OFFERED &&
                       text_equal(node, before->offered_to);
    facts->state = before->state;
    facts->custody = is_declined ? CUSTODY_DECLINED : before->custody;
    facts->owner = before->owner;
    facts->epoch = before->epoch;
    facts->offered_to = before->offered_to;
    facts->executing = before->executing;
    facts->handler = before->handler;
    facts->case_number = before->case_number;
    facts->is_sealed = before->is_sealed;
    facts->is_registered = before->is_registered;
}

/* The row before the step; false where this node knows no such matter. */
static bool
row_before(struct store *store, struct text court_id, const struct step_told *told,
           const struct matter_row *known, struct arena *arena, struct matter_row *row)
{
    if (known == NULL)
        return matter_row_load(store, court_id, told->matter_id, arena, row);
    *row = known->version > 0 ? *known : no_row(told->matter_id);
    return known->version > 0;
}

/* The main stream moves a matter when its owner writes it, or a court that takes it over under a
 * higher epoch. What an older owner said before may arrive later and moves nothing any more. */
static bool
is_decisive(const struct step_told *told, const struct matter_facts *before,
            const struct step_result *result)
{
    if (!told->moves_state || result->stream != STREAM_MAIN ||
        text_equal(told->node, before->owner))
        return told->moves_state;
    for (int i = 0; i < result->effects_count; i++) {
        const struct effect *effect = &result->effects[i];
        if (effect->kind == EFFECT_CUSTODY_ACCEPTED && effect->count > before->epoch &&
            text_equal(effect->value, told->node))
            return true;
    }
    return false;
}

void
matter_rows_step(struct store *store, struct text court_id, const struct step_told *told,
                 struct matter_row *known, struct arena *arena)
{
    struct matter_row row;
    struct step_result result;
    const struct value *open = value_member(told->body, "open");
    bool is_known = row_before(store, court_id, told, known, arena, &row);
    if ((!is_known && open == NULL) ||
        !matter_read_result(value_member(told->body, "result"), arena, &result))
        return;
    secret_put_back(&result, value_member(told->private, "secrets"));
    if (!is_known)
        open_row(&row, told, open);
    struct matter_facts before = row.facts;
    row.facts = matter_apply(&before, &result, arena);
    if (told->times.owner_ms > 0 && row.facts.times.owner_ms <= 0)
        row.facts.times.owner_ms = told->times.owner_ms;
    bool is_moved = !is_known || is_decisive(told, &before, &result);
    if (!is_moved)
        keep_state(&row, &before, told->node);
    if (is_moved) {
        if (!is_known || !text_equal(before.state, row.facts.state))
            row.state_since_ms = result.at_ms;
        bool has_ended = result.is_end && row.facts.custody != CUSTODY_OFFERED;
        row.next_role = has_ended ? TEXT("") : role_word(result.next.role);
        row.next_node = has_ended ? TEXT("") : node_of_next(&result.next, &row.facts);
    }
    struct text title = value_member_text(told->private, "title");
    if (!text_is_empty(title))
        row.title = title;
    row.amount_fen = value_member_integer(told->private, "amount_fen", row.amount_fen);
    row.version++;
    matter_row_find_due(&row);
    save(store, court_id, &row, arena);
    save_effects(store, court_id, &row, &result, told, arena);
    save_parties(store, court_id, told->matter_id, told->private, arena);
    save_arrival(store, court_id, told, result.stream);
    save_documents(store, court_id, told, arena);
    if (open != NULL && text_equal(told->node, court_id)) {
        save_filing(store, court_id, told, open, &result);
        save_origin(store, court_id, told, open);
    }
    if (known != NULL)
        *known = row;
}

static struct text
details_of_period(const struct value *periods, struct text name, struct arena *arena)
{
    const struct value *item = value_is(periods, VALUE_ARRAY) ? periods->first : NULL;
    for (; item != NULL; item = item->next) {
        const struct value *details = value_member(item, "details");
        if (!text_equal(value_member_text(item, "name"), name) || !value_is(details, VALUE_OBJECT))
            continue;
        struct canon canon = canon_open(arena, 256);
        canon_put(&canon, details);
        return canon_text(&canon);
    }
    return TEXT("{}");
}

static void
put_task(struct store *store, struct text court_id, const struct matter_row *row,
         const struct matter_task *task, int64_t position)
{
    struct sql *put = sql(store, "INSERT INTO task_rows (court_id, matter_id, name, role, node,"
                                 " opened_ms, position, closed)"
                                 " VALUES ($1, $2, $3, $4, $5, $6, $7, 0)");
    sql_text(put, 1, court_id);
    sql_text(put, 2, row->matter_id);
    sql_text(put, 3, task->name);
    sql_text(put, 4, role_word(task->who.role));
    sql_text(put, 5, node_of_next(&task->who, &row->facts));
    sql_integer(put, 6, task->opened_ms);
    sql_integer(put, 7, position);
    sql_run(put);
}

void
matter_rows_put_whole(struct store *store, struct text court_id, struct matter_row *row,
                      const struct value *said, int64_t position, struct arena *arena)
{
    matter_row_find_due(row);
    save(store, court_id, row, arena);
    save_parties(store, court_id, row->matter_id, said, arena);
    save_people(store, court_id, row);
    save_number(store, court_id, row, row->facts.case_number, arena);
    for (int i = 0; i < row->facts.periods_count; i++) {
        const struct matter_period *period = &row->facts.periods[i];
        put_period(store, court_id, row->matter_id, period,
                   details_of_period(value_member(said, "periods"), period->name, arena), true,
                   true, arena);
    }
    for (int i = 0; i < row->facts.tasks_count; i++)
        put_task(store, court_id, row, &row->facts.tasks[i], position);
}

void
matter_rows_forget(struct store *store, struct text court_id, struct text matter_id)
{
    static const char *const deletes[] = {
        "DELETE FROM matter_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM filing_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM origin_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM party_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM person_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM period_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM arrival_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM task_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM document_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM stream_rows WHERE court_id = $1 AND matter_id = $2",
    };
    notice_rows_forget(store, court_id, matter_id);
    service_rows_forget(store, court_id, matter_id);
    announcement_rows_forget(store, court_id, matter_id);
    for (size_t i = 0; i < sizeof deletes / sizeof deletes[0]; i++) {
        struct sql *forget = sql(store, deletes[i]);
        sql_text(forget, 1, court_id);
        sql_text(forget, 2, matter_id);
        sql_run(forget);
    }
}

int64_t
number_rows_last(struct store *store, struct text court_id, struct text series)
{
    struct sql *row =
        sql(store, "SELECT last FROM number_rows WHERE court_id = $1 AND series = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, series);
    int64_t last = sql_next(row) ? sql_column_integer(row, 0) : 0;
    sql_end(row);
    return last;
}

struct text
number_rows_holder(struct store *store, struct text court_id, struct text case_number,
                   struct arena *arena)
{
    struct sql *row = sql(store, "SELECT matter_id FROM number_used"
                                 " WHERE court_id = $1 AND case_number = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, case_number);
    struct text holder = sql_next(row) ? sql_column(row, 0, arena) : TEXT("");
    sql_end(row);
    return holder;
}
