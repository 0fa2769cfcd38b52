/* viewer.c: the program that draws pages of what strangers handed in (work/viewing.h). It is apart
 * from tongban so that nothing of what it needs for this, some of it large, comes near the record.
 * One job is one fork in a locked room; here only bytes become a picture. */
#include "base/canon.h"
#include "work/room.h"
#include "work/viewing.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <poppler.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>

#include <jpeglib.h>

enum {
    JOB_S = 10,
    MEMORY_BYTES = 1024 * 1024 * 1024,
    PIXELS_MAX = 24 * 1000 * 1000, /* of a photo as it is read, and of a picture as it is drawn */
    SIDE_MAX = 16000,
    QUALITY = 60,
    TEXT_BYTES_MAX = 1024 * 1024
};

static const char *const folders[] = {"/usr/share/fonts",
                                      "/usr/local/share/fonts",
                                      "/usr/share/fontconfig",
                                      "/etc/fonts",
                                      "/var/cache/fontconfig",
                                      "/usr/share/poppler",
                                      NULL};

struct job {
    struct text media, file;
    int page, width, turns;
    const char *why; /* NULL: all is well */
    int pages;
    struct text picture;
};

/* ---- drawing onto a sheet ---- */

/* A white sheet for something so large, turned; the pen stands so that it can be drawn upright. */
static cairo_t *
open_sheet(struct job *job, double width, double height, cairo_surface_t **sheet)
{
    bool lies = job->turns % 2 == 1;
    double wide = lies ? height : width, high = lies ? width : height;
    if (!(width > 0 && height > 0) || wide > 1e7 || high > 1e7) {
        job->why = "the page has no size";
        return NULL;
    }
    double scale = job->width / wide, tall = high * scale;
    if (tall > SIDE_MAX || tall * job->width > PIXELS_MAX || tall < 1) {
        job->why = "the page is too long";
        return NULL;
    }
    *sheet = cairo_image_surface_create(CAIRO_FORMAT_RGB24, job->width, (int)(tall + 0.5));
    cairo_t *pen = cairo_create(*sheet);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    cairo_scale(pen, scale, scale);
    cairo_translate(pen, wide / 2, high / 2);
    cairo_rotate(pen, job->turns * 3.14159265358979 / 2);
    cairo_translate(pen, -width / 2, -height / 2);
    return pen;
}

static int
take_bytes(const uint8_t *bytes, size_t count, const WebPPicture *picture)
{
    struct buffer *to = picture->custom_ptr;
    if (to->length + count > VIEWING_PICTURE_BYTES_MAX)
        return 0;
    memcpy(buffer_room(to, count), bytes, count);
    to->length += count;
    return 1;
}

static void
encode(struct job *job, cairo_surface_t *sheet, struct arena *arena)
{
    WebPConfig config;
    WebPPicture picture;
    struct buffer bytes = buffer_open(arena, 256 * 1024);
    cairo_surface_flush(sheet);
    if (!WebPConfigInit(&config) || !WebPPictureInit(&picture)) {
        job->why = "no picture could be made";
        return;
    }
    config.quality = QUALITY;
    config.method = 2;
    picture.width = cairo_image_surface_get_width(sheet);
    picture.height = cairo_image_surface_get_height(sheet);
    picture.writer = take_bytes;
    picture.custom_ptr = &bytes;
    bool is_made = WebPPictureImportBGRX(&picture, cairo_image_surface_get_data(sheet),
                                         cairo_image_surface_get_stride(sheet)) &&
                   WebPEncode(&config, &picture);
    WebPPictureFree(&picture);
    if (is_made)
        job->picture = buffer_text(&bytes);
    else
        job->why = "no picture could be made";
}

static void
finish(struct job *job, cairo_t *pen, cairo_surface_t *sheet, struct arena *arena)
{
    bool is_drawn = cairo_status(pen) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(pen);
    if (is_drawn)
        encode(job, sheet, arena);
    else
        job->why = "the page could not be drawn";
    cairo_surface_destroy(sheet);
}

/* ---- PDF ---- */

static void
draw_pdf(struct job *job, struct arena *arena)
{
    double width, height;
    cairo_surface_t *sheet;
    GBytes *bytes = g_bytes_new_static(job->file.bytes, job->file.length);
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, NULL);
    if (document == NULL) {
        job->why = "it is no PDF that can be read";
        return;
    }
    job->pages = poppler_document_get_n_pages(document);
    if (job->page == 0)
        return;
    PopplerPage *page =
        job->page <= job->pages ? poppler_document_get_page(document, job->page - 1) : NULL;
    if (page == NULL) {
        job->why = "there is no such page";
        return;
    }
    poppler_page_get_size(page, &width, &height);
    cairo_t *pen = open_sheet(job, width, height, &sheet);
    if (pen == NULL)
        return;
    poppler_page_render(page, pen);
    finish(job, pen, sheet, arena);
}

/* ---- photos ---- */

static void
draw_photo(struct job *job, cairo_surface_t *photo, int upright, struct arena *arena)
{
    cairo_surface_t *sheet;
    double width = cairo_image_surface_get_width(photo);
    double height = cairo_image_surface_get_height(photo);
    job->turns = (job->turns + upright) % 4;
    cairo_t *pen = open_sheet(job, width, height, &sheet);
    if (pen == NULL)
        return;
    cairo_set_source_surface(pen, photo, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(pen), CAIRO_FILTER_GOOD);
    cairo_paint(pen);
    finish(job, pen, sheet, arena);
}

struct jpeg_trap {
    struct jpeg_error_mgr errors; /* first */
    jmp_buf back;
};

static void
jpeg_failed(j_common_ptr common)
{
    struct jpeg_trap *trap = (struct jpeg_trap *)common->err;
    longjmp(trap->back, 1);
}

static void
jpeg_says(j_common_ptr common)
{
    (void)common;
}

static unsigned
number_at(const unsigned char *at, int bytes, bool is_big)
{
    unsigned number = 0;
    for (int i = 0; i < bytes; i++)
        number = number << 8 | at[is_big ? i : bytes - 1 - i];
    return number;
}

/* How a camera was held: quarters to the right that set its picture upright [Exif 2.3, tag 0x0112].
 */
static int
turns_of_exif(const unsigned char *bytes, size_t length)
{
    if (length < 14 || memcmp(bytes, "Exif\0\0", 6) != 0)
        return 0;
    const unsigned char *tiff = bytes + 6;
    size_t left = length - 6;
    bool is_big = tiff[0] == 'M';
    size_t at = number_at(tiff + 4, 4, is_big);
    if (left < 2 || at > left - 2)
        return 0;
    unsigned entries = number_at(tiff + at, 2, is_big);
    for (unsigned i = 0; i < entries && at + 2 + (i + 1) * 12 <= left; i++) {
        const unsigned char *entry = tiff + at + 2 + i * 12;
        if (number_at(entry, 2, is_big) != 0x0112)
            continue;
        switch (number_at(entry + 8, 2, is_big)) {
        case 3: return 2;
        case 6: return 1;
        case 8: return 3;
        default: return 0;
        }
    }
    return 0;
}

/* Read smaller than it is where that is enough, so that a photo of any camera fits. */
static void
read_jpeg(struct job *job, struct jpeg_decompress_struct *jpeg, cairo_surface_t **photo,
          int *upright)
{
    jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
    jpeg_mem_src(jpeg, (const unsigned char *)job->file.bytes, job->file.length);
    jpeg_read_header(jpeg, TRUE);
    for (jpeg_saved_marker_ptr one = jpeg->marker_list; one != NULL && *upright == 0;
         one = one->next)
        *upright = turns_of_exif(one->data, one->data_length);
    unsigned shorter =
        jpeg->image_width < jpeg->image_height ? jpeg->image_width : jpeg->image_height;
    jpeg->scale_num = 1;
    jpeg->scale_denom = 1;
    while (jpeg->scale_denom < 8 && shorter / (2 * jpeg->scale_denom) >= (unsigned)job->width)
        jpeg->scale_denom *= 2;
    jpeg->out_color_space = JCS_EXT_BGRX;
    jpeg->dct_method = JDCT_IFAST;
    jpeg_start_decompress(jpeg);
    if ((uint64_t)jpeg->output_width * jpeg->output_height > PIXELS_MAX) {
        job->why = "the photo is too large";
        return;
    }
    *photo = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)jpeg->output_width,
                                        (int)jpeg->output_height);
    unsigned char *rows = cairo_image_surface_get_data(*photo);
    int stride = cairo_image_surface_get_stride(*photo);
    while (rows != NULL && jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = rows + (size_t)jpeg->output_scanline * (size_t)stride;
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    cairo_surface_mark_dirty(*photo);
}

/* A photo that ends too early is shown as far as it goes. */
static void
draw_jpeg(struct job *job, struct arena *arena)
{
    static struct jpeg_trap trap;
    static cairo_surface_t *photo;
    static int upright;
    struct jpeg_decompress_struct jpeg = {.err = jpeg_std_error(&trap.errors)};
    trap.errors.error_exit = jpeg_failed;
    trap.errors.output_message = jpeg_says;
    if (setjmp(trap.back) == 0) {
        jpeg_create_decompress(&jpeg);
        read_jpeg(job, &jpeg, &photo, &upright);
    }
    job->pages = 1;
    if (job->why == NULL && photo == NULL)
        job->why = "it is no JPEG that can be read";
    if (job->why == NULL && job->page > 1)
        job->why = "there is no such page";
    if (job->why == NULL && job->page == 1)
        draw_photo(job, photo, upright, arena);
}

static cairo_status_t
read_png(void *of, unsigned char *to, unsigned length)
{
    struct text *left = of;
    if (length > left->length)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(to, left->bytes, length);
    left->bytes += length;
    left->length -= length;
    return CAIRO_STATUS_SUCCESS;
}

static void
draw_png(struct job *job, struct arena *arena)
{
    struct text left = job->file;
    const unsigned char *head = (const unsigned char *)job->file.bytes;
    job->pages = 1;
    if (left.length < 24 ||
        (uint64_t)number_at(head + 16, 4, true) * number_at(head + 20, 4, true) >
            (uint64_t)PIXELS_MAX) {
        job->why = "the photo is too large";
        return;
    }
    cairo_surface_t *photo = cairo_image_surface_create_from_png_stream(read_png, &left);
    if (cairo_surface_status(photo) != CAIRO_STATUS_SUCCESS)
        job->why = "it is no PNG that can be read";
    else if (job->page > 1)
        job->why = "there is no such page";
    else if (job->page == 1)
        draw_photo(job, photo, 0, arena);
}

/* ---- plain text ---- */

/* Set on sheets of A4 as somebody would print it. */
static void
draw_text(struct job *job, struct arena *arena)
{
    enum { WIDTH = 595, HEIGHT = 842, MARGIN = 50 };
    cairo_surface_t *sheet;
    if (!text_is_utf8(job->file) || job->file.length > TEXT_BYTES_MAX) {
        job->why = "it is no text that can be read";
        return;
    }
    PangoContext *context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    PangoLayout *layout = pango_layout_new(context);
    PangoFontDescription *font = pango_font_description_from_string("Noto Serif CJK SC 12");
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, (WIDTH - 2 * MARGIN) * PANGO_SCALE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, job->file.bytes, (int)job->file.length);
    const int room = (HEIGHT - 2 * MARGIN) * PANGO_SCALE;
    PangoLayoutIter *lines = pango_layout_get_iter(layout);
    cairo_t *pen = job->page == 0 ? NULL : open_sheet(job, WIDTH, HEIGHT, &sheet);
    int top = 0;
    job->pages = 1;
    if (pen != NULL)
        cairo_set_source_rgb(pen, 0, 0, 0);
    do {
        PangoRectangle line;
        pango_layout_iter_get_line_extents(lines, NULL, &line);
        if (line.y + line.height - top > room && line.y > top) {
            job->pages++;
            top = line.y;
        }
        if (pen == NULL || job->pages != job->page)
            continue;
        cairo_move_to(pen, MARGIN + (double)line.x / PANGO_SCALE,
                      MARGIN + (double)(pango_layout_iter_get_baseline(lines) - top) / PANGO_SCALE);
        pango_cairo_show_layout_line(pen, pango_layout_iter_get_line_readonly(lines));
    } while (job->pages < VIEWING_PAGES_MAX && pango_layout_iter_next_line(lines));
    if (job->page > job->pages)
        job->why = "there is no such page";
    else if (pen != NULL)
        finish(job, pen, sheet, arena);
}

/* ---- a job ---- */

static void
draw(struct job *job, struct arena *arena)
{
    if (text_is(job->media, "application/pdf"))
        draw_pdf(job, arena);
    else if (text_is(job->media, "image/jpeg"))
        draw_jpeg(job, arena);
    else if (text_is(job->media, "image/png"))
        draw_png(job, arena);
    else if (text_starts_with(job->media, "text/plain"))
        draw_text(job, arena);
    else
        job->why = "files of this kind are not drawn";
}

static void
read_header(struct job *job, const struct value *header)
{
    int64_t page = value_member_integer(header, "page", -1);
    int64_t width = value_member_integer(header, "width", -1);
    int64_t turns = value_member_integer(header, "turns", -1);
    bool is_right = page >= 0 && page <= VIEWING_PAGES_MAX && turns >= 0 && turns <= 3 &&
                    width >= VIEWING_WIDTH_MIN && width <= VIEWING_WIDTH_MAX &&
                    value_member_integer(header, "bytes", -1) == (int64_t)job->file.length;
    job->media = value_member_text(header, "media");
    job->page = (int)page;
    job->width = (int)width;
    job->turns = (int)turns;
    if (!is_right)
        job->why = "the job is not right";
}

static void
work(int line)
{
    struct arena *arena = arena_open();
    struct buffer bytes = buffer_open(arena, 1024 * 1024);
    struct job job = {.picture = TEXT("")};
    bool is_read = room_read(line, &bytes, VIEWING_FILE_BYTES_MAX + ROOM_HEADER_BYTES_MAX);
    job.file = is_read ? buffer_text(&bytes) : TEXT("");
    struct text head = text_cut(&job.file, '\n');
    const struct value *header =
        head.length > ROOM_HEADER_BYTES_MAX ? NULL : value_read_canonical(head, arena);
    if (header == NULL)
        job.why = "the job is not right";
    else
        read_header(&job, header);
    if (job.why == NULL)
        draw(&job, arena);
    struct canon canon = canon_open(arena, 300);
    canon_begin_object(&canon);
    canon_member_integer(&canon, "bytes", (int64_t)job.picture.length);
    canon_member_integer(&canon, "pages", job.pages);
    canon_member_text_if(&canon, "why", text_of(job.why));
    canon_end_object(&canon);
    room_write(line, canon_text(&canon));
    room_write(line, TEXT("\n"));
    room_write(line, job.picture);
}

static void
prepare(void)
{
    FcInit();
}

int
main(int argc, char **argv)
{
    static const struct room_side side = {
        .name = "viewer",
        .folders = folders,
        .prepare = prepare,
        .work = work,
        .limits = {JOB_S, MEMORY_BYTES, 64},
        .seconds = VIEWING_MS_MAX / 1000,
    };
    if (argc != 2 || strcmp(argv[1], "view") != 0) {
        fputs("tongban-viewer: started by tongban serve\n", stderr);
        return 2;
    }
    return room_serve(&side);
}
