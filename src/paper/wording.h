/* wording.h: from a key and a language to the sentence people read.
 *
 * Sentences live in words/ and are compiled in; no file is read and nothing can be missing at run
 * time. What is filled in is not escaped: the page, query or header it goes to does that. */
#ifndef TB_WORDING_H
#define TB_WORDING_H
#include "base/language.h"

/* The language a browser asks for (Accept-Language, RFC 9110 12.5.4): the one of ours it weighs
 * highest, the first of equals; Chinese when it names none of ours. Takes anything. */
enum language language_from_header(struct text accept_language);

/* What stands in lang= and Content-Language: "zh-CN", "ko", "en". */
const char *language_tag(enum language language);

/* The sentence of a key of words/tongban.pot; lives for ever. `make tidy` sees to it that every key
 * used exists. A key that is not there comes back itself, so that a reader can report it. */
struct text wording(const char *key, enum language language);

/* What stands in one place of a sentence. */
struct wording_value {
    const char *name;
    struct text value;
};

/* As `wording`, with every {name} replaced by its value. In Korean {name:은/는} also writes the
 * particle that fits the last sound of the value; both, as 은(는), when the sound cannot be known.
 * In English {name:day/days} writes the number and the word that fits it. A name without a value
 * stays as it is. */
struct text wording_fill(const char *key, enum language language,
                         const struct wording_value *values, size_t count, struct arena *arena);

/* The same for a sentence that came from elsewhere, such as the words of a procedure. */
struct text wording_fill_in(struct text sentence, enum language language,
                            const struct wording_value *values, size_t count, struct arena *arena);

/* The compiled table, sorted by key; tool/compile_words.c makes it. */
struct wording_entry {
    const char *key;
    struct text in[LANGUAGE_COUNT];
};
extern const struct wording_entry wording_table[];
extern const size_t wording_table_count;

#endif
