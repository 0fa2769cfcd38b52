/* entrust_story.c: a court asks another to serve papers for it. The matter never moves; what the
 * other court does stands in a stream only it writes; from which day it is served is said by the
 * law. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char LETTER[] =
    "{\"procedure\":\"entrusted_service\",\"owner\":\"JL7505\",\"fields\":{\"court\":\"JL7504\","
    "\"recipient\":\"当事人乙\",\"addressee\":\"person\",\"document\":\"%s\","
    "\"address\":\"吉林省珲春市某林场二号\",\"materials\":[{\"item\":\"papers\",\"paper\":true,"
    "\"title\":\"起诉状副本\"}]}}";

static void
entrust(struct stage *stage, const char *document)
{
    stage_act(stage, VERB_OPEN_MATTER, "judge@JL7505", "entrust", LETTER, document);
    stage->matter = stage->outcome.matter_id;
    stage_settle(stage);
}

static struct text
status_of(struct stage *stage, const char *node, const char *period)
{
    const struct matter_facts facts = stage_facts(stage, node);
    const struct matter_period *found = matter_period(&facts, text_of(period));
    static const char *const statuses[] = {"none", "running", "suspended", "stopped", "lapsed"};
    return text_of(statuses[found == NULL ? PERIOD_NONE : found->status]);
}

static struct text
verdict_of(struct stage *stage, const char *node, const char *member)
{
    const struct matter_facts facts = stage_facts(stage, node);
    return value_member_text(matter_memory(&facts, TEXT(MEMORY_SERVICE)), member);
}

/* Refused at the door, left behind on film: served that day, at both courts. */
static void
told_served(struct stage *stage)
{
    entrust(stage, "complaint");
    stage_expect_text(stage_facts(stage, "JL7504").executing, "JL7504");
    stage_expect_text(status_of(stage, "JL7504", "service"), "running");
    stage_expect_text(status_of(stage, "JL7505", "service"), "running");
    stage_step(stage, "server@JL7504", "accept", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "being_served");
    stage_expect_state(stage, "JL7504", "being_served");
    stage_step(stage, "server@JL7504", "report_served",
               "{\"by\":\"D2\",\"visited\":\"2026-03-02\",\"refused_by\":\"self\","
               "\"left_at\":\"residence\",\"left\":\"2026-03-02\",\"filmed\":true,"
               "\"record\":\"本人拒收，文书留在住所并录像。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "reported_served");
    stage_expect_state(stage, "JL7504", "reported_served");
    stage_expect_text(verdict_of(stage, "JL7505", "served_on"), "2026-03-02");
    stage_step(stage, "judge@JL7505", "accept_return", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7504", "served");
    stage_expect_text(stage_facts(stage, "JL7504").owner, "JL7505");
    stage_audit(stage);
}

static const char LEFT[] = "{\"by\":\"D2\",\"visited\":\"%s\",\"refused_by\":\"self\","
                           "\"left_at\":\"residence\",\"left\":\"%s\",\"filmed\":true,"
                           "\"record\":\"本人拒收，文书留在住所并录像。\"}";
static const char NOBODY[] = "{\"by\":\"D1\",\"visited\":\"2026-03-02\",\"failure\":\"R09\","
                             "\"record\":\"到场无人。\"}";

static int64_t
events(struct stage *stage, const char *node)
{
    return stage_number(stage, node,
                        "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                        " AND kind IN ('step_taken/1', 'event_received/1')");
}

/* Everything that was ever sent comes once more: nothing happens twice. */
static void
told_repeated(struct stage *stage)
{
    static const char *const nodes[] = {"JL7504", "JL7505"};
    told_served(stage);
    int64_t before[] = {events(stage, nodes[0]), events(stage, nodes[1])};
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++)
            if (i != k)
                stage_act(stage, VERB_PROMISE_AGAIN,
                          text_format(stage->arena, "system_admin@%s", nodes[i]).bytes, "",
                          "{\"node\":\"%s\",\"size\":0}", nodes[k]);
    stage_settle(stage);
    for (int i = 0; i < 2; i++)
        assert_int_equal(events(stage, nodes[i]), before[i]);
    const struct matter_facts facts = stage_facts(stage, "JL7505");
    assert_int_equal(matter_counter(&facts, TEXT("reported")), 1);
    stage_audit(stage);
}

/* The court that served lost its newest records, and learns from the owner that it is done. */
static void
told_restored_after_report(struct stage *stage)
{
    entrust(stage, "complaint");
    stage_stop(stage, "JL7504");
    struct text backup = disk_file(stage->disk, "JL7504.db", stage->arena);
    stage_start(stage, "JL7504");
    long long size = (long long)stage_node(stage, "JL7504")->node->next_position;
    stage_step(stage, "server@JL7504", "report_served", LEFT, "2026-03-02", "2026-03-02");
    stage_settle(stage);
    stage_step(stage, "judge@JL7505", "accept_return", "{}");
    stage_settle(stage);
    stage_stop(stage, "JL7504");
    disk_put_file(stage->disk, "JL7504.db", backup);
    stage_start(stage, "JL7504");
    stage_expect_state(stage, "JL7504", "entrusted");
    stage_act(stage, VERB_PROMISE_AGAIN, "system_admin@JL7505", "",
              "{\"node\":\"JL7504\",\"size\":%lld}", size);
    stage_settle(stage);
    stage_expect_state(stage, "JL7504", "served");
    stage_step_refused(stage, MATTER_MUST_BE_OPEN, "server@JL7504", "report_served", LEFT,
                       "2026-03-02", "2026-03-02");
    stage_expect_state(stage, "JL7505", "served");
}

/* It lost an attempt it had told of, and goes on differently: that never passes for the same. The
 * owner sees the alarm, cancels, and takes it back where no answer can come. */
static void
told_restored_in_the_middle(struct stage *stage)
{
    entrust(stage, "complaint");
    stage_stop(stage, "JL7504");
    struct text backup = disk_file(stage->disk, "JL7504.db", stage->arena);
    stage_start(stage, "JL7504");
    stage_step(stage, "server@JL7504", "attempt", "%s", NOBODY);
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "being_served");
    stage_stop(stage, "JL7504");
    disk_put_file(stage->disk, "JL7504.db", backup);
    stage_start(stage, "JL7504");
    stage_step(stage, "server@JL7504", "report_served", LEFT, "2026-03-02", "2026-03-02");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "being_served");
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND kind = 'conflict_seen/1'"),
                     1);
    stage_step_refused(stage, STATE_MUST_ALLOW_STEP, "judge@JL7505", "take_back",
                       "{\"reason\":\"数据丢失。\"}");
    stage_step(stage, "judge@JL7505", "cancel", "{\"reason\":\"受托法院数据丢失。\"}");
    stage_step(stage, "judge@JL7505", "take_back", "{\"reason\":\"受托法院数据丢失。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "cancelled");
    stage_expect_text(stage_facts(stage, "JL7505").owner, "JL7505");
}

/* Nobody there; asked again of another court, which reads what was tried and serves. */
static void
told_again(struct stage *stage)
{
    entrust(stage, "complaint");
    stage_step_refused(stage, CONDITION_MUST_BE_MET, "server@JL7504", "report_failed",
                       "{\"failure\":\"R08\",\"by\":\"D1\",\"statement\":\"迁走。\"}");
    stage_step(stage, "server@JL7504", "attempt", "%s", NOBODY);
    stage_step(stage, "server@JL7504", "report_failed",
               "{\"failure\":\"R08\",\"by\":\"D1\",\"statement\":\"社区主任陈述已迁走。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "reported_failed");
    stage_step(stage, "judge@JL7505", "ask_again",
               "{\"court\":\"JL7503\",\"recipient\":\"当事人乙\",\"address\":\"汪清某镇\","
               "\"note\":\"已更正地址。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7503", "entrusted");
    stage_expect_text(stage_facts(stage, "JL7504").executing, "JL7503");
    stage_expect_text(stage_words(stage, "JL7504",
                                  "SELECT next_node FROM matter_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "JL7503");
    stage_step_refused(stage, MATTER_MUST_BE_VISIBLE, "server@JL7504", "report_served", LEFT,
                       "2026-03-02", "2026-03-02");
    const struct matter_facts facts = stage_facts(stage, "JL7503");
    assert_int_equal(matter_counter(&facts, TEXT("attempt")), 1);
    assert_int_equal(matter_counter(&facts, TEXT("round")), 2);
    stage_step(stage, "server@JL7503", "report_served", LEFT, "2026-03-02", "2026-03-02");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "reported_served");
    stage_step(stage, "filing_officer@JL7505", "accept_return", "{}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7503", "served");
    stage_expect_state(stage, "JL7504", "entrusted"); /* no longer asked, no longer told */
    stage_audit(stage);
}

static void
lapse(struct stage *stage, const char *node, const char *period, enum refusal refusal)
{
    stage_errand(stage, VERB_LAPSE, node, "{\"period\":\"%s\"}", period);
    if (stage->outcome.refusal != refusal)
        fail_msg("%s: expected %.*s, answered %.*s", period, TEXT_ARGS(refusal_name(refusal)),
                 TEXT_ARGS(stage->outcome.answer));
}

/* Left lying: first the server is reminded, by which nothing is late; then the head of division is
 * told, and the hub sees it. Served late is served. */
static void
told_late(struct stage *stage)
{
    entrust(stage, "complaint");
    stage_pass(stage, INT64_C(8) * 24 * HOUR_MS);
    lapse(stage, "JL7504", "first_visit", ALLOWED);
    lapse(stage, "JL7504", "service", PERIOD_MUST_HAVE_RUN_OUT);
    assert_int_equal(stage_number(stage, "JL7504",
                                  "SELECT COUNT(*) FROM task_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND closed = 0 AND name = 'not_tried'"),
                     1);
    stage_pass(stage, INT64_C(4) * 24 * HOUR_MS);
    lapse(stage, "JL7505", "service", MATTER_MUST_BE_OURS);
    lapse(stage, "JL7504", "service", ALLOWED);
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL75",
                                  "SELECT clock FROM custody_rows"
                                  " WHERE court_id = $1 AND matter_id = $2"),
                      "service");
    stage_expect_text(stage_words(stage, "JL7504",
                                  "SELECT due_period FROM matter_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "service");
    stage_step(stage, "server@JL7504", "report_served", LEFT, "2026-03-14", "2026-03-14");
    stage_settle(stage);
    stage_expect_text(verdict_of(stage, "JL7505", "served_on"), "2026-03-14");
    assert_int_equal(stage_number(stage, "JL7504",
                                  "SELECT COUNT(*) FROM task_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND closed = 0"),
                     0);
    stage_audit(stage);
}

/* The report and the cancelling cross: what is served is served. */
static void
told_crossed(struct stage *stage)
{
    entrust(stage, "complaint");
    stage_step(stage, "server@JL7504", "report_served", LEFT, "2026-03-02", "2026-03-02");
    stage_step(stage, "judge@JL7505", "cancel", "{\"reason\":\"当事人已到庭领取。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "reported_served");
    stage_expect_state(stage, "JL7504", "reported_served");
    stage_audit(stage);
}

static void
told_cancelled(struct stage *stage)
{
    entrust(stage, "judgment");
    stage_expect_text(status_of(stage, "JL7504", "urgent_service"), "running");
    stage_step(stage, "judge@JL7505", "cancel", "{\"reason\":\"当事人已到庭领取。\"}");
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "cancelled");
    stage_expect_state(stage, "JL7504", "cancelled");
    stage_expect_text(status_of(stage, "JL7504", "urgent_service"), "stopped");
    stage_audit(stage);
}

static const char FOR_SERVICE[] =
    "{\"procedure\":\"entrusted_service\",\"owner\":\"JL7505\",\"origin\":\"%.*s\","
    "\"origin_service\":\"%.*s\",\"fields\":{\"court\":\"JL7504\",\"recipient\":\"%s\","
    "\"addressee\":\"person\",\"document\":\"notice\",\"address\":\"吉林省珲春市某林场二号\","
    "\"materials\":[{\"item\":\"papers\",\"paper\":true}]}}";

#define OF_CASE " FROM service_rows WHERE court_id = $1 AND matter_id = $2"

static void
require_correction(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_step(
        stage, "filing_officer@JL7505", "check_items",
        "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
        "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"copies\",\"verdict\":\"ok\"},"
        "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"},"
        "{\"item\":\"evidence\",\"verdict\":\"missing\",\"ground\":\"没有转账凭证\"}]}");
    stage_step(stage, "filing_officer@JL7505", "require_correction",
               "{\"defects\":[{\"item\":\"evidence\",\"ground\":\"没有转账凭证\"}],\"days\":5}");
    stage_settle(stage);
}

/* A notice to correct is served by another court: when its report is accepted the service of the
 * case is served, on the day it was left there, and the time to correct runs from that day. */
static void
told_for_a_case(struct stage *stage)
{
    require_correction(stage);
    struct text origin = text_copy(stage->matter, stage->arena);
    struct text service =
        text_copy(stage_words(stage, "JL7505", "SELECT service_id" OF_CASE), stage->arena);
    stage_expect_text(stage_words(stage, "JL7505", "SELECT status" OF_CASE), "open");
    stage_refused(stage, SERVICE_MUST_EXIST, VERB_OPEN_MATTER, "judge@JL7505", "entrust",
                  "{\"procedure\":\"entrusted_service\",\"owner\":\"JL7505\",\"origin\":"
                  "\"%.*s\",\"origin_service\":\"JL7505.99.0\",\"fields\":{}}",
                  TEXT_ARGS(origin));
    stage_refused(stage, SERVICE_MUST_NAME_RECIPIENT, VERB_OPEN_MATTER, "judge@JL7505", "entrust",
                  FOR_SERVICE, TEXT_ARGS(origin), TEXT_ARGS(service), "当事人乙");
    stage_act(stage, VERB_OPEN_MATTER, "judge@JL7505", "entrust", FOR_SERVICE, TEXT_ARGS(origin),
              TEXT_ARGS(service), "当事人甲");
    struct text entrusted = text_copy(stage->outcome.matter_id, stage->arena);
    stage->matter = entrusted;
    stage_settle(stage);
    stage_step(stage, "server@JL7504", "report_served", LEFT, "2026-03-02", "2026-03-02");
    stage_settle(stage);
    stage->matter = origin;
    stage_expect_text(stage_words(stage, "JL7505", "SELECT status" OF_CASE), "open");
    stage->matter = entrusted;
    stage_step(stage, "judge@JL7505", "accept_return", "{}");
    stage->matter = origin;
    stage_expect_text(stage_words(stage, "JL7505", "SELECT status" OF_CASE), "served");
    stage_expect_text(stage_words(stage, "JL7505", "SELECT served_on" OF_CASE), "2026-03-02");
    stage_refused(stage, SERVICE_MUST_BE_UNSERVED, VERB_OPEN_MATTER, "judge@JL7505", "entrust",
                  FOR_SERVICE, TEXT_ARGS(origin), TEXT_ARGS(service), "当事人甲");
    stage_expect_text(stage_words(stage, "JL7505",
                                  "SELECT mode FROM attempt_rows"
                                  " WHERE court_id = $1 AND matter_id = $2"),
                      "D4");
    stage_expect_text(stage_words(stage, "JL7505",
                                  "SELECT started FROM period_rows"
                                  " WHERE court_id = $1 AND matter_id = $2"
                                  " AND name = 'correction'"),
                      "2026-03-02");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL7502", "SELECT status" OF_CASE), "served");
    stage_audit(stage);
}

/* Asked again to serve somebody else, the other court serves nobody of the case. */
static void
told_for_somebody_else(struct stage *stage)
{
    require_correction(stage);
    struct text origin = text_copy(stage->matter, stage->arena);
    struct text service =
        text_copy(stage_words(stage, "JL7505", "SELECT service_id" OF_CASE), stage->arena);
    stage_act(stage, VERB_OPEN_MATTER, "judge@JL7505", "entrust", FOR_SERVICE, TEXT_ARGS(origin),
              TEXT_ARGS(service), "当事人甲");
    stage->matter = text_copy(stage->outcome.matter_id, stage->arena);
    stage_settle(stage);
    stage_step(stage, "server@JL7504", "report_served", LEFT, "2026-03-02", "2026-03-02");
    stage_settle(stage);
    stage_step(stage, "judge@JL7505", "ask_again",
               "{\"court\":\"JL7504\",\"recipient\":\"当事人乙\",\"address\":\"珲春某镇\","
               "\"note\":\"改送当事人乙。\"}");
    stage_settle(stage);
    stage_step(stage, "server@JL7504", "report_served", LEFT, "2026-03-02", "2026-03-02");
    stage_settle(stage);
    stage_step(stage, "judge@JL7505", "accept_return", "{}");
    stage->matter = origin;
    stage_expect_text(stage_words(stage, "JL7505", "SELECT status" OF_CASE), "open");
    stage_audit(stage);
}

/* The case went to a third court meanwhile: that one judges what the first is told of. */
static void
told_for_a_case_that_went_on(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_step(
        stage, "filing_officer@JL7505", "check_items",
        "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
        "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"copies\",\"verdict\":\"ok\"},"
        "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"},"
        "{\"item\":\"evidence\",\"verdict\":\"ok\"}]}");
    stage_step(stage, "filing_officer@JL7505", "register", "{}");
    struct text origin = text_copy(stage->matter, stage->arena);
    struct text service =
        text_copy(stage_words(stage, "JL7505", "SELECT service_id" OF_CASE " ORDER BY service_id"),
                  stage->arena);
    stage_act(stage, VERB_OPEN_MATTER, "judge@JL7505", "entrust", FOR_SERVICE, TEXT_ARGS(origin),
              TEXT_ARGS(service), "当事人甲");
    struct text entrusted = text_copy(stage->outcome.matter_id, stage->arena);
    stage->matter = origin;
    stage_step(stage, "judge@JL7505", "offer_transfer",
               "{\"court\":\"JL7503\",\"reason\":\"designated\",\"explanation\":\"集中管辖。\"}");
    stage_settle(stage);
    stage_step(stage, "judge@JL7503", "accept_transfer", "{}");
    stage_settle(stage);
    stage->matter = entrusted;
    stage_step(stage, "server@JL7504", "report_served", LEFT, "2026-03-02", "2026-03-02");
    stage_settle(stage);
    stage_step(stage, "judge@JL7505", "accept_return", "{}");
    stage_settle(stage);
    stage->matter = origin;
    stage_expect_text(stage_words(stage, "JL7503", "SELECT status" OF_CASE), "served");
    stage_expect_text(stage_words(stage, "JL7503", "SELECT served_on" OF_CASE), "2026-03-02");
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND matter_id = $2 AND kind = 'service_attempted/1'"),
                     0);
    stage_audit(stage);
}

/* What the law does not let pass is not told to anybody. */
static void
told_refused(struct stage *stage)
{
    entrust(stage, "mediation");
    int64_t before = events(stage, "JL7505");
    stage_step_refused(stage, SERVICE_MUST_BE_LAWFUL, "server@JL7504", "report_served", LEFT,
                       "2026-03-02", "2026-03-02");
    stage_step_refused(stage, FIELDS_MUST_BE_RIGHT, "server@JL7504", "report_served", LEFT,
                       "2026-03-02", "2026-03-09");
    stage_settle(stage);
    assert_int_equal(events(stage, "JL7505"), before);
    stage_refused(stage, MATTER_MUST_EXIST, VERB_OPEN_MATTER, "judge@JL7505", "entrust",
                  "{\"procedure\":\"entrusted_service\",\"owner\":\"JL7505\","
                  "\"origin\":\"7505-00000-00000-00\",\"fields\":{}}");
}

static void
test_entrust__left_behind_on_film_is_served_that_day_at_both_courts(void **state)
{
    (void)state;
    stage_tell("JL75 JL7504 JL7505", told_served, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_entrust__every_letter_twice_changes_nothing(void **state)
{
    (void)state;
    stage_tell("JL75 JL7504 JL7505", told_repeated, STAGE_NO_FAULTS);
}

static void
test_entrust__a_court_that_lost_its_report_learns_of_it(void **state)
{
    (void)state;
    stage_tell("JL7504 JL7505", told_restored_after_report, STAGE_NO_FAULTS);
}

static void
test_entrust__a_court_that_goes_on_differently_is_not_believed(void **state)
{
    (void)state;
    stage_tell("JL7504 JL7505", told_restored_in_the_middle, STAGE_NO_FAULTS);
}

static void
test_entrust__another_court_goes_on_where_the_first_failed(void **state)
{
    (void)state;
    stage_tell("JL75 JL7503 JL7504 JL7505", told_again, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_entrust__what_is_late_is_shown_and_still_served(void **state)
{
    (void)state;
    stage_tell("JL75 JL7504 JL7505", told_late, STAGE_NO_FAULTS);
}

static void
test_entrust__an_accepted_report_serves_the_papers_of_the_case(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7504 JL7505", told_for_a_case, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_entrust__somebody_else_named_later_serves_nobody_of_the_case(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7504 JL7505", told_for_somebody_else, STAGE_NO_FAULTS);
}

static void
test_entrust__a_case_that_went_on_is_served_where_it_lies(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7503 JL7504 JL7505", told_for_a_case_that_went_on,
               STAGE_FAULTS_OF_PEOPLE);
}

static void
test_entrust__a_report_that_crosses_a_cancelling_counts(void **state)
{
    (void)state;
    stage_tell("JL75 JL7504 JL7505", told_crossed, STAGE_NO_FAULTS);
    stage_tell("JL75 JL7504 JL7505", told_cancelled, STAGE_NO_FAULTS);
}

static void
test_entrust__what_the_law_does_not_let_pass_goes_nowhere(void **state)
{
    (void)state;
    stage_tell("JL7504 JL7505", told_refused, STAGE_NO_FAULTS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entrust__left_behind_on_film_is_served_that_day_at_both_courts),
        cmocka_unit_test(test_entrust__every_letter_twice_changes_nothing),
        cmocka_unit_test(test_entrust__a_court_that_lost_its_report_learns_of_it),
        cmocka_unit_test(test_entrust__a_court_that_goes_on_differently_is_not_believed),
        cmocka_unit_test(test_entrust__another_court_goes_on_where_the_first_failed),
        cmocka_unit_test(test_entrust__what_is_late_is_shown_and_still_served),
        cmocka_unit_test(test_entrust__an_accepted_report_serves_the_papers_of_the_case),
        cmocka_unit_test(test_entrust__somebody_else_named_later_serves_nobody_of_the_case),
        cmocka_unit_test(test_entrust__a_case_that_went_on_is_served_where_it_lies),
        cmocka_unit_test(test_entrust__a_report_that_crosses_a_cancelling_counts),
        cmocka_unit_test(test_entrust__what_the_law_does_not_let_pass_goes_nowhere),
    };
    return cmocka_run_group_tests_name("entrust", tests, NULL, NULL);
}
