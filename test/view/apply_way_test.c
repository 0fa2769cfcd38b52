/* apply_way_test.c: what people call the field that a mistake names. */
#include "view/apply_way.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct field_rule members[] = {{.name = TEXT_INIT("amount"),
                                       .type = FIELD_MONEY,
                                       .words = {.in = {TEXT_INIT("金额"), TEXT_INIT("금액")}}}};
static struct field_rule questions[] = {
    {.name = TEXT_INIT("payments"),
     .type = FIELD_LIST,
     .words = {.in = {TEXT_INIT("已还款项"), TEXT_INIT("상환 내역")}},
     .members = members,
     .members_count = 1},
    {.name = TEXT_INIT("principal"),
     .type = FIELD_MONEY,
     .words = {.in = {TEXT_INIT("本金"), TEXT_INIT("원금")}}}};
static struct field_rule fields[] = {
    {.name = TEXT_INIT("parties"), .type = FIELD_PARTIES, .words = {.in = {TEXT_INIT("当事人")}}},
    {.name = TEXT_INIT("elements"),
     .type = FIELD_ELEMENTS,
     .words = {.in = {TEXT_INIT("要素式诉状")}}}};

static void
test_apply_way__a_mistake_names_its_field_as_its_reader_says(void **state)
{
    (void)state;
    static const struct element_form form = {.fields = questions, .fields_count = 2};
    static const struct step step = {.fields = fields, .fields_count = 2};
    static const struct {
        const char *path;
        bool is_form;
        enum language language;
        const char *label;
    } cases[] = {
        {"elements.payments[0].amount", true, LANGUAGE_ZH, "金额"},
        {"elements.payments[12].amount", true, LANGUAGE_KO, "금액"},
        {"elements.payments[0]", true, LANGUAGE_ZH, "已还款项"},
        {"elements.principal", true, LANGUAGE_KO, "원금"},
        {"elements", true, LANGUAGE_ZH, "要素式诉状"},
        {"elements.principal", false, LANGUAGE_ZH, "要素式诉状"},
        {"parties[1].name", true, LANGUAGE_ZH, "当事人"},
        {"elements.other", true, LANGUAGE_ZH, "elements.other"},
        {"other[0", true, LANGUAGE_ZH, "other[0"},
    };
    struct arena *arena = arena_open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct view view = {.language = cases[i].language, .arena = arena};
        const struct apply_way way = {.chosen = cases[i].is_form ? &form : NULL};
        struct text label = apply_way_label(&view, &way, &step, text_of(cases[i].path));
        if (!text_is(label, cases[i].label))
            fail_msg("%s is called %.*s", cases[i].path, TEXT_ARGS(label));
    }
    arena_close(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_apply_way__a_mistake_names_its_field_as_its_reader_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
