/* number.c: people paste numbers from chats, scans and letters in full-width letters and with
 * blanks in between. All readers of numbers fold the same way, so that a number is never refused at
 * one place and taken at another. */
#include "law/number.h"

#include <assert.h>
#include <string.h>

struct text
number_reason_key(enum number_reason reason)
{
    static const char *const keys[] = {
#define NUMBER_REASON(name, key, word) [name] = key,
#include "law/number_reason.def"
#undef NUMBER_REASON
    };
    assert(reason < NUMBER_REASONS);
    return text_of(keys[reason]);
}

struct text
number_reason_word(enum number_reason reason)
{
    static const char *const words[] = {
#define NUMBER_REASON(name, key, word) [name] = word,
#include "law/number_reason.def"
#undef NUMBER_REASON
    };
    assert(reason < NUMBER_REASONS);
    return text_of(words[reason]);
}

enum number_reason
number_fold(struct text written, struct arena *arena, struct text *folded)
{
    *folded = TEXT("");
    if (written.length > NUMBER_BYTES_MAX)
        return NUMBER_TOO_LONG;
    struct text without_blanks = text_fold(written, arena);
    char *bytes = arena_take(arena, without_blanks.length + 1);
    for (size_t i = 0; i < without_blanks.length; i++) {
        char c = without_blanks.bytes[i];
        bytes[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    *folded = (struct text){bytes, without_blanks.length};
    return folded->length == 0 ? NUMBER_EMPTY : NUMBER_IS_VALID;
}

bool
number_is_digits(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    return text.length > 0;
}

bool
number_region_is_known(const char region[static 2])
{
    static const char provinces[] =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 "
        "50 51 52 53 54 61 62 63 64 65 71 81 82 83 ";
    for (const char *at = provinces; *at != '\0'; at += 3)
        if (memcmp(at, region, 2) == 0)
            return true;
    return false;
}
