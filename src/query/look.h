/* look.h: what every question needs: where to look, who asks, and what the words and rules are.
 *
 * A question reads as one moment, between store_begin_read and store_end_read, which is its own
 * business. It gives nothing its asker may not see (law/access.h). Texts live in the arena, words
 * as long as the rules. */
#ifndef TB_LOOK_H
#define TB_LOOK_H
#include "law/network.h"
#include "rule/rulebook.h"
#include "store/store.h"

struct look {
    struct store *store; /* a reader of the node */
    struct text court_id;
    const struct rulebook *rules;
    const struct network *network; /* may be NULL */
    const struct asker *asker;
    int64_t now_ms;
    struct arena *arena;
};

#endif
