/* representing.c: a power of attorney is given by the principal himself, or shown by the agent and
 * confirmed by the principal, or taken at a counter with the person present; and ended by either
 * side at any time. [CPL-2023:61, CPL-2023:62] Whose it is and what was said of a person without an
 * account stands in the private part. */
#include "command/representing.h"

#include "command/claim.h"
#include "command/enrol.h"
#include "command/verbs.h"
#include "store/outbox.h"
#include "store/representation_rows.h"

/* Stream of the node for ends of powers of attorney that came before their beginnings. */
#define ENDED_EARLY TEXT("ended")

enum { NAME_CHARACTERS_MAX = 100, CARD_CHARACTERS_MAX = 30 };

/* Stands for an agent who is at home at the public desk: who that is is known there alone. */
#define AT_DESK TEXT("-")

/* Empty where there is none. */
static struct text
desk_id(const struct corridor *corridor)
{
    const struct network_node *desk = network_desk(corridor->network);
    return desk == NULL ? TEXT("") : desk->id;
}

static bool
has_file(struct node *node, struct text sha256)
{
    struct sql *row = sql(node->store, "SELECT 1 FROM blob WHERE court_id = $1 AND sha256 = $2");
    sql_text(row, 1, node->id);
    sql_text(row, 2, sha256);
    bool is_here = sql_next(row);
    sql_end(row);
    return is_here;
}

/* What a person without an account is called, from `person`. */
static struct text
private_of(const struct value *person, struct arena *arena)
{
    struct text name = value_member_text(person, "name");
    if (text_is_empty(name))
        return TEXT("");
    struct canon private = canon_open(arena, 160);
    canon_begin_object(&private);
    canon_member_text(&private, "name", name);
    canon_member_text_if(&private, "number", value_member_text(person, "number"));
    canon_end_object(&private);
    return canon_text(&private);
}

/* The same of what is kept; the number stands in the event that brought it. */
static struct text
said_of(const struct representation *one, struct arena *arena)
{
    if (text_is_empty(one->name))
        return TEXT("");
    struct canon private = canon_open(arena, 120);
    canon_begin_object(&private);
    canon_member_text_if(&private, "code", one->code);
    canon_member_text(&private, "name", one->name);
    canon_member_text_if(&private, "relation", one->relation);
    canon_end_object(&private);
    return canon_text(&private);
}

static int64_t
append(struct corridor *corridor, const struct author *author, const struct representation *one,
       struct text said, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text salt = text_is_empty(said) ? TEXT("") : journal_salt(node, arena);
    struct canon body = canon_open(arena, 400);
    canon_begin_object(&body);
    canon_member_text(&body, "agent", one->agent);
    canon_member_text_if(&body, "document", one->document);
    if (!text_is_empty(one->code))
        canon_member_integer(&body, "ends", one->ends_ms);
    canon_member_text(&body, "from", date_text(one->from, arena));
    canon_member_text(&body, "id", one->id);
    canon_member_text_if(&body, "matter", one->matter);
    canon_member_text_if(&body, "principal", one->principal);
    if (!text_is_empty(said))
        canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_member_text(&body, "scope", representation_scope_word(one->scope));
    canon_member_text(&body, "status", representation_status_word(one->status));
    if (!date_is_none(one->until))
        canon_member_text(&body, "until", date_text(one->until, arena));
    canon_end_object(&body);
    return journal_append(node, author, EVENT_REPRESENTED, NODE_MATTER, TEXT("representations"),
                          canon_text(&body), said, salt, arena);
}

/* From the first confirmed representation on, an account may act in the role of an agent, from the
 * first help in that of a helper. */
static void
let_act(struct corridor *corridor, const struct author *author, const struct representation *one,
        struct arena *arena)
{
    struct account account;
    struct text place;
    enum role role = one->scope == SCOPE_HELP ? ROLE_HELPER : ROLE_AGENT;
    if (!account_rows_load(corridor->node->store, corridor->node->id, one->agent, arena,
                           &account) ||
        account_has_role(&account, role, &place))
        return;
    struct enrolment enrolment = enrol_as_it_stands(&account, arena);
    enrolment.roles = enrol_with_role(enrolment.roles, role, arena);
    enrol_append(corridor, author, EVENT_ACCOUNT_CHANGED, &enrolment, arena);
}

static void
answer(struct outcome *outcome, const struct representation *one, struct arena *arena)
{
    struct canon canon = canon_open(arena, 120);
    canon_begin_object(&canon);
    canon_member_text(&canon, "representation", one->id);
    canon_member_text(&canon, "status", representation_status_word(one->status));
    canon_end_object(&canon);
    outcome->answer = canon_text(&canon);
}

/* Writes it down as it stands now, with what follows from it. */
static void
settle(struct corridor *corridor, const struct act *act, struct representation *one,
       struct text said, struct outcome *outcome, struct arena *arena)
{
    struct author author = act_author(act, role_word(act->asker.role));
    outcome->position = append(corridor, &author, one, said, arena);
    if (one->scope != SCOPE_HELP && text_equal(one->agent, AT_DESK))
        envelope_promise(corridor->node, ENVELOPE_ATTORNEY, desk_id(corridor), outcome->position,
                         arena);
    else if (one->status == REPRESENTATION_IN_FORCE)
        let_act(corridor, &author, one, arena);
    answer(outcome, one, arena);
}

void
representing_settle(struct corridor *corridor, const struct act *act, struct representation *one,
                    struct outcome *outcome, struct arena *arena)
{
    settle(corridor, act, one, said_of(one, arena), outcome, arena);
}

/* ---- giving ---- */

static bool
refuse(struct outcome *outcome, enum refusal refusal, const char *field, struct arena *arena)
{
    outcome_refuse(outcome, refusal, text_of(field), arena);
    return false;
}

static bool
is_active(struct node *node, struct text account_id, struct arena *arena)
{
    struct account account;
    return account_rows_load(node->store, node->id, account_id, arena, &account) &&
           account.is_active;
}

/* Whoever works at a court acts there in its roles and for nobody; nor may a power of attorney add
 * a role to those that must be kept apart. */
static bool
is_of_staff(struct node *node, struct text account_id, struct arena *arena)
{
    struct account account;
    if (!account_rows_load(node->store, node->id, account_id, arena, &account))
        return false;
    for (int i = 0; i < account.roles_count; i++) {
        if (!access_is_citizen(account.roles[i].role))
            return true;
    }
    return false;
}

enum refusal
representing_check_holder(struct node *node, struct text account, struct arena *arena)
{
    if (!is_active(node, account, arena))
        return ACCOUNT_MUST_EXIST;
    return is_of_staff(node, account, arena) ? ROLES_MUST_BE_SEPARATE : ALLOWED;
}

/* Scope, matter, days and the paper. */
static bool
read_terms(struct node *node, const struct act *act, struct representation *one,
           struct outcome *outcome, struct arena *arena)
{
    struct text scope = value_member_text(act->input, "scope");
    struct text from = value_member_text(act->input, "from");
    struct text until = value_member_text(act->input, "until");
    one->matter = value_member_text(act->input, "matter");
    one->document = value_member_text(act->input, "document");
    one->from = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    one->until = DATE_NONE;
    if (!representation_scope_parse(scope, &one->scope) || one->scope == SCOPE_HELP)
        return refuse(outcome, FIELD_MUST_BE_ONE_OF_THE_CHOICES, "scope", arena);
    if (!text_is_empty(from) && !date_parse(from, &one->from))
        return refuse(outcome, DATE_MUST_EXIST, "from", arena);
    if (!text_is_empty(until) && !date_parse(until, &one->until))
        return refuse(outcome, DATE_MUST_EXIST, "until", arena);
    if (!date_is_none(one->until) && date_compare(one->until, one->from) < 0)
        return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, "until", arena);
    if (one->matter.length > ACT_NAME_MAX || text_has_hidden(one->matter))
        return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, "matter", arena);
    if (!text_is_empty(one->document) && !has_file(node, one->document))
        return refuse(outcome, FILE_MUST_BE_UPLOADED, "document", arena);
    return true;
}

static bool
read_person(const struct act *act, struct text *said, struct outcome *outcome, struct arena *arena)
{
    const struct value *person = value_member(act->input, "person");
    struct text name = value_member_text(person, "name");
    struct text number = value_member_text(person, "number");
    if (text_characters(name) > NAME_CHARACTERS_MAX || text_has_hidden(name))
        return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, "person.name", arena);
    if (text_characters(value_member_text(act->input, "agent_name")) > NAME_CHARACTERS_MAX ||
        text_has_hidden(value_member_text(act->input, "agent_name")))
        return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, "agent_name", arena);
    if (text_characters(number) > CARD_CHARACTERS_MAX || text_has_hidden(number))
        return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, "person.number", arena);
    *said = private_of(person, arena);
    return true;
}

/* An account by its id, or by what its owner types to sign in, such as his number. */
static struct text
principal_of(struct node *node, const struct value *input, struct arena *arena)
{
    struct account account;
    struct text sign_in = value_member_text(input, "principal_sign_in");
    if (text_is_empty(sign_in))
        return value_member_text(input, "principal");
    if (account_rows_by_sign_in(node->store, node->id, sign_in, arena, &account))
        return account.id;
    return TEXT("-"); /* of nobody */
}

/* The same of an agent, who is called by his name as well: one wrong digit in a number would let a
 * stranger read. */
static struct text
agent_of(struct node *node, const struct value *input, struct arena *arena)
{
    struct account account;
    struct text sign_in = value_member_text(input, "agent_sign_in");
    if (text_is_empty(sign_in))
        return value_member_text(input, "agent");
    if (account_rows_by_sign_in(node->store, node->id, sign_in, arena, &account) &&
        text_is_same_name(account.name, value_member_text(input, "agent_name"), arena))
        return account.id;
    return TEXT("-");
}

/* Who gives it to whom, and whether that is enough to be in force. */
static bool
read_sides(struct node *node, const struct act *act, struct representation *one, struct text said,
           struct outcome *outcome, struct arena *arena)
{
    enum role role = act->asker.role;
    one->principal = principal_of(node, act->input, arena);
    one->agent = agent_of(node, act->input, arena);
    if (role == ROLE_PARTY && !text_equal(one->agent, act->asker.account))
        one->principal = act->asker.account;
    else if (role == ROLE_PARTY || role == ROLE_AGENT)
        one->agent = act->asker.account;
    else if (role != ROLE_COUNTER)
        return refuse(outcome, role == ROLE_HELPER ? PERSON_MUST_ACT_HIMSELF : ROLE_MUST_BE_ALLOWED,
                      "", arena);
    bool is_own = role == ROLE_PARTY && text_equal(one->principal, act->asker.account);
    one->status =
        is_own || role == ROLE_COUNTER ? REPRESENTATION_IN_FORCE : REPRESENTATION_PROPOSED;
    enum refusal refusal = representing_check_holder(node, one->agent, arena);
    if (refusal != ALLOWED)
        return refuse(outcome, refusal, "agent", arena);
    if (text_is_empty(one->principal) && text_is_empty(said))
        return refuse(outcome, PERSON_ACTED_FOR_MUST_BE_NAMED, "principal", arena);
    if (!is_own && !text_is_empty(one->principal) && !is_active(node, one->principal, arena))
        return refuse(outcome, ACCOUNT_MUST_EXIST, "principal", arena);
    if (text_equal(one->principal, one->agent))
        return refuse(outcome, TAKER_MUST_BE_ANOTHER_PERSON, "agent", arena);
    /* Whoever does not give it himself shows the paper. */
    if (!is_own && text_is_empty(one->document))
        return refuse(outcome, FILE_MUST_BE_UPLOADED, "document", arena);
    return true;
}

/* ---- at a counter, for an agent with an account at the public desk ---- */

static bool
is_for_desk(const struct corridor *corridor, const struct act *act)
{
    struct account account;
    struct node *node = corridor->node;
    struct text sign_in = value_member_text(act->input, "agent_sign_in"), desk = desk_id(corridor);
    return act->asker.role == ROLE_COUNTER && !text_is_empty(desk) && !text_equal(desk, node->id) &&
           !text_is_empty(value_member_text(act->input, "matter")) && !text_is_empty(sign_in) &&
           !account_rows_by_sign_in(node->store, node->id, sign_in, corridor->scratch, &account);
}

static struct text
private_for_desk(struct text said, const struct value *input, struct arena *arena)
{
    const struct value *person = value_read_canonical(said, arena);
    struct canon private = canon_open(arena, 240);
    canon_begin_object(&private);
    canon_member_text(&private, "agent", value_member_text(input, "agent_sign_in"));
    canon_member_text(&private, "agent_name", value_member_text(input, "agent_name"));
    canon_member_text(&private, "name", value_member_text(person, "name"));
    canon_member_text_if(&private, "number", value_member_text(person, "number"));
    canon_end_object(&private);
    return canon_text(&private);
}

/* The agent sees the matter once the desk knows him; whether it does is not told here. */
static void
give_at_desk(struct corridor *corridor, const struct act *act, struct representation *one,
             struct text said, struct outcome *outcome, struct arena *arena)
{
    if (text_is_empty(said)) {
        refuse(outcome, PERSON_ACTED_FOR_MUST_BE_NAMED, "principal", arena);
        return;
    }
    if (text_is_empty(one->document)) {
        refuse(outcome, FILE_MUST_BE_UPLOADED, "document", arena);
        return;
    }
    if (text_is_empty(value_member_text(act->input, "agent_name"))) {
        refuse(outcome, FIELD_MUST_BE_GIVEN, "agent_name", arena);
        return;
    }
    if (!claim_may_vouch(corridor, act, one->matter, outcome, arena))
        return;
    /* A power is a party's: of whoever acts in this matter, not of anybody who signed a paper. */
    struct text principal = value_member_text(value_member(act->input, "person"), "name");
    if (!claim_names_party(corridor, one->matter, principal, arena)) {
        refuse(outcome, PERSON_ACTED_FOR_MUST_BE_NAMED, "principal", arena);
        return;
    }
    one->agent = AT_DESK;
    one->status = REPRESENTATION_IN_FORCE;
    one->id = text_format(arena, "r%.*s", TEXT_ARGS(enrol_new_id(corridor->node, arena)));
    said = private_for_desk(said, act->input, arena);
    settle(corridor, act, one, said, outcome, arena);
}

static void
give(struct corridor *corridor, const struct act *act, struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct representation one = {.status = REPRESENTATION_PROPOSED};
    struct text said = TEXT("");
    if (!read_terms(node, act, &one, outcome, arena) || !read_person(act, &said, outcome, arena))
        return;
    if (is_for_desk(corridor, act)) {
        give_at_desk(corridor, act, &one, said, outcome, arena);
        return;
    }
    if (!read_sides(node, act, &one, said, outcome, arena))
        return;
    one.id = text_format(arena, "r%.*s", TEXT_ARGS(enrol_new_id(node, arena)));
    settle(corridor, act, &one, said, outcome, arena);
}

/* Somebody confirms what the agent proposed: the principal, or a counter with him present. */
static void
confirm(struct corridor *corridor, const struct act *act, struct text id, struct outcome *outcome,
        struct arena *arena)
{
    struct representation one;
    bool is_there =
        representation_rows_load(corridor->node->store, corridor->node->id, id, arena, &one);
    bool is_principal = is_there && text_equal(one.principal, act->asker.account);
    if (!is_there || one.status != REPRESENTATION_PROPOSED || one.scope == SCOPE_HELP ||
        (!is_principal && act->asker.role != ROLE_COUNTER)) {
        outcome_refuse(outcome, REPRESENTATION_MUST_EXIST, TEXT("representation"), arena);
        return;
    }
    one.status = REPRESENTATION_IN_FORCE;
    representing_settle(corridor, act, &one, outcome, arena);
}

/* Input: representation (to confirm it); or agent or agent_sign_in with agent_name, principal or
 * principal_sign_in or person {name, number?}, scope (general, special), matter?, from?, until?,
 * document?. */
void
represent_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
              struct arena *arena)
{
    struct text id = value_member_text(act->input, "representation");
    if (text_is_empty(id))
        give(corridor, act, outcome, arena);
    else
        confirm(corridor, act, id, outcome, arena);
}

/* ---- ending ---- */

/* Input: representation. The principal takes it back, the agent lays it down, either of them turns
 * a proposal away; from that moment the agent sees and does nothing by it. */
void
end_representation_run(struct corridor *corridor, const struct act *act, struct outcome *outcome,
                       struct arena *arena)
{
    struct representation one;
    struct text id = value_member_text(act->input, "representation");
    bool is_there =
        representation_rows_load(corridor->node->store, corridor->node->id, id, arena, &one);
    bool is_side =
        is_there && (text_equal(one.principal, act->asker.account) ||
                     text_equal(one.agent, act->asker.account) || act->asker.role == ROLE_COUNTER);
    bool is_open = is_there &&
                   (one.status == REPRESENTATION_PROPOSED || one.status == REPRESENTATION_IN_FORCE);
    if (!is_side || !is_open) {
        outcome_refuse(outcome, REPRESENTATION_MUST_EXIST, TEXT("representation"), arena);
        return;
    }
    one.status =
        one.status == REPRESENTATION_PROPOSED ? REPRESENTATION_DECLINED : REPRESENTATION_ENDED;
    representing_settle(corridor, act, &one, outcome, arena);
}

/* ---- at the desk ---- */

/* An end that overtook its beginning on the way was written down when it came. */
static bool
has_ended_before(struct node *node, struct text id, struct arena *arena)
{
    bool has_ended = false;
    struct sql *rows = sql(node->store, "SELECT body FROM journal WHERE court_id = $1"
                                        " AND matter_id = $2 AND stream = $3");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, NODE_MATTER);
    sql_text(rows, 3, ENDED_EARLY);
    while (!has_ended && sql_next(rows)) {
        const struct value *body = value_read_canonical(sql_column(rows, 0, arena), arena);
        has_ended = text_equal(value_member_text(body, "ended"), id);
    }
    sql_end(rows);
    return has_ended;
}

static bool
read_told(struct corridor *corridor, const struct envelope *envelope, struct text *said,
          struct representation *one, struct arena *arena)
{
    struct node *node = corridor->node;
    struct account account;
    const struct value *content = value_member(envelope->json, "content");
    struct text private_json = value_member_text(envelope->json, "private");
    const struct value *private =
        text_is_empty(private_json) ? NULL : value_read_canonical(private_json, arena);
    struct text id = text_format(arena, "%.*s.%.*s", TEXT_ARGS(envelope->from),
                                 TEXT_ARGS(value_member_text(content, "id")));
    enum representation_status status;
    if (!representation_status_parse(value_member_text(content, "status"), &status) ||
        id.length > ACT_NAME_MAX)
        return false;
    if (representation_rows_load(node->store, node->id, id, arena, one)) {
        if (status == REPRESENTATION_IN_FORCE && one->status != REPRESENTATION_IN_FORCE)
            return false; /* what was ended stays ended, in whatever order it is told */
        one->status = status;
        *said = said_of(one, arena);
        return true;
    }
    *one = (struct representation){
        .id = id,
        .matter = value_member_text(content, "matter"),
        .status = status,
        .until = DATE_NONE,
        .scope =
            text_is(value_member_text(content, "scope"), "special") ? SCOPE_SPECIAL : SCOPE_GENERAL,
        .name = value_member_text(private, "name"),
    };
    bool has_until = !text_is_empty(value_member_text(content, "until"));
    if (status != REPRESENTATION_IN_FORCE || text_is_empty(one->name) ||
        text_characters(one->name) > NAME_CHARACTERS_MAX || text_is_empty(one->matter) ||
        one->matter.length > ACT_NAME_MAX ||
        !date_parse(value_member_text(content, "from"), &one->from) ||
        (has_until && !date_parse(value_member_text(content, "until"), &one->until)) ||
        has_ended_before(node, id, arena) ||
        !account_rows_by_sign_in(node->store, node->id, value_member_text(private, "agent"), arena,
                                 &account) ||
        !text_is_same_name(account.name, value_member_text(private, "agent_name"), arena) ||
        !account.is_active || is_of_staff(node, account.id, arena))
        return false;
    one->agent = account.id;
    *said = said_of(one, arena);
    return true;
}

void
representing_accept(struct corridor *corridor, const struct envelope *envelope,
                    struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct representation one = {.status = REPRESENTATION_IN_FORCE};
    struct text said = TEXT("");
    bool is_known = network_is_court(corridor->network, envelope->from) &&
                    read_told(corridor, envelope, &said, &one, arena);
    if (is_known) {
        append(corridor, &journal_peer_author, &one, said, arena);
        if (one.status == REPRESENTATION_IN_FORCE) {
            let_act(corridor, &journal_peer_author, &one, arena);
            claim_vouched(corridor, envelope, one.matter, one.agent, arena);
        }
    }
    /* The receipt of the court rests on an event in any case, and says nothing of who is here. */
    struct canon body = canon_open(arena, 160);
    canon_begin_object(&body);
    bool has_ended = !is_known && one.status == REPRESENTATION_ENDED;
    if (has_ended)
        canon_member_text(&body, "ended", one.id);
    canon_member_boolean(&body, "known", is_known);
    canon_member_text(&body, "seen_by", envelope->from);
    canon_end_object(&body);
    outcome->position = journal_append(node, &journal_peer_author, EVENT_PERSON_SEEN, NODE_MATTER,
                                       has_ended ? ENDED_EARLY : TEXT("inbox"), canon_text(&body),
                                       TEXT(""), TEXT(""), arena);
    struct inbox_entry entry = {envelope->digest, TEXT("received"), outcome->position};
    inbox_keep(node->store, node->id, envelope->from, envelope->id, &entry, node->now_ms);
    outcome->answer = TEXT("{\"disposition\":\"received\"}");
}
