/* evidence.h: genuine files of a small network, signed with keys that everybody knows: what
 * `tongban verify` is tried on and what fuzzers begin with. The same on every run. */
#ifndef TB_EVIDENCE_H
#define TB_EVIDENCE_H
#include "proof/key.h"

enum { EVIDENCE_SIGNERS = 3, EVIDENCE_QUORUM = 2, EVIDENCE_EVENTS = 21, EVIDENCE_INDEX = 13 };

struct evidence {
    struct signing_key signers[EVIDENCE_SIGNERS], log_key, exchange_key;
    struct text trust;       /* version 7, signed by two of three */
    struct text trust_next;  /* version 8 */
    struct text trust_short; /* version 9, signed by one */
    struct text receipt;     /* with content */
    struct text receipt_bare;
    struct text checkpoint;
    struct text envelope;
    struct text refusal;
};

/* Lives as long as the arena. */
struct evidence evidence_make(struct arena *arena);

#endif
