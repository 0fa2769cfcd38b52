/* flow.c: the only place that knows how far down a page something reaches. */
#include "paper/flow.h"

#include <math.h>
#include <pango/pangocairo.h>

void
flow_begin(struct flow *flow)
{
    flow->y = FLOW_TOP;
    flow->mark_y = FLOW_TOP;
    flow->page = 1;
}

static void
finish_page(struct flow *flow)
{
    flow->finish_page(flow, flow->of);
    if (!flow->is_measuring)
        cairo_show_page(flow->cairo);
}

void
flow_end(struct flow *flow)
{
    finish_page(flow);
    if (flow->is_measuring)
        flow->pages = flow->page;
}

void
flow_next_page(struct flow *flow)
{
    finish_page(flow);
    flow->page++;
    flow->y = FLOW_TOP;
    flow->mark_y = FLOW_TOP;
}

void
flow_need(struct flow *flow, double height)
{
    if (flow->y > FLOW_TOP && flow->y + height > FLOW_BOTTOM + 0.01)
        flow_next_page(flow);
}

/* ---- words to shapes ---- */

/* A picture that is missing would be drawn as a box with its number; the reader is told beside. */
static void
note_missing(struct flow *flow, PangoLayout *layout)
{
    if (!flow->is_measuring || pango_layout_get_unknown_glyphs_count(layout) == 0)
        return;
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    do {
        PangoLayoutRun *run = pango_layout_iter_get_run_readonly(at);
        for (int i = 0; run != NULL && i < run->glyphs->num_glyphs; i++) {
            PangoGlyph glyph = run->glyphs->glyphs[i].glyph;
            if (glyph == PANGO_GLYPH_EMPTY || (glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0)
                continue;
            uint32_t character = glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;
            bool is_known = flow->missing_count == FLOW_MISSING_MAX;
            for (int k = 0; k < flow->missing_count; k++)
                is_known |= flow->missing[k] == character;
            if (!is_known)
                flow->missing[flow->missing_count++] = character;
        }
    } while (pango_layout_iter_next_run(at));
    pango_layout_iter_free(at);
}

static void
set_font(const struct flow *flow, PangoLayout *layout, const struct flow_style *style)
{
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family(font, flow->families[style->language]);
    pango_font_description_set_absolute_size(font, style->size * PANGO_SCALE);
    if (style->is_bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
}

/* Pictures of Han characters differ from country to country. */
static void
set_attributes(PangoLayout *layout, const struct flow_style *style)
{
    static const char *const tags[LANGUAGE_COUNT] = {"zh-cn", "ko-kr", "en"};
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(
        list, pango_attr_language_new(pango_language_from_string(tags[style->language])));
    if (style->spread > 0)
        pango_attr_list_insert(list,
                               pango_attr_letter_spacing_new((int)(style->spread * PANGO_SCALE)));
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

PangoLayout *
flow_layout(struct flow *flow, struct text text, const struct flow_style *style, double width)
{
    static const PangoAlignment alignments[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER,
                                                PANGO_ALIGN_RIGHT};
    PangoLayout *layout = pango_layout_new(flow->context);
    set_font(flow, layout, style);
    set_attributes(layout, style);
    pango_layout_set_single_paragraph_mode(layout, false);
    pango_layout_set_auto_dir(layout, false);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout, alignments[style->align]);
    pango_layout_set_justify(layout, style->is_justified);
    pango_layout_set_indent(layout, (int)(style->indent * PANGO_SCALE));
    pango_layout_set_width(layout, width < 0 ? -1 : (int)floor(width * PANGO_SCALE));
    pango_layout_set_text(layout, text.bytes, (int)text.length);
    note_missing(flow, layout);
    return layout;
}

/* ---- lines ---- */

double
flow_line_height(PangoLayout *layout, double pitch)
{
    double highest = pitch;
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    do {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(at, NULL, &logical);
        highest = fmax(highest, ceil((double)logical.height / PANGO_SCALE));
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    return highest;
}

double
flow_layout_height(PangoLayout *layout, double pitch)
{
    return flow_line_height(layout, pitch) * pango_layout_get_line_count(layout);
}

/* The baseline is placed as if every line were `pitch` high, so that a borrowed font does not make
 * lines dance. */
static void
draw_line(struct flow *flow, PangoLayoutIter *at, double x, double y, double pitch)
{
    PangoRectangle logical;
    pango_layout_iter_get_line_extents(at, NULL, &logical);
    double height = (double)logical.height / PANGO_SCALE;
    double above = (double)(pango_layout_iter_get_baseline(at) - logical.y) / PANGO_SCALE;
    cairo_move_to(flow->cairo, x + (double)logical.x / PANGO_SCALE,
                  y + (pitch - height) / 2 + above);
    pango_cairo_show_layout_line(flow->cairo, pango_layout_iter_get_line_readonly(at));
}

double
flow_draw_lines(struct flow *flow, PangoLayout *layout, int from, int to, double x, double y,
                double pitch)
{
    double height = flow_line_height(layout, pitch);
    PangoLayoutIter *at = pango_layout_get_iter(layout);
    int line = 0;
    do {
        if (line >= from && line < to) {
            if (!flow->is_measuring)
                draw_line(flow, at, x, y, height);
            y += height;
        }
        line++;
    } while (pango_layout_iter_next_line(at));
    pango_layout_iter_free(at);
    return y;
}

void
flow_put(struct flow *flow, PangoLayout *layout, double x, double pitch)
{
    double height = flow_line_height(layout, pitch);
    int lines = pango_layout_get_line_count(layout);
    for (int done = 0; done < lines;) {
        flow_need(flow, height);
        int fit = (int)((FLOW_BOTTOM - flow->y + 0.01) / height);
        int next = fit < 1 ? done + 1 : done + fit;
        next = next > lines ? lines : next;
        flow->y = flow_draw_lines(flow, layout, done, next, x, flow->y, pitch);
        done = next;
    }
}
