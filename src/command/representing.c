/* representing.c: a power of attorney is given by the principal himself, or shown by the agent and
 * confirmed by the principal, or taken at a counter with the person present; and ended by either
 * side at any time. [CPL-2023:61, CPL-2023:62] Whose it is and what was said of a person without an
 * account stands in the private part. */
#include "command/enrol.h"
#include "command/verbs.h"
#include "store/representation_rows.h"

enum { NAME_CHARACTERS_MAX = 100, CARD_CHARACTERS_MAX = 30 };

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
    canon_member_text(&private, "name", one->name);
    canon_end_object(&private);
    return canon_text(&private);
}

static int64_t
append(struct corridor *corridor, const struct act *act, const struct representation *one,
       struct text said, struct arena *arena)
{
    struct node *node = corridor->node;
    struct text salt = text_is_empty(said) ? TEXT("") : journal_salt(node, arena);
    struct canon body = canon_open(arena, 400);
    canon_begin_object(&body);
    canon_member_text(&body, "agent", one->agent);
    canon_member_text_if(&body, "document", one->document);
    canon_member_text(&body, "from", date_text(one->from, arena));
    canon_member_text(&body, "id", one->id);
    canon_member_text_if(&body, "matter", one->matter);
    canon_member_text_if(&body, "principal", one->principal);
    if (!text_is_empty(said))
        canon_member_text(&body, "private", journal_private_digest(said, salt, arena));
    canon_member_text(&body, "scope", one->is_special ? TEXT("special") : TEXT("general"));
    canon_member_text(&body, "status", representation_status_word(one->status));
    if (!date_is_none(one->until))
        canon_member_text(&body, "until", date_text(one->until, arena));
    canon_end_object(&body);
    struct author author = act_author(act, role_word(act->asker.role));
    return journal_append(node, &author, EVENT_REPRESENTED, NODE_MATTER, TEXT("representations"),
                          canon_text(&body), said, salt, arena);
}

/* From the first confirmed representation on, an account may act in the role of an agent. */
static void
let_act_as_agent(struct corridor *corridor, const struct act *act, struct text agent,
                 struct arena *arena)
{
    struct account account;
    struct text place;
    if (!account_rows_load(corridor->node->store, corridor->node->id, agent, arena, &account) ||
        account_has_role(&account, ROLE_AGENT, &place))
        return;
    struct enrolment enrolment = enrol_as_it_stands(&account, arena);
    struct author author = act_author(act, role_word(act->asker.role));
    enrolment.roles = enrol_with_role(enrolment.roles, ROLE_AGENT, arena);
    enrol_append(corridor, &author, EVENT_ACCOUNT_CHANGED, &enrolment, arena);
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

static void
settle(struct corridor *corridor, const struct act *act, struct representation *one,
       struct text said, struct outcome *outcome, struct arena *arena)
{
    outcome->position = append(corridor, act, one, said, arena);
    if (one->status == REPRESENTATION_IN_FORCE)
        let_act_as_agent(corridor, act, one->agent, arena);
    answer(outcome, one, arena);
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
        if (account.roles[i].role != ROLE_PARTY && account.roles[i].role != ROLE_AGENT)
            return true;
    }
    return false;
}

/* Scope, matter, days and the paper. */
static bool
read_terms(struct node *node, const struct act *act, struct representation *one,
           struct outcome *outcome, struct arena *arena)
{
    struct text scope = value_member_text(act->input, "scope");
    struct text from = value_member_text(act->input, "from");
    struct text until = value_member_text(act->input, "until");
    one->is_special = text_is(scope, "special");
    one->matter = value_member_text(act->input, "matter");
    one->document = value_member_text(act->input, "document");
    one->from = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    one->until = DATE_NONE;
    if (!one->is_special && !text_is(scope, "general"))
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
    if (text_characters(number) > CARD_CHARACTERS_MAX || text_has_hidden(number))
        return refuse(outcome, FIELD_MUST_BE_IN_BOUNDS, "person.number", arena);
    *said = private_of(person, arena);
    return true;
}

/* An account by its id, or by what its owner types to sign in, such as his number. */
static struct text
account_of(struct node *node, const struct value *input, const char *by_id, const char *by_sign_in,
           struct arena *arena)
{
    struct account account;
    struct text sign_in = value_member_text(input, by_sign_in);
    if (text_is_empty(sign_in))
        return value_member_text(input, by_id);
    if (account_rows_by_sign_in(node->store, node->id, sign_in, arena, &account))
        return account.id;
    return TEXT("-"); /* of nobody */
}

/* Who gives it to whom, and whether that is enough to be in force. */
static bool
read_sides(struct node *node, const struct act *act, struct representation *one, struct text said,
           struct outcome *outcome, struct arena *arena)
{
    enum role role = act->asker.role;
    one->principal = account_of(node, act->input, "principal", "principal_sign_in", arena);
    one->agent = account_of(node, act->input, "agent", "agent_sign_in", arena);
    if (role == ROLE_PARTY && !text_equal(one->agent, act->asker.account))
        one->principal = act->asker.account;
    else if (role == ROLE_PARTY || role == ROLE_AGENT)
        one->agent = act->asker.account;
    else if (role != ROLE_COUNTER)
        return refuse(outcome, ROLE_MUST_BE_ALLOWED, "", arena);
    bool is_own = role == ROLE_PARTY && text_equal(one->principal, act->asker.account);
    one->status =
        is_own || role == ROLE_COUNTER ? REPRESENTATION_IN_FORCE : REPRESENTATION_PROPOSED;
    if (!is_active(node, one->agent, arena))
        return refuse(outcome, ACCOUNT_MUST_EXIST, "agent", arena);
    if (is_of_staff(node, one->agent, arena))
        return refuse(outcome, ROLES_MUST_BE_SEPARATE, "agent", arena);
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

static void
give(struct corridor *corridor, const struct act *act, struct outcome *outcome, struct arena *arena)
{
    struct node *node = corridor->node;
    struct representation one = {.status = REPRESENTATION_PROPOSED};
    struct text said = TEXT("");
    if (!read_terms(node, act, &one, outcome, arena) || !read_person(act, &said, outcome, arena) ||
        !read_sides(node, act, &one, said, outcome, arena))
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
    if (!is_there || one.status != REPRESENTATION_PROPOSED ||
        (!is_principal && act->asker.role != ROLE_COUNTER)) {
        outcome_refuse(outcome, REPRESENTATION_MUST_EXIST, TEXT("representation"), arena);
        return;
    }
    one.status = REPRESENTATION_IN_FORCE;
    settle(corridor, act, &one, said_of(&one, arena), outcome, arena);
}

/* Input: representation (to confirm it); or agent or agent_sign_in, principal or principal_sign_in
 * or person {name, number?}, scope (general, special), matter?, from?, until?, document?. */
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
    settle(corridor, act, &one, said_of(&one, arena), outcome, arena);
}
