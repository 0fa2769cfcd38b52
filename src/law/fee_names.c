/* fee_names.c: the words of the tables, and what the rules hold under them. */
#include "law/fee.h"

#define TAKES(name) (UINT32_C(1) << FEE_OPTION_##name)
static const struct {
    struct text text;
    uint32_t options;
} kinds[FEE_KIND_COUNT] = {
#define FEE_KIND(name, word, options) [FEE_KIND_##name] = {TEXT_INIT(word), options},
#include "law/fee_kind.def"
#undef FEE_KIND
};

static const struct {
    struct text text;
    enum fee_option_type type;
} options[FEE_OPTION_COUNT] = {
#define FEE_OPTION(name, word, type) [FEE_OPTION_##name] = {TEXT_INIT(word), FEE_TYPE_##type},
#include "law/fee_option.def"
#undef FEE_OPTION
};

static const struct text grounds[FEE_GROUND_COUNT] = {
#define FEE_GROUND(name, word) [FEE_GROUND_##name] = TEXT_INIT(word),
#include "law/fee_ground.def"
#undef FEE_GROUND
};

struct text
fee_kind_text(enum fee_kind kind)
{
    return kinds[kind].text;
}

bool
fee_kind_parse(struct text text, enum fee_kind *kind)
{
    for (int i = 0; i < FEE_KIND_COUNT; i++) {
        if (!text_equal(text, kinds[i].text))
            continue;
        *kind = (enum fee_kind)i;
        return true;
    }
    return false;
}

struct text
fee_option_text(enum fee_option option)
{
    return options[option].text;
}

enum fee_option_type
fee_option_type(enum fee_option option)
{
    return options[option].type;
}

struct text
fee_ground_text(enum fee_ground ground)
{
    return grounds[ground];
}

bool
fee_ground_parse(struct text text, enum fee_ground *ground)
{
    for (int i = 0; i < FEE_GROUND_COUNT; i++) {
        if (!text_equal(text, grounds[i]))
            continue;
        *ground = (enum fee_ground)i;
        return true;
    }
    return false;
}

uint32_t
fee_kind_options(enum fee_kind kind)
{
    return kinds[kind].options;
}

const struct fee_tariff *
fee_tariff_find(const struct fee_rules *rules, struct text name)
{
    for (size_t i = 0; i < rules->tariffs_count; i++) {
        if (text_equal(rules->tariffs[i].name, name))
            return &rules->tariffs[i];
    }
    return NULL;
}

struct text
fee_tariff_item(const struct fee_tariff *tariff, enum fee_kind kind)
{
    struct text item = tariff->name, of = text_cut(&item, '.');
    return text_equal(of, fee_kind_text(kind)) ? item : TEXT("");
}

const struct fee_version *
fee_version_on(const struct fee_tariff *tariff, struct date on)
{
    for (size_t i = 0; tariff != NULL && i < tariff->versions_count; i++) {
        if (date_in_span(on, tariff->versions[i].from, tariff->versions[i].until))
            return &tariff->versions[i];
    }
    return NULL;
}

struct citation
fee_ground_rests_on(const struct fee_rules *rules, enum fee_ground ground, struct date on)
{
    const struct fee_ground_rule *rule = &rules->grounds[ground];
    for (size_t i = 0; i < rule->rows_count; i++) {
        if (date_in_span(on, rule->rows[i].from, rule->rows[i].until))
            return rule->rows[i].rests_on;
    }
    return (struct citation){0};
}

const struct fee_local *
fee_local_find(const struct fee_rules *rules, struct text tariff, struct text court, struct date on)
{
    const struct fee_local *general = NULL;
    for (size_t i = 0; i < rules->locals_count; i++) {
        const struct fee_local *local = &rules->locals[i];
        if (!text_equal(local->tariff, tariff) || !date_in_span(on, local->from, local->until))
            continue;
        if (!text_is_empty(local->court) && text_equal(local->court, court))
            return local;
        if (text_is_empty(local->court))
            general = local;
    }
    return general;
}
