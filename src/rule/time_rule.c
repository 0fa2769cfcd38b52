/* time_rule.c: sources first, because the others cite them. */
#include "rule/time_rule.h"

#include "rule/calendar_rule.h"
#include "rule/period_rule.h"
#include "rule/source_rule.h"

bool
time_rule_load(const char *folder, struct arena *arena, struct mistakes *mistakes,
               struct time_rules *rules)
{
    bool has_sources = source_rule_load(folder, arena, mistakes, &rules->sources);
    /* Without sources nothing would resolve: that is one mistake, not hundreds. */
    const struct source_list *sources = has_sources ? &rules->sources : NULL;
    bool is_good =
        calendar_rule_load(folder, sources, arena, mistakes, &rules->calendars) && has_sources;
    return period_rule_load(folder, sources, arena, mistakes, &rules->periods) && is_good;
}
