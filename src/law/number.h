/* number.h: what the numbers people write on papers have in common: how they are folded before they
 * are read, and why one is refused. Pure.
 *
 * Every reader takes any bytes of any length; what is too long is refused before it is copied. */
#ifndef TB_NUMBER_H
#define TB_NUMBER_H
#include "base/text.h"

enum { NUMBER_BYTES_MAX = 256 };

enum number_reason {
#define NUMBER_REASON(name, key, word) name,
#include "law/number_reason.def"
#undef NUMBER_REASON
    NUMBER_REASONS
};

/* A short English word that never changes, such as "check_digit". */
struct text number_reason_key(enum number_reason reason);

/* Its sentence is in words/ under "number." and this word. */
struct text number_reason_word(enum number_reason reason);

/* Full-width forms become ASCII, blanks go, ASCII letters become capitals. NUMBER_EMPTY when
 * nothing is left, NUMBER_TOO_LONG beyond NUMBER_BYTES_MAX. */
enum number_reason number_fold(struct text written, struct arena *arena, struct text *folded);

bool number_is_digits(struct text text);

/* Whether the first two digits are the code of a province, autonomous region, municipality or
 * special region. [GB/T 2260] */
bool number_region_is_known(const char region[static 2]);

#endif
