/* service_rows.c: an event of a service carries the whole attempt and the verdict over all of them,
 * so that applying one asks no law. */
#include "store/service_rows.h"

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static struct text
or_empty(struct text text)
{
    return text_is(text, "-") ? TEXT("") : text;
}

bool
service_rows_names(struct text list, struct text name)
{
    while (!text_is_empty(list))
        if (text_equal(text_cut(&list, ' '), name))
            return !text_is_empty(name);
    return false;
}

bool
service_rows_is_for(const struct service_row *service, struct text name)
{
    const struct value *names = value_member(service->details, "names");
    for (const struct value *one = value_is(names, VALUE_ARRAY) ? names->first : NULL; one != NULL;
         one = one->next)
        if (text_equal(text_trim(value_text(one)), name))
            return !text_is_empty(name);
    return false;
}

bool
service_rows_have(enum event_kind kind)
{
    return kind == EVENT_SERVICE_PLANNED || kind == EVENT_SERVICE_ATTEMPTED ||
           kind == EVENT_SERVICE_JUDGED || kind == EVENT_SERVICE_TOLD;
}

/* ["a","b"] as `a b`. */
static struct text
listed(const struct value *array, struct arena *arena)
{
    struct buffer list = buffer_open(arena, 80);
    const struct value *item = value_is(array, VALUE_ARRAY) ? array->first : NULL;
    for (; item != NULL; item = item->next)
        buffer_add_format(&list, "%s%.*s", item == array->first ? "" : " ",
                          TEXT_ARGS(value_text(item)));
    return buffer_text(&list);
}

/* Canonical bytes again; of nothing, those of an empty object or array. */
static struct text
bytes_of(const struct value *value, const char *otherwise, struct arena *arena)
{
    if (value == NULL)
        return text_of(otherwise);
    struct canon canon = canon_open(arena, 300);
    canon_put(&canon, value);
    return canon_text(&canon);
}

static int64_t
entered_ms(const struct service_told *told)
{
    return value_member_integer(told->statement, "entered", 0);
}

/* ---- applying ---- */

static void
apply_plan(struct store *store, struct text court_id, const struct service_told *told,
           struct arena *arena)
{
    const struct value *body = told->body;
    struct sql *put =
        sql(store, "INSERT INTO service_rows (court_id, matter_id, service_id, place, position,"
                   " papers, document, recipients, accounts, home, on_served, on_void, status,"
                   " served_on, closed_on, is_presumed, attempts, planned_ms, settled_ms, plan,"
                   " details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open',"
                   " '-', '-', 0, 0, $13, 0, $14, $15)"
                   " ON CONFLICT (court_id, matter_id, service_id) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_text(put, 2, told->matter_id);
    sql_text(put, 3, value_member_text(body, "service"));
    sql_text(put, 4, or_dash(value_member_text(body, "of")));
    sql_integer(put, 5, told->position);
    sql_text(put, 6, listed(value_member(body, "papers"), arena));
    sql_text(put, 7, or_dash(value_member_text(body, "document")));
    sql_text(put, 8, listed(value_member(body, "recipients"), arena));
    sql_text(put, 9, or_dash(listed(value_member(body, "accounts"), arena)));
    sql_text(put, 10, or_dash(value_member_text(body, "home")));
    sql_text(put, 11, or_dash(value_member_text(body, "on_served")));
    sql_text(put, 12, or_dash(value_member_text(body, "on_void")));
    sql_integer(put, 13, entered_ms(told));
    sql_text(put, 14, bytes_of(value_member(body, "plan"), "[]", arena));
    sql_text(put, 15, bytes_of(told->private, "{}", arena));
    sql_run(put);
}

static void
put_attempt(struct store *store, struct text court_id, const struct service_told *told,
            struct arena *arena)
{
    const struct value *body = told->body, *verdict = value_member(body, "verdict");
    struct sql *put =
        sql(store, "INSERT INTO attempt_rows (court_id, matter_id, service_id, number, position,"
                   " mode, channel, outcome, served_on, made_ms, judged_ms, wait_until, made_by,"
                   " made_as, made_at, said, verdict, details) VALUES ($1, $2, $3, $4, $5, $6, $7,"
                   " $8, $9, $10, $10, $11, $12, $13, $14, $15, $16, $17)"
                   " ON CONFLICT (court_id, matter_id, service_id, number) DO UPDATE SET"
                   " position = $5, outcome = $8, served_on = $9, judged_ms = $10,"
                   " wait_until = $11, said = $15, verdict = $16,"
                   " details = CASE WHEN $17 = '{}' THEN attempt_rows.details ELSE $17 END");
    sql_text(put, 1, court_id);
    sql_text(put, 2, told->matter_id);
    sql_text(put, 3, value_member_text(body, "service"));
    sql_integer(put, 4, value_member_integer(body, "attempt", 0));
    sql_integer(put, 5, told->position);
    sql_text(put, 6, or_dash(value_member_text(value_member(body, "said"), "mode")));
    sql_text(put, 7, or_dash(value_member_text(body, "channel")));
    sql_text(put, 8, or_dash(value_member_text(verdict, "outcome")));
    sql_text(put, 9, or_dash(value_member_text(verdict, "served_on")));
    sql_integer(put, 10, entered_ms(told));
    sql_text(put, 11, or_dash(value_member_text(verdict, "wait_until")));
    sql_text(put, 12, or_dash(value_member_text(body, "by")));
    sql_text(put, 13, or_dash(value_member_text(body, "as")));
    sql_text(put, 14, or_dash(value_member_text(body, "at")));
    sql_text(put, 15, bytes_of(value_member(body, "said"), "{}", arena));
    sql_text(put, 16, bytes_of(verdict, "{}", arena));
    sql_text(put, 17, bytes_of(told->private, "{}", arena));
    sql_run(put);
}

/* Evidence of another node that led to this is answered. */
static void
take_evidence(struct store *store, struct text court_id, const struct service_told *told)
{
    const struct value *of = value_member(told->body, "evidence");
    if (of == NULL)
        return;
    struct sql *put = sql(store, "UPDATE evidence_rows SET is_taken = 1 WHERE court_id = $1"
                                 " AND matter_id = $2 AND node = $3 AND seq = $4"
                                 " AND service_id IN ($5, '-')");
    sql_text(put, 1, court_id);
    sql_text(put, 2, told->matter_id);
    sql_text(put, 3, value_member_text(of, "node"));
    sql_integer(put, 4, value_member_integer(of, "seq", -1));
    sql_text(put, 5, value_member_text(told->body, "service"));
    sql_run(put);
}

static void
apply_attempt(struct store *store, struct text court_id, const struct service_told *told,
              struct arena *arena)
{
    const struct value *whole = value_member(told->body, "whole");
    bool is_served = text_is(value_member_text(whole, "status"), "served");
    put_attempt(store, court_id, told, arena);
    struct sql *put =
        sql(store, "UPDATE service_rows SET status = $1, served_on = $2, closed_on = $3,"
                   " is_presumed = $4,"
                   " settled_ms = CASE WHEN served_on = $2 THEN settled_ms ELSE $5 END, plan = $6,"
                   " attempts = CASE WHEN attempts < $7 THEN $7 ELSE attempts END"
                   " WHERE court_id = $8 AND matter_id = $9 AND service_id = $10");
    sql_text(put, 1, is_served ? TEXT("served") : TEXT("open"));
    sql_text(put, 2, or_dash(value_member_text(whole, "served_on")));
    sql_text(put, 3, or_dash(value_member_text(whole, "closed_on")));
    sql_integer(put, 4, value_member_is_true(whole, "presumed"));
    sql_integer(put, 5, is_served ? entered_ms(told) : 0);
    sql_text(put, 6, bytes_of(value_member(whole, "plan"), "[]", arena));
    sql_integer(put, 7, value_member_integer(told->body, "attempt", 0));
    sql_text(put, 8, court_id);
    sql_text(put, 9, told->matter_id);
    sql_text(put, 10, value_member_text(told->body, "service"));
    sql_run(put);
    take_evidence(store, court_id, told);
}

static void
apply_evidence(struct store *store, struct text court_id, const struct service_told *told,
               struct arena *arena)
{
    struct sql *put =
        sql(store, "INSERT INTO evidence_rows (court_id, matter_id, node, seq, position,"
                   " service_id, kind, account_id, at_ms, is_taken, said, details)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11)"
                   " ON CONFLICT (court_id, matter_id, node, seq) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_text(put, 2, told->matter_id);
    sql_text(put, 3, told->node);
    sql_integer(put, 4, told->seq);
    sql_integer(put, 5, told->position);
    sql_text(put, 6, or_dash(value_member_text(told->body, "service")));
    sql_text(put, 7, or_dash(value_member_text(told->body, "kind")));
    sql_text(put, 8, or_dash(value_member_text(told->body, "account")));
    sql_integer(put, 9, value_member_integer(told->body, "at", 0));
    sql_text(put, 10, bytes_of(value_member(told->body, "said"), "{}", arena));
    sql_text(put, 11, bytes_of(told->private, "{}", arena));
    sql_run(put);
}

/* The court that decides, or did; where the papers were handed in, or whoever named in the matter
 * is at home. */
static bool
has_a_say(struct store *store, struct text court_id, const struct service_told *told,
          struct arena *arena)
{
    struct matter_row row;
    if (text_equal(told->node, court_id))
        return true;
    if (!matter_row_load(store, court_id, told->matter_id, arena, &row))
        return false;
    if (text_equal(told->node, row.facts.owner) || text_equal(told->node, row.facts.came_from))
        return true;
    if (told->kind != EVENT_SERVICE_TOLD)
        return false;
    return text_equal(told->node, row.facts.receiving) ||
           text_equal(told->node, row.facts.executing) ||
           matter_is_followed_at(&row.facts, told->node);
}

bool
service_rows_apply(struct store *store, struct text court_id, const struct service_told *told,
                   struct arena *arena)
{
    if (!has_a_say(store, court_id, told, arena))
        return false;
    switch (told->kind) {
    case EVENT_SERVICE_PLANNED: apply_plan(store, court_id, told, arena); break;
    case EVENT_SERVICE_ATTEMPTED:
    case EVENT_SERVICE_JUDGED: apply_attempt(store, court_id, told, arena); break;
    case EVENT_SERVICE_TOLD: apply_evidence(store, court_id, told, arena); break;
    default: return false;
    }
    return true;
}

void
service_rows_forget(struct store *store, struct text court_id, struct text matter_id)
{
    static const char *const deletes[] = {
        "DELETE FROM service_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM attempt_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM evidence_rows WHERE court_id = $1 AND matter_id = $2",
    };
    for (size_t i = 0; i < sizeof deletes / sizeof deletes[0]; i++) {
        struct sql *forget = sql(store, deletes[i]);
        sql_text(forget, 1, court_id);
        sql_text(forget, 2, matter_id);
        sql_run(forget);
    }
}

/* ---- reading ---- */

#define SERVICE_COLUMNS                                                                            \
    "matter_id, service_id, place, position, papers, document, recipients, accounts, home,"        \
    " on_served, on_void, status, served_on, closed_on, is_presumed, attempts, planned_ms,"        \
    " settled_ms, plan, details"

static struct date
day_of(struct sql *row, int column)
{
    struct date day;
    return date_parse(sql_column_here(row, column), &day) ? day : DATE_NONE;
}

static void
take_service(struct sql *row, struct arena *arena, struct service_row *one)
{
    *one = (struct service_row){
        .matter_id = sql_column(row, 0, arena),
        .service_id = sql_column(row, 1, arena),
        .place = sql_column(row, 2, arena),
        .position = sql_column_integer(row, 3),
        .papers = sql_column(row, 4, arena),
        .document = or_empty(sql_column(row, 5, arena)),
        .recipients = sql_column(row, 6, arena),
        .accounts = or_empty(sql_column(row, 7, arena)),
        .home = or_empty(sql_column(row, 8, arena)),
        .on_served = or_empty(sql_column(row, 9, arena)),
        .on_void = or_empty(sql_column(row, 10, arena)),
        .is_served = text_is(sql_column_here(row, 11), "served"),
        .served_on = day_of(row, 12),
        .closed_on = day_of(row, 13),
        .is_presumed = sql_column_integer(row, 14) == 1,
        .attempts = sql_column_integer(row, 15),
        .planned_ms = sql_column_integer(row, 16),
        .settled_ms = sql_column_integer(row, 17),
        .plan = value_read_canonical(sql_column(row, 18, arena), arena),
        .details = value_read_canonical(sql_column(row, 19, arena), arena),
    };
}

bool
service_rows_load(struct store *store, struct text court_id, struct text matter_id,
                  struct text service_id, struct arena *arena, struct service_row *row)
{
    struct sql *found = sql(store, "SELECT " SERVICE_COLUMNS " FROM service_rows"
                                   " WHERE court_id = $1 AND matter_id = $2 AND service_id = $3");
    sql_text(found, 1, court_id);
    sql_text(found, 2, matter_id);
    sql_text(found, 3, service_id);
    bool is_there = sql_next(found);
    if (is_there)
        take_service(found, arena, row);
    sql_end(found);
    return is_there;
}

int
service_rows_of_matter(struct store *store, struct text court_id, struct text matter_id,
                       struct arena *arena, struct service_row **rows)
{
    int count = 0;
    struct sql *found = sql(store, "SELECT " SERVICE_COLUMNS " FROM service_rows"
                                   " WHERE court_id = $1 AND matter_id = $2"
                                   " ORDER BY position, service_id LIMIT $3");
    *rows = NULL;
    sql_text(found, 1, court_id);
    sql_text(found, 2, matter_id);
    sql_integer(found, 3, SERVICES_MAX);
    while (count < SERVICES_MAX && sql_next(found)) {
        if (count == 0)
            *rows = ARENA_MANY(arena, SERVICES_MAX, struct service_row);
        take_service(found, arena, &(*rows)[count++]);
    }
    sql_end(found);
    return count;
}

int
service_rows_attempts(struct store *store, struct text court_id, struct text matter_id,
                      struct text service_id, struct arena *arena, struct attempt_row **rows)
{
    int count = 0;
    struct sql *found =
        sql(store, "SELECT number, position, mode, channel, outcome, served_on, made_ms, judged_ms,"
                   " made_by, made_as, made_at, said, verdict, details FROM attempt_rows"
                   " WHERE court_id = $1 AND matter_id = $2 AND service_id = $3"
                   " ORDER BY number LIMIT $4");
    *rows = NULL;
    sql_text(found, 1, court_id);
    sql_text(found, 2, matter_id);
    sql_text(found, 3, service_id);
    sql_integer(found, 4, SERVICE_ATTEMPTS_MAX);
    while (count < SERVICE_ATTEMPTS_MAX && sql_next(found)) {
        if (count == 0)
            *rows = ARENA_MANY(arena, SERVICE_ATTEMPTS_MAX, struct attempt_row);
        (*rows)[count++] = (struct attempt_row){
            .service_id = service_id,
            .number = sql_column_integer(found, 0),
            .position = sql_column_integer(found, 1),
            .mode = sql_column(found, 2, arena),
            .channel = or_empty(sql_column(found, 3, arena)),
            .outcome = sql_column(found, 4, arena),
            .served_on = day_of(found, 5),
            .made_ms = sql_column_integer(found, 6),
            .judged_ms = sql_column_integer(found, 7),
            .made_by = or_empty(sql_column(found, 8, arena)),
            .made_as = or_empty(sql_column(found, 9, arena)),
            .made_at = or_empty(sql_column(found, 10, arena)),
            .said = value_read_canonical(sql_column(found, 11, arena), arena),
            .verdict = value_read_canonical(sql_column(found, 12, arena), arena),
            .details = value_read_canonical(sql_column(found, 13, arena), arena),
        };
    }
    sql_end(found);
    return count;
}

#define EVIDENCE_COLUMNS                                                                           \
    "node, seq, position, service_id, kind, account_id, at_ms, is_taken, said, details"

static int
take_evidences(struct sql *found, struct text court_id, struct text matter_id, struct arena *arena,
               struct evidence_row **rows)
{
    int count = 0;
    *rows = NULL;
    sql_text(found, 1, court_id);
    sql_text(found, 2, matter_id);
    sql_integer(found, 3, SERVICE_EVIDENCE_MAX);
    while (count < SERVICE_EVIDENCE_MAX && sql_next(found)) {
        if (count == 0)
            *rows = ARENA_MANY(arena, SERVICE_EVIDENCE_MAX, struct evidence_row);
        (*rows)[count++] = (struct evidence_row){
            .node = sql_column(found, 0, arena),
            .seq = sql_column_integer(found, 1),
            .position = sql_column_integer(found, 2),
            .service_id = or_empty(sql_column(found, 3, arena)),
            .kind = sql_column(found, 4, arena),
            .account = or_empty(sql_column(found, 5, arena)),
            .at_ms = sql_column_integer(found, 6),
            .is_taken = sql_column_integer(found, 7) == 1,
            .said = value_read_canonical(sql_column(found, 8, arena), arena),
            .details = value_read_canonical(sql_column(found, 9, arena), arena),
        };
    }
    sql_end(found);
    return count;
}

int
service_rows_of_people(struct store *store, struct text court_id, struct text matter_id,
                       struct arena *arena, struct evidence_row **rows)
{
    struct sql *found =
        sql(store, "SELECT " EVIDENCE_COLUMNS " FROM evidence_rows WHERE court_id = $1"
                   " AND matter_id = $2 AND kind IN ('objected', 'withdrawn')"
                   " ORDER BY is_taken, position LIMIT $3");
    return take_evidences(found, court_id, matter_id, arena, rows);
}

int
service_rows_unjudged(struct store *store, struct text court_id, struct text matter_id,
                      struct arena *arena, struct evidence_row **rows)
{
    struct sql *found =
        sql(store, "SELECT " EVIDENCE_COLUMNS " FROM evidence_rows WHERE court_id = $1"
                   " AND matter_id = $2 AND is_taken = 0"
                   " AND kind IN ('arrived', 'read', 'handed', 'withdrawn')"
                   " ORDER BY position LIMIT $3");
    return take_evidences(found, court_id, matter_id, arena, rows);
}

bool
service_rows_was_told(struct store *store, struct text court_id, struct text matter_id,
                      struct text service_id, struct text kind)
{
    struct sql *found = sql(store, "SELECT 1 FROM evidence_rows WHERE court_id = $1"
                                   " AND matter_id = $2 AND service_id = $3 AND kind = $4"
                                   " AND node = $1 LIMIT 1");
    sql_text(found, 1, court_id);
    sql_text(found, 2, matter_id);
    sql_text(found, 3, service_id);
    sql_text(found, 4, kind);
    bool was_told = sql_next(found);
    sql_end(found);
    return was_told;
}

int
service_rows_waiting(struct store *store, struct text court_id, struct date today, int most,
                     struct arena *arena, struct service_waiting *list)
{
    int count = 0;
    struct sql *found =
        sql(store, "SELECT attempt_rows.matter_id, attempt_rows.service_id, attempt_rows.number"
                   " FROM attempt_rows JOIN matter_rows ON matter_rows.court_id = $1"
                   " AND matter_rows.matter_id = attempt_rows.matter_id"
                   " WHERE attempt_rows.court_id = $1 AND attempt_rows.outcome = 'not_yet'"
                   " AND attempt_rows.wait_until <= $2 AND attempt_rows.wait_until <> '-'"
                   " AND matter_rows.owner = $1"
                   " ORDER BY attempt_rows.wait_until, attempt_rows.matter_id LIMIT $3");
    sql_text(found, 1, court_id);
    sql_text(found, 2, date_text(today, arena));
    sql_integer(found, 3, most);
    while (count < most && sql_next(found))
        list[count++] = (struct service_waiting){
            sql_column(found, 0, arena), sql_column(found, 1, arena), sql_column_integer(found, 2)};
    sql_end(found);
    return count;
}
