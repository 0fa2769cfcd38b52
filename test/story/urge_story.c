/* urge_story.c: the hub urges the court that holds a late matter, and may propose another one; the
 * matter moves only by offer and acceptance. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char HUB[] = "hub_officer@JL75";
static const char MESSAGE[] = "{\"message\":\"已超期，请尽快处理。\"}";
static const char PROPOSAL[] = "{\"message\":\"建议指定管辖。\",\"court\":\"JL7504\"}";

static int64_t
open_tasks(struct stage *stage, const char *node)
{
    return stage_number(stage, node,
                        "SELECT COUNT(*) FROM task_rows WHERE court_id = $1 AND matter_id = $2"
                        " AND closed = 0 AND name IN ('answer_hub', 'consider_designation')");
}

/* Handed in at JL7502 for JL7505, opened, and left until its time is over. */
static void
grow_late(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_settle(stage);
    stage_refused(stage, MATTER_MUST_BE_LATE, VERB_URGE, HUB, "", "%s", MESSAGE);
    stage_pass(stage, INT64_C(20) * 24 * HOUR_MS);
}

static void
told(struct stage *stage)
{
    struct text matter;
    grow_late(stage);
    matter = stage->matter;
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_URGE, "counter@JL75", "", "%s", MESSAGE);
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_URGE, "supervisor@JL7502", "", "%s", MESSAGE);
    stage_refused(stage, GROUND_MUST_BE_GIVEN, VERB_URGE, HUB, "", "{\"message\":\" \"}");
    stage_refused(stage, COURT_MUST_BE_KNOWN, VERB_URGE, HUB, "",
                  "{\"message\":\"请处理。\",\"court\":\"DESK\"}");
    stage_refused(stage, TRANSFER_MUST_NAME_ANOTHER_COURT, VERB_URGE, HUB, "",
                  "{\"message\":\"请处理。\",\"court\":\"JL7505\"}");
    stage->matter = TEXT("7502-00000-00000-00");
    stage_refused(stage, MATTER_MUST_EXIST, VERB_URGE, HUB, "", "%s", MESSAGE);
    stage->matter = matter;

    stage_act(stage, VERB_URGE, HUB, "", "%s", MESSAGE);
    stage_settle(stage);
    assert_int_equal(open_tasks(stage, "JL7505"), 1);
    assert_int_equal(open_tasks(stage, "JL7502"), 0); /* not for where it was taken in */
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND matter_id = $2 AND private LIKE '%已超期%'"),
                     2); /* as it came, and in the file of the matter */
    assert_int_equal(stage_number(stage, "JL75",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND body LIKE '%已超期%'"),
                     0);
    stage_step_refused(stage, ROLE_MUST_BE_ALLOWED, "filing_officer@JL7505", "answer_urging",
                       "{\"answer\":\"今天处理。\"}");
    stage_step(stage, "supervisor@JL7505", "answer_urging", "{\"answer\":\"今天处理。\"}");
    assert_int_equal(open_tasks(stage, "JL7505"), 0);
    stage_settle(stage);
    stage_audit(stage);
}

/* Another court is proposed: nothing moves until the judge offers and that court accepts. */
static void
told_with_court(struct stage *stage)
{
    grow_late(stage);
    stage_act(stage, VERB_URGE, HUB, "", "%s", PROPOSAL);
    stage_settle(stage);
    assert_int_equal(open_tasks(stage, "JL7505"), 2);
    stage_expect_text(stage_facts(stage, "JL7505").owner, "JL7505");
    stage_step(stage, "judge@JL7505", "offer_transfer",
               "{\"court\":\"JL7504\",\"reason\":\"designated\",\"explanation\":\"指定管辖。\"}");
    /* A second word of the hub waits while the matter stands between two courts. */
    stage_act(stage, VERB_URGE, HUB, "", "%s", MESSAGE);
    stage_settle(stage);
    assert_int_equal(open_tasks(stage, "JL7505"), 1);
    stage_step(stage, "judge@JL7504", "accept_transfer", "{}");
    stage_settle(stage);
    stage_pass(stage, HOUR_MS);
    stage_settle(stage);
    stage_expect_text(stage_facts(stage, "JL7504").owner, "JL7504");
    assert_int_equal(open_tasks(stage, "JL7504"), 0);
    assert_int_equal(stage_number(stage, "JL75",
                                  "SELECT COUNT(*) FROM outbox WHERE court_id = $1"
                                  " AND kind = 'urge/1' AND status = 1"),
                     2);
    stage_audit(stage);
}

/* A judge may keep it, and says why. Only the hub is believed. */
static void
told_and_kept(struct stage *stage)
{
    grow_late(stage);
    stage_act(stage, VERB_URGE, HUB, "", "%s", PROPOSAL);
    int64_t position = stage->outcome.position;
    struct text note =
        stage_envelope(stage, stage_node(stage, "JL75"), ENVELOPE_URGE, position, "JL7505");
    struct stage_node *other = stage_node(stage, "JL7502");
    struct text forged =
        stage_forge(stage, note, "\"from\":\"JL75\"", "\"from\":\"JL7502\"", &other->exchange_key);
    stage_deliver(stage, "JL7505", forged);
    stage_expect_text(stage_answer(stage, "disposition"), "refused:hub");
    assert_int_equal(open_tasks(stage, "JL7505"), 0);
    stage_settle(stage);
    assert_int_equal(open_tasks(stage, "JL7505"), 2);
    stage_step(stage, "judge@JL7505", "keep_matter", "{\"reason\":\"当事人均在本院辖区。\"}");
    stage_step(stage, "supervisor@JL7505", "answer_urging", "{\"answer\":\"今天处理。\"}");
    assert_int_equal(open_tasks(stage, "JL7505"), 0);
    stage_audit(stage);
}

static void
test_urge__the_head_of_division_answers(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505", told, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_urge__another_court_may_be_proposed_and_nothing_moves_by_itself(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7504 JL7505", told_with_court, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_urge__a_judge_may_keep_the_matter_and_only_the_hub_is_believed(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505", told_and_kept, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_urge__the_head_of_division_answers),
        cmocka_unit_test(test_urge__another_court_may_be_proposed_and_nothing_moves_by_itself),
        cmocka_unit_test(test_urge__a_judge_may_keep_the_matter_and_only_the_hub_is_believed),
    };
    return cmocka_run_group_tests_name("urge", tests, NULL, NULL);
}
