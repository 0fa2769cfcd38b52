/* transfer_test.c: a matter moves from court to court: one owner at a time, and nothing is lost on
 * the way. */
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

static const char OFFER[] = "{\"court\":\"JL7504\",\"reason\":\"designated\","
                            "\"explanation\":\"集中管辖。\"}";

/* Handed in at `node` for JL7501, opened there and offered to JL7504. */
static void
offer(const char *node)
{
    village_hand_in(&village, node, "JL7501");
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "open", "{}");
    village_step(&village, "JL7501", ROLE_JUDGE, "offer_transfer", OFFER);
}

static void
test_transfer__what_is_declined_is_worked_on_by_its_owner_again(void **state)
{
    (void)state;
    offer("JL7505");
    assert_int_equal(village_row(&village, "JL7501").facts.custody, CUSTODY_OFFERED);
    village_step(&village, "JL7504", ROLE_JUDGE, "decline_transfer",
                 "{\"reason\":\"不属于本院管辖。\"}");
    assert_int_equal(village_row(&village, "JL7501").facts.custody, CUSTODY_HELD);
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "propose_refusal",
                 "{\"reason\":\"arbitration\",\"explanation\":\"有仲裁协议。\"}");
    village_audit(&village);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transfer__what_is_declined_is_worked_on_by_its_owner_again),
    };
    return cmocka_run_group_tests(tests, open_village, close_village);
}
