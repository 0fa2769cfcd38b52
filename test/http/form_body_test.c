/* form_body_test.c: what browsers send, and what could be read in two ways. */
#include "http/form_body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static int
begin(void **state)
{
    *state = arena_open();
    return 0;
}

static int
end(void **state)
{
    arena_close(*state);
    return 0;
}

static struct pairs
read_good(const char *body, struct arena *arena)
{
    struct pairs pairs;
    assert_int_equal(form_body_read(text_of(body), arena, &pairs), OBSTACLE_COUNT);
    return pairs;
}

static enum obstacle
read_bad(struct text body, struct arena *arena)
{
    struct pairs pairs;
    return form_body_read(body, arena, &pairs);
}

static void
assert_value(struct pairs pairs, const char *name, const char *value)
{
    assert_int_equal(pairs_named(&pairs, name), 1);
    struct text text = pairs_value(&pairs, name);
    assert_int_equal(text.length, strlen(value));
    assert_memory_equal(text.bytes, value, text.length);
}

static void
test_form_body__pairs_are_decoded_in_order(void **state)
{
    struct pairs pairs = read_good("parties.0.name=%E5%BC%A0%E4%B8%89+%F0%A0%AE%B7&b=1%2B1&&c=&d&"
                                   "n=%EF%BC%93&ko=%EA%B9%80",
                                   *state);
    assert_int_equal(pairs.count, 6);
    assert_value(pairs, "parties.0.name", "张三 𠮷");
    assert_value(pairs, "b", "1+1");
    assert_value(pairs, "c", "");
    assert_value(pairs, "d", "");
    assert_value(pairs, "n", "３");
    assert_value(pairs, "ko", "김");
    assert_int_equal(read_good("", *state).count, 0);
}

static void
test_form_body__names_repeat_and_the_first_is_given(void **state)
{
    struct pairs pairs = read_good("a=1&a=2", *state);
    assert_int_equal(pairs_named(&pairs, "a"), 2);
    assert_true(text_is(pairs_value(&pairs, "a"), "1"));
    assert_true(text_is_empty(pairs_value(&pairs, "b")));
}

static void
test_form_body__lines_end_in_line_feeds(void **state)
{
    struct pairs pairs = read_good("a=1%0D%0A2%0D3%0A4%0D%0D%0A", *state);
    assert_value(pairs, "a", "1\n2\n3\n4\n\n");
}

static void
test_form_body__what_is_unclear_is_refused(void **state)
{
    static const char *const bad[] = {
        "a=%",    "a=%4",   "a=%GG",          "a=%C3%28",      "a=%ED%A0%80",
        "a=%00",  "=value", "%C3%28=1",       "a%E2%80%AEb=1", "a%0Ab=1",
        "a%00=1", "a=\xFF", "a=%F5%80%80%80", "a=%C0%AF",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(read_bad(text_of(bad[i]), *state), FORM_MUST_BE_CLEAR);
    assert_int_equal(read_bad((struct text){"a=\0", 3}, *state), FORM_MUST_BE_CLEAR);
    /* What a person may not hide in a field the law names by the field. */
    read_good("a=%E2%80%AE", *state);
}

static struct text
many(const char *piece, size_t count, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, strlen(piece) * count);
    for (size_t i = 0; i < count; i++)
        buffer_add_text(&buffer, text_of(piece));
    return buffer_text(&buffer);
}

static void
test_form_body__bounds_hold(void **state)
{
    struct arena *arena = *state;
    struct pairs pairs;
    assert_int_equal(read_bad(many("a=1&", FORM_PAIRS_MAX, arena), arena), FORM_MUST_BE_SMALLER);
    assert_int_equal(form_body_read(many("a=1&", FORM_PAIRS_MAX - 1, arena), arena, &pairs),
                     OBSTACLE_COUNT);
    assert_int_equal(pairs.count, FORM_PAIRS_MAX - 1);
    assert_int_equal(read_bad(many("n", FORM_NAME_BYTES_MAX + 1, arena), arena),
                     FORM_MUST_BE_SMALLER);
    assert_int_equal(read_bad(many("n", FORM_NAME_BYTES_MAX, arena), arena), OBSTACLE_COUNT);
    struct text value = many("v", FORM_VALUE_BYTES_MAX, arena);
    assert_int_equal(read_bad(text_format(arena, "a=%.*s", TEXT_ARGS(value)), arena),
                     OBSTACLE_COUNT);
    assert_int_equal(read_bad(text_format(arena, "a=%.*sv", TEXT_ARGS(value)), arena),
                     FORM_MUST_BE_SMALLER);
    assert_int_equal(read_bad(many("&", FORM_BODY_BYTES_MAX + 1, arena), arena),
                     FORM_MUST_BE_SMALLER);
}

static void
test_form_body__a_form_is_told_by_its_type(void **state)
{
    (void)state;
    assert_int_equal(form_body_coding(TEXT("application/x-www-form-urlencoded")), FORM_CODING_URL);
    assert_int_equal(form_body_coding(TEXT("Application/X-WWW-Form-Urlencoded; charset=UTF-8")),
                     FORM_CODING_URL);
    assert_int_equal(form_body_coding(TEXT("multipart/form-data; boundary=x")),
                     FORM_CODING_MULTIPART);
    assert_int_equal(form_body_coding(TEXT("application/json")), FORM_CODING_OTHER);
    assert_int_equal(form_body_coding(TEXT("text/plain")), FORM_CODING_OTHER);
    assert_int_equal(form_body_coding(TEXT("")), FORM_CODING_OTHER);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_form_body__pairs_are_decoded_in_order),
        TEST(test_form_body__names_repeat_and_the_first_is_given),
        TEST(test_form_body__lines_end_in_line_feeds),
        TEST(test_form_body__what_is_unclear_is_refused),
        TEST(test_form_body__bounds_hold),
        TEST(test_form_body__a_form_is_told_by_its_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
