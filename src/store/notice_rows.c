/* notice_rows.c: that somebody opened a notice counts later as evidence, so the first time is an
 * event; that a message did not reach him waits for a person to see to it. */
#include "store/notice_rows.h"

void
notice_rows_put(struct store *store, struct text court_id, struct text account_id,
                struct text matter_id, int64_t position, struct text notice, int64_t at_ms)
{
    struct sql *put =
        sql(store, "INSERT INTO notice_rows (court_id, account_id, position, notice, matter_id,"
                   " at_ms, read_ms) VALUES ($1, $2, $3, $4, $5, $6, 0)"
                   " ON CONFLICT (court_id, account_id, position, notice) DO NOTHING");
    sql_text(put, 1, court_id);
    sql_text(put, 2, account_id);
    sql_integer(put, 3, position);
    sql_text(put, 4, notice);
    sql_text(put, 5, matter_id);
    sql_integer(put, 6, at_ms);
    sql_run(put);
}

void
notice_rows_forget(struct store *store, struct text court_id, struct text matter_id)
{
    static const char *const deletes[] = {
        "DELETE FROM notice_rows WHERE court_id = $1 AND matter_id = $2",
        "DELETE FROM telling_rows WHERE court_id = $1 AND matter_id = $2",
    };
    for (size_t i = 0; i < sizeof deletes / sizeof deletes[0]; i++) {
        struct sql *forget = sql(store, deletes[i]);
        sql_text(forget, 1, court_id);
        sql_text(forget, 2, matter_id);
        sql_run(forget);
    }
}

static int64_t
entered_ms(const struct event *event, struct arena *arena)
{
    return value_member_integer(value_read_canonical(event->statement, arena), "entered", 0);
}

static void
apply_read(struct store *store, struct text court_id, const struct value *body, int64_t at_ms)
{
    struct sql *put = sql(store, "UPDATE notice_rows SET read_ms = $1 WHERE court_id = $2"
                                 " AND account_id = $3 AND position = $4 AND notice = $5"
                                 " AND read_ms = 0");
    sql_integer(put, 1, at_ms);
    sql_text(put, 2, court_id);
    sql_text(put, 3, value_member_text(body, "account"));
    sql_integer(put, 4, value_member_integer(body, "of", -1));
    sql_text(put, 5, value_member_text(body, "notice"));
    sql_run(put);
}

static void
apply_outcome(struct store *store, struct text court_id, const struct event *event,
              const struct value *body, int64_t at_ms)
{
    bool is_sent = event->kind == EVENT_NOTICE_SENT;
    struct sql *put =
        sql(store, "INSERT INTO telling_rows (court_id, matter_id, position, notice, recipient,"
                   " way, outcome, at_ms, answered_ms)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)"
                   " ON CONFLICT (court_id, matter_id, position, notice, recipient, way)"
                   " DO UPDATE SET outcome = $7, at_ms = $8");
    sql_text(put, 1, court_id);
    sql_text(put, 2, event->matter_id);
    sql_integer(put, 3, value_member_integer(body, "of", -1));
    sql_text(put, 4, value_member_text(body, "notice"));
    sql_text(put, 5, value_member_text(body, "recipient"));
    sql_text(put, 6, value_member_text(body, "way"));
    sql_text(put, 7, is_sent ? TEXT("sent") : value_member_text(body, "reason"));
    sql_integer(put, 8, at_ms);
    sql_run(put);
}

static void
apply_told(struct store *store, struct text court_id, const struct event *event,
           const struct value *body, int64_t at_ms)
{
    struct sql *put = sql(store, "UPDATE telling_rows SET answered_ms = $1 WHERE court_id = $2"
                                 " AND matter_id = $3 AND position = $4 AND notice = $5"
                                 " AND recipient = $6 AND answered_ms = 0");
    sql_integer(put, 1, at_ms);
    sql_text(put, 2, court_id);
    sql_text(put, 3, event->matter_id);
    sql_integer(put, 4, value_member_integer(body, "of", -1));
    sql_text(put, 5, value_member_text(body, "notice"));
    sql_text(put, 6, value_member_text(body, "recipient"));
    sql_run(put);
}

static struct text
or_dash(struct text text)
{
    return text_is_empty(text) ? TEXT("-") : text;
}

static void
apply_ways(struct store *store, struct text court_id, const struct event *event,
           const struct value *body, struct arena *arena)
{
    const struct value *private =
        text_is_empty(event->private) ? NULL : value_read_canonical(event->private, arena);
    struct sql *put =
        sql(store, "INSERT INTO way_rows (court_id, account_id, by_text, by_mail, language, email)"
                   " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (court_id, account_id)"
                   " DO UPDATE SET by_text = $3, by_mail = $4, language = $5, email = $6");
    sql_text(put, 1, court_id);
    sql_text(put, 2, value_member_text(body, "account"));
    sql_integer(put, 3, value_member_is_true(body, "text"));
    sql_integer(put, 4, value_member_is_true(body, "mail"));
    sql_text(put, 5, or_dash(value_member_text(body, "language")));
    sql_text(put, 6, or_dash(value_member_text(private, "email")));
    sql_run(put);
}

void
notice_rows_apply(struct store *store, struct text court_id, const struct event *event,
                  struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    int64_t at_ms = entered_ms(event, arena);
    switch (event->kind) {
    case EVENT_NOTICE_READ: apply_read(store, court_id, body, at_ms); break;
    case EVENT_NOTICE_SENT:
    case EVENT_NOTICE_FAILED: apply_outcome(store, court_id, event, body, at_ms); break;
    case EVENT_NOTICE_TOLD: apply_told(store, court_id, event, body, at_ms); break;
    case EVENT_WAYS_SET: apply_ways(store, court_id, event, body, arena); break;
    default: break;
    }
}

int64_t
notice_rows_read_ms(struct store *store, struct text court_id, struct text account_id,
                    int64_t position, struct text notice, struct arena *arena,
                    struct text *matter_id)
{
    struct sql *row = sql(store, "SELECT read_ms, matter_id FROM notice_rows WHERE court_id = $1"
                                 " AND account_id = $2 AND position = $3 AND notice = $4");
    sql_text(row, 1, court_id);
    sql_text(row, 2, account_id);
    sql_integer(row, 3, position);
    sql_text(row, 4, notice);
    bool is_there = sql_next(row);
    int64_t read_ms = is_there ? sql_column_integer(row, 0) : -1;
    *matter_id = is_there ? sql_column(row, 1, arena) : TEXT("");
    sql_end(row);
    return read_ms;
}

struct ways
notice_rows_ways(struct store *store, struct text court_id, struct text account_id,
                 struct arena *arena)
{
    struct ways ways = {.by = {true, true}};
    struct sql *row = sql(store, "SELECT by_text, by_mail, language, email FROM way_rows"
                                 " WHERE court_id = $1 AND account_id = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, account_id);
    if (sql_next(row)) {
        struct text email = sql_column(row, 3, arena);
        ways.by[MESSAGE_TEXT] = sql_column_integer(row, 0) == 1;
        ways.by[MESSAGE_MAIL] = sql_column_integer(row, 1) == 1;
        ways.has_language = language_parse(sql_column(row, 2, arena), &ways.language);
        ways.email = text_is(email, "-") ? TEXT("") : email;
    }
    sql_end(row);
    return ways;
}

bool
notice_rows_is_unreached(struct store *store, struct text court_id, struct text matter_id,
                         int64_t position, struct text notice, struct text to)
{
    struct sql *row = sql(store, "SELECT 1 FROM telling_rows WHERE court_id = $1"
                                 " AND matter_id = $2 AND position = $3 AND notice = $4"
                                 " AND recipient = $5 AND outcome <> 'sent' AND answered_ms = 0");
    sql_text(row, 1, court_id);
    sql_text(row, 2, matter_id);
    sql_integer(row, 3, position);
    sql_text(row, 4, notice);
    sql_text(row, 5, to);
    bool is_there = sql_next(row);
    sql_end(row);
    return is_there;
}
