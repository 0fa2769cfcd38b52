/* guard_state.h: what stands in the way of somebody who wants to come in. Asked before it is known
 * who asks, by the door alone. */
#ifndef TB_GUARD_STATE_H
#define TB_GUARD_STATE_H
#include "base/digest.h"
#include "query/look.h"

struct guard_state {
    bool has_factor;             /* a second factor is in force */
    struct text sealed, pending; /* work/seal.h; empty: none */
    int64_t last_step;
    int recovery_left;
    int64_t set_ms;
};

/* Of an account; all zero where there is nothing. */
struct guard_state guard_state_of(struct store *store, struct text court_id, struct text account,
                                  struct arena *arena);

/* Is this one of the account's codes on paper? */
bool guard_state_has_recovery(struct store *store, struct text court_id, struct text account,
                              const struct digest *code);

/* How long this subject (a keyed hash of what is typed) must still wait, in ms; 0: not at all. */
int64_t guard_state_wait(struct store *store, struct text court_id, const struct digest *subject,
                         int64_t now_ms);

#endif
