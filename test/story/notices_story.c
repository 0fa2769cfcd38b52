/* notices_story.c: what happens in a matter is told where its parties are at home: once, on the
 * ways they want, in their language, and whom no message reached is not forgotten. */
#include "stage.h"
#include "store/notice_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Everything leaves: what a node may promise. */
static void
open_ways(struct stage *stage)
{
    for (int i = 0; i < stage->nodes_count; i++) {
        if (stage->nodes[i].corridor == NULL)
            continue;
        stage->nodes[i].corridor->telling = (struct telling){
            .is_open = {true, true},
            .public_url = TEXT("https://tongban.example.cn/"),
        };
    }
}

/* Hands in a complaint whose plaintiff has these particulars, and what else the form says. */
static void
hand_in(struct stage *stage, const char *plaintiff, const char *more)
{
    stage_act(stage, VERB_OPEN_MATTER, "counter@JL7502", "hand_in",
              "{\"procedure\":\"civil_filing\",\"owner\":\"JL7505\",\"fields\":{%s\"parties\":["
              "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\",%s},"
              "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\","
              "\"phone\":\"13999999999\",\"email\":\"yi@example.cn\"}],"
              "\"cause\":\"民间借贷纠纷\",\"claims\":\"返还借款。\",\"facts\":\"至今未还。\","
              "\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
              "{\"item\":\"identity\",\"paper\":true},{\"item\":\"evidence\",\"paper\":true},"
              "{\"item\":\"address_confirmation\",\"paper\":true}]}}",
              more, plaintiff);
    stage->matter = text_copy(stage->outcome.matter_id, stage->arena);
}

#define JIA "\"email\":\"jia@example.cn\",\"phone\":\"139 0000 0000\""

#define TEXTS   "SELECT COUNT(*) FROM outbox WHERE court_id = $1 AND kind = 'text'"
#define MAILS   "SELECT COUNT(*) FROM outbox WHERE court_id = $1 AND kind = 'mail'"
#define CONTENT "SELECT content FROM message WHERE court_id = $1 AND kind = "
#define OF_ONE  " AND notice = 'received_by_owner'"

static void
told_by_message(struct stage *stage)
{
    open_ways(stage);
    hand_in(stage, JIA, "");
    assert_int_equal(stage_number(stage, "JL7502", TEXTS), 0);
    stage_settle(stage);
    assert_int_equal(stage_number(stage, "JL7502", TEXTS), 1);
    assert_int_equal(stage_number(stage, "JL7502", MAILS), 1);
    assert_int_equal(stage_number(stage, "JL7505", TEXTS), 0); /* he is not at home there */
    struct text said =
        text_copy(stage_words(stage, "JL7502", CONTENT "'text'" OF_ONE), stage->arena);
    assert_true(text_characters(said) <= 70);
    assert_true(text_starts_with(said, "【白河林区基层法院】已收到材料，最晚"));
    assert_non_null(strstr(said.bytes, "（星期"));
    /* Where seventy characters are not enough the number to call goes before the address does. */
    assert_non_null(strstr(said.bytes, "tongban.example.cn"));
    assert_null(strstr(said.bytes, "12368"));
    stage_expect_text(stage_words(stage, "JL7502",
                                  "SELECT to_address FROM message WHERE court_id = $1"
                                  " AND kind = 'text'"),
                      "13900000000");
    said = text_copy(stage_words(stage, "JL7502", CONTENT "'mail'" OF_ONE), stage->arena);
    assert_non_null(strstr(said.bytes, stage->matter.bytes));
    assert_non_null(strstr(said.bytes, "https://tongban.example.cn/"));
    assert_null(strstr(said.bytes, "借款")); /* nothing of what it is about */
    /* What is only for the mail is in no text message. */
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_settle(stage);
    assert_int_equal(stage_number(stage, "JL7502", TEXTS), 1);
    assert_int_equal(stage_number(stage, "JL7502", MAILS), 2);
    /* No address and no word of it is in any journal body. */
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND (body LIKE '%13900000000%' OR body LIKE '%jia@%'"
                                  " OR statement LIKE '%jia@%')"),
                     0);
    stage_audit(stage);
}

static void
told_in_korean(struct stage *stage)
{
    open_ways(stage);
    hand_in(stage, JIA, "\"language\":\"ko\",");
    stage_settle(stage);
    struct text said =
        text_copy(stage_words(stage, "JL7502", CONTENT "'text'" OF_ONE), stage->arena);
    assert_non_null(strstr(said.bytes, "자료를 받았습니다"));
}

/* Who has an account is told in his inbox, and says how else. */
static void
told_by_inbox(struct stage *stage)
{
    stage_act(stage, VERB_ENROL, "system_admin@JL7502", "",
              "{\"identity\":2,\"name\":\"甲\",\"roles\":[{\"role\":\"party\"}],"
              "\"sign_in\":\"13911112222\"}");
    struct text account = text_copy(stage_answer(stage, "account"), stage->arena);
    open_ways(stage);
    struct text plaintiff = text_format(
        stage->arena, "\"account\":\"%.*s\",\"phone\":\"13911112222\"", TEXT_ARGS(account));
    hand_in(stage, plaintiff.bytes, "");
    stage_settle(stage);
    /* One person, one message, although account and form both name the number. */
    assert_int_equal(stage_number(stage, "JL7502", TEXTS), 1);
    stage_expect_text(stage_words(stage, "JL7502",
                                  "SELECT recipient FROM message WHERE court_id = $1"
                                  " AND kind = 'text'"),
                      text_terminated(account, stage->arena));
    struct text inbox = stage_words(stage, "JL7502",
                                    "SELECT account_id FROM notice_rows WHERE court_id = $1"
                                    " AND matter_id = $2 AND notice = 'received_by_owner'");
    stage_expect_text(inbox, text_terminated(account, stage->arena));
    int64_t of = stage_number(stage, "JL7502",
                              "SELECT position FROM notice_rows WHERE court_id = $1"
                              " AND matter_id = $2 AND notice = 'received_by_owner'");

    struct text read =
        text_format(stage->arena, "{\"notice\":\"received_by_owner\",\"of\":%lld}", (long long)of);
    struct act act = stage_make(stage, VERB_READ_NOTICE, "party@JL7502", "", read);
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome); /* somebody else */
    assert_int_equal(stage->outcome.refusal, NOTICE_MUST_EXIST);
    act = stage_make(stage, VERB_READ_NOTICE, "party@JL7502", "", read);
    act.asker.account = account;
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    assert_true(stage->outcome.position >= 0);
    int64_t since = stage_number(stage, "JL7502",
                                 "SELECT read_ms FROM notice_rows WHERE court_id = $1"
                                 " AND matter_id = $2 AND notice = 'received_by_owner'");
    assert_true(since > 0);
    act = stage_make(stage, VERB_READ_NOTICE, "party@JL7502", "", read);
    act.asker.account = account;
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.position, -1); /* the first time counts */
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT read_ms FROM notice_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND notice = 'received_by_owner'"),
                     since);

    /* He wants mails in English and no text messages. */
    act = stage_make(stage, VERB_SET_WAYS, "party@JL7502", "",
                     TEXT("{\"email\":\"x@example.cn\",\"language\":\"en\",\"mail\":true,"
                          "\"text\":false}"));
    act.asker.account = account;
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_settle(stage);
    assert_int_equal(stage_number(stage, "JL7502", TEXTS), 1);
    assert_int_equal(stage_number(stage, "JL7502", MAILS), 1);
    struct text mail = text_copy(stage_words(stage, "JL7502", CONTENT "'mail'"), stage->arena);
    assert_non_null(strstr(mail.bytes, "Your papers are being reviewed."));
    stage_audit(stage);
}

static void
told_by_nobody(struct stage *stage)
{
    open_ways(stage);
    hand_in(stage, JIA, "");
    stage_settle(stage);
    int64_t of = stage_number(stage, "JL7502",
                              "SELECT position FROM outbox WHERE court_id = $1 AND kind = 'text'");
    struct text id = text_copy(
        stage_words(stage, "JL7502",
                    "SELECT promise_id FROM outbox WHERE court_id = $1 AND kind = 'text'"),
        stage->arena);
#define TOLD                                                                                       \
    "{\"how\":\"%s\",\"notice\":\"received_by_owner\",\"of\":%lld,\"recipient\":\"party/0\"}"
    stage_refused(stage, NOTICE_MUST_EXIST, VERB_NOTE_TOLD, "counter@JL7502", "", TOLD, "telephone",
                  (long long)of);
    stage_errand(stage, VERB_SETTLE_MESSAGE, "JL7502",
                 "{\"outcome\":\"failed\",\"promise\":\"%.*s\",\"reason\":\"address\"}",
                 TEXT_ARGS(id));
    assert_true(stage->outcome.position >= 0);
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_NOTE_TOLD, "judge@JL7502", "", TOLD,
                  "telephone", (long long)of);
    stage_refused(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES, VERB_NOTE_TOLD, "counter@JL7502", "",
                  TOLD, "drums", (long long)of);
    stage_act(stage, VERB_NOTE_TOLD, "counter@JL7502", "", TOLD, "telephone", (long long)of);
    stage_refused(stage, NOTICE_MUST_EXIST, VERB_NOTE_TOLD, "counter@JL7502", "", TOLD, "telephone",
                  (long long)of);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM telling_rows WHERE court_id = $1"
                                  " AND answered_ms > 0 AND outcome = 'address'"),
                     1);
    stage_audit(stage);
}

static void
told_refused(struct stage *stage)
{
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_SET_WAYS, "counter@JL7502", "",
                  "{\"mail\":true,\"text\":true}");
    stage_act(stage, VERB_ENROL, "system_admin@JL7502", "",
              "{\"identity\":2,\"name\":\"甲\",\"roles\":[{\"role\":\"party\"}],"
              "\"sign_in\":\"jia\"}");
    struct text account = text_copy(stage_answer(stage, "account"), stage->arena);
    static const struct {
        const char *input;
        enum refusal refusal;
    } rows[] = {
        {"{\"email\":\"a b@c\",\"mail\":true,\"text\":true}", FIELD_MUST_BE_OF_ITS_TYPE},
        {"{\"language\":\"fr\",\"mail\":true,\"text\":true}", FIELD_MUST_BE_ONE_OF_THE_CHOICES},
        {"{\"email\":\"a@c\",\"language\":\"ko\",\"mail\":true,\"text\":true}", ALLOWED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct act act =
            stage_make(stage, VERB_SET_WAYS, "party@JL7502", "", text_of(rows[i].input));
        act.asker.account = account;
        stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
        assert_int_equal(stage->outcome.refusal, rows[i].refusal);
    }
    stage_audit(stage);
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_notices__##name(void **state)                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(by_message, "JL75 JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(in_korean, "JL75 JL7502 JL7505", STAGE_NO_FAULTS)
STORY(by_inbox, "JL75 JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(by_nobody, "JL75 JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(refused, "JL75 JL7502", STAGE_FAULTS_OF_PEOPLE)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_notices__by_message), cmocka_unit_test(test_notices__in_korean),
        cmocka_unit_test(test_notices__by_inbox),   cmocka_unit_test(test_notices__by_nobody),
        cmocka_unit_test(test_notices__refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
