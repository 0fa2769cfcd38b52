/* third_counter_test.c: papers for a matter are handed in at a counter that neither took it in nor
 * decides it, while the party stands there: nothing is lost, whatever has become of the matter. */
#include "command/village.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

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

static const char ASK[] = "{\"person\":{\"name\":\"当事人甲\"},\"reason\":\"当事人到场补正\"}";
static const char PAPERS[] = "{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}";
static const char PAPERS_INPUT[] =
    "{\"fields\":{\"materials\":[{\"item\":\"evidence\",\"paper\":true}]}}";
static const char OFFER[] = "{\"court\":\"JL7504\",\"reason\":\"designated\","
                            "\"explanation\":\"集中管辖。\"}";

static enum refusal
try_step(const char *node, enum role role, const char *step, const char *input)
{
    struct outcome outcome = village_act(&village, node, role, VERB_TAKE_STEP, step, input);
    assert_false(outcome.is_fault);
    return outcome.refusal;
}

static void
ask_at(const char *node, const char *input)
{
    struct outcome outcome = village_act(&village, node, ROLE_COUNTER, VERB_ENQUIRE, "", input);
    assert_int_equal(outcome.refusal, ALLOWED);
    village_settle(&village);
}

/* Handed in at the desk for JL7501, which wants a correction. */
static void
need_correction(void)
{
    village_hand_in(&village, "DESK", "JL7501");
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "open", "{}");
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "check_items",
                 "{\"verdicts\":[{\"item\":\"complaint\",\"verdict\":\"ok\"},"
                 "{\"item\":\"identity\",\"verdict\":\"ok\"},"
                 "{\"item\":\"evidence\",\"verdict\":\"defective\",\"ground\":\"缺少借条。\"},"
                 "{\"item\":\"copies\",\"verdict\":\"ok\"},"
                 "{\"item\":\"address_confirmation\",\"verdict\":\"ok\"}]}");
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "require_correction",
                 "{\"defects\":[{\"item\":\"evidence\",\"ground\":\"缺少借条。\"}],\"days\":15}");
}

static void
assert_state(const char *node, const char *state)
{
    assert_string_equal(text_terminated(village_row(&village, node).facts.state, village.arena),
                        state);
}

static int64_t
events_of_papers_at(const char *node)
{
    return village_count(&village, node,
                         "SELECT COUNT(*) FROM journal WHERE matter_id = ? AND stream = 'inbox'"
                         " AND statement LIKE '%event_received%' AND"
                         " json_extract(body, '$.statement') LIKE '%\"node\":\"JL7503\"%'");
}

static void
test_third_counter__a_correction_reaches_the_court_that_decides(void **state)
{
    (void)state;
    need_correction();
    ask_at("JL7503", ASK);
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "hand_in_correction", PAPERS_INPUT), ALLOWED);
    village_settle(&village);
    assert_state("JL7501", "corrected");
    assert_state("DESK", "corrected");
    assert_int_equal(events_of_papers_at("DESK"), 1); /* so the party sees what was handed in */
    assert_string_equal(
        village_ask(&village, "JL75", "SELECT state FROM custody_rows WHERE matter_id = ?"),
        "corrected");
    assert_int_equal(
        village_count(&village, "JL7503", "SELECT COUNT(*) FROM matter_rows WHERE matter_id = ?"),
        0);
    village_audit(&village);
}

static void
test_third_counter__only_while_the_party_is_present(void **state)
{
    (void)state;
    need_correction();
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "hand_in_correction", PAPERS_INPUT),
                     ENQUIRY_MUST_BE_ANSWERED);
    assert_int_equal(try_step("JL7503", ROLE_FILING_OFFICER, "hand_in_correction", PAPERS_INPUT),
                     MATTER_MUST_EXIST);
    ask_at("JL7503", "{\"person\":{\"name\":\"当事人丙\"},\"reason\":\"不是当事人\"}");
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "hand_in_correction", PAPERS_INPUT),
                     ENQUIRY_MUST_BE_ANSWERED);
    ask_at("JL7503", ASK);
    assert_int_equal(try_step("JL7502", ROLE_COUNTER, "hand_in_correction", PAPERS_INPUT),
                     ENQUIRY_MUST_BE_ANSWERED); /* the enquiry of another counter */
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "take_originals", PAPERS_INPUT),
                     ROLE_MUST_BE_ALLOWED); /* originals lie where the filing was taken in */
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "open", "{\"fields\":{}}"),
                     ROLE_MUST_BE_ALLOWED);
    village_pass(&village, INT64_C(13) * 3600 * 1000);
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "hand_in_correction", PAPERS_INPUT),
                     ENQUIRY_MUST_BE_ANSWERED); /* that was yesterday */
    village_audit(&village);
}

/* Between answer and hand-in the matter went on: it was corrected elsewhere already. */
static void
test_third_counter__what_fits_nowhere_is_shown_to_a_person(void **state)
{
    (void)state;
    need_correction();
    ask_at("JL7503", ASK);
    village_step(&village, "DESK", ROLE_PARTY, "hand_in_correction", PAPERS);
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "hand_in_correction", PAPERS_INPUT), ALLOWED);
    village_settle(&village);
    assert_state("JL7501", "corrected");
    assert_int_equal(village_count(&village, "JL7501",
                                   "SELECT COUNT(*) FROM task_rows WHERE matter_id = ?"
                                   " AND name = 'look_at_arrival' AND closed = 0"),
                     1);
    assert_int_equal(village_count(&village, "JL7501",
                                   "SELECT COUNT(*) FROM arrival_rows WHERE matter_id = ?"
                                   " AND answered = 0"),
                     0);
    village_audit(&village);
}

/* Between answer and hand-in the matter went to another court. */
static void
test_third_counter__papers_follow_a_matter_that_moved(void **state)
{
    (void)state;
    village_hand_in(&village, "DESK", "JL7501");
    village_step(&village, "JL7501", ROLE_FILING_OFFICER, "open", "{}");
    ask_at("JL7503", ASK);
    village_step(&village, "JL7501", ROLE_JUDGE, "offer_transfer", OFFER);
    village_step(&village, "JL7504", ROLE_JUDGE, "accept_transfer", "{}");
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "supplement", PAPERS_INPUT), ALLOWED);
    village_settle(&village);
    assert_int_equal(events_of_papers_at("JL7504"), 1);
    assert_int_equal(village_count(&village, "JL7504",
                                   "SELECT COUNT(*) FROM task_rows WHERE matter_id = ?"
                                   " AND name = 'look_at_arrival' AND closed = 0"),
                     1);
    village_audit(&village);
}

/* What is erased by law goes from the third court as well, and so do the words of its enquiry. */
static void
test_third_counter__an_erasure_reaches_it(void **state)
{
    (void)state;
    static const char count[] = "SELECT COUNT(*) FROM journal WHERE matter_id = ?"
                                " AND private IS NOT NULL AND stream <> 'erasure'";
    need_correction();
    ask_at("JL7503", ASK);
    assert_int_equal(try_step("JL7503", ROLE_COUNTER, "hand_in_correction", PAPERS_INPUT), ALLOWED);
    village_settle(&village);
    assert_int_equal(village_count(&village, "JL7503", count), 2);
    struct outcome erased = village_act(&village, "JL7501", ROLE_SECURITY_ADMIN, VERB_ERASE, "",
                                        "{\"ground\":\"依法删除\",\"rests_on\":\"PIPL:47\"}");
    assert_int_equal(erased.refusal, ALLOWED);
    village_settle(&village);
    assert_int_equal(village_count(&village, "JL7503", count), 0);
    assert_int_equal(village_count(&village, "DESK", count), 0);
    village_audit(&village);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_third_counter__a_correction_reaches_the_court_that_decides),
        cmocka_unit_test(test_third_counter__only_while_the_party_is_present),
        cmocka_unit_test(test_third_counter__what_fits_nowhere_is_shown_to_a_person),
        cmocka_unit_test(test_third_counter__papers_follow_a_matter_that_moved),
        cmocka_unit_test(test_third_counter__an_erasure_reaches_it),
    };
    return cmocka_run_group_tests(tests, open_village, close_village);
}
