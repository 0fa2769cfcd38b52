/* derivation_words.h: a step of a derivation as a sentence. */
#ifndef TB_DERIVATION_WORDS_H
#define TB_DERIVATION_WORDS_H
#include "law/derivation.h"

/* 2025-03-22（星期六）为周末休息日。 Lives as long as the arena. */
struct text derivation_words(const struct derivation_step *step, enum language language,
                             struct arena *arena);

/* 2025-03-22（星期六） */
struct text derivation_words_day(struct date date, enum language language, struct arena *arena);

/* `15 days` as people say it: 15日. What is no length comes back as it is. */
struct text derivation_words_length(struct text length, enum language language,
                                    struct arena *arena);

#endif
