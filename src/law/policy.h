/* policy.h: what a court may settle itself where the law leaves it open, as dated values. Pure.
 * The rows come from rules/policy.yaml; a court's own rows come after the general ones. */
#ifndef TB_POLICY_H
#define TB_POLICY_H
#include "base/date.h"
#include "base/language.h"
#include "law/citation.h"

struct policy_row {
    struct text name, value;
    struct text court;       /* empty: every court */
    struct date from, until; /* first and last day; DATE_NONE: open */
    struct citation rests_on;
    bool is_verified;
};

struct policy_set {
    const struct policy_row *rows;
    size_t rows_count;
};

/* The value for a court on a day: the court's own row before the general one, of several the one
 * that came into force last. Empty where there is none. */
struct text policy_value(const struct policy_set *policies, struct text name, struct text court,
                         struct date on);

#endif
