/* problem_test.c: a "no" in the reader's language, the same bytes each time. */
#include "base/value.h"
#include "http/problem.h"

#include <setjmp.h>
#include <stdarg.h>
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

static struct request
request_in(const char *languages, struct pair *header)
{
    *header = (struct pair){TEXT("accept-language"), text_of(languages)};
    return (struct request){
        .arena = arena, .headers = header, .header_count = 1, .reference = "7F3K-9QXT-A2BC"};
}

static void
test_problem__everything_in_its_place(void **state)
{
    struct pair header;
    struct request request = request_in("en", &header);
    struct problem_field field = {TEXT("amount"), TEXT("TOO_LARGE"), TEXT("Less, please.")};
    struct problem problem = {
        .status = 422,
        .refusal = TEXT("FIELDS_MUST_BE_SOUND"),
        .detail = TEXT("One field needs attention."),
        .citation = TEXT("CPL-2023:126"),
        .fields = &field,
        .field_count = 1,
        .changed = TEXT("[\"stage\"]"),
    };
    struct pair extra = {TEXT("X-A"), TEXT("b")};
    (void)state;
    struct answer answer = problem_answer(&request, &problem, &extra, 1);
    assert_int_equal(answer.status, 422);
    assert_string_equal(answer.content_type, "application/problem+json");
    assert_string_equal(
        text_terminated(answer.body, arena),
        "{\"changed\":[\"stage\"],\"citation\":\"CPL-2023:126\",\"detail\":\"One field needs "
        "attention.\",\"fields\":[{\"field\":\"amount\",\"mistake\":\"TOO_LARGE\",\"sentence\":"
        "\"Less, please.\"}],\"reference\":\"7F3K-9QXT-A2BC\",\"refusal\":\"FIELDS_MUST_BE_SOUND\","
        "\"status\":422,\"title\":\"Some fields need attention\",\"type\":\"/problems/"
        "FIELDS_MUST_BE_SOUND\"}");
    assert_int_equal(answer.header_count, 3);
    assert_true(text_is(answer.headers[0].value, "en"));
    assert_true(text_is(answer.headers[2].name, "X-A"));
}

static void
test_problem__every_breach_speaks_three_languages(void **state)
{
    struct pair header;
    (void)state;
    for (int breach = BREACH_NONE + 1; breach < BREACH_COUNT; breach++) {
        for (int i = 0; i < LANGUAGE_COUNT; i++) {
            struct request request = request_in(language_code((enum language)i), &header);
            struct answer answer = problem_of_breach(&request, (enum breach)breach);
            struct value_mistake mistake;
            const struct value *json = value_read(answer.body, arena, &mistake);
            assert_non_null(json);
            assert_int_equal(value_member_integer(json, "status", 0), answer.status);
            assert_true(value_member_text(json, "detail").length > 5);
            assert_true(value_member_text(json, "title").length > 5);
            assert_true(text_is(value_member_text(json, "refusal"), breach_name(breach)));
            assert_true(answer.status >= 400 && answer.status <= 599);
        }
    }
}

static void
test_problem__too_many_says_when(void **state)
{
    struct pair header;
    struct request request = request_in("ko", &header);
    (void)state;
    struct answer answer = problem_too_many(&request, 1001);
    assert_int_equal(answer.status, 429);
    assert_true(text_is(answer.headers[2].name, "Retry-After"));
    assert_true(text_is(answer.headers[2].value, "2"));
    assert_non_null(strstr(text_terminated(answer.body, arena), "2초"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_problem__everything_in_its_place),
        cmocka_unit_test(test_problem__every_breach_speaks_three_languages),
        cmocka_unit_test(test_problem__too_many_says_when),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
