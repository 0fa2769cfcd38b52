/* jurisdiction_test.c: jurisdiction by its tables, with the rules and the network of rules/. */
#include "harness/cases.h"
#include "law/jurisdiction.h"
#include "rule/cause_rule.h"
#include "rule/jurisdiction_rule.h"
#include "rule/network_rule.h"
#include "rule/source_rule.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *arena, *loaded;
static const struct network *network;
static struct jurisdiction_rules rules;
static struct cause_editions editions;

static int
open_arenas(void **state)
{
    (void)state;
    arena = arena_open();
    loaded = arena_open();
    struct mistakes mistakes = mistakes_open(loaded);
    struct source_list sources;
    network = network_rule_load(RULES "/network/yanbian.yaml", loaded, &mistakes);
    if (network == NULL || !source_rule_load(RULES, loaded, &mistakes, &sources) ||
        !cause_rule_load(RULES, &sources, loaded, &mistakes, &editions) ||
        !jurisdiction_rule_load(RULES, &sources, network, loaded, &mistakes, &rules) ||
        !jurisdiction_rule_check_causes(&rules, &editions, &mistakes))
        fail_msg("%s", mistakes_text(&mistakes, loaded).bytes);
    return 0;
}

static int
close_arenas(void **state)
{
    (void)state;
    arena_close(arena);
    arena_close(loaded);
    return 0;
}

/* "defendant=yanji,property=baihe_forest" */
static size_t
read_places(const struct cases *cases, struct text written, struct jurisdiction_place *places)
{
    size_t count = 0;
    while (!text_is_empty(written)) {
        struct text one = text_cut(&written, ',');
        struct text word = text_cut(&one, '=');
        if (count == 8 || !tie_parse(word, &places[count].tie))
            fail_msg("%s:%d: no tie: %.*s", cases->path, cases->line, TEXT_ARGS(word));
        places[count++].at = one;
    }
    return count;
}

static void
read_flags(const struct cases *cases, struct text written, struct jurisdiction_facts *facts)
{
    while (!text_is_empty(written)) {
        struct text flag = text_cut(&written, ',');
        if (text_is(flag, "environment"))
            facts->environment = ENVIRONMENT_YES;
        else if (text_is(flag, "perhaps"))
            facts->environment = ENVIRONMENT_UNKNOWN;
        else if (text_is(flag, "intermediate"))
            facts->is_for_intermediate = true;
        else if (text_is(flag, "away"))
            facts->is_away = true;
        else if (text_is(flag, "confined"))
            facts->is_confined = true;
        else
            fail_msg("%s:%d: no flag: %.*s", cases->path, cases->line, TEXT_ARGS(flag));
    }
}

static void
expect_courts(const struct cases *cases, const struct jurisdiction_answer *answer)
{
    struct buffer courts = buffer_open(arena, 64), rests_on = buffer_open(arena, 64);
    for (size_t i = 0; i < answer->candidates_count; i++) {
        const struct jurisdiction_candidate *candidate = &answer->candidates[i];
        buffer_add_format(&courts, "%s%.*s%s", i > 0 ? "," : "", TEXT_ARGS(candidate->court),
                          candidate->is_exclusive ? "!" : "");
        buffer_add_format(&rests_on, "%s%.*s", i > 0 ? "," : "",
                          TEXT_ARGS(citation_text(candidate->rests_on, arena)));
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            assert_true(candidate->reason.in[language].length > 0);
            assert_true(candidate->court_name.in[language].length > 0);
        }
        assert_int_equal(candidate->is_outside, network_find(network, candidate->court) == NULL);
    }
    cases_expect(cases, "courts", buffer_text(&courts), cases->column[5]);
    cases_expect(cases, "rests on", buffer_text(&rests_on), cases->column[6]);
}

static void
expect_remarks(const struct cases *cases, const struct jurisdiction_answer *answer)
{
    struct buffer remarks = buffer_open(arena, 64);
    bool asks = false;
    for (size_t i = 0; i < answer->remarks_count; i++) {
        const struct jurisdiction_remark *one = &answer->remarks[i];
        buffer_add_format(&remarks, "%s%.*s", i > 0 ? " " : "",
                          TEXT_ARGS(jurisdiction_note_word(one->note)));
        if (!text_is_empty(one->area))
            buffer_add_format(&remarks, ":%.*s", TEXT_ARGS(one->area));
        else if (one->note == PLACE_IS_MISSING || one->note == PLACE_IS_UNKNOWN)
            buffer_add_format(&remarks, ":%.*s", TEXT_ARGS(tie_word(one->tie)));
        asks |= one->note <= GROUND_IS_UNKNOWN;
        assert_true(one->words.in[LANGUAGE_KO].length > 0);
    }
    cases_expect(cases, "remarks", buffer_text(&remarks), cases->column[7]);
    assert_int_equal(answer->is_complete, !asks);
}

static void
test_jurisdiction__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/jurisdiction.cases", arena);
    while (cases_next(&cases, 8)) {
        struct jurisdiction_place places[8];
        struct jurisdiction_facts facts = {.ground = cases.column[1], .places = places};
        facts.places_count = read_places(&cases, cases.column[2], places);
        read_flags(&cases, cases.column[3], &facts);
        assert_true(date_parse(cases.column[4], &facts.on));
        struct jurisdiction_answer answer = jurisdiction_find(&rules, network, &facts, arena);
        expect_courts(&cases, &answer);
        expect_remarks(&cases, &answer);
    }
}

static void
test_jurisdiction_address__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/jurisdiction_address.cases", arena);
    while (cases_next(&cases, 3)) {
        const struct jurisdiction_area *area = jurisdiction_area_of(&rules, cases.column[1]);
        cases_expect(&cases, "area", area == NULL ? TEXT("") : area->id, cases.column[2]);
    }
}

/* With every place known, every cause of every edition has a court to begin with. */
static void
test_jurisdiction__every_cause_finds_a_court(void **state)
{
    (void)state;
    struct jurisdiction_place places[TIE_KINDS];
    for (int tie = 0; tie < TIE_KINDS; tie++)
        places[tie] = (struct jurisdiction_place){
            (enum tie)tie, tie == TIE_COURT ? TEXT("JL7503") : TEXT("wangqing_forest")};
    for (size_t e = 0; e < editions.count; e++)
        for (size_t i = 0; i < editions.editions[e].count; i++) {
            const struct cause *cause = &editions.editions[e].causes[i];
            struct jurisdiction_facts facts = {.ground = cause->ground,
                                               .on = editions.editions[e].from,
                                               .places = places,
                                               .places_count = TIE_KINDS};
            struct jurisdiction_answer answer = jurisdiction_find(&rules, network, &facts, arena);
            if (answer.candidates_count != 1 || !answer.is_complete ||
                !text_is(answer.candidates[0].court, "JL7503"))
                fail_msg("%.*s", TEXT_ARGS(cause->number));
        }
}

/* However many places are claimed, the answer stays within its bounds. */
static void
test_jurisdiction__many_places(void **state)
{
    (void)state;
    struct jurisdiction_place places[3 * JURISDICTION_PLACES_MAX];
    size_t count = sizeof places / sizeof places[0];
    for (size_t i = 0; i < count; i++)
        places[i] =
            (struct jurisdiction_place){TIE_DEFENDANT, rules.areas[i % rules.areas_count].id};
    struct jurisdiction_facts facts = {.ground = TEXT("defendant"), .places = places};
    facts.places_count = count;
    struct jurisdiction_answer answer = jurisdiction_find(&rules, network, &facts, arena);
    assert_true(answer.candidates_count > 1);
    assert_true(answer.candidates_count <= JURISDICTION_CANDIDATES_MAX);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jurisdiction__cases),
        cmocka_unit_test(test_jurisdiction_address__cases),
        cmocka_unit_test(test_jurisdiction__every_cause_finds_a_court),
        cmocka_unit_test(test_jurisdiction__many_places),
    };
    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
