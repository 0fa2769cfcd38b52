/* account_list.c: accounts of one node. Secrets leave the store only to be compared. */
#include "query/account_list.h"

static bool
may_look(const struct asker *asker)
{
    return asker->role == ROLE_SYSTEM_ADMIN || asker->role == ROLE_SECURITY_ADMIN ||
           asker->role == ROLE_AUDIT_ADMIN;
}

static void
walk(const struct look *look, struct text after, struct account *accounts, int *count, bool *more)
{
    struct text ids[ACCOUNT_LIST_PAGE];
    struct sql *rows = sql(look->store, "SELECT account_id FROM account_rows WHERE court_id = $1"
                                        " AND account_id > $2 ORDER BY account_id LIMIT $3");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, text_is_empty(after) ? TEXT("-") : after);
    sql_integer(rows, 3, ACCOUNT_LIST_PAGE + 1);
    int found = 0;
    while (sql_next(rows)) {
        if (found == ACCOUNT_LIST_PAGE)
            *more = true;
        else
            ids[found++] = sql_column(rows, 0, look->arena);
    }
    sql_end(rows);
    for (int i = 0; i < found; i++)
        *count +=
            account_rows_load(look->store, look->court_id, ids[i], look->arena, &accounts[*count]);
}

enum refusal
account_list_load(const struct look *look, struct text after, const struct account **accounts,
                  int *count, bool *more)
{
    struct account *list = ARENA_MANY(look->arena, ACCOUNT_LIST_PAGE, struct account);
    *accounts = list;
    *count = 0;
    *more = false;
    if (!may_look(look->asker))
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        walk(look, after, list, count, more);
        store_end_read(look->store);
    }
    return ALLOWED;
}

static bool
works_here(const struct look *look)
{
    enum role role = look->asker->role;
    return !access_is_citizen(role) && text_equal(look->asker->node, look->court_id);
}

struct text
account_list_name(const struct look *look, struct text account_id)
{
    struct account account;
    struct text name = TEXT("");
    if (text_is_empty(account_id) || !works_here(look) || !store_begin_read(look->store))
        return name;
    if (account_rows_load(look->store, look->court_id, account_id, look->arena, &account))
        name = account.name;
    store_end_read(look->store);
    return name;
}

static bool
takes_matters(const struct account *account)
{
    struct text place;
    return account->is_active && (account_has_role(account, ROLE_FILING_OFFICER, &place) ||
                                  account_has_role(account, ROLE_JUDGE, &place) ||
                                  account_has_role(account, ROLE_SUPERVISOR, &place));
}

int
account_list_colleagues(const struct look *look, const struct account **accounts)
{
    struct account *list = ARENA_MANY(look->arena, ACCOUNT_LIST_PAGE, struct account);
    struct text after = TEXT("");
    bool more = true;
    int count = 0;
    *accounts = list;
    if (!works_here(look) || !store_begin_read(look->store))
        return 0;
    while (more && count < ACCOUNT_LIST_PAGE) {
        struct account *page = ARENA_MANY(look->arena, ACCOUNT_LIST_PAGE, struct account);
        int found = 0;
        more = false;
        walk(look, after, page, &found, &more);
        for (int i = 0; i < found; i++) {
            if (count < ACCOUNT_LIST_PAGE && takes_matters(&page[i]))
                list[count++] = page[i];
        }
        more &= found > 0;
        if (found > 0)
            after = page[found - 1].id;
    }
    store_end_read(look->store);
    return count;
}

bool
account_list_by_token(struct store *store, struct text court_id, const struct digest *token,
                      int64_t now_ms, struct arena *arena, struct account *account)
{
    return account_rows_by_token(store, court_id, token, now_ms, arena, account) &&
           account->is_active;
}

bool
account_list_password(struct store *store, struct text court_id, struct text sign_in,
                      struct arena *arena, struct account *account, struct text *hash)
{
    *hash = TEXT("");
    if (!account_rows_by_sign_in(store, court_id, sign_in, arena, account))
        return false;
    struct sql *row =
        sql(store, "SELECT password FROM secret WHERE court_id = $1 AND account_id = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, account->id);
    if (sql_next(row))
        *hash = sql_column(row, 0, arena);
    sql_end(row);
    return account->is_active && !text_is_empty(*hash);
}
