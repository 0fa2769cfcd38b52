/* language.c: the codes of the languages, as they stand in rule files, options and addresses. */
#include "base/language.h"

static const char *const codes[LANGUAGE_COUNT] = {"zh", "ko", "en"};

const char *
language_code(enum language language)
{
    return codes[language];
}

bool
language_parse(struct text code, enum language *language)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        if (text_is(code, codes[i])) {
            *language = (enum language)i;
            return true;
        }
    }
    return false;
}
