/* refusal.c: names, words and citations of the refusals, all from refusal.def. */
#include "law/refusal.h"

struct refusal_row {
    struct text name, word, rests_on;
};

static const struct refusal_row refusal_rows[REFUSAL_COUNT] = {
#define REFUSAL(name, word, rests_on) {TEXT_INIT(#name), TEXT_INIT(word), TEXT_INIT(rests_on)},
#include "law/refusal.def"
#undef REFUSAL
};

struct text
refusal_name(enum refusal refusal)
{
    return refusal_rows[refusal].name;
}

struct text
refusal_word(enum refusal refusal)
{
    return refusal_rows[refusal].word;
}

struct text
refusal_key(enum refusal refusal, struct arena *arena)
{
    return text_format(arena, "refusal.%.*s", TEXT_ARGS(refusal_rows[refusal].word));
}

struct text
refusal_rests_on(enum refusal refusal)
{
    return refusal_rows[refusal].rests_on;
}

bool
refusal_parse(struct text name, enum refusal *refusal)
{
    for (int i = 0; i < REFUSAL_COUNT; i++) {
        if (text_equal(name, refusal_rows[i].name)) {
            *refusal = (enum refusal)i;
            return true;
        }
    }
    return false;
}
