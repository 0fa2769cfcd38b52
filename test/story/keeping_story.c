/* keeping_story.c: the house's own records: who looked at what, the answer for a restore. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void
log_looks(struct stage *stage)
{
    stage_act(stage, VERB_LOG_ACCESS, "system_admin@JL7502", "",
              "{\"looks\":[{\"account\":\"a1\",\"allowed\":true,\"at\":1772413200000,"
              "\"matter\":\"%.*s\",\"reason\":\"docket\",\"role\":\"counter\"},"
              "{\"account\":\"a2\",\"allowed\":false,\"at\":1772413260000,\"matter\":\"%.*s\","
              "\"reason\":\"docket\",\"role\":\"party\"}]}",
              TEXT_ARGS(stage->matter), TEXT_ARGS(stage->matter));
}

static void
told_looks(struct stage *stage)
{
    stage_hand_in(stage);
    int64_t size = stage_node(stage, "JL7502")->node->next_position;
    stage_errand(stage, VERB_DIGEST_ACCESS, "JL7502", "{}");
    assert_int_equal(stage->outcome.position, -1); /* nothing to say */
    log_looks(stage);
    stage_act(stage, VERB_LOG_ACCESS, "system_admin@JL7502", "", "{\"looks\":\"none\"}");
    assert_int_equal(stage_node(stage, "JL7502")->node->next_position, size);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM access_log WHERE court_id = $1"
                                  " AND matter_id = $2 AND digested = -1"),
                     2);
    stage_errand(stage, VERB_DIGEST_ACCESS, "JL7502", "{}");
    assert_int_equal(stage->outcome.position, size);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM access_log WHERE court_id = $1"
                                  " AND digested = -1"),
                     0);
    struct event event;
    struct stage_node *at = stage_node(stage, "JL7502");
    assert_true(journal_read(at->node->store, at->id, size, stage->arena, &event));
    const struct value *body = value_read_canonical(event.body, stage->arena);
    assert_int_equal(value_member_integer(body, "count", 0), 2);
    assert_int_equal(value_member_integer(body, "first", 0), 1);
    assert_int_equal(value_member_integer(body, "last", 0), 2);
    struct text first = value_member_text(body, "digest");
    log_looks(stage);
    stage_errand(stage, VERB_DIGEST_ACCESS, "JL7502", "{}");
    assert_true(
        journal_read(at->node->store, at->id, stage->outcome.position, stage->arena, &event));
    body = value_read_canonical(event.body, stage->arena);
    assert_int_equal(value_member_integer(body, "first", 0), 3);
    assert_false(text_equal(value_member_text(body, "digest"), first));
}

/* A node that came back from a backup writes nothing until a person has answered for it. */
static void
told_restored(struct stage *stage)
{
    struct node *node = stage_node(stage, "JL7502")->node;
    struct act first = stage_make(stage, VERB_OPEN_MATTER, "counter@JL7502", "hand_in",
                                  stage_complaint(stage, "JL7505"));
    stage_run(stage, stage_node(stage, "JL7502"), &first, &stage->outcome);
    stage->matter = stage->outcome.matter_id;
    node->is_read_only = true;
    node->seen_by_peers = 40;
    struct outcome again;
    stage_run(stage, stage_node(stage, "JL7502"), &first, &again);
    assert_true(again.is_repeat);
    assert_true(text_equal(again.answer, stage->outcome.answer));
    stage->has_no_repeats = true; /* what was refused unread is not kept */
    stage_refused(stage, NODE_MUST_BE_WRITABLE, VERB_OPEN_MATTER, "counter@JL7502", "hand_in", "%s",
                  stage_complaint(stage, "JL7505").bytes);
    stage_step_refused(stage, NODE_MUST_BE_WRITABLE, "counter@JL7502", "take_originals",
                       "{\"materials\":[{\"item\":\"complaint\",\"paper\":true}]}");
    stage->has_no_repeats = false;
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_RECORD_RESTORE, "judge@JL7502", "",
                  "{\"reason\":\"继续\"}");
    log_looks(stage); /* looking goes on, and is seen */
    stage_refused(stage, GROUND_MUST_BE_GIVEN, VERB_RECORD_RESTORE, "system_admin@JL7502", "",
                  "{\"reason\":\"\"}");
    assert_true(node->is_read_only);
    stage_act(stage, VERB_RECORD_RESTORE, "system_admin@JL7502", "",
              "{\"reason\":\"磁盘损坏，从备份恢复\"}");
    assert_false(node->is_read_only);
    struct event event;
    assert_true(journal_read(node->store, node->id, stage_newest(stage, "JL7502", "restored/1"),
                             stage->arena, &event));
    const struct value *body = value_read_canonical(event.body, stage->arena);
    assert_int_equal(value_member_integer(body, "seen", 0), 40);
    stage_step(stage, "counter@JL7502", "take_originals",
               "{\"materials\":[{\"item\":\"complaint\",\"paper\":true}]}");
}

static void
test_keeping__looks_are_digested(void **state)
{
    (void)state;
    stage_tell("JL7502", told_looks, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_keeping__a_restore_is_answered_for(void **state)
{
    (void)state;
    stage_tell("JL7502", told_restored, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keeping__looks_are_digested),
        cmocka_unit_test(test_keeping__a_restore_is_answered_for),
    };
    return cmocka_run_group_tests_name("keeping", tests, NULL, NULL);
}
