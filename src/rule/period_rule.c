/* period_rule.c: lengths are read here and nowhere else. */
#include "rule/period_rule.h"

#include "rule/rule_file.h"

bool
period_rule_parse_length(struct text text, struct period_length *length)
{
    static const char *const single[LENGTH_UNIT_COUNT] = {"day",  "working_day", "month",
                                                          "year", "hour",        "office_minute"};
    int64_t count;
    struct text unit = text, digits = text_cut(&unit, ' ');
    if (!text_number(digits, &count) || digits.bytes[0] == '0')
        return false;
    bool is_unit = period_unit_parse(unit, &length->unit);
    for (int i = 0; i < LENGTH_UNIT_COUNT && count == 1 && !is_unit; i++) {
        is_unit = text_is(unit, single[i]);
        if (is_unit)
            length->unit = (enum length_unit)i;
    }
    if (!is_unit || count > period_length_most(length->unit))
        return false;
    length->count = (int)count;
    return true;
}

static bool
read_length(const struct yaml *node, const struct schema_context *context, void *place)
{
    return (node->type == YAML_SCALAR && period_rule_parse_length(node->text, place)) ||
           schema_mistake(context, node,
                          "expected a length of at most 100 years, as 15 days, 3 working_days, "
                          "6 months, 2 years, 48 hours or 30 office_minutes");
}

#define AT(member) offsetof(struct period_variant, member)
static const struct schema_field variant_fields[] = {
    {.key = "name",
     .type = SCHEMA_TEXT,
     .offset = AT(name),
     .is_required = true,
     .least = 1,
     .most = 40},
    {.key = "words", .type = SCHEMA_WORDS, .offset = AT(words), .is_required = true},
    {.key = "takes",
     .type = SCHEMA_OWN,
     .offset = AT(length),
     .decode = read_length,
     .is_required = true},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = AT(rests_on), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = AT(from)},
    {.key = "until", .type = SCHEMA_DATE, .offset = AT(until)},
    {.key = "before", .type = SCHEMA_BOOLEAN, .offset = AT(is_before)},
    {.key = "rolls", .type = SCHEMA_BOOLEAN, .offset = AT(rolls), .otherwise = true},
    {.key = "policy", .type = SCHEMA_BOOLEAN, .offset = AT(is_policy)},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AT(is_verified), .otherwise = true},
};
static const struct schema variant_schema = {"a variant", sizeof(struct period_variant), 0,
                                             variant_fields,
                                             sizeof variant_fields / sizeof variant_fields[0]};

#undef AT
#define AT(member) offsetof(struct period, member)
static const struct schema_field period_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = AT(words), .is_required = true},
    {.key = "variants",
     .type = SCHEMA_LIST,
     .offset = AT(variants),
     .count_offset = AT(variant_count),
     .is_required = true,
     .of = &variant_schema},
};
static const struct schema period_schema = {"a period", sizeof(struct period), AT(id),
                                            period_fields, 2};

static const struct schema_field file_fields[] = {
    {.key = "periods",
     .type = SCHEMA_NAMED,
     .offset = offsetof(struct period_catalogue, periods),
     .count_offset = offsetof(struct period_catalogue, count),
     .is_required = true,
     .of = &period_schema},
};
static const struct schema file_schema = {"the catalogue", sizeof(struct period_catalogue), 0,
                                          file_fields, 1};

/* What the table of fields cannot say about one variant. */
static bool
check_variant(const struct period_variant *variant, const struct yaml *node,
              const struct schema_context *context)
{
    bool is_good = true;
    if (!date_is_none(variant->from) && !date_is_none(variant->until) &&
        date_compare(variant->until, variant->from) < 0)
        is_good = schema_mistake(context, yaml_member(node, "until"), "`until` is before `from`");
    if (variant->is_policy && period_unit_is_clock(variant->length.unit))
        is_good = schema_mistake(context, yaml_member(node, "policy"),
                                 "hours and minutes never roll; there is nothing to settle");
    if (variant->is_before && variant->length.unit == LENGTH_OFFICE_MINUTES)
        is_good = schema_mistake(context, yaml_member(node, "before"),
                                 "office minutes are not counted back");
    return is_good;
}

static bool
is_at_once(const struct period_variant *a, const struct period_variant *b)
{
    return text_equal(a->name, b->name) && date_spans_meet(a->from, a->until, b->from, b->until);
}

static bool
check_period(const struct period *period, const struct yaml *node,
             const struct schema_context *context)
{
    bool is_good = true;
    const struct yaml *variant = yaml_member(node, "variants")->first;
    for (size_t i = 0; i < period->variant_count; i++, variant = variant->next) {
        is_good = check_variant(&period->variants[i], variant, context) && is_good;
        for (size_t j = 0; j < i; j++) {
            if (is_at_once(&period->variants[i], &period->variants[j]))
                is_good = schema_mistake(context, yaml_member(variant, "name"),
                                         "`%.*s` is in force twice on the same day",
                                         TEXT_ARGS(period->variants[i].name));
        }
    }
    return is_good;
}

bool
period_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                 struct mistakes *mistakes, struct period_catalogue *catalogue)
{
    struct rule_file file;
    *catalogue = (struct period_catalogue){0};
    if (!rule_file_load(&file, folder, "period/catalogue.yaml", sources, arena, mistakes,
                        &file_schema, catalogue))
        return false;
    bool is_good = true;
    const struct yaml *node = rule_file_item(&file, "periods", 0);
    for (size_t i = 0; i < catalogue->count; i++, node = node->next)
        is_good = check_period(&catalogue->periods[i], node, &file.context) && is_good;
    return is_good;
}
