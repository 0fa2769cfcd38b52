/* service_plan.c: the cascade, one way a line. A text message only reminds [OLR2021:32], so who
 * wished for one is served on paper. */
#include "law/service_plan.h"

#include <assert.h>

static const struct {
    const char *word, *rests_on;
} grounds[] = {
#define SERVICE_GROUND(name, word, rests_on) {word, rests_on},
#include "law/service_ground.def"
#undef SERVICE_GROUND
};

struct text
service_ground_word(enum service_ground ground)
{
    return text_of(grounds[ground].word);
}

struct citation
service_ground_rests_on(enum service_ground ground)
{
    struct citation citation;
    bool is_good = citation_parse(text_of(grounds[ground].rests_on), &citation);

    assert(is_good);
    (void)is_good;
    return citation;
}

/* The way he chose in the words of rules/service; empty where papers cannot go that way. */
static struct text
channel_of(const struct service_plan_asked *asked)
{
    if (!asked->consents)
        return TEXT("");
    if (text_is(asked->chosen, "account"))
        return asked->has_account ? TEXT("platform") : TEXT("");
    if (text_is(asked->chosen, "mail"))
        return TEXT("email");
    if (text_is(asked->chosen, "wechat"))
        return TEXT("messaging");
    return text_is(asked->chosen, "fax") ? TEXT("fax") : TEXT("");
}

static bool
has_failed(const struct service_plan_asked *asked, struct service_way way)
{
    for (size_t i = 0; i < asked->failed_count; i++)
        if (text_equal(asked->failed[i].mode, way.mode) &&
            text_equal(asked->failed[i].channel, way.channel))
            return true;
    return false;
}

static void
add(const struct service_plan_asked *asked, struct service_plan *plan, const char *mode,
    struct text channel, enum service_ground ground)
{
    struct service_way way = {text_of(mode), channel};

    assert(plan->count < SERVICE_PLAN_MAX);
    if (!has_failed(asked, way))
        plan->steps[plan->count++] = (struct service_plan_step){way, ground};
}

void
service_plan_make(const struct service_plan_asked *asked, struct service_plan *plan)
{
    struct text channel = channel_of(asked), none = TEXT("");
    bool is_confirmed = asked->has_address && !asked->receiver_is_opponent;

    *plan = (struct service_plan){.count = 0};
    if (!text_is_empty(channel))
        add(asked, plan, "D3", channel, GROUND_CONSENTED);
    if (asked->at_the_counter)
        add(asked, plan, "D1a", none, GROUND_AT_THE_COUNTER);
    if (is_confirmed || asked->is_stated)
        add(asked, plan, "D5", none, is_confirmed ? GROUND_CONFIRMED : GROUND_STATED);
    add(asked, plan, "D1", none, GROUND_IN_PERSON);
    if (asked->is_far)
        add(asked, plan, "D4", none, GROUND_FAR);
    if (plan->count > 0)
        return;
    plan->must_convert = asked->is_summary;
    if (!asked->is_summary)
        add(asked, plan, "D7", none, GROUND_NOTHING_ELSE);
}

int
service_plan_settle(const struct service_result *results, size_t count)
{
    int best = -1;

    for (size_t i = 0; i < count; i++) {
        const struct service_result *one = &results[i];
        int order = best < 0 ? -1 : date_compare(one->served_on, results[best].served_on);

        if (one->is_served &&
            (order < 0 || (order == 0 && results[best].is_presumed && !one->is_presumed)))
            best = (int)i;
    }
    return best;
}
