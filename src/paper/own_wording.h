/* own_wording.h: which sentences of the product a court may say in its own words (own_word.def),
 * and what such words must keep: every place that is filled in, and no other; the particles of
 * Korean; about the length. They count for pages and messages, never for papers.
 *
 * The key is that of words/; a sentence of the guide is "topic.ID.what", "topic.ID.steps.2". */
#ifndef TB_OWN_WORDING_H
#define TB_OWN_WORDING_H
#include "law/guide.h"
#include "law/refusal.h"

enum { OWN_WORDS_MAX = 1000 }; /* more than there are such sentences */

struct own_sentence {
    struct text key;
    struct words product; /* as the product says it */
    const char *group;    /* a key of words/ */
};

/* What a court may say otherwise, in groups. Lives in the arena, sentences longer. */
size_t own_wording_list(const struct guide *guide, struct arena *arena,
                        const struct own_sentence **sentences);
/* One of these; NULL where it is not among them. */
const struct own_sentence *own_wording_among(const struct own_sentence *sentences, size_t count,
                                             struct text key);
/* One of all; false where the key is not open to courts. */
bool own_wording_find(const struct guide *guide, struct text key, struct arena *arena,
                      struct own_sentence *sentence);
/* "topic.wages.what"; with a number of 1 and more "topic.wages.steps.1". */
struct text own_wording_topic_key(struct text topic, const char *member, size_t number,
                                  struct arena *arena);
/* How many characters the court's words may have instead of these. */
size_t own_wording_most(struct text key, struct text product);

/* Why these words cannot stand for the product's in this language; `*place` is the place that is
 * lost, invented or without its particle, as it is written, where it is one. */
enum refusal own_wording_check(struct text key, struct text product, struct text said,
                               enum language language, struct text *place);

#endif
