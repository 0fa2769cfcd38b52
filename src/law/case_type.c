/* case_type.c: a type code is law for a time. The code 民诉前调 was written until 2024 and must
 * still be readable on old papers, but no new number may carry it. */
#include "law/case_type.h"

/* Whether [from, until] and the year share a day. */
static bool
is_in_force(struct date from, struct date until, int year)
{
    return date_civil(from).year <= year && (date_is_none(until) || date_civil(until).year >= year);
}

static const struct case_type *
find_in_year(const struct case_types *types, struct text code, int year)
{
    for (size_t i = 0; i < types->count; i++) {
        const struct case_type *type = &types->types[i];
        if (text_equal(type->code, code) && is_in_force(type->from, type->until, year))
            return type;
    }
    return NULL;
}

static const struct case_special *
special_in_year(const struct case_types *types, struct text code, int year)
{
    for (size_t i = 0; i < types->specials_count; i++) {
        const struct case_special *special = &types->specials[i];
        struct text head = {code.bytes, special->code.length};
        if (code.length > head.length && text_equal(head, special->code) &&
            is_in_force(special->from, special->until, year))
            return special;
    }
    return NULL;
}

const struct case_type *
case_type_in_year(const struct case_types *types, struct text code, int year,
                  const struct case_special **special)
{
    const struct case_special *found = NULL;
    const struct case_type *type = find_in_year(types, code, year);
    if (type == NULL && (found = special_in_year(types, code, year)) != NULL) {
        size_t head = found->code.length;
        type = find_in_year(types, (struct text){code.bytes + head, code.length - head}, year);
    }
    if (special != NULL)
        *special = type == NULL ? NULL : found;
    return type;
}

const struct case_type *
case_type_ever(const struct case_types *types, struct text code)
{
    for (size_t i = 0; i < types->count; i++)
        if (text_equal(types->types[i].code, code))
            return &types->types[i];
    return NULL;
}
