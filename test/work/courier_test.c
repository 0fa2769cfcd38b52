/* courier_test.c: what cannot be done now stands in nobody's way, and is not tried without end;
 * and what a house keeps of the rules it opens under. */
#include "command/village.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DAYS_MS(days) ((days)*INT64_C(86400000))

enum { PATIENCE_S = 60 };

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

/* A period in the lists that the facts of its matter do not know: the clock is refused. */
static void
add_hopeless_periods(int count)
{
    for (int i = 0; i < count; i++)
        village_tamper(&village, "JL7505",
                       text_format(village.arena,
                                   "INSERT INTO period_rows SELECT court_id, matter_id, 'x%d',"
                                   " 'running', '-', '-', %d, 1, '-', '{}' FROM matter_rows"
                                   " WHERE matter_id = '%.*s'",
                                   i, i + 1, TEXT_ARGS(village.matter))
                           .bytes);
}

static void
forget_hopeless_periods(void)
{
    village_tamper(&village, "JL7505", "DELETE FROM period_rows WHERE name LIKE 'x%'");
    village_audit(&village);
}

static void
test_courier__a_refused_lapse_is_not_tried_without_end(void **state)
{
    (void)state;
    village_hand_in(&village, "JL7502", "JL7505");
    add_hopeless_periods(1);
    alarm(PATIENCE_S); /* it would go round for ever */
    village_settle(&village);
    alarm(0);
    forget_hopeless_periods();
}

static void
test_courier__refused_lapses_do_not_hold_up_the_others(void **state)
{
    (void)state;
    village_hand_in(&village, "JL7502", "JL7505");
    add_hopeless_periods(200);
    village_pass(&village, DAYS_MS(30));
    alarm(PATIENCE_S);
    village_settle(&village);
    alarm(0);
    assert_int_equal(village_count(&village, "JL7505",
                                   "SELECT COUNT(*) FROM period_rows WHERE matter_id = ?"
                                   " AND name = 'filing_decision' AND status = 'lapsed'"),
                     1);
    forget_hopeless_periods();
}

/* A citizen's file reaches a court whose files lie on another disk. */
static void
test_courier__a_file_is_copied_where_it_cannot_be_linked(void **state)
{
    char place[] = "/dev/shm/tongban-courier-XXXXXX", command[400];
    (void)state;
    if (mkdtemp(place) == NULL)
        skip();
    snprintf(command, sizeof command, "rm -r %s/JL7505/blobs && ln -s %s %s/JL7505/blobs",
             village.data, place, village.data);
    assert_int_equal(system(command), 0);
    struct text content = TEXT("民事起诉状"), sha256 = text_copy(text_of(""), village.arena);
    struct digest digest = digest_of(content);
    sha256 = digest_hex(&digest, village.arena);
    snprintf(command, sizeof command,
             "mkdir -p %s/JL7502/blobs/%.2s && printf %%s 民事起诉状 > %s/JL7502/blobs/%.2s/%.*s",
             village.data, sha256.bytes, village.data, sha256.bytes, TEXT_ARGS(sha256));
    assert_int_equal(system(command), 0);
    village_act(&village, "JL7502", ROLE_COUNTER, VERB_KEEP_FILE, "",
                text_format(village.arena,
                            "{\"bytes\":%zu,\"media\":\"text/plain\",\"sha256\":\"%.*s\"}",
                            content.length, TEXT_ARGS(sha256))
                    .bytes);
    village_hand_in(&village, "JL7502", "JL7505");
    village_step(&village, "JL7502", ROLE_COUNTER, "supplement",
                 text_format(village.arena,
                             "{\"materials\":[{\"item\":\"complaint\",\"file\":\"%.*s\"}]}",
                             TEXT_ARGS(sha256))
                     .bytes);
    assert_int_equal(village_count(&village, "JL7505", "SELECT COUNT(*) FROM blob"), 1);
    village_audit(&village);
    snprintf(command, sizeof command, "rm -rf %s", place);
    assert_int_equal(system(command), 0);
}

/* One more version each time the folder holds another than the last time, also an earlier one. */
static int64_t
versions_under(const char *rules)
{
    village.rules = rules;
    village_restart(&village);
    return village_count(&village, "JL7505",
                         "SELECT COUNT(*) FROM reference_rows WHERE kind = 'rule'"
                         " AND name = 'case_kind.yaml'");
}

static void
test_house__a_return_to_earlier_rules_is_kept(void **state)
{
    const char *changed = text_format(village.arena, "%s/rules", village.folder).bytes;
    char command[400];
    (void)state;
    snprintf(command, sizeof command,
             "cp -r " RULES " %s && chmod -R u+w %s && echo '# changed' >> %s/case_kind.yaml",
             changed, changed, changed);
    assert_int_equal(system(command), 0);
    assert_int_equal(versions_under(NULL), 1);
    assert_int_equal(versions_under(changed), 2);
    assert_int_equal(versions_under(changed), 2);
    assert_int_equal(versions_under(NULL), 3);
    assert_int_equal(versions_under(NULL), 3);
    village_audit(&village);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_courier__a_refused_lapse_is_not_tried_without_end),
        cmocka_unit_test(test_courier__refused_lapses_do_not_hold_up_the_others),
        cmocka_unit_test(test_house__a_return_to_earlier_rules_is_kept),
        cmocka_unit_test(test_courier__a_file_is_copied_where_it_cannot_be_linked),
    };
    return cmocka_run_group_tests(tests, open_village, close_village);
}
