/* breach.c: the table of what the web door refuses, made from breach.def. */
#include "http/breach.h"

#include "paper/wording.h"

#include <assert.h>

static const struct {
    const char *name;
    int status;
    const char *key;
} breaches[BREACH_COUNT] = {
#define BREACH(name, status, word) [name] = {#name, status, "breach." word},
#include "http/breach.def"
#undef BREACH
};

const char *
breach_name(enum breach breach)
{
    assert(breach > BREACH_NONE && breach < BREACH_COUNT);
    return breaches[breach].name;
}

int
breach_status(enum breach breach)
{
    assert(breach > BREACH_NONE && breach < BREACH_COUNT);
    return breaches[breach].status;
}

struct text
breach_sentence(enum breach breach, enum language language)
{
    assert(breach > BREACH_NONE && breach < BREACH_COUNT);
    return wording(breaches[breach].key, language);
}
