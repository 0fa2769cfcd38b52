/* step_event.c: the one place where a decision becomes history. The body carries the result and
 * nobody's data; what people said goes into the private part, with a salt of its own. */
#include "command/step_event.h"

#include "base/money.h"
#include "command/entrusting.h"
#include "command/servicing.h"
#include "command/tell.h"
#include "law/case_number.h"
#include "law/secret.h"
#include "store/outbox.h"
#include "store/reference_rows.h"

#include <stdio.h>
#include <string.h>

enum { WAITING_MAX = 200, HISTORY_EVENTS_MAX = 2000 };

const struct procedure *
step_event_procedure(const struct corridor *corridor, const struct matter_row *row)
{
    return rulebook_procedure(corridor->rules, row->procedure_name, row->procedure_digest);
}

/* ---- what goes into the private part ---- */

static const struct value *
first_party(const struct value *parties, bool opposing)
{
    if (!value_is(parties, VALUE_ARRAY))
        return NULL;
    for (const struct value *party = parties->first; party != NULL; party = party->next) {
        struct text position = value_member_text(party, "position");
        bool is_opposing = text_is(position, "defendant") || text_is(position, "respondent") ||
                           text_is(position, "debtor");
        if (is_opposing == opposing)
            return party;
    }
    return NULL;
}

/* 甲 诉 乙: short enough for a list. */
static struct text
title_of(const struct value *parties, struct arena *arena)
{
    struct text claimant = value_member_text(first_party(parties, false), "name");
    struct text opponent = value_member_text(first_party(parties, true), "name");
    if (text_is_empty(claimant) || text_is_empty(opponent))
        return claimant;
    return text_format(arena, "%.*s — %.*s", TEXT_ARGS(claimant), TEXT_ARGS(opponent));
}

static void
write_document(struct canon *canon, const struct corridor *corridor, const struct value *entry)
{
    struct text file = value_member_text(entry, "file");
    struct sql *row = sql(corridor->node->store,
                          "SELECT bytes, media FROM blob WHERE court_id = $1 AND sha256 = $2");
    sql_text(row, 1, corridor->node->id);
    sql_text(row, 2, file);
    bool is_here = !text_is_empty(file) && sql_next(row);
    canon_begin_object(canon);
    if (is_here)
        canon_member_integer(canon, "bytes", sql_column_integer(row, 0));
    canon_member_text_if(canon, "file", file);
    canon_member_text(canon, "item", value_member_text(entry, "item"));
    if (is_here)
        canon_member_text(canon, "media", sql_column_here(row, 1));
    canon_member_text_if(canon, "name", value_member_text(entry, "title"));
    if (value_member_is_true(entry, "original"))
        canon_member_integer(canon, "originals", 1);
    canon_end_object(canon);
    sql_end(row);
}

static void
write_documents(struct canon *canon, const struct corridor *corridor, const struct step *step,
                const struct value *fields)
{
    canon_key(canon, "documents");
    canon_begin_array(canon);
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct value *list = value_member_named(fields, step->fields[i].name);
        if (step->fields[i].type != FIELD_MATERIALS || !value_is(list, VALUE_ARRAY))
            continue;
        for (const struct value *entry = list->first; entry != NULL; entry = entry->next)
            write_document(canon, corridor, entry);
    }
    canon_end_array(canon);
}

static const struct value *
parties_of(const struct step *step, const struct value *fields)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        if (step->fields[i].type == FIELD_PARTIES)
            return value_member_named(fields, step->fields[i].name);
    }
    return NULL;
}

/* The sum in dispute: the first field of money of the step that opens. */
static int64_t
amount_of(const struct step *step, const struct value *fields)
{
    struct money money;
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct value *value = value_member_named(fields, step->fields[i].name);
        if (step->fields[i].type != FIELD_MONEY || value == NULL)
            continue;
        return money_parse(value_text(value), &money) ? money.fen : -1;
    }
    return -1;
}

static struct text
private_part(const struct corridor *corridor, const struct step_case *one, struct text secrets,
             struct arena *arena)
{
    const struct value *fields = one->understood;
    bool has_fields = one->step != NULL && fields != NULL && fields->count > 0;
    if (!has_fields && text_is_empty(secrets))
        return TEXT("");
    const struct value *parties = has_fields ? parties_of(one->step, fields) : NULL;
    int64_t amount_fen = has_fields && one->is_new ? amount_of(one->step, fields) : -1;
    struct canon canon = canon_open(arena, 1024);
    canon_begin_object(&canon);
    if (amount_fen >= 0)
        canon_member_integer(&canon, "amount_fen", amount_fen);
    if (has_fields) {
        write_documents(&canon, corridor, one->step, fields);
        canon_member(&canon, "fields", fields);
    }
    if (parties != NULL)
        canon_member(&canon, "parties", parties);
    if (!text_is_empty(secrets)) {
        canon_key(&canon, "secrets");
        canon_put_canonical(&canon, secrets);
    }
    if (parties != NULL)
        canon_member_text(&canon, "title", title_of(parties, arena));
    else if (one->is_new) /* no parties, but somebody it is about */
        canon_member_text_if(&canon, "title", value_member_text(fields, "recipient"));
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- the body ---- */

static void
write_open(struct canon *canon, const struct step_case *one, struct arena *arena)
{
    const struct matter_facts *facts = &one->row.facts;
    canon_key(canon, "open");
    canon_begin_object(canon);
    if (one->begun_ms > 0)
        canon_member_integer(canon, "begun_ms", one->begun_ms);
    canon_member_text(canon, "case_kind", facts->case_kind);
    canon_member_text_if(canon, "origin", one->origin);
    canon_member_text_if(canon, "origin_service", one->origin_service);
    canon_member_text(canon, "owner", facts->owner);
    canon_member_text_if(canon, "owner_place", facts->owner_place);
    canon_member_text(canon, "procedure", one->procedure->name);
    canon_member_text(canon, "procedure_digest", digest_hex(&one->procedure->digest, arena));
    canon_member_integer(canon, "procedure_version", one->procedure->version);
    canon_member_text(canon, "receiving", facts->receiving);
    canon_member_text_if(canon, "receiving_place", facts->receiving_place);
    canon_end_object(canon);
}

void
step_event_write_line(struct canon *canon, const struct matter_row *row, int64_t epoch,
                      bool is_open, int64_t seq)
{
    canon_key(canon, "line");
    canon_begin_object(canon);
    canon_member_text(canon, "case_kind", row->facts.case_kind);
    canon_member_text_if(canon, "clock", row->due_period);
    if (row->due_ms < NEVER_MS)
        canon_member_integer(canon, "due", row->due_ms);
    canon_member_integer(canon, "epoch", epoch);
    canon_member_boolean(canon, "open", is_open);
    canon_member_text(canon, "owner", row->facts.owner);
    canon_member_text(canon, "receiving", row->facts.receiving);
    canon_member_integer(canon, "seq", seq);
    canon_member_integer(canon, "since", row->state_since_ms);
    canon_member_text(canon, "state", row->facts.state);
    canon_end_object(canon);
}

/* The row as it will be, as far as the custody line needs it. */
static struct matter_row
row_after(const struct step_case *one, struct arena *arena)
{
    struct matter_row after = one->row;
    after.facts = matter_apply(&one->row.facts, &one->result, arena);
    if (one->is_new || !text_equal(after.facts.state, one->row.facts.state))
        after.state_since_ms = one->result.at_ms;
    matter_row_find_due(&after);
    return after;
}

/* The hub hears of what its rules name, and of whatever else its line would be wrong about. A court
 * that only takes papers in for a matter it does not keep has no line to send. */
static bool
tells_hub(const struct step_case *one, const struct matter_row *after)
{
    bool is_main = one->result.stream == STREAM_MAIN;
    bool is_moved = !text_equal(after->facts.state, one->row.facts.state) ||
                    !text_equal(after->facts.owner, one->row.facts.owner) ||
                    after->due_ms != one->row.due_ms;
    return !one->is_elsewhere && (one->result.tells_hub || (is_main && is_moved));
}

/* The day the acknowledgement names: it stays what the person was told. */
static void
write_promised(struct canon *canon, const struct step_case *one, const struct rule_set *rules,
               struct arena *arena)
{
    struct period_found found;
    const struct act_times *times = &one->result.times;
    int64_t received_ms = times->counter_ms > 0 ? times->counter_ms : times->entered_ms;
    if (!procedure_expected(one->procedure, rules, one->row.facts.owner, received_ms, arena,
                            &found))
        return;
    canon_key(canon, "promised");
    canon_begin_object(canon);
    if (!text_is_empty(found.derivation)) {
        canon_key(canon, "derivation");
        canon_put_canonical(canon, found.derivation);
    }
    canon_member_text(canon, "last_day", date_text(found.last_day, arena));
    canon_end_object(canon);
}

static struct text
body_of(const struct step_case *one, const struct step_result *bare, const struct matter_row *after,
        int64_t seq, struct text private_digest, const struct rule_set *rules, struct arena *arena)
{
    struct canon canon = canon_open(arena, 2048);
    canon_begin_object(&canon);
    canon_member_text_if(&canon, "answers", one->answers);
    if (tells_hub(one, after))
        /* Until the owner has it, a line is older than any of the owner's. */
        step_event_write_line(&canon, after,
                              one->result.stream == STREAM_MAIN ? after->facts.epoch : 0,
                              !one->result.is_end, seq);
    if (one->is_new)
        write_open(&canon, one, arena);
    canon_member_text_if(&canon, "private", private_digest);
    if (one->is_new)
        write_promised(&canon, one, rules, arena);
    canon_key(&canon, "result");
    matter_write_result(&canon, bare);
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- promises ---- */

static int
find_history(struct node *node, struct text matter_id, struct arena *arena, int64_t **positions)
{
    int count = 0;
    *positions = ARENA_MANY(arena, HISTORY_EVENTS_MAX, int64_t);
    struct sql *rows = sql(node->store, "SELECT position FROM journal WHERE court_id = $1"
                                        " AND matter_id = $2 AND kind IN ($3, $4, $5, $6, $7, $8,"
                                        " $9, $10, $11, $12) ORDER BY +position LIMIT $13");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, matter_id);
    sql_text(rows, 3, text_of(event_kind_text(EVENT_STEP_TAKEN)));
    sql_text(rows, 4, text_of(event_kind_text(EVENT_EVENT_RECEIVED)));
    sql_text(rows, 5, text_of(event_kind_text(EVENT_PERIOD_LAPSED)));
    sql_text(rows, 6, text_of(event_kind_text(EVENT_PERIOD_RESTATED)));
    sql_text(rows, 7, text_of(event_kind_text(EVENT_CONTENT_RECEIVED)));
    sql_text(rows, 8, text_of(event_kind_text(EVENT_ACCOUNT_FOLLOWS)));
    sql_text(rows, 9, text_of(event_kind_text(EVENT_SERVICE_PLANNED)));
    sql_text(rows, 10, text_of(event_kind_text(EVENT_SERVICE_ATTEMPTED)));
    sql_text(rows, 11, text_of(event_kind_text(EVENT_SERVICE_JUDGED)));
    sql_text(rows, 12, text_of(event_kind_text(EVENT_SERVICE_TOLD)));
    sql_integer(rows, 13, HISTORY_EVENTS_MAX);
    while (count < HISTORY_EVENTS_MAX && sql_next(rows))
        (*positions)[count++] = sql_column_integer(rows, 0);
    sql_end(rows);
    return count;
}

void
step_event_promise_history(struct corridor *corridor, struct text matter_id, struct text peer,
                           struct arena *arena)
{
    int64_t *positions;
    int count = find_history(corridor->node, matter_id, arena, &positions);
    for (int i = 0; i < count; i++)
        envelope_promise(corridor->node, ENVELOPE_EVENT, peer, positions[i], arena);
}

/* To a node where somebody follows the matter, who learns what the parties do. Its own events it
 * has; streams of tasks are between courts. */
static void
promise_to_follower(struct corridor *corridor, int64_t position, struct text peer,
                    struct arena *arena)
{
    struct node *node = corridor->node;
    struct event event;
    if (!journal_read(node->store, node->id, position, arena, &event))
        return;
    struct text statement_json = event.statement, body_json = event.body;
    if (event_is_of_peer(event.kind)) {
        const struct value *received = value_read_canonical(event.body, arena);
        statement_json = value_member_text(received, "statement");
        body_json = value_member_text(received, "body");
    }
    const struct value *statement = value_read_canonical(statement_json, arena);
    const struct value *body =
        text_is_empty(body_json) ? NULL : value_read_canonical(body_json, arena);
    struct text stream = value_member_text(statement, "stream");
    bool is_main = text_equal(stream, MAIN_STREAM);
    bool is_told = !is_main || !text_is_empty(value_member_text(body, "answers")) ||
                   value_member_is_true(value_member(body, "result"), "tells_party");
    if (text_equal(value_member_text(statement, "node"), peer) ||
        (!is_main && !text_equal(stream, stream_word(STREAM_INTAKE)) &&
         !text_equal(stream, SERVICE_STREAM)) ||
        (!is_told && event.kind == EVENT_CONTENT_RECEIVED))
        return;
    envelope_promise(node, is_told ? ENVELOPE_EVENT : ENVELOPE_LINK, peer, position, arena);
}

void
step_event_promise_people(struct corridor *corridor, struct text matter_id, struct text peer,
                          struct arena *arena)
{
    int64_t *positions;
    int count = find_history(corridor->node, matter_id, arena, &positions);
    for (int i = 0; i < count; i++)
        promise_to_follower(corridor, positions[i], peer, arena);
}

static void
relay(struct corridor *corridor, const struct matter_facts *facts, int64_t position,
      struct arena *arena)
{
    bool is_receiving = text_equal(facts->receiving, corridor->node->id);
    for (int i = 0; is_receiving && i < facts->followers_count; i++) {
        if (matter_follower_is_first(facts, i))
            promise_to_follower(corridor, position, facts->followers[i].node, arena);
    }
}

void
step_event_relay(struct corridor *corridor, struct text matter_id, int64_t position,
                 struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    if (position >= 0 && matter_row_load(node->store, node->id, matter_id, arena, &row))
        relay(corridor, &row.facts, position, arena);
}

/* The receiving node follows the main stream without a gap, because a gap would look like a loss;
 * of events that are not for the party it gets the place in the chain and no content. */
static void
make_promises(struct corridor *corridor, const struct step_case *one,
              const struct matter_row *after, int64_t position, struct arena *arena)
{
    struct node *node = corridor->node;
    const struct step_result *result = &one->result;
    const struct matter_facts *facts = &after->facts;
    if (result->stream == STREAM_MAIN) {
        /* An answer to something that arrived says nothing internal, and whoever may own the matter
         * next must know that it was answered. Whoever is offered the matter sees all of it. */
        bool is_told = result->tells_party || !text_is_empty(one->answers) ||
                       text_equal(facts->offered_to, facts->receiving);
        envelope_promise(node, is_told ? ENVELOPE_EVENT : ENVELOPE_LINK, facts->receiving, position,
                         arena);
        if (!text_is_empty(facts->offered_to))
            envelope_promise(node, ENVELOPE_EVENT, facts->offered_to, position, arena);
        /* Whoever is asked, or was until now, knows how its task stands. */
        envelope_promise(node, ENVELOPE_EVENT, one->row.facts.executing, position, arena);
        envelope_promise(node, ENVELOPE_EVENT, facts->executing, position, arena);
        if (!text_equal(one->row.facts.owner, facts->owner))
            envelope_promise(node, ENVELOPE_EVENT, one->row.facts.owner, position, arena);
    } else {
        envelope_promise(node, ENVELOPE_EVENT, facts->owner, position, arena);
        /* Where the party has his page, all that was handed in for him is seen. */
        if (result->stream == STREAM_INTAKE)
            envelope_promise(node, ENVELOPE_EVENT, facts->receiving, position, arena);
    }
    relay(corridor, facts, position, arena);
    for (int i = 0; i < result->effects_count; i++) {
        if (result->effects[i].kind == EFFECT_CUSTODY_OFFERED)
            step_event_promise_history(corridor, one->row.matter_id, facts->offered_to, arena);
        if (result->effects[i].kind == EFFECT_CUSTODY_DECLINED)
            envelope_promise(node, ENVELOPE_EVENT, facts->owner, position, arena);
        if (result->effects[i].kind == EFFECT_TASK_SENT)
            step_event_promise_history(corridor, one->row.matter_id, facts->executing, arena);
    }
    if (tells_hub(one, after))
        envelope_promise(node, ENVELOPE_LINE, corridor->hub, position, arena);
}

static struct text
stream_of(const struct step_result *result)
{
    return stream_word(result->stream);
}

/* What came in while the matter stood between two courts is answered by the one that has it now. */
static void
answer_waiting(struct corridor *corridor, struct text matter_id, const struct author *author,
               struct arena *arena)
{
    struct node *node = corridor->node;
    int64_t positions[WAITING_MAX];
    int count = matter_rows_waiting(node->store, node->id, matter_id, WAITING_MAX, positions);
    for (int i = 0; i < count; i++) {
        struct event event;
        if (journal_read(node->store, node->id, positions[i], arena, &event))
            step_event_arrive(corridor, &event, author, arena);
    }
}

static bool
moves_custody(const struct step_result *result)
{
    for (int i = 0; i < result->effects_count; i++) {
        enum effect_kind kind = result->effects[i].kind;
        if (kind == EFFECT_CUSTODY_ACCEPTED || kind == EFFECT_CUSTODY_RETURNED)
            return true;
    }
    return false;
}

int64_t
step_event_append(struct corridor *corridor, struct step_case *one, const struct author *author,
                  enum event_kind kind, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text matter_id = one->row.matter_id, stream = stream_of(&one->result);
    struct step_result bare = one->result;
    struct text secrets = secret_take(&bare, one->step, arena);
    struct text private = private_part(corridor, one, secrets, arena);
    struct text salt = TEXT(""), digest = TEXT("");
    if (!text_is_empty(private)) {
        salt = journal_salt(node, arena);
        digest = journal_private_digest(private, salt, arena);
    }
    struct matter_row after = row_after(one, arena);
    int64_t seq = 0; /* only the custody line names it */
    if (tells_hub(one, &after))
        seq = journal_stream_head(node->store, node->id, matter_id, stream, arena).next_seq;
    struct text body = body_of(one, &bare, &after, seq, digest, &corridor->rules->rule_set, arena);
    one->now = one->row;
    int64_t position =
        journal_append_step(node, author, kind, &one->now, stream, body, private, salt, arena);
    if (position < 0)
        return -1;
    make_promises(corridor, one, &after, position, arena);
    tell_parties(corridor, matter_id, position, &one->result, arena);
    struct event event;
    bool is_ours = text_equal(after.facts.owner, node->id) && kind == EVENT_STEP_TAKEN;
    bool arrives = is_ours && one->result.stream != STREAM_MAIN;
    bool comes = is_ours && moves_custody(&one->result);
    if (arrives && journal_read(node->store, node->id, position, arena, &event))
        step_event_arrive(corridor, &event, author, arena);
    if (comes)
        answer_waiting(corridor, matter_id, author, arena);
    bool serves = is_ours && one->result.stream == STREAM_MAIN && one->result.is_effective &&
                  servicing_begin(corridor, one, position, arena);
    if (comes)
        servicing_go_on(corridor, matter_id, arena);
    if (is_ours && one->step != NULL && one->step->settles_origin)
        entrusting_settle(corridor, one, author, arena);
    if (arrives || comes || serves) /* what followed may have changed it again */
        matter_row_load(node->store, node->id, matter_id, arena, &one->now);
    return position;
}

/* An arrived event, whichever of the two ways it came. */
struct arrival {
    struct text place, step;
    bool is_main;
    const struct value *fields;
    struct act_times times;
};

static bool
read_arrival(const struct corridor *corridor, const struct event *event, struct arena *arena,
             struct arrival *arrival)
{
    struct text statement_json = event->statement, body_json = event->body;
    struct text private_json = event->private;
    struct step_result result;
    struct statement said;
    if (event_is_of_peer(event->kind)) {
        const struct value *body = value_read_canonical(event->body, arena);
        statement_json = value_member_text(body, "statement");
        body_json = value_member_text(body, "body");
        private_json = value_member_text(value_read_canonical(event->private, arena), "private");
    }
    if (statement_read(statement_json, arena, &said) != NO_FLAW ||
        !matter_read_result(value_member(value_read_canonical(body_json, arena), "result"), arena,
                            &result) ||
        !result.is_effective)
        return false;
    *arrival = (struct arrival){
        .place = matter_rows_place(said.node, said.stream, said.seq, arena),
        .step = result.step,
        .is_main = result.stream == STREAM_MAIN,
        .fields = value_member(value_read_canonical(private_json, arena), "fields"),
        .times = {.claimed_ms = said.claimed_ms > 0 ? said.claimed_ms : 0,
                  .counter_ms = said.counter_ms > 0 ? said.counter_ms : 0,
                  .owner_ms = corridor->node->now_ms,
                  .entered_ms = corridor->node->now_ms},
    };
    return true;
}

/* What the owner says is answered by the court it asked, what others say by the owner. */
static bool
is_ours_to_answer(const struct node *node, const struct matter_facts *facts,
                  const struct arrival *arrival)
{
    return text_equal(arrival->is_main ? facts->executing : facts->owner, node->id);
}

void
step_event_arrive(struct corridor *corridor, const struct event *event, const struct author *author,
                  struct arena *arena)
{
    struct node *node = corridor->node;
    struct step_case one = {.understood = NULL};
    struct arrival arrival;
    if (!matter_row_load(node->store, node->id, event->matter_id, arena, &one.row) ||
        !read_arrival(corridor, event, arena, &arrival) ||
        !is_ours_to_answer(node, &one.row.facts, &arrival))
        return;
    one.procedure = step_event_procedure(corridor, &one.row);
    if (one.procedure == NULL)
        return;
    one.request = (struct step_request){
        .asker = {.role = ROLE_EXCHANGE, .account = TEXT("exchange"), .node = node->id},
        .fields = arrival.fields,
        .times = arrival.times,
        .today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES),
    };
    if (procedure_arrival(one.procedure, &one.row.facts, arrival.step, &one.request,
                          &corridor->rules->rule_set, arena, &one.result) != ALLOWED)
        return; /* it is kept, and waits in arrival_rows */
    one.answers = arrival.place;
    struct author exchange = *author;
    exchange.account = TEXT("exchange");
    exchange.role = TEXT("exchange");
    exchange.owner_ms = node->now_ms;
    step_event_append(corridor, &one, &exchange, EVENT_STEP_TAKEN, arena);
}

bool
step_event_files_are_here(const struct corridor *corridor, const struct step_result *result,
                          struct outcome *outcome, struct arena *arena)
{
    for (int i = 0; i < result->files_count; i++) {
        struct sql *row =
            sql(corridor->node->store, "SELECT 1 FROM blob WHERE court_id = $1 AND sha256 = $2");
        sql_text(row, 1, corridor->node->id);
        sql_text(row, 2, result->files[i]);
        bool is_here = sql_next(row);
        sql_end(row);
        if (!is_here) {
            outcome_refuse(outcome, FILE_MUST_BE_UPLOADED, result->files[i], arena);
            return false;
        }
    }
    return true;
}

/* ---- case numbers ---- */

/* 2026吉7505民初 */
static struct text
series_of(const struct network_node *court, struct text type, int64_t now_ms, struct arena *arena)
{
    int year = date_civil(date_of_instant(now_ms, CHINA_OFFSET_MINUTES)).year;
    return text_format(arena, "%d%.*s%.*s", year, TEXT_ARGS(court->court_code), TEXT_ARGS(type));
}

static bool
check_given(const struct corridor *corridor, struct effect *effect, struct outcome *outcome,
            struct arena *arena)
{
    struct node *node = corridor->node;
    struct case_number number;
    struct date today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    if (case_number_read(effect->value, arena, &number) != NUMBER_IS_VALID ||
        case_number_check(&number, &corridor->rules->case_types, today) != NUMBER_IS_VALID) {
        outcome_refuse(outcome, CASE_NUMBER_MUST_BE_VALID, TEXT("case_number"), arena);
        return false;
    }
    effect->value = case_number_text(&number, arena);
    if (!text_is_empty(number_rows_holder(node->store, node->id, effect->value, arena))) {
        outcome_refuse(outcome, CASE_NUMBER_MUST_BE_FREE, TEXT("case_number"), arena);
        return false;
    }
    return true;
}

bool
step_event_number(const struct corridor *corridor, struct step_case *one, struct outcome *outcome,
                  struct arena *arena)
{
    struct node *node = corridor->node;
    const struct network_node *court = network_find(corridor->network, node->id);
    struct effect *effects =
        ARENA_MANY(arena, (size_t)one->result.effects_count + 1, struct effect);
    for (int i = 0; i < one->result.effects_count; i++) {
        effects[i] = one->result.effects[i];
        if (effects[i].kind != EFFECT_NUMBER_WANTED)
            continue;
        if (!text_is_empty(effects[i].value)) {
            if (!check_given(corridor, &effects[i], outcome, arena))
                return false;
        } else if (court != NULL && court->numbers_are_own) {
            struct text series = series_of(court, effects[i].name, node->now_ms, arena);
            int year = date_civil(date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES)).year;
            effects[i].value =
                text_format(arena, "（%d）%.*s%.*s%lld号", year, TEXT_ARGS(court->court_code),
                            TEXT_ARGS(effects[i].name),
                            (long long)number_rows_last(node->store, node->id, series) + 1);
        }
    }
    one->result.effects = effects;
    return true;
}

/* ---- answers ---- */

static void
write_periods(struct canon *canon, const struct matter_facts *facts, struct arena *arena)
{
    canon_key(canon, "periods");
    canon_begin_array(canon);
    for (int i = 0; i < facts->periods_count; i++) {
        const struct matter_period *period = &facts->periods[i];
        if (period->status != PERIOD_RUNNING)
            continue;
        canon_begin_object(canon);
        if (period->due_ms > 0)
            canon_member_text(canon, "due",
                              instant_text(period->due_ms, CHINA_OFFSET_MINUTES, arena));
        if (!date_is_none(period->last_day))
            canon_member_text(canon, "last_day", date_text(period->last_day, arena));
        canon_member_text(canon, "name", period->name);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

struct text
step_event_answer(const struct corridor *corridor, const struct step_case *one, int64_t position,
                  struct arena *arena)
{
    struct node *node = corridor->node;
    const struct matter_row *now = &one->now;
    struct canon canon = canon_open(arena, 512);
    canon_begin_object(&canon);
    canon_member_text_if(&canon, "case_number", now->facts.case_number);
    canon_member_text(&canon, "matter", one->row.matter_id);
    canon_member_text(&canon, "node", node->id);
    canon_member_text(&canon, "owner", now->facts.owner);
    write_periods(&canon, &now->facts, arena);
    canon_member_integer(&canon, "position", position);
    canon_member_text(&canon, "received",
                      instant_text(now->facts.times.counter_ms, CHINA_OFFSET_MINUTES, arena));
    canon_member_text(&canon, "state", now->facts.state);
    canon_member_text(&canon, "step", one->result.step);
    canon_member_integer(&canon, "version", now->version);
    canon_key(&canon, "warnings");
    canon_begin_array(&canon);
    for (int i = 0; i < one->result.warnings_count; i++) {
        canon_begin_object(&canon);
        canon_member_text_if(&canon, "detail", one->result.warnings[i].detail);
        canon_member_text(&canon, "field", one->result.warnings[i].field);
        canon_member_text(&canon, "refusal", refusal_name(one->result.warnings[i].refusal));
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

void
step_event_refuse(const struct step_case *one, struct outcome *outcome, struct arena *arena)
{
    const struct step_result *result = &one->result;
    outcome->refusal = result->refusal;
    outcome->position = -1;
    struct canon canon = canon_open(arena, 256);
    canon_begin_object(&canon);
    canon_member_text_if(&canon, "detail", result->detail);
    canon_key(&canon, "fields");
    canon_begin_array(&canon);
    for (int i = 0; i < result->mistakes_count; i++) {
        canon_begin_object(&canon);
        canon_member_text_if(&canon, "detail", result->mistakes[i].detail);
        canon_member_text(&canon, "field", result->mistakes[i].field);
        canon_member_text(&canon, "refusal", refusal_name(result->mistakes[i].refusal));
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_member_text(&canon, "refusal", refusal_name(result->refusal));
    canon_end_object(&canon);
    outcome->answer = canon_text(&canon);
}

void
step_event_take(struct corridor *corridor, const struct act *act, struct step_case *one,
                struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    one->request = (struct step_request){
        .step = one->step->name,
        .asker = act->asker,
        .fields = value_member(act->input, "fields"),
        .times = {.claimed_ms = act->claimed_ms > 0 ? act->claimed_ms : 0,
                  .counter_ms = act->counter_ms,
                  .entered_ms = node->now_ms},
        .today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES),
    };
    if (text_equal(one->row.facts.owner, node->id))
        one->request.times.owner_ms = node->now_ms;
    if (procedure_decide(one->procedure, &one->row.facts, &one->request, &corridor->rules->rule_set,
                         arena, &one->result) != ALLOWED) {
        step_event_refuse(one, outcome, arena);
        return;
    }
    one->understood = one->result.fields;
    if (one->result.effects_count > MATTER_EFFECTS_MAX) {
        outcome_refuse(outcome, FIELD_MUST_NOT_BE_TOO_LONG, TEXT("fields"), arena);
        return;
    }
    if (!step_event_files_are_here(corridor, &one->result, outcome, arena) ||
        !step_event_number(corridor, one, outcome, arena))
        return;
    struct author author = act_author(act, role_word(act->asker.role));
    author.owner_ms = one->request.times.owner_ms > 0 ? one->request.times.owner_ms : -1;
    int64_t position = step_event_append(corridor, one, &author, EVENT_STEP_TAKEN, arena);
    outcome->position = position;
    outcome->matter_id = one->row.matter_id;
    outcome->answer = step_event_answer(corridor, one, position, arena);
}
