/* totp_test.c: the vectors of RFC 6238 and RFC 4648, and what a node keeps under its key. */
#include "work/seal.h"
#include "work/totp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static const struct text SECRET = TEXT_INIT("12345678901234567890");

static int
open_all(void **state)
{
    (void)state;
    arena = arena_open();
    return 0;
}

static int
close_all(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void
test_totp__gives_the_codes_of_the_standard(void **state)
{
    /* RFC 6238, appendix B, SHA-1; the last six of its eight digits. */
    static const struct {
        int64_t seconds;
        int code;
    } rows[] = {
        {59, 287082},       {1111111109, 81804},  {1111111111, 50471},
        {1234567890, 5924}, {2000000000, 279037}, {20000000000, 353130},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(totp_code(SECRET, rows[i].seconds * 1000 / TOTP_STEP_MS), rows[i].code);
}

static void
test_totp__a_code_counts_for_a_step_around_and_once(void **state)
{
    const int64_t step = 1111111109 / 30, now_ms = step * TOTP_STEP_MS + 12345;
    struct text code = TEXT("081804");
    int64_t of = -1;
    (void)state;
    assert_true(totp_fits(SECRET, code, now_ms, -1, &of));
    assert_int_equal(of, step);
    assert_true(totp_fits(SECRET, code, now_ms + TOTP_STEP_MS, -1, &of));
    assert_true(totp_fits(SECRET, code, now_ms - TOTP_STEP_MS, -1, &of));
    assert_int_equal(of, step);
    assert_false(totp_fits(SECRET, code, now_ms + 2 * TOTP_STEP_MS, -1, &of));
    assert_false(totp_fits(SECRET, code, now_ms - 2 * TOTP_STEP_MS, -1, &of));
    assert_true(totp_fits(SECRET, code, now_ms, step - 1, &of));
    assert_false(totp_fits(SECRET, code, now_ms, step, &of)); /* used before */
    assert_false(totp_fits(SECRET, TEXT("81804"), now_ms, -1, &of));
    assert_false(totp_fits(SECRET, TEXT("0818040"), now_ms, -1, &of));
    assert_false(totp_fits(SECRET, TEXT("08180a"), now_ms, -1, &of));
    assert_false(totp_fits(SECRET, TEXT("081805"), now_ms, -1, &of));
    assert_false(totp_fits(TEXT("12345678901234567891"), code, now_ms, -1, &of));
}

static void
test_totp__is_written_for_authenticators(void **state)
{
    (void)state;
    assert_true(text_is(totp_base32(TEXT("foobar"), arena), "MZXW6YTBOI"));
    assert_true(text_is(totp_base32(TEXT("fooba"), arena), "MZXW6YTB"));
    assert_true(text_is(totp_base32(TEXT("f"), arena), "MY"));
    assert_true(text_is(totp_base32(TEXT(""), arena), ""));
    assert_true(text_is(totp_base32(SECRET, arena), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
    assert_true(text_is(totp_address(TEXT("和龙"), TEXT("officer@7502"), TEXT("foobar"), arena),
                        "otpauth://totp/%E5%92%8C%E9%BE%99:officer%407502?secret=MZXW6YTBOI"
                        "&issuer=%E5%92%8C%E9%BE%99&algorithm=SHA1&digits=6&period=30"));
}

static void
test_totp__a_code_on_paper_is_read_as_people_write_it(void **state)
{
    static const unsigned char low[TOTP_RECOVERY_BYTES];
    static const unsigned char random[TOTP_RECOVERY_BYTES] = {0, 29, 30, 59, 255, 7, 9, 13, 200, 1};
    struct text code = totp_recovery_code(random, arena);
    struct text folded = totp_recovery_fold(code, arena);
    (void)state;
    assert_true(text_is(totp_recovery_code(low, arena), "22222-22222"));
    assert_int_equal(code.length, TOTP_RECOVERY_LENGTH + 1);
    assert_int_equal(folded.length, TOTP_RECOVERY_LENGTH);
    assert_true(text_is(totp_recovery_fold(TEXT("ａbcde－fghjk"), arena), "ABCDEFGHJK"));
    assert_true(text_is(totp_recovery_fold(TEXT(" abcde fghjk "), arena), "ABCDEFGHJK"));
    assert_true(text_is_empty(totp_recovery_fold(TEXT("ABCDEFGHJ"), arena)));
    assert_true(text_is_empty(totp_recovery_fold(TEXT("ABCDEFGHJKM"), arena)));
    assert_true(text_is_empty(totp_recovery_fold(TEXT("ABCDE-FGHJ0"), arena)));
    assert_true(text_is_empty(totp_recovery_fold(TEXT("ABCDE-FGHJ\0"), arena)));
    assert_true(text_is_empty(totp_recovery_fold(TEXT("123456"), arena)));
}

static void
counting(void *of, void *bytes, size_t count)
{
    int *next = of;
    memset(bytes, ++*next, count);
}

static void
test_seal__opens_for_its_account_with_its_key(void **state)
{
    static const unsigned char key[SEAL_KEY_BYTES] = {1}, other[SEAL_KEY_BYTES] = {2};
    int next = 0;
    const struct world world = {NULL, NULL, counting, &next};
    struct text sealed = seal_close(key, TEXT("a1"), SECRET, &world, arena), secret;
    struct text again = seal_close(key, TEXT("a1"), SECRET, &world, arena);
    (void)state;
    assert_int_equal(sealed.length, SECRET.length + SEAL_MORE_BYTES);
    assert_false(text_equal(sealed, again));
    assert_true(seal_open(key, TEXT("a1"), sealed, arena, &secret));
    assert_true(text_equal(secret, SECRET));
    assert_false(seal_open(other, TEXT("a1"), sealed, arena, &secret));
    assert_false(seal_open(key, TEXT("a2"), sealed, arena, &secret));
    for (size_t i = 0; i < sealed.length; i++) {
        char *changed = (char *)text_terminated(sealed, arena);
        changed[i] = (char)(changed[i] ^ 1);
        assert_false(
            seal_open(key, TEXT("a1"), (struct text){changed, sealed.length}, arena, &secret));
        assert_false(seal_open(key, TEXT("a1"), (struct text){changed, i}, arena, &secret));
    }
}

static void
test_seal__a_hash_belongs_to_key_and_purpose(void **state)
{
    static const unsigned char key[SEAL_KEY_BYTES] = {1}, other[SEAL_KEY_BYTES] = {2};
    struct digest one = seal_hash(key, "phone", TEXT("13900000001"));
    struct digest same = seal_hash(key, "phone", TEXT("13900000001"));
    struct digest code = seal_hash(key, "code", TEXT("13900000001"));
    struct digest elsewhere = seal_hash(other, "phone", TEXT("13900000001"));
    struct digest number = seal_hash(key, "phone", TEXT("13900000002"));
    struct digest plain = digest_of(TEXT("13900000001"));
    (void)state;
    assert_true(digest_equal(&one, &same));
    assert_false(digest_equal(&one, &code));
    assert_false(digest_equal(&one, &elsewhere));
    assert_false(digest_equal(&one, &number));
    assert_false(digest_equal(&one, &plain));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_totp__gives_the_codes_of_the_standard),
        cmocka_unit_test(test_totp__a_code_counts_for_a_step_around_and_once),
        cmocka_unit_test(test_totp__is_written_for_authenticators),
        cmocka_unit_test(test_totp__a_code_on_paper_is_read_as_people_write_it),
        cmocka_unit_test(test_seal__opens_for_its_account_with_its_key),
        cmocka_unit_test(test_seal__a_hash_belongs_to_key_and_purpose),
    };
    return cmocka_run_group_tests_name("totp", tests, open_all, close_all);
}
