/* sign_up_story.c: a number is proven by a code, and becomes an account or opens one. */
#include "stage.h"

#include "query/session_list.h"
#include "store/account_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char NODE[] = "DESK", PHONE[] = "13900000001";

static struct text
hex_digest(struct stage *stage, const char *secret)
{
    struct digest digest = digest_of(text_of(secret));
    return digest_hex(&digest, stage->arena);
}

static struct text
sending(struct stage *stage, const char *phone, const char *code)
{
    return text_format(stage->arena,
                       "{\"address\":\"%.*s\",\"content\":\"您的验证码是%s。\",\"digest\":\"%.*s\","
                       "\"to\":\"%s\"}",
                       TEXT_ARGS(hex_digest(stage, phone)), code,
                       TEXT_ARGS(hex_digest(stage, code)), phone);
}

static struct text
opening(struct stage *stage, const char *secret, const char *replaces)
{
    return text_format(stage->arena,
                       "{\"digest\":\"%.*s\",\"ends\":%lld,\"idle\":3600000,\"label\":\"-\",%s"
                       "\"role\":\"party\",\"session\":\"%s\"}",
                       TEXT_ARGS(hex_digest(stage, secret)),
                       (long long)(stage->world.wall_ms(stage->world.of) + 12 * HOUR_MS), replaces,
                       secret);
}

static struct text
typing(struct stage *stage, const char *phone, const char *code, const char *secret)
{
    return text_format(stage->arena,
                       "{\"address\":\"%.*s\",\"digest\":\"%.*s\",\"opening\":%s,\"phone\":\"%s\"}",
                       TEXT_ARGS(hex_digest(stage, phone)), TEXT_ARGS(hex_digest(stage, code)),
                       opening(stage, secret, "").bytes, phone);
}

/* Somebody types a code a minute later; true when it fits. */
static bool
types(struct stage *stage, const char *phone, const char *code, const char *secret)
{
    stage_act(stage, VERB_USE_CODE, "party@DESK", "", "%s",
              typing(stage, phone, code, secret).bytes);
    return value_member_is_true(value_read_canonical(stage->outcome.answer, stage->arena), "fits");
}

static int64_t
tries_left(struct stage *stage)
{
    return value_member_integer(value_read_canonical(stage->outcome.answer, stage->arena), "left",
                                -1);
}

static int64_t
messages(struct stage *stage)
{
    return stage_number(stage, NODE,
                        "SELECT COUNT(*) FROM outbox WHERE court_id = $1 AND kind = 'text'");
}

static int64_t
spoken_of(struct stage *stage)
{
    return stage_number(stage, NODE,
                        "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                        " AND (body LIKE '%13900000001%' OR body LIKE '%123456%'"
                        " OR private LIKE '%123456%' OR statement LIKE '%123456%')");
}

static void
told_sent(struct stage *stage)
{
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_SEND_CODE, "party@DESK", "",
                  "{\"address\":\"1\"}");
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s", sending(stage, PHONE, "123456").bytes);
    assert_int_equal(messages(stage), 1);
    stage_expect_text(
        stage_words(stage, NODE, "SELECT to_address FROM message WHERE court_id = $1"), PHONE);
    struct act act =
        stage_make(stage, VERB_SEND_CODE, "party@DESK", "", sending(stage, PHONE, "123456"));
    stage_run(stage, stage_node(stage, NODE), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED); /* a minute later */
    act.id = TEXT("at once again");
    stage_run(stage, stage_node(stage, NODE), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, RATE_MUST_BE_KEPT);
    assert_int_equal(
        value_member_integer(value_read_canonical(stage->outcome.answer, stage->arena), "wait", 0),
        MINUTE_MS);
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s",
              sending(stage, "13900000002", "222222").bytes);
    for (int i = 2; i < 10; i++)
        stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s",
                  sending(stage, PHONE, "123456").bytes);
    stage_refused(stage, RATE_MUST_BE_KEPT, VERB_SEND_CODE, "party@DESK", "", "%s",
                  sending(stage, PHONE, "123456").bytes);
    assert_int_equal(messages(stage), 11);
    stage_pass(stage, 24 * HOUR_MS);
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s", sending(stage, PHONE, "123456").bytes);
    assert_int_equal(spoken_of(stage), 0);
    assert_int_equal(stage_number(stage, NODE,
                                  "SELECT COUNT(*) FROM one_time_code WHERE court_id = $1"
                                  " AND (digest = '123456' OR address = '13900000001')"),
                     0);
}

static void
told_typed(struct stage *stage)
{
    assert_false(types(stage, PHONE, "123456", "a")); /* none was sent */
    assert_int_equal(tries_left(stage), 0);
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s", sending(stage, PHONE, "123456").bytes);
    struct act act =
        stage_make(stage, VERB_USE_CODE, "party@DESK", "", typing(stage, PHONE, "654321", "a"));
    for (int i = 4; i >= 0; i--) {
        act.id = text_format(stage->arena, "try-%d", i);
        stage_run(stage, stage_node(stage, NODE), &act, &stage->outcome);
        assert_int_equal(tries_left(stage), i);
    }
    assert_false(types(stage, PHONE, "123456", "a")); /* five tries, no more */
    stage_pass(stage, 10 * MINUTE_MS);
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s", sending(stage, PHONE, "123456").bytes);
    stage_pass(stage, 4 * MINUTE_MS);
    assert_false(types(stage, PHONE, "123456", "a")); /* five minutes, no more */
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s", sending(stage, PHONE, "123456").bytes);
    assert_false(types(stage, "13900000002", "123456", "a"));
    assert_true(types(stage, PHONE, "123456", "a"));
    stage_expect_text(stage_answer(stage, "stage"), "sign_up");
    assert_false(types(stage, PHONE, "123456", "b")); /* a code counts once */
}

static struct text
signing_up(struct stage *stage, const char *half, const char *name, const char *secret)
{
    return text_format(stage->arena,
                       "{\"half\":\"%.*s\",\"name\":\"%s\",\"number\":\"222401199001011234\","
                       "\"opening\":%s,\"password_hash\":\"a hash\"}",
                       TEXT_ARGS(hex_digest(stage, half)), name,
                       opening(stage, secret,
                               text_format(stage->arena, "\"replaces\":\"%.*s\",",
                                           TEXT_ARGS(hex_digest(stage, half)))
                                   .bytes)
                           .bytes);
}

static void
told_signed_up(struct stage *stage)
{
    struct account account;
    struct session_row row;
    struct stage_node *at = stage_node(stage, NODE);
    struct digest digest = digest_of(TEXT("b"));
    stage_refused(stage, ASKER_MUST_BE_SIGNED_IN, VERB_SIGN_UP, "party@DESK", "", "%s",
                  signing_up(stage, "a", "当事人丁", "b").bytes);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_SIGN_UP, "party@DESK", "",
                  "{\"half\":\"a\"}");
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s", sending(stage, PHONE, "123456").bytes);
    assert_true(types(stage, PHONE, "123456", "a"));
    stage_refused(stage, FIELD_MUST_BE_IN_BOUNDS, VERB_SIGN_UP, "party@DESK", "", "%s",
                  signing_up(stage, "a", "金", "b").bytes);
    stage_act(stage, VERB_SIGN_UP, "party@DESK", "", "%s",
              signing_up(stage, "a", "当事人丁", "b").bytes);
    assert_true(
        account_rows_by_sign_in(at->node->store, at->id, text_of(PHONE), stage->arena, &account));
    stage_expect_text(account.name, "当事人丁");
    stage_expect_text(account.phone, PHONE);
    stage_expect_text(account.number, "222401199001011234");
    assert_int_equal(account.identity, IDENTITY_DECLARED);
    assert_int_equal(account.roles_count, 1);
    assert_int_equal(account.roles[0].role, ROLE_PARTY);
    assert_true(session_list_find(at->node->store, at->id, &digest, stage->arena, &row));
    assert_true(text_equal(row.account, account.id));
    stage_refused(stage, ASKER_MUST_BE_SIGNED_IN, VERB_SIGN_UP, "party@DESK", "", "%s",
                  signing_up(stage, "a", "当事人丁", "c").bytes); /* once */
    /* The next code opens that account. */
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s", sending(stage, PHONE, "123456").bytes);
    assert_true(types(stage, PHONE, "123456", "c"));
    stage_expect_text(stage_answer(stage, "stage"), "in");
    assert_true(text_equal(stage_answer(stage, "account"), account.id));
    assert_int_equal(spoken_of(stage), 0);
    /* Locked out: the code is no way around it, and says nothing. */
    stage_act(stage, VERB_ENROL, "system_admin@DESK", "",
              "{\"account\":\"%s\",\"active\":false,\"sign_in\":\"%s\",\"name\":\"当事人丁\","
              "\"roles\":[{\"role\":\"party\"}]}",
              text_terminated(account.id, stage->arena), PHONE);
    stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s", sending(stage, PHONE, "123456").bytes);
    assert_false(types(stage, PHONE, "123456", "d"));
}

static void
told_signed_up_twice(struct stage *stage)
{
    for (int i = 0; i < 2; i++) {
        stage_act(stage, VERB_SEND_CODE, "party@DESK", "", "%s",
                  sending(stage, PHONE, "123456").bytes);
        assert_true(types(stage, PHONE, "123456", i == 0 ? "a" : "b"));
    }
    stage_act(stage, VERB_SIGN_UP, "party@DESK", "", "%s",
              signing_up(stage, "a", "当事人丁", "c").bytes);
    stage_refused(stage, ACCOUNT_MUST_BE_FREE, VERB_SIGN_UP, "party@DESK", "", "%s",
                  signing_up(stage, "b", "当事人丁", "d").bytes);
}

static void
test_code__is_sent_seldom_and_never_recorded(void **state)
{
    (void)state;
    stage_tell(NODE, told_sent, STAGE_NO_FAULTS);
}

static void
test_code__counts_once_for_minutes_and_few_tries(void **state)
{
    (void)state;
    stage_tell(NODE, told_typed, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_sign_up__begins_with_a_proven_number(void **state)
{
    (void)state;
    stage_tell(NODE, told_signed_up, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_sign_up__a_number_has_one_account(void **state)
{
    (void)state;
    stage_tell(NODE, told_signed_up_twice, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_code__is_sent_seldom_and_never_recorded),
        cmocka_unit_test(test_code__counts_once_for_minutes_and_few_tries),
        cmocka_unit_test(test_sign_up__begins_with_a_proven_number),
        cmocka_unit_test(test_sign_up__a_number_has_one_account),
    };
    return cmocka_run_group_tests_name("sign_up", tests, NULL, NULL);
}
