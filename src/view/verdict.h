/* verdict.h: what a file proves, checked with nothing but the file and a trust list: a receipt,
 * letter, refusal, checkpoint or trust list. Nothing of the file comes out that could steer a
 * terminal. */
#ifndef TB_VERDICT_H
#define TB_VERDICT_H
#include "proof/trust.h"

struct verdict;

/* Lives in the arena; `language` is that of sentences and names. */
struct verdict *verdict_open(enum language language, struct arena *arena);

/* NO_FLAW, or the first thing that is wrong. */
enum flaw verdict_check(struct verdict *verdict, struct text bytes, const struct trust *trust);

/* After NO_FLAW: who signed, what it proves, what was checked, line by line. */
struct text verdict_words(const struct verdict *verdict);

/* One object: valid, kind, flaw and reason, or the facts. `flaw` is NULL where all is good. */
struct text verdict_json(const struct verdict *verdict, const char *flaw, struct text reason);

#endif
