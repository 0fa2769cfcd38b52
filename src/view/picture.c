/* picture.c: a dark module is a unit square; modules side by side share one line of the path. */
#include "view/picture.h"

#include <qrencode.h>

enum { QUIET = 4 };

struct markup
picture_qr(struct text text, struct text label, struct arena *arena)
{
    struct markup markup = {TEXT("")};
    QRcode *code = text.length > PICTURE_QR_BYTES_MAX
                       ? NULL
                       : QRcode_encodeData((int)text.length, (const unsigned char *)text.bytes, 0,
                                           QR_ECLEVEL_M);
    if (code == NULL)
        return markup;
    struct view view = {.arena = arena};
    struct page escaped = page_open(&view, NULL);
    page_put_text(&escaped, label);
    struct buffer svg = buffer_open(arena, 8192);
    int side = code->width + 2 * QUIET;
    buffer_add_format(&svg,
                      "<svg class=\"qr\" role=\"img\" viewBox=\"0 0 %d %d\" aria-label=\"%.*s\">"
                      "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path fill=\"#000\" d=\"",
                      side, side, TEXT_ARGS(page_close(&escaped)), side, side);
    for (int y = 0; y < code->width; y++) {
        for (int x = 0; x < code->width; x++) {
            int run = 0;
            while (x + run < code->width && (code->data[y * code->width + x + run] & 1) != 0)
                run++;
            if (run > 0)
                buffer_add_format(&svg, "M%d %dh%dv1H%dz", x + QUIET, y + QUIET, run, x + QUIET);
            x += run;
        }
    }
    buffer_add_text(&svg, TEXT("\"/></svg>"));
    QRcode_free(code);
    markup.html = buffer_text(&svg);
    return markup;
}
