/* everyday.h: what people type against the words they use for a thing: 欠钱, 빚, debt. Pure. */
#ifndef TB_EVERYDAY_H
#define TB_EVERYDAY_H
#include "base/text.h"

enum {
    EVERYDAY_SAME = 1000,     /* the whole name, a number, an everyday word as it stands */
    EVERYDAY_NAME_HOLDS = 500 /* what was typed is part of the name */
};

/* As people type and as names are written, made alike: full-width forms folded, blanks gone, small
 * ASCII letters. Both sides of a comparison pass it. */
struct text everyday_alike(struct text text, struct arena *arena);

/* How well a name, or an everyday word, fits what was typed; 0: not at all. One character alone
 * fits only what is the same. */
int everyday_score_name(struct text name, struct text typed);
int everyday_score_word(struct text word, struct text typed);

#endif
