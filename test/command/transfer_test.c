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

static const char VERDICTS[] =
    "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
    "{\"item\":\"identity\",\"verdict\":\"ok\"},"
    "{\"item\":\"evidence\",\"verdict\":\"defective\",\"ground\":\"缺少借条。\"},"
    "{\"item\":\"copies\",\"verdict\":\"ok\"},"
    "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}";
static const char VERDICTS_GOOD[] = "{\"verdicts\":[{\"item\":\"evidence\",\"verdict\":\"ok\"}]}";

/* Work inside JL7501 on what JL7504 took in: of this JL7504 is told only that it happened. */
static void
work_inside(void)
{
    village_hand_in(&village, "JL7504", "JL7501");
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "open", "{}");
    village_step(&village, "JL7501", ROLE_SUPERVISOR, "assign",
                 "{\"handler\":\"filing_officer-JL7501\"}");
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "check_items", VERDICTS);
    village_step(&village, "JL7501", ROLE_JUDGE, "note", "{\"text\":\"与另案有关。\"}");
}

static enum verdict
verdict_at(const char *node, const char *name)
{
    struct matter_row row = village_row(&village, node);
    const struct matter_item *item = matter_item(&row.facts, text_of(name));
    return item == NULL ? VERDICT_UNCHECKED : item->verdict;
}

static struct text
facts_at(const char *node)
{
    struct matter_row row = village_row(&village, node);
    struct canon canon = canon_open(village.arena, 4096);
    matter_write_facts(&canon, &row.facts);
    return canon_text(&canon);
}

static int64_t
inside_events_at(const char *node)
{
    return village_count(&village, node,
                         "SELECT COUNT(*) FROM journal WHERE matter_id = ? AND stream = 'inbox'"
                         " AND json_extract(private, '$.private') LIKE '%与另案有关%'");
}

static void
test_transfer__the_court_that_took_it_in_takes_over_the_whole_file(void **state)
{
    (void)state;
    work_inside();
    assert_int_equal(verdict_at("JL7504", "evidence"), VERDICT_UNCHECKED);
    assert_int_equal(inside_events_at("JL7504"), 0);
    village_step(&village, "JL7501", ROLE_JUDGE, "offer_transfer", OFFER);
    assert_int_equal(verdict_at("JL7504", "evidence"), VERDICT_DEFECTIVE);
    assert_int_equal(inside_events_at("JL7504"), 1);
    village_step(&village, "JL7504", ROLE_JUDGE, "accept_transfer", "{}");
    village_audit(&village);
    struct text facts = facts_at("JL7504");
    assert_string_equal(text_terminated(facts_at("JL7501"), village.arena),
                        text_terminated(facts, village.arena));
    village_restart(&village);
    assert_true(text_equal(facts_at("JL7504"), facts));
    /* and it is worked on from where it stood: one verdict is missing, not five */
    village_step(&village, "JL7504", ROLE_FILING_OFFICER, "open", "{}");
    village_step(&village, "JL7504", ROLE_FILING_OFFICER, "check_items", VERDICTS_GOOD);
    village_step(&village, "JL7504", ROLE_FILING_OFFICER, "register", "{}");
    assert_true(text_is(village_row(&village, "JL7504").facts.state, "registered"));
    village_audit(&village);
}

/* The letters with the inside of the file are lost for a while: until they are here, the court does
 * not know that it is offered anything. */
static void
test_transfer__an_offer_waits_for_the_file(void **state)
{
    (void)state;
    work_inside();
    struct outcome offered =
        village_act(&village, "JL7501", ROLE_JUDGE, VERB_TAKE_STEP, "offer_transfer",
                    text_format(village.arena, "{\"fields\":%s}", OFFER).bytes);
    assert_int_equal(offered.refusal, ALLOWED);
    village_tamper(&village, "JL7501",
                   text_format(village.arena,
                               "UPDATE outbox SET next_try_ms = %lld WHERE status = 0"
                               " AND kind = 'event/1' AND position < %lld",
                               (long long)(village.wall_ms + 60000), (long long)offered.position)
                       .bytes);
    village_settle(&village);
    assert_int_equal(village_row(&village, "JL7504").facts.custody, CUSTODY_HELD);
    assert_int_equal(village_act(&village, "JL7504", ROLE_JUDGE, VERB_TAKE_STEP, "accept_transfer",
                                 "{\"fields\":{}}")
                         .refusal,
                     MATTER_MUST_BE_VISIBLE);
    village_pass(&village, 3600 * 1000);
    village_settle(&village);
    assert_int_equal(village_row(&village, "JL7504").facts.custody, CUSTODY_OFFERED);
    assert_int_equal(verdict_at("JL7504", "evidence"), VERDICT_DEFECTIVE);
    village_audit(&village);
}

static void
assert_hub_knows(void)
{
    struct matter_row row = village_row(&village, "JL7501");
    assert_string_equal(
        village_ask(&village, "JL75", "SELECT state FROM custody_rows WHERE matter_id = ?"),
        text_terminated(row.facts.state, village.arena));
    assert_int_equal(
        village_count(&village, "JL75", "SELECT due_ms FROM custody_rows WHERE matter_id = ?"),
        row.due_ms);
}

static void
test_custody__the_line_says_what_is_so_after_every_step(void **state)
{
    (void)state;
    work_inside();
    assert_hub_knows();
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "require_correction",
                 "{\"defects\":[{\"item\":\"evidence\",\"ground\":\"缺少借条。\"}],\"days\":15}");
    assert_hub_knows();
    village_step(&village, "JL7504", ROLE_COUNTER, "hand_in_correction",
                 "{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}");
    assert_hub_knows();
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "check_items", VERDICTS_GOOD);
    assert_true(text_is(village_row(&village, "JL7501").facts.state, "under_review"));
    assert_hub_knows();
    village_audit(&village);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transfer__what_is_declined_is_worked_on_by_its_owner_again),
        cmocka_unit_test(test_transfer__what_comes_in_on_the_way_reaches_the_new_owner),
        cmocka_unit_test(test_transfer__the_court_that_took_it_in_takes_over_the_whole_file),
        cmocka_unit_test(test_transfer__an_offer_waits_for_the_file),
        cmocka_unit_test(test_custody__the_line_says_what_is_so_after_every_step),
    };
    return cmocka_run_group_tests(tests, open_village, close_village);
}
