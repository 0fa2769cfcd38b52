/* node.h: a node is a store, a journal and keys: a court, the hub, the public desk or a laptop.
 *
 * All writing of a node happens in groups: many acts in one transaction, one sync, one signed
 * checkpoint; answers are given only after that. A node belongs to one thread, its writer; readers
 * open connections of their own. */
#ifndef TB_NODE_H
#define TB_NODE_H
#include "base/world.h"
#include "proof/key.h"
#include "store/journal.h"

/* Release of the tables this program writes; release_test.c holds it together with
 * schema/state.sql. Since 2: what filings took, and when custody began and was answered. Since 3:
 * days of the calendar and proposals. Since 4: what a queue is narrowed by. Since 5: service that
 * another court asked for. Since 6: since when rule files are kept. Since 7: what is served on
 * whom, and how it was tried. */
enum { NODE_RELEASE = 9 };

struct node_options {
    struct text id, code; /* JL7502; 7502 for tracking numbers */
    const char *database; /* path */
    const char *folder;   /* for files by digest; NULL: this node keeps none */
    const char *vfs;      /* NULL is the system's */
    bool is_alone;        /* the only connection to the database */
    const struct world *world;
    struct signing_key log_key, exchange_key;
};

struct node {
    struct text id, code;
    const char *folder;
    struct store *store;
    const struct world *world;
    struct signing_key log_key, exchange_key;
    struct arena *arena; /* as long as the node */
    struct hasher *hasher;

    struct tree_frontier frontier, frontier_at_mark, frontier_at_begin;
    struct digest block[BLOCK_LEAVES]; /* leaves since the last full block */
    int64_t next_position, position_at_mark, position_at_begin;
    int64_t epoch, directory_version, release;
    int64_t now_ms;             /* of the group under way; never goes back */
    int64_t wall_ms, steady_ms; /* at the last group, to notice jumps */
    int64_t wall_ms_at_begin, steady_ms_at_begin;

    struct text checkpoint; /* newest signed note, in `checkpoint_arena` */
    uint64_t checkpoint_size;
    bool checkpoint_is_kept;
    struct arena *checkpoint_arena, *checkpoint_spare;

    bool has_messages;     /* promised since who sends them was last woken */
    bool is_stopped;       /* a sync failed or an invariant broke: read only until started again */
    bool is_read_only;     /* restored, and a peer has seen more than we have */
    int64_t seen_by_peers; /* then: so many events of ours */
    bool clock_is_doubted; /* wall time ran ahead of steady time: nothing lapses until confirmed */
    char why_stopped[200];
};

/* Opens or makes the database and starts a writer under a new epoch. NULL with `fault` set. */
struct node *node_open(const struct node_options *options, struct fault *fault);
/* Keeps the newest checkpoint and closes. NULL is allowed. */
void node_close(struct node *node);

/* Brings the tables of a node to this release, all or nothing: what is derived is made again from
 * the journal. False with `fault` set: they are of a later release, or the disk failed. */
bool node_migrate(struct store *store, struct text node_id, struct fault *fault);

/* One group. Between begin and commit each act runs between mark and keep or back. */
bool node_begin(struct node *node);
bool node_mark(struct node *node);
void node_keep_mark(struct node *node);
void node_back_to_mark(struct node *node);
/* True once all is durable and the checkpoint over it is signed. False: nothing of the group
 * counts; after a full disk the node goes on, after any other fault it stops. */
bool node_commit(struct node *node);
void node_cancel(struct node *node);

/* Leaf of one of the node's own events, with those of the group under way. */
struct digest node_leaf(struct node *node, int64_t position);

/* Where the files of a node lie; and the second name of one that waits for the virus scanner. */
const char *node_blob_path(const struct node *node, struct text sha256, struct arena *arena);
const char *node_unscanned_path(const struct node *node, struct text sha256, struct arena *arena);

#endif
