/* token_test.c: one secret has one spelling. */
#include "http/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct text good;

static int
make_token(void **state)
{
    static const unsigned char random[TOKEN_RANDOM_BYTES] = {0xfb, 0xff, 1, 2, 3, [31] = 0xff};
    (void)state;
    arena = arena_open();
    good = token_make(TEXT("court-7502"), random, arena);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void
test_token__what_was_made_can_be_read(void **state)
{
    struct text node;
    (void)state;
    assert_int_equal(good.length, strlen("tb1_court-7502_") + TOKEN_SECRET_LENGTH);
    assert_true(text_starts_with(good, "tb1_court-7502_-_8BAgM"));
    assert_true(token_parse(good, &node));
    assert_true(text_is(node, "court-7502"));
}

static void
test_token__any_other_spelling_is_refused(void **state)
{
    struct text node;
    (void)state;
    for (size_t i = 0; i < good.length; i++) {
        struct text shorter = {good.bytes, i};
        assert_false(token_parse(shorter, &node));
        char *changed = (char *)text_terminated(good, arena);
        changed[i] = '=';
        assert_false(token_parse((struct text){changed, good.length}, &node));
        changed[i] = '\0';
        assert_false(token_parse((struct text){changed, good.length}, &node));
    }
    assert_false(token_parse(text_format(arena, "%.*sA", TEXT_ARGS(good)), &node));
    assert_false(token_parse(TEXT("tb1_Court_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), &node));
    assert_false(token_parse(TEXT("tb1__AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), &node));
    assert_false(token_parse(TEXT("tb2_a_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), &node));
    assert_true(token_parse(TEXT("tb1_a_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), &node));
    assert_true(token_parse(TEXT("tb1_a_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"), &node));
    /* the last character may carry no bit that is thrown away */
    assert_false(token_parse(TEXT("tb1_a_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"), &node));
}

static void
test_token__is_taken_from_the_header_and_compared_by_digest(void **state)
{
    struct text token;
    (void)state;
    struct digest kept = token_digest(good);
    assert_true(token_of_header(text_format(arena, "bearer %.*s", TEXT_ARGS(good)), &token));
    assert_true(token_matches(token, &kept));
    assert_false(token_matches(TEXT("tb1_a_x"), &kept));
    assert_false(token_of_header(TEXT("Basic YTpi"), &token));
    assert_false(token_of_header(TEXT("Bearer "), &token));
    assert_false(token_of_header(TEXT(""), &token));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_token__what_was_made_can_be_read),
        cmocka_unit_test(test_token__any_other_spelling_is_refused),
        cmocka_unit_test(test_token__is_taken_from_the_header_and_compared_by_digest),
    };
    return cmocka_run_group_tests(tests, make_token, close_arena);
}
