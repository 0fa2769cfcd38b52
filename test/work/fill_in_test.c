/* fill_in_test.c: nothing that stands in a message can add to the request that carries it. */
#include "work/fill_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct fill_in with = {
    .phone = TEXT_INIT("+8613900000000"),
    .text = TEXT_INIT("“\"\\<&\r\n{token}"),
    .id = TEXT_INIT("0f"),
    .token = TEXT_INIT("secret\r\nX: y"),
};

static void
expect(const char *template, enum fill_in_place place, const char *expected)
{
    struct arena *arena = arena_open();
    struct text got = fill_in(text_of(template), place, &with, arena);
    assert_string_equal(text_terminated(got, arena), expected);
    arena_close(arena);
}

static void
test_fill_in__every_place_has_its_escape(void **state)
{
    (void)state;
    expect("https://g/?to={phone}&m={text}", FILL_IN_URL,
           "https://g/?to=%2B8613900000000&m=%E2%80%9C%22%5C%3C%26%0D%0A%7Btoken%7D");
    expect("{\"m\":\"{text}\",\"{other}\":{}}", FILL_IN_JSON,
           "{\"m\":\"“\\\"\\\\<&\\u000d\\u000a{token}\",\"{other}\":{}}");
    expect("<m to=\"{phone}\">{text}</m>", FILL_IN_XML,
           "<m to=\"+8613900000000\">“&#34;\\&#60;&#38;\n{token}</m>");
    expect("Authorization: Bearer {token}", FILL_IN_HEADER, "Authorization: Bearer secretX: y");
    expect("{id} {phone", FILL_IN_PLAIN, "0f {phone");
}

static void
test_fill_in__names_and_types_are_known(void **state)
{
    (void)state;
    assert_true(fill_in_names(TEXT("a={text}"), "text"));
    assert_false(fill_in_names(TEXT("a={texts}"), "text"));
    assert_false(fill_in_names(TEXT("{text"), "text"));
    assert_int_equal(fill_in_place_of(TEXT("application/json; charset=utf-8")), FILL_IN_JSON);
    assert_int_equal(fill_in_place_of(TEXT("text/xml")), FILL_IN_XML);
    assert_int_equal(fill_in_place_of(TEXT("application/x-www-form-urlencoded")), FILL_IN_URL);
    assert_int_equal(fill_in_place_of(TEXT("text/plain")), FILL_IN_PLAIN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fill_in__every_place_has_its_escape),
        cmocka_unit_test(test_fill_in__names_and_types_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
