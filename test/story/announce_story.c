/* announce_story.c: somebody whom nothing reaches is served by announcement: a judge decides, the
 * text goes up, its days are counted and watched, and then the period of the addressee runs. */
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char OFFICER[] = "filing_officer@JL7505";
static const char JUDGE[] = "judge@JL7505";

#define OUTCOME                                                                                    \
    "SELECT outcome FROM attempt_rows WHERE court_id = $1 AND matter_id = $2"                      \
    " ORDER BY number DESC"
#define STARTED                                                                                    \
    "SELECT started FROM period_rows WHERE court_id = $1 AND matter_id = $2"                       \
    " AND name = 'correction'"
#define GAPS    "SELECT gaps FROM announcement_rows WHERE court_id = $1 AND matter_id = $2"
#define TEXT_OF "SELECT details FROM announcement_rows WHERE court_id = $1 AND matter_id = $2"

static void
begin(struct stage *stage)
{
    stage_hand_in_at(stage, "counter@JL7505", "JL7505");
    stage_settle(stage);
    stage_step(stage, OFFICER, "open", "{}");
    stage_step(stage, OFFICER, "check_items",
               "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
               "{\"item\":\"identity\",\"verdict\":\"ok\"},"
               "{\"item\":\"copies\",\"verdict\":\"ok\"},"
               "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"},"
               "{\"item\":\"evidence\",\"verdict\":\"missing\",\"ground\":\"没有转账凭证\"}]}");
    stage_step(stage, OFFICER, "require_correction",
               "{\"defects\":[{\"item\":\"evidence\",\"ground\":\"没有转账凭证\"}],\"days\":5}");
}

static const char *
service(struct stage *stage)
{
    return text_terminated(stage_words(stage, "JL7505",
                                       "SELECT service_id FROM service_rows WHERE court_id = $1"
                                       " AND matter_id = $2"),
                           stage->arena);
}

static const char *
announcement(struct stage *stage)
{
    return text_terminated(stage_words(stage, "JL7505",
                                       "SELECT announcement_id FROM announcement_rows"
                                       " WHERE court_id = $1 AND matter_id = $2"),
                           stage->arena);
}

static const char *
day_after(struct stage *stage, int days)
{
    struct date today =
        date_of_instant(stage->world.wall_ms(stage->world.of), CHINA_OFFSET_MINUTES);
    return text_terminated(date_text(date_add_days(today, days), stage->arena), stage->arena);
}

static void
expect_in(struct text whole, const char *part)
{
    assert_non_null(memmem(whole.bytes, whole.length, part, strlen(part)));
}

#define WELL                                                                                       \
    "{\"service\":\"%s\",\"reason\":\"whereabouts_unknown\",\"procedure\":\"ordinary\","           \
    "\"course\":\"两次上门无人，村委会证明已外出。\",\"content\":\"五日内补齐转账凭证。\"}"

static void
told(struct stage *stage)
{
    begin(stage);
    const char *id = service(stage);
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_ANNOUNCE, OFFICER, "", WELL, id);
    stage_refused(stage, SERVICE_MUST_EXIST, VERB_ANNOUNCE, JUDGE, "", WELL, "JL7505.99.0");
    stage_refused(stage, FIELD_MUST_BE_GIVEN, VERB_ANNOUNCE, JUDGE, "",
                  "{\"service\":\"%s\",\"reason\":\"whereabouts_unknown\","
                  "\"procedure\":\"ordinary\",\"course\":\"两次上门无人。\"}",
                  id);
    stage_expect_text(stage_answer(stage, "detail"), "content");
    stage_refused(stage, FIELD_MUST_BE_GIVEN, VERB_ANNOUNCE, JUDGE, "",
                  "{\"service\":\"%s\",\"reason\":\"whereabouts_unknown\","
                  "\"procedure\":\"ordinary\",\"content\":\"五日内补齐转账凭证。\"}",
                  id);
    stage_expect_text(stage_answer(stage, "detail"), "course");
    stage_refused(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES, VERB_ANNOUNCE, JUDGE, "",
                  "{\"service\":\"%s\",\"reason\":\"lazy\",\"procedure\":\"ordinary\","
                  "\"course\":\"两次上门无人。\",\"content\":\"五日内补齐转账凭证。\"}",
                  id);
    stage_refused(stage, ANNOUNCEMENT_MUST_BE_LAWFUL, VERB_ANNOUNCE, JUDGE, "",
                  "{\"service\":\"%s\",\"reason\":\"whereabouts_unknown\",\"procedure\":\"simple\","
                  "\"course\":\"两次上门无人。\",\"content\":\"五日内补齐转账凭证。\"}",
                  id);
    stage_expect_text(stage_answer(stage, "detail"), "not_in_simple_procedure");
    stage_refused(stage, ANNOUNCEMENT_MUST_BE_LAWFUL, VERB_ANNOUNCE, JUDGE, "",
                  "{\"service\":\"%s\",\"reason\":\"convenience\",\"procedure\":\"ordinary\","
                  "\"course\":\"两次上门无人。\",\"content\":\"五日内补齐转账凭证。\"}",
                  id);
    stage_step(stage, "supervisor@JL7505", "seal", "{\"sealed\":true,\"reason\":\"涉及隐私\"}");
    stage_refused(stage, SEALED_MATTER_MUST_NOT_BE_ANNOUNCED, VERB_ANNOUNCE, "supervisor@JL7505",
                  "", WELL, id);
    stage_step(stage, "supervisor@JL7505", "seal", "{\"sealed\":false,\"reason\":\"不再需要\"}");
    stage_act(stage, VERB_ANNOUNCE, JUDGE, "", WELL, id);
    stage_expect_text(stage_words(stage, "JL7505", OUTCOME), "not_yet");
    expect_in(stage_words(stage, "JL7505", TEXT_OF), "五日内补齐转账凭证");
    expect_in(stage_words(stage, "JL7505", TEXT_OF), "下落不明");
    expect_in(stage_words(stage, "JL7505", TEXT_OF), "本公告自2026年3月");
    stage_expect_text(stage_words(stage, "JL7505", STARTED), "");
    stage_audit(stage);
}

static void
test_announce__a_judge_announces_what_the_law_allows_and_nobody_else(void **state)
{
    (void)state;
    stage_tell("JL75 JL7505", told, STAGE_FAULTS_OF_PEOPLE);
}

/* It stands there for a day, then the machine is off for two. */
static void
told_days(struct stage *stage)
{
    begin(stage);
    stage_act(stage, VERB_ANNOUNCE, JUDGE, "", WELL, service(stage));
    const char *until = day_after(stage, 30), *id = announcement(stage);
    stage_errand(stage, VERB_NOTE_SHOWN, "JL7505", "{\"announcement\":\"%s\"}", id);
    assert_int_equal(stage->outcome.refusal, ANNOUNCEMENT_MUST_STAND); /* today is known */
    stage_pass(stage, DAY_MS);
    stage_errand(stage, VERB_NOTE_SHOWN, "JL7505", "{\"announcement\":\"%s\"}", id);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    stage_expect_text(stage_words(stage, "JL7505", GAPS), "-");
    const char *first = day_after(stage, 1), *second = day_after(stage, 2);
    stage_pass(stage, 3 * DAY_MS);
    stage_errand(stage, VERB_NOTE_SHOWN, "JL7505", "{\"announcement\":\"%s\"}", id);
    stage_expect_text(
        stage_words(stage, "JL7505", GAPS),
        text_terminated(text_format(stage->arena, "%s %s", first, second), stage->arena));
    stage_errand(stage, VERB_JUDGE_AGAIN, "JL7505", "{\"attempt\":1,\"service\":\"%s\"}",
                 service(stage));
    assert_int_equal(stage->outcome.refusal, SERVICE_TIME_MUST_HAVE_PASSED);
    stage_errand(stage, VERB_JUDGE_AGAIN, "JL7505", "{\"attempt\":7,\"service\":\"%s\"}",
                 service(stage));
    assert_int_equal(stage->outcome.refusal, SERVICE_ATTEMPT_MUST_EXIST);
    stage_pass(stage, 26 * (int64_t)DAY_MS);
    stage_errand(stage, VERB_JUDGE_AGAIN, "JL7505", "{\"attempt\":1,\"service\":\"%s\"}",
                 service(stage));
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    stage_expect_text(stage_words(stage, "JL7505", OUTCOME), "served");
    stage_expect_text(stage_words(stage, "JL7505", STARTED), until);
    stage_refused(stage, SERVICE_MUST_BE_OPEN, VERB_ANNOUNCE, JUDGE, "", WELL, service(stage));
    stage_audit(stage);
}

static void
test_announce__its_days_are_watched_and_then_it_is_served(void **state)
{
    (void)state;
    stage_tell("JL75 JL7505", told_days, STAGE_NO_FAULTS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_announce__a_judge_announces_what_the_law_allows_and_nobody_else),
        cmocka_unit_test(test_announce__its_days_are_watched_and_then_it_is_served),
    };
    return cmocka_run_group_tests_name("announce", tests, NULL, NULL);
}
