/* proposal_list.c: proposals hold accounts; people know names. */
#include "query/proposal_list.h"

#include "store/account_rows.h"

static bool
may_look(enum role role)
{
    return role == ROLE_SYSTEM_ADMIN || role == ROLE_AUDIT_ADMIN || role == ROLE_SUPERVISOR ||
           role == ROLE_PRESIDENT || role == ROLE_HUB_OFFICER;
}

static struct text
name_of(const struct look *look, struct text account_id)
{
    struct account account;
    if (text_is_empty(account_id) ||
        !account_rows_load(look->store, look->court_id, account_id, look->arena, &account))
        return TEXT("");
    return account.name;
}

static void
take(const struct look *look, const struct proposal *proposal, struct proposal_named *named)
{
    *named = (struct proposal_named){*proposal, name_of(look, proposal->proposer),
                                     name_of(look, proposal->decider)};
}

enum refusal
proposal_list_load(const struct look *look, const char *kind,
                   const struct proposal_named **proposals, int *count)
{
    struct proposal_named *list = ARENA_MANY(look->arena, PROPOSALS_MAX, struct proposal_named);
    struct proposal *rows;
    *proposals = list;
    *count = 0;
    if (!may_look(look->asker->role))
        return ROLE_MUST_BE_ALLOWED;
    if (!store_begin_read(look->store))
        return ALLOWED;
    *count = proposal_rows_list(look->store, look->court_id, text_of(kind), look->arena, &rows);
    for (int i = 0; i < *count; i++)
        take(look, &rows[i], &list[i]);
    store_end_read(look->store);
    return ALLOWED;
}

enum refusal
proposal_list_one(const struct look *look, const char *kind, struct text id,
                  struct proposal_named *proposal)
{
    struct proposal row;
    if (!may_look(look->asker->role))
        return ROLE_MUST_BE_ALLOWED;
    if (!store_begin_read(look->store))
        return CHANGE_MUST_BE_OPEN;
    bool is_there = proposal_rows_load(look->store, look->court_id, id, look->arena, &row) &&
                    text_is(row.kind, kind);
    if (is_there)
        take(look, &row, proposal);
    store_end_read(look->store);
    return is_there ? ALLOWED : CHANGE_MUST_BE_OPEN;
}

enum refusal
proposal_list_in_force(const struct look *look, const char *kind, int most,
                       const struct proposal_named **proposals, int *count)
{
    struct proposal_named *list = ARENA_MANY(look->arena, (size_t)most, struct proposal_named);
    struct proposal *rows;
    *proposals = list;
    *count = 0;
    if (!may_look(look->asker->role))
        return ROLE_MUST_BE_ALLOWED;
    if (!store_begin_read(look->store))
        return ALLOWED;
    *count = proposal_rows_in_force(look->store, look->court_id, text_of(kind), most, look->arena,
                                    &rows);
    for (int i = 0; i < *count; i++)
        take(look, &rows[i], &list[i]);
    store_end_read(look->store);
    return ALLOWED;
}
