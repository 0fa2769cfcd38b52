/* custody_list.c: the board of the hub. There are no facts of a matter here, so the gate is asked
 * with what a line says: who owns it, who took it in. */
#include "query/custody_list.h"

#include "exchange/envelope.h"

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static struct text
or_nothing(struct text text)
{
    return text_is(text, "-") ? TEXT("") : text;
}

/* May this asker see lines at all? The relation to the hub is the same for every line. */
static bool
may_look(const struct look *look)
{
    struct matter_facts facts = matter_new(TEXT("-"), TEXT("-"), TEXT("-"));
    return look->asker->is_at_hub && access_may_see(look->asker, &facts, SIGHT_CUSTODY, TEXT(""));
}

static struct custody_line
take_line(struct sql *row, struct arena *arena)
{
    return (struct custody_line){
        .matter_id = sql_column(row, 0, arena),
        .case_kind = sql_column(row, 1, arena),
        .owner = sql_column(row, 2, arena),
        .receiving = sql_column(row, 3, arena),
        .state = sql_column(row, 4, arena),
        .clock = or_nothing(sql_column(row, 5, arena)),
        .since_ms = sql_column_integer(row, 6),
        .due_ms = sql_column_integer(row, 7),
        .epoch = sql_column_integer(row, 8),
        .is_open = sql_column_integer(row, 9) == 1,
    };
}

static bool
is_received(const struct look *look, const struct digest *leaf, struct text owner)
{
    struct sql *row =
        sql(look->store, "SELECT status FROM outbox WHERE court_id = $1 AND promise_id = $2");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, envelope_id(leaf, envelope_kind_text(ENVELOPE_URGE), owner, look->arena));
    bool is_kept = sql_next(row) && sql_column_integer(row, 0) == 1;
    sql_end(row);
    return is_kept;
}

/* Words to a court that has handed the matter on are not for the one that holds it now. */
static void
find_urging(const struct look *look, struct custody_line *line)
{
    struct event event = {.position = -1};
    struct sql *row = sql(look->store, "SELECT position FROM journal WHERE court_id = $1"
                                       " AND matter_id = $2 AND stream = 'urging'"
                                       " ORDER BY seq DESC LIMIT 1");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, line->matter_id);
    int64_t position = sql_next(row) ? sql_column_integer(row, 0) : -1;
    sql_end(row);
    if (position < 0 || !journal_read(look->store, look->court_id, position, look->arena, &event))
        return;
    const struct value *body = value_read_canonical(event.body, look->arena);
    const struct value *said =
        text_is_empty(event.private) ? NULL : value_read_canonical(event.private, look->arena);
    if (!text_equal(value_member_text(body, "owner"), line->owner))
        return;
    line->urged = (struct custody_urging){
        .at_ms =
            value_member_integer(value_read_canonical(event.statement, look->arena), "entered", 0),
        .by = value_member_text(said, "account"),
        .message = value_member_text(said, "message"),
        .court = value_member_text(body, "court"),
        .is_received = is_received(look, &event.leaf, line->owner),
    };
}

static void
walk(const struct look *look, const struct custody_filter *filter, struct custody_list *list)
{
    struct sql *rows = sql(
        look->store, "SELECT matter_id, case_kind, owner, receiving, state, clock, since_ms,"
                     " due_ms, epoch, is_open FROM custody_rows WHERE court_id = $1"
                     " AND is_open = $2 AND due_ms >= $3 AND (due_ms > $3 OR matter_id > $4)"
                     " AND due_ms < $5 AND ($6 = '-' OR owner = $6) AND ($7 = '-' OR state = $7)"
                     " ORDER BY due_ms, matter_id LIMIT $8");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, !filter->ended_only);
    sql_integer(rows, 3, filter->after_due_ms);
    sql_text(rows, 4, or_dash(filter->after_matter));
    sql_integer(rows, 5, filter->late_only ? look->now_ms : NEVER_MS + 1);
    sql_text(rows, 6, or_dash(filter->owner));
    sql_text(rows, 7, or_dash(filter->state));
    sql_integer(rows, 8, CUSTODY_PAGE + 1);
    while (sql_next(rows)) {
        if (list->count == CUSTODY_PAGE)
            list->has_more = true;
        else
            list->lines[list->count++] = take_line(rows, look->arena);
    }
    sql_end(rows);
}

enum refusal
custody_list_load(const struct look *look, const struct custody_filter *filter,
                  struct custody_list *list)
{
    list->count = 0;
    list->has_more = false;
    if (!may_look(look))
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        walk(look, filter, list);
        for (int i = 0; i < list->count; i++)
            find_urging(look, &list->lines[i]);
        store_end_read(look->store);
    }
    return ALLOWED;
}

enum refusal
custody_list_find(const struct look *look, struct text matter_id, struct custody_line *line)
{
    if (!may_look(look))
        return ROLE_MUST_BE_ALLOWED;
    struct sql *row = sql(look->store, "SELECT matter_id, case_kind, owner, receiving, state,"
                                       " clock, since_ms, due_ms, epoch, is_open FROM custody_rows"
                                       " WHERE court_id = $1 AND matter_id = $2");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, matter_id);
    bool is_there = sql_next(row);
    if (is_there)
        *line = take_line(row, look->arena);
    sql_end(row);
    if (is_there)
        find_urging(look, line);
    return is_there ? ALLOWED : MATTER_MUST_EXIST;
}

enum refusal
custody_list_counts(const struct look *look, const struct custody_count **counts, int *count)
{
    struct custody_count *list = ARENA_MANY(look->arena, CUSTODY_COUNTS_MAX, struct custody_count);
    *counts = list;
    *count = 0;
    if (!may_look(look))
        return ROLE_MUST_BE_ALLOWED;
    struct sql *rows =
        sql(look->store, "SELECT owner, state, COUNT(*),"
                         " SUM(CASE WHEN due_ms < $1 THEN 1 ELSE 0 END) FROM custody_rows"
                         " WHERE court_id = $2 AND is_open = 1 GROUP BY owner, state"
                         " ORDER BY owner, state LIMIT $3");
    sql_integer(rows, 1, look->now_ms);
    sql_text(rows, 2, look->court_id);
    sql_integer(rows, 3, CUSTODY_COUNTS_MAX);
    while (*count < CUSTODY_COUNTS_MAX && sql_next(rows)) {
        list[(*count)++] = (struct custody_count){
            .owner = sql_column(rows, 0, look->arena),
            .state = sql_column(rows, 1, look->arena),
            .matters = sql_column_integer(rows, 2),
            .late = sql_column_integer(rows, 3),
        };
    }
    sql_end(rows);
    return ALLOWED;
}
