/* own_words_rows.h: what a court has approved to say in its own words (proposals of the kind
 * "words"), and what of that counts: where the product itself says something else by now, the
 * court's words are suspended until somebody looks at them again. */
#ifndef TB_OWN_WORDS_ROWS_H
#define TB_OWN_WORDS_ROWS_H
#include "law/own_words.h"
#include "paper/own_wording.h"
#include "store/proposal_rows.h"

#define OWN_WORDS_KIND "words"

/* {"en","ko","zh"}, canonical. */
struct text own_words_write(const struct words *words, struct arena *arena);
/* False where a language is missing. */
bool own_words_read(const struct value *value, struct words *words);
bool own_words_are_same(const struct words *a, const struct words *b);

/* {"product","said"}: what a proposal starts from. */
struct text own_words_write_standing(const struct words *product, const struct words *said,
                                     struct arena *arena);

enum own_words_state { OWN_WORDS_COUNT, OWN_WORDS_SUSPENDED, OWN_WORDS_WITHDRAWN };
/* What an approved proposal is by now; `sentence` is the product's, NULL where it has none. */
enum own_words_state own_words_state(const struct proposal *proposal,
                                     const struct own_sentence *sentence, struct words *said,
                                     struct arena *arena);

/* All that count, for rulebook_use_words. */
struct own_words own_words_rows_load(struct store *store, struct text court_id,
                                     const struct guide *guide, struct arena *arena);

#endif
