/* old_rules.h: procedures that running matters started under and that lie on no disk any more, from
 * the bytes a node has kept in its record. */
#ifndef TB_OLD_RULES_H
#define TB_OLD_RULES_H
#include "rule/rulebook.h"
#include "store/store.h"

/* Before anybody else uses the rules. What was read lives in `kept`, as long as the rules. */
void old_rules_learn(struct store *store, struct text court_id, struct rulebook *rules,
                     struct arena *kept);

#endif
