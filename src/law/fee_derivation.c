/* fee_derivation.c: the same lines for people and programs: what a line counted becomes the values
 * that the sentence of its key has places for. */
#include "law/fee.h"

/* 2500 hundred-thousandths are 2.5%. */
static struct text
rate_text(int rate, struct arena *arena)
{
    int whole = rate / 1000, rest = rate % 1000, digits = 3;
    if (rest == 0)
        return text_format(arena, "%d%%", whole);
    for (; rest % 10 == 0; digits--)
        rest /= 10;
    return text_format(arena, "%d.%0*d%%", whole, digits, rest);
}

static struct text
value_of(const struct fee_line *line, enum derivation_type type, int *sum, struct arena *arena)
{
    switch (type) {
    case DERIVATION_MONEY: return exact_money_text(line->sums[(*sum)++], arena);
    case DERIVATION_RATE: return rate_text(line->rate, arena);
    case DERIVATION_COUNTED: return text_format(arena, "%d", line->count);
    case DERIVATION_DAY: return date_text(line->day, arena);
    default: return line->text;
    }
}

void
fee_derive(const struct fee *fee, struct arena *arena, struct derivation *derivation)
{
    derivation->count = 0;
    for (size_t i = 0; i < fee->lines_count; i++) {
        const struct fee_line *line = &fee->lines[i];
        struct derivation_step *step = derivation_add(derivation, line->key, line->rests_on);
        int sum = 0;
        for (int j = 0; j < DERIVATION_VALUES_MAX; j++) {
            struct derivation_place place = derivation_place(line->key, j);
            if (place.name != NULL)
                step->values[j] = value_of(line, place.type, &sum, arena);
        }
        if (line->words != NULL)
            step->words = *line->words;
    }
}
