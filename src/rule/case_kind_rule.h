/* case_kind_rule.h: rules/case_kind.yaml into the table of kinds of case. */
#ifndef TB_CASE_KIND_RULE_H
#define TB_CASE_KIND_RULE_H
#include "law/case_kind.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads `folder`/case_kind.yaml. The table lives in the arena. False when a mistake was added. */
bool case_kind_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                         struct mistakes *mistakes, struct case_kinds *kinds);

#endif
