/* law_period_test.c: the program itself, spoken to through its standard input and output. */
#include "asked.h"
#include "harness/cases.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;

static const char *const law_period[] = {"tongban", "law", "period", NULL};

static const struct value *
ask(struct asked *asked, struct text line)
{
    return asked_line(asked, line, arena);
}

static struct text
answer_text(const struct value *answer)
{
    static const char *const keys[] = {"last_day", "ends"};
    if (value_member(answer, "error") != NULL) {
        assert_int_equal(answer->count, 1);
        return value_member_text(answer, "error");
    }
    assert_true(value_is(value_member(answer, "derivation"), VALUE_ARRAY));
    for (int i = 0; i < 2; i++) {
        const struct value *member = value_member(answer, keys[i]);
        if (value_is(member, VALUE_TEXT))
            return text_format(arena, "%s %.*s", i == 0 ? "last" : "ends",
                               TEXT_ARGS(value_text(member)));
        if (value_is(member, VALUE_NULL))
            return text_format(arena, "missing %d",
                               (int)value_member_integer(answer, "calendar_missing", 0));
    }
    return TEXT("nothing");
}

static void
test_law_period__cases(void **state)
{
    struct asked asked = asked_start(law_period);
    struct cases cases = cases_open(CASES "/law_period.cases", arena);
    (void)state;
    while (cases_next(&cases, 2))
        cases_expect(&cases, "answer", answer_text(ask(&asked, cases.column[0])), cases.column[1]);
    assert_int_equal(asked_finish(&asked), 0);
}

static void
expect_error(struct asked *asked, struct text line, const char *begins)
{
    struct text error = value_member_text(ask(asked, line), "error");
    if (!text_starts_with(error, begins))
        fail_msg("`%.*s` does not begin with `%s`", TEXT_ARGS(error), begins);
}

/* Each is answered, and the line after it as if nothing had been. */
static void
test_law_period__a_bad_line_costs_only_itself(void **state)
{
    static const struct {
        const char *line, *begins;
    } bad[] = {
        {"", "the line is empty"},
        {"   \t ", "the line is empty"},
        {"x", "not JSON"},
        {"{\"days\":15,\"from\":\"2025-03-07\"", "not JSON"},
        {"{\"days\":15,\"from\":\"2025-03-07\"} {}", "not JSON"},
        {"{\"days\":15,\"days\":15,\"from\":\"2025-03-07\"}", "not JSON"},
        {"{\"days\":15.0,\"from\":\"2025-03-07\"}", "not JSON"},
        {"{\"days\":1e1,\"from\":\"2025-03-07\"}", "not JSON"},
        {"{\"days\":99999999999999999999,\"from\":\"2025-03-07\"}", "not JSON"},
        {"{\"days\":15,\"from\":\"2025-03-\xFF\"}", "not JSON"},
        {"{\"days\":15,\"from\":\"2025-03-07\\u0000\"}", "not JSON"},
        {"\xEF\xBB\xBF{\"days\":15,\"from\":\"2025-03-07\"}", "not JSON"},
        {"{\"days\":15,\"from\":{\"a\":[[[[1]]]]}}", "`from` must be a text"},
    };
    struct asked asked = asked_start(law_period);
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        expect_error(&asked, text_of(bad[i].line), bad[i].begins);
        assert_string_equal(
            answer_text(ask(&asked, TEXT("{\"days\":15,\"from\":\"2025-03-07\"}"))).bytes,
            "last 2025-03-24");
    }
    assert_int_equal(asked_finish(&asked), 0);
}

static void
test_law_period__long_and_deep_lines_are_refused(void **state)
{
    enum { LONG = 70000, MOST = 64 * 1024 };
    char *bytes = arena_take(arena, LONG);
    struct asked asked = asked_start(law_period);
    (void)state;
    memset(bytes, 'a', LONG);
    expect_error(&asked, (struct text){bytes, LONG}, "the line is longer than 65536 bytes");
    memset(bytes, '[', LONG);
    expect_error(&asked, (struct text){bytes, MOST}, "not JSON");
    memset(bytes, ' ', LONG);
    memcpy(bytes, "{\"days\":15,\"from\":\"2025-03-07\"}", 31);
    assert_string_equal(answer_text(ask(&asked, (struct text){bytes, MOST})).bytes,
                        "last 2025-03-24");
    expect_error(&asked, (struct text){bytes, MOST + 1}, "the line is longer");
    expect_error(&asked, (struct text){"{\"days\":1\0}", 11}, "not JSON");
    assert_int_equal(asked_finish(&asked), 0);
}

/* A key as long as it likes comes back short and whole. */
static void
test_law_period__what_is_quoted_is_cut_between_characters(void **state)
{
    struct asked asked = asked_start(law_period);
    struct buffer line = buffer_open(arena, 4096);
    (void)state;
    buffer_add_text(&line, TEXT("{\"a"));
    for (int i = 0; i < 500; i++)
        buffer_add_text(&line, TEXT("期"));
    buffer_add_text(&line, TEXT("\":1}"));
    struct text error = value_member_text(ask(&asked, buffer_text(&line)), "error");
    assert_true(text_is_utf8(error));
    assert_true(error.length < 120);
    assert_true(text_starts_with(error, "unknown key `a期"));
    assert_int_equal(asked_finish(&asked), 0);
}

static void
test_law_period__the_steps_are_said_and_cited(void **state)
{
    static const struct {
        const char *step, *rests_on;
    } expected[] = {
        {"T05/domestic：答辩 · 在国内有住所，期间为15日。", "CPL-2023:128"},
        {"2025-03-07（星期五）为开始之日，不计算在内，自2025-03-08（星期六）起算。", "CPL-2023:85"},
        {"计15日，最后一日为2025-03-22（星期六）。", "CPL-2023:85"},
        {"2025-03-22（星期六）至2025-03-23（星期日）为周末休息日。", "WTR1995:7"},
        {"最后一日2025-03-22（星期六）为休假日，以休假日后的第一日2025-03-24（星期一）为届满日。",
         "CPL-2023:85"},
    };
    struct asked asked = asked_start(law_period);
    (void)state;
    const struct value *answer = ask(&asked, TEXT("{\"period\":\"T05\",\"from\":\"2025-03-07\"}"));
    assert_true(text_is(value_member_text(answer, "nominal"), "2025-03-22"));
    const struct value *step = value_member(answer, "derivation")->first;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++, step = step->next) {
        assert_non_null(step);
        assert_string_equal(text_terminated(value_member_text(step, "step"), arena),
                            expected[i].step);
        assert_true(text_is(value_member_text(step, "rests_on"), expected[i].rests_on));
    }
    assert_null(step);
    assert_int_equal(asked_finish(&asked), 0);
}

/* Every kind of step, in every language, without a place left open. */
static void
test_law_period__sentences_are_whole_in_each_language(void **state)
{
    static const char *const languages[] = {"zh", "ko", "en"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        const char *const arguments[] = {"tongban",    "law",        "period",
                                         "--language", languages[i], NULL};
        struct asked asked = asked_start(arguments);
        struct cases cases = cases_open(CASES "/../law/deadline.cases", arena);
        while (cases_next(&cases, 7)) {
            struct text rest = cases.column[1], count = text_cut(&rest, ' ');
            int64_t number;
            if (!text_number(count, &number))
                continue;
            bool is_one = rest.bytes[rest.length - 1] != 's';
            struct text line =
                text_format(arena, "{\"%.*s%s\":%d,\"from\":\"%.*s\"%s}", TEXT_ARGS(rest),
                            is_one ? "s" : "", (int)number, TEXT_ARGS(cases.column[3]),
                            text_is(cases.column[2], "off") ? ",\"roll\":false" : "");
            const struct value *answer = ask(&asked, line);
            const struct value *steps = value_member(answer, "derivation");
            assert_non_null(steps);
            for (const struct value *step = steps->first; step != NULL; step = step->next) {
                struct text sentence = value_member_text(step, "step");
                assert_true(sentence.length > 10);
                assert_null(memchr(sentence.bytes, '{', sentence.length));
                assert_false(text_starts_with(sentence, "derivation."));
            }
        }
        assert_int_equal(asked_finish(&asked), 0);
    }
}

static int
run(const char *const arguments[])
{
    struct text said, complained;
    return asked_run(arguments, arena, &said, &complained);
}

static void
test_law_period__the_command_line(void **state)
{
    const char *const help[] = {"tongban", "law", "period", "--help", NULL};
    const char *const language[] = {"tongban", "law", "period", "--language", "fr", NULL};
    const char *const more[] = {"tongban", "law", "period", "T05", NULL};
    const char *const option[] = {"tongban", "law", "period", "--fast", NULL};
    const char *const rules[] = {"tongban", "law", "period", "--rules", "/nowhere", NULL};
    const char *const seat[] = {"tongban", "law", "period", "--seat", "nowhere", NULL};
    const char *const question[] = {"tongban", "law", "fortune", NULL};
    const char *const command[] = {"tongban", "flaw", NULL};
    const char *const version[] = {"tongban", "--version", NULL};
    const char *const nothing[] = {"tongban", NULL};
    (void)state;
    assert_int_equal(run(help), 0);
    assert_int_equal(run(version), 0);
    assert_int_equal(run(language), 2);
    assert_int_equal(run(more), 2);
    assert_int_equal(run(option), 2);
    assert_int_equal(run(question), 2);
    assert_int_equal(run(command), 2);
    assert_int_equal(run(nothing), 2);
    assert_int_equal(run(rules), 1);
    assert_int_equal(run(seat), 1);
}

static void
test_law_period__a_seat_has_its_own_days(void **state)
{
    const char *const arguments[] = {"tongban", "law", "period", "--seat", "yanbian", NULL};
    struct asked asked = asked_start(arguments);
    (void)state;
    assert_string_equal(
        answer_text(ask(&asked, TEXT("{\"days\":1,\"from\":\"2026-09-02\"}"))).bytes,
        "last 2026-09-04");
    assert_int_equal(asked_finish(&asked), 0);
}

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

/* In a build tree the program finds the rules by itself, and is left to. Elsewhere it is told. */
static void
use_rules_beside_or_ours(void)
{
    char path[4096];
    const char *slash = strrchr(asked_program, '/');
    int length = slash == NULL ? 0 : (int)(slash - asked_program) + 1;
    snprintf(path, sizeof path, "%.*s../rules/source.yaml", length, asked_program);
    unsetenv("TONGBAN_RULES");
    if (access(path, R_OK) != 0)
        setenv("TONGBAN_RULES", RULES, 1);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_period__cases),
        cmocka_unit_test(test_law_period__a_bad_line_costs_only_itself),
        cmocka_unit_test(test_law_period__long_and_deep_lines_are_refused),
        cmocka_unit_test(test_law_period__what_is_quoted_is_cut_between_characters),
        cmocka_unit_test(test_law_period__the_steps_are_said_and_cited),
        cmocka_unit_test(test_law_period__sentences_are_whole_in_each_language),
        cmocka_unit_test(test_law_period__the_command_line),
        cmocka_unit_test(test_law_period__a_seat_has_its_own_days),
    };
    asked_program = argc > 1 ? argv[1] : "build/tongban";
    signal(SIGPIPE, SIG_IGN);
    use_rules_beside_or_ours();
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
