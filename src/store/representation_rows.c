/* representation_rows.c: the newest word about a representation wins whole. Help that nobody has
 * taken up stands under its code, as if that were who holds it. */
#include "store/representation_rows.h"

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

void
representation_rows_apply(struct store *store, struct text court_id, const struct event *event,
                          struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *private =
        text_is_empty(event->private) ? NULL : value_read_canonical(event->private, arena);
    struct text code = value_member_text(private, "code");
    struct canon details = canon_open(arena, 256);
    canon_begin_object(&details);
    canon_member_text_if(&details, "code", code);
    canon_member_text_if(&details, "document", value_member_text(body, "document"));
    if (value_member(body, "ends") != NULL)
        canon_member_integer(&details, "ends", value_member_integer(body, "ends", 0));
    canon_member_text(&details, "from", value_member_text(body, "from"));
    canon_member_text_if(&details, "matter", value_member_text(body, "matter"));
    canon_member_text_if(&details, "name", value_member_text(private, "name"));
    canon_member_text_if(&details, "relation", value_member_text(private, "relation"));
    canon_member_text(&details, "scope", value_member_text(body, "scope"));
    canon_member_text_if(&details, "until", value_member_text(body, "until"));
    canon_end_object(&details);
    struct sql *put =
        sql(store, "INSERT INTO representation_rows (court_id, representation_id, principal, agent,"
                   " status, details) VALUES ($1, $2, $3, $4, $5, $6)"
                   " ON CONFLICT (court_id, representation_id) DO UPDATE SET principal = $3,"
                   " agent = $4, status = $5, details = $6");
    sql_text(put, 1, court_id);
    sql_text(put, 2, value_member_text(body, "id"));
    sql_text(put, 3, or_dash(value_member_text(body, "principal")));
    sql_text(put, 4, text_is_empty(code) ? value_member_text(body, "agent") : code);
    sql_text(put, 5, value_member_text(body, "status"));
    sql_text(put, 6, canon_text(&details));
    sql_run(put);
}

static void
take_row(struct sql *row, struct arena *arena, struct representation *one)
{
    const struct value *details = value_read_canonical(sql_column(row, 4, arena), arena);
    *one = (struct representation){.until = DATE_NONE};
    one->id = sql_column(row, 0, arena);
    one->principal = sql_column(row, 1, arena);
    if (text_is(one->principal, "-"))
        one->principal = TEXT("");
    one->agent = sql_column(row, 2, arena);
    if (!representation_status_parse(sql_column(row, 3, arena), &one->status))
        one->status = REPRESENTATION_ENDED;
    one->name = value_member_text(details, "name");
    one->matter = value_member_text(details, "matter");
    one->document = value_member_text(details, "document");
    one->relation = value_member_text(details, "relation");
    one->code = value_member_text(details, "code");
    if (!text_is_empty(one->code))
        one->agent = HELP_OF_NOBODY;
    one->ends_ms = value_member_integer(details, "ends", 0);
    representation_scope_parse(value_member_text(details, "scope"), &one->scope);
    if (!date_parse(value_member_text(details, "from"), &one->from))
        one->status = REPRESENTATION_ENDED;
    if (!date_parse(value_member_text(details, "until"), &one->until))
        one->until = DATE_NONE;
}

bool
representation_rows_load(struct store *store, struct text court_id, struct text id,
                         struct arena *arena, struct representation *one)
{
    struct sql *row = sql(store, "SELECT representation_id, principal, agent, status, details"
                                 " FROM representation_rows WHERE court_id = $1"
                                 " AND representation_id = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, id);
    bool is_there = sql_next(row);
    if (is_there)
        take_row(row, arena, one);
    sql_end(row);
    return is_there;
}

static int
take_all(struct sql *rows, struct text court_id, struct text account, struct arena *arena,
         struct representation **list)
{
    int count = 0;
    *list = ARENA_MANY(arena, REPRESENTATIONS_MAX, struct representation);
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, account);
    while (count < REPRESENTATIONS_MAX && sql_next(rows))
        take_row(rows, arena, &(*list)[count++]);
    sql_end(rows);
    return count;
}

int
representation_rows_of_agent(struct store *store, struct text court_id, struct text account,
                             struct arena *arena, struct representation **list)
{
    return take_all(sql(store, "SELECT representation_id, principal, agent, status, details"
                               " FROM representation_rows WHERE court_id = $1 AND agent = $2"
                               " ORDER BY representation_id"),
                    court_id, account, arena, list);
}

int
representation_rows_of_principal(struct store *store, struct text court_id, struct text account,
                                 struct arena *arena, struct representation **list)
{
    return take_all(sql(store, "SELECT representation_id, principal, agent, status, details"
                               " FROM representation_rows WHERE court_id = $1 AND principal = $2"
                               " ORDER BY representation_id"),
                    court_id, account, arena, list);
}

int
representation_rows_help_given(struct store *store, struct text court_id, struct text account,
                               int64_t now_ms, struct arena *arena, struct representation **list)
{
    struct date today = date_of_instant(now_ms, CHINA_OFFSET_MINUTES);
    int count = 0;
    *list = ARENA_MANY(arena, REPRESENTATIONS_MAX, struct representation);
    struct sql *rows = sql(store, "SELECT representation_id, principal, agent, status, details"
                                  " FROM representation_rows WHERE court_id = $1 AND principal = $2"
                                  " ORDER BY representation_id");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, account);
    while (count < REPRESENTATIONS_MAX && sql_next(rows)) {
        struct representation *one = &(*list)[count];
        take_row(rows, arena, one);
        bool is_open = representation_counts(one, today) ||
                       (one->status == REPRESENTATION_PROPOSED && now_ms < one->ends_ms);
        count += one->scope == SCOPE_HELP && (is_open || date_compare(one->from, today) == 0);
    }
    sql_end(rows);
    return count;
}

bool
representation_rows_of_code(struct store *store, struct text court_id, struct text code,
                            int64_t now_ms, struct arena *arena, struct representation *one)
{
    struct sql *row = sql(store, "SELECT representation_id, principal, agent, status, details"
                                 " FROM representation_rows WHERE court_id = $1 AND agent = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, code);
    bool is_there = sql_next(row);
    if (is_there)
        take_row(row, arena, one);
    sql_end(row);
    return is_there && one->scope == SCOPE_HELP && one->status == REPRESENTATION_PROPOSED &&
           text_equal(one->code, code) && now_ms < one->ends_ms;
}

void
representation_rows_equip(struct store *store, struct text court_id, struct asker *asker,
                          struct date today, struct arena *arena)
{
    struct representation *list;
    if (asker->role != ROLE_AGENT && asker->role != ROLE_HELPER)
        return;
    asker->representations_count =
        representation_rows_of_agent(store, court_id, asker->account, arena, &list);
    asker->representations = list;
    asker->today = today;
}
