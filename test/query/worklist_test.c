/* worklist_test.c: queues: their order, their pages, who sees which row, and that they walk along
 * an index however many matters there are. */
#include "query/worklist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MATTERS = 120, NOW_MS = 50500 };

struct fixture {
    struct arena *arena;
    struct store *store;
    struct rulebook *rules;
    struct asker asker;
    struct look look;
};

static void
put_matter(struct store *store, int number, struct arena *arena)
{
    struct text id = text_format(arena, "7505-%05d-00000-00", number);
    struct matter_facts facts = matter_new(id, TEXT("JL7505"), TEXT("JL7502"));
    struct canon canon = canon_open(arena, 512);
    facts.case_kind = TEXT("civil_first");
    facts.procedure = TEXT("civil_filing");
    facts.version = 1;
    facts.state = number % 2 == 0 ? TEXT("received") : TEXT("under_review");
    facts.handler = number % 3 == 0 ? TEXT("a1") : TEXT("");
    facts.is_sealed = number == 7;
    facts.owner_place = number < 10 ? TEXT("JL7505-T1") : TEXT("");
    matter_write_facts(&canon, &facts);
    struct sql *put =
        sql(store, "INSERT INTO matter_rows (court_id, matter_id, procedure_name,"
                   " procedure_digest, case_kind, title, owner, receiving, epoch, custody,"
                   " custody_peer, state, state_since_ms, next_role, next_node, assignee,"
                   " case_number, is_sealed, amount_fen, claimed_ms, counter_ms, owner_ms,"
                   " entered_ms, due_ms, due_period, version, facts)"
                   " VALUES ($1, $2, 'civil_filing', '-', 'civil_first', 'A to B', 'JL7505',"
                   " 'JL7502', 1, 'held', '-', $3, 1, $4, 'JL7505', $5, '-', $6, -1, 0, 1, 1, 1,"
                   " $7, $8, 1, $9)");
    sql_text(put, 1, TEXT("JL7505"));
    sql_text(put, 2, id);
    sql_text(put, 3, facts.state);
    sql_text(put, 4, number < 110 ? TEXT("filing_officer") : TEXT("judge"));
    sql_text(put, 5, text_is_empty(facts.handler) ? TEXT("-") : facts.handler);
    sql_integer(put, 6, facts.is_sealed);
    sql_integer(put, 7, number >= 100 ? NEVER_MS : (MATTERS - number) * INT64_C(1000));
    sql_text(put, 8, number >= 100 ? TEXT("-") : TEXT("filing_decision"));
    sql_text(put, 9, canon_text(&canon));
    assert_true(sql_run(put));
}

static int
open_fixture(void **state)
{
    struct fault fault = {0};
    struct arena *arena = arena_open();
    struct fixture *one = ARENA_NEW(arena, struct fixture);
    struct mistakes mistakes = mistakes_open(arena);
    const struct store_options options = {.use = STORE_REBUILDS};
    one->arena = arena;
    one->store = store_open(":memory:", &options, &fault);
    one->rules = rulebook_open(RULES, &mistakes);
    assert_non_null(one->store);
    assert_non_null(one->rules);
    for (int number = 0; number < MATTERS; number++)
        put_matter(one->store, number, arena);
    one->asker = (struct asker){.role = ROLE_FILING_OFFICER,
                                .identity = IDENTITY_SEEN,
                                .account = TEXT("a1"),
                                .node = TEXT("JL7505")};
    one->look = (struct look){.store = one->store,
                              .court_id = TEXT("JL7505"),
                              .rules = one->rules,
                              .asker = &one->asker,
                              .now_ms = NOW_MS,
                              .arena = arena};
    *state = one;
    return 0;
}

static int
close_fixture(void **state)
{
    struct fixture *one = *state;
    store_close(one->store);
    rulebook_close(one->rules);
    arena_close(one->arena);
    return 0;
}

static struct worklist_filter
officers_queue(void)
{
    return (struct worklist_filter){.role = TEXT("filing_officer"), .after_due_ms = -1};
}

static void
test_worklist__pages_hold_each_matter_once_by_deadline(void **state)
{
    struct fixture *one = *state;
    struct worklist *list = ARENA_NEW(one->arena, struct worklist);
    struct worklist_filter filter = officers_queue();
    int seen = 0, pages = 0;
    int64_t before_ms = -1;
    struct text before_matter = TEXT("");
    do {
        assert_int_equal(worklist_load(&one->look, &filter, list), ALLOWED);
        for (int i = 0; i < list->count; i++) {
            const struct worklist_row *row = &list->rows[i];
            assert_true(
                row->due_ms > before_ms ||
                (row->due_ms == before_ms && text_compare(row->matter_id, before_matter) > 0));
            before_ms = row->due_ms;
            before_matter = row->matter_id;
        }
        seen += list->count;
        filter.after_due_ms = list->next_due_ms;
        filter.after_matter = list->next_matter;
    } while (list->has_more && ++pages < 10);
    assert_int_equal(seen, 110);
    assert_int_equal(pages, 2);
    assert_int_equal(before_ms, NEVER_MS); /* what has no deadline comes last */
}

static int
count(struct fixture *one, const struct worklist_filter *filter)
{
    struct worklist *list = ARENA_NEW(one->arena, struct worklist);
    struct worklist_filter next = *filter;
    int seen = 0;
    do {
        assert_int_equal(worklist_load(&one->look, &next, list), ALLOWED);
        seen += list->count;
        next.after_due_ms = list->next_due_ms;
        next.after_matter = list->next_matter;
    } while (list->has_more);
    return seen;
}

static void
test_worklist__filters_narrow_it(void **state)
{
    struct fixture *one = *state;
    struct worklist_filter filter = officers_queue();
    filter.state = TEXT("received");
    assert_int_equal(count(one, &filter), 55);
    filter = officers_queue();
    filter.assignee = TEXT("a1");
    assert_int_equal(count(one, &filter), 37);
    filter.assignee = TEXT("-");
    assert_int_equal(count(one, &filter), 73);
    filter = officers_queue();
    filter.overdue_only = true; /* 70 to 99 run out at 50 000 and before */
    assert_int_equal(count(one, &filter), 30);
    filter = officers_queue();
    filter.period = TEXT("filing_decision");
    assert_int_equal(count(one, &filter), 100);
    filter = officers_queue();
    filter.court = TEXT("JL7502"); /* all of them were handed in there */
    assert_int_equal(count(one, &filter), 110);
    filter.court = TEXT("JL7503");
    assert_int_equal(count(one, &filter), 0);
    filter = officers_queue();
    filter.kind = TEXT("civil_filing");
    assert_int_equal(count(one, &filter), 110);
    filter.kind = TEXT("enforcement_filing");
    assert_int_equal(count(one, &filter), 0);
}

static const struct worklist_row *
find_row(struct fixture *one, const char *id)
{
    struct worklist *list = ARENA_NEW(one->arena, struct worklist);
    struct worklist_filter filter = officers_queue();
    do {
        assert_int_equal(worklist_load(&one->look, &filter, list), ALLOWED);
        for (int i = 0; i < list->count; i++) {
            if (text_is(list->rows[i].matter_id, id))
                return &list->rows[i];
        }
        filter.after_due_ms = list->next_due_ms;
        filter.after_matter = list->next_matter;
    } while (list->has_more);
    return NULL;
}

static void
test_worklist__a_sealed_matter_shows_its_line_and_no_names(void **state)
{
    struct fixture *one = *state;
    const struct worklist_row *open = find_row(one, "7505-00006-00000-00");
    const struct worklist_row *sealed = find_row(one, "7505-00007-00000-00");
    assert_true(text_is(open->title, "A to B"));
    assert_true(sealed->is_sealed);
    assert_true(text_is_empty(sealed->title));
}

static void
test_worklist__a_role_of_a_place_sees_that_place(void **state)
{
    struct fixture *one = *state;
    struct worklist_filter filter = officers_queue();
    one->asker.place = TEXT("JL7505-T1");
    int seen = count(one, &filter);
    one->asker.place = TEXT("");
    assert_int_equal(seen, 10);
}

static void
test_worklist__queues_of_others_are_for_those_who_answer_for_the_court(void **state)
{
    struct fixture *one = *state;
    struct worklist *list = ARENA_NEW(one->arena, struct worklist);
    struct worklist_filter filter = {.role = TEXT("judge"), .after_due_ms = -1};
    assert_int_equal(worklist_load(&one->look, &filter, list), ROLE_MUST_BE_ALLOWED);
    one->asker.role = ROLE_SUPERVISOR;
    assert_int_equal(worklist_load(&one->look, &filter, list), ALLOWED);
    assert_int_equal(list->count, 10);
    one->asker.node = TEXT("JL7501");
    assert_int_equal(worklist_load(&one->look, &filter, list), ALLOWED);
    assert_int_equal(list->count, 0);
    one->asker.node = TEXT("JL7505");
    one->asker.role = ROLE_FILING_OFFICER;
}

static void
follows_index(struct fixture *one, const char *statement, const char *index)
{
    bool follows = false;
    struct text explain = text_format(one->arena, "EXPLAIN QUERY PLAN %s", statement);
    struct sql *rows = sql(one->store, text_terminated(explain, one->arena));
    for (int i = 1; i <= 11 && (i < 11 || strstr(statement, "$11") != NULL); i++)
        sql_text(rows, i, TEXT("x"));
    while (sql_next(rows)) {
        struct text said = sql_column_here(rows, 3);
        follows |= memmem(said.bytes, said.length, index, strlen(index)) != NULL;
        assert_null(memmem(said.bytes, said.length, "TEMP B-TREE", 11));
        assert_null(memmem(said.bytes, said.length, "SCAN matter_rows", 16));
    }
    sql_end(rows);
    assert_true(follows);
}

/* The engine walks along an index and sorts nothing, however many matters there are. */
static void
test_worklist__a_queue_follows_its_index(void **state)
{
    struct fixture *one = *state;
    follows_index(one, worklist_statement, "USING INDEX matter_queue");
    follows_index(one, worklist_given_statement, "USING INDEX matter_given");
}

/* So many copies of the first matter of the queue, all of them before what is looked for. */
static void
put_crowd(struct fixture *one, int count)
{
    struct sql *put = sql(
        one->store, "WITH RECURSIVE number (n) AS (SELECT 10000 UNION ALL SELECT n + 1 FROM number"
                    " WHERE n + 1 < $1)"
                    " INSERT INTO matter_rows SELECT court_id, '7501-' || n || '-00000-00',"
                    " procedure_name, procedure_digest, case_kind, title, owner, receiving, epoch,"
                    " custody, custody_peer, 'registered', state_since_ms, next_role, next_node,"
                    " assignee, case_number, is_sealed, amount_fen, claimed_ms, counter_ms,"
                    " owner_ms, entered_ms, 1, due_period, version, facts"
                    " FROM matter_rows, number WHERE court_id = $2 AND matter_id ="
                    " '7505-00001-00000-00'");
    sql_text(put, 2, TEXT("JL7505"));
    sql_integer(put, 1, 10000 + count);
    assert_true(sql_run(put));
}

/* What is looked for stands on the first page, however many others would come before it. */
static void
test_worklist__a_filter_finds_what_lies_behind_a_crowd(void **state)
{
    struct fixture *one = *state;
    struct worklist *list = ARENA_NEW(one->arena, struct worklist);
    struct worklist_tally tally;
    struct worklist_filter filter = officers_queue();
    put_crowd(one, 10 * WORKLIST_PAGE + WORKLIST_SCAN_MAX);
    filter.state = TEXT("under_review");
    assert_int_equal(worklist_load(&one->look, &filter, list), ALLOWED);
    assert_int_equal(list->count, WORKLIST_PAGE);
    assert_int_equal(worklist_count(&one->look, &filter, &tally), ALLOWED);
    assert_int_equal(tally.all, WORKLIST_PAGE);
    filter.period = TEXT("filing_decision");
    filter.kind = TEXT("civil_filing");
    filter.court = TEXT("JL7502");
    assert_int_equal(worklist_load(&one->look, &filter, list), ALLOWED);
    assert_int_equal(list->count, WORKLIST_PAGE);
    filter.court = TEXT("JL7501");
    assert_int_equal(worklist_load(&one->look, &filter, list), ALLOWED);
    assert_int_equal(list->count, 0);
    assert_false(list->has_more);
}

static int
up_to_a_page(int count)
{
    return count < WORKLIST_PAGE ? count : WORKLIST_PAGE;
}

/* The numbers on the tabs are those of the lists behind them, as far as a page goes. */
static void
test_worklist__what_is_counted_is_what_is_listed(void **state)
{
    struct fixture *one = *state;
    static const char *const states[] = {"", "received", "registered"};
    static const char *const places[] = {"", "JL7505-T1", "JL7505-T2"};
    for (int i = 0; i < 9; i++) {
        struct worklist_tally tally;
        struct worklist_filter filter = officers_queue();
        one->asker.place = text_of(places[i % 3]);
        filter.state = text_of(states[i / 3]);
        assert_int_equal(worklist_count(&one->look, &filter, &tally), ALLOWED);
        assert_int_equal(tally.all, up_to_a_page(count(one, &filter)));
        filter.assignee = one->asker.account;
        assert_int_equal(tally.mine, up_to_a_page(count(one, &filter)));
        filter.assignee = TEXT("-");
        assert_int_equal(tally.free, up_to_a_page(count(one, &filter)));
        filter.assignee = TEXT("");
        filter.overdue_only = true;
        assert_int_equal(tally.late, up_to_a_page(count(one, &filter)));
    }
    one->asker.place = TEXT("");
    struct worklist_tally others;
    struct worklist_filter judges = {.role = TEXT("judge"), .after_due_ms = -1};
    assert_int_equal(worklist_count(&one->look, &judges, &others), ROLE_MUST_BE_ALLOWED);
    assert_int_equal(others.all, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_worklist__pages_hold_each_matter_once_by_deadline),
        cmocka_unit_test(test_worklist__filters_narrow_it),
        cmocka_unit_test(test_worklist__a_sealed_matter_shows_its_line_and_no_names),
        cmocka_unit_test(test_worklist__a_role_of_a_place_sees_that_place),
        cmocka_unit_test(test_worklist__queues_of_others_are_for_those_who_answer_for_the_court),
        cmocka_unit_test(test_worklist__a_queue_follows_its_index),
        cmocka_unit_test(test_worklist__what_is_counted_is_what_is_listed),
        cmocka_unit_test(test_worklist__a_filter_finds_what_lies_behind_a_crowd),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
