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

/* The relation to the hub is the same for every line. */
bool
custody_list_is_open_to(const struct look *look)
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

/* ---- numbers ---- */

struct number_row {
    const char *word, *name, *definition;
};
static const struct number_row number_rows[] = {
#define CUSTODY_NUMBER(name, word, key, definition) {word, key, definition},
#include "query/custody_number.def"
#undef CUSTODY_NUMBER
};

const char *
custody_number_word(enum custody_number number)
{
    return number_rows[number].word;
}

const char *
custody_number_name(enum custody_number number)
{
    return number_rows[number].name;
}

const char *
custody_number_definition(enum custody_number number)
{
    return number_rows[number].definition;
}

bool
custody_number_parse(struct text word, enum custody_number *number)
{
    for (int i = 0; i < CUSTODY_NUMBER_COUNT; i++) {
        if (text_is(word, number_rows[i].word)) {
            *number = (enum custody_number)i;
            return true;
        }
    }
    return false;
}

bool
custody_number_has_days(enum custody_number number)
{
    return number >= CUSTODY_FILED;
}

/* ---- lists ---- */

/* From the first up to, and without, the second. */
struct range {
    int64_t from, to;
};

enum handed_in_at { ANYWHERE, AT_ANOTHER_COURT, AT_THE_OWNER, ON_THE_WEB };

/* What a filter asks of a line, in what the table holds. */
struct bounds {
    struct range open, epoch, intake, since, answered, due;
    bool same_day, went_on;
    enum handed_in_at at;
};

static struct range
days_of(const struct custody_filter *filter)
{
    struct range range = {0, NEVER_MS};
    if (!date_is_none(filter->from))
        range.from = instant_of(filter->from, 0, CHINA_OFFSET_MINUTES);
    if (!date_is_none(filter->until))
        range.to = instant_of(date_add_days(filter->until, 1), 0, CHINA_OFFSET_MINUTES);
    return range;
}

/* A line's instants ascend: handed in, received, answered, the last change. So what has days lies
 * behind the first of them in the order of last changes as well. */
static void
bind_days(const struct custody_filter *filter, struct bounds *bounds)
{
    struct range days = days_of(filter);
    bounds->since.from = days.from;
    switch (filter->number) {
    case CUSTODY_ANSWERED:
        bounds->answered = days;
        bounds->intake.to = NEVER_MS;
        bounds->went_on = true;
        break;
    case CUSTODY_ENDED:
        bounds->since = days;
        bounds->open = (struct range){0, 1};
        break;
    default: bounds->intake = days; break;
    }
    if (filter->number == CUSTODY_SAME_DAY) {
        bounds->open = (struct range){0, 1};
        bounds->same_day = true;
    }
    if (filter->number == CUSTODY_CROSS)
        bounds->at = AT_ANOTHER_COURT;
    if (filter->number == CUSTODY_OWN)
        bounds->at = AT_THE_OWNER;
    if (filter->number == CUSTODY_WEB)
        bounds->at = ON_THE_WEB;
}

/* A period may end with the last minute of a day: its first late instant is the next midnight. */
static struct range
due_of(enum custody_number number, int64_t now_ms)
{
    struct date tomorrow = date_add_days(date_of_instant(now_ms, CHINA_OFFSET_MINUTES), 1);
    int64_t after_today = instant_of(tomorrow, 0, CHINA_OFFSET_MINUTES) + 1;
    switch (number) {
    case CUSTODY_LATE: return (struct range){0, now_ms};
    case CUSTODY_TODAY: return (struct range){now_ms, after_today};
    case CUSTODY_CALM: return (struct range){after_today, NEVER_MS};
    case CUSTODY_FREE: return (struct range){NEVER_MS, NEVER_MS + 1};
    default: return (struct range){0, NEVER_MS + 1};
    }
}

static struct bounds
bounds_of(const struct look *look, const struct custody_filter *filter)
{
    struct range all = {0, NEVER_MS + 1};
    struct bounds bounds = {
        .open = {0, 2},
        .epoch = all,
        .intake = all,
        .since = all,
        .answered = all,
        .due = due_of(filter->number, look->now_ms),
    };
    if (custody_number_has_days(filter->number))
        bind_days(filter, &bounds);
    else
        bounds.open = (struct range){1, 2};
    if (filter->number == CUSTODY_TRANSIT)
        bounds.epoch.to = 1;
    return bounds;
}

static void
bind(struct sql *rows, const struct look *look, const struct custody_filter *filter)
{
    struct bounds bounds = bounds_of(look, filter);
    const struct network_node *desk = network_desk(look->network);
    const struct range *ranges[] = {&bounds.open,  &bounds.epoch,    &bounds.intake,
                                    &bounds.since, &bounds.answered, &bounds.due};
    int place = 1;
    sql_text(rows, place++, look->court_id);
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        sql_integer(rows, place++, ranges[i]->from);
        sql_integer(rows, place++, ranges[i]->to);
    }
    sql_integer(rows, place++, bounds.went_on);
    sql_integer(rows, place++, bounds.same_day);
    sql_integer(rows, place++, bounds.at);
    sql_text(rows, place++, or_dash(desk == NULL ? TEXT("") : desk->id));
    sql_text(rows, place++, or_dash(filter->owner));
    sql_text(rows, place++, or_dash(filter->receiving));
    sql_text(rows, place++, or_dash(filter->state));
    sql_text(rows, place++, or_dash(filter->case_kind));
}

enum { BOUND = 21 }; /* parameters that bind() fills */

/* What bind() fills, in its order. A column whose index should not be asked for bears a plus. */
#define FURTHER                                                                                    \
    " AND ($14 = 0 OR is_open = 1 OR since_ms > answered_ms)"                                      \
    " AND ($15 = 0 OR (intake_ms + 28800000) / 86400000 = (since_ms + 28800000) / 86400000)"       \
    " AND ($16 = 0 OR ($16 = 1 AND owner <> receiving AND receiving <> $17)"                       \
    " OR ($16 = 2 AND owner = receiving) OR ($16 = 3 AND receiving = $17))"                        \
    " AND ($18 = '-' OR owner = $18) AND ($19 = '-' OR receiving = $19)"                           \
    " AND ($20 = '-' OR state = $20) AND ($21 = '-' OR case_kind = $21)"
#define BY_DUE                                                                                     \
    " FROM custody_rows WHERE court_id = $1 AND is_open = $2 AND is_open < $3 AND epoch >= $4"     \
    " AND epoch < $5 AND +intake_ms >= $6 AND +intake_ms < $7 AND +since_ms >= $8"                 \
    " AND +since_ms < $9 AND +answered_ms >= $10 AND +answered_ms < $11 AND due_ms >= $12"         \
    " AND due_ms < $13" FURTHER
#define BY_CHANGE                                                                                  \
    " FROM custody_rows WHERE court_id = $1 AND +is_open >= $2 AND +is_open < $3 AND epoch >= $4"  \
    " AND epoch < $5 AND +intake_ms >= $6 AND +intake_ms < $7 AND since_ms >= $8"                  \
    " AND since_ms < $9 AND +answered_ms >= $10 AND +answered_ms < $11 AND +due_ms >= $12"         \
    " AND +due_ms < $13" FURTHER
#define LINES                                                                                      \
    "SELECT matter_id, case_kind, owner, receiving, state, clock, since_ms, due_ms, epoch, "       \
    "is_open"

static const char lines_by_due[] = LINES BY_DUE
    " AND due_ms >= $22 AND (due_ms > $22 OR matter_id > $23) ORDER BY due_ms, matter_id"
    " LIMIT $24";
static const char lines_by_change[] = LINES BY_CHANGE
    " AND since_ms <= $22 AND (since_ms < $22 OR matter_id > $23) ORDER BY since_ms DESC,"
    " matter_id LIMIT $24";
static const char size_by_due[] = "SELECT COUNT(*)" BY_DUE;
static const char size_by_change[] = "SELECT COUNT(*)" BY_CHANGE;

static void
walk(const struct look *look, const struct custody_filter *filter, struct custody_list *list)
{
    bool has_days = custody_number_has_days(filter->number);
    int64_t after_ms = filter->after_ms < 0 && has_days ? NEVER_MS : filter->after_ms;
    struct sql *rows = sql(look->store, has_days ? lines_by_change : lines_by_due);
    bind(rows, look, filter);
    sql_integer(rows, BOUND + 1, after_ms);
    sql_text(rows, BOUND + 2, or_dash(filter->after_matter));
    sql_integer(rows, BOUND + 3, CUSTODY_PAGE + 1);
    while (sql_next(rows)) {
        if (list->count == CUSTODY_PAGE)
            list->has_more = true;
        else
            list->lines[list->count++] = take_line(rows, look->arena);
    }
    sql_end(rows);
}

int64_t
custody_list_key(const struct custody_filter *filter, const struct custody_line *line)
{
    return custody_number_has_days(filter->number) ? line->since_ms : line->due_ms;
}

enum refusal
custody_list_load(const struct look *look, const struct custody_filter *filter,
                  struct custody_list *list)
{
    list->count = 0;
    list->has_more = false;
    if (!custody_list_is_open_to(look))
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
custody_list_size(const struct look *look, const struct custody_filter *filter, int64_t *size)
{
    *size = 0;
    if (!custody_list_is_open_to(look))
        return ROLE_MUST_BE_ALLOWED;
    bool has_days = custody_number_has_days(filter->number);
    struct sql *row = sql(look->store, has_days ? size_by_change : size_by_due);
    bind(row, look, filter);
    if (sql_next(row))
        *size = sql_column_integer(row, 0);
    sql_end(row);
    return ALLOWED;
}

enum refusal
custody_list_newest(const struct look *look, struct text owner,
                    struct custody_line lines[static CUSTODY_NEWEST], int *count)
{
    *count = 0;
    if (!custody_list_is_open_to(look))
        return ROLE_MUST_BE_ALLOWED;
    struct sql *rows = sql(
        look->store, "SELECT matter_id, case_kind, owner, receiving, state, clock, since_ms,"
                     " due_ms, epoch, is_open FROM custody_rows WHERE court_id = $1"
                     " AND ($2 = '-' OR owner = $2) ORDER BY since_ms DESC, matter_id LIMIT $3");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, or_dash(owner));
    sql_integer(rows, 3, CUSTODY_NEWEST);
    while (*count < CUSTODY_NEWEST && sql_next(rows))
        lines[(*count)++] = take_line(rows, look->arena);
    sql_end(rows);
    return ALLOWED;
}

enum refusal
custody_list_find(const struct look *look, struct text matter_id, struct custody_line *line)
{
    if (!custody_list_is_open_to(look))
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
    if (!custody_list_is_open_to(look))
        return ROLE_MUST_BE_ALLOWED;
    struct sql *rows =
        sql(look->store, "SELECT owner, state, COUNT(*),"
                         " SUM(CASE WHEN due_ms < $1 THEN 1 ELSE 0 END) FROM custody_rows"
                         " WHERE court_id = $2 AND is_open = 1 AND due_ms >= 0"
                         " GROUP BY owner, state"
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
