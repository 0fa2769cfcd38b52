/* announcement_test.c: what an announcement must say, and on which days it was not there. */
#include "law/announcement.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void
test_announcement__each_kind_of_paper_says_its_own(void **state)
{
    (void)state;
    assert_true(announced_item_is_required(ANNOUNCED_GIST, TEXT("complaint")));
    assert_true(announced_item_is_required(ANNOUNCED_ANSWER, TEXT("appeal")));
    assert_true(announced_item_is_required(ANNOUNCED_APPEARANCE, TEXT("summons")));
    assert_true(announced_item_is_required(ANNOUNCED_CONSEQUENCE, TEXT("summons")));
    assert_true(announced_item_is_required(ANNOUNCED_CONTENT, TEXT("judgment")));
    assert_true(announced_item_is_asked(ANNOUNCED_APPEAL, TEXT("judgment")));
    assert_false(announced_item_is_required(ANNOUNCED_APPEAL, TEXT("judgment")));
    assert_false(announced_item_is_asked(ANNOUNCED_APPEAL, TEXT("summons")));
    assert_false(announced_item_is_asked(ANNOUNCED_CONTENT, TEXT("summons")));
    assert_false(announced_item_is_asked(ANNOUNCED_GIST, TEXT("")));
    assert_false(announced_item_is_asked(ANNOUNCED_GIST, TEXT("complain")));
}

static struct date
day(const char *text)
{
    struct date date;
    assert_true(date_parse(text_of(text), &date));
    return date;
}

static void
expect_gaps(const char *before, const char *last, const char *today, const char *after)
{
    struct arena *arena = arena_open();
    struct text gaps = announced_gaps(text_of(before), day(last), day(today), arena);
    assert_true(text_is(gaps, after));
    arena_close(arena);
}

static void
test_announcement__days_between_are_named(void **state)
{
    (void)state;
    expect_gaps("", "2026-03-02", "2026-03-03", "");
    expect_gaps("", "2026-03-02", "2026-03-04", "2026-03-03");
    expect_gaps("2026-03-01", "2026-03-02", "2026-03-04", "2026-03-01 2026-03-03");
    expect_gaps("", "2026-02-27", "2026-03-02", "2026-02-28 2026-03-01");
    expect_gaps("2026-03-01", "2026-03-04", "2026-03-04", "2026-03-01");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_announcement__each_kind_of_paper_says_its_own),
        cmocka_unit_test(test_announcement__days_between_are_named),
    };
    return cmocka_run_group_tests_name("announcement", tests, NULL, NULL);
}
