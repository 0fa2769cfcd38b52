/* breach.c: the table of what the web door refuses, made from breach.def. */
#include "http/breach.h"

#include <assert.h>

static const struct {
    const char *name;
    int status;
    bool closes;
    const char *sentences[LANGUAGE_COUNT];
} breaches[BREACH_COUNT] = {
#define BREACH(name, status, closes, zh, ko, en) [name] = {#name, status, closes, {zh, ko, en}},
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

bool
breach_closes(enum breach breach)
{
    assert(breach > BREACH_NONE && breach < BREACH_COUNT);
    return breaches[breach].closes;
}

struct text
breach_sentence(enum breach breach, enum language language)
{
    assert(breach > BREACH_NONE && breach < BREACH_COUNT);
    return text_of(breaches[breach].sentences[language]);
}
