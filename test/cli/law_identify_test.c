/* law_identify_test.c: questions and answers of `tongban law identify`, with the rules of rules/.
 */
#include "harness/cases.h"
#include "rule/case_type_rule.h"
#include "rule/network_rule.h"
#include "rule/source_rule.h"
#include "view/identify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct identify_rules rules;

static int
open_arena(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    struct source_list sources;
    if (!source_rule_load(RULES, arena, &mistakes, &sources) ||
        !case_type_rule_load(RULES, &sources, arena, &mistakes, &rules.types) ||
        (rules.network = network_rule_load(RULES "/network/yanbian.yaml", arena, &mistakes)) ==
            NULL)
        fail_msg("%s", mistakes_text(&mistakes, arena).bytes);
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static struct text
answer_of(struct text question)
{
    struct value_mistake mistake;
    struct json_lines_error error = {0};
    struct canon answer = canon_open(arena, 256);
    const struct value *line = value_read(question, arena, &mistake);
    assert_non_null(line);
    identify_answer(&rules, line, arena, &answer, &error);
    if (!error.is_set)
        return canon_text(&answer);
    struct canon refused = canon_open(arena, 256);
    canon_begin_object(&refused);
    canon_member_text(&refused, "error", text_of(error.what));
    canon_end_object(&refused);
    return canon_text(&refused);
}

static void
test_law_identify__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/identify.cases", arena);
    while (cases_next(&cases, 2))
        cases_expect(&cases, "answer", answer_of(cases.column[0]), cases.column[1]);
}

/* The sentence follows the language asked for; the key does not. */
static void
test_law_identify__sentences_in_every_language(void **state)
{
    (void)state;
    static const char *const parts[LANGUAGE_COUNT] = {
        "没有这个类型代字。", "그런 류형 대자는 없습니다.", "There is no such type code."};
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        rules.language = (enum language)language;
        struct text answer = answer_of(TEXT("{\"case_number\":\"（2026）吉75民天1号\"}"));
        const char *bytes = text_terminated(answer, arena);
        assert_non_null(strstr(bytes, parts[language]));
        assert_non_null(strstr(bytes, "\"reason\":\"type_unknown\""));
    }
    rules.language = LANGUAGE_ZH;
}

/* A court that is not in the network is no mistake; there is only no name to give. */
static void
test_law_identify__without_a_network(void **state)
{
    (void)state;
    const struct network *network = rules.network;
    rules.network = NULL;
    struct text answer = answer_of(TEXT("{\"tracking_number\":\"7502-48213-09657-19\"}"));
    assert_true(text_is(answer, "{\"node_code\":\"7502\",\"reason\":null,"
                                "\"text\":\"7502-48213-09657-19\",\"valid\":true}"));
    rules.network = network;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_law_identify__cases),
        cmocka_unit_test(test_law_identify__sentences_in_every_language),
        cmocka_unit_test(test_law_identify__without_a_network),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
