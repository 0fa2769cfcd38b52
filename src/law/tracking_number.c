/* tracking_number.c: a party reads this number out over the telephone and writes it on envelopes,
 * so it must be short, must not say who or how many they are, and must betray a slip. */
#include "law/tracking_number.h"

#include <assert.h>
#include <string.h>

enum { UNCHECKED_CHARACTERS = TRACKING_NUMBER_CHARACTERS - 2, RANDOM_DIGITS = 10 };

static int
value_of(char c)
{
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

static bool
is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The remainder of all characters, read as one number, by 97. */
static int
remainder_of(const char *characters, size_t count)
{
    int remainder = 0;
    for (size_t i = 0; i < count; i++)
        remainder =
            (remainder * (is_letter(characters[i]) ? 100 : 10) + value_of(characters[i])) % 97;
    return remainder;
}

/* A letter of value 11 times a digit beside that digit spells the same digits either way round. */
static bool
swap_goes_unseen(char a, char b)
{
    if (is_letter(a) == is_letter(b))
        return false;
    int letter = value_of(is_letter(a) ? a : b), digit = value_of(is_letter(a) ? b : a);
    return letter == 11 * digit;
}

bool
tracking_number_is_node_code(struct text node_code)
{
    if (node_code.length != NODE_CODE_CHARACTERS)
        return false;
    for (size_t i = 0; i < NODE_CODE_CHARACTERS; i++) {
        char c = node_code.bytes[i];
        if (!(c >= '0' && c <= '9') && !is_letter(c))
            return false;
        if (i > 0 && swap_goes_unseen(node_code.bytes[i - 1], c))
            return false;
    }
    return true;
}

static struct text
with_dashes(const char *characters, struct arena *arena)
{
    return text_format(arena, "%.4s-%.5s-%.5s-%.2s", characters, characters + 4, characters + 9,
                       characters + 14);
}

struct text
tracking_number_make(struct text node_code, const unsigned char random[static 8],
                     struct arena *arena)
{
    assert(tracking_number_is_node_code(node_code));
    char characters[TRACKING_NUMBER_CHARACTERS];
    uint64_t value = 0;
    for (size_t i = 0; i < 8; i++)
        value = value << 8 | random[i];

    memcpy(characters, node_code.bytes, NODE_CODE_CHARACTERS);
    for (size_t i = RANDOM_DIGITS; i > 0; i--, value /= 10)
        characters[NODE_CODE_CHARACTERS + i - 1] = (char)('0' + value % 10);
    int check = 98 - remainder_of(characters, UNCHECKED_CHARACTERS) * 100 % 97;
    characters[UNCHECKED_CHARACTERS] = (char)('0' + check / 10);
    characters[UNCHECKED_CHARACTERS + 1] = (char)('0' + check % 10);
    return with_dashes(characters, arena);
}

/* ASCII hyphen, the hyphens and dashes of typesetting, the minus sign, the Chinese dash. */
static bool
is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC || c == 0xFE63;
}

static enum number_reason
without_dashes(struct text folded, char characters[static TRACKING_NUMBER_CHARACTERS])
{
    size_t count = 0;
    for (size_t at = 0; at < folded.length;) {
        uint32_t c = text_next(folded, &at);
        if (is_dash(c))
            continue;
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z'))
            return NUMBER_CHARACTER;
        if (count == TRACKING_NUMBER_CHARACTERS)
            return NUMBER_LENGTH;
        characters[count++] = (char)c;
    }
    return count == TRACKING_NUMBER_CHARACTERS ? NUMBER_IS_VALID : NUMBER_LENGTH;
}

/* 00, 01 and 99 leave the same remainder as 97, 98 and 02 but are never given, so that one number
 * is written in one way only. */
static bool
check_digits_match(const char characters[static TRACKING_NUMBER_CHARACTERS])
{
    int check = value_of(characters[UNCHECKED_CHARACTERS]) * 10 +
                value_of(characters[UNCHECKED_CHARACTERS + 1]);
    return check >= 2 && check <= 98 && remainder_of(characters, TRACKING_NUMBER_CHARACTERS) == 1;
}

enum number_reason
tracking_number_read(struct text written, struct arena *arena, struct tracking_number *number)
{
    struct text folded;
    char characters[TRACKING_NUMBER_CHARACTERS];
    enum number_reason reason = number_fold(written, arena, &folded);

    if (reason == NUMBER_IS_VALID)
        reason = without_dashes(folded, characters);
    if (reason != NUMBER_IS_VALID)
        return reason;
    if (!number_is_digits((struct text){characters + NODE_CODE_CHARACTERS, RANDOM_DIGITS + 2}))
        return NUMBER_CHARACTER;
    if (!tracking_number_is_node_code((struct text){characters, NODE_CODE_CHARACTERS}))
        return TRACKING_NUMBER_NODE;
    if (!check_digits_match(characters))
        return NUMBER_CHECK_DIGIT;

    number->text = with_dashes(characters, arena);
    number->node_code = (struct text){number->text.bytes, NODE_CODE_CHARACTERS};
    return NUMBER_IS_VALID;
}
