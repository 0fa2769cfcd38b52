/* guide_rule.h: rules/guide.yaml into topics. */
#ifndef TB_GUIDE_RULE_H
#define TB_GUIDE_RULE_H
#include "law/guide.h"
#include "law/period.h"
#include "rule/mistakes.h"
#include "rule/procedure_rule.h"

/* Every period and procedure a topic names must be there. The topics live in the arena. False when
 * a mistake was added. */
bool guide_rule_load(const char *folder, const struct source_list *sources,
                     const struct period_catalogue *periods,
                     const struct procedure_list *procedures, struct arena *arena,
                     struct mistakes *mistakes, struct guide *guide);

#endif
