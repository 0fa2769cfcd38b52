/* change.h: one person proposes a change, another decides; what is proposed is the business of
 * whoever calls. Rows: store/proposal_rows.h. */
#ifndef TB_CHANGE_H
#define TB_CHANGE_H
#include "command/command.h"
#include "store/proposal_rows.h"

struct change_parts {
    const char *kind;
    struct text target;
    struct text from, to; /* canonical JSON: as it stands, as it is to be */
};

/* Puts a proposal on record; its id is in the answer. */
void change_propose(struct corridor *corridor, const struct act *act,
                    const struct change_parts *parts, struct outcome *outcome, struct arena *arena);

/* Makes what was approved count, or says why it cannot: CHANGE_MUST_FIT_WHAT_STANDS where somebody
 * else changed the same meanwhile. `*version` stays 0 where it has none. */
typedef enum refusal change_publish(struct corridor *corridor, const struct act *act,
                                    const struct proposal *proposal, int64_t *version,
                                    struct arena *arena);

/* Input: change, approve (true, false), reason? (given where it is declined). A head of division or
 * the president decides, never who proposed. */
void change_decide(struct corridor *corridor, const struct act *act, const char *kind,
                   change_publish *publish, struct outcome *outcome, struct arena *arena);

#endif
