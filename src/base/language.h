/* language.h: the languages of the network, and words said in all of them. */
#ifndef TB_LANGUAGE_H
#define TB_LANGUAGE_H
#include "base/text.h"

/* Chinese is the language of the record; the others stand beside it. */
enum language { LANGUAGE_ZH, LANGUAGE_KO, LANGUAGE_EN, LANGUAGE_COUNT };

/* The same thing in each language; an empty text where nobody has said it yet. */
struct words {
    struct text in[LANGUAGE_COUNT];
};

#endif
