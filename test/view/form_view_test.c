/* form_view_test.c: what a page shows of a form comes back as it was, whatever the procedure. A
 * small browser stands between: it sends what the controls that were drawn would send. */
#include "base/canon.h"
#include "law/form.h"
#include "rule/rulebook.h"
#include "view/form_sentence.h"
#include "view/form_view.h"
#include "view/pages.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PAIRS_MAX = 4000 };

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
    assert_true(date_parse(TEXT("2026-03-02"), &today));
    return rules == NULL;
}

static int
close_rules(void **state)
{
    (void)state;
    rulebook_close(rules);
    arena_close(arena);
    return 0;
}

static struct view
view_in(enum language language)
{
    return (struct view){.language = language, .arena = arena};
}

static void
assert_text(struct text text, const char *wanted)
{
    if (!text_is(text, wanted))
        fail_msg("%.*s instead of %s", TEXT_ARGS(text), wanted);
}

/* ---- the browser ---- */

struct browser {
    struct pair pairs[PAIRS_MAX];
    size_t count;
};

static void
type_in(struct browser *browser, struct text name, struct text value)
{
    assert_true(browser->count < PAIRS_MAX);
    browser->pairs[browser->count++] = (struct pair){name, value};
}

static void send_fields(struct browser *browser, const struct form_field *fields, size_t count);

static void
send_choice(struct browser *browser, const struct form_field *field)
{
    bool is_chosen = false;
    for (size_t i = 0; i < field->choices_count; i++) {
        const struct form_choice *choice = &field->choices[i];
        assert_true(text_equal(choice->field, field->name));
        assert_false(is_chosen && choice->is_selected);
        is_chosen |= choice->is_selected;
        if (choice->is_selected)
            type_in(browser, field->name, choice->name);
    }
    if (!is_chosen && field->control == CONTROL_SELECT)
        type_in(browser, field->name, TEXT(""));
}

static void
send_field(struct browser *browser, const struct form_field *field)
{
    switch (field->control) {
    case CONTROL_RADIO:
    case CONTROL_CHECKBOX:
    case CONTROL_SELECT: send_choice(browser, field); break;
    case CONTROL_GROUPS:
        for (size_t i = 0; i < field->groups_count; i++)
            send_fields(browser, field->groups[i].fields, field->groups[i].fields_count);
        break;
    default: type_in(browser, field->name, field->value);
    }
}

static void
send_fields(struct browser *browser, const struct form_field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        send_field(browser, &fields[i]);
}

static struct form_input
read_back(const struct form_rules *form, const struct form_view *drawn)
{
    static struct browser browser;
    browser.count = 0;
    send_fields(&browser, drawn->fields, drawn->fields_count);
    type_in(&browser, TEXT("csrf"), TEXT("x"));
    type_in(&browser, TEXT("once"), TEXT("y"));
    type_in(&browser, TEXT("go"), TEXT("next"));
    static const char *const others[] = {"go", NULL};
    struct pair *pairs = ARENA_MANY(arena, browser.count, struct pair);
    memcpy(pairs, browser.pairs, browser.count * sizeof *pairs);
    struct pairs sent = {pairs, browser.count};
    return form_input_read(form, &sent, others, arena);
}

/* ---- values of every kind ---- */

/* 100 characters, some beyond the first plane, some Korean. */
static struct text
long_name(void)
{
    struct buffer name = buffer_open(arena, 400);
    for (int i = 0; i < 20; i++)
        buffer_add_text(&name, TEXT("𠮷野김철수"));
    return buffer_text(&name);
}

static struct value *sample_object(const struct procedure *procedure,
                                   const struct field_rule *fields, size_t count);

static struct value *
sample_items(const struct procedure *procedure, const struct field_rule *field)
{
    struct value *list = build_array(arena);
    size_t count;
    const struct field_rule *members = form_members(field, &count);
    for (size_t i = 0; i < procedure->items_count; i++) {
        struct value *entry = sample_object(procedure, members, count);
        ((struct value *)value_member(entry, "item"))->text = procedure->items[i].name;
        build_add(list, TEXT(""), entry);
    }
    return list;
}

static struct value *
sample_list(const struct procedure *procedure, const struct field_rule *field)
{
    struct value *list = build_array(arena);
    size_t count;
    const struct field_rule *members = form_members(field, &count);
    for (int i = 0; i < (field->least > 2 ? field->least : 2); i++)
        build_add(list, TEXT(""), sample_object(procedure, members, count));
    return list;
}

static struct value *
sample_files(void)
{
    struct value *list = build_array(arena);
    for (int i = 0; i < 2; i++)
        build_add(list, TEXT(""), build_text(text_format(arena, "%064d", i), arena));
    return list;
}

static struct value *
sample(const struct procedure *procedure, const struct field_rule *field)
{
    size_t count;
    switch (field->type) {
    case FIELD_TEXT:
        return build_text(field->characters_max > 0 && field->characters_max < 100 ? TEXT("𠮷")
                                                                                   : long_name(),
                          arena);
    case FIELD_LONG_TEXT: return build_text(TEXT("一、\n二、“<b>&\"'"), arena);
    case FIELD_INTEGER: return build_integer(field->least <= field->most ? field->most : 7, arena);
    case FIELD_MONEY: return build_text(TEXT("54046.50"), arena);
    case FIELD_DATE: return build_text(TEXT("2026-03-02"), arena);
    case FIELD_BOOLEAN: return build_boolean(true, arena);
    case FIELD_CHOICE: return build_text(procedure_choices(procedure, field, &count)->name, arena);
    case FIELD_RESIDENT_ID: return build_text(TEXT("11010519491231002X"), arena);
    case FIELD_CREDIT_CODE: return build_text(TEXT("91350211M000100Y43"), arena);
    case FIELD_NUMBER: return build_text(TEXT("（2026）吉7502民初22号"), arena);
    case FIELD_FILE: return build_text(text_format(arena, "%064d", 1), arena);
    case FIELD_FILES: return sample_files();
    case FIELD_MATERIALS:
    case FIELD_VERDICTS:
    case FIELD_DEFECTS: return sample_items(procedure, field);
    case FIELD_LIST:
    case FIELD_PARTIES: return sample_list(procedure, field);
    default: return build_text(TEXT("JL7502"), arena);
    }
}

static struct value *
sample_object(const struct procedure *procedure, const struct field_rule *fields, size_t count)
{
    struct value *object = build_object(arena);
    for (size_t i = 0; i < count; i++)
        build_add(object, fields[i].name, sample(procedure, &fields[i]));
    return object;
}

static struct text
canonical(const struct value *value)
{
    struct canon canon = canon_open(arena, 1024);
    canon_put(&canon, value);
    return canon_text(&canon);
}

/* ---- every step of every procedure ---- */

static void
check_round_trip(const struct procedure *procedure, const struct step *step)
{
    struct form_rules form = {procedure, step->fields, step->fields_count, NULL, NULL};
    struct value *values = sample_object(procedure, step->fields, step->fields_count);
    struct form_filled filled = {.values = values};
    struct view view = view_in(LANGUAGE_KO);
    struct form_view drawn = form_view_make(&view, &form, &filled);
    struct form_input input = read_back(&form, &drawn);
    assert_int_equal(input.unknown_count, 0);
    struct text back = canonical(input.values), sent = canonical(values);
    if (!text_equal(back, sent))
        fail_msg("%.*s %.*s:\n%.*s\n%.*s", TEXT_ARGS(procedure->name), TEXT_ARGS(step->name),
                 TEXT_ARGS(sent), TEXT_ARGS(back));
}

static bool
has_id(const struct form_field *fields, size_t count, struct text id)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(fields[i].id, id))
            return true;
        for (size_t j = 0; j < fields[i].groups_count; j++) {
            const struct form_group *group = &fields[i].groups[j];
            if (has_id(group->fields, group->fields_count, id))
                return true;
        }
    }
    return false;
}

static void
check_blank(const struct procedure *procedure, const struct step *step)
{
    struct form_rules form = {procedure, step->fields, step->fields_count, NULL, NULL};
    struct matter_facts facts = matter_new(TEXT("1"), TEXT("JL7502"), TEXT("JL7504"));
    struct asker nobody = {.role = ROLE_PARTY};
    struct guard_context context = {.procedure = procedure,
                                    .facts = &facts,
                                    .step = step,
                                    .asker = &nobody,
                                    .policies = &rules->policies,
                                    .today = today};
    struct form_filled filled = {.context = &context};
    struct view view = view_in(LANGUAGE_ZH);
    struct form_view drawn = form_view_make(&view, &form, &filled);
    struct form_input input = read_back(&form, &drawn);
    struct form checked = form_check(&context, input.values, arena);
    assert_int_equal(input.unknown_count, 0);
    filled.values = input.values;
    filled.mistakes = checked.mistakes;
    filled.mistakes_count = checked.mistakes_count;
    drawn = form_view_make(&view, &form, &filled);
    assert_int_equal(drawn.elsewhere_count, 0);
    assert_int_equal(drawn.summary_count, checked.mistakes_count);
    assert_int_equal(drawn.is_wrong, checked.mistakes_count > 0);
    for (size_t i = 0; i < drawn.summary_count; i++) {
        struct text anchor = drawn.summary[i].anchor;
        struct text id = {anchor.bytes + 1, anchor.length - 1};
        assert_true(has_id(drawn.fields, drawn.fields_count, id));
        assert_false(text_is_empty(drawn.summary[i].sentence));
    }
}

static int
for_each_step(void (*check)(const struct procedure *, const struct step *))
{
    int steps = 0;
    for (size_t i = 0; i < rules->procedures.count; i++) {
        const struct procedure *procedure = &rules->procedures.files[i].procedure;
        for (size_t j = 0; j < procedure->steps_count; j++, steps++)
            check(procedure, &procedure->steps[j]);
    }
    return steps;
}

static void
test_form_view__every_field_of_every_step_comes_back_as_it_was(void **state)
{
    (void)state;
    assert_int_equal(text_characters(long_name()), 100);
    assert_true(for_each_step(check_round_trip) > 100);
}

static void
test_form_view__every_mistake_of_a_blank_form_is_said_at_a_control(void **state)
{
    (void)state;
    assert_true(for_each_step(check_blank) > 100);
}

/* ---- one form in detail ---- */

static const struct choice kinds[] = {
    {.name = {"person", 6}, .words = {{TEXT_INIT("个人"), TEXT_INIT("개인"), TEXT_INIT("Person")}}},
    {.name = {"firm", 4}, .words = {{TEXT_INIT("单位"), TEXT_INIT("단체"), TEXT_INIT("Firm")}}},
};
#define RULE(word, zh, kind)                                                                       \
    {                                                                                              \
        .name = {word, sizeof word - 1}, .words = {{TEXT_INIT(zh), TEXT_INIT(zh), TEXT_INIT(zh)}}, \
        .type = FIELD_##kind, .least = 1, .most = 0
#define ALWAYS                                                                                     \
    , .is_required = true                                                                          \
    }
#define MAYBE }

static const struct field_rule people_members[] = {RULE("kind", "类型", CHOICE),
                                                   .is_required = true, .choices = kinds,
                                                   .choices_count = 2},
                               RULE("name", "姓名", TEXT) ALWAYS,
                               RULE("resident_id", "身份证号", RESIDENT_ID) MAYBE,
                               RULE("phone", "电话", TEXT) MAYBE,
                               RULE("account", "账户", ACCOUNT) MAYBE,
}
;
static const struct field_rule fields[] = {
    RULE("people", "申请人", LIST) ALWAYS, RULE("amount", "金额", MONEY) ALWAYS,
    RULE("day", "日期", DATE) ALWAYS,      RULE("count", "人数", INTEGER) MAYBE,
    RULE("agrees", "同意", BOOLEAN) MAYBE, RULE("password", "密码", TEXT) MAYBE,
};
static struct field_rule own_fields[6];
static const char *const hidden[] = {"account", NULL};

static struct form_rules
own_form(void)
{
    memcpy(own_fields, fields, sizeof fields);
    own_fields[0].members = people_members;
    own_fields[0].members_count = 5;
    return (struct form_rules){NULL, own_fields, 6, NULL, hidden};
}

static struct form_input
type_pairs(const struct form_rules *form, const char *const *typed)
{
    static struct pair pairs[40];
    size_t count = 0;
    for (; typed[0] != NULL; typed += 2)
        pairs[count++] = (struct pair){text_of(typed[0]), text_of(typed[1])};
    struct pairs all = {pairs, count};
    return form_input_read(form, &all, NULL, arena);
}

static struct form_view
draw_checked(const struct form_rules *form, const struct value *values)
{
    struct form checked = form_check_fields(form->fields, form->fields_count, today, values, arena);
    struct form_filled filled = {
        .values = values, .mistakes = checked.mistakes, .mistakes_count = checked.mistakes_count};
    struct view view = view_in(LANGUAGE_ZH);
    return form_view_make(&view, form, &filled);
}

static void
test_form_view__what_people_paste_is_cleaned_and_shown_again(void **state)
{
    static const char *const typed[] = {"people.0.kind",
                                        "person",
                                        "people.0.name",
                                        "　欧阳·𠮷 ",
                                        "people.0.resident_id",
                                        "１１０１０５　19491231 002x",
                                        "people.0.phone",
                                        "０１３９ 0000 0000",
                                        "amount",
                                        "￥５４，０４６．５元",
                                        "day",
                                        "２０２６年３月2日",
                                        "count",
                                        "1，000",
                                        "agrees",
                                        "true",
                                        NULL};
    struct form_rules form = own_form();
    struct form_input input = type_pairs(&form, typed);
    (void)state;
    assert_text(canonical(input.values),
                "{\"agrees\":true,\"amount\":\"54046.5\",\"count\":1000,\"day\":\"2026-03-02\","
                "\"people\":[{\"kind\":\"person\",\"name\":\"欧阳·𠮷\",\"phone\":\"013900000000\","
                "\"resident_id\":\"11010519491231002X\"}]}");
    assert_int_equal(input.unknown_count, 0);
    assert_false(draw_checked(&form, input.values).is_wrong);
}

static void
test_form_view__days_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *typed, *read;
    } rows[] = {
        {"2026-3-2", "2026-03-02"},
        {"2026/03/02", "2026-03-02"},
        {"2026.3.2.", "2026-03-02"},
        {"20260302", "2026-03-02"},
        {"2026 年 3 月 2 日", "2026-03-02"},
        {"2026년 3월 2일", "2026-03-02"},
        {"2026-02-30", "2026-02-30"},
        {"昨天", "昨天"},
        {"2026-3", "2026-3"},
        {"3/2/2026", "3/2/2026"},
    };
    struct form_rules form = own_form();
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *typed[] = {"day", rows[i].typed, NULL};
        assert_text(value_member_text(type_pairs(&form, typed).values, "day"), rows[i].read);
    }
    static const char *const three[] = {"day.year", "2026", "day.month", "3", "day.day", "2", NULL};
    assert_text(value_member_text(type_pairs(&form, three).values, "day"), "2026-03-02");
}

static void
test_form_view__what_is_wrong_stays_and_is_said_at_its_field(void **state)
{
    static const char *const typed[] = {"people.3.kind",
                                        "robot",
                                        "people.3.name",
                                        "",
                                        "people.3.resident_id",
                                        "110105194912310021",
                                        "amount",
                                        "五万",
                                        "day",
                                        "2026-02-30",
                                        "count",
                                        "几个",
                                        "password",
                                        "geheim",
                                        NULL};
    struct form_rules form = own_form();
    struct form_input input = type_pairs(&form, typed);
    struct form_view drawn = draw_checked(&form, input.values);
    (void)state;
    const struct form_group *person = &drawn.fields[0].groups[0];
    assert_text(person->legend, "申请人 1");
    assert_text(person->fields[0].notes.error, "请选择类型。");
    assert_text(person->fields[1].notes.error, "请填写姓名。");
    assert_text(person->fields[1].id, "f-people-0-name");
    assert_text(person->fields[1].describedby, "f-people-0-name-error");
    assert_text(person->fields[2].value, "110105194912310021");
    assert_text(person->fields[2].notes.error, "身份证号最后一位对不上，请再核对一遍。");
    assert_text(drawn.fields[1].value, "五万");
    assert_text(drawn.fields[1].notes.error, "请填金额数字，例如 54046.50。最多两位小数。");
    assert_text(drawn.fields[2].value, "2026-02-30");
    assert_text(drawn.fields[2].type, "text");
    assert_text(drawn.fields[3].value, "几个");
    assert_text(drawn.fields[5].value, "");
    assert_text(drawn.fields[5].type, "password");
    assert_text(drawn.summary_title, "有 6 处需要改");
    assert_int_equal(drawn.summary_count, 6);
    assert_text(drawn.summary[1].anchor, "#f-people-0-name");
    assert_text(drawn.summary[1].sentence, "申请人 1：请填写姓名。");
    assert_text(drawn.summary[4].sentence, "日期：没有这一天。请写成 2026-03-02 这样。");
}

static void
test_form_view__entries_are_added_and_taken_away_by_buttons(void **state)
{
    static const char *const add[] = {"people.0.name", "甲", "people.1.name", "", "add",
                                      "people",        NULL};
    static const char *const remove[] = {
        "people.0.name", "甲", "people.1.name", "乙", "people.2.name", "丙", "remove",
        "people.1",      NULL};
    static const char *const blank[] = {
        "people.0.name", "", "people.1.name", "乙", "people.2.name", " ", NULL};
    struct form_rules form = own_form();
    struct form_input input = type_pairs(&form, add);
    (void)state;
    assert_true(input.is_edit);
    assert_text(input.edited, "people");
    assert_text(canonical(input.values), "{\"people\":[{\"name\":\"甲\"},{},{}]}");
    struct form_filled filled = {.values = input.values};
    struct view view = view_in(LANGUAGE_EN);
    struct form_view drawn = form_view_make(&view, &form, &filled);
    assert_int_equal(drawn.fields[0].groups_count, 3);
    assert_true(drawn.fields[0].can_add && drawn.fields[0].groups[2].can_remove);
    assert_text(drawn.fields[0].groups[2].remove_name, "people.2");

    input = type_pairs(&form, remove);
    assert_true(input.is_edit);
    assert_text(canonical(input.values), "{\"people\":[{\"name\":\"甲\"},{\"name\":\"丙\"}]}");
    input = type_pairs(&form, blank); /* the first stays, for the law asks for one */
    assert_false(input.is_edit);
    assert_text(canonical(input.values), "{\"people\":[{},{\"name\":\"乙\"}]}");
}

static void
test_form_view__names_nobody_asked_for_are_counted(void **state)
{
    static const char *const bad[] = {"people.0.account", "people.x.name", "people.00.name",
                                      "people.500.name",  "people.0",      "people.0.name.x",
                                      "amount.0",         "bogus",         "people.-1.name"};
    struct form_rules form = own_form();
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *typed[] = {bad[i], "1", "day", "2026-03-02", "once", "a", NULL};
        struct form_input input = type_pairs(&form, typed);
        if (input.unknown_count != 1 || !text_is(input.unknown, bad[i]))
            fail_msg("%s", bad[i]);
    }
}

static void
test_form_view__a_page_shows_some_fields_and_leaves_the_others(void **state)
{
    static const char *const only[] = {"day", "count", NULL};
    static const char *const typed[] = {"day", "2026-03-02", NULL};
    struct form_rules form = own_form();
    struct value *before = build_object(arena);
    (void)state;
    form.only = only;
    build_add(before, TEXT("amount"), build_text(TEXT("1"), arena));
    build_add(before, TEXT("count"), build_integer(3, arena));
    struct form_input input = type_pairs(&form, typed);
    const struct value *merged = form_input_merge(&form, before, input.values, arena);
    assert_text(canonical(merged), "{\"amount\":\"1\",\"day\":\"2026-03-02\"}");
    struct form_view drawn = draw_checked(&form, input.values);
    assert_int_equal(drawn.fields_count, 2);
    assert_false(drawn.is_wrong);
    assert_int_equal(drawn.elsewhere_count, 2); /* people and amount */
}

static void
test_form_view__an_uploaded_file_takes_the_place_of_the_one_before(void **state)
{
    static const struct field_rule file[] = {RULE("file", "照片", FILE) ALWAYS};
    struct form_rules form = {NULL, file, 1, NULL, NULL};
    struct text old = text_format(arena, "%064d", 1), new = text_format(arena, "%064d", 2);
    struct pair pair = {TEXT("file"), old};
    struct pairs pairs = {&pair, 1};
    (void)state;
    pairs = form_input_with(&pairs, TEXT("file"), new, arena);
    struct form_input input = form_input_read(&form, &pairs, NULL, arena);
    assert_true(text_equal(value_member_text(input.values, "file"), new));
    struct form_file known = {new, TEXT("a.jpg"), 1258291};
    struct form_filled filled = {.values = input.values, .files = &known, .files_count = 1};
    struct view view = view_in(LANGUAGE_ZH);
    struct form_view drawn = form_view_make(&view, &form, &filled);
    assert_text(drawn.fields[0].file_name, "a.jpg");
    assert_text(drawn.fields[0].file_size, "1.2 MB");
}

static void
test_form_view__own_hints_are_for_the_person_at_the_screen(void **state)
{
    const struct procedure *procedure =
        rulebook_procedure_in_force(rules, TEXT("civil_filing"), today);
    const struct step *step = procedure_step(procedure, TEXT("hand_in"));
    static const char *const only[] = {"parties", NULL};
    struct form_rules form = {procedure, step->fields, step->fields_count, only, NULL};
    struct form_filled filled = {0};
    struct view view = view_in(LANGUAGE_ZH);
    struct form_view drawn = form_view_make(&view, &form, &filled);
    (void)state;
    assert_int_equal(drawn.fields[0].groups_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const struct form_group *party = &drawn.fields[0].groups[i];
        assert_int_equal(party->fields[0].control, CONTROL_RADIO);
        assert_true(party->fields[0].choices[i].is_selected); /* a plaintiff and a defendant */
        assert_false(party->can_remove);
        assert_text(party->fields[2].autocomplete, i == 0 ? "name" : "off");
    }
    assert_text(drawn.fields[0].groups[0].fields[4].tag, "（选填）");
}

/* ---- as HTML ---- */

static struct text
golden(void)
{
    FILE *file = fopen(GOLDEN, "r");
    assert_non_null(file);
    char *bytes = arena_take(arena, 64 * 1024);
    size_t length = fread(bytes, 1, 64 * 1024 - 1, file);
    fclose(file);
    return (struct text){bytes, length};
}

/* The parts as they are written; a person has looked at form_view.golden. To look at a change:
 * FORM_VIEW_GOLDEN=FILE form_view_test. */
static void
test_form_view__parts_write_what_was_looked_at(void **state)
{
    static const char *const typed[] = {"people.0.kind",
                                        "person",
                                        "people.0.name",
                                        "<b>\"&'",
                                        "people.0.resident_id",
                                        "110105194912310021",
                                        "people.1.kind",
                                        "firm",
                                        "amount",
                                        "5",
                                        "day",
                                        "昨天",
                                        NULL};
    struct form_rules form = own_form();
    struct form_view drawn = draw_checked(&form, type_pairs(&form, typed).values);
    struct view view = view_in(LANGUAGE_ZH);
    struct page page = page_open(&view, NULL);
    const char *look_at = getenv("FORM_VIEW_GOLDEN");
    (void)state;
    part_error_summary(&page, &drawn);
    for (size_t i = 0; i < drawn.fields_count; i++)
        part_form_field(&page, &drawn.fields[i]);
    struct text html = page_close(&page);
    if (look_at != NULL) {
        FILE *file = fopen(look_at, "w");
        assert_non_null(file);
        fwrite(html.bytes, 1, html.length, file);
        fclose(file);
    }
    assert_true(text_equal(html, golden()));
}

/* Beside the amount in dispute no reason can be given; it is made the total, or left out. */
static void
test_form_view__an_amount_that_is_not_the_total_says_both(void **state)
{
    static const char *const sentences[LANGUAGE_COUNT] = {
        "标的额写的是49999.99元，要素表的总额是50000."
        "00元。请改成一致，或者不填这一项，以总额为准。",
        "标的额 항목은 49999.99위안인데 요소표의 총액은 50000.00위안입니다. 같게 고치시거나 이 "
        "항목을 비워 두십시오. "
        "비워 두시면 총액을 따릅니다.",
        "标的额 says 49999.99 yuan, the total of the form is 50000.00 yuan. Make them the same, or "
        "leave "
        "this blank: the total then counts."};
    const struct field_rule field = {.name = TEXT("amount"), .type = FIELD_MONEY};
    const struct field_mistake mistake = {TEXT("amount"), AMOUNT_MUST_BE_THE_TOTAL,
                                          TEXT("49999.99 ≠ 50000.00")};
    (void)state;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        struct view view = view_in((enum language)language);
        assert_text(form_sentence(&view, NULL, &field, TEXT("标的额"), &mistake, NULL),
                    sentences[language]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form_view__every_field_of_every_step_comes_back_as_it_was),
        cmocka_unit_test(test_form_view__an_amount_that_is_not_the_total_says_both),
        cmocka_unit_test(test_form_view__every_mistake_of_a_blank_form_is_said_at_a_control),
        cmocka_unit_test(test_form_view__what_people_paste_is_cleaned_and_shown_again),
        cmocka_unit_test(test_form_view__days_are_read_as_people_write_them),
        cmocka_unit_test(test_form_view__what_is_wrong_stays_and_is_said_at_its_field),
        cmocka_unit_test(test_form_view__entries_are_added_and_taken_away_by_buttons),
        cmocka_unit_test(test_form_view__names_nobody_asked_for_are_counted),
        cmocka_unit_test(test_form_view__a_page_shows_some_fields_and_leaves_the_others),
        cmocka_unit_test(test_form_view__an_uploaded_file_takes_the_place_of_the_one_before),
        cmocka_unit_test(test_form_view__own_hints_are_for_the_person_at_the_screen),
        cmocka_unit_test(test_form_view__parts_write_what_was_looked_at),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
