/* enquiry.c: enquiry and answer are two events of a matter; the answer names the envelope that the
 * enquiry travelled in. */
#include "exchange/enquiry.h"

static const struct value *
find_answer(struct store *store, struct text node_id, struct text matter_id, struct text envelope,
            struct arena *arena)
{
    const struct value *answer = NULL;
    struct sql *rows = sql(store, "SELECT body FROM journal WHERE court_id = $1"
                                  " AND matter_id = $2 AND stream = 'inbox' AND kind = $3"
                                  " ORDER BY seq");
    sql_text(rows, 1, node_id);
    sql_text(rows, 2, matter_id);
    sql_text(rows, 3, text_of(event_kind_text(EVENT_ANSWER_RECEIVED)));
    while (sql_next(rows)) {
        const struct value *body = value_read_canonical(sql_column(rows, 0, arena), arena);
        if (text_equal(value_member_text(body, "enquiry"), envelope))
            answer = value_member(body, "answer");
    }
    sql_end(rows);
    return answer;
}

/* The latest enquiry of this clerk about this person: the envelope it went in. */
static struct text
find_envelope(struct store *store, struct text node_id, struct text matter_id, struct text account,
              struct text person, int64_t now_ms, struct arena *arena)
{
    struct text envelope = TEXT("");
    struct event event;
    struct sql *rows = journal_each(store, node_id, matter_id, 0);
    while (journal_each_next(rows, arena, &event)) {
        if (event.kind != EVENT_ENQUIRY_MADE || text_is_empty(event.private))
            continue;
        const struct value *body = value_read_canonical(event.body, arena);
        const struct value *private = value_read_canonical(event.private, arena);
        const struct value *statement = value_read_canonical(event.statement, arena);
        if (text_equal(value_member_text(body, "account"), account) &&
            text_equal(value_member_text(private, "name"), person) &&
            now_ms - value_member_integer(statement, "entered", 0) <= ENQUIRY_HOLDS_MS)
            envelope = envelope_id(&event.leaf, envelope_kind_text(ENVELOPE_ENQUIRY),
                                   value_member_text(body, "asked"), arena);
    }
    sql_end(rows);
    return envelope;
}

bool
enquiry_row(const struct value *answer, struct text matter_id, struct matter_row *row)
{
    if (!value_member_is_true(answer, "found"))
        return false;
    *row = (struct matter_row){.matter_id = matter_id, .due_ms = NEVER_MS, .amount_fen = -1};
    row->procedure_name = value_member_text(answer, "procedure");
    row->procedure_digest = value_member_text(answer, "procedure_digest");
    row->facts = matter_new(matter_id, value_member_text(answer, "owner"),
                            value_member_text(answer, "receiving"));
    row->facts.procedure = row->procedure_name;
    row->facts.version = value_member_integer(answer, "procedure_version", 0);
    row->facts.case_kind = value_member_text(answer, "case_kind");
    row->facts.case_number = value_member_text(answer, "case_number");
    row->facts.state = value_member_text(answer, "state");
    instant_parse(value_member_text(answer, "since"), CHINA_OFFSET_MINUTES, &row->state_since_ms);
    return true;
}

bool
enquiry_present(struct store *store, struct text node_id, struct text matter_id,
                struct text account, struct text person, int64_t now_ms, struct arena *arena,
                struct matter_row *row)
{
    struct text envelope = find_envelope(store, node_id, matter_id, account, person, now_ms, arena);
    return !text_is_empty(envelope) && !text_is_empty(person) &&
           enquiry_row(find_answer(store, node_id, matter_id, envelope, arena), matter_id, row);
}
