/* flaw.c: names of flaws, for programs and for those who look up the sentence. */
#include "proof/flaw.h"

#include <assert.h>

static const struct {
    const char *name, *key;
} flaws[FLAW_COUNT] = {
    {"NO_FLAW", ""},
#define FLAW(name, key) {#name, key},
#include "proof/flaw.def"
#undef FLAW
};

const char *
flaw_name(enum flaw flaw)
{
    assert(flaw < FLAW_COUNT);
    return flaws[flaw].name;
}

const char *
flaw_key(enum flaw flaw)
{
    assert(flaw < FLAW_COUNT);
    return flaws[flaw].key;
}
