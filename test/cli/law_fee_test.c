/* law_fee_test.c: the program itself, spoken to through its standard input and output. */
#include "asked.h"
#include "harness/cases.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;

static const char *const law_fee[] = {"tongban", "law", "fee", NULL};

static const struct value *
ask(struct asked *asked, struct text line)
{
    return asked_line(asked, line, arena);
}

static struct text
answer_text(const struct value *answer)
{
    struct text error = value_member_text(answer, "error");
    if (!text_is_empty(error)) {
        assert_int_equal(answer->count, 1);
        return error;
    }
    assert_true(value_is(value_member(answer, "derivation"), VALUE_ARRAY));
    assert_true(value_is(value_member(answer, "rule"), VALUE_OBJECT));
    struct buffer text = buffer_open(arena, 100);
    struct text fee = value_member_text(answer, "fee");
    struct text unrounded = value_member_text(answer, "unrounded");
    struct text top_up = value_member_text(answer, "top_up");
    struct text refund = value_member_text(answer, "refund");
    struct text counter = value_member_text(value_member(answer, "counterclaim"), "fee");
    buffer_add_format(&text, "%.*s of %.*s", TEXT_ARGS(fee), TEXT_ARGS(unrounded));
    if (!text_is_empty(top_up))
        buffer_add_format(&text, ", top up %.*s, refund %.*s", TEXT_ARGS(top_up),
                          TEXT_ARGS(refund));
    if (!text_is_empty(counter))
        buffer_add_format(&text, ", counterclaim %.*s", TEXT_ARGS(counter));
    return buffer_text(&text);
}

static void
test_law_fee__cases(void **state)
{
    struct asked asked = asked_start(law_fee);
    struct cases cases = cases_open(CASES "/law_fee.cases", arena);
    (void)state;
    while (cases_next(&cases, 2))
        cases_expect(&cases, "answer", answer_text(ask(&asked, cases.column[0])), cases.column[1]);
    assert_int_equal(asked_finish(&asked), 0);
}

/* Each is answered, and the line after it as if nothing had been. */
static void
test_law_fee__a_sum_is_digits_and_a_point(void **state)
{
    static const char *const sums[] = {"",
                                       " ",
                                       "-1",
                                       "+1",
                                       "1e5",
                                       "1E5",
                                       "1,000",
                                       "1 000",
                                       " 1",
                                       "1 ",
                                       "１",
                                       "1．5",
                                       "1.234",
                                       "1.",
                                       ".5",
                                       "007",
                                       "1.5.5",
                                       "0x10",
                                       "¥5",
                                       "一百",
                                       "1元",
                                       "NaN",
                                       "inf",
                                       "1/3",
                                       "100000000000000.01",
                                       "99999999999999999999999999"};
    struct asked asked = asked_start(law_fee);
    (void)state;
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
        struct text line = text_format(
            arena, "{\"kind\":\"property\",\"amount\":\"%s\",\"on\":\"2025-03-03\"}", sums[i]);
        struct text error = value_member_text(ask(&asked, line), "error");
        if (!text_starts_with(error, "`amount` must be yuan in a text"))
            fail_msg("`%s` is answered %.*s", sums[i], TEXT_ARGS(error));
        assert_string_equal(answer_text(ask(&asked, TEXT("{\"kind\":\"labour\",\"on\":"
                                                         "\"2025-03-03\"}")))
                                .bytes,
                            "10.00 of 10");
    }
    assert_int_equal(asked_finish(&asked), 0);
}

static void
test_law_fee__a_bad_line_costs_only_itself(void **state)
{
    static const struct {
        const char *line, *begins;
    } bad[] = {
        {"", "the line is empty"},
        {"x", "not JSON"},
        {"[]", "the line is no JSON object"},
        {"{\"kind\":\"labour\",\"kind\":\"labour\",\"on\":\"2025-03-03\"}", "not JSON"},
        {"{\"kind\":\"labour\",\"on\":\"2025-03-03\"", "not JSON"},
        {"{\"kind\":\"property\",\"amount\":1.5,\"on\":\"2025-03-03\"}", "not JSON"},
        {"{\"kind\":\"labour\",\"on\":{}}", "`on` must be a day"},
        {"{\"kind\":\"property\",\"amount\":{\"a\":[[1]]},\"on\":\"2025-03-03\"}",
         "`amount` must be yuan"},
    };
    struct asked asked = asked_start(law_fee);
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct text error = value_member_text(ask(&asked, text_of(bad[i].line)), "error");
        if (!text_starts_with(error, bad[i].begins))
            fail_msg("`%.*s` does not begin with `%s`", TEXT_ARGS(error), bad[i].begins);
        assert_string_equal(
            answer_text(ask(&asked, TEXT("{\"kind\":\"labour\",\"on\":\"2025-03-03\"}"))).bytes,
            "10.00 of 10");
    }
    assert_int_equal(asked_finish(&asked), 0);
}

static void
test_law_fee__the_steps_are_said_cited_and_valued(void **state)
{
    static const struct {
        const char *key, *step, *rests_on;
    } expected[] = {
        {"fee_tariff", "财产案件：适用2007-04-01（星期日）起施行的标准。", "FEE481:13(1)"},
        {"fee_flat", "不超过10000.00元的部分：每件交纳50.00元。", "FEE481:13(1)"},
        {"fee_bracket", "超过10000.00元至100000.00元的部分，为90000.00元，按2.5%交纳：2250.00元。",
         "FEE481:13(1)"},
        {"fee_bracket", "超过100000.00元至200000.00元的部分，为23456.78元，按2%交纳：469.1356元。",
         "FEE481:13(1)"},
        {"fee_sum", "以上合计2769.1356元。", "FEE481:13(1)"},
        {"fee_halved", "适用简易程序，案件受理费减半：2769.1356元减为1384.5678元。", "FEE481:16"},
        {"fee_once", "另有1项减半的理由；只能减半一次。", "CPLI-2022:206"},
        {"fee_rounded_fen", "计算结果1384.5678元，四舍五入到分：1384.57元。", ""},
    };
    struct asked asked = asked_start(law_fee);
    (void)state;
    const struct value *answer =
        ask(&asked, TEXT("{\"kind\":\"property\",\"amount\":\"123456.78\",\"on\":\"2025-03-03\","
                         "\"halve\":[\"mediated\",\"summary\"]}"));
    const struct value *step = value_member(answer, "derivation")->first;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++, step = step->next) {
        assert_non_null(step);
        assert_true(text_is(value_member_text(step, "key"), expected[i].key));
        assert_string_equal(text_terminated(value_member_text(step, "step"), arena),
                            expected[i].step);
        assert_true(text_is(value_member_text(step, "rests_on"), expected[i].rests_on));
        if (i == 3) {
            const struct value *values = value_member(step, "values");
            assert_true(text_is(value_member_text(values, "from"), "100000.00"));
            assert_true(text_is(value_member_text(values, "part"), "23456.78"));
            assert_true(text_is(value_member_text(values, "rate"), "2%"));
            assert_true(text_is(value_member_text(values, "fee"), "469.1356"));
        }
    }
    assert_null(step);
    const struct value *rule = value_member(answer, "rule");
    assert_true(text_is(value_member_text(rule, "tariff"), "property"));
    assert_true(text_is(value_member_text(rule, "from"), "2007-04-01"));
    assert_true(text_is(value_member_text(rule, "rests_on"), "FEE481:13(1)"));
    assert_true(text_is(value_member_text(rule, "rounding"), "fen_half_up"));
    assert_int_equal(value_member_text(rule, "digest").length, 64);
    assert_int_equal(asked_finish(&asked), 0);
}

/* Every kind of step, in every language, without a place left open. */
static void
test_law_fee__sentences_are_whole_in_each_language(void **state)
{
    static const char *const languages[] = {"zh", "ko", "en"};
    (void)state;
    for (int i = 0; i < 3; i++) {
        const char *const arguments[] = {"tongban", "law", "fee", "--language", languages[i], NULL};
        struct asked asked = asked_start(arguments);
        struct cases cases = cases_open(CASES "/law_fee.cases", arena);
        while (cases_next(&cases, 2)) {
            const struct value *answer = ask(&asked, cases.column[0]);
            const struct value *steps = value_member(answer, "derivation");
            for (const struct value *step = steps == NULL ? NULL : steps->first; step != NULL;
                 step = step->next) {
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
run(const char *const arguments[], struct text *said)
{
    struct text complained;
    return asked_run(arguments, arena, said, &complained);
}

static void
test_law_fee__the_command_line(void **state)
{
    const char *const help[] = {"tongban", "law", "fee", "--help", NULL};
    const char *const language[] = {"tongban", "law", "fee", "--language", "fr", NULL};
    const char *const more[] = {"tongban", "law", "fee", "property", NULL};
    const char *const option[] = {"tongban", "law", "fee", "--fast", NULL};
    const char *const rules[] = {"tongban", "law", "fee", "--rules", "/nowhere", NULL};
    const char *const court[] = {"tongban", "law", "fee", "--court", "nowhere", NULL};
    static const char *const listed[] = {"property",
                                         "divorce",
                                         "personality",
                                         "non_property",
                                         "ip",
                                         "labour",
                                         "administrative",
                                         "administrative_special",
                                         "enforcement",
                                         "preservation",
                                         "payment_order",
                                         "jurisdiction_objection",
                                         "arbitration",
                                         "bankruptcy",
                                         "maritime",
                                         "public_notice",
                                         "base",
                                         "halve",
                                         "contested",
                                         "damages",
                                         "item",
                                         "summary, mediated, withdrawn, joined"};
    struct text said;
    (void)state;
    assert_int_equal(run(help, &said), 0);
    for (size_t i = 0; i < sizeof listed / sizeof listed[0]; i++) {
        if (strstr(said.bytes, listed[i]) == NULL)
            fail_msg("--help does not name %s", listed[i]);
    }
    assert_int_equal(run(language, &said), 2);
    assert_int_equal(run(more, &said), 2);
    assert_int_equal(run(option, &said), 2);
    assert_int_equal(run(rules, &said), 1);
    assert_int_equal(run(court, &said), 1);
}

/* ---- the rules of this repository, with a value one court has fixed ---- */

static const char *const linked[] = {"source.yaml", "policy.yaml", "network", "fee/tariff.yaml"};
static const char fixed_value[] =
    "values:\n"
    "  - {tariff: divorce, court: JL7505, amount: 200, from: 2007-04-01, rests_on: FEE481:13,\n"
    "     verified: false}\n";

static const char *
fixed_path(const char *folder, const char *name)
{
    return text_format(arena, "%s/%s", folder, name).bytes;
}

static void
link_rules(const char *folder, const char *name)
{
    const char *from = text_format(arena, "%s/%s", RULES, name).bytes;
    assert_int_equal(symlink(from, fixed_path(folder, name)), 0);
}

static void
write_fixed(const char *folder, const char *name, const char *content)
{
    FILE *file = fopen(fixed_path(folder, name), "wb");
    assert_non_null(file);
    fputs(content, file);
    assert_int_equal(fclose(file), 0);
}

static void
make_fixed(char *folder)
{
    assert_non_null(mkdtemp(folder));
    assert_int_equal(mkdir(fixed_path(folder, "fee"), 0700), 0);
    for (size_t i = 0; i < sizeof linked / sizeof linked[0]; i++)
        link_rules(folder, linked[i]);
    write_fixed(folder, "fee/local.yaml", fixed_value);
}

static void
drop_fixed(const char *folder)
{
    unlink(fixed_path(folder, "fee/local.yaml"));
    for (size_t i = 0; i < sizeof linked / sizeof linked[0]; i++)
        unlink(fixed_path(folder, linked[i]));
    rmdir(fixed_path(folder, "fee"));
    rmdir(folder);
}

static void
test_law_fee__a_court_of_the_network_may_be_named(void **state)
{
    char folder[] = "/tmp/law_fee_XXXXXX";
    const char *const courts[] = {"JL7505", "JL7502"};
    static const char *const answers[] = {
        "200.00 of 200",
        "`base` is missing; give from 50.00 to 300.00 yuan, as the province or the court fixed it"};
    (void)state;
    make_fixed(folder);
    for (int i = 0; i < 2; i++) {
        const char *const arguments[] = {"tongban", "law",     "fee",     "--rules",
                                         folder,    "--court", courts[i], NULL};
        struct asked asked = asked_start(arguments);
        assert_string_equal(
            answer_text(ask(&asked, TEXT("{\"kind\":\"divorce\",\"on\":\"2025-03-03\"}"))).bytes,
            answers[i]);
        assert_int_equal(asked_finish(&asked), 0);
    }
    drop_fixed(folder);
}

/* The mistakes in the file are said, not that the court is not in it. */
static void
test_law_fee__a_broken_network_is_named_with_its_mistakes(void **state)
{
    char folder[] = "/tmp/law_fee_XXXXXX";
    const char *const arguments[] = {"tongban", "law",     "fee",    "--rules",
                                     folder,    "--court", "JL7505", NULL};
    struct text said, complained;
    (void)state;
    make_fixed(folder);
    unlink(fixed_path(folder, "network"));
    assert_int_equal(mkdir(fixed_path(folder, "network"), 0700), 0);
    write_fixed(folder, "network/yanbian.yaml", "network: [\n");
    assert_int_equal(asked_run(arguments, arena, &said, &complained), 1);
    assert_non_null(strstr(text_terminated(complained, arena), "network/yanbian.yaml:"));
    assert_null(strstr(text_terminated(complained, arena), "no court"));
    unlink(fixed_path(folder, "network/yanbian.yaml"));
    rmdir(fixed_path(folder, "network"));
    drop_fixed(folder);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_fee__cases),
        cmocka_unit_test(test_law_fee__a_sum_is_digits_and_a_point),
        cmocka_unit_test(test_law_fee__a_bad_line_costs_only_itself),
        cmocka_unit_test(test_law_fee__the_steps_are_said_cited_and_valued),
        cmocka_unit_test(test_law_fee__sentences_are_whole_in_each_language),
        cmocka_unit_test(test_law_fee__the_command_line),
        cmocka_unit_test(test_law_fee__a_court_of_the_network_may_be_named),
        cmocka_unit_test(test_law_fee__a_broken_network_is_named_with_its_mistakes),
    };
    assert_int_equal(argc, 2);
    asked_program = argv[1];
    signal(SIGPIPE, SIG_IGN);
    setenv("TONGBAN_RULES", RULES, 1);
    arena = arena_open();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_close(arena);
    return failed;
}
