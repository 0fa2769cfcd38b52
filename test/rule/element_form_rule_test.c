/* element_form_rule_test.c: a form that does not hold together is named, with its place. */
#include "rule/element_form_rule.h"

#include "rule/cause_rule.h"
#include "rule/source_rule.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct given {
    struct arena *arena;
    struct source_list sources;
    struct cause_editions causes;
};

static int
open_given(void **state)
{
    static struct given given;
    given.arena = arena_open();
    struct mistakes mistakes = mistakes_open(given.arena);
    *state = &given;
    return source_rule_load(RULES, given.arena, &mistakes, &given.sources) &&
                   cause_rule_load(RULES, &given.sources, given.arena, &mistakes, &given.causes)
               ? 0
               : -1;
}

static int
close_given(void **state)
{
    arena_close(((struct given *)*state)->arena);
    return 0;
}

static struct text
read_file(const char *path, struct arena *arena)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s cannot be read", path);
    char *bytes = arena_take(arena, 65536);
    size_t length = fread(bytes, 1, 65535, file);
    fclose(file);
    return (struct text){bytes, length};
}

static void
test_element_form_rule__every_mistake_is_named(void **state)
{
    struct given *given = *state;
    struct mistakes mistakes = mistakes_open(given->arena);
    struct element_forms forms;
    assert_false(element_form_rule_load(FOLDER "/bad_forms", &given->sources, &given->causes,
                                        given->arena, &mistakes, &forms));
    struct text said = mistakes_text(&mistakes, given->arena);
    struct text expected = read_file(FOLDER "/bad_forms.expected", given->arena);
    /* Paths begin with the folder the test was built in. */
    struct buffer bare = buffer_open(given->arena, said.length + 1);
    for (struct text rest = said; rest.length > 0;) {
        struct text line = text_cut(&rest, '\n');
        size_t folder = strlen(FOLDER "/");
        if (text_starts_with(line, FOLDER "/"))
            line = (struct text){line.bytes + folder, line.length - folder};
        buffer_add_format(&bare, "%.*s\n", TEXT_ARGS(line));
    }
    assert_string_equal(text_terminated(buffer_text(&bare), given->arena),
                        text_terminated(expected, given->arena));
    assert_int_equal(forms.count, 1);
}

static void
test_element_form_rule__a_tick_asks_why_it_is_not_known(void **state)
{
    struct given *given = *state;
    struct mistakes mistakes = mistakes_open(given->arena);
    struct element_forms forms;
    assert_true(element_form_rule_load(RULES, &given->sources, &given->causes, given->arena,
                                       &mistakes, &forms));
    int ticks = 0;
    for (size_t i = 0; i < forms.count; i++) {
        const struct element_form *form = &forms.forms[i];
        for (size_t k = 0; k < form->fields_count; k++) {
            if (form->fields[k].type != FIELD_TICK)
                continue;
            ticks++;
            assert_true(k + 1 < form->fields_count);
            const struct field_rule *why = &form->fields[k + 1];
            assert_true(text_equal(why->name, text_format(given->arena, "%.*s" TICK_WHY,
                                                          TEXT_ARGS(form->fields[k].name))));
            assert_true(why->is_required && why->asked_if != NULL);
            assert_ptr_equal(element_form_block_of(form, why->name),
                             element_form_block_of(form, form->fields[k].name));
        }
    }
    assert_true(ticks > 40);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_element_form_rule__every_mistake_is_named),
        cmocka_unit_test(test_element_form_rule__a_tick_asks_why_it_is_not_known),
    };
    return cmocka_run_group_tests_name("element_form_rule", tests, open_given, close_given);
}
