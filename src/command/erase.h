/* erase.h: content is erased by law here, or by order of the court that decides the matter. */
#ifndef TB_ERASE_H
#define TB_ERASE_H
#include "command/command.h"
#include "store/erasure.h"

/* A peer has erased. The order of the owner holds for every copy; what the receiving node erased is
 * kept as a fact for the owner, who decides about its own file. */
void erase_accept(struct corridor *corridor, const struct envelope *envelope,
                  struct outcome *outcome, struct arena *arena);

/* The bytes of these files go once the group under way is durable. */
void erase_files(struct corridor *corridor, const struct erased_files *files);

/* Once the group is durable: files that nothing speaks of any more go, and the log of the database
 * is emptied, where old pages would lie on. `is_kept` false: the group is gone, nothing is erased.
 */
void erase_take_effect(struct corridor *corridor, bool is_kept);

/* Files whose erasure was decided and cut short by a crash go now; for the start of a node. */
void erase_finish(struct node *node);

#endif
