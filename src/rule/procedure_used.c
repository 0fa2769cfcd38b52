/* procedure_used.c: a misspelt name in a condition is a condition that never holds; a paper nobody
 * issues is a paper somebody waits for. Both are found here, before they are found in a court. */
#include "rule/procedure_used.h"

#include "law/service_told.h"
#include "rule/field_rule.h"
#include "rule/procedure_place.h"

#include <string.h>

/* A text message has 70 characters, and court, number, address and telephone want theirs. */
enum { BRIEF_CHARACTERS_MAX = 22, DAY_CHARACTERS = 11 };

struct usage {
    const struct procedure_file *file;
    const struct procedure *procedure;
    const struct sound_beside *beside;
};

static void
say(const struct usage *usage, const struct yaml *place, const char *what, struct text about)
{
    schema_mistake(&usage->file->context, place, "%s `%.*s`", what, TEXT_ARGS(about));
}

static bool
has_text(const struct text *list, size_t count, struct text text)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(list[i], text))
            return true;
    return false;
}

/* ---- things declared ---- */

static bool
is_issued(const struct procedure *procedure, struct text paper)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        if (has_text(procedure->steps[i].issues, procedure->steps[i].issues_count, paper))
            return true;
    return false;
}

static bool
is_notified(const struct procedure *procedure, struct text notice)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        if (has_text(procedure->steps[i].notifies, procedure->steps[i].notifies_count, notice))
            return true;
    return false;
}

static bool
fields_use_reasons(const struct field_rule *fields, size_t count, struct text reasons)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(fields[i].reasons, reasons) ||
            fields_use_reasons(fields[i].members, fields[i].members_count, reasons))
            return true;
    return false;
}

static bool
are_reasons_used(const struct procedure *procedure, struct text reasons)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        if (fields_use_reasons(procedure->steps[i].fields, procedure->steps[i].fields_count,
                               reasons))
            return true;
    return false;
}

static bool
is_addressee(struct text to)
{
    enum role role;

    return text_is(to, "receiving") || text_is(to, "owner") || text_is(to, "hub") ||
           text_is(to, "executing") || role_parse(to, &role);
}

static bool
names_day(struct text brief)
{
    return brief.length > 0 && memmem(brief.bytes, brief.length, "{day}", 5) != NULL;
}

/* With the longest day that may stand in it. */
static size_t
brief_characters(struct text brief)
{
    size_t day = sizeof "{day}" - 1;
    return text_characters(brief) + (names_day(brief) ? DAY_CHARACTERS - day : 0);
}

static void
check_declared(const struct usage *usage)
{
    const struct procedure *procedure = usage->procedure;
    const struct procedure_file *file = usage->file;

    for (size_t i = 0; i < procedure->papers_count; i++)
        if (!is_issued(procedure, procedure->papers[i].name))
            say(usage, procedure_place(file, "papers", procedure->papers[i].name, ""),
                "no step issues the paper", procedure->papers[i].name);
    for (size_t i = 0; i < procedure->notices_count; i++) {
        const struct notice_rule *notice = &procedure->notices[i];

        if (!is_notified(procedure, notice->name) && !text_is(notice->name, NOTICE_RESTATED))
            say(usage, procedure_place(file, "notices", notice->name, ""),
                "no step gives the notice", notice->name);
        if (brief_characters(notice->brief.in[LANGUAGE_ZH]) > BRIEF_CHARACTERS_MAX)
            say(usage, procedure_place(file, "notices", notice->name, "brief"),
                "does not fit into a text message", notice->brief.in[LANGUAGE_ZH]);
        if (names_day(notice->brief.in[LANGUAGE_ZH]) && text_is_empty(notice->last_day))
            say(usage, procedure_place(file, "notices", notice->name, "brief"),
                "names a last day, but `last_day` does not say of which period:",
                notice->brief.in[LANGUAGE_ZH]);
        if (!text_is_empty(notice->last_day) &&
            procedure_period(procedure, notice->last_day) == NULL)
            say(usage, procedure_place(file, "notices", notice->name, "last_day"),
                "there is no period", notice->last_day);
        if (!is_addressee(notice->to))
            say(usage, procedure_place(file, "notices", notice->name, "to"),
                "nobody is told under the name", notice->to);
    }
    for (size_t i = 0; i < procedure->reasons_count; i++)
        if (!are_reasons_used(procedure, procedure->reasons[i].name))
            say(usage, procedure_place(file, "reasons", procedure->reasons[i].name, ""),
                "no field gives the reasons", procedure->reasons[i].name);
}

/* ---- tasks ---- */

static bool
is_task_opened(const struct procedure *procedure, struct text task)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        if (has_text(procedure->steps[i].opens_tasks, procedure->steps[i].opens_tasks_count, task))
            return true;
    for (size_t i = 0; i < procedure->periods_count; i++)
        if (text_equal(procedure->periods[i].lapse_task, task))
            return true;
    return false;
}

/* Somebody in that role and place closes it, whoever else may. */
static bool
can_close(const struct step *step, const struct task_rule *task)
{
    if (!has_text(step->closes_tasks, step->closes_tasks_count, task->name))
        return false;
    for (size_t i = 0; i < step->by_count; i++)
        if (step->by[i].relations & task->who.relations)
            return true;
    return false;
}

static void
check_tasks(const struct usage *usage)
{
    const struct procedure *procedure = usage->procedure;

    for (size_t i = 0; i < procedure->tasks_count; i++) {
        const struct task_rule *task = &procedure->tasks[i];
        bool is_closed = false;

        for (size_t j = 0; j < procedure->steps_count; j++)
            is_closed = is_closed || can_close(&procedure->steps[j], task);
        if (!is_task_opened(procedure, task->name))
            say(usage, procedure_place(usage->file, "tasks", task->name, ""),
                "no step and no period opens the task", task->name);
        if (!is_closed)
            say(usage, procedure_place(usage->file, "tasks", task->name, "who"),
                "no step where it waits closes the task", task->name);
    }
}

/* ---- conditions ---- */

static const struct field_rule *
field_named(const struct field_rule *fields, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(fields[i].name, name))
            return &fields[i];
    return NULL;
}

static const struct field_rule *
memory_named(const struct procedure *procedure, struct text name)
{
    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        const struct field_rule *field = field_named(step->fields, step->fields_count, name);

        if (field != NULL && field->is_remembered)
            return field;
    }
    return NULL;
}

static bool
is_counted(const struct procedure *procedure, struct text name)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        if (has_text(procedure->steps[i].counts, procedure->steps[i].counts_count, name))
            return true;
    return false;
}

static bool
is_linked(const struct procedure *procedure, struct text link)
{
    for (size_t i = 0; i < procedure->steps_count; i++)
        for (size_t j = 0; j < procedure->steps[i].opens_count; j++)
            if (text_equal(procedure->steps[i].opens[j].link, link))
                return true;
    return false;
}

static bool
is_policy(const struct usage *usage, struct text name)
{
    for (size_t i = 0; i < usage->beside->policies->rows_count; i++)
        if (text_equal(usage->beside->policies->rows[i].name, name))
            return true;
    return false;
}

/* Where a condition looks for fields: those of a step, or of an entry of a list. */
struct scope {
    const struct field_rule *fields;
    size_t fields_count;
    bool is_material;
};

static bool
is_known(const struct usage *usage, const struct guard *guard, const struct scope *scope)
{
    const struct procedure *procedure = usage->procedure;

    switch (guard->fact) {
    case FACT_FIELD: return field_named(scope->fields, scope->fields_count, guard->name) != NULL;
    case FACT_REMEMBERED: return memory_named(procedure, guard->name) != NULL;
    case FACT_COUNTER: return is_counted(procedure, guard->name);
    case FACT_TAKEN: return procedure_step(procedure, guard->name) != NULL;
    case FACT_PERIOD: return procedure_period(procedure, guard->name) != NULL;
    case FACT_ITEM:
    case FACT_HANDED_IN: return procedure_item(procedure, guard->name) != NULL;
    case FACT_LINKED: return is_linked(procedure, guard->name);
    case FACT_POLICY: return is_policy(usage, guard->name);
    default: return true;
    }
}

static bool
is_word_of(struct text value, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_is(value, words[i]))
            return true;
    return false;
}

static bool
is_choice_of(const struct procedure *procedure, const struct field_rule *field, struct text value)
{
    bool is_asked_so = field != NULL && (field->type == FIELD_BOOLEAN ||
                                         field->type == FIELD_CHOICE || field->type == FIELD_TICK);

    return !is_asked_so || field_rule_takes(procedure, field, value) ||
           (field->type != FIELD_BOOLEAN && text_is_empty(value));
}

/* Can the fact ever be this? */
static bool
can_be(const struct usage *usage, const struct guard *guard, const struct scope *scope,
       struct text value)
{
    static const char *const periods[] = {"none", "running", "suspended", "stopped", "lapsed"};
    static const char *const custodies[] = {"held", "offered", "declined"};
    static const char *const handlers[] = {"nobody", "self", "other"};
    static const char *const identities[] = {"declared", "seen", "provider"};
    const struct procedure *procedure = usage->procedure;
    enum verdict verdict;
    enum role role;

    switch (guard->fact) {
    case FACT_STATE: return procedure_state(procedure, value) >= 0;
    case FACT_PERIOD: return is_word_of(value, periods, 5);
    case FACT_CUSTODY: return is_word_of(value, custodies, 3);
    case FACT_IDENTITY: return is_word_of(value, identities, 3);
    case FACT_ROLE: return role_parse(value, &role);
    case FACT_HANDLER: return is_word_of(value, handlers, 3);
    case FACT_ITEM: return verdict_parse(value, &verdict);
    case FACT_FIELD:
        return is_choice_of(procedure, field_named(scope->fields, scope->fields_count, guard->name),
                            value);
    case FACT_REMEMBERED:
        return is_choice_of(procedure, memory_named(procedure, guard->name), value);
    default: return true;
    }
}

static void
check_guard(const struct usage *usage, const struct guard *guard, const struct scope *scope,
            const struct yaml *place)
{
    bool counts_materials = guard->fact == FACT_OPEN_DEFECTS || guard->fact == FACT_UNCHECKED ||
                            guard->fact == FACT_MISSING;

    if (guard->comparison == GUARD_ALL || guard->comparison == GUARD_ANY) {
        for (size_t i = 0; i < guard->guards_count; i++)
            check_guard(usage, &guard->guards[i], scope, place);
        return;
    }
    if (!is_known(usage, guard, scope)) {
        schema_mistake(&usage->file->context, place,
                       "the condition speaks of `%.*s.%.*s`, "
                       "which is nowhere",
                       TEXT_ARGS(fact_word(guard->fact)), TEXT_ARGS(guard->name));
        return;
    }
    if (counts_materials && scope->is_material)
        say(usage, place, "whether a material is required cannot depend on",
            fact_word(guard->fact));
    for (size_t i = 0; i < guard->values_count; i++)
        if (!can_be(usage, guard, scope, guard->values[i]))
            say(usage, place, "the condition waits for what can never be:", guard->values[i]);
}

static void
check_field_guards(const struct usage *usage, const struct field_rule *fields, size_t count,
                   const struct yaml *place)
{
    struct scope scope = {fields, count, false};

    for (size_t i = 0; i < count; i++) {
        if (fields[i].required_if != NULL)
            check_guard(usage, fields[i].required_if, &scope, place);
        if (fields[i].asked_if != NULL)
            check_guard(usage, fields[i].asked_if, &scope, place);
        check_field_guards(usage, fields[i].members, fields[i].members_count, place);
    }
}

/* What is remembered stays in the facts of a matter and cannot be erased: no names, no prose. */
static void
check_memories(const struct usage *usage, const struct step *step)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        enum field_type type = step->fields[i].type;
        bool is_plain = type == FIELD_CHOICE || type == FIELD_BOOLEAN || type == FIELD_INTEGER ||
                        type == FIELD_DATE || type == FIELD_MONEY || type == FIELD_COURT;

        if (step->fields[i].is_remembered && !is_plain)
            say(usage, procedure_place(usage->file, "steps", step->name, "fields"),
                "a matter may not remember what people write:", step->fields[i].name);
    }
}

static void
check_conditions(const struct usage *usage)
{
    const struct procedure *procedure = usage->procedure;

    for (size_t i = 0; i < procedure->steps_count; i++) {
        const struct step *step = &procedure->steps[i];
        const struct yaml *guards = procedure_place(usage->file, "steps", step->name, "guards");
        struct scope scope = {step->fields, step->fields_count, false};

        for (size_t j = 0; j < step->guards_count; j++)
            check_guard(usage, &step->guards[j], &scope, procedure_place_nth(guards, j));
        check_field_guards(usage, step->fields, step->fields_count,
                           procedure_place(usage->file, "steps", step->name, "fields"));
        check_memories(usage, step);
    }
    for (size_t i = 0; i < procedure->items_count; i++) {
        const struct item_rule *item = &procedure->items[i];
        struct scope scope = {NULL, 0, true};

        if (item->required_if != NULL)
            check_guard(usage, item->required_if, &scope,
                        procedure_place(usage->file, "materials", item->name, "required_if"));
    }
}

/* ---- other matters, and what a court may settle ---- */

static void
check_gate(const struct usage *usage, const struct step *step, const struct gate_rule *gate)
{
    const struct yaml *place = procedure_place(usage->file, "steps", step->name, "gates");
    const struct procedure *linked = NULL;

    for (size_t i = 0; i < usage->procedure->steps_count; i++) {
        const struct step *opener = &usage->procedure->steps[i];
        for (size_t j = 0; j < opener->opens_count; j++)
            if (text_equal(opener->opens[j].link, gate->link))
                linked =
                    procedure_rule_find(usage->beside->procedures, opener->opens[j].procedure, 0);
    }
    if (linked == NULL) {
        say(usage, place, "no step opens the linked matter", gate->link);
        return;
    }
    for (size_t i = 0; i < gate->states_count; i++)
        if (procedure_state(linked, gate->states[i]) < 0)
            say(usage, place, "the linked matter never comes to", gate->states[i]);
}

static void
check_links(const struct usage *usage)
{
    for (size_t i = 0; i < usage->procedure->steps_count; i++) {
        const struct step *step = &usage->procedure->steps[i];

        for (size_t j = 0; j < step->opens_count; j++)
            if (procedure_rule_find(usage->beside->procedures, step->opens[j].procedure, 0) == NULL)
                say(usage, procedure_place(usage->file, "steps", step->name, "opens"),
                    "there is no procedure", step->opens[j].procedure);
        for (size_t j = 0; j < step->gates_count; j++)
            check_gate(usage, step, &step->gates[j]);
        for (size_t j = 0; j < step->periods_count; j++)
            if (step->periods[j].from == FROM_POLICY &&
                !is_policy(usage, step->periods[j].from_name))
                say(usage, procedure_place(usage->file, "steps", step->name, "starts"),
                    "there is no policy", step->periods[j].from_name);
    }
}

/* ---- service ---- */

static bool
is_choice_of_fact(const struct service_fact *fact, struct text name)
{
    for (size_t i = 0; i < fact->choices_count; i++)
        if (text_equal(fact->choices[i].id, name))
            return true;
    return false;
}

/* What a field offers and the law does not know would never be heard. */
static void
check_said_of_service(const struct usage *usage, const struct step *step,
                      const struct field_rule *field)
{
    const struct service_rules *rules = usage->beside->service;
    int at = service_fact_at(rules, field->name);
    bool is_failure = text_is(field->name, SERVICE_FAILURE);
    size_t count = 0;
    const struct choice *choices = procedure_choices(usage->procedure, field, &count);

    for (size_t i = 0; i < count && (at >= 0 || is_failure); i++) {
        bool is_known = is_failure ? service_failure_find(rules, choices[i].name) != NULL
                                   : is_choice_of_fact(&rules->facts[at], choices[i].name);
        if (!is_known)
            say(usage, procedure_place(usage->file, "steps", step->name, "fields"),
                "the rules of service do not know the choice", choices[i].name);
    }
}

static void
check_service(const struct usage *usage)
{
    const struct service_rules *rules = usage->beside->service;

    for (size_t i = 0; rules != NULL && i < usage->procedure->steps_count; i++) {
        const struct step *step = &usage->procedure->steps[i];

        if (step->service.wish == WISH_NONE)
            continue;
        if (service_mode_find(rules, step->service.mode) == NULL)
            say(usage, procedure_place(usage->file, "steps", step->name, "service"),
                "there is no mode of service", step->service.mode);
        for (size_t j = 0; j < step->fields_count; j++)
            check_said_of_service(usage, step, &step->fields[j]);
    }
}

static void
check_dates(const struct usage *usage)
{
    const struct procedure *procedure = usage->procedure;

    if (!date_is_none(procedure->until) && date_compare(procedure->until, procedure->in_force) < 0)
        schema_mistake(&usage->file->context, yaml_member(usage->file->tree, "until"),
                       "`until` is before `in_force`");
}

void
procedure_used(const struct procedure_file *file, const struct sound_beside *beside)
{
    struct usage usage = {file, &file->procedure, beside};

    check_declared(&usage);
    check_tasks(&usage);
    check_conditions(&usage);
    check_links(&usage);
    check_service(&usage);
    check_dates(&usage);
}
