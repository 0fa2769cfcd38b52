/* board_picture.c: whole numbers in a grid of units; the page scales it. */
#include "view/board_picture.h"

/* ---- pieces ---- */

static struct page
begin(const char *class, int width, int height, struct text label, struct arena *arena)
{
    struct view *view = ARENA_NEW(arena, struct view);
    view->arena = arena;
    struct page drawing = page_open(view, NULL);
    buffer_add_format(&drawing.buffer,
                      "<svg class=\"%s\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"", class,
                      width, height);
    page_put_text(&drawing, label);
    buffer_add_format(&drawing.buffer, "\">");
    return drawing;
}

static struct markup
end(struct page *drawing)
{
    buffer_add_format(&drawing->buffer, "</svg>");
    return (struct markup){page_close(drawing)};
}

static void
write_at(struct page *drawing, const char *class, int x, int y, struct text words)
{
    buffer_add_format(&drawing->buffer, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    page_put_text(drawing, words);
    buffer_add_format(&drawing->buffer, "</text>");
}

static void
write_number(struct page *drawing, const char *class, int x, int y, int64_t number)
{
    buffer_add_format(&drawing->buffer, "<text class=\"%s\" x=\"%d\" y=\"%d\">%lld</text>", class,
                      x, y, (long long)number);
}

/* ---- days ---- */

enum {
    DAYS_WIDTH = 480,
    DAYS_LEFT = 44,
    DAYS_TOP = 26,
    DAYS_FLOOR = 176,
    DAYS_HEIGHT = 206,
    DAYS_MARKS = 4
};

/* 1, 2, 5, 10, 20, …: the least of which DAYS_MARKS reach the highest column. */
static int64_t
mark_of(int64_t highest)
{
    int64_t ten = 1;
    for (;; ten *= 10) {
        static const int ones[] = {1, 2, 5};
        for (int i = 0; i < 3; i++) {
            if (ten * ones[i] * DAYS_MARKS >= highest)
                return ten * ones[i];
        }
    }
}

static int
height_at(int64_t number, int64_t top)
{
    return DAYS_FLOOR - (int)(number * (DAYS_FLOOR - DAYS_TOP) / top);
}

static int
middle_of(int day, int count)
{
    return DAYS_LEFT + (2 * day + 1) * (DAYS_WIDTH - DAYS_LEFT) / (2 * count);
}

static void
draw_marks(struct page *drawing, int64_t mark, int64_t top)
{
    for (int64_t number = 0; number <= top; number += mark) {
        int y = height_at(number, top);
        buffer_add_format(&drawing->buffer, "<path class=\"axis\" d=\"M%d %dH%d\"/>", DAYS_LEFT, y,
                          DAYS_WIDTH);
        write_number(drawing, "at-end", DAYS_LEFT - 8, y + 5, number);
    }
}

static void
draw_line(struct page *drawing, const struct picture_day *days, int count, int64_t top)
{
    buffer_add_format(&drawing->buffer, "<path class=\"line\" d=\"");
    for (int i = 0; i < count; i++)
        buffer_add_format(&drawing->buffer, "%c%d %d", i == 0 ? 'M' : 'L', middle_of(i, count),
                          height_at(days[i].line, top));
    buffer_add_format(&drawing->buffer, "\"/>");
    for (int i = 0; i < count; i++)
        buffer_add_format(&drawing->buffer, "<circle class=\"dot\" cx=\"%d\" cy=\"%d\" r=\"3.5\"/>",
                          middle_of(i, count), height_at(days[i].line, top));
}

struct markup
board_picture_days(const struct picture_day *days, int count, struct text label,
                   struct arena *arena)
{
    struct page drawing = begin("chart", DAYS_WIDTH, DAYS_HEIGHT, label, arena);
    int64_t highest = 1;
    for (int i = 0; i < count; i++)
        highest = days[i].column > highest ? days[i].column : highest;
    int64_t mark = mark_of(highest), top = (highest + mark - 1) / mark * mark;
    int width = (DAYS_WIDTH - DAYS_LEFT) / count * 2 / 3;
    draw_marks(&drawing, mark, top);
    for (int i = 0; i < count; i++) {
        int x = middle_of(i, count), y = height_at(days[i].column, top);
        bool is_last = i == count - 1;
        buffer_add_format(
            &drawing.buffer, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
            is_last ? "bar-now" : "bar-column", x - width / 2, y, width, DAYS_FLOOR - y);
        if (i % 4 == (count - 1) % 4)
            write_at(&drawing, "at-middle", x, DAYS_FLOOR + 20, days[i].name);
        if (is_last)
            write_number(&drawing, "at-middle strong", x, y - 8, days[i].column);
    }
    draw_line(&drawing, days, count, top);
    return end(&drawing);
}

/* ---- courts ---- */

enum {
    MAP_WIDTH = 640,
    MAP_HEIGHT = 460,
    MAP_MARGIN = 58,
    COURT_RADIUS = 48,
    HUB_RADIUS = 60,
    FLOW_LEAST = 3,
    FLOW_MORE = 14,
    FLOW_WIDEST_FROM = 10 /* fewer are never as wide as can be */
};

struct point {
    int x, y;
};

static struct point
point_of(const struct picture_court *court)
{
    return (struct point){
        MAP_MARGIN + court->spot.across * (MAP_WIDTH - 2 * MAP_MARGIN) / 100,
        MAP_MARGIN + court->spot.down * (MAP_HEIGHT - 2 * MAP_MARGIN) / 100,
    };
}

/* Where a flow is bent to: sideways from its middle by 28 hundredths of its length, away from the
 * hub. A flow of the hub's own runs straight. */
static struct point
bend_of(struct point from, struct point to, const struct point *hub)
{
    struct point middle = {(from.x + to.x) / 2, (from.y + to.y) / 2};
    struct point side = {(to.y - from.y) * 28 / 100, (from.x - to.x) * 28 / 100};
    if (hub == NULL)
        return middle;
    int towards = side.x * (hub->x - middle.x) + side.y * (hub->y - middle.y);
    int sign = towards > 0 ? -1 : 1;
    return (struct point){middle.x + sign * side.x, middle.y + sign * side.y};
}

static void
draw_flow(struct page *drawing, const struct picture_court *courts, const struct picture_flow *flow,
          const struct point *hub, int64_t most)
{
    const struct picture_court *one = &courts[flow->one], *other = &courts[flow->other];
    bool is_direct = !one->is_hub && !other->is_hub;
    struct point from = point_of(one), to = point_of(other);
    struct point bend = bend_of(from, to, is_direct ? hub : NULL);
    buffer_add_format(
        &drawing->buffer, "<path class=\"%s\" stroke-width=\"%d\" d=\"M%d %dQ%d %d %d %d\"/>",
        is_direct ? "direct" : "flow", FLOW_LEAST + (int)(flow->count * FLOW_MORE / most), from.x,
        from.y, bend.x, bend.y, to.x, to.y);
}

/* The number stands where the line is in its middle: half way between the bend and the chord. */
static void
number_flow(struct page *drawing, const struct picture_court *courts,
            const struct picture_flow *flow, const struct point *hub)
{
    const struct picture_court *one = &courts[flow->one], *other = &courts[flow->other];
    bool is_direct = !one->is_hub && !other->is_hub;
    struct point from = point_of(one), to = point_of(other);
    struct point bend = bend_of(from, to, is_direct ? hub : NULL);
    write_number(drawing, "number", (from.x + 2 * bend.x + to.x) / 4,
                 (from.y + 2 * bend.y + to.y) / 4 + 6, flow->count);
}

struct markup
board_picture_map(const struct picture_court *courts, int count, const struct picture_flow *flows,
                  int flows_count, struct text label, struct arena *arena)
{
    struct page drawing = begin("map", MAP_WIDTH, MAP_HEIGHT, label, arena);
    struct point middle, *hub = NULL;
    int64_t most = FLOW_WIDEST_FROM;
    for (int i = 0; i < count; i++) {
        if (courts[i].is_hub) {
            middle = point_of(&courts[i]);
            hub = &middle;
        }
    }
    for (int i = 0; i < flows_count; i++)
        most = flows[i].count > most ? flows[i].count : most;
    for (int i = 0; i < flows_count; i++)
        draw_flow(&drawing, courts, &flows[i], hub, most);
    for (int i = 0; i < flows_count; i++)
        number_flow(&drawing, courts, &flows[i], hub);
    for (int i = 0; i < count; i++) {
        struct point at = point_of(&courts[i]);
        buffer_add_format(&drawing.buffer, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"%d\"/>",
                          courts[i].is_hub ? "hub" : "node", at.x, at.y,
                          courts[i].is_hub ? HUB_RADIUS : COURT_RADIUS);
        write_at(&drawing, "name", at.x, at.y - 2, courts[i].name);
        write_at(&drawing, "small", at.x, at.y + 22, courts[i].count);
    }
    return end(&drawing);
}
