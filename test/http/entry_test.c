/* entry_test.c: how people write telephone numbers, and what browsers call themselves. */
#include "http/entry.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *arena;

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
is_phone(const char *written, const char *kept)
{
    struct text phone = entry_phone(text_of(written), arena);
    if (!text_is(phone, kept))
        fail_msg("%s: expected %s, found %.*s", written, kept, TEXT_ARGS(phone));
}

static void
test_entry__a_number_has_one_form(void **state)
{
    (void)state;
    is_phone("13900000001", "13900000001");
    is_phone("139 0000-0001", "13900000001");
    is_phone("１３９０００００００１", "13900000001");
    is_phone("＋86 139 0000 0001", "13900000001");
    is_phone("0086-13900000001", "13900000001");
    is_phone("8613900000001", "13900000001");
    is_phone("+82 (10) 1234-5678", "+821012345678");
    is_phone("+12025550123", "+12025550123");
}

static void
test_entry__what_is_no_number_is_refused(void **state)
{
    (void)state;
    is_phone("", "");
    is_phone("1390000000", "");
    is_phone("139000000011", "");
    is_phone("12900000001", "");
    is_phone("0433-1234567", "");
    is_phone("+8612345", "");
    is_phone("+86029123456789", "");
    is_phone("+0123456789", "");
    is_phone("+1234567890123456", "");
    is_phone("+", "");
    is_phone("1390000000a", "");
    is_phone("13900000001+", "");
    is_phone("officer@7502", "");
}

static void
is_called(const char *user_agent, const char *label)
{
    assert_true(text_is(entry_label(text_of(user_agent), arena), label));
}

static void
test_entry__a_browser_has_a_name_people_know(void **state)
{
    (void)state;
    is_called("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
              "Firefox · Windows");
    is_called("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
              "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
              "Edge · Windows");
    is_called("Mozilla/5.0 (Linux; Android 14; V2307A) AppleWebKit/537.36 (KHTML, like Gecko) "
              "Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49",
              "微信 · Android");
    is_called("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
              "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
              "Safari · iPhone");
    is_called("curl/7.88.1", "");
    is_called("<script>", "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_entry__a_number_has_one_form),
        cmocka_unit_test(test_entry__what_is_no_number_is_refused),
        cmocka_unit_test(test_entry__a_browser_has_a_name_people_know),
    };
    return cmocka_run_group_tests_name("entry", tests, open_all, close_all);
}
