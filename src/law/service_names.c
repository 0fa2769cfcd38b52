/* service_names.c: what rules, facts, dates, modes and reasons are called, and an attempt of which
 * nothing is said yet. */
#include "law/service.h"

#include <assert.h>

int
service_fact_at(const struct service_rules *rules, struct text id)
{
    for (size_t i = 0; i < rules->facts_count; i++)
        if (text_equal(rules->facts[i].id, id))
            return (int)i;
    return -1;
}

int
service_date_at(const struct service_rules *rules, struct text id)
{
    for (size_t i = 0; i < rules->dates_count; i++)
        if (text_equal(rules->dates[i].id, id))
            return (int)i;
    return -1;
}

const struct service_mode *
service_mode_find(const struct service_rules *rules, struct text id)
{
    for (size_t i = 0; i < rules->modes_count; i++)
        if (text_equal(rules->modes[i].id, id))
            return &rules->modes[i];
    return NULL;
}

const struct service_failure *
service_failure_find(const struct service_rules *rules, struct text id)
{
    for (size_t i = 0; i < rules->failures_count; i++)
        if (text_equal(rules->failures[i].id, id))
            return &rules->failures[i];
    return NULL;
}

const struct service_action *
service_action_find(const struct service_rules *rules, struct text id)
{
    for (size_t i = 0; i < rules->actions_count; i++)
        if (text_equal(rules->actions[i].id, id))
            return &rules->actions[i];
    return NULL;
}

bool
service_names_have(struct service_names names, struct text name)
{
    for (size_t i = 0; i < names.count; i++)
        if (text_equal(names.names[i], name))
            return true;
    return false;
}

const struct service_mode *
service_mode_own(const struct service_rules *rules, const struct service_mode *mode)
{
    return text_is_empty(mode->like) ? mode : service_mode_find(rules, mode->like);
}

const struct service_failure *
service_failure_own(const struct service_rules *rules, const struct service_failure *failure)
{
    return failure == NULL || text_is_empty(failure->like)
               ? failure
               : service_failure_find(rules, failure->like);
}

bool
service_mode_has_fact(const struct service_rules *rules, const struct service_mode *mode,
                      struct text id)
{
    for (size_t i = 0; i < mode->sets.count; i++)
        if (text_equal(mode->sets.tests[i].fact, id))
            return false;
    return service_names_have(rules->common_facts, id) ||
           service_names_have(service_mode_own(rules, mode)->facts, id);
}

bool
service_mode_has_date(const struct service_rules *rules, const struct service_mode *mode,
                      struct text id)
{
    return service_names_have(rules->common_dates, id) ||
           service_names_have(service_mode_own(rules, mode)->dates, id);
}

struct text
service_outcome_text(enum service_outcome outcome)
{
    static const char *const texts[SERVICE_OUTCOMES] = {
        [SERVICE_SERVED] = "served",         [SERVICE_MISSING] = "missing",
        [SERVICE_NOT_YET] = "not_yet",       [SERVICE_FAILED] = "failed",
        [SERVICE_PROHIBITED] = "prohibited", [SERVICE_CONTRADICTED] = "contradicted",
    };
    return text_of(texts[outcome]);
}

void
service_attempt_open(const struct service_rules *rules, const struct service_mode *mode,
                     struct service_attempt *attempt)
{
    *attempt = (struct service_attempt){.mode = mode};
    for (size_t i = 0; i < SERVICE_DATES_MAX; i++)
        attempt->dates[i].day = DATE_NONE;
    for (size_t i = 0; i < rules->facts_count; i++)
        attempt->facts[i] = rules->facts[i].otherwise;
    for (size_t i = 0; i < mode->sets.count; i++) {
        int at = service_fact_at(rules, mode->sets.tests[i].fact);
        assert(at >= 0); /* the loader sees to it */
        attempt->facts[at] = mode->sets.tests[i].values[0];
    }
}
