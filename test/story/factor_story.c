/* factor_story.c: second factors are set up, shown once each, lost and reset; who fails waits
 * longer every time; a new password ends what was open. */
#include "stage.h"

#include "command/factor.h"
#include "query/guard_state.h"
#include "store/account_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char NODE[] = "JL7502", ADMIN[] = "system_admin@JL7502",
                  SECURITY[] = "security_admin@JL7502";

static struct text
hex_digest(struct stage *stage, const char *secret)
{
    struct digest digest = digest_of(text_of(secret));
    return digest_hex(&digest, stage->arena);
}

static const char *
enrolled(struct stage *stage)
{
    struct account account;
    struct stage_node *at = stage_node(stage, NODE);
    stage_act(stage, VERB_ENROL, ADMIN, "",
              "{\"sign_in\":\"li\",\"name\":\"当事人辛\",\"identity\":1,"
              "\"roles\":[{\"role\":\"counter\"}]}");
    assert_true(
        account_rows_by_sign_in(at->node->store, at->id, TEXT("li"), stage->arena, &account));
    return text_terminated(account.id, stage->arena);
}

static enum refusal
asks(struct stage *stage, enum verb verb, const char *account, struct text input)
{
    struct act act = stage_make(stage, verb, "counter@JL7502", "", input);
    act.asker.account = text_of(account);
    stage_run(stage, stage_node(stage, NODE), &act, &stage->outcome);
    return stage->outcome.refusal;
}

/* Somebody comes in with what `more` shows. */
static enum refusal
comes_in(struct stage *stage, const char *account, const char *secret, const char *more)
{
    long long now_ms = (long long)stage->world.wall_ms(stage->world.of);
    return asks(stage, VERB_OPEN_SESSION, account,
                text_format(stage->arena,
                            "{\"account\":\"%s\",\"digest\":\"%.*s\",\"ends\":%lld,"
                            "\"how\":\"password\",\"idle\":%lld,\"label\":\"-\",\"role\":\"-\","
                            "\"session\":\"%s\",\"stage\":\"in\"%s}",
                            account, TEXT_ARGS(hex_digest(stage, secret)),
                            now_ms + (long long)HOUR_MS, (long long)HOUR_MS, secret, more));
}

static struct guard_state
guards(struct stage *stage, const char *account)
{
    struct stage_node *at = stage_node(stage, NODE);
    return guard_state_of(at->node->store, at->id, text_of(account), stage->arena);
}

static struct text
confirming(struct stage *stage, const char *sealed, const char *opening)
{
    return text_format(
        stage->arena, "{\"sealed\":\"%s\",\"step\":100,\"recovery\":[\"%.*s\",\"%.*s\"]%s}", sealed,
        TEXT_ARGS(hex_digest(stage, "paper 1")), TEXT_ARGS(hex_digest(stage, "paper 2")), opening);
}

static int64_t
noted(struct stage *stage)
{
    return stage_number(stage, NODE,
                        "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                        " AND kind = 'security_noted/1'");
}

static int64_t
open_sessions(struct stage *stage)
{
    return stage_number(stage, NODE,
                        "SELECT COUNT(*) FROM session WHERE court_id = $1 AND ended_ms < 0");
}

static void
told_set_up(struct stage *stage)
{
    const char *li = enrolled(stage);
    assert_int_equal(comes_in(stage, li, "a", ""), ALLOWED);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_BEGIN_FACTOR, "counter@JL7502", "",
                  "{\"sealed\":\"abc\"}");
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_CONFIRM_FACTOR, "counter@JL7502", "",
                  "{\"sealed\":\"\",\"step\":1}");
    assert_int_equal(asks(stage, VERB_BEGIN_FACTOR, li, TEXT("{\"sealed\":\"abcd\"}")), ALLOWED);
    assert_false(guards(stage, li).has_factor); /* nothing is asked before it was confirmed */
    assert_int_equal(comes_in(stage, li, "b", ""), ALLOWED);
    assert_int_equal(asks(stage, VERB_CONFIRM_FACTOR, li, confirming(stage, "abce", "")),
                     CODE_MUST_BE_RIGHT);
    assert_int_equal(asks(stage, VERB_CONFIRM_FACTOR, li, confirming(stage, "abcd", "")), ALLOWED);
    assert_true(guards(stage, li).has_factor);
    assert_int_equal(guards(stage, li).recovery_left, 2);
    assert_int_equal(guards(stage, li).last_step, 100);
    /* From now on it must be shown, and each step and each paper counts once. */
    assert_int_equal(comes_in(stage, li, "c", ""), SECOND_FACTOR_MUST_BE_SHOWN);
    assert_int_equal(comes_in(stage, li, "c", ",\"factor\":{\"step\":100}"), CODE_MUST_BE_RIGHT);
    assert_int_equal(comes_in(stage, li, "c", ",\"factor\":{\"step\":101}"), ALLOWED);
    assert_int_equal(comes_in(stage, li, "d", ",\"factor\":{\"step\":101}"), CODE_MUST_BE_RIGHT);
    const char *paper = text_format(stage->arena, ",\"factor\":{\"recovery\":\"%.*s\"}",
                                    TEXT_ARGS(hex_digest(stage, "paper 1")))
                            .bytes;
    assert_int_equal(comes_in(stage, li, "d", paper), ALLOWED);
    assert_int_equal(guards(stage, li).recovery_left, 1);
    assert_int_equal(comes_in(stage, li, "e", paper), CODE_MUST_BE_RIGHT);
    /* A token for a program asks the same. */
    struct text token = hex_digest(stage, "token");
    stage_refused(stage, SECOND_FACTOR_MUST_BE_SHOWN, VERB_SIGN_IN, "counter@JL7502", "",
                  "{\"account\":\"%s\",\"ends\":1,\"label\":\"\",\"token_digest\":\"%.*s\"}", li,
                  TEXT_ARGS(token));
    /* A new authenticator leaves the old one in force until it is confirmed. */
    assert_int_equal(asks(stage, VERB_BEGIN_FACTOR, li, TEXT("{\"sealed\":\"ff\"}")), ALLOWED);
    stage_expect_text(guards(stage, li).sealed, "\xab\xcd");
    assert_int_equal(asks(stage, VERB_CONFIRM_FACTOR, li, confirming(stage, "ff", "")), ALLOWED);
    stage_expect_text(guards(stage, li).sealed, "\xff");
    assert_int_equal(guards(stage, li).recovery_left, 2);
    assert_int_equal(stage_number(stage, NODE,
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND (body LIKE '%abcd%' OR body LIKE '%paper 1%')"),
                     0);
}

static void
told_set_up_half_way(struct stage *stage)
{
    const char *li = enrolled(stage);
    assert_int_equal(asks(stage, VERB_BEGIN_FACTOR, li, TEXT("{\"sealed\":\"abcd\"}")), ALLOWED);
    const char *opening =
        text_format(stage->arena,
                    ",\"opening\":{\"digest\":\"%.*s\",\"ends\":%lld,\"idle\":60000,"
                    "\"label\":\"-\",\"role\":\"counter\",\"session\":\"s\"}",
                    TEXT_ARGS(hex_digest(stage, "a")),
                    (long long)(stage->world.wall_ms(stage->world.of) + HOUR_MS))
            .bytes;
    assert_int_equal(asks(stage, VERB_CONFIRM_FACTOR, li, confirming(stage, "abcd", opening)),
                     ALLOWED);
    assert_int_equal(open_sessions(stage), 1);
    assert_int_equal(noted(stage), 2); /* it was set; he came in */
}

static void
told_reset(struct stage *stage)
{
    const char *li = enrolled(stage);
    assert_int_equal(comes_in(stage, li, "a", ""), ALLOWED);
    assert_int_equal(asks(stage, VERB_BEGIN_FACTOR, li, TEXT("{\"sealed\":\"abcd\"}")), ALLOWED);
    assert_int_equal(asks(stage, VERB_CONFIRM_FACTOR, li, confirming(stage, "abcd", "")), ALLOWED);
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_RESET_FACTOR, ADMIN, "", "{\"account\":\"%s\"}",
                  li);
    stage_refused(stage, ACCOUNT_MUST_EXIST, VERB_RESET_FACTOR, SECURITY, "",
                  "{\"account\":\"a0\"}");
    stage_refused(stage, TAKER_MUST_BE_ANOTHER_PERSON, VERB_RESET_FACTOR, SECURITY, "",
                  "{\"account\":\"%s\"}",
                  text_terminated(stage_asker(stage, SECURITY).account, stage->arena));
    stage_act(stage, VERB_RESET_FACTOR, SECURITY, "", "{\"account\":\"%s\"}", li);
    assert_false(guards(stage, li).has_factor);
    assert_int_equal(guards(stage, li).recovery_left, 0);
    assert_int_equal(open_sessions(stage), 0);
    assert_int_equal(comes_in(stage, li, "b", ""), ALLOWED);
}

static int64_t
waits(struct stage *stage, const char *subject)
{
    struct stage_node *at = stage_node(stage, NODE);
    struct digest digest = digest_of(text_of(subject));
    return guard_state_wait(at->node->store, at->id, &digest,
                            stage->world.wall_ms(stage->world.of));
}

static void
fails(struct stage *stage, const char *subject, const char *more)
{
    stage_act(stage, VERB_NOTE_FAILURE, "counter@JL7502", "", "{\"subject\":\"%.*s\"%s}",
              TEXT_ARGS(hex_digest(stage, subject)), more);
}

static void
told_locked(struct stage *stage)
{
    const char *li = enrolled(stage);
    const char *known = text_format(stage->arena, ",\"account\":\"%s\"", li).bytes;
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_NOTE_FAILURE, "counter@JL7502", "", "{}");
    for (int i = 1; i < FACTOR_FAILURES_FREE; i++)
        fails(stage, "li", known);
    assert_int_equal(waits(stage, "li"), 0);
    assert_int_equal(noted(stage), 0);
    fails(stage, "li", known);
    assert_int_equal(waits(stage, "li"), FACTOR_FAILURE_MS);
    assert_int_equal(noted(stage), 1);
    fails(stage, "li", known);
    assert_int_equal(waits(stage, "li"), 2 * FACTOR_FAILURE_MS);
    for (int i = 0; i < 6; i++)
        fails(stage, "li", known);
    assert_int_equal(waits(stage, "li"), FACTOR_FAILURE_MS_MAX);
    assert_int_equal(waits(stage, "wang"), 0); /* nobody else waits */
    for (int i = 0; i < FACTOR_FAILURES_FREE; i++)
        fails(stage, "nobody of that name", "");
    assert_int_equal(waits(stage, "nobody of that name"), FACTOR_FAILURE_MS);
    assert_int_equal(noted(stage), 8); /* who has no account is not in the record */
    /* The security administrator lets him try again; nobody for himself. */
    const char *unlock = text_format(stage->arena, "{\"account\":\"%s\",\"subject\":\"%.*s\"}", li,
                                     TEXT_ARGS(hex_digest(stage, "li")))
                             .bytes;
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_UNLOCK, ADMIN, "", "%s", unlock);
    stage_refused(stage, TAKER_MUST_BE_ANOTHER_PERSON, VERB_UNLOCK, SECURITY, "",
                  "{\"account\":\"%s\"}",
                  text_terminated(stage_asker(stage, SECURITY).account, stage->arena));
    stage_act(stage, VERB_UNLOCK, SECURITY, "", "%s", unlock);
    assert_int_equal(waits(stage, "li"), 0);
    /* Who comes in is forgiven, and a day forgives everybody. */
    for (int i = 0; i < FACTOR_FAILURES_FREE; i++)
        fails(stage, "li", known);
    assert_int_equal(comes_in(stage, li, "a",
                              text_format(stage->arena, ",\"subject\":\"%.*s\"",
                                          TEXT_ARGS(hex_digest(stage, "li")))
                                  .bytes),
                     ALLOWED);
    assert_int_equal(waits(stage, "li"), 0);
    stage_pass(stage, 25 * HOUR_MS);
    fails(stage, "li", known);
    assert_int_equal(stage_number(stage, NODE, "SELECT COUNT(*) FROM attempt WHERE court_id = $1"),
                     1);
}

static void
told_password(struct stage *stage)
{
    const char *li = enrolled(stage);
    assert_int_equal(comes_in(stage, li, "a", ""), ALLOWED);
    assert_int_equal(comes_in(stage, li, "b", ""), ALLOWED);
    assert_int_equal(asks(stage, VERB_SET_PASSWORD, li, TEXT("{}")), PASSWORD_MUST_BE_STRONG);
    struct text input =
        text_format(stage->arena, "{\"keeps\":\"%.*s\",\"password_hash\":\"a new hash\"}",
                    TEXT_ARGS(hex_digest(stage, "b")));
    assert_int_equal(asks(stage, VERB_SET_PASSWORD, li, input), ALLOWED);
    assert_int_equal(open_sessions(stage), 1);
    stage_expect_text(stage_words(stage, NODE, "SELECT password FROM secret WHERE court_id = $1"),
                      "a new hash");
    assert_int_equal(stage_number(stage, NODE,
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND body LIKE '%a new hash%'"),
                     0);
}

static void
test_factor__is_confirmed_and_shown_once(void **state)
{
    (void)state;
    stage_tell(NODE, told_set_up, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_factor__is_set_up_on_the_way_in(void **state)
{
    (void)state;
    stage_tell(NODE, told_set_up_half_way, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_factor__is_reset_by_the_security_administrator(void **state)
{
    (void)state;
    stage_tell(NODE, told_reset, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_failure__costs_a_pause_that_grows(void **state)
{
    (void)state;
    stage_tell(NODE, told_locked, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_password__a_new_one_ends_what_was_open(void **state)
{
    (void)state;
    stage_tell(NODE, told_password, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_factor__is_confirmed_and_shown_once),
        cmocka_unit_test(test_factor__is_set_up_on_the_way_in),
        cmocka_unit_test(test_factor__is_reset_by_the_security_administrator),
        cmocka_unit_test(test_failure__costs_a_pause_that_grows),
        cmocka_unit_test(test_password__a_new_one_ends_what_was_open),
    };
    return cmocka_run_group_tests_name("factor", tests, NULL, NULL);
}
