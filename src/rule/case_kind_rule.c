/* case_kind_rule.c: the dated table of what may be filed across courts. */
#include "rule/case_kind_rule.h"

#include "rule/rule_file.h"

static const struct schema_choice eligibles[] = {
    {"no", CASE_KIND_EXCLUDED}, {"unstated", CASE_KIND_UNSTATED}, {"yes", CASE_KIND_ELIGIBLE}, {0}};

#define ROW(member) offsetof(struct case_kind_row, member)
static const struct schema_field row_fields[] = {
    {.key = "from", .type = SCHEMA_DATE, .offset = ROW(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = ROW(until)},
    {.key = "eligible",
     .type = SCHEMA_CHOICE,
     .offset = ROW(eligible),
     .is_required = true,
     .choices = eligibles},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = ROW(rests_on), .is_required = true},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = ROW(is_verified), .is_required = true},
};
static const struct schema row_schema = {"a row of a kind", sizeof(struct case_kind_row), 0,
                                         row_fields, sizeof row_fields / sizeof row_fields[0]};

#define KIND(member) offsetof(struct case_kind, member)
static const struct schema_field kind_fields[] = {
    {.key = "name", .type = SCHEMA_WORDS, .offset = KIND(name), .is_required = true},
    {.key = "types",
     .type = SCHEMA_TEXTS,
     .offset = KIND(types),
     .count_offset = KIND(types_count),
     .is_required = true,
     .least = 1,
     .most = 8},
    {.key = "enabled", .type = SCHEMA_BOOLEAN, .offset = KIND(is_enabled), .is_required = true},
    {.key = "rows",
     .type = SCHEMA_LIST,
     .offset = KIND(rows),
     .count_offset = KIND(rows_count),
     .is_required = true,
     .of = &row_schema},
};
static const struct schema kind_schema = {"a kind of case", sizeof(struct case_kind), KIND(id),
                                          kind_fields, sizeof kind_fields / sizeof kind_fields[0]};

static const struct schema_field file_fields[] = {
    {.key = "kinds",
     .type = SCHEMA_NAMED,
     .offset = offsetof(struct case_kinds, kinds),
     .count_offset = offsetof(struct case_kinds, count),
     .is_required = true,
     .of = &kind_schema},
};
static const struct schema file_schema = {"the table of kinds", sizeof(struct case_kinds), 0,
                                          file_fields, 1};

/* Rows follow each other in time; only the last may be open. */
static bool
check_rows(const struct rule_file *file, const struct case_kind *kind, const struct yaml *node)
{
    bool is_good = true;
    const struct yaml *place = yaml_member(node, "rows")->first;
    for (size_t i = 0; i < kind->rows_count; i++, place = place->next) {
        const struct case_kind_row *row = &kind->rows[i];
        if (!date_is_none(row->until) && date_compare(row->until, row->from) < 0)
            is_good = schema_mistake(&file->context, yaml_member(place, "until"),
                                     "`until` is before `from`");
        if (i > 0 && (date_is_none(row[-1].until) || date_compare(row[-1].until, row->from) >= 0))
            is_good = schema_mistake(&file->context, yaml_member(place, "from"),
                                     "the row before is in force on this day, too");
    }
    return is_good;
}

bool
case_kind_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                    struct mistakes *mistakes, struct case_kinds *kinds)
{
    struct rule_file file;
    *kinds = (struct case_kinds){0};
    if (!rule_file_load(&file, folder, "case_kind.yaml", sources, arena, mistakes, &file_schema,
                        kinds))
        return false;
    bool is_good = true;
    for (size_t i = 0; i < kinds->count; i++)
        is_good = check_rows(&file, &kinds->kinds[i], rule_file_item(&file, "kinds", i)) && is_good;
    return is_good;
}
