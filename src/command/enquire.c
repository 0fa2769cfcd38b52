/* enquire.c: who asks, for whom and why is recorded at both ends. The answer holds progress, never
 * content, and is given only when the person named is a party of the matter. */
#include "command/enquire.h"

#include "command/verbs.h"
#include "law/tracking_number.h"
#include "store/matter_rows.h"
#include "store/outbox.h"

/* Input: person {name}, reason. The number names the node that took the matter in. */
void
enquire_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
            struct arena *arena)
{
    struct node *node = corridor->node;
    struct text name = value_member_text(value_member(act->input, "person"), "name");
    struct text reason = value_member_text(act->input, "reason");
    struct tracking_number number;
    const struct network_node *asked = NULL;
    if (tracking_number_read(act->matter_id, arena, &number) == NUMBER_IS_VALID)
        asked = network_by_code(corridor->network, number.node_code);

    if (act->asker.role != ROLE_COUNTER) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (asked == NULL || text_equal(asked->id, node->id)) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return;
    }
    if (text_is_empty(name) || text_is_empty(reason)) {
        outcome_refuse(outcome, PERSON_ACTED_FOR_MUST_BE_NAMED, TEXT("person"), arena);
        return;
    }
    struct canon private = canon_open(arena, 120);
    canon_begin_object(&private);
    canon_member_text(&private, "name", name);
    canon_member_text(&private, "reason", reason);
    canon_end_object(&private);
    struct text said = canon_text(&private), salt = journal_salt(node, arena);
    struct canon body = canon_open(arena, 200);
    canon_begin_object(&body);
    canon_member_text(&body, "account", act->asker.account);
    canon_member_text(&body, "asked", asked->id);
    canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->position = journal_append(node, &author, EVENT_ENQUIRY_MADE, act->matter_id,
                                       TEXT("enquiry"), canon_text(&body), said, salt, arena);
    envelope_promise(node, ENVELOPE_ENQUIRY, asked->id, outcome->position, arena);
    outcome->matter_id = act->matter_id;
    struct canon answer = canon_open(arena, 100);
    canon_begin_object(&answer);
    canon_member_text(&answer, "asked", asked->id);
    canon_member_integer(&answer, "enquiry", outcome->position);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

static bool
is_party(struct corridor *corridor, struct text matter_id, struct text name, struct arena *arena)
{
    bool found = false;
    struct sql *rows = sql(corridor->node->store, "SELECT details FROM party_rows"
                                                  " WHERE court_id = $1 AND matter_id = $2");
    sql_text(rows, 1, corridor->node->id);
    sql_text(rows, 2, matter_id);
    while (sql_next(rows)) {
        const struct value *party = value_read_canonical(sql_column(rows, 0, arena), arena);
        found |= text_equal(value_member_text(party, "name"), name);
    }
    return found;
}

static void
write_progress(struct canon *canon, const struct matter_row *row, struct arena *arena)
{
    canon_member_text(canon, "case_kind", row->facts.case_kind);
    if (!text_is_empty(row->facts.case_number))
        canon_member_text(canon, "case_number", row->facts.case_number);
    if (row->due_ms < NEVER_MS) {
        canon_member_text(canon, "clock", row->due_period);
        canon_member_text(canon, "due", instant_text(row->due_ms, CHINA_OFFSET_MINUTES, arena));
    }
    canon_member_boolean(canon, "found", true);
    canon_member_text(canon, "owner", row->facts.owner);
    canon_member_text(canon, "procedure", row->procedure_name);
    canon_member_text(canon, "procedure_digest", row->procedure_digest);
    canon_member_integer(canon, "procedure_version", row->facts.version);
    canon_member_text(canon, "receiving", row->facts.receiving);
    canon_member_text(canon, "since",
                      instant_text(row->state_since_ms, CHINA_OFFSET_MINUTES, arena));
    canon_member_text(canon, "state", row->facts.state);
}

static void
log_look(struct corridor *corridor, struct text matter_id, const struct envelope *envelope,
         bool allowed, struct arena *arena)
{
    struct node *node = corridor->node;
    struct sql *put = sql(
        node->store, "INSERT INTO access_log (court_id, entry, matter_id, account_id, role, reason,"
                     " allowed, at_ms, digested) SELECT $1, COALESCE(MAX(entry), 0) + 1, $2, $3,"
                     " 'counter', 'enquiry', $4, $5, -1 FROM access_log WHERE court_id = $1");
    sql_text(put, 1, node->id);
    sql_text(put, 2, matter_id);
    sql_text(put, 3,
             text_format(
                 arena, "%.*s:%.*s", TEXT_ARGS(envelope->from),
                 TEXT_ARGS(value_member_text(value_member(envelope->json, "content"), "account"))));
    sql_integer(put, 4, allowed);
    sql_integer(put, 5, node->now_ms);
    sql_run(put);
}

static int64_t
append_answer(struct corridor *corridor, const struct envelope *envelope, struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    const struct value *said = value_member(envelope->json, "private");
    const struct value *person = value_read_canonical(value_text(said), arena);
    bool is_known =
        matter_row_load(node->store, node->id, envelope->matter_id, arena, &row) &&
        is_party(corridor, envelope->matter_id, value_member_text(person, "name"), arena) &&
        !row.facts.is_sealed;
    struct canon body = canon_open(arena, 300);
    canon_begin_object(&body);
    canon_key(&body, "answer");
    canon_begin_object(&body);
    if (is_known)
        write_progress(&body, &row, arena);
    else
        canon_member_boolean(&body, "found", false);
    canon_end_object(&body);
    canon_member_text(&body, "enquiry", envelope->id);
    canon_member_text(&body, "from", envelope->from);
    canon_end_object(&body);
    log_look(corridor, envelope->matter_id, envelope, is_known, arena);
    return journal_append(node, &journal_peer_author, EVENT_ENQUIRY_RECEIVED, envelope->matter_id,
                          TEXT("inbox"), canon_text(&body), TEXT(""), TEXT(""), arena);
}

static int64_t
append_heard(struct corridor *corridor, const struct envelope *envelope, struct arena *arena)
{
    struct canon body = canon_open(arena, 300);
    canon_put(&body, value_member(envelope->json, "content"));
    return journal_append(corridor->node, &journal_peer_author, EVENT_ANSWER_RECEIVED,
                          envelope->matter_id, TEXT("inbox"), canon_text(&body), TEXT(""), TEXT(""),
                          arena);
}

void
enquire_accept(struct corridor *corridor, const struct envelope *envelope, struct outcome *outcome,
               struct arena *arena)
{
    struct node *node = corridor->node;
    bool is_enquiry = envelope->kind == ENVELOPE_ENQUIRY;
    if (!value_is(value_member(envelope->json, "content"), VALUE_OBJECT)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("content"), arena);
        return;
    }
    int64_t position = is_enquiry ? append_answer(corridor, envelope, arena)
                                  : append_heard(corridor, envelope, arena);
    struct inbox_entry entry = {envelope->digest, TEXT("received"), position};
    inbox_keep(node->store, node->id, envelope->from, envelope->id, &entry, node->now_ms);
    if (is_enquiry)
        envelope_promise(node, ENVELOPE_ANSWER, envelope->from, position, arena);
    outcome->position = position;
    outcome->answer = TEXT("{\"disposition\":\"received\"}");
}
