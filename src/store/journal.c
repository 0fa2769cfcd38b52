/* journal.c: one insert makes an event exist; everything else about it can be worked out again. */
#include "store/journal.h"

#include "store/matter_rows.h"
#include "store/node.h"
#include "store/state.h"

#include <assert.h>
#include <string.h>

const struct author journal_peer_author = {
    .act_id = {"-", 1},
    .account = {"exchange", 8},
    .role = {"exchange", 8},
    .claimed_ms = -1,
    .counter_ms = -1,
    .owner_ms = -1,
};

enum { KEPT_LEVEL_STEP = 8 };

struct text
journal_private_digest(struct text private_part, struct text salt, struct arena *arena)
{
    struct hasher *hasher = hasher_open(arena);
    hasher_begin(hasher);
    hasher_add(hasher, salt.bytes, salt.length);
    hasher_add(hasher, private_part.bytes, private_part.length);
    struct digest digest = hasher_end(hasher);
    return digest_hex(&digest, arena);
}

struct text
journal_salt(struct node *node, struct arena *arena)
{
    char *salt = arena_take(arena, SALT_BYTES);
    node->world->random(node->world->of, salt, SALT_BYTES);
    return (struct text){salt, SALT_BYTES};
}

struct stream_head
journal_stream_head(struct store *store, struct text court_id, struct text matter_id,
                    struct text stream, struct arena *arena)
{
    (void)arena;
    struct stream_head head = {0};
    struct sql *row = sql(store, "SELECT next_seq, link FROM stream_rows"
                                 " WHERE court_id = $1 AND matter_id = $2 AND stream = $3");
    sql_text(row, 1, court_id);
    sql_text(row, 2, matter_id);
    sql_text(row, 3, stream);
    if (sql_next(row)) {
        head.next_seq = sql_column_integer(row, 0);
        struct text link = sql_column_here(row, 1);
        if (link.length == DIGEST_BYTES)
            memcpy(head.link.bytes, link.bytes, DIGEST_BYTES);
    }
    sql_end(row);
    return head;
}

static bool
insert(struct node *node, const struct event *event)
{
    struct sql *row =
        sql(node->store, "INSERT INTO journal (court_id, position, matter_id, stream, seq, kind,"
                         " statement, body, salt, private, private_salt, leaf, link)"
                         " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    sql_text(row, 1, node->id);
    sql_integer(row, 2, event->position);
    sql_text(row, 3, event->matter_id);
    sql_text(row, 4, event->stream);
    sql_integer(row, 5, event->seq);
    sql_text(row, 6, text_of(event_kind_text(event->kind)));
    sql_text(row, 7, event->statement);
    sql_text(row, 8, event->body);
    sql_blob(row, 9, event->salt.bytes, event->salt.length);
    if (text_is_empty(event->private)) {
        sql_null(row, 10);
        sql_null(row, 11);
    } else {
        sql_text(row, 10, event->private);
        sql_blob(row, 11, event->private_salt.bytes, event->private_salt.length);
    }
    sql_blob(row, 12, event->leaf.bytes, DIGEST_BYTES);
    sql_blob(row, 13, event->link.bytes, DIGEST_BYTES);
    return sql_run(row);
}

static void
keep_subtree(void *of, unsigned level, uint64_t place, const struct digest *hash)
{
    struct node *node = of;
    if (level % KEPT_LEVEL_STEP != 0)
        return;
    struct sql *row = sql(node->store, "INSERT INTO subtree (court_id, level, place, hash)"
                                       " VALUES ($1, $2, $3, $4)");
    sql_text(row, 1, node->id);
    sql_integer(row, 2, level);
    sql_integer(row, 3, (int64_t)place);
    sql_blob(row, 4, hash->bytes, DIGEST_BYTES);
    sql_run(row);
}

/* `event` says what happened; its place, salt, statement, leaf and link are made here. */
static int64_t
append(struct node *node, const struct author *author, struct event *event, struct arena *arena)
{
    struct stream_head head =
        journal_stream_head(node->store, node->id, event->matter_id, event->stream, arena);
    event->position = node->next_position;
    event->seq = head.next_seq;
    event->salt = journal_salt(node, arena);
    struct statement statement = {
        .act = author->act_id,
        .actor = author->account,
        .claimed_ms = author->claimed_ms,
        .commitment = statement_commitment(node->hasher, event->salt, event->body),
        .counter_ms = author->counter_ms,
        .directory = node->directory_version,
        .entered_ms = node->now_ms,
        .kind = text_of(event_kind_text(event->kind)),
        .matter = event->matter_id,
        .node = node->id,
        .owner_ms = author->owner_ms,
        .prev = head.link,
        .role = author->role,
        .seq = head.next_seq,
        .stream = event->stream,
    };
    event->statement = statement_text(&statement, arena);
    event->leaf = statement_leaf(node->hasher, event->statement);
    event->link = statement_link(node->hasher, &head.link, &event->leaf);
    if (!insert(node, event))
        return -1;
    struct tree_keeper keeper = {keep_subtree, node};
    tree_append(&node->frontier, node->hasher, &event->leaf, &keeper);
    node->block[event->position % BLOCK_LEAVES] = event->leaf;
    node->next_position++;
    state_apply(node->store, node->id, event, arena);
    return store_fault(node->store)->is_set ? -1 : event->position;
}

int64_t
journal_append(struct node *node, const struct author *author, enum event_kind kind,
               struct text matter_id, struct text stream, struct text body,
               struct text private_part, struct text private_salt, struct arena *arena)
{
    struct event event = {
        .kind = kind,
        .matter_id = matter_id,
        .stream = stream,
        .body = body,
        .private = private_part,
        .private_salt = private_salt,
    };
    return append(node, author, &event, arena);
}

int64_t
journal_append_step(struct node *node, const struct author *author, enum event_kind kind,
                    struct matter_row *row, struct text stream, struct text body,
                    struct text private_part, struct text private_salt, struct arena *arena)
{
    struct event event = {
        .kind = kind,
        .matter_id = row->matter_id,
        .stream = stream,
        .body = body,
        .private = private_part,
        .private_salt = private_salt,
        .known = row,
    };
    return append(node, author, &event, arena);
}

#define EVENT_COLUMNS                                                                              \
    "position, matter_id, stream, seq, kind, statement, body, salt, private, private_salt, leaf, " \
    "link"

static struct digest
column_digest(struct sql *row, int column)
{
    struct digest digest = {{0}};
    struct text bytes = sql_column_here(row, column);
    if (bytes.length == DIGEST_BYTES)
        memcpy(digest.bytes, bytes.bytes, DIGEST_BYTES);
    return digest;
}

static void
take_event(struct sql *row, struct arena *arena, struct event *event)
{
    *event = (struct event){
        .position = sql_column_integer(row, 0),
        .matter_id = sql_column(row, 1, arena),
        .stream = sql_column(row, 2, arena),
        .seq = sql_column_integer(row, 3),
        .kind = event_kind_of(sql_column_here(row, 4)),
        .statement = sql_column(row, 5, arena),
        .body = sql_column(row, 6, arena),
        .salt = sql_column(row, 7, arena),
        .private = sql_column(row, 8, arena),
        .private_salt = sql_column(row, 9, arena),
        .leaf = column_digest(row, 10),
        .link = column_digest(row, 11),
    };
}

bool
journal_read(struct store *store, struct text court_id, int64_t position, struct arena *arena,
             struct event *event)
{
    struct sql *row =
        sql(store, "SELECT " EVENT_COLUMNS " FROM journal WHERE court_id = $1 AND position = $2");
    sql_text(row, 1, court_id);
    sql_integer(row, 2, position);
    bool is_there = sql_next(row);
    if (is_there)
        take_event(row, arena, event);
    sql_end(row);
    return is_there;
}

struct sql *
journal_each(struct store *store, struct text court_id, struct text matter_id, int64_t position)
{
    struct sql *rows;
    if (text_is_empty(matter_id)) {
        rows = sql(store, "SELECT " EVENT_COLUMNS " FROM journal WHERE court_id = $1"
                          " AND position >= $2 ORDER BY position");
    } else {
        rows = sql(store, "SELECT " EVENT_COLUMNS " FROM journal WHERE court_id = $1"
                          " AND +position >= $2 AND matter_id = $3 ORDER BY +position");
        sql_text(rows, 3, matter_id);
    }
    sql_text(rows, 1, court_id);
    sql_integer(rows, 2, position);
    return rows;
}

bool
journal_each_next(struct sql *rows, struct arena *arena, struct event *event)
{
    if (!sql_next(rows))
        return false;
    take_event(rows, arena, event);
    return true;
}

bool
journal_leaf(struct store *store, struct text court_id, int64_t position, struct digest *leaf)
{
    struct sql *row = sql(store, "SELECT leaf FROM journal WHERE court_id = $1 AND position = $2");
    sql_text(row, 1, court_id);
    sql_integer(row, 2, position);
    bool is_there = sql_next(row) && sql_column_here(row, 0).length == DIGEST_BYTES;
    if (is_there)
        *leaf = column_digest(row, 0);
    sql_end(row);
    return is_there;
}

/* All nodes under one node of a kept level, from the kept level below upwards: those of level
 * `base` + n begin at `nodes[n]`, and `count` >> n of them are perfect. */
struct tree_block {
    unsigned base;
    uint64_t number;
    size_t count;
    struct digest *nodes[KEPT_LEVEL_STEP];
};

struct journal_tree
journal_tree_open(struct store *store, struct text court_id, uint64_t size, struct arena *arena)
{
    return (struct journal_tree){store, court_id, size, hasher_open(arena), arena, {0}, 0};
}

static struct sql *
ask_block(struct journal_tree *tree, const struct tree_block *block)
{
    uint64_t from = block->number * BLOCK_LEAVES;
    struct sql *rows;
    if (block->base == 0) {
        rows = sql(tree->store, "SELECT leaf FROM journal WHERE court_id = $1 AND position >= $2"
                                " AND position < $3 ORDER BY position");
    } else {
        rows = sql(tree->store, "SELECT hash FROM subtree WHERE court_id = $1 AND place >= $2"
                                " AND place < $3 AND level = $4 ORDER BY place");
        sql_integer(rows, 4, block->base);
    }
    sql_text(rows, 1, tree->court_id);
    sql_integer(rows, 2, (int64_t)from);
    sql_integer(rows, 3, (int64_t)(from + block->count));
    return rows;
}

/* NULL where a row is missing. */
static struct tree_block *
read_block(struct journal_tree *tree, unsigned base, uint64_t number)
{
    struct tree_block *block = ARENA_NEW(tree->arena, struct tree_block);
    uint64_t there = (tree->size >> base) - number * BLOCK_LEAVES;
    *block = (struct tree_block){
        .base = base, .number = number, .count = there < BLOCK_LEAVES ? there : BLOCK_LEAVES};
    block->nodes[0] = arena_take_raw(tree->arena, 2 * (size_t)BLOCK_LEAVES * sizeof(struct digest));
    for (unsigned n = 1; n < KEPT_LEVEL_STEP; n++)
        block->nodes[n] = block->nodes[n - 1] + (BLOCK_LEAVES >> (n - 1));
    struct sql *rows = ask_block(tree, block);
    size_t count = 0;
    while (count < block->count && sql_next(rows) &&
           sql_column_here(rows, 0).length == DIGEST_BYTES)
        block->nodes[0][count++] = column_digest(rows, 0);
    sql_end(rows);
    if (count < block->count)
        return NULL;
    for (unsigned n = 1; n < KEPT_LEVEL_STEP; n++) {
        for (size_t i = 0; i < count >> n; i++)
            block->nodes[n][i] = tree_parent(tree->hasher, &block->nodes[n - 1][2 * i],
                                             &block->nodes[n - 1][2 * i + 1]);
    }
    return block;
}

static const struct tree_block *
find_block(struct journal_tree *tree, unsigned base, uint64_t number)
{
    for (size_t i = 0; i < TREE_BLOCKS_KEPT; i++) {
        const struct tree_block *block = tree->blocks[i];
        if (block != NULL && block->base == base && block->number == number)
            return block;
    }
    struct tree_block *block = read_block(tree, base, number);
    if (block != NULL)
        tree->blocks[tree->blocks_read++ % TREE_BLOCKS_KEPT] = block;
    return block;
}

bool
journal_tree_node(void *of, unsigned level, uint64_t place, struct digest *hash)
{
    struct journal_tree *tree = of;
    if (((place + 1) << level) > tree->size)
        return false;
    unsigned n = level % KEPT_LEVEL_STEP;
    const struct tree_block *block =
        find_block(tree, level - n, place / ((uint64_t)BLOCK_LEAVES >> n));
    if (block == NULL)
        return false;
    *hash = block->nodes[n][place % ((uint64_t)BLOCK_LEAVES >> n)];
    return true;
}

bool
journal_receipt(struct journal_tree *tree, int64_t position, struct text checkpoint_note,
                enum receipt_shows shows, struct arena *arena, struct text *receipt)
{
    struct event event;
    struct tree_path path;
    struct tree_nodes nodes = {journal_tree_node, tree};
    if (position < 0 || (uint64_t)position >= tree->size ||
        !journal_read(tree->store, tree->court_id, position, arena, &event) ||
        !tree_inclusion(&nodes, tree->hasher, (uint64_t)position, tree->size, &path))
        return false;
    bool shows_body = shows >= RECEIPT_SHOWS_BODY, shows_private = shows == RECEIPT_SHOWS_PRIVATE;
    struct receipt made = {
        .statement = event.statement,
        .index = (uint64_t)position,
        .path = path,
        .checkpoint = checkpoint_note,
        .body = shows_body ? event.body : TEXT(""),
        .salt = shows_body ? event.salt : TEXT(""),
        .private = shows_private ? event.private : TEXT(""),
        .private_salt = shows_private ? event.private_salt : TEXT(""),
    };
    *receipt = receipt_write(&made, arena);
    return true;
}
