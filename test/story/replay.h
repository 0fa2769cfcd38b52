/* replay.h: one act again and again, with a fault at each of its store calls in turn. */
#ifndef TB_REPLAY_H
#define TB_REPLAY_H
#include "stage.h"

/* Everything a node holds but the epoch of its writer and the kept checkpoints, as one digest. */
struct digest replay_state(struct store *store, struct text node_id);

/* A node before an act: what it holds, and what its writer has in mind of the time. */
struct replay_memory {
    struct digest state;
    bool clock_is_doubted, is_read_only;
    int64_t seen_by_peers, wall_ms, steady_ms;
};
struct replay_memory replay_remember(const struct node *node);

/* The act was run on `before` (a copy of the disk made before it, when the node was `memory`), gave
 * `expected` and left the state `after`. `may_borrow`: it changed neither directory nor trust list.
 * Runs it with every fault at every call and ends the test unless each time nothing was half-done,
 * what was told as kept is there, an audit finds nothing, and asking again ends in `after`. */
void replay_act(struct stage *stage, struct stage_node *at, struct disk *before,
                const struct act *act, const struct outcome *expected,
                const struct replay_memory *memory, const struct digest *after, bool may_borrow);

#endif
