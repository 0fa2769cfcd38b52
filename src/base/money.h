/* money.h: sums in whole fen (分), never in floating point. */
#ifndef TB_MONEY_H
#define TB_MONEY_H
#include "base/text.h"

struct money {
    int64_t fen;
};

/* Up to one hundred trillion yuan; more is a typing mistake. */
#define MONEY_FEN_MAX INT64_C(10000000000000000)

/* Decimal yuan, "54046" or "54046.5" or "54046.50": no sign, no exponent, no separator, at most two
 * decimals, no leading zero before another digit. The caller folds what people paste first. */
bool money_parse(struct text yuan, struct money *money);
struct text money_text(struct money money, struct arena *arena); /* "54046.50" */

#endif
