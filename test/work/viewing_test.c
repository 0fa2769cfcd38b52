/* viewing_test.c: pages of what people hand in, and of what they should not: the real viewer, in
 * its room. */
#include "work/viewing.h"

#include <cairo-pdf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct viewing *viewing;
static char folder[] = "/tmp/viewing-XXXXXX";

static int
open_all(void **state)
{
    (void)state;
    arena = arena_open();
    viewing = viewing_open(PROGRAM);
    return mkdtemp(folder) == NULL;
}

static int
close_all(void **state)
{
    (void)state;
    viewing_close(viewing);
    arena_close(arena);
    return 0;
}

static const char *
path_of(const char *name)
{
    return text_format(arena, "%s/%s", folder, name).bytes;
}

static void
write_file(const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(path_of(name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

static void
write_pdf(const char *name, int pages)
{
    cairo_surface_t *sheets = cairo_pdf_surface_create(path_of(name), 595, 842);
    cairo_t *pen = cairo_create(sheets);
    for (int i = 0; i < pages; i++) {
        cairo_rectangle(pen, 100, 100 + 50 * i, 200, 40);
        cairo_fill(pen);
        cairo_show_page(pen);
    }
    cairo_destroy(pen);
    cairo_surface_destroy(sheets);
}

static bool
see(const char *name, const char *media, int page, int width, int turns, struct viewed *viewed,
    struct fault *fault)
{
    struct viewing_job job = {.sha256 = text_of(name),
                              .media = text_of(media),
                              .path = path_of(name),
                              .page = page,
                              .width = width,
                              .turns = turns};
    *fault = (struct fault){0};
    return viewing_run(viewing, &job, arena, viewed, fault);
}

/* The size a WebP says it has (lossy, VP8). */
static void
assert_size(struct text webp, int width, int height)
{
    const unsigned char *at = (const unsigned char *)webp.bytes;
    assert_true(webp.length > 30);
    assert_memory_equal(at + 12, "VP8 ", 4);
    assert_int_equal((at[26] | at[27] << 8) & 0x3FFF, width);
    assert_int_equal((at[28] | at[29] << 8) & 0x3FFF, height);
}

static void
test_viewing__pages_of_a_pdf_are_counted_and_drawn(void **state)
{
    (void)state;
    struct viewed viewed;
    struct fault fault;
    write_pdf("three.pdf", 3);
    assert_true(see("three.pdf", "application/pdf", 0, 1000, 0, &viewed, &fault));
    assert_int_equal(viewed.pages, 3);
    assert_true(text_is_empty(viewed.bytes));
    assert_true(see("three.pdf", "application/pdf", 3, 595, 0, &viewed, &fault));
    assert_size(viewed.bytes, 595, 842);
    assert_true(see("three.pdf", "application/pdf", 1, 842, 1, &viewed, &fault));
    assert_size(viewed.bytes, 842, 595);
    assert_false(see("three.pdf", "application/pdf", 4, 1000, 0, &viewed, &fault));
    assert_non_null(strstr(fault.what, "no such page"));
}

static void
test_viewing__what_was_drawn_once_is_kept_by_its_digest(void **state)
{
    (void)state;
    struct viewed first, again;
    struct fault fault;
    write_pdf("kept.pdf", 1);
    assert_true(see("kept.pdf", "application/pdf", 1, 400, 0, &first, &fault));
    unlink(path_of("kept.pdf"));
    assert_true(see("kept.pdf", "application/pdf", 1, 400, 0, &again, &fault));
    assert_true(text_equal(first.bytes, again.bytes));
    assert_false(see("kept.pdf", "application/pdf", 1, 401, 0, &again, &fault));
}

static void
test_viewing__photos_and_texts_are_pages_too(void **state)
{
    (void)state;
    struct viewed viewed;
    struct fault fault;
    cairo_surface_t *photo = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1200, 800);
    cairo_surface_write_to_png(photo, path_of("photo.png"));
    cairo_surface_destroy(photo);
    assert_true(see("photo.png", "image/png", 1, 600, 0, &viewed, &fault));
    assert_size(viewed.bytes, 600, 400);
    struct buffer text = buffer_open(arena, 100000);
    for (int i = 0; i < 200; i++)
        buffer_add_text(&text, TEXT("原告请求判令被告支付劳动报酬。𠮷野 조선\n"));
    write_file("long.txt", text.bytes, text.length);
    assert_true(see("long.txt", "text/plain; charset=utf-8", 0, 600, 0, &viewed, &fault));
    assert_in_range(viewed.pages, 3, 12);
    assert_true(
        see("long.txt", "text/plain; charset=utf-8", viewed.pages, 600, 0, &viewed, &fault));
}

/* A PNG whose header claims 60 000 by 60 000 pixels. */
static void
test_viewing__a_bomb_is_refused_before_it_goes_off(void **state)
{
    (void)state;
    static const unsigned char bomb[] = "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xEA\x60\0\0\xEA\x60"
                                        "\x08\x02\0\0\0\0\0\0\0";
    struct viewed viewed;
    struct fault fault;
    write_file("bomb.png", bomb, sizeof bomb - 1);
    assert_false(see("bomb.png", "image/png", 1, 600, 0, &viewed, &fault));
    assert_non_null(strstr(fault.what, "too large"));
}

static void
test_viewing__damaged_files_break_nothing_but_themselves(void **state)
{
    (void)state;
    struct viewed viewed;
    struct fault fault;
    char junk[4096] =
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 1 0 R >> endobj\nstartxref\n9\n%%EOF";
    write_file("junk.pdf", junk, sizeof junk);
    see("junk.pdf", "application/pdf", 1, 600, 0, &viewed, &fault);
    write_file("cut.jpg", "\xFF\xD8\xFF\xE0\0\x10JFIF", 11);
    assert_false(see("cut.jpg", "image/jpeg", 1, 600, 0, &viewed, &fault));
    assert_false(see("absent.jpg", "image/jpeg", 1, 600, 0, &viewed, &fault));
    assert_false(viewing_knows(TEXT("application/ofd")));
    assert_false(see("junk.pdf", "application/ofd", 1, 600, 0, &viewed, &fault));
    write_pdf("after.pdf", 1);
    assert_true(see("after.pdf", "application/pdf", 1, 600, 0, &viewed, &fault));
}

static void
test_viewing__without_its_program_it_says_so(void **state)
{
    (void)state;
    struct viewed viewed;
    struct fault fault = {0};
    struct viewing *none = viewing_open("/nonexistent/tongban");
    struct viewing_job job = {.sha256 = TEXT("x"),
                              .media = TEXT("application/pdf"),
                              .path = path_of("after.pdf"),
                              .page = 1,
                              .width = 600};
    assert_false(viewing_run(none, &job, arena, &viewed, &fault));
    assert_true(fault.is_set);
    viewing_close(none);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_viewing__pages_of_a_pdf_are_counted_and_drawn),
        cmocka_unit_test(test_viewing__what_was_drawn_once_is_kept_by_its_digest),
        cmocka_unit_test(test_viewing__photos_and_texts_are_pages_too),
        cmocka_unit_test(test_viewing__a_bomb_is_refused_before_it_goes_off),
        cmocka_unit_test(test_viewing__damaged_files_break_nothing_but_themselves),
        cmocka_unit_test(test_viewing__without_its_program_it_says_so),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
