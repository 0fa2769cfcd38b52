/* guard.h: does a condition of a procedure hold? Pure. Also the checklist, because its materials
 * are required under conditions and conditions count materials. */
#ifndef TB_GUARD_H
#define TB_GUARD_H
#include "law/procedure.h"

/* What a condition is looked up in. */
struct guard_context {
    const struct procedure *procedure;
    const struct matter_facts *facts;
    const struct step *step;    /* the step that is asked for; NULL: none */
    const struct value *fields; /* its fields, or one entry of a list; NULL: none */
    const struct asker *asker;
    const struct policy_set *policies;
    const struct element_forms *forms; /* element_form.h; NULL: there are none */
    struct date today;
    bool is_look;     /* nothing is filled in yet: what depends on a field is taken to hold */
    bool is_for_item; /* within a material: counts of materials are 0, so that this ends */
};

bool guard_holds(const struct guard *guard, const struct guard_context *context);
/* A NULL condition never holds: it is one that may add to "required". */
bool guard_requires(bool is_required, const struct guard *required_if,
                    const struct guard_context *context);

/* Materials that must be looked at and have no verdict: required ones and those handed in. */
int guard_count_unchecked(const struct guard_context *context);
/* Materials found missing or defective. */
int guard_count_defects(const struct guard_context *context);
/* Required materials that neither came earlier nor come with this step. */
int guard_count_missing(const struct guard_context *context);
/* Names of the materials counted by one of these, for people: "identity, evidence". */
struct text guard_list_unchecked(const struct guard_context *context, struct arena *arena);
struct text guard_list_defects(const struct guard_context *context, struct arena *arena);
struct text guard_list_missing(const struct guard_context *context, struct arena *arena);

#endif
