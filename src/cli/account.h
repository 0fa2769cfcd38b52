/* account.h: `tongban account`: the first accounts of a node, from its own terminal. */
#ifndef TB_ACCOUNT_H
#define TB_ACCOUNT_H
#include "work/house.h"

struct account_wish {
    const char *sign_in, *name, *roles; /* roles: "counter" or "judge,filing_officer@PLACE" */
    const char *password;               /* or NULL */
    const char *password_hash;          /* made before; or NULL */
    const char *phone;                  /* or NULL */
    int identity;
    bool is_off;
};

/* Adds the account, or changes the one with this sign-in. False with a sentence on standard error.
 */
bool account_put(struct post *post, const struct account_wish *wish);
int account_main(int argc, char **argv);

#endif
