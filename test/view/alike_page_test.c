/* alike_page_test.c: two matters side by side: what one of them lacks has its line as well. */
#include "view/alike_page.h"
#include "view/build.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static struct docket *
docket_of(const struct procedure *procedure, const char *field, const char *said)
{
    struct docket *docket = ARENA_NEW(arena, struct docket);
    struct value *fields = build_object(arena);
    build_add(fields, TEXT("reason"), build_text(TEXT("loan"), arena));
    build_add(fields, text_of(field), build_text(text_of(said), arena));
    docket->procedure = procedure;
    docket->fields = fields;
    return docket;
}

static const struct alike_line *
line_of(const struct alike_page *page, const char *what)
{
    for (int i = 0; i < page->lines_count; i++) {
        if (text_is(page->lines[i].what, what))
            return &page->lines[i];
    }
    return NULL;
}

static void
test_alike_page__what_only_the_other_has_comes_last(void **state)
{
    (void)state;
    struct field_rule fields[] = {
        {.name = TEXT("here"), .type = FIELD_TEXT, .words = {.in = {TEXT("Here")}}},
        {.name = TEXT("reason"), .type = FIELD_TEXT, .words = {.in = {TEXT("Reason")}}},
        {.name = TEXT("there"), .type = FIELD_TEXT, .words = {.in = {TEXT("There")}}}};
    /* The step that opens a matter, whatever it is called. */
    struct step step = {.name = TEXT("begin"), .from = 1, .fields = fields, .fields_count = 3};
    struct procedure procedure = {.steps = &step, .steps_count = 1};
    const struct view view = {.language = LANGUAGE_ZH, .arena = arena};
    const struct alike alike = {.matter_id = TEXT("7505-2"),
                                .docket = docket_of(&procedure, "there", "two"),
                                .has_same_parties = true};
    struct alike_page page = {0};
    alike_page_fill(&view, docket_of(&procedure, "here", "one"), &alike, 1, 0, &page);
    const struct alike_line *here = line_of(&page, "Here"), *same = line_of(&page, "Reason"),
                            *there = line_of(&page, "There");
    assert_non_null(here);
    assert_non_null(same);
    assert_non_null(there);
    assert_true(here < same && same < there);
    assert_true(text_is(here->here, "one") && text_is_empty(here->there) && here->differs);
    assert_true(text_is(same->here, "loan") && text_is(same->there, "loan") && !same->differs);
    assert_true(text_is_empty(there->here) && text_is(there->there, "two") && there->differs);
}

static void
test_alike_page__names_are_joined_as_the_reader_writes(void **state)
{
    (void)state;
    static const struct {
        enum language language;
        const char *names;
    } cases[] = {{LANGUAGE_ZH, "Jia；Yi"}, {LANGUAGE_KO, "Jia; Yi"}, {LANGUAGE_EN, "Jia; Yi"}};
    struct docket docket = {0};
    struct value *parties = build_array(arena);
    for (int i = 0; i < 2; i++) {
        struct value *party = build_object(arena);
        build_add(party, TEXT("name"), build_text(i == 0 ? TEXT("Jia") : TEXT("Yi"), arena));
        build_add(parties, TEXT(""), party);
    }
    docket.parties = parties;
    const struct alike alike = {.matter_id = TEXT("7505-2"), .docket = &docket};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct view view = {.language = cases[i].language, .arena = arena};
        struct alike_page page = {0};
        alike_page_fill(&view, &docket, &alike, 1, 0, &page);
        assert_true(page.lines_count > 0);
        assert_true(text_is(page.lines[0].here, cases[i].names));
    }
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
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_alike_page__what_only_the_other_has_comes_last),
        cmocka_unit_test(test_alike_page__names_are_joined_as_the_reader_writes),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
