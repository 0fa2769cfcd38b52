/* flow.h: text that flows down A4 pages as a court sets it: measured lines, breaks between pages.
 * Inner header of pdf.c.
 *
 * Margins 3.5, 3.2, 2.8 and 2.6 cm; 28 characters in a line, lines 29 points apart. Lengths are
 * points. Nothing has a fixed place: what comes next stands below what was measured. A flow is run
 * twice, the first time without drawing, so that a page can say how many there are. */
#ifndef TB_FLOW_H
#define TB_FLOW_H
#include "base/language.h"

/* As the libraries have them (pango/pangocairo.h, cairo.h). */
typedef struct _PangoLayout PangoLayout;
typedef struct _PangoContext PangoContext;
typedef struct _PangoFontMap PangoFontMap;
typedef struct _cairo cairo_t;
typedef struct _cairo_surface cairo_surface_t;

#define FLOW_WIDTH      595.28
#define FLOW_HEIGHT     841.89
#define FLOW_LEFT       79.37
#define FLOW_RIGHT      (FLOW_WIDTH - 73.70)
#define FLOW_TOP        99.21
#define FLOW_BOTTOM     (FLOW_HEIGHT - 90.71)
#define FLOW_LINE_WIDTH (FLOW_RIGHT - FLOW_LEFT)
#define FLOW_SIZE       (FLOW_LINE_WIDTH / 28.02) /* 28 characters, whatever rounding does */
#define FLOW_PITCH      29.0

enum { FLOW_MISSING_MAX = 40 };

enum flow_align { FLOW_LEFTWARDS, FLOW_CENTRED, FLOW_RIGHTWARDS };

struct flow_style {
    double size;   /* of the letters */
    double pitch;  /* from line to line; a line that is higher takes what it needs */
    double indent; /* of the first line */
    double spread; /* between letters */
    bool is_bold, is_justified;
    enum flow_align align;
    enum language language;
};

struct flow {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoFontMap *fonts;
    PangoContext *context;
    const char *families[LANGUAGE_COUNT];
    bool is_measuring;
    double y;
    double mark_y;   /* what stands at the left may not begin above this */
    int page, pages; /* pages: as the first run found */
    /* Draws what every page has; called at the end of each, with the flow at that page. */
    void (*finish_page)(struct flow *flow, void *of);
    void *of;
    uint32_t missing[FLOW_MISSING_MAX]; /* characters no font has a picture for */
    int missing_count;
};

/* Begins again at the top of the first page. */
void flow_begin(struct flow *flow);
void flow_end(struct flow *flow);
void flow_next_page(struct flow *flow);
/* A new page unless `height` fits on this one; what is higher than a page begins on a fresh one. */
void flow_need(struct flow *flow, double height);

/* `width` below 0: as wide as the text. The caller gives it back with g_object_unref. */
PangoLayout *flow_layout(struct flow *flow, struct text text, const struct flow_style *style,
                         double width);
double flow_line_height(PangoLayout *layout, double pitch);
double flow_layout_height(PangoLayout *layout, double pitch);
/* Draws lines `from` to before `to` with the first at `y`; gives the y below them. */
double flow_draw_lines(struct flow *flow, PangoLayout *layout, int from, int to, double x, double y,
                       double pitch);
/* The whole layout at the flow's place, over as many pages as it needs. */
void flow_put(struct flow *flow, PangoLayout *layout, double x, double pitch);

#endif
