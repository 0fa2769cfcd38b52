/* media_test.c: what files really are. */
#include "http/media.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* A literal with zero bytes in it. */
#define BYTES(literal) literal, sizeof literal - 1

struct row {
    const char *bytes;
    size_t length;
    enum media media;
};

static void
check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(media_of((struct text){rows[i].bytes, rows[i].length}), rows[i].media);
}

static void
test_media__a_file_is_told_by_its_beginning_and_its_end(void **state)
{
    static const struct row rows[] = {
        {BYTES("%PDF-1.7\n...\n%%EOF\n"), MEDIA_PDF},
        {BYTES("%PDF-1.7\n..."), MEDIA_UNKNOWN},
        {BYTES("\xFF\xD8\xFF\xE0...\xFF\xD9"), MEDIA_JPEG},
        {BYTES("\xFF\xD8\xFF\xE0..."), MEDIA_UNKNOWN},
        {BYTES("\x89PNG\r\n\x1A\n....IEND\xAE\x42\x60\x82"), MEDIA_PNG},
        {BYTES("\x89PNG\r\n\x1A\n...."), MEDIA_UNKNOWN},
        {BYTES("PK\x03\x04...word/document.xml...PK\x05\x06...."), MEDIA_DOCX},
        {BYTES("PK\x03\x04...OFD.xml...PK\x05\x06...."), MEDIA_OFD},
        {BYTES("PK\x03\x04...xl/workbook.xml...PK\x05\x06...."), MEDIA_UNKNOWN},
        {BYTES("PK\x03\x04...word/document.xml..."), MEDIA_UNKNOWN},
        {BYTES("\0\0\0\x18"
               "ftypheic\0\0\0\0"),
         MEDIA_HEIC},
        {BYTES("\0\0\0\x18"
               "ftypisom\0\0\0\0"),
         MEDIA_MP4},
        {BYTES("\0\0\0\x18"
               "ftypqt  \0\0\0\0"),
         MEDIA_UNKNOWN},
        {BYTES("\x7F"
               "ELF\x02\x01\x01"),
         MEDIA_UNKNOWN},
        {BYTES("MZ\x90\0\x03"), MEDIA_UNKNOWN},
        {BYTES(""), MEDIA_UNKNOWN},
    };
    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void
test_media__text_is_utf8_that_hides_nothing(void **state)
{
    static const struct row rows[] = {
        {BYTES("民事起诉状\n"), MEDIA_TEXT},
        {BYTES("\xEF\xBB\xBF"
               "lines\r\nof windows\r\n"),
         MEDIA_TEXT},
        {BYTES(" \r\n\t"), MEDIA_UNKNOWN},
        {BYTES("\xC3\x28"), MEDIA_UNKNOWN},
        {BYTES("a\0b"), MEDIA_UNKNOWN},
        {BYTES("a\x07"), MEDIA_UNKNOWN},
        {BYTES("a\xE2\x80\xAE"
               "b"),
         MEDIA_UNKNOWN},
        {BYTES("a\xEF\xBB\xBF"
               "b"),
         MEDIA_UNKNOWN},
    };
    (void)state;
    check_rows(rows, sizeof rows / sizeof rows[0]);
}

static void
test_media__types_are_read_without_their_parameters(void **state)
{
    (void)state;
    assert_int_equal(media_parse(TEXT("application/pdf")), MEDIA_PDF);
    assert_int_equal(media_parse(TEXT(" Image/JPEG ; q=1")), MEDIA_JPEG);
    assert_int_equal(media_parse(TEXT("text/plain")), MEDIA_TEXT);
    assert_int_equal(media_parse(TEXT("text/html")), MEDIA_UNKNOWN);
    assert_int_equal(media_parse(TEXT("")), MEDIA_UNKNOWN);
    for (int media = 0; media < MEDIA_UNKNOWN; media++)
        assert_int_equal(media_parse(text_of(media_type((enum media)media))), media);
    assert_string_equal(media_type(MEDIA_UNKNOWN), "application/octet-stream");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_media__a_file_is_told_by_its_beginning_and_its_end),
        cmocka_unit_test(test_media__text_is_utf8_that_hides_nothing),
        cmocka_unit_test(test_media__types_are_read_without_their_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
