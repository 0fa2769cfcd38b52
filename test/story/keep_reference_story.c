/* keep_reference_story.c: directory, trust list and rules enter the record; what the hub keeps goes
 * to every node, and a trust list only with the voices of the one before. */
#include "query/rule_versions.h"
#include "stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char ADMIN[] = "system_admin@JL75";

static const char *
input(struct stage *stage, const char *kind, const char *name, struct text content)
{
    struct canon canon = canon_open(stage->arena, content.length + 100);
    canon_begin_object(&canon);
    canon_member_text(&canon, "content", content);
    canon_member_text(&canon, "kind", text_of(kind));
    canon_member_text(&canon, "name", text_of(name));
    canon_end_object(&canon);
    return canon_text(&canon).bytes;
}

static int64_t
version_of(struct stage *stage, const char *node)
{
    const struct trust *trust = stage_node(stage, node)->corridor->trust;
    return trust == NULL ? 0 : trust->version;
}

static void
told_trust_lists(struct stage *stage)
{
    struct text second = stage_trust_list(stage, 2, 4), short_one = stage_trust_list(stage, 2, 3);
    stage_refused(stage, TRUST_LIST_MUST_BE_BELIEVED, VERB_KEEP_REFERENCE, ADMIN, "", "%s",
                  input(stage, "trust", "network", short_one));
    stage_expect_text(stage_answer(stage, "detail"), "TRUST_MUST_REACH_ITS_QUORUM");
    stage_refused(stage, TRUST_LIST_MUST_BE_BELIEVED, VERB_KEEP_REFERENCE, ADMIN, "", "%s",
                  input(stage, "trust", "network", TEXT("{}")));
    stage_refused(stage, TRUST_LIST_MUST_BE_BELIEVED, VERB_KEEP_REFERENCE, ADMIN, "", "%s",
                  input(stage, "trust", "network", stage_trust_list(stage, 1, 5)));
    stage_expect_text(stage_answer(stage, "detail"), "TRUST_VERSION_MUST_GROW");
    stage_refused(stage, ROLE_MUST_BE_ALLOWED, VERB_KEEP_REFERENCE, "judge@JL75", "", "%s",
                  input(stage, "trust", "network", second));
    assert_int_equal(version_of(stage, "JL75"), 1);
    stage_act(stage, VERB_KEEP_REFERENCE, ADMIN, "", "%s",
              input(stage, "trust", "network", second));
    assert_int_equal(version_of(stage, "JL75"), 2);
    assert_int_equal(version_of(stage, "JL7502"), 1);
    stage_settle(stage);
    assert_int_equal(version_of(stage, "JL7502"), 2);
    assert_true(stage_newest(stage, "JL7502", "reference_received/1") > 0);
    /* The same once more is nothing new. */
    int64_t size = stage_node(stage, "JL75")->node->next_position;
    stage_act(stage, VERB_KEEP_REFERENCE, ADMIN, "", "%s",
              input(stage, "trust", "network", second));
    stage_expect_text(stage->outcome.answer, "{\"kept\":false}");
    assert_int_equal(stage_node(stage, "JL75")->node->next_position, size);
}

static void
told_directories(struct stage *stage)
{
    struct text changed =
        text_format(stage->arena, "%.*s# a remark\n", TEXT_ARGS(stage->directory));
    stage_refused(stage, FIELD_MUST_BE_OF_ITS_TYPE, VERB_KEEP_REFERENCE, ADMIN, "", "%s",
                  input(stage, "directory", "network", TEXT("network: [")));
    stage_refused(stage, FIELD_MUST_BE_IN_BOUNDS, VERB_KEEP_REFERENCE, ADMIN, "", "%s",
                  input(stage, "directory", "", changed));
    stage_act(stage, VERB_KEEP_REFERENCE, ADMIN, "", "%s",
              input(stage, "directory", "network", changed));
    stage_settle(stage);
    assert_int_equal(stage_node(stage, "JL7502")->node->directory_version, 2);
    assert_int_equal(stage_number(stage, "JL75",
                                  "SELECT COUNT(*) FROM outbox WHERE court_id = $1"
                                  " AND kind = 'reference/1'"),
                     6); /* to everybody, also to those who are not on this stage */
    stage_hand_in(stage);
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT COUNT(*) FROM journal WHERE court_id = $1"
                                  " AND matter_id = $2 AND statement LIKE '%\"directory\":2,%'"),
                     1);
}

/* What administrators read of them. */
static void
expect_versions(struct stage *stage)
{
    struct asker admin = stage_asker(stage, "system_admin@JL7502"),
                 clerk = stage_asker(stage, "counter@JL7502");
    struct look look = {.store = stage_node(stage, "JL7502")->node->store,
                        .court_id = TEXT("JL7502"),
                        .rules = stage->rules,
                        .asker = &clerk,
                        .arena = stage->arena};
    const struct rule_version *versions;
    struct text content;
    int count;
    assert_int_equal(rule_versions_files(&look, &versions, &count), ROLE_MUST_BE_ALLOWED);
    assert_int_equal(rule_versions_of(&look, TEXT("policy.yaml"), &versions, &count),
                     ROLE_MUST_BE_ALLOWED);
    assert_false(rule_versions_content(&look, TEXT("policy.yaml"), 1, &content));
    look.asker = &admin;
    assert_int_equal(rule_versions_files(&look, &versions, &count), ALLOWED);
    assert_int_equal(count, 1);
    assert_int_equal(versions[0].version, 2);
    assert_false(versions[0].is_in_use); /* the stage works under other rules */
    assert_int_equal(rule_versions_of(&look, TEXT("policy.yaml"), &versions, &count), ALLOWED);
    assert_int_equal(count, 2);
    assert_int_equal(versions[0].version, 2);
    assert_true(versions[0].kept_ms > versions[1].kept_ms && versions[1].kept_ms > 0);
    assert_true(rule_versions_content(&look, TEXT("policy.yaml"), 1, &content));
    stage_expect_text(content, "policies: {}\n");
    assert_false(rule_versions_content(&look, TEXT("policy.yaml"), 3, &content));
}

/* Whoever goes back works under the last of those that say the same. */
static void
expect_return(struct stage *stage)
{
    const char name[] = "policy.yaml";
    struct text in_use = rulebook_file(stage->rules, text_of(name))->content;
    struct asker admin = stage_asker(stage, "system_admin@JL7502");
    struct look look = {.store = stage_node(stage, "JL7502")->node->store,
                        .court_id = TEXT("JL7502"),
                        .rules = stage->rules,
                        .asker = &admin,
                        .arena = stage->arena};
    const struct text said[] = {in_use, TEXT("policies: {}\n"), in_use};
    const struct rule_version *versions;
    int count;
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        stage_act(stage, VERB_KEEP_REFERENCE, "system_admin@JL7502", "", "%s",
                  input(stage, "rule", name, said[i]));
    assert_int_equal(rule_versions_files(&look, &versions, &count), ALLOWED);
    assert_int_equal(versions[0].version, 5);
    assert_int_equal(rule_versions_of(&look, text_of(name), &versions, &count), ALLOWED);
    assert_int_equal(count, 5);
    assert_true(versions[0].is_in_use && !versions[2].is_in_use);
}

/* Files of rules stay at the node that works by them. */
static void
told_rules(struct stage *stage)
{
    stage_act(stage, VERB_KEEP_REFERENCE, "system_admin@JL7502", "", "%s",
              input(stage, "rule", "policy.yaml", TEXT("policies: {}\n")));
    stage_act(stage, VERB_KEEP_REFERENCE, "system_admin@JL7502", "", "%s",
              input(stage, "rule", "policy.yaml", TEXT("policies: {}\n# changed\n")));
    assert_int_equal(stage_number(stage, "JL7502",
                                  "SELECT MAX(version) FROM reference_rows WHERE court_id = $1"
                                  " AND kind = 'rule' AND name = 'policy.yaml'"),
                     2);
    expect_versions(stage);
    expect_return(stage);
    assert_int_equal(
        stage_number(stage, "JL7502", "SELECT COUNT(*) FROM outbox WHERE court_id = $1"), 0);
}

#define STORY(name, nodes, faults)                                                                 \
    static void test_keep_reference__##name(void **state)                                          \
    {                                                                                              \
        (void)state;                                                                               \
        stage_tell(nodes, told_##name, faults);                                                    \
    }
STORY(trust_lists, "JL75 JL7502", STAGE_FAULTS_OF_ALL)
STORY(directories, "JL75 JL7502", STAGE_FAULTS_OF_ALL)
STORY(rules, "JL7502", STAGE_FAULTS_OF_PEOPLE)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keep_reference__trust_lists),
        cmocka_unit_test(test_keep_reference__directories),
        cmocka_unit_test(test_keep_reference__rules),
    };
    return cmocka_run_group_tests_name("keep_reference", tests, NULL, NULL);
}
