/* state.h: the derived tables as a pure function of the journal: apply one event, or all again.
 *
 * Applying asks no law, clock or file: events carry their results. What an event of a peer says
 * (event_received) is applied like an own one, except that only the owner's main stream moves the
 * state of a matter once it was handed in. Content that came later than its place
 * (content_received) is applied at that place. */
#ifndef TB_STATE_H
#define TB_STATE_H
#include "store/journal.h"

/* Applies within the transaction under way. Faults stick to the store. */
void state_apply(struct store *store, struct text court_id, const struct event *event,
                 struct arena *arena);

/* Reads a whole journal and applies it to the derived tables of `into`, which are empty. The number
 * of events, or -1 after a fault of either. */
int64_t state_rebuild(struct store *from, struct text court_id, struct store *into);

/* The same in its own store, whose derived tables are made anew first, as this program has them:
 * within the transaction under way. False after a fault. */
bool state_remake(struct store *store, struct text court_id);

/* Compares every derived table of two stores row by row. True when they are alike; otherwise
 * `difference` names the first table and row that are not. */
bool state_compare(struct store *live, struct store *rebuilt, struct text court_id,
                   struct arena *arena, struct text *difference);

/* Applies again all that concerns one matter, after the private part of some event was erased. */
void state_replay_matter(struct store *store, struct text court_id, struct text matter_id,
                         struct arena *arena);

#endif
