/* service_rule.h: rules/service/ into the rules of service. */
#ifndef TB_SERVICE_RULE_H
#define TB_SERVICE_RULE_H
#include "law/service.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads facts.yaml, modes.yaml and failures.yaml of `folder`/service. Every fact, date, value,
 * action and mode that a rule names must be there, every period in the catalogue, and the last rule
 * of a mode must decide without asking anything. The rules live in the arena. False when a mistake
 * was added. */
bool service_rule_load(const char *folder, const struct source_list *sources,
                       const struct period_catalogue *periods, struct arena *arena,
                       struct mistakes *mistakes, struct service_rules *rules);

#endif
