/* text.h: pieces of UTF-8 and buffers that grow.
 *
 * A `struct text` is borrowed: it points into memory somebody else owns (an arena, a literal) and
 * is not terminated by a zero byte unless it came from text_copy, text_format or a literal. */
#ifndef TB_TEXT_H
#define TB_TEXT_H
#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *bytes;
    size_t length; /* bytes, not characters */
};

/* A literal as text. */
#define TEXT(literal)                                                                              \
    (struct text)                                                                                  \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
/* The same as a constant, for the rows of a table. */
#define TEXT_INIT(literal)                                                                         \
    {                                                                                              \
        "" literal, sizeof(literal) - 1                                                            \
    }
/* For printf("%.*s"). */
#define TEXT_ARGS(t) (int)(t).length, (t).bytes

/* The four that every look into a tree calls, so that a literal's length is known when compiled. */

/* NULL becomes the empty text. */
static inline struct text
text_of(const char *terminated)
{
    return terminated == NULL ? TEXT("") : (struct text){terminated, strlen(terminated)};
}

static inline bool
text_is_empty(struct text text)
{
    return text.length == 0;
}

static inline bool
text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

static inline bool
text_is(struct text text, const char *terminated)
{
    return text_equal(text, text_of(terminated));
}

bool text_starts_with(struct text text, const char *terminated);
/* Order of bytes, as SQL's C collation. */
int text_compare(struct text a, struct text b);

/* Copies end in a zero byte that is not counted. */
struct text text_copy(struct text text, struct arena *arena);
const char *text_terminated(struct text text, struct arena *arena);
struct text text_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Without ASCII blanks and U+3000 at both ends. */
struct text text_trim(struct text text);

/* Cuts `*rest` at the first `mark`; gives what stood before it and leaves what stands after.
 * Without a mark gives all and leaves nothing. */
struct text text_cut(struct text *rest, char mark);

/* Next character of valid UTF-8, moving `*at` past it; 0 at the end, 0xFFFD for a broken sequence.
 */
uint32_t text_next(struct text text, size_t *at);
size_t text_characters(struct text text);
/* Writes one character as UTF-8 (1 to 4 bytes) and gives the number of bytes. */
size_t text_put(uint32_t character, char bytes[static 4]);

/* Well-formed UTF-8 without surrogates, overlong forms or a zero byte. */
bool text_is_utf8(struct text text);

/* True when the text holds a control character other than line feed and tab, or a character that
 * turns the direction of what follows (U+202A to U+202E, U+2066 to U+2069, U+200E, U+200F, U+061C),
 * or a noncharacter: such text can lie to its reader and is refused at the door. */
bool text_has_hidden(struct text text);

/* Characters of no width that people paste without seeing them: joiners, soft hyphens, separators
 * of lines. Some scripts need them in prose; names and rule files do without. */
bool text_has_unseen(struct text text);

/* What people paste: full-width letters, digits and signs become their ASCII forms, every blank
 * goes. For numbers and identifiers, never for names or prose. */
struct text text_fold(struct text text, struct arena *arena);

/* Whether two names of people or companies, as they were typed, are the same but for such signs. */
bool text_is_same_name(struct text a, struct text b, struct arena *arena);

/* A whole decimal number that fits; no sign, no blank. */
bool text_number(struct text text, int64_t *number);

struct buffer {
    char *bytes;
    size_t length, capacity;
    struct arena *arena;
};
/* Grows in the arena; `expected` bytes are taken at once. */
struct buffer buffer_open(struct arena *arena, size_t expected);
/* Where `length` more bytes may be written; they count once the writer adds to `length` himself. */
char *buffer_room(struct buffer *buffer, size_t length);
void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_add_text(struct buffer *buffer, struct text text);
void buffer_add_format(struct buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The content; followed by an uncounted zero byte. Later additions may move it. */
struct text buffer_text(struct buffer *buffer);

#endif
