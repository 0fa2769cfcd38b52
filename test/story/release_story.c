/* release_story.c: a matter somebody has is handed back with a reason, or taken from him by the
 * head of division; nobody has it then, its periods run on, and a colleague takes it on. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char NODES[] = "JL7502 JL7505";
static const char OFFICER[] = "filing_officer@JL7505", COLLEAGUE[] = "filing_officer@JL7505/bai";
static const char HEAD[] = "supervisor@JL7505";

static void
expect_handler(struct stage *stage, const char *who)
{
    struct text handler = stage_facts(stage, "JL7505").handler;
    struct text account = who == NULL ? TEXT("") : stage_asker(stage, who).account;
    stage_expect_text(handler, text_terminated(account, stage->arena));
    /* The queue reads it from the row. */
    stage_expect_text(stage_words(stage, "JL7505",
                                  "SELECT assignee FROM matter_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      who == NULL ? "-" : text_terminated(account, stage->arena));
}

static void
told(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    /* What nobody has taken on is not handed back. */
    stage_step_refused(stage, HANDLER_MUST_BE_NAMED, OFFICER, "release", "{\"reason\":\"出差。\"}");
    stage_step(stage, OFFICER, "open", "{}");
    expect_handler(stage, OFFICER);
    stage_step_refused(stage, HANDLER_MUST_RELEASE, COLLEAGUE, "release",
                       "{\"reason\":\"我来办。\"}");
    stage_step_refused(stage, HANDLER_MUST_BE_FREE, COLLEAGUE, "take_on", "{}");
    stage_step_refused(stage, FIELDS_MUST_BE_RIGHT, OFFICER, "release", "{}");
    struct text last_day =
        text_copy(stage_words(stage, "JL7505",
                              "SELECT last_day FROM period_rows WHERE court_id = $1"
                              " AND matter_id = $2 AND name = 'filing_decision'"),
                  stage->arena);
    stage_step(stage, OFFICER, "release", "{\"reason\":\"出差两周。\"}");
    expect_handler(stage, NULL);
    stage_expect_state(stage, "JL7505", "under_review");
    stage_expect_text(stage_words(stage, "JL7505",
                                  "SELECT last_day FROM period_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND name = 'filing_decision'"),
                      text_terminated(last_day, stage->arena));
    /* Why stands in the private part. */
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND body LIKE '%出差%'"),
                     0);
    stage_step(stage, COLLEAGUE, "take_on", "{}");
    expect_handler(stage, COLLEAGUE);
    stage_step(stage, HEAD, "release", "{\"reason\":\"回避。\"}");
    expect_handler(stage, NULL);
    stage_step_refused(stage, HANDLER_MUST_BE_NAMED, HEAD, "release", "{\"reason\":\"回避。\"}");
    stage_step(stage, OFFICER, "take_on", "{}");
    expect_handler(stage, OFFICER);
}

static void
test_release__gives_a_matter_back_to_all(void **state)
{
    (void)state;
    stage_tell(NODES, told, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_release__gives_a_matter_back_to_all)};
    return cmocka_run_group_tests_name("release", tests, NULL, NULL);
}
