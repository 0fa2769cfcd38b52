/* element_form_rule.c: a form is a list of questions, each with its fields; they become one table
 * of fields. Beside each tick a field for the reason of an "unknown" is put in, so that no form can
 * forget it. */
#include "rule/element_form_rule.h"

#include "rule/field_rule.h"
#include "rule/rule_file.h"
#include "rule/rule_folder.h"

#include <stdio.h>

enum {
    FORMS_MAX = 200,
    FIELDS_MAX = 400, /* of one form */
    WHY_CHARACTERS_MAX = 300,
    NAME_BYTES_MAX = 60
};

#define COMMON_FILE "common.yaml"

/* ---- tables ---- */

static const struct schema_choice parts[] = {
#define ELEMENT_PART(name, word) {word, ELEMENT_##name},
#include "law/element_part.def"
#undef ELEMENT_PART
    {0}};

/* A question as it stands in a file, before it is taken over from another. */
struct block_entry {
    struct element_block block;
    struct text like;
    int part;
    const struct field_rule *fields;
    size_t fields_count;
};

#define BLOCK(member) offsetof(struct block_entry, member)
static const struct schema_field block_fields[] = {
    {.key = "words", .type = SCHEMA_WORDS, .offset = BLOCK(block.words)},
    {.key = "why", .type = SCHEMA_WORDS, .offset = BLOCK(block.why)},
    {.key = "part",
     .type = SCHEMA_CHOICE,
     .offset = BLOCK(part),
     .otherwise = ELEMENT_PARTS,
     .choices = parts},
    {.key = "like", .type = SCHEMA_TEXT, .offset = BLOCK(like)},
    {.key = "fields",
     .type = SCHEMA_NAMED,
     .offset = BLOCK(fields),
     .count_offset = BLOCK(fields_count),
     .of = &field_rule_schema},
};
static const struct schema block_schema = {"a question", sizeof(struct block_entry),
                                           BLOCK(block.name), block_fields,
                                           sizeof block_fields / sizeof block_fields[0]};

#define TOTAL(member) offsetof(struct element_total, member)
static const struct schema_field total_fields[] = {
    {.key = "of",
     .type = SCHEMA_TEXTS,
     .offset = TOTAL(of),
     .count_offset = TOTAL(of_count),
     .is_required = true},
    {.key = "explained_by",
     .type = SCHEMA_TEXT,
     .offset = TOTAL(explained_by),
     .is_required = true},
};
static const struct schema total_schema = {"a total", sizeof(struct element_total), TOTAL(field),
                                           total_fields,
                                           sizeof total_fields / sizeof total_fields[0]};

struct form_entry {
    struct element_form form;
    const struct block_entry *blocks;
    size_t blocks_count;
};

#define FORM(member) offsetof(struct form_entry, form.member)
static const struct schema_field form_fields[] = {
    {.key = "form", .type = SCHEMA_TEXT, .offset = FORM(name), .is_required = true, .most = 40},
    {.key = "edition",
     .type = SCHEMA_TEXT,
     .offset = FORM(edition),
     .is_required = true,
     .most = 20},
    {.key = "title", .type = SCHEMA_WORDS, .offset = FORM(title), .is_required = true},
    {.key = "procedure", .type = SCHEMA_TEXT, .offset = FORM(procedure), .is_required = true},
    {.key = "from", .type = SCHEMA_DATE, .offset = FORM(from), .is_required = true},
    {.key = "until", .type = SCHEMA_DATE, .offset = FORM(until)},
    {.key = "rests_on",
     .type = SCHEMA_CITATIONS,
     .offset = FORM(rests_on),
     .count_offset = FORM(rests_on_count),
     .is_required = true},
    {.key = "verified", .type = SCHEMA_BOOLEAN, .offset = FORM(is_verified), .is_required = true},
    {.key = "causes",
     .type = SCHEMA_TEXTS,
     .offset = FORM(causes),
     .count_offset = FORM(causes_count),
     .is_required = true},
    {.key = "amount", .type = SCHEMA_TEXT, .offset = FORM(amount)},
    {.key = "blocks",
     .type = SCHEMA_NAMED,
     .offset = offsetof(struct form_entry, blocks),
     .count_offset = offsetof(struct form_entry, blocks_count),
     .is_required = true,
     .of = &block_schema},
    {.key = "totals",
     .type = SCHEMA_NAMED,
     .offset = FORM(totals),
     .count_offset = FORM(totals_count),
     .of = &total_schema},
};
static const struct schema form_schema = {"an element form", sizeof(struct form_entry), 0,
                                          form_fields, sizeof form_fields / sizeof form_fields[0]};

struct common_file {
    const struct block_entry *blocks;
    size_t blocks_count;
};
static const struct schema_field common_fields[] = {
    {.key = "blocks",
     .type = SCHEMA_NAMED,
     .offset = offsetof(struct common_file, blocks),
     .count_offset = offsetof(struct common_file, blocks_count),
     .is_required = true,
     .of = &block_schema},
};
static const struct schema common_schema = {"questions that forms share",
                                            sizeof(struct common_file), 0, common_fields, 1};

/* ---- one table of fields ---- */

struct building {
    const struct rule_file *file;
    const struct common_file *common;
    struct field_rule *fields;
    size_t fields_count;
    bool is_good;
};

static void
say(struct building *building, const struct yaml *node, const char *what, struct text name)
{
    building->is_good =
        schema_mistake(&building->file->context, node, "%s `%.*s`", what, TEXT_ARGS(name));
}

static const struct block_entry *
common_block(const struct common_file *common, struct text name)
{
    for (size_t i = 0; i < common->blocks_count; i++) {
        if (text_equal(common->blocks[i].block.name, name))
            return &common->blocks[i];
    }
    return NULL;
}

static const struct field_rule *
field_named(const struct field_rule *fields, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equal(fields[i].name, name))
            return &fields[i];
    }
    return NULL;
}

/* Names are parts of addresses and of controls. */
static bool
is_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_')
            return false;
    }
    return name.length > 0 && name.length <= NAME_BYTES_MAX;
}

static bool
may_be_asked(enum field_type type)
{
    switch (type) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
    case FIELD_INTEGER:
    case FIELD_MONEY:
    case FIELD_DATE:
    case FIELD_BOOLEAN:
    case FIELD_CHOICE:
    case FIELD_TICK:
    case FIELD_NUMBER:
    case FIELD_LIST: return true;
    default: return false;
    }
}

static struct field_rule
why_of(const struct field_rule *tick, struct arena *arena)
{
    static const char *const formats[LANGUAGE_COUNT] = {"不清楚的原因（%.*s）", "모르는 까닭(%.*s)",
                                                        "Why it is not known (%.*s)"};
    static const struct text unknown[] = {TEXT_INIT(TICK_UNKNOWN)};
    struct guard *guard = ARENA_NEW(arena, struct guard);
    struct field_rule why = {
        .name = text_format(arena, "%.*s" TICK_WHY, TEXT_ARGS(tick->name)),
        .type = FIELD_TEXT,
        .is_required = true,
        .asked_if = guard,
        .characters_max = WHY_CHARACTERS_MAX,
        .least = 1,
    };
    *guard = (struct guard){.comparison = GUARD_IS,
                            .fact = FACT_FIELD,
                            .name = tick->name,
                            .values = unknown,
                            .values_count = 1};
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        why.words.in[i] = text_format(arena, formats[i], TEXT_ARGS(tick->words.in[i]));
    return why;
}

/* The fields as they are asked: behind each tick the reason of its "unknown". */
static const struct field_rule *
with_reasons(const struct field_rule *fields, size_t *count, struct arena *arena)
{
    struct field_rule *all = ARENA_MANY(arena, *count * 2 + 1, struct field_rule);
    size_t so_far = 0;
    for (size_t i = 0; i < *count; i++) {
        all[so_far] = fields[i];
        if (fields[i].type == FIELD_LIST)
            all[so_far].members =
                with_reasons(fields[i].members, &all[so_far].members_count, arena);
        so_far++;
        if (fields[i].type == FIELD_TICK)
            all[so_far++] = why_of(&fields[i], arena);
    }
    *count = so_far;
    return all;
}

static void
check_field(struct building *building, const struct yaml *node, const struct field_rule *field,
            int depth)
{
    const struct yaml *members = yaml_member(node, "members");
    const struct yaml *child = members == NULL ? NULL : members->first;
    if (!field_rule_fits(node, &building->file->context, field))
        building->is_good = false;
    if (!is_name(field->name))
        say(building, node, "a name is made of small letters, digits and underscores, not",
            field->name);
    if (!may_be_asked(field->type) || (depth > 0 && field->type == FIELD_LIST) ||
        field->is_remembered || field->is_protected || !text_is_empty(field->reasons))
        say(building, node, "an element form does not ask like this:", field->name);
    for (size_t i = 0; i < field->members_count && child != NULL; i++, child = child->next)
        check_field(building, child, &field->members[i], depth + 1);
}

static void
add_block(struct building *building, const struct yaml *node, const struct block_entry *entry,
          struct element_block *block)
{
    const struct block_entry *from = entry;
    struct arena *arena = building->file->context.arena;
    if (!text_is_empty(entry->like)) {
        from = common_block(building->common, entry->like);
        if (from == NULL || entry->fields_count > 0) {
            say(building, node,
                "there are no common questions, or they have fields already:", entry->like);
            return;
        }
    }
    *block = from->block;
    block->name = entry->block.name;
    if (!text_is_empty(entry->block.words.in[LANGUAGE_ZH]))
        block->words = entry->block.words;
    if (!text_is_empty(entry->block.why.in[LANGUAGE_ZH]))
        block->why = entry->block.why;
    int part = entry->part == ELEMENT_PARTS ? from->part : entry->part;
    size_t count = from->fields_count;
    const struct field_rule *fields = with_reasons(from->fields, &count, arena);
    if (text_is_empty(block->words.in[LANGUAGE_ZH]) || text_is_empty(block->why.in[LANGUAGE_ZH]) ||
        part == ELEMENT_PARTS || count == 0 || !is_name(block->name)) {
        say(building, node,
            "a question says in words what it asks and why, in which part, with fields:",
            entry->block.name);
        return;
    }
    block->part = (enum element_part)part;
    block->first = building->fields_count;
    for (size_t i = 0; i < count; i++) {
        if (field_named(building->fields, building->fields_count, fields[i].name) != NULL)
            say(building, node, "the form asks twice for", fields[i].name);
        else if (building->fields_count == FIELDS_MAX)
            say(building, node, "the form asks too much; there is no room for", fields[i].name);
        else
            building->fields[building->fields_count++] = fields[i];
    }
    block->count = building->fields_count - block->first;
}

/* ---- does it hold together? ---- */

static void
check_guard(struct building *building, const struct guard *guard, const struct field_rule *fields,
            size_t count)
{
    const struct yaml *place = building->file->tree;
    if (guard->comparison == GUARD_ALL || guard->comparison == GUARD_ANY) {
        for (size_t i = 0; i < guard->guards_count; i++)
            check_guard(building, &guard->guards[i], fields, count);
        return;
    }
    const struct field_rule *field = field_named(fields, count, guard->name);
    if (guard->fact != FACT_FIELD || field == NULL) {
        say(building, place, "a condition speaks of what is not asked beside it:", guard->name);
        return;
    }
    for (size_t i = 0; i < guard->values_count; i++) {
        if (!field_rule_takes(NULL, field, guard->values[i]))
            say(building, place, "a condition waits for what is no answer:", guard->values[i]);
    }
}

static void
check_guards(struct building *building, const struct field_rule *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (fields[i].required_if != NULL)
            check_guard(building, fields[i].required_if, fields, count);
        if (fields[i].asked_if != NULL)
            check_guard(building, fields[i].asked_if, fields, count);
        check_guards(building, fields[i].members, fields[i].members_count);
    }
}

static bool
is_money(const struct element_form *form, struct text path)
{
    struct text member = path, name = text_cut(&member, '.');
    const struct field_rule *field = field_named(form->fields, form->fields_count, name);
    if (field != NULL && !text_is_empty(member))
        field = field_named(field->members, field->members_count, member);
    return field != NULL && field->type == FIELD_MONEY;
}

static void
check_totals(struct building *building, const struct element_form *form)
{
    for (size_t i = 0; i < form->totals_count; i++) {
        const struct element_total *total = &form->totals[i];
        const struct yaml *place = rule_file_item(building->file, "totals", i);
        const struct field_rule *why =
            field_named(form->fields, form->fields_count, total->explained_by);
        if (!is_money(form, total->field))
            say(building, place, "no field of money is called", total->field);
        for (size_t k = 0; k < total->of_count; k++) {
            if (!is_money(form, total->of[k]) || text_equal(total->of[k], total->field))
                say(building, place, "no field of money to be added is called", total->of[k]);
        }
        if (why == NULL || why->type != FIELD_LONG_TEXT)
            say(building, place, "no long text is called", total->explained_by);
    }
    if (!text_is_empty(form->amount) && !is_money(form, form->amount))
        say(building, yaml_member(building->file->tree, "amount"), "no field of money is called",
            form->amount);
}

static void
check_causes(struct building *building, const struct element_form *form,
             const struct cause_editions *causes)
{
    for (size_t i = 0; i < form->causes_count; i++) {
        struct text number = form->causes[i], id = text_cut(&number, '/');
        const struct cause_edition *edition = cause_edition(causes, id);
        if (edition == NULL || cause_find(edition, number) == NULL)
            say(building, yaml_member(building->file->tree, "causes"), "there is no cause",
                form->causes[i]);
    }
}

/* ---- files ---- */

static bool
load_form(struct building *building, const struct form_entry *entry,
          const struct cause_editions *causes, struct element_form *form)
{
    struct arena *arena = building->file->context.arena;
    struct element_block *blocks = ARENA_MANY(arena, entry->blocks_count + 1, struct element_block);
    *form = entry->form;
    for (size_t i = 0; i < entry->blocks_count; i++) {
        const struct yaml *node = rule_file_item(building->file, "blocks", i);
        const struct yaml *fields = yaml_member(node, "fields");
        const struct yaml *field = fields == NULL ? NULL : fields->first;
        for (size_t k = 0; k < entry->blocks[i].fields_count && field != NULL;
             k++, field = field->next)
            check_field(building, field, &entry->blocks[i].fields[k], 0);
        add_block(building, node, &entry->blocks[i], &blocks[i]);
    }
    form->blocks = blocks;
    form->blocks_count = entry->blocks_count;
    form->fields = building->fields;
    form->fields_count = building->fields_count;
    if (!building->is_good)
        return false;
    if (!is_name(form->name))
        say(building, yaml_member(building->file->tree, "form"),
            "a name is made of small letters, digits and underscores, not", form->name);
    check_guards(building, form->fields, form->fields_count);
    check_totals(building, form);
    check_causes(building, form, causes);
    return building->is_good;
}

static bool
overlap(const struct element_form *a, const struct element_form *b)
{
    return date_spans_meet(a->from, a->until, b->from, b->until) &&
           text_equal(a->procedure, b->procedure);
}

static bool
share_a_cause(const struct element_form *a, const struct element_form *b)
{
    for (size_t i = 0; i < a->causes_count; i++) {
        for (size_t k = 0; k < b->causes_count; k++) {
            if (text_equal(a->causes[i], b->causes[k]))
                return true;
        }
    }
    return false;
}

/* Two editions have different names; on one day a cause has one form. */
static bool
check_against(const struct rule_file *file, const struct element_form *form,
              const struct element_form *others, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool is_same_edition =
            text_equal(others[i].name, form->name) && text_equal(others[i].edition, form->edition);
        bool is_same_day = overlap(form, &others[i]) && (text_equal(others[i].name, form->name) ||
                                                         share_a_cause(form, &others[i]));
        if (is_same_edition || is_same_day)
            return schema_mistake(&file->context, file->tree,
                                  "the same form or cause stands in %.*s/%.*s on the same day",
                                  TEXT_ARGS(others[i].name), TEXT_ARGS(others[i].edition));
    }
    return true;
}

bool
element_form_rule_load(const char *folder, const struct source_list *sources,
                       const struct cause_editions *causes, struct arena *arena,
                       struct mistakes *mistakes, struct element_forms *forms)
{
    size_t names_count = 0;
    const struct text *names = rule_folder_list(folder, "form", arena, mistakes, &names_count);
    const char *place = text_format(arena, "%s/form", folder).bytes;
    struct common_file common = {0};
    struct rule_file file;
    *forms = (struct element_forms){0};
    if (names == NULL || names_count > FORMS_MAX)
        return names == NULL
                   ? false
                   : (mistakes_add(mistakes, place, 0, 0, "at most %d files", FORMS_MAX), false);
    struct element_form *list = ARENA_MANY(arena, names_count + 1, struct element_form);
    bool is_good = rule_file_load(&file, place, COMMON_FILE, sources, arena, mistakes,
                                  &common_schema, &common);
    struct building checking = {.file = &file, .common = &common, .is_good = true};
    for (size_t i = 0; is_good && i < common.blocks_count; i++) {
        const struct yaml *fields = yaml_member(rule_file_item(&file, "blocks", i), "fields");
        const struct yaml *field = fields == NULL ? NULL : fields->first;
        for (size_t k = 0; k < common.blocks[i].fields_count && field != NULL;
             k++, field = field->next)
            check_field(&checking, field, &common.blocks[i].fields[k], 0);
    }
    is_good = is_good && checking.is_good;
    for (size_t i = 0; i < names_count; i++) {
        struct form_entry entry = {0};
        struct building building = {
            .file = &file,
            .common = &common,
            .fields = ARENA_MANY(arena, FIELDS_MAX, struct field_rule),
            .is_good = true,
        };
        if (text_is(names[i], COMMON_FILE))
            continue;
        bool is_read = rule_file_load(&file, place, names[i].bytes, sources, arena, mistakes,
                                      &form_schema, &entry) &&
                       load_form(&building, &entry, causes, &list[forms->count]) &&
                       check_against(&file, &list[forms->count], list, forms->count);
        is_good &= is_read;
        forms->count += is_read;
    }
    forms->forms = list;
    return is_good;
}
