/* see_person_story.c: a counter sees somebody's card, and the public desk takes it over. */
#include "stage.h"

#include "store/account_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char PHONE[] = "13900000001";

static struct account
account_of(struct stage *stage)
{
    struct account account = {.is_active = false};
    struct stage_node *at = stage_node(stage, "DESK");
    account_rows_by_sign_in(at->node->store, at->id, text_of(PHONE), stage->arena, &account);
    return account;
}

static void
seen(struct stage *stage, const char *name)
{
    stage_act(stage, VERB_SEE_PERSON, "counter@JL7502", "",
              "{\"person\":{\"name\":\"%s\",\"number\":\"222401199001011234\","
              "\"phone\":\"%s\"}}",
              name, PHONE);
    stage_settle(stage);
}

static void
told_seen(struct stage *stage)
{
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_SEE_PERSON, "judge@JL7502", "",
                  "{\"person\":{\"name\":\"金某\",\"number\":\"1\",\"phone\":\"1\"}}");
    stage_refused(stage, COURT_MUST_BE_KNOWN, VERB_SEE_PERSON, "counter@DESK", "",
                  "{\"person\":{\"name\":\"金某\",\"number\":\"1\",\"phone\":\"1\"}}");
    stage_refused(stage, PERSON_ACTED_FOR_MUST_BE_NAMED, VERB_SEE_PERSON, "counter@JL7502", "",
                  "{\"person\":{\"name\":\"金某\",\"phone\":\"1\"}}");
    seen(stage, "金某"); /* there is no such account yet: nothing follows, nothing is told */
    assert_true(text_is_empty(account_of(stage).id));
    stage_act(stage, VERB_ENROL, "system_admin@DESK", "",
              "{\"sign_in\":\"%s\",\"name\":\"小金\",\"identity\":0,\"phone\":\"%s\","
              "\"roles\":[{\"role\":\"party\"}]}",
              PHONE, PHONE);
    assert_int_equal(account_of(stage).identity, IDENTITY_DECLARED);
    stage_try_post(stage);
    seen(stage, "金某");
    struct account account = account_of(stage);
    assert_int_equal(account.identity, IDENTITY_SEEN);
    stage_expect_text(account.name, "金某");
    stage_expect_text(account.number, "222401199001011234");
    stage_expect_text(account.phone, PHONE);
    assert_int_equal(account.roles_count, 1);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND (body LIKE '%金某%' OR body LIKE '%2224%')"),
                     0);
    assert_int_equal(stage_number(stage, "DESK",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND (body LIKE '%金某%' OR body LIKE '%2224%')"),
                     0);
}

static void
test_person__is_seen_at_a_counter_and_known_at_the_desk(void **state)
{
    (void)state;
    stage_tell("JL7502 DESK", told_seen, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_person__is_seen_at_a_counter_and_known_at_the_desk),
    };
    return cmocka_run_group_tests_name("see_person", tests, NULL, NULL);
}
