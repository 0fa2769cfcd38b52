/* rules_in_use.h: which rule files, directories and trust lists stand in the record of a node, in
 * which version: what was decided can be read again under the rules of its day. */
#ifndef TB_RULES_IN_USE_H
#define TB_RULES_IN_USE_H
#include "law/refusal.h"
#include "query/look.h"

enum { RULES_IN_USE_MAX = 500 };

struct rule_in_use {
    struct text kind;   /* directory, trust, rule */
    struct text name;   /* procedure/civil_filing.yaml */
    int64_t version;    /* 1 for the first that was kept here */
    struct text digest; /* hexadecimal */
};

/* The newest version of each, by kind and name; for administrators of system and audit. Refused
 * with ROLE_MUST_BE_ALLOWED. */
enum refusal rules_in_use_load(const struct look *look, const struct rule_in_use **rules,
                               int *count);

#endif
