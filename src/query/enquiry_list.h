/* enquiry_list.h: what somebody at a counter asked other courts about a matter, and what they said.
 */
#ifndef TB_ENQUIRY_LIST_H
#define TB_ENQUIRY_LIST_H
#include "exchange/enquiry.h"
#include "query/look.h"

enum { ENQUIRY_LIST_MAX = 50 };

struct enquiry {
    int64_t position; /* of the enquiry in the record of this node */
    int64_t asked_ms;
    struct text asked;          /* the court that was asked */
    struct text person, reason; /* empty where they were erased */
    const struct value *answer; /* {found, owner, state, since, clock, due …}; NULL: not yet here */
    bool has_expired;           /* the party was here long ago: what was said is not shown again */
    int64_t answered_ms;
    const struct step *const *steps; /* what this clerk may take in for the person now */
    int steps_count;
};

/* The asker's own enquiries about a matter, the latest first. */
void enquiry_list_load(const struct look *look, struct text matter_id,
                       const struct enquiry **enquiries, int *count);

#endif
