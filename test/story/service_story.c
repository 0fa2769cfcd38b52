/* service_story.c: papers are served: by account, over a counter, by post; and a period runs from
 * the day somebody was served and not from the day a paper was issued. */
#include "query/service_list.h"
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char OFFICER[] = "filing_officer@JL7505";
static const char DESK_PARTY[] = "party@DESK";

#define BY_ACCOUNT "\"electronic_service\":true,\"electronic_way\":\"account\","
#define BY_MAIL                                                                                    \
    "\"electronic_service\":true,\"electronic_way\":\"mail\",\"electronic_address\":"              \
    "\"jia@example.cn\","
#define BY_POST "\"service_address\":\"某街三号\",\"service_receiver\":\"当事人甲\","

#define SECOND                                                                                     \
    "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人丙\","                   \
    "\"agent_account\":\"a-dai\"},"

#define STATUS "SELECT status FROM service_rows WHERE court_id = $1 AND matter_id = $2"
#define SERVED "SELECT served_on FROM service_rows WHERE court_id = $1 AND matter_id = $2"
#define PLAN   "SELECT plan FROM service_rows WHERE court_id = $1 AND matter_id = $2"
#define STARTED                                                                                    \
    "SELECT started FROM period_rows WHERE court_id = $1 AND matter_id = $2"                       \
    " AND name = 'correction'"
#define RUNS                                                                                       \
    "SELECT status FROM period_rows WHERE court_id = $1 AND matter_id = $2"                        \
    " AND name = 'correction'"
#define OUTCOME(number)                                                                            \
    "SELECT outcome FROM attempt_rows WHERE court_id = $1 AND matter_id = $2"                      \
    " AND number = " #number

/* A second plaintiff where `second` says so. */
static void
hand_in(struct stage *stage, const char *who, const char *more, const char *second)
{
    bool is_citizen = strncmp(who, "party", 5) == 0;
    stage_act(stage, VERB_OPEN_MATTER, who, "hand_in",
              "{\"procedure\":\"civil_filing\",\"owner\":\"JL7505\",\"fields\":{%s\"parties\":["
              "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\"%s%s%s},%s"
              "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\"}],"
              "\"cause\":\"民间借贷纠纷\",\"claims\":\"返还借款。\",\"facts\":\"至今未还。\","
              "\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
              "{\"item\":\"identity\",\"paper\":true},{\"item\":\"evidence\",\"paper\":true},"
              "{\"item\":\"address_confirmation\",\"paper\":true}]}}",
              more, is_citizen ? ",\"account\":\"" : "",
              is_citizen ? text_terminated(stage_asker(stage, who).account, stage->arena) : "",
              is_citizen ? "\"" : "", second);
    stage->matter = text_copy(stage->outcome.matter_id, stage->arena);
}

static void
require_correction(struct stage *stage)
{
    stage_settle(stage);
    stage_step(stage, OFFICER, "open", "{}");
    stage_step(stage, OFFICER, "check_items",
               "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
               "{\"item\":\"identity\",\"verdict\":\"ok\"},"
               "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"},"
               "{\"item\":\"evidence\",\"verdict\":\"missing\",\"ground\":\"没有转账凭证\"}]}");
    stage_step(stage, OFFICER, "require_correction",
               "{\"defects\":[{\"item\":\"evidence\",\"ground\":\"没有转账凭证\"}],\"days\":5}");
}

/* The service of the stage, and today at the seat. */
static const char *
service(struct stage *stage)
{
    return text_terminated(stage_words(stage, "JL7505",
                                       "SELECT service_id FROM service_rows WHERE court_id = $1"
                                       " AND matter_id = $2 ORDER BY service_id"),
                           stage->arena);
}

static const char *
today(struct stage *stage)
{
    struct date day = date_of_instant(stage->world.wall_ms(stage->world.of), CHINA_OFFSET_MINUTES);
    return text_terminated(date_text(day, stage->arena), stage->arena);
}

static void
expect_in(struct text whole, struct text part)
{
    assert_true(memmem(whole.bytes, whole.length, part.bytes, part.length) != NULL);
}

static void
expect_plan(struct stage *stage, const char *first)
{
    expect_in(stage_words(stage, "JL7505", PLAN), text_of(first));
}

/* ---- by account ---- */

static void
told_by_account(struct stage *stage)
{
    hand_in(stage, DESK_PARTY, BY_ACCOUNT, "");
    require_correction(stage);
    /* The court does not know yet whether it stands in his inbox. */
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "open");
    expect_plan(stage, "platform");
    stage_expect_text(stage_words(stage, "JL7505", RUNS), "");
    stage_try_post(stage);
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "served");
    stage_expect_text(stage_words(stage, "JL7505", SERVED), today(stage));
    stage_expect_text(stage_words(stage, "JL7505", STARTED), today(stage));
    stage_expect_text(stage_words(stage, "DESK", STATUS), "served");
    stage_expect_text(stage_words(stage, "DESK", RUNS), "running");
    assert_int_equal(
        stage_number(stage, "JL7505", "SELECT COUNT(*) FROM attempt_rows WHERE court_id = $1"), 1);
    stage_audit(stage);
}

static void
test_service__the_time_to_correct_runs_once_the_notice_stands_in_the_inbox(void **state)
{
    (void)state;
    stage_tell("JL75 DESK JL7505", told_by_account, STAGE_FAULTS_OF_ALL);
}

/* The line to the desk is down for three days: nobody loses them. */
static void
told_late(struct stage *stage)
{
    hand_in(stage, DESK_PARTY, BY_ACCOUNT, "");
    require_correction(stage);
    stage_pass(stage, 3 * DAY_MS);
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7505", STARTED), today(stage));
    stage_audit(stage);
}

static void
test_service__days_on_a_bad_line_are_not_lost(void **state)
{
    (void)state;
    stage_tell("JL75 DESK JL7505", told_late, STAGE_NO_FAULTS);
}

static void
told_here(struct stage *stage)
{
    hand_in(stage, "party@JL7505", BY_ACCOUNT, "");
    require_correction(stage);
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "served");
    stage_expect_text(stage_words(stage, "JL7505", STARTED), today(stage));
    stage_audit(stage);
}

static void
test_service__an_inbox_at_the_court_itself_serves_in_the_same_act(void **state)
{
    (void)state;
    stage_tell("JL75 JL7505", told_here, STAGE_NO_FAULTS);
}

/* ---- consent taken back ---- */

static void
told_withdrawn_before(struct stage *stage)
{
    hand_in(stage, DESK_PARTY, BY_ACCOUNT BY_POST, "");
    require_correction(stage);
    stage_act(stage, VERB_WITHDRAW_CONSENT, DESK_PARTY, "", "{}");
    stage_refused(stage, ELECTRONIC_CONSENT_MUST_BE_GIVEN, VERB_WITHDRAW_CONSENT, DESK_PARTY, "",
                  "{}");
    stage_pass(stage, MINUTE_MS);
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "open");
    stage_expect_text(stage_words(stage, "JL7505", OUTCOME(1)), "failed");
    stage_expect_text(stage_words(stage, "JL7505", RUNS), "");
    expect_plan(stage, "\"mode\":\"D5\"");
    stage_audit(stage);
}

static void
told_withdrawn_after(struct stage *stage)
{
    hand_in(stage, DESK_PARTY, BY_ACCOUNT, "");
    require_correction(stage);
    stage_settle(stage);
    stage_act(stage, VERB_WITHDRAW_CONSENT, DESK_PARTY, "", "{}");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "served");
    stage_expect_text(stage_words(stage, "JL7505", RUNS), "running");
    stage_audit(stage);
}

static void
test_service__consent_taken_back_before_arrival_leaves_it_unserved(void **state)
{
    (void)state;
    stage_tell("JL75 DESK JL7505", told_withdrawn_before, STAGE_NO_FAULTS);
}

static void
test_service__consent_taken_back_after_arrival_changes_nothing(void **state)
{
    (void)state;
    stage_tell("JL75 DESK JL7505", told_withdrawn_after, STAGE_NO_FAULTS);
}

/* ---- presumed, and shown to be otherwise ---- */

static void
told_presumed(struct stage *stage)
{
    hand_in(stage, DESK_PARTY, BY_MAIL, "");
    require_correction(stage);
    stage_settle(stage);
    const char *id = service(stage);
    expect_plan(stage, "email");
    stage_refused(stage, SERVICE_MUST_BE_PRESUMED, VERB_OBJECT_SERVICE, DESK_PARTY, "",
                  "{\"service\":\"%s\",\"reason\":\"没有收到\"}", id);
    stage_act(stage, VERB_READ_NOTICE, DESK_PARTY, "", "{\"notice\":\"please_correct\",\"of\":%d}",
              (int)stage_number(stage, "DESK",
                                "SELECT position FROM notice_rows WHERE court_id = $1"
                                " AND matter_id = $2 AND notice = 'please_correct'"));
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "served");
    stage_expect_text(stage_words(stage, "JL7505", STARTED), today(stage));
    stage_refused(stage, GROUND_MUST_BE_GIVEN, VERB_OBJECT_SERVICE, DESK_PARTY, "",
                  "{\"service\":\"%s\"}", id);
    stage_act(stage, VERB_OBJECT_SERVICE, DESK_PARTY, "",
              "{\"service\":\"%s\",\"reason\":\"账号被他人使用，本人没有看到。\"}", id);
    stage_refused(stage, OBJECTION_MUST_BE_NEW, VERB_OBJECT_SERVICE, DESK_PARTY, "",
                  "{\"service\":\"%s\",\"reason\":\"没有看到。\"}", id);
    stage_settle(stage);
    /* What he says decides nothing: the court does. */
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "served");
    stage_act(stage, VERB_RECORD_ATTEMPT, "judge@JL7505", "",
              "{\"service\":\"%s\",\"attempt\":1,\"mode\":\"D3\","
              "\"facts\":{\"rebutted\":true},\"objection\":{\"node\":\"DESK\",\"seq\":%d}}",
              id,
              (int)stage_number(stage, "JL7505",
                                "SELECT seq FROM evidence_rows WHERE court_id = $1"
                                " AND matter_id = $2 AND kind = 'objected'"));
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "open");
    stage_expect_text(stage_words(stage, "JL7505", RUNS), "stopped");
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM evidence_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND is_taken = 0"),
                     0);
    stage_audit(stage);
}

static void
test_service__what_is_presumed_can_be_shown_to_be_otherwise(void **state)
{
    (void)state;
    stage_tell("JL75 DESK JL7505", told_presumed, STAGE_NO_FAULTS);
}

/* ---- what waits, and for whom ---- */

static struct look
look_as(struct stage *stage, const char *who, struct asker *asker)
{
    *asker = stage_asker(stage, who);
    const struct stage_node *at = stage_node(stage, text_terminated(asker->node, stage->arena));
    return (struct look){.store = at->node->store,
                         .court_id = at->id,
                         .rules = stage->rules,
                         .network = stage->network,
                         .asker = asker,
                         .now_ms = stage->world.wall_ms(stage->world.of),
                         .arena = stage->arena};
}

static int
waiting(struct stage *stage, const char *who)
{
    struct asker asker;
    struct look look = look_as(stage, who, &asker);
    const struct service_open_line *lines;
    int count;
    bool has_more;
    enum refusal refusal = service_list_open(&look, &lines, &count, &has_more);
    return refusal == ALLOWED ? count : -1;
}

/* How many services of the matter somebody sees; -1: nothing of the matter. */
static int
seen(struct stage *stage, const char *who)
{
    struct asker asker;
    struct look look = look_as(stage, who, &asker);
    struct docket docket;
    struct service_list list;
    if (!docket_load(&look, stage->matter, &docket, NULL) ||
        !service_list_load(&look, &docket, &list))
        return -1;
    return list.count;
}

static void
told_waiting(struct stage *stage)
{
    hand_in(stage, "counter@JL7502", BY_POST, "");
    require_correction(stage);
    stage_settle(stage);
    assert_int_equal(waiting(stage, OFFICER), 1);
    assert_int_equal(waiting(stage, "counter@JL7502"), 1);
    assert_int_equal(waiting(stage, "hub_officer@JL75"), -1);
    assert_int_equal(seen(stage, OFFICER), 1);
    assert_int_equal(seen(stage, "counter@JL7502"), 1);
    assert_int_equal(seen(stage, "party@JL7502"), -1);
    /* He has it all the same: it is corrected before anybody said how it reached him. */
    stage_step(stage, "counter@JL7502", "hand_in_correction",
               "{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}");
    stage_settle(stage);
    assert_int_equal(waiting(stage, OFFICER), 0);
    assert_int_equal(waiting(stage, "counter@JL7502"), 0);
    assert_int_equal(seen(stage, OFFICER), 1);
    stage_audit(stage);
}

static void
test_service__what_waits_is_seen_by_those_who_serve_it(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505", told_waiting, STAGE_NO_FAULTS);
}

/* Each of two plaintiffs sees what is served on him, not what is served on the other. */
static void
told_apart(struct stage *stage)
{
    hand_in(stage, "party@JL7505", BY_ACCOUNT, SECOND);
    require_correction(stage);
    assert_int_equal(seen(stage, OFFICER), 2);
    assert_int_equal(seen(stage, "party@JL7505"), 1);
    /* Each inbox says once that it came. */
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM evidence_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND kind = 'arrived'"),
                     2);
    stage_audit(stage);
}

/* Which of two plaintiffs handed in is not known: his account receives for neither. */
static void
told_unnamed(struct stage *stage)
{
    stage_act(stage, VERB_OPEN_MATTER, "party@JL7505", "hand_in",
              "{\"procedure\":\"civil_filing\",\"owner\":\"JL7505\",\"fields\":{" BY_ACCOUNT BY_POST
              "\"parties\":[{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\"},"
              "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人丙\"},"
              "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\"}],"
              "\"cause\":\"民间借贷纠纷\",\"claims\":\"返还借款。\",\"facts\":\"未还。\","
              "\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
              "{\"item\":\"identity\",\"paper\":true},{\"item\":\"evidence\",\"paper\":true},"
              "{\"item\":\"address_confirmation\",\"paper\":true}]}}");
    stage->matter = text_copy(stage->outcome.matter_id, stage->arena);
    require_correction(stage);
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM service_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND accounts = '-' AND status = 'open'"),
                     2);
    expect_plan(stage, "\"mode\":\"D5\"");
    stage_audit(stage);
}

static void
test_service__an_account_of_nobody_by_name_receives_for_none_of_several(void **state)
{
    (void)state;
    stage_tell("JL75 JL7505", told_unnamed, STAGE_NO_FAULTS);
}

static void
test_service__a_party_sees_what_is_served_on_him(void **state)
{
    (void)state;
    stage_tell("JL75 JL7505", told_apart, STAGE_NO_FAULTS);
}

/* ---- over the counter ---- */

#define SIGNED                                                                                     \
    "{\"service\":\"%s\",\"mode\":\"D1a\",\"facts\":{\"receiver\":\"self\"},"                      \
    "\"dates\":{\"signed\":\"%s\"},\"received_by\":\"当事人甲\"%s}"

static void
told_handed_over(struct stage *stage)
{
    hand_in(stage, "counter@JL7502", BY_POST, "");
    require_correction(stage);
    expect_plan(stage, "at-the-counter");
    stage_settle(stage);
    stage_pass(stage, DAY_MS);
    const char *id = service(stage), *day = today(stage);
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_RECORD_ATTEMPT, "party@JL7502", "", SIGNED, id,
                  day, "");
    stage_refused(stage, SERVICE_MUST_EXIST, VERB_RECORD_ATTEMPT, "counter@JL7502", "", SIGNED,
                  "JL7505-99-0", day, "");
    stage_refused(stage, SERVICE_RECEIPT_MUST_BE_ITS_OWN, VERB_RECORD_ATTEMPT, "counter@JL7502", "",
                  SIGNED, id, day, ",\"receipt\":\"7504-8KQ2-X7M4-41/JL7505-7-0\"");
    stage_refused(stage, FILE_MUST_BE_UPLOADED, VERB_RECORD_ATTEMPT, "counter@JL7502", "", SIGNED,
                  id, day, ",\"evidence\":[{\"file\":\"00\"}]");
    stage_act(stage, VERB_RECORD_ATTEMPT, "counter@JL7502", "", SIGNED, id, day, "");
    stage_expect_text(stage_answer(stage, "outcome"), "served");
    stage_expect_text(stage_words(stage, "JL7505", RUNS), "");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7505", STARTED), day);
    stage_expect_text(stage_words(stage, "JL7502", STATUS), "served");
    stage_audit(stage);
}

static void
test_service__a_clerk_elsewhere_hands_over_and_the_owner_judges(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505", told_handed_over, STAGE_FAULTS_OF_PEOPLE);
}

/* ---- at the owner, by post ---- */

static void
told_by_post(struct stage *stage)
{
    hand_in(stage, "counter@JL7505", BY_POST, "");
    require_correction(stage);
    const char *id = service(stage), *day = today(stage);
    stage_refused(stage, SERVICE_DATES_MUST_AGREE, VERB_RECORD_ATTEMPT, OFFICER, "",
                  "{\"service\":\"%s\",\"mode\":\"D5\",\"dates\":{\"posted\":\"2099-01-01\"}}", id);
    stage_expect_text(stage_answer(stage, "detail"), "posted");
    stage_refused(stage, SERVICE_DATES_MUST_AGREE, VERB_RECORD_ATTEMPT, OFFICER, "",
                  "{\"service\":\"%s\",\"mode\":\"D5\",\"facts\":{\"receiver\":\"self\"},"
                  "\"dates\":{\"posted\":\"%s\",\"received\":\"2026-01-05\"}}",
                  id, day);
    stage_refused(stage, FIELDS_MUST_BE_RIGHT, VERB_RECORD_ATTEMPT, OFFICER, "",
                  "{\"service\":\"%s\",\"mode\":\"D5\",\"facts\":{\"filmed\":true}}", id);
    expect_in(stage->outcome.answer, refusal_name(SERVICE_FACT_MUST_FIT_ITS_MODE));
    stage_refused(stage, FIELDS_MUST_BE_RIGHT, VERB_RECORD_ATTEMPT, OFFICER, "",
                  "{\"service\":\"%s\",\"mode\":\"D99\"}", id);
    stage_act(stage, VERB_RECORD_ATTEMPT, OFFICER, "",
              "{\"service\":\"%s\",\"mode\":\"D5\",\"dates\":{\"posted\":\"%s\"},"
              "\"courier_number\":\"1100000000012\"}",
              id, day);
    stage_expect_text(stage_answer(stage, "outcome"), "missing");
    stage_refused(stage, SERVICE_ATTEMPT_MUST_EXIST, VERB_RECORD_ATTEMPT, OFFICER, "",
                  "{\"service\":\"%s\",\"attempt\":2,\"mode\":\"D5\"}", id);
    stage_pass(stage, 2 * DAY_MS);
    stage_act(stage, VERB_RECORD_ATTEMPT, OFFICER, "",
              "{\"service\":\"%s\",\"attempt\":1,\"mode\":\"D5\",\"failure\":\"R07\","
              "\"facts\":{\"address_source\":\"given\"},\"dates\":{\"returned\":\"%s\"}}",
              id, today(stage));
    stage_expect_text(stage_words(stage, "JL7505", OUTCOME(1)), "failed");
    stage_expect_text(stage_words(stage, "JL7505", RUNS), "");
    stage_act(stage, VERB_RECORD_ATTEMPT, "server@JL7505", "",
              "{\"service\":\"%s\",\"mode\":\"D1\",\"facts\":{\"receiver\":\"family_adult\"},"
              "\"dates\":{\"signed\":\"%s\"},\"place\":\"某街三号\"}",
              id, today(stage));
    stage_expect_text(stage_words(stage, "JL7505", STARTED), today(stage));
    stage_audit(stage);
}

static void
test_service__post_that_came_back_is_followed_by_a_visit(void **state)
{
    (void)state;
    stage_tell("JL75 JL7505", told_by_post, STAGE_NO_FAULTS);
}

/* ---- more than one ---- */

static const char *
service_of(struct stage *stage, const char *ending)
{
    struct text id = TEXT("");
    if (strcmp(ending, "-0") == 0)
        id = stage_words(stage, "JL7505",
                         "SELECT service_id FROM service_rows WHERE court_id = $1"
                         " AND matter_id = $2 AND recipients = 'party/0'");
    else
        id = stage_words(stage, "JL7505",
                         "SELECT service_id FROM service_rows WHERE court_id = $1"
                         " AND matter_id = $2 AND recipients = 'party/1'");
    return text_terminated(id, stage->arena);
}

static void
sign(struct stage *stage, const char *id, const char *day)
{
    stage_act(stage, VERB_RECORD_ATTEMPT, OFFICER, "", SIGNED, id, day, "");
}

/* The period of both runs from the day the last of them was served. */
static void
told_two(struct stage *stage)
{
    hand_in(stage, "counter@JL7505", BY_POST, SECOND);
    require_correction(stage);
    assert_int_equal(
        stage_number(stage, "JL7505", "SELECT COUNT(*) FROM service_rows WHERE court_id = $1"), 2);
    sign(stage, service_of(stage, "-0"), today(stage));
    stage_expect_text(stage_words(stage, "JL7505", RUNS), "");
    stage_pass(stage, 2 * DAY_MS);
    const char *second = today(stage);
    sign(stage, service_of(stage, "-1"), second);
    stage_expect_text(stage_words(stage, "JL7505", STARTED), second);
    /* An earlier day that comes to light takes no day away that was promised. */
    stage_act(
        stage, VERB_RECORD_ATTEMPT, OFFICER, "",
        "{\"service\":\"%s\",\"mode\":\"D5\",\"facts\":{\"receiver\":\"self\","
        "\"address_source\":\"given\"},\"dates\":{\"received\":\"%.*s\"}}",
        service_of(stage, "-1"),
        TEXT_ARGS(date_text(
            date_add_days(
                date_of_instant(stage->world.wall_ms(stage->world.of), CHINA_OFFSET_MINUTES), -1),
            stage->arena)));
    stage_expect_text(stage_words(stage, "JL7505", STARTED), second);
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM attempt_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND outcome = 'served'"),
                     3);
    stage_audit(stage);
}

static void
test_service__of_several_the_last_one_begins_the_time(void **state)
{
    (void)state;
    stage_tell("JL75 JL7505", told_two, STAGE_NO_FAULTS);
}

/* An agent who receives for two gets one packet, and both are served. */
static void
told_agent(struct stage *stage)
{
    stage_act(stage, VERB_OPEN_MATTER, "counter@JL7505", "hand_in",
              "{\"procedure\":\"civil_filing\",\"owner\":\"JL7505\",\"fields\":{" BY_ACCOUNT
              "\"parties\":[{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"甲\","
              "\"agent_account\":\"a-dai\"}," SECOND
              "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\"}],"
              "\"cause\":\"民间借贷纠纷\",\"claims\":\"返还借款。\",\"facts\":\"未还。\","
              "\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
              "{\"item\":\"identity\",\"paper\":true},{\"item\":\"evidence\",\"paper\":true},"
              "{\"item\":\"address_confirmation\",\"paper\":true}]}}");
    stage->matter = text_copy(stage->outcome.matter_id, stage->arena);
    require_correction(stage);
    stage_expect_text(stage_words(stage, "JL7505",
                                  "SELECT recipients FROM service_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "party/0 party/1");
    stage_expect_text(stage_words(stage, "JL7505", STATUS), "served");
    stage_expect_text(stage_words(stage, "JL7505", RUNS), "running");
    stage_audit(stage);
}

static void
test_service__an_agent_of_two_gets_one_packet(void **state)
{
    (void)state;
    stage_tell("JL75 JL7505", told_agent, STAGE_NO_FAULTS);
}

/* ---- the matter goes to another court ---- */

static void
told_transferred(struct stage *stage)
{
    hand_in(stage, "counter@JL7502", BY_POST, "");
    stage_settle(stage);
    stage_step(stage, OFFICER, "open", "{}");
    stage_step(stage, OFFICER, "check_items",
               "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
               "{\"item\":\"identity\",\"verdict\":\"ok\"},"
               "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"},"
               "{\"item\":\"evidence\",\"verdict\":\"ok\"}]}");
    stage_step(stage, OFFICER, "register", "{}");
    const char *id = service(stage);
    stage_step(stage, "judge@JL7505", "offer_transfer",
               "{\"court\":\"JL7504\",\"reason\":\"designated\",\"explanation\":\"集中管辖。\"}");
    stage_settle(stage);
    stage_step(stage, "judge@JL7504", "accept_transfer", "{}");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7504", STATUS), "open");
    stage_refused(stage, MATTER_MUST_EXIST, VERB_RECORD_ATTEMPT, OFFICER, "", SIGNED, id,
                  today(stage), "");
    stage_act(stage, VERB_RECORD_ATTEMPT, "counter@JL7502", "", SIGNED, id, today(stage), "");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7504", STATUS), "served");
    stage_expect_text(stage_words(stage, "JL7502", STATUS), "served");
    stage_audit(stage);
}

static void
test_service__whoever_has_the_matter_now_judges(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7504 JL7505", told_transferred, STAGE_NO_FAULTS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_service__the_time_to_correct_runs_once_the_notice_stands_in_the_inbox),
        cmocka_unit_test(test_service__days_on_a_bad_line_are_not_lost),
        cmocka_unit_test(test_service__an_inbox_at_the_court_itself_serves_in_the_same_act),
        cmocka_unit_test(test_service__consent_taken_back_before_arrival_leaves_it_unserved),
        cmocka_unit_test(test_service__consent_taken_back_after_arrival_changes_nothing),
        cmocka_unit_test(test_service__what_is_presumed_can_be_shown_to_be_otherwise),
        cmocka_unit_test(test_service__what_waits_is_seen_by_those_who_serve_it),
        cmocka_unit_test(test_service__a_party_sees_what_is_served_on_him),
        cmocka_unit_test(test_service__an_account_of_nobody_by_name_receives_for_none_of_several),
        cmocka_unit_test(test_service__a_clerk_elsewhere_hands_over_and_the_owner_judges),
        cmocka_unit_test(test_service__of_several_the_last_one_begins_the_time),
        cmocka_unit_test(test_service__an_agent_of_two_gets_one_packet),
        cmocka_unit_test(test_service__whoever_has_the_matter_now_judges),
        cmocka_unit_test(test_service__post_that_came_back_is_followed_by_a_visit),
    };
    return cmocka_run_group_tests_name("service", tests, NULL, NULL);
}
