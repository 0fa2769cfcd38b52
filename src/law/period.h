/* period.h: the catalogue of periods the law sets, read from rules/period/. Pure. */
#ifndef TB_PERIOD_H
#define TB_PERIOD_H
#include "base/date.h"
#include "base/language.h"
#include "law/citation.h"

enum length_unit {
    LENGTH_DAYS,
    LENGTH_WORKING_DAYS,
    LENGTH_MONTHS,
    LENGTH_YEARS,
    LENGTH_HOURS,
    LENGTH_OFFICE_MINUTES,
    LENGTH_UNIT_COUNT
};

struct period_length {
    int count;
    enum length_unit unit;
};

/* One way a period can run: `judgment` and `ruling` of the time to appeal. */
struct period_variant {
    struct text name;
    struct words words;
    struct period_length length;
    struct citation rests_on;
    struct date from, until; /* in force on these days; DATE_NONE: open */
    bool is_before;          /* counted back from a day to come: no later than 3 days before */
    bool rolls;              /* a last day that is no court day moves on [CPL-2023:85] */
    bool is_policy;          /* the law leaves `rolls` open; a court may settle it otherwise */
    bool is_verified;        /* compared with the text of the law */
};

struct period {
    struct text id; /* T05 */
    struct words words;
    const struct period_variant *variants; /* the first is meant where none is named */
    size_t variant_count;
};

struct period_catalogue {
    const struct period *periods;
    size_t count;
};

/* NULL when unknown. */
const struct period *period_find(const struct period_catalogue *catalogue, struct text id);

/* The variant of that name (empty: the first) that is in force on `on`. NULL when there is none. */
const struct period_variant *period_variant_find(const struct period *period, struct text name,
                                                 struct date on);

/* Is there a variant of that name, on whatever day? Empty: the first. NULL has none. */
bool period_has_variant(const struct period *period, struct text name);

/* "days", "working_days", "months", "years", "hours", "office_minutes" */
struct text period_unit_text(enum length_unit unit);
bool period_unit_parse(struct text text, enum length_unit *unit);

/* The longest length that is taken as meant: a hundred years, in the unit. */
int period_length_most(enum length_unit unit);

/* Hours and office minutes run from an instant to an instant, the rest from day to day. */
bool period_unit_is_clock(enum length_unit unit);

#endif
