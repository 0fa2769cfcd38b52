/* case_type_rule.h: rules/case_type.yaml into the table of type codes. */
#ifndef TB_CASE_TYPE_RULE_H
#define TB_CASE_TYPE_RULE_H
#include "law/case_type.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads `folder`/case_type.yaml. The table lives in the arena. False when a mistake was added. */
bool case_type_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                         struct mistakes *mistakes, struct case_types *types);

#endif
