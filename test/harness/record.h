/* record.h: reads the whole record of one node and says what is wrong with it: an auditor of its
 * own, who shares with the product only the hash functions and the shape of statements.
 *
 * Checked are: positions without a gap, every leaf, commitment, private digest and chain link, the
 * streams of peers as they arrived, time that never goes back, the head, every kept checkpoint, and
 * that outcomes, promises and what came in point at events that exist. */
#ifndef TB_RECORD_H
#define TB_RECORD_H
#include "proof/checkpoint.h"
#include "store/journal.h"

/* What one stream had at its end. The stream of a peer is called NODE/stream. */
struct record_stream {
    struct text matter_id, stream;
    int64_t next_seq;
    struct digest link;
};

struct record {
    struct text node_id;
    uint64_t size;
    const struct digest *roots; /* roots[n] is the root over the first n events; size + 1 of them */
    const struct digest *leaves;
    const struct record_stream *streams;
    size_t stream_count;
    int64_t promises_open, promises_kept, promises_refused, inbox_count, outcome_count;
    struct text complaint; /* empty: all is well */
};

/* Lives in `arena`. With `log_key` NULL signatures are not looked at. */
struct record record_read(struct store *store, struct text node_id,
                          const struct public_key *log_key, struct arena *arena);

/* Was the tree of `size` events, as somebody was shown it, the beginning of this record? */
bool record_begins_with(const struct record *record, uint64_t size, const struct digest *root);

/* Does a signed checkpoint fit the record? NULL or what is wrong. */
const char *record_fits_checkpoint(const struct record *record, struct text note,
                                   const struct public_key *log_key, struct arena *arena);

/* Makes the derived tables again beside the live ones; empty, or the first difference. */
struct text record_rebuild_difference(struct store *store, struct text node_id,
                                      struct arena *arena);

#endif
