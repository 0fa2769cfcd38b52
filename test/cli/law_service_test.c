/* law_service_test.c: the program itself, spoken to through its standard input and output. */
#include "asked.h"
#include "harness/cases.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static const char *const law_service[] = {"tongban", "law", "service", NULL};

static const struct value *
ask(struct asked *asked, struct text line)
{
    return asked_line(asked, line, arena);
}

static void
add_day(struct buffer *out, const struct value *answer, const char *key, const char *word)
{
    struct text day = value_member_text(answer, key);
    if (!text_is_empty(day))
        buffer_add_format(out, "%s%s %.*s", out->length > 0 ? " " : "", word, TEXT_ARGS(day));
}

/* "served 2026-03-02 closed 2026-03-02 due 2026-03-06 late presumed", "missing receiver" */
static struct text
answer_text(const struct value *answer)
{
    struct buffer out = buffer_open(arena, 128);
    if (value_member(answer, "error") != NULL) {
        assert_int_equal(answer->count, 1);
        return value_member_text(answer, "error");
    }
    assert_true(value_is(value_member(answer, "derivation"), VALUE_ARRAY));
    assert_true(value_is(value_member(answer, "next"), VALUE_ARRAY));
    bool is_served = value_member_is_true(answer, "served");
    assert_int_equal(is_served, value_is(value_member(answer, "served_on"), VALUE_TEXT));
    add_day(&out, answer, "served_on", "served");
    if (!is_served)
        buffer_add_text(&out, value_member_text(answer, "outcome"));
    for (const struct value *one = value_member(answer, "missing")->first; one != NULL;
         one = one->next)
        buffer_add_format(&out, " %.*s", TEXT_ARGS(one->text));
    if (value_member(answer, "calendar_missing") != NULL)
        buffer_add_format(&out, " calendar %d",
                          (int)value_member_integer(answer, "calendar_missing", 0));
    add_day(&out, answer, "closed_on", "closed");
    add_day(&out, answer, "due_on", "due");
    buffer_add_format(&out, "%s%s", value_member_is_true(answer, "late") ? " late" : "",
                      value_member_is_true(answer, "presumed") ? " presumed" : "");
    return buffer_text(&out);
}

static void
test_law_service__cases(void **state)
{
    struct asked asked = asked_start(law_service);
    struct cases cases = cases_open(CASES "/law_service.cases", arena);
    (void)state;
    while (cases_next(&cases, 2))
        cases_expect(&cases, "answer", answer_text(ask(&asked, cases.column[0])), cases.column[1]);
    assert_int_equal(asked_finish(&asked), 0);
}

/* Each is answered, and the line after it as if nothing had been. */
static void
test_law_service__a_bad_line_costs_only_itself(void **state)
{
    static const char *const bad[] = {"",
                                      "x",
                                      "[]",
                                      "{\"mode\":\"D1\"",
                                      "{\"mode\":\"D1\",\"mode\":\"D2\"}",
                                      "{\"mode\":\"D1\",\"dates\":{\"signed\":\"2026-02-30\"}}",
                                      "{\"mode\":\"D1\",\"facts\":{\"\xFF\":1}}",
                                      "{\"mode\":\"D1\",\"facts\":{\"receiver\":[[[[]]]]}}"};
    struct asked asked = asked_start(law_service);
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_non_null(value_member(ask(&asked, text_of(bad[i])), "error"));
        const struct value *good =
            ask(&asked, TEXT("{\"mode\":\"D1\",\"facts\":{\"receiver\":\"self\"},\"dates\":{"
                             "\"signed\":\"2026-03-02\"}}"));
        assert_true(text_is(value_member_text(good, "served_on"), "2026-03-02"));
    }
    assert_int_equal(asked_finish(&asked), 0);
}

static void
test_law_service__the_steps_are_said_and_cited(void **state)
{
    static const struct {
        const char *rule, *rests_on, *step;
    } expected[] = {
        {"mode", "CPL-2023:89", "送达方式：“留置送达”（D2）。"},
        {"filmed", "CPL-2023:89", "把文书留在住所并以拍照、录像记录送达过程，即视为送达。"},
        {"closed", "LIM2000:10", "以本文书结案的，结案时间为2026-03-02（星期一）。"},
    };
    struct asked asked = asked_start(law_service);
    (void)state;
    const struct value *answer =
        ask(&asked, TEXT("{\"mode\":\"D2\",\"facts\":{\"document\":\"summons\",\"refused_by\":"
                         "\"self\",\"left_at\":\"residence\",\"filmed\":true},\"dates\":{"
                         "\"left\":\"2026-03-02\"}}"));
    const struct value *step = value_member(answer, "derivation")->first;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++, step = step->next) {
        assert_non_null(step);
        assert_string_equal(text_terminated(value_member_text(step, "step"), arena),
                            expected[i].step);
        assert_true(text_is(value_member_text(step, "rule"), expected[i].rule));
        assert_true(text_is(value_member_text(step, "rests_on"), expected[i].rests_on));
    }
    assert_null(step);
    const struct value *found =
        value_member(value_member(answer, "derivation")->first->next, "found");
    assert_true(value_member_is_true(found, "filmed"));
    assert_true(text_is(value_member_text(found, "left"), "2026-03-02"));
    assert_int_equal(asked_finish(&asked), 0);
}

static struct text
next_of(const struct value *answer)
{
    struct buffer out = buffer_open(arena, 64);
    for (const struct value *one = value_member(answer, "next")->first; one != NULL;
         one = one->next) {
        assert_true(value_member_text(one, "sentence").length > 0);
        buffer_add_format(&out, "%s%.*s", out.length > 0 ? " " : "",
                          TEXT_ARGS(value_member_text(one, "do")));
    }
    return buffer_text(&out);
}

static void
test_law_service__what_to_do_next_is_said(void **state)
{
    static const struct {
        const char *line, *next;
    } rows[] = {
        {"{\"mode\":\"D1\",\"dates\":{\"signed\":\"2026-03-02\"}}", "give_fact"},
        {"{\"mode\":\"D1\",\"facts\":{\"failure\":\"R12\",\"procedure\":\"simple\"}}",
         "convert announce"},
        {"{\"mode\":\"D1\",\"facts\":{\"failure\":\"R18\"}}", "forward"},
        {"{\"mode\":\"D5\",\"facts\":{\"failure\":\"R06\"}}", "ask_plaintiff"},
        {"{\"mode\":\"D1\",\"facts\":{\"failure\":\"R21\"}}", "suspend"},
        {"{\"mode\":\"D3\",\"facts\":{\"failure\":\"R15\"}}", "other_channel"},
        {"{\"mode\":\"D2\",\"facts\":{\"document\":\"mediation\"}}", "judge"},
        {"{\"mode\":\"D1\",\"facts\":{\"receiver\":\"self\"},\"dates\":{\"signed\":"
         "\"2026-03-02\"}}",
         ""},
    };
    struct asked asked = asked_start(law_service);
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(next_of(ask(&asked, text_of(rows[i].line))).bytes, rows[i].next);
    assert_int_equal(asked_finish(&asked), 0);
}

/* Every kind of step, in every language, without a place left open. */
static void
test_law_service__sentences_are_whole_in_each_language(void **state)
{
    static const char *const languages[] = {"zh", "ko", "en"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        const char *const arguments[] = {"tongban",    "law",        "service",
                                         "--language", languages[i], NULL};
        struct asked asked = asked_start(arguments);
        struct cases cases = cases_open(CASES "/law_service.cases", arena);
        while (cases_next(&cases, 2)) {
            const struct value *answer = ask(&asked, cases.column[0]);
            if (value_member(answer, "error") != NULL)
                continue;
            for (const struct value *step = value_member(answer, "derivation")->first; step != NULL;
                 step = step->next) {
                struct text sentence = value_member_text(step, "step");
                assert_true(sentence.length > 10);
                assert_null(memchr(sentence.bytes, '{', sentence.length));
                assert_false(text_starts_with(sentence, "service."));
            }
        }
        assert_int_equal(asked_finish(&asked), 0);
    }
}

/* `name` stands in the text between characters no name has. */
static bool
names_it(struct text text, struct text name)
{
    const char *at = text.bytes, *end = text.bytes + text.length;
    while ((at = memmem(at, (size_t)(end - at), name.bytes, name.length)) != NULL) {
        char before = at == text.bytes ? ' ' : at[-1], after = at[name.length];
        bool is_word = strchr(" `\n|", before) != NULL && strchr(" `\n|", after) != NULL;
        if (is_word)
            return true;
        at++;
    }
    return false;
}

/* What --help lists, doc/LAW.md explains. */
static void
test_law_service__help_and_the_book_name_the_same(void **state)
{
    const char *const help[] = {"tongban", "law", "service", "--help", NULL};
    struct asked asked = asked_start(help);
    struct text listed = asked_rest(asked.out, arena), rest = listed;
    FILE *book = fopen(DOC "/LAW.md", "rb");
    int count = 0;
    (void)state;
    assert_non_null(book);
    struct text law = asked_rest(book, arena);
    fclose(book);
    assert_int_equal(asked_finish(&asked), 0);
    while (!text_is_empty(rest)) {
        struct text line = text_cut(&rest, '\n');
        if (!text_starts_with(line, "    ") || text_starts_with(line, "     "))
            continue;
        struct text name = text_trim(line);
        name = text_cut(&name, ' ');
        /* "facts: …" lists names that stand on lines of their own further down. */
        if (text_starts_with(name, "facts") || text_starts_with(name, "dates") ||
            text_is(name, "as"))
            continue;
        count++;
        if (!names_it(law, name))
            fail_msg("doc/LAW.md says nothing of `%.*s`", TEXT_ARGS(name));
    }
    assert_true(count > 60);
}

static int
run(const char *const arguments[])
{
    struct text said, complained;
    return asked_run(arguments, arena, &said, &complained);
}

static void
test_law_service__the_command_line(void **state)
{
    const char *const language[] = {"tongban", "law", "service", "--language", "fr", NULL};
    const char *const more[] = {"tongban", "law", "service", "D1", NULL};
    const char *const option[] = {"tongban", "law", "service", "--fast", NULL};
    const char *const folder[] = {"tongban", "law", "service", "--rules", "/nowhere", NULL};
    const char *const seat[] = {"tongban", "law", "service", "--seat", "nowhere", NULL};
    (void)state;
    assert_int_equal(run(language), 2);
    assert_int_equal(run(more), 2);
    assert_int_equal(run(option), 2);
    assert_int_equal(run(folder), 1);
    assert_int_equal(run(seat), 1);
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

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_service__cases),
        cmocka_unit_test(test_law_service__a_bad_line_costs_only_itself),
        cmocka_unit_test(test_law_service__the_steps_are_said_and_cited),
        cmocka_unit_test(test_law_service__what_to_do_next_is_said),
        cmocka_unit_test(test_law_service__sentences_are_whole_in_each_language),
        cmocka_unit_test(test_law_service__help_and_the_book_name_the_same),
        cmocka_unit_test(test_law_service__the_command_line),
    };
    if (argc != 2)
        return 2;
    asked_program = argv[1];
    setenv("TONGBAN_RULES", RULES, 1);
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
