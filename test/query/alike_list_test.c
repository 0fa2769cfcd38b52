/* alike_list_test.c: which matters of a node may be the same as one. */
#include "query/alike_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct store *store;
static struct rulebook *rules;

static int
open_tables(void **state)
{
    (void)state;
    struct fault fault = {0};
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    const struct store_options options = {.use = STORE_WRITES};
    store = store_open(":memory:", &options, &fault);
    rules = rulebook_open(RULES, &mistakes);
    return store == NULL || rules == NULL ? -1 : 0;
}

static int
close_tables(void **state)
{
    (void)state;
    store_close(store);
    rulebook_close(rules);
    arena_close(arena);
    return 0;
}

static void
put_party(struct text id, int number, const char *position, const char *name)
{
    struct canon details = canon_open(arena, 200);
    canon_begin_object(&details);
    canon_member_text_if(&details, "name", text_of(name));
    canon_member_text(&details, "position", text_of(position));
    canon_end_object(&details);
    struct sql *put = sql(store, "INSERT INTO party_rows (court_id, matter_id, number, side,"
                                 " account_id, details) VALUES ('JL7505', $1, $2, $3, '-', $4)");
    sql_text(put, 1, id);
    sql_integer(put, 2, number);
    sql_text(put, 3, text_of(position));
    sql_text(put, 4, canon_text(&details));
    assert_true(sql_run(put));
}

static struct text
digest_in_force(struct text name)
{
    struct date today;
    assert_true(date_parse(TEXT("2026-11-28"), &today));
    const struct procedure *procedure = rulebook_procedure_in_force(rules, name, today);
    assert_non_null(procedure);
    return digest_hex(&procedure->digest, arena);
}

static void
put_matter(const char *number, const char *procedure, const char *title, const char *plaintiff,
           const char *defendant)
{
    struct text id = text_of(number);
    struct matter_facts facts = matter_new(id, TEXT("JL7505"), TEXT("JL7502"));
    struct canon canon = canon_open(arena, 512);
    facts.case_kind = TEXT("civil_first");
    facts.procedure = text_of(procedure);
    facts.version = 1;
    facts.state = TEXT("under_review");
    matter_write_facts(&canon, &facts);
    struct sql *put =
        sql(store, "INSERT INTO matter_rows (court_id, matter_id, procedure_name,"
                   " procedure_digest, case_kind, title, owner, receiving, epoch, custody,"
                   " custody_peer, state, state_since_ms, next_role, next_node, assignee,"
                   " case_number, is_sealed, amount_fen, claimed_ms, counter_ms, owner_ms,"
                   " entered_ms, due_ms, due_period, version, facts)"
                   " VALUES ('JL7505', $1, $2, $3, 'civil_first', $4, 'JL7505',"
                   " 'JL7502', 1, 'held', '-', 'under_review', 1, 'filing_officer', 'JL7505', '-',"
                   " '-', 0, -1, 0, 1, 1, 1, 1, '-', 1, $5)");
    sql_text(put, 1, id);
    sql_text(put, 2, facts.procedure);
    sql_text(put, 3, digest_in_force(facts.procedure));
    sql_text(put, 4, text_of(title));
    sql_text(put, 5, canon_text(&canon));
    assert_true(sql_run(put));
    put_party(id, 0, "plaintiff", plaintiff);
    put_party(id, 1, "defendant", defendant);
}

/* Those found beside a matter; the first of them, or empty. */
static struct text
beside(const char *number, int *count)
{
    static struct asker asker = {.role = ROLE_FILING_OFFICER,
                                 .identity = IDENTITY_SEEN,
                                 .account = {"a1", 2},
                                 .node = {"JL7505", 6}};
    struct look look = {.store = store,
                        .court_id = TEXT("JL7505"),
                        .rules = rules,
                        .asker = &asker,
                        .now_ms = 50500,
                        .arena = arena};
    struct docket *docket = ARENA_NEW(arena, struct docket);
    const struct alike *list;
    if (!docket_load(&look, text_of(number), docket, NULL))
        fail_msg("no docket: %s", store_fault(store)->what);
    assert_true(docket->sees[SIGHT_CONTENT]);
    assert_int_equal(docket->parties->count, 2);
    *count = alike_list_load(&look, docket, &list);
    return *count == 0 ? TEXT("") : list[0].matter_id;
}

static void
test_alike_list__same_names_in_the_same_positions_are_alike(void **state)
{
    (void)state;
    int count;
    put_matter("7505-00001-00000-00", "civil_filing", "Jia v Yi", "Jia", "Yi");
    put_matter("7505-00002-00000-00", "civil_filing", "Jia v Yi", "Jia", "Yi");
    put_matter("7505-00003-00000-00", "civil_filing", "Jia v Yi", "Yi", "Jia");
    struct text found = beside("7505-00001-00000-00", &count);
    assert_int_equal(count, 1);
    assert_true(text_is(found, "7505-00002-00000-00"));
    beside("7505-00003-00000-00", &count);
    assert_int_equal(count, 0);
}

static void
test_alike_list__two_who_have_no_name_are_not_the_same(void **state)
{
    (void)state;
    int count;
    put_matter("7505-00004-00000-00", "civil_filing", "Bing v", "Bing", "");
    put_matter("7505-00005-00000-00", "civil_filing", "Bing v", "Bing", "");
    beside("7505-00004-00000-00", &count);
    assert_int_equal(count, 0);
}

static void
test_alike_list__without_a_cause_only_the_same_procedure_is_alike(void **state)
{
    (void)state;
    int count;
    put_matter("7505-00006-00000-00", "enforcement_filing", "Ding v Wu", "Ding", "Wu");
    put_matter("7505-00007-00000-00", "judicial_confirmation", "Ding v Wu", "Ding", "Wu");
    beside("7505-00006-00000-00", &count);
    assert_int_equal(count, 0);
    put_matter("7505-00008-00000-00", "enforcement_filing", "Ding v Wu", "Ding", "Wu");
    struct text found = beside("7505-00006-00000-00", &count);
    assert_int_equal(count, 1);
    assert_true(text_is(found, "7505-00008-00000-00"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike_list__same_names_in_the_same_positions_are_alike),
        cmocka_unit_test(test_alike_list__without_a_cause_only_the_same_procedure_is_alike),
        cmocka_unit_test(test_alike_list__two_who_have_no_name_are_not_the_same),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
