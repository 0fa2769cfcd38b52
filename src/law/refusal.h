/* refusal.h: each way the law, or the house, says no. A refusal is expected, shown and tested; it
 * states the rule. The sentence for people is in words/ under "refusal.WORD". */
#ifndef TB_REFUSAL_H
#define TB_REFUSAL_H
#include "base/text.h"

enum refusal {
#define REFUSAL(name, word, rests_on) name,
#include "law/refusal.def"
#undef REFUSAL
    REFUSAL_COUNT
};

/* "MATTER_MUST_BE_OPEN" */
struct text refusal_name(enum refusal refusal);
/* "matter-open": the key of its sentence is "refusal.matter-open". */
struct text refusal_word(enum refusal refusal);
/* "refusal.matter-open" itself, in the arena. */
struct text refusal_key(enum refusal refusal, struct arena *arena);
/* Citation as in rules/source.yaml, or "house" for a rule of this program. */
struct text refusal_rests_on(enum refusal refusal);
bool refusal_parse(struct text name, enum refusal *refusal);

#endif
