/* tell_looks.h: who looked at a matter is told to the node where its party has his page: he sees
 * all looks, at whichever court. */
#ifndef TB_TELL_LOOKS_H
#define TB_TELL_LOOKS_H
#include "command/command.h"

/* Tells the looks up to `entry` that no digest holds yet, of every matter that was taken in
 * elsewhere: an event of the matter each, promised to that node. */
void tell_looks(struct corridor *corridor, const struct author *author, int64_t entry,
                struct arena *arena);

/* Another node tells us. */
void tell_looks_accept(struct corridor *corridor, const struct envelope *envelope,
                       struct outcome *outcome, struct arena *arena);

#endif
