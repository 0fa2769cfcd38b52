/* procedure_effects.h: what follows from a step that may be taken. Inner header of procedure*.c. */
#ifndef TB_PROCEDURE_EFFECTS_H
#define TB_PROCEDURE_EFFECTS_H
#include "law/guard.h"

/* One step whose effects are gathered in `result`; all of it lives as long as `arena`. */
struct consequence {
    const struct guard_context *context;
    const struct step_request *request;
    const struct rule_set *rules;
    struct arena *arena;
    struct step_result *result;
};

/* One more effect: as many as the rule names and the fields hold, so the list grows. Its members
 * are to be filled in; the address is good until the next one. */
struct effect *procedure_effect(struct consequence *consequence, enum effect_kind kind,
                                struct text name);

/* What was found when a period was counted, into its effect. */
void procedure_put_found(struct effect *effect, const struct period_found *found);

/* Closes an open task and stops its clock; nothing where it is not open. */
void procedure_close_task(struct consequence *consequence, struct text name);

/* Nothing where it is open already. A task has its own clock, which stops when it is done. */
void procedure_open_task(struct consequence *consequence, struct text name);

/* All effects of context->step with the fields of the context, as its rule says. Where all must
 * sign and one is missing only the signature is: result->is_effective is false then. */
void procedure_all_effects(struct consequence *consequence);

#endif
