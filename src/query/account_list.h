/* account_list.h: who may sign in at a node; and whose token or password that is. */
#ifndef TB_ACCOUNT_LIST_H
#define TB_ACCOUNT_LIST_H
#include "query/look.h"
#include "store/account_rows.h"

enum { ACCOUNT_LIST_PAGE = 100 };

/* Accounts after an id (empty: from the first), by id; for administrators of system, security and
 * audit. Refused with ROLE_MUST_BE_ALLOWED. */
enum refusal account_list_load(const struct look *look, struct text after,
                               const struct account **accounts, int *count, bool *more);

/* How people call a member of this court, for those who work here too; empty for everybody else and
 * where this node knows no such account. */
struct text account_list_name(const struct look *look, struct text account_id);

/* Members of this court a matter can be given to, by name: who files, judges or heads. For those
 * who work here too; otherwise none. At most ACCOUNT_LIST_PAGE. */
int account_list_colleagues(const struct look *look, const struct account **accounts);

/* The active account a token of this node stands for, until its end. These two are asked before it
 * is known who asks. */
bool account_list_by_token(struct store *store, struct text court_id, const struct digest *token,
                           int64_t now_ms, struct arena *arena, struct account *account);

/* The active account of a sign-in name and the hash of its password; false where there is none. */
bool account_list_password(struct store *store, struct text court_id, struct text sign_in,
                           struct arena *arena, struct account *account, struct text *hash);

#endif
