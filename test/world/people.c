/* people.c: which step, by whom, with what filled in. Forms are filled from their own fields, so
 * that a new procedure is used here without a word about it. */
#include "people.h"

#include "exchange/enquiry.h"
#include "law/form.h"
#include "law/guard.h"
#include "rule/rulebook.h"
#include "store/matter_rows.h"

#include <assert.h>
#include <stdio.h>

enum { ENTRIES_MAX = 40, MATTERS_MAX = 400 };

struct person {
    struct town *town;
    struct site *site;
    struct asker asker;
    struct arena *arena; /* the town's: deeds stay */
    struct deed *deed;
    const struct procedure *procedure;
    const struct matter_facts *facts;
};

/* ---- trees ---- */

static struct value *
value_new(struct person *person, enum value_type type)
{
    struct value *value = ARENA_NEW(person->arena, struct value);
    value->type = type;
    return value;
}

static struct value *
value_of_text(struct person *person, struct text text)
{
    struct value *value = value_new(person, VALUE_TEXT);
    value->text = text;
    return value;
}

static void
value_add(struct value *parent, const char *key, struct value *child)
{
    if (child == NULL)
        return;
    child->key = text_of(key);
    child->next = parent->first;
    parent->first = child;
    parent->count++;
}

static void
value_say(struct person *person, struct value *parent, const char *key, const char *text)
{
    value_add(parent, key, value_of_text(person, text_of(text)));
}

static struct value *
value_of_boolean(struct person *person, bool is_true)
{
    return value_new(person, is_true ? VALUE_TRUE : VALUE_FALSE);
}

/* As a door would read it: canonical bytes, read again. */
static const struct value *
as_sent(struct person *person, const struct value *tree)
{
    struct canon canon = canon_open(person->arena, 500);
    canon_put(&canon, tree);
    return value_read_canonical(canon_text(&canon), person->arena);
}

/* ---- filling in ---- */

static bool
by_chance(struct person *person, unsigned permille)
{
    return rng_chance(&person->town->rng, permille);
}

static struct text
some_file(struct person *person)
{
    struct text file = person->town->files[rng_below(&person->town->rng, TOWN_FILES)];
    for (int i = 0; i < person->deed->files_count; i++)
        if (text_equal(person->deed->files[i], file))
            return file;
    person->deed->files[person->deed->files_count++] = file;
    return file;
}

static struct text
some_court(struct person *person)
{
    return person->town->sites[by_chance(person, 500) ? SITE_COURT_A : SITE_COURT_B].id;
}

static struct value *
fill_materials(struct person *person)
{
    struct value *list = value_new(person, VALUE_ARRAY);
    for (size_t i = 0; i < person->procedure->items_count; i++) {
        const struct item_rule *rule = &person->procedure->items[i];
        if (!by_chance(person, rule->is_required ? 900 : 250))
            continue;
        struct value *entry = value_new(person, VALUE_OBJECT);
        value_add(entry, "item", value_of_text(person, rule->name));
        if (by_chance(person, 400))
            value_add(entry, "file", value_of_text(person, some_file(person)));
        else
            value_add(entry, "paper", value_of_boolean(person, true));
        value_add(list, "", entry);
    }
    return list;
}

static struct value *
fill_verdicts(struct person *person)
{
    struct value *list = value_new(person, VALUE_ARRAY);
    unsigned goodness = by_chance(person, 600) ? 1000 : 800;
    for (size_t i = 0; i < person->procedure->items_count; i++) {
        const struct item_rule *rule = &person->procedure->items[i];
        const struct matter_item *item = matter_item(person->facts, rule->name);
        if (!rule->is_required && rule->required_if == NULL &&
            (item == NULL || !item->is_handed_in))
            continue;
        struct value *entry = value_new(person, VALUE_OBJECT);
        value_add(entry, "item", value_of_text(person, rule->name));
        if (by_chance(person, goodness)) {
            value_say(person, entry, "verdict", "ok");
        } else {
            value_say(person, entry, "verdict", by_chance(person, 500) ? "missing" : "defective");
            value_say(person, entry, "ground", "请补充");
        }
        value_add(list, "", entry);
    }
    return list;
}

static struct value *
fill_defects(struct person *person)
{
    struct value *list = value_new(person, VALUE_ARRAY);
    for (int i = 0; i < person->facts->items_count; i++) {
        const struct matter_item *item = &person->facts->items[i];
        if (item->verdict != VERDICT_MISSING && item->verdict != VERDICT_DEFECTIVE)
            continue;
        struct value *entry = value_new(person, VALUE_OBJECT);
        value_add(entry, "item", value_of_text(person, item->name));
        value_say(person, entry, "ground", "请补充");
        value_add(list, "", entry);
    }
    return list;
}

/* One party for every position that must be filled. */
static struct value *
fill_parties(struct person *person, const struct field_rule *field)
{
    struct value *list = value_new(person, VALUE_ARRAY);
    const struct field_rule *position = NULL, *kind = NULL;
    for (size_t i = 0; i < field->members_count; i++) {
        position = text_is(field->members[i].name, "position") ? &field->members[i] : position;
        kind = text_is(field->members[i].name, "kind") ? &field->members[i] : kind;
    }
    size_t count = 0, kinds = 0;
    const struct choice *choices = procedure_choices(person->procedure, position, &count);
    const struct choice *kind_choices =
        kind == NULL ? NULL : procedure_choices(person->procedure, kind, &kinds);
    for (size_t i = 0; i < count; i++) {
        if (choices[i].least == 0)
            continue;
        struct value *entry = value_new(person, VALUE_OBJECT);
        value_add(entry, "position", value_of_text(person, choices[i].name));
        if (kinds > 0)
            value_add(entry, "kind", value_of_text(person, kind_choices[0].name));
        value_say(person, entry, "name", i == 0 ? "当事人甲" : "当事人乙");
        if (i == 0 && person->asker.role == ROLE_PARTY)
            value_add(entry, "account", value_of_text(person, person->asker.account));
        value_add(list, "", entry);
    }
    return list;
}

static struct value *
fill_number(struct person *person, const struct field_rule *field)
{
    if (!field->is_required)
        return NULL;
    return value_of_text(person,
                         text_format(person->arena, "（2026）%s民初%d号",
                                     person->site->place == SITE_COURT_A ? "吉7502" : "吉7505",
                                     (int)rng_between(&person->town->rng, 1, 60)));
}

static struct value *
fill(struct person *person, const struct field_rule *field)
{
    size_t count = 0;
    struct value *value;
    struct arena *arena = person->arena;
    struct date today =
        date_of_instant(person->site->world.wall_ms(person->site->world.of), CHINA_OFFSET_MINUTES);
    switch (field->type) {
    case FIELD_TEXT: return value_of_text(person, TEXT("合同纠纷"));
    case FIELD_LONG_TEXT: return value_of_text(person, TEXT("事实与理由。\n如下。"));
    case FIELD_INTEGER:
        value = value_new(person, VALUE_INTEGER);
        value->integer = field->least <= field->most
                             ? rng_between(&person->town->rng, field->least, field->most)
                             : rng_between(&person->town->rng, 1, 10);
        return value;
    case FIELD_MONEY:
        return value_of_text(
            person, text_format(arena, "%d.50", (int)rng_between(&person->town->rng, 1, 99999)));
    case FIELD_DATE: return value_of_text(person, date_text(today, arena));
    case FIELD_BOOLEAN: return value_of_boolean(person, by_chance(person, 500));
    case FIELD_CHOICE: {
        const struct choice *choices = procedure_choices(person->procedure, field, &count);
        if (count == 0)
            return NULL;
        return value_of_text(person, choices[rng_below(&person->town->rng, count)].name);
    }
    case FIELD_COURT: return value_of_text(person, some_court(person));
    case FIELD_ACCOUNT: return value_of_text(person, person->asker.account);
    case FIELD_NUMBER: return fill_number(person, field);
    case FIELD_PARTIES: return fill_parties(person, field);
    case FIELD_MATERIALS: return fill_materials(person);
    case FIELD_VERDICTS: return fill_verdicts(person);
    case FIELD_DEFECTS: return fill_defects(person);
    case FIELD_FILE: return value_of_text(person, some_file(person));
    case FIELD_FILES:
        value = value_new(person, VALUE_ARRAY);
        value_add(value, "", value_of_text(person, some_file(person)));
        return value;
    default: return NULL;
    }
}

/* What is asked only under a condition is given only where that holds. */
static bool
is_asked(struct person *person, const struct step *step, const struct field_rule *field,
         const struct value *fields)
{
    struct guard_context context = {
        .procedure = person->procedure,
        .facts = person->facts,
        .step = step,
        .fields = fields,
        .asker = &person->asker,
        .policies = &person->town->rules->policies,
        .today = date_of_instant(person->site->world.wall_ms(person->site->world.of),
                                 CHINA_OFFSET_MINUTES),
    };
    return field->asked_if == NULL || guard_holds(field->asked_if, &context);
}

/* Refused at the door, left there, on film. */
static struct value *
fill_left(struct person *person)
{
    struct value *fields = value_new(person, VALUE_OBJECT);
    struct date today =
        date_of_instant(person->site->world.wall_ms(person->site->world.of), CHINA_OFFSET_MINUTES);
    struct text day = date_text(today, person->arena);
    value_say(person, fields, "by", "D2");
    value_add(fields, "visited", value_of_text(person, day));
    value_say(person, fields, "refused_by", by_chance(person, 800) ? "self" : "receiving_staff");
    value_say(person, fields, "left_at", "residence");
    value_add(fields, "left", value_of_text(person, day));
    value_add(fields, "filmed", value_of_boolean(person, true));
    value_say(person, fields, "record", "拒收，留置并录像。");
    return fields;
}

static struct value *
fill_all(struct person *person, const struct step *step)
{
    if (step->service.wish == WISH_SERVED && by_chance(person, 800))
        return fill_left(person);
    struct value *fields = value_new(person, VALUE_OBJECT);
    for (size_t i = 0; i < step->fields_count; i++) {
        const struct field_rule *field = &step->fields[i];
        if (!is_asked(person, step, field, fields))
            continue;
        if (field->is_required || field->required_if != NULL || by_chance(person, 400))
            value_add(fields, text_terminated(field->name, person->arena), fill(person, field));
    }
    return fields;
}

/* ---- who ---- */

/* One of the two or three who hold this role here. */
static struct asker
asker_of(struct person *person, enum role role)
{
    struct asker asker = {.role = role,
                          .identity = IDENTITY_PROVIDER,
                          .node = person->site->id,
                          .is_at_hub = person->site->place == SITE_HUB};
    int number = (int)rng_below(&person->town->rng, role == ROLE_PARTY ? 3 : 2);
    asker.account = text_format(person->arena, "%.*s-%.*s-%d", TEXT_ARGS(person->site->id),
                                TEXT_ARGS(role_word(role)), number);
    if (role == ROLE_COUNTER)
        asker.acted_for = TEXT("当事人甲");
    return asker;
}

static struct asker
somebody(struct person *person)
{
    static const enum role court_roles[] = {ROLE_COUNTER,        ROLE_COUNTER, ROLE_FILING_OFFICER,
                                            ROLE_FILING_OFFICER, ROLE_JUDGE,   ROLE_SUPERVISOR};
    if (person->site->place == SITE_DESK)
        return asker_of(person, ROLE_PARTY);
    if (person->site->place == SITE_HUB)
        return asker_of(person, by_chance(person, 700) ? ROLE_COUNTER : ROLE_HUB_OFFICER);
    return asker_of(
        person,
        court_roles[rng_below(&person->town->rng, sizeof court_roles / sizeof court_roles[0])]);
}

/* ---- deeds ---- */

static void
sign_request(struct person *person)
{
    struct act *act = &person->deed->act;
    struct canon canon = canon_open(person->arena, 500);
    canon_begin_object(&canon);
    canon_member_text(&canon, "account", act->asker.account);
    canon_member(&canon, "input", act->input);
    canon_member_text(&canon, "matter", act->matter_id);
    canon_member_text(&canon, "step", act->step);
    canon_member_integer(&canon, "verb", act->verb);
    canon_end_object(&canon);
    act->request = digest_of(canon_text(&canon));
}

static void
ask_for(struct person *person, enum verb verb, struct text matter_id, struct text step,
        const struct value *input)
{
    struct deed *deed = person->deed;
    unsigned char id[16];
    rng_bytes(&person->town->rng, id, sizeof id);
    deed->site = person->site->place;
    deed->act =
        (struct act){.verb = verb,
                     .id = hex_of((struct text){(const char *)id, sizeof id}, person->arena),
                     .asker = person->asker,
                     .matter_id = matter_id,
                     .step = step,
                     .input = as_sent(person, input),
                     .if_version = -1,
                     .claimed_ms = -1,
                     .counter_ms = -1};
    sign_request(person);
    town_trace(person->town, person->site, "%.*s asks %s %.*s %.*s",
               TEXT_ARGS(person->asker.account), verb_text(verb), TEXT_ARGS(step),
               TEXT_ARGS(matter_id));
}

static bool
hand_in(struct person *person)
{
    struct town *town = person->town;
    struct date today =
        date_of_instant(person->site->world.wall_ms(person->site->world.of), CHINA_OFFSET_MINUTES);
    struct matter_facts nothing = matter_new(TEXT(""), TEXT(""), person->site->id);
    struct text owner = some_court(person);
    bool is_open = false;
    for (int tries = 0; tries < 10 && !is_open; tries++) {
        size_t at = rng_below(&town->rng, town->rules->procedures.count);
        person->procedure = rulebook_procedure_in_force(
            town->rules, town->rules->procedures.files[at].procedure.name, today);
        is_open = person->procedure != NULL &&
                  (rulebook_kind_is_open(town->rules, person->procedure, owner, today) ||
                   by_chance(person, 20));
    }
    person->facts = &nothing;
    const struct step *step =
        person->procedure == NULL ? NULL : procedure_step(person->procedure, TEXT("hand_in"));
    if (step == NULL)
        return false;
    struct value *input = value_new(person, VALUE_OBJECT);
    value_add(input, "fields", fill_all(person, step));
    value_add(input, "owner", value_of_text(person, owner));
    value_add(input, "procedure", value_of_text(person, person->procedure->name));
    ask_for(person, VERB_OPEN_MATTER, TEXT(""), TEXT("hand_in"), input);
    town_sometimes(town, text_equal(owner, person->site->id) ? SOMETIMES_HANDED_IN_AT_HOME
                                                             : SOMETIMES_HANDED_IN_ELSEWHERE);
    return true;
}

/* A court asks another to serve papers. */
static bool
entrust(struct person *person)
{
    struct town *town = person->town;
    struct matter_facts nothing = matter_new(TEXT(""), person->site->id, person->site->id);
    person->procedure = rulebook_procedure_in_force(
        town->rules, TEXT("entrusted_service"),
        date_of_instant(person->site->world.wall_ms(person->site->world.of), CHINA_OFFSET_MINUTES));
    person->facts = &nothing;
    person->asker = asker_of(person, by_chance(person, 700) ? ROLE_JUDGE : ROLE_FILING_OFFICER);
    const struct step *step =
        person->procedure == NULL ? NULL : procedure_step(person->procedure, TEXT("entrust"));
    if (step == NULL)
        return false;
    struct value *input = value_new(person, VALUE_OBJECT);
    value_add(input, "fields", fill_all(person, step));
    value_add(input, "owner", value_of_text(person, person->site->id));
    value_add(input, "procedure", value_of_text(person, person->procedure->name));
    ask_for(person, VERB_OPEN_MATTER, TEXT(""), TEXT("entrust"), input);
    return true;
}

/* A matter this node knows; mostly one that is still going on. With `role`, one that waits for
 * somebody of this node, and who that is. */
static struct text
some_matter(struct person *person, enum role *role)
{
    struct text matters[MATTERS_MAX], roles[MATTERS_MAX];
    size_t count = 0;
    struct sql *rows =
        sql(person->site->node->store, "SELECT matter_id, next_role FROM matter_rows"
                                       " WHERE court_id = $1 AND next_role <> $2"
                                       " AND (next_node = $1 OR $3 = 0) ORDER BY matter_id");
    sql_text(rows, 1, person->site->id);
    sql_text(rows, 2, by_chance(person, 900) ? TEXT("-") : TEXT("nobody"));
    sql_integer(rows, 3, role != NULL);
    while (count < MATTERS_MAX && sql_next(rows)) {
        matters[count] = sql_column(rows, 0, person->arena);
        roles[count++] = sql_column(rows, 1, person->arena);
    }
    sql_end(rows);
    if (count == 0)
        return TEXT("");
    size_t at = rng_below(&person->town->rng, count);
    if (role != NULL && !role_parse(roles[at], role))
        return TEXT("");
    return matters[at];
}

/* A matter that was offered to this court. */
static struct text
offered_matter(struct person *person)
{
    struct sql *row =
        sql(person->site->node->store,
            "SELECT matter_id FROM matter_rows WHERE court_id = $1"
            " AND custody = 'offered' AND custody_peer = $1 ORDER BY matter_id LIMIT 1");
    sql_text(row, 1, person->site->id);
    struct text matter_id = sql_next(row) ? sql_column(row, 0, person->arena) : TEXT("");
    sql_end(row);
    return matter_id;
}

/* Few come to where it may be taken, and it must happen in every run of the town. */
static bool
is_seldom(const struct step *step)
{
    return step->custody != VERB_NONE || text_is(step->name, "require_correction") ||
           text_is(step->name, "hand_in_correction");
}

/* Steps that lead somewhere are tried more often than those that can be taken again and again. */
static const struct step *
choose_step(struct person *person, const struct step *const *open, int count)
{
    const struct step *chosen = NULL;
    for (int i = 0; i < count; i++)
        if (is_seldom(open[i]) && by_chance(person, 400))
            return open[i];
    for (int tries = 0; count > 0 && tries < 3; tries++) {
        chosen = open[rng_below(&person->town->rng, (uint64_t)count)];
        if (chosen->to >= 0 || chosen->custody != VERB_NONE)
            break;
    }
    return chosen;
}

static bool
take_step(struct person *person)
{
    struct matter_row row;
    struct node *node = person->site->node;
    enum role role = ROLE_COUNT;
    struct text matter_id = some_matter(person, by_chance(person, 750) ? &role : NULL);
    struct text offered = by_chance(person, 200) ? offered_matter(person) : TEXT("");
    if (!text_is_empty(offered)) {
        matter_id = offered;
        role = by_chance(person, 500) ? ROLE_JUDGE : ROLE_FILING_OFFICER;
    }
    if (text_is_empty(matter_id) ||
        !matter_row_load(node->store, node->id, matter_id, person->arena, &row))
        return false;
    if (role == ROLE_FILING_OFFICER && by_chance(person, 250))
        role = ROLE_JUDGE; /* who offers a matter to another court */
    if (role != ROLE_COUNT && role != ROLE_EXCHANGE && role != ROLE_CLOCK)
        person->asker = asker_of(person, role);
    if (person->asker.role == ROLE_PARTY && by_chance(person, 900))
        person->asker.account = matter_taker(&row.facts, TEXT("hand_in"));
    struct date today = date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES);
    const struct step **open = NULL;
    person->procedure =
        rulebook_procedure(person->town->rules, row.procedure_name, row.procedure_digest);
    person->facts = &row.facts;
    int count = procedure_steps_open(person->procedure, &row.facts, &person->asker,
                                     &person->town->rules->rule_set, today, person->arena, &open);
    const struct step *step = choose_step(person, open, count);
    if (step == NULL || by_chance(person, 30)) /* and now and then what is not open to him */
        step = &person->procedure
                    ->steps[rng_below(&person->town->rng, person->procedure->steps_count)];
    struct value *input = value_new(person, VALUE_OBJECT);
    value_add(input, "fields", fill_all(person, step));
    ask_for(person, VERB_TAKE_STEP, matter_id, step->name, input);
    if (by_chance(person, 150))
        person->deed->act.if_version = row.version - (by_chance(person, 300) ? 1 : 0);
    return true;
}

static bool
enquire(struct person *person)
{
    struct site *other = &person->town->sites[rng_below(&person->town->rng, SITES)];
    struct person there = *person;
    if (other->node == NULL || other == person->site || person->asker.role != ROLE_COUNTER)
        return false;
    there.site = other;
    struct text matter_id = some_matter(&there, NULL);
    if (text_is_empty(matter_id))
        return false;
    struct value *input = value_new(person, VALUE_OBJECT);
    struct value *about = value_new(person, VALUE_OBJECT);
    value_say(person, about, "name", by_chance(person, 800) ? "当事人甲" : "当事人丙");
    value_add(input, "person", about);
    value_say(person, input, "reason", "当事人到场询问进度");
    ask_for(person, VERB_ENQUIRE, matter_id, TEXT(""), input);
    return true;
}

/* Whatever was enquired about here and answered: papers for it may be taken in. */
static bool
hand_in_at_third(struct person *person)
{
    struct node *node = person->site->node;
    struct matter_row row = {0};
    struct text matters[MATTERS_MAX];
    size_t count = 0;
    const struct step **open = NULL;
    person->asker = asker_of(person, ROLE_COUNTER);
    struct sql *rows = sql(node->store, "SELECT DISTINCT matter_id FROM journal"
                                        " WHERE court_id = $1 AND kind = 'answer_received/1'"
                                        " AND NOT EXISTS (SELECT 1 FROM matter_rows"
                                        " WHERE matter_rows.court_id = $1 AND"
                                        " matter_rows.matter_id = journal.matter_id)"
                                        " ORDER BY matter_id");
    sql_text(rows, 1, person->site->id);
    while (count < MATTERS_MAX && sql_next(rows))
        matters[count++] = sql_column(rows, 0, person->arena);
    sql_end(rows);
    size_t at = 0;
    while (at < count &&
           !enquiry_present(node->store, node->id, matters[at], person->asker.account,
                            person->asker.acted_for, node->now_ms, person->arena, &row))
        at++;
    if (at == count)
        return false;
    person->facts = &row.facts;
    person->procedure =
        rulebook_procedure(person->town->rules, row.procedure_name, row.procedure_digest);
    int steps = procedure_steps_open(
        person->procedure, &row.facts, &person->asker, &person->town->rules->rule_set,
        date_of_instant(node->now_ms, CHINA_OFFSET_MINUTES), person->arena, &open);
    const struct step *step = choose_step(person, open, steps);
    if (step == NULL)
        return false;
    struct value *input = value_new(person, VALUE_OBJECT);
    value_add(input, "fields", fill_all(person, step));
    ask_for(person, VERB_TAKE_STEP, matters[at], step->name, input);
    town_sometimes(person->town, SOMETIMES_HANDED_IN_AT_THIRD);
    return true;
}

static bool
erase(struct person *person)
{
    struct text matter_id = some_matter(person, NULL);
    if (text_is_empty(matter_id))
        return false;
    person->asker.role = ROLE_SECURITY_ADMIN;
    struct value *input = value_new(person, VALUE_OBJECT);
    value_say(person, input, "ground", "依法删除");
    value_say(person, input, "rests_on", "PIPL:47");
    ask_for(person, VERB_ERASE, matter_id, TEXT(""), input);
    town_sometimes(person->town, SOMETIMES_ERASED);
    return true;
}

/* The hub urges the court that holds a late matter, now and then with another court in mind. */
static bool
urge(struct person *person)
{
    struct node *node = person->site->node;
    struct sql *row = sql(node->store, "SELECT matter_id, owner FROM custody_rows"
                                       " WHERE court_id = $1 AND is_open = 1 AND due_ms < $2"
                                       " ORDER BY matter_id LIMIT 1");
    sql_text(row, 1, person->site->id);
    sql_integer(row, 2, node->now_ms);
    struct text matter_id = TEXT(""), owner = TEXT("");
    if (sql_next(row)) {
        matter_id = sql_column(row, 0, person->arena);
        owner = sql_column(row, 1, person->arena);
    }
    sql_end(row);
    if (text_is_empty(matter_id))
        return false;
    person->asker = asker_of(person, ROLE_HUB_OFFICER);
    struct text other =
        person->town
            ->sites[text_equal(owner, person->town->sites[SITE_COURT_A].id) ? SITE_COURT_B
                                                                            : SITE_COURT_A]
            .id;
    struct value *input = value_new(person, VALUE_OBJECT);
    if (by_chance(person, 400))
        value_add(input, "court", value_of_text(person, other));
    value_say(person, input, "message", "已超期，请处理。");
    ask_for(person, VERB_URGE, matter_id, TEXT(""), input);
    town_sometimes(person->town, SOMETIMES_OWNER_URGED);
    return true;
}

static bool
confirm_clock(struct person *person)
{
    if (!person->site->node->clock_is_doubted)
        return false;
    person->asker.role = ROLE_SYSTEM_ADMIN;
    ask_for(person, VERB_CONFIRM_CLOCK, TEXT(""), TEXT(""), value_new(person, VALUE_OBJECT));
    town_sometimes(person->town, SOMETIMES_CLOCK_CONFIRMED);
    return true;
}

/* The same id for something else: a broken client, or somebody who tries. */
static bool
reuse_id(struct person *person)
{
    const struct deed *older = person->town->deeds;
    for (int i = (int)rng_below(&person->town->rng, 5); i > 0 && older != NULL; i--)
        older = older->older;
    if (older == NULL || !older->is_answered || older->is_conflict)
        return false;
    *person->deed = *older;
    person->deed->is_answered = person->deed->was_lost_in_crash = false;
    person->deed->tries = 0;
    person->deed->is_conflict = true;
    person->deed->act.request = digest_of(TEXT("something else"));
    return true;
}

static bool
try_something(struct person *person)
{
    struct town *town = person->town;
    person->site = &town->sites[rng_below(&town->rng, SITES)];
    if (person->site->place == SITE_HUB && by_chance(person, 700))
        person->site = &town->sites[rng_below(&town->rng, 2)];
    if (person->site->node == NULL)
        return false;
    *person->deed = (struct deed){0};
    person->asker = somebody(person);
    uint64_t chance = rng_below(&town->rng, 1000);
    bool may_open = person->asker.role == ROLE_PARTY || person->asker.role == ROLE_COUNTER;
    if (confirm_clock(person))
        return true;
    if (person->site->place == SITE_HUB && chance >= 950 && urge(person))
        return true;
    if (chance < 30)
        return reuse_id(person);
    if (chance < 60)
        return enquire(person);
    if (chance < 65)
        return erase(person);
    if (chance < 95 && person->site->place != SITE_DESK)
        return hand_in_at_third(person) || enquire(person);
    bool is_court = person->site->place == SITE_COURT_A || person->site->place == SITE_COURT_B;
    if (is_court && chance >= 920)
        return entrust(person);
    if (may_open && chance < 300)
        return hand_in(person);
    return take_step(person);
}

void
people_act(struct town *town)
{
    struct person person = {.town = town, .arena = town->arena};
    person.deed = ARENA_NEW(town->arena, struct deed);
    for (int tries = 0; tries < 5; tries++) {
        if (!try_something(&person))
            continue;
        town_ask(town, person.deed);
        return;
    }
}
