/* number_test.c: identity numbers, credit codes and tracking numbers by their tables, and what the
 * check digits promise by trying everything. */
#include "base/digest.h"
#include "harness/cases.h"
#include "law/credit_code.h"
#include "law/resident_id.h"
#include "law/tracking_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int
open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct date
day_of(const struct cases *cases, struct text written)
{
    struct date date = DATE_NONE;
    if (!text_is_empty(written) && !date_parse(written, &date))
        fail_msg("%s:%d: no day: %.*s", cases->path, cases->line, TEXT_ARGS(written));
    return date;
}

static void
test_resident_id__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/resident_id.cases", arena);
    while (cases_next(&cases, 8)) {
        struct resident_id id = {0};
        enum number_reason reason =
            resident_id_read(cases.column[1], day_of(&cases, cases.column[2]), arena, &id);
        cases_expect(&cases, "reason", number_reason_key(reason), cases.column[3]);
        if (reason != NUMBER_IS_VALID)
            continue;
        cases_expect(&cases, "number", id.text, cases.column[4]);
        cases_expect(&cases, "birth date", date_text(id.birth_date, arena), cases.column[5]);
        cases_expect(&cases, "sex", id.sex == SEX_MALE ? TEXT("male") : TEXT("female"),
                     cases.column[6]);
        cases_expect(&cases, "region", id.region, cases.column[7]);
    }
}

static void
test_credit_code__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/credit_code.cases", arena);
    while (cases_next(&cases, 7)) {
        struct credit_code code = {0};
        enum number_reason reason = credit_code_read(cases.column[1], arena, &code);
        cases_expect(&cases, "reason", number_reason_key(reason), cases.column[2]);
        cases_expect(&cases, "department", code.department, cases.column[3]);
        cases_expect(&cases, "kind", code.kind, cases.column[4]);
        cases_expect(&cases, "region", code.region, cases.column[5]);
        cases_expect(&cases, "organisation", code.organisation_code, cases.column[6]);
    }
}

static void
test_tracking_number__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/tracking_number.cases", arena);
    while (cases_next(&cases, 5)) {
        struct tracking_number number = {0};
        enum number_reason reason = tracking_number_read(cases.column[1], arena, &number);
        cases_expect(&cases, "reason", number_reason_key(reason), cases.column[2]);
        cases_expect(&cases, "number", number.text, cases.column[3]);
        cases_expect(&cases, "node", number.node_code, cases.column[4]);
    }
}

/* Bytes that differ for every seed, the same in every run. */
static struct digest
bytes_of(int seed)
{
    return digest_of(text_format(arena, "tracking number %d", seed));
}

static bool
is_valid(const char *written)
{
    struct tracking_number number;
    return tracking_number_read(text_of(written), arena, &number) == NUMBER_IS_VALID;
}

static void
try_every_wrong_digit(char *written)
{
    for (char *at = written; *at != '\0'; at++) {
        char right = *at;
        if (right < '0' || right > '9')
            continue;
        for (char wrong = '0'; wrong <= '9'; wrong++) {
            *at = wrong;
            if (is_valid(written) != (wrong == right))
                fail_msg("%s", written);
        }
        *at = right;
    }
}

/* The characters without the dashes: neighbours across a dash are neighbours too. */
static void
try_every_swap(const char *written)
{
    char plain[TRACKING_NUMBER_CHARACTERS + 1] = "";
    size_t count = 0;
    for (const char *at = written; *at != '\0'; at++)
        if (*at != '-')
            plain[count++] = *at;
    for (size_t i = 0; i + 1 < count; i++) {
        char first = plain[i], second = plain[i + 1];
        plain[i] = second;
        plain[i + 1] = first;
        if (is_valid(plain) != (first == second))
            fail_msg("%s from %s", plain, written);
        plain[i] = first;
        plain[i + 1] = second;
    }
}

static void
test_tracking_number__every_wrong_digit_and_every_swap_is_caught(void **state)
{
    static const char *const nodes[] = {"7500", "7502", "7599", "0000", "ZZZZ", "A0B9", "X2Y1"};
    (void)state;
    for (int seed = 0; seed < 200; seed++) {
        struct digest random = bytes_of(seed);
        struct text node = text_of(nodes[(size_t)seed % (sizeof nodes / sizeof nodes[0])]);
        struct text made = tracking_number_make(node, random.bytes, arena);
        char written[32];
        snprintf(written, sizeof written, "%.*s", TEXT_ARGS(made));
        assert_true(is_valid(written));
        try_every_wrong_digit(written);
        try_every_swap(written);
        arena_reset(arena);
    }
}

static void
test_tracking_number__all_random_bytes_make_ten_digits(void **state)
{
    static const unsigned char nothing[8] = {0};
    static const unsigned char everything[8] = {255, 255, 255, 255, 255, 255, 255, 255};
    (void)state;
    assert_string_equal(tracking_number_make(TEXT("7502"), nothing, arena).bytes,
                        "7502-00000-00000-97");
    /* 2^64 - 1 ends in 3709551615 */
    assert_string_equal(tracking_number_make(TEXT("7502"), everything, arena).bytes,
                        "7502-37095-51615-52");
}

/* Whatever the bytes, a reader answers; a number that is too long is not even copied. */
static void
test_number__any_bytes_are_answered(void **state)
{
    (void)state;
    char bytes[NUMBER_BYTES_MAX + 1];
    for (int seed = 0; seed < 500; seed++) {
        struct digest random = bytes_of(seed);
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (char)(random.bytes[i % 32] ^ (i / 32 * 37));
        struct text written = {bytes, (size_t)random.bytes[0] + 1};
        struct resident_id id;
        struct credit_code code;
        struct tracking_number number;
        assert_int_not_equal(resident_id_read(written, DATE_NONE, arena, &id), NUMBER_IS_VALID);
        assert_int_not_equal(credit_code_read(written, arena, &code), NUMBER_IS_VALID);
        assert_int_not_equal(tracking_number_read(written, arena, &number), NUMBER_IS_VALID);
    }
    struct tracking_number number;
    memset(bytes, ' ', sizeof bytes);
    assert_int_equal(tracking_number_read((struct text){bytes, sizeof bytes}, arena, &number),
                     NUMBER_TOO_LONG);
    assert_int_equal(tracking_number_read((struct text){bytes, NUMBER_BYTES_MAX}, arena, &number),
                     NUMBER_EMPTY);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resident_id__cases),
        cmocka_unit_test(test_credit_code__cases),
        cmocka_unit_test(test_tracking_number__cases),
        cmocka_unit_test(test_tracking_number__every_wrong_digit_and_every_swap_is_caught),
        cmocka_unit_test(test_tracking_number__all_random_bytes_make_ten_digits),
        cmocka_unit_test(test_number__any_bytes_are_answered),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
