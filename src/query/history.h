/* history.h: what happened in a matter, as somebody may know of it, and the receipts that prove it.
 */
#ifndef TB_HISTORY_H
#define TB_HISTORY_H
#include "query/look.h"
#include "store/matter_rows.h"

enum { HISTORY_PAGE = 200 };

/* One thing that happened. */
struct history_event {
    int64_t position; /* in the record of the node asked; names the receipt */
    struct text kind, node, stream;
    int64_t seq;
    struct text step_name;     /* empty for what is no step */
    const struct step *step;   /* NULL where the rules have none of that name */
    struct text from, to;      /* states */
    struct text role, account; /* who; the account only for those who see the inside, oneself,
                                * and whoever it was done for */
    struct act_times times;
    bool is_effective;          /* false: a signature among several */
    bool is_erased;             /* what was filled in was taken out by law */
    const struct value *fields; /* with content: what was filled in; NULL none */
    const struct effect *effects;
    int effects_count;
    const struct value *promised; /* of what opened the matter: {last_day, derivation?}; or NULL */
    struct text peer;             /* enquiries: the court that asked */
};

/* Events after a position (-1: from the first), oldest first, at most HISTORY_PAGE; `*more` when
 * there are more. False where the node knows no such matter or the asker sees no progress of it. */
bool history_load(const struct look *look, struct text matter_id, int64_t after,
                  const struct history_event **events, int *count, bool *more);

/* The receipt of an event of the matter that this asker may see, against a checkpoint of at least
 * that size. With content it shows what happened to who sees content, and what people said to who
 * may see all of it: a part cannot be left out without breaking the proof. */
bool history_receipt(const struct look *look, struct text matter_id, int64_t position,
                     struct text checkpoint, uint64_t size, bool with_content,
                     struct text *receipt);

#endif
