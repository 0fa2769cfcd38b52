/* api_openapi_test.c: the description names every route, and everything it points to is there. */
#include "base/value.h"
#include "http/api_openapi.h"
#include "http/api_routes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

extern const char openapi_parts[];

struct description {
    struct arena *arena;
    struct rulebook *rules;
    const struct value *document, *parts;
};

static int
open_description(void **state)
{
    static struct description one;
    struct value_mistake mistake;
    one.arena = arena_open();
    struct mistakes mistakes = mistakes_open(one.arena);
    one.rules = rulebook_open(RULES, &mistakes);
    assert_non_null(one.rules);
    one.document = value_read_canonical(api_openapi_text(one.rules, one.arena), one.arena);
    one.parts = value_read(text_of(openapi_parts), one.arena, &mistake);
    assert_non_null(one.document);
    assert_non_null(one.parts);
    *state = &one;
    return 0;
}

static int
close_description(void **state)
{
    struct description *one = *state;
    rulebook_close(one->rules);
    arena_close(one->arena);
    return 0;
}

static void
test_openapi__every_route_is_described_and_nothing_else(void **state)
{
    const struct description *one = *state;
    const struct value *operations = value_member(one->parts, "operations");
    for (size_t i = 0; i < api_routes_count; i++) {
        const struct route *route = &api_routes[i];
        const struct value *details = value_member(operations, route->operation);
        if (details == NULL)
            fail_msg("openapi.json does not say what %s answers", route->operation);
        assert_true(value_member(details, "answer") != NULL ||
                    value_member(details, "media") != NULL);
        assert_int_equal(value_member(details, "body") != NULL, route->body == BODY_MEMORY);
        assert_non_null(value_member(value_member(one->document, "paths"), route->path));
    }
    assert_int_equal(operations->count, api_routes_count);
}

/* "#/components/schemas/Matter" */
static const struct value *
find_reference(const struct value *document, struct text reference)
{
    const struct value *at = document;
    struct text rest = reference;
    assert_true(text_is(text_cut(&rest, '/'), "#"));
    while (at != NULL && rest.length > 0)
        at = value_member_named(at, text_cut(&rest, '/'));
    return at;
}

static void
check_references(const struct value *document, const struct value *value)
{
    struct text reference = value_member_text(value, "$ref");
    if (reference.length > 0 && find_reference(document, reference) == NULL)
        fail_msg("%.*s leads nowhere", TEXT_ARGS(reference));
    for (const struct value *child = value->first; child != NULL; child = child->next)
        check_references(document, child);
}

static void
test_openapi__references_lead_somewhere(void **state)
{
    const struct description *one = *state;
    check_references(one->document, one->document);
}

static bool
mentions(const struct value *value, struct text reference)
{
    if (text_equal(value_member_text(value, "$ref"), reference))
        return true;
    for (const struct value *child = value->first; child != NULL; child = child->next) {
        if (mentions(child, reference))
            return true;
    }
    return false;
}

static void
test_openapi__every_schema_is_used(void **state)
{
    const struct description *one = *state;
    const struct value *schemas = value_member(one->parts, "schemas");
    for (const struct value *schema = schemas->first; schema != NULL; schema = schema->next) {
        struct text reference =
            text_format(one->arena, "#/components/schemas/%.*s", TEXT_ARGS(schema->key));
        if (!mentions(one->document, reference))
            fail_msg("nothing points to %.*s", TEXT_ARGS(reference));
    }
}

static void
test_openapi__forms_of_steps_come_from_the_procedures(void **state)
{
    const struct description *one = *state;
    const struct value *form = find_reference(
        one->document, TEXT("#/components/schemas/civil_filing.v1.require_correction"));
    const struct value *days = value_member(value_member(form, "properties"), "days");
    assert_true(text_is(value_member_text(days, "type"), "integer"));
    assert_int_equal(value_member_integer(days, "minimum", -1), 1);
    assert_int_equal(value_member_integer(days, "maximum", -1), 60);
    assert_true(value_array_has(value_member(form, "required"), TEXT("days")));
    assert_true(value_array_has(value_member(form, "required"), TEXT("defects")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_openapi__every_route_is_described_and_nothing_else),
        cmocka_unit_test(test_openapi__references_lead_somewhere),
        cmocka_unit_test(test_openapi__every_schema_is_used),
        cmocka_unit_test(test_openapi__forms_of_steps_come_from_the_procedures),
    };
    return cmocka_run_group_tests(tests, open_description, close_description);
}
