/* schema_view.c: one type of field, one kind of schema. */
#include "view/schema_view.h"

#include "law/form.h"

enum {
    TEXT_CHARACTERS_MAX = 200,
    LONG_TEXT_CHARACTERS_MAX = 20000,
    ENTRIES_MAX = 500,
    DEPTH_MAX = 4
};

static void
add_text(struct value *schema, const char *key, struct text text, struct arena *arena)
{
    if (!text_is_empty(text))
        build_add(schema, text_of(key), build_text(text, arena));
}

static void
add_integer(struct value *schema, const char *key, int64_t integer, struct arena *arena)
{
    build_add(schema, text_of(key), build_integer(integer, arena));
}

static void
add_choices(struct value *schema, const struct procedure *procedure, const struct field_rule *field,
            struct arena *arena)
{
    size_t count = 0;
    const struct choice *choices = procedure_choices(procedure, field, &count);
    struct value *list = build_array(arena);
    for (size_t i = 0; i < count; i++)
        build_add(list, TEXT(""), build_text(choices[i].name, arena));
    if (count > 0)
        build_add(schema, TEXT("enum"), list);
}

static void
add_bounds(struct value *schema, const struct field_rule *field, struct arena *arena)
{
    bool has_bounds = field->least <= field->most;
    switch (field->type) {
    case FIELD_TEXT:
        add_integer(schema, "maxLength",
                    field->characters_max > 0 ? field->characters_max : TEXT_CHARACTERS_MAX, arena);
        break;
    case FIELD_LONG_TEXT:
        add_integer(schema, "maxLength",
                    field->characters_max > 0 ? field->characters_max : LONG_TEXT_CHARACTERS_MAX,
                    arena);
        break;
    case FIELD_INTEGER:
        if (has_bounds) {
            add_integer(schema, "minimum", field->least, arena);
            add_integer(schema, "maximum", field->most, arena);
        }
        break;
    case FIELD_MONEY:
        add_text(schema, "pattern", TEXT("^(0|[1-9][0-9]{0,13})(\\.[0-9]{1,2})?$"), arena);
        break;
    case FIELD_DATE: add_text(schema, "format", TEXT("date"), arena); break;
    case FIELD_FILE: add_text(schema, "pattern", TEXT("^[0-9a-f]{64}$"), arena); break;
    default: break;
    }
}

static const char *
type_of(enum field_type type)
{
    switch (type) {
    case FIELD_INTEGER: return "integer";
    case FIELD_BOOLEAN: return "boolean";
    case FIELD_ELEMENTS: return "object";
    case FIELD_LIST:
    case FIELD_PARTIES:
    case FIELD_MATERIALS:
    case FIELD_FILES:
    case FIELD_VERDICTS:
    case FIELD_DEFECTS: return "array";
    default: return "string";
    }
}

static struct value *schema_of_fields(const struct procedure *procedure,
                                      const struct field_rule *fields, size_t count, int depth,
                                      struct arena *arena);

static void
add_entries(struct value *schema, const struct procedure *procedure, const struct field_rule *field,
            int depth, struct arena *arena)
{
    size_t count = 0;
    const struct field_rule *members = form_members(field, &count);
    bool has_bounds = field->least <= field->most;
    struct value *entry;
    if (field->type == FIELD_FILES) {
        entry = build_object(arena);
        add_text(entry, "type", TEXT("string"), arena);
        add_text(entry, "pattern", TEXT("^[0-9a-f]{64}$"), arena);
    } else {
        entry = schema_of_fields(procedure, members, count, depth + 1, arena);
    }
    build_add(schema, TEXT("items"), entry);
    add_integer(schema, "minItems", has_bounds ? field->least : 1, arena);
    add_integer(schema, "maxItems", has_bounds ? field->most : ENTRIES_MAX, arena);
}

static struct value *
schema_of_field(const struct procedure *procedure, const struct field_rule *field, int depth,
                struct arena *arena)
{
    struct value *schema = build_object(arena);
    const char *type = type_of(field->type);
    if (field->type == FIELD_ELEMENTS) {
        add_text(schema, "$ref", TEXT("#/components/schemas/Elements"), arena);
        return schema;
    }
    add_text(schema, "type", text_of(type), arena);
    add_text(schema, "title", field->words.in[LANGUAGE_EN], arena);
    add_text(schema, "description", field->words.in[LANGUAGE_ZH], arena);
    add_bounds(schema, field, arena);
    if (field->type == FIELD_CHOICE || field->type == FIELD_TICK)
        add_choices(schema, procedure, field, arena);
    if (text_is(text_of(type), "array"))
        add_entries(schema, procedure, field, depth, arena);
    return schema;
}

static struct value *
schema_of_fields(const struct procedure *procedure, const struct field_rule *fields, size_t count,
                 int depth, struct arena *arena)
{
    struct value *schema = build_object(arena), *properties = build_object(arena);
    struct value *required = build_array(arena);
    for (size_t i = 0; i < count && depth < DEPTH_MAX; i++) {
        build_add(properties, fields[i].name, schema_of_field(procedure, &fields[i], depth, arena));
        if (fields[i].is_required && fields[i].asked_if == NULL)
            build_add(required, TEXT(""), build_text(fields[i].name, arena));
    }
    add_text(schema, "type", TEXT("object"), arena);
    build_add(schema, TEXT("properties"), properties);
    build_add(schema, TEXT("additionalProperties"), build_boolean(false, arena));
    if (required->count > 0)
        build_add(schema, TEXT("required"), required);
    return schema;
}

struct value *
schema_view_step(const struct procedure *procedure, const struct step *step, struct arena *arena)
{
    struct value *schema = schema_of_fields(procedure, step->fields, step->fields_count, 0, arena);
    add_text(schema, "title", step->words.in[LANGUAGE_EN], arena);
    add_text(schema, "description", step->words.in[LANGUAGE_ZH], arena);
    return schema;
}

struct value *
schema_view_form(const struct element_form *form, struct arena *arena)
{
    struct value *schema = schema_of_fields(NULL, form->fields, form->fields_count, 0, arena);
    struct value *properties = NULL, *name = build_object(arena), *edition = build_object(arena);
    for (const struct value *one = schema->first; one != NULL; one = one->next) {
        if (text_is(one->key, "properties"))
            properties = (struct value *)one;
    }
    add_text(name, "const", form->name, arena);
    add_text(edition, "const", form->edition, arena);
    build_add(properties, TEXT("form"), name);
    build_add(properties, TEXT("edition"), edition);
    add_text(schema, "title", form->title.in[LANGUAGE_EN], arena);
    add_text(schema, "description", form->title.in[LANGUAGE_ZH], arena);
    return schema;
}
