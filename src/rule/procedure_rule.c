/* procedure_rule.c: the tables that say what may stand in a procedure file. The names in it are put
 * in place of themselves by procedure_names.c; whether the whole makes sense is procedure_sound.c's
 * question. */
#include "rule/procedure_rule.h"

#include "rule/field_rule.h"
#include "rule/guard_rule.h"
#include "rule/procedure_names.h"
#include "rule/yaml_likeness.h"

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
    {.key = "person_only", .type = SCHEMA_BOOLEAN, .offset = ITEM(is_person_only)},
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

#define SERVED(member) offsetof(struct served_rule, member)
static const struct schema_choice served_to[] = {
    {"acting", SERVED_ON_ACTING}, {"others", SERVED_ON_OTHERS}, {"all", SERVED_ON_ALL}, {0}};
static const struct schema_field served_fields[] = {
    {.key = "to",
     .type = SCHEMA_CHOICE,
     .offset = SERVED(to),
     .is_required = true,
     .choices = served_to},
    {.key = "document", .type = SCHEMA_TEXT, .offset = SERVED(document), .is_required = true},
    {.key = "on_served", .type = SCHEMA_TEXT, .offset = SERVED(on_served)},
    {.key = "on_void", .type = SCHEMA_TEXT, .offset = SERVED(on_void)},
};
static const struct schema served_schema = {"how a paper is served", sizeof(struct served_rule), 0,
                                            served_fields, COUNT_OF(served_fields)};

#define PAPER(member) offsetof(struct paper_rule, member)
static const struct schema_field paper_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = PAPER(words), .is_required = true},
    {.key = "bilingual", .type = SCHEMA_BOOLEAN, .offset = PAPER(is_bilingual)},
    {.key = "served", .type = SCHEMA_MAP, .offset = PAPER(served), .of = &served_schema},
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
    {.key = "reminder", .type = SCHEMA_BOOLEAN, .offset = PERIOD(is_reminder)},
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

#define WISH(member) offsetof(struct service_wish_rule, member)
static const struct schema_choice wish_choices[] = {
    {"anything", WISH_ANYTHING}, {"served", WISH_SERVED}, {"failed", WISH_FAILED}, {0}};
static const struct schema_field wish_fields[] = {
    {.key = "mode", .type = SCHEMA_TEXT, .offset = WISH(mode), .is_required = true},
    {.key = "wants",
     .type = SCHEMA_CHOICE,
     .offset = WISH(wish),
     .is_required = true,
     .choices = wish_choices},
    {.key = "letters",
     .type = SCHEMA_TEXTS,
     .offset = WISH(letters),
     .count_offset = WISH(letters_count)},
};
static const struct schema wish_schema = {"what is said of service",
                                          sizeof(struct service_wish_rule), WISH(mode), wish_fields,
                                          COUNT_OF(wish_fields)};

static const struct schema_choice stream_choices[] = {
    {"intake", STREAM_INTAKE}, {"main", STREAM_MAIN}, {"task", STREAM_TASK}, {0}};
static const struct schema_choice identity_choices[] = {
    {"declared", IDENTITY_DECLARED}, {"seen", IDENTITY_SEEN}, {"provider", IDENTITY_PROVIDER}, {0}};
static const struct schema_choice custody_choices[] = {{"offer", VERB_OFFER},
                                                       {"accept", VERB_ACCEPT},
                                                       {"decline", VERB_DECLINE},
                                                       {"take_back", VERB_TAKE_BACK},
                                                       {0}};
static const struct schema_choice tell_choices[] = {
    {"party", TELLS_PARTY}, {"hub", TELLS_HUB}, {0}};
static const struct schema_choice require_choices[] = {
    {"checked", REQUIRES_CHECKED}, {"no_defect", REQUIRES_NO_DEFECT}, {0}};

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
    {.key = "service", .type = SCHEMA_MAP, .offset = STEP(service), .of = &wish_schema},
    {.key = "custody", .type = SCHEMA_CHOICE, .offset = STEP(custody), .choices = custody_choices},
    {.key = "court_field", .type = SCHEMA_TEXT, .offset = STEP(court_field)},
    STEP_BOOLEAN("sends_task", sends_task),
    STEP_BOOLEAN("settles_origin", settles_origin),
    STEP_BOOLEAN("names_handler", names_handler),
    STEP_BOOLEAN("frees_handler", frees_handler),
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
    struct yaml *under = yaml_likeness_copy(like->tree, place, loader->arena);
    bool is_list = without != NULL && without->type == YAML_LIST;

    for (const struct yaml *path = is_list ? without->first : without; path != NULL;
         path = is_list ? path->next : NULL) {
        if (!yaml_likeness_leave_out(under, path->text))
            mistakes_add(loader->mistakes, source->name, path->line, path->column,
                         "`%.*s` is not there to be left out", TEXT_ARGS(path->text));
    }
    return yaml_likeness_merge(source->tree, under, place, loader->arena);
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
        !procedure_names_resolve(entry, file->tree, &file->context, &file->procedure))
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
