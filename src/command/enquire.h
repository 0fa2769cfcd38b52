/* enquire.h: a counter asks the court that took a matter in, the party being present; the owner
 * sees who asked and why, and so does the party. */
#ifndef TB_ENQUIRE_H
#define TB_ENQUIRE_H
#include "command/command.h"

/* Another node asks us, or answers us. */
void enquire_accept(struct corridor *corridor, const struct envelope *envelope,
                    struct outcome *outcome, struct arena *arena);

#endif
