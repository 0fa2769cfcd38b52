/* calendar_rule.h: rules/calendar/ into a set of calendars: cn-YYYY.yaml for each year, local.yaml
 * for what places add. */
#ifndef TB_CALENDAR_RULE_H
#define TB_CALENDAR_RULE_H
#include "law/calendar.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* The set lives in the arena. False when a mistake was added: also where a notice makes a Tuesday a
 * day worked instead of rested, where spans overlap, or where the court days of a year are not as
 * many as its file says. */
bool calendar_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                        struct mistakes *mistakes, struct calendar_set *set);

#endif
