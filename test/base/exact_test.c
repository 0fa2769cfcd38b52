/* exact_test.c: sums that are not rounded yet, and what rounding makes of them. */
#include "base/exact.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static struct exact
yuan(const char *written)
{
    struct money money;
    assert_true(money_parse(text_of(written), &money));
    return exact_of_money(money);
}

static void
test_exact__is_written_as_a_decimal_or_a_fraction(void **state)
{
    static const struct {
        const char *yuan;
        int parts, divisor;
        const char *text, *money;
    } rows[] = {
        {"0", 100000, 1, "0", "0.00"},
        {"50", 100000, 1, "50", "50.00"},
        {"50.10", 100000, 1, "50.1", "50.10"},
        {"123456.78", 2500, 1, "3086.4195", "3086.4195"},
        {"0.01", 1, 2, "0.00000005", "0.00000005"},
        {"0.01", 1, 3, "1/30000000", "1/30000000"},
        {"700", 100000, 3, "700/3", "700/3"},
        {"300", 100000, 3, "100", "100.00"},
        {"100000000000000", 100000, 3, "100000000000000/3", "100000000000000/3"},
        {"99999999999999.99", 500, 2, "249999999999.999975", "249999999999.999975"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct exact sum =
            exact_divide(exact_part(yuan(rows[i].yuan), rows[i].parts), rows[i].divisor);
        assert_string_equal(exact_text(sum, arena).bytes, rows[i].text);
        assert_string_equal(exact_money_text(sum, arena).bytes, rows[i].money);
    }
    struct exact negative = exact_subtract(yuan("1"), exact_divide(yuan("4"), 3));
    assert_string_equal(exact_text(negative, arena).bytes, "-1/3");
}

static void
test_exact__halves_go_up(void **state)
{
    static const struct {
        const char *yuan;
        int divisor;
        int64_t step, fen;
    } rows[] = {
        {"0.01", 2, 1, 1},
        {"0.01", 3, 1, 0},
        {"0.02", 3, 1, 1},
        {"0.49", 1, 100, 0},
        {"0.50", 1, 100, 100},
        {"0.99", 2, 100, 0},
        {"1.00", 2, 100, 100},
        {"0", 1, 1, 0},
        {"100000000000000", 1, 1, MONEY_FEN_MAX},
        {"100000000000000", 3, 1, INT64_C(3333333333333333)},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(
            exact_round(exact_divide(yuan(rows[i].yuan), rows[i].divisor), rows[i].step).fen,
            rows[i].fen);
}

static void
test_exact__prices_and_rates_lose_nothing(void **state)
{
    int64_t rate;
    (void)state;
    assert_true(exact_parse_millionths(TEXT("7.179801"), 6, &rate));
    struct exact sum = exact_times_millionths((struct money){1}, rate);
    assert_string_equal(exact_text(sum, arena).bytes, "0.07179801");
    assert_string_equal(exact_text(exact_divide(exact_part(sum, 1), 2), arena).bytes,
                        "0.00000035899005");
    sum = exact_times_millionths((struct money){MONEY_FEN_MAX}, MONEY_FEN_MAX);
    assert_true(exact_compare(sum, exact_of_money((struct money){MONEY_FEN_MAX})) > 0);
}

static void
test_exact__other_forms_of_a_rate_are_refused(void **state)
{
    static const char *const wrong[] = {"",          ".5",    "5.",    "-1",   "+1",
                                        "1e3",       "1,000", " 1",    "1 ",   "01",
                                        "1.2345678", "７",    "1.2.3", "0x10", "10000000001"};
    int64_t rate;
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (exact_parse_millionths(text_of(wrong[i]), 6, &rate))
            fail_msg("taken: %s", wrong[i]);
    }
    assert_true(exact_parse_millionths(TEXT("9999999999.999999"), 6, &rate));
    assert_int_equal(rate, INT64_C(9999999999999999));
    assert_true(exact_parse_millionths(TEXT("2.125"), 3, &rate));
    assert_int_equal(rate, 2125000);
    assert_false(exact_parse_millionths(TEXT("2.1251"), 3, &rate));
    assert_true(exact_parse_millionths(TEXT("0"), 3, &rate));
    assert_int_equal(rate, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exact__is_written_as_a_decimal_or_a_fraction),
        cmocka_unit_test(test_exact__halves_go_up),
        cmocka_unit_test(test_exact__prices_and_rates_lose_nothing),
        cmocka_unit_test(test_exact__other_forms_of_a_rate_are_refused),
    };
    arena = arena_open();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(arena);
    return failed;
}
