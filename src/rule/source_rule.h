/* source_rule.h: rules/source.yaml into a list of sources. Loaded first: every other rule file
 * cites them. */
#ifndef TB_SOURCE_RULE_H
#define TB_SOURCE_RULE_H
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads `folder`/source.yaml. The list lives in the arena. False when a mistake was added. */
bool source_rule_load(const char *folder, struct arena *arena, struct mistakes *mistakes,
                      struct source_list *list);

#endif
