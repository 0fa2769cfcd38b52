/* limiter_test.c: how often somebody may try, under a clock of the test's own. */
#include "http/limiter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const unsigned char seed[LIMITER_SEED_BYTES] = {7};

static void
test_limiter__a_burst_passes_then_one_each_refill(void **state)
{
    struct limiter *limiter = limiter_open((struct limiter_rule){3, 1000, 16}, seed);
    int64_t wait_ms;
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(limiter_try(limiter, TEXT("192.0.2.1"), 500, &wait_ms));
    assert_false(limiter_try(limiter, TEXT("192.0.2.1"), 500, &wait_ms));
    assert_int_equal(wait_ms, 1000);
    assert_true(limiter_try(limiter, TEXT("192.0.2.2"), 500, &wait_ms));
    assert_int_equal(wait_ms, 0);
    assert_false(limiter_try(limiter, TEXT("192.0.2.1"), 1499, &wait_ms));
    assert_int_equal(wait_ms, 1);
    assert_true(limiter_try(limiter, TEXT("192.0.2.1"), 1500, NULL));
    assert_false(limiter_try(limiter, TEXT("192.0.2.1"), 1501, NULL));
    /* a long rest fills the bucket, and no further */
    for (int i = 0; i < 3; i++)
        assert_true(limiter_try(limiter, TEXT("192.0.2.1"), 1000000, NULL));
    assert_false(limiter_try(limiter, TEXT("192.0.2.1"), 1000000, NULL));
    limiter_close(limiter);
}

static void
test_limiter__who_succeeds_starts_afresh(void **state)
{
    struct limiter *limiter = limiter_open((struct limiter_rule){1, 1000, 4}, seed);
    (void)state;
    assert_true(limiter_try(limiter, TEXT("a"), 0, NULL));
    assert_false(limiter_try(limiter, TEXT("a"), 0, NULL));
    limiter_forgive(limiter, TEXT("a"));
    limiter_forgive(limiter, TEXT("never seen"));
    assert_true(limiter_try(limiter, TEXT("a"), 0, NULL));
    limiter_close(limiter);
}

static void
test_limiter__a_full_table_forgets_who_was_unseen_longest(void **state)
{
    enum { KEYS = 8 };
    struct limiter *limiter = limiter_open((struct limiter_rule){1, 1000000, KEYS}, seed);
    struct arena *arena = arena_open();
    (void)state;
    for (int i = 0; i < KEYS; i++)
        assert_true(limiter_try(limiter, text_format(arena, "key %d", i), 1, NULL));
    /* key 0 is seen again, so key 1 is the one to go */
    assert_false(limiter_try(limiter, TEXT("key 0"), 2, NULL));
    assert_true(limiter_try(limiter, TEXT("another"), 3, NULL));
    assert_false(limiter_try(limiter, TEXT("key 0"), 4, NULL));
    for (int i = 2; i < KEYS; i++)
        assert_false(limiter_try(limiter, text_format(arena, "key %d", i), 5, NULL));
    assert_true(limiter_try(limiter, TEXT("key 1"), 6, NULL));
    /* many strangers leave the table sound */
    for (int i = 0; i < 10000; i++)
        assert_true(limiter_try(limiter, text_format(arena, "stranger %d", i), 7, NULL));
    assert_false(limiter_try(limiter, TEXT("stranger 9999"), 8, NULL));
    arena_close(arena);
    limiter_close(limiter);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limiter__a_burst_passes_then_one_each_refill),
        cmocka_unit_test(test_limiter__who_succeeds_starts_afresh),
        cmocka_unit_test(test_limiter__a_full_table_forgets_who_was_unseen_longest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
