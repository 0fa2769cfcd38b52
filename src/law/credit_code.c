/* credit_code.c: two check characters guard a credit code, and each catches mistakes the other lets
 * pass, so both are tried; which of them fails tells the person where to look. */
#include "law/credit_code.h"

#include <string.h>

enum {
    CREDIT_CODE_CHARACTERS = 18,
    ORGANISATION_CODE_CHARACTERS = 9,
    OLD_REGISTRATION_DIGITS = 15
};

/* The value of a character is its place here. */
static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
enum { ALPHABET_CHARACTERS = sizeof alphabet - 1 };

/* Each department and the kinds it registers. [GB 32100-2015 table 1 and its amendment] */
static const struct {
    char department;
    const char *kinds;
} departments[] = {
    {'1', "1239"},   /* 机构编制 */
    {'2', "19"},     /* 外交 */
    {'3', "123459"}, /* 司法行政 */
    {'4', "19"},     /* 文化 */
    {'5', "1239"},   /* 民政 */
    {'6', "129"},    /* 旅游 */
    {'7', "129"},    /* 宗教 */
    {'8', "19"},     /* 工会 */
    {'9', "123"},    /* 市场监督管理 */
    {'A', "19"},     /* 中央军委改革和编制办公室 */
    {'N', "1239"},   /* 农业 */
    {'Y', "1"},      /* 其他 */
};

char
credit_code_check_character(const char characters[static 17])
{
    int sum = 0, weight = 1;
    for (size_t i = 0; i < 17; i++) {
        const char *place = characters[i] == '\0' ? NULL : strchr(alphabet, characters[i]);
        if (place == NULL)
            return '\0';
        sum += weight * (int)(place - alphabet);
        weight = weight * 3 % ALPHABET_CHARACTERS;
    }
    return alphabet[(ALPHABET_CHARACTERS - sum % ALPHABET_CHARACTERS) % ALPHABET_CHARACTERS];
}

char
credit_code_organisation_check(const char characters[static 8])
{
    static const int weights[8] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (size_t i = 0; i < 8; i++) {
        char c = characters[i];
        if (c >= '0' && c <= '9')
            sum += weights[i] * (c - '0');
        else if (c >= 'A' && c <= 'Z')
            sum += weights[i] * (c - 'A' + 10);
        else
            return '\0';
    }
    return "0X987654321"[sum % 11];
}

static const char *
kinds_of_department(char department)
{
    for (size_t i = 0; i < sizeof departments / sizeof departments[0]; i++)
        if (departments[i].department == department)
            return departments[i].kinds;
    return NULL;
}

static enum number_reason
read_form(struct text folded)
{
    if (folded.length == OLD_REGISTRATION_DIGITS && number_is_digits(folded))
        return CREDIT_CODE_OF_15_DIGITS;
    if (folded.length == ORGANISATION_CODE_CHARACTERS &&
        credit_code_organisation_check(folded.bytes) == folded.bytes[8])
        return CREDIT_CODE_ORGANISATION_ONLY;
    if (folded.length != CREDIT_CODE_CHARACTERS)
        return NUMBER_LENGTH;
    for (size_t i = 0; i < folded.length; i++)
        if (folded.bytes[i] == '\0' || strchr(alphabet, folded.bytes[i]) == NULL)
            return NUMBER_CHARACTER;
    return NUMBER_IS_VALID;
}

enum number_reason
credit_code_read(struct text written, struct arena *arena, struct credit_code *code)
{
    struct text folded;
    enum number_reason reason = number_fold(written, arena, &folded);
    if (reason == NUMBER_IS_VALID)
        reason = read_form(folded);
    if (reason != NUMBER_IS_VALID)
        return reason;

    const char *bytes = folded.bytes, *kinds = kinds_of_department(bytes[0]);
    struct text region = {bytes + 2, 6}, organisation = {bytes + 8, 9};
    if (kinds == NULL)
        return CREDIT_CODE_DEPARTMENT;
    if (strchr(kinds, bytes[1]) == NULL)
        return CREDIT_CODE_KIND;
    if (!number_is_digits(region))
        return NUMBER_REGION;
    if (!text_is(region, "100000") && !number_region_is_known(region.bytes))
        return NUMBER_REGION;
    if (credit_code_organisation_check(organisation.bytes) != organisation.bytes[8])
        return CREDIT_CODE_ORGANISATION;
    if (credit_code_check_character(bytes) != bytes[17])
        return NUMBER_CHECK_DIGIT;

    *code = (struct credit_code){.text = folded,
                                 .department = {bytes, 1},
                                 .kind = {bytes + 1, 1},
                                 .region = region,
                                 .organisation_code = organisation};
    return NUMBER_IS_VALID;
}
