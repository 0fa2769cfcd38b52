/* board_picture.h: the drawings of the hub's board, as SVG: columns of days with a line, and the
 * courts with what flows between them. Shapes only: under each picture stands a table.
 *
 * Classes of pages/style/board.css give the colours; nothing bears a style of its own. */
#ifndef TB_BOARD_PICTURE_H
#define TB_BOARD_PICTURE_H
#include "view/page.h"

struct picture_day {
    struct text name;     /* below the column */
    int64_t column, line; /* line: at most column */
};
/* `label` is read to those who do not see it; the last day bears its number. At most 31 days. */
struct markup board_picture_days(const struct picture_day *days, int count, struct text label,
                                 struct arena *arena);

struct picture_court {
    struct text name;         /* short: it stands in a circle */
    struct text count;        /* below the name */
    struct network_spot spot; /* which is given */
    bool is_hub;
};
/* What went between two courts of the list, in either direction. */
struct picture_flow {
    int one, other;
    int64_t count; /* 1 or more: the width of the line */
};
/* A flow between two courts of which neither is the hub is drawn around the hub. */
struct markup board_picture_map(const struct picture_court *courts, int count,
                                const struct picture_flow *flows, int flows_count,
                                struct text label, struct arena *arena);

#endif
