/* take_step_story.c: filings, from the counter to every end they can have. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char ALL_GOOD[] =
    "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
    "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"evidence\",\"verdict\":\"ok\"},"
    "{\"item\":\"copies\",\"verdict\":\"ok\"},"
    "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}";
static const char TWO_DEFECTS[] =
    "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"defective\",\"ground\":\"没有写明日期\"},"
    "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"evidence\",\"verdict\":\"missing\","
    "\"ground\":\"没有转账凭证\"},{\"item\":\"copies\",\"verdict\":\"ok\"},"
    "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}";
static const char WHOLE_NOTICE[] =
    "{\"defects\":[{\"item\":\"complaint\",\"ground\":\"没有写明日期\"},"
    "{\"item\":\"evidence\",\"ground\":\"没有转账凭证\"}],\"days\":5}";

static const char OFFICER[] = "filing_officer@JL7505";
static const char JUDGE[] = "judge@JL7505";

#define PERIOD_STATUS                                                                              \
    "SELECT status FROM period_rows WHERE court_id = $1 AND matter_id = $2 AND name = "

static void
handed_in_and_opened(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, OFFICER, "open", "{}");
}

/* ---- a correction on the way ---- */

/* The clerk of JL7502 hands over what is to be served, against a signature. */
static void
hand_over(struct stage *stage)
{
    struct text service = stage_words(stage, "JL7502",
                                      "SELECT service_id FROM service_rows WHERE court_id = $1"
                                      " AND matter_id = $2 AND status = 'open'");
    int64_t now_ms = stage->world.wall_ms(stage->world.of);
    struct text today = date_text(date_of_instant(now_ms, CHINA_OFFSET_MINUTES), stage->arena);
    stage_act(stage, VERB_RECORD_ATTEMPT, "counter@JL7502", "",
              "{\"service\":\"%.*s\",\"mode\":\"D1a\",\"facts\":{\"receiver\":\"self\"},"
              "\"dates\":{\"signed\":\"%.*s\"}}",
              TEXT_ARGS(service), TEXT_ARGS(today));
    stage_settle(stage);
}

static void
told_corrected(struct stage *stage)
{
    stage_hand_in(stage);
    stage_expect_state(stage, "JL7502", "handed_in");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "received");
    stage_expect_state(stage, "JL7505", "received");
    stage_step_refused(stage, STATE_MUST_ALLOW_STEP, OFFICER, "register", "{}");
    stage_step_refused(stage, ROLE_MUST_BE_ALLOWED, "filing_officer@JL7502", "open", "{}");
    stage_step_refused(stage, STEP_MUST_EXIST, OFFICER, "open_it", "{}");
    stage_step(stage, OFFICER, "open", "{}");
    stage_expect_text(stage_words(stage, "JL7505", PERIOD_STATUS "'response'"), "stopped");
    stage_step_refused(stage, MATERIALS_MUST_ALL_BE_CHECKED, OFFICER, "register", "{}");
    stage_step(stage, OFFICER, "check_items", "%s", TWO_DEFECTS);
    stage_step_refused(stage, DEFECTS_MUST_BE_GONE, OFFICER, "register", "{}");
    stage_step_refused(stage, NOTICE_MUST_NAME_ALL_DEFECTS, OFFICER, "require_correction",
                       "{\"defects\":[{\"item\":\"evidence\",\"ground\":\"没有\"}],\"days\":5}");
    stage_step(stage, OFFICER, "require_correction", "%s", WHOLE_NOTICE);
    /* Nobody has it yet. */
    stage_expect_text(stage_words(stage, "JL7505", PERIOD_STATUS "'correction'"), "");
    stage_expect_text(stage_words(stage, "JL7505", PERIOD_STATUS "'filing_decision'"), "stopped");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "correction_required");
    hand_over(stage);
    stage_expect_text(stage_words(stage, "JL7505", PERIOD_STATUS "'correction'"), "running");
    stage_expect_text(stage_words(stage, "JL7502", PERIOD_STATUS "'correction'"), "running");
    stage_pass(stage, DAY_MS);
    stage_step(stage, "counter@JL7502", "hand_in_correction",
               "{\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
               "{\"item\":\"evidence\",\"paper\":true,\"original\":true}]}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "corrected");
    stage_expect_text(stage_words(stage, "JL7505", PERIOD_STATUS "'filing_decision'"), "running");
    stage_step(stage, OFFICER, "check_items", "%s", ALL_GOOD);
    stage_step_refused(stage, CORRECTION_IS_ONE_TIME, OFFICER, "require_correction", "%s",
                       WHOLE_NOTICE);
    stage_step(stage, OFFICER, "register", "{}");
    stage_expect_text(stage_answer(stage, "case_number"), "（2026）吉7505民初1号");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "registered");
    stage_expect_text(stage_facts(stage, "JL7502").case_number, "（2026）吉7505民初1号");
    assert_int_equal(stage_number(stage, "JL75",
                                  "SELECT COUNT(*) FROM custody_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND state = 'registered' AND is_open = 0"),
                     1);
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM document_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                     7);
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM outbox WHERE court_id = $1"
                                  " AND status <> 1"),
                     0);
}

/* ---- numbers that the national system gives ---- */

/* The directory says from now on that JL7505 does not count its cases itself. */
static void
publish_assigned(struct stage *stage)
{
    const char *text = text_terminated(stage->directory, stage->arena);
    const char *court = strstr(text, "id: JL7505\n");
    const char *own = court == NULL ? NULL : strstr(court, "numbers: own");
    assert_non_null(own);
    struct text changed = text_format(stage->arena, "%.*snumbers: assigned%s", (int)(own - text),
                                      text, own + strlen("numbers: own"));
    struct canon input = canon_open(stage->arena, changed.length + 100);
    canon_begin_object(&input);
    canon_member_text(&input, "content", changed);
    canon_member_text(&input, "kind", TEXT("directory"));
    canon_member_text(&input, "name", TEXT("network"));
    canon_end_object(&input);
    stage_act(stage, VERB_KEEP_REFERENCE, "system_admin@JL75", "", "%s", canon_text(&input).bytes);
    stage_settle(stage);
    assert_int_equal(stage_node(stage, "JL7505")->node->directory_version, 2);
}

static void
told_numbered_later(struct stage *stage)
{
    publish_assigned(stage);
    handed_in_and_opened(stage);
    stage_step(stage, OFFICER, "check_items", "%s", ALL_GOOD);
    stage_step(stage, OFFICER, "register", "{}");
    stage_expect_state(stage, "JL7505", "registered");
    stage_expect_text(stage_facts(stage, "JL7505").case_number, "");
    stage_step_refused(stage, FIELDS_MUST_BE_RIGHT, OFFICER, "enter_case_number", "{}");
    stage_step_refused(stage, FIELDS_MUST_BE_RIGHT, OFFICER, "enter_case_number",
                       "{\"case_number\":\"(2015)吉7505民初22号\"}");
    stage_step(stage, OFFICER, "enter_case_number", "{\"case_number\":\"(2026)吉7505民初22号\"}");
    stage_expect_text(stage_answer(stage, "case_number"), "（2026）吉7505民初22号");
    stage_step_refused(stage, CASE_NUMBER_MUST_BE_MISSING, OFFICER, "enter_case_number",
                       "{\"case_number\":\"(2026)吉7505民初23号\"}");
    handed_in_and_opened(stage);
    stage_step(stage, OFFICER, "check_items", "%s", ALL_GOOD);
    stage_step_refused(stage, CASE_NUMBER_MUST_BE_FREE, OFFICER, "register",
                       "{\"case_number\":\"（2026）吉7505民初22号\"}");
    stage_step(stage, OFFICER, "register", "{\"case_number\":\"（2026）吉7505民初23号\"}");
    assert_int_equal(
        stage_number(stage, "JL7505", "SELECT last FROM number_rows WHERE court_id = $1"), 23);
}

/* ---- refused ---- */

static void
told_refused(struct stage *stage)
{
    handed_in_and_opened(stage);
    stage_step_refused(stage, STATE_MUST_ALLOW_STEP, JUDGE, "sign_refusal", "{}");
    stage_step_refused(stage, FIELDS_MUST_BE_RIGHT, OFFICER, "propose_refusal",
                       "{\"reason\":\"because\",\"explanation\":\"经释明仍坚持起诉。\"}");
    stage_step(stage, OFFICER, "propose_refusal",
               "{\"reason\":\"arbitration\",\"explanation\":\"经释明仍坚持起诉。\"}");
    /* One who is judge as well as officer may propose, or sign; not both. */
    struct act act = stage_make(stage, VERB_TAKE_STEP, JUDGE, "sign_refusal", TEXT("{}"));
    act.asker.account = stage_asker(stage, OFFICER).account;
    stage_run(stage, stage_node(stage, "JL7505"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, PROPOSER_MAY_NOT_SIGN);
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "under_review"); /* a proposal stays inside */
    stage_step(stage, JUDGE, "sign_refusal", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "refused");
    stage_expect_text(stage_words(stage, "JL7505",
                                  "SELECT next_role FROM matter_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "-");
}

/* ---- transfers ---- */

static const char OFFER[] =
    "{\"court\":\"JL7504\",\"reason\":\"designated\",\"explanation\":\"环境资源案件集中管辖。\"}";

static void
told_transfer_declined(struct stage *stage)
{
    handed_in_and_opened(stage);
    stage_step_refused(stage, TRANSFER_MUST_NAME_ANOTHER_COURT, JUDGE, "offer_transfer",
                       "{\"court\":\"JL7505\",\"reason\":\"designated\",\"explanation\":\"集中\"}");
    stage_step(stage, JUDGE, "offer_transfer", "%s", OFFER);
    stage_step_refused(stage, MATTER_MUST_NOT_BE_FROZEN, OFFICER, "check_items", "%s", ALL_GOOD);
    stage_settle(stage);
    assert_int_equal(stage_facts(stage, "JL7504").parties_count, 2);
    stage_step_refused(stage, ROLE_MUST_BE_ALLOWED, "judge@JL7505", "decline_transfer",
                       "{\"reason\":\"不属于本院管辖。\"}");
    stage_step(stage, "judge@JL7504", "decline_transfer", "{\"reason\":\"不属于本院管辖。\"}");
    stage_settle(stage);
    assert_int_equal(stage_facts(stage, "JL7505").custody, CUSTODY_HELD);
    stage_expect_text(stage_facts(stage, "JL7505").owner, "JL7505");
    assert_int_equal(stage_facts(stage, "JL7505").epoch, 1);
    stage_step(stage, OFFICER, "check_items", "%s", ALL_GOOD);
    stage_step(stage, OFFICER, "register", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "registered");
}

static void
told_transfer_accepted(struct stage *stage)
{
    handed_in_and_opened(stage);
    stage_step(stage, JUDGE, "offer_transfer", "%s", OFFER);
    stage_settle(stage);
    stage_step(stage, "judge@JL7504", "accept_transfer", "{}");
    stage_settle(stage);
    stage_expect_text(stage_facts(stage, "JL7505").owner, "JL7504");
    stage_expect_text(stage_facts(stage, "JL7502").owner, "JL7504");
    assert_int_equal(stage_facts(stage, "JL7505").epoch, 2);
    /* It sees where the matter went, and does nothing more in it. */
    stage_step_refused(stage, ROLE_MUST_BE_ALLOWED, OFFICER, "open", "{}");
    stage_step(stage, "filing_officer@JL7504", "open", "{}");
    stage_step_refused(stage, TRANSFER_IS_ONE_TIME, "judge@JL7504", "offer_transfer",
                       "{\"court\":\"JL7505\",\"reason\":\"designated\",\"explanation\":\"再次\"}");
    stage_step(stage, "filing_officer@JL7504", "check_items", "%s", ALL_GOOD);
    stage_step(stage, "filing_officer@JL7504", "register", "{}");
    stage_expect_text(stage_answer(stage, "case_number"), "（2026）吉7504民初1号");
    stage_settle(stage);
    stage_expect_state(stage, "JL7502", "registered");
    stage_expect_text(stage_words(stage, "JL75",
                                  "SELECT owner FROM custody_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "JL7504");
    /* What the party adds goes to the court that decides now. */
    stage_step(stage, "counter@JL7502", "supplement",
               "{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}");
    stage_settle(stage);
    assert_int_equal(stage_number(stage, "JL7504",
                                  "SELECT COUNT(*) FROM document_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                     6);
}

/* ---- withdrawals ---- */

static void
told_withdrawn(struct stage *stage)
{
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    stage_settle(stage);
    stage_step(stage, OFFICER, "open", "{}");
    stage_settle(stage);
    stage_step_refused(stage, MATTER_MUST_BE_VISIBLE, "party@DESK/2", "withdraw",
                       "{\"reason\":\"自行和解。\"}");
    stage_step(stage, "party@DESK", "withdraw", "{\"reason\":\"自行和解。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "withdrawn");
    stage_expect_state(stage, "DESK", "withdrawn");
    stage_step_refused(stage, MATTER_MUST_BE_OPEN, "party@DESK", "withdraw", "{}");
}

static void
told_withdrawn_late(struct stage *stage)
{
    stage_hand_in_at(stage, "party@DESK", "JL7505");
    stage_settle(stage);
    stage_step(stage, OFFICER, "open", "{}");
    stage_step(stage, OFFICER, "check_items", "%s", ALL_GOOD);
    stage_step(stage, OFFICER, "register", "{}");
    stage_settle(stage);
    stage_step_refused(stage, CONDITION_MUST_BE_MET, JUDGE, "allow_withdrawal", "{}");
    stage_step(stage, "party@DESK", "withdraw", "{\"reason\":\"自行和解。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "registered");
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM task_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND name = 'rule_on_withdrawal'"
                                  " AND closed = 0"),
                     1);
    stage_step(stage, JUDGE, "allow_withdrawal", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "DESK", "withdrawn");
}

/* ---- two who change the same ---- */

static void
told_stale(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    struct act first = stage_make(stage, VERB_TAKE_STEP, OFFICER, "open", TEXT("{}"));
    first.if_version = stage_number(stage, "JL7505",
                                    "SELECT version FROM matter_rows WHERE court_id = $1"
                                    " AND matter_id = $2");
    stage_run(stage, stage_node(stage, "JL7505"), &first, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    struct act second =
        stage_make(stage, VERB_TAKE_STEP, "filing_officer@JL7505/2", "open", TEXT("{}"));
    second.if_version = first.if_version;
    stage_run(stage, stage_node(stage, "JL7505"), &second, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, VERSION_MUST_BE_CURRENT);
    const struct value *answer = value_read_canonical(stage->outcome.answer, stage->arena);
    const struct value *changed = value_member(answer, "changed");
    assert_int_equal(changed->count, 1);
    stage_expect_text(value_member_text(changed->first, "step"), "open");
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_take_step__##name(void **state)                                               \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(corrected, "JL75 JL7502 JL7505", STAGE_FAULTS_OF_ALL)
STORY(numbered_later, "JL75 JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(refused, "JL75 JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(transfer_declined, "JL75 JL7502 JL7504 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(transfer_accepted, "JL75 JL7502 JL7504 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(withdrawn, "JL75 DESK JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(withdrawn_late, "JL75 DESK JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(stale, "JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_take_step__corrected),
        cmocka_unit_test(test_take_step__numbered_later),
        cmocka_unit_test(test_take_step__refused),
        cmocka_unit_test(test_take_step__transfer_declined),
        cmocka_unit_test(test_take_step__transfer_accepted),
        cmocka_unit_test(test_take_step__withdrawn),
        cmocka_unit_test(test_take_step__withdrawn_late),
        cmocka_unit_test(test_take_step__stale),
    };
    return cmocka_run_group_tests_name("take_step", tests, NULL, NULL);
}
