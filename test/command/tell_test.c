/* tell_test.c: what a text message says, for every court and every notice of the real rules. */
#include "command/tell.h"
#include "rule/network_rule.h"
#include "rule/rulebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static bool
holds(struct text text, const char *part)
{
    return memmem(text.bytes, text.length, part, strlen(part)) != NULL;
}

static struct telling_words
words(const char *court, const char *what, const char *url, enum language language)
{
    return (struct telling_words){
        .court = text_of(court),
        .number = TEXT("7502-48213-09657-19"),
        .what = text_of(what),
        .sentence = TEXT("请补正。"),
        .day = TEXT("12月30日（星期一）"),
        .public_url = text_of(url),
        .language = language,
    };
}

static void
expect(const struct telling_words *words, const char *expected)
{
    struct arena *arena = arena_open();
    assert_string_equal(text_terminated(tell_text(words, arena), arena), expected);
    arena_close(arena);
}

static void
test_tell__what_does_not_fit_goes_from_the_end(void **state)
{
    struct telling_words one;
    (void)state;
    one = words("白河林区基层法院", "您的案件已立案", "https://tb.jl.cn/", LANGUAGE_ZH);
    expect(&one, "【白河林区基层法院】您的案件已立案。7502-48213-09657-19，tb.jl.cn，电话12368");
    one = words("白河林区基层法院", "请在12月30日（星期一）前一次补齐材料", "https://tb.jlcourt.cn",
                LANGUAGE_ZH);
    expect(&one, "【白河林区基层法院】请在12月30日（星期一）前一次补齐材料。7502482130965719，"
                 "tb.jlcourt.cn，电话12368");
    one = words("吉林省延边林区中级法院", "请在12月30日（星期一）前一次补齐材料",
                "https://tongban.example.cn", LANGUAGE_ZH);
    expect(&one, "【吉林省延边林区中级法院】请在12月30日（星期一）前一次补齐材料。"
                 "7502482130965719，tongban.example.cn");
    one = words("吉林省延边林区中级法院", "请在12月30日（星期一）前一次补齐材料",
                "https://tongban.yanbian.example.cn", LANGUAGE_ZH);
    expect(&one, "【吉林省延边林区中级法院】请在12月30日（星期一）前一次补齐材料。"
                 "7502-48213-09657-19，电话12368");
    one = words("白河林区基层法院", "您的案件已立案", "", LANGUAGE_ZH);
    expect(&one, "【白河林区基层法院】您的案件已立案。7502-48213-09657-19，电话12368");
}

/* The longest day stands in every one that names a day. */
static void
check_notice(const struct notice_rule *notice, const struct words *court, struct arena *arena)
{
    struct text brief = notice->brief.in[LANGUAGE_ZH];
    struct buffer what = buffer_open(arena, 200);
    const char *day = "{day}";
    assert_false(text_is_empty(brief));
    for (size_t i = 0; i < brief.length;) {
        bool is_day =
            brief.length - i >= strlen(day) && memcmp(brief.bytes + i, day, strlen(day)) == 0;
        if (is_day)
            buffer_add_format(&what, "12月30日（星期一）");
        else
            buffer_add(&what, brief.bytes + i, 1);
        i += is_day ? strlen(day) : 1;
    }
    struct telling_words one = words(text_terminated(court->in[LANGUAGE_ZH], arena),
                                     text_terminated(buffer_text(&what), arena),
                                     "https://tongban.jlcourt.gov.cn/", LANGUAGE_ZH);
    struct text said = tell_text(&one, arena);
    if (text_characters(said) > TELL_TEXT_CHARACTERS)
        fail_msg("%zu: %s", text_characters(said), text_terminated(said, arena));
    assert_true(holds(said, one.what.bytes) && holds(said, one.court.bytes));
    assert_true(holds(said, "7502"));
    assert_true(holds(said, "12368") || holds(said, "tongban.jlcourt.gov.cn"));
}

static void
test_tell__every_notice_fits_into_one_text_message(void **state)
{
    struct arena *arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct rulebook *rules = rulebook_open(RULES, &mistakes);
    int checked = 0;
    (void)state;
    assert_non_null(rules);
    const struct network *network =
        network_rule_load(RULES "/network/yanbian.yaml", arena, &mistakes);
    assert_non_null(network);
    for (size_t i = 0; i < rules->procedures.count; i++) {
        const struct procedure *procedure = &rules->procedures.files[i].procedure;
        for (size_t k = 0; k < procedure->notices_count; k++) {
            for (size_t n = 0; n < network->nodes_count; n++) {
                if (!text_is(procedure->notices[k].to, "party"))
                    continue;
                check_notice(&procedure->notices[k], &network->nodes[n].name, arena);
                checked++;
            }
        }
    }
    assert_true(checked > 100);
    rulebook_close(rules);
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tell__what_does_not_fit_goes_from_the_end),
        cmocka_unit_test(test_tell__every_notice_fits_into_one_text_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
