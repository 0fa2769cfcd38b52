/* money.c: decimal yuan to whole fen and back. */
#include "base/money.h"

#include <inttypes.h>
#include <string.h>

bool
money_parse(struct text yuan, struct money *money)
{
    struct text decimals = yuan;
    bool has_point = memchr(yuan.bytes, '.', yuan.length) != NULL;
    struct text whole = text_cut(&decimals, '.');
    int64_t units, cents = 0;

    if (whole.length > 1 && whole.bytes[0] == '0')
        return false;
    if (whole.length > 15 || !text_number(whole, &units))
        return false;
    if (has_point) {
        if (decimals.length > 2 || !text_number(decimals, &cents))
            return false;
        cents *= decimals.length == 1 ? 10 : 1;
    }
    money->fen = units * 100 + cents;
    return money->fen <= MONEY_FEN_MAX;
}

struct text
money_text(struct money money, struct arena *arena)
{
    const char *sign = money.fen < 0 ? "-" : "";
    uint64_t fen = money.fen < 0 ? 0 - (uint64_t)money.fen : (uint64_t)money.fen;
    return text_format(arena, "%s%" PRIu64 ".%02d", sign, fen / 100, (int)(fen % 100));
}
