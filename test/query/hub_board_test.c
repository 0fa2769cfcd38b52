/* hub_board_test.c: the numbers of the hub against lines that count and, beside each, a line that
 * just does not; and each number against the list it opens. */
#include "query/hub_board.h"

#include "rule/network_rule.h"
#include "store/custody_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE_MS (60 * INT64_C(1000))

/* A Friday, ten in the morning. */
static const struct civil today = {2026, 1, 16};

struct fixture {
    struct arena *arena;
    struct store *store;
    struct rulebook *rules;
    const struct network *network;
    struct asker asker;
    struct look look;
    int matters;
};

static struct date
day_of(int back)
{
    struct date day;
    assert_true(date_from_civil(today, &day));
    return date_add_days(day, -back);
}

static int64_t
at(int back, int hour, int minute)
{
    return instant_of(day_of(back), hour * 60 + minute, CHINA_OFFSET_MINUTES);
}

static int
open_fixture(void **state)
{
    struct fault fault = {0};
    struct arena *arena = arena_open();
    struct fixture *one = ARENA_NEW(arena, struct fixture);
    struct mistakes mistakes = mistakes_open(arena);
    const struct store_options options = {.use = STORE_WRITES};
    one->arena = arena;
    one->store = store_open(":memory:", &options, &fault);
    one->rules = rulebook_open(RULES, &mistakes);
    one->network = network_rule_load(RULES "/network/yanbian.yaml", arena, &mistakes);
    assert_non_null(one->store);
    assert_non_null(one->rules);
    assert_non_null(one->network);
    one->asker = (struct asker){
        .role = ROLE_HUB_OFFICER, .account = TEXT("a1"), .node = TEXT("JL75"), .is_at_hub = true};
    one->look = (struct look){.store = one->store,
                              .court_id = TEXT("JL75"),
                              .rules = one->rules,
                              .network = one->network,
                              .asker = &one->asker,
                              .now_ms = at(0, 10, 0),
                              .arena = arena};
    *state = one;
    return 0;
}

static int
close_fixture(void **state)
{
    struct fixture *one = *state;
    assert_false(store_fault(one->store)->is_set);
    store_close(one->store);
    rulebook_close(one->rules);
    arena_close(one->arena);
    return 0;
}

/* ---- lines as courts send them ---- */

struct line {
    int epoch, seq;
    const char *receiving, *owner, *state;
    int64_t since_ms, due_ms; /* due 0: no period runs */
    bool is_ended;
};

static void
put_line(struct fixture *one, struct text matter, const struct line *line)
{
    struct canon canon = canon_open(one->arena, 400);
    canon_begin_object(&canon);
    canon_member_text(&canon, "from", text_of(line->owner));
    canon_key(&canon, "line");
    canon_begin_object(&canon);
    canon_member_text(&canon, "case_kind", TEXT("civil_first"));
    if (line->due_ms > 0) {
        canon_member_text(&canon, "clock", TEXT("filing_decision"));
        canon_member_integer(&canon, "due", line->due_ms);
    }
    canon_member_integer(&canon, "epoch", line->epoch);
    canon_member_boolean(&canon, "open", !line->is_ended);
    canon_member_text(&canon, "owner", text_of(line->owner));
    canon_member_text(&canon, "receiving", text_of(line->receiving));
    canon_member_integer(&canon, "seq", line->seq);
    canon_member_integer(&canon, "since", line->since_ms);
    canon_member_text(&canon, "state", text_of(line->state));
    canon_end_object(&canon);
    canon_end_object(&canon);
    struct event event = {
        .kind = EVENT_CUSTODY_RECEIVED, .matter_id = matter, .body = canon_text(&canon)};
    custody_rows_apply(one->store, one->look.court_id, &event, one->arena);
}

static struct text
put_matter(struct fixture *one, const struct line *lines, int count)
{
    struct text matter = text_format(one->arena, "7502-%05d-00000-00", one->matters++);
    for (int i = 0; i < count; i++)
        put_line(one, matter, &lines[i]);
    return matter;
}

/* From the hand-in to the end; an instant of 0 has not come. */
static void
put_way(struct fixture *one, const char *receiving, const char *owner, int64_t filed_ms,
        int64_t received_ms, int64_t answered_ms, int64_t ended_ms)
{
    const struct line lines[] = {
        {0, 0, receiving, owner, "handed_in", filed_ms, 0, false},
        {1, 0, receiving, owner, "received", received_ms, 0, false},
        {1, 1, receiving, owner, "under_review", answered_ms, 0, false},
        {1, 2, receiving, owner, "registered", ended_ms, 0, true},
    };
    int count = ended_ms > 0 ? 4 : answered_ms > 0 ? 3 : received_ms > 0 ? 2 : 1;
    put_matter(one, lines, count);
}

static void
put_due(struct fixture *one, const char *owner, int64_t due_ms)
{
    const struct line line = {1, 0, "JL7502", owner, "received", at(20, 9, 0), due_ms, false};
    put_matter(one, &line, 1);
}

/* ---- lists ---- */

static int64_t
walk(struct fixture *one, struct custody_filter filter)
{
    struct custody_list *list = ARENA_NEW(one->arena, struct custody_list);
    int64_t seen = 0, size;
    do {
        assert_int_equal(custody_list_load(&one->look, &filter, list), ALLOWED);
        seen += list->count;
        if (list->count > 0) {
            filter.after_ms = custody_list_key(&filter, &list->lines[list->count - 1]);
            filter.after_matter = list->lines[list->count - 1].matter_id;
        }
    } while (list->has_more);
    filter.after_ms = -1;
    filter.after_matter = TEXT("");
    assert_int_equal(custody_list_size(&one->look, &filter, &size), ALLOWED);
    assert_int_equal(seen, size);
    return seen;
}

static int64_t
listed(struct fixture *one, enum custody_number number, struct date from, struct date until)
{
    struct custody_filter filter = custody_filter_of(number);
    filter.from = from;
    filter.until = until;
    return walk(one, filter);
}

static struct hub_board *
board_of(struct fixture *one)
{
    struct hub_board *board = ARENA_NEW(one->arena, struct hub_board);
    assert_int_equal(hub_board_load(&one->look, TEXT(""), board), ALLOWED);
    return board;
}

/* ---- who may look ---- */

static void
test_hub_board__is_for_those_who_oversee_at_the_hub(void **state)
{
    static const struct {
        enum role role;
        const char *node;
        bool is_at_hub;
        enum refusal refusal;
    } rows[] = {
        {ROLE_HUB_OFFICER, "JL75", true, ALLOWED},
        {ROLE_SUPERVISOR, "JL75", true, ALLOWED},
        {ROLE_PRESIDENT, "JL75", true, ALLOWED},
        {ROLE_PRESIDENT, "JL7502", false, ROLE_MUST_BE_ALLOWED},
        {ROLE_HUB_OFFICER, "JL7502", false, ROLE_MUST_BE_ALLOWED},
        {ROLE_COUNTER, "JL75", true, ROLE_MUST_BE_ALLOWED},
        {ROLE_JUDGE, "JL75", true, ROLE_MUST_BE_ALLOWED},
        {ROLE_AUDIT_ADMIN, "JL75", true, ROLE_MUST_BE_ALLOWED},
    };
    struct fixture *one = *state;
    struct hub_board *board = ARENA_NEW(one->arena, struct hub_board);
    put_way(one, "JL7502", "JL7505", at(0, 9, 0), 0, 0, 0);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct custody_filter filter = custody_filter_of(CUSTODY_FILED);
        int64_t size = 0;
        one->asker.role = rows[i].role;
        one->asker.node = text_of(rows[i].node);
        one->asker.is_at_hub = rows[i].is_at_hub;
        assert_int_equal(hub_board_load(&one->look, TEXT(""), board), rows[i].refusal);
        assert_int_equal(board->days[BOARD_DAYS - 1].filed, rows[i].refusal == ALLOWED);
        assert_int_equal(custody_list_size(&one->look, &filter, &size), rows[i].refusal);
        assert_int_equal(size, rows[i].refusal == ALLOWED);
    }
}

/* ---- lines come in any order ---- */

static struct text
row_of(struct fixture *one, struct text matter)
{
    struct sql *row = sql(one->store, "SELECT state, owner, epoch, seq, intake_ms, received_ms,"
                                      " answered_ms FROM custody_rows WHERE court_id = $1"
                                      " AND matter_id = $2");
    sql_text(row, 1, one->look.court_id);
    sql_text(row, 2, matter);
    assert_true(sql_next(row));
    struct text said = text_format(
        one->arena, "%.*s %.*s %lld/%lld %lld %lld %lld", TEXT_ARGS(sql_column(row, 0, one->arena)),
        TEXT_ARGS(sql_column(row, 1, one->arena)), (long long)sql_column_integer(row, 2),
        (long long)sql_column_integer(row, 3), (long long)sql_column_integer(row, 4),
        (long long)sql_column_integer(row, 5), (long long)sql_column_integer(row, 6));
    sql_end(row);
    return said;
}

/* All orders of the lines by Heap's way, which needs only exchanges of two. */
static void
put_in_every_order(struct fixture *one, struct line *lines, int count, int free_count,
                   struct text expected, int *orders)
{
    if (free_count <= 1) {
        struct text matter = put_matter(one, lines, count);
        assert_string_equal(row_of(one, matter).bytes, expected.bytes);
        (*orders)++;
        return;
    }
    for (int i = 0; i < free_count; i++) {
        put_in_every_order(one, lines, count, free_count - 1, expected, orders);
        int k = free_count % 2 == 0 ? i : 0;
        struct line moved = lines[k];
        lines[k] = lines[free_count - 1];
        lines[free_count - 1] = moved;
    }
}

static void
test_hub_board__no_order_of_arrival_changes_what_a_matter_went_through(void **state)
{
    struct fixture *one = *state;
    struct line lines[] = {
        {0, 0, "JL7502", "JL7505", "handed_in", 1000, 0, false},
        {1, 0, "JL7502", "JL7505", "received", 2000, 9000, false},
        {1, 1, "JL7502", "JL7505", "received", 2000, 9500, false}, /* another period */
        {1, 2, "JL7502", "JL7505", "under_review", 3000, 9500, false},
        {2, 0, "JL7502", "JL7504", "received", 4000, 9900, false},  /* transferred */
        {0, 1, "JL7502", "JL7505", "under_review", 3000, 0, false}, /* papers came later */
    };
    int orders = 0;
    put_in_every_order(one, lines, 6, 6, TEXT("received JL7504 2/0 1000 2000 3000"), &orders);
    assert_int_equal(orders, 720);
}

/* ---- days ---- */

static void
test_hub_board__a_day_begins_at_midnight_here(void **state)
{
    struct fixture *one = *state;
    put_way(one, "JL7502", "JL7505", at(0, 0, 0), 0, 0, 0);
    put_way(one, "JL7502", "JL7505", at(0, 0, 0) - 1, 0, 0, 0); /* yesterday */
    put_way(one, "JL7502", "JL7505", at(13, 0, 0), 0, 0, 0);
    put_way(one, "JL7502", "JL7505", at(13, 0, 0) - 1, 0, 0, 0); /* before the two weeks */
    const struct hub_board *board = board_of(one);
    assert_int_equal(board->days[BOARD_DAYS - 1].filed, 1);
    assert_int_equal(board->days[BOARD_DAYS - 2].filed, 1);
    assert_int_equal(board->days[0].filed, 1);
    assert_int_equal(hub_board_sum(board, 0, BOARD_DAYS).filed, 3);
    assert_int_equal(board->days[0].day.day, day_of(13).day);
    assert_int_equal(listed(one, CUSTODY_FILED, day_of(0), day_of(0)), 1);
    assert_int_equal(listed(one, CUSTODY_FILED, day_of(13), day_of(0)), 3);
    assert_int_equal(listed(one, CUSTODY_FILED, DATE_NONE, DATE_NONE), 4);
}

static void
test_hub_board__the_same_day_ends_at_midnight(void **state)
{
    struct fixture *one = *state;
    int64_t midnight = at(1, 0, 0); /* between two days */
    put_way(one, "JL7502", "JL7505", midnight - 2, midnight - 2, midnight - 2, midnight - 1);
    put_way(one, "JL7502", "JL7505", midnight - 2, midnight - 2, midnight - 2, midnight);
    put_way(one, "JL7502", "JL7505", midnight - 2, midnight - 2, midnight - 1, 0); /* open */
    const struct hub_board *board = board_of(one);
    assert_int_equal(board->days[BOARD_DAYS - 3].filed, 3);
    assert_int_equal(board->days[BOARD_DAYS - 3].same_day, 1);
    assert_int_equal(listed(one, CUSTODY_SAME_DAY, day_of(2), day_of(2)), 1);
    assert_int_equal(listed(one, CUSTODY_ENDED, day_of(1), day_of(1)), 1);
    assert_int_equal(board->ended, 2);
}

/* What a court began itself, or what came from elsewhere, was handed in nowhere here. */
static void
test_hub_board__only_what_was_handed_in_counts_as_handed_in(void **state)
{
    struct fixture *one = *state;
    const struct line began = {1, 0, "JL7503", "JL7503", "entrusted", at(0, 9, 0), 0, false};
    put_matter(one, &began, 1);
    assert_int_equal(listed(one, CUSTODY_FILED, DATE_NONE, DATE_NONE), 0);
    assert_int_equal(listed(one, CUSTODY_OPEN, DATE_NONE, DATE_NONE), 1);
    assert_int_equal(hub_board_sum(board_of(one), 0, BOARD_DAYS).filed, 0);
}

static void
test_hub_board__on_the_way_is_what_no_owner_has(void **state)
{
    struct fixture *one = *state;
    put_way(one, "JL7502", "JL7505", at(0, 9, 0), 0, 0, 0);
    put_way(one, "JL7502", "JL7505", at(0, 9, 0), at(0, 9, 1), 0, 0);
    assert_int_equal(board_of(one)->transit, 1);
    assert_int_equal(listed(one, CUSTODY_TRANSIT, DATE_NONE, DATE_NONE), 1);
}

/* ---- deadlines ---- */

static void
test_hub_board__late_today_and_in_time_meet_without_a_gap(void **state)
{
    struct fixture *one = *state;
    int64_t now_ms = one->look.now_ms, midnight = at(-1, 0, 0);
    put_due(one, "JL7505", now_ms - 1);
    put_due(one, "JL7505", now_ms);
    put_due(one, "JL7505", midnight); /* the last day of a period is today */
    put_due(one, "JL7505", midnight + 1);
    put_due(one, "JL7505", 0);
    put_due(one, "JL7504", now_ms - 1);
    const struct hub_board *board = board_of(one);
    assert_int_equal(board->loads_count, 2);
    const struct board_load *load = &board->loads[1];
    assert_true(text_is(load->owner, "JL7505"));
    assert_int_equal(load->open, 5);
    assert_int_equal(load->late, 1);
    assert_int_equal(load->today, 2);
    assert_int_equal(load->calm, 1);
    assert_int_equal(load->free, 1);
    struct custody_filter filter = custody_filter_of(CUSTODY_LATE);
    assert_int_equal(walk(one, filter), 2);
    filter.owner = TEXT("JL7505");
    assert_int_equal(walk(one, filter), 1);
    filter.number = CUSTODY_TODAY;
    assert_int_equal(walk(one, filter), 2);
    filter.number = CUSTODY_CALM;
    assert_int_equal(walk(one, filter), 1);
    filter.number = CUSTODY_FREE;
    assert_int_equal(walk(one, filter), 1);
}

/* ---- the first answer ---- */

static void
put_answer(struct fixture *one, int64_t received_ms, int64_t answered_ms)
{
    put_way(one, "JL7502", "JL7505", received_ms, received_ms, answered_ms, 0);
}

static void
test_hub_board__an_answer_takes_office_minutes(void **state)
{
    struct fixture *one = *state;
    put_answer(one, at(1, 16, 50), at(0, 8, 40)); /* ten minutes in the evening, ten next day */
    assert_int_equal(board_of(one)->answer.median_minutes, 20);
    put_answer(one, at(7, 16, 50), at(4, 8, 31)); /* over a weekend: eleven */
    assert_int_equal(board_of(one)->answer.median_minutes, 11);
    put_answer(one, at(1, 11, 0), at(1, 14, 0)); /* over noon: an hour */
    const struct hub_board *board = board_of(one);
    assert_int_equal(board->answer.answers, 3);
    assert_int_equal(board->answer.median_minutes, 20);
    assert_int_equal(listed(one, CUSTODY_ANSWERED, day_of(6), day_of(0)), 3);
}

static void
test_hub_board__what_ended_before_anybody_acted_was_not_answered(void **state)
{
    struct fixture *one = *state;
    const struct line withdrawn[] = {
        {0, 0, "JL7502", "JL7505", "handed_in", at(0, 8, 40), 0, false},
        {1, 0, "JL7502", "JL7505", "received", at(0, 8, 40), 0, false},
        {1, 1, "JL7502", "JL7505", "withdrawn", at(0, 9, 0), 0, true},
    };
    put_matter(one, withdrawn, 3);
    assert_int_equal(board_of(one)->answer.answers, 0);
    assert_int_equal(listed(one, CUSTODY_ANSWERED, DATE_NONE, DATE_NONE), 0);
    put_way(one, "JL7502", "JL7505", at(0, 8, 40), at(0, 8, 40), at(0, 9, 0), at(0, 9, 30));
    assert_int_equal(board_of(one)->answer.answers, 1);
    assert_int_equal(listed(one, CUSTODY_ANSWERED, DATE_NONE, DATE_NONE), 1);
}

static void
test_hub_board__the_week_before_stands_beside_it(void **state)
{
    struct fixture *one = *state;
    put_answer(one, at(7, 9, 0), at(7, 9, 5)); /* the last day of the week before */
    put_answer(one, at(4, 9, 0), at(4, 9, 15));
    const struct hub_board *board = board_of(one);
    assert_int_equal(board->answer.answers, 1);
    assert_int_equal(board->answer.median_minutes, 15);
    assert_int_equal(board->answer_before.answers, 1);
    assert_int_equal(board->answer_before.median_minutes, 5);
}

/* ---- every number is the size of its list ---- */

static const char *const courts[] = {"JL75",   "JL7501", "JL7502", "JL7503",
                                     "JL7504", "JL7505", "DESK"};

/* Two hundred matters of all kinds, so that lists have pages. */
static void
put_a_town(struct fixture *one)
{
    for (int i = 0; i < 200; i++) {
        int64_t filed_ms = at(i % 17, 8 + i % 9, i % 60);
        int64_t received_ms = i % 11 == 0 ? 0 : filed_ms + i % 5 * MINUTE_MS;
        int64_t answered_ms = received_ms == 0 || i % 4 == 0 ? 0 : received_ms + i * MINUTE_MS + 1;
        int64_t ended_ms =
            answered_ms == 0 || i % 3 == 0 ? 0 : answered_ms + i % 40 * 90 * MINUTE_MS;
        put_way(one, courts[i % 7], courts[i / 7 % 6], filed_ms, received_ms, answered_ms,
                ended_ms);
    }
    for (int i = 0; i < 60; i++)
        put_due(one, courts[i % 6], at(2 - i % 5, i % 24, 0));
}

static void
check_flows(struct fixture *one, const struct hub_board *board)
{
    int64_t all = 0;
    for (int i = 0; i < board->flows_count; i++) {
        struct custody_filter filter = custody_filter_of(CUSTODY_FILED);
        filter.from = board->first;
        filter.until = board->today;
        filter.receiving = board->flows[i].receiving;
        filter.owner = board->flows[i].owner;
        assert_int_equal(walk(one, filter), board->flows[i].filed);
        all += board->flows[i].filed;
    }
    assert_int_equal(all, hub_board_sum(board, 0, BOARD_DAYS).filed);
    assert_true(board->flows_count > 30);
}

static void
check_loads(struct fixture *one, const struct hub_board *board)
{
    for (int i = 0; i < board->loads_count; i++) {
        const struct board_load *load = &board->loads[i];
        const struct {
            enum custody_number number;
            int64_t count;
        } parts[] = {{CUSTODY_OPEN, load->open},
                     {CUSTODY_LATE, load->late},
                     {CUSTODY_TODAY, load->today},
                     {CUSTODY_CALM, load->calm},
                     {CUSTODY_FREE, load->free}};
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
            struct custody_filter filter = custody_filter_of(parts[k].number);
            filter.owner = load->owner;
            assert_int_equal(walk(one, filter), parts[k].count);
        }
    }
    assert_int_equal(board->loads_count, 6);
}

static void
check_ends(struct fixture *one, const struct hub_board *board)
{
    int64_t all = 0;
    for (int i = 0; i < board->ends_count; i++) {
        struct custody_filter filter = custody_filter_of(CUSTODY_ENDED);
        filter.from = board->week;
        filter.until = board->today;
        filter.state = board->ends[i].state;
        filter.case_kind = board->ends[i].case_kind;
        assert_int_equal(walk(one, filter), board->ends[i].matters);
        all += board->ends[i].matters;
    }
    assert_int_equal(all, board->ended);
    assert_true(all > 0);
}

static void
test_hub_board__each_number_is_the_size_of_its_list(void **state)
{
    struct fixture *one = *state;
    put_a_town(one);
    const struct hub_board *board = board_of(one);
    for (int i = 0; i < BOARD_DAYS; i++) {
        struct date day = board->days[i].day;
        assert_int_equal(listed(one, CUSTODY_FILED, day, day), board->days[i].filed);
        assert_int_equal(listed(one, CUSTODY_SAME_DAY, day, day), board->days[i].same_day);
    }
    struct board_day week = hub_board_sum(board, BOARD_DAYS - BOARD_WEEK, BOARD_WEEK);
    assert_int_equal(listed(one, CUSTODY_SAME_DAY, board->week, board->today), week.same_day);
    assert_int_equal(listed(one, CUSTODY_FILED, board->week, board->today), week.filed);
    assert_int_equal(listed(one, CUSTODY_CROSS, board->today, board->today), board->cross_today);
    assert_int_equal(listed(one, CUSTODY_OWN, board->first, board->today), board->own);
    assert_int_equal(listed(one, CUSTODY_CROSS, board->first, board->today), board->cross);
    assert_int_equal(listed(one, CUSTODY_WEB, board->first, board->today), board->web);
    assert_int_equal(listed(one, CUSTODY_ANSWERED, board->week, board->today),
                     board->answer.answers);
    assert_int_equal(listed(one, CUSTODY_TRANSIT, DATE_NONE, DATE_NONE), board->transit);
    assert_int_equal(listed(one, CUSTODY_ENDED, board->week, board->today), board->ended);
    assert_true(week.same_day > 0 && board->own > 0 && board->cross > 50 && board->web > 0);
    assert_true(board->answer.answers > 0 && board->transit > 0 && board->cross_today > 0);
    check_flows(one, board);
    check_loads(one, board);
    check_ends(one, board);
}

/* Cut to one court, the boards of all courts add up to the whole. */
static void
test_hub_board__the_courts_add_up_to_the_whole(void **state)
{
    struct fixture *one = *state;
    put_a_town(one);
    const struct hub_board *all = board_of(one);
    int64_t filed = 0, ended = 0, answers = 0, transit = 0, cross = 0;
    for (int i = 0; i < 6; i++) {
        struct hub_board *part = ARENA_NEW(one->arena, struct hub_board);
        assert_int_equal(hub_board_load(&one->look, text_of(courts[i]), part), ALLOWED);
        filed += hub_board_sum(part, 0, BOARD_DAYS).filed;
        ended += part->ended;
        answers += part->answer.answers;
        transit += part->transit;
        cross += part->cross;
        assert_true(part->loads_count <= 1);
    }
    assert_int_equal(filed, hub_board_sum(all, 0, BOARD_DAYS).filed);
    assert_int_equal(ended, all->ended);
    assert_int_equal(answers, all->answer.answers);
    assert_int_equal(transit, all->transit);
    assert_int_equal(cross, all->cross);
}

static void
test_hub_board__what_happened_last_comes_first(void **state)
{
    struct fixture *one = *state;
    put_a_town(one);
    const struct hub_board *board = board_of(one);
    assert_int_equal(board->newest_count, CUSTODY_NEWEST);
    for (int i = 1; i < board->newest_count; i++)
        assert_true(board->newest[i - 1].since_ms >= board->newest[i].since_ms);
}

static void
test_hub_board__a_number_is_known_by_its_word(void **state)
{
    enum custody_number number;
    (void)state;
    for (int i = 0; i < CUSTODY_NUMBER_COUNT; i++) {
        assert_true(
            custody_number_parse(text_of(custody_number_word((enum custody_number)i)), &number));
        assert_int_equal(number, i);
    }
    assert_false(custody_number_parse(TEXT("kilometres"), &number));
    assert_false(custody_number_parse(TEXT(""), &number));
}

#define BOARD_TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, close_fixture)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        BOARD_TEST(test_hub_board__is_for_those_who_oversee_at_the_hub),
        BOARD_TEST(test_hub_board__no_order_of_arrival_changes_what_a_matter_went_through),
        BOARD_TEST(test_hub_board__a_day_begins_at_midnight_here),
        BOARD_TEST(test_hub_board__the_same_day_ends_at_midnight),
        BOARD_TEST(test_hub_board__only_what_was_handed_in_counts_as_handed_in),
        BOARD_TEST(test_hub_board__on_the_way_is_what_no_owner_has),
        BOARD_TEST(test_hub_board__late_today_and_in_time_meet_without_a_gap),
        BOARD_TEST(test_hub_board__an_answer_takes_office_minutes),
        BOARD_TEST(test_hub_board__what_ended_before_anybody_acted_was_not_answered),
        BOARD_TEST(test_hub_board__the_week_before_stands_beside_it),
        BOARD_TEST(test_hub_board__each_number_is_the_size_of_its_list),
        BOARD_TEST(test_hub_board__the_courts_add_up_to_the_whole),
        BOARD_TEST(test_hub_board__what_happened_last_comes_first),
        cmocka_unit_test(test_hub_board__a_number_is_known_by_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
