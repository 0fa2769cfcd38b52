/* outcome_list.h: what became of acts somebody sent earlier: the record keeps the answer to each.
 */
#ifndef TB_OUTCOME_LIST_H
#define TB_OUTCOME_LIST_H
#include "law/refusal.h"
#include "query/look.h"

struct outcome_found {
    enum refusal refusal; /* ALLOWED, or why it was not done */
    struct text detail;   /* which fact, item or court a refusal speaks of; may be empty */
};

/* The outcome of the act of that id at the asker's node; false where there is none. An id is made
 * from the account that acted, so that nobody finds another's (http/api_call.h). */
bool outcome_list_find(const struct look *look, struct text act_id, struct outcome_found *found);

#endif
