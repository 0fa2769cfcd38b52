/* draft_story.c: what is filled in is saved, taken up elsewhere, handed in or forgotten; none of it
 * stands in the record before it is handed in. */
#include "stage.h"

#include "law/draft_code.h"
#include "store/draft.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define ID    "00112233445566778899aabbccddeeff"
#define OTHER "ffeeddccbbaa99887766554433221100"
#define DAYS  (24 * HOUR_MS)

static const char PARTY[] = "party@DESK";

static struct text
typed(struct stage *stage, const char *id, const char *content, const char *more)
{
    return text_format(stage->arena,
                       "{\"content\":%s,\"draft\":\"%s\",\"procedure\":\"civil_filing\"%s}",
                       content, id, more);
}

static enum refusal
asks(struct stage *stage, enum verb verb, const char *who, int64_t version, struct text input)
{
    struct act act = stage_make(stage, verb, who, "", input);
    struct text node = act.asker.node;
    act.if_version = version;
    stage_run(stage, stage_node(stage, text_terminated(node, stage->arena)), &act, &stage->outcome);
    return stage->outcome.refusal;
}

static void
saves(struct stage *stage, const char *who, int64_t version, struct text input)
{
    assert_int_equal(asks(stage, VERB_SAVE_DRAFT, who, version, input), ALLOWED);
}

static int64_t
answered(struct stage *stage, const char *member)
{
    const struct value *answer = value_read_canonical(stage->outcome.answer, stage->arena);
    return value_member_integer(answer, member, -1);
}

static int64_t
drafts_at(struct stage *stage, const char *node)
{
    return stage_number(stage, node, "SELECT COUNT(*) FROM draft WHERE court_id = $1");
}

static struct draft
draft_of(struct stage *stage, const char *node, struct text id)
{
    struct draft draft = {.version = -1};
    struct stage_node *at = stage_node(stage, node);
    draft_load(at->node->store, at->id, id, stage->world.wall_ms(stage->world.of), stage->arena,
               &draft);
    return draft;
}

/* ---- saving ---- */

static void
told_saved(struct stage *stage)
{
    int64_t size = stage_node(stage, "DESK")->node->next_position;
    saves(stage, PARTY, -1, typed(stage, ID, "{\"cause\":\"民间借贷\"}", ""));
    assert_int_equal(answered(stage, "version"), 1);
    saves(stage, PARTY, 1,
          typed(stage, ID, "{\"amount\":\"五万\",\"cause\":\"民间借贷\"}",
                ",\"owner\":\"JL7505\",\"place\":\"claims\""));
    assert_int_equal(answered(stage, "version"), 2);
    struct draft draft = draft_of(stage, "DESK", TEXT(ID));
    stage_expect_text(draft.content, "{\"amount\":\"五万\",\"cause\":\"民间借贷\"}");
    stage_expect_text(draft.owner, "JL7505");
    stage_expect_text(draft.place, "claims");
    /* Saved twice by a device that did not hear the answer: still once. */
    saves(stage, PARTY, 1,
          typed(stage, ID, "{\"amount\":\"五万\",\"cause\":\"民间借贷\"}",
                ",\"owner\":\"JL7505\",\"place\":\"claims\""));
    assert_int_equal(answered(stage, "version"), 2);
    assert_int_equal(drafts_at(stage, "DESK"), 1);

    /* Another device saves what it began from an older version: nothing is lost, both are there. */
    saves(stage, PARTY, 1, typed(stage, ID, "{\"cause\":\"买卖合同\"}", ""));
    stage_expect_text(stage_answer(stage, "copy_of"), ID);
    assert_int_equal(answered(stage, "newest"), 2);
    struct text copy = stage_answer(stage, "draft");
    assert_false(text_is(copy, ID));
    stage_expect_text(draft_of(stage, "DESK", copy).content, "{\"cause\":\"买卖合同\"}");
    stage_expect_text(draft_of(stage, "DESK", TEXT(ID)).content, draft.content.bytes);
    saves(stage, PARTY, 1, typed(stage, ID, "{\"cause\":\"买卖合同\"}", ""));
    assert_true(text_equal(stage_answer(stage, "draft"), copy));
    assert_int_equal(drafts_at(stage, "DESK"), 2);

    stage_act(stage, VERB_DROP_DRAFT, PARTY, "", "{\"draft\":\"%.*s\"}", TEXT_ARGS(copy));
    assert_int_equal(drafts_at(stage, "DESK"), 1);
    assert_int_equal(asks(stage, VERB_SAVE_DRAFT, PARTY, 1,
                          typed(stage, text_terminated(copy, stage->arena), "{}", "")),
                     DRAFT_MUST_EXIST);
    assert_int_equal(stage_node(stage, "DESK")->node->next_position, size); /* no history */
}

static void
told_refused(struct stage *stage)
{
    saves(stage, PARTY, -1, typed(stage, ID, "{}", ""));
    /* Nobody else's draft can be seen, changed, dropped, opened or handed in. */
    static const char other[] = "party@DESK/乙";
    assert_int_equal(asks(stage, VERB_SAVE_DRAFT, other, 1, typed(stage, ID, "{}", "")),
                     DRAFT_MUST_EXIST);
    stage_refused(stage, DRAFT_MUST_EXIST, VERB_DROP_DRAFT, other, "", "{\"draft\":\"" ID "\"}");
    stage_refused(stage, DRAFT_MUST_EXIST, VERB_OPEN_MATTER, other, "hand_in",
                  "{\"draft\":\"" ID "\"}");
    stage_refused(stage, DRAFT_MUST_EXIST, VERB_GIVE_DRAFT_CODE, other, "",
                  "{\"code_digest\":\"%064d\",\"draft\":\"" ID "\"}", 1);
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_SAVE_DRAFT, "judge@DESK", "", "%s",
                  typed(stage, OTHER, "{}", "").bytes);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_SAVE_DRAFT, PARTY, "", "%s",
                  typed(stage, "../../etc", "{}", "").bytes);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_SAVE_DRAFT, PARTY, "", "%s",
                  typed(stage, OTHER, "[]", "").bytes);
    stage_refused(stage, COURT_MUST_BE_KNOWN, VERB_SAVE_DRAFT, PARTY, "", "%s",
                  typed(stage, OTHER, "{}", ",\"owner\":\"JL9999\"").bytes);
    stage_refused(stage, PROCEDURE_MUST_EXIST, VERB_SAVE_DRAFT, PARTY, "",
                  "{\"content\":{},\"draft\":\"" OTHER "\",\"procedure\":\"divination\"}");
    stage_refused(stage, FILE_MUST_BE_UPLOADED, VERB_SAVE_DRAFT, PARTY, "", "%s",
                  typed(stage, OTHER, "{}", ",\"files\":[{\"sha256\":\"00\"}]").bytes);
    stage_refused(stage, DRAFT_CODE_MUST_BE_RIGHT, VERB_TAKE_UP_DRAFT, "counter@DESK", "",
                  "{\"by\":\"JL7502\",\"code_digest\":\"%064d\"}", 1);
    assert_int_equal(drafts_at(stage, "DESK"), 1);
}

static void
told_bounded(struct stage *stage)
{
    char *large = arena_take(stage->arena, DRAFT_BYTES_MAX + 1);
    memset(large, 'a', DRAFT_BYTES_MAX);
    size_t around = strlen("{\"facts\":\"\"}");
    struct text fits =
        text_format(stage->arena, "{\"facts\":\"%.*s\"}", (int)(DRAFT_BYTES_MAX - around), large);
    struct text one_more = text_format(stage->arena, "{\"facts\":\"%.*s\"}",
                                       (int)(DRAFT_BYTES_MAX - around + 1), large);
    assert_int_equal(asks(stage, VERB_SAVE_DRAFT, PARTY, -1, typed(stage, ID, one_more.bytes, "")),
                     DRAFT_MUST_BE_SMALLER);
    saves(stage, PARTY, -1, typed(stage, ID, fits.bytes, ""));
    for (int i = 1; i < DRAFT_LIST_MAX; i++)
        saves(stage, PARTY, -1,
              typed(stage, text_format(stage->arena, "%032d", i).bytes, "{}", ""));
    assert_int_equal(asks(stage, VERB_SAVE_DRAFT, PARTY, -1, typed(stage, OTHER, "{}", "")),
                     DRAFTS_MUST_BE_FEWER);
    saves(stage, "party@DESK/乙", -1, typed(stage, OTHER, "{}", "")); /* has his own twenty */
    saves(stage, PARTY, 1, typed(stage, ID, "{}", ""));
    assert_int_equal(drafts_at(stage, "DESK"), DRAFT_LIST_MAX + 1);
}

/* ---- files, and the end ---- */

static const char *
keeps_file(struct stage *stage, const char *bytes)
{
    struct digest digest = digest_of(text_of(bytes));
    const char *sha256 = digest_hex(&digest, stage->arena).bytes;
    stage_act(stage, VERB_KEEP_FILE, PARTY, "",
              "{\"bytes\":3,\"media\":\"text/plain\",\"sha256\":\"%s\"}", sha256);
    return sha256;
}

static int64_t
blobs(struct stage *stage)
{
    return stage_number(stage, "DESK", "SELECT COUNT(*) FROM blob WHERE court_id = $1");
}

static void
told_forgotten(struct stage *stage)
{
    const char *one = keeps_file(stage, "abc"), *two = keeps_file(stage, "def");
    const struct draft_file *files;
    struct stage_node *at = stage_node(stage, "DESK");
    const char *both = text_format(stage->arena,
                                   ",\"files\":[{\"name\":\"欠条.txt\",\"sha256\":\"%s\"},"
                                   "{\"sha256\":\"%s\"}]",
                                   one, two)
                           .bytes;
    const char *only = text_format(stage->arena, ",\"files\":[{\"sha256\":\"%s\"}]", one).bytes;
    saves(stage, PARTY, -1, typed(stage, ID, "{}", both));
    saves(stage, "party@DESK/乙", -1, typed(stage, OTHER, "{}", only));
    assert_int_equal(draft_files(at->node->store, at->id, TEXT(ID), stage->arena, &files), 2);
    int named = text_is(files[0].sha256, one) ? 0 : 1;
    stage_expect_text(files[named].name, "欠条.txt");
    stage_expect_text(files[1 - named].name, "");
    stage_act(stage, VERB_DROP_DRAFT, PARTY, "", "{\"draft\":\"" ID "\"}");
    assert_int_equal(blobs(stage), 1); /* the one the other draft names */
    stage_pass(stage, 29 * DAYS);
    assert_int_equal(draft_of(stage, "DESK", TEXT(OTHER)).version, 1);
    stage_pass(stage, 2 * DAYS);
    assert_int_equal(draft_of(stage, "DESK", TEXT(OTHER)).version, -1);
    /* Whoever saves next sweeps it out. */
    saves(stage, PARTY, -1, typed(stage, ID, "{}", ""));
    assert_int_equal(drafts_at(stage, "DESK"), 1);
    assert_int_equal(blobs(stage), 0);
}

static void
told_closed(struct stage *stage)
{
    static const char enrolment[] =
        "{%s\"sign_in\":\"13900000001\",\"name\":\"某\",\"identity\":0,\"active\":%s,"
        "\"roles\":[{\"role\":\"party\"}]}";
    const char *file = keeps_file(stage, "abc");
    stage_act(stage, VERB_ENROL, "system_admin@DESK", "", enrolment, "", "true");
    struct text account = stage_answer(stage, "account");
    const char *with = text_format(stage->arena, ",\"files\":[{\"sha256\":\"%s\"}]", file).bytes;
    struct act act =
        stage_make(stage, VERB_SAVE_DRAFT, PARTY, "", typed(stage, ID, "{\"facts\":\"某\"}", with));
    act.asker.account = account;
    stage_run(stage, stage_node(stage, "DESK"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    saves(stage, "party@DESK/乙", -1, typed(stage, OTHER, "{}", ""));
    stage_act(stage, VERB_ENROL, "system_admin@DESK", "", enrolment,
              text_format(stage->arena, "\"account\":\"%.*s\",", TEXT_ARGS(account)).bytes,
              "false");
    assert_int_equal(drafts_at(stage, "DESK"), 1); /* somebody else's */
    assert_int_equal(blobs(stage), 0);
}

/* ---- handing in ---- */

static const char *
fields_of_complaint(struct stage *stage)
{
    struct value_mistake mistake;
    const struct value *input =
        value_read(stage_complaint(stage, "JL7505"), stage->arena, &mistake);
    struct canon fields = canon_open(stage->arena, 2048);
    canon_put(&fields, value_member(input, "fields"));
    return canon_text(&fields).bytes;
}

static void
told_handed_in(struct stage *stage)
{
    const char *fields = fields_of_complaint(stage);
    static const char owner[] = ",\"owner\":\"JL7505\"";
    saves(stage, PARTY, -1, typed(stage, ID, "{\"cause\":\"民间借贷纠纷\"}", owner));
    struct text hand_in = TEXT("{\"draft\":\"" ID "\"}");
    assert_int_equal(asks(stage, VERB_OPEN_MATTER, PARTY, 1, hand_in), FIELDS_MUST_BE_RIGHT);
    saves(stage, PARTY, 1, typed(stage, ID, fields, owner));
    assert_int_equal(asks(stage, VERB_OPEN_MATTER, PARTY, 1, hand_in), VERSION_MUST_BE_CURRENT);
    assert_int_equal(answered(stage, "version"), 2);
    assert_int_equal(drafts_at(stage, "DESK"), 1); /* what is refused stays a draft */
    const char *file = keeps_file(stage, "abc");
    saves(
        stage, PARTY, 2,
        typed(stage, ID, fields,
              text_format(stage->arena, "%s,\"files\":[{\"sha256\":\"%s\"}]", owner, file).bytes));

    struct act act = stage_make(stage, VERB_OPEN_MATTER, PARTY, "hand_in", hand_in);
    act.if_version = 3;
    act.id = TEXT("draft-" ID "-3");
    stage_run(stage, stage_node(stage, "DESK"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, ALLOWED);
    stage->matter = stage->outcome.matter_id;
    struct outcome again;
    stage_run(stage, stage_node(stage, "DESK"), &act, &again); /* the button was pressed twice */
    assert_true(again.is_repeat);
    assert_true(text_equal(again.answer, stage->outcome.answer));
    assert_int_equal(drafts_at(stage, "DESK"), 0);
    assert_int_equal(blobs(stage), 0); /* lay ready, and was named by nothing */
    assert_int_equal(
        stage_number(stage, "DESK", "SELECT COUNT(*) FROM matter_rows WHERE court_id = $1"), 1);
    stage_refused(stage, DRAFT_MUST_EXIST, VERB_OPEN_MATTER, PARTY, "hand_in", "%s", hand_in.bytes);
    stage_settle(stage);
    stage_expect_state(stage, "JL7505", "received");
}

/* ---- elsewhere ---- */

static const char *
code_digest(struct stage *stage, unsigned char first)
{
    unsigned char random[DRAFT_CODE_RANDOM_BYTES] = {first};
    struct draft_code code = draft_code_make(TEXT("7599"), random, stage->arena);
    struct digest digest = draft_code_digest(&code, stage->arena);
    return digest_hex(&digest, stage->arena).bytes;
}

static void
gives_code(struct stage *stage, unsigned char first)
{
    stage_act(stage, VERB_GIVE_DRAFT_CODE, PARTY, "",
              "{\"code_digest\":\"%s\",\"draft\":\"" ID "\"}", code_digest(stage, first));
}

static enum refusal
takes_up(struct stage *stage, unsigned char first)
{
    return asks(stage, VERB_TAKE_UP_DRAFT, "counter@DESK", -1,
                text_format(stage->arena, "{\"by\":\"JL7502\",\"code_digest\":\"%s\"}",
                            code_digest(stage, first)));
}

static void
told_taken_up(struct stage *stage)
{
    saves(stage, PARTY, -1, typed(stage, ID, "{\"cause\":\"民间借贷\"}", ""));
    gives_code(stage, 1);
    assert_int_equal(takes_up(stage, 2), DRAFT_CODE_MUST_BE_RIGHT);
    assert_int_equal(takes_up(stage, 1), ALLOWED);
    stage_expect_text(stage_answer(stage, "draft"), ID);
    struct draft draft = draft_of(stage, "DESK", TEXT(ID));
    stage_expect_text(draft.taken_by, "JL7502");
    assert_true(draft.taken_ms > 0);
    assert_int_equal(draft.version, 1);
    /* A new code ends the one before; each ends after a week. */
    gives_code(stage, 3);
    assert_int_equal(takes_up(stage, 1), DRAFT_CODE_MUST_BE_RIGHT);
    stage_pass(stage, 6 * DAYS);
    assert_int_equal(takes_up(stage, 3), ALLOWED);
    stage_pass(stage, 2 * DAYS);
    assert_int_equal(takes_up(stage, 3), DRAFT_CODE_MUST_BE_RIGHT);
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_GIVE_DRAFT_CODE, PARTY, "",
                  "{\"code_digest\":\"7599\",\"draft\":\"" ID "\"}");
}

/* At a counter, for somebody without an account; whoever works there goes on with it. */
static void
told_at_a_counter(struct stage *stage)
{
    saves(stage, "counter@JL7502", -1, typed(stage, ID, "{}", ",\"owner\":\"JL7505\""));
    saves(stage, "counter@JL7502/李", 1,
          typed(stage, ID, fields_of_complaint(stage), ",\"owner\":\"JL7505\""));
    assert_int_equal(answered(stage, "version"), 2);
    stage_expect_text(draft_of(stage, "JL7502", TEXT(ID)).account, "-");
    stage_refused(stage, DRAFT_MUST_EXIST, VERB_DROP_DRAFT, "party@JL7502", "",
                  "{\"draft\":\"" ID "\"}");
    stage_act(stage, VERB_OPEN_MATTER, "counter@JL7502", "hand_in", "{\"draft\":\"" ID "\"}");
    assert_int_equal(drafts_at(stage, "JL7502"), 0);
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_draft__##name(void **state)                                                   \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(saved, "DESK", STAGE_FAULTS_OF_PEOPLE)
STORY(refused, "DESK", STAGE_FAULTS_OF_PEOPLE)
STORY(bounded, "DESK", STAGE_NO_FAULTS) /* the same act again and again */
STORY(forgotten, "DESK", STAGE_FAULTS_OF_PEOPLE)
STORY(closed, "DESK", STAGE_FAULTS_OF_PEOPLE)
STORY(handed_in, "DESK JL7505", STAGE_FAULTS_OF_PEOPLE)
STORY(taken_up, "DESK", STAGE_FAULTS_OF_PEOPLE)
STORY(at_a_counter, "JL7502", STAGE_FAULTS_OF_PEOPLE)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_draft__saved),        cmocka_unit_test(test_draft__refused),
        cmocka_unit_test(test_draft__bounded),      cmocka_unit_test(test_draft__forgotten),
        cmocka_unit_test(test_draft__handed_in),    cmocka_unit_test(test_draft__taken_up),
        cmocka_unit_test(test_draft__at_a_counter), cmocka_unit_test(test_draft__closed),
    };
    return cmocka_run_group_tests_name("draft", tests, NULL, NULL);
}
