/* case_type.h: the dated table of type codes of case numbers, such as 民初. Pure; read from
 * rules/case_type.yaml. */
#ifndef TB_CASE_TYPE_H
#define TB_CASE_TYPE_H
#include "base/date.h"
#include "base/language.h"
#include "law/citation.h"

struct case_type {
    struct text code;   /* 民初 */
    struct text number; /* in the courts' own list of kinds of case, such as 0301; several kinds may
                           share a code, and then each has its row */
    struct words name;
    struct date from, until; /* first and last day in force; no `until`: still in force */
};

/* The one character that may stand before a type code: 知 in 知民终. [CNO2015:2] */
struct case_special {
    struct text code;
    struct words name;
    struct date from, until;
};

struct case_types {
    const struct case_type *types;
    size_t count;
    const struct case_special *specials;
    size_t specials_count;
    struct citation rests_on;
    struct date from; /* of types that name no other day */
    bool is_verified;
};

/* The first row with this code that was in force on some day of `year`; NULL if none. The code may
 * begin with a special character of that year; `special`, unless NULL, is given its row or NULL. */
const struct case_type *case_type_in_year(const struct case_types *types, struct text code,
                                          int year, const struct case_special **special);

/* The first row with this code at any time; NULL if none. */
const struct case_type *case_type_ever(const struct case_types *types, struct text code);

#endif
