/* calendar_story.c: it snows, the court is closed, and what runs already ends later; two people see
 * to it, the clock counts, nobody loses a day, and both days stay on record. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char ADMIN[] = "system_admin@JL7505", HEAD[] = "supervisor@JL7505",
                  OTHER_HEAD[] = "supervisor@JL7505/乙";

static const char *
days(struct stage *stage, const char *kind, const char *first, const char *last)
{
    return text_format(stage->arena,
                       "{\"kind\":\"%s\",\"first\":\"%s\",\"last\":\"%s\","
                       "\"notice\":\"（2026）院发3号\",\"words\":{\"zh\":\"大雪停办\"}}",
                       kind, first, last)
        .bytes;
}

static struct text
proposed(struct stage *stage, const char *who, const char *kind, const char *first,
         const char *last)
{
    stage_act(stage, VERB_PROPOSE_CALENDAR, who, "", "%s", days(stage, kind, first, last));
    return text_copy(stage_answer(stage, "change"), stage->arena);
}

static void
decide(struct stage *stage, const char *who, struct text change, const char *more)
{
    stage_act(stage, VERB_DECIDE_CALENDAR, who, "", "{\"change\":\"%.*s\",%s}", TEXT_ARGS(change),
              more);
}

/* The clock goes on until all was looked at. */
static void
count_again(struct stage *stage, struct text change)
{
    do {
        stage_errand(stage, VERB_RECOUNT, "JL7505", "{\"change\":\"%.*s\"}", TEXT_ARGS(change));
        assert_int_equal(stage->outcome.refusal, ALLOWED);
    } while (stage_number(stage, "JL7505",
                          "SELECT COUNT(*) FROM calendar_rows WHERE court_id = $1"
                          " AND status = 'approved'") > 0);
}

static const struct matter_period *
decision(struct stage *stage, const char *node)
{
    struct matter_facts facts = stage_facts(stage, node);
    struct matter_facts *kept = ARENA_NEW(stage->arena, struct matter_facts);
    *kept = facts;
    return matter_period(kept, TEXT("filing_decision"));
}

static void
expect_last_day(struct stage *stage, const char *node, const char *day)
{
    stage_expect_text(date_text(decision(stage, node)->last_day, stage->arena), day);
}

static void
refused(struct stage *stage, enum refusal refusal, const char *who, const char *kind,
        const char *first, const char *last)
{
    stage_refused(stage, refusal, VERB_PROPOSE_CALENDAR, who, "", "%s",
                  days(stage, kind, first, last));
}

static void
told_slips(struct stage *stage)
{
    refused(stage, ROLE_MUST_BE_ALLOWED, "filing_officer@JL7505", "off", "2026-03-09", "");
    refused(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES, ADMIN, "files", "2026-03-09", "");
    refused(stage, FIELD_MUST_BE_GIVEN, ADMIN, "off", "", "");
    refused(stage, DATE_MUST_EXIST, ADMIN, "off", "2026-02-30", "");
    refused(stage, DATE_MUST_EXIST, ADMIN, "off", "2026-03-09", "2026-03-32");
    refused(stage, FIELD_MUST_BE_IN_BOUNDS, ADMIN, "off", "2026-03-10", "2026-03-09");
    refused(stage, FIELD_MUST_BE_IN_BOUNDS, ADMIN, "off", "2026-03-09", "2026-04-09");
    refused(stage, FIELD_MUST_BE_IN_BOUNDS, ADMIN, "off", "2024-03-09", "");
    refused(stage, CALENDAR_DAY_MUST_CHANGE, ADMIN, "off", "2026-03-07", "2026-03-08");
    refused(stage, CALENDAR_DAY_MUST_CHANGE, ADMIN, "work", "2026-03-09", "");
    refused(stage, CALENDAR_MUST_BE_LOADED, ADMIN, "off", "2027-03-09", "");
    stage_refused(stage, FIELD_MUST_BE_GIVEN, VERB_PROPOSE_CALENDAR, ADMIN, "",
                  "{\"kind\":\"off\",\"first\":\"2026-03-09\",\"words\":{\"zh\":\"大雪停办\"}}");
    stage_refused(stage, FIELD_MUST_BE_GIVEN, VERB_PROPOSE_CALENDAR, ADMIN, "",
                  "{\"kind\":\"off\",\"first\":\"2026-03-09\",\"notice\":\"3号\"}");
    stage_refused(stage, FIELD_MUST_BE_GIVEN, VERB_PROPOSE_CALENDAR, ADMIN, "",
                  "{\"kind\":\"off\",\"first\":\"2026-03-09\",\"notice\":\"3号\","
                  "\"words\":{\"zh\":\"  \"}}");
    struct text own = proposed(stage, HEAD, "off", "2026-03-09", "");
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_DECIDE_CALENDAR, ADMIN, "",
                  "{\"change\":\"%.*s\",\"approve\":true}", TEXT_ARGS(own));
    stage_refused(stage, TAKER_MUST_BE_ANOTHER_PERSON, VERB_DECIDE_CALENDAR, HEAD, "",
                  "{\"change\":\"%.*s\",\"approve\":true}", TEXT_ARGS(own));
    stage_refused(stage, FIELD_MUST_BE_GIVEN, VERB_DECIDE_CALENDAR, OTHER_HEAD, "",
                  "{\"change\":\"%.*s\",\"approve\":false}", TEXT_ARGS(own));
    stage_errand(stage, VERB_RECOUNT, "JL7505", "{\"change\":\"%.*s\"}", TEXT_ARGS(own));
    assert_int_equal(stage->outcome.refusal, CALENDAR_CHANGE_MUST_BE_OPEN);
    decide(stage, OTHER_HEAD, own, "\"approve\":false,\"reason\":\"已复工\"");
    stage_refused(stage, CALENDAR_CHANGE_MUST_BE_OPEN, VERB_DECIDE_CALENDAR, OTHER_HEAD, "",
                  "{\"change\":\"%.*s\",\"approve\":true}", TEXT_ARGS(own));
    stage_hand_in(stage);
    stage_settle(stage);
    expect_last_day(stage, "JL7505", "2026-03-09"); /* what was declined counts for nothing */
}

static void
told_snow(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    expect_last_day(stage, "JL7505", "2026-03-09");
    struct text snow = proposed(stage, ADMIN, "off", "2026-03-09", "2026-03-10");
    expect_last_day(stage, "JL7505", "2026-03-09");
    decide(stage, HEAD, snow, "\"approve\":true");
    count_again(stage, snow);
    expect_last_day(stage, "JL7505", "2026-03-11");
    /* Both days stay: the one before in the event, the one now in the matter. */
    int64_t at = stage_newest(stage, "JL7505", "period_restated/1");
    struct event event;
    struct stage_node *node = stage_node(stage, "JL7505");
    assert_true(journal_read(node->node->store, node->id, at, stage->arena, &event));
    assert_non_null(strstr(event.body.bytes, "\"detail\":\"2026-03-09\""));
    assert_non_null(strstr(event.body.bytes, "\"last_day\":\"2026-03-11\""));
    assert_non_null(strstr(event.body.bytes, "\"notice_promised\""));
    assert_non_null(strstr(event.body.bytes, "大雪停办")); /* and the derivation says why */
    stage_settle(stage);
    expect_last_day(stage, "JL7502", "2026-03-11");
    assert_int_equal(stage_number(stage, "JL75",
                                  "SELECT due_ms FROM custody_rows WHERE court_id = $1"
                                  " AND matter_id = $2") > 0,
                     1);
    /* What begins now is counted with it at once, and once more changes nothing. */
    struct text first = stage->matter;
    stage_hand_in(stage);
    stage_settle(stage);
    expect_last_day(stage, "JL7505", "2026-03-11");
    decide(stage, OTHER_HEAD, snow, "\"approve\":true");
    count_again(stage, snow);
    assert_int_equal(stage_newest(stage, "JL7505", "period_restated/1"), at);
    /* A Saturday that is worked after all takes nobody's day away. */
    stage->matter = first;
    struct text work = proposed(stage, ADMIN, "work", "2026-03-10", "");
    decide(stage, HEAD, work, "\"approve\":true");
    count_again(stage, work);
    expect_last_day(stage, "JL7505", "2026-03-11");
    assert_int_equal(stage_newest(stage, "JL7505", "period_restated/1"), at);
}

/* The day was over when it was said to be off: what had run out runs again. */
static void
told_afterwards(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_pass(stage, 8 * DAY_MS);
    stage_errand(stage, VERB_LAPSE, "JL7505", "{\"period\":\"filing_decision\"}");
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    assert_int_equal(decision(stage, "JL7505")->status, PERIOD_LAPSED);
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM task_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND closed = 0"),
                     1);
    struct text snow = proposed(stage, ADMIN, "off", "2026-03-09", "2026-03-10");
    decide(stage, HEAD, snow, "\"approve\":true");
    count_again(stage, snow);
    assert_int_equal(decision(stage, "JL7505")->status, PERIOD_RUNNING);
    expect_last_day(stage, "JL7505", "2026-03-11");
    assert_int_equal(stage_number(stage, "JL7505",
                                  "SELECT COUNT(*) FROM task_rows WHERE court_id = $1"
                                  " AND matter_id = $2 AND closed = 0"),
                     0);
    stage_step_refused(stage, PERIOD_MUST_HAVE_RUN_OUT, "filing_officer@JL7505", "register_first",
                       "{}");
}

/* Nobody answered, the day after neither: both tasks go, and the clock of the first stays stopped.
 */
static void
told_long_afterwards(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_pass(stage, 8 * DAY_MS);
    stage_errand(stage, VERB_LAPSE, "JL7505", "{\"period\":\"filing_decision\"}");
    stage_pass(stage, 2 * DAY_MS);
    stage_errand(stage, VERB_LAPSE, "JL7505", "{\"period\":\"one_day_left\"}");
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    static const char open_tasks[] = "SELECT COUNT(*) FROM task_rows WHERE court_id = $1"
                                     " AND matter_id = $2 AND closed = 0";
    assert_int_equal(stage_number(stage, "JL7505", open_tasks), 2);
    struct text snow = proposed(stage, ADMIN, "off", "2026-03-09", "2026-03-13");
    decide(stage, HEAD, snow, "\"approve\":true");
    count_again(stage, snow);
    expect_last_day(stage, "JL7505", "2026-03-16");
    assert_int_equal(decision(stage, "JL7505")->status, PERIOD_RUNNING);
    assert_int_equal(stage_number(stage, "JL7505", open_tasks), 0);
    struct matter_facts facts = stage_facts(stage, "JL7505");
    assert_int_equal(matter_period(&facts, TEXT("one_day_left"))->status, PERIOD_STOPPED);
}

/* The newest decision about a day counts, also after an older one was approved once more; and what
 * stands between two courts is counted like the rest. */
static void
told_again(struct stage *stage)
{
    struct text snow = proposed(stage, ADMIN, "off", "2026-03-09", "2026-03-10");
    decide(stage, HEAD, snow, "\"approve\":true");
    count_again(stage, snow);
    struct text work = proposed(stage, ADMIN, "work", "2026-03-09", "");
    decide(stage, HEAD, work, "\"approve\":true");
    count_again(stage, work);
    decide(stage, OTHER_HEAD, snow, "\"approve\":true");
    count_again(stage, snow);
    stage_hand_in(stage);
    stage_settle(stage);
    expect_last_day(stage, "JL7505", "2026-03-09");
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_step(stage, "judge@JL7505", "offer_transfer",
               "{\"court\":\"JL7504\",\"reason\":\"designated\",\"explanation\":\"集中\"}");
    struct text again = proposed(stage, ADMIN, "off", "2026-03-09", "");
    decide(stage, HEAD, again, "\"approve\":true");
    count_again(stage, again);
    expect_last_day(stage, "JL7505", "2026-03-11");
}

/* A new file of the year: where something runs somebody is asked, where nothing runs nobody is. */
static void
told_files(struct stage *stage)
{
    static const char keep[] = "{\"content\":\"year: 2027\",\"kind\":\"rule\","
                               "\"name\":\"calendar/cn-2027.yaml\"}";
    stage_act(stage, VERB_KEEP_REFERENCE, ADMIN, "", keep);
    assert_int_equal(stage_newest(stage, "JL7505", "calendar_proposed/1"), -1);
    stage_hand_in(stage);
    stage_settle(stage);
    stage_act(stage, VERB_KEEP_REFERENCE, ADMIN, "",
              "{\"content\":\"year: 2027 #\",\"kind\":\"rule\","
              "\"name\":\"calendar/cn-2027.yaml\"}");
    assert_true(stage_newest(stage, "JL7505", "calendar_proposed/1") >= 0);
    struct text change = stage_words(stage, "JL7505",
                                     "SELECT change_id FROM calendar_rows WHERE court_id = $1"
                                     " AND kind = 'files' AND status = 'proposed'");
    stage_refused(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES, VERB_DECIDE_CALENDAR, HEAD, "",
                  "{\"change\":\"%.*s\",\"approve\":false,\"reason\":\"以后再定\"}",
                  TEXT_ARGS(change));
    decide(stage, HEAD, change, "\"approve\":true");
    count_again(stage, change);
    expect_last_day(stage, "JL7505", "2026-03-09");
}

static void
test_calendar__slips_are_named_and_what_is_declined_counts_for_nothing(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505", told_slips, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_calendar__a_day_off_moves_what_runs_and_takes_no_day_away(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505", told_snow, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_calendar__what_had_run_out_runs_again(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505", told_afterwards, STAGE_NO_FAULTS);
}

static void
test_calendar__both_tasks_of_a_long_delay_go(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505", told_long_afterwards, STAGE_NO_FAULTS);
}

static void
test_calendar__the_newest_decision_counts_and_what_is_offered_as_well(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505", told_again, STAGE_NO_FAULTS);
}

static void
test_calendar__new_files_are_decided_upon_where_something_runs(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505", told_files, STAGE_NO_FAULTS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar__slips_are_named_and_what_is_declined_counts_for_nothing),
        cmocka_unit_test(test_calendar__a_day_off_moves_what_runs_and_takes_no_day_away),
        cmocka_unit_test(test_calendar__what_had_run_out_runs_again),
        cmocka_unit_test(test_calendar__both_tasks_of_a_long_delay_go),
        cmocka_unit_test(test_calendar__the_newest_decision_counts_and_what_is_offered_as_well),
        cmocka_unit_test(test_calendar__new_files_are_decided_upon_where_something_runs),
    };
    return cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
