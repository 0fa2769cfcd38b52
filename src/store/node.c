/* node.c: groups, epochs, checkpoints. A checkpoint is signed only over what is already durable;
 * signatures are deterministic, so one that a power cut took is made again alike. */
#include "store/node.h"

#include "proof/checkpoint.h"
#include "store/state.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { CLOCK_LEAD_MS = 60 * 60 * 1000, BLOCK_LEVEL = 8 };

static void
stop_writing(struct node *node, const char *why)
{
    if (!node->is_stopped)
        snprintf(node->why_stopped, sizeof node->why_stopped, "%s", why);
    node->is_stopped = true;
}

/* The tree as it is on disk: after opening, and after a group that failed. */
static bool
load_tree(struct node *node)
{
    struct sql *count = sql(node->store, "SELECT size FROM head WHERE court_id = $1");
    sql_text(count, 1, node->id);
    int64_t size = sql_next(count) ? sql_column_integer(count, 0) : 0;
    sql_end(count);
    struct arena *scratch = arena_open();
    struct journal_tree tree = journal_tree_open(node->store, node->id, (uint64_t)size, scratch);
    struct tree_nodes nodes = {journal_tree_node, &tree};
    bool is_loaded = !store_fault(node->store)->is_set &&
                     tree_frontier_load(&nodes, (uint64_t)size, &node->frontier);
    for (int64_t at = size - size % BLOCK_LEAVES; is_loaded && at < size; at++)
        is_loaded = journal_tree_node(&tree, 0, (uint64_t)at, &node->block[at % BLOCK_LEAVES]);
    node->next_position = size;
    arena_close(scratch);
    return is_loaded;
}

static void
sign_checkpoint(struct node *node)
{
    struct digest root = tree_root(&node->frontier, node->hasher);
    struct arena *swap = node->checkpoint_spare;
    arena_reset(swap);
    struct text origin = checkpoint_origin(node->log_key.public.name, swap);
    struct text text = checkpoint_text(origin, node->frontier.size, &root, swap);
    const struct signing_key *keys[] = {&node->log_key};
    node->checkpoint = note_sign(text, keys, 1, swap);
    node->checkpoint_size = node->frontier.size;
    node->checkpoint_is_kept = false;
    node->checkpoint_spare = node->checkpoint_arena;
    node->checkpoint_arena = swap;
}

static void
keep_checkpoint(struct node *node)
{
    if (node->checkpoint_is_kept || node->checkpoint_size == 0)
        return;
    struct sql *keep = sql(node->store, "INSERT INTO checkpoint (court_id, size, note, released_ms)"
                                        " VALUES ($1, $2, $3, $4)"
                                        " ON CONFLICT (court_id, size) DO NOTHING");
    sql_text(keep, 1, node->id);
    sql_integer(keep, 2, (int64_t)node->checkpoint_size);
    sql_text(keep, 3, node->checkpoint);
    sql_integer(keep, 4, node->now_ms);
    sql_run(keep);
}

/* Time for a group: the wall clock, but never earlier than the group before. A jump ahead of the
 * steady clock is remembered as doubt; it never judges anything by itself. */
static bool
take_time(struct node *node)
{
    int64_t wall_ms = node->world->wall_ms(node->world->of);
    int64_t steady_ms = node->world->steady_ms(node->world->of);
    int64_t lead_ms = (wall_ms - node->wall_ms) - (steady_ms - node->steady_ms);
    bool jumped = node->wall_ms > 0 && (lead_ms > CLOCK_LEAD_MS || lead_ms < -CLOCK_LEAD_MS);
    if (jumped && lead_ms > 0)
        node->clock_is_doubted = true;
    node->wall_ms = wall_ms;
    node->steady_ms = steady_ms;
    if (wall_ms > node->now_ms)
        node->now_ms = wall_ms;
    return jumped;
}

static void
record_jump(struct node *node)
{
    struct arena *scratch = arena_open();
    struct canon body = canon_open(scratch, 64);
    canon_begin_object(&body);
    canon_member_boolean(&body, "doubted", node->clock_is_doubted);
    canon_member_integer(&body, "wall", node->wall_ms);
    canon_end_object(&body);
    struct author clock = {TEXT("clock"), TEXT("clock"), TEXT("clock"), node->wall_ms, -1, -1};
    journal_append(node, &clock, EVENT_CLOCK_JUMPED, NODE_MATTER, NODE_STREAM, canon_text(&body),
                   TEXT(""), TEXT(""), scratch);
    arena_close(scratch);
}

static void
keep_time(struct node *node)
{
    node->wall_ms_at_begin = node->wall_ms;
    node->steady_ms_at_begin = node->steady_ms;
}

bool
node_begin(struct node *node)
{
    keep_time(node);
    if (node->is_stopped || !store_begin(node->store))
        return false;
    node->frontier_at_begin = node->frontier;
    node->position_at_begin = node->next_position;
    bool jumped = take_time(node);
    keep_checkpoint(node);
    if (jumped)
        record_jump(node);
    return !store_fault(node->store)->is_set;
}

bool
node_mark(struct node *node)
{
    node->frontier_at_mark = node->frontier;
    node->position_at_mark = node->next_position;
    return store_mark(node->store);
}

void
node_keep_mark(struct node *node)
{
    store_keep_mark(node->store);
}

/* Leaves of a block that the act filled are overwritten by whoever comes next; a block from before
 * the mark that was passed is read again. */
void
node_back_to_mark(struct node *node)
{
    store_back_to_mark(node->store);
    bool passed_block = node->position_at_mark / BLOCK_LEAVES != node->next_position / BLOCK_LEAVES;
    node->frontier = node->frontier_at_mark;
    node->next_position = node->position_at_mark;
    if (!passed_block || store_fault(node->store)->is_set)
        return;
    struct arena *scratch = arena_open();
    struct journal_tree tree =
        journal_tree_open(node->store, node->id, node->frontier.size, scratch);
    int64_t first = node->next_position - node->next_position % BLOCK_LEAVES;
    for (int64_t at = first; at < node->next_position; at++)
        journal_tree_node(&tree, 0, (uint64_t)at, &node->block[at % BLOCK_LEAVES]);
    arena_close(scratch);
}

/* A jump that was noticed in a group that is gone must be noticed again. */
static void
forget_time(struct node *node)
{
    node->wall_ms = node->wall_ms_at_begin;
    node->steady_ms = node->steady_ms_at_begin;
}

/* After a failed group the tree in memory is that of the disk again. */
static void
recover(struct node *node)
{
    bool is_full = store_is_full(node->store);
    char why[200];
    snprintf(why, sizeof why, "%.190s", store_fault(node->store)->what);
    store_recover(node->store);
    if (!is_full)
        stop_writing(node, why);
    else if (!load_tree(node))
        stop_writing(node, "the tree cannot be read after a full disk");
    else if (node->next_position == node->position_at_begin)
        forget_time(node); /* otherwise the group is there, whatever the disk said of it */
}

static bool
raise_head(struct node *node)
{
    struct sql *head = sql(node->store, "UPDATE head SET size = $1, wall_ms = $2"
                                        " WHERE court_id = $3 AND epoch = $4");
    sql_integer(head, 1, node->next_position);
    sql_integer(head, 2, node->now_ms);
    sql_text(head, 3, node->id);
    sql_integer(head, 4, node->epoch);
    if (!sql_run(head))
        return false;
    if (sql_changes(node->store) == 1)
        return true;
    stop_writing(node, "another writer has taken over this node");
    return false;
}

bool
node_commit(struct node *node)
{
    if (!raise_head(node)) {
        if (!store_fault(node->store)->is_set)
            node_cancel(node);
        else
            recover(node);
        return false;
    }
    if (!store_commit(node->store)) {
        recover(node);
        return false;
    }
    node->checkpoint_is_kept = true;
    keep_time(node);
    if (node->next_position != (int64_t)node->checkpoint_size)
        sign_checkpoint(node);
    store_checkpoint(node->store, false);
    if (store_fault(node->store)->is_set)
        recover(node);
    return true;
}

void
node_cancel(struct node *node)
{
    if (store_fault(node->store)->is_set) {
        recover(node);
        return;
    }
    store_cancel(node->store);
    forget_time(node);
    node->frontier = node->frontier_at_begin;
    node->next_position = node->position_at_begin;
    load_tree(node);
}

/* A new writer: whoever wrote before under an older epoch finds its row gone. */
static bool
start_writer(struct node *node)
{
    if (!store_begin(node->store))
        return false;
    struct sql *head =
        sql(node->store, "SELECT epoch, wall_ms, release FROM head WHERE court_id = $1");
    sql_text(head, 1, node->id);
    bool is_known = sql_next(head);
    node->release = is_known ? sql_column_integer(head, 2) : NODE_RELEASE;
    node->epoch = is_known ? sql_column_integer(head, 0) + 1 : 1;
    node->now_ms = is_known ? sql_column_integer(head, 1) : 0;
    sql_end(head);
    if (node->release != NODE_RELEASE)
        return false;
    struct sql *raise =
        sql(node->store, "INSERT INTO head (court_id, epoch, size, wall_ms, release)"
                         " VALUES ($1, $2, 0, $3, $4) ON CONFLICT (court_id)"
                         " DO UPDATE SET epoch = $2");
    sql_text(raise, 1, node->id);
    sql_integer(raise, 2, node->epoch);
    sql_integer(raise, 3, node->now_ms);
    sql_integer(raise, 4, NODE_RELEASE);
    return sql_run(raise) && store_commit(node->store);
}

bool
node_migrate(struct store *store, struct text node_id, struct fault *fault)
{
    struct sql *head = sql(store, "SELECT release FROM head WHERE court_id = $1");
    sql_text(head, 1, node_id);
    int64_t release = sql_next(head) ? sql_column_integer(head, 0) : -1;
    sql_end(head);
    if (release == NODE_RELEASE)
        return true;
    if (release < 1 || release > NODE_RELEASE) {
        fault_set(fault, "tables of release %lld are not known to this program",
                  (long long)release);
        return false;
    }
    /* Releases so far differ in derived tables alone. */
    if (store_begin(store) && state_remake(store, node_id)) {
        struct sql *raise = sql(store, "UPDATE head SET release = $1 WHERE court_id = $2");
        sql_integer(raise, 1, NODE_RELEASE);
        sql_text(raise, 2, node_id);
        if (sql_run(raise) && store_commit(store))
            return true;
    }
    fault_set(fault, "%s", store_fault(store)->what);
    return false;
}

/* A machine that stood still for more than a day may have a wrong clock: a person confirms it. */
static void
doubt_after_long_stop(struct node *node)
{
    int64_t wall_ms = node->world->wall_ms(node->world->of);
    node->clock_is_doubted = node->now_ms > 0 && wall_ms - node->now_ms > DAY_MS;
}

struct node *
node_open(const struct node_options *options, struct fault *fault)
{
    struct store_options use = {options->vfs, STORE_WRITES, options->is_alone, 2048};
    struct store *store = store_open(options->database, &use, fault);
    if (store == NULL)
        return NULL;
    struct arena *arena = arena_open();
    struct node *node = ARENA_NEW(arena, struct node);
    node->arena = arena;
    node->store = store;
    node->id = text_copy(options->id, arena);
    node->code = text_copy(options->code, arena);
    node->folder =
        options->folder == NULL ? NULL : text_copy(text_of(options->folder), arena).bytes;
    node->world = options->world;
    node->log_key = options->log_key;
    node->exchange_key = options->exchange_key;
    node->hasher = hasher_open(arena);
    node->checkpoint_arena = arena_open();
    node->checkpoint_spare = arena_open();
    if (!start_writer(node) || !load_tree(node)) {
        fault_set(fault, "%s",
                  store_fault(store)->is_set      ? store_fault(store)->what
                  : node->release != NODE_RELEASE ? "its tables are of another release: run"
                                                    " `tongban upgrade`"
                                                  : "the tree of the journal is incomplete");
        node->is_stopped = true;
        node_close(node);
        return NULL;
    }
    doubt_after_long_stop(node);
    if (node->next_position > 0)
        sign_checkpoint(node);
    return node;
}

void
node_close(struct node *node)
{
    if (node == NULL)
        return;
    if (!node->is_stopped && !store_fault(node->store)->is_set && node->checkpoint_size > 0 &&
        !node->checkpoint_is_kept && store_begin(node->store)) {
        keep_checkpoint(node);
        store_commit(node->store);
    }
    if (!node->is_stopped)
        store_checkpoint(node->store, true);
    store_close(node->store);
    key_wipe(&node->log_key);
    key_wipe(&node->exchange_key);
    arena_close(node->checkpoint_arena);
    arena_close(node->checkpoint_spare);
    arena_close(node->arena);
}

struct digest
node_leaf(struct node *node, int64_t position)
{
    struct digest leaf = {{0}};
    int64_t block_start = (node->next_position - 1) / BLOCK_LEAVES * BLOCK_LEAVES;
    if (position >= block_start)
        return node->block[position % BLOCK_LEAVES];
    journal_leaf(node->store, node->id, position, &leaf);
    return leaf;
}

const char *
node_blob_path(const struct node *node, struct text sha256, struct arena *arena)
{
    assert(node->folder != NULL && sha256.length == DIGEST_HEX_LENGTH);
    return text_format(arena, "%s/blobs/%.2s/%.*s", node->folder, sha256.bytes, TEXT_ARGS(sha256))
        .bytes;
}

const char *
node_unscanned_path(const struct node *node, struct text sha256, struct arena *arena)
{
    return text_format(arena, "%s/unscanned/%.*s", node->folder, TEXT_ARGS(sha256)).bytes;
}
