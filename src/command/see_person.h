/* see_person.h: a court tells the public desk whom its counter has seen. */
#ifndef TB_SEE_PERSON_H
#define TB_SEE_PERSON_H
#include "command/command.h"

/* What a court says of a person who stood at its counter, at the desk. */
void see_person_accept(struct corridor *corridor, const struct envelope *envelope,
                       struct outcome *outcome, struct arena *arena);

#endif
