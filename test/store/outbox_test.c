/* outbox_test.c: a peer that takes nothing does not keep the others waiting. */
#include "store/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
promise(struct store *store, struct text peer, int64_t position, struct arena *arena)
{
    struct promise made = {
        .id = text_format(arena, "%.*s-%lld", TEXT_ARGS(peer), (long long)position),
        .kind = TEXT("event/1"),
        .peer = peer,
        .position = position,
    };
    outbox_promise(store, TEXT("A"), &made);
}

static void
test_outbox__every_peer_has_its_share(void **state)
{
    struct fault fault = {0};
    struct store_options use = {.use = STORE_WRITES, .is_alone = true};
    struct arena *arena = arena_open();
    struct store *store = store_open(":memory:", &use, &fault);
    struct promise due[8];
    (void)state;
    assert_non_null(store);
    assert_true(store_begin(store));
    for (int64_t position = 0; position < 500; position++)
        promise(store, TEXT("silent"), position, arena);
    promise(store, TEXT("B"), 500, arena);
    promise(store, TEXT("z"), 501, arena);
    int count = outbox_due(store, TEXT("A"), 1000, 8, arena, due), silent = 0, others = 0;
    for (int i = 0; i < count; i++) {
        bool is_silent = text_is(due[i].peer, "silent");
        assert_true(!is_silent || due[i].position == silent);
        silent += is_silent;
        others += !is_silent;
    }
    assert_int_equal(others, 2);
    assert_in_range(silent, 3, 6);
    store_close(store);
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outbox__every_peer_has_its_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
