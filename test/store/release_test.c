/* release_test.c: derived tables and their release belong together: whoever changes
 * schema/state.sql raises NODE_RELEASE (store/node.h), so that `tongban upgrade` makes the tables
 * of a node anew. */
#include "base/digest.h"
#include "store/node.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

extern const char schema_state[];

static void
test_release__is_raised_with_the_derived_tables(void **state)
{
    static const struct {
        int release;
        const char *digest;
    } known = {9, "cefd572f6b610edc3086d7a7aa4667deddd240209bfb02e7a2ffd0ec4448d12f"};
    struct arena *arena = arena_open();
    struct digest digest = digest_of(text_of(schema_state));
    struct text now = digest_hex(&digest, arena);
    (void)state;
    if (!text_is(now, known.digest) || known.release != NODE_RELEASE)
        fail_msg("schema/state.sql or NODE_RELEASE changed: raise the release by one and write"
                 " {%d, \"%s\"} here",
                 NODE_RELEASE, now.bytes);
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_release__is_raised_with_the_derived_tables),
    };
    return cmocka_run_group_tests_name("release", tests, NULL, NULL);
}
