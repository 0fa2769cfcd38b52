/* amount_capitals.c: groups of four digits, each group read in the same way; one 零 for any run of
 * noughts between digits that are read. */
#include "paper/amount_capitals.h"

static const char *const digits[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

/* Reads 0 to 9999. `*owes_nought` tells whether noughts came before what is read next. */
static void
put_group(struct buffer *to, int group, bool *owes_nought)
{
    static const char *const units[] = {"仟", "佰", "拾", ""};
    static const int parts[] = {1000, 100, 10, 1};
    for (int i = 0; i < 4; i++) {
        int digit = group / parts[i] % 10;
        if (digit == 0) {
            *owes_nought = true;
            continue;
        }
        if (*owes_nought && to->length > 0)
            buffer_add_text(to, text_of(digits[0]));
        *owes_nought = false;
        buffer_add_text(to, text_of(digits[digit]));
        buffer_add_text(to, text_of(units[i]));
    }
}

static void
put_yuan(struct buffer *to, int64_t yuan)
{
    bool owes_nought = false;
    int high = (int)(yuan / 1000000000000), billions = (int)(yuan / 100000000 % 10000);
    int thousands = (int)(yuan / 10000 % 10000), ones = (int)(yuan % 10000);
    if (high > 0) {
        put_group(to, high, &owes_nought);
        buffer_add_text(to, TEXT("万"));
        owes_nought = false;
    }
    put_group(to, billions, &owes_nought);
    if (high > 0 || billions > 0) {
        buffer_add_text(to, TEXT("亿"));
        owes_nought = false;
    }
    put_group(to, thousands, &owes_nought);
    if (thousands > 0) {
        buffer_add_text(to, TEXT("万"));
        owes_nought = false;
    }
    put_group(to, ones, &owes_nought);
}

struct text
amount_capitals(struct money money, struct arena *arena)
{
    struct buffer number = buffer_open(arena, 100), all = buffer_open(arena, 120);
    int64_t yuan = money.fen / 100;
    int jiao = (int)(money.fen / 10 % 10), fen = (int)(money.fen % 10);
    if (yuan > 0) {
        put_yuan(&number, yuan);
        buffer_add_text(&number, TEXT("元"));
    } else if (jiao == 0 && fen == 0) {
        buffer_add_text(&number, TEXT("零元"));
    }
    if (jiao > 0)
        buffer_add_format(&number, "%s角", digits[jiao]);
    else if (fen > 0 && yuan > 0)
        buffer_add_text(&number, text_of(digits[0]));
    if (fen > 0)
        buffer_add_format(&number, "%s分", digits[fen]);
    else
        buffer_add_text(&number, TEXT("整"));
    buffer_add_text(&all, TEXT("人民币"));
    buffer_add_text(&all, buffer_text(&number));
    return buffer_text(&all);
}
