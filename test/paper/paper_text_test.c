/* paper_text_test.c: sums in capitals, and texts of papers with their places. */
#include "paper/amount_capitals.h"
#include "paper/paper_text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void
test_amount_capitals__reads_as_bills_are_written(void **state)
{
    static const struct {
        int64_t fen;
        const char *said;
    } rows[] = {
        {0, "人民币零元整"},
        {1, "人民币壹分"},
        {10, "人民币壹角整"},
        {100, "人民币壹元整"},
        {101, "人民币壹元零壹分"},
        {110, "人民币壹元壹角整"},
        {1000, "人民币壹拾元整"},
        {10050, "人民币壹佰元伍角整"},
        {5404600, "人民币伍万肆仟零肆拾陆元整"},
        {10000100, "人民币壹拾万零壹元整"},
        {100000000, "人民币壹佰万元整"},
        {10000000000, "人民币壹亿元整"},
        {10000000100, "人民币壹亿零壹元整"},
        {1001000000000, "人民币壹佰亿壹仟万元整"},
        {100000000000000, "人民币壹万亿元整"},
    };
    struct arena *arena = arena_open();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(amount_capitals((struct money){rows[i].fen}, arena).bytes,
                            rows[i].said);
    arena_close(arena);
}

static struct text
filled(const char *section, struct arena *arena)
{
    static const struct text rows[] = {TEXT_INIT("1"), TEXT_INIT("甲"), TEXT_INIT("2"),
                                       TEXT_INIT("")};
    struct paper_places places = {.count = 0};
    struct canon canon = canon_open(arena, 1000);
    paper_place(&places, "name", TEXT("张三"));
    paper_place(&places, "lines", TEXT("一\n二"));
    paper_place(&places, "nothing", TEXT("　"));
    paper_place(&places, "trick", TEXT("{name}"));
    places.lists[places.lists_count++] =
        (struct paper_list_place){"rows", {"no", "word"}, 2, rows, 2};
    canon_begin_array(&canon);
    paper_text_fill(&canon, text_of(section), &places, LANGUAGE_ZH, arena);
    canon_end_array(&canon);
    return canon_text(&canon);
}

static void
expect(const char *section, const char *blocks)
{
    struct arena *arena = arena_open();
    assert_string_equal(filled(section, arena).bytes, blocks);
    arena_close(arena);
}

#define BLOCK(kind, text) "{\"kind\":\"" kind "\",\"language\":\"zh\",\"text\":\"" text "\"}"

static void
test_paper_text__a_line_without_its_place_is_left_out(void **state)
{
    (void)state;
    expect("送给{name}：\n送给{nothing}\n送给{unknown}\n% remark",
           "[" BLOCK("text", "送给张三：") "]");
    expect("?name 有\n?nothing 没有\n?!nothing 无",
           "[" BLOCK("text", "有") "," BLOCK("text", "无") "]");
    expect("| {name}{list_after}", "[" BLOCK("line", "张三{list_after}") "]");
}

static void
test_paper_text__what_is_filled_in_is_not_read_again(void **state)
{
    (void)state;
    expect("## {trick}", "[" BLOCK("title", "{name}") "]");
    expect("{lines}", "[" BLOCK("text", "一") "," BLOCK("text", "二") "]");
}

static void
test_paper_text__lists_become_lines_and_tables(void **state)
{
    (void)state;
    expect("@each rows | {no}、{word}", "[" BLOCK("line", "1、甲") "]");
    expect("@table rows 3:号:{no} ; 9:词:{word}",
           "[{\"columns\":[{\"head\":\"号\",\"width\":3},{\"head\":\"词\",\"width\":9}],\"kind\":"
           "\"table\",\"language\":\"zh\",\"rows\":[[\"1\",\"甲\"],[\"2\",\"\"]]}]");
    expect("@seal {name} ; {nothing} ; 日",
           "[{\"date\":\"日\",\"kind\":\"sign\",\"language\":\"zh\",\"lines\":[\"张三\"],"
           "\"seal\":true}]");
}

static void
test_paper_text__a_courts_own_section_goes_before(void **state)
{
    struct text own = TEXT("[a]\nx\n[correction_notice]\nours\n\n[b]\ny\n");
    (void)state;
    assert_true(text_is(text_trim(paper_text_find(own, "a", LANGUAGE_ZH)), "x"));
    assert_true(text_starts_with(paper_text_find(own, "correction_notice", LANGUAGE_ZH), "ours"));
    assert_true(text_starts_with(paper_text_find(own, "b", LANGUAGE_ZH), "y"));
    assert_true(text_starts_with(paper_text_find(own, "complaint", LANGUAGE_ZH), "##"));
    assert_true(text_is_empty(paper_text_find(own, "c", LANGUAGE_ZH)));
    assert_true(text_is_empty(paper_text_find(TEXT(""), "complaint", LANGUAGE_KO)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amount_capitals__reads_as_bills_are_written),
        cmocka_unit_test(test_paper_text__a_line_without_its_place_is_left_out),
        cmocka_unit_test(test_paper_text__what_is_filled_in_is_not_read_again),
        cmocka_unit_test(test_paper_text__lists_become_lines_and_tables),
        cmocka_unit_test(test_paper_text__a_courts_own_section_goes_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
