/* claim.c: the code and the name stand in private parts alone. A wrong code and an unknown number
 * are answered alike, so that nobody learns which numbers there are. */
#include "command/claim.h"

#include "command/step_event.h"
#include "command/verbs.h"
#include "exchange/claim_code.h"
#include "law/tracking_number.h"
#include "proof/paper_note.h"
#include "store/account_rows.h"
#include "store/outbox.h"

#include <string.h>

#define CLAIM_STREAM TEXT("claim")

/* ---- what proves it ---- */

/* The note in the square code of an acknowledgement of this matter, signed by a node we trust. */
static bool
note_proves(const struct corridor *corridor, struct text matter_id, struct text written,
            struct arena *arena)
{
    struct paper_note paper;
    struct trust_answer signer;
    return corridor->trust != NULL && paper_note_read(written, arena, &paper) == NO_FLAW &&
           text_is(paper.kind, "acknowledgement") && text_equal(paper.matter, matter_id) &&
           paper_note_check(&paper, corridor->trust, &signer) == NO_FLAW;
}

static bool
code_proves(const struct corridor *corridor, struct text matter_id, struct text written,
            struct arena *arena)
{
    const struct node *node = corridor->node;
    struct text read,
        code = claim_code(node->store, node->id,
                          claim_code_opening(node->store, node->id, matter_id), arena);
    return paper_code_read(written, arena, &read) && !text_is_empty(code) && text_equal(read, code);
}

/* An envelope that this node promised the one that asks, about a person or a power of attorney seen
 * at a counter here, for this very matter. */
static bool
vouching_proves(const struct corridor *corridor, struct text matter_id, struct text vouching,
                struct text from, bool *is_agent, struct arena *arena)
{
    const struct node *node = corridor->node;
    struct event event;
    struct sql *row = sql(node->store, "SELECT position, kind FROM outbox WHERE court_id = $1"
                                       " AND promise_id = $2 AND peer = $3 AND kind IN ($4, $5)");
    sql_text(row, 1, node->id);
    sql_text(row, 2, vouching);
    sql_text(row, 3, from);
    sql_text(row, 4, text_of(envelope_kind_text(ENVELOPE_PERSON)));
    sql_text(row, 5, text_of(envelope_kind_text(ENVELOPE_ATTORNEY)));
    int64_t position = sql_next(row) ? sql_column_integer(row, 0) : -1;
    *is_agent =
        position >= 0 && text_is(sql_column_here(row, 1), envelope_kind_text(ENVELOPE_ATTORNEY));
    sql_end(row);
    return position >= 0 && journal_read(node->store, node->id, position, arena, &event) &&
           text_equal(value_member_text(value_read_canonical(event.body, arena), "matter"),
                      matter_id);
}

bool
claim_may_vouch(struct corridor *corridor, const struct act *act, struct text matter_id,
                struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    if (matter_row_load(node->store, node->id, matter_id, arena, &row) &&
        text_equal(row.facts.receiving, node->id) &&
        access_may_see(&act->asker, &row.facts, SIGHT_CONTENT, TEXT("")))
        return true;
    outcome_refuse(outcome, MATTER_MUST_BE_VISIBLE, TEXT("matter"), arena);
    return false;
}

/* ---- how often ---- */

/* Claims to this matter within a day: those of an account, or those whose code was wrong. */
static int
count_lately(const struct node *node, struct text matter_id, enum event_kind kind,
             struct text account, struct arena *arena)
{
    int count = 0;
    struct sql *rows = sql(node->store, "SELECT kind, statement, body FROM journal"
                                        " WHERE court_id = $1 AND matter_id = $2"
                                        " AND stream = 'claim' ORDER BY seq DESC");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, matter_id);
    while (sql_next(rows)) {
        const struct value *statement = value_read_canonical(sql_column(rows, 1, arena), arena);
        if (node->now_ms - value_member_integer(statement, "entered", 0) >= DAY_MS)
            break;
        const struct value *body = value_read_canonical(sql_column(rows, 2, arena), arena);
        bool is_meant = text_is_empty(account)
                            ? text_is(value_member_text(body, "why"), "code")
                            : text_equal(value_member_text(body, "account"), account);
        if (event_kind_of(sql_column_here(rows, 0)) == kind && is_meant)
            count++;
    }
    sql_end(rows);
    return count;
}

/* ---- claiming ---- */

static bool
sees_already(const struct corridor *corridor, const struct act *act, struct arena *arena)
{
    struct matter_row row;
    struct node *node = corridor->node;
    return matter_row_load(node->store, node->id, act->matter_id, arena, &row) &&
           access_may_see(&act->asker, &row.facts, SIGHT_CONTENT, TEXT(""));
}

static void
answer(struct outcome *outcome, const char *status, struct arena *arena)
{
    struct canon canon = canon_open(arena, 60);
    canon_begin_object(&canon);
    canon_member_text(&canon, "status", text_of(status));
    canon_end_object(&canon);
    outcome->answer = canon_text(&canon);
}

/* `proof` is "code" or "vouching". */
static int64_t
ask(struct corridor *corridor, const struct author *author, struct text matter_id,
    struct text account_id, struct text asked, const char *proof, struct text code,
    struct arena *arena)
{
    struct node *node = corridor->node;
    struct account account = {.name = TEXT("")};
    account_rows_load(node->store, node->id, account_id, arena, &account);
    struct canon private = canon_open(arena, 700);
    canon_begin_object(&private);
    if (strcmp(proof, "code") == 0)
        canon_member_text(&private, "code", code);
    canon_member_text_if(&private, "name", account.name);
    if (strcmp(proof, "vouching") == 0)
        canon_member_text(&private, "vouching", code);
    canon_end_object(&private);
    struct text said = canon_text(&private), salt = journal_salt(node, arena);
    struct canon body = canon_open(arena, 200);
    canon_begin_object(&body);
    canon_member_text(&body, "account", account_id);
    canon_member_text(&body, "asked", asked);
    canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_end_object(&body);
    int64_t position = journal_append(node, author, EVENT_MATTER_CLAIMED, matter_id, CLAIM_STREAM,
                                      canon_text(&body), said, salt, arena);
    envelope_promise(node, ENVELOPE_CLAIM, asked, position, arena);
    return position;
}

void
claim_vouched(struct corridor *corridor, const struct envelope *vouching, struct text matter_id,
              struct text account, struct arena *arena)
{
    struct tracking_number number;
    const struct network_node *asked = NULL;
    if (tracking_number_read(matter_id, arena, &number) == NUMBER_IS_VALID)
        asked = network_by_code(corridor->network, number.node_code);
    if (asked != NULL && text_equal(asked->id, vouching->from))
        ask(corridor, &journal_peer_author, number.text, account, asked->id, "vouching",
            vouching->id, arena);
}

/* Input: code, as it was typed: of the acknowledgement, or the whole note in its square code. */
void
claim_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
          struct arena *arena)
{
    struct node *node = corridor->node;
    struct text code = text_trim(value_member_text(act->input, "code")), read;
    struct tracking_number number;
    const struct network_node *asked = NULL;
    if (tracking_number_read(act->matter_id, arena, &number) == NUMBER_IS_VALID)
        asked = network_by_code(corridor->network, number.node_code);
    if (act->asker.role != ROLE_PARTY) {
        outcome_refuse(outcome, ROLE_MUST_BE_ALLOWED, TEXT(""), arena);
        return;
    }
    if (asked == NULL) {
        outcome_refuse(outcome, MATTER_MUST_EXIST, TEXT(""), arena);
        return;
    }
    outcome->matter_id = act->matter_id;
    if (sees_already(corridor, act, arena)) {
        answer(outcome, "added", arena);
        return;
    }
    if (code.length > PAPER_NOTE_BYTES_MAX ||
        (!paper_code_read(code, arena, &read) &&
         !note_proves(corridor, act->matter_id, code, arena))) {
        outcome_refuse(outcome, CLAIM_CODE_MUST_BE_RIGHT, TEXT("code"), arena);
        return;
    }
    if (count_lately(node, act->matter_id, EVENT_MATTER_CLAIMED, act->asker.account, arena) >=
        CLAIM_TRIES_MAX) {
        outcome_refuse(outcome, RATE_MUST_BE_KEPT, TEXT("claims"), arena);
        return;
    }
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->position =
        ask(corridor, &author, act->matter_id, act->asker.account, asked->id, "code", code, arena);
    answer(outcome, "asked", arena);
}

/* ---- judging ---- */

/* Is somebody of that name among those who act: the party, or who represents a company? Nobody else
 * who is written down with it: an agent needs his power, an employer is no party. */
static bool
name_fits(const struct corridor *corridor, const struct matter_row *row, struct text name,
          struct arena *arena)
{
    bool fits = false;
    struct node *node = corridor->node;
    const struct procedure *procedure = step_event_procedure(corridor, row);
    struct sql *rows = sql(node->store, "SELECT side, details FROM party_rows"
                                        " WHERE court_id = $1 AND matter_id = $2");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, row->matter_id);
    while (procedure != NULL && !text_is_empty(text_fold(name, arena)) && sql_next(rows)) {
        if (!procedure_position_acts(procedure, sql_column(rows, 0, arena)))
            continue;
        const struct value *details = value_read_canonical(sql_column(rows, 1, arena), arena);
        fits |= text_is_same_name(value_member_text(details, "name"), name, arena) ||
                text_is_same_name(value_member_text(details, "representative"), name, arena);
    }
    sql_end(rows);
    return fits;
}

bool
claim_names_party(struct corridor *corridor, struct text matter_id, struct text name,
                  struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    return matter_row_load(node->store, node->id, matter_id, arena, &row) &&
           name_fits(corridor, &row, name, arena);
}

/* Empty: it is granted. */
static const char *
judge(const struct corridor *corridor, const struct envelope *envelope,
      const struct matter_row *row, bool *is_agent, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text said = value_member_text(envelope->json, "private");
    const struct value *private = text_is_empty(said) ? NULL : value_read_canonical(said, arena);
    struct text code = value_member_text(private, "code");
    struct text vouching = value_member_text(private, "vouching");
    struct text matter_id = envelope->matter_id;
    bool is_here = row != NULL && text_equal(row->facts.receiving, node->id);
    if (is_here && vouching_proves(corridor, matter_id, vouching, envelope->from, is_agent, arena))
        return "";
    *is_agent = false;
    bool has_note = is_here && note_proves(corridor, matter_id, code, arena);
    if (!has_note &&
        count_lately(node, matter_id, EVENT_CLAIM_RECEIVED, TEXT(""), arena) >= CLAIM_WRONG_MAX)
        return "wait";
    if (!is_here || (!has_note && !code_proves(corridor, matter_id, code, arena)))
        return "code";
    return name_fits(corridor, row, value_member_text(private, "name"), arena) ? "" : "name";
}

static bool
follows(const struct matter_facts *facts, struct text account)
{
    for (int i = 0; i < facts->people_count; i++) {
        if (text_equal(facts->people[i], account))
            return true;
    }
    return false;
}

/* The account becomes one of those who are named in the matter; false where its rules are lost. */
static bool
let_follow(struct corridor *corridor, struct matter_row *row, bool is_agent, struct text account,
           struct text at, struct arena *arena)
{
    struct node *node = corridor->node;
    struct step_case one = {.row = *row};
    one.procedure = step_event_procedure(corridor, row);
    one.request = (struct step_request){
        .asker = {.role = ROLE_EXCHANGE, .account = account, .node = node->id},
        .times = {.entered_ms = node->now_ms},
        .today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES),
    };
    if (one.procedure == NULL || procedure_follow(one.procedure, &row->facts, is_agent, account, at,
                                                  &one.request, arena, &one.result) != ALLOWED)
        return false;
    return step_event_append(corridor, &one, &journal_peer_author, EVENT_ACCOUNT_FOLLOWS, arena) >=
           0;
}

static void
accept_claim(struct corridor *corridor, const struct envelope *envelope, struct outcome *outcome,
             struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    bool is_known = matter_row_load(node->store, node->id, envelope->matter_id, arena, &row);
    bool is_agent = false;
    const char *why = judge(corridor, envelope, is_known ? &row : NULL, &is_agent, arena);
    struct text account = value_member_text(value_member(envelope->json, "content"), "account");
    if (*why == '\0' && !follows(&row.facts, account) &&
        !let_follow(corridor, &row, is_agent, account, envelope->from, arena))
        why = "wait";
    struct canon body = canon_open(arena, 200);
    canon_begin_object(&body);
    canon_member_text(&body, "account", account);
    canon_member_text(&body, "claim", envelope->id);
    canon_member_text(&body, "from", envelope->from);
    canon_member_boolean(&body, "granted", *why == '\0');
    canon_member_text_if(&body, "why", text_of(why));
    canon_end_object(&body);
    outcome->position =
        journal_append(node, &journal_peer_author, EVENT_CLAIM_RECEIVED, envelope->matter_id,
                       CLAIM_STREAM, canon_text(&body), TEXT(""), TEXT(""), arena);
    if (*why == '\0')
        step_event_promise_people(corridor, envelope->matter_id, envelope->from, arena);
    envelope_promise(node, ENVELOPE_CLAIMED, envelope->from, outcome->position, arena);
}

/* The answer counts once the matter is here, so that nobody is told of a page he cannot open. */
static bool
accept_answer(struct corridor *corridor, const struct envelope *envelope, struct outcome *outcome,
              struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    const struct value *content = value_member(envelope->json, "content");
    if (value_member_is_true(content, "granted") &&
        (!matter_row_load(node->store, node->id, envelope->matter_id, arena, &row) ||
         !follows(&row.facts, value_member_text(content, "account"))))
        return false;
    struct canon body = canon_open(arena, 200);
    canon_put(&body, content);
    outcome->position =
        journal_append(node, &journal_peer_author, EVENT_CLAIM_ANSWERED, envelope->matter_id,
                       CLAIM_STREAM, canon_text(&body), TEXT(""), TEXT(""), arena);
    return true;
}

void
claim_accept(struct corridor *corridor, const struct envelope *envelope, struct outcome *outcome,
             struct arena *arena)
{
    struct node *node = corridor->node;
    if (!value_is(value_member(envelope->json, "content"), VALUE_OBJECT)) {
        outcome_refuse(outcome, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("content"), arena);
        return;
    }
    if (envelope->kind == ENVELOPE_CLAIM) {
        accept_claim(corridor, envelope, outcome, arena);
    } else if (!accept_answer(corridor, envelope, outcome, arena)) {
        outcome->answer = TEXT("{\"disposition\":\"held\"}");
        return;
    }
    struct inbox_entry entry = {envelope->digest, TEXT("received"), outcome->position};
    inbox_keep(node->store, node->id, envelope->from, envelope->id, &entry, node->now_ms);
    outcome->answer = TEXT("{\"disposition\":\"received\"}");
}
