/* audit.c: reads the journal once, in order, believing nothing: what a row says of itself must
 * follow from its bytes, and what it says of the rows before must be what they are. */
#include "store/audit.h"

#include "proof/checkpoint.h"
#include "store/matter_rows.h"
#include "store/node.h"
#include "store/state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STREAM_SLOTS = 1 << 12, FILE_CHUNK_BYTES = 64 * 1024 };

/* The end of a stream as the walk has seen it. */
struct seen_stream {
    struct seen_stream *next;
    struct text matter_id, stream;
    int64_t next_seq;
    struct digest link;
};

struct walk {
    struct store *store;
    struct text court_id;
    struct audit *audit;
    struct arena *streams_arena, *scratch;
    struct hasher *hasher;
    struct tree_frontier frontier;
    struct seen_stream *slots[STREAM_SLOTS];
    int64_t next_position;
};

static void __attribute__((format(printf, 2, 3))) find(struct audit *audit, const char *format, ...)
{
    char said[400];
    va_list args;
    va_start(args, format);
    vsnprintf(said, sizeof said, format, args);
    va_end(args);
    if (audit->findings_count < AUDIT_FINDINGS_MAX)
        audit->findings[audit->findings_count] = text_copy(text_of(said), audit->arena);
    audit->findings_count++;
}

static struct seen_stream *
stream_seen(struct walk *walk, const struct event *event)
{
    struct text key = text_format(walk->scratch, "%.*s\n%.*s", TEXT_ARGS(event->matter_id),
                                  TEXT_ARGS(event->stream));
    struct digest digest = digest_of(key);
    unsigned slot = ((unsigned)digest.bytes[0] << 8 | digest.bytes[1]) % STREAM_SLOTS;
    for (struct seen_stream *seen = walk->slots[slot]; seen != NULL; seen = seen->next) {
        if (text_equal(seen->matter_id, event->matter_id) &&
            text_equal(seen->stream, event->stream))
            return seen;
    }
    struct seen_stream *seen = ARENA_NEW(walk->streams_arena, struct seen_stream);
    seen->matter_id = text_copy(event->matter_id, walk->streams_arena);
    seen->stream = text_copy(event->stream, walk->streams_arena);
    seen->next = walk->slots[slot];
    walk->slots[slot] = seen;
    walk->audit->streams++;
    return seen;
}

/* ---- one event ---- */

static bool
was_erased(struct walk *walk, int64_t position)
{
    struct sql *row =
        sql(walk->store, "SELECT 1 FROM erasure WHERE court_id = $1 AND position = $2");
    sql_text(row, 1, walk->court_id);
    sql_integer(row, 2, position);
    bool is_listed = sql_next(row);
    sql_end(row);
    return is_listed;
}

static void
check_private(struct walk *walk, const struct event *event)
{
    const struct value *body = value_read_canonical(event->body, walk->scratch);
    struct text promised = value_member_text(body, "private");
    long long position = (long long)event->position;
    if (body == NULL)
        find(walk->audit, "event %lld: the body is not canonical", position);
    if (text_is_empty(promised) != text_is_empty(event->private)) {
        if (text_is_empty(promised))
            find(walk->audit, "event %lld: a private part was added", position);
        else if (!was_erased(walk, event->position))
            find(walk->audit,
                 "event %lld: the private part is missing and nobody ordered its"
                 " erasure",
                 position);
        return;
    }
    if (!text_is_empty(promised) &&
        !text_equal(promised,
                    journal_private_digest(event->private, event->private_salt, walk->scratch)))
        find(walk->audit, "event %lld: the private part was changed", position);
}

static void
check_columns(struct walk *walk, const struct event *event, const struct statement *said)
{
    bool fits = text_equal(said->matter, event->matter_id) &&
                text_equal(said->stream, event->stream) && said->seq == event->seq &&
                event_kind_of(said->kind) == event->kind && text_equal(said->node, walk->court_id);
    if (!fits)
        find(walk->audit, "event %lld: its columns are not what its statement says",
             (long long)event->position);
}

static void
check_chain(struct walk *walk, const struct event *event, const struct statement *said)
{
    struct seen_stream *seen = stream_seen(walk, event);
    struct digest link = statement_link(walk->hasher, &said->prev, &event->leaf);
    if (event->seq != seen->next_seq)
        find(walk->audit, "event %lld: stream %.*s of %.*s goes on at %lld instead of %lld",
             (long long)event->position, TEXT_ARGS(event->stream), TEXT_ARGS(event->matter_id),
             (long long)event->seq, (long long)seen->next_seq);
    else if (!digest_equal(&said->prev, &seen->link))
        find(walk->audit, "event %lld: the event before it in stream %.*s of %.*s was changed",
             (long long)event->position, TEXT_ARGS(event->stream), TEXT_ARGS(event->matter_id));
    if (!digest_equal(&link, &event->link))
        find(walk->audit, "event %lld: its link in the chain was changed",
             (long long)event->position);
    seen->next_seq = event->seq + 1;
    seen->link = link;
}

static void
check_event(struct walk *walk, struct event *event)
{
    struct statement said;
    long long position = (long long)event->position;
    struct digest leaf = statement_leaf(walk->hasher, event->statement);
    if (!digest_equal(&leaf, &event->leaf))
        find(walk->audit, "event %lld: the statement or its leaf was changed", position);
    event->leaf = leaf;
    if (statement_read(event->statement, walk->scratch, &said) != NO_FLAW) {
        find(walk->audit, "event %lld: the statement cannot be read", position);
        return;
    }
    struct digest commitment = statement_commitment(walk->hasher, event->salt, event->body);
    if (!digest_equal(&commitment, &said.commitment))
        find(walk->audit, "event %lld: the body or its salt was changed", position);
    check_columns(walk, event, &said);
    check_chain(walk, event, &said);
    check_private(walk, event);
}

/* ---- the tree ---- */

static void
check_checkpoint(struct walk *walk, const struct trust *trust, struct text note_text)
{
    struct note note;
    struct checkpoint checkpoint;
    struct digest root = tree_root(&walk->frontier, walk->hasher);
    long long size = (long long)walk->frontier.size;
    walk->audit->checkpoints++;
    if (note_read(note_text, walk->scratch, &note) != NO_FLAW ||
        checkpoint_read(note.text, walk->scratch, &checkpoint) != NO_FLAW) {
        find(walk->audit, "checkpoint %lld cannot be read", size);
        return;
    }
    if (checkpoint.size != walk->frontier.size || !digest_equal(&checkpoint.root, &root))
        find(walk->audit, "checkpoint %lld: the events before it are not those it was signed over",
             size);
    struct trust_question question = {walk->court_id, KEY_FOR_LOG, -1, checkpoint.size};
    struct trust_answer answer;
    enum flaw flaw =
        trust == NULL ? SIGNER_MUST_BE_KNOWN : trust_check(trust, &note, &question, &answer);
    if (flaw != NO_FLAW)
        find(walk->audit, "checkpoint %lld: %s", size, flaw_name(flaw));
}

struct kept_checkpoint {
    int64_t size;
    struct text note;
};

/* All that were kept, in the order of their sizes. */
static int64_t
load_checkpoints(struct walk *walk, struct kept_checkpoint **list, struct arena *arena)
{
    struct sql *count = sql(walk->store, "SELECT COUNT(*) FROM checkpoint WHERE court_id = $1");
    sql_text(count, 1, walk->court_id);
    int64_t most = sql_next(count) ? sql_column_integer(count, 0) : 0;
    sql_end(count);
    *list = ARENA_MANY(arena, (size_t)most + 1, struct kept_checkpoint);
    struct sql *rows =
        sql(walk->store, "SELECT size, note FROM checkpoint WHERE court_id = $1 ORDER BY size");
    sql_text(rows, 1, walk->court_id);
    int64_t found = 0;
    while (found < most && sql_next(rows))
        (*list)[found++] =
            (struct kept_checkpoint){sql_column_integer(rows, 0), sql_column(rows, 1, arena)};
    sql_end(rows);
    return found;
}

static void
check_subtrees(struct walk *walk)
{
    struct journal_tree tree =
        journal_tree_open(walk->store, walk->court_id, walk->frontier.size, walk->scratch);
    struct tree_nodes nodes = {journal_tree_node, &tree};
    struct tree_frontier stored;
    if (!tree_frontier_load(&nodes, walk->frontier.size, &stored)) {
        find(walk->audit, "the stored tree is incomplete");
        return;
    }
    struct digest a = tree_root(&stored, walk->hasher);
    struct digest b = tree_root(&walk->frontier, walk->hasher);
    if (!digest_equal(&a, &b))
        find(walk->audit, "the stored tree is not that of the events");
}

static void
walk_journal(struct walk *walk, const struct trust *trust, struct arena *arena)
{
    struct kept_checkpoint *kept;
    int64_t count = load_checkpoints(walk, &kept, arena), at = 0;
    struct event event;
    struct sql *rows = journal_each(walk->store, walk->court_id, TEXT(""), 0);
    while (journal_each_next(rows, walk->scratch, &event)) {
        for (; walk->next_position < event.position; walk->next_position++)
            find(walk->audit, "event %lld is missing", (long long)walk->next_position);
        walk->next_position = event.position + 1;
        check_event(walk, &event);
        tree_append(&walk->frontier, walk->hasher, &event.leaf, NULL);
        walk->audit->events++;
        while (at < count && kept[at].size <= walk->next_position)
            check_checkpoint(walk, trust, kept[at++].note);
        arena_reset(walk->scratch);
        walk->hasher = hasher_open(walk->scratch);
    }
    for (; at < count; at++)
        find(walk->audit, "checkpoint %lld was signed, but only %lld events are here",
             (long long)kept[at].size, (long long)walk->next_position);
    check_subtrees(walk);
}

static void
check_head(struct walk *walk)
{
    struct sql *row = sql(walk->store, "SELECT size FROM head WHERE court_id = $1");
    sql_text(row, 1, walk->court_id);
    int64_t size = sql_next(row) ? sql_column_integer(row, 0) : -1;
    sql_end(row);
    for (int64_t gone = walk->next_position; gone < size; gone++)
        find(walk->audit, "event %lld is missing", (long long)gone);
    if (size < walk->next_position)
        find(walk->audit, "the head says %lld events, but %lld are here", (long long)size,
             (long long)walk->next_position);
}

/* ---- what is derived, and files ---- */

static bool
is_of_this_release(struct walk *walk)
{
    struct sql *row = sql(walk->store, "SELECT release FROM head WHERE court_id = $1");
    sql_text(row, 1, walk->court_id);
    int64_t release = sql_next(row) ? sql_column_integer(row, 0) : NODE_RELEASE;
    sql_end(row);
    if (release != NODE_RELEASE)
        find(walk->audit, "its tables are of release %lld, not %d: run `tongban upgrade`",
             (long long)release, NODE_RELEASE);
    return release == NODE_RELEASE;
}

static void
check_state(struct walk *walk, struct arena *arena)
{
    struct store_options use = {.use = STORE_REBUILDS};
    struct fault fault = {0};
    struct text difference;
    struct store *again = store_open(":memory:", &use, &fault);
    if (again == NULL || state_rebuild(walk->store, walk->court_id, again) < 0)
        find(walk->audit, "the derived tables cannot be made again: %s", fault.what);
    else if (!state_compare(walk->store, again, walk->court_id, arena, &difference))
        find(walk->audit, "%.*s is not what the journal says", TEXT_ARGS(difference));
    store_close(again);
}

static bool
file_fits(const char *path, struct text sha256, int64_t bytes, struct arena *arena)
{
    unsigned char chunk[FILE_CHUNK_BYTES];
    int64_t length = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    struct hasher *hasher = hasher_open(arena);
    hasher_begin(hasher);
    for (size_t count; (count = fread(chunk, 1, sizeof chunk, file)) > 0; length += (int64_t)count)
        hasher_add(hasher, chunk, count);
    bool is_whole = !ferror(file);
    fclose(file);
    struct digest digest = hasher_end(hasher);
    return is_whole && length == bytes && text_equal(digest_hex(&digest, arena), sha256);
}

static void
check_files(struct walk *walk, const char *folder)
{
    struct sql *rows =
        sql(walk->store, "SELECT sha256, bytes FROM blob WHERE court_id = $1 ORDER BY sha256");
    sql_text(rows, 1, walk->court_id);
    while (sql_next(rows)) {
        struct text sha256 = sql_column(rows, 0, walk->scratch);
        const char *path = text_format(walk->scratch, "%s/blobs/%.2s/%.*s", folder, sha256.bytes,
                                       TEXT_ARGS(sha256))
                               .bytes;
        if (!file_fits(path, sha256, sql_column_integer(rows, 1), walk->scratch))
            find(walk->audit, "file %.*s is missing or was changed", TEXT_ARGS(sha256));
        walk->audit->files++;
        arena_reset(walk->scratch);
        walk->hasher = hasher_open(walk->scratch);
    }
}

bool
audit_node(struct store *store, struct text court_id, const struct trust *trust, const char *folder,
           struct arena *arena, struct audit *audit)
{
    struct walk *walk = ARENA_NEW(arena, struct walk);
    *audit = (struct audit){.arena = arena};
    walk->store = store;
    walk->court_id = court_id;
    walk->audit = audit;
    walk->streams_arena = arena;
    walk->scratch = arena_open();
    walk->hasher = hasher_open(walk->scratch);
    walk_journal(walk, trust, arena);
    check_head(walk);
    if (is_of_this_release(walk) && !store_fault(store)->is_set)
        check_state(walk, arena);
    if (folder != NULL)
        check_files(walk, folder);
    if (store_fault(store)->is_set)
        find(audit, "the database cannot be read: %s", store_fault(store)->what);
    arena_close(walk->scratch);
    return audit->findings_count == 0;
}
