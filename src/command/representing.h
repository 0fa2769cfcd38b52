/* representing.h: a power of attorney that a counter took in for a matter reaches the public desk,
 * where its agent is at home: he sees the matter there, until it ends. */
#ifndef TB_REPRESENTING_H
#define TB_REPRESENTING_H
#include "command/command.h"
#include "law/representation.h"

/* May this account act for another: is there one, and of nobody who works at a court? */
enum refusal representing_check_holder(struct node *node, struct text account, struct arena *arena);
/* Writes a representation down as it stands now, lets whoever holds it act by it once it is in
 * force, and answers with its id and status. */
void representing_settle(struct corridor *corridor, const struct act *act,
                         struct representation *one, struct outcome *outcome, struct arena *arena);

/* A court tells of one, or that it has ended. */
void representing_accept(struct corridor *corridor, const struct envelope *envelope,
                         struct outcome *outcome, struct arena *arena);

#endif
