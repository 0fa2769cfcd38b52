/* import_matter_story.c: a matter that began in one house goes on in another: its number for life,
 * its case number, its clocks; once, and refused with a reason where it does not fit. */
#include "stage.h"

#include "store/transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char ADMIN[] = "system_admin@JL7501";

/* What JL7505 would write out of the matter opened last. */
static struct text
transcript_of(struct stage *stage)
{
    struct text line = TEXT("");
    assert_true(transcript_write(stage_node(stage, "JL7505")->node->store, TEXT("JL7505"),
                                 stage->matter, stage->arena, &line));
    return line;
}

static const char *
input(struct stage *stage, struct text line, const char *more)
{
    return text_format(stage->arena, "{%s\"matter\":%.*s}", more, TEXT_ARGS(line)).bytes;
}

/* The transcript with one piece of text exchanged for another. */
static struct text
changed(struct stage *stage, struct text line, const char *from, const char *to)
{
    const char *at = memmem(line.bytes, line.length, from, strlen(from));
    assert_non_null(at);
    size_t before = (size_t)(at - line.bytes), after = before + strlen(from);
    return text_format(stage->arena, "%.*s%s%.*s", (int)before, line.bytes, to,
                       (int)(line.length - after), line.bytes + after);
}

static void
told(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    struct text line = transcript_of(stage);
    int64_t size = stage_node(stage, "JL7501")->node->next_position;

    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_IMPORT_MATTER, "judge@JL7501", "", "%s",
                  input(stage, line, ""));
    stage_refused(stage, FIELD_MUST_BE_ONE_OF_THE_CHOICES, VERB_IMPORT_MATTER, ADMIN, "", "%s",
                  input(stage, changed(stage, line, TRANSCRIPT_FORMAT, "tongban/matter/9"), ""));
    stage_refused(
        stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_IMPORT_MATTER, ADMIN, "", "%s",
        input(stage, TEXT("{\"format\":\"" TRANSCRIPT_FORMAT "\",\"matter\":\"1\"}"), ""));
    stage_refused(stage, PROCEDURE_MUST_EXIST, VERB_IMPORT_MATTER, ADMIN, "", "%s",
                  input(stage,
                        changed(stage, line, "\"procedure_digest\":\"", "\"procedure_digest\":\"0"),
                        ""));
    stage_refused(
        stage, COURT_MUST_BE_KNOWN, VERB_IMPORT_MATTER, ADMIN, "", "%s",
        input(stage, changed(stage, line, "\"owner\":\"JL7505\"", "\"owner\":\"JL9999\""), ""));
    stage_act(stage, VERB_IMPORT_MATTER, ADMIN, "", "%s", input(stage, line, "\"dry_run\":true,"));
    assert_int_equal(stage_node(stage, "JL7501")->node->next_position, size);
    stage_act(stage, VERB_IMPORT_MATTER, ADMIN, "", "%s", input(stage, line, ""));
    stage_expect_text(stage->outcome.answer, "{\"imported\":true}");
    assert_int_equal(stage_node(stage, "JL7501")->node->next_position, size + 1);
    stage_act(stage, VERB_IMPORT_MATTER, ADMIN, "", "%s", input(stage, line, ""));
    stage_expect_text(stage->outcome.answer, "{\"imported\":false}");
    stage_refused(stage, MATTER_MUST_BE_NEW, VERB_IMPORT_MATTER, ADMIN, "", "%s",
                  input(stage, changed(stage, line, "\"title\":\"", "\"title\":\"另"), ""));
    struct text again = TEXT("");
    assert_true(transcript_write(stage_node(stage, "JL7501")->node->store, TEXT("JL7501"),
                                 stage->matter, stage->arena, &again));
    assert_true(text_equal(again, line));
}

/* The court that keeps the matter tells the hub, before its own stream says anything. */
static void
told_to_hub(struct stage *stage)
{
    stage_hand_in(stage);
    stage_settle(stage);
    struct text line =
        changed(stage, transcript_of(stage), "\"owner\":\"JL7505\"", "\"owner\":\"JL7501\"");
    line = changed(stage, line, "\"epoch\":1", "\"epoch\":2");
    stage_expect_text(stage_words(stage, "JL75",
                                  "SELECT owner FROM custody_rows WHERE court_id = $1"
                                  " AND matter_id = $2"),
                      "JL7505");
    stage_act(stage, VERB_IMPORT_MATTER, ADMIN, "", "%s", input(stage, line, ""));
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL75",
                                  "SELECT owner || ' ' || state || ' ' || is_open FROM custody_rows"
                                  " WHERE court_id = $1 AND matter_id = $2"),
                      "JL7501 received 1");
    stage_step(stage, "filing_officer@JL7501", "open", "{}");
    stage_settle(stage);
    stage_expect_text(stage_words(stage, "JL75",
                                  "SELECT owner || ' ' || state || ' ' || is_open FROM custody_rows"
                                  " WHERE court_id = $1 AND matter_id = $2"),
                      "JL7501 under_review 1");
}

static void
test_import_matter__is_told_to_the_hub(void **state)
{
    (void)state;
    stage_tell("JL75 JL7502 JL7505 JL7501", told_to_hub, STAGE_FAULTS_OF_PEOPLE);
}

static void
test_import_matter__goes_on_as_it_stood(void **state)
{
    (void)state;
    stage_tell("JL7502 JL7505 JL7501", told, STAGE_FAULTS_OF_PEOPLE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_import_matter__goes_on_as_it_stood),
        cmocka_unit_test(test_import_matter__is_told_to_the_hub),
    };
    return cmocka_run_group_tests_name("story-import_matter", tests, NULL, NULL);
}
