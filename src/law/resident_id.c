/* resident_id.c: the identity number is typed at every counter; most mistakes in it can be named
 * while the person still stands there. */
#include "law/resident_id.h"

#include <stdlib.h>

enum { RESIDENT_ID_CHARACTERS = 18, RESIDENT_ID_CHARACTERS_UNTIL_1999 = 15 };

char
resident_id_check_character(const char digits[static 17])
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < 17; i++)
        sum += weights[i] * (digits[i] - '0');
    return "10X98765432"[sum % 11];
}

static enum number_reason
read_form(struct text folded)
{
    struct text digits = {folded.bytes, 17};

    if (folded.length == RESIDENT_ID_CHARACTERS_UNTIL_1999 && number_is_digits(folded))
        return RESIDENT_ID_OF_15_DIGITS;
    if (folded.length != RESIDENT_ID_CHARACTERS)
        return NUMBER_LENGTH;
    if (!number_is_digits(digits))
        return NUMBER_CHARACTER;
    char last = folded.bytes[17];
    return (last >= '0' && last <= '9') || last == 'X' ? NUMBER_IS_VALID : NUMBER_CHARACTER;
}

static bool
read_birth_date(const char digits[static 8], struct date *birth_date)
{
    int value = 0;
    for (size_t i = 0; i < 8; i++)
        value = value * 10 + (digits[i] - '0');
    return date_from_civil((struct civil){value / 10000, value / 100 % 100, value % 100},
                           birth_date);
}

enum number_reason
resident_id_read(struct text written, struct date on, struct arena *arena, struct resident_id *id)
{
    struct text folded;
    struct date birth_date;
    enum number_reason reason = number_fold(written, arena, &folded);

    if (reason == NUMBER_IS_VALID)
        reason = read_form(folded);
    if (reason != NUMBER_IS_VALID)
        return reason;
    if (folded.bytes[0] == '9')
        return RESIDENT_ID_OF_FOREIGNER;
    if (!number_region_is_known(folded.bytes))
        return NUMBER_REGION;
    if (!read_birth_date(folded.bytes + 6, &birth_date))
        return RESIDENT_ID_BIRTH_DATE;
    if (!date_is_none(on) && date_compare(birth_date, on) > 0)
        return RESIDENT_ID_BIRTH_IN_FUTURE;
    if (folded.bytes[17] != resident_id_check_character(folded.bytes))
        return NUMBER_CHECK_DIGIT;

    *id = (struct resident_id){.text = folded,
                               .region = {folded.bytes, 6},
                               .birth_date = birth_date,
                               .sex = (folded.bytes[16] - '0') % 2 == 1 ? SEX_MALE : SEX_FEMALE};
    return NUMBER_IS_VALID;
}
