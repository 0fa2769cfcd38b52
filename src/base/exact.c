/* exact.c: one common denominator instead of fractions: adding, comparing and rounding then are
 * what they are with whole numbers, and no sum a person can write comes near the bounds. */
#include "base/exact.h"

#include <assert.h>
#include <string.h>

enum { MILLION = 1000000, THIRDS_AND_HALVES = 6 };

/* A fen times a millionth, a hundred-thousandth of that, a sixth of that. */
#define UNITS_OF_FEN                                                                               \
    ((exact_units)MILLION * (exact_units)EXACT_PARTS * (exact_units)THIRDS_AND_HALVES)
#define UNITS_OF_YUAN (100 * UNITS_OF_FEN)

struct exact
exact_of_money(struct money money)
{
    return (struct exact){money.fen * UNITS_OF_FEN};
}

struct exact
exact_times_millionths(struct money money, int64_t millionths)
{
    assert(money.fen <= MONEY_FEN_MAX && millionths <= MONEY_FEN_MAX);
    return (struct exact){(exact_units)money.fen * millionths * (UNITS_OF_FEN / MILLION)};
}

struct exact
exact_add(struct exact a, struct exact b)
{
    return (struct exact){a.units + b.units};
}

struct exact
exact_subtract(struct exact a, struct exact b)
{
    return (struct exact){a.units - b.units};
}

int
exact_compare(struct exact a, struct exact b)
{
    return (a.units > b.units) - (a.units < b.units);
}

struct exact
exact_part(struct exact whole, int parts)
{
    assert(whole.units % EXACT_PARTS == 0);
    return (struct exact){whole.units / EXACT_PARTS * parts};
}

struct exact
exact_divide(struct exact whole, int divisor)
{
    assert(whole.units % divisor == 0);
    return (struct exact){whole.units / divisor};
}

struct money
exact_round(struct exact sum, int64_t step_fen)
{
    exact_units step = step_fen * UNITS_OF_FEN;
    assert(sum.units >= 0);
    return (struct money){(int64_t)((2 * sum.units + step) / (2 * step)) * step_fen};
}

static exact_units
common_divisor(exact_units a, exact_units b)
{
    while (b != 0) {
        exact_units rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Digits of a number that may be longer than printf knows. */
static struct text
digits_of(exact_units number, struct arena *arena)
{
    char *end = (char *)arena_take(arena, 41) + 40, *at = end;
    do
        *--at = (char)('0' + (int)(number % 10));
    while ((number /= 10) > 0);
    return (struct text){at, (size_t)(end - at)};
}

static struct text
decimal_text(exact_units numerator, exact_units denominator, struct arena *arena)
{
    struct buffer buffer = buffer_open(arena, 64);
    buffer_add_text(&buffer, digits_of(numerator / denominator, arena));
    exact_units rest = numerator % denominator;
    for (bool is_first = true; rest > 0; is_first = false) {
        rest *= 10;
        buffer_add_format(&buffer, "%s%d", is_first ? "." : "", (int)(rest / denominator));
        rest %= denominator;
    }
    return buffer_text(&buffer);
}

struct text
exact_text(struct exact sum, struct arena *arena)
{
    bool is_negative = sum.units < 0;
    exact_units numerator = is_negative ? -sum.units : sum.units;
    exact_units divisor = common_divisor(numerator, UNITS_OF_YUAN);
    exact_units denominator = UNITS_OF_YUAN / divisor, ends = denominator;
    numerator /= divisor;
    while (ends % 2 == 0)
        ends /= 2;
    while (ends % 5 == 0)
        ends /= 5;
    if (ends == 1)
        return text_format(arena, "%s%.*s", is_negative ? "-" : "",
                           TEXT_ARGS(decimal_text(numerator, denominator, arena)));
    struct text above = digits_of(numerator, arena), below = digits_of(denominator, arena);
    return text_format(arena, "%s%.*s/%.*s", is_negative ? "-" : "", TEXT_ARGS(above),
                       TEXT_ARGS(below));
}

struct text
exact_money_text(struct exact sum, struct arena *arena)
{
    if (sum.units % UNITS_OF_FEN != 0)
        return exact_text(sum, arena);
    return money_text((struct money){(int64_t)(sum.units / UNITS_OF_FEN)}, arena);
}

bool
exact_parse_millionths(struct text text, int decimals_max, int64_t *millionths)
{
    bool has_point = memchr(text.bytes, '.', text.length) != NULL;
    struct text decimals = text, whole = text_cut(&decimals, '.');
    int64_t units, parts = 0;
    if (whole.length > 10 || !text_number(whole, &units) ||
        (whole.length > 1 && whole.bytes[0] == '0'))
        return false;
    if (has_point && (decimals.length > (size_t)decimals_max || !text_number(decimals, &parts)))
        return false;
    for (size_t i = has_point ? decimals.length : 0; i < 6; i++)
        parts *= 10;
    *millionths = units * MILLION + parts;
    return *millionths <= MONEY_FEN_MAX;
}
