/* case_number.c: the grammar of case numbers, read by hand so that the answer to a wrong one names
 * the part that is wrong. */
#include "law/case_number.h"

#include <assert.h>
#include <string.h>

enum { TYPE_CHARACTERS_MAX = 4, SERIAL_DIGITS_MAX = 8, COURT_DIGITS_MAX = 4 };

static const char high_courts[] =
    "京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新军兵";
static const char ten[] = "十";
/* One to nine, three bytes each. */
static const char numerals[] = "一二三四五六七八九";
enum { HAN_BYTES = 3 };

static bool
is_han(uint32_t c)
{
    return c >= 0x4E00 && c <= 0x9FA5;
}

/* Takes `mark` from the front of `*rest`. */
static bool
take(struct text *rest, const char *mark)
{
    if (!text_starts_with(*rest, mark))
        return false;
    rest->bytes += strlen(mark);
    rest->length -= strlen(mark);
    return true;
}

/* Takes all ASCII digits from the front of `*rest`. */
static struct text
take_digits(struct text *rest)
{
    struct text digits = {rest->bytes, 0};
    while (digits.length < rest->length && rest->bytes[digits.length] >= '0' &&
           rest->bytes[digits.length] <= '9')
        digits.length++;
    rest->bytes += digits.length;
    rest->length -= digits.length;
    return digits;
}

static bool
is_one_of(struct text character, const char *characters)
{
    for (const char *at = characters; *at != '\0'; at += HAN_BYTES)
        if (character.length == HAN_BYTES && memcmp(at, character.bytes, HAN_BYTES) == 0)
            return true;
    return false;
}

static enum number_reason
take_court_code(struct text *rest, struct text *court_code)
{
    struct text from = *rest;
    if (!take(rest, "最高法")) {
        struct text province = {rest->bytes, HAN_BYTES};
        if (rest->length < HAN_BYTES || !is_one_of(province, high_courts))
            return CASE_NUMBER_COURT_CODE;
        rest->bytes += HAN_BYTES;
        rest->length -= HAN_BYTES;
        size_t digits = take_digits(rest).length;
        if (digits != 0 && digits != 2 && digits != COURT_DIGITS_MAX)
            return CASE_NUMBER_COURT_CODE;
    }
    *court_code = (struct text){from.bytes, from.length - rest->length};
    return NUMBER_IS_VALID;
}

static enum number_reason
take_type(struct text *rest, struct text *type)
{
    size_t characters = 0, at = 0;
    for (;;) {
        size_t next = at;
        if (!is_han(text_next(*rest, &next)))
            break;
        at = next;
        characters++;
    }
    if (characters == 0 || characters > TYPE_CHARACTERS_MAX)
        return CASE_NUMBER_TYPE;
    *type = (struct text){rest->bytes, at};
    rest->bytes += at;
    rest->length -= at;
    return NUMBER_IS_VALID;
}

static enum number_reason
take_serial(struct text *rest, int *serial)
{
    struct text digits = take_digits(rest);
    int64_t value = 0;
    if (digits.length > 0 && digits.bytes[0] == '0')
        return CASE_NUMBER_ZERO_PADDED;
    if (digits.length > SERIAL_DIGITS_MAX || !text_number(digits, &value))
        return CASE_NUMBER_SERIAL;
    *serial = (int)value;
    return NUMBER_IS_VALID;
}

/* One to nine, or 0 without taking anything. */
static int
take_numeral(struct text *rest)
{
    for (int i = 0; i < 9 && rest->length >= HAN_BYTES; i++)
        if (memcmp(rest->bytes, numerals + (size_t)i * HAN_BYTES, HAN_BYTES) == 0) {
            rest->bytes += HAN_BYTES;
            rest->length -= HAN_BYTES;
            return i + 1;
        }
    return 0;
}

/* 之一 to 之九十九, as they are said: 之十, 之十一, 之二十, but not 之一十. */
static enum number_reason
take_suffix(struct text *rest, int *suffix)
{
    *suffix = 0;
    if (rest->length == 0)
        return NUMBER_IS_VALID;
    if (!take(rest, "之"))
        return CASE_NUMBER_SUFFIX;
    int first = take_numeral(rest);
    if (take(rest, ten)) {
        if (first == 1)
            return CASE_NUMBER_SUFFIX;
        *suffix = (first == 0 ? 1 : first) * 10 + take_numeral(rest);
    } else {
        *suffix = first;
    }
    return *suffix > 0 && rest->length == 0 ? NUMBER_IS_VALID : CASE_NUMBER_SUFFIX;
}

static enum number_reason
take_year(struct text *rest, int *year)
{
    int64_t value = 0;
    if (!take(rest, "("))
        return CASE_NUMBER_FORM;
    struct text digits = take_digits(rest);
    if (!take(rest, ")"))
        return digits.length == 4 ? CASE_NUMBER_FORM : CASE_NUMBER_YEAR;
    if (digits.length != 4 || !text_number(digits, &value) || value < 1900 || value > 2099)
        return CASE_NUMBER_YEAR;
    if (value < 2016)
        return CASE_NUMBER_YEAR_BEFORE_2016;
    *year = (int)value;
    return NUMBER_IS_VALID;
}

enum number_reason
case_number_read(struct text written, struct arena *arena, struct case_number *number)
{
    struct text rest;
    struct case_number read = {0};
    enum number_reason reason = number_fold(written, arena, &rest);

    if (reason == NUMBER_IS_VALID)
        reason = take_year(&rest, &read.year);
    if (reason == NUMBER_IS_VALID)
        reason = take_court_code(&rest, &read.court_code);
    if (reason == NUMBER_IS_VALID)
        reason = take_type(&rest, &read.type);
    if (reason == NUMBER_IS_VALID)
        reason = take_serial(&rest, &read.serial);
    if (reason == NUMBER_IS_VALID && !take(&rest, "号"))
        reason = CASE_NUMBER_FORM;
    if (reason == NUMBER_IS_VALID)
        reason = take_suffix(&rest, &read.suffix);
    if (reason == NUMBER_IS_VALID)
        *number = read;
    return reason;
}

enum number_reason
case_number_check(const struct case_number *number, const struct case_types *types, struct date on)
{
    if (!date_is_none(on) && number->year > date_civil(on).year)
        return CASE_NUMBER_YEAR_IN_FUTURE;
    if (case_type_in_year(types, number->type, number->year, NULL) != NULL)
        return NUMBER_IS_VALID;
    return case_type_ever(types, number->type) == NULL ? CASE_NUMBER_TYPE_UNKNOWN
                                                       : CASE_NUMBER_TYPE_NOT_IN_FORCE;
}

static struct text
numeral(int value)
{
    return value == 0 ? TEXT("")
                      : (struct text){numerals + (size_t)(value - 1) * HAN_BYTES, HAN_BYTES};
}

struct text
case_number_suffix_text(int suffix, struct arena *arena)
{
    assert(suffix >= 0 && suffix <= CASE_NUMBER_SUFFIX_MAX);
    struct buffer buffer = buffer_open(arena, 16);
    int tens = suffix / 10;
    if (suffix > 0)
        buffer_add_text(&buffer, TEXT("之"));
    if (tens > 1)
        buffer_add_text(&buffer, numeral(tens));
    if (tens > 0)
        buffer_add_text(&buffer, text_of(ten));
    buffer_add_text(&buffer, numeral(suffix % 10));
    return buffer_text(&buffer);
}

struct text
case_number_text(const struct case_number *number, struct arena *arena)
{
    assert(number->serial >= 1 && number->serial <= CASE_NUMBER_SERIAL_MAX);
    struct text suffix = case_number_suffix_text(number->suffix, arena);
    return text_format(arena, "（%d）%.*s%.*s%d号%.*s", number->year, TEXT_ARGS(number->court_code),
                       TEXT_ARGS(number->type), number->serial, TEXT_ARGS(suffix));
}

bool
case_number_is_court_code(struct text code)
{
    struct text rest = code, taken;
    return take_court_code(&rest, &taken) == NUMBER_IS_VALID && rest.length == 0;
}
