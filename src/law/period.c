/* period.c: looks things up in the catalogue. How a period is counted is known by deadline.c. */
#include "law/period.h"

static const struct {
    const char *text;
    int most;
} units[LENGTH_UNIT_COUNT] = {
    [LENGTH_DAYS] = {"days", 36500},    [LENGTH_WORKING_DAYS] = {"working_days", 25000},
    [LENGTH_MONTHS] = {"months", 1200}, [LENGTH_YEARS] = {"years", 100},
    [LENGTH_HOURS] = {"hours", 876000}, [LENGTH_OFFICE_MINUTES] = {"office_minutes", 100000},
};

const struct period *
period_find(const struct period_catalogue *catalogue, struct text id)
{
    for (size_t i = 0; i < catalogue->count; i++) {
        if (text_equal(catalogue->periods[i].id, id))
            return &catalogue->periods[i];
    }
    return NULL;
}

const struct period_variant *
period_variant_find(const struct period *period, struct text name, struct date on)
{
    if (text_is_empty(name))
        name = period->variants[0].name;
    for (size_t i = 0; i < period->variant_count; i++) {
        const struct period_variant *variant = &period->variants[i];
        if (text_equal(variant->name, name) && date_in_span(on, variant->from, variant->until))
            return variant;
    }
    return NULL;
}

bool
period_has_variant(const struct period *period, struct text name)
{
    for (size_t i = 0; period != NULL && i < period->variant_count; i++) {
        if (text_is_empty(name) || text_equal(period->variants[i].name, name))
            return true;
    }
    return false;
}

struct text
period_unit_text(enum length_unit unit)
{
    return text_of(units[unit].text);
}

bool
period_unit_parse(struct text text, enum length_unit *unit)
{
    for (int i = 0; i < LENGTH_UNIT_COUNT; i++) {
        if (text_is(text, units[i].text)) {
            *unit = (enum length_unit)i;
            return true;
        }
    }
    return false;
}

int
period_length_most(enum length_unit unit)
{
    return units[unit].most;
}

bool
period_unit_is_clock(enum length_unit unit)
{
    return unit == LENGTH_HOURS || unit == LENGTH_OFFICE_MINUTES;
}
