/* procedure_names.c: the names in a procedure file put in place of themselves, so that a misspelt
 * one is found with its place when the file is read. */
#include "rule/procedure_names.h"

#include "rule/field_rule.h"

#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* Every name of one kind, for "did you mean". */
struct names {
    const char *what;
    const char **words;
    size_t count;
};

struct resolver {
    const struct schema_context *context;
    const struct file_entry *file;
    struct names states, steps, periods, tasks, papers, notices, reasons;
    bool is_good;
};

static struct names
names_of(const char *what, const void *items, size_t count, size_t bytes, size_t name_offset,
         struct arena *arena)
{
    struct names names = {what, ARENA_MANY(arena, count + 1, const char *), count};

    for (size_t i = 0; i < count; i++) {
        struct text name;

        memcpy(&name, (const char *)items + i * bytes + name_offset, sizeof name);
        names.words[i] = text_terminated(name, arena);
    }
    return names;
}

#define NAMES(what, list, type, member)                                                            \
    names_of(what, file->list, file->list##_count, sizeof(type), offsetof(type, member), arena)

static int
index_of(const struct names *names, struct text name)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_is(name, names->words[i]))
            return (int)i;
    return -1;
}

/* -1 after a mistake at `node`. */
static int
resolve(struct resolver *resolver, const struct yaml *node, const struct names *names,
        struct text name)
{
    int index = index_of(names, name);
    const char *near;

    if (index >= 0)
        return index;
    resolver->is_good = false;
    near = mistakes_nearest(name, names->words, names->count);
    if (near != NULL)
        schema_mistake(resolver->context, node, "no %s `%.*s`; did you mean `%s`?", names->what,
                       TEXT_ARGS(name), near);
    else
        schema_mistake(resolver->context, node, "no %s `%.*s`", names->what, TEXT_ARGS(name));
    return -1;
}

/* The n-th value under a key that holds one text or a list of them. */
static const struct yaml *
nth(const struct yaml *map, const char *key, size_t n)
{
    const struct yaml *node = yaml_member(map, key);

    if (node == NULL)
        return map;
    if (node->type == YAML_SCALAR)
        return node;
    const struct yaml *child = node->first;
    while (child != NULL && n-- > 0)
        child = child->next;
    return child != NULL ? child : node;
}

static void
resolve_all(struct resolver *resolver, const struct yaml *node, const char *key,
            const struct text *list, size_t count, const struct names *names)
{
    for (size_t i = 0; i < count; i++)
        resolve(resolver, nth(node, key, i), names, list[i]);
}

static void
resolve_field(struct resolver *resolver, const struct yaml *node, const struct field_rule *field)
{
    const struct yaml *members = yaml_member(node, "members");

    if (!text_is_empty(field->reasons))
        resolve(resolver, yaml_member(node, "reasons"), &resolver->reasons, field->reasons);
    if (!field_rule_fits(node, resolver->context, field))
        resolver->is_good = false;
    const struct yaml *child = members == NULL ? NULL : members->first;
    for (size_t i = 0; i < field->members_count && child != NULL; i++, child = child->next)
        resolve_field(resolver, child, &field->members[i]);
}

static uint64_t
all_states(const struct file_entry *file, bool with_ends)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < file->states_count; i++)
        if (with_ends || !file->states[i].is_end)
            bits |= UINT64_C(1) << (i + 1);
    return bits;
}

/* `draft`, `open` for every state that is no end, `any` for every state, or names. */
static uint64_t
resolve_from(struct resolver *resolver, const struct yaml *node, const struct step_entry *entry)
{
    uint64_t bits = 0;

    for (size_t i = 0; i < entry->from_count; i++) {
        struct text name = entry->from[i];
        int index;

        if (text_is(name, STATE_DRAFT))
            bits |= 1;
        else if (text_is(name, "open"))
            bits |= all_states(resolver->file, false);
        else if (text_is(name, "any"))
            bits |= all_states(resolver->file, true);
        else if ((index = resolve(resolver, nth(node, "from", i), &resolver->states, name)) >= 0)
            bits |= UINT64_C(1) << (index + 1);
    }
    return bits;
}

static bool
has_field(const struct step *step, struct text name, enum field_type type)
{
    for (size_t i = 0; i < step->fields_count; i++)
        if (text_equal(step->fields[i].name, name) && step->fields[i].type == type)
            return true;
    return false;
}

static void
need_field(struct resolver *resolver, const struct yaml *node, const struct step *step,
           struct text name, enum field_type type)
{
    if (text_is_empty(name) || has_field(step, name, type))
        return;
    resolver->is_good =
        schema_mistake(resolver->context, node, "the step has no field `%.*s` of type %.*s",
                       TEXT_ARGS(name), TEXT_ARGS(field_type_word(type)));
}

/* What a step before has remembered will do where the step itself does not ask it. */
static bool
is_remembered(const struct resolver *resolver, struct text name, enum field_type type)
{
    for (size_t i = 0; i < resolver->file->steps_count; i++) {
        const struct step *step = &resolver->file->steps[i].step;
        for (size_t j = 0; j < step->fields_count; j++)
            if (text_equal(step->fields[j].name, name) && step->fields[j].type == type &&
                step->fields[j].is_remembered)
                return true;
    }
    return false;
}

static void
need_length(struct resolver *resolver, const struct yaml *node, const struct step *step,
            struct text name)
{
    if (!is_remembered(resolver, name, FIELD_INTEGER))
        need_field(resolver, node, step, name, FIELD_INTEGER);
}

static void
add_action(struct resolver *resolver, const struct yaml *node, struct period_action *action,
           enum period_verb verb, struct text period, const struct step *step)
{
    int index = resolve(resolver, node, &resolver->periods, period);

    action->verb = verb;
    action->period = period;
    if (action->from == FROM_FIELD)
        need_field(resolver, node, step, action->from_name, FIELD_DATE);
    need_field(resolver, node, step, action->length_field, FIELD_INTEGER);
    /* Its last day could not be counted again when the calendar changes. */
    if (index >= 0 && resolver->file->periods[index].lengths.working_days != 0 &&
        (verb == PERIOD_EXTEND || verb == PERIOD_SUSPEND))
        resolver->is_good = schema_mistake(resolver->context, node,
                                           "a period of working days is neither suspended nor"
                                           " extended");
    if (index < 0 || (verb != PERIOD_START && verb != PERIOD_RESTART))
        return;
    need_length(resolver, node, step, resolver->file->periods[index].lengths.days_from);
}

/* The named children under a key stand in the order of the entries. */
static size_t
add_starts(struct resolver *resolver, const struct yaml *node, const char *key,
           const struct start_entry *entries, size_t count, enum period_verb verb,
           const struct step *step, struct period_action *actions)
{
    for (size_t i = 0; i < count; i++) {
        actions[i] = entries[i].action;
        add_action(resolver, nth(node, key, i), &actions[i], verb, entries[i].period, step);
        if (verb == PERIOD_EXTEND &&
            (actions[i].length == 0) == text_is_empty(actions[i].length_field))
            resolver->is_good = schema_mistake(resolver->context, nth(node, key, i),
                                               "expected either `days` or `days_from`");
    }
    return count;
}

static size_t
add_plain(struct resolver *resolver, const struct yaml *node, const char *key,
          const struct text *periods, size_t count, enum period_verb verb, const struct step *step,
          struct period_action *actions)
{
    for (size_t i = 0; i < count; i++)
        add_action(resolver, nth(node, key, i), &actions[i], verb, periods[i], step);
    return count;
}

/* Stops come first, so that a step may stop one period and start another. */
static void
resolve_periods(struct resolver *resolver, const struct yaml *node, const struct step_entry *entry,
                struct step *step)
{
    size_t most = entry->starts_count + entry->restarts_count + entry->extends_count +
                  entry->stops_count + entry->suspends_count + entry->resumes_count;
    struct period_action *actions =
        ARENA_MANY(resolver->context->arena, most + 1, struct period_action);
    size_t count = 0;

    count += add_plain(resolver, node, "stops", entry->stops, entry->stops_count, PERIOD_STOP, step,
                       actions + count);
    count += add_plain(resolver, node, "suspends", entry->suspends, entry->suspends_count,
                       PERIOD_SUSPEND, step, actions + count);
    count += add_plain(resolver, node, "resumes", entry->resumes, entry->resumes_count,
                       PERIOD_RESUME, step, actions + count);
    count += add_starts(resolver, node, "extends", entry->extends, entry->extends_count,
                        PERIOD_EXTEND, step, actions + count);
    count += add_starts(resolver, node, "starts", entry->starts, entry->starts_count, PERIOD_START,
                        step, actions + count);
    count += add_starts(resolver, node, "restarts", entry->restarts, entry->restarts_count,
                        PERIOD_RESTART, step, actions + count);
    step->periods = actions;
    step->periods_count = count;
}

static void
resolve_lists(struct resolver *resolver, const struct yaml *node, const struct step *step)
{
    resolve_all(resolver, node, "not_by", step->not_by, step->not_by_count, &resolver->steps);
    resolve_all(resolver, node, "voids", step->voids, step->voids_count, &resolver->steps);
    resolve_all(resolver, node, "opens_tasks", step->opens_tasks, step->opens_tasks_count,
                &resolver->tasks);
    resolve_all(resolver, node, "closes_tasks", step->closes_tasks, step->closes_tasks_count,
                &resolver->tasks);
    resolve_all(resolver, node, "issues", step->issues, step->issues_count, &resolver->papers);
    resolve_all(resolver, node, "notifies", step->notifies, step->notifies_count,
                &resolver->notices);
    resolve_all(resolver, node, "on_arrival", step->on_arrival, step->on_arrival_count,
                &resolver->steps);
    resolve_all(resolver, yaml_member(node, "service"), "letters", step->service.letters,
                step->service.letters_count, &resolver->periods);
}

static void
resolve_step(struct resolver *resolver, const struct yaml *node, const struct step_entry *entry,
             struct step *step)
{
    const struct yaml *fields = yaml_member(node, "fields");
    const struct yaml *field = fields == NULL ? NULL : fields->first;

    *step = entry->step;
    step->by = entry->by.items;
    step->by_count = entry->by.count;
    step->guards = entry->guards.items;
    step->guards_count = entry->guards.count;
    step->from = resolve_from(resolver, node, entry);
    step->to = -1;
    if (!text_is_empty(entry->to))
        step->to = resolve(resolver, yaml_member(node, "to"), &resolver->states, entry->to) + 1;
    step->tells_party = (entry->tells >> TELLS_PARTY) & 1;
    step->tells_hub = (entry->tells >> TELLS_HUB) & 1;
    step->requires_checked = (entry->requires >> REQUIRES_CHECKED) & 1;
    step->requires_no_defect = (entry->requires >> REQUIRES_NO_DEFECT) & 1;
    if (step->not_by_refusal == ALLOWED)
        step->not_by_refusal = TAKER_MUST_BE_ANOTHER_PERSON;
    for (size_t i = 0; i < step->fields_count && field != NULL; i++, field = field->next)
        resolve_field(resolver, field, &step->fields[i]);
    resolve_periods(resolver, node, entry, step);
    resolve_lists(resolver, node, step);
    need_field(resolver, node, step, step->court_field, FIELD_COURT);
}

/* Exactly one way of saying how long. */
static void
resolve_period(struct resolver *resolver, const struct yaml *node, const struct period_entry *entry,
               struct period_rule *rule)
{
    const struct period_lengths *lengths = &entry->lengths;
    const struct {
        int length;
        enum period_unit unit;
    } ways[] = {
        {lengths->days, UNIT_DAYS},     {lengths->working_days, UNIT_WORKING_DAYS},
        {lengths->months, UNIT_MONTHS}, {lengths->years, UNIT_YEARS},
        {lengths->hours, UNIT_HOURS},   {lengths->office_minutes, UNIT_OFFICE_MINUTES},
    };
    int said = !text_is_empty(entry->rule.catalogue);

    *rule = entry->rule;
    rule->unit = UNIT_CATALOGUE;
    if (!text_is_empty(lengths->days_from)) {
        rule->unit = UNIT_DAYS;
        rule->length_field = lengths->days_from;
        said++;
    }
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        if (ways[i].length == 0)
            continue;
        rule->unit = ways[i].unit;
        rule->length = ways[i].length;
        said++;
    }
    if (said != 1)
        resolver->is_good = schema_mistake(
            resolver->context, node,
            "say once how long: catalogue, days, working_days, months, years, hours, "
            "office_minutes or days_from");
    if (!text_is_empty(rule->lapse_task))
        resolve(resolver, yaml_member(node, "lapse"), &resolver->tasks, rule->lapse_task);
}

static void
resolve_states(struct resolver *resolver, const struct yaml *tree, struct procedure *procedure)
{
    const struct file_entry *file = resolver->file;
    const struct yaml *node = yaml_member(tree, "states")->first;
    struct state *states =
        ARENA_MANY(resolver->context->arena, file->states_count + 1, struct state);

    states[0] = (struct state){
        .name = TEXT(STATE_DRAFT),
        .words = {{TEXT("草稿"), TEXT("초안"), TEXT("Draft")}},
        .next = {ROLE_PARTY, RELATION_ANY},
    };
    for (size_t i = 0; i < file->states_count; i++, node = node->next) {
        bool has_next = yaml_member(node, "next") != NULL;

        states[i + 1] = file->states[i];
        if (has_next == states[i + 1].is_end)
            resolver->is_good = schema_mistake(resolver->context, node,
                                               "a state has either a `next` owner or is an `end`");
        if (!has_next)
            states[i + 1].next = (struct actor){ROLE_COUNT, 0};
        if (text_is(states[i + 1].name, STATE_DRAFT))
            resolver->is_good =
                schema_key_mistake(resolver->context, node, "`draft` is there without saying");
    }
    if (file->states_count > PROCEDURE_STATES_MAX)
        resolver->is_good =
            schema_mistake(resolver->context, yaml_member(tree, "states"), "%zu states; at most %d",
                           file->states_count, PROCEDURE_STATES_MAX);
    procedure->states = states;
    procedure->states_count = file->states_count + 1;
}

static void
resolve_served(struct resolver *resolver, const struct yaml *node, const struct served_rule *served)
{
    if (!text_is_empty(served->on_served))
        resolve(resolver, yaml_member(node, "on_served"), &resolver->steps, served->on_served);
    if (!text_is_empty(served->on_void))
        resolve(resolver, yaml_member(node, "on_void"), &resolver->steps, served->on_void);
}

static void
resolve_named(struct resolver *resolver, const struct yaml *tree, struct procedure *procedure)
{
    const struct file_entry *file = resolver->file;
    struct arena *arena = resolver->context->arena;
    struct period_rule *periods = ARENA_MANY(arena, file->periods_count + 1, struct period_rule);
    struct step *steps = ARENA_MANY(arena, file->steps_count + 1, struct step);
    const struct yaml *map = yaml_member(tree, "periods");
    const struct yaml *node = map == NULL ? NULL : map->first;

    for (size_t i = 0; i < file->periods_count; i++, node = node->next)
        resolve_period(resolver, node, &file->periods[i], &periods[i]);
    procedure->periods = periods;
    procedure->periods_count = file->periods_count;
    map = yaml_member(tree, "tasks");
    node = map == NULL ? NULL : map->first;
    for (size_t i = 0; i < procedure->tasks_count; i++, node = node->next)
        if (!text_is_empty(procedure->tasks[i].period))
            resolve(resolver, yaml_member(node, "period"), &resolver->periods,
                    procedure->tasks[i].period);
    map = yaml_member(tree, "papers");
    node = map == NULL ? NULL : map->first;
    for (size_t i = 0; i < procedure->papers_count; i++, node = node->next)
        resolve_served(resolver, yaml_member(node, "served"), &procedure->papers[i].served);
    node = yaml_member(tree, "steps")->first;
    for (size_t i = 0; i < file->steps_count; i++, node = node->next)
        resolve_step(resolver, node, &file->steps[i], &steps[i]);
    procedure->steps = steps;
    procedure->steps_count = file->steps_count;
}

bool
procedure_names_resolve(const struct file_entry *file, const struct yaml *tree,
                        const struct schema_context *context, struct procedure *procedure)
{
    struct arena *arena = context->arena;
    struct resolver resolver = {
        .context = context,
        .file = file,
        .states = NAMES("state", states, struct state, name),
        .steps = NAMES("step", steps, struct step_entry, step.name),
        .periods = NAMES("period", periods, struct period_entry, rule.name),
        .tasks = NAMES("task", procedure.tasks, struct task_rule, name),
        .papers = NAMES("paper", procedure.papers, struct paper_rule, name),
        .notices = NAMES("notice", procedure.notices, struct notice_rule, name),
        .reasons = NAMES("list of reasons", procedure.reasons, struct reason_list, name),
        .is_good = true,
    };

    if (file->states_count > PROCEDURE_STATES_MAX)
        return schema_mistake(context, yaml_member(tree, "states"), "%zu states; at most %d",
                              file->states_count, PROCEDURE_STATES_MAX);
    *procedure = file->procedure;
    resolve_states(&resolver, tree, procedure);
    resolve_named(&resolver, tree, procedure);
    return resolver.is_good;
}
