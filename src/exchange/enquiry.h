/* enquiry.h: what the answer to an enquiry lets a counter do: take papers in for a matter of which
 * this node has no copy. */
#ifndef TB_ENQUIRY_H
#define TB_ENQUIRY_H
#include "exchange/envelope.h"
#include "store/matter_rows.h"

enum { ENQUIRY_HOLDS_MS = 12 * 60 * 60 * 1000 };

/* The matter as an answer describes it: where it is, under which rules, in which state; nobody's
 * data. False where it was not found. */
bool enquiry_row(const struct value *answer, struct text matter_id, struct matter_row *row);

/* The matter as its court described it to this clerk within the last ENQUIRY_HOLDS_MS, `person`
 * being present. False where there is no such answer. Reads within the transaction of the caller.
 */
bool enquiry_present(struct store *store, struct text node_id, struct text matter_id,
                     struct text account, struct text person, int64_t now_ms, struct arena *arena,
                     struct matter_row *row);

#endif
