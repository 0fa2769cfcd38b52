/* flaw.h: the ways a proof can be wrong, as one list.
 *
 * What reads or checks a proof gives a flaw: NO_FLAW, or the first rule that is broken. A flaw says
 * nothing about guilt: a torn download and a forgery break the same rule. */
#ifndef TB_FLAW_H
#define TB_FLAW_H

enum flaw {
    NO_FLAW,
#define FLAW(name, key) name,
#include "proof/flaw.def"
#undef FLAW
    FLAW_COUNT
};

/* "SIGNATURE_MUST_FIT"; "NO_FLAW" for none. */
const char *flaw_name(enum flaw flaw);
/* The key of its sentence in the words, "flaw.signature-wrong"; "" for none. */
const char *flaw_key(enum flaw flaw);

#endif
