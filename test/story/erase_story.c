/* erase_story.c: what people said of themselves goes by law; that it was there stays and proves
 * itself, and whoever holds a copy is told. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char GROUND[] =
    "{\"ground\":\"误录他人信息，依申请删除\",\"rests_on\":\"PIPL2021:47\"}";

static int64_t
count(struct stage *stage, const char *node, const char *query)
{
    return stage_number(stage, node, query);
}

static bool
lies_on_disk(struct stage *stage, const char *node, const char *words)
{
    struct stage_node *at = stage_node(stage, node);
    struct arena *arena = arena_open();
    store_checkpoint(at->node->store, true);
    struct text file = disk_file(stage->disk, at->database, arena);
    const char *log_name = text_format(arena, "%s-wal", at->database).bytes;
    struct text log = disk_file(stage->disk, log_name, arena);
    bool lies = memmem(file.bytes, file.length, words, strlen(words)) != NULL ||
                (log.length > 0 && memmem(log.bytes, log.length, words, strlen(words)) != NULL);
    arena_close(arena);
    return lies;
}

static void
expect_empty(struct stage *stage, const char *node)
{
    assert_int_equal(count(stage, node,
                           "SELECT COUNT(*) FROM party_rows WHERE court_id = $1"
                           " AND matter_id = $2"),
                     0);
    assert_int_equal(count(stage, node,
                           "SELECT COUNT(*) FROM document_rows WHERE court_id = $1"
                           " AND matter_id = $2"),
                     0);
    assert_int_equal(count(stage, node,
                           "SELECT COUNT(*) FROM journal WHERE court_id = $1 AND matter_id = $2"
                           " AND private IS NOT NULL"),
                     0);
    stage_expect_text(stage_words(stage, node,
                                  "SELECT title FROM matter_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "-");
    assert_false(lies_on_disk(stage, node, "当事人"));
    assert_false(lies_on_disk(stage, node, "13900000001"));
    assert_false(lies_on_disk(stage, node, "54046"));
}

static void
told_erased(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_step(stage, "filing_officer@JL7505", "note", "{\"text\":\"与当事人甲通话\"}");
    stage_settle(stage);
    assert_true(lies_on_disk(stage, "JL7505", "当事人"));
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_ERASE, "judge@JL7505", "", "%s", GROUND);
    stage_refused(stage, GROUND_MUST_BE_GIVEN, VERB_ERASE, "security_admin@JL7505", "",
                  "{\"ground\":\"\",\"rests_on\":\"PIPL2021:47\"}");
    struct text matter = stage->matter;
    stage->matter = TEXT("7502-00000-00000-00");
    stage_refused(stage, MATTER_MUST_EXIST, VERB_ERASE, "security_admin@JL7505", "", "%s", GROUND);
    stage->matter = matter;
    struct digest leaf_before = stage_node(stage, "JL7505")->node->block[0];
    stage_act(stage, VERB_ERASE, "security_admin@JL7505", "", "%s", GROUND);
    expect_empty(stage, "JL7505");
    stage_expect_state(stage, "JL7505", "under_review");
    assert_true(digest_equal(&leaf_before, &stage_node(stage, "JL7505")->node->block[0]));
    assert_int_equal(count(stage, "JL7505",
                           "SELECT COUNT(*) FROM journal WHERE court_id = $1 AND matter_id = $2"
                           " AND kind = 'erased/1'"),
                     1);
    stage_audit(stage);
}

static void
test_erase__what_was_said_goes_and_the_record_stands(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505", told_erased, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erase__what_was_said_goes_and_the_record_stands),
    };
    return cmocka_run_group_tests_name("erase", tests, NULL, NULL);
}
