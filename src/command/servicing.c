/* servicing.c: nothing here decides whether a paper is served: law/service.h does, from what was
 * seen. Where two clocks disagree about the order of two instants of one day, the day is what
 * counts and the instants are left out; where they disagree about the day, a person looks. */
#include "command/servicing.h"

#include "law/service_said.h"
#include "rule/rulebook.h"
#include "store/outbox.h"

#include <stdio.h>
#include <string.h>

enum { PARTIES_MAX = 400, ACCOUNTS_MAX = 40 };

/* ---- who and what ---- */

struct served_party {
    int64_t number;
    struct text side, account, agent_account, name, kind, address;
    bool acts;
};

/* A matter as far as its papers are served. */
struct servicing {
    struct corridor *corridor;
    struct arena *arena;
    struct matter_row row;
    const struct procedure *procedure;
    const struct value *fields; /* of what was handed in; NULL: erased, or not here */
    bool is_by_clerk;           /* it was handed in before one */
    struct served_party *parties;
    size_t parties_count;
    bool has_withdrawn; /* somebody took back his consent: `withdrawn` are the accounts */
    struct text withdrawn[ACCOUNTS_MAX];
    int64_t withdrawn_ms[ACCOUNTS_MAX];
    size_t withdrawn_count;
};

static struct text
or_empty(struct text text)
{
    return text_is(text, "-") ? TEXT("") : text;
}

static void
read_parties(struct servicing *one)
{
    struct node *node = one->corridor->node;
    struct arena *arena = one->arena;
    one->parties = ARENA_MANY(arena, PARTIES_MAX, struct served_party);
    struct sql *rows = sql(node->store, "SELECT number, side, account_id, details FROM party_rows"
                                        " WHERE court_id = $1 AND matter_id = $2 ORDER BY number");
    sql_text(rows, 1, node->id);
    sql_text(rows, 2, one->row.matter_id);
    while (one->parties_count < PARTIES_MAX && sql_next(rows)) {
        const struct value *details = value_read_canonical(sql_column(rows, 3, arena), arena);
        struct served_party *party = &one->parties[one->parties_count++];
        *party = (struct served_party){
            .number = sql_column_integer(rows, 0),
            .side = sql_column(rows, 1, arena),
            .account = or_empty(sql_column(rows, 2, arena)),
            .agent_account = value_member_text(details, "agent_account"),
            .name = value_member_text(details, "name"),
            .kind = value_member_text(details, "kind"),
            .address = value_member_text(details, "address"),
        };
        party->acts = procedure_position_acts(one->procedure, party->side);
    }
    sql_end(rows);
}

/* What the person wrote when he handed in, and whether a clerk took it. */
static void
read_opening(struct servicing *one)
{
    struct node *node = one->corridor->node;
    struct event event;
    struct sql *rows = journal_each(node->store, node->id, one->row.matter_id, 0);
    while (journal_each_next(rows, one->arena, &event)) {
        struct text body_json = event.body, private_json = event.private;
        if (event_is_of_peer(event.kind)) {
            const struct value *received = value_read_canonical(event.body, one->arena);
            const struct value *wrapped =
                text_is_empty(private_json) ? NULL : value_read_canonical(private_json, one->arena);
            body_json = value_member_text(received, "body");
            private_json = value_member_text(wrapped, "private");
        }
        const struct value *body =
            text_is_empty(body_json) ? NULL : value_read_canonical(body_json, one->arena);
        if (value_member(body, "open") == NULL)
            continue;
        struct text role = value_member_text(value_member(body, "result"), "role");
        one->is_by_clerk = text_is(role, "counter") || text_is(role, "filing_officer");
        if (!text_is_empty(private_json))
            one->fields = value_member(value_read_canonical(private_json, one->arena), "fields");
        break;
    }
    sql_end(rows);
}

static void
read_withdrawals(struct servicing *one)
{
    struct node *node = one->corridor->node;
    struct evidence_row *evidence;
    int count =
        service_rows_of_people(node->store, node->id, one->row.matter_id, one->arena, &evidence);
    for (int i = 0; i < count && one->withdrawn_count < ACCOUNTS_MAX; i++) {
        if (!text_is(evidence[i].kind, "withdrawn"))
            continue;
        one->withdrawn[one->withdrawn_count] = evidence[i].account;
        one->withdrawn_ms[one->withdrawn_count++] = evidence[i].at_ms;
    }
}

static bool
open_servicing(struct corridor *corridor, struct text matter_id, struct arena *arena,
               struct servicing *one)
{
    *one = (struct servicing){.corridor = corridor, .arena = arena};
    if (!matter_row_load(corridor->node->store, corridor->node->id, matter_id, arena, &one->row))
        return false;
    one->procedure = step_event_procedure(corridor, &one->row);
    if (one->procedure == NULL)
        return false;
    read_parties(one);
    read_opening(one);
    read_withdrawals(one);
    return true;
}

/* When the account took its consent back; 0 it did not. */
static int64_t
withdrawn_ms(const struct servicing *one, struct text accounts)
{
    for (size_t i = 0; i < one->withdrawn_count; i++)
        if (service_rows_names(accounts, one->withdrawn[i]))
            return one->withdrawn_ms[i];
    return 0;
}

/* ---- one packet for one addressee ---- */

struct packet {
    struct text id, recipients, accounts, home;
    struct text account; /* whose inbox it goes to; empty: none */
    const struct served_party *parties[PARTIES_MAX];
    size_t count;
};

static bool
is_addressee(const struct served_party *party, enum served_to to)
{
    return to == SERVED_ON_ALL || (to == SERVED_ON_ACTING && party->acts) ||
           (to == SERVED_ON_OTHERS && !party->acts);
}

/* Accounts that are named on the matter and belong to no party by name: who handed it in. */
static bool
is_of_nobody_else(const struct servicing *one, struct text account)
{
    for (size_t i = 0; i < one->parties_count; i++)
        if (text_equal(one->parties[i].account, account) ||
            text_equal(one->parties[i].agent_account, account))
            return false;
    return true;
}

static void
add_name(struct buffer *list, struct text name)
{
    if (!text_is_empty(name) && !service_rows_names(buffer_text(list), name))
        buffer_add_format(list, "%s%.*s", list->length > 0 ? " " : "", TEXT_ARGS(name));
}

/* Whoever handed in without naming an account can only be told to be one of several by name. */
static bool
acts_alone(const struct servicing *one)
{
    size_t acting = 0;
    for (size_t i = 0; i < one->parties_count; i++)
        acting += one->parties[i].acts;
    return acting == 1;
}

/* His own first, then his agent's; where he acts alone, those of who handed in without naming one.
 */
static struct text
accounts_of(const struct servicing *one, const struct served_party *party)
{
    struct buffer list = buffer_open(one->arena, 80);
    add_name(&list, party->account);
    add_name(&list, party->agent_account);
    bool is_his = party->acts && acts_alone(one);
    for (int i = 0; is_his && i < one->row.facts.people_count; i++)
        if (is_of_nobody_else(one, one->row.facts.people[i]))
            add_name(&list, one->row.facts.people[i]);
    return buffer_text(&list);
}

static struct text
home_of(const struct servicing *one, struct text account)
{
    const struct matter_facts *facts = &one->row.facts;
    if (text_is_empty(account))
        return TEXT("");
    for (int i = 0; i < facts->followers_count; i++)
        if (text_equal(facts->followers[i].account, account))
            return facts->followers[i].node;
    return facts->receiving;
}

static bool
consents(const struct servicing *one, struct text accounts, bool acts)
{
    return acts && value_member_is_true(one->fields, "electronic_service") &&
           withdrawn_ms(one, accounts) == 0;
}

static bool
names_opponent(const struct servicing *one, struct text receiver)
{
    for (size_t i = 0; i < one->parties_count; i++)
        if (!one->parties[i].acts && text_equal(one->parties[i].name, receiver))
            return !text_is_empty(receiver);
    return false;
}

static void
ask_plan(const struct servicing *one, const struct served_party *party, struct text accounts,
         const struct service_way *failed, size_t failed_count, struct service_plan *plan)
{
    const struct value *fields = party->acts ? one->fields : NULL;
    struct text rest = accounts;
    struct service_plan_asked asked = {
        .consents = consents(one, accounts, party->acts),
        .chosen = value_member_text(fields, "electronic_way"),
        .has_account = !text_is_empty(text_cut(&rest, ' ')),
        .has_address = !text_is_empty(value_member_text(fields, "service_address")),
        .is_stated = !text_is_empty(party->address),
        .at_the_counter = party->acts && one->is_by_clerk,
        .is_far = !text_equal(one->row.facts.receiving, one->row.facts.owner) &&
                  network_is_court(one->corridor->network, one->row.facts.receiving),
        .receiver_is_opponent = names_opponent(one, value_member_text(fields, "service_receiver")),
        .failed = failed,
        .failed_count = failed_count,
    };
    service_plan_make(&asked, plan);
}

static void
write_plan(struct canon *canon, const struct service_plan *plan, struct arena *arena)
{
    canon_begin_array(canon);
    for (size_t i = 0; i < plan->count; i++) {
        const struct service_plan_step *step = &plan->steps[i];
        canon_begin_object(canon);
        canon_member_text_if(canon, "channel", step->way.channel);
        canon_member_text(canon, "ground", service_ground_word(step->ground));
        canon_member_text(canon, "mode", step->way.mode);
        canon_member_text(canon, "rests_on",
                          citation_text(service_ground_rests_on(step->ground), arena));
        canon_end_object(canon);
    }
    if (plan->must_convert) {
        canon_begin_object(canon);
        canon_member_text(canon, "ground", service_ground_word(GROUND_NO_ANNOUNCEMENT));
        canon_member_text(canon, "mode", TEXT(""));
        canon_member_text(canon, "rests_on",
                          citation_text(service_ground_rests_on(GROUND_NO_ANNOUNCEMENT), arena));
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
write_list(struct canon *canon, const char *key, struct text list)
{
    canon_key(canon, key);
    canon_begin_array(canon);
    while (!text_is_empty(list))
        canon_put_text(canon, text_cut(&list, ' '));
    canon_end_array(canon);
}

/* ---- events and who gets them ---- */

static struct text
private_of(const struct value *text, const struct value *files, struct arena *arena)
{
    if (text == NULL && files == NULL)
        return TEXT("");
    struct canon canon = canon_open(arena, 300);
    canon_begin_object(&canon);
    if (files != NULL)
        canon_member(&canon, "documents", files);
    if (text != NULL)
        canon_member(&canon, "text", text);
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* Between courts, and to every node where somebody named in the matter is at home. */
static void
promise(struct corridor *corridor, struct text matter_id, int64_t position, struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    if (position < 0 || !matter_row_load(node->store, node->id, matter_id, arena, &row))
        return;
    const struct matter_facts *facts = &row.facts;
    const struct text peers[] = {facts->owner, facts->receiving, facts->offered_to};
    for (size_t i = 0; i < sizeof peers / sizeof peers[0]; i++)
        envelope_promise(node, ENVELOPE_EVENT, peers[i], position, arena);
    step_event_relay(corridor, matter_id, position, arena);
}

static int64_t
append(struct corridor *corridor, const struct author *author, enum event_kind kind,
       struct text matter_id, struct text body, struct text private, struct text salt,
       struct arena *arena)
{
    int64_t position = journal_append(corridor->node, author, kind, matter_id, SERVICE_STREAM, body,
                                      private, salt, arena);
    promise(corridor, matter_id, position, arena);
    return position;
}

/* Says it, and goes on with nothing. */
static int64_t
tell(struct corridor *corridor, const struct servicing_evidence *evidence,
     const struct author *author, struct arena *arena)
{
    struct text private = private_of(evidence->text, evidence->files, arena), salt = TEXT("");
    struct canon body = canon_open(arena, 400);
    canon_begin_object(&body);
    canon_member_text_if(&body, "account", evidence->account);
    canon_member_integer(&body, "at", evidence->at_ms);
    canon_member_text(&body, "kind", evidence->kind);
    if (!text_is_empty(private)) {
        salt = journal_salt(corridor->node, arena);
        canon_member_text(&body, "private", journal_private_digest(private, salt, arena));
    }
    if (!text_is_empty(evidence->said)) {
        canon_key(&body, "said");
        canon_put_canonical(&body, evidence->said);
    }
    canon_member_text_if(&body, "service", evidence->service_id);
    canon_end_object(&body);
    return append(corridor, author, EVENT_SERVICE_TOLD, evidence->matter_id, canon_text(&body),
                  private, salt, arena);
}

int64_t
servicing_tell(struct corridor *corridor, const struct servicing_evidence *evidence,
               const struct author *author, struct arena *arena)
{
    int64_t position = tell(corridor, evidence, author, arena);
    servicing_go_on(corridor, evidence->matter_id, arena);
    return position;
}

/* ---- planning ---- */

/* Papers of one step that go to the same people and have the same consequence are one packet. */
struct served_group {
    const struct served_rule *rule;
    struct text papers;
};

static void
add_packet(const struct servicing *one, struct packet *packets, size_t *count,
           const struct served_party *party, struct text place)
{
    struct text accounts = accounts_of(one, party), rest = accounts;
    struct text account = text_cut(&rest, ' ');
    struct text named = text_format(one->arena, "party/%lld", (long long)party->number);
    for (size_t i = 0; i < *count; i++) {
        struct packet *known = &packets[i];
        if (text_is_empty(account) || !text_equal(known->account, account))
            continue;
        known->recipients =
            text_format(one->arena, "%.*s %.*s", TEXT_ARGS(known->recipients), TEXT_ARGS(named));
        known->parties[known->count++] = party;
        return;
    }
    struct packet *new = &packets[(*count)++];
    *new = (struct packet){
        .id = text_format(one->arena, "%.*s-%lld", TEXT_ARGS(place), (long long)party->number),
        .recipients = named,
        .accounts = accounts,
        .home = home_of(one, account),
        .account = account,
        .count = 1,
    };
    new->parties[0] = party;
}

static struct text
details_of(const struct servicing *one, const struct packet *packet)
{
    static const char *const keys[] = {"electronic_address", "electronic_way",
                                       "service_address",    "service_phone",
                                       "service_postcode",   "service_receiver"};
    struct canon canon = canon_open(one->arena, 400);
    const struct served_party *first = packet->parties[0];
    canon_begin_object(&canon);
    canon_member_text_if(&canon, "address", first->address);
    for (size_t i = 0; first->acts && i < 2; i++)
        canon_member_text_if(&canon, keys[i], value_member_text(one->fields, keys[i]));
    canon_member_text_if(&canon, "kind", first->kind);
    canon_key(&canon, "names");
    canon_begin_array(&canon);
    for (size_t i = 0; i < packet->count; i++)
        canon_put_text(&canon, packet->parties[i]->name);
    canon_end_array(&canon);
    for (size_t i = 2; first->acts && i < sizeof keys / sizeof keys[0]; i++)
        canon_member_text_if(&canon, keys[i], value_member_text(one->fields, keys[i]));
    canon_end_object(&canon);
    return canon_text(&canon);
}

static void
plan_packet(const struct servicing *one, const struct packet *packet,
            const struct served_group *group, struct text place)
{
    struct arena *arena = one->arena;
    struct service_plan plan;
    struct text private = details_of(one, packet);
    struct text salt = journal_salt(one->corridor->node, arena);
    struct canon body = canon_open(arena, 700);
    ask_plan(one, packet->parties[0], packet->accounts, NULL, 0, &plan);
    canon_begin_object(&body);
    write_list(&body, "accounts", packet->accounts);
    canon_member_text(&body, "document", group->rule->document);
    canon_member_text_if(&body, "home", packet->home);
    canon_member_text(&body, "of", place);
    canon_member_text_if(&body, "on_served", group->rule->on_served);
    canon_member_text_if(&body, "on_void", group->rule->on_void);
    write_list(&body, "papers", group->papers);
    canon_key(&body, "plan");
    write_plan(&body, &plan, arena);
    canon_member_text(&body, "private", journal_private_digest(private, salt, arena));
    write_list(&body, "recipients", packet->recipients);
    canon_member_text(&body, "service", packet->id);
    canon_end_object(&body);
    append(one->corridor, &journal_peer_author, EVENT_SERVICE_PLANNED, one->row.matter_id,
           canon_text(&body), private, salt, arena);
}

static void
plan_group(const struct servicing *one, const struct served_group *group, struct text place,
           struct text short_place)
{
    struct packet *packets = ARENA_MANY(one->arena, one->parties_count + 1, struct packet);
    size_t count = 0;
    for (size_t i = 0; i < one->parties_count; i++)
        if (is_addressee(&one->parties[i], group->rule->to))
            add_packet(one, packets, &count, &one->parties[i], short_place);
    for (size_t i = 0; i < count; i++)
        plan_packet(one, &packets[i], group, place);
}

static size_t
find_groups(const struct procedure *procedure, const struct step_result *result,
            struct served_group *groups, size_t most, struct arena *arena)
{
    size_t count = 0;
    for (int i = 0; i < result->effects_count; i++) {
        const struct paper_rule *paper = result->effects[i].kind == EFFECT_PAPER_ISSUED
                                             ? procedure_paper(procedure, result->effects[i].name)
                                             : NULL;
        if (paper == NULL || paper->served.to == SERVED_ON_NOBODY)
            continue;
        size_t at = 0;
        while (at < count && !(groups[at].rule->to == paper->served.to &&
                               text_equal(groups[at].rule->on_served, paper->served.on_served)))
            at++;
        if (at == most)
            continue;
        if (at == count)
            groups[count++] = (struct served_group){&paper->served, TEXT("")};
        groups[at].papers =
            text_format(arena, "%.*s%s%.*s", TEXT_ARGS(groups[at].papers),
                        text_is_empty(groups[at].papers) ? "" : " ", TEXT_ARGS(paper->name));
    }
    return count;
}

bool
servicing_begin(struct corridor *corridor, const struct step_case *step, int64_t position,
                struct arena *arena)
{
    struct served_group groups[4];
    struct event event;
    size_t count = find_groups(step->procedure, &step->result, groups, 4, arena);
    if (count == 0 ||
        !journal_read(corridor->node->store, corridor->node->id, position, arena, &event))
        return false;
    struct servicing *one = ARENA_NEW(arena, struct servicing);
    if (!open_servicing(corridor, step->row.matter_id, arena, one))
        return false;
    struct text place = matter_rows_place(corridor->node->id, MAIN_STREAM, event.seq, arena);
    for (size_t i = 0; i < count; i++) {
        struct text letter = i == 0 ? TEXT("") : text_format(arena, "%c", (char)('a' + (int)i));
        plan_group(one, &groups[i], place,
                   text_format(arena, "%.*s-%lld%.*s", TEXT_ARGS(corridor->node->id),
                               (long long)event.seq, TEXT_ARGS(letter)));
    }
    servicing_go_on(corridor, step->row.matter_id, arena);
    return true;
}

/* ---- judging ---- */

void
servicing_equip(struct corridor *corridor, const struct service_row *service,
                struct service_attempt *attempt)
{
    const struct service_rules *rules = &corridor->rules->service;
    service_said_fact(rules, attempt, "document", service->document);
    service_said_fact(rules, attempt, "addressee", value_member_text(service->details, "kind"));
    service_said_instant(rules, attempt, "now", corridor->node->now_ms);
}

const struct service_verdict *
servicing_verdict(struct corridor *corridor, const struct service_attempt *attempt,
                  struct text court, struct arena *arena)
{
    const struct rulebook *rules = corridor->rules;
    struct calendar *calendar = ARENA_NEW(arena, struct calendar);
    struct office_hours *hours = ARENA_NEW(arena, struct office_hours);
    *calendar = rulebook_calendar(rules, court);
    *hours = rulebook_hours(rules, court);
    struct service_counting counting = {&rules->time.periods, calendar, hours};
    return service_decide(&rules->service, &counting, attempt, arena);
}

/* All attempts with the one that is judged now in its place. */
struct tally {
    struct service_result results[SERVICE_ATTEMPTS_MAX + 1];
    struct service_way failed[SERVICE_TRIED_MAX];
    int64_t number; /* of the one judged now */
    size_t count, failed_count;
};

static struct date
day_member(const struct value *object, const char *key)
{
    struct date day;
    return date_parse(value_member_text(object, key), &day) ? day : DATE_NONE;
}

static void
note_failed(struct tally *tally, struct text outcome, struct text mode, struct text channel)
{
    bool is_vain = text_is(outcome, "failed") || text_is(outcome, "prohibited");
    if (is_vain && tally->failed_count < SERVICE_TRIED_MAX)
        tally->failed[tally->failed_count++] = (struct service_way){mode, channel};
}

static void
add_known(struct tally *tally, const struct attempt_row *row)
{
    tally->results[tally->count++] = (struct service_result){
        .is_served = text_is(row->outcome, "served"),
        .is_presumed = value_member_is_true(row->verdict, "presumed"),
        .served_on = row->served_on,
        .closed_on = day_member(row->verdict, "closed_on"),
    };
    note_failed(tally, row->outcome, row->mode, row->channel);
}

static struct tally *
take_stock(struct corridor *corridor, const struct servicing_attempt *one,
           const struct service_verdict *verdict, struct arena *arena)
{
    struct tally *tally = ARENA_NEW(arena, struct tally);
    struct attempt_row *rows;
    int count =
        service_rows_attempts(corridor->node->store, corridor->node->id, one->service.matter_id,
                              one->service.service_id, arena, &rows);
    tally->number = one->number > 0 ? one->number : count + 1;
    for (int i = 0; i < count; i++)
        if (rows[i].number != tally->number)
            add_known(tally, &rows[i]);
    tally->results[tally->count++] = (struct service_result){
        .is_served = verdict->outcome == SERVICE_SERVED,
        .is_presumed = verdict->is_presumed,
        .served_on = verdict->served_on,
        .closed_on = verdict->closed_on,
    };
    note_failed(tally, service_outcome_text(verdict->outcome), one->attempt->mode->id,
                one->channel);
    return tally;
}

static const struct served_party *
party_of(const struct servicing *one, struct text recipients)
{
    struct text first = text_cut(&recipients, ' ');
    for (size_t i = 0; i < one->parties_count; i++)
        if (text_equal(first,
                       text_format(one->arena, "party/%lld", (long long)one->parties[i].number)))
            return &one->parties[i];
    return NULL;
}

static void
write_whole(struct canon *body, const struct servicing *matter, const struct servicing_attempt *one,
            const struct tally *tally)
{
    struct arena *arena = matter->arena;
    int best = service_plan_settle(tally->results, tally->count);
    const struct service_result *settled = best < 0 ? NULL : &tally->results[best];
    const struct served_party *party = party_of(matter, one->service.recipients);
    struct service_plan plan = {.count = 0};
    if (settled == NULL && party != NULL)
        ask_plan(matter, party, one->service.accounts, tally->failed, tally->failed_count, &plan);
    canon_key(body, "whole");
    canon_begin_object(body);
    if (settled != NULL && !date_is_none(settled->closed_on))
        canon_member_text(body, "closed_on", date_text(settled->closed_on, arena));
    canon_key(body, "plan");
    write_plan(body, &plan, arena);
    canon_member_boolean(body, "presumed", settled != NULL && settled->is_presumed);
    if (settled != NULL)
        canon_member_text(body, "served_on", date_text(settled->served_on, arena));
    canon_member_text(body, "status", settled != NULL ? TEXT("served") : TEXT("open"));
    /* What held before stays on record beside what holds now. */
    if (!date_is_none(one->service.served_on))
        canon_member_text(body, "was", date_text(one->service.served_on, arena));
    canon_end_object(body);
}

int64_t
servicing_judge(struct corridor *corridor, const struct servicing_attempt *one,
                const struct author *author, struct arena *arena)
{
    const struct service_rules *rules = &corridor->rules->service;
    struct servicing *matter = ARENA_NEW(arena, struct servicing);
    if (!open_servicing(corridor, one->service.matter_id, arena, matter))
        return -1;
    servicing_equip(corridor, &one->service, one->attempt);
    const struct service_verdict *verdict =
        servicing_verdict(corridor, one->attempt, matter->row.facts.owner, arena);
    struct tally *tally = take_stock(corridor, one, verdict, arena);
    struct text private = private_of(one->text, one->files, arena), salt = TEXT("");
    struct canon body = canon_open(arena, 2000);
    canon_begin_object(&body);
    canon_member_text(&body, "as", one->as);
    canon_member_text(&body, "at", one->at);
    canon_member_integer(&body, "attempt", tally->number);
    canon_member_text(&body, "by", one->by);
    canon_member_text_if(&body, "channel", one->channel);
    if (!text_is_empty(one->evidence_node)) {
        canon_key(&body, "evidence");
        canon_begin_object(&body);
        canon_member_text(&body, "node", one->evidence_node);
        canon_member_integer(&body, "seq", one->evidence_seq);
        canon_end_object(&body);
    }
    if (!text_is_empty(private)) {
        salt = journal_salt(corridor->node, arena);
        canon_member_text(&body, "private", journal_private_digest(private, salt, arena));
    }
    canon_member_text(&body, "rules", corridor->rules->service_digest);
    canon_key(&body, "said");
    canon_put_canonical(&body, service_said_text(rules, one->attempt, arena));
    canon_member_text(&body, "service", one->service.service_id);
    canon_key(&body, "verdict");
    canon_put_canonical(&body, service_said_verdict(verdict, arena));
    write_whole(&body, matter, one, tally);
    canon_end_object(&body);
    int64_t position =
        append(corridor, author, one->number > 0 ? EVENT_SERVICE_JUDGED : EVENT_SERVICE_ATTEMPTED,
               one->service.matter_id, canon_text(&body), private, salt, arena);
    return position;
}

/* ---- what an inbox here shows ---- */

static bool
is_known_here(struct node *node, struct text matter_id, struct text place, struct arena *arena)
{
    struct text rest = place, owner = text_cut(&rest, '/'), stream = text_cut(&rest, '/');
    struct text known = text_equal(owner, node->id)
                            ? stream
                            : text_format(arena, "%.*s/%.*s", TEXT_ARGS(owner), TEXT_ARGS(stream));
    int64_t seq;
    return text_number(rest, &seq) &&
           journal_stream_head(node->store, node->id, matter_id, known, arena).next_seq > seq;
}

static bool
goes_to_inbox(const struct service_row *service)
{
    const struct value *way = value_is(service->plan, VALUE_ARRAY) && service->plan->count > 0
                                  ? service->plan->first
                                  : NULL;
    return text_is(value_member_text(way, "channel"), "platform");
}

/* The notice stands in the inbox once the event that issued the papers is here. */
static void
tell_arrivals(struct corridor *corridor, struct text matter_id, struct arena *arena)
{
    struct node *node = corridor->node;
    struct service_row *services;
    int count = service_rows_of_matter(node->store, node->id, matter_id, arena, &services);
    for (int i = 0; i < count; i++) {
        const struct service_row *service = &services[i];
        struct text rest = service->accounts;
        if (service->is_served || !text_equal(service->home, node->id) || !goes_to_inbox(service) ||
            !is_known_here(node, matter_id, service->place, arena) ||
            service_rows_was_told(node->store, node->id, matter_id, service->service_id,
                                  TEXT("arrived")))
            continue;
        struct servicing_evidence arrived = {
            .matter_id = matter_id,
            .service_id = service->service_id,
            .kind = TEXT("arrived"),
            .account = text_cut(&rest, ' '),
            .at_ms = node->now_ms,
        };
        tell(corridor, &arrived, &journal_peer_author, arena);
    }
}

static struct text
place_of(const struct event *event, struct arena *arena)
{
    struct text statement_json = event->statement;
    if (event_is_of_peer(event->kind))
        statement_json = value_member_text(value_read_canonical(event->body, arena), "statement");
    const struct value *statement = value_read_canonical(statement_json, arena);
    return matter_rows_place(value_member_text(statement, "node"),
                             value_member_text(statement, "stream"),
                             value_member_integer(statement, "seq", 0), arena);
}

void
servicing_read(struct corridor *corridor, const struct act *act, struct text matter_id,
               int64_t position, struct arena *arena)
{
    struct node *node = corridor->node;
    struct service_row *services;
    struct event event;
    int count = service_rows_of_matter(node->store, node->id, matter_id, arena, &services);
    if (count == 0 || !journal_read(node->store, node->id, position, arena, &event))
        return;
    struct text place = place_of(&event, arena);
    struct author author = act_author(act, role_word(act->asker.role));
    for (int i = 0; i < count; i++) {
        if (!text_equal(services[i].place, place) ||
            !service_rows_names(services[i].accounts, act->asker.account) ||
            service_rows_was_told(node->store, node->id, matter_id, services[i].service_id,
                                  TEXT("read")))
            continue;
        struct servicing_evidence read = {
            .matter_id = matter_id,
            .service_id = services[i].service_id,
            .kind = TEXT("read"),
            .account = act->asker.account,
            .at_ms = node->now_ms,
        };
        servicing_tell(corridor, &read, &author, arena);
    }
}

/* ---- what others told ---- */

/* An instant of another clock. Where it does not fit between two of ours and yet lies on the day of
 * both, the day is left of it. */
static void
set_instant_of_peer(const struct service_rules *rules, struct service_attempt *attempt,
                    const char *date, int64_t at_ms, int64_t after_ms, int64_t now_ms)
{
    int at = service_date_at(rules, text_of(date));
    struct date day = date_of_instant(at_ms, CHINA_OFFSET_MINUTES);
    bool is_off = at_ms < after_ms || at_ms > now_ms;
    service_said_instant(rules, attempt, date, at_ms);
    if (at >= 0 && is_off &&
        date_compare(day, date_of_instant(after_ms, CHINA_OFFSET_MINUTES)) >= 0 &&
        date_compare(day, date_of_instant(now_ms, CHINA_OFFSET_MINUTES)) <= 0)
        attempt->dates[at].has_time = false;
}

/* The attempt to serve by account there is, or a new one. */
static bool
find_by_account(struct corridor *corridor, const struct service_row *service, struct arena *arena,
                struct servicing_attempt *one)
{
    const struct service_rules *rules = &corridor->rules->service;
    struct field_mistake mistakes[SERVICE_SAID_MISTAKES_MAX];
    int mistakes_count;
    struct attempt_row *rows;
    int count = service_rows_attempts(corridor->node->store, corridor->node->id, service->matter_id,
                                      service->service_id, arena, &rows);
    for (int i = 0; i < count; i++) {
        if (!text_is(rows[i].channel, "platform"))
            continue;
        one->number = rows[i].number;
        one->by = rows[i].made_by;
        one->as = rows[i].made_as;
        one->at = rows[i].made_at;
        return service_said_read(rules, rows[i].said, arena, one->attempt, mistakes,
                                 &mistakes_count) == ALLOWED;
    }
    const struct service_mode *mode = service_mode_find(rules, TEXT("D3"));
    if (mode == NULL)
        return false;
    service_attempt_open(rules, mode, one->attempt);
    return true;
}

static void
say_by_account(struct corridor *corridor, const struct servicing *matter,
               const struct evidence_row *evidence, struct servicing_attempt *one)
{
    const struct service_rules *rules = &corridor->rules->service;
    const struct service_row *service = &one->service;
    const struct served_party *party = party_of(matter, service->recipients);
    bool agreed =
        party != NULL && party->acts && value_member_is_true(matter->fields, "electronic_service");
    bool is_chosen =
        agreed && text_is(value_member_text(matter->fields, "electronic_way"), "account");
    int64_t now_ms = corridor->node->now_ms;
    if (one->number == 0) {
        service_said_fact(rules, one->attempt, "channel", TEXT("platform"));
        service_said_fact(rules, one->attempt, "consent", agreed ? TEXT("explicit") : TEXT("none"));
        service_said_fact(rules, one->attempt, "address",
                          is_chosen ? TEXT("confirmed") : TEXT("known"));
        service_said_instant(rules, one->attempt, "sent", service->planned_ms);
    }
    if (text_is(evidence->kind, "arrived"))
        set_instant_of_peer(rules, one->attempt, "arrived", evidence->at_ms, service->planned_ms,
                            now_ms);
    if (text_is(evidence->kind, "read"))
        set_instant_of_peer(rules, one->attempt, "read", evidence->at_ms, service->planned_ms,
                            now_ms);
    int64_t taken_back_ms = withdrawn_ms(matter, service->accounts);
    if (taken_back_ms > 0)
        service_said_instant(rules, one->attempt, "consent_withdrawn", taken_back_ms);
}

/* What a clerk elsewhere recorded, as he said it. */
static bool
say_as_recorded(struct corridor *corridor, const struct evidence_row *evidence, struct arena *arena,
                struct servicing_attempt *one)
{
    struct field_mistake mistakes[SERVICE_SAID_MISTAKES_MAX];
    int count;
    one->text = value_member(evidence->details, "text");
    one->files = value_member(evidence->details, "documents");
    return service_said_read(&corridor->rules->service, evidence->said, arena, one->attempt,
                             mistakes, &count) == ALLOWED;
}

static void
judge_evidence(struct corridor *corridor, const struct evidence_row *evidence,
               const struct service_row *service, struct arena *arena)
{
    struct servicing *matter = ARENA_NEW(arena, struct servicing);
    struct servicing_attempt one = {
        .service = *service,
        .attempt = ARENA_NEW(arena, struct service_attempt),
        .by = TEXT("exchange"),
        .as = TEXT("exchange"),
        .at = evidence->node,
        .evidence_node = evidence->node,
        .evidence_seq = evidence->seq,
    };
    bool is_recorded = text_is(evidence->kind, "handed");
    if (!open_servicing(corridor, service->matter_id, arena, matter))
        return;
    if (is_recorded) {
        one.by = evidence->account;
        one.as = TEXT("counter");
        if (!say_as_recorded(corridor, evidence, arena, &one))
            return;
        int channel = service_fact_at(&corridor->rules->service, TEXT("channel"));
        one.channel = channel < 0 ? TEXT("") : one.attempt->facts[channel];
    } else {
        one.channel = TEXT("platform");
        if (!find_by_account(corridor, service, arena, &one))
            return;
        say_by_account(corridor, matter, evidence, &one);
    }
    servicing_judge(corridor, &one, &journal_peer_author, arena);
}

/* Consent that is taken back concerns what was sent and had not arrived. */
static void
judge_withdrawal(struct corridor *corridor, const struct evidence_row *evidence,
                 const struct service_row *services, int count, struct arena *arena)
{
    for (int i = 0; i < count; i++) {
        struct attempt_row *rows;
        const struct service_row *service = &services[i];
        if (!service_rows_names(service->accounts, evidence->account) ||
            service_rows_attempts(corridor->node->store, corridor->node->id, service->matter_id,
                                  service->service_id, arena, &rows) == 0 ||
            !text_is(rows[0].channel, "platform"))
            continue;
        judge_evidence(corridor, evidence, service, arena);
    }
}

static void
judge_told(struct corridor *corridor, struct text matter_id, struct arena *arena)
{
    struct node *node = corridor->node;
    struct evidence_row *evidence;
    struct service_row *services;
    int told = service_rows_unjudged(node->store, node->id, matter_id, arena, &evidence);
    for (int i = 0; i < told; i++) {
        int count = service_rows_of_matter(node->store, node->id, matter_id, arena, &services);
        if (text_is(evidence[i].kind, "withdrawn")) {
            judge_withdrawal(corridor, &evidence[i], services, count, arena);
            continue;
        }
        for (int j = 0; j < count; j++)
            if (text_equal(services[j].service_id, evidence[i].service_id))
                judge_evidence(corridor, &evidence[i], &services[j], arena);
    }
}

/* ---- what follows from service ---- */

/* All who get the papers of one event. */
struct served_whole {
    struct text on_served, on_void, place;
    bool is_served;
    struct date served_on; /* of the last of them: nobody loses a day */
    int64_t settled_ms;
};

static int64_t
taken_ms(const struct matter_facts *facts, struct text step)
{
    for (int i = 0; i < facts->takers_count; i++)
        if (text_equal(facts->takers[i].step, step))
            return facts->takers[i].at_ms;
    return -1;
}

/* The newest papers that have this step as their consequence. */
static bool
find_whole(const struct service_row *services, int count, const struct service_row *newest,
           struct served_whole *whole)
{
    *whole = (struct served_whole){
        newest->on_served, newest->on_void, newest->place, true, DATE_NONE, 0};
    for (int i = 0; i < count; i++) {
        const struct service_row *one = &services[i];
        if (!text_equal(one->on_served, newest->on_served))
            continue;
        if (one->position > newest->position && !text_equal(one->place, newest->place))
            return false;
        if (!text_equal(one->place, newest->place))
            continue;
        whole->is_served &= one->is_served;
        if (date_is_none(whole->served_on) || date_compare(one->served_on, whole->served_on) > 0)
            whole->served_on = one->served_on;
        whole->settled_ms =
            one->settled_ms > whole->settled_ms ? one->settled_ms : whole->settled_ms;
    }
    return true;
}

static void
take_step_on(struct corridor *corridor, struct text matter_id, struct text name,
             struct date served_on, struct arena *arena)
{
    struct node *node = corridor->node;
    struct step_case one = {0};
    struct canon canon = canon_open(arena, 60);
    if (!matter_row_load(node->store, node->id, matter_id, arena, &one.row))
        return;
    one.procedure = step_event_procedure(corridor, &one.row);
    one.step = one.procedure == NULL ? NULL : procedure_step(one.procedure, name);
    if (one.step == NULL)
        return;
    canon_begin_object(&canon);
    if (!date_is_none(served_on))
        canon_member_text(&canon, FIELD_SERVED_ON, date_text(served_on, arena));
    canon_end_object(&canon);
    one.request = (struct step_request){
        .step = name,
        .asker = {.role = ROLE_EXCHANGE, .account = TEXT("exchange"), .node = node->id},
        .fields = value_read_canonical(canon_text(&canon), arena),
        .times = {.owner_ms = node->now_ms, .entered_ms = node->now_ms},
        .today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES),
    };
    if (procedure_decide(one.procedure, &one.row.facts, &one.request, &corridor->rules->rule_set,
                         arena, &one.result) != ALLOWED)
        return; /* the matter has gone on: the papers reached whom they are for another way */
    one.understood = one.result.fields;
    struct author author = journal_peer_author;
    author.owner_ms = node->now_ms;
    step_event_append(corridor, &one, &author, EVENT_STEP_TAKEN, arena);
}

/* A period that was begun by this step and told to people ends no earlier than they were told. */
static bool
would_shorten(const struct matter_row *row, const struct step *step, struct date served_on)
{
    for (size_t i = 0; step != NULL && i < step->periods_count; i++) {
        const struct period_action *action = &step->periods[i];
        const struct matter_period *period = matter_period(&row->facts, action->period);
        bool is_on =
            period != NULL && (period->status == PERIOD_RUNNING || period->status == PERIOD_LAPSED);
        if (action->from == FROM_FIELD && is_on && date_compare(served_on, period->from) <= 0)
            return true;
    }
    return false;
}

static void
follow(struct corridor *corridor, struct text matter_id, struct arena *arena)
{
    struct node *node = corridor->node;
    struct service_row *services;
    struct matter_row row;
    int count = service_rows_of_matter(node->store, node->id, matter_id, arena, &services);
    for (int i = 0; i < count; i++) {
        struct served_whole whole;
        if (text_is_empty(services[i].on_served) ||
            !find_whole(services, count, &services[i], &whole) ||
            !matter_row_load(node->store, node->id, matter_id, arena, &row))
            continue;
        const struct procedure *procedure = step_event_procedure(corridor, &row);
        int64_t served_ms = taken_ms(&row.facts, whole.on_served);
        bool was_served = served_ms >= services[i].planned_ms;
        bool is_void =
            was_served && !whole.is_served && taken_ms(&row.facts, whole.on_void) < served_ms;
        if (procedure == NULL)
            return;
        if (is_void && !text_is_empty(whole.on_void))
            take_step_on(corridor, matter_id, whole.on_void, DATE_NONE, arena);
        if (whole.is_served && served_ms < whole.settled_ms &&
            !would_shorten(&row, procedure_step(procedure, whole.on_served), whole.served_on))
            take_step_on(corridor, matter_id, whole.on_served, whole.served_on, arena);
    }
}

void
servicing_go_on(struct corridor *corridor, struct text matter_id, struct arena *arena)
{
    struct node *node = corridor->node;
    struct matter_row row;
    tell_arrivals(corridor, matter_id, arena);
    if (!matter_row_load(node->store, node->id, matter_id, arena, &row) ||
        !text_equal(row.facts.owner, node->id))
        return;
    judge_told(corridor, matter_id, arena);
    follow(corridor, matter_id, arena);
}

bool
servicing_consents(struct corridor *corridor, struct text matter_id, struct text account,
                   struct arena *arena)
{
    struct servicing *one = ARENA_NEW(arena, struct servicing);
    return open_servicing(corridor, matter_id, arena, one) && consents(one, account, true);
}
