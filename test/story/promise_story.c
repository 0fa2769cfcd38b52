/* promise_story.c: settle_promise and promise_again: what becomes of a promise, and what happens
 * when somebody lost what was sent to him. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct text
promise_to(struct stage *stage, const char *query)
{
    return text_copy(stage_words(stage, "JL7502", query), stage->arena);
}

static void
settle(struct stage *stage, struct text promise, const char *disposition)
{
    stage_errand(stage, VERB_SETTLE_PROMISE, "JL7502",
                 "{\"disposition\":\"%s\",\"promise\":\"%.*s\"}", disposition, TEXT_ARGS(promise));
    assert_int_equal(stage->outcome.refusal, ALLOWED);
}

static void
postpone(struct stage *stage, struct text promise)
{
    struct act act =
        stage_make(stage, VERB_SETTLE_PROMISE, "exchange@JL7502", "",
                   text_format(stage->arena, "{\"disposition\":\"\",\"promise\":\"%.*s\"}",
                               TEXT_ARGS(promise)));
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
}

#define OF_OWNER " FROM outbox WHERE court_id = $1 AND peer = 'JL7505'"
#define OF_HUB   " FROM outbox WHERE court_id = $1 AND peer = 'JL75'"

static void
told_settled(struct stage *stage)
{
    stage_hand_in(stage);
    struct text to_owner = promise_to(stage, "SELECT promise_id" OF_OWNER);
    struct text to_hub = promise_to(stage, "SELECT promise_id" OF_HUB);
    assert_int_equal(stage_number(stage, "JL7502", "SELECT status" OF_OWNER), 0);
    int64_t waits[3];
    for (int i = 0; i < 3; i++) {
        postpone(stage, to_owner);
        waits[i] = stage_number(stage, "JL7502", "SELECT next_try_ms" OF_OWNER) -
                   stage->world.wall_ms(stage->world.of);
        assert_true(waits[i] > 0 && waits[i] <= HOUR_MS);
    }
    assert_int_equal(stage_number(stage, "JL7502", "SELECT tries" OF_OWNER), 3);
    assert_int_equal(stage_number(stage, "JL7502", "SELECT status" OF_OWNER), 0);
    settle(stage, to_owner, "received");
    assert_int_equal(stage_number(stage, "JL7502", "SELECT status" OF_OWNER), 1);
    /* Closed for good: what comes later changes nothing. */
    settle(stage, to_owner, "refused:chain");
    assert_int_equal(stage_number(stage, "JL7502", "SELECT status" OF_OWNER), 1);
    postpone(stage, to_owner);
    assert_int_equal(stage_number(stage, "JL7502", "SELECT tries" OF_OWNER), 3);
    settle(stage, to_hub, "refused:hub");
    assert_int_equal(stage_number(stage, "JL7502", "SELECT status" OF_HUB), 2);
    settle(stage, TEXT("00000000000000000000000000000000"), "received");
    assert_int_equal(
        stage_number(stage, "JL7502", "SELECT COUNT(*) FROM outbox WHERE court_id = $1"), 2);
}

/* What is held is on the way, not settled. */
static void
told_held(struct stage *stage)
{
    stage_hand_in(stage);
    struct text to_owner = promise_to(stage, "SELECT promise_id" OF_OWNER);
    struct act act =
        stage_make(stage, VERB_SETTLE_PROMISE, "exchange@JL7502", "",
                   text_format(stage->arena, "{\"disposition\":\"held\",\"promise\":\"%.*s\"}",
                               TEXT_ARGS(to_owner)));
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    assert_int_equal(stage_number(stage, "JL7502", "SELECT status" OF_OWNER), 0);
    assert_int_equal(stage_number(stage, "JL7502", "SELECT tries" OF_OWNER), 1);
}

/* The receiving court loses what came after it handed the matter over; its peer holds receipts for
 * it and sends it again. */
static void
told_again(struct stage *stage)
{
    stage_hand_in(stage);
    stage_stop(stage, "JL7502");
    struct text backup = disk_file(stage->disk, "JL7502.db", stage->arena);
    stage_start(stage, "JL7502");
    long long size = (long long)stage_node(stage, "JL7502")->node->next_position;
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "under_review");
    long long whole = (long long)stage_node(stage, "JL7502")->node->next_position;
    stage_stop(stage, "JL7502");
    disk_put_file(stage->disk, "JL7502.db", backup);
    stage_start(stage, "JL7502");
    stage_expect_state(stage, "JL7502", "handed_in");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "handed_in"); /* nobody knows that anything is missing */
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_PROMISE_AGAIN, "judge@JL7505", "",
                  "{\"node\":\"JL7502\",\"size\":%lld}", size);
    stage_act(stage, VERB_PROMISE_AGAIN, "system_admin@JL7505", "",
              "{\"node\":\"JL7502\",\"size\":%lld}", whole);
    stage_expect_text(stage->outcome.answer, "{\"again\":0}");
    stage_act(stage, VERB_PROMISE_AGAIN, "system_admin@JL7505", "",
              "{\"node\":\"JL7502\",\"size\":%lld}", size);
    stage_expect_text(stage->outcome.answer, "{\"again\":2}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "under_review");
    assert_int_equal(stage_node(stage, "JL7502")->node->next_position, whole);
}

static void
test_settle_promise__only_a_receipt_or_a_refusal_closes(void **state)
{
    (void)state;
    stage_tell("JL7502", told_settled, STAGE_FAULTS_OF_PEOPLE);
    stage_tell("JL7502", told_held, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_promise_again__what_was_lost_is_sent_once_more(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505", told_again, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settle_promise__only_a_receipt_or_a_refusal_closes),
        cmocka_unit_test(test_promise_again__what_was_lost_is_sent_once_more),
    };
    return cmocka_run_group_tests_name("promise", tests, NULL, NULL);
}
