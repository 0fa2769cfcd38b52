/* case_kind.h: which kinds of case may be filed across courts, on which day and at which court.
 * Pure; read from rules/case_kind.yaml. */
#ifndef TB_CASE_KIND_H
#define TB_CASE_KIND_H
#include "law/citation.h"
#include "law/policy.h"

enum case_kind_eligible {
    CASE_KIND_EXCLUDED,
    CASE_KIND_UNSTATED, /* the rule is silent: off, but a court may turn it on */
    CASE_KIND_ELIGIBLE
};

struct case_kind_row {
    struct date from, until; /* first and last day; no `until`: in force */
    enum case_kind_eligible eligible;
    struct citation rests_on;
    bool is_verified;
};

struct case_kind {
    struct text id; /* civil_first */
    struct words name;
    const struct text *types; /* type codes its numbers carry, the usual one first */
    size_t types_count;
    const struct case_kind_row *rows; /* ascending, without overlap */
    size_t rows_count;
    bool is_enabled; /* where no court has said otherwise */
};

struct case_kinds {
    const struct case_kind *kinds;
    size_t count;
};

/* NULL if there is no such kind. */
const struct case_kind *case_kind_find(const struct case_kinds *kinds, struct text id);

/* The row in force on a day; NULL if none. */
const struct case_kind_row *case_kind_row_on(const struct case_kind *kind, struct date on);

/* Whether a filing of this kind may be handed in on `on` for `court` to decide. The rule of the day
 * comes first: what it excludes stays closed. Else the court's (or the network's) policy
 * "case_kind.ID", "on" or "off", decides; without one a kind is open when it is enabled and the
 * rule names it. */
bool case_kind_is_open(const struct case_kinds *kinds, const struct policy_set *policies,
                       struct text id, struct text court, struct date on);

#endif
