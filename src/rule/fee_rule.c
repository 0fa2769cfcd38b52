/* fee_rule.c: what is paid is proven sound before anybody is asked for it: every bracket above the
 * one before, no day with two tariffs or none, every fixed value within its range. */
#include "rule/fee_rule.h"

#include "rule/rule_file.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- single values ---- */

static bool
decode_charges(const struct yaml *node, const struct schema_context *context, void *place)
{
    static const struct schema_choice choices[] = {{"case", 0}, {"application", 1}, {NULL, 0}};
    int choice = 0;
    bool is_good = schema_choice(node, context, choices, &choice);
    *(bool *)place = choice == 1;
    return is_good;
}

/* "2.5%": up to three decimals, above 0 and up to 100. */
static bool
decode_rate(const struct yaml *node, const struct schema_context *context, void *place)
{
    int64_t millionths;
    struct text number = node->type == YAML_SCALAR ? node->text : TEXT("");
    bool is_percent = number.length > 1 && number.bytes[number.length - 1] == '%';
    number.length -= is_percent;
    if (!is_percent || !exact_parse_millionths(number, 3, &millionths) || millionths == 0 ||
        millionths > 100000000)
        return schema_mistake(context, node, "expected a rate up to 100%%, as 2.5%%");
    *(int *)place = (int)(millionths / 1000);
    return true;
}

struct base_written {
    struct money is, least, most;
    int fixer;
};
#define AT(member) offsetof(struct base_written, member)
static const struct schema_choice fixers[] = {
    {"province", FEE_FIXED_BY_PROVINCE}, {"court", FEE_FIXED_BY_COURT}, {NULL, 0}};
static const struct schema_field base_fields[] = {
    {.key = "is", .type = SCHEMA_MONEY, .offset = AT(is)},
    {.key = "least", .type = SCHEMA_MONEY, .offset = AT(least)},
    {.key = "most", .type = SCHEMA_MONEY, .offset = AT(most)},
    {.key = "fixed_by",
     .type = SCHEMA_CHOICE,
     .offset = AT(fixer),
     .choices = fixers,
     .otherwise = FEE_FIXED_BY_LAW},
};
#undef AT
static const struct schema base_schema = {"a sum per case", sizeof(struct base_written), 0,
                                          base_fields, COUNT_OF(base_fields)};

static bool
decode_base(const struct yaml *node, const struct schema_context *context, void *place)
{
    struct base_written written = {0};
    struct fee_base *base = place;
    if (node->type != YAML_MAP)
        return schema_mistake(context, node, "expected {is: …} or {least: …, most: …}");
    if (!schema_decode(&base_schema, node, context, &written))
        return false;
    bool is_fixed = yaml_member(node, "is") != NULL;
    bool has_range = yaml_member(node, "least") != NULL && yaml_member(node, "most") != NULL &&
                     yaml_member(node, "fixed_by") != NULL;
    if (is_fixed ? node->count > 1 : !has_range)
        return schema_mistake(context, node,
                              "write either `is`, or `least`, `most` and `fixed_by`");
    if (!is_fixed && written.least.fen >= written.most.fen)
        return schema_mistake(context, yaml_member(node, "most"), "`most` is not above `least`");
    *base = (struct fee_base){
        .is_there = true,
        .least = is_fixed ? written.is : written.least,
        .most = is_fixed ? written.is : written.most,
        .fixer = (enum fee_fixer)written.fixer,
    };
    return true;
}

/* ---- tariffs ---- */

#define AT(member) offsetof(struct fee_bracket, member)
static const struct schema_field bracket_fields[] = {
    {.key = "up_to", .type = SCHEMA_MONEY, .offset = AT(up_to)},
    {.key = "flat", .type = SCHEMA_MONEY, .offset = AT(flat)},
    {.key = "rate", .type = SCHEMA_OWN, .offset = AT(rate), .decode = decode_rate},
};
#undef AT
static const struct schema bracket_schema = {"a bracket", sizeof(struct fee_bracket), 0,
                                             bracket_fields, COUNT_OF(bracket_fields)};

static const struct schema_choice shares[] = {{"1/2", 2}, {"1/3", 3}, {NULL, 0}};

#define AT(member) offsetof(struct fee_version, member)
static const struct schema_field version_fields[] = {
    {.key = "from", .type = SCHEMA_DATE, .offset = AT(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = AT(until)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = AT(rests_on), .is_required = true},
    {.key = "per_case", .type = SCHEMA_OWN, .offset = AT(per_case), .decode = decode_base},
    {.key = "without_amount",
     .type = SCHEMA_OWN,
     .offset = AT(without_amount),
     .decode = decode_base},
    {.key = "scale",
     .type = SCHEMA_LIST,
     .offset = AT(scale),
     .count_offset = AT(scale_count),
     .least = 1,
     .most = FEE_SCALE_MAX,
     .of = &bracket_schema},
    {.key = "like", .type = SCHEMA_TEXT, .offset = AT(like)},
    {.key = "share",
     .type = SCHEMA_CHOICE,
     .offset = AT(divisor),
     .choices = shares,
     .otherwise = 1},
    {.key = "most", .type = SCHEMA_MONEY, .offset = AT(most)},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AT(is_verified), .otherwise = true},
};
#undef AT
static const struct schema version_schema = {"a version", sizeof(struct fee_version), 0,
                                             version_fields, COUNT_OF(version_fields)};

#define AT(member) offsetof(struct fee_tariff, member)
static const struct schema_field tariff_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = AT(words), .is_required = true},
    {.key = "charges",
     .type = SCHEMA_OWN,
     .offset = AT(is_application),
     .decode = decode_charges,
     .is_required = true},
    {.key = "versions",
     .type = SCHEMA_LIST,
     .offset = AT(versions),
     .count_offset = AT(versions_count),
     .is_required = true,
     .of = &version_schema},
};
#undef AT
static const struct schema tariff_schema = {"a tariff", sizeof(struct fee_tariff),
                                            offsetof(struct fee_tariff, name), tariff_fields,
                                            COUNT_OF(tariff_fields)};

/* ---- grounds ---- */

#define AT(member) offsetof(struct fee_ground_row, member)
static const struct schema_field row_fields[] = {
    {.key = "from", .type = SCHEMA_DATE, .offset = AT(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = AT(until)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = AT(rests_on), .is_required = true},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AT(is_verified), .otherwise = true},
};
#undef AT
static const struct schema row_schema = {"a row of a ground", sizeof(struct fee_ground_row), 0,
                                         row_fields, COUNT_OF(row_fields)};

struct ground_written {
    struct text name;
    struct fee_ground_rule rule;
};
#define AT(member) offsetof(struct ground_written, member)
static const struct schema_field ground_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = AT(rule.words), .is_required = true},
    {.key = "rows",
     .type = SCHEMA_LIST,
     .offset = AT(rule.rows),
     .count_offset = AT(rule.rows_count),
     .is_required = true,
     .of = &row_schema},
};
#undef AT
static const struct schema ground_schema = {"a ground", sizeof(struct ground_written),
                                            offsetof(struct ground_written, name), ground_fields,
                                            COUNT_OF(ground_fields)};

struct tariff_file {
    const struct fee_tariff *tariffs;
    size_t tariffs_count;
    const struct ground_written *grounds;
    size_t grounds_count;
};
#define AT(member) offsetof(struct tariff_file, member)
static const struct schema_field file_fields[] = {
    {.key = "tariffs",
     .type = SCHEMA_NAMED,
     .offset = AT(tariffs),
     .count_offset = AT(tariffs_count),
     .is_required = true,
     .of = &tariff_schema},
    {.key = "grounds",
     .type = SCHEMA_NAMED,
     .offset = AT(grounds),
     .count_offset = AT(grounds_count),
     .is_required = true,
     .of = &ground_schema},
};
#undef AT
static const struct schema file_schema = {"the tariffs", sizeof(struct tariff_file), 0, file_fields,
                                          COUNT_OF(file_fields)};

/* ---- what tables of fields cannot say ---- */

static bool
check_days(const struct rule_file *file, const struct yaml *node, struct date from,
           struct date until, const struct date *last_until)
{
    if (!date_is_none(until) && date_compare(until, from) < 0)
        return schema_mistake(&file->context, yaml_member(node, "until"),
                              "`until` is before `from`");
    if (last_until == NULL)
        return true;
    if (date_is_none(*last_until) || date_compare(from, *last_until) <= 0)
        return schema_mistake(&file->context, yaml_member(node, "from"),
                              "the row before is in force on this day, too");
    if (date_compare(from, date_add_days(*last_until, 1)) > 0)
        return schema_mistake(&file->context, yaml_member(node, "from"),
                              "nothing is in force between the row before and this one");
    return true;
}

static bool
check_bracket(const struct rule_file *file, const struct fee_version *version, size_t i,
              const struct yaml *node)
{
    const struct fee_bracket *bracket = &version->scale[i];
    bool is_last = i + 1 == version->scale_count, has_end = yaml_member(node, "up_to") != NULL;
    bool has_flat = yaml_member(node, "flat") != NULL, has_rate = bracket->rate > 0;
    if (has_flat == has_rate)
        return schema_mistake(&file->context, node, "a bracket has either `flat` or `rate`");
    if (has_end == is_last)
        return schema_mistake(&file->context, node,
                              is_last ? "the last bracket has no `up_to`"
                                      : "a bracket that is not the last needs `up_to`");
    if (has_end && bracket->up_to.fen <= (i == 0 ? 0 : version->scale[i - 1].up_to.fen))
        return schema_mistake(&file->context, yaml_member(node, "up_to"),
                              "`up_to` is not above the row before");
    return true;
}

/* The first day of `version` on which the other has no scale; DATE_NONE: it always has one. */
static struct date
day_without_scale(const struct fee_tariff *other, const struct fee_version *version)
{
    struct date day = version->from;
    while (date_is_none(version->until) || date_compare(day, version->until) <= 0) {
        const struct fee_version *on_day = fee_version_on(other, day);
        if (on_day == NULL || on_day->scale_count == 0)
            return day;
        if (date_is_none(on_day->until))
            break;
        day = date_add_days(on_day->until, 1);
    }
    return DATE_NONE;
}

static bool
check_like(const struct rule_file *file, const struct fee_rules *rules,
           const struct fee_tariff *tariff, const struct fee_version *version,
           const struct yaml *node)
{
    const struct yaml *place = yaml_member(node, "like");
    if (text_is_empty(version->like))
        return version->divisor == 1 ||
               schema_mistake(&file->context, yaml_member(node, "share"),
                              "`share` is of the scale of another tariff: name it in `like`");
    if (version->scale_count > 0)
        return schema_mistake(&file->context, place, "a tariff has `scale` or `like`, not both");
    struct date gap = day_without_scale(fee_tariff_find(rules, version->like), version);
    if (!date_is_none(gap))
        return schema_mistake(&file->context, place,
                              "`%.*s` is no tariff with a scale in force on %s",
                              TEXT_ARGS(version->like), date_text(gap, file->context.arena).bytes);
    /* A case fee may be halved; a sixth is the least that is kept exactly. */
    if (version->divisor > 1 && !tariff->is_application)
        return schema_mistake(&file->context, yaml_member(node, "share"),
                              "only an application is a share of another tariff");
    return true;
}

static bool
check_version(const struct rule_file *file, const struct fee_rules *rules,
              const struct fee_tariff *tariff, size_t i, const struct yaml *node)
{
    const struct fee_version *version = &tariff->versions[i];
    bool is_good = check_days(file, node, version->from, version->until,
                              i == 0 ? NULL : &tariff->versions[i - 1].until);
    const struct yaml *scale = yaml_member(node, "scale");
    const struct yaml *bracket = scale == NULL ? NULL : scale->first;
    for (size_t j = 0; j < version->scale_count; j++, bracket = bracket->next)
        is_good = check_bracket(file, version, j, bracket) && is_good;
    if (version->per_case.is_there && version->without_amount.is_there)
        is_good = schema_mistake(&file->context, yaml_member(node, "without_amount"),
                                 "what every case costs stands in `per_case` already");
    if (!version->per_case.is_there && !version->without_amount.is_there &&
        version->scale_count == 0 && text_is_empty(version->like))
        is_good = schema_mistake(&file->context, node,
                                 "this costs nothing: give `per_case`, `scale` or `like`");
    return check_like(file, rules, tariff, version, node) && is_good;
}

/* "property" and "maritime.injunction" are of a kind this program knows. */
static bool
kind_of(const struct fee_tariff *tariff, enum fee_kind *kind)
{
    struct text item = tariff->name, name = text_cut(&item, '.');
    bool takes_item = fee_kind_parse(name, kind) &&
                      (fee_kind_options(*kind) & UINT32_C(1) << FEE_OPTION_ITEM) != 0;
    return fee_kind_parse(name, kind) && takes_item == !text_is_empty(item);
}

static bool
check_tariffs(const struct rule_file *file, const struct fee_rules *rules)
{
    bool is_good = true;
    uint32_t seen = 0;
    enum fee_kind kind;
    for (size_t i = 0; i < rules->tariffs_count; i++) {
        const struct fee_tariff *tariff = &rules->tariffs[i];
        const struct yaml *node = rule_file_item(file, "tariffs", i);
        const struct yaml *version = yaml_member(node, "versions")->first;
        if (kind_of(tariff, &kind))
            seen |= UINT32_C(1) << kind;
        else
            is_good = schema_key_mistake(&file->context, node, "`%.*s` is no kind of fee",
                                         TEXT_ARGS(tariff->name));
        for (size_t j = 0; j < tariff->versions_count; j++, version = version->next)
            is_good = check_version(file, rules, tariff, j, version) && is_good;
    }
    for (int i = 0; i < FEE_KIND_COUNT; i++) {
        if ((seen & UINT32_C(1) << i) == 0)
            is_good = schema_mistake(&file->context, file->tree, "there is no tariff for `%.*s`",
                                     TEXT_ARGS(fee_kind_text((enum fee_kind)i)));
    }
    return is_good;
}

static bool
take_grounds(const struct rule_file *file, const struct tariff_file *written,
             struct fee_rules *rules)
{
    bool is_good = true;
    enum fee_ground ground;
    for (size_t i = 0; i < written->grounds_count; i++) {
        const struct ground_written *one = &written->grounds[i];
        const struct yaml *node = rule_file_item(file, "grounds", i);
        const struct yaml *row = yaml_member(node, "rows")->first;
        if (!fee_ground_parse(one->name, &ground)) {
            is_good = schema_key_mistake(&file->context, node, "`%.*s` is no ground",
                                         TEXT_ARGS(one->name));
            continue;
        }
        rules->grounds[ground] = one->rule;
        for (size_t j = 0; j < one->rule.rows_count; j++, row = row->next)
            is_good = check_days(file, row, one->rule.rows[j].from, one->rule.rows[j].until,
                                 j == 0 ? NULL : &one->rule.rows[j - 1].until) &&
                      is_good;
    }
    for (int i = 0; i < FEE_GROUND_COUNT; i++) {
        if (rules->grounds[i].rows_count == 0)
            is_good = schema_mistake(&file->context, file->tree, "the grounds need `%.*s`",
                                     TEXT_ARGS(fee_ground_text((enum fee_ground)i)));
        else if (date_compare(rules->grounds[i].rows[0].from, rules->first) > 0)
            is_good =
                schema_mistake(&file->context, file->tree, "`%.*s` begins after the first tariff",
                               TEXT_ARGS(fee_ground_text((enum fee_ground)i)));
    }
    return is_good;
}

static struct date
first_day(const struct fee_rules *rules)
{
    struct date first = DATE_NONE;
    for (size_t i = 0; i < rules->tariffs_count; i++) {
        const struct fee_tariff *tariff = &rules->tariffs[i];
        if (tariff->versions_count > 0 &&
            (date_is_none(first) || date_compare(tariff->versions[0].from, first) < 0))
            first = tariff->versions[0].from;
    }
    return first;
}

/* ---- values fixed within a range ---- */

struct local_file {
    const struct fee_local *values;
    size_t count;
};
#define AT(member) offsetof(struct fee_local, member)
static const struct schema_field local_fields[] = {
    {.key = "tariff", .type = SCHEMA_TEXT, .offset = AT(tariff), .is_required = true},
    {.key = "court", .type = SCHEMA_TEXT, .offset = AT(court)},
    {.key = "amount", .type = SCHEMA_MONEY, .offset = AT(amount), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = AT(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = AT(until)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = AT(rests_on), .is_required = true},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = AT(is_verified), .is_required = true},
};
#undef AT
static const struct schema local_schema = {"a fixed value", sizeof(struct fee_local), 0,
                                           local_fields, COUNT_OF(local_fields)};
static const struct schema_field local_file_fields[] = {
    {.key = "values",
     .type = SCHEMA_LIST,
     .offset = offsetof(struct local_file, values),
     .count_offset = offsetof(struct local_file, count),
     .is_required = true,
     .least = 0,
     .most = 1000,
     .of = &local_schema},
};
static const struct schema local_file_schema = {"the fixed values", sizeof(struct local_file), 0,
                                                local_file_fields, 1};

static const struct fee_base *
range_of(const struct fee_version *version)
{
    const struct fee_base *base =
        version->per_case.is_there ? &version->per_case : &version->without_amount;
    return base->is_there && base->fixer != FEE_FIXED_BY_LAW ? base : NULL;
}

static bool
check_range(const struct rule_file *file, const struct fee_local *local,
            const struct fee_base *range, const struct yaml *node)
{
    if (range == NULL)
        return schema_mistake(&file->context, yaml_member(node, "tariff"),
                              "the law fixes `%.*s`; nothing is left to a province or a court",
                              TEXT_ARGS(local->tariff));
    if (local->amount.fen >= range->least.fen && local->amount.fen <= range->most.fen)
        return true;
    struct text least = money_text(range->least, file->context.arena);
    struct text most = money_text(range->most, file->context.arena);
    return schema_mistake(&file->context, yaml_member(node, "amount"),
                          "the law has from %.*s to %.*s yuan here", TEXT_ARGS(least),
                          TEXT_ARGS(most));
}

static bool
is_at_once(const struct fee_local *a, const struct fee_local *b)
{
    return text_equal(a->tariff, b->tariff) && text_equal(a->court, b->court) &&
           date_spans_meet(a->from, a->until, b->from, b->until);
}

static bool
check_local(const struct rule_file *file, const struct fee_rules *rules, size_t i)
{
    const struct fee_local *local = &rules->locals[i];
    const struct yaml *node = rule_file_item(file, "values", i);
    const struct fee_tariff *tariff = fee_tariff_find(rules, local->tariff);
    bool is_good = check_days(file, node, local->from, local->until, NULL);
    if (fee_version_on(tariff, local->from) == NULL)
        return schema_mistake(&file->context, yaml_member(node, "tariff"),
                              "no tariff `%.*s` is in force on that day", TEXT_ARGS(local->tariff));
    for (size_t j = 0; j < tariff->versions_count; j++) {
        const struct fee_version *version = &tariff->versions[j];
        if (date_spans_meet(version->from, version->until, local->from, local->until))
            is_good = check_range(file, local, range_of(version), node) && is_good;
    }
    for (size_t j = 0; j < i; j++) {
        if (is_at_once(&rules->locals[j], local))
            is_good = schema_mistake(&file->context, node, "`%.*s` is fixed twice on the same day",
                                     TEXT_ARGS(local->tariff));
    }
    return is_good;
}

/* Without sound tariffs there is no range to check a value by. */
static bool
load_locals(const char *folder, const struct source_list *sources, bool has_tariffs,
            struct arena *arena, struct mistakes *mistakes, struct rule_file *file,
            struct fee_rules *rules)
{
    struct local_file written = {0};
    if (!rule_file_load(file, folder, "fee/local.yaml", sources, arena, mistakes,
                        &local_file_schema, &written))
        return false;
    bool is_good = true;
    rules->locals = written.values;
    rules->locals_count = written.count;
    for (size_t i = 0; has_tariffs && i < written.count; i++)
        is_good = check_local(file, rules, i) && is_good;
    return is_good;
}

/* Hexadecimal, of the digests of both files. */
static struct text
digest_of_files(const struct rule_file *locals, const struct rule_file *tariffs,
                struct arena *arena)
{
    char bytes[2 * DIGEST_BYTES];
    memcpy(bytes, locals->digest.bytes, DIGEST_BYTES);
    memcpy(bytes + DIGEST_BYTES, tariffs->digest.bytes, DIGEST_BYTES);
    struct digest whole = digest_of((struct text){bytes, sizeof bytes});
    return digest_hex(&whole, arena);
}

bool
fee_rule_load(const char *folder, const struct source_list *sources,
              const struct policy_set *policies, struct arena *arena, struct mistakes *mistakes,
              struct fee_rules *rules)
{
    struct rule_file file, locals;
    struct tariff_file written = {0};
    *rules = (struct fee_rules){.policies = policies, .first = DATE_NONE};
    bool is_good = rule_file_load(&file, folder, "fee/tariff.yaml", sources, arena, mistakes,
                                  &file_schema, &written);
    bool has_tariffs = is_good;
    if (has_tariffs) {
        rules->tariffs = written.tariffs;
        rules->tariffs_count = written.tariffs_count;
        rules->first = first_day(rules);
        is_good = check_tariffs(&file, rules);
        is_good = take_grounds(&file, &written, rules) && is_good;
    }
    if (!load_locals(folder, sources, has_tariffs, arena, mistakes, &locals, rules) || !is_good)
        return false;
    rules->digest = digest_of_files(&locals, &file, arena);
    return true;
}
