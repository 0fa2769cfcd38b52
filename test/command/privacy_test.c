/* privacy_test.c: what people said stands where it can be erased, and goes where it is needed. */
#include "command/village.h"

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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_privacy__bodies_hold_nobodys_data),
        cmocka_unit_test(test_privacy__the_officer_still_reads_his_grounds),
    };
    return cmocka_run_group_tests(tests, open_village, close_village);
}
