/* announcement_rows.c: one row an announcement. */
#include "store/announcement_rows.h"

#include "law/announcement.h"

static void
apply_announced(struct store *store, struct text court_id, struct text matter_id,
                const struct event *event, struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *statement = value_read_canonical(event->statement, arena);
    struct sql *put =
        sql(store, "INSERT INTO announcement_rows (court_id, announcement_id, matter_id,"
                   " service_id, attempt, position, announced_ms, on_day, until_day, shown_day,"
                   " gaps, details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, '-', $10)");
    sql_text(put, 1, court_id);
    sql_text(put, 2, value_member_text(body, "announcement"));
    sql_text(put, 3, matter_id);
    sql_text(put, 4, value_member_text(body, "service"));
    sql_integer(put, 5, value_member_integer(body, "attempt", 0));
    sql_integer(put, 6, event->position);
    sql_integer(put, 7, value_member_integer(statement, "entered", 0));
    sql_text(put, 8, value_member_text(body, "on"));
    sql_text(put, 9, value_member_text(body, "until"));
    sql_text(put, 10, text_is_empty(event->private) ? TEXT("{}") : event->private);
    sql_run(put);
}

static void
apply_shown(struct store *store, struct text court_id, const struct event *event,
            struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    struct text id = value_member_text(body, "announcement");
    struct announcement_row row;
    struct date day;
    if (!announcement_rows_load(store, court_id, id, arena, &row) ||
        !date_parse(value_member_text(body, "day"), &day))
        return;
    struct sql *put = sql(store, "UPDATE announcement_rows SET shown_day = $1, gaps = $2"
                                 " WHERE court_id = $3 AND announcement_id = $4");
    sql_text(put, 1, date_text(day, arena));
    struct text gaps = announced_gaps(row.gaps, row.shown, day, arena);
    sql_text(put, 2, text_is_empty(gaps) ? TEXT("-") : gaps);
    sql_text(put, 3, court_id);
    sql_text(put, 4, id);
    sql_run(put);
}

void
announcement_rows_apply(struct store *store, struct text court_id, struct text matter_id,
                        const struct event *event, struct arena *arena)
{
    if (event->kind == EVENT_SERVICE_ANNOUNCED)
        apply_announced(store, court_id, matter_id, event, arena);
    else
        apply_shown(store, court_id, event, arena);
}

void
announcement_rows_forget(struct store *store, struct text court_id, struct text matter_id)
{
    struct sql *forget =
        sql(store, "DELETE FROM announcement_rows WHERE court_id = $1 AND matter_id = $2");
    sql_text(forget, 1, court_id);
    sql_text(forget, 2, matter_id);
    sql_run(forget);
}

/* ---- reading ---- */

#define COLUMNS                                                                                    \
    "announcement_id, announcement_rows.matter_id, announcement_rows.service_id, gaps, attempt,"   \
    " announcement_rows.position, announced_ms, on_day, until_day, shown_day,"                     \
    " announcement_rows.details"

static struct date
day_of(struct sql *row, int column)
{
    struct date day;
    return date_parse(sql_column_here(row, column), &day) ? day : DATE_NONE;
}

static void
take(struct sql *row, struct arena *arena, struct announcement_row *one)
{
    *one = (struct announcement_row){
        .id = sql_column(row, 0, arena),
        .matter_id = sql_column(row, 1, arena),
        .service_id = sql_column(row, 2, arena),
        .gaps = text_is(sql_column_here(row, 3), "-") ? TEXT("") : sql_column(row, 3, arena),
        .attempt = sql_column_integer(row, 4),
        .position = sql_column_integer(row, 5),
        .announced_ms = sql_column_integer(row, 6),
        .on = day_of(row, 7),
        .until = day_of(row, 8),
        .shown = day_of(row, 9),
        .details = value_read_canonical(sql_column(row, 10, arena), arena),
    };
}

bool
announcement_rows_load(struct store *store, struct text court_id, struct text id,
                       struct arena *arena, struct announcement_row *row)
{
    struct sql *found = sql(store, "SELECT " COLUMNS " FROM announcement_rows"
                                   " WHERE court_id = $1 AND announcement_id = $2");
    sql_text(found, 1, court_id);
    sql_text(found, 2, id);
    bool is_there = sql_next(found);
    if (is_there)
        take(found, arena, row);
    sql_end(found);
    return is_there;
}

static int
take_all(struct sql *found, struct arena *arena, struct announcement_row **rows)
{
    int count = 0;
    *rows = NULL;
    while (count < ANNOUNCEMENTS_MAX && sql_next(found)) {
        if (count == 0)
            *rows = ARENA_MANY(arena, ANNOUNCEMENTS_MAX, struct announcement_row);
        take(found, arena, &(*rows)[count++]);
    }
    sql_end(found);
    return count;
}

/* Text, open or served by it, and of a matter that everybody may know of. */
#define STANDING                                                                                   \
    " FROM announcement_rows JOIN service_rows ON service_rows.court_id = $1"                      \
    " AND service_rows.matter_id = announcement_rows.matter_id"                                    \
    " AND service_rows.service_id = announcement_rows.service_id"                                  \
    " JOIN matter_rows ON matter_rows.court_id = $1"                                               \
    " AND matter_rows.matter_id = announcement_rows.matter_id"                                     \
    " WHERE announcement_rows.court_id = $1 AND until_day >= $2"                                   \
    " AND announcement_rows.details <> '{}' AND matter_rows.is_sealed = 0"                         \
    " AND (service_rows.status = 'open' OR service_rows.served_on >= until_day)"

int
announcement_rows_since(struct store *store, struct text court_id, struct date from,
                        struct date today, struct arena *arena, struct announcement_row **rows)
{
    struct sql *found =
        sql(store, "SELECT " COLUMNS STANDING
                   " ORDER BY CASE WHEN until_day >= $3 THEN 0 ELSE 1 END, on_day DESC,"
                   " announcement_id LIMIT $4");
    sql_text(found, 1, court_id);
    sql_text(found, 2, date_text(from, arena));
    sql_text(found, 3, date_text(today, arena));
    sql_integer(found, 4, ANNOUNCEMENTS_MAX);
    return take_all(found, arena, rows);
}

bool
announcement_rows_find(struct store *store, struct text court_id, struct date from, struct text id,
                       struct arena *arena, struct announcement_row *row)
{
    struct sql *found = sql(store, "SELECT " COLUMNS STANDING " AND announcement_id = $3");
    sql_text(found, 1, court_id);
    sql_text(found, 2, date_text(from, arena));
    sql_text(found, 3, id);
    bool is_there = sql_next(found);
    if (is_there)
        take(found, arena, row);
    sql_end(found);
    return is_there;
}

int
announcement_rows_of_service(struct store *store, struct text court_id, struct text matter_id,
                             struct text service_id, struct arena *arena,
                             struct announcement_row **rows)
{
    struct sql *found =
        sql(store, "SELECT " COLUMNS " FROM announcement_rows WHERE court_id = $1"
                   " AND matter_id = $2 AND service_id = $3 ORDER BY position LIMIT $4");
    sql_text(found, 1, court_id);
    sql_text(found, 2, matter_id);
    sql_text(found, 3, service_id);
    sql_integer(found, 4, ANNOUNCEMENTS_MAX);
    return take_all(found, arena, rows);
}

bool
announcement_rows_unshown(struct store *store, struct text court_id, struct date today,
                          struct arena *arena, struct announcement_row *row)
{
    struct sql *found = sql(store, "SELECT " COLUMNS STANDING
                                   " AND shown_day < $2 ORDER BY announcement_id LIMIT 1");
    sql_text(found, 1, court_id);
    sql_text(found, 2, date_text(today, arena));
    bool is_there = sql_next(found);
    if (is_there)
        take(found, arena, row);
    sql_end(found);
    return is_there;
}
