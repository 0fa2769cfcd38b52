/* oracle.c: the invariants, by the numbers they have in the list of promises:
 *
 * I1 what was told is there for ever; I2 one id, one effect, one answer; I3 a receipt's event is
 * where it says; I4 no two checkpoints of a log disagree; I5 streams have no gap; I6 one court at a
 * time may write in a matter; I7 every envelope ends in one disposition; I9 the tables come out of
 * the journal again; I10 a known id with other content has no effect; I11 nothing counts without a
 * trusted key; I12 what peers hold is the beginning of ours. And: everybody sees the same in the
 * end; a service that another court does never changes its owner, and ends or waits for somebody
 * under a clock. */
#include "oracle.h"

#include "proof/receipt.h"
#include "store/matter_rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static struct record
check_record(struct town *town, struct site *site, const struct public_key *log_key,
             struct arena *arena)
{
    struct record record = record_read(site->node->store, site->id, log_key, arena);
    if (!text_is_empty(record.complaint))
        town_complain(town, "I5: %.*s", TEXT_ARGS(record.complaint));
    for (size_t i = 0; i < site->told_count; i++) {
        const struct town_told *told = &site->told[i];
        if (told->size > record.size)
            town_complain(town, "I1: %.*s showed %llu events and holds %llu", TEXT_ARGS(site->id),
                          (unsigned long long)told->size, (unsigned long long)record.size);
        else if (!record_begins_with(&record, told->size, &told->root))
            town_complain(town, "I4: %.*s showed another root at %llu", TEXT_ARGS(site->id),
                          (unsigned long long)told->size);
    }
    return record;
}

void
oracle_check_site(struct town *town, struct site *site)
{
    struct arena *arena = arena_open();
    check_record(town, site, NULL, arena); /* signatures of them all: once, at the end */
    arena_close(arena);
}

void
oracle_take_receipt(struct town *town, const struct site *issuer, struct text receipt)
{
    struct arena *arena = arena_open();
    struct receipt read;
    struct trust_answer signer;
    struct hasher *hasher = hasher_open(arena);
    enum flaw flaw = receipt_read(receipt, arena, &read);
    if (flaw == NO_FLAW)
        flaw = receipt_check(&read, &town->trust, hasher, &signer);
    if (flaw != NO_FLAW) {
        town_complain(town, "I3: a receipt of %.*s does not prove itself: %s",
                      TEXT_ARGS(issuer->id), flaw_name(flaw));
    } else {
        if (town->receipts_count == town->receipts_capacity) {
            town->receipts_capacity = 2 * town->receipts_capacity + 64;
            town->receipts =
                realloc(town->receipts, town->receipts_capacity * sizeof *town->receipts);
            assert(town->receipts != NULL);
        }
        town->receipts[town->receipts_count++] = (struct town_receipt){
            issuer->place, read.index, statement_leaf(hasher, read.statement)};
        town_sometimes(town, SOMETIMES_RECEIPT_PROVED);
    }
    arena_close(arena);
}

static struct text *
disposition_of(struct town *town, struct text envelope)
{
    for (size_t i = 0; i < town->dispositions_count; i += 2)
        if (text_equal(town->dispositions[i], envelope))
            return &town->dispositions[i + 1];
    if (town->dispositions_count + 2 > town->dispositions_capacity) {
        town->dispositions_capacity = 2 * town->dispositions_capacity + 256;
        town->dispositions =
            realloc(town->dispositions, town->dispositions_capacity * sizeof *town->dispositions);
        assert(town->dispositions != NULL);
    }
    town->dispositions[town->dispositions_count] = text_copy(envelope, town->arena);
    town->dispositions[town->dispositions_count + 1] = TEXT("");
    town->dispositions_count += 2;
    return &town->dispositions[town->dispositions_count - 1];
}

void
oracle_take_disposition(struct town *town, struct text envelope, struct text disposition)
{
    struct text *known = disposition_of(town, envelope);
    if (text_equal(*known, disposition))
        return;
    if (text_is_empty(*known) || text_is(*known, "held")) {
        if (text_is(*known, "held") && text_is(disposition, "received"))
            town_sometimes(town, SOMETIMES_GAP_FILLED);
        *known = text_copy(disposition, town->arena);
        return;
    }
    town_complain(town, "I2: envelope %.*s was '%.*s' and is now '%.*s'", TEXT_ARGS(envelope),
                  TEXT_ARGS(*known), TEXT_ARGS(disposition));
}

static void
take_first_answer(struct town *town, struct deed *deed, const struct outcome *outcome)
{
    deed->is_answered = true;
    deed->refusal = outcome->refusal;
    deed->answer = text_copy(outcome->answer, town->arena);
    town_trace(town, &town->sites[deed->site], "answers %.*s: %.*s",
               TEXT_ARGS(refusal_name(outcome->refusal)), TEXT_ARGS(outcome->answer));
    if (outcome->refusal == VERSION_MUST_BE_CURRENT)
        town_sometimes(town, SOMETIMES_ACT_STALE);
    if (outcome->refusal != ALLOWED)
        town_sometimes(town, SOMETIMES_ACT_REFUSED);
}

void
oracle_take_answer(struct town *town, struct deed *deed, const struct outcome *outcome)
{
    if (deed->is_conflict) {
        if (outcome->refusal != IDEMPOTENCY_KEY_MUST_MATCH)
            town_complain(town, "I10: other content under act %.*s was answered %.*s",
                          TEXT_ARGS(deed->act.id), TEXT_ARGS(refusal_name(outcome->refusal)));
        town_sometimes(town, SOMETIMES_ACT_CONFLICT);
        deed->is_answered = true;
        return;
    }
    if (!deed->is_answered) {
        take_first_answer(town, deed, outcome);
        return;
    }
    if (!outcome->is_repeat || outcome->refusal != deed->refusal ||
        !text_equal(outcome->answer, deed->answer))
        town_complain(town, "I2: act %.*s was answered %.*s and now %.*s", TEXT_ARGS(deed->act.id),
                      TEXT_ARGS(deed->answer), TEXT_ARGS(outcome->answer));
    town_sometimes(town, SOMETIMES_ACT_REPEATED);
}

/* ---- the whole town ---- */

/* Events of one act stand together, made by one transaction. */
static void
check_acts(struct town *town, struct site *site)
{
    struct sql *rows =
        sql(site->node->store, "SELECT o.act_id, COUNT(*), MIN(j.position), MAX(j.position)"
                               " FROM outcome o JOIN journal j ON j.court_id = o.court_id"
                               " AND j.statement LIKE '{\"act\":\"' || o.act_id || '\"%'"
                               " WHERE o.court_id = $1 GROUP BY o.act_id");
    sql_text(rows, 1, site->id);
    while (sql_next(rows))
        if (sql_column_integer(rows, 1) !=
            sql_column_integer(rows, 3) - sql_column_integer(rows, 2) + 1)
            town_complain(town, "I2: act %.*s had effect more than once at %.*s",
                          TEXT_ARGS(sql_column_here(rows, 0)), TEXT_ARGS(site->id));
}

/* What somebody was told of an act is still what the node says. */
static void
check_deeds(struct town *town)
{
    for (const struct deed *deed = town->deeds; deed != NULL; deed = deed->older) {
        struct site *site = &town->sites[deed->site];
        if (!deed->is_answered || deed->is_conflict)
            continue;
        struct sql *row = sql(site->node->store,
                              "SELECT answer FROM outcome WHERE court_id = $1 AND act_id = $2");
        sql_text(row, 1, site->id);
        sql_text(row, 2, deed->act.id);
        if (!sql_next(row) || !text_equal(sql_column_here(row, 0), deed->answer))
            town_complain(town, "I1: the answer to act %.*s is gone or changed at %.*s",
                          TEXT_ARGS(deed->act.id), TEXT_ARGS(site->id));
        sql_end(row);
    }
}

static void
check_receipts(struct town *town, const struct record records[static SITES])
{
    for (size_t i = 0; i < town->receipts_count; i++) {
        const struct town_receipt *receipt = &town->receipts[i];
        const struct record *record = &records[receipt->issuer];
        if (receipt->index >= record->size ||
            !digest_equal(&record->leaves[receipt->index], &receipt->leaf))
            town_complain(town, "I3: event %llu of %.*s is not the one a receipt speaks of",
                          (unsigned long long)receipt->index, TEXT_ARGS(record->node_id));
    }
}

/* The link of an own stream at a place. */
static bool
own_link(struct site *site, struct text matter_id, struct text stream, int64_t seq,
         struct digest *link)
{
    struct sql *row = sql(site->node->store, "SELECT link FROM journal WHERE court_id = $1"
                                             " AND matter_id = $2 AND stream = $3 AND seq = $4");
    sql_text(row, 1, site->id);
    sql_text(row, 2, matter_id);
    sql_text(row, 3, stream);
    sql_integer(row, 4, seq);
    bool is_there = sql_next(row) && sql_column_here(row, 0).length == DIGEST_BYTES;
    if (is_there)
        memcpy(link->bytes, sql_column_here(row, 0).bytes, DIGEST_BYTES);
    sql_end(row);
    return is_there;
}

static void
check_copies(struct town *town, const struct record *record)
{
    for (size_t i = 0; i < record->stream_count; i++) {
        const struct record_stream *stream = &record->streams[i];
        struct text rest = stream->stream, node = text_cut(&rest, '/');
        struct digest link = {{0}};
        struct site *writer = NULL;
        for (int j = 0; j < SITES && !text_is_empty(rest); j++)
            if (text_equal(town->sites[j].id, node))
                writer = &town->sites[j];
        if (writer == NULL)
            continue;
        if (!own_link(writer, stream->matter_id, rest, stream->next_seq - 1, &link) ||
            !digest_equal(&link, &stream->link))
            town_complain(town, "I12: %.*s holds a copy of %.*s in %.*s that is not its beginning",
                          TEXT_ARGS(record->node_id), TEXT_ARGS(stream->stream),
                          TEXT_ARGS(stream->matter_id));
    }
}

/* Every matter as each node sees it. */
struct view {
    struct text matter_id, owner, state, receiving;
    int64_t epoch;
    bool is_frozen;
};

enum { VIEWS_MAX = 1000, CAUSES_MAX = 1000 };

static size_t
views_of(struct site *site, const char *literal, struct view *views, struct arena *arena)
{
    size_t count = 0;
    struct sql *rows = sql(site->node->store, literal);
    sql_text(rows, 1, site->id);
    while (count < VIEWS_MAX && sql_next(rows))
        views[count++] = (struct view){.matter_id = sql_column(rows, 0, arena),
                                       .owner = sql_column(rows, 1, arena),
                                       .state = sql_column(rows, 2, arena),
                                       .receiving = sql_column(rows, 3, arena),
                                       .epoch = sql_column_integer(rows, 4),
                                       .is_frozen = text_is(sql_column_here(rows, 5), "offered")};
    sql_end(rows);
    return count;
}

static const struct view *
view_find(const struct view *views, size_t count, struct text matter_id)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(views[i].matter_id, matter_id))
            return &views[i];
    return NULL;
}

static bool
offers_to(const struct step_result *result, struct text court)
{
    for (int i = 0; i < result->effects_count; i++)
        if (result->effects[i].kind == EFFECT_CUSTODY_OFFERED &&
            text_equal(result->effects[i].value, court))
            return true;
    return false;
}

/* The state the party was told of last: where papers are taken in, nobody sees further, but where
 * the matter was offered to that court. */
static struct text
told_state(struct site *owner, struct text matter_id, struct text receiving, struct arena *arena)
{
    struct event event;
    struct text state = TEXT(""), actual = TEXT("");
    struct sql *rows = journal_each(owner->node->store, owner->id, matter_id, 0);
    while (journal_each_next(rows, arena, &event)) {
        struct step_result result;
        const struct value *body = value_read_canonical(event.body, arena);
        if (event_is_of_peer(event.kind)) {
            struct text inner = value_member_text(body, "body");
            body = text_is_empty(inner) ? NULL : value_read_canonical(inner, arena);
        }
        bool is_step = matter_read_result(value_member(body, "result"), arena, &result);
        bool moves =
            is_step && (text_is_empty(state) || (result.stream == STREAM_MAIN &&
                                                 !text_equal(result.from_state, result.to_state)));
        if (moves)
            actual = result.to_state;
        if ((moves && result.tells_party) || (is_step && offers_to(&result, receiving)))
            state = actual;
    }
    return state;
}

/* What was handed in anywhere is with the court that decides. */
static void
check_handed_in(struct town *town, const struct record records[static SITES],
                const struct view *view, int owner)
{
    for (int i = 0; i < SITES; i++) {
        const struct record *record = &records[i];
        for (size_t k = 0; k < record->stream_count && i != owner; k++) {
            const struct record_stream *stream = &record->streams[k];
            bool is_handed_in =
                text_is(stream->stream, "intake") || text_is(stream->stream, "task");
            if (!is_handed_in || !text_equal(stream->matter_id, view->matter_id))
                continue;
            int64_t there = 0;
            for (size_t m = 0; m < records[owner].stream_count; m++) {
                const struct record_stream *copy = &records[owner].streams[m];
                struct text rest = copy->stream, node = text_cut(&rest, '/');
                if (text_equal(copy->matter_id, view->matter_id) &&
                    text_equal(node, town->sites[i].id) && text_equal(rest, stream->stream))
                    there = copy->next_seq;
            }
            if (there != stream->next_seq)
                town_complain(town, "LOST: %lld of %lld %.*s events of %.*s in %.*s are with %.*s",
                              (long long)there, (long long)stream->next_seq,
                              TEXT_ARGS(stream->stream), TEXT_ARGS(town->sites[i].id),
                              TEXT_ARGS(view->matter_id), TEXT_ARGS(town->sites[owner].id));
        }
    }
}

/* Each thing that arrived was acted on at most once, whoever had the matter at the time. */
static void
check_causes(struct town *town, struct text matter_id, struct arena *arena)
{
    struct text causes[CAUSES_MAX];
    size_t count = 0;
    for (int site = 0; site < SITES; site++) {
        struct event event;
        struct node *node = town->sites[site].node;
        struct sql *rows = journal_each(node->store, node->id, matter_id, 0);
        while (count < CAUSES_MAX && journal_each_next(rows, arena, &event)) {
            struct text cause =
                value_member_text(value_read_canonical(event.body, arena), "answers");
            for (size_t i = 0; i < count; i++)
                if (text_equal(causes[i], cause))
                    town_complain(town, "I2: %.*s was acted on twice in %.*s", TEXT_ARGS(cause),
                                  TEXT_ARGS(matter_id));
            if (!text_is_empty(cause))
                causes[count++] = cause;
        }
        sql_end(rows);
    }
}

/* One court may write; and who took the papers in, who decides and the hub say the same. */
static void
check_views(struct town *town, const struct record records[static SITES], struct arena *arena)
{
    struct view *views[SITES];
    size_t counts[SITES];
    for (int i = 0; i < SITES; i++) {
        views[i] = ARENA_MANY(arena, VIEWS_MAX, struct view);
        counts[i] = views_of(&town->sites[i],
                             "SELECT matter_id, owner, state, receiving, epoch, custody"
                             " FROM matter_rows WHERE court_id = $1",
                             views[i], arena);
    }
    struct view *lines = ARENA_MANY(arena, VIEWS_MAX, struct view);
    size_t lines_count = views_of(&town->sites[SITE_HUB],
                                  "SELECT matter_id, owner, state, receiving, epoch, 'held'"
                                  " FROM custody_rows WHERE court_id = $1",
                                  lines, arena);
    for (int i = 0; i < SITES; i++)
        for (size_t k = 0; k < counts[i]; k++) {
            const struct view *view = &views[i][k];
            if (!text_equal(view->owner, town->sites[i].id))
                continue;
            check_handed_in(town, records, view, i);
            check_causes(town, view->matter_id, arena);
            for (int j = i + 1; j < SITES; j++) {
                const struct view *other = view_find(views[j], counts[j], view->matter_id);
                if (other != NULL && text_equal(other->owner, town->sites[j].id))
                    town_complain(town, "I6: %.*s and %.*s both own %.*s",
                                  TEXT_ARGS(town->sites[i].id), TEXT_ARGS(town->sites[j].id),
                                  TEXT_ARGS(view->matter_id));
            }
            for (int j = 0; j < SITES; j++) {
                const struct view *other = view_find(views[j], counts[j], view->matter_id);
                bool is_receiving = i != j && text_equal(view->receiving, town->sites[j].id);
                struct text told = is_receiving ? told_state(&town->sites[i], view->matter_id,
                                                             view->receiving, arena)
                                                : TEXT("");
                if (is_receiving &&
                    (other == NULL || !text_equal(other->state, told) ||
                     !text_equal(other->owner, view->owner) || other->epoch != view->epoch))
                    town_complain(
                        town, "SAME: %.*s was told %.*s by its owner %.*s and is %.*s at %.*s",
                        TEXT_ARGS(view->matter_id), TEXT_ARGS(told), TEXT_ARGS(view->owner),
                        TEXT_ARGS(other == NULL ? TEXT("unknown") : other->state),
                        TEXT_ARGS(town->sites[j].id));
            }
            const struct view *line = view_find(lines, lines_count, view->matter_id);
            if (line == NULL || !text_equal(line->owner, view->owner) ||
                !text_equal(line->state, view->state) || line->epoch != view->epoch)
                town_complain(town, "SAME: %.*s is %.*s at its owner %.*s and %.*s at the hub",
                              TEXT_ARGS(view->matter_id), TEXT_ARGS(view->state),
                              TEXT_ARGS(view->owner),
                              TEXT_ARGS(line == NULL ? TEXT("unknown") : line->state));
            else
                town_sometimes(town, SOMETIMES_CUSTODY_LINE_RECEIVED);
        }
}

/* ---- entrusted service ---- */

static bool
has_open_task(struct site *site, struct text matter_id, const char *task)
{
    struct sql *row = sql(site->node->store, "SELECT 1 FROM task_rows WHERE court_id = $1"
                                             " AND matter_id = $2 AND name = $3 AND closed = 0");
    sql_text(row, 1, site->id);
    sql_text(row, 2, matter_id);
    sql_text(row, 3, text_of(task));
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}

/* What waits for the court that was asked stands in its queue with a clock, and when its time is
 * over the head of division is told. */
static void
check_waiting(struct town *town, struct site *site, const struct matter_row *row)
{
    if (!text_equal(row->next_node, site->id) || !text_is(row->next_role, "server"))
        town_complain(town, "SERVICE: %.*s waits for nobody at %.*s", TEXT_ARGS(row->matter_id),
                      TEXT_ARGS(site->id));
    else if (row->due_ms >= NEVER_MS)
        town_complain(town, "SERVICE: %.*s has no clock at %.*s", TEXT_ARGS(row->matter_id),
                      TEXT_ARGS(site->id));
    else if (row->due_ms <= site->node->now_ms && !site->node->clock_is_doubted) {
        const struct matter_period *period = matter_period(&row->facts, row->due_period);
        if (period != NULL && period->status == PERIOD_LAPSED &&
            !has_open_task(site, row->matter_id, "service_late"))
            town_complain(town, "SERVICE: %.*s is late and nobody is told at %.*s",
                          TEXT_ARGS(row->matter_id), TEXT_ARGS(site->id));
    }
}

/* Reported already: its owner has not been told yet, or has answered; nothing of it runs. */
static bool
is_served_there(const struct matter_facts *facts)
{
    const struct matter_period *plain = matter_period(facts, TEXT("service"));
    const struct matter_period *urgent = matter_period(facts, TEXT("urgent_service"));
    enum period_status a = plain == NULL ? PERIOD_NONE : plain->status;
    enum period_status b = urgent == NULL ? PERIOD_NONE : urgent->status;
    return a != PERIOD_RUNNING && a != PERIOD_LAPSED && b != PERIOD_RUNNING && b != PERIOD_LAPSED;
}

static void
check_service(struct town *town, struct site *owner, struct text matter_id, struct arena *arena)
{
    struct matter_row row, there;
    struct site *asked = NULL;
    if (!matter_row_load(owner->node->store, owner->id, matter_id, arena, &row))
        return;
    for (int i = 0; i < SITES; i++)
        if (text_equal(town->sites[i].id, row.facts.executing))
            asked = &town->sites[i];
    if (!text_equal(row.facts.owner, row.facts.receiving) || row.facts.epoch != 1 ||
        row.facts.custody != CUSTODY_HELD)
        town_complain(town, "SERVICE: %.*s left %.*s", TEXT_ARGS(matter_id), TEXT_ARGS(owner->id));
    if (asked == NULL ||
        !matter_row_load(asked->node->store, asked->id, matter_id, arena, &there)) {
        town_complain(town, "SERVICE: %.*s is not where it was asked for", TEXT_ARGS(matter_id));
        return;
    }
    if (!text_equal(row.facts.state, there.facts.state) ||
        !text_equal(there.facts.owner, row.facts.owner))
        town_complain(town, "SERVICE: %.*s is %.*s at its owner and %.*s at %.*s",
                      TEXT_ARGS(matter_id), TEXT_ARGS(row.facts.state),
                      TEXT_ARGS(there.facts.state), TEXT_ARGS(asked->id));
    bool is_theirs = text_is(row.facts.state, "entrusted") ||
                     text_is(row.facts.state, "being_served") ||
                     text_is(row.facts.state, "stopping");
    if (is_theirs && is_served_there(&there.facts))
        town_complain(town, "SERVICE: %.*s was reported and is still %.*s", TEXT_ARGS(matter_id),
                      TEXT_ARGS(row.facts.state));
    else if (is_theirs)
        check_waiting(town, asked, &there);
}

static void
check_services(struct town *town, struct arena *arena)
{
    for (int i = 0; i < SITES; i++) {
        struct text matters[CAUSES_MAX];
        size_t count = 0;
        struct sql *rows =
            sql(town->sites[i].node->store, "SELECT matter_id FROM matter_rows WHERE court_id = $1"
                                            " AND owner = $1 AND case_kind = 'entrusted_service'");
        sql_text(rows, 1, town->sites[i].id);
        while (count < CAUSES_MAX && sql_next(rows))
            matters[count++] = sql_column(rows, 0, arena);
        sql_end(rows);
        for (size_t k = 0; k < count; k++)
            check_service(town, &town->sites[i], matters[k], arena);
    }
}

static void
check_dispositions(struct town *town)
{
    for (size_t i = 0; i < town->dispositions_count; i += 2) {
        struct text disposition = town->dispositions[i + 1];
        if (!text_is(disposition, "received"))
            town_complain(town, "I7: envelope %.*s ended as '%.*s'",
                          TEXT_ARGS(town->dispositions[i]), TEXT_ARGS(disposition));
    }
}

static void
count_enquiries(struct town *town)
{
    for (int i = 0; i < SITES; i++) {
        struct sql *row = sql(town->sites[i].node->store,
                              "SELECT COUNT(*) FROM journal WHERE court_id = $1 AND kind = $2");
        sql_text(row, 1, town->sites[i].id);
        sql_text(row, 2, text_of(event_kind_text(EVENT_ANSWER_RECEIVED)));
        if (sql_next(row) && sql_column_integer(row, 0) > 0)
            town_sometimes(town, SOMETIMES_ENQUIRY_ANSWERED);
        sql_end(row);
    }
}

/* States a matter went through, for the counters: those the exchange brings about have no deed. */
static void
count_states(struct town *town)
{
    for (int i = 0; i < 2; i++) {
        struct sql *rows = sql(town->sites[i].node->store,
                               "SELECT state, facts FROM matter_rows WHERE court_id = $1"
                               " AND owner = $1");
        sql_text(rows, 1, town->sites[i].id);
        while (sql_next(rows)) {
            struct text facts = sql_column_here(rows, 1);
            if (text_is(sql_column_here(rows, 0), "withdrawn"))
                town_sometimes(town, SOMETIMES_WITHDRAWN);
            if (memmem(facts.bytes, facts.length, "receive_correction", 18) != NULL)
                town_sometimes(town, SOMETIMES_CORRECTED);
        }
    }
}

void
oracle_check_town(struct town *town)
{
    struct arena *arena = arena_open();
    struct record records[SITES];
    for (int i = 0; i < SITES; i++) {
        struct site *site = &town->sites[i];
        records[i] = check_record(town, site, &site->log_key.public, arena);
        struct text difference = record_rebuild_difference(site->node->store, site->id, arena);
        if (!text_is_empty(difference))
            town_complain(town, "I9: %.*s: %.*s", TEXT_ARGS(site->id), TEXT_ARGS(difference));
        check_acts(town, site);
    }
    for (int i = 0; i < SITES; i++)
        check_copies(town, &records[i]);
    check_deeds(town);
    check_receipts(town, records);
    check_dispositions(town);
    check_views(town, records, arena);
    check_services(town, arena);
    count_enquiries(town);
    count_states(town);
    arena_close(arena);
}
