/* case_type.c: a type code is law for a time. The code 民诉前调 was written until 2024 and must
 * still be readable on old papers, but no new number may carry it. */
#include "law/case_type.h"

static bool
is_in_force(const struct case_type *type, struct date first, struct date last)
{
    return (date_is_none(type->in_force_from) || date_compare(type->in_force_from, last) <= 0) &&
           (date_is_none(type->in_force_to) || date_compare(first, type->in_force_to) <= 0);
}

const struct case_type *
case_type_in_year(const struct case_types *types, struct text code, int year)
{
    struct date first, last;
    if (!date_from_civil((struct civil){year, 1, 1}, &first) ||
        !date_from_civil((struct civil){year, 12, 31}, &last))
        return NULL;
    for (size_t i = 0; i < types->count; i++)
        if (text_equal(types->types[i].code, code) && is_in_force(&types->types[i], first, last))
            return &types->types[i];
    return NULL;
}

const struct case_type *
case_type_ever(const struct case_types *types, struct text code)
{
    for (size_t i = 0; i < types->count; i++)
        if (text_equal(types->types[i].code, code))
            return &types->types[i];
    return NULL;
}

const struct case_type *
case_type_of_number(const struct case_types *types, struct text number, struct date on)
{
    for (size_t i = 0; i < types->count; i++)
        if (text_equal(types->types[i].number, number) && is_in_force(&types->types[i], on, on))
            return &types->types[i];
    return NULL;
}
