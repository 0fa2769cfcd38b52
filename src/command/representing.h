/* representing.h: a power of attorney that a counter took in for a matter reaches the public desk,
 * where its agent is at home: he sees the matter there, until it ends. */
#ifndef TB_REPRESENTING_H
#define TB_REPRESENTING_H
#include "command/command.h"

/* A court tells of one, or that it has ended. */
void representing_accept(struct corridor *corridor, const struct envelope *envelope,
                         struct outcome *outcome, struct arena *arena);

#endif
