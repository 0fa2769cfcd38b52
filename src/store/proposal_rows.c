/* proposal_rows.c: proposals and decisions, made from the journal like everything else. */
#include "store/proposal_rows.h"

#define COLUMNS                                                                                    \
    "SELECT change_id, kind, target, status, position, decided_position, proposed_ms, decided_ms," \
    " proposer, decider, reason, was, becomes FROM proposal_rows"

static const struct text statuses[] = {TEXT_INIT("open"), TEXT_INIT("approved"),
                                       TEXT_INIT("declined")};

struct text
proposal_status_word(enum proposal_status status)
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
canonical(const struct value *value, struct arena *arena)
{
    struct canon canon = canon_open(arena, 400);
    if (value == NULL)
        return TEXT("{}");
    canon_put(&canon, value);
    return canon_text(&canon);
}

static void
apply_proposed(struct store *store, struct text court_id, const struct event *event,
               struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *statement = value_read_canonical(event->statement, arena);
    struct sql *put =
        sql(store,
            "INSERT INTO proposal_rows (court_id, change_id, kind, target, status, position,"
            " decided_position, proposed_ms, decided_ms, proposer, decider, reason, was, becomes)"
            " VALUES ($1, $2, $3, $4, 'open', $5, -1, $6, 0, $7, '-', '-', $8, $9)");
    sql_text(put, 1, court_id);
    sql_text(put, 2, value_member_text(body, "change"));
    sql_text(put, 3, value_member_text(body, "kind"));
    sql_text(put, 4, value_member_text(body, "target"));
    sql_integer(put, 5, event->position);
    sql_integer(put, 6, value_member_integer(statement, "entered", 0));
    sql_text(put, 7, value_member_text(statement, "actor"));
    sql_text(put, 8, canonical(value_member(body, "from"), arena));
    sql_text(put, 9, canonical(value_member(body, "to"), arena));
    sql_run(put);
}

static void
apply_decided(struct store *store, struct text court_id, const struct event *event,
              struct arena *arena)
{
    const struct value *body = value_read_canonical(event->body, arena);
    const struct value *statement = value_read_canonical(event->statement, arena);
    struct sql *put = sql(store, "UPDATE proposal_rows SET status = $1, decided_position = $2,"
                                 " decided_ms = $3, decider = $4, reason = $5"
                                 " WHERE court_id = $6 AND change_id = $7");
    sql_text(put, 1, value_member_text(body, "status"));
    sql_integer(put, 2, event->position);
    sql_integer(put, 3, value_member_integer(statement, "entered", 0));
    sql_text(put, 4, value_member_text(statement, "actor"));
    sql_text(put, 5, or_dash(value_member_text(body, "reason")));
    sql_text(put, 6, court_id);
    sql_text(put, 7, value_member_text(body, "change"));
    sql_run(put);
}

void
proposal_rows_apply(struct store *store, struct text court_id, const struct event *event,
                    struct arena *arena)
{
    if (event->kind == EVENT_CHANGE_PROPOSED)
        apply_proposed(store, court_id, event, arena);
    else
        apply_decided(store, court_id, event, arena);
}

/* ---- reading ---- */

static struct text
column(struct sql *row, int at, struct arena *arena)
{
    struct text text = sql_column(row, at, arena);
    return text_is(text, "-") ? TEXT("") : text;
}

static void
take_row(struct sql *row, struct arena *arena, struct proposal *proposal)
{
    struct text status = sql_column(row, 3, arena);
    *proposal = (struct proposal){
        .id = sql_column(row, 0, arena),
        .kind = sql_column(row, 1, arena),
        .target = sql_column(row, 2, arena),
        .position = sql_column_integer(row, 4),
        .decided_position = sql_column_integer(row, 5),
        .proposed_ms = sql_column_integer(row, 6),
        .decided_ms = sql_column_integer(row, 7),
        .proposer = sql_column(row, 8, arena),
        .decider = column(row, 9, arena),
        .reason = column(row, 10, arena),
        .from = sql_column(row, 11, arena),
        .to = sql_column(row, 12, arena),
    };
    for (int i = 0; i <= PROPOSAL_DECLINED; i++) {
        if (text_equal(statuses[i], status))
            proposal->status = (enum proposal_status)i;
    }
}

bool
proposal_rows_load(struct store *store, struct text court_id, struct text id, struct arena *arena,
                   struct proposal *proposal)
{
    struct sql *row = sql(store, COLUMNS " WHERE court_id = $1 AND change_id = $2");
    sql_text(row, 1, court_id);
    sql_text(row, 2, id);
    bool is_there = sql_next(row);
    if (is_there)
        take_row(row, arena, proposal);
    sql_end(row);
    return is_there;
}

int
proposal_rows_list(struct store *store, struct text court_id, struct text kind, struct arena *arena,
                   struct proposal **proposals)
{
    int count = 0;
    *proposals = ARENA_MANY(arena, PROPOSALS_MAX, struct proposal);
    struct sql *rows = sql(store, COLUMNS " WHERE court_id = $1 AND kind = $2"
                                          " ORDER BY position DESC, change_id LIMIT $3");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, kind);
    sql_integer(rows, 3, PROPOSALS_MAX);
    while (count < PROPOSALS_MAX && sql_next(rows))
        take_row(rows, arena, &(*proposals)[count++]);
    sql_end(rows);
    return count;
}

int
proposal_rows_in_force(struct store *store, struct text court_id, struct text kind, int most,
                       struct arena *arena, struct proposal **proposals)
{
    int count = 0;
    *proposals = ARENA_MANY(arena, (size_t)most, struct proposal);
    struct sql *rows =
        sql(store, COLUMNS " p WHERE p.court_id = $1 AND p.kind = $2 AND p.status = 'approved'"
                           " AND NOT EXISTS (SELECT 1 FROM proposal_rows o WHERE o.court_id = $1"
                           " AND o.kind = $2 AND o.target = p.target AND o.status = 'approved'"
                           " AND o.decided_position > p.decided_position)"
                           " ORDER BY target LIMIT $3");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, kind);
    sql_integer(rows, 3, most);
    while (count < most && sql_next(rows))
        take_row(rows, arena, &(*proposals)[count++]);
    sql_end(rows);
    return count;
}

bool
proposal_rows_approved(struct store *store, struct text court_id, struct text kind,
                       struct text target, struct text digest_hex, struct arena *arena)
{
    bool is_there = false;
    struct sql *rows = sql(store, "SELECT becomes FROM proposal_rows WHERE court_id = $1"
                                  " AND kind = $2 AND target = $3 AND status = 'approved'");
    sql_text(rows, 1, court_id);
    sql_text(rows, 2, kind);
    sql_text(rows, 3, target);
    while (!is_there && sql_next(rows))
        is_there = text_equal(
            value_member_text(value_read_canonical(sql_column(rows, 0, arena), arena), "digest"),
            digest_hex);
    sql_end(rows);
    return is_there;
}
