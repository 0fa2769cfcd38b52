/* base_test.c: text, dates, sums and JSON, with the input people and strangers really send. */
#include "base/canon.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/money.h"

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

static void
assert_text(struct text text, const char *expected)
{
    assert_string_equal(text_terminated(text, arena), expected);
}

static void
test_text__full_width_and_blanks_fold(void **state)
{
    (void)state;
    assert_text(text_fold(text_of("　（２０２６）吉 ７５０２ＡＢ\t"), arena), "(2026)吉7502AB");
}

static void
test_text__broken_utf8_is_seen(void **state)
{
    static const char *const bad[] = {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                      "\xE4\xB8", "\x80",         "\xF8\x88\x80\x80\x80"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(text_is_utf8(text_of(bad[i])));
    assert_false(text_is_utf8((struct text){"a\0b", 3}));
    assert_true(text_is_utf8(text_of("林区法院 법원 court 𠮷")));
}

static void
test_text__hidden_characters_are_seen(void **state)
{
    (void)state;
    assert_true(text_has_hidden(text_of("abc\xE2\x80\xAE"
                                        "fdp.exe")));
    assert_true(text_has_hidden(text_of("a\x1b[31m")));
    assert_false(text_has_hidden(text_of("一\n二\t三")));
}

static void
test_date__days_that_do_not_exist_are_refused(void **state)
{
    static const char *const bad[] = {"2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
                                      "26-04-30",   "2026-4-30",  "2026-04-3x", ""};
    struct date date;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(date_parse(text_of(bad[i]), &date));
    assert_true(date_parse(text_of("2024-02-29"), &date));
    assert_int_equal(date_weekday(date), THURSDAY);
    assert_text(date_text(date_add_months(date, 12), arena), "2025-02-28");
}

static void
test_date__a_span_has_its_first_and_last_day(void **state)
{
    static const char *const days[] = {"2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"};
    struct date day[4];
    (void)state;
    for (int i = 0; i < 4; i++)
        assert_true(date_parse(text_of(days[i]), &day[i]));
    assert_false(date_in_span(day[0], day[1], day[2]));
    assert_true(date_in_span(day[1], day[1], day[2]));
    assert_true(date_in_span(day[2], day[1], day[2]));
    assert_false(date_in_span(day[3], day[1], day[2]));
    assert_true(date_in_span(day[0], DATE_NONE, day[0]));
    assert_true(date_in_span(day[3], day[3], DATE_NONE));
    assert_false(date_spans_meet(day[0], day[1], day[2], day[3]));
    assert_false(date_spans_meet(day[2], DATE_NONE, DATE_NONE, day[1]));
    assert_true(date_spans_meet(day[0], day[1], day[1], day[3]));
    assert_true(date_spans_meet(day[3], DATE_NONE, day[0], day[3]));
    assert_true(date_spans_meet(DATE_NONE, day[0], DATE_NONE, DATE_NONE));
}

static void
test_date__every_day_of_four_centuries_comes_back(void **state)
{
    struct date date;
    (void)state;
    assert_true(date_parse(text_of("1900-01-01"), &date));
    for (int i = 0; i < 146097; i++, date = date_add_days(date, 1)) {
        struct date again;
        assert_true(date_from_civil(date_civil(date), &again));
        assert_int_equal(again.day, date.day);
    }
}

static void
test_date__an_instant_is_a_day_at_its_seat(void **state)
{
    int64_t at_ms;
    (void)state;
    assert_true(instant_parse(text_of("2026-01-04T16:30:00Z"), 0, &at_ms));
    assert_text(date_text(date_of_instant(at_ms, CHINA_OFFSET_MINUTES), arena), "2026-01-05");
    assert_int_equal(minute_of_instant(at_ms, CHINA_OFFSET_MINUTES), 30);
    assert_text(instant_text(at_ms, CHINA_OFFSET_MINUTES, arena), "2026-01-05T00:30:00.000+08:00");
    assert_false(instant_parse(text_of("2026-01-04T24:00"), 0, &at_ms));
}

static void
test_money__only_plain_decimals_are_sums(void **state)
{
    static const char *const bad[] = {"-1",
                                      "1e5",
                                      "1,000",
                                      "1.234",
                                      ".5",
                                      "1.",
                                      "01",
                                      "",
                                      "￥5",
                                      "100000000000000.01",
                                      "9999999999999999"};
    struct money money;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(money_parse(text_of(bad[i]), &money));
    assert_true(money_parse(text_of("54046.5"), &money));
    assert_int_equal(money.fen, 5404650);
    assert_text(money_text(money, arena), "54046.50");
    assert_true(money_parse(text_of("0"), &money));
    assert_true(money_parse(text_of("100000000000000"), &money));
}

static void
test_value__strangers_json_is_read_strictly(void **state)
{
    static const char *const bad[] = {"{\"a\":1,\"a\":2}", "{\"a\":1.5}",
                                      "{\"a\":1e3}",       "9007199254740992",
                                      "{\"a\":1}x",        "[1,]",
                                      "\xEF\xBB\xBF{}",    "{\"a\":\"\\u0000\"}",
                                      "\"\\ud800\"",       "",
                                      "{\"a\":\"\xC0\"}",  "nul"};
    struct value_mistake mistake;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_null(value_read(text_of(bad[i]), arena, &mistake));
        assert_true(strlen(mistake.what) > 0);
    }
    assert_null(value_read((struct text){"[1\0]", 4}, arena, &mistake));
    assert_null(value_read((struct text){"1\0", 2}, arena, &mistake));
    assert_null(value_read((struct text){"{}\0{}", 5}, arena, &mistake));
    char deep[2 * VALUE_DEPTH_MAX + 3];
    memset(deep, '[', VALUE_DEPTH_MAX + 1);
    memset(deep + VALUE_DEPTH_MAX + 1, ']', VALUE_DEPTH_MAX + 1);
    deep[2 * VALUE_DEPTH_MAX + 2] = '\0';
    assert_null(value_read(text_of(deep), arena, &mistake));
    assert_non_null(value_read((struct text){deep + 1, 2 * VALUE_DEPTH_MAX}, arena, &mistake));
}

static void
test_canon__what_is_written_reads_back_the_same(void **state)
{
    struct value_mistake mistake;
    (void)state;
    const struct value *tree = value_read(
        text_of(
            "{ \"z\":[1,-2,null,true], \"a\":\"行\\n\\u0001\\\"\", \"m\":{\"y\":{},\"b\":[]} }"),
        arena, &mistake);
    assert_non_null(tree);
    struct canon canon = canon_open(arena, 16);
    canon_put(&canon, tree);
    struct text written = canon_text(&canon);
    assert_text(written, "{\"a\":\"行\\n\\u0001\\\"\",\"m\":{\"b\":[],\"y\":{}},"
                         "\"z\":[1,-2,null,true]}");
    struct canon again = canon_open(arena, 16);
    const struct value *back = value_read_canonical(written, arena);
    assert_non_null(back);
    canon_put(&again, back);
    assert_true(text_equal(canon_text(&again), written));
    assert_null(value_read_canonical(text_of("{\"b\":1,\"a\":2}"), arena));
    assert_null(value_read_canonical(text_of("{\"a\": 1}"), arena));
    assert_null(value_read_canonical(text_of("01"), arena));
    assert_null(value_read_canonical(text_of("\"\\u0041\""), arena));
    assert_null(value_read_canonical(text_of("\"\\u0008\""), arena));
    assert_non_null(value_read_canonical(text_of("\"\\b\""), arena));
}

/* What strangers may send must be readable once it is in the record. */
static void
test_canon__both_readers_allow_the_same_depth(void **state)
{
    char deep[2 * VALUE_DEPTH_MAX + 3];
    struct value_mistake mistake;
    (void)state;
    memset(deep, '[', VALUE_DEPTH_MAX);
    deep[VALUE_DEPTH_MAX] = '1';
    memset(deep + VALUE_DEPTH_MAX + 1, ']', VALUE_DEPTH_MAX);
    struct text deepest = {deep, 2 * VALUE_DEPTH_MAX + 1};
    assert_non_null(value_read(deepest, arena, &mistake));
    assert_non_null(value_read_canonical(deepest, arena));
    deep[VALUE_DEPTH_MAX] = '[';
    memset(deep + VALUE_DEPTH_MAX + 1, ']', VALUE_DEPTH_MAX + 1);
    deepest.length++;
    assert_null(value_read(deepest, arena, &mistake));
    assert_null(value_read_canonical(deepest, arena));
}

static void
test_digest__known_values(void **state)
{
    struct text bytes;
    (void)state;
    struct digest empty = digest_of(TEXT(""));
    assert_text(digest_hex(&empty, arena),
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_true(base64_read(text_of("AAEC/w=="), arena, &bytes));
    assert_int_equal(bytes.length, 4);
    assert_false(base64_read(text_of("AAEC/x=="), arena, &bytes));
    assert_false(base64_read(text_of("AA=C"), arena, &bytes));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text__full_width_and_blanks_fold),
        cmocka_unit_test(test_text__broken_utf8_is_seen),
        cmocka_unit_test(test_text__hidden_characters_are_seen),
        cmocka_unit_test(test_date__days_that_do_not_exist_are_refused),
        cmocka_unit_test(test_date__a_span_has_its_first_and_last_day),
        cmocka_unit_test(test_date__every_day_of_four_centuries_comes_back),
        cmocka_unit_test(test_date__an_instant_is_a_day_at_its_seat),
        cmocka_unit_test(test_money__only_plain_decimals_are_sums),
        cmocka_unit_test(test_value__strangers_json_is_read_strictly),
        cmocka_unit_test(test_canon__what_is_written_reads_back_the_same),
        cmocka_unit_test(test_canon__both_readers_allow_the_same_depth),
        cmocka_unit_test(test_digest__known_values),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
