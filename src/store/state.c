/* state.c: dispatches each kind of event to the rows it concerns. */
#include "store/state.h"

#include "store/account_rows.h"
#include "store/announcement_rows.h"
#include "store/calendar_rows.h"
#include "store/custody_rows.h"
#include "store/matter_rows.h"
#include "store/notice_rows.h"
#include "store/proposal_rows.h"
#include "store/reference_rows.h"
#include "store/representation_rows.h"
#include "store/service_rows.h"
#include "store/transcript.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { LATE_CONTENTS_MAX = 4000 };

static void
advance_stream(struct store *store, struct text court_id, struct text matter_id, struct text stream,
               int64_t seq, const void *link)
{
    struct sql *put = sql(store, "INSERT INTO stream_rows (court_id, matter_id, stream, next_seq,"
                                 " link) VALUES ($1, $2, $3, $4, $5)"
                                 " ON CONFLICT (court_id, matter_id, stream)"
                                 " DO UPDATE SET next_seq = $4, link = $5");
    sql_text(put, 1, court_id);
    sql_text(put, 2, matter_id);
    sql_text(put, 3, stream);
    sql_integer(put, 4, seq + 1);
    sql_blob(put, 5, link, DIGEST_BYTES);
    sql_run(put);
}

static struct act_times
times_of(const struct value *statement)
{
    return (struct act_times){
        .claimed_ms = value_member_integer(statement, "claimed", 0),
        .counter_ms = value_member_integer(statement, "counter", 0),
        .owner_ms = value_member_integer(statement, "owner", 0),
        .entered_ms = value_member_integer(statement, "entered", 0),
    };
}

static void
apply_step(struct store *store, struct text court_id, const struct event *event,
           struct arena *arena)
{
    struct step_told told = {
        .matter_id = event->matter_id,
        .node = court_id,
        .position = event->position,
        .document_prefix = text_format(arena, "%.*s.%.*s.%d", TEXT_ARGS(court_id),
                                       TEXT_ARGS(event->stream), (int)event->seq),
        .place = matter_rows_place(court_id, event->stream, event->seq, arena),
        .is_step = event->kind == EVENT_STEP_TAKEN,
        .body = value_read_canonical(event->body, arena),
        .private =
            text_is_empty(event->private) ? NULL : value_read_canonical(event->private, arena),
        .moves_state = true,
        .times = times_of(value_read_canonical(event->statement, arena)),
    };
    matter_rows_step(store, court_id, &told, event->known, arena);
}

static void
apply_service(struct store *store, struct text court_id, const struct event *event,
              struct arena *arena)
{
    struct service_told told = {
        .matter_id = event->matter_id,
        .node = court_id,
        .kind = event->kind,
        .seq = event->seq,
        .position = event->position,
        .statement = value_read_canonical(event->statement, arena),
        .body = value_read_canonical(event->body, arena),
        .private =
            text_is_empty(event->private) ? NULL : value_read_canonical(event->private, arena),
    };
    service_rows_apply(store, court_id, &told, arena);
}

/* An event of a peer's stream: kept whole in ours, applied from there. `event` is the one that
 * holds the content. */
static void
apply_received(struct store *store, struct text court_id, const struct event *event,
               struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *wrapped =
        text_is_empty(event->private) ? NULL : value_read_canonical(event->private, arena);
    const struct value *statement =
        value_read_canonical(value_member_text(body, "statement"), arena);
    struct text stream = value_member_text(statement, "stream");
    struct text node = value_member_text(statement, "node");
    struct text private = value_member_text(wrapped, "private");
    struct digest link = {{0}};
    if (digest_parse(value_member_text(body, "link"), &link))
        advance_stream(store, court_id, event->matter_id,
                       text_format(arena, "%.*s/%.*s", TEXT_ARGS(node), TEXT_ARGS(stream)),
                       value_member_integer(statement, "seq", 0), link.bytes);
    enum event_kind kind = event_kind_of(value_member_text(statement, "kind"));
    if (service_rows_have(kind)) {
        struct service_told said = {
            .matter_id = event->matter_id,
            .node = node,
            .kind = kind,
            .seq = value_member_integer(statement, "seq", 0),
            .position = event->position,
            .statement = statement,
            .body = value_read_canonical(value_member_text(body, "body"), arena),
            .private = text_is_empty(private) ? NULL : value_read_canonical(private, arena),
        };
        service_rows_apply(store, court_id, &said, arena);
        return;
    }
    struct step_told told = {
        .matter_id = event->matter_id,
        .node = node,
        .position = event->position,
        .document_prefix = text_format(arena, "%.*s.%.*s.%d", TEXT_ARGS(node), TEXT_ARGS(stream),
                                       (int)value_member_integer(statement, "seq", 0)),
        .body = value_read_canonical(value_member_text(body, "body"), arena),
        .private = text_is_empty(private) ? NULL : value_read_canonical(private, arena),
        .place = matter_rows_place(node, stream, value_member_integer(statement, "seq", 0), arena),
        .is_step = kind == EVENT_STEP_TAKEN,
        .moves_state = text_equal(stream, MAIN_STREAM),
        .times = times_of(statement),
    };
    matter_rows_step(store, court_id, &told, NULL, arena);
}

/* ---- one matter again ---- */

/* Content that came for an event whose place was known already. */
struct late_content {
    int64_t place, position;
};

static int
read_late_contents(struct store *from, struct text court_id, struct text matter_id, int64_t until,
                   struct arena *arena, struct late_content **contents)
{
    int count = 0;
    struct late_content *list = ARENA_MANY(arena, LATE_CONTENTS_MAX, struct late_content);
    struct sql *rows = sql(from, "SELECT position, body FROM journal WHERE court_id = $1"
                                 " AND matter_id = $2 AND stream = 'inbox' AND kind = $3"
                                 " AND +position <= $4 ORDER BY seq LIMIT $5");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, matter_id);
    sql_text(rows, 3, text_of(event_kind_text(EVENT_CONTENT_RECEIVED)));
    sql_integer(rows, 4, until);
    sql_integer(rows, 5, LATE_CONTENTS_MAX);
    while (count < LATE_CONTENTS_MAX && sql_next(rows)) {
        const struct value *body = value_read_canonical(sql_column(rows, 1, arena), arena);
        list[count++] = (struct late_content){value_member_integer(body, "place", -1),
                                              sql_column_integer(rows, 0)};
    }
    sql_end(rows);
    *contents = list;
    return count;
}

static void apply_kind(struct store *store, struct text court_id, const struct event *event,
                       struct arena *arena);

/* All events of a matter up to one, in their order, as if each had come with its content. */
static void
replay(struct store *from, struct store *into, struct text court_id, struct text matter_id,
       int64_t until, struct arena *arena)
{
    struct event event, whole;
    struct late_content *contents;
    int count = read_late_contents(from, court_id, matter_id, until, arena, &contents);
    matter_rows_forget(into, court_id, matter_id);
    struct sql *rows = journal_each(from, court_id, matter_id, 0);
    while (journal_each_next(rows, arena, &event) && event.position <= until) {
        advance_stream(into, court_id, matter_id, event.stream, event.seq, event.link.bytes);
        if (event.kind == EVENT_CONTENT_RECEIVED)
            continue;
        int at = 0;
        while (at < count && contents[at].place != event.position)
            at++;
        if (at < count && journal_read(from, court_id, contents[at].position, arena, &whole))
            apply_received(into, court_id, &whole, arena);
        else
            apply_kind(into, court_id, &event, arena);
    }
    sql_end(rows);
}

static void
apply_kind(struct store *store, struct text court_id, const struct event *event,
           struct arena *arena)
{
    switch (event->kind) {
    case EVENT_STEP_TAKEN:
    case EVENT_ACCOUNT_FOLLOWS:
    case EVENT_PERIOD_LAPSED:
    case EVENT_PERIOD_RESTATED: apply_step(store, court_id, event, arena); break;
    case EVENT_EVENT_RECEIVED: apply_received(store, court_id, event, arena); break;
    case EVENT_MATTER_IMPORTED: transcript_apply(store, court_id, event, arena); break;
    case EVENT_NOTICE_READ:
    case EVENT_NOTICE_SENT:
    case EVENT_NOTICE_FAILED:
    case EVENT_NOTICE_TOLD:
    case EVENT_WAYS_SET: notice_rows_apply(store, court_id, event, arena); break;
    case EVENT_SERVICE_PLANNED:
    case EVENT_SERVICE_ATTEMPTED:
    case EVENT_SERVICE_JUDGED:
    case EVENT_SERVICE_TOLD: apply_service(store, court_id, event, arena); break;
    case EVENT_SERVICE_ANNOUNCED:
    case EVENT_SERVICE_SHOWN:
        announcement_rows_apply(store, court_id, event->matter_id, event, arena);
        break;
    case EVENT_CUSTODY_RECEIVED: custody_rows_apply(store, court_id, event, arena); break;
    case EVENT_REFERENCE_KEPT:
    case EVENT_REFERENCE_RECEIVED: reference_rows_apply(store, court_id, event, arena); break;
    case EVENT_ACCOUNT_ENROLLED:
    case EVENT_ACCOUNT_CHANGED: account_rows_apply(store, court_id, event, arena); break;
    case EVENT_CALENDAR_PROPOSED:
    case EVENT_CALENDAR_DECIDED:
    case EVENT_CALENDAR_RECOUNTED: calendar_rows_apply(store, court_id, event, arena); break;
    case EVENT_CHANGE_PROPOSED:
    case EVENT_CHANGE_DECIDED: proposal_rows_apply(store, court_id, event, arena); break;
    case EVENT_REPRESENTED: representation_rows_apply(store, court_id, event, arena); break;
    default: break;
    }
}

/* Late content belongs where its event stood: the matter is made again up to here. */
static void
apply(struct store *from, struct store *into, struct text court_id, const struct event *event,
      struct arena *arena)
{
    advance_stream(into, court_id, event->matter_id, event->stream, event->seq, event->link.bytes);
    if (event->kind == EVENT_CONTENT_RECEIVED)
        replay(from, into, court_id, event->matter_id, event->position, arena);
    else
        apply_kind(into, court_id, event, arena);
}

void
state_apply(struct store *store, struct text court_id, const struct event *event,
            struct arena *arena)
{
    apply(store, store, court_id, event, arena);
}

static int64_t
apply_all(struct store *from, struct text court_id, struct store *into)
{
    struct arena *arena = arena_open();
    struct event event;
    int64_t count = 0;
    struct sql *rows = journal_each(from, court_id, TEXT(""), 0);
    while (journal_each_next(rows, arena, &event)) {
        apply(from, into, court_id, &event, arena);
        arena_reset(arena);
        count++;
    }
    arena_close(arena);
    return count;
}

int64_t
state_rebuild(struct store *from, struct text court_id, struct store *into)
{
    if (!store_begin(into))
        return -1;
    int64_t count = apply_all(from, court_id, into);
    return store_commit(into) && !store_fault(from)->is_set ? count : -1;
}

bool
state_remake(struct store *store, struct text court_id)
{
    if (store_remake_state(store))
        apply_all(store, court_id, store);
    return !store_fault(store)->is_set;
}

void
state_replay_matter(struct store *store, struct text court_id, struct text matter_id,
                    struct arena *arena)
{
    replay(store, store, court_id, matter_id, INT64_MAX, arena);
}

/* Every derived table with its columns in the order of its key. */
static const struct {
    const char *name, *select;
    int columns, key_columns;
} tables[] = {
    {"stream_rows",
     "SELECT matter_id, stream, next_seq, link FROM stream_rows WHERE court_id = $1"
     " ORDER BY matter_id, stream",
     4, 2},
    {"matter_rows",
     "SELECT matter_id, procedure_name, procedure_digest, case_kind, title, owner, receiving,"
     " epoch, custody, custody_peer, state, state_since_ms, next_role, next_node, assignee,"
     " case_number, is_sealed, amount_fen, claimed_ms, counter_ms, owner_ms, entered_ms, due_ms,"
     " due_period, version, facts FROM matter_rows WHERE court_id = $1 ORDER BY matter_id",
     26, 1},
    {"filing_rows",
     "SELECT matter_id, role, begun_ms, entered_ms FROM filing_rows WHERE court_id = $1"
     " ORDER BY matter_id",
     4, 1},
    {"origin_rows",
     "SELECT origin, matter_id, service_id FROM origin_rows WHERE court_id = $1"
     " ORDER BY origin, matter_id",
     3, 2},
    {"party_rows",
     "SELECT matter_id, number, side, account_id, details FROM party_rows WHERE court_id = $1"
     " ORDER BY matter_id, number",
     5, 2},
    {"person_rows",
     "SELECT account_id, matter_id FROM person_rows WHERE court_id = $1"
     " ORDER BY account_id, matter_id",
     2, 2},
    {"period_rows",
     "SELECT matter_id, name, status, started, last_day, due_ms, rounds, watcher, details FROM"
     " period_rows WHERE court_id = $1 ORDER BY matter_id, name",
     9, 2},
    {"arrival_rows",
     "SELECT matter_id, place, position, answered FROM arrival_rows WHERE court_id = $1"
     " ORDER BY matter_id, place",
     4, 2},
    {"task_rows",
     "SELECT matter_id, name, role, node, opened_ms, position, closed FROM task_rows"
     " WHERE court_id = $1 ORDER BY matter_id, name",
     7, 2},
    {"document_rows",
     "SELECT matter_id, document_id, slot, name, sha256, bytes, media, originals, copies,"
     " brought_ms FROM document_rows WHERE court_id = $1 ORDER BY matter_id, document_id",
     10, 2},
    {"notice_rows",
     "SELECT account_id, position, notice, matter_id, at_ms, read_ms FROM notice_rows"
     " WHERE court_id = $1 ORDER BY account_id, position, notice",
     6, 3},
    {"telling_rows",
     "SELECT matter_id, position, notice, recipient, way, outcome, at_ms, answered_ms"
     " FROM telling_rows WHERE court_id = $1"
     " ORDER BY matter_id, position, notice, recipient, way",
     8, 5},
    {"service_rows",
     "SELECT matter_id, service_id, place, position, papers, document, recipients, accounts, home,"
     " on_served, on_void, status, served_on, closed_on, is_presumed, attempts, planned_ms,"
     " settled_ms, plan, details FROM service_rows WHERE court_id = $1"
     " ORDER BY matter_id, service_id",
     20, 2},
    {"attempt_rows",
     "SELECT matter_id, service_id, number, position, mode, channel, outcome, served_on, made_ms,"
     " judged_ms, wait_until, made_by, made_as, made_at, said, verdict, details FROM attempt_rows"
     " WHERE court_id = $1 ORDER BY matter_id, service_id, number",
     17, 3},
    {"announcement_rows",
     "SELECT announcement_id, matter_id, service_id, attempt, position, announced_ms, on_day,"
     " until_day, shown_day, gaps, details FROM announcement_rows WHERE court_id = $1"
     " ORDER BY announcement_id",
     11, 1},
    {"evidence_rows",
     "SELECT matter_id, node, seq, position, service_id, kind, account_id, at_ms, is_taken, said,"
     " details FROM evidence_rows WHERE court_id = $1 ORDER BY matter_id, node, seq",
     11, 3},
    {"way_rows",
     "SELECT account_id, by_text, by_mail, language, email FROM way_rows WHERE court_id = $1"
     " ORDER BY account_id",
     5, 1},
    {"number_rows", "SELECT series, last FROM number_rows WHERE court_id = $1 ORDER BY series", 2,
     1},
    {"number_used",
     "SELECT case_number, matter_id FROM number_used WHERE court_id = $1 ORDER BY case_number", 2,
     1},
    {"custody_rows",
     "SELECT matter_id, case_kind, owner, receiving, state, since_ms, clock, due_ms, is_open,"
     " epoch, seq, intake_ms, received_ms, answered_ms FROM custody_rows WHERE court_id = $1"
     " ORDER BY matter_id",
     14, 1},
    {"representation_rows",
     "SELECT representation_id, principal, agent, status, details FROM representation_rows"
     " WHERE court_id = $1 ORDER BY representation_id",
     5, 1},
    {"calendar_rows",
     "SELECT change_id, kind, status, first_day, last_day, position, decided_position, proposed_ms,"
     " decided_ms, reached, restated, details FROM calendar_rows WHERE court_id = $1"
     " ORDER BY change_id",
     12, 1},
    {"proposal_rows",
     "SELECT change_id, kind, target, status, position, decided_position, proposed_ms, decided_ms,"
     " proposer, decider, reason, was, becomes FROM proposal_rows WHERE court_id = $1"
     " ORDER BY change_id",
     13, 1},
    {"account_rows",
     "SELECT account_id, sign_in, details, is_active FROM account_rows WHERE court_id = $1"
     " ORDER BY account_id",
     4, 1},
    {"reference_rows",
     "SELECT kind, name, version, digest, kept_ms, content FROM reference_rows WHERE court_id = $1"
     " ORDER BY kind, name, version",
     6, 3},
};

static bool
rows_are_alike(struct sql *a, struct sql *b, int columns)
{
    for (int i = 0; i < columns; i++) {
        if (!text_equal(sql_column_here(a, i), sql_column_here(b, i)))
            return false;
    }
    return true;
}

static struct text
describe(const char *table, struct sql *row, int key_columns, struct arena *arena)
{
    struct buffer said = buffer_open(arena, 120);
    buffer_add_format(&said, "%s", table);
    for (int i = 0; row != NULL && i < key_columns; i++)
        buffer_add_format(&said, " %.*s", TEXT_ARGS(sql_column_here(row, i)));
    return buffer_text(&said);
}

bool
state_compare(struct store *live, struct store *rebuilt, struct text court_id, struct arena *arena,
              struct text *difference)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct sql *a = sql(live, tables[i].select), *b = sql(rebuilt, tables[i].select);
        sql_text(a, 1, court_id);
        sql_text(b, 1, court_id);
        for (;;) {
            bool has_a = sql_next(a), has_b = sql_next(b);
            if (!has_a && !has_b)
                break;
            if (has_a && has_b && rows_are_alike(a, b, tables[i].columns))
                continue;
            *difference = describe(tables[i].name, has_a ? a : b, tables[i].key_columns, arena);
            sql_end(a);
            sql_end(b);
            return false;
        }
    }
    *difference = TEXT("");
    return !store_fault(live)->is_set && !store_fault(rebuilt)->is_set;
}
