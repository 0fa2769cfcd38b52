/* field_rule.c: procedures and element forms ask in the same words, so one table reads both. */
#include "rule/field_rule.h"

#include "rule/guard_rule.h"

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static const struct schema_choice field_types[] = {
#define FIELD(name, word) {word, FIELD_##name},
#include "law/field.def"
#undef FIELD
    {0}};

#define CHOICE(member) offsetof(struct choice, member)
static const struct schema_field choice_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = CHOICE(words), .is_required = true},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = CHOICE(rests_on)},
    {.key = "least", .type = SCHEMA_INTEGER, .offset = CHOICE(least), .least = 1, .most = 100},
    {.key = "acts", .type = SCHEMA_BOOLEAN, .offset = CHOICE(acts)},
};
const struct schema field_rule_choice_schema = {"a choice", sizeof(struct choice), CHOICE(name),
                                                choice_fields, COUNT_OF(choice_fields)};

#define FIELD_AT(member) offsetof(struct field_rule, member)
static const struct schema_field field_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = FIELD_AT(words), .is_required = true},
    {.key = "help", .type = SCHEMA_WORDS, .offset = FIELD_AT(help)},
    {.key = "type",
     .type = SCHEMA_CHOICE,
     .offset = FIELD_AT(type),
     .is_required = true,
     .choices = field_types},
    {.key = "required", .type = SCHEMA_BOOLEAN, .offset = FIELD_AT(is_required)},
    {.key = "required_if",
     .type = SCHEMA_OWN,
     .offset = FIELD_AT(required_if),
     .decode = guard_rule_one},
    {.key = "asked_if", .type = SCHEMA_OWN, .offset = FIELD_AT(asked_if), .decode = guard_rule_one},
    {.key = "characters",
     .type = SCHEMA_INTEGER,
     .offset = FIELD_AT(characters_max),
     .least = 1,
     .most = 200000},
    {.key = "least", .type = SCHEMA_INTEGER, .offset = FIELD_AT(least), .otherwise = 1},
    {.key = "most", .type = SCHEMA_INTEGER, .offset = FIELD_AT(most), .otherwise = 0},
    {.key = "reasons", .type = SCHEMA_TEXT, .offset = FIELD_AT(reasons)},
    {.key = "choices",
     .type = SCHEMA_NAMED,
     .offset = FIELD_AT(choices),
     .count_offset = FIELD_AT(choices_count),
     .of = &field_rule_choice_schema},
    {.key = "members",
     .type = SCHEMA_NAMED,
     .offset = FIELD_AT(members),
     .count_offset = FIELD_AT(members_count),
     .of = &field_rule_schema},
    {.key = "remember", .type = SCHEMA_BOOLEAN, .offset = FIELD_AT(is_remembered)},
    {.key = "protected", .type = SCHEMA_BOOLEAN, .offset = FIELD_AT(is_protected)},
};
const struct schema field_rule_schema = {"a field", sizeof(struct field_rule), FIELD_AT(name),
                                         field_fields, COUNT_OF(field_fields)};

bool
field_rule_fits(const struct yaml *node, const struct schema_context *context,
                const struct field_rule *field)
{
    bool has_choices = field->choices_count > 0 || !text_is_empty(field->reasons);
    bool is_list = field->type == FIELD_LIST || field->type == FIELD_PARTIES;
    bool is_good = true;

    if ((field->type == FIELD_CHOICE) != has_choices)
        is_good = schema_mistake(context, node, "a choice, and only that, has choices or reasons");
    if (is_list != (field->members_count > 0))
        is_good = schema_mistake(context, node, "a list or parties, and only those, have members");
    return is_good;
}

bool
field_rule_takes(const struct procedure *procedure, const struct field_rule *field,
                 struct text value)
{
    size_t count;
    const struct choice *choices = procedure_choices(procedure, field, &count);

    if (field->type == FIELD_BOOLEAN)
        return text_is(value, "true") || text_is(value, "false");
    for (size_t i = 0; i < count; i++)
        if (text_equal(choices[i].name, value))
            return true;
    return false;
}
