/* account_rows.c: the newest account event wins whole. */
#include "store/account_rows.h"

void
account_rows_apply(struct store *store, struct text court_id, const struct event *event,
                   struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *private =
        text_is_empty(event->private) ? NULL : value_read_canonical(event->private, arena);
    struct text account_id = value_member_text(body, "account");
    struct text sign_in = value_member_text(private, "sign_in");
    struct canon details = canon_open(arena, 256);
    canon_begin_object(&details);
    canon_member_integer(&details, "identity", value_member_integer(body, "identity", 0));
    canon_member_text(&details, "name", value_member_text(private, "name"));
    canon_member_text_if(&details, "number", value_member_text(private, "number"));
    canon_member_text_if(&details, "phone", value_member_text(private, "phone"));
    const struct value *roles = value_member(body, "roles");
    if (roles != NULL)
        canon_member(&details, "roles", roles);
    canon_end_object(&details);
    struct sql *put = sql(store, "INSERT INTO account_rows (court_id, account_id, sign_in, details,"
                                 " is_active) VALUES ($1, $2, $3, $4, $5)"
                                 " ON CONFLICT (court_id, account_id) DO UPDATE SET sign_in = $3,"
                                 " details = $4, is_active = $5");
    sql_text(put, 1, court_id);
    sql_text(put, 2, account_id);
    sql_text(put, 3, text_is_empty(sign_in) ? account_id : sign_in);
    sql_text(put, 4, canon_text(&details));
    sql_integer(put, 5, value_member_is_true(body, "active"));
    sql_run(put);
}

static bool
take_account(struct sql *row, struct arena *arena, struct account *account)
{
    *account = (struct account){0};
    bool is_there = sql_next(row);
    if (is_there) {
        const struct value *details = value_read_canonical(sql_column(row, 2, arena), arena);
        const struct value *roles = value_member(details, "roles");
        account->id = sql_column(row, 0, arena);
        account->sign_in = sql_column(row, 1, arena);
        account->name = value_member_text(details, "name");
        account->number = value_member_text(details, "number");
        account->phone = value_member_text(details, "phone");
        account->identity = (enum identity)value_member_integer(details, "identity", 0);
        account->is_active = sql_column_integer(row, 3) == 1;
        const struct value *role = value_is(roles, VALUE_ARRAY) ? roles->first : NULL;
        for (; role != NULL && account->roles_count < ACCOUNT_ROLES_MAX; role = role->next) {
            struct account_role *held = &account->roles[account->roles_count];
            held->place = value_member_text(role, "place");
            if (role_parse(value_member_text(role, "role"), &held->role))
                account->roles_count++;
        }
    }
    sql_end(row);
    return is_there;
}

bool
account_rows_load(struct store *store, struct text court_id, struct text account_id,
                  struct arena *arena, struct account *account)
{
    struct sql *row = sql(store, "SELECT account_id, sign_in, details, is_active FROM account_rows"
                                 " WHERE court_id = $1 AND account_id = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, account_id);
    return take_account(row, arena, account);
}

bool
account_rows_by_sign_in(struct store *store, struct text court_id, struct text sign_in,
                        struct arena *arena, struct account *account)
{
    struct sql *row = sql(store, "SELECT account_id, sign_in, details, is_active FROM account_rows"
                                 " WHERE court_id = $1 AND sign_in = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, sign_in);
    return take_account(row, arena, account);
}

bool
account_rows_by_token(struct store *store, struct text court_id, const struct digest *token,
                      int64_t now_ms, struct arena *arena, struct account *account)
{
    struct sql *row =
        sql(store, "SELECT account_rows.account_id, account_rows.sign_in, account_rows.details,"
                   " account_rows.is_active FROM token JOIN account_rows"
                   " ON account_rows.court_id = $1 AND account_rows.account_id = token.account_id"
                   " WHERE token.court_id = $1 AND token.digest = $2 AND token.ends_ms > $3");
    sql_text(row, 1, court_id);
    sql_blob(row, 2, token->bytes, DIGEST_BYTES);
    sql_integer(row, 3, now_ms);
    return take_account(row, arena, account);
}

bool
account_has_role(const struct account *account, enum role role, struct text *place)
{
    for (int i = 0; i < account->roles_count; i++) {
        if (account->roles[i].role == role) {
            *place = account->roles[i].place;
            return true;
        }
    }
    return false;
}
