/* message_test.c: what can be dialled and written to. */
#include "store/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
test_message__numbers_are_dialled_as_they_are_meant(void **state)
{
    static const char *const rows[][2] = {
        {"13900000000", "13900000000"},
        {"１３９ 0000-0000", "13900000000"},
        {" +86 139 0000 0000", "+8613900000000"},
        {"12368", "12368"},
        {"12", ""},
        {"13900000000 转 2", ""},
        {"139+0000", ""},
        {"", ""},
        {"1390000000013900000000", ""},
        {"139\a0000", ""},
    };
    struct arena *arena = arena_open();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text got = message_phone(text_of(rows[i][0]), arena);
        assert_string_equal(text_terminated(got, arena), rows[i][1]);
    }
    arena_close(arena);
}

static void
test_message__mail_addresses_add_nothing_to_a_letter(void **state)
{
    static const char *const good[] = {"jia@example.cn", "a.b+c@x-y.z", "a@b"};
    static const char *const bad[] = {"",        "@b",      "a@",          "a b@c", "a@b@c",
                                      "<a@b>",   "a@b,c@d", "a@b\r\nRCPT", "a@.b",  "a@b.",
                                      "\"a\"@b", "-oa@b",   "甲@b"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(message_is_mail_address(text_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(message_is_mail_address(text_of(bad[i])));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_message__numbers_are_dialled_as_they_are_meant),
        cmocka_unit_test(test_message__mail_addresses_add_nothing_to_a_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
