/* claim.h: somebody adds a matter that was handed in for him at a counter to his account at the
 * public desk, by the number and the code on his acknowledgement.
 *
 * The node that took the matter in judges the claim. Where it is right the account follows the
 * matter from there on: that is an event of the matter itself, and the desk is sent what the
 * parties are told. Guessing leads nowhere: the code has 55 bits, a matter takes CLAIM_WRONG_MAX
 * wrong ones a day, and the account must have the name of somebody who acts in the matter. */
#ifndef TB_CLAIM_H
#define TB_CLAIM_H
#include "command/command.h"

enum { CLAIM_WRONG_MAX = 10, CLAIM_TRIES_MAX = 5 };

/* May whoever acts at this counter let somebody see the matter: was it taken in here, and does he
 * see it himself? Refuses otherwise. */
bool claim_may_vouch(struct corridor *corridor, const struct act *act, struct text matter_id,
                     struct outcome *outcome, struct arena *arena);
/* Does somebody of that name act in the matter, as a party or for a company that is one? */
bool claim_names_party(struct corridor *corridor, struct text matter_id, struct text name,
                       struct arena *arena);
/* At the desk: an envelope of the node that took the matter in vouches for this account. */
void claim_vouched(struct corridor *corridor, const struct envelope *vouching,
                   struct text matter_id, struct text account, struct arena *arena);

/* A peer claims a matter that was taken in here, or answers a claim of ours. */
void claim_accept(struct corridor *corridor, const struct envelope *envelope,
                  struct outcome *outcome, struct arena *arena);

#endif
