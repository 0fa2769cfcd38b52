/* cause_rule.h: rules/cause/ into the editions of the list of causes. */
#ifndef TB_CAUSE_RULE_H
#define TB_CAUSE_RULE_H
#include "law/cause.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads every file of `folder`/cause/ that ends in .yaml. Editions stand in the order of the days
 * from which they are in force and do not overlap. They live in the arena. False when a mistake was
 * added. */
bool cause_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                     struct mistakes *mistakes, struct cause_editions *editions);

#endif
