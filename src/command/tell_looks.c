/* tell_looks.c: accounts stand in the private part, which can be erased. What was told by another
 * node is marked as digested from the start, so that no look is told twice or comes back. */
#include "command/tell_looks.h"

#include "store/matter_rows.h"
#include "store/outbox.h"

enum { TOLD_MATTERS_MAX = 500, TOLD_LOOKS_MAX = 500, LOOK_BYTES_MAX = 200 };

struct told_matter {
    struct text id, peer; /* who is told */
};

/* Of the matters that were taken in elsewhere and looked at here, those after the one named `last`,
 * which moves on; false where there are no more. */
static bool
find_matters(struct node *node, int64_t entry, struct text *last, struct told_matter *matters,
             int *count, struct arena *arena)
{
    *count = 0;
    struct sql *rows =
        sql(node->store, "SELECT DISTINCT access_log.matter_id, matter_rows.receiving"
                         " FROM access_log JOIN matter_rows ON matter_rows.court_id = $1"
                         " AND matter_rows.matter_id = access_log.matter_id"
                         " WHERE access_log.court_id = $1 AND access_log.digested = -1"
                         " AND access_log.entry <= $2 AND matter_rows.receiving <> $1"
                         " AND access_log.matter_id > $3"
                         " ORDER BY access_log.matter_id LIMIT $4");
    sql_text(rows, 1, node->id);
    sql_integer(rows, 2, entry);
    sql_text(rows, 3, *last);
    sql_integer(rows, 4, TOLD_MATTERS_MAX);
    while (*count < TOLD_MATTERS_MAX && sql_next(rows)) {
        *last = sql_column(rows, 0, arena);
        matters[(*count)++] = (struct told_matter){*last, sql_column(rows, 1, arena)};
    }
    sql_end(rows);
    return *count == TOLD_MATTERS_MAX;
}

/* Of the matters that were taken in here and looked at, after the one named `last`: those that
 * somebody follows from another node. Moves `last` on; false where there are no more. */
static bool
find_followed(struct node *node, int64_t entry, struct text *last, struct told_matter *matters,
              int *count, struct arena *arena)
{
    struct text *ids = ARENA_MANY(arena, TOLD_MATTERS_MAX, struct text);
    int found = 0;
    struct sql *rows =
        sql(node->store, "SELECT DISTINCT access_log.matter_id FROM access_log JOIN matter_rows"
                         " ON matter_rows.court_id = $1"
                         " AND matter_rows.matter_id = access_log.matter_id"
                         " WHERE access_log.court_id = $1 AND access_log.digested = -1"
                         " AND access_log.entry <= $2 AND matter_rows.receiving = $1"
                         " AND access_log.matter_id > $3"
                         " ORDER BY access_log.matter_id LIMIT $4");
    sql_text(rows, 1, node->id);
    sql_integer(rows, 2, entry);
    sql_text(rows, 3, *last);
    sql_integer(rows, 4, TOLD_MATTERS_MAX);
    while (found < TOLD_MATTERS_MAX && sql_next(rows))
        ids[found++] = sql_column(rows, 0, arena);
    sql_end(rows);
    *count = 0;
    for (int i = 0; i < found; i++) {
        struct matter_row row;
        *last = ids[i];
        if (matter_row_load(node->store, node->id, ids[i], arena, &row) &&
            row.facts.followers_count > 0)
            matters[(*count)++] = (struct told_matter){ids[i], row.facts.followers[0].node};
    }
    return found == TOLD_MATTERS_MAX;
}

/* The looks of one matter after `after`; gives the last one's entry, or -1 where there is none. */
static int64_t
write_looks(struct node *node, struct text matter_id, int64_t after, int64_t entry,
            struct canon *canon, int64_t *count)
{
    int64_t last = -1;
    *count = 0;
    canon_key(canon, "looks");
    canon_begin_array(canon);
    struct sql *rows =
        sql(node->store, "SELECT entry, account_id, role, reason, allowed, at_ms FROM access_log"
                         " WHERE court_id = $1 AND matter_id = $2 AND digested = -1"
                         " AND entry > $3 AND entry <= $4 ORDER BY entry LIMIT $5");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, matter_id);
    sql_integer(rows, 3, after);
    sql_integer(rows, 4, entry);
    sql_integer(rows, 5, TOLD_LOOKS_MAX);
    while (*count < TOLD_LOOKS_MAX && sql_next(rows)) {
        canon_begin_object(canon);
        canon_member_text(canon, "account", sql_column_here(rows, 1));
        canon_member_boolean(canon, "allowed", sql_column_integer(rows, 4) == 1);
        canon_member_integer(canon, "at", sql_column_integer(rows, 5));
        canon_member_text(canon, "reason", sql_column_here(rows, 3));
        canon_member_text(canon, "role", sql_column_here(rows, 2));
        canon_end_object(canon);
        last = sql_column_integer(rows, 0);
        ++*count;
    }
    sql_end(rows);
    canon_end_array(canon);
    return last;
}

static struct text
body_with(int64_t count, struct text from, struct text envelope, struct text said, struct text salt,
          struct arena *arena)
{
    struct canon body = canon_open(arena, 200);
    canon_begin_object(&body);
    canon_member_integer(&body, "count", count);
    canon_member_text_if(&body, "envelope", envelope);
    canon_member_text_if(&body, "from", from);
    if (!text_is_empty(said))
        canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_end_object(&body);
    return canon_text(&body);
}

/* Of a matter that was looked at very often: several events. */
static void
tell_matter(struct corridor *corridor, const struct author *author,
            const struct told_matter *matter, int64_t entry, struct arena *arena)
{
    struct node *node = corridor->node;
    int64_t after = -1, count;
    for (;;) {
        struct canon private = canon_open(arena, 1024);
        canon_begin_object(&private);
        after = write_looks(node, matter->id, after, entry, &private, &count);
        canon_end_object(&private);
        if (after < 0)
            return;
        struct text said = canon_text(&private), salt = journal_salt(node, arena);
        int64_t position = journal_append(node, author, EVENT_LOOKS_TOLD, matter->id, TEXT("looks"),
                                          body_with(count, TEXT(""), TEXT(""), said, salt, arena),
                                          said, salt, arena);
        if (position < 0)
            return;
        envelope_promise(node, ENVELOPE_LOOKS, matter->peer, position, arena);
    }
}

void
tell_looks(struct corridor *corridor, const struct author *author, int64_t entry,
           struct arena *arena)
{
    bool (*const find[])(struct node *, int64_t, struct text *, struct told_matter *, int *,
                         struct arena *) = {find_matters, find_followed};
    struct told_matter *matters = ARENA_MANY(arena, TOLD_MATTERS_MAX, struct told_matter);
    for (size_t k = 0; k < sizeof find / sizeof find[0]; k++) {
        struct text last = TEXT("-");
        for (bool more = true; more;) {
            int count;
            more = find[k](corridor->node, entry, &last, matters, &count, arena);
            for (int i = 0; i < count; i++)
                tell_matter(corridor, author, &matters[i], entry, arena);
        }
    }
}

/* ---- what others tell us ---- */

/* JL7505:s-li; who asked from a third court is named with it already. */
static struct text
name_with_node(struct text node, struct text account, struct arena *arena)
{
    struct text rest = account;
    text_cut(&rest, ':');
    if (rest.length > 0)
        return account;
    return text_format(arena, "%.*s:%.*s", TEXT_ARGS(node), TEXT_ARGS(account));
}

static bool
look_is_sound(const struct value *look)
{
    static const char *const texts[] = {"account", "reason", "role"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct text text = value_member_text(look, texts[i]);
        if (text.length > LOOK_BYTES_MAX || text_has_hidden(text))
            return false;
    }
    return value_member_integer(look, "at", -1) >= 0;
}

static void
keep_look(struct node *node, const struct envelope *envelope, const struct value *look,
          int64_t position, struct arena *arena)
{
    /* What is handed on says where it happened. */
    struct text from = value_member_text(value_member(envelope->json, "content"), "from");
    struct sql *put = sql(
        node->store, "INSERT INTO access_log (court_id, entry, matter_id, account_id, role, reason,"
                     " allowed, at_ms, digested) SELECT $1, COALESCE(MAX(entry), 0) + 1, $2, $3,"
                     " $4, $5, $6, $7, $8 FROM access_log WHERE court_id = $1");
    sql_text(put, 1, node->id);
    sql_text(put, 2, envelope->matter_id);
    sql_text(put, 3,
             name_with_node(text_is_empty(from) ? envelope->from : from,
                            value_member_text(look, "account"), arena));
    sql_text(put, 4, value_member_text(look, "role"));
    sql_text(put, 5, value_member_text(look, "reason"));
    sql_integer(put, 6, value_member_is_true(look, "allowed"));
    sql_integer(put, 7, value_member_integer(look, "at", 0));
    sql_integer(put, 8, position);
    sql_run(put);
}

void
tell_looks_accept(struct corridor *corridor, const struct envelope *envelope,
                  struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    if (!matter_row_load(node->store, node->id, envelope->matter_id, arena, &row)) {
        outcome->answer = TEXT("{\"disposition\":\"held\"}"); /* lost here, and still to come */
        return;
    }
    struct text said = value_member_text(envelope->json, "private"); /* empty once erased */
    struct text salt = text_is_empty(said) ? TEXT("") : journal_salt(node, arena);
    const struct value *looks =
        value_member(text_is_empty(said) ? NULL : value_read_canonical(said, arena), "looks");
    int64_t count = value_member_integer(value_member(envelope->json, "content"), "count", 0);
    outcome->position = journal_append(
        node, &journal_peer_author, EVENT_LOOKS_RECEIVED, envelope->matter_id, TEXT("inbox"),
        body_with(count, envelope->from, envelope->id, said, salt, arena), said, salt, arena);
    const struct value *look = value_is(looks, VALUE_ARRAY) ? looks->first : NULL;
    for (; look != NULL; look = look->next) {
        if (look_is_sound(look))
            keep_look(node, envelope, look, outcome->position, arena);
    }
    if (text_equal(row.facts.receiving, node->id) && row.facts.followers_count > 0 &&
        !text_equal(row.facts.followers[0].node, envelope->from))
        envelope_promise(node, ENVELOPE_LOOKS, row.facts.followers[0].node, outcome->position,
                         arena);
    struct inbox_entry entry = {envelope->digest, TEXT("received"), outcome->position};
    inbox_keep(node->store, node->id, envelope->from, envelope->id, &entry, node->now_ms);
    outcome->answer = TEXT("{\"disposition\":\"received\"}");
}
