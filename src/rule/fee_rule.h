/* fee_rule.h: rules/fee/ into tariffs, grounds, and the values fixed within their ranges. */
#ifndef TB_FEE_RULE_H
#define TB_FEE_RULE_H
#include "law/fee.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads `folder`/fee/tariff.yaml and fee/local.yaml. Lives in the arena and borrows `policies`,
 * which may be NULL. False when a mistake was added. */
bool fee_rule_load(const char *folder, const struct source_list *sources,
                   const struct policy_set *policies, struct arena *arena,
                   struct mistakes *mistakes, struct fee_rules *rules);

#endif
