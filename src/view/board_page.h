/* board_page.h: the hub's board: six numbers, the courts and what flows between them, two weeks by
 * day, deadlines court by court in the order of the directory. Each number opens its list, under
 * each picture stands a table. */
#ifndef TB_BOARD_PAGE_H
#define TB_BOARD_PAGE_H
#include "query/hub_board.h"
#include "rule/rulebook.h"
#include "view/page.h"
#include "view/parts_view.h"

/* A number that opens its list. */
struct board_count {
    int64_t number;
    struct text address;
};
struct board_day_row {
    struct date day;
    struct board_count filed, same_day;
};
struct board_flow_row {
    struct text from, to;
    struct board_count filed;
};
struct board_court_row {
    struct text name, address; /* of the board of that court alone */
    struct meter_view meter;   /* without those that have no deadline */
    struct board_count open, calm, today, late, free;
};
/* One of several parts of a whole. */
struct board_part_row {
    struct text name;
    struct board_count count;
    int width; /* of a hundred */
};
struct board_event_row {
    struct text address, when, kind, route, state; /* when: 10:55 today, 11-27 before */
};
struct board_definition {
    struct text name, how;
};

struct board_page {
    struct text court;             /* the one the board is cut to; empty: all */
    struct text now, print, again; /* addresses of the fragment, the sheet, this page */
    int64_t read_ms;
    const struct kpi_view *kpis;
    int kpis_count;
    struct markup days_picture, map_picture;
    bool has_map, map_is_open; /* map_is_open: its table */
    bool is_sheet;             /* for a meeting: every fold is open */
    const struct board_day_row *days;
    int days_count;
    const struct board_flow_row *flows;
    int flows_count;
    const struct board_court_row *courts;
    int courts_count;
    const struct board_part_row *ways, *ends;
    int ways_count, ends_count;
    const struct board_event_row *events;
    int events_count;
    const struct board_definition *definitions;
    int definitions_count;
};

/* `owner`: the court it was counted for, or empty. */
void board_page_fill(const struct view *view, const struct rulebook *rules,
                     const struct hub_board *board, struct text owner, int64_t now_ms,
                     bool is_sheet, struct board_page *page);

/* The address of a list: of its first page, with all it is cut to. */
struct text board_page_list(const struct view *view, const struct custody_filter *filter);

#endif
