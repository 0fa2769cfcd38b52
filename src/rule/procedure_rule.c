/* procedure_rule.c: the tables that say what may stand in a procedure file, and the names in it put
 * in place of themselves. Whether the whole makes sense is procedure_sound.c's question.
 *
 * A procedure that is `like` another is merged as a tree before it is decoded: maps key by key, the
 * rest replaced. What is taken over stands, for mistakes, where `like` stands. */
#include "rule/procedure_rule.h"

#include "rule/field_rule.h"
#include "rule/guard_rule.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* ---- named things beside the steps ---- */

#define REASONS(member) offsetof(struct reason_list, member)
static const struct schema_field reasons_fields[] = {
    {.key = "choices",
     .type = SCHEMA_NAMED,
     .offset = REASONS(reasons),
     .count_offset = REASONS(reasons_count),
     .is_required = true,
     .of = &field_rule_choice_schema},
};
static const struct schema reasons_schema = {"a list of reasons", sizeof(struct reason_list),
                                             REASONS(name), reasons_fields,
                                             COUNT_OF(reasons_fields)};

#define ITEM(member) offsetof(struct item_rule, member)
static const struct schema_field item_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = ITEM(words), .is_required = true},
    {.key = "help", .type = SCHEMA_WORDS, .offset = ITEM(help)},
    {.key = "required", .type = SCHEMA_BOOLEAN, .offset = ITEM(is_required)},
    {.key = "required_if",
     .type = SCHEMA_OWN,
     .offset = ITEM(required_if),
     .decode = guard_rule_one},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = ITEM(rests_on), .is_required = true},
};
static const struct schema item_schema = {"a material", sizeof(struct item_rule), ITEM(name),
                                          item_fields, COUNT_OF(item_fields)};

#define DEMAND(member) offsetof(struct demand_rule, member)
static const struct schema_field demand_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = DEMAND(words), .is_required = true},
    {.key = "phrases",
     .type = SCHEMA_TEXTS,
     .offset = DEMAND(phrases),
     .count_offset = DEMAND(phrases_count)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = DEMAND(rests_on), .is_required = true},
};
static const struct schema demand_schema = {"a thing that may not be demanded",
                                            sizeof(struct demand_rule), DEMAND(name), demand_fields,
                                            COUNT_OF(demand_fields)};

#define TASK(member) offsetof(struct task_rule, member)
static const struct schema_field task_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = TASK(words), .is_required = true},
    {.key = "who",
     .type = SCHEMA_OWN,
     .offset = TASK(who),
     .is_required = true,
     .decode = guard_rule_actor},
    {.key = "period", .type = SCHEMA_TEXT, .offset = TASK(period)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = TASK(rests_on)},
};
static const struct schema task_schema = {"a task", sizeof(struct task_rule), TASK(name),
                                          task_fields, COUNT_OF(task_fields)};

#define PAPER(member) offsetof(struct paper_rule, member)
static const struct schema_field paper_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = PAPER(words), .is_required = true},
    {.key = "bilingual", .type = SCHEMA_BOOLEAN, .offset = PAPER(is_bilingual)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = PAPER(rests_on)},
};
static const struct schema paper_schema = {"a paper", sizeof(struct paper_rule), PAPER(name),
                                           paper_fields, COUNT_OF(paper_fields)};

#define NOTICE(member) offsetof(struct notice_rule, member)
static const struct schema_choice notice_ways[] = {
    {"inbox", NOTICE_INBOX}, {"text", NOTICE_TEXT}, {"mail", NOTICE_MAIL}, {NULL, 0}};
static const struct schema_field notice_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = NOTICE(words), .is_required = true},
    {.key = "brief", .type = SCHEMA_WORDS, .offset = NOTICE(brief)},
    {.key = "last_day", .type = SCHEMA_TEXT, .offset = NOTICE(last_day)},
    {.key = "by", .type = SCHEMA_CHOICES, .offset = NOTICE(ways), .choices = notice_ways},
    {.key = "to", .type = SCHEMA_TEXT, .offset = NOTICE(to), .is_required = true},
};
static const struct schema notice_schema = {"a notice", sizeof(struct notice_rule), NOTICE(name),
                                            notice_fields, COUNT_OF(notice_fields)};

/* ---- periods ---- */

/* A length is a catalogue entry, or a number of one unit, or a field that gives the days. */
struct period_lengths {
    struct text days_from;
    int days, working_days, months, years, hours, office_minutes;
};
struct period_entry {
    struct period_rule rule;
    struct period_lengths lengths;
};

#define PERIOD(member) offsetof(struct period_entry, rule.member)
#define LENGTH(member) offsetof(struct period_entry, lengths.member)
static const struct schema_field period_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = PERIOD(words), .is_required = true},
    {.key = "catalogue", .type = SCHEMA_TEXT, .offset = PERIOD(catalogue)},
    {.key = "variant", .type = SCHEMA_TEXT, .offset = PERIOD(variant)},
    {.key = "days", .type = SCHEMA_INTEGER, .offset = LENGTH(days), .least = 1, .most = 3660},
    {.key = "working_days",
     .type = SCHEMA_INTEGER,
     .offset = LENGTH(working_days),
     .least = 1,
     .most = 3660},
    {.key = "months", .type = SCHEMA_INTEGER, .offset = LENGTH(months), .least = 1, .most = 240},
    {.key = "years", .type = SCHEMA_INTEGER, .offset = LENGTH(years), .least = 1, .most = 100},
    {.key = "hours", .type = SCHEMA_INTEGER, .offset = LENGTH(hours), .least = 1, .most = 9999},
    {.key = "office_minutes",
     .type = SCHEMA_INTEGER,
     .offset = LENGTH(office_minutes),
     .least = 1,
     .most = 9999},
    {.key = "days_from", .type = SCHEMA_TEXT, .offset = LENGTH(days_from)},
    {.key = "lapse", .type = SCHEMA_TEXT, .offset = PERIOD(lapse_task)},
    {.key = "concerns_party", .type = SCHEMA_BOOLEAN, .offset = PERIOD(concerns_party)},
    {.key = "outlives", .type = SCHEMA_BOOLEAN, .offset = PERIOD(outlives)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = PERIOD(rests_on), .is_required = true},
};
static const struct schema period_schema = {"a period", sizeof(struct period_entry), PERIOD(name),
                                            period_fields, COUNT_OF(period_fields)};

/* ---- states ---- */

static const struct schema_field state_fields[] = {
    {.key = "words",
     .type = SCHEMA_WORDS,
     .offset = offsetof(struct state, words),
     .is_required = true},
    {.key = "end", .type = SCHEMA_BOOLEAN, .offset = offsetof(struct state, is_end)},
    {.key = "next",
     .type = SCHEMA_OWN,
     .offset = offsetof(struct state, next),
     .decode = guard_rule_actor},
};
static const struct schema state_schema = {"a state", sizeof(struct state),
                                           offsetof(struct state, name), state_fields,
                                           COUNT_OF(state_fields)};

/* ---- steps ---- */

/* `starts: {response: {from: owner}}` */
struct start_entry {
    struct text period;
    struct period_action action;
};

static bool
read_from(const struct yaml *node, const struct schema_context *context, void *place)
{
    static const struct schema_choice days[] = {{"today", FROM_TODAY},
                                                {"claimed", FROM_CLAIMED},
                                                {"counter", FROM_COUNTER},
                                                {"owner", FROM_OWNER},
                                                {0}};
    struct period_action *action = place;
    const struct yaml *field = yaml_member(node, "field");
    const struct yaml *policy = yaml_member(node, "policy");
    int from = FROM_TODAY;

    if (node->type != YAML_MAP) {
        if (!schema_choice(node, context, days, &from))
            return false;
        action->from = (enum period_from)from;
        return true;
    }
    if (node->count != 1 || (field == NULL && policy == NULL))
        return schema_mistake(context, node, "expected {field: …} or {policy: …}");
    action->from = field != NULL ? FROM_FIELD : FROM_POLICY;
    return schema_text(field != NULL ? field : policy, context, &action->from_name);
}

#define START(member) offsetof(struct start_entry, member)
static const struct schema_field start_fields[] = {
    {.key = "from",
     .type = SCHEMA_OWN,
     .offset = START(action),
     .is_required = true,
     .decode = read_from},
};
static const struct schema start_schema = {"the start of a period", sizeof(struct start_entry),
                                           START(period), start_fields, COUNT_OF(start_fields)};

static const struct schema_field extend_fields[] = {
    {.key = "days",
     .type = SCHEMA_INTEGER,
     .offset = START(action.length),
     .least = 1,
     .most = 3660},
    {.key = "days_from", .type = SCHEMA_TEXT, .offset = START(action.length_field)},
};
static const struct schema extend_schema = {"the extension of a period", sizeof(struct start_entry),
                                            START(period), extend_fields, COUNT_OF(extend_fields)};

static const struct schema_field link_fields[] = {
    {.key = "procedure",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct link_rule, procedure),
     .is_required = true},
};
static const struct schema link_schema = {"a linked matter", sizeof(struct link_rule),
                                          offsetof(struct link_rule, link), link_fields, 1};

static const struct schema_field gate_fields[] = {
    {.key = "states",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct gate_rule, states),
     .count_offset = offsetof(struct gate_rule, states_count),
     .is_required = true},
};
static const struct schema gate_schema = {"a gate", sizeof(struct gate_rule),
                                          offsetof(struct gate_rule, link), gate_fields, 1};

static const struct schema_field number_fields[] = {
    {.key = "type",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct number_rule, type),
     .is_required = true,
     .least = 1,
     .most = 6},
    {.key = "entry", .type = SCHEMA_BOOLEAN, .offset = offsetof(struct number_rule, is_entry)},
};
static const struct schema number_schema = {"a case number", sizeof(struct number_rule), 0,
                                            number_fields, COUNT_OF(number_fields)};

static const struct schema_choice stream_choices[] = {
    {"intake", STREAM_INTAKE}, {"main", STREAM_MAIN}, {"task", STREAM_TASK}, {0}};
static const struct schema_choice identity_choices[] = {
    {"declared", IDENTITY_DECLARED}, {"seen", IDENTITY_SEEN}, {"provider", IDENTITY_PROVIDER}, {0}};
static const struct schema_choice custody_choices[] = {{"offer", VERB_OFFER},
                                                       {"accept", VERB_ACCEPT},
                                                       {"decline", VERB_DECLINE},
                                                       {"take_back", VERB_TAKE_BACK},
                                                       {0}};
enum { TELLS_PARTY, TELLS_HUB };
static const struct schema_choice tell_choices[] = {
    {"party", TELLS_PARTY}, {"hub", TELLS_HUB}, {0}};
enum { REQUIRES_CHECKED, REQUIRES_NO_DEFECT };
static const struct schema_choice require_choices[] = {
    {"checked", REQUIRES_CHECKED}, {"no_defect", REQUIRES_NO_DEFECT}, {0}};

/* A step as it stands in the file, before names are looked up. */
struct step_entry {
    struct step step;
    struct actor_list by;
    struct guard_list guards;
    const struct text *from, *stops, *suspends, *resumes;
    size_t from_count, stops_count, suspends_count, resumes_count;
    struct text to;
    const struct start_entry *starts, *restarts, *extends;
    size_t starts_count, restarts_count, extends_count;
    uint32_t tells, requires;
};

#define STEP(member)  offsetof(struct step_entry, step.member)
#define ENTRY(member) offsetof(struct step_entry, member)
#define STEP_TEXTS(word, member)                                                                   \
    {                                                                                              \
        .key = word, .type = SCHEMA_TEXTS, .offset = STEP(member),                                 \
        .count_offset = STEP(member##_count)                                                       \
    }
#define ENTRY_TEXTS(word, member)                                                                  \
    {                                                                                              \
        .key = word, .type = SCHEMA_TEXTS, .offset = ENTRY(member),                                \
        .count_offset = ENTRY(member##_count)                                                      \
    }
#define ENTRY_NAMED(word, member, schema)                                                          \
    {                                                                                              \
        .key = word, .type = SCHEMA_NAMED, .offset = ENTRY(member),                                \
        .count_offset = ENTRY(member##_count), .of = &(schema)                                     \
    }
#define STEP_BOOLEAN(word, member)                                                                 \
    {                                                                                              \
        .key = word, .type = SCHEMA_BOOLEAN, .offset = STEP(member)                                \
    }

static const struct schema_field step_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = STEP(words), .is_required = true},
    {.key = "help", .type = SCHEMA_WORDS, .offset = STEP(help)},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = STEP(rests_on)},
    {.key = "stream",
     .type = SCHEMA_CHOICE,
     .offset = STEP(stream),
     .is_required = true,
     .choices = stream_choices},
    {.key = "by",
     .type = SCHEMA_OWN,
     .offset = ENTRY(by),
     .is_required = true,
     .decode = guard_rule_actors},
    {.key = "from",
     .type = SCHEMA_TEXTS,
     .offset = ENTRY(from),
     .count_offset = ENTRY(from_count),
     .is_required = true},
    {.key = "to", .type = SCHEMA_TEXT, .offset = ENTRY(to)},
    {.key = "identity",
     .type = SCHEMA_CHOICE,
     .offset = STEP(identity),
     .choices = identity_choices},
    STEP_BOOLEAN("needs_acted_for", needs_acted_for),
    STEP_BOOLEAN("special_authority", needs_special),
    {.key = "fields",
     .type = SCHEMA_NAMED,
     .offset = STEP(fields),
     .count_offset = STEP(fields_count),
     .of = &field_rule_schema},
    {.key = "guards", .type = SCHEMA_OWN, .offset = ENTRY(guards), .decode = guard_rule_list},
    STEP_TEXTS("not_by", not_by),
    {.key = "not_by_else",
     .type = SCHEMA_OWN,
     .offset = STEP(not_by_refusal),
     .decode = guard_rule_refusal},
    STEP_BOOLEAN("signed_by_all", is_signed_by_all),
    STEP_TEXTS("voids", voids),
    ENTRY_NAMED("starts", starts, start_schema),
    ENTRY_NAMED("restarts", restarts, start_schema),
    ENTRY_NAMED("extends", extends, extend_schema),
    ENTRY_TEXTS("stops", stops),
    ENTRY_TEXTS("suspends", suspends),
    ENTRY_TEXTS("resumes", resumes),
    STEP_TEXTS("opens_tasks", opens_tasks),
    STEP_TEXTS("closes_tasks", closes_tasks),
    STEP_TEXTS("counts", counts),
    STEP_TEXTS("issues", issues),
    STEP_TEXTS("notifies", notifies),
    STEP_TEXTS("on_arrival", on_arrival),
    {.key = "opens",
     .type = SCHEMA_NAMED,
     .offset = STEP(opens),
     .count_offset = STEP(opens_count),
     .of = &link_schema},
    {.key = "gates",
     .type = SCHEMA_NAMED,
     .offset = STEP(gates),
     .count_offset = STEP(gates_count),
     .of = &gate_schema},
    {.key = "number", .type = SCHEMA_MAP, .offset = STEP(number), .of = &number_schema},
    {.key = "custody", .type = SCHEMA_CHOICE, .offset = STEP(custody), .choices = custody_choices},
    {.key = "court_field", .type = SCHEMA_TEXT, .offset = STEP(court_field)},
    STEP_BOOLEAN("sends_task", sends_task),
    STEP_BOOLEAN("names_handler", names_handler),
    STEP_BOOLEAN("seals", seals),
    {.key = "requires",
     .type = SCHEMA_CHOICES,
     .offset = ENTRY(requires),
     .choices = require_choices},
    STEP_BOOLEAN("registers", registers),
    STEP_BOOLEAN("resets_verdicts", resets_verdicts),
    {.key = "tells", .type = SCHEMA_CHOICES, .offset = ENTRY(tells), .choices = tell_choices},
};
static const struct schema step_schema = {"a step", sizeof(struct step_entry), STEP(name),
                                          step_fields, COUNT_OF(step_fields)};

/* ---- the file ---- */

struct file_entry {
    struct procedure procedure;
    const struct text *without;
    size_t without_count;
    const struct state *states;
    size_t states_count;
    const struct step_entry *steps;
    size_t steps_count;
    const struct period_entry *periods;
    size_t periods_count;
};

#define FILE_AT(member) offsetof(struct file_entry, procedure.member)
#define FILE_NAMED(word, member, schema)                                                           \
    {                                                                                              \
        .key = word, .type = SCHEMA_NAMED, .offset = FILE_AT(member),                              \
        .count_offset = FILE_AT(member##_count), .of = &(schema)                                   \
    }
#define FILE_ENTRIES(word, member, schema)                                                         \
    {                                                                                              \
        .key = word, .type = SCHEMA_NAMED, .offset = offsetof(struct file_entry, member),          \
        .count_offset = offsetof(struct file_entry, member##_count), .is_required = true,          \
        .of = &(schema)                                                                            \
    }

static const struct schema_field file_fields[] = {
    {.key = "procedure", .type = SCHEMA_TEXT, .offset = FILE_AT(name), .is_required = true},
    {.key = "version",
     .type = SCHEMA_INTEGER,
     .offset = FILE_AT(version),
     .is_required = true,
     .least = 1,
     .most = 9999},
    {.key = "case_kind", .type = SCHEMA_TEXT, .offset = FILE_AT(case_kind), .is_required = true},
    {.key = "like", .type = SCHEMA_TEXT, .offset = FILE_AT(like)},
    {.key = "without",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct file_entry, without),
     .count_offset = offsetof(struct file_entry, without_count)},
    {.key = "title", .type = SCHEMA_WORDS, .offset = FILE_AT(title), .is_required = true},
    {.key = "in_force", .type = SCHEMA_DATE, .offset = FILE_AT(in_force), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = FILE_AT(until)},
    {.key = "verified",
     .type = SCHEMA_BOOLEAN,
     .offset = FILE_AT(is_verified),
     .is_required = true},
    {.key = "enabled", .type = SCHEMA_BOOLEAN, .offset = FILE_AT(is_enabled), .is_required = true},
    {.key = "rests_on", .type = SCHEMA_CITATION, .offset = FILE_AT(rests_on), .is_required = true},
    FILE_NAMED("materials", items, item_schema),
    FILE_NAMED("must_not_demand", demands, demand_schema),
    FILE_NAMED("reasons", reasons, reasons_schema),
    FILE_NAMED("tasks", tasks, task_schema),
    FILE_NAMED("papers", papers, paper_schema),
    FILE_NAMED("notices", notices, notice_schema),
    {.key = "periods",
     .type = SCHEMA_NAMED,
     .offset = offsetof(struct file_entry, periods),
     .count_offset = offsetof(struct file_entry, periods_count),
     .of = &period_schema},
    FILE_ENTRIES("states", states, state_schema),
    FILE_ENTRIES("steps", steps, step_schema),
};
static const struct schema file_schema = {"a procedure", sizeof(struct file_entry), 0, file_fields,
                                          COUNT_OF(file_fields)};

/* ---- likeness: one tree over another ---- */

static struct yaml *
copy_node(const struct yaml *node, struct arena *arena)
{
    struct yaml *copy = ARENA_NEW(arena, struct yaml);

    *copy = *node;
    copy->next = NULL;
    return copy;
}

/* A whole tree, standing where `place` stands. Depth is bounded by the reader. */
static struct yaml *
copy_tree(const struct yaml *node, const struct yaml *place, struct arena *arena)
{
    struct yaml *copy = copy_node(node, arena);
    const struct yaml **end = &copy->first;

    copy->line = copy->key_line = place->line;
    copy->column = copy->key_column = place->column;
    for (const struct yaml *child = node->first; child != NULL; child = child->next) {
        struct yaml *grown = copy_tree(child, place, arena);

        *end = grown;
        end = &grown->next;
    }
    return copy;
}

static const struct yaml *
find_child(const struct yaml *map, struct text key)
{
    for (const struct yaml *child = map->first; child != NULL; child = child->next)
        if (text_equal(child->key, key))
            return child;
    return NULL;
}

/* `under` with everything `over` says: maps are merged, the rest is replaced. */
static struct yaml *
merge(const struct yaml *over, const struct yaml *under, const struct yaml *place,
      struct arena *arena)
{
    struct yaml *merged = copy_node(over, arena);
    const struct yaml **end = &merged->first;

    if (over->type != YAML_MAP || under->type != YAML_MAP)
        return merged;
    merged->count = 0;
    for (const struct yaml *child = under->first; child != NULL; child = child->next) {
        const struct yaml *own = find_child(over, child->key);
        struct yaml *both =
            own == NULL ? copy_tree(child, place, arena) : merge(own, child, place, arena);

        *end = both;
        end = &both->next;
        merged->count++;
    }
    for (const struct yaml *child = over->first; child != NULL; child = child->next) {
        if (find_child(under, child->key) != NULL)
            continue;
        struct yaml *own = copy_node(child, arena);

        *end = own;
        end = &own->next;
        merged->count++;
    }
    return merged;
}

/* Takes "steps.refuse.issues" out of a tree that is ours to change; false when it is not there. */
static bool
leave_out(struct yaml *map, struct text path)
{
    struct text name = text_cut(&path, '.');

    for (const struct yaml **at = &map->first; *at != NULL; at = &((struct yaml *)*at)->next) {
        struct yaml *child = (struct yaml *)*at; /* made by copy_tree, not by the reader */

        if (!text_equal(child->key, name))
            continue;
        if (!text_is_empty(path) && (child->type != YAML_MAP || !leave_out(child, path)))
            return false;
        if (!text_is_empty(path) && child->count > 0)
            return true;
        *at = child->next; /* what was named, or the map it has left empty */
        map->count--;
        return true;
    }
    return false;
}

/* ---- names in place of themselves ---- */

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
    if (index < 0 || (verb != PERIOD_START && verb != PERIOD_RESTART))
        return;
    need_field(resolver, node, step, resolver->file->periods[index].rule.length_field,
               FIELD_INTEGER);
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
    node = yaml_member(tree, "steps")->first;
    for (size_t i = 0; i < file->steps_count; i++, node = node->next)
        resolve_step(resolver, node, &file->steps[i], &steps[i]);
    procedure->steps = steps;
    procedure->steps_count = file->steps_count;
}

static bool
resolve_file(const struct file_entry *file, const struct yaml *tree,
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

/* ---- files ---- */

struct source_bytes {
    const char *name;
    struct text bytes;
    const struct yaml *tree;
    struct text procedure, like;
    bool is_read;
};

struct loader {
    const struct source_list *sources;
    struct arena *arena;
    struct mistakes *mistakes;
    struct source_bytes *files;
    size_t count;
    struct procedure_file *read;
    size_t read_count;
};

static struct text
scalar(const struct yaml *tree, const char *key)
{
    const struct yaml *node = yaml_member(tree, key);

    return node != NULL && node->type == YAML_SCALAR ? node->text : TEXT("");
}

static const struct procedure_file *
find_read(const struct loader *loader, struct text name)
{
    const struct procedure_file *best = NULL;

    for (size_t i = 0; i < loader->read_count; i++) {
        const struct procedure_file *file = &loader->read[i];
        if (text_equal(file->procedure.name, name) &&
            (best == NULL || file->procedure.version > best->procedure.version))
            best = file;
    }
    return best;
}

/* The tree over what it is like, less what is left out of that. */
static struct yaml *
with_likeness(struct loader *loader, const struct source_bytes *source,
              const struct procedure_file *like)
{
    const struct yaml *place = yaml_member(source->tree, "like");
    const struct yaml *without = yaml_member(source->tree, "without");
    struct yaml *under = copy_tree(like->tree, place, loader->arena);
    bool is_list = without != NULL && without->type == YAML_LIST;

    for (const struct yaml *path = is_list ? without->first : without; path != NULL;
         path = is_list ? path->next : NULL) {
        if (!leave_out(under, path->text))
            mistakes_add(loader->mistakes, source->name, path->line, path->column,
                         "`%.*s` is not there to be left out", TEXT_ARGS(path->text));
    }
    return merge(source->tree, under, place, loader->arena);
}

static struct digest
digest_with(struct digest own, const struct procedure_file *like, struct arena *arena)
{
    struct text both;

    if (like == NULL)
        return own;
    both = text_format(arena, "%.*s%.*s", TEXT_ARGS(digest_hex(&own, arena)),
                       TEXT_ARGS(digest_hex(&like->procedure.digest, arena)));
    return digest_of(both);
}

static void
read_one(struct loader *loader, struct source_bytes *source, const struct procedure_file *like)
{
    struct procedure_file *file = &loader->read[loader->read_count];
    struct file_entry *entry = ARENA_NEW(loader->arena, struct file_entry);
    size_t before = loader->mistakes->count;

    source->is_read = true;
    file->context =
        (struct schema_context){source->name, loader->arena, loader->mistakes, loader->sources};
    file->tree = like == NULL ? source->tree : with_likeness(loader, source, like);
    if (!schema_decode(&file_schema, file->tree, &file->context, entry) ||
        !resolve_file(entry, file->tree, &file->context, &file->procedure))
        return;
    file->procedure.digest = digest_with(digest_of(source->bytes), like, loader->arena);
    file->is_good = loader->mistakes->count == before;
    loader->read_count++;
}

/* Reads every file whose likeness is known by now; false when there is nothing left to do. */
static bool
read_round(struct loader *loader)
{
    bool has_read = false;

    for (size_t i = 0; i < loader->count; i++) {
        struct source_bytes *source = &loader->files[i];
        const struct procedure_file *like =
            text_is_empty(source->like) ? NULL : find_read(loader, source->like);

        if (source->is_read || (like == NULL && !text_is_empty(source->like)))
            continue;
        read_one(loader, source, like);
        has_read = true;
    }
    return has_read;
}

static int
compare_files(const void *a, const void *b)
{
    const struct procedure_file *one = a, *other = b;
    int order = text_compare(one->procedure.name, other->procedure.name);

    return order != 0 ? order : one->procedure.version - other->procedure.version;
}

static void
check_twins(struct loader *loader)
{
    for (size_t i = 1; i < loader->read_count; i++) {
        struct procedure_file *file = &loader->read[i];

        if (compare_files(&loader->read[i - 1], file) == 0)
            file->is_good =
                schema_mistake(&file->context, yaml_member(file->tree, "version"),
                               "version %d of `%.*s` stands in %s too", file->procedure.version,
                               TEXT_ARGS(file->procedure.name), loader->read[i - 1].context.file);
    }
}

static void
read_trees(struct loader *loader)
{
    for (size_t i = 0; i < loader->count; i++) {
        struct source_bytes *source = &loader->files[i];

        source->tree = yaml_read(source->name, source->bytes, loader->arena, loader->mistakes);
        source->is_read = source->tree == NULL || source->tree->type != YAML_MAP;
        if (source->tree != NULL && source->is_read)
            mistakes_add(loader->mistakes, source->name, 1, 1, "expected a procedure, as a map");
        source->procedure = scalar(source->tree, "procedure");
        source->like = scalar(source->tree, "like");
    }
}

static bool
read_all(struct loader *loader, struct procedure_list *list)
{
    size_t before = loader->mistakes->count;

    loader->read = ARENA_MANY(loader->arena, loader->count + 1, struct procedure_file);
    read_trees(loader);
    while (read_round(loader))
        ;
    for (size_t i = 0; i < loader->count; i++) {
        const struct source_bytes *source = &loader->files[i];
        const struct yaml *like = yaml_member(source->tree, "like");

        if (!source->is_read)
            mistakes_add(loader->mistakes, source->name, like->line, like->column,
                         "no procedure `%.*s` to be like, or it has mistakes",
                         TEXT_ARGS(source->like));
    }
    qsort(loader->read, loader->read_count, sizeof *loader->read, compare_files);
    check_twins(loader);
    list->files = loader->read;
    list->count = loader->read_count;
    return loader->mistakes->count == before;
}

bool
procedure_rule_read(const char *const names[], const struct text bytes[], size_t count,
                    const struct source_list *sources, struct arena *arena,
                    struct mistakes *mistakes, struct procedure_list *list)
{
    struct loader loader = {
        .sources = sources, .arena = arena, .mistakes = mistakes, .count = count};

    loader.files = ARENA_MANY(arena, count + 1, struct source_bytes);
    for (size_t i = 0; i < count; i++) {
        loader.files[i].name = names[i];
        loader.files[i].bytes = bytes[i];
    }
    return read_all(&loader, list);
}

static int
is_rule_file(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);

    return length > 5 && entry->d_name[0] != '.' &&
           strcmp(entry->d_name + length - 5, ".yaml") == 0;
}

static bool
read_bytes(const char *path, struct arena *arena, struct text *bytes)
{
    struct stat about;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool is_good = file >= 0 && fstat(file, &about) == 0 && about.st_size <= YAML_BYTES_MAX;
    char *place = is_good ? arena_take(arena, (size_t)about.st_size + 1) : NULL;

    for (size_t done = 0; is_good && done < (size_t)about.st_size;) {
        ssize_t got = read(file, place + done, (size_t)about.st_size - done);
        is_good = got > 0;
        done += is_good ? (size_t)got : 0;
    }
    if (file >= 0)
        close(file);
    if (is_good)
        *bytes = (struct text){place, (size_t)about.st_size};
    return is_good;
}

bool
procedure_rule_load(const char *folder, const struct source_list *sources, struct arena *arena,
                    struct mistakes *mistakes, struct procedure_list *list)
{
    const char *path = text_format(arena, "%s/procedure", folder).bytes;
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_rule_file, alphasort);
    const char **names = ARENA_MANY(arena, (size_t)(count < 0 ? 0 : count) + 1, const char *);
    struct text *bytes = ARENA_MANY(arena, (size_t)(count < 0 ? 0 : count) + 1, struct text);
    size_t read = 0;
    bool is_good = count > 0;

    if (count <= 0)
        mistakes_add(mistakes, path, 0, 0, "no procedures stand here");
    for (int i = 0; i < count; i++) {
        const char *name = text_format(arena, "%s/%s", path, entries[i]->d_name).bytes;

        free(entries[i]);
        names[read] = name;
        if (read_bytes(name, arena, &bytes[read])) {
            read++;
            continue;
        }
        mistakes_add(mistakes, name, 0, 0, "cannot be read, or is larger than %d bytes",
                     YAML_BYTES_MAX);
        is_good = false;
    }
    free(entries);
    return procedure_rule_read(names, bytes, read, sources, arena, mistakes, list) && is_good;
}

const struct procedure *
procedure_rule_find(const struct procedure_list *list, struct text name, int64_t version)
{
    const struct procedure *best = NULL;

    for (size_t i = 0; i < list->count; i++) {
        const struct procedure *procedure = &list->files[i].procedure;

        if (text_equal(procedure->name, name) && (version == 0 || procedure->version == version))
            best = procedure; /* versions of one name stand in their order */
    }
    return best;
}

const struct procedure *
procedure_rule_for_kind(const struct procedure_list *list, struct text case_kind, struct date on)
{
    const struct procedure *best = NULL;

    for (size_t i = 0; i < list->count; i++) {
        const struct procedure *procedure = &list->files[i].procedure;

        if (text_equal(procedure->case_kind, case_kind) &&
            date_in_span(on, procedure->in_force, procedure->until) &&
            (best == NULL || procedure->version > best->version))
            best = procedure;
    }
    return best;
}
