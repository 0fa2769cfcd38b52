/* page_test.c: whatever is written into a page stays in its place, and sums, days and sizes are
 * said as people say them. */
#include "view/page.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *arena;
static struct page_frame frame;
static struct view views[LANGUAGE_COUNT];

static int
open_views(void **state)
{
    (void)state;
    arena = arena_open();
    date_parse(TEXT("2026-11-23"), &frame.today);
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        views[i] = (struct view){.language = (enum language)i, .arena = arena};
    return 0;
}

static int
close_views(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static const char *
written(void (*put)(struct page *page, struct text text), const char *text)
{
    struct page page = page_open(&views[LANGUAGE_ZH], &frame);
    put(&page, text_of(text));
    return page_close(&page).bytes;
}

static void
test_page__text_cannot_leave_its_place(void **state)
{
    (void)state;
    assert_string_equal(written(page_put_text, "a<b>&\"'𠮷"), "a&lt;b&gt;&amp;&quot;&#39;𠮷");
}

static void
test_page__an_address_is_one_of_ours_or_of_the_web(void **state)
{
    (void)state;
    assert_string_equal(written(page_put_address, "/m/7502?x=1&y=2"), "/m/7502?x=1&amp;y=2");
    assert_string_equal(written(page_put_address, "#f-cause"), "#f-cause");
    assert_string_equal(written(page_put_address, "tel:12368"), "tel:12368");
    assert_string_equal(written(page_put_address, "javascript:alert(1)"), "#");
    assert_string_equal(written(page_put_address, "//elsewhere.example/"), "#");
    assert_string_equal(written(page_put_address, "/\\elsewhere.example/"), "#");
    assert_string_equal(written(page_put_address, "/a\"b"), "/a%22b");
    assert_string_equal(written(page_put_address_part, "a/b?c=甲"), "a%2Fb%3Fc%3D%E7%94%B2");
}

static void
test_page__sums_are_said_in_figures_and_in_capitals(void **state)
{
    static const struct {
        int64_t fen;
        const char *capitals;
    } rows[] = {
        {0, "人民币零元整"},
        {5, "人民币伍分"},
        {50, "人民币伍角整"},
        {2500, "人民币贰拾伍元整"},
        {1005, "人民币壹拾元零伍分"},
        {1050, "人民币壹拾元伍角整"},
        {5404600, "人民币伍万肆仟零肆拾陆元整"},
        {1050000, "人民币壹万零伍佰元整"},
        {10000000, "人民币壹拾万元整"},
        {12345678901, "人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"},
    };
    struct page page = page_open(&views[LANGUAGE_ZH], &frame);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(page_money_cn(&page, rows[i].fen).bytes, rows[i].capitals);
    assert_string_equal(page_money(&page, 2500).bytes, "25.00 元");
}

static void
test_page__days_are_said_with_their_weekday(void **state)
{
    struct date day, other;
    struct page zh = page_open(&views[LANGUAGE_ZH], &frame);
    struct page ko = page_open(&views[LANGUAGE_KO], &frame);
    struct page en = page_open(&views[LANGUAGE_EN], &frame);
    (void)state;
    assert_true(date_parse(TEXT("2026-11-30"), &day));
    assert_true(date_parse(TEXT("2027-01-04"), &other));
    assert_string_equal(page_date(&zh, day).bytes, "11月30日（星期一）");
    assert_string_equal(page_date(&zh, other).bytes, "2027年1月4日（星期一）");
    assert_string_equal(page_date(&ko, day).bytes, "11월 30일(월요일)");
    assert_string_equal(page_date(&en, day).bytes, "30 November (Monday)");
    assert_string_equal(page_days_left(&zh, day).bytes, "还剩 7 天");
    assert_string_equal(page_days_left(&en, day).bytes, "7 days left");
    assert_string_equal(page_days_left(&zh, frame.today).bytes, "今天到期");
    assert_true(text_is_empty(page_date(&zh, DATE_NONE)));
}

static void
test_page__numbers_of_people_are_masked(void **state)
{
    struct page page = page_open(&views[LANGUAGE_ZH], &frame);
    (void)state;
    assert_string_equal(page_mask_id(&page, TEXT("222401195803120019")).bytes,
                        "222***********0019");
    assert_string_equal(page_mask_phone(&page, TEXT("13900000001")).bytes, "139****0001");
    assert_string_equal(page_mask_id(&page, TEXT("1234")).bytes, "****");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page__text_cannot_leave_its_place),
        cmocka_unit_test(test_page__an_address_is_one_of_ours_or_of_the_web),
        cmocka_unit_test(test_page__sums_are_said_in_figures_and_in_capitals),
        cmocka_unit_test(test_page__days_are_said_with_their_weekday),
        cmocka_unit_test(test_page__numbers_of_people_are_masked),
    };
    return cmocka_run_group_tests(tests, open_views, close_views);
}
