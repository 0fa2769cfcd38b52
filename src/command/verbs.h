/* verbs.h: what every verb of command.def looks like.
 *
 * A verb may be run again after a conflict, so it touches its transaction and its outcome, nothing
 * else. It leaves `outcome->refusal` ALLOWED and fills position, matter and answer, or refuses. A
 * fault sticks to the store and needs no word. */
#ifndef TB_VERBS_H
#define TB_VERBS_H
#include "command/command.h"

#define VERB(name, text, function)                                                                 \
    void function(struct corridor *corridor, const struct act *act, struct outcome *outcome,       \
                  struct arena *arena);
#include "command/command.def"
#undef VERB

#endif
