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

/* What `from` took in while the matter was on its way has opened a task at the new owner. */
static void
assert_arrives_after_all(const char *from)
{
    offer("JL7505");
    village_step(&village, from, ROLE_COUNTER, "supplement",
                 "{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}");
    village_step(&village, "JL7504", ROLE_JUDGE, "accept_transfer", "{}");
    assert_int_equal(village_count(&village, "JL7504",
                                   "SELECT COUNT(*) FROM task_rows WHERE matter_id = ?"
                                   " AND name = 'look_at_arrival' AND closed = 0"),
                     1);
    assert_int_equal(village_count(&village, "JL7504",
                                   "SELECT COUNT(*) FROM arrival_rows WHERE matter_id = ?"
                                   " AND answered = 0"),
                     0);
    village_audit(&village);
}

static void
test_transfer__what_comes_in_on_the_way_reaches_the_new_owner(void **state)
{
    (void)state;
    assert_arrives_after_all("JL7505"); /* where it was handed in */
    assert_arrives_after_all("JL7501"); /* at the court that offers it */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transfer__what_is_declined_is_worked_on_by_its_owner_again),
        cmocka_unit_test(test_transfer__what_comes_in_on_the_way_reaches_the_new_owner),
    };
    return cmocka_run_group_tests(tests, open_village, close_village);
}
