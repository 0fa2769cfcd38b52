/* privacy_test.c: what people said stands where it can be erased, and goes where it is needed. */
#include "command/village.h"

#include "query/access_looks.h"
#include "query/rules_in_use.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct village village;

static int
open_village(void **state)
{
    (void)state;
    village_open(&village);
    return 0;
}

static int
close_village(void **state)
{
    (void)state;
    village_close(&village);
    return 0;
}

static const char VERDICTS[] =
    "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"defective\",\"ground\":"
    "\"诉讼请求不明确\"},"
    "{\"item\":\"identity\",\"verdict\":\"ok\"},{\"item\":\"evidence\",\"verdict\":\"ok\"},"
    "{\"item\":\"copies\",\"verdict\":\"ok\"},"
    "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}";

/* No row of any node that can never be erased holds these words. */
static void
assert_nowhere(const char *words)
{
    static const char *const nodes[] = {"JL75", "JL7505", "JL7502", "JL7501", "DESK"};
    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++) {
        const char *query =
            text_format(village.arena,
                        "SELECT (SELECT COUNT(*) FROM journal WHERE matter_id = ?1 AND"
                        " (body LIKE '%%%s%%' OR statement LIKE '%%%s%%'))"
                        " + (SELECT COUNT(*) FROM outcome WHERE answer LIKE '%%%s%%')",
                        words, words, words)
                .bytes;
        assert_int_equal(village_count(&village, nodes[i], query), 0);
    }
}

static void
test_privacy__bodies_hold_nobodys_data(void **state)
{
    (void)state;
    village_hand_in(&village, "JL7502", "JL7505");
    village_step(&village, "JL7505", ROLE_FILING_OFFICER, "open", "{}");
    village_step(&village, "JL7505", ROLE_FILING_OFFICER, "check_items", VERDICTS);
    village_step(&village, "JL7505", ROLE_FILING_OFFICER, "require_correction",
                 "{\"defects\":[{\"item\":\"complaint\",\"ground\":\"诉讼请求不明确\"}],"
                 "\"days\":5}");
    assert_nowhere("当事人");
    assert_nowhere("诉讼请求不明确");
}

static void
test_privacy__the_officer_still_reads_his_grounds(void **state)
{
    (void)state;
    struct matter_row row = village_row(&village, "JL7505");
    const struct matter_item *item = matter_item(&row.facts, TEXT("complaint"));
    assert_non_null(item);
    assert_true(text_is(item->ground, "诉讼请求不明确"));
    village_audit(&village);
}

static int64_t
looks_at(const char *node, const char *account)
{
    return village_count(&village, node,
                         text_format(village.arena,
                                     "SELECT COUNT(*) FROM access_log WHERE matter_id = ?"
                                     " AND account_id = '%s'",
                                     account)
                             .bytes);
}

/* Looks at the court that decides reach the desk within the hour, once, and can be erased. */
static void
test_privacy__the_party_learns_who_looked_anywhere(void **state)
{
    (void)state;
    village_hand_in(&village, "DESK", "JL7505");
    struct post *owner = house_post(village.house, TEXT("JL7505"));
    post_log_look(owner, village.matter, TEXT("s-li"), TEXT("judge"), TEXT("showMatter"), true);
    post_log_look(owner, village.matter, TEXT("s-bie"), TEXT("judge"), TEXT("showMatter"), false);
    village_settle(&village);
    assert_int_equal(looks_at("DESK", "JL7505:s-li"), 0);
    for (int hour = 0; hour < 3; hour++) {
        village_pass(&village, INT64_C(3600) * 1000 + 1000);
        village_settle(&village);
    }
    assert_int_equal(looks_at("DESK", "JL7505:s-li"), 1);
    assert_int_equal(looks_at("DESK", "JL7505:s-bie"), 1);
    assert_int_equal(looks_at("JL7505", "s-li"), 1);
    assert_nowhere("s-bie");

    const struct access_look *looks;
    int count;
    bool more;
    struct post *desk = house_post(village.house, TEXT("DESK"));
    struct asker party = {
        .role = ROLE_PARTY, .account = TEXT("a00000000000000000001"), .node = TEXT("DESK")};
    struct look look = {.store = post_reader(desk, 0),
                        .court_id = TEXT("DESK"),
                        .rules = house_rules(village.house),
                        .asker = &party,
                        .now_ms = village.wall_ms,
                        .arena = village.arena};
    assert_true(access_looks_load(&look, village.matter, VALUE_INTEGER_MAX, &looks, &count, &more));
    assert_int_equal(count, 2);
    for (int i = 0; i < count; i++) {
        assert_true(text_is(looks[i].node, "JL7505"));
        assert_true(text_is(looks[i].role, "judge"));
        assert_true(text_is_empty(looks[i].account)); /* the court is named, not the person */
    }
    village_audit(&village);
}

static struct look
look_of(struct post *post, const struct asker *asker)
{
    return (struct look){.store = post_reader(post, 0),
                         .court_id = asker->node,
                         .rules = house_rules(village.house),
                         .asker = asker,
                         .now_ms = village.wall_ms,
                         .arena = village.arena};
}

/* The auditor reads every look of his court, the newest first, and nobody else does. */
static void
test_privacy__the_log_is_the_auditors(void **state)
{
    (void)state;
    const struct access_look *looks;
    int count;
    bool more;
    int64_t last;
    village_hand_in(&village, "JL7502", "JL7505");
    struct post *owner = house_post(village.house, TEXT("JL7505"));
    int before = village_count(&village, "JL7505", "SELECT COUNT(*) FROM access_log WHERE ? <> ''");
    post_log_look(owner, village.matter, TEXT("s-li"), TEXT("judge"), TEXT("showMatter"), true);
    post_log_look(owner, village.matter, TEXT("s-bie"), TEXT("judge"), TEXT("page_matter"), false);
    village_pass(&village, INT64_C(3600) * 1000 + 1000);
    village_settle(&village);

    struct asker asker = {
        .role = ROLE_AUDIT_ADMIN, .account = TEXT("s-audit"), .node = TEXT("JL7505")};
    struct look look = look_of(owner, &asker);
    assert_int_equal(access_log_load(&look, false, VALUE_INTEGER_MAX, &looks, &count, &last, &more),
                     ALLOWED);
    assert_int_equal(count, before + 2);
    assert_true(looks[0].entry > looks[1].entry);
    assert_true(text_equal(looks[0].matter_id, village.matter));
    assert_int_equal(access_log_load(&look, false, looks[0].entry, &looks, &count, &last, &more),
                     ALLOWED);
    assert_int_equal(count, before + 1);
    assert_int_equal(access_log_load(&look, true, VALUE_INTEGER_MAX, &looks, &count, &last, &more),
                     ALLOWED);
    assert_in_range(count, 1, before + 1);
    assert_true(text_is(looks[0].account, "s-bie"));
    assert_false(looks[0].was_allowed);
    for (int role = 0; role < ROLE_COUNT; role++) {
        asker.role = (enum role)role;
        enum refusal refusal =
            access_log_load(&look, false, VALUE_INTEGER_MAX, &looks, &count, &last, &more);
        assert_int_equal(refusal, role == ROLE_AUDIT_ADMIN ? ALLOWED : ROLE_MUST_BE_ALLOWED);
        assert_int_equal(count, role == ROLE_AUDIT_ADMIN ? before + 2 : 0);
    }
}

/* Each rule file stands once, in its newest version, for those who look after the court. */
static void
test_privacy__rules_in_use_are_the_newest(void **state)
{
    (void)state;
    const struct rule_in_use *rules;
    int count;
    struct post *owner = house_post(village.house, TEXT("JL7505"));
    struct asker asker = {
        .role = ROLE_SYSTEM_ADMIN, .account = TEXT("s-admin"), .node = TEXT("JL7505")};
    struct look look = look_of(owner, &asker);
    assert_int_equal(rules_in_use_load(&look, &rules, &count), ALLOWED);
    assert_int_equal(count, village_count(&village, "JL7505",
                                          "SELECT COUNT(DISTINCT kind || name) FROM"
                                          " reference_rows WHERE ? <> ''"));
    assert_true(count > 10);
    for (int i = 1; i < count; i++)
        assert_false(text_equal(rules[i].kind, rules[i - 1].kind) &&
                     text_equal(rules[i].name, rules[i - 1].name));
    asker.role = ROLE_JUDGE;
    assert_int_equal(rules_in_use_load(&look, &rules, &count), ROLE_MUST_BE_ALLOWED);
    assert_int_equal(count, 0);
}

static const char *
path_at(const char *node, const char *name)
{
    return text_format(village.arena, "%s/%s/%s", village.data, node, name).bytes;
}

/* Where a file of this digest lies; its folder is made. */
static const char *
blob_path(const char *node, struct text sha256)
{
    mkdir(path_at(node, text_format(village.arena, "blobs/%.2s", sha256.bytes).bytes), 0700);
    return path_at(
        node, text_format(village.arena, "blobs/%.2s/%.*s", sha256.bytes, TEXT_ARGS(sha256)).bytes);
}

static void
put_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* The power went between the decision and the removal of the bytes. */
static void
test_privacy__an_erasure_that_was_cut_short_ends_at_the_next_start(void **state)
{
    (void)state;
    struct digest bytes = digest_of(TEXT("x"));
    struct text kept = digest_hex(&bytes, village.arena);
    struct text gone = digest_hex(&(struct digest){{2}}, village.arena);
    const char *input =
        text_format(village.arena, "{\"bytes\":1,\"media\":\"text/plain\",\"sha256\":\"%.*s\"}",
                    TEXT_ARGS(kept))
            .bytes;
    const char *kept_path = blob_path("JL7505", kept), *gone_path = blob_path("JL7505", gone);
    put_file(kept_path, "x");
    put_file(gone_path, "x");
    village_act(&village, "JL7505", ROLE_COUNTER, VERB_KEEP_FILE, "", input);
    put_file(path_at("JL7505", "erasing"),
             text_format(village.arena, "%.*s\n%.*s\n", TEXT_ARGS(kept), TEXT_ARGS(gone)).bytes);
    village_restart(&village);
    assert_int_equal(access(kept_path, F_OK), 0); /* its group was never durable */
    assert_int_not_equal(access(gone_path, F_OK), 0);
    assert_int_not_equal(access(path_at("JL7505", "erasing"), F_OK), 0);
}

/* Why something was erased may name the person as well. */
static void
test_privacy__grounds_of_an_erasure_are_in_no_body(void **state)
{
    (void)state;
    village_hand_in(&village, "JL7502", "JL7505");
    for (int i = 0; i < 2; i++) {
        struct outcome erased =
            village_act(&village, "JL7505", ROLE_SECURITY_ADMIN, VERB_ERASE, "",
                        "{\"ground\":\"金花来院申请删除\",\"rests_on\":\"PIPL:47\"}");
        assert_int_equal(erased.refusal, ALLOWED);
        village_settle(&village);
    }
    assert_nowhere("金花来院申请删除");
    /* the latest order is there with its ground, the older one without */
    assert_int_equal(village_count(&village, "JL7502",
                                   "SELECT COUNT(*) FROM journal WHERE matter_id = ?"
                                   " AND private LIKE '%金花%'"),
                     1);
    village_audit(&village);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_privacy__bodies_hold_nobodys_data),
        cmocka_unit_test(test_privacy__the_officer_still_reads_his_grounds),
        cmocka_unit_test(test_privacy__the_party_learns_who_looked_anywhere),
        cmocka_unit_test(test_privacy__the_log_is_the_auditors),
        cmocka_unit_test(test_privacy__rules_in_use_are_the_newest),
        cmocka_unit_test(test_privacy__an_erasure_that_was_cut_short_ends_at_the_next_start),
        cmocka_unit_test(test_privacy__grounds_of_an_erasure_are_in_no_body),
    };
    return cmocka_run_group_tests(tests, open_village, close_village);
}
