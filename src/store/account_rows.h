/* account_rows.h: who may sign in at this node, and in which roles. Secrets lie in tables of their
 * own, outside the journal. */
#ifndef TB_ACCOUNT_ROWS_H
#define TB_ACCOUNT_ROWS_H
#include "law/access.h"
#include "store/journal.h"

enum { ACCOUNT_ROLES_MAX = 16 };

struct account_role {
    enum role role;
    struct text place; /* empty: the whole court */
};

struct account {
    struct text id, sign_in, name, phone, number; /* number: of the identity card */
    enum identity identity;
    struct account_role roles[ACCOUNT_ROLES_MAX];
    int roles_count;
    bool is_active;
};

/* `account_enrolled`, `account_changed`: body has account, active, identity, roles; the private
 * part has sign_in, name, phone?, number?. */
void account_rows_apply(struct store *store, struct text court_id, const struct event *event,
                        struct arena *arena);
bool account_rows_load(struct store *store, struct text court_id, struct text account_id,
                       struct arena *arena, struct account *account);
bool account_rows_by_sign_in(struct store *store, struct text court_id, struct text sign_in,
                             struct arena *arena, struct account *account);
/* The account a token stands for until its end, active or not. */
bool account_rows_by_token(struct store *store, struct text court_id, const struct digest *token,
                           int64_t now_ms, struct arena *arena, struct account *account);
/* Does the account hold this role? `place` gets its scope. */
bool account_has_role(const struct account *account, enum role role, struct text *place);

#endif
