/* words.h: one meaning said in the three languages of the network: Chinese, Korean, English. */
#ifndef TB_WORDS_H
#define TB_WORDS_H
#include "base/text.h"

enum language { LANGUAGE_ZH, LANGUAGE_KO, LANGUAGE_EN, LANGUAGE_COUNT };

struct words {
    struct text in[LANGUAGE_COUNT]; /* none is empty once a rule set is loaded */
};

/* "zh", "ko", "en" */
const char *language_code(enum language language);
bool language_parse(struct text code, enum language *language);

#endif
