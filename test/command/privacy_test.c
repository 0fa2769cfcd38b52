/* privacy_test.c: what people said stands where it can be erased, and goes where it is needed. */
#include "command/village.h"

#include "query/access_looks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_privacy__bodies_hold_nobodys_data),
        cmocka_unit_test(test_privacy__the_officer_still_reads_his_grounds),
        cmocka_unit_test(test_privacy__the_party_learns_who_looked_anywhere),
    };
    return cmocka_run_group_tests(tests, open_village, close_village);
}
