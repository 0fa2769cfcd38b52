/* notice_list.c: who may no longer see a matter is not reminded of it. */
#include "query/notice_list.h"

enum { SCANNED_MAX = 1000 };

static const struct notice_rule *
rule_of(const struct look *look, const struct matter_row *row, struct text notice)
{
    const struct procedure *procedure =
        rulebook_procedure(look->rules, row->procedure_name, row->procedure_digest);
    return procedure == NULL ? NULL : procedure_notice(procedure, notice);
}

static struct text
title_shown(const struct look *look, const struct matter_row *row)
{
    bool sees_content = access_may_see(look->asker, &row->facts, SIGHT_CONTENT, TEXT(""));
    return !sees_content || text_is(row->title, "-") ? TEXT("") : row->title;
}

/* ---- what I was told ---- */

static bool
fill(const struct look *look, struct notice_line *line)
{
    struct matter_row row;
    if (!matter_row_load(look->store, look->court_id, line->matter_id, look->arena, &row) ||
        !access_may_see(look->asker, &row.facts, SIGHT_PROGRESS, TEXT("")))
        return false;
    const struct notice_rule *rule = rule_of(look, &row, line->notice);
    const struct matter_period *period = rule == NULL || text_is_empty(rule->last_day)
                                             ? NULL
                                             : matter_period(&row.facts, rule->last_day);
    line->title = title_shown(look, &row);
    line->owner = row.facts.owner;
    line->case_number = row.facts.case_number;
    line->words = rule == NULL ? NULL : &rule->words;
    line->last_day =
        period != NULL && period->status == PERIOD_RUNNING ? period->last_day : DATE_NONE;
    return true;
}

static void
walk(const struct look *look, int64_t before_position, struct notice_list *list)
{
    struct sql *rows =
        sql(look->store, "SELECT position, notice, matter_id, at_ms, read_ms FROM notice_rows"
                         " WHERE court_id = $1 AND account_id = $2 AND position < $3"
                         " ORDER BY position DESC, notice LIMIT $4");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, look->asker->account);
    sql_integer(rows, 3, before_position);
    sql_integer(rows, 4, SCANNED_MAX);
    int64_t last_position = -1;
    while (sql_next(rows)) {
        int64_t position = sql_column_integer(rows, 0);
        if (list->count == NOTICE_LIST_PAGE) {
            list->has_more = true;
            list->next_position = last_position;
            break;
        }
        struct notice_line *line = &list->rows[list->count];
        *line = (struct notice_line){
            .position = position,
            .notice = sql_column(rows, 1, look->arena),
            .matter_id = sql_column(rows, 2, look->arena),
            .at_ms = sql_column_integer(rows, 3),
            .read_ms = sql_column_integer(rows, 4),
        };
        if (fill(look, line))
            list->count++;
        last_position = position;
    }
    sql_end(rows);
}

static int
count_unread(const struct look *look)
{
    struct sql *row = sql(look->store, "SELECT COUNT(*) FROM notice_rows WHERE court_id = $1"
                                       " AND account_id = $2 AND read_ms = 0");
    sql_text(row, 1, look->court_id);
    sql_text(row, 2, look->asker->account);
    int count = sql_next(row) ? (int)sql_column_integer(row, 0) : 0;
    sql_end(row);
    return count;
}

void
notice_list_load(const struct look *look, int64_t before_position, struct notice_list *list)
{
    list->count = list->unread = 0;
    list->has_more = false;
    if (!store_begin_read(look->store))
        return;
    walk(look, before_position, list);
    list->unread = count_unread(look);
    store_end_read(look->store);
}

int
notice_list_unread(const struct look *look)
{
    if (!store_begin_read(look->store))
        return 0;
    int count = count_unread(look);
    store_end_read(look->store);
    return count;
}

/* ---- whom no message reached ---- */

/* Name and telephone of the party, so that the counter can call. */
static void
find_party(const struct look *look, struct unreached_line *line)
{
    struct sql *rows = sql(look->store, "SELECT number, account_id, details FROM party_rows"
                                        " WHERE court_id = $1 AND matter_id = $2 ORDER BY number");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, line->matter_id);
    while (sql_next(rows)) {
        struct text number =
            text_format(look->arena, "party/%lld", (long long)sql_column_integer(rows, 0));
        if (!text_equal(number, line->recipient) &&
            !text_equal(sql_column_here(rows, 1), line->recipient))
            continue;
        const struct value *details =
            value_read_canonical(sql_column(rows, 2, look->arena), look->arena);
        line->name = value_member_text(details, "name");
        line->phone = value_member_text(details, "phone");
        break;
    }
    sql_end(rows);
}

static bool
fill_unreached(const struct look *look, struct unreached_line *line)
{
    struct matter_row row;
    if (!matter_row_load(look->store, look->court_id, line->matter_id, look->arena, &row) ||
        !text_equal(row.facts.receiving, look->court_id) ||
        !access_may_see(look->asker, &row.facts, SIGHT_CUSTODY, TEXT("")))
        return false;
    const struct notice_rule *rule = rule_of(look, &row, line->notice);
    line->words = rule == NULL ? NULL : &rule->words;
    line->title = title_shown(look, &row);
    if (access_may_see(look->asker, &row.facts, SIGHT_CONTENT, TEXT("")))
        find_party(look, line);
    return true;
}

/* Another way that succeeded, or a notice that was opened, is as good. */
static void
walk_unreached(const struct look *look, struct unreached_list *list)
{
    struct sql *rows =
        sql(look->store,
            "SELECT t.position, t.notice, t.matter_id, t.recipient, t.way, t.outcome, t.at_ms"
            " FROM telling_rows t WHERE t.court_id = $1 AND t.answered_ms = 0"
            " AND t.outcome <> 'sent' AND NOT EXISTS (SELECT 1 FROM telling_rows o"
            " WHERE o.court_id = $1 AND o.matter_id = t.matter_id AND o.position = t.position"
            " AND o.notice = t.notice AND o.recipient = t.recipient AND o.outcome = 'sent')"
            " AND NOT EXISTS (SELECT 1 FROM notice_rows n WHERE n.court_id = $1"
            " AND n.account_id = t.recipient AND n.position = t.position AND n.notice = t.notice"
            " AND n.read_ms > 0) ORDER BY t.at_ms, t.matter_id, t.position, t.recipient LIMIT $2");
    sql_text(rows, 1, look->court_id);
    sql_integer(rows, 2, SCANNED_MAX);
    while (sql_next(rows)) {
        if (list->count == NOTICE_LIST_PAGE) {
            list->has_more = true;
            break;
        }
        struct unreached_line *line = &list->rows[list->count];
        *line = (struct unreached_line){
            .position = sql_column_integer(rows, 0),
            .notice = sql_column(rows, 1, look->arena),
            .matter_id = sql_column(rows, 2, look->arena),
            .recipient = sql_column(rows, 3, look->arena),
            .way = sql_column(rows, 4, look->arena),
            .reason = sql_column(rows, 5, look->arena),
            .at_ms = sql_column_integer(rows, 6),
        };
        if (fill_unreached(look, line))
            list->count++;
    }
    sql_end(rows);
}

enum refusal
notice_list_unreached(const struct look *look, struct unreached_list *list)
{
    list->count = 0;
    list->has_more = false;
    if (look->asker->role != ROLE_COUNTER && look->asker->role != ROLE_FILING_OFFICER)
        return ROLE_MUST_BE_ALLOWED;
    if (store_begin_read(look->store)) {
        walk_unreached(look, list);
        store_end_read(look->store);
    }
    return ALLOWED;
}
