/* breach.h: what the web door itself refuses: a request that could be read in two ways, one too
 * large, one the machine has no room for. The connection ends with each of them. Refusals of the
 * law are in law/refusal.h. */
#ifndef TB_BREACH_H
#define TB_BREACH_H
#include "base/language.h"

enum breach {
    BREACH_NONE,
#define BREACH(name, status, word) name,
#include "http/breach.def"
#undef BREACH
    BREACH_COUNT
};

/* None of these takes BREACH_NONE. */
const char *breach_name(enum breach breach); /* "HOST_MUST_BE_GIVEN_ONCE" */
int breach_status(enum breach breach);
struct text breach_sentence(enum breach breach, enum language language);

#endif
