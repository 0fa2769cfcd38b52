/* jurisdiction_rule.h: rules/jurisdiction.yaml into the rules of jurisdiction. */
#ifndef TB_JURISDICTION_RULE_H
#define TB_JURISDICTION_RULE_H
#include "law/cause.h"
#include "law/jurisdiction.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads `folder`/jurisdiction.yaml. Courts it names must be in the network or in its own list of
 * courts outside; without a network (NULL) that is not checked. The rules live in the arena. False
 * when a mistake was added. */
bool jurisdiction_rule_load(const char *folder, const struct source_list *sources,
                            const struct network *network, struct arena *arena,
                            struct mistakes *mistakes, struct jurisdiction_rules *rules);

/* Every ground that causes name is there. False when a mistake was added. */
bool jurisdiction_rule_check_causes(const struct jurisdiction_rules *rules,
                                    const struct cause_editions *editions,
                                    struct mistakes *mistakes);

#endif
