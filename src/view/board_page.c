/* board_page.c: the numbers of the hub in words. A court stands where the directory has it, not
 * where its numbers would put it. */
#include "view/board_page.h"

#include "view/board_picture.h"
#include "view/hub_page.h"

static struct text
say(const struct view *view, const char *key)
{
    return wording(key, view->language);
}

static struct text
number_text(const struct view *view, int64_t number)
{
    return text_format(view->arena, "%lld", (long long)number);
}

static void
add_parameter(struct buffer *address, const char *name, struct text value)
{
    if (!text_is_empty(value))
        buffer_add_format(address, "&%s=%.*s", name, TEXT_ARGS(value));
}

struct text
board_page_list(const struct view *view, const struct custody_filter *filter)
{
    struct buffer address = buffer_open(view->arena, 120);
    buffer_add_format(&address, "/hub/list?of=%s", custody_number_word(filter->number));
    if (!date_is_none(filter->from))
        add_parameter(&address, "from", date_text(filter->from, view->arena));
    if (!date_is_none(filter->until))
        add_parameter(&address, "until", date_text(filter->until, view->arena));
    add_parameter(&address, "court", filter->owner);
    add_parameter(&address, "at", filter->receiving);
    add_parameter(&address, "state", filter->state);
    add_parameter(&address, "kind", filter->case_kind);
    return buffer_text(&address);
}

/* ---- what the page is made from ---- */

struct making {
    const struct view *view;
    const struct rulebook *rules;
    const struct hub_board *board;
    struct text owner;
    int64_t now_ms;
};

static struct custody_filter
list_of(const struct making *making, enum custody_number number, struct date from,
        struct date until)
{
    struct custody_filter filter = custody_filter_of(number);
    filter.owner = making->owner;
    filter.from = from;
    filter.until = until;
    return filter;
}

static struct text
list_address(const struct making *making, enum custody_number number, struct date from,
             struct date until)
{
    struct custody_filter filter = list_of(making, number, from, until);
    return board_page_list(making->view, &filter);
}

static struct text
short_name(const struct view *view, struct text id)
{
    const struct network_node *node = network_find(view->network, id);
    if (node == NULL)
        return id;
    struct text name = view_words(view, &node->short_name);
    return text_is_empty(name) ? view_words(view, &node->name) : name;
}

/* ---- six numbers ---- */

/* One decimal, 100 without: 88.9 */
static struct text
percent(const struct view *view, int64_t part, int64_t whole)
{
    int64_t tenths = whole == 0 ? 0 : (2000 * part + whole) / (2 * whole);
    if (whole == 0)
        return TEXT("–");
    if (tenths % 10 == 0)
        return number_text(view, tenths / 10);
    return text_format(view->arena, "%lld.%lld", (long long)(tenths / 10),
                       (long long)(tenths % 10));
}

static struct text
fill_note(const struct view *view, const char *key, int64_t n, int64_t m)
{
    struct wording_value values[] = {{"m", number_text(view, m)}, {"n", number_text(view, n)}};
    return wording_fill(key, view->language, values, 2, view->arena);
}

static struct text
minutes_text(const struct view *view, const struct board_answer *answer)
{
    if (answer->answers == 0)
        return TEXT("–");
    return text_format(view->arena, "%s%d", answer->median_minutes == BOARD_MINUTES_MAX ? "≥ " : "",
                       answer->median_minutes);
}

static struct text
answer_note(const struct view *view, const struct hub_board *board)
{
    struct wording_value values[] = {
        {"m", minutes_text(view, &board->answer_before)},
        {"n", number_text(view, board->answer.answers)},
    };
    return wording_fill(board->answer_before.answers > 0 ? "board.answer-note"
                                                         : "board.answer-note-alone",
                        view->language, values, 2, view->arena);
}

static void
fill_numbers(const struct making *making, struct board_page *page)
{
    const struct view *view = making->view;
    const struct hub_board *board = making->board;
    const struct board_day *today = &board->days[BOARD_DAYS - 1];
    struct board_day week = hub_board_sum(board, BOARD_DAYS - BOARD_WEEK, BOARD_WEEK);
    struct kpi_view *kpis = ARENA_MANY(view->arena, 6, struct kpi_view);
    int64_t open = 0, late = 0, due_today = 0;
    for (int i = 0; i < board->loads_count; i++) {
        open += board->loads[i].open;
        late += board->loads[i].late;
        due_today += board->loads[i].today;
    }
    kpis[0] =
        (struct kpi_view){say(view, "board.filed-today"),
                          number_text(view, today->filed),
                          say(view, "board.matters"),
                          fill_note(view, "board.filed-note", board->cross_today, today[-1].filed),
                          list_address(making, CUSTODY_FILED, board->today, board->today),
                          false};
    kpis[1] = (struct kpi_view){say(view, "board.same-day"),
                                percent(view, week.same_day, week.filed),
                                TEXT("%"),
                                fill_note(view, "board.same-day-note", week.same_day, week.filed),
                                list_address(making, CUSTODY_SAME_DAY, board->week, board->today),
                                false};
    kpis[2] = (struct kpi_view){say(view, "board.answer"),
                                minutes_text(view, &board->answer),
                                say(view, "board.minutes"),
                                answer_note(view, board),
                                list_address(making, CUSTODY_ANSWERED, board->week, board->today),
                                false};
    kpis[3] = (struct kpi_view){say(view, "number.transit"),
                                number_text(view, board->transit),
                                say(view, "board.matters"),
                                say(view, "board.transit-note"),
                                list_address(making, CUSTODY_TRANSIT, DATE_NONE, DATE_NONE),
                                false};
    kpis[4] = (struct kpi_view){say(view, "number.ended"),
                                number_text(view, board->ended),
                                say(view, "board.matters"),
                                say(view, "board.week"),
                                list_address(making, CUSTODY_ENDED, board->week, board->today),
                                false};
    kpis[5] = (struct kpi_view){say(view, "number.late"),
                                number_text(view, late),
                                say(view, "board.matters"),
                                fill_note(view, "board.late-note", open, due_today),
                                list_address(making, CUSTODY_LATE, DATE_NONE, DATE_NONE),
                                late > 0};
    page->kpis = kpis;
    page->kpis_count = 6;
}

/* ---- two weeks ---- */

static void
fill_days(const struct making *making, struct board_page *page)
{
    const struct view *view = making->view;
    const struct hub_board *board = making->board;
    struct board_day_row *rows = ARENA_MANY(view->arena, BOARD_DAYS, struct board_day_row);
    struct picture_day days[BOARD_DAYS];
    for (int i = 0; i < BOARD_DAYS; i++) {
        const struct board_day *day = &board->days[i];
        bool is_today = i == BOARD_DAYS - 1;
        struct wording_value value = {"day",
                                      text_format(view->arena, "%d", date_civil(day->day).day)};
        days[i] = (struct picture_day){
            is_today ? say(view, "board.today")
                     : wording_fill("board.day", view->language, &value, 1, view->arena),
            day->filed, day->same_day};
        rows[BOARD_DAYS - 1 - i] = (struct board_day_row){
            day->day,
            {day->filed, list_address(making, CUSTODY_FILED, day->day, day->day)},
            {day->same_day, list_address(making, CUSTODY_SAME_DAY, day->day, day->day)}};
    }
    struct board_day all = hub_board_sum(board, 0, BOARD_DAYS);
    page->days = rows;
    page->days_count = BOARD_DAYS;
    page->days_picture = board_picture_days(
        days, BOARD_DAYS, fill_note(view, "board.days-picture", all.filed, all.same_day),
        view->arena);
}

/* ---- courts and flows ---- */

static const struct board_load *
load_of(const struct hub_board *board, struct text owner)
{
    static const struct board_load none;
    for (int i = 0; i < board->loads_count; i++) {
        if (text_equal(board->loads[i].owner, owner))
            return &board->loads[i];
    }
    return &none;
}

static int64_t
filed_for(const struct hub_board *board, struct text owner)
{
    int64_t filed = 0;
    for (int i = 0; i < board->flows_count; i++)
        filed += text_equal(board->flows[i].owner, owner) ? board->flows[i].filed : 0;
    return filed;
}

static int
place_of(const struct network_node *const nodes[], int count, struct text id)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(nodes[i]->id, id))
            return i;
    }
    return -1;
}

/* Both directions between two courts are one line; the table tells them apart. */
static int
join_flows(const struct hub_board *board, const struct network_node *const nodes[], int count,
           struct picture_flow *flows)
{
    int joined = 0;
    for (int i = 0; i < board->flows_count; i++) {
        int one = place_of(nodes, count, board->flows[i].receiving);
        int other = place_of(nodes, count, board->flows[i].owner);
        if (one < 0 || other < 0 || one == other)
            continue;
        int at = 0;
        while (at < joined && !((flows[at].one == one && flows[at].other == other) ||
                                (flows[at].one == other && flows[at].other == one)))
            at++;
        if (at == joined)
            flows[joined++] = (struct picture_flow){one, other, 0};
        flows[at].count += board->flows[i].filed;
    }
    return joined;
}

static void
draw_map(const struct making *making, struct board_page *page)
{
    const struct view *view = making->view;
    const struct network *network = view->network;
    size_t most = network == NULL ? 0 : network->nodes_count;
    const struct network_node **nodes =
        ARENA_MANY(view->arena, most + 1, const struct network_node *);
    struct picture_court *courts = ARENA_MANY(view->arena, most + 1, struct picture_court);
    struct picture_flow *flows =
        ARENA_MANY(view->arena, (size_t)making->board->flows_count + 1, struct picture_flow);
    int count = 0;
    for (size_t i = 0; i < most; i++) {
        const struct network_node *node = &network->nodes[i];
        if (node->kind == NODE_DESK || !node->spot.is_given)
            continue;
        struct wording_value value = {"n", number_text(view, filed_for(making->board, node->id))};
        courts[count] = (struct picture_court){
            short_name(view, node->id),
            wording_fill("board.court-count", view->language, &value, 1, view->arena), node->spot,
            node->kind == NODE_HUB};
        nodes[count++] = node;
    }
    int joined = join_flows(making->board, nodes, count, flows);
    page->has_map = count > 1;
    if (page->has_map)
        page->map_picture = board_picture_map(courts, count, flows, joined,
                                              say(view, "board.map-picture"), view->arena);
}

static void
fill_flows(const struct making *making, struct board_page *page)
{
    const struct view *view = making->view;
    const struct hub_board *board = making->board;
    struct board_flow_row *rows =
        ARENA_MANY(view->arena, (size_t)board->flows_count + 1, struct board_flow_row);
    for (int i = 0; i < board->flows_count; i++) {
        struct custody_filter filter = list_of(making, CUSTODY_FILED, board->first, board->today);
        filter.owner = board->flows[i].owner;
        filter.receiving = board->flows[i].receiving;
        rows[i] = (struct board_flow_row){short_name(view, filter.receiving),
                                          short_name(view, filter.owner),
                                          {board->flows[i].filed, board_page_list(view, &filter)}};
    }
    page->flows = rows;
    page->flows_count = board->flows_count;
}

/* Whatever is not nothing is seen: at least one of a hundred. */
static int
share(int64_t part, int64_t whole)
{
    int width = whole == 0 ? 0 : (int)((200 * part + whole) / (2 * whole));
    return part > 0 && width == 0 ? 1 : width;
}

static struct board_count
load_count(const struct making *making, enum custody_number number, struct text owner,
           int64_t count)
{
    struct custody_filter filter = custody_filter_of(number);
    filter.owner = owner;
    return (struct board_count){count, board_page_list(making->view, &filter)};
}

static struct board_court_row
court_row(const struct making *making, const struct network_node *node)
{
    const struct view *view = making->view;
    const struct board_load *load = load_of(making->board, node->id);
    int64_t timed = load->open - load->free;
    int late = share(load->late, timed), near = share(load->today, timed);
    if (late + near > 100)
        near = 100 - late;
    int good = load->calm > 0 ? 100 - late - near : 0;
    return (struct board_court_row){
        .name = short_name(view, node->id),
        .address = text_format(view->arena, "/hub?court=%.*s", TEXT_ARGS(node->id)),
        .meter = {.name = short_name(view, node->id),
                  .value = timed == 0
                               ? TEXT("–")
                               : text_format(view->arena, "%.*s%%",
                                             TEXT_ARGS(percent(view, timed - load->late, timed))),
                  .good = good,
                  .near = near,
                  .good_and_near = good + near,
                  .late = late},
        .open = load_count(making, CUSTODY_OPEN, node->id, load->open),
        .calm = load_count(making, CUSTODY_CALM, node->id, load->calm),
        .today = load_count(making, CUSTODY_TODAY, node->id, load->today),
        .late = load_count(making, CUSTODY_LATE, node->id, load->late),
        .free = load_count(making, CUSTODY_FREE, node->id, load->free),
    };
}

static void
fill_courts(const struct making *making, struct board_page *page)
{
    const struct network *network = making->view->network;
    size_t most = network == NULL ? 0 : network->nodes_count;
    struct board_court_row *rows =
        ARENA_MANY(making->view->arena, most + 1, struct board_court_row);
    for (size_t i = 0; i < most; i++) {
        const struct network_node *node = &network->nodes[i];
        bool is_meant = text_is_empty(making->owner) || text_equal(making->owner, node->id);
        if (node->kind != NODE_DESK && is_meant)
            rows[page->courts_count++] = court_row(making, node);
    }
    page->courts = rows;
}

/* ---- ways in, ways out, what happened ---- */

static void
fill_ways(const struct making *making, struct board_page *page)
{
    const struct view *view = making->view;
    const struct hub_board *board = making->board;
    const struct {
        enum custody_number number;
        int64_t count;
    } ways[] = {
        {CUSTODY_OWN, board->own}, {CUSTODY_CROSS, board->cross}, {CUSTODY_WEB, board->web}};
    struct board_part_row *rows = ARENA_MANY(view->arena, 3, struct board_part_row);
    int64_t all = board->own + board->cross + board->web;
    for (int i = 0; i < 3; i++)
        rows[i] = (struct board_part_row){
            say(view, custody_number_name(ways[i].number)),
            {ways[i].count, list_address(making, ways[i].number, board->first, board->today)},
            share(ways[i].count, all)};
    page->ways = rows;
    page->ways_count = 3;
}

static void
fill_ends(const struct making *making, struct board_page *page)
{
    const struct view *view = making->view;
    const struct hub_board *board = making->board;
    struct board_part_row *rows =
        ARENA_MANY(view->arena, (size_t)board->ends_count + 1, struct board_part_row);
    for (int i = 0; i < board->ends_count; i++) {
        struct custody_filter filter = list_of(making, CUSTODY_ENDED, board->week, board->today);
        filter.state = board->ends[i].state;
        filter.case_kind = board->ends[i].case_kind;
        rows[i] = (struct board_part_row){
            text_format(
                view->arena, "%.*s · %.*s",
                TEXT_ARGS(hub_page_state(view, making->rules, filter.case_kind, filter.state,
                                         making->now_ms)),
                TEXT_ARGS(hub_page_kind(view, making->rules, filter.case_kind, making->now_ms))),
            {board->ends[i].matters, board_page_list(view, &filter)},
            share(board->ends[i].matters, board->ended)};
    }
    page->ends = rows;
    page->ends_count = board->ends_count;
}

static struct text
when_text(const struct making *making, int64_t at_ms)
{
    struct civil civil = date_civil(date_of_instant(at_ms, CHINA_OFFSET_MINUTES));
    int minute = minute_of_instant(at_ms, CHINA_OFFSET_MINUTES);
    bool is_today =
        date_compare(date_of_instant(at_ms, CHINA_OFFSET_MINUTES), making->board->today) == 0;
    return is_today ? text_format(making->view->arena, "%02d:%02d", minute / 60, minute % 60)
                    : text_format(making->view->arena, "%02d-%02d", civil.month, civil.day);
}

static void
fill_events(const struct making *making, struct board_page *page)
{
    const struct view *view = making->view;
    const struct hub_board *board = making->board;
    struct board_event_row *rows =
        ARENA_MANY(view->arena, (size_t)board->newest_count + 1, struct board_event_row);
    for (int i = 0; i < board->newest_count; i++) {
        const struct custody_line *line = &board->newest[i];
        rows[i] = (struct board_event_row){
            .address = text_format(view->arena, "/hub/m/%.*s", TEXT_ARGS(line->matter_id)),
            .kind = hub_page_kind(view, making->rules, line->case_kind, making->now_ms),
            .route = text_equal(line->receiving, line->owner)
                         ? short_name(view, line->owner)
                         : text_format(view->arena, "%.*s → %.*s",
                                       TEXT_ARGS(short_name(view, line->receiving)),
                                       TEXT_ARGS(short_name(view, line->owner))),
            .state =
                hub_page_state(view, making->rules, line->case_kind, line->state, making->now_ms),
            .when = when_text(making, line->since_ms),
        };
    }
    page->events = rows;
    page->events_count = board->newest_count;
}

static void
fill_definitions(const struct making *making, struct board_page *page)
{
    static const enum custody_number numbers[] = {
        CUSTODY_FILED, CUSTODY_CROSS, CUSTODY_SAME_DAY, CUSTODY_ANSWERED, CUSTODY_TRANSIT,
        CUSTODY_ENDED, CUSTODY_LATE,  CUSTODY_TODAY,    CUSTODY_FREE};
    enum { COUNT = sizeof numbers / sizeof numbers[0] };
    const struct view *view = making->view;
    struct board_definition *rows = ARENA_MANY(view->arena, COUNT, struct board_definition);
    for (int i = 0; i < COUNT; i++)
        rows[i] = (struct board_definition){say(view, custody_number_name(numbers[i])),
                                            say(view, custody_number_definition(numbers[i]))};
    page->definitions = rows;
    page->definitions_count = COUNT;
}

void
board_page_fill(const struct view *view, const struct rulebook *rules,
                const struct hub_board *board, struct text owner, int64_t now_ms, bool is_sheet,
                struct board_page *page)
{
    const struct making making = {view, rules, board, owner, now_ms};
    const struct network_node *court = network_find(view->network, owner);
    struct text cut =
        text_is_empty(owner) ? TEXT("") : text_format(view->arena, "?court=%.*s", TEXT_ARGS(owner));
    *page = (struct board_page){
        .court = court == NULL ? TEXT("") : view_words(view, &court->name),
        .again = text_format(view->arena, "/hub%.*s", TEXT_ARGS(cut)),
        .now = text_format(view->arena, "/hub/now%.*s", TEXT_ARGS(cut)),
        .print = text_format(view->arena, "/hub/print%.*s", TEXT_ARGS(cut)),
        .read_ms = now_ms,
        .is_sheet = is_sheet,
    };
    fill_numbers(&making, page);
    fill_days(&making, page);
    draw_map(&making, page);
    page->map_is_open = is_sheet || !page->has_map;
    fill_flows(&making, page);
    fill_courts(&making, page);
    fill_ways(&making, page);
    fill_ends(&making, page);
    fill_events(&making, page);
    fill_definitions(&making, page);
}
