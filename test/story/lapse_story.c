/* lapse_story.c: a period runs out and somebody is told; the clock decides nothing. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char OFFICER[] = "filing_officer@JL7505";

static void
lapse(struct stage *stage, const char *node, const char *period, enum refusal refusal)
{
    stage_errand(stage, VERB_LAPSE, node, "{\"period\":\"%s\"}", period);
    if (stage->outcome.refusal != refusal)
        fail_msg("%s: expected %.*s, answered %.*s", period, TEXT_ARGS(refusal_name(refusal)),
                 TEXT_ARGS(stage->outcome.answer));
}

static int64_t
open_tasks(struct stage *stage)
{
    return stage_number(stage, "JL7505",
                        "SELECT COUNT(*) FROM task_rows WHERE court_id = $1 AND matter_id = $2"
                        " AND closed = 0");
}

/* Which period the hub waits for the end of. */
static struct text
clock_at_hub(struct stage *stage)
{
    return stage_words(stage, "JL75",
                       "SELECT clock FROM custody_rows WHERE court_id = $1 AND matter_id = $2");
}

/* Thirty minutes of the office, then seven days, then one working day. */
static void
told_in_time(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_pass(stage, 29 * MINUTE_MS);
    lapse(stage, "JL7505", "response", PERIOD_MUST_HAVE_RUN_OUT);
    stage_pass(stage, MINUTE_MS);
    lapse(stage, "JL7505", "response", ALLOWED);
    assert_true(stage->outcome.position >= 0);
    stage_expect_state(stage, "JL7505", "received");
    assert_int_equal(open_tasks(stage), 1);
    lapse(stage, "JL7505", "response", PERIOD_MUST_BE_RUNNING);
    lapse(stage, "JL7505", "nothing", PERIOD_MUST_BE_RUNNING);
    lapse(stage, "JL7502", "filing_decision", MATTER_MUST_BE_OURS);
    stage_settle(stage);
    stage_expect_text(clock_at_hub(stage), "response"); /* what is late stays late */
    stage_step(stage, OFFICER, "open", "{}");
    assert_int_equal(open_tasks(stage), 0);
    stage_settle(stage);
    stage_expect_text(clock_at_hub(stage), "filing_decision");
    for (int day = 0; day < 7; day++) {
        lapse(stage, "JL7505", "filing_decision", PERIOD_MUST_HAVE_RUN_OUT);
        stage_pass(stage, DAY_MS);
    }
    stage_step_refused(stage, PERIOD_MUST_HAVE_RUN_OUT, OFFICER, "register_first", "{}");
    stage_pass(stage, DAY_MS);
    lapse(stage, "JL7505", "filing_decision", ALLOWED);
    stage_expect_state(stage, "JL7505", "under_review");
    assert_int_equal(open_tasks(stage), 1);
    stage_settle(stage);
    stage_expect_text(clock_at_hub(stage), "filing_decision");
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM period_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND status = 'lapsed'"
                                  " AND name = 'filing_decision'"),
                     1);
    stage_pass(stage, 2 * DAY_MS);
    lapse(stage, "JL7505", "one_day_left", ALLOWED);
    assert_int_equal(open_tasks(stage), 2);
    stage_step(stage, OFFICER, "register_first", "{}");
    assert_int_equal(open_tasks(stage), 0);
}

/* A clock that ran ahead of the steady one ends no period until somebody has looked at it. */
static void
told_doubted(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    clock_jump(&stage->clock, 12 * HOUR_MS);
    stage_step(stage, OFFICER, "note", "{\"text\":\"时钟跳动之后\"}");
    assert_true(stage_node(stage, "JL7505")->node->clock_is_doubted);
    assert_true(stage_newest(stage, "JL7505", "clock_jumped/1") >= 0);
    lapse(stage, "JL7505", "response", NODE_MUST_BE_WRITABLE);
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_CONFIRM_CLOCK, OFFICER, "", "{}");
    stage_act(stage, VERB_CONFIRM_CLOCK, "system_admin@JL7505", "", "{}");
    assert_false(stage_node(stage, "JL7505")->node->clock_is_doubted);
    assert_true(stage_newest(stage, "JL7505", "clock_confirmed/1") >= 0);
    lapse(stage, "JL7505", "response", ALLOWED);
    /* A clock that is set back makes no time pass twice. */
    clock_jump(&stage->clock, -5 * HOUR_MS);
    stage_step(stage, OFFICER, "open", "{}");
    assert_false(stage_node(stage, "JL7505")->node->clock_is_doubted);
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND kind = 'clock_jumped/1'"),
                     2);
}

static void
test_lapse__a_period_that_ran_out_opens_a_task(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505", told_in_time, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_lapse__a_doubted_clock_ends_nothing(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505", told_doubted, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lapse__a_period_that_ran_out_opens_a_task),
        cmocka_unit_test(test_lapse__a_doubted_clock_ends_nothing),
    };
    return cmocka_run_group_tests_name("lapse", tests, NULL, NULL);
}
