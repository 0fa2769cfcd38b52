/* hub_board.c: every number is the size of a list that custody_list.h can show; what can be counted
 * in one go is counted in one go. */
#include "query/hub_board.h"

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static int64_t
begin_of(struct date day)
{
    return instant_of(day, 0, CHINA_OFFSET_MINUTES);
}

static void
fill_days(const struct look *look, struct text owner, struct hub_board *board)
{
    for (int i = 0; i < BOARD_DAYS; i++)
        board->days[i].day = date_add_days(board->first, i);
    struct sql *rows =
        sql(look->store, "SELECT (intake_ms + 28800000) / 86400000, COUNT(*),"
                         " SUM(CASE WHEN is_open = 0 AND (since_ms + 28800000) / 86400000"
                         " = (intake_ms + 28800000) / 86400000 THEN 1 ELSE 0 END)"
                         " FROM custody_rows WHERE court_id = $1 AND intake_ms >= $2"
                         " AND intake_ms < $3 AND ($4 = '-' OR owner = $4)"
                         " GROUP BY (intake_ms + 28800000) / 86400000");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, begin_of(board->first));
    sql_integer(rows, 3, begin_of(date_add_days(board->today, 1)));
    sql_text(rows, 4, or_dash(owner));
    while (sql_next(rows)) {
        int64_t at = sql_column_integer(rows, 0) - board->first.day;
        if (at < 0 || at >= BOARD_DAYS)
            continue;
        board->days[at].filed = sql_column_integer(rows, 1);
        board->days[at].same_day = sql_column_integer(rows, 2);
    }
    sql_end(rows);
}

static void
fill_flows(const struct look *look, struct text owner, struct hub_board *board)
{
    struct board_flow *flows = ARENA_MANY(look->arena, BOARD_FLOWS_MAX, struct board_flow);
    struct sql *rows = sql(look->store, "SELECT receiving, owner, COUNT(*) FROM custody_rows"
                                        " WHERE court_id = $1 AND intake_ms >= $2"
                                        " AND intake_ms < $3 AND ($4 = '-' OR owner = $4)"
                                        " GROUP BY receiving, owner"
                                        " ORDER BY COUNT(*) DESC, receiving, owner LIMIT $5");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, begin_of(board->first));
    sql_integer(rows, 3, begin_of(date_add_days(board->today, 1)));
    sql_text(rows, 4, or_dash(owner));
    sql_integer(rows, 5, BOARD_FLOWS_MAX);
    while (board->flows_count < BOARD_FLOWS_MAX && sql_next(rows)) {
        struct board_flow *flow = &flows[board->flows_count++];
        *flow = (struct board_flow){sql_column(rows, 0, look->arena),
                                    sql_column(rows, 1, look->arena), sql_column_integer(rows, 2)};
        const struct network_node *node = network_find(look->network, flow->receiving);
        if (node != NULL && node->kind == NODE_DESK)
            board->web += flow->filed;
        else if (text_equal(flow->receiving, flow->owner))
            board->own += flow->filed;
        else
            board->cross += flow->filed;
    }
    sql_end(rows);
    board->flows = flows;
}

/* Every open line has a due_ms; asked for it, the engine walks open ones alone (custody_late). */
static void
fill_loads(const struct look *look, struct text owner, struct hub_board *board)
{
    struct board_load *loads = ARENA_MANY(look->arena, BOARD_LOADS_MAX, struct board_load);
    struct sql *rows =
        sql(look->store, "SELECT owner, COUNT(*), SUM(CASE WHEN due_ms < $1 THEN 1 ELSE 0 END),"
                         " SUM(CASE WHEN due_ms >= $1 AND due_ms <= $2 THEN 1 ELSE 0 END),"
                         " SUM(CASE WHEN due_ms = $3 THEN 1 ELSE 0 END) FROM custody_rows"
                         " WHERE court_id = $4 AND is_open = 1 AND due_ms >= 0"
                         " AND ($5 = '-' OR owner = $5) GROUP BY owner ORDER BY owner LIMIT $6");
    sql_integer(rows, 1, look->now_ms);
    sql_integer(rows, 2, begin_of(date_add_days(board->today, 1)));
    sql_integer(rows, 3, NEVER_MS);
    sql_text(rows, 4, look->court_id);
    sql_text(rows, 5, or_dash(owner));
    sql_integer(rows, 6, BOARD_LOADS_MAX);
    while (board->loads_count < BOARD_LOADS_MAX && sql_next(rows)) {
        struct board_load *load = &loads[board->loads_count++];
        *load = (struct board_load){
            .owner = sql_column(rows, 0, look->arena),
            .open = sql_column_integer(rows, 1),
            .late = sql_column_integer(rows, 2),
            .today = sql_column_integer(rows, 3),
            .free = sql_column_integer(rows, 4),
        };
        load->calm = load->open - load->late - load->today - load->free;
    }
    sql_end(rows);
    board->loads = loads;
}

static void
fill_ends(const struct look *look, struct text owner, struct hub_board *board)
{
    struct board_end *ends = ARENA_MANY(look->arena, BOARD_ENDS_MAX, struct board_end);
    struct sql *rows = sql(look->store, "SELECT case_kind, state, COUNT(*) FROM custody_rows"
                                        " WHERE court_id = $1 AND is_open = 0 AND since_ms >= $2"
                                        " AND since_ms < $3 AND ($4 = '-' OR owner = $4)"
                                        " GROUP BY case_kind, state"
                                        " ORDER BY COUNT(*) DESC, case_kind, state");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, begin_of(board->week));
    sql_integer(rows, 3, begin_of(date_add_days(board->today, 1)));
    sql_text(rows, 4, or_dash(owner));
    while (sql_next(rows)) {
        int64_t matters = sql_column_integer(rows, 2);
        board->ended += matters;
        if (board->ends_count < BOARD_ENDS_MAX)
            ends[board->ends_count++] = (struct board_end){
                sql_column(rows, 0, look->arena), sql_column(rows, 1, look->arena), matters};
    }
    sql_end(rows);
    board->ends = ends;
}

/* ---- the first answer ---- */

static int
minutes_of(const struct look *look, struct text owner, int64_t from_ms, int64_t to_ms)
{
    struct office_hours hours = rulebook_hours(look->rules, owner);
    struct calendar calendar = rulebook_calendar(look->rules, owner);
    int missing_year;
    return office_minutes_between(&calendar, &hours, from_ms, to_ms, BOARD_MINUTES_MAX,
                                  &missing_year);
}

/* Counted by minutes, so that any number of answers takes the same room. */
static struct board_answer
answer_of(const struct look *look, struct text owner, struct date first, struct date last)
{
    struct board_answer answer = {0, 0};
    int64_t *by_minutes = ARENA_MANY(look->arena, BOARD_MINUTES_MAX + 1, int64_t);
    struct sql *rows = sql(look->store, "SELECT owner, received_ms, answered_ms FROM custody_rows"
                                        " WHERE court_id = $1 AND answered_ms >= $2"
                                        " AND answered_ms < $3 AND intake_ms < $4"
                                        " AND (is_open = 1 OR since_ms > answered_ms)"
                                        " AND ($5 = '-' OR owner = $5)");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, begin_of(first));
    sql_integer(rows, 3, begin_of(date_add_days(last, 1)));
    sql_integer(rows, 4, NEVER_MS);
    sql_text(rows, 5, or_dash(owner));
    while (sql_next(rows)) {
        int minutes = minutes_of(look, sql_column_here(rows, 0), sql_column_integer(rows, 1),
                                 sql_column_integer(rows, 2));
        by_minutes[minutes]++;
        answer.answers++;
    }
    sql_end(rows);
    int64_t before = 0;
    while (answer.median_minutes < BOARD_MINUTES_MAX &&
           2 * (before += by_minutes[answer.median_minutes]) < answer.answers)
        answer.median_minutes++;
    return answer;
}

static int64_t
size_of(const struct look *look, enum custody_number number, struct text owner, struct date day)
{
    int64_t size = 0;
    struct custody_filter filter = custody_filter_of(number);
    filter.owner = owner;
    filter.from = filter.until = day;
    custody_list_size(look, &filter, &size);
    return size;
}

enum refusal
hub_board_load(const struct look *look, struct text owner, struct hub_board *board)
{
    *board = (struct hub_board){.today = date_of_instant(look->now_ms, CHINA_OFFSET_MINUTES)};
    board->first = date_add_days(board->today, 1 - BOARD_DAYS);
    board->week = date_add_days(board->today, 1 - BOARD_WEEK);
    if (!custody_list_is_open_to(look))
        return ROLE_MUST_BE_ALLOWED;
    if (!store_begin_read(look->store))
        return ALLOWED;
    fill_days(look, owner, board);
    fill_flows(look, owner, board);
    fill_loads(look, owner, board);
    fill_ends(look, owner, board);
    board->answer = answer_of(look, owner, board->week, board->today);
    board->answer_before = answer_of(look, owner, board->first, date_add_days(board->week, -1));
    board->cross_today = size_of(look, CUSTODY_CROSS, owner, board->today);
    board->transit = size_of(look, CUSTODY_TRANSIT, owner, DATE_NONE);
    custody_list_newest(look, owner, board->newest, &board->newest_count);
    store_end_read(look->store);
    return ALLOWED;
}

struct board_day
hub_board_sum(const struct hub_board *board, int first, int count)
{
    struct board_day sum = {board->days[first].day, 0, 0};
    for (int i = first; i < first + count; i++) {
        sum.filed += board->days[i].filed;
        sum.same_day += board->days[i].same_day;
    }
    return sum;
}
