/* exact.h: sums of yuan that are not rounded yet, so that a fee is rounded once and at its end.
 *
 * A whole number of a unit so small that every sum in fen, every part of it in hundred-thousandths,
 * every price and rate with six decimals, and the halves and thirds of all these are whole numbers
 * of it. Nothing is ever lost on the way; what would be is a bug and stops. */
#ifndef TB_EXACT_H
#define TB_EXACT_H
#include "base/money.h"

__extension__ typedef __int128 exact_units;

struct exact {
    exact_units units;
};

/* Parts are given in hundred-thousandths: 2.5 % is 2500. */
enum { EXACT_PARTS = 100000 };

struct exact exact_of_money(struct money money);
/* `money` times a price or rate in millionths; both within MONEY_FEN_MAX. */
struct exact exact_times_millionths(struct money money, int64_t millionths);

struct exact exact_add(struct exact a, struct exact b);
struct exact exact_subtract(struct exact a, struct exact b);
int exact_compare(struct exact a, struct exact b);
/* That many hundred-thousandths of a sum of money or of a price times a number. */
struct exact exact_part(struct exact whole, int parts);
/* A half or a third: 2 or 3, each once. */
struct exact exact_divide(struct exact whole, int divisor);

/* To the nearest multiple of `step_fen`, halves up. Not for sums below zero. */
struct money exact_round(struct exact sum, int64_t step_fen);

/* In yuan: "1384.5678", "50"; where the decimal does not end a fraction in lowest terms, "700/3".
 */
struct text exact_text(struct exact sum, struct arena *arena);
/* The same, but whole fen as people write sums: "50.00". */
struct text exact_money_text(struct exact sum, struct arena *arena);

/* Decimals as money_parse takes them, with at most `decimals_max` (up to 6) behind the point; at
 * most MONEY_FEN_MAX. In millionths. */
bool exact_parse_millionths(struct text text, int decimals_max, int64_t *millionths);

#endif
