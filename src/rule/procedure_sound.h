/* procedure_sound.h: is a procedure sound? What the loader cannot see because it looks at one line
 * at a time: that every state is reached and left, that somebody may take every step and has a turn
 * in every open state, that nothing declared is forgotten and nothing meant is missing. */
#ifndef TB_PROCEDURE_SOUND_H
#define TB_PROCEDURE_SOUND_H
#include "law/case_type.h"
#include "law/period.h"
#include "law/service.h"
#include "rule/procedure_rule.h"

/* What a procedure leans on. */
struct sound_beside {
    const struct procedure_list *procedures;
    const struct period_catalogue *periods;
    const struct policy_set *policies;
    const struct case_types *case_types;
    const struct service_rules *service; /* NULL: what is said of service is not checked */
};

/* Adds a mistake, with its place, for everything that is not sound. True when nothing was added.
 * The file must be good. */
bool procedure_sound(const struct procedure_file *file, const struct sound_beside *beside);

#endif
