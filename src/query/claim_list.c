/* claim_list.c: a claim and its answer are two events of one stream; the answer names the envelope
 * of the claim. */
#include "query/claim_list.h"

#include "exchange/envelope.h"

enum { CLAIMS_MAX = 100 };

static void
find(const struct look *look, struct text matter_id, struct claim *claim)
{
    struct text envelope = TEXT("");
    struct event event;
    int64_t positions[CLAIMS_MAX];
    int count = 0;
    struct sql *rows = sql(look->store, "SELECT position FROM journal WHERE court_id = $1"
                                        " AND matter_id = $2 AND stream = 'claim'"
                                        " ORDER BY seq DESC LIMIT $3");
    sql_text(rows, 1, look->court_id);
    sql_text(rows, 2, matter_id);
    sql_integer(rows, 3, CLAIMS_MAX);
    while (count < CLAIMS_MAX && sql_next(rows))
        positions[count++] = sql_column_integer(rows, 0);
    sql_end(rows);
    while (count > 0 &&
           journal_read(look->store, look->court_id, positions[--count], look->arena, &event)) {
        const struct value *body = value_read_canonical(event.body, look->arena);
        if (event.kind == EVENT_MATTER_CLAIMED &&
            text_equal(value_member_text(body, "account"), look->asker->account)) {
            const struct value *statement = value_read_canonical(event.statement, look->arena);
            *claim = (struct claim){CLAIM_ASKED, value_member_text(body, "asked"), TEXT(""),
                                    value_member_integer(statement, "entered", 0)};
            envelope = envelope_id(&event.leaf, envelope_kind_text(ENVELOPE_CLAIM), claim->asked,
                                   look->arena);
        } else if (event.kind == EVENT_CLAIM_ANSWERED &&
                   text_equal(value_member_text(body, "claim"), envelope)) {
            bool is_granted = value_member_is_true(body, "granted");
            claim->status = is_granted ? CLAIM_GRANTED : CLAIM_REFUSED;
            claim->why = value_member_text(body, "why");
        }
    }
}

void
claim_list_newest(const struct look *look, struct text matter_id, struct claim *claim)
{
    *claim = (struct claim){.status = CLAIM_NONE};
    if (!store_begin_read(look->store))
        return;
    find(look, matter_id, claim);
    store_end_read(look->store);
}
