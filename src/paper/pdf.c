/* pdf.c: blocks of a paper become lines, tables, a signature with a place for the seal, and the
 * mark by which a stranger can check it. */
#include "paper/pdf.h"

#include "base/date.h"
#include "base/digest.h"
#include "paper/flow.h"
#include "paper/wording.h"

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <qrencode.h>

enum { COLUMNS_MAX = 12, SEAL_SIDE_MAX = 2000 };

#define SEAL_POINTS   119.06 /* 4.2 cm */
#define QR_POINTS     99.2   /* 3.5 cm with its quiet zone */
#define MARK_BELOW    30.0   /* how far it may reach into the lower margin */
#define TABLE_SIZE    12.0
#define TABLE_PITCH   20.0
#define TABLE_PADDING 4.0
#define TABLE_NARROW  82.0 /* columns with numbers and single words stand in the middle */

struct drawing {
    struct flow flow;
    const struct value *job, *content;
    struct arena *arena;
    cairo_surface_t *seal;
    QRcode *qr;
    const char *why;
};

void
pdf_prepare(void)
{
    FcInit();
}

static enum language
language_of(const struct value *block)
{
    enum language language = LANGUAGE_ZH;
    language_parse(value_member_text(block, "language"), &language);
    return language;
}

static struct flow_style
style_of(enum language language, double size, double pitch)
{
    return (struct flow_style){
        .size = size, .pitch = pitch, .align = FLOW_LEFTWARDS, .language = language};
}

static void
put_styled(struct drawing *drawing, struct text text, const struct flow_style *style)
{
    PangoLayout *layout = flow_layout(&drawing->flow, text, style, FLOW_LINE_WIDTH);
    flow_put(&drawing->flow, layout, FLOW_LEFT, style->pitch);
    g_object_unref(layout);
}

/* ---- blocks of text ---- */

static void
put_court(struct drawing *drawing, const struct value *block)
{
    struct flow_style style = style_of(language_of(block), 22, 36);
    style.is_bold = true;
    style.align = FLOW_CENTRED;
    flow_need(&drawing->flow, 4 * style.pitch);
    put_styled(drawing, value_member_text(block, "text"), &style);
}

/* Short titles are spread, as on a form. */
static void
put_title(struct drawing *drawing, const struct value *block)
{
    struct text text = value_member_text(block, "text");
    struct flow_style style = style_of(language_of(block), 22, 36);
    bool is_short = style.language == LANGUAGE_ZH && text_characters(text) <= 10;
    style.is_bold = true;
    style.align = FLOW_CENTRED;
    style.spread = is_short ? 5 : 0;
    flow_need(&drawing->flow, 3 * style.pitch);
    put_styled(drawing, text, &style);
    drawing->flow.y += 8;
}

static void
put_aligned(struct drawing *drawing, const struct value *block, enum flow_align align, bool is_bold)
{
    struct flow_style style = style_of(language_of(block), FLOW_SIZE, FLOW_PITCH);
    style.align = align;
    style.is_bold = is_bold;
    flow_need(&drawing->flow, is_bold ? 2 * FLOW_PITCH : FLOW_PITCH);
    put_styled(drawing, value_member_text(block, "text"), &style);
}

static void
put_text(struct drawing *drawing, const struct value *block)
{
    struct flow_style style = style_of(language_of(block), FLOW_SIZE, FLOW_PITCH);
    style.indent = 2 * FLOW_SIZE;
    style.is_justified = true;
    put_styled(drawing, value_member_text(block, "text"), &style);
}

static void
put_small(struct drawing *drawing, const struct value *block)
{
    struct flow_style style = style_of(language_of(block), 10.5, 16);
    put_styled(drawing, value_member_text(block, "text"), &style);
}

static void
put_rule(struct drawing *drawing)
{
    struct flow *flow = &drawing->flow;
    flow->y = fmax(flow->y, flow->mark_y);
    flow_need(flow, FLOW_PITCH * 4);
    flow->y += 12;
    if (!flow->is_measuring) {
        cairo_set_line_width(flow->cairo, 0.7);
        cairo_move_to(flow->cairo, FLOW_LEFT, flow->y);
        cairo_line_to(flow->cairo, FLOW_RIGHT, flow->y);
        cairo_stroke(flow->cairo);
    }
    flow->y += 12;
}

/* ---- tables ---- */

struct table {
    size_t columns;
    double x[COLUMNS_MAX + 1];
    enum language language;
};

static bool
measure_columns(const struct value *block, struct table *table)
{
    const struct value *columns = value_member(block, "columns");
    int64_t sum = 0;
    if (!value_is(columns, VALUE_ARRAY) || columns->count == 0 || columns->count > COLUMNS_MAX)
        return false;
    for (const struct value *column = columns->first; column != NULL; column = column->next) {
        int64_t width = value_member_integer(column, "width", 0);
        if (width < 1 || width > 100)
            return false;
        sum += width;
    }
    table->columns = 0;
    table->language = language_of(block);
    table->x[0] = FLOW_LEFT;
    for (const struct value *column = columns->first; column != NULL; column = column->next) {
        double share = (double)value_member_integer(column, "width", 0) / (double)sum;
        table->x[table->columns + 1] = table->x[table->columns] + share * FLOW_LINE_WIDTH;
        table->columns++;
    }
    return true;
}

static void
draw_box(struct flow *flow, const struct table *table, double top, double bottom)
{
    if (flow->is_measuring)
        return;
    cairo_set_line_width(flow->cairo, 0.6);
    cairo_rectangle(flow->cairo, table->x[0], top, table->x[table->columns] - table->x[0],
                    bottom - top);
    for (size_t i = 1; i < table->columns; i++) {
        cairo_move_to(flow->cairo, table->x[i], top);
        cairo_line_to(flow->cairo, table->x[i], bottom);
    }
    cairo_stroke(flow->cairo);
}

struct row {
    PangoLayout *cells[COLUMNS_MAX];
    int lines;
    double height; /* of one line */
};

/* `texts[i]` of each cell; a head stands in the middle of its column, in bold. */
static struct row
lay_row(struct drawing *drawing, const struct table *table, const struct text *texts, bool is_head)
{
    struct row row = {.height = TABLE_PITCH};
    struct flow_style style = style_of(table->language, TABLE_SIZE, TABLE_PITCH);
    style.is_bold = is_head;
    for (size_t i = 0; i < table->columns; i++) {
        bool is_short = table->x[i + 1] - table->x[i] < TABLE_NARROW;
        style.align = is_head || is_short ? FLOW_CENTRED : FLOW_LEFTWARDS;
        row.cells[i] = flow_layout(&drawing->flow, texts[i], &style,
                                   table->x[i + 1] - table->x[i] - 2 * TABLE_PADDING);
        int lines = pango_layout_get_line_count(row.cells[i]);
        row.lines = lines > row.lines ? lines : row.lines;
        row.height = fmax(row.height, flow_line_height(row.cells[i], TABLE_PITCH));
    }
    return row;
}

static void
free_row(struct row *row, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        g_object_unref(row->cells[i]);
}

/* Lines `from` to before `to` of each cell, in one box. Short cells stand in the middle. */
static void
draw_row(struct flow *flow, const struct table *table, const struct row *row, int from, int to)
{
    double top = flow->y, bottom = top + (to - from) * row->height + 2 * TABLE_PADDING;
    for (size_t i = 0; i < table->columns; i++) {
        int lines = pango_layout_get_line_count(row->cells[i]);
        bool is_whole = from == 0 && to == row->lines;
        double down = is_whole ? (row->lines - lines) * row->height / 2 : 0;
        flow_draw_lines(flow, row->cells[i], from, to < lines ? to : lines,
                        table->x[i] + TABLE_PADDING, top + TABLE_PADDING + down, row->height);
    }
    draw_box(flow, table, top, bottom);
    flow->y = bottom;
}

static double
row_height(const struct row *row)
{
    return row->lines * row->height + 2 * TABLE_PADDING;
}

/* A row goes to the next page as a whole, under the head again; only what no page can hold is cut
 * between two lines. */
static void
put_row(struct flow *flow, const struct table *table, const struct row *head, const struct row *row)
{
    double fresh = FLOW_BOTTOM - FLOW_TOP - row_height(head);
    if (row_height(row) <= fresh && flow->y + row_height(row) > FLOW_BOTTOM) {
        flow_next_page(flow);
        draw_row(flow, table, head, 0, head->lines);
    }
    for (int done = 0; done < row->lines;) {
        int fit = (int)((FLOW_BOTTOM - flow->y - 2 * TABLE_PADDING) / row->height);
        if (fit < 1) {
            flow_next_page(flow);
            draw_row(flow, table, head, 0, head->lines);
            fit = (int)((FLOW_BOTTOM - flow->y - 2 * TABLE_PADDING) / row->height);
            fit = fit < 1 ? 1 : fit;
        }
        int next = done + fit < row->lines ? done + fit : row->lines;
        draw_row(flow, table, row, done, next);
        done = next;
    }
}

static void
put_table(struct drawing *drawing, const struct value *block)
{
    struct table table;
    struct text texts[COLUMNS_MAX] = {0};
    const struct value *rows = value_member(block, "rows");
    if (!measure_columns(block, &table)) {
        drawing->why = "a table has no columns, or too many";
        return;
    }
    size_t i = 0;
    for (const struct value *column = value_member(block, "columns")->first; column != NULL;
         column = column->next)
        texts[i++] = value_member_text(column, "head");
    struct row head = lay_row(drawing, &table, texts, true);
    drawing->flow.y += 6;
    flow_need(&drawing->flow, row_height(&head) + 2 * TABLE_PITCH);
    draw_row(&drawing->flow, &table, &head, 0, head.lines);
    for (const struct value *one = rows == NULL ? NULL : rows->first; one != NULL;
         one = one->next) {
        const struct value *cell = one->first;
        for (i = 0; i < table.columns; i++, cell = cell == NULL ? NULL : cell->next)
            texts[i] = value_text(cell);
        struct row row = lay_row(drawing, &table, texts, false);
        put_row(&drawing->flow, &table, &head, &row);
        free_row(&row, table.columns);
    }
    free_row(&head, table.columns);
    drawing->flow.y += 8;
}

/* ---- signature and seal ---- */

static void
draw_seal(struct drawing *drawing, double x, double y)
{
    cairo_t *cairo = drawing->flow.cairo;
    double side = fmax(cairo_image_surface_get_width(drawing->seal),
                       cairo_image_surface_get_height(drawing->seal));
    cairo_save(cairo);
    cairo_translate(cairo, x - SEAL_POINTS / 2, y - SEAL_POINTS / 2);
    cairo_scale(cairo, SEAL_POINTS / side, SEAL_POINTS / side);
    cairo_set_source_surface(cairo, drawing->seal, 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
}

/* Where the seal belongs: a broken circle that says that there is none. */
static void
draw_draft(struct drawing *drawing, double x, double y)
{
    static const double dashes[] = {4, 3};
    struct flow *flow = &drawing->flow;
    const struct value *lines = value_member(drawing->job, "draft");
    double at = y - 15;
    cairo_save(flow->cairo);
    cairo_set_source_rgb(flow->cairo, 0.55, 0.1, 0.1);
    cairo_set_dash(flow->cairo, dashes, 2, 0);
    cairo_set_line_width(flow->cairo, 0.8);
    cairo_new_path(flow->cairo);
    cairo_arc(flow->cairo, x, y, SEAL_POINTS / 2, 0, 2 * G_PI);
    cairo_stroke(flow->cairo);
    cairo_restore(flow->cairo);
    for (const struct value *line = lines == NULL ? NULL : lines->first; line != NULL;
         line = line->next) {
        struct flow_style style = style_of(LANGUAGE_ZH, 9, 13);
        style.align = FLOW_CENTRED;
        PangoLayout *layout = flow_layout(flow, line->text, &style, SEAL_POINTS - 8);
        cairo_save(flow->cairo);
        cairo_set_source_rgb(flow->cairo, 0.55, 0.1, 0.1);
        at = flow_draw_lines(flow, layout, 0, pango_layout_get_line_count(layout),
                             x - SEAL_POINTS / 2 + 4, at, style.pitch);
        cairo_restore(flow->cairo);
        g_object_unref(layout);
    }
}

static double
put_sign_line(struct drawing *drawing, struct text text, enum language language)
{
    struct flow_style style = style_of(language, FLOW_SIZE, FLOW_PITCH);
    style.align = FLOW_RIGHTWARDS;
    PangoLayout *layout =
        flow_layout(&drawing->flow, text, &style, FLOW_LINE_WIDTH - 2 * FLOW_SIZE);
    int width = 0;
    pango_layout_get_pixel_size(layout, &width, NULL);
    flow_put(&drawing->flow, layout, FLOW_LEFT, FLOW_PITCH);
    g_object_unref(layout);
    return width;
}

/* The seal lies over the end of the name and the date, as it is pressed. Without a seal the date
 * must stay legible, so the circle stands beside it on the left. */
static void
put_seal(struct drawing *drawing, double date_width, double middle)
{
    struct flow *flow = &drawing->flow;
    double right = FLOW_RIGHT - 2 * FLOW_SIZE;
    double y = drawing->seal != NULL ? middle - 10 : middle - 4;
    double x = drawing->seal != NULL ? right - date_width / 2
                                     : right - fmax(date_width, 170) - SEAL_POINTS / 2 - 12;
    if (!flow->is_measuring && drawing->seal != NULL)
        draw_seal(drawing, x, y);
    if (!flow->is_measuring && drawing->seal == NULL)
        draw_draft(drawing, x, y);
    flow->mark_y = y + SEAL_POINTS / 2 + 6;
    if (drawing->seal != NULL)
        flow->y = fmax(flow->y, y + SEAL_POINTS / 2 - FLOW_PITCH / 2);
}

static void
put_sign(struct drawing *drawing, const struct value *block)
{
    enum language language = language_of(block);
    const struct value *lines = value_member(block, "lines");
    struct text date = value_member_text(block, "date");
    struct flow *flow = &drawing->flow;
    bool has_seal = value_member_is_true(block, "seal");
    double count = lines == NULL ? 1 : (double)lines->count + 1;
    double above = has_seal ? FLOW_PITCH / 2 : FLOW_PITCH / 3;
    /* The seal may reach into the lower margin: a signature should not stand on a page alone. */
    flow_need(flow, above + count * FLOW_PITCH);
    flow->y += above;
    for (const struct value *line = lines == NULL ? NULL : lines->first; line != NULL;
         line = line->next)
        put_sign_line(drawing, line->text, language);
    double middle = flow->y + FLOW_PITCH / 2;
    double width = text_is_empty(date) ? 0 : put_sign_line(drawing, date, language);
    if (has_seal)
        put_seal(drawing, width, middle);
}

/* ---- the mark ---- */

static void
draw_qr(struct drawing *drawing, double x, double y)
{
    cairo_t *cairo = drawing->flow.cairo;
    int width = drawing->qr->width;
    double module = QR_POINTS / (width + 8); /* four modules of quiet on each side */
    for (int row = 0; row < width; row++) {
        for (int column = 0; column < width; column++) {
            if ((drawing->qr->data[row * width + column] & 1) != 0)
                cairo_rectangle(cairo, x + (column + 4) * module, y + (row + 4) * module, module,
                                module);
        }
    }
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE);
    cairo_fill(cairo);
    cairo_set_antialias(cairo, CAIRO_ANTIALIAS_DEFAULT);
}

static void
put_mark(struct drawing *drawing)
{
    struct flow *flow = &drawing->flow;
    const struct value *lines = value_member(value_member(drawing->job, "mark"), "lines");
    if (drawing->qr == NULL)
        return;
    struct flow_style style = style_of(LANGUAGE_ZH, 9, 14);
    double height = QR_POINTS, x = FLOW_LEFT + QR_POINTS + 6;
    PangoLayout *layouts[8];
    int count = 0;
    double text_height = 0;
    for (const struct value *line = lines == NULL ? NULL : lines->first; line != NULL && count < 8;
         line = line->next) {
        style.language = LANGUAGE_ZH;
        layouts[count] = flow_layout(flow, line->text, &style, FLOW_RIGHT - x);
        text_height += flow_layout_height(layouts[count], style.pitch);
        count++;
    }
    height = fmax(height, text_height);
    flow->y = fmax(flow->y, flow->mark_y) + 4;
    flow_need(flow, height - MARK_BELOW);
    double y = flow->y + (height - text_height) / 2;
    for (int i = 0; i < count; i++) {
        y = flow_draw_lines(flow, layouts[i], 0, pango_layout_get_line_count(layouts[i]), x, y,
                            style.pitch);
        g_object_unref(layouts[i]);
    }
    if (!flow->is_measuring)
        draw_qr(drawing, FLOW_LEFT - 4, flow->y);
    flow->y += height;
}

/* At the foot of every page: which paper, which page. */
static void
finish_page(struct flow *flow, void *of)
{
    struct drawing *drawing = of;
    struct flow_style style = style_of(LANGUAGE_ZH, 9, 14);
    struct text page = text_format(drawing->arena, "%d", flow->page);
    struct text pages = text_format(drawing->arena, "%d", flow->pages);
    struct wording_value values[] = {{"page", page}, {"pages", pages}};
    struct text said = wording_fill_in(value_member_text(drawing->job, "pages"), LANGUAGE_ZH,
                                       values, 2, drawing->arena);
    if (flow->page > PDF_PAGES_MAX)
        drawing->why = "the paper has too many pages";
    if (flow->is_measuring)
        return;
    style.align = FLOW_CENTRED;
    PangoLayout *layout = flow_layout(flow, said, &style, FLOW_LINE_WIDTH);
    flow_draw_lines(flow, layout, 0, 1, FLOW_LEFT, FLOW_BOTTOM + 40, style.pitch);
    g_object_unref(layout);
    style.align = FLOW_RIGHTWARDS;
    said = value_member_text(value_member(drawing->job, "mark"), "code");
    layout = flow_layout(flow, said, &style, FLOW_LINE_WIDTH);
    flow_draw_lines(flow, layout, 0, 1, FLOW_LEFT, FLOW_BOTTOM + 40, style.pitch);
    g_object_unref(layout);
}

/* ---- the whole ---- */

static void
put_block(struct drawing *drawing, const struct value *block)
{
    struct text kind = value_member_text(block, "kind");
    if (text_is(kind, "text"))
        put_text(drawing, block);
    else if (text_is(kind, "line"))
        put_aligned(drawing, block, FLOW_LEFTWARDS, false);
    else if (text_is(kind, "table"))
        put_table(drawing, block);
    else if (text_is(kind, "court"))
        put_court(drawing, block);
    else if (text_is(kind, "title"))
        put_title(drawing, block);
    else if (text_is(kind, "number") || text_is(kind, "right"))
        put_aligned(drawing, block, FLOW_RIGHTWARDS, false);
    else if (text_is(kind, "heading"))
        put_aligned(drawing, block, FLOW_LEFTWARDS, true);
    else if (text_is(kind, "small"))
        put_small(drawing, block);
    else if (text_is(kind, "rule"))
        put_rule(drawing);
    else if (text_is(kind, "sign"))
        put_sign(drawing, block);
    else
        drawing->why = "a block is of no known kind";
}

/* Characters without a picture are named by number, so that nothing is lost without a word. */
static void
put_missing(struct drawing *drawing)
{
    struct flow *flow = &drawing->flow;
    struct buffer codes = buffer_open(drawing->arena, 100);
    struct flow_style style = style_of(LANGUAGE_ZH, 10.5, 16);
    if (flow->missing_count == 0)
        return;
    for (int i = 0; i < flow->missing_count; i++)
        buffer_add_format(&codes, "%sU+%04X", i == 0 ? "" : " ", flow->missing[i]);
    struct wording_value value = {"codes", buffer_text(&codes)};
    put_styled(drawing,
               wording_fill_in(value_member_text(drawing->job, "missing"), LANGUAGE_ZH, &value, 1,
                               drawing->arena),
               &style);
}

static void
run(struct drawing *drawing, bool is_measuring)
{
    const struct value *blocks = value_member(drawing->content, "blocks");
    drawing->flow.is_measuring = is_measuring;
    flow_begin(&drawing->flow);
    for (const struct value *block = blocks->first; block != NULL && drawing->why == NULL;
         block = block->next)
        put_block(drawing, block);
    put_missing(drawing);
    put_mark(drawing);
    flow_end(&drawing->flow);
}

struct reader {
    struct text rest;
};

static cairo_status_t
read_png(void *of, unsigned char *bytes, unsigned int length)
{
    struct reader *reader = of;
    if (reader->rest.length < length)
        return CAIRO_STATUS_READ_ERROR;
    for (unsigned int i = 0; i < length; i++)
        bytes[i] = (unsigned char)reader->rest.bytes[i];
    reader->rest.bytes += length;
    reader->rest.length -= length;
    return CAIRO_STATUS_SUCCESS;
}

static bool
open_seal(struct drawing *drawing)
{
    struct text base64 = value_member_text(drawing->job, "seal");
    struct reader reader;
    if (text_is_empty(base64))
        return true;
    if (!base64_read(base64, drawing->arena, &reader.rest))
        return false;
    drawing->seal = cairo_image_surface_create_from_png_stream(read_png, &reader);
    int width = cairo_image_surface_get_width(drawing->seal);
    int height = cairo_image_surface_get_height(drawing->seal);
    return cairo_surface_status(drawing->seal) == CAIRO_STATUS_SUCCESS && width > 0 && height > 0 &&
           width <= SEAL_SIDE_MAX && height <= SEAL_SIDE_MAX;
}

static bool
open_qr(struct drawing *drawing)
{
    struct text text = value_member_text(value_member(drawing->job, "mark"), "qr");
    if (text_is_empty(text))
        return true;
    drawing->qr =
        QRcode_encodeData((int)text.length, (const unsigned char *)text.bytes, 0, QR_ECLEVEL_M);
    return drawing->qr != NULL;
}

static cairo_status_t
write_pdf(void *of, const unsigned char *bytes, unsigned int length)
{
    struct buffer *to = of;
    if (to->length + length > PDF_BYTES_MAX)
        return CAIRO_STATUS_WRITE_ERROR;
    buffer_add(to, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

/* The time in the file is that of the event: a fixed one, so that bytes repeat. */
static void
set_metadata(struct drawing *drawing)
{
    cairo_surface_t *surface = drawing->flow.surface;
    const struct value *content = drawing->content;
    int64_t issued_ms = value_member_integer(content, "issued", 0);
    struct text issued = instant_text(issued_ms, 0, drawing->arena);
    struct text until_seconds = {issued.bytes, 19};
    const char *date = text_format(drawing->arena, "%.*sZ", TEXT_ARGS(until_seconds)).bytes;
    cairo_pdf_surface_set_metadata(
        surface, CAIRO_PDF_METADATA_TITLE,
        text_terminated(value_member_text(content, "title"), drawing->arena));
    cairo_pdf_surface_set_metadata(
        surface, CAIRO_PDF_METADATA_AUTHOR,
        text_terminated(value_member_text(content, "court"), drawing->arena));
    cairo_pdf_surface_set_metadata(
        surface, CAIRO_PDF_METADATA_SUBJECT,
        text_terminated(value_member_text(content, "id"), drawing->arena));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static void
open_flow(struct drawing *drawing, struct buffer *bytes)
{
    struct flow *flow = &drawing->flow;
    const struct value *fonts = value_member(drawing->job, "fonts");
    flow->surface = cairo_pdf_surface_create_for_stream(write_pdf, bytes, FLOW_WIDTH, FLOW_HEIGHT);
    cairo_pdf_surface_restrict_to_version(flow->surface, CAIRO_PDF_VERSION_1_5);
    flow->cairo = cairo_create(flow->surface);
    flow->fonts = pango_cairo_font_map_new();
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(flow->fonts), 72);
    flow->context = pango_font_map_create_context(flow->fonts);
    pango_context_set_round_glyph_positions(flow->context, false);
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const char *code = language == LANGUAGE_KO ? "ko" : "zh";
        flow->families[language] = text_terminated(value_member_text(fonts, code), drawing->arena);
    }
    flow->finish_page = finish_page;
    flow->of = drawing;
}

static void
close_drawing(struct drawing *drawing)
{
    if (drawing->flow.context != NULL)
        g_object_unref(drawing->flow.context);
    if (drawing->flow.fonts != NULL)
        g_object_unref(drawing->flow.fonts);
    if (drawing->flow.cairo != NULL)
        cairo_destroy(drawing->flow.cairo);
    if (drawing->flow.surface != NULL)
        cairo_surface_destroy(drawing->flow.surface);
    if (drawing->seal != NULL)
        cairo_surface_destroy(drawing->seal);
    if (drawing->qr != NULL)
        QRcode_free(drawing->qr);
}

static void
draw_all(struct drawing *drawing, struct buffer *bytes)
{
    open_flow(drawing, bytes);
    set_metadata(drawing);
    run(drawing, true);
    if (drawing->flow.missing_count > 0)
        run(drawing, true);
    if (drawing->why == NULL)
        run(drawing, false);
    cairo_surface_finish(drawing->flow.surface);
    if (drawing->why == NULL &&
        (cairo_status(drawing->flow.cairo) != CAIRO_STATUS_SUCCESS ||
         cairo_surface_status(drawing->flow.surface) != CAIRO_STATUS_SUCCESS))
        drawing->why = "the paper could not be drawn, or is too large";
}

bool
pdf_draw(const struct value *job, struct arena *arena, struct pdf *pdf, const char **why)
{
    struct drawing *drawing = ARENA_NEW(arena, struct drawing);
    struct buffer bytes = buffer_open(arena, 256 * 1024);
    drawing->job = job;
    drawing->arena = arena;
    drawing->content = value_member(job, "content");
    if (!value_is(value_member(drawing->content, "blocks"), VALUE_ARRAY))
        drawing->why = "the job has no content";
    else if (!open_seal(drawing))
        drawing->why = "the seal is no PNG of at most 2000 by 2000 points";
    else if (!open_qr(drawing))
        drawing->why = "the mark is too long";
    else
        draw_all(drawing, &bytes);
    *pdf = (struct pdf){buffer_text(&bytes), drawing->flow.pages, drawing->flow.missing,
                        drawing->flow.missing_count};
    *why = drawing->why;
    close_drawing(drawing);
    return drawing->why == NULL;
}
