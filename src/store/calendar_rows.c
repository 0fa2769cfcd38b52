/* calendar_rows.c: proposals and decisions about days, made from the journal like everything else.
 */
#include "store/calendar_rows.h"

enum { FILES_DAYS_BACK = 60 }; /* how far back what rule files bring can reach */

#define COLUMNS                                                                                    \
    "SELECT change_id, kind, status, first_day, last_day, position, decided_position,"             \
    " proposed_ms, decided_ms, reached, restated, details FROM calendar_rows"

static const struct text kinds[] = {TEXT_INIT("off"), TEXT_INIT("work"), TEXT_INIT("files")};
static const struct text statuses[] = {TEXT_INIT("proposed"), TEXT_INIT("approved"),
                                       TEXT_INIT("declined"), TEXT_INIT("done")};

bool
calendar_change_kind_parse(struct text word, enum calendar_change_kind *kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (text_equal(kinds[i], word)) {
            *kind = (enum calendar_change_kind)i;
            return true;
        }
    }
    return false;
}

struct text
calendar_change_kind_word(enum calendar_change_kind kind)
{
    return kinds[kind];
}

struct text
calendar_change_status_word(enum calendar_change_status status)
{
    return statuses[status];
}

/* ---- applying ---- */

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static struct text
author_of(const struct event *event, struct arena *arena)
{
    const struct value *statement = value_read_canonical(event->statement, arena);
    return value_member_text(statement, "actor");
}

static int64_t
entered_ms(const struct event *event, struct arena *arena)
{
    const struct value *statement = value_read_canonical(event->statement, arena);
    return value_member_integer(statement, "entered", 0);
}

static void
apply_proposed(struct store *store, struct text court_id, const struct event *event,
               struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    struct canon details = canon_open(arena, 400);
    canon_begin_object(&details);
    canon_member_text(&details, "notice", value_member_text(body, "notice"));
    canon_member_text(&details, "proposer", author_of(event, arena));
    if (value_member(body, "words") != NULL)
        canon_member(&details, "words", value_member(body, "words"));
    canon_end_object(&details);
    struct sql *put =
        sql(store, "INSERT INTO calendar_rows (court_id, change_id, kind, status, first_day,"
                   " last_day, position, decided_position, proposed_ms, decided_ms, reached,"
                   " restated, details) VALUES ($1, $2, $3, 'proposed', $4, $5, $6, -1, $7, 0, '-',"
                   " 0, $8)");
    sql_text(put, 1, court_id);
    sql_text(put, 2, value_member_text(body, "change"));
    sql_text(put, 3, value_member_text(body, "kind"));
    sql_text(put, 4, or_dash(value_member_text(body, "first")));
    sql_text(put, 5, or_dash(value_member_text(body, "last")));
    sql_integer(put, 6, event->position);
    sql_integer(put, 7, entered_ms(event, arena));
    sql_text(put, 8, canon_text(&details));
    sql_run(put);
}

static struct text
details_with(struct store *store, struct text court_id, struct text id, struct text decider,
             struct text reason, struct arena *arena)
{
    struct calendar_change change;
    struct canon details = canon_open(arena, 500);
    if (!calendar_rows_load(store, court_id, id, arena, &change))
        return TEXT("{}");
    canon_begin_object(&details);
    canon_member_text(&details, "decider", decider);
    canon_member_text(&details, "notice", change.notice);
    canon_member_text(&details, "proposer", change.proposer);
    canon_member_text_if(&details, "reason", reason);
    if (!text_is_empty(change.span.words.in[0])) {
        canon_key(&details, "words");
        canon_begin_object(&details);
        canon_member_text(&details, "en", change.span.words.in[LANGUAGE_EN]);
        canon_member_text(&details, "ko", change.span.words.in[LANGUAGE_KO]);
        canon_member_text(&details, "zh", change.span.words.in[LANGUAGE_ZH]);
        canon_end_object(&details);
    }
    canon_end_object(&details);
    return canon_text(&details);
}

static void
apply_decided(struct store *store, struct text court_id, const struct event *event,
              struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    struct text id = value_member_text(body, "change");
    const struct value *private =
        text_is_empty(event->private) ? NULL : value_read_canonical(event->private, arena);
    struct text details = details_with(store, court_id, id, author_of(event, arena),
                                       value_member_text(private, "reason"), arena);
    struct sql *put =
        sql(store, "UPDATE calendar_rows SET status = $1, decided_position ="
                   " CASE WHEN decided_position < 0 THEN $2"
                   " ELSE decided_position END, decided_ms = $3, reached = '-', details = $4"
                   " WHERE court_id = $5 AND change_id = $6");
    sql_text(put, 1, value_member_text(body, "status"));
    sql_integer(put, 2, event->position);
    sql_integer(put, 3, entered_ms(event, arena));
    sql_text(put, 4, details);
    sql_text(put, 5, court_id);
    sql_text(put, 6, id);
    sql_run(put);
}

static void
apply_recounted(struct store *store, struct text court_id, const struct event *event,
                struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    bool is_done = value_member_is_true(body, "done");
    struct sql *put = sql(store, "UPDATE calendar_rows SET status = $1, reached = $2,"
                                 " restated = restated + $3 WHERE court_id = $4"
                                 " AND change_id = $5");
    sql_text(put, 1, statuses[is_done ? CHANGE_DONE : CHANGE_APPROVED]);
    sql_text(put, 2, or_dash(value_member_text(body, "reached")));
    sql_integer(put, 3, value_member_integer(body, "restated", 0));
    sql_text(put, 4, court_id);
    sql_text(put, 5, value_member_text(body, "change"));
    sql_run(put);
}

void
calendar_rows_apply(struct store *store, struct text court_id, const struct event *event,
                    struct arena *arena)
{
    if (event->kind == EVENT_CALENDAR_PROPOSED)
        apply_proposed(store, court_id, event, arena);
    else if (event->kind == EVENT_CALENDAR_DECIDED)
        apply_decided(store, court_id, event, arena);
    else
        apply_recounted(store, court_id, event, arena);
}

/* ---- reading ---- */

static struct date
day_of(struct text text)
{
    struct date date;
    return date_parse(text, &date) ? date : DATE_NONE;
}

static void
take_row(struct sql *row, struct arena *arena, struct calendar_change *change)
{
    const struct value *details = value_read_canonical(sql_column(row, 11, arena), arena);
    const struct value *words = value_member(details, "words");
    struct text status = sql_column(row, 2, arena);
    *change = (struct calendar_change){
        .id = sql_column(row, 0, arena),
        .span = {day_of(sql_column(row, 3, arena)),
                 day_of(sql_column(row, 4, arena)),
                 {{[LANGUAGE_ZH] = value_member_text(words, "zh"),
                   [LANGUAGE_KO] = value_member_text(words, "ko"),
                   [LANGUAGE_EN] = value_member_text(words, "en")}}},
        .notice = value_member_text(details, "notice"),
        .proposer = value_member_text(details, "proposer"),
        .decider = value_member_text(details, "decider"),
        .reason = value_member_text(details, "reason"),
        .position = sql_column_integer(row, 5),
        .decided_position = sql_column_integer(row, 6),
        .proposed_ms = sql_column_integer(row, 7),
        .decided_ms = sql_column_integer(row, 8),
        .reached = sql_column(row, 9, arena),
        .restated = sql_column_integer(row, 10),
    };
    calendar_change_kind_parse(sql_column(row, 1, arena), &change->kind);
    for (int i = 0; i <= CHANGE_DONE; i++) {
        if (text_equal(statuses[i], status))
            change->status = (enum calendar_change_status)i;
    }
}

bool
calendar_rows_load(struct store *store, struct text court_id, struct text id, struct arena *arena,
                   struct calendar_change *change)
{
    struct sql *row = sql(store, COLUMNS " WHERE court_id = $1 AND change_id = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, id);
    bool is_there = sql_next(row);
    if (is_there)
        take_row(row, arena, change);
    sql_end(row);
    return is_there;
}

int
calendar_rows_list(struct store *store, struct text court_id, struct arena *arena,
                   struct calendar_change **changes)
{
    int count = 0;
    *changes = ARENA_MANY(arena, CALENDAR_CHANGES_MAX, struct calendar_change);
    struct sql *rows =
        sql(store, COLUMNS " WHERE court_id = $1 ORDER BY position DESC, change_id LIMIT $2");
    sql_text(rows, 1, court_id);
    sql_integer(rows, 2, CALENDAR_CHANGES_MAX);
    while (count < CALENDAR_CHANGES_MAX && sql_next(rows))
        take_row(rows, arena, &(*changes)[count++]);
    sql_end(rows);
    return count;
}

bool
calendar_rows_has_open_files(struct store *store, struct text court_id)
{
    struct sql *row = sql(store, "SELECT 1 FROM calendar_rows WHERE court_id = $1"
                                 " AND kind = 'files' AND status = 'proposed' LIMIT 1");
    sql_text(row, 1, court_id);
    bool has_one = sql_next(row);
    sql_end(row);
    return has_one;
}

bool
calendar_rows_under_way(struct store *store, struct text court_id, struct arena *arena,
                        struct text *id)
{
    struct sql *row = sql(store, "SELECT change_id FROM calendar_rows WHERE court_id = $1"
                                 " AND status = 'approved' ORDER BY decided_position LIMIT 1");
    sql_text(row, 1, court_id);
    bool is_there = sql_next(row);
    if (is_there)
        *id = sql_column(row, 0, arena);
    sql_end(row);
    return is_there;
}

int
calendar_rows_touched(struct store *store, struct text court_id,
                      const struct calendar_change *change, struct text after, int64_t now_ms,
                      int most, struct arena *arena, struct text *matters)
{
    int count = 0;
    struct date today = date_of_instant(now_ms, CHINA_OFFSET_MINUTES);
    struct date from = date_is_none(change->span.first) ? date_add_days(today, -FILES_DAYS_BACK)
                                                        : change->span.first;
    struct sql *rows = sql(store, "SELECT DISTINCT matter_id FROM period_rows WHERE court_id = $1"
                                  " AND matter_id > $2 AND (status = 'running'"
                                  " OR (status = 'lapsed' AND last_day >= $3))"
                                  " ORDER BY matter_id LIMIT $4");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, after);
    sql_text(rows, 3, date_text(from, arena));
    sql_integer(rows, 4, most);
    while (count < most && sql_next(rows))
        matters[count++] = sql_column(rows, 0, arena);
    sql_end(rows);
    return count;
}

struct calendar_decisions
calendar_rows_decided(struct store *store, struct text court_id, struct arena *arena)
{
    struct calendar_decided *days =
        ARENA_MANY(arena, CALENDAR_CHANGES_MAX, struct calendar_decided);
    size_t count = 0;
    struct sql *rows = sql(store, COLUMNS " WHERE court_id = $1 AND kind <> 'files'"
                                          " AND status IN ('approved', 'done')"
                                          " ORDER BY decided_position DESC LIMIT $2");
    sql_text(rows, 1, court_id);
    sql_integer(rows, 2, CALENDAR_CHANGES_MAX);
    while (count < CALENDAR_CHANGES_MAX && sql_next(rows)) {
        struct calendar_change change;
        take_row(rows, arena, &change);
        count++; /* from the end: the newest comes first and belongs last */
        days[CALENDAR_CHANGES_MAX - count] =
            (struct calendar_decided){change.span, change.notice, change.kind == CHANGE_WORK};
    }
    sql_end(rows);
    return (struct calendar_decisions){days + CALENDAR_CHANGES_MAX - count, count};
}
