/* time_rule.h: everything the law of time is read from, at once: sources, calendars, periods. */
#ifndef TB_TIME_RULE_H
#define TB_TIME_RULE_H
#include "law/calendar.h"
#include "law/period.h"
#include "law/source.h"
#include "rule/mistakes.h"

struct time_rules {
    struct source_list sources;
    struct calendar_set calendars;
    struct period_catalogue periods;
};

/* Lives in the arena. Every file is read even when another has mistakes. */
bool time_rule_load(const char *folder, struct arena *arena, struct mistakes *mistakes,
                    struct time_rules *rules);

#endif
