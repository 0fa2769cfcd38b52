/* paper_rights_test.c: who may know of which papers of a matter, and who may have them; and that
 * what they say is the same whoever asks, and at whichever court. */
#include "query/paper_list.h"
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* From the side where the papers were handed in (JL7502) and of the court that decides (JL7505):
 * the kinds, and + where the papers themselves may be had. */
#define TAKEN_IN  "acknowledgement service_application complaint address_confirmation "
#define TO_ANYONE TAKEN_IN "correction_notice acknowledgement "
static const struct {
    const char *who, *papers;
} rows[] = {
    {"counter@JL7502", TO_ANYONE "+"},
    {"filing_officer@JL7502", TO_ANYONE "+"},
    {"judge@JL7502", "none"},
    {"filing_officer@JL7505", TO_ANYONE "transfer_letter +"},
    {"judge@JL7505", TO_ANYONE "transfer_letter +"},
    {"supervisor@JL7505", TO_ANYONE "transfer_letter +"},
    {"counter@JL7505", TO_ANYONE "+"},
    {"mediator@JL7505", "none"},
    {"system_admin@JL7505", "none"},
    {"security_admin@JL7505", "none"},
    {"audit_admin@JL7505", "none"},
    {"party@JL7505", "none"},
    {"counter@JL7504", "none"},
    {"hub_officer@JL75", "none"},
};

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

static struct text
papers_of(struct stage *stage, const char *who)
{
    struct asker asker;
    struct look look = look_as(stage, who, &asker);
    struct paper_list list;
    struct buffer said = buffer_open(stage->arena, 200);
    if (!paper_list_load(&look, stage->matter, &list))
        return TEXT("none");
    for (int i = 0; i < list.count; i++) {
        struct paper_source source;
        buffer_add_format(&said, "%.*s ", TEXT_ARGS(list.rows[i].kind));
        bool may_have = paper_list_source(&look, stage->matter, list.rows[i].id, &source);
        assert_int_equal(may_have, list.sees_content);
    }
    buffer_add_text(&said, list.sees_content ? TEXT("+") : TEXT("-"));
    return buffer_text(&said);
}

/* The content of the first paper of that kind as somebody gets it. */
static struct text
content_for(struct stage *stage, const char *who, const char *kind)
{
    struct asker asker;
    struct look look = look_as(stage, who, &asker);
    struct paper_list list;
    struct paper_source source;
    assert_true(paper_list_load(&look, stage->matter, &list));
    for (int i = 0; i < list.count; i++) {
        if (text_is(list.rows[i].kind, kind)) {
            assert_true(paper_list_source(&look, stage->matter, list.rows[i].id, &source));
            return paper_content(&source, stage->arena);
        }
    }
    fail_msg("%s gets no %s", who, kind);
    return TEXT("");
}

static void
require_correction(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    stage_step(stage, "filing_officer@JL7505", "open", "{}");
    stage_step(
        stage, "filing_officer@JL7505", "check_items",
        "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"defective\",\"ground\":\"x\"},"
        "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"evidence\",\"verdict\":\"ok\"},"
        "{\"item\":\"copies\",\"verdict\":\"ok\"},"
        "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}");
    stage_step(stage, "filing_officer@JL7505", "require_correction",
               "{\"defects\":[{\"item\":\"complaint\",\"ground\":\"写明利息\"}],\"days\":5}");
    stage_settle(stage);
}

static void
correct(struct stage *stage)
{
    stage_step(stage, "counter@JL7502", "hand_in_correction",
               "{\"materials\":[{\"item\":\"complaint\",\"paper\":true}]}");
    stage_settle(stage);
}

static void
told(struct stage *stage)
{
    static const char *const kinds[] = {"acknowledgement", "complaint", "address_confirmation",
                                        "correction_notice"};
    require_correction(stage);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct text here = content_for(stage, "counter@JL7502", kinds[i]);
        assert_true(text_equal(here, content_for(stage, "filing_officer@JL7505", kinds[i])));
        assert_true(text_equal(here, content_for(stage, "supervisor@JL7505", kinds[i])));
    }
    correct(stage);
    struct text late = content_for(stage, "counter@JL7502", "correction_notice");
    assert_true(memmem(late.bytes, late.length, "写明利息", strlen("写明利息")) != NULL);
}

static void
told_with_a_letter(struct stage *stage)
{
    require_correction(stage);
    correct(stage);
    stage_step(stage, "judge@JL7505", "offer_transfer",
               "{\"court\":\"JL7503\",\"reason\":\"designated\",\"explanation\":\"集中管辖\"}");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text papers = papers_of(stage, rows[i].who);
        if (!text_is(papers, rows[i].papers))
            fail_msg("%s: %.*s", rows[i].who, TEXT_ARGS(papers));
    }
}

static void
test_paper_rights__a_paper_says_the_same_to_everybody(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7504 JL7505", told, STAGE_NO_FAULTS);
}

static void
test_paper_rights__papers_are_known_to_who_is_told(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7504 JL7505", told_with_a_letter, STAGE_NO_FAULTS);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paper_rights__a_paper_says_the_same_to_everybody),
        cmocka_unit_test(test_paper_rights__papers_are_known_to_who_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
