/* claim_story.c: a matter was handed in at a counter for somebody without an account; later he has
 * one at the public desk and adds the matter to it by what stands on his acknowledgement. */
#include "stage.h"

#include "command/claim.h"
#include "exchange/claim_code.h"
#include "proof/paper_note.h"
#include "query/claim_list.h"
#include "store/account_rows.h"
#include "store/representation_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char OFFICER[] = "filing_officer@JL7505";
static const char PAPER[] = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

static const char *
enrolled(struct stage *stage, const char *phone, const char *name)
{
    struct account account;
    struct stage_node *at = stage_node(stage, "DESK");
    stage_act(
        stage, VERB_ENROL, "system_admin@DESK", "",
        "{\"sign_in\":\"%s\",\"name\":\"%s\",\"identity\":1,\"roles\":[{\"role\":\"party\"}]}",
        phone, name);
    assert_true(
        account_rows_by_sign_in(at->node->store, at->id, text_of(phone), stage->arena, &account));
    return text_terminated(account.id, stage->arena);
}

/* The complaint of the stage, its plaintiff without an account. */
static void
hand_in_for_a_stranger(struct stage *stage)
{
    struct text whole = stage_complaint(stage, "JL7505");
    struct text account = text_format(stage->arena, ",\"account\":\"%.*s\"",
                                      TEXT_ARGS(stage_asker(stage, "party@DESK").account));
    const char *at = strstr(whole.bytes, account.bytes);
    assert_non_null(at);
    stage_act(stage, VERB_OPEN_MATTER, "counter@JL7502", "hand_in", "%.*s%s",
              (int)(at - whole.bytes), whole.bytes, at + account.length);
    stage_settle(stage);
}

static struct text
code_on_paper(struct stage *stage, const char *node)
{
    struct stage_node *at = stage_node(stage, node);
    struct text code =
        claim_code(at->node->store, at->id,
                   strcmp(node, "JL7502") == 0
                       ? claim_code_opening(at->node->store, at->id, stage->matter)
                       : stage_number(stage, node,
                                      "SELECT MIN(position) FROM journal WHERE court_id = $1"
                                      " AND matter_id = $2 AND kind = 'event_received/1'"),
                   stage->arena);
    assert_int_equal(code.length, PAPER_CODE_LENGTH);
    return code;
}

static enum refusal
claims(struct stage *stage, const char *account, enum role role, struct text code)
{
    struct act act = stage_make(stage, VERB_CLAIM, "party@DESK", "",
                                text_format(stage->arena, "{\"code\":\"%.*s\"}", TEXT_ARGS(code)));
    act.asker.account = text_of(account);
    act.asker.role = role;
    stage_run(stage, stage_node(stage, "DESK"), &act, &stage->outcome);
    return stage->outcome.refusal;
}

static struct claim
newest(struct stage *stage, const char *account)
{
    struct claim claim;
    struct stage_node *at = stage_node(stage, "DESK");
    struct asker asker = {.role = ROLE_PARTY, .account = text_of(account), .node = at->id};
    struct look look = {.store = at->node->store,
                        .court_id = at->id,
                        .rules = stage->rules,
                        .network = stage->network,
                        .asker = &asker,
                        .arena = stage->arena};
    claim_list_newest(&look, stage->matter, &claim);
    return claim;
}

static bool
sees(struct stage *stage, const char *account)
{
    struct matter_row row;
    struct stage_node *at = stage_node(stage, "DESK");
    struct asker asker = {.role = ROLE_PARTY, .account = text_of(account), .node = at->id};
    return matter_row_load(at->node->store, at->id, stage->matter, stage->arena, &row) &&
           access_may_see(&asker, &row.facts, SIGHT_CONTENT, TEXT(""));
}

static void
expect_refused(struct stage *stage, const char *account, struct text code, const char *why)
{
    assert_int_equal(claims(stage, account, ROLE_PARTY, code), ALLOWED);
    stage_settle(stage);
    struct claim claim = newest(stage, account);
    assert_int_equal(claim.status, CLAIM_REFUSED);
    stage_expect_text(claim.why, why);
    assert_false(sees(stage, account));
}

static int64_t
notices_of(struct stage *stage, const char *node)
{
    return stage_number(stage, node,
                        "SELECT COUNT(*) FROM notice_rows WHERE court_id = $1 AND matter_id = $2");
}

/* What happens in the matter comes to the desk, and what is done there comes to the court. */
static void
goes_on_at_the_desk(struct stage *stage, const char *account)
{
    stage_step(stage, OFFICER, "open", "{}");
    stage_step(stage, OFFICER, "note", "{\"text\":\"内部意见，不给当事人看\"}");
    stage_settle(stage);
    stage_expect_state(stage, "DESK", "under_review");
    assert_int_equal(stage_number(stage, "DESK",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND private LIKE '%内部意见%'"),
                     0);
    int64_t told = notices_of(stage, "DESK");
    stage_step(
        stage, OFFICER, "check_items",
        "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
        "{\"item\":\"identity\",\"verdict\":\"ok\"},"
        "{\"item\":\"evidence\",\"verdict\":\"ok\"},{\"item\":\"copies\",\"verdict\":\"ok\"},"
        "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}");
    stage_step(stage, OFFICER, "register", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "DESK", "registered");
    assert_true(notices_of(stage, "DESK") > told);
    assert_int_equal(notices_of(stage, "JL7502"), 0); /* he is at home at the desk */
    struct act act = stage_make(stage, VERB_TAKE_STEP, "party@DESK", "withdraw",
                                TEXT("{\"fields\":{\"reason\":\"自行和解。\"}}"));
    act.asker.account = text_of(account);
    stage_run(stage, stage_node(stage, "DESK"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    stage_settle(stage);
    assert_true(stage_number(stage, "JL7505",
                             "SELECT COUNT(*) FROM journal WHERE court_id = $1 AND matter_id = $2"
                             " AND private LIKE '%自行和解%'") > 0);
}

/* Who looked at the court where it was taken in is known to him. */
static void
learns_who_looked(struct stage *stage)
{
    stage_act(stage, VERB_LOG_ACCESS, "system_admin@JL7502", "",
              "{\"looks\":[{\"account\":\"s-li\",\"allowed\":true,\"at\":1,\"matter\":\"%s\","
              "\"reason\":\"read\",\"role\":\"counter\"}]}",
              text_terminated(stage->matter, stage->arena));
    stage_errand(stage, VERB_DIGEST_ACCESS, "JL7502", "{}");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "DESK",
                                  "SELECT account_id FROM access_log WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "JL7502:s-li");
}

static void
told_added(struct stage *stage)
{
    const char *jia = enrolled(stage, "13900000001", "当事人甲");
    const char *other = enrolled(stage, "13900000002", "旁人丙");
    hand_in_for_a_stranger(stage);
    struct text matter = stage->matter, code = code_on_paper(stage, "JL7502");
    stage_expect_text(code_on_paper(stage, "JL7505"), text_terminated(code, stage->arena));

    assert_int_equal(claims(stage, jia, ROLE_AGENT, code), ROLE_MUST_BE_ALLOWED);
    assert_int_equal(claims(stage, jia, ROLE_PARTY, TEXT("猜一猜")), CLAIM_CODE_MUST_BE_RIGHT);
    stage->matter = TEXT("7502-00000-00000-00");
    assert_int_equal(claims(stage, jia, ROLE_PARTY, code), MATTER_MUST_EXIST);
    stage->matter = matter;
    assert_int_equal(newest(stage, jia).status, CLAIM_NONE);
    expect_refused(stage, jia, paper_code_of(TEXT("guessed"), stage->arena), "code");
    expect_refused(stage, other, code, "name");

    assert_int_equal(claims(stage, jia, ROLE_PARTY, code), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "asked");
    assert_int_equal(newest(stage, jia).status, CLAIM_ASKED);
    assert_false(sees(stage, jia));
    enum stage_faults faults = stage->faults;
    stage_try_post(stage);
    stage_settle(stage);
    stage->faults = faults;
    assert_int_equal(newest(stage, jia).status, CLAIM_GRANTED);
    assert_true(sees(stage, jia));
    assert_false(sees(stage, other));
    assert_int_equal(stage_facts(stage, "JL7505").followers_count, 1);
    assert_int_equal(claims(stage, jia, ROLE_PARTY, code), ALLOWED);
    stage_expect_text(stage_answer(stage, "status"), "added");
    assert_int_equal(stage_number(stage, "DESK",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND body LIKE '%当事人甲%'"),
                     0);
    goes_on_at_the_desk(stage, jia);
    learns_who_looked(stage);
    stage_act(stage, VERB_ERASE, "security_admin@JL7505", "",
              "{\"ground\":\"当事人申请\",\"rests_on\":\"PIPL2021:47\"}");
    stage_settle(stage);
    assert_int_equal(stage_number(stage, "DESK",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND matter_id = $2 AND private IS NOT NULL"
                                  " AND stream <> 'erasure'"),
                     0);
}

static void
test_claim__the_matter_is_added_and_goes_on_at_the_desk(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505 DESK", told_added, STAGE_FAULTS_OF_PEOPLE);
}

/* The square code of the acknowledgement as a court prints it. */
static struct text
note_on_paper(struct stage *stage, const char *kind, const struct signing_key *key)
{
    struct paper_note note = {
        .id = text_format(stage->arena, "JL7502.intake.0.%s", kind),
        .matter = stage->matter,
        .day = date_of_instant(stage->world.wall_ms(stage->world.of), CHINA_OFFSET_MINUTES),
        .due = DATE_NONE,
        .content = digest_of(TEXT("what the paper says")),
    };
    struct text line = paper_note_sign(&note, key, stage->arena);
    assert_false(text_is_empty(line));
    return line;
}

static void
told_guessed(struct stage *stage)
{
    const struct signing_key *key = &stage_node(stage, "JL7502")->paper_key;
    hand_in_for_a_stranger(stage);
    for (int who = 0; who < 2; who++) {
        const char *guesser = enrolled(stage, who == 0 ? "13900000003" : "13900000004", "当事人甲");
        for (int i = 0; i < CLAIM_TRIES_MAX; i++)
            expect_refused(stage, guesser,
                           paper_code_of(text_format(stage->arena, "%d.%d", who, i), stage->arena),
                           "code");
        assert_int_equal(claims(stage, guesser, ROLE_PARTY, code_on_paper(stage, "JL7502")),
                         RATE_MUST_BE_KEPT);
    }
    const char *jia = enrolled(stage, "13900000001", "当事人甲");
    expect_refused(stage, jia, code_on_paper(stage, "JL7502"), "wait");
    /* A paper of another kind, or signed by nobody we know, is none; the right one always counts.
     */
    assert_int_equal(claims(stage, jia, ROLE_PARTY, note_on_paper(stage, "correction_notice", key)),
                     CLAIM_CODE_MUST_BE_RIGHT);
    assert_int_equal(
        claims(stage, jia, ROLE_PARTY,
               note_on_paper(stage, "acknowledgement", &stage_node(stage, "JL7502")->exchange_key)),
        CLAIM_CODE_MUST_BE_RIGHT);
    assert_int_equal(claims(stage, jia, ROLE_PARTY, note_on_paper(stage, "acknowledgement", key)),
                     ALLOWED);
    stage_settle(stage);
    assert_true(sees(stage, jia));
}

static void
test_claim__guessing_ends_soon_and_a_signed_note_needs_no_luck(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505 DESK", told_guessed, STAGE_NO_FAULTS);
}

static void
told_next_day(struct stage *stage)
{
    hand_in_for_a_stranger(stage);
    const char *jia = enrolled(stage, "13900000001", "当事人甲");
    for (int i = 0; i < CLAIM_TRIES_MAX; i++)
        expect_refused(stage, jia, paper_code_of(text_format(stage->arena, "%d", i), stage->arena),
                       "code");
    stage_pass(stage, 25 * HOUR_MS);
    assert_int_equal(claims(stage, jia, ROLE_PARTY, code_on_paper(stage, "JL7502")), ALLOWED);
    stage_settle(stage);
    assert_true(sees(stage, jia));
}

static void
test_claim__whoever_mistyped_tries_again_the_next_day(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505 DESK", told_next_day, STAGE_NO_FAULTS);
}

/* ---- at a counter ---- */

static bool
agent_sees(struct stage *stage, const char *account)
{
    struct matter_row row;
    struct stage_node *at = stage_node(stage, "DESK");
    struct asker asker = {.role = ROLE_AGENT, .account = text_of(account), .node = at->id};
    int64_t now_ms = stage->world.wall_ms(stage->world.of);
    representation_rows_equip(at->node->store, at->id, &asker,
                              date_of_instant(now_ms, CHINA_OFFSET_MINUTES), stage->arena);
    return matter_row_load(at->node->store, at->id, stage->matter, stage->arena, &row) &&
           access_may_see(&asker, &row.facts, SIGHT_CONTENT, TEXT(""));
}

static void
told_seen_at_counter(struct stage *stage)
{
    const char *jia = enrolled(stage, "13900000001", "小甲");
    hand_in_for_a_stranger(stage);
    static const char seen[] = "{\"matter\":\"%s\",\"person\":{\"name\":\"当事人甲\","
                               "\"number\":\"222401199001011234\",\"phone\":\"13900000001\"}}";
    const char *matter = text_terminated(stage->matter, stage->arena);
    /* Another court than the one it was taken in at vouches for nobody. */
    stage_refused(stage, MATTER_MUST_BE_VISIBLE, VERB_SEE_PERSON, "counter@JL7505", "", seen,
                  matter);
    /* The card of somebody who has no part in it opens nothing. */
    stage_refused(stage, PERSON_ACTED_FOR_MUST_BE_NAMED, VERB_SEE_PERSON, "counter@JL7502", "",
                  "{\"matter\":\"%s\",\"person\":{\"name\":\"旁人丙\","
                  "\"number\":\"222401199001011234\",\"phone\":\"13900000001\"}}",
                  matter);
    stage_settle(stage);
    assert_false(sees(stage, jia));
    stage_act(stage, VERB_SEE_PERSON, "counter@JL7502", "", seen, matter);
    stage_settle(stage);
    assert_true(sees(stage, jia));
}

static void
test_claim__a_counter_that_has_seen_his_card_adds_it(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505 DESK", told_seen_at_counter, STAGE_FAULTS_OF_PEOPLE);
}

static void
told_attorney(struct stage *stage)
{
    const char *agent = enrolled(stage, "13900000009", "代理人丁");
    const char *other = enrolled(stage, "13900000008", "旁人丙");
    hand_in_for_a_stranger(stage);
    struct text matter = stage->matter;
    stage_act(stage, VERB_KEEP_FILE, "counter@JL7502", "",
              "{\"sha256\":\"%s\",\"bytes\":3,"
              "\"media\":\"application/pdf\"}",
              PAPER);
    static const char taken[] = "{\"agent_name\":\"代理人丁\","
                                "\"agent_sign_in\":\"13900000009\",\"matter\":\"%s\",\"person\":{"
                                "\"name\":\"当事人甲\"},\"scope\":\"general\"%s}";
    const char *no = text_terminated(matter, stage->arena);
    const char *paper = text_format(stage->arena, ",\"document\":\"%s\"", PAPER).bytes;
    stage_refused(stage, FILE_MUST_BE_UPLOADED, VERB_REPRESENT, "counter@JL7502", "", taken, no,
                  "");
    stage_refused(stage, MATTER_MUST_BE_VISIBLE, VERB_REPRESENT, "counter@JL7502", "", taken,
                  "7502-00000-00000-00", paper);
    static const char of_nobody[] = "{\"agent_name\":\"代理人丁\","
                                    "\"agent_sign_in\":\"13900000009\",\"matter\":\"%s\","
                                    "\"person\":{\"name\":\"旁人丙\"},\"scope\":\"general\"%s}";
    stage_refused(stage, PERSON_ACTED_FOR_MUST_BE_NAMED, VERB_REPRESENT, "counter@JL7502", "",
                  of_nobody, no, paper);
    /* A wrong digit: the number is that of somebody else, and he gets nothing by it. */
    stage_act(stage, VERB_REPRESENT, "counter@JL7502", "",
              "{\"agent_name\":\"代理人丁\",\"agent_sign_in\":\"13900000008\",\"matter\":\"%s\","
              "\"person\":{\"name\":\"当事人甲\"},\"scope\":\"general\"%s}",
              no, paper);
    stage_settle(stage);
    stage->matter = matter;
    assert_false(agent_sees(stage, other));
    stage_act(stage, VERB_REPRESENT, "counter@JL7502", "", taken, no, paper);
    struct text id = stage_answer(stage, "representation");
    stage_settle(stage);
    stage->matter = matter;
    assert_true(agent_sees(stage, agent));
    assert_false(sees(stage, agent)); /* signed in as a party he is none here */
    assert_false(agent_sees(stage, other));
    assert_false(sees(stage, other));
    assert_int_equal(stage_number(stage, "DESK",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND body LIKE '%13900000009%'"),
                     0);
    stage_act(stage, VERB_END_REPRESENTATION, "counter@JL7502", "", "{\"representation\":\"%s\"}",
              text_terminated(id, stage->arena));
    stage_settle(stage);
    stage->matter = matter;
    assert_false(agent_sees(stage, agent));
    assert_false(sees(stage, agent));
}

static void
test_claim__an_agent_whose_power_a_counter_took_in_sees_the_matter(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505 DESK", told_attorney, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_claim__the_matter_is_added_and_goes_on_at_the_desk),
        cmocka_unit_test(test_claim__guessing_ends_soon_and_a_signed_note_needs_no_luck),
        cmocka_unit_test(test_claim__whoever_mistyped_tries_again_the_next_day),
        cmocka_unit_test(test_claim__a_counter_that_has_seen_his_card_adds_it),
        cmocka_unit_test(test_claim__an_agent_whose_power_a_counter_took_in_sees_the_matter),
    };
    return cmocka_run_group_tests_name("claim", tests, NULL, NULL);
}
