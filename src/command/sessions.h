/* sessions.h: how a browser comes in, for the verbs that let it. */
#ifndef TB_SESSIONS_H
#define TB_SESSIONS_H
#include "command/command.h"
#include "store/account_rows.h"

enum { SESSIONS_HALF_WAY_MS = 10 * 60 * 1000 };

/* Opens the session that `opening` describes (the input of OPEN_SESSION) for an account at a stage,
 * and ends the one it replaces. Somebody who comes in whole is noted in the record, and what he
 * failed before is forgiven. Half-way it ends within minutes, whatever `opening` says. Gives the
 * position of the note, or -1. */
int64_t sessions_open(struct corridor *corridor, const struct act *act, const struct value *opening,
                      struct text account, const char *stage, struct text about, struct text how,
                      struct arena *arena);

/* All of an account end, but the one of this digest (may be NULL); its tokens as well. */
void sessions_end_all(struct node *node, struct text account, const struct digest *but);

/* Tokens and attempts are kept by digest: reads one, or refuses. */
bool sessions_read_digest(const struct value *input, const char *key, struct digest *digest,
                          struct outcome *outcome, struct arena *arena);

#endif
