/* drafts.h: what is filled in and not handed in yet, for the verbs that end it. */
#ifndef TB_DRAFTS_H
#define TB_DRAFTS_H
#include "command/command.h"
#include "store/draft.h"

/* The draft of that id when it is the asker's: of his account, or of the counter where he works.
 * Refuses otherwise, always alike. */
bool drafts_load(struct corridor *corridor, const struct act *act, struct text id,
                 struct draft *draft, struct outcome *outcome, struct arena *arena);

/* It goes, within the transaction under way, with the files that nothing else names. */
void drafts_forget(struct corridor *corridor, struct text id, struct arena *arena);

/* All of an account, which may not come in any more. */
void drafts_forget_all(struct corridor *corridor, struct text account, struct arena *arena);

#endif
