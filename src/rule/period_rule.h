/* period_rule.h: rules/period/catalogue.yaml into the catalogue of periods. */
#ifndef TB_PERIOD_RULE_H
#define TB_PERIOD_RULE_H
#include "law/period.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* The catalogue lives in the arena. False when a mistake was added. */
bool period_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                      struct mistakes *mistakes, struct period_catalogue *catalogue);

/* "15 days", "6 months", "30 office_minutes"; one of them may be "1 day". */
bool period_rule_parse_length(struct text text, struct period_length *length);

#endif
