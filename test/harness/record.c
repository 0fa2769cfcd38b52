/* record.c: one walk over the journal with everything worked out again, then a look at each table
 * that points into it. The first thing found wrong is what is said. */
#include "harness/record.h"

#include "store/state.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct store *store;
    struct text node_id;
    struct arena *arena, *scratch;
    struct hasher *hasher;
    struct record record;
    struct record_stream *streams;
    size_t stream_capacity;
    int64_t last_entered_ms;
};

static void
complain(struct reading *reading, int64_t position, const char *what)
{
    if (text_is_empty(reading->record.complaint))
        reading->record.complaint =
            text_format(reading->arena, "%.*s event %lld: %s", TEXT_ARGS(reading->node_id),
                        (long long)position, what);
}

static struct record_stream *
stream_of(struct reading *reading, struct text matter_id, struct text stream)
{
    for (size_t i = reading->record.stream_count; i > 0; i--) {
        struct record_stream *known = &reading->streams[i - 1];
        if (text_equal(known->matter_id, matter_id) && text_equal(known->stream, stream))
            return known;
    }
    if (reading->record.stream_count == reading->stream_capacity) {
        struct record_stream *older = reading->streams;
        reading->stream_capacity = 2 * reading->stream_capacity + 64;
        reading->streams =
            ARENA_MANY(reading->arena, reading->stream_capacity, struct record_stream);
        if (older != NULL)
            memcpy(reading->streams, older, reading->record.stream_count * sizeof *older);
    }
    struct record_stream *fresh = &reading->streams[reading->record.stream_count++];
    *fresh = (struct record_stream){.matter_id = text_copy(matter_id, reading->arena),
                                    .stream = text_copy(stream, reading->arena)};
    return fresh;
}

/* One more link of a stream: in its place, joined to the one before. */
static void
follow(struct reading *reading, int64_t position, struct record_stream *stream,
       const struct statement *statement, const struct digest *leaf, const struct digest *link)
{
    struct digest expected = statement_link(reading->hasher, &stream->link, leaf);
    if (statement->seq != stream->next_seq)
        complain(reading, position, "a stream has a gap or a repeat");
    if (!digest_equal(&statement->prev, &stream->link))
        complain(reading, position, "the statement names another event before it");
    if (!digest_equal(&expected, link))
        complain(reading, position, "the chain link does not fit");
    stream->next_seq = statement->seq + 1;
    stream->link = expected;
}

static bool
is_erased(struct reading *reading, int64_t position)
{
    struct sql *row =
        sql(reading->store, "SELECT 1 FROM erasure WHERE court_id = $1 AND position = $2");
    sql_text(row, 1, reading->node_id);
    sql_integer(row, 2, position);
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}

static void
check_private(struct reading *reading, const struct event *event, const struct value *body)
{
    struct text named = value_member_text(body, "private");
    if (text_is_empty(event->private)) {
        if (!text_is_empty(named) && !is_erased(reading, event->position))
            complain(reading, event->position, "the private part is gone without an erasure");
        return;
    }
    struct text digest =
        journal_private_digest(event->private, event->private_salt, reading->scratch);
    if (!text_equal(named, digest))
        complain(reading, event->position, "the private part is not the one the body names");
}

/* The event of a peer that this one brought. */
static void
check_received(struct reading *reading, const struct event *event, const struct value *body)
{
    struct statement statement;
    struct digest link;
    unsigned char salt[SALT_BYTES];
    struct text text = value_member_text(body, "statement");
    struct text inner = value_member_text(body, "body"), salt_hex = value_member_text(body, "salt");
    if (statement_read(text, reading->scratch, &statement) != NO_FLAW ||
        !digest_parse(value_member_text(body, "link"), &link)) {
        complain(reading, event->position, "what a peer sent cannot be read");
        return;
    }
    struct digest leaf = statement_leaf(reading->hasher, text);
    struct text name = text_format(reading->scratch, "%.*s/%.*s", TEXT_ARGS(statement.node),
                                   TEXT_ARGS(statement.stream));
    if (!text_equal(statement.matter, event->matter_id) ||
        text_equal(statement.node, reading->node_id))
        complain(reading, event->position, "a peer's event stands in another matter, or is ours");
    if (event->kind == EVENT_EVENT_RECEIVED)
        follow(reading, event->position, stream_of(reading, statement.matter, name), &statement,
               &leaf, &link);
    if (text_is_empty(inner))
        return; /* its place in the chain, without content */
    struct digest commitment = {{0}};
    if (hex_read(salt_hex, salt, sizeof salt))
        commitment = statement_commitment(reading->hasher,
                                          (struct text){(const char *)salt, sizeof salt}, inner);
    if (!digest_equal(&commitment, &statement.commitment))
        complain(reading, event->position, "a peer's event is not what its statement says");
}

static void
check_event(struct reading *reading, const struct event *event, int64_t position)
{
    struct statement statement;
    if (event->position != position)
        complain(reading, position, "the journal has a gap here");
    if (statement_read(event->statement, reading->scratch, &statement) != NO_FLAW) {
        complain(reading, position, "the statement cannot be read");
        return;
    }
    struct digest leaf = statement_leaf(reading->hasher, event->statement);
    struct digest commitment = statement_commitment(reading->hasher, event->salt, event->body);
    if (!digest_equal(&leaf, &event->leaf))
        complain(reading, position, "the leaf is not that of the statement");
    if (!digest_equal(&commitment, &statement.commitment))
        complain(reading, position, "the body is not what the statement says");
    if (!text_equal(statement.matter, event->matter_id) ||
        !text_equal(statement.stream, event->stream) || statement.seq != event->seq ||
        event_kind_of(statement.kind) != event->kind ||
        !text_equal(statement.node, reading->node_id))
        complain(reading, position, "columns and statement differ");
    if (statement.entered_ms < reading->last_entered_ms)
        complain(reading, position, "time went back");
    reading->last_entered_ms = statement.entered_ms;
    follow(reading, position, stream_of(reading, event->matter_id, event->stream), &statement,
           &event->leaf, &event->link);
    const struct value *body = value_read_canonical(event->body, reading->scratch);
    if (body == NULL)
        complain(reading, position, "the body is not canonical");
    check_private(reading, event, body);
    if (event_is_of_peer(event->kind))
        check_received(reading, event, body);
}

static int64_t
number(struct reading *reading, const char *literal)
{
    struct sql *row = sql(reading->store, literal);
    sql_text(row, 1, reading->node_id);
    int64_t number = sql_next(row) ? sql_column_integer(row, 0) : -1;
    sql_end(row);
    return number;
}

static void
walk(struct reading *reading)
{
    struct event event;
    int64_t count = number(reading, "SELECT COUNT(*) FROM journal WHERE court_id = $1");
    size_t room = count < 0 ? 1 : (size_t)count + 1;
    struct digest *roots = ARENA_MANY(reading->arena, room, struct digest);
    struct digest *leaves = ARENA_MANY(reading->arena, room, struct digest);
    struct tree_frontier frontier = {0};
    roots[0] = tree_root(&frontier, reading->hasher);
    struct sql *rows = journal_each(reading->store, reading->node_id, TEXT(""), 0);
    while (frontier.size + 1 < room && journal_each_next(rows, reading->scratch, &event)) {
        check_event(reading, &event, (int64_t)frontier.size);
        leaves[frontier.size] = event.leaf;
        tree_append(&frontier, reading->hasher, &event.leaf, NULL);
        roots[frontier.size] = tree_root(&frontier, reading->hasher);
        arena_reset(reading->scratch);
    }
    sql_end(rows);
    reading->record.size = frontier.size;
    reading->record.roots = roots;
    reading->record.leaves = leaves;
    if (number(reading, "SELECT size FROM head WHERE court_id = $1") != (int64_t)frontier.size)
        complain(reading, (int64_t)frontier.size, "the head names another size");
}

static void
check_checkpoints(struct reading *reading, const struct public_key *log_key)
{
    struct sql *rows = sql(reading->store, "SELECT size, note FROM checkpoint WHERE court_id = $1"
                                           " ORDER BY size");
    sql_text(rows, 1, reading->node_id);
    while (sql_next(rows)) {
        struct text note = sql_column(rows, 1, reading->scratch);
        const char *what =
            record_fits_checkpoint(&reading->record, note, log_key, reading->scratch);
        if (what != NULL)
            complain(reading, sql_column_integer(rows, 0), what);
        arena_reset(reading->scratch);
    }
}

/* Every accepted act points at its first event, and that event names the act. */
static void
check_outcomes(struct reading *reading)
{
    struct sql *rows =
        sql(reading->store, "SELECT o.act_id, o.position, o.status, j.statement FROM outcome o"
                            " LEFT JOIN journal j ON j.court_id = o.court_id"
                            " AND j.position = o.position WHERE o.court_id = $1");
    sql_text(rows, 1, reading->node_id);
    while (sql_next(rows)) {
        struct statement statement;
        int64_t position = sql_column_integer(rows, 1);
        reading->record.outcome_count++;
        if (position < 0)
            continue;
        if (sql_column_integer(rows, 2) != 0)
            complain(reading, position, "a refused act has an event");
        else if (sql_column_is_null(rows, 3))
            complain(reading, position, "an answer names an event that is not there");
        else if (statement_read(sql_column(rows, 3, reading->scratch), reading->scratch,
                                &statement) == NO_FLAW &&
                 !text_equal(statement.act, sql_column_here(rows, 0)))
            complain(reading, position, "an answer names the event of another act");
        arena_reset(reading->scratch);
    }
}

static void
check_pointers(struct reading *reading)
{
    struct record *record = &reading->record;
    record->promises_open =
        number(reading, "SELECT COUNT(*) FROM outbox WHERE court_id = $1 AND status = 0");
    record->promises_kept =
        number(reading, "SELECT COUNT(*) FROM outbox WHERE court_id = $1 AND status = 1");
    record->promises_refused =
        number(reading, "SELECT COUNT(*) FROM outbox WHERE court_id = $1 AND status = 2");
    record->inbox_count = number(reading, "SELECT COUNT(*) FROM inbox WHERE court_id = $1");
    int64_t promise =
        number(reading, "SELECT COALESCE(MAX(position), -1) FROM outbox WHERE court_id = $1");
    int64_t arrived =
        number(reading, "SELECT COALESCE(MAX(position), -1) FROM inbox WHERE court_id = $1");
    int64_t erased =
        number(reading, "SELECT COALESCE(MAX(position), -1) FROM erasure WHERE court_id = $1");
    if (promise >= (int64_t)record->size)
        complain(reading, promise, "a promise is about an event that is not there");
    if (arrived >= (int64_t)record->size)
        complain(reading, arrived, "a disposition names an event that is not there");
    if (erased >= (int64_t)record->size)
        complain(reading, erased, "an erasure names an event that is not there");
}

struct record
record_read(struct store *store, struct text node_id, const struct public_key *log_key,
            struct arena *arena)
{
    struct reading reading = {.store = store,
                              .node_id = node_id,
                              .arena = arena,
                              .scratch = arena_open(),
                              .hasher = hasher_open(arena),
                              .record = {.node_id = node_id}};
    walk(&reading);
    reading.record.streams = reading.streams;
    check_checkpoints(&reading, log_key);
    check_outcomes(&reading);
    check_pointers(&reading);
    if (store_fault(store)->is_set)
        complain(&reading, -1, text_format(arena, "%s", store_fault(store)->what).bytes);
    arena_close(reading.scratch);
    return reading.record;
}

bool
record_begins_with(const struct record *record, uint64_t size, const struct digest *root)
{
    return size <= record->size && digest_equal(&record->roots[size], root);
}

const char *
record_fits_checkpoint(const struct record *record, struct text note,
                       const struct public_key *log_key, struct arena *arena)
{
    struct note read;
    struct checkpoint checkpoint;
    if (note_read(note, arena, &read) != NO_FLAW ||
        checkpoint_read(read.text, arena, &checkpoint) != NO_FLAW)
        return "a checkpoint cannot be read";
    if (log_key != NULL && note_check(&read, log_key) != NO_FLAW)
        return "a checkpoint is not signed by the log key";
    if (checkpoint.size > record->size)
        return "a checkpoint covers events that are not there";
    if (!record_begins_with(record, checkpoint.size, &checkpoint.root))
        return "a checkpoint has another root";
    return NULL;
}

struct text
record_rebuild_difference(struct store *store, struct text node_id, struct arena *arena)
{
    struct fault fault = {0};
    struct text difference = TEXT("");
    const struct store_options options = {.use = STORE_REBUILDS};
    struct store *rebuilt = store_open(":memory:", &options, &fault);
    if (rebuilt == NULL)
        return text_format(arena, "rebuild: %s", fault.what);
    if (state_rebuild(store, node_id, rebuilt) < 0)
        difference = text_format(arena, "rebuild: %s%s", store_fault(store)->what,
                                 store_fault(rebuilt)->what);
    else if (!state_compare(store, rebuilt, node_id, arena, &difference) &&
             text_is_empty(difference))
        difference = TEXT("rebuild: the store failed");
    store_close(rebuilt);
    return difference;
}
