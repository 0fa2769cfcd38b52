/* derivation.c: a day without its reasons cannot be checked by the one who has to keep it. */
#include "law/derivation.h"

#include <assert.h>

static const char *const keys[DERIVATION_COUNT] = {
#define DERIVATION(name, key) [DERIVATION_##name] = key,
#include "law/derivation.def"
#undef DERIVATION
};

struct text
derivation_key_text(enum derivation_key key)
{
    return text_of(keys[key]);
}

bool
derivation_key_parse(struct text text, enum derivation_key *key)
{
    for (int i = 0; i < DERIVATION_COUNT; i++) {
        if (text_is(text, keys[i])) {
            *key = (enum derivation_key)i;
            return true;
        }
    }
    return false;
}

struct derivation_step *
derivation_add(struct derivation *derivation, enum derivation_key key, struct citation rests_on)
{
    assert(derivation->count < DERIVATION_STEPS_MAX);
    struct derivation_step *step = &derivation->steps[derivation->count++];
    *step = (struct derivation_step){.key = key, .rests_on = rests_on};
    return step;
}
