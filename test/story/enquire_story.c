/* enquire_story.c: a counter asks another court on behalf of somebody who stands before it. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char COUNTER[] = "counter@JL7504";

static const struct value *
newest_answer(struct stage *stage)
{
    struct event event;
    struct stage_node *at = stage_node(stage, "JL7504");
    int64_t position = stage_newest(stage, "JL7504", "answer_received/1");
    if (!journal_read(at->node->store, at->id, position, stage->arena, &event))
        fail_msg("no answer has come");
    return value_member(value_read_canonical(event.body, stage->arena), "answer");
}

static void
ask_as(struct stage *stage, const char *name)
{
    stage_act(stage, VERB_ENQUIRE, COUNTER, "",
              "{\"person\":{\"name\":\"%s\"},\"reason\":\"当事人到场查询进度\"}", name);
    stage_settle(stage);
}

static int64_t
looks(struct stage *stage, const char *query)
{
    return stage_number(stage, "JL7502", query);
}

static void
told(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    struct text matter = stage->matter;
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_ENQUIRE, "judge@JL7504", "",
                  "{\"person\":{\"name\":\"当事人甲\"},\"reason\":\"查询\"}");
    stage_refused(stage, PERSON_ACTED_FOR_MUST_BE_NAMED, VERB_ENQUIRE, COUNTER, "",
                  "{\"person\":{\"name\":\"当事人甲\"}}");
    stage_refused(stage, PERSON_ACTED_FOR_MUST_BE_NAMED, VERB_ENQUIRE, COUNTER, "",
                  "{\"reason\":\"查询\"}");
    stage_refused(stage, MATTER_MUST_EXIST, VERB_ENQUIRE, "counter@JL7502", "",
                  "{\"person\":{\"name\":\"当事人甲\"},\"reason\":\"本院的\"}");
    stage->matter = TEXT("7502-00000-00000-00");
    stage_refused(stage, MATTER_MUST_EXIST, VERB_ENQUIRE, COUNTER, "",
                  "{\"person\":{\"name\":\"当事人甲\"},\"reason\":\"号码有误\"}");
    stage->matter = matter;

    ask_as(stage, "当事人甲");
    const struct value *answer = newest_answer(stage);
    assert_true(value_member_is_true(answer, "found"));
    stage_expect_text(value_member_text(answer, "state"), "received");
    stage_expect_text(value_member_text(answer, "owner"), "JL7505");
    assert_int_equal(looks(stage, "SELECT COUNT(*) FROM access_log WHERE court_id = $1"
                                  " AND matter_id = $2 AND allowed = 1 AND reason = 'enquiry'"),
                     1);
    /* Somebody else learns nothing, not even that there is such a matter; the look is kept. */
    ask_as(stage, "当事人丁");
    answer = newest_answer(stage);
    assert_false(value_member_is_true(answer, "found"));
    assert_int_equal(answer->count, 1);
    assert_int_equal(looks(stage, "SELECT COUNT(*) FROM access_log WHERE court_id = $1"
                                  " AND matter_id = $2 AND allowed = 0"),
                     1);
    /* Neither court keeps in its bodies who was asked for. */
    assert_int_equal(stage_number(stage, "JL7504",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND body LIKE '%当事人%'"),
                     0);
    assert_int_equal(looks(stage, "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND kind = 'enquiry_received/1' AND body LIKE '%当事人%'"),
                     0);
    assert_int_equal(stage_number(stage, "JL7504",
                                  "SELECT COUNT(*) FROM outbox WHERE court_id = $1"
                                  " AND status <> 1"),
                     0);
}

/* A sealed matter is as good as none. */
static void
told_sealed(struct stage *stage)
{
    stage_hand_in_at(stage, "counter@JL7502", "JL7502");
    stage_step(stage, "supervisor@JL7502", "seal", "{\"sealed\":true,\"reason\":\"涉及个人隐私\"}");
    ask_as(stage, "当事人甲");
    assert_false(value_member_is_true(newest_answer(stage), "found"));
}

/* Papers for a matter of other courts, while the party stands here. */
static void
told_with_papers(struct stage *stage)
{
    static const char papers[] = "{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}";
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step_refused(stage, ENQUIRY_MUST_BE_ANSWERED, COUNTER, "supplement", "%s", papers);
    ask_as(stage, "当事人甲");
    stage_step(stage, COUNTER, "supplement", "%s", papers);
    stage_settle(stage);
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM task_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND name = 'look_at_arrival'"
                                  " AND closed = 0"),
                     1);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM document_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND document_id LIKE 'JL7504.%'"),
                     1);
    stage_pass(stage, 13 * HOUR_MS);
    stage_step_refused(stage, ENQUIRY_MUST_BE_ANSWERED, COUNTER, "supplement", "%s", papers);
    stage_audit(stage);
}

static void
test_enquire__papers_are_taken_in_while_the_party_is_present(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7504 JL7505", told_with_papers, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_enquire__progress_for_a_party_nothing_for_others(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7504 JL7505", told, STAGE_FAULTS_OF_ALL);
}

static void
test_enquire__a_sealed_matter_is_not_found(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7504", told_sealed, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enquire__progress_for_a_party_nothing_for_others),
        cmocka_unit_test(test_enquire__a_sealed_matter_is_not_found),
        cmocka_unit_test(test_enquire__papers_are_taken_in_while_the_party_is_present),
    };
    return cmocka_run_group_tests_name("enquire", tests, NULL, NULL);
}
