/* language.h: the languages of the network, and words said in all of them. */
#ifndef TB_LANGUAGE_H
#define TB_LANGUAGE_H
#include "base/text.h"

/* Chinese is the language of the record; the others stand beside it. */
enum language { LANGUAGE_ZH, LANGUAGE_KO, LANGUAGE_EN, LANGUAGE_COUNT };

/* One meaning in each language. In a loaded rule set none is empty; elsewhere an empty text stands
 * where nobody has said it yet. */
struct words {
    struct text in[LANGUAGE_COUNT];
};

/* "zh", "ko", "en" */
const char *language_code(enum language language);
bool language_parse(struct text code, enum language *language);

#endif
