/* entrust_story.c: a court asks another to serve papers for it. The matter never moves; what the
 * other court does stands in a stream only it writes; from which day it is served is said by the
 * law. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char LETTER[] =
    "{\"procedure\":\"entrusted_service\",\"owner\":\"JL7505\",\"fields\":{\"court\":\"JL7504\","
    "\"recipient\":\"当事人乙\",\"addressee\":\"person\",\"document\":\"%s\","
    "\"address\":\"吉林省珲春市某林场二号\",\"materials\":[{\"item\":\"papers\",\"paper\":true,"
    "\"title\":\"起诉状副本\"}]}}";

static void
entrust(struct stage *stage, const char *document)
{
    stage_act(stage, VERB_OPEN_MATTER, "judge@JL7505", "entrust", LETTER, document);
    stage->matter = stage->outcome.matter_id;
    stage_settle(stage);
}

static struct text
status_of(struct stage *stage, const char *node, const char *period)
{
    const struct matter_facts facts = stage_facts(stage, node);
    const struct matter_period *found = matter_period(&facts, text_of(period));
    static const char *const statuses[] = {"none", "running", "suspended", "stopped", "lapsed"};
    return text_of(statuses[found == NULL ? PERIOD_NONE : found->status]);
}

static struct text
verdict_of(struct stage *stage, const char *node, const char *member)
{
    const struct matter_facts facts = stage_facts(stage, node);
    return value_member_text(matter_memory(&facts, TEXT(MEMORY_SERVICE)), member);
}

/* Refused at the door, left behind on film: served that day, at both courts. */
static void
told_served(struct stage *stage)
{
    entrust(stage, "complaint");
    stage_expect_text(stage_facts(stage, "JL7504").executing, "JL7504");
    stage_expect_text(status_of(stage, "JL7504", "service"), "running");
    stage_expect_text(status_of(stage, "JL7505", "service"), "running");
    stage_step(stage, "server@JL7504", "accept", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "being_served");
    stage_expect_state(stage, "JL7504", "being_served");
    stage_step(stage, "server@JL7504", "report_served",
               "{\"by\":\"D2\",\"visited\":\"2026-03-02\",\"refused_by\":\"self\","
               "\"left_at\":\"residence\",\"left\":\"2026-03-02\",\"filmed\":true,"
               "\"record\":\"本人拒收，文书留在住所并录像。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "reported_served");
    stage_expect_state(stage, "JL7504", "reported_served");
    stage_expect_text(verdict_of(stage, "JL7505", "served_on"), "2026-03-02");
    stage_step(stage, "judge@JL7505", "accept_return", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7504", "served");
    stage_expect_text(stage_facts(stage, "JL7504").owner, "JL7505");
    stage_audit(stage);
}

static void
test_entrust__left_behind_on_film_is_served_that_day_at_both_courts(void **state)
{
    (void)state;
    stage_tell("JL75 JL7504 JL7505", told_served, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entrust__left_behind_on_film_is_served_that_day_at_both_courts),
    };
    return cmocka_run_group_tests_name("entrust", tests, NULL, NULL);
}
