/* element_form_test.c: the element forms of rules/ by tables a lawyer can read. */
#include "harness/cases.h"
#include "law/form.h"
#include "rule/rulebook.h"
#include "view/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct rulebook *rules;
static struct date today;

static int
open_rules(void **state)
{
    (void)state;
    arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    rules = rulebook_open(RULES, &mistakes);
    if (rules == NULL)
        fail_msg("%s", mistakes_text(&mistakes, arena).bytes);
    return date_parse(TEXT("2026-03-02"), &today) ? 0 : -1;
}

static int
close_rules(void **state)
{
    (void)state;
    rulebook_close(rules);
    arena_close(arena);
    return 0;
}

/* ---- a form that is answered with no, nothing and nought ---- */

static struct value *answers_of(const struct field_rule *fields, size_t count);

static struct value *
answer_of(const struct field_rule *field)
{
    static const struct procedure none;
    size_t count;
    const struct choice *choices = procedure_choices(&none, field, &count);
    struct value *list = build_array(arena);
    switch (field->type) {
    case FIELD_BOOLEAN: return build_boolean(false, arena);
    case FIELD_TICK: return build_text(TEXT(TICK_NO), arena);
    case FIELD_CHOICE: return build_text(choices[count - 1].name, arena);
    case FIELD_MONEY: return build_text(TEXT("0"), arena);
    case FIELD_DATE: return build_text(TEXT("2025-03-02"), arena);
    case FIELD_INTEGER: return build_integer(1, arena);
    case FIELD_LIST:
        build_add(list, TEXT(""), answers_of(field->members, field->members_count));
        return list;
    default: return build_text(TEXT("无"), arena);
    }
}

static struct value *
answers_of(const struct field_rule *fields, size_t count)
{
    struct value *answers = build_object(arena);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].is_required && fields[i].asked_if == NULL)
            build_add(answers, fields[i].name, answer_of(&fields[i]));
    }
    return answers;
}

static struct value *
with_changes(const struct value *answers, const struct value *changes)
{
    struct value *all = build_object(arena);
    for (const struct value *one = answers->first; one != NULL; one = one->next) {
        if (value_member_named(changes, one->key) == NULL)
            build_add(all, one->key, build_branch(one, arena));
    }
    for (const struct value *one = changes->first; one != NULL; one = one->next) {
        if (one->type != VALUE_NULL)
            build_add(all, one->key, build_branch(one, arena));
    }
    return all;
}

/* ---- tables ---- */

/* "total=TOTAL_MUST_AGREE_OR_BE_EXPLAINED:53000.50 …" */
static struct text
mistakes_said(const struct form *form)
{
    struct buffer said = buffer_open(arena, 200);
    for (int i = 0; i < form->mistakes_count; i++) {
        const struct field_mistake *mistake = &form->mistakes[i];
        buffer_add_format(&said, "%s%.*s=%.*s", i > 0 ? " " : "", TEXT_ARGS(mistake->field),
                          TEXT_ARGS(refusal_name(mistake->refusal)));
        if (mistake->refusal == TOTAL_MUST_AGREE_OR_BE_EXPLAINED)
            buffer_add_format(&said, ":%.*s", TEXT_ARGS(mistake->detail));
    }
    return buffer_text(&said);
}

static void
test_element_form__cases(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/element_form.cases", arena);
    while (cases_next(&cases, 4)) {
        struct value_mistake mistake;
        const struct element_form *form = element_form_on(&rules->forms, cases.column[1], today);
        const struct value *changes = value_read(cases.column[2], arena, &mistake);
        if (form == NULL || changes == NULL)
            fail_msg("%s:%d: no such form, or no JSON", cases.path, cases.line);
        const struct value *answers =
            with_changes(answers_of(form->fields, form->fields_count), changes);
        struct form checked = form_check_elements(form, today, answers, arena);
        cases_expect(&cases, "mistakes", mistakes_said(&checked), cases.column[3]);
    }
}

static void
test_element_form__is_chosen_by_cause_and_day(void **state)
{
    (void)state;
    struct cases cases = cases_open(CASES "/element_form_cause.cases", arena);
    while (cases_next(&cases, 4)) {
        struct date filed;
        assert_true(date_parse(cases.column[1], &filed));
        const struct cause_edition *edition = cause_edition_on(&rules->causes, filed);
        const struct cause *cause = cause_find(edition, cases.column[2]);
        assert_non_null(cause);
        const struct element_form *form =
            element_form_for(&rules->forms, TEXT("civil_filing"), edition, cause, filed);
        cases_expect(&cases, "form", form == NULL ? TEXT("") : form->name, cases.column[3]);
        assert_null(
            element_form_for(&rules->forms, TEXT("enforcement_filing"), edition, cause, filed));
    }
}

/* ---- what holds for every form ---- */

static void
test_element_form__every_question_says_why_it_is_asked(void **state)
{
    (void)state;
    assert_true(rules->forms.count >= 7);
    for (size_t i = 0; i < rules->forms.count; i++) {
        const struct element_form *form = &rules->forms.forms[i];
        size_t covered = 0;
        for (size_t k = 0; k < form->blocks_count; k++) {
            const struct element_block *block = &form->blocks[k];
            assert_int_equal(block->first, covered);
            covered += block->count;
            for (int language = 0; language < LANGUAGE_COUNT; language++) {
                assert_true(block->words.in[language].length > 0);
                assert_true(block->why.in[language].length > 0);
            }
            /* Parts stand in the order of the official form. */
            assert_true(k == 0 || form->blocks[k - 1].part <= block->part);
        }
        assert_int_equal(covered, form->fields_count);
    }
}

static void
test_element_form__what_is_required_is_missed(void **state)
{
    (void)state;
    for (size_t i = 0; i < rules->forms.count; i++) {
        const struct element_form *form = &rules->forms.forms[i];
        const struct value *answers = answers_of(form->fields, form->fields_count);
        struct form checked = form_check_elements(form, today, answers, arena);
        assert_int_equal(checked.mistakes_count, 0);
        for (const struct value *one = answers->first; one != NULL; one = one->next) {
            struct value *changes = build_object(arena);
            build_add(changes, one->key, ARENA_NEW(arena, struct value));
            checked = form_check_elements(form, today, with_changes(answers, changes), arena);
            assert_int_equal(checked.mistakes_count, 1);
            assert_true(text_equal(checked.mistakes[0].field, one->key));
            assert_int_equal(checked.mistakes[0].refusal, FIELD_MUST_BE_GIVEN);
        }
    }
}

static void
test_element_form__nonsense_is_no_answer(void **state)
{
    (void)state;
    const struct element_form *form = element_form_on(&rules->forms, TEXT("private_loan"), today);
    struct form checked = form_check_elements(form, today, NULL, arena);
    assert_true(checked.mistakes_count > 10);
    checked = form_check_elements(form, today, build_array(arena), arena);
    assert_true(checked.mistakes_count > 10);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_element_form__cases),
        cmocka_unit_test(test_element_form__is_chosen_by_cause_and_day),
        cmocka_unit_test(test_element_form__every_question_says_why_it_is_asked),
        cmocka_unit_test(test_element_form__what_is_required_is_missed),
        cmocka_unit_test(test_element_form__nonsense_is_no_answer),
    };
    return cmocka_run_group_tests_name("element_form", tests, open_rules, close_rules);
}
