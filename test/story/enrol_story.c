/* enrol_story.c: who may sign in, in which roles; signing in and out. */
#include "stage.h"

#include "store/account_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const char ADMIN[] = "system_admin@JL7502";

static void
enrol(struct stage *stage, const char *sign_in, const char *roles)
{
    stage_act(stage, VERB_ENROL, ADMIN, "",
              "{\"sign_in\":\"%s\",\"name\":\"窗口甲\",\"identity\":1,\"roles\":%s,"
              "\"password_hash\":\"hash of %s\"}",
              sign_in, roles, sign_in);
}

static void
enrol_refused(struct stage *stage, enum refusal refusal, const char *sign_in, const char *roles)
{
    stage_refused(stage, refusal, VERB_ENROL, ADMIN, "",
                  "{\"sign_in\":\"%s\",\"name\":\"窗口甲\",\"identity\":1,\"roles\":%s}", sign_in,
                  roles);
}

static struct account
account_of(struct stage *stage, const char *sign_in)
{
    struct account account = {.is_active = false};
    struct stage_node *at = stage_node(stage, "JL7502");
    account_rows_by_sign_in(at->node->store, at->id, text_of(sign_in), stage->arena, &account);
    return account;
}

static void
told_enrolled(struct stage *stage)
{
    enrol_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, "counter1", "\"counter\"");
    enrol_refused(stage, FIELD_MUST_HAVE_ENOUGH_ENTRIES, "counter1", "[]");
    enrol_refused(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES, "counter1", "[{\"role\":\"king\"}]");
    enrol_refused(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES, "counter1", "[{\"role\":\"clock\"}]");
    enrol_refused(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES, "counter1", "[{\"role\":\"exchange\"}]");
    enrol_refused(stage, ROLES_MUST_BE_SEPARATE, "counter1",
                  "[{\"role\":\"system_admin\"},{\"role\":\"audit_admin\"}]");
    enrol_refused(stage, ROLES_MUST_BE_SEPARATE, "counter1",
                  "[{\"role\":\"counter\"},{\"role\":\"security_admin\"}]");
    enrol_refused(stage, FIELD_MUST_BE_IN_BOUNDS, "c", "[{\"role\":\"counter\"}]");
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_ENROL, "security_admin@JL7502", "",
                  "{\"sign_in\":\"counter1\",\"name\":\"甲\",\"roles\":[{\"role\":\"counter\"}]}");
    enrol(stage, "counter1",
          "[{\"role\":\"counter\"},{\"place\":\"JL7502-T1\",\"role\":\"filing_officer\"}]");
    struct account account = account_of(stage, "counter1");
    struct text place;
    assert_true(account.is_active);
    assert_true(account_has_role(&account, ROLE_FILING_OFFICER, &place));
    stage_expect_text(place, "JL7502-T1");
    assert_false(account_has_role(&account, ROLE_JUDGE, &place));
    assert_true(text_equal(stage_answer(stage, "account"), account.id));
    enrol(stage, "admin1", "[{\"role\":\"audit_admin\"}]");
    enrol_refused(stage, ACCOUNT_MUST_BE_FREE, "counter1", "[{\"role\":\"judge\"}]");
    stage_refused(stage, ACCOUNT_MUST_EXIST, VERB_ENROL, ADMIN, "",
                  "{\"account\":\"a00000000000000000000\",\"sign_in\":\"nobody\",\"name\":\"x\","
                  "\"roles\":[{\"role\":\"judge\"}]}");
    /* Changed, and with another name to sign in; the old password goes on. */
    stage_act(stage, VERB_ENROL, ADMIN, "",
              "{\"account\":\"%s\",\"active\":false,\"sign_in\":\"counter2\",\"name\":\"窗口乙\","
              "\"identity\":1,\"roles\":[{\"role\":\"counter\"}]}",
              text_terminated(account.id, stage->arena));
    assert_false(account_of(stage, "counter2").is_active);
    assert_true(text_is_empty(account_of(stage, "counter1").id));
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND stream = 'accounts' AND body LIKE '%窗口%'"),
                     0); /* a name is never part of what stays for ever */
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND (body LIKE '%hash of%' OR private LIKE '%hash of%')"),
                     0);
    assert_int_equal(
        stage_number(stage, "JL7502", "SELECT COUNT(*) FROM secret WHERE court_id = $1"), 2);
}

static int64_t
tokens(struct stage *stage)
{
    return stage_number(stage, "JL7502", "SELECT COUNT(*) FROM token WHERE court_id = $1");
}

static void
told_signed_in(struct stage *stage)
{
    enrol(stage, "counter1", "[{\"role\":\"counter\"}]");
    const char *account = text_terminated(account_of(stage, "counter1").id, stage->arena);
    struct digest digest = digest_of(TEXT("a token"));
    const char *token = digest_hex(&digest, stage->arena).bytes;
    long long ends = (long long)(stage->world.wall_ms(stage->world.of) + HOUR_MS);
    int64_t size = stage_node(stage, "JL7502")->node->next_position;
    stage_refused(stage, PASSWORD_MUST_BE_RIGHT, VERB_SIGN_IN, "counter@JL7502", "",
                  "{\"account\":\"a1\",\"ends\":%lld,\"label\":\"\",\"token_digest\":\"%s\"}", ends,
                  token);
    stage_refused(stage, PASSWORD_MUST_BE_RIGHT, VERB_SIGN_IN, "counter@JL7502", "",
                  "{\"account\":\"%s\",\"ends\":%lld,\"label\":\"\",\"token_digest\":\"1\"}",
                  account, ends);
    stage_act(stage, VERB_SIGN_IN, "counter@JL7502", "",
              "{\"account\":\"%s\",\"ends\":%lld,\"label\":\"窗口\",\"token_digest\":\"%s\"}",
              account, ends, token);
    assert_int_equal(tokens(stage), 1);
    /* Somebody else's token cannot be given back. */
    stage_act(stage, VERB_SIGN_OUT, "counter@JL7502", "", "{\"token_digest\":\"%s\"}", token);
    assert_int_equal(tokens(stage), 1);
    struct act out = stage_make(stage, VERB_SIGN_OUT, "counter@JL7502", "",
                                text_format(stage->arena, "{\"token_digest\":\"%s\"}", token));
    out.asker.account = text_of(account);
    stage_run(stage, stage_node(stage, "JL7502"), &out, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    assert_int_equal(tokens(stage), 0);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_SIGN_OUT, "counter@JL7502", "",
                  "{\"token_digest\":\"mine\"}");
    /* Tokens whose time is over go when somebody signs in. */
    stage_act(stage, VERB_SIGN_IN, "counter@JL7502", "",
              "{\"account\":\"%s\",\"ends\":%lld,\"label\":\"窗口\",\"token_digest\":\"%s\"}",
              account, ends, token);
    stage_pass(stage, 2 * HOUR_MS);
    struct digest later = digest_of(TEXT("another token"));
    stage_act(stage, VERB_SIGN_IN, "counter@JL7502", "",
              "{\"account\":\"%s\",\"ends\":%lld,\"label\":\"窗口\",\"token_digest\":\"%s\"}",
              account, ends + 4 * (long long)HOUR_MS, digest_hex(&later, stage->arena).bytes);
    assert_int_equal(tokens(stage), 1);
    assert_int_equal(stage_node(stage, "JL7502")->node->next_position, size + 3);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND kind = 'security_noted/1'"
                                  " AND body LIKE '%\"what\":\"signed_in\"%'"),
                     3);
    /* Who was locked out cannot come in. */
    stage_act(stage, VERB_ENROL, ADMIN, "",
              "{\"account\":\"%s\",\"active\":false,\"sign_in\":\"counter1\",\"name\":\"窗口甲\","
              "\"identity\":1,\"roles\":[{\"role\":\"counter\"}]}",
              account);
    stage_refused(stage, PASSWORD_MUST_BE_RIGHT, VERB_SIGN_IN, "counter@JL7502", "",
                  "{\"account\":\"%s\",\"ends\":%lld,\"label\":\"\",\"token_digest\":\"%s\"}",
                  account, ends, token);
}

static void
test_enrol__roles_are_separate_and_names_can_be_forgotten(void **state)
{
    (void)state;
    stage_tell("JL7502", told_enrolled, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_sign_in__and_sign_out(void **state)
{
    (void)state;
    stage_tell("JL7502", told_signed_in, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_enrol__roles_are_separate_and_names_can_be_forgotten),
        cmocka_unit_test(test_sign_in__and_sign_out),
    };
    return cmocka_run_group_tests_name("enrol", tests, NULL, NULL);
}
