/* pressroom.c: the side of the press that draws. It finds the fonts before it is locked in. */
#include "base/canon.h"
#include "paper/pdf.h"
#include "work/press.h"
#include "work/room.h"

#include <stdio.h>

enum { JOB_S = 15, MEMORY_BYTES = 1024 * 1024 * 1024 };

/* Where fonts and what is known of them lie. */
static const char *const folders[] = {"/usr/share/fonts",      "/usr/local/share/fonts",
                                      "/usr/share/fontconfig", "/etc/fonts",
                                      "/var/cache/fontconfig", NULL};

static struct text
codes_of(const struct pdf *pdf, struct arena *arena)
{
    struct buffer codes = buffer_open(arena, 100);
    for (int i = 0; i < pdf->missing_count; i++)
        buffer_add_format(&codes, "%sU+%04X", i == 0 ? "" : " ", pdf->missing[i]);
    return buffer_text(&codes);
}

static void
answer(int line, const struct pdf *pdf, const char *why, struct arena *arena)
{
    struct canon header = canon_open(arena, 500);
    canon_begin_object(&header);
    canon_member_integer(&header, "bytes", why == NULL ? (int64_t)pdf->bytes.length : 0);
    canon_member_text_if(&header, "missing", codes_of(pdf, arena));
    canon_member_integer(&header, "pages", pdf->pages);
    canon_member_text_if(&header, "why", text_of(why));
    canon_end_object(&header);
    room_write(line, canon_text(&header));
    room_write(line, TEXT("\n"));
    if (why == NULL)
        room_write(line, pdf->bytes);
}

static void
work(int line)
{
    struct arena *arena = arena_open();
    struct buffer bytes = buffer_open(arena, 65536);
    struct pdf pdf = {0};
    const char *why = NULL;
    const struct value *job = room_read(line, &bytes, PDF_JOB_BYTES_MAX)
                                  ? value_read_canonical(buffer_text(&bytes), arena)
                                  : NULL;
    if (job == NULL)
        why = "it is no canonical JSON";
    else
        pdf_draw(job, arena, &pdf, &why);
    answer(line, &pdf, why, arena);
}

int
press_main(int argc, char **argv)
{
    static const struct room_side side = {
        .name = "press",
        .folders = folders,
        .prepare = pdf_prepare,
        .work = work,
        .limits = {JOB_S, MEMORY_BYTES, 64},
        .seconds = PRESS_MS_MAX / 1000,
    };
    (void)argv;
    if (argc != 1) {
        fputs("tongban: press is started by serve\n", stderr);
        return 2;
    }
    return room_serve(&side);
}
