/* picture_test.c: the drawing of a text is a picture of it, and nothing in its label gets out. */
#include "view/picture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void
test_picture__a_qr_code_has_three_finders_and_a_quiet_zone(void **state)
{
    struct arena *arena = arena_open();
    struct markup made = picture_qr(TEXT("7500-K7MX-2P9R"), TEXT("码"), arena);
    (void)state;
    /* The upper row of the first finder: seven dark modules behind four of quiet. */
    assert_non_null(strstr(made.html.bytes, "M4 4h7v1H4z"));
    assert_non_null(strstr(made.html.bytes, "viewBox=\"0 0 29 29\""));
    assert_non_null(strstr(made.html.bytes, "M18 4h7v1H18z"));
    arena_close(arena);
}

static void
test_picture__a_label_cannot_leave_its_place(void **state)
{
    struct arena *arena = arena_open();
    struct markup made = picture_qr(TEXT("x"), TEXT("\"><script>"), arena);
    (void)state;
    assert_null(strstr(made.html.bytes, "<script>"));
    assert_non_null(strstr(made.html.bytes, "aria-label=\"&quot;&gt;&lt;script&gt;\""));
    arena_close(arena);
}

static void
test_picture__too_long_a_text_is_no_picture(void **state)
{
    struct arena *arena = arena_open();
    char *bytes = arena_take(arena, PICTURE_QR_BYTES_MAX + 1);
    (void)state;
    memset(bytes, 'a', PICTURE_QR_BYTES_MAX + 1);
    struct text most = {bytes, PICTURE_QR_BYTES_MAX}, more = {bytes, PICTURE_QR_BYTES_MAX + 1};
    assert_false(text_is_empty(picture_qr(most, TEXT(""), arena).html));
    assert_true(text_is_empty(picture_qr(more, TEXT(""), arena).html));
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_picture__a_qr_code_has_three_finders_and_a_quiet_zone),
        cmocka_unit_test(test_picture__a_label_cannot_leave_its_place),
        cmocka_unit_test(test_picture__too_long_a_text_is_no_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
