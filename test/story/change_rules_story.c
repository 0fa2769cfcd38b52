/* change_rules_story.c: a rule file is drafted by one person and approved by another; what was
 * changed meanwhile, what lies outside of the rules and what cannot be read is refused. */
#include "query/rule_drafts.h"
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char ADMIN[] = "system_admin@JL7502", HEAD[] = "supervisor@JL7502",
                  PRESIDENT[] = "president@JL7502", FILE_NAME[] = "case_kind.yaml";

static struct text
base_of(struct stage *stage, const char *name)
{
    const struct rulebook_file *file = rulebook_file(stage->rules, text_of(name));
    return file == NULL ? TEXT("") : digest_hex(&file->digest, stage->arena);
}

static struct text
input(struct stage *stage, const char *name, struct text base, struct text content)
{
    struct canon canon = canon_open(stage->arena, content.length + 200);
    canon_begin_object(&canon);
    canon_member_text_if(&canon, "base", base);
    canon_member_text(&canon, "content", content);
    canon_member_text(&canon, "name", text_of(name));
    canon_end_object(&canon);
    return canon_text(&canon);
}

static struct text
drafted(struct stage *stage, const char *name, const char *content)
{
    struct text said = input(stage, name, base_of(stage, name), text_of(content));
    stage_act(stage, VERB_PROPOSE_RULES, ADMIN, "", "%.*s", TEXT_ARGS(said));
    return text_copy(stage_answer(stage, "change"), stage->arena);
}

static void
refused(struct stage *stage, enum refusal refusal, const char *detail, struct text said)
{
    stage_refused(stage, refusal, VERB_PROPOSE_RULES, ADMIN, "", "%.*s", TEXT_ARGS(said));
    stage_expect_text(stage_answer(stage, "detail"), detail);
}

static void
decide(struct stage *stage, const char *who, struct text change, const char *more)
{
    stage_act(stage, VERB_DECIDE_RULES, who, "", "{%s\"change\":\"%.*s\"}", more,
              TEXT_ARGS(change));
}

static void
not_decided(struct stage *stage, enum refusal refusal, const char *who, struct text change)
{
    stage_refused(stage, refusal, VERB_DECIDE_RULES, who, "",
                  "{\"approve\":true,\"change\":\"%.*s\"}", TEXT_ARGS(change));
}

/* As the administrator of that court looks, under these rules. */
static enum rule_draft_state
state_under(struct stage *stage, const struct rulebook *rules, struct text change, int *waiting)
{
    static struct rule_draft drafts[RULE_DRAFTS_MAX];
    struct asker admin = stage_asker(stage, ADMIN);
    struct proposal proposal;
    struct look look = {.store = stage_node(stage, "JL7502")->node->store,
                        .court_id = TEXT("JL7502"),
                        .rules = rules,
                        .asker = &admin,
                        .arena = stage->arena};
    int64_t since;
    assert_true(proposal_rows_load(look.store, look.court_id, change, stage->arena, &proposal));
    rule_drafts_waiting(&look, drafts, waiting);
    return rule_drafts_state(&look, &proposal, &since);
}

/* A second set of rules, as after a restart with the file in its place. */
static struct rulebook *
rules_with(struct stage *stage, const char *name, const char *content)
{
    struct rule_draft draft = {text_of(name), text_of(content)};
    struct fault fault = {0};
    struct mistakes mistakes = mistakes_open(stage->arena);
    const char *folder = rule_draft_lay_out(stage->rules, &draft, 1, stage->arena, &fault);
    assert_non_null(folder);
    struct rulebook *rules = rulebook_open(folder, &mistakes);
    rule_draft_clear(folder, stage->rules, &draft, 1, stage->arena);
    assert_non_null(rules);
    return rules;
}

/* The guide in use with a remark at its end: sound, and another file. */
static const char *
remarked(struct stage *stage, const char *remark)
{
    return text_format(stage->arena, "%.*s# %s\n",
                       TEXT_ARGS(rulebook_file(stage->rules, text_of(FILE_NAME))->content), remark)
        .bytes;
}

static void
told_slips(struct stage *stage)
{
    struct text base = base_of(stage, FILE_NAME), plain = TEXT("a: 1\n");
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_PROPOSE_RULES, HEAD, "", "%.*s",
                  TEXT_ARGS(input(stage, FILE_NAME, base, plain)));
    static const char *const outside[] = {
        "../guide.yaml",
        "procedure/../guide.yaml",
        "/etc/passwd.yaml",
        "procedure/x/deep.yaml",
        "network/other.yaml",
        "new.yaml",
        "procedure/.hidden.yaml",
        "procedure/new.yml",
        "procedure/New.yaml",
        "procedure/.yaml",
        "procedure",
        "",
    };
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++)
        refused(stage, RULE_FILE_MUST_HAVE_ITS_PLACE, "name",
                input(stage, outside[i], TEXT(""), plain));
    refused(stage, FIELD_MUST_BE_GIVEN, "content", input(stage, FILE_NAME, base, TEXT("")));
    refused(stage, FIELD_MUST_BE_IN_BOUNDS, "content",
            input(stage, FILE_NAME, base, TEXT("a: \u200Bb\n")));
    char *long_one = arena_take_raw(stage->arena, RULE_DRAFT_BYTES_MAX + 1);
    memset(long_one, 'a', RULE_DRAFT_BYTES_MAX + 1);
    refused(stage, FIELD_MUST_BE_IN_BOUNDS, "content",
            input(stage, FILE_NAME, base, (struct text){long_one, RULE_DRAFT_BYTES_MAX + 1}));
    refused(stage, CHANGE_MUST_FIT_WHAT_STANDS, "",
            input(stage, FILE_NAME, base_of(stage, "policy.yaml"), plain));
    refused(
        stage, CHANGE_MUST_DIFFER, "",
        input(stage, FILE_NAME, base, rulebook_file(stage->rules, text_of(FILE_NAME))->content));
}

static void
told_drafts(struct stage *stage)
{
    int waiting;
    struct text first = drafted(stage, FILE_NAME, remarked(stage, "first"));
    struct text new = drafted(stage, "procedure/new-one.yaml", "a: 1\n");
    not_decided(stage, ROLE_MUST_BE_ALLOWED, ADMIN, first);
    assert_int_equal(state_under(stage, stage->rules, first, &waiting), RULE_DRAFT_OPEN);
    decide(stage, HEAD, first, "\"approve\":true,");
    not_decided(stage, CHANGE_MUST_BE_OPEN, PRESIDENT, first);
    assert_int_equal(state_under(stage, stage->rules, first, &waiting), RULE_DRAFT_WAITS);
    assert_int_equal(waiting, 1);
    decide(stage, PRESIDENT, new, "\"approve\":false,\"reason\":\"不需要\",");
    assert_int_equal(state_under(stage, stage->rules, new, &waiting), RULE_DRAFT_DECLINED);
    /* A later one of the same file takes its place. */
    struct text second = drafted(stage, FILE_NAME, remarked(stage, "second"));
    decide(stage, HEAD, second, "\"approve\":true,");
    assert_int_equal(state_under(stage, stage->rules, first, &waiting), RULE_DRAFT_OVERTAKEN);
    assert_int_equal(state_under(stage, stage->rules, second, &waiting), RULE_DRAFT_WAITS);
    assert_int_equal(waiting, 1);
}

/* One person who holds both roles is still one person. */
static void
told_own(struct stage *stage)
{
    struct text change = drafted(stage, FILE_NAME, remarked(stage, "own"));
    struct act act = stage_make(
        stage, VERB_DECIDE_RULES, HEAD, "",
        text_format(stage->arena, "{\"approve\":true,\"change\":\"%.*s\"}", TEXT_ARGS(change)));
    act.asker.account = stage_asker(stage, ADMIN).account;
    stage_run(stage, stage_node(stage, "JL7502"), &act, &stage->outcome);
    assert_int_equal(stage->outcome.refusal, TAKER_MUST_BE_ANOTHER_PERSON);
}

/* What a node does when it starts. */
static void
kept(struct stage *stage, const char *name, const char *content)
{
    struct canon canon = canon_open(stage->arena, 8000);
    canon_begin_object(&canon);
    canon_member_text(&canon, "content", text_of(content));
    canon_member_text(&canon, "kind", TEXT("rule"));
    canon_member_text(&canon, "name", text_of(name));
    canon_end_object(&canon);
    stage_act(stage, VERB_KEEP_REFERENCE, ADMIN, "", "%.*s", TEXT_ARGS(canon_text(&canon)));
}

/* After a restart with another file nobody approves what was made from the one before. */
static void
told_restart(struct stage *stage)
{
    int waiting;
    const char *content = remarked(stage, "taken");
    struct text taken = drafted(stage, FILE_NAME, content);
    struct text late = drafted(stage, FILE_NAME, remarked(stage, "late"));
    decide(stage, HEAD, taken, "\"approve\":true,");
    struct rulebook *rules = rules_with(stage, FILE_NAME, content);
    struct corridor *corridor = stage_node(stage, "JL7502")->corridor;
    corridor->rules = rules;
    kept(stage, FILE_NAME, content);
    assert_int_equal(state_under(stage, rules, taken, &waiting), RULE_DRAFT_IN_USE);
    assert_int_equal(waiting, 0);
    not_decided(stage, CHANGE_MUST_FIT_WHAT_STANDS, PRESIDENT, late);
    refused(stage, CHANGE_MUST_FIT_WHAT_STANDS, "",
            input(stage, FILE_NAME, base_of(stage, FILE_NAME), TEXT("a: 1\n")));
    corridor->rules = stage->rules;
    rulebook_close(rules);
    /* Whoever goes back does not take it again by accident. */
    assert_int_equal(state_under(stage, stage->rules, taken, &waiting), RULE_DRAFT_REPLACED);
    assert_int_equal(waiting, 0);
    /* Another hand has changed the file: it is made from what no longer stands. */
    decide(stage, HEAD, late, "\"approve\":true,");
    rules = rules_with(stage, FILE_NAME, remarked(stage, "by hand"));
    assert_int_equal(state_under(stage, rules, late, &waiting), RULE_DRAFT_OVERTAKEN);
    assert_int_equal(waiting, 0);
    rulebook_close(rules);
}

/* An old version that is approved, comes into use again and is left again: the last time counts. */
static void
told_return(struct stage *stage)
{
    int waiting;
    const char *old = remarked(stage, "old");
    struct text now = rulebook_file(stage->rules, text_of(FILE_NAME))->content;
    const char *in_use = text_terminated(now, stage->arena);
    kept(stage, FILE_NAME, old);
    kept(stage, FILE_NAME, in_use);
    struct text again = drafted(stage, FILE_NAME, old);
    decide(stage, HEAD, again, "\"approve\":true,");
    assert_int_equal(state_under(stage, stage->rules, again, &waiting), RULE_DRAFT_WAITS);
    assert_int_equal(waiting, 1);
    kept(stage, FILE_NAME, old);
    kept(stage, FILE_NAME, in_use);
    assert_int_equal(state_under(stage, stage->rules, again, &waiting), RULE_DRAFT_REPLACED);
    assert_int_equal(waiting, 0);
}

/* However many files were ever approved, what waits is found behind them. */
static void
told_many(struct stage *stage)
{
    int waiting;
    for (int i = 0; i < RULE_DRAFTS_MAX; i++) {
        const char *name = text_format(stage->arena, "procedure/a%02d.yaml", i).bytes;
        decide(stage, HEAD, drafted(stage, name, "a: 1\n"), "\"approve\":true,");
        kept(stage, name, "a: 1\n");
    }
    struct text last = drafted(stage, "procedure/z.yaml", "a: 1\n");
    decide(stage, HEAD, last, "\"approve\":true,");
    assert_int_equal(state_under(stage, stage->rules, last, &waiting), RULE_DRAFT_WAITS);
    assert_int_equal(waiting, 1);
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_change_rules__##name(void **state)                                            \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(slips, "JL7502", STAGE_NO_FAULTS)
STORY(drafts, "JL7502", STAGE_FAULTS_OF_PEOPLE)
STORY(own, "JL7502", STAGE_NO_FAULTS)
STORY(restart, "JL7502", STAGE_NO_FAULTS)
STORY(return, "JL7502", STAGE_NO_FAULTS)
STORY(many, "JL7502", STAGE_NO_FAULTS)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_change_rules__slips),  cmocka_unit_test(test_change_rules__drafts),
        cmocka_unit_test(test_change_rules__own),    cmocka_unit_test(test_change_rules__restart),
        cmocka_unit_test(test_change_rules__return), cmocka_unit_test(test_change_rules__many),
    };
    return cmocka_run_group_tests_name("change_rules", tests, NULL, NULL);
}
