/* urge.c: what the hub says stands in the record of both, its words in the private part. At the
 * owner it opens tasks by a step of the procedure, so that its rules say who answers. */
#include "command/urge.h"

#include "command/step_event.h"
#include "command/verbs.h"
#include "store/outbox.h"

/* The step of the rules that the verb stands for; what it causes at the owner is on its arrival. */
#define STEP_URGE TEXT("urge")

enum { MESSAGE_CHARACTERS_MAX = 2000 };

/* ---- at the hub ---- */

struct holding {
    struct text owner;
    int64_t due_ms;
    bool is_open;
};

static bool
find_holding(struct node *node, struct text matter_id, struct arena *arena, struct holding *custody)
{
    struct sql *row = sql(node->store, "SELECT owner, due_ms, is_open FROM custody_rows"
                                       " WHERE court_id = $1 AND matter_id = $2");
    sql_text(row, 1, node->id);
    sql_text(row, 2, matter_id);
    bool is_there = sql_next(row);
    if (is_there)
        *custody = (struct holding){sql_column(row, 0, arena), sql_column_integer(row, 1),
                                    sql_column_integer(row, 2) == 1};
    sql_end(row);
    return is_there;
}

static enum refusal
may_urge(const struct corridor *corridor, const struct act *act, const struct holding *custody,
         const char **detail)
{
    struct text message = value_member_text(act->input, "message");
    struct text court = value_member_text(act->input, "court");
    if (!custody->is_open)
        return MATTER_MUST_BE_OPEN;
    if (custody->due_ms >= corridor->node->now_ms)
        return MATTER_MUST_BE_LATE;
    *detail = "message";
    if (text_is_empty(text_trim(message)))
        return GROUND_MUST_BE_GIVEN;
    if (text_characters(message) > MESSAGE_CHARACTERS_MAX)
        return FIELD_MUST_NOT_BE_TOO_LONG;
    *detail = "court";
    if (!text_is_empty(court) && !network_is_court(corridor->network, court))
        return COURT_MUST_BE_KNOWN;
    if (text_equal(court, custody->owner))
        return TRANSFER_MUST_NAME_ANOTHER_COURT;
    return ALLOWED;
}

static int64_t
append_urging(struct corridor *corridor, const struct act *act, const struct holding *custody,
              struct arena *arena)
{
    struct node *node = corridor->node;
    struct canon private = canon_open(arena, 300), body = canon_open(arena, 200);
    canon_begin_object(&private);
    canon_member_text(&private, "account", act->asker.account);
    canon_member_text(&private, "message", value_member_text(act->input, "message"));
    canon_end_object(&private);
    struct text said = canon_text(&private), salt = journal_salt(node, arena);
    canon_begin_object(&body);
    canon_member_text_if(&body, "court", value_member_text(act->input, "court"));
    canon_member_integer(&body, "due", custody->due_ms);
    canon_member_text(&body, "owner", custody->owner);
    canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    return journal_append(node, &author, EVENT_OWNER_URGED, act->matter_id, TEXT("urging"),
                          canon_text(&body), said, salt, arena);
}

/* Input: message, and court where another one is proposed. */
void
urge_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
         struct arena *arena)
{
    struct node *node = corridor->node;
    struct holding custody;
    const char *detail = "";
    if (!access_may_urge(&act->asker) || !text_equal(node->id, corridor->hub)) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (!find_holding(node, act->matter_id, arena, &custody)) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return;
    }
    enum refusal refusal = may_urge(corridor, act, &custody, &detail);
    if (refusal != ALLOWED) {
        outcome_refuse(outcome, refusal, text_of(detail), arena);
        return;
    }
    outcome->matter_id = act->matter_id;
    outcome->position = append_urging(corridor, act, &custody, arena);
    if (outcome->position < 0)
        return;
    envelope_promise(node, ENVELOPE_URGE, custody.owner, outcome->position, arena);
    struct canon answer = canon_open(arena, 100);
    canon_begin_object(&answer);
    canon_member_text(&answer, "matter", act->matter_id);
    canon_member_text(&answer, "owner", custody.owner);
    canon_member_integer(&answer, "position", outcome->position);
    canon_end_object(&answer);
    outcome->answer = canon_text(&answer);
}

/* ---- at the owner ---- */

static int64_t
append_received(struct corridor *corridor, const struct envelope *envelope, struct arena *arena)
{
    struct node *node = corridor->node;
    const struct value *content = value_member(envelope->json, "content");
    struct text said = value_member_text(envelope->json, "private");
    struct text salt = text_is_empty(said) ? TEXT("") : journal_salt(node, arena);
    struct canon body = canon_open(arena, 300);
    canon_begin_object(&body);
    canon_member_text_if(&body, "court", value_member_text(content, "court"));
    canon_member_text(&body, "envelope", envelope->id);
    canon_member_text(&body, "from", envelope->from);
    if (!text_is_empty(said))
        canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_end_object(&body);
    return journal_append(node, &journal_peer_author, EVENT_URGING_RECEIVED, envelope->matter_id,
                          TEXT("inbox"), canon_text(&body), said, salt, arena);
}

/* The form of the step, filled in with what the hub said. */
static const struct value *
fields_of(const struct envelope *envelope, struct arena *arena)
{
    struct text said = value_member_text(envelope->json, "private");
    const struct value *private = text_is_empty(said) ? NULL : value_read_canonical(said, arena);
    struct text court = value_member_text(value_member(envelope->json, "content"), "court");
    struct text message = value_member_text(private, "message");
    struct canon fields = canon_open(arena, 300);
    canon_begin_object(&fields);
    canon_member_text_if(&fields, "court", court);
    canon_member_text(&fields, "message", text_is_empty(message) ? TEXT("-") : message);
    canon_end_object(&fields);
    return value_read_canonical(canon_text(&fields), arena);
}

/* Nothing where the rules of the matter have no such step: then the record alone says it. */
static void
take_step(struct corridor *corridor, const struct envelope *envelope, const struct matter_row *row,
          struct arena *arena)
{
    struct node *node = corridor->node;
    struct step_case one = {.row = *row, .procedure = step_event_procedure(corridor, row)};
    if (one.procedure == NULL)
        return;
    one.request = (struct step_request){
        .asker = {.role = ROLE_EXCHANGE, .account = TEXT("exchange"), .node = node->id},
        .fields = fields_of(envelope, arena),
        .times = {.owner_ms = node->now_ms, .entered_ms = node->now_ms},
        .today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES),
    };
    if (procedure_arrival(one.procedure, &one.row.facts, STEP_URGE, &one.request,
                          &corridor->rules->rule_set, arena, &one.result) != ALLOWED)
        return;
    one.step = procedure_step(one.procedure, one.result.step);
    one.understood = one.result.fields;
    step_event_append(corridor, &one, &journal_peer_author, EVENT_STEP_TAKEN, arena);
}

void
urge_accept(struct corridor *corridor, const struct envelope *envelope, struct outcome *outcome,
            struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    struct inbox_entry entry = {envelope->digest, TEXT("received"), -1};
    bool is_known = matter_row_load(node->store, node->id, envelope->matter_id, arena, &row);
    bool is_ours = is_known && text_equal(row.facts.owner, node->id);
    if (!text_equal(envelope->from, corridor->hub)) {
        entry.disposition = TEXT("refused:hub");
    } else if (!is_known || (is_ours && row.facts.custody != CUSTODY_HELD)) {
        /* It is on its way to us, or stands between two courts: the word comes again. */
        outcome->answer = TEXT("{\"disposition\":\"held\"}");
        return;
    } else {
        entry.position = append_received(corridor, envelope, arena);
        if (is_ours) /* otherwise it has moved, and the hub's line says so */
            take_step(corridor, envelope, &row, arena);
    }
    inbox_keep(node->store, node->id, envelope->from, envelope->id, &entry, node->now_ms);
    struct canon answer = canon_open(arena, 80);
    canon_begin_object(&answer);
    canon_member_text(&answer, "disposition", entry.disposition);
    canon_end_object(&answer);
    outcome->position = entry.position;
    outcome->answer = canon_text(&answer);
}
