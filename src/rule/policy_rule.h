/* policy_rule.h: rules/policy.yaml into dated values. */
#ifndef TB_POLICY_RULE_H
#define TB_POLICY_RULE_H
#include "law/policy.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads `folder`/policy.yaml. The rows live in the arena. False when a mistake was added. */
bool policy_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                      struct mistakes *mistakes, struct policy_set *policies);

#endif
