/* open_matter_story.c: something is handed in and gets its number, at a counter, at the web desk,
 * at the court that decides. */
#include "stage.h"

#include "law/tracking_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char COUNTER[] = "counter@JL7502";

static void
expect_number_of(struct stage *stage, const char *code)
{
    struct tracking_number number;
    assert_int_equal(tracking_number_read(stage->matter, stage->arena, &number), NUMBER_IS_VALID);
    stage_expect_text(number.node_code, code);
}

/* `wanted` once replaced in the complaint. */
static const char *
complaint_with(struct stage *stage, const char *wanted, const char *by)
{
    const char *whole = stage_complaint(stage, "JL7505").bytes;
    const char *at = strstr(whole, wanted);
    assert_non_null(at);
    return text_format(stage->arena, "%.*s%s%s", (int)(at - whole), whole, by, at + strlen(wanted))
        .bytes;
}

static void
refused(struct stage *stage, enum refusal refusal, const char *wanted, const char *by)
{
    stage_refused(stage, refusal, VERB_OPEN_MATTER, COUNTER, "hand_in", "%s",
                  complaint_with(stage, wanted, by));
}

static void
told_at_a_counter(struct stage *stage)
{
    refused(stage, PROCEDURE_MUST_EXIST, "civil_filing", "civil_filling");
    refused(stage, COURT_MUST_BE_KNOWN, "JL7505", "JL7599");
    refused(stage, COURT_MUST_BE_KNOWN, "JL7505", "DESK");
    refused(stage, FIELDS_MUST_BE_RIGHT, "\"claims\":", "\"claim\":");
    refused(stage, FIELDS_MUST_BE_RIGHT, "54046.00", "54046.001");
    refused(stage, FIELDS_MUST_BE_RIGHT, "民间借贷纠纷", "\xe2\x80\xae");
    refused(stage, FIELDS_MUST_BE_RIGHT, "\"position\":\"defendant\"",
            "\"position\":\"plaintiff\"");
    refused(stage, GAP_MUST_BE_EXPLAINED_AND_ANNOTATED, "{\"item\":\"identity\",\"paper\":true},",
            "");
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_OPEN_MATTER, "judge@JL7502", "hand_in", "%s",
                  stage_complaint(stage, "JL7505").bytes);
    stage_refused(stage, STEP_MUST_EXIST, VERB_OPEN_MATTER, COUNTER, "hand_over", "%s",
                  stage_complaint(stage, "JL7505").bytes);
    stage_refused(stage, STATE_MUST_ALLOW_STEP, VERB_OPEN_MATTER, COUNTER, "supplement",
                  "{\"procedure\":\"civil_filing\",\"owner\":\"JL7505\",\"fields\":{\"materials\":"
                  "[{\"item\":\"evidence\",\"paper\":true}]}}");
    struct act act =
        stage_make(stage, VERB_OPEN_MATTER, COUNTER, "hand_in", stage_complaint(stage, "JL7505"));
    act.asker.acted_for = TEXT("");
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, PERSON_ACTED_FOR_MUST_BE_NAMED);
    assert_int_equal(
        stage_number(stage, "JL7502", "SELECT COUNT(*) FROM matter_rows WHERE court_id = $1"), 0);

    stage_hand_in(stage);
    expect_number_of(stage, "7502");
    stage_expect_state(stage, "JL7502", "handed_in");
    stage_expect_text(stage_words(stage, "JL7502",
                                  "SELECT title FROM matter_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "当事人甲 — 当事人乙");
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT amount_fen FROM matter_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                     5404600);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM party_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                     2);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM outbox WHERE court_id = $1"
                                  " AND status = 0"),
                     2); /* the owner, the hub */
    struct matter_facts facts = stage_facts(stage, "JL7502");
    assert_true(facts.times.counter_ms > 0 && facts.times.owner_ms <= 0);
}

/* A complaint that lacks something is taken all the same when the person wants it sent. */
static void
told_insisting(struct stage *stage)
{
    const char *lacking = complaint_with(stage, "{\"item\":\"identity\",\"paper\":true},", "");
    struct text insisting =
        text_format(stage->arena, "%.*s,\"insists\":true,\"annotation\":\"缺身份证明，已告知。\"}}",
                    (int)strlen(lacking) - 2, lacking);
    stage_act(stage, VERB_OPEN_MATTER, COUNTER, "hand_in", "%s", insisting.bytes);
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "received");
}

static void
told_with_a_file(struct stage *stage)
{
    struct digest digest = digest_of(TEXT("abc"));
    const char *sha256 = digest_hex(&digest, stage->arena).bytes;
    const char *with_file = complaint_with(
        stage, "{\"item\":\"complaint\",\"paper\":true}",
        text_format(stage->arena, "{\"item\":\"complaint\",\"file\":\"%s\",\"title\":\"起诉状\"}",
                    sha256)
            .bytes);
    stage_refused(stage, FILE_MUST_BE_UPLOADED, VERB_OPEN_MATTER, "party@DESK", "hand_in", "%s",
                  with_file);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_KEEP_FILE, "party@DESK", "",
                  "{\"bytes\":3,\"media\":\"text/plain\",\"sha256\":\"../../abc\"}");
    stage_act(stage, VERB_KEEP_FILE, "party@DESK", "",
              "{\"bytes\":3,\"media\":\"text/plain\",\"sha256\":\"%s\"}", sha256);
    stage_act(stage, VERB_KEEP_FILE, "party@DESK", "",
              "{\"bytes\":3,\"media\":\"text/plain\",\"sha256\":\"%s\"}", sha256);
    assert_int_equal(stage_number(stage, "DESK", "SELECT COUNT(*) FROM blob WHERE court_id = $1"),
                     1);
    stage_act(stage, VERB_OPEN_MATTER, "party@DESK", "hand_in", "%s", with_file);
    expect_number_of(stage, "7599");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7505",
                                  "SELECT sha256 FROM document_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND slot = 'complaint'"),
                      sha256);
    assert_int_equal(stage_number(stage, "DESK",
                                  "SELECT COUNT(*) FROM person_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                     1);
}

/* The court that takes it in is the court that decides: nothing needs to travel. */
static void
told_at_the_owner(struct stage *stage)
{
    stage_hand_in_at(stage, "counter@JL7505", "JL7505");
    expect_number_of(stage, "7505");
    stage_expect_state(stage, "JL7505", "received");
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM outbox WHERE court_id = $1"
                                  " AND peer <> 'JL75'"),
                     0);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL75",
                                  "SELECT state FROM custody_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "under_review");
}

/* A private loan, answered question by question; claims and facts in own words are left out. */
static const char LOAN[] =
    "{\"principal_claimed\":true,\"interest_claimed\":false,\"early\":false,"
    "\"security_claimed\":false,\"expenses_claimed\":false,"
    "\"costs_claimed\":false,\"other_claims_made\":true,"
    "\"total\":\"50000.50\",\"clause\":\"no\",\"preserved\":\"no\","
    "\"contract_kind\":\"other\",\"lender\":\"当事人甲\",\"borrower\":\"当事人乙\","
    "\"agreed_amount\":\"50000\",\"deliveries\":[{\"on\":\"2025-03-02\","
    "\"amount\":\"50000\",\"way\":\"transfer\"}],"
    "\"delivered_amount\":\"50000\",\"term_agreed\":\"no\",\"due\":\"no\","
    "\"rate_agreed\":\"no\",\"repay_way\":\"other\",\"repaid\":\"no\","
    "\"overdue\":\"no\",\"mortgage\":\"no\",\"guarantee\":\"no\","
    "\"mediation_known\":\"not_known\",\"mediation_free\":\"not_known\","
    "\"mediation_quick\":\"not_known\",\"mediation_choice\":\"not_known\","
    "\"mediation_private\":\"not_known\",\"mediation_binding\":\"not_known\","
    "\"mediation_wish\":\"more\",\"form\":\"private_loan\","
    "\"principal_until\":\"2026-03-01\",\"principal\":\"50000\","
    "\"other_claims\":\"返还借条原件。\",\"other_claims_amount\":\"0.50\"}";

static const char *
element_complaint(struct stage *stage, const char *elements)
{
    return complaint_with(
        stage,
        "\"claims\":\"判令被告返还借款54046元及利息。\",\"facts\":\"被告借款后至今未还。\","
        "\"amount\":\"54046.00\"",
        text_format(stage->arena, "\"elements\":%s", elements).bytes);
}

static const char *
loan_with(struct stage *stage, const char *wanted, const char *by)
{
    const char *at = strstr(LOAN, wanted);
    assert_non_null(at);
    return element_complaint(stage, text_format(stage->arena, "%.*s%s%s", (int)(at - LOAN), LOAN,
                                                by, at + strlen(wanted))
                                        .bytes);
}

/* The total of the form is the amount in dispute, here and at the court that decides. */
static void
told_by_an_element_form(struct stage *stage)
{
    stage_refused(stage, FIELDS_MUST_BE_RIGHT, VERB_OPEN_MATTER, COUNTER, "hand_in", "%s",
                  element_complaint(stage, "{\"form\":\"astrology\"}"));
    stage_refused(stage, FIELDS_MUST_BE_RIGHT, VERB_OPEN_MATTER, COUNTER, "hand_in", "%s",
                  loan_with(stage, "\"50000.50\"", "\"50000.51\""));
    struct text mistake = stage->outcome.answer;
    assert_non_null(memmem(mistake.bytes, mistake.length, "elements.total", 14));
    stage_refused(stage, FIELDS_MUST_BE_RIGHT, VERB_OPEN_MATTER, COUNTER, "hand_in", "%s",
                  loan_with(stage, "\"overdue\":\"no\"", "\"overdue_since\":\"2026-01-01\""));

    stage_act(stage, VERB_OPEN_MATTER, COUNTER, "hand_in", "%s", element_complaint(stage, LOAN));
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "received");
    static const char *const nodes[] = {"JL7502", "JL7505"};
    for (int i = 0; i < 2; i++)
        assert_int_equal(stage_number(stage, nodes[i],
                                      "SELECT amount_fen FROM matter_rows WHERE court_id = $1"
                                      " AND matter_id = $2"),
                         5000050);
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_open_matter__##name(void **state)                                             \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(at_a_counter, "JL7502", STAGE_FAULTS_OF_PEOPLE)
STORY(by_an_element_form, "JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(insisting, "JL7502 JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(with_a_file, "DESK JL7505", STAGE_FAULTS_OF_ALL)
STORY(at_the_owner, "JL75 JL7505", STAGE_FAULTS_OF_PEOPLE)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_open_matter__at_a_counter),
        cmocka_unit_test(test_open_matter__by_an_element_form),
        cmocka_unit_test(test_open_matter__insisting),
        cmocka_unit_test(test_open_matter__with_a_file),
        cmocka_unit_test(test_open_matter__at_the_owner),
    };
    return cmocka_run_group_tests_name("open_matter", tests, NULL, NULL);
}
