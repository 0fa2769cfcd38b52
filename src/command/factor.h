/* factor.h: second factors and failures, for the verbs that let somebody in. */
#ifndef TB_FACTOR_H
#define TB_FACTOR_H
#include "command/command.h"

/* So many failures are free; from then on each doubles the pause, up to the longest. */
enum {
    FACTOR_FAILURES_FREE = 5,
    FACTOR_FAILURE_MS = 60 * 1000,
    FACTOR_FAILURE_MS_MAX = 60 * 60 * 1000
};

/* Does an account with a second factor show it? `shown` is {step}, whose code the door has checked,
 * or {recovery}, a digest; each is used up. ALLOWED at once for an account without one. Otherwise
 * SECOND_FACTOR_MUST_BE_SHOWN (nothing shown), CODE_MUST_BE_RIGHT (used before). `how` becomes totp
 * or recovery. */
enum refusal factor_show(struct corridor *corridor, const struct act *act, struct text account,
                         const struct value *shown, struct text *how, struct arena *arena);

/* True when the account has a second factor in force. */
bool factor_is_set(struct node *node, struct text account);

/* Failures of this subject count no more. */
void factor_forgive(struct node *node, const struct digest *subject);

#endif
