/* finding.h: what a file proves, checked with nothing but the file and a trust list: a receipt,
 * letter, refusal, checkpoint, trust list, or what the square code of a paper holds. Nothing of the
 * file comes out that could steer a terminal. */
#ifndef TB_FINDING_H
#define TB_FINDING_H
#include "proof/trust.h"

struct finding;

/* Lives in the arena; `language` is that of sentences and names. */
struct finding *finding_open(enum language language, struct arena *arena);

/* NO_FLAW, or the first thing that is wrong. */
enum flaw finding_check(struct finding *finding, struct text bytes, const struct trust *trust);

/* What the holder of a paper read on it: its matter and its short code, either may be empty. Told
 * before finding_check; the signed note of another paper is then a flaw. */
void finding_expect(struct finding *finding, struct text matter, struct text code);

/* After NO_FLAW: who signed, what it proves, what was checked, line by line. */
struct text finding_words(const struct finding *finding);

/* One object: valid, kind, flaw and reason, or the facts. `flaw` is NULL where all is good. */
struct text finding_json(const struct finding *finding, const char *flaw, struct text reason);

#endif
