/* case_type.h: the dated table of type codes of case numbers, such as 民初. Pure; read from
 * rules/case_type.yaml. */
#ifndef TB_CASE_TYPE_H
#define TB_CASE_TYPE_H
#include "base/date.h"

struct case_type {
    struct text code;   /* 民初 */
    struct text number; /* of the court system's own list, such as 0301; several kinds of case may
                           share a code, and then each has its row */
    struct text zh, ko, en;
    struct date in_force_from, in_force_to; /* whole days, both included; DATE_NONE is open */
    bool is_verified;
};

struct case_types {
    const struct case_type *types;
    size_t count;
};

/* The first row with this code that was in force on some day of `year`; NULL if none. */
const struct case_type *case_type_in_year(const struct case_types *types, struct text code,
                                          int year);

/* The first row with this code at any time; NULL if none. */
const struct case_type *case_type_ever(const struct case_types *types, struct text code);

/* The row of a number of the court system's list that is in force on `on`; NULL if none. */
const struct case_type *case_type_of_number(const struct case_types *types, struct text number,
                                            struct date on);

#endif
