/* security.h: what guards an account is a part of the record: who came in and how, what was set,
 * taken away, locked and opened. Never a secret, never a number or a name a person typed. */
#ifndef TB_SECURITY_H
#define TB_SECURITY_H
#include "command/command.h"

/* Appends `security_noted`: body has account, what, and how (may be empty). On a node that must not
 * write nothing is noted: people may still come in there to look. Gives the position, or -1. */
int64_t security_note(struct corridor *corridor, const struct act *act, const char *what,
                      struct text account, struct text how, struct arena *arena);

/* The hash of the account's password from now on; outside the journal. */
void security_keep_password(struct node *node, struct text account, struct text hash);

#endif
