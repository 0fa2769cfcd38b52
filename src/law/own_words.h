/* own_words.h: sentences of the product that a court says in words of its own, as they count now.
 * Pure. Which sentences may be said otherwise: paper/own_wording.h. */
#ifndef TB_OWN_WORDS_H
#define TB_OWN_WORDS_H
#include "base/language.h"

struct own_word {
    struct text key;
    struct words said; /* in every language */
};

/* Ascending by the bytes of the key. */
struct own_words {
    const struct own_word *words;
    size_t count;
};

/* What the court says under this key, or `otherwise`. `own` may be NULL: nothing is said otherwise,
 * which is what costs nothing. */
struct text own_words_say(const struct own_words *own, struct text key, enum language language,
                          struct text otherwise);

#endif
