/* security.c: one stream of a node tells how its accounts were guarded. */
#include "command/security.h"

int64_t
security_note(struct corridor *corridor, const struct act *act, const char *what,
              struct text account, struct text how, struct arena *arena)
{
    if (corridor->node->is_read_only)
        return -1;
    struct canon body = canon_open(arena, 160);
    canon_begin_object(&body);
    canon_member_text(&body, "account", account);
    canon_member_text_if(&body, "how", how);
    canon_member_text(&body, "what", text_of(what));
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    return journal_append(corridor->node, &author, EVENT_SECURITY_NOTED, NODE_MATTER,
                          TEXT("security"), canon_text(&body), TEXT(""), TEXT(""), arena);
}

void
security_keep_password(struct node *node, struct text account, struct text hash)
{
    struct sql *put = sql(node->store, "INSERT INTO secret (court_id, account_id, password,"
                                       " changed_ms) VALUES ($1, $2, $3, $4)"
                                       " ON CONFLICT (court_id, account_id) DO UPDATE SET"
                                       " password = $3, changed_ms = $4");
    sql_text(put, 1, node->id);
    sql_text(put, 2, account);
    sql_text(put, 3, hash);
    sql_integer(put, 4, node->now_ms);
    sql_run(put);
}
