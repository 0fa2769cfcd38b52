/* amnesia.h: does a node know all that it once told others? A restored backup, a machine set back,
 * a disk that lied: all show in what peers hold. */
#ifndef TB_AMNESIA_H
#define TB_AMNESIA_H
#include "base/text.h"
#include "store/store.h"

/* The largest size of the node's log that this peer has a receipt for; 0 none. */
int64_t amnesia_seen_by(struct store *peer, struct text peer_id, struct text node_id,
                        struct arena *arena);

/* True when a person has recorded that he answers for going on at this size or beyond. */
bool amnesia_was_answered(struct store *store, struct text node_id, int64_t seen,
                          struct arena *arena);

#endif
