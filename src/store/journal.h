/* journal.h: the record of a node: append, read back, prove.
 *
 * An event has a body (what happened and what follows from it, nobody's data) and may have a
 * private part (what people said of themselves). The body names the digest of the private part and
 * its salt; the leaf in the tree (RFC 6962) is made of the statement, which names a salted
 * commitment to the body. So the private part can be erased by law and everything else still proves
 * itself. */
#ifndef TB_JOURNAL_H
#define TB_JOURNAL_H
#include "base/canon.h"
#include "base/date.h"
#include "base/digest.h"
#include "law/event.h"
#include "proof/receipt.h"
#include "proof/tree.h"
#include "store/store.h"

enum { BLOCK_LEAVES = 256, TREE_BLOCKS_KEPT = 8 };

/* What concerns the node itself, not a matter. */
#define NODE_MATTER   TEXT("-")
#define NODE_STREAM   TEXT("node")
#define MAIN_STREAM   TEXT("main")
#define INTAKE_STREAM TEXT("intake")

/* Who acts, under which act, and the times that are claimed or known of it (ms UTC, -1 unknown). */
struct author {
    struct text act_id, account, role;
    int64_t claimed_ms, counter_ms, owner_ms;
};
/* Of what another node said or did. */
extern const struct author journal_peer_author;

struct matter_row;

struct event {
    int64_t position;
    enum event_kind kind;
    struct text matter_id, stream;
    int64_t seq;
    struct text statement; /* canonical JSON; see proof/receipt.h */
    struct text body;      /* canonical JSON */
    struct text private;   /* canonical JSON, empty where there is none or it was erased */
    struct text salt, private_salt;
    struct digest leaf, link;
    struct matter_row *known; /* while it is appended; see journal_append_step */
};

/* The end of one stream: where the next event goes. */
struct stream_head {
    int64_t next_seq;
    struct digest link;
};

struct node;

/* Digest of a private part as it stands in the body. */
struct text journal_private_digest(struct text private_part, struct text salt, struct arena *arena);

/* A fresh salt from the node's randomness, in the arena. */
struct text journal_salt(struct node *node, struct arena *arena);

/* Appends within the transaction under way and applies the event to the derived tables. `body` is
 * canonical JSON; where there is a private part it was made with `private_salt` and the body names
 * its digest under "private". The position, or -1 after a fault. */
int64_t journal_append(struct node *node, const struct author *author, enum event_kind kind,
                       struct text matter_id, struct text stream, struct text body,
                       struct text private_part, struct text private_salt, struct arena *arena);

/* The same for a step in a matter whose row the caller has read within this transaction and nobody
 * has changed since: `row` becomes the row after the step, so that it is read once. */
int64_t journal_append_step(struct node *node, const struct author *author, enum event_kind kind,
                            struct matter_row *row, struct text stream, struct text body,
                            struct text private_part, struct text private_salt,
                            struct arena *arena);

/* False where there is none. */
bool journal_read(struct store *store, struct text court_id, int64_t position, struct arena *arena,
                  struct event *event);
struct stream_head journal_stream_head(struct store *store, struct text court_id,
                                       struct text matter_id, struct text stream,
                                       struct arena *arena);

/* Events of a node or of one matter (empty text: all) from `position` on, oldest first. Reading
 * ends with journal_each_end or after the last event. */
struct sql *journal_each(struct store *store, struct text court_id, struct text matter_id,
                         int64_t position);
bool journal_each_next(struct sql *rows, struct arena *arena, struct event *event);

/* What a receipt shows beside its proof: nothing; what happened; also what people said. */
enum receipt_shows { RECEIPT_SHOWS_NOTHING, RECEIPT_SHOWS_BODY, RECEIPT_SHOWS_PRIVATE };

/* The stored tree of a node as it was with `size` leaves. What was read of it is kept in a few
 * blocks, so that proofs of neighbours read their leaves once; good as long as `arena`. */
struct journal_tree {
    struct store *store;
    struct text court_id;
    uint64_t size;
    struct hasher *hasher;
    struct arena *arena;
    struct tree_block *blocks[TREE_BLOCKS_KEPT];
    size_t blocks_read;
};
struct journal_tree journal_tree_open(struct store *store, struct text court_id, uint64_t size,
                                      struct arena *arena);
/* For `struct tree_nodes`; `of` is a struct journal_tree. */
bool journal_tree_node(void *of, unsigned level, uint64_t place, struct digest *hash);
/* One leaf, without its neighbours. */
bool journal_leaf(struct store *store, struct text court_id, int64_t position, struct digest *leaf);

/* The receipt of an event against the checkpoint of that tree, or one not smaller. False when the
 * store does not hold what the proof needs. */
bool journal_receipt(struct journal_tree *tree, int64_t position, struct text checkpoint_note,
                     enum receipt_shows shows, struct arena *arena, struct text *receipt);

#endif
