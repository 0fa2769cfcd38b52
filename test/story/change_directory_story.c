/* change_directory_story.c: a court moves its hours; one person at the hub proposes it, another
 * decides, every node works by it, and what somebody else published meanwhile is not written over.
 */
#include "stage.h"

#include "rule/network_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char ADMIN[] = "system_admin@JL75", HEAD[] = "supervisor@JL75",
                  PRESIDENT[] = "president@JL75";

#define NAME "\"name\":{\"en\":\"Helong\",\"ko\":\"화룡\",\"zh\":\"和龙法院\"}"
#define CHANGED                                                                                    \
    "\"to\":{" NAME ",\"office\":\"9:00-12:00，13：30-16:00\",\"telephone\":\"0433-12368\"}"

static struct text
proposed(struct stage *stage, const char *target)
{
    stage_act(stage, VERB_PROPOSE_DIRECTORY, ADMIN, "", "{\"target\":\"%s\"," CHANGED "}", target);
    return text_copy(stage_answer(stage, "change"), stage->arena);
}

static void
refused(struct stage *stage, enum refusal refusal, const char *who, struct text change,
        const char *more)
{
    stage_refused(stage, refusal, VERB_DECIDE_DIRECTORY, who, "", "{%s\"change\":\"%.*s\"}", more,
                  TEXT_ARGS(change));
}

static void
decide(struct stage *stage, const char *who, struct text change, const char *more)
{
    stage_act(stage, VERB_DECIDE_DIRECTORY, who, "", "{%s\"change\":\"%.*s\"}", more,
              TEXT_ARGS(change));
}

static const struct network_node *
court(struct stage *stage, const char *at, const char *id)
{
    return network_find(stage_node(stage, at)->corridor->network, text_of(id));
}

static void
told_slips(struct stage *stage)
{
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_PROPOSE_DIRECTORY, HEAD, "",
                  "{\"target\":\"JL7502\"," CHANGED "}");
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_PROPOSE_DIRECTORY, "system_admin@JL7502", "",
                  "{\"target\":\"JL7502\"," CHANGED "}");
    stage_refused(stage, COURT_MUST_BE_KNOWN, VERB_PROPOSE_DIRECTORY, ADMIN, "",
                  "{\"target\":\"JL9999\"," CHANGED "}");
    stage_refused(stage, OFFICE_HOURS_MUST_BE_SPANS, VERB_PROPOSE_DIRECTORY, ADMIN, "",
                  "{\"target\":\"JL7502\",\"to\":{" NAME ",\"office\":\"早九晚五\"}}");
    stage_expect_text(stage_answer(stage, "detail"), "office");
    stage_refused(stage, TELEPHONE_MUST_BE_A_NUMBER, VERB_PROPOSE_DIRECTORY, ADMIN, "",
                  "{\"target\":\"JL7502\",\"to\":{" NAME
                  ",\"office\":\"9:00-12:00\",\"telephone\":\"请打114\"}}");
    stage_refused(stage, CHANGE_MUST_DIFFER, VERB_PROPOSE_DIRECTORY, ADMIN, "",
                  "{\"target\":\"JL7502\",\"to\":{\"name\":{\"en\":\"Helong Forest Basic Court\","
                  "\"ko\":\"화룡림구기층법원\",\"zh\":\"和龙林区基层法院\"},"
                  "\"office\":\"8:30-11:30 13:30-17:00\"}}");
    struct text change = proposed(stage, "JL7502");
    refused(stage, ROLE_MUST_BE_ALLOWED, ADMIN, change, "\"approve\":true,");
    refused(stage, FIELD_MUST_BE_GIVEN, HEAD, change, "");
    refused(stage, CHANGE_MUST_BE_OPEN, HEAD, TEXT("c0"), "\"approve\":true,");
    decide(stage, HEAD, change, "\"reason\":\"先问院长\",");
    refused(stage, CHANGE_MUST_BE_OPEN, PRESIDENT, change, "\"approve\":true,");
    assert_int_equal(stage_node(stage, "JL75")->node->directory_version, 1);
    stage_expect_text(court(stage, "JL75", "JL7502")->telephone, "");
}

static void
told_hours(struct stage *stage)
{
    struct text change = proposed(stage, "JL7502"), rival = proposed(stage, "JL7502");
    stage_expect_text(court(stage, "JL75", "JL7502")->telephone, "");
    decide(stage, HEAD, change, "\"approve\":true,");
    assert_int_equal(stage_node(stage, "JL75")->node->directory_version, 2);
    stage_settle(stage);
    const struct network_node *there = court(stage, "JL7502", "JL7502");
    assert_int_equal(stage_node(stage, "JL7502")->node->directory_version, 2);
    stage_expect_text(there->name.in[LANGUAGE_ZH], "和龙法院");
    stage_expect_text(there->telephone, "0433-12368");
    assert_int_equal(there->office.spans[0].from_minute, 9 * 60);
    assert_int_equal(there->office.spans[1].to_minute, 16 * 60);
    stage_expect_text(there->court_code, "吉7502"); /* the rest is as it was */
    assert_true(there->places_count > 0);
    /* The same entry was changed by somebody else in between. */
    refused(stage, CHANGE_MUST_FIT_WHAT_STANDS, PRESIDENT, rival, "\"approve\":true,");
    decide(stage, PRESIDENT, rival, "\"approve\":false,\"reason\":\"已经改过\",");
    assert_int_equal(stage_node(stage, "JL75")->node->directory_version, 2);
    /* What was handed in before goes on, what is handed in now names the new version. */
    stage_hand_in(stage);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND matter_id = $2 AND statement LIKE '%\"directory\":2,%'"),
                     1);
}

/* A place may leave its hours to its court; a node that knows nothing of telephones is no worse. */
static void
told_places(struct stage *stage)
{
    stage_act(stage, VERB_PROPOSE_DIRECTORY, ADMIN, "",
              "{\"target\":\"JL7502-C1\",\"to\":{\"address\":{\"zh\":\"文化路1号\"},"
              "\"name\":{\"zh\":\"立案大厅\"},\"office\":\"\"}}");
    struct text change = text_copy(stage_answer(stage, "change"), stage->arena);
    decide(stage, PRESIDENT, change, "\"approve\":true,");
    stage_settle(stage);
    const struct network_place *place =
        network_place(stage_node(stage, "JL7502")->corridor->network, TEXT("JL7502-C1"));
    stage_expect_text(place->address.in[LANGUAGE_EN], "文化路1号");
    assert_int_equal(place->office.count, 0);
    assert_true(stage_newest(stage, "JL75", "change_decided/1") > 0);
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_change_directory__##name(void **state)                                        \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(slips, "JL75 JL7502", STAGE_FAULTS_OF_PEOPLE)
STORY(hours, "JL75 JL7502", STAGE_FAULTS_OF_PEOPLE)
STORY(places, "JL75 JL7502", STAGE_FAULTS_OF_ALL)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change_directory__slips),
        cmocka_unit_test(test_change_directory__hours),
        cmocka_unit_test(test_change_directory__places),
    };
    return cmocka_run_group_tests_name("change_directory", tests, NULL, NULL);
}
