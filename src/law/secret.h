/* secret.h: what a result says in free words or by name, apart from what follows. Pure.
 *
 * The body of an event can never be erased, so it holds nobody's data: grounds, names of people
 * without an account and remembered texts leave the result before it is written and go into the
 * private part; whoever applies the event puts them back, as long as they are there. */
#ifndef TB_SECRET_H
#define TB_SECRET_H
#include "law/procedure.h"

/* Takes them out of `result`, whose effects become a copy in the arena. `step` is NULL where a
 * result comes from no form. Canonical JSON for the private part; empty where there was nothing. */
struct text secret_take(struct step_result *result, const struct step *step, struct arena *arena);

/* Puts back what secret_take gave, as read from a private part; NULL puts back nothing. Effects of
 * `result` are written through. */
void secret_put_back(struct step_result *result, const struct value *secrets);

#endif
