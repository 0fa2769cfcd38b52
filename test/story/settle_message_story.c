/* settle_message_story.c: what becomes of a text message or mail, whoever it was for. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define OF_KIND       "SELECT COUNT(*) FROM journal WHERE court_id = $1 AND kind = "
#define OF_PROMISE    "SELECT status FROM outbox WHERE court_id = $1 AND promise_id = "
#define MESSAGES_LEFT "SELECT COUNT(*) FROM message WHERE court_id = $1"

/* Promises a message as a verb would, in a group of its own. */
static void
promise(struct stage *stage, const char *id, struct text matter_id, int64_t ends_ms)
{
    struct node *node = stage_node(stage, "JL7502")->node;
    assert_true(node_begin(node));
    struct message message = {
        .id = text_of(id),
        .way = MESSAGE_TEXT,
        .to = TEXT("13900000000"),
        .content = TEXT("请补正"),
        .matter_id = matter_id,
        .notice = TEXT("please_correct"),
        .recipient = TEXT("party/0"),
        .position = 0,
        .made_ms = node->now_ms,
        .ends_ms = ends_ms,
    };
    message_promise(node, &message);
    assert_true(node_commit(node));
}

static void
settle(struct stage *stage, const char *id, const char *outcome, const char *reason)
{
    struct act act = stage_make(
        stage, VERB_SETTLE_MESSAGE, "exchange@JL7502", "",
        text_format(stage->arena, "{\"outcome\":\"%s\",\"promise\":\"%s\",\"reason\":\"%s\"}",
                    outcome, id, reason));
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
}

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C "cccccccccccccccccccccccccccccccc"

static void
told_settled(struct stage *stage)
{
    struct message due[4];
    stage_hand_in(stage);
    struct node *node = stage_node(stage, "JL7502")->node;
    int64_t now_ms = stage->world.wall_ms(stage->world.of);
    promise(stage, A, stage->matter, now_ms + 2 * HOUR_MS);
    promise(stage, B, stage->matter, now_ms + 24 * HOUR_MS);
    promise(stage, C, TEXT(""), now_ms + HOUR_MS);
    promise(stage, A, stage->matter, now_ms + 2 * HOUR_MS); /* again: nothing more */
    assert_int_equal(stage_number(stage, "JL7502", MESSAGES_LEFT), 3);
    assert_int_equal(message_due(node->store, node->id, MESSAGE_TEXT, now_ms, 4, stage->arena, due),
                     3);
    stage_expect_text(due[0].id, C); /* what ends first goes first */
    stage_expect_text(due[0].to, "13900000000");
    assert_int_equal(message_due(node->store, node->id, MESSAGE_MAIL, now_ms, 4, stage->arena, due),
                     0);
    /* Envelopes and messages do not get into each other's way. */
    struct promise promises[8];
    int envelopes = outbox_due(node->store, node->id, now_ms, 8, stage->arena, promises);
    for (int i = 0; i < envelopes; i++)
        assert_false(text_is(promises[i].peer, "text"));
    assert_int_equal(envelopes, 2);

    settle(stage, A, "later", "");
    assert_int_equal(stage_number(stage, "JL7502", OF_PROMISE "'" A "'"), 0);
    assert_int_equal(message_due(node->store, node->id, MESSAGE_TEXT, now_ms, 4, stage->arena, due),
                     2);
    settle(stage, A, "sent", "");
    assert_int_equal(stage_number(stage, "JL7502", OF_PROMISE "'" A "'"), 1);
    settle(stage, B, "failed", "the gateway said 13900000000 is no number");
    assert_int_equal(stage_number(stage, "JL7502", OF_PROMISE "'" B "'"), 2);
    assert_int_equal(stage_number(stage, "JL7502", OF_KIND "'notice_sent/1'"), 1);
    assert_int_equal(stage_number(stage, "JL7502", OF_KIND "'notice_failed/1'"), 1);
    stage_expect_text(stage_words(stage, "JL7502",
                                  "SELECT body FROM journal WHERE court_id = $1"
                                  " AND kind = 'notice_failed/1'"),
                      "{\"notice\":\"please_correct\",\"of\":0,\"promise\":\"" B "\","
                      "\"reason\":\"rejected\",\"recipient\":\"party/0\",\"way\":\"text\"}");
    /* A code is in no journal, sent or not. */
    int64_t size = node->next_position;
    settle(stage, C, "failed", "ended");
    assert_int_equal(stage_number(stage, "JL7502", OF_PROMISE "'" C "'"), 2);
    assert_int_equal(stage_number(stage, "JL7502", MESSAGES_LEFT), 0);
    /* Once is enough. */
    settle(stage, A, "sent", "");
    settle(stage, "dddddddddddddddddddddddddddddddd", "sent", "");
    assert_int_equal(node->next_position, size);
    stage_audit(stage);
}

/* What is still to be said about a matter goes with its content. */
static void
told_erased(struct stage *stage)
{
    struct message due[4];
    stage_hand_in(stage);
    struct node *node = stage_node(stage, "JL7502")->node;
    int64_t now_ms = stage->world.wall_ms(stage->world.of);
    promise(stage, A, stage->matter, now_ms + 2 * HOUR_MS);
    promise(stage, C, TEXT(""), now_ms + HOUR_MS);
    stage_act(stage, VERB_ERASE, "president@JL7502", "",
              "{\"ground\":\"protection\",\"rests_on\":\"PIPL:47\"}");
    assert_int_equal(stage_number(stage, "JL7502", MESSAGES_LEFT), 1);
    assert_int_equal(message_due(node->store, node->id, MESSAGE_TEXT, now_ms, 4, stage->arena, due),
                     2);
    assert_true(due[0].is_erased && text_is_empty(due[0].to));
    assert_false(due[1].is_erased);
    int64_t size = node->next_position;
    settle(stage, A, "failed", "ended");
    assert_int_equal(stage_number(stage, "JL7502", OF_PROMISE "'" A "'"), 2);
    assert_int_equal(node->next_position, size);
    stage_audit(stage);
}

static void
test_settle_message__outcomes_come_back_and_addresses_go(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502", told_settled, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_settle_message__erasure_takes_what_is_not_sent(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502", told_erased, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settle_message__outcomes_come_back_and_addresses_go),
        cmocka_unit_test(test_settle_message__erasure_takes_what_is_not_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
