/* case_type_rule.c: which type codes a case number may carry, and when. */
#include "rule/case_type_rule.h"

#include "law/number.h"
#include "rule/rule_file.h"

enum { CODE_CHARACTERS_MAX = 4, INTERNAL_NUMBER_DIGITS = 4 };

#define TYPE(member) offsetof(struct case_type, member)
static const struct schema_field type_fields[] = {
    {.key = "code",
     .type = SCHEMA_TEXT,
     .offset = TYPE(code),
     .is_required = true,
     .least = 1,
     .most = CODE_CHARACTERS_MAX},
    {.key = "number",
     .type = SCHEMA_TEXT,
     .offset = TYPE(number),
     .is_required = true,
     .least = INTERNAL_NUMBER_DIGITS,
     .most = INTERNAL_NUMBER_DIGITS},
    {.key = "name", .type = SCHEMA_WORDS, .offset = TYPE(name), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = TYPE(from)},
    {.key = "until", .type = SCHEMA_DATE, .offset = TYPE(until)},
};
static const struct schema type_schema = {"a type of case", sizeof(struct case_type), 0,
                                          type_fields, sizeof type_fields / sizeof type_fields[0]};

#define SPECIAL(member) offsetof(struct case_special, member)
static const struct schema_field special_fields[] = {
    {.key = "code",
     .type = SCHEMA_TEXT,
     .offset = SPECIAL(code),
     .is_required = true,
     .least = 1,
     .most = 1},
    {.key = "name", .type = SCHEMA_WORDS, .offset = SPECIAL(name), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = SPECIAL(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = SPECIAL(until)},
};
static const struct schema special_schema = {"a special field", sizeof(struct case_special), 0,
                                             special_fields,
                                             sizeof special_fields / sizeof special_fields[0]};

#define FILE_AT(member) offsetof(struct case_types, member)
static const struct schema_field file_fields[] = {
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = FILE_AT(rests_on), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = FILE_AT(from), .is_required = true},
    {.key = "verified",
     .type = SCHEMA_BOOLEAN,
     .offset = FILE_AT(is_verified),
     .is_required = true},
    {.key = "specials",
     .type = SCHEMA_LIST,
     .offset = FILE_AT(specials),
     .count_offset = FILE_AT(specials_count),
     .of = &special_schema},
    {.key = "types",
     .type = SCHEMA_LIST,
     .offset = FILE_AT(types),
     .count_offset = FILE_AT(count),
     .is_required = true,
     .of = &type_schema},
};
static const struct schema file_schema = {"the table of types", sizeof(struct case_types), 0,
                                          file_fields, sizeof file_fields / sizeof file_fields[0]};

static bool
is_listed_before(const struct case_types *types, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_equal(types->types[i].number, types->types[n].number))
            return true;
    return false;
}

static bool
check_type(const struct rule_file *file, const struct case_types *types, size_t n)
{
    const struct case_type *type = &types->types[n];
    const struct yaml *node = rule_file_item(file, "types", n);
    if (!number_is_digits(type->number))
        return schema_mistake(&file->context, yaml_member(node, "number"),
                              "a number of the courts' list is four digits");
    if (is_listed_before(types, n))
        return schema_mistake(&file->context, yaml_member(node, "number"),
                              "number %.*s stands in the table already", TEXT_ARGS(type->number));
    if (!date_is_none(type->until) && date_compare(type->until, type->from) < 0)
        return schema_mistake(&file->context, yaml_member(node, "until"),
                              "`until` is before `from`");
    return true;
}

bool
case_type_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                    struct mistakes *mistakes, struct case_types *types)
{
    struct rule_file file;
    *types = (struct case_types){0};
    if (!rule_file_load(&file, folder, "case_type.yaml", sources, arena, mistakes, &file_schema,
                        types))
        return false;
    bool is_good = true;
    struct case_type *rows = (struct case_type *)types->types; /* ours until we give it away */
    for (size_t i = 0; i < types->count; i++) {
        if (date_is_none(rows[i].from))
            rows[i].from = types->from;
        is_good = check_type(&file, types, i) && is_good;
    }
    return is_good;
}
