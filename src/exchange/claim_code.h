/* claim_code.h: the code on an acknowledgement by which whoever holds it adds the matter to his
 * account at the public desk. It follows from the salt of what was handed in, which only those who
 * keep the matter whole have: numbers, names and receipts without content do not give it away. */
#ifndef TB_CLAIM_CODE_H
#define TB_CLAIM_CODE_H
#include "store/journal.h"

/* "7F3K-9QXT-A2BC", from the event that opened the matter, which may be a peer's. Empty where its
 * private part is not here, or was erased. Within the transaction of the caller. */
struct text claim_code(struct store *store, struct text node_id, int64_t opening,
                       struct arena *arena);

/* Where the event lies that opened a matter taken in at this node; -1 where there is none. */
int64_t claim_code_opening(struct store *store, struct text node_id, struct text matter_id);

#endif
