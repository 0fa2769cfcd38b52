/* form_view.c: walks the field rules beside the values and the mistakes. A list is drawn as groups;
 * names of controls count the groups drawn, paths of mistakes the entries of the values, and only
 * for rows of a checklist are the two not the same. */
#include "view/form_view.h"

#include "base/date.h"
#include "law/form.h"
#include "paper/wording.h"
#include "view/form_sentence.h"

enum {
    TEXT_CHARACTERS_MAX = 200,
    LONG_TEXT_CHARACTERS_MAX = 20000,
    ENTRIES_MAX = 500,
    RADIOS_MAX = 6,
    NUMBER_CHARACTERS_MAX = 60
};

struct drawer {
    const struct view *view;
    const struct form_rules *rules;
    const struct form_filled *filled;
    struct arena *arena;
    bool *is_said; /* one for each mistake */
    struct form_summary_line *lines;
    size_t lines_count;
};

/* Where in the form something is drawn. */
struct spot {
    struct text name, path; /* "parties.1", "parties[1]"; empty at the top */
    struct text legend;     /* of the group; empty at the top */
    const struct value *values;
    enum field_type list;           /* of the list this is an entry of; FIELD_COUNT at the top */
    const struct field_rule *rules; /* of this and the fields beside it */
    size_t rules_count;
    size_t place; /* of the group */
};

static struct text
say(const struct drawer *drawer, const char *key)
{
    return wording(key, drawer->view->language);
}

static struct text
say_with(const struct drawer *drawer, const char *key, struct wording_value value)
{
    return wording_fill(key, drawer->view->language, &value, 1, drawer->arena);
}

/* ---- names ---- */

static struct text
joined(const struct drawer *drawer, struct text before, char mark, struct text after)
{
    if (text_is_empty(before))
        return after;
    return text_format(drawer->arena, "%.*s%c%.*s", TEXT_ARGS(before), mark, TEXT_ARGS(after));
}

/* Names of fields are made of letters, digits, '_' and '.', so only the point has to go. */
static struct text
id_of(const struct drawer *drawer, struct text name)
{
    char *id = arena_take(drawer->arena, name.length + 3);
    memcpy(id, "f-", 2);
    for (size_t i = 0; i < name.length; i++)
        id[2 + i] = name.bytes[i] == '.' ? '-' : name.bytes[i];
    return (struct text){id, name.length + 2};
}

/* ---- what is known of a field by its name ---- */

/* How a browser may help: keyboards and what it fills in by itself, the latter for the person at
 * the screen only, who is the first party. [WCAG 2.2 1.3.5] */
static const struct {
    const char *name, *type, *inputmode, *autocomplete;
} habits[] = {
    {"name", "text", "", "name"},
    {"phone", "tel", "tel", "tel"},
    {"email", "email", "email", "email"},
    {"address", "text", "", "address-line1"},
    {"born", "date", "numeric", "bday"},
    {"workplace", "text", "", "organization"},
    {"sign_in", "text", "", "username"},
    {"password", "password", "", "current-password"},
    {"new_password", "password", "", "new-password"},
    {"code", "text", "numeric", "one-time-code"},
};

static void
take_habits(struct form_field *field, const struct field_rule *rule, const struct spot *spot)
{
    bool is_own = spot->list == FIELD_COUNT || (spot->list == FIELD_PARTIES && spot->place == 0);
    for (size_t i = 0; i < sizeof habits / sizeof habits[0]; i++) {
        if (!text_is(rule->name, habits[i].name) || rule->type == FIELD_LONG_TEXT)
            continue;
        field->type = text_of(habits[i].type);
        field->inputmode = text_of(habits[i].inputmode);
        if (is_own)
            field->autocomplete = text_of(habits[i].autocomplete);
    }
}

/* ---- choices ---- */

static struct form_choice *
open_choices(const struct drawer *drawer, struct form_field *field, size_t count)
{
    struct form_choice *choices = ARENA_MANY(drawer->arena, count + 1, struct form_choice);
    field->choices = choices;
    return choices;
}

/* The first choice has the id of the field, so that a link to the field reaches a control. */
static void
add_choice(const struct drawer *drawer, struct form_field *field, struct form_choice *choices,
           struct text name, struct text label)
{
    size_t place = field->choices_count++;
    choices[place] = (struct form_choice){
        .id = place == 0 ? field->id
                         : text_format(drawer->arena, "%.*s-%zu", TEXT_ARGS(field->id), place + 1),
        .name = name,
        .label = label,
        .is_selected = text_equal(name, field->value),
        .field = field->name,
    };
}

static void
draw_choices(const struct drawer *drawer, const struct field_rule *rule, struct form_field *field)
{
    size_t count;
    const struct procedure *procedure = drawer->rules->procedure;
    const struct choice *rules = procedure_choices(procedure, rule, &count);
    struct form_choice *choices = open_choices(drawer, field, count);
    for (size_t i = 0; i < count; i++)
        add_choice(drawer, field, choices, rules[i].name,
                   view_words(drawer->view, &rules[i].words));
    /* A radio cannot be taken back, so what may stay blank is a select. */
    bool is_radio = field->is_required && count <= RADIOS_MAX;
    field->control = is_radio ? CONTROL_RADIO : CONTROL_SELECT;
}

static void
draw_boolean(const struct drawer *drawer, struct form_field *field, bool is_wanted)
{
    /* A tick that is not set says nothing; where an answer is wanted, both can be chosen. */
    bool is_asked = field->is_required || is_wanted;
    field->control = field->is_required ? CONTROL_RADIO
                     : is_wanted        ? CONTROL_SELECT
                                        : CONTROL_CHECKBOX;
    struct form_choice *choices = open_choices(drawer, field, 2);
    add_choice(drawer, field, choices, TEXT("true"),
               is_asked ? say(drawer, "form.yes") : field->label);
    if (is_asked)
        add_choice(drawer, field, choices, TEXT("false"), say(drawer, "form.no"));
}

static void
draw_courts(const struct drawer *drawer, struct form_field *field)
{
    const struct network *network = drawer->view->network;
    size_t count = network == NULL ? 0 : network->nodes_count;
    struct form_choice *choices = open_choices(drawer, field, count);
    for (size_t i = 0; i < count; i++) {
        const struct network_node *node = &network->nodes[i];
        if (node->kind != NODE_DESK)
            add_choice(drawer, field, choices, node->id, view_words(drawer->view, &node->name));
    }
    field->control = count > 0 ? CONTROL_SELECT : CONTROL_TEXT;
}

/* What has legal effect is no helper's to hand in. */
static bool
is_for_another(const struct drawer *drawer, const struct item_rule *item)
{
    const struct guard_context *context = drawer->filled->context;
    return item->is_person_only && context != NULL && context->asker->role == ROLE_HELPER;
}

static void
draw_items(const struct drawer *drawer, struct form_field *field)
{
    const struct procedure *procedure = drawer->rules->procedure;
    size_t count = procedure == NULL ? 0 : procedure->items_count;
    struct form_choice *choices = open_choices(drawer, field, count);
    for (size_t i = 0; i < count; i++) {
        if (!is_for_another(drawer, &procedure->items[i]))
            add_choice(drawer, field, choices, procedure->items[i].name,
                       view_words(drawer->view, &procedure->items[i].words));
    }
    field->control = count > 0 ? CONTROL_SELECT : CONTROL_TEXT;
}

/* Values the page knows with their names. What was typed and is none of them stays, so that a
 * mistake is seen. */
static bool
draw_ready(const struct drawer *drawer, const struct field_rule *rule, struct form_field *field)
{
    const struct form_filled *filled = drawer->filled;
    struct form_choice *choices = open_choices(drawer, field, filled->ready_count + 1);
    bool is_known = text_is_empty(field->value);
    for (size_t i = 0; i < filled->ready_count; i++) {
        if (!text_equal(filled->ready[i].field, rule->name))
            continue;
        is_known |= text_equal(filled->ready[i].name, field->value);
        add_choice(drawer, field, choices, filled->ready[i].name, filled->ready[i].label);
    }
    if (field->choices_count == 0)
        return false;
    if (!is_known)
        add_choice(drawer, field, choices, field->value, field->value);
    field->control = CONTROL_SELECT;
    return true;
}

/* ---- single controls ---- */

static struct text
value_shown(const struct drawer *drawer, const struct value *value)
{
    if (value == NULL)
        return TEXT("");
    switch (value->type) {
    case VALUE_TEXT: return value->text;
    case VALUE_INTEGER: return text_format(drawer->arena, "%lld", (long long)value->integer);
    case VALUE_TRUE: return TEXT("true");
    case VALUE_FALSE: return TEXT("false");
    default: return TEXT("");
    }
}

static void
draw_text(struct form_field *field, const struct field_rule *rule)
{
    bool is_long = rule->type == FIELD_LONG_TEXT;
    int otherwise = is_long ? LONG_TEXT_CHARACTERS_MAX : TEXT_CHARACTERS_MAX;
    field->characters_max = rule->characters_max > 0 ? rule->characters_max : otherwise;
    field->control = is_long ? CONTROL_LINES : CONTROL_TEXT;
    field->rows = field->characters_max > 4000 ? 10 : 4;
    if (text_is(field->type, "password"))
        field->value = TEXT(""); /* never sent back */
}

/* A browser shows no wrong day in its own control, so that one is typed as text. */
static void
draw_date(const struct drawer *drawer, struct form_field *field)
{
    struct date date;
    bool is_day = text_is_empty(field->value) || date_parse(field->value, &date);
    field->control = CONTROL_TEXT;
    field->type = is_day ? TEXT("date") : TEXT("text");
    field->inputmode = is_day ? TEXT("") : TEXT("numeric");
    if (!is_day && text_is_empty(field->notes.hint))
        field->notes.hint = say(drawer, "form.date-hint");
}

static void
draw_number(struct form_field *field, const char *inputmode, const char *check)
{
    field->control = CONTROL_TEXT;
    field->type = TEXT("text");
    field->inputmode = text_of(inputmode);
    field->check = text_of(check);
    field->characters_max = NUMBER_CHARACTERS_MAX;
}

static struct text
size_shown(const struct drawer *drawer, int64_t bytes)
{
    int64_t tenths = (bytes * 10 + 1024 * 1024 - 1) / (1024 * 1024);
    if (bytes < 1024 * 1024)
        return text_format(drawer->arena, "%lld KB", (long long)((bytes + 1023) / 1024));
    return text_format(drawer->arena, "%lld.%lld MB", (long long)(tenths / 10),
                       (long long)(tenths % 10));
}

/* A whole one that came in pieces stands here as if it had been typed; of one that was cut off the
 * page says how far it came. */
static void
draw_upload(const struct drawer *drawer, const struct form_upload *upload, struct form_field *field)
{
    if (!text_is_empty(upload->sha256)) {
        field->value = upload->sha256;
        field->file_name = upload->name;
        field->file_size = size_shown(drawer, upload->bytes);
        return;
    }
    int64_t percent = upload->offset * 100 / upload->bytes;
    struct wording_value values[] = {
        {"name", upload->name},
        {"percent", text_format(drawer->arena, "%lld", (long long)percent)}};
    field->resume = wording_fill(text_is_empty(upload->name) ? "upload.resume" : "upload.resume-of",
                                 drawer->view->language, values, 2, drawer->arena);
    field->resume_at = upload->address;
    field->resume_name = upload->name;
    field->resume_mark = upload->mark;
    field->resume_bytes = upload->bytes;
}

static void
draw_file(const struct drawer *drawer, const struct spot *spot, struct form_field *field)
{
    const struct form_filled *filled = drawer->filled;
    field->control = CONTROL_FILE;
    field->type = TEXT("file");
    field->up = filled->up;
    field->takes_several = !text_is_empty(filled->up) && spot->list != FIELD_COUNT;
    for (size_t i = 0; i < filled->uploads_count && text_is_empty(field->value); i++) {
        if (text_equal(filled->uploads[i].slot, field->name))
            draw_upload(drawer, &filled->uploads[i], field);
    }
    for (size_t i = 0; i < filled->files_count; i++) {
        if (!text_equal(filled->files[i].sha256, field->value))
            continue;
        field->file_name = filled->files[i].name;
        field->file_size = size_shown(drawer, filled->files[i].bytes);
    }
    if (text_is_empty(field->file_name) && !text_is_empty(field->value))
        field->file_name = say(drawer, "form.file-there");
}

static void
draw_single(const struct drawer *drawer, const struct field_rule *rule, const struct spot *spot,
            struct form_field *field)
{
    bool is_item = text_is(rule->name, "item");
    if (spot->list == FIELD_COUNT && draw_ready(drawer, rule, field))
        return;
    switch (rule->type) {
    case FIELD_INTEGER: draw_number(field, "numeric", "number"); return;
    case FIELD_MONEY:
        draw_number(field, "decimal", "amount");
        field->unit = say(drawer, "form.yuan");
        return;
    case FIELD_RESIDENT_ID: draw_number(field, "", "resident-id"); return;
    case FIELD_CREDIT_CODE: draw_number(field, "", "credit-code"); return;
    case FIELD_DATE: draw_date(drawer, field); return;
    case FIELD_BOOLEAN: draw_boolean(drawer, field, rule->is_required); return;
    case FIELD_TICK:
    case FIELD_CHOICE: draw_choices(drawer, rule, field); return;
    case FIELD_COURT: draw_courts(drawer, field); return;
    case FIELD_FILE: draw_file(drawer, spot, field); return;
    default: draw_text(field, rule); break;
    }
    if (is_item && spot->list == FIELD_MATERIALS)
        draw_items(drawer, field);
    else if (is_item && (spot->list == FIELD_VERDICTS || spot->list == FIELD_DEFECTS))
        field->control = CONTROL_HIDDEN;
}

/* ---- mistakes ---- */

static bool
holds(struct text text, struct text part)
{
    return part.length > 0 && text.length >= part.length &&
           memmem(text.bytes, text.length, part.bytes, part.length) != NULL;
}

/* The sentence of the field, and before it where it stands, unless the sentence says so itself. */
static void
add_line(struct drawer *drawer, struct text id, struct text legend, struct text label,
         struct text sentence)
{
    struct text where = holds(sentence, label) ? TEXT("") : label;
    if (!text_is_empty(legend) && !text_is_empty(where)) {
        struct wording_value values[] = {{"group", legend}, {"field", where}};
        where = wording_fill("form.where", drawer->view->language, values, 2, drawer->arena);
    } else if (!text_is_empty(legend)) {
        where = legend;
    }
    if (!text_is_empty(where)) {
        struct wording_value values[] = {{"where", where}, {"sentence", sentence}};
        sentence =
            wording_fill("form.summary-line", drawer->view->language, values, 2, drawer->arena);
    }
    drawer->lines[drawer->lines_count++] = (struct form_summary_line){
        .anchor = text_format(drawer->arena, "#%.*s", TEXT_ARGS(id)),
        .sentence = sentence,
    };
}

/* The first mistake of a path is shown; what else is wrong with the same field shows next time. */
static void
draw_mistake(struct drawer *drawer, const struct field_rule *rule, const struct spot *spot,
             struct text path, const struct value *value, struct form_field *field)
{
    const struct form_filled *filled = drawer->filled;
    for (int i = 0; i < filled->mistakes_count; i++) {
        if (drawer->is_said[i] || !text_equal(filled->mistakes[i].field, path))
            continue;
        drawer->is_said[i] = true;
        if (field->is_wrong)
            continue;
        field->is_wrong = true;
        field->notes.error = form_sentence(drawer->view, drawer->rules->procedure, rule,
                                           field->label, &filled->mistakes[i], value);
        field->notes.error_id = joined(drawer, field->id, '-', TEXT("error"));
        add_line(drawer, field->id, spot->legend, field->label, field->notes.error);
    }
}

static void
point_to_texts(const struct drawer *drawer, struct form_field *field)
{
    if (!text_is_empty(field->notes.hint))
        field->notes.hint_id = joined(drawer, field->id, '-', TEXT("hint"));
    field->describedby = field->notes.error_id;
    if (text_is_empty(field->describedby))
        field->describedby = field->notes.hint_id;
    else if (!text_is_empty(field->notes.hint_id))
        field->describedby = joined(drawer, field->notes.error_id, ' ', field->notes.hint_id);
}

/* ---- lists ---- */

static struct form_field *draw_fields(struct drawer *drawer, const struct field_rule *rules,
                                      size_t count, const struct spot *spot, size_t *drawn_count);

/* One group to be drawn: the entry it shows, and where that stands among the values. */
struct row {
    const struct value *entry; /* an object, or a text of FIELD_FILES */
    int place;                 /* -1: not among the values */
    struct text legend, item;
    bool is_aside;
};

static size_t
least_of(const struct field_rule *rule)
{
    bool has_bounds = rule->least <= rule->most;
    return !rule->is_required ? 0 : has_bounds ? (size_t)rule->least : 1;
}

static size_t
most_of(const struct field_rule *rule)
{
    bool has_bounds = rule->least <= rule->most;
    return has_bounds && rule->most < ENTRIES_MAX ? (size_t)rule->most : ENTRIES_MAX;
}

static struct row *
open_rows(const struct drawer *drawer, size_t count)
{
    return ARENA_MANY(drawer->arena, count + 1, struct row);
}

static size_t
rows_of_values(const struct value *list, struct row *rows)
{
    size_t count = 0;
    for (const struct value *entry = list->first; entry != NULL && count < ENTRIES_MAX;
         entry = entry->next, count++)
        rows[count] = (struct row){.entry = entry, .place = (int)count};
    return count;
}

/* Nothing is filled in yet: of each choice that must be there ("one plaintiff") a group has it. */
static const struct value *
first_entry(const struct drawer *drawer, const struct field_rule *rule, size_t place)
{
    size_t members_count, count, found = 0;
    const struct field_rule *members = form_members(rule, &members_count);
    struct value *entry = build_object(drawer->arena);
    for (size_t i = 0; i < members_count; i++) {
        if (members[i].type != FIELD_CHOICE || drawer->rules->procedure == NULL)
            continue;
        const struct choice *choices =
            procedure_choices(drawer->rules->procedure, &members[i], &count);
        for (size_t j = 0; j < count; j++) {
            if (choices[j].least > 0 && found++ == place)
                build_add(entry, members[i].name, build_text(choices[j].name, drawer->arena));
        }
    }
    return entry;
}

static struct value *
entry_for_item(const struct drawer *drawer, struct text item)
{
    struct value *entry = build_object(drawer->arena);
    build_add(entry, TEXT("item"), build_text(item, drawer->arena));
    return entry;
}

/* Nothing is filled in yet: a row for each material that is required. */
static size_t
rows_of_required(const struct drawer *drawer, struct row *rows)
{
    const struct procedure *procedure = drawer->rules->procedure;
    size_t count = 0;
    for (size_t i = 0; procedure != NULL && i < procedure->items_count; i++) {
        const struct item_rule *item = &procedure->items[i];
        bool is_required = item->is_required;
        if (drawer->filled->context != NULL)
            is_required =
                guard_requires(item->is_required, item->required_if, drawer->filled->context);
        if (is_required && !is_for_another(drawer, item))
            rows[count++] = (struct row){.entry = entry_for_item(drawer, item->name), .place = -1};
    }
    return count;
}

/* Is there a row for this material? Verdicts: for each; defects: for what was found defective. */
static bool
item_has_row(const struct drawer *drawer, enum field_type type, struct text item,
             struct text *ground)
{
    const struct guard_context *context = drawer->filled->context;
    if (type != FIELD_DEFECTS || context == NULL)
        return true;
    const struct matter_item *found = matter_item(context->facts, item);
    if (found == NULL || (found->verdict != VERDICT_MISSING && found->verdict != VERDICT_DEFECTIVE))
        return false;
    *ground = found->ground;
    return true;
}

static bool
is_handed_in(const struct drawer *drawer, struct text item)
{
    const struct guard_context *context = drawer->filled->context;
    const struct matter_item *found = context == NULL ? NULL : matter_item(context->facts, item);
    return found != NULL && found->is_handed_in;
}

static bool
is_item_required(const struct drawer *drawer, const struct item_rule *item)
{
    const struct guard_context *context = drawer->filled->context;
    return context == NULL || guard_requires(item->is_required, item->required_if, context);
}

/* A verdict begins with what was found before, and a required material that never came is missing;
 * an officer changes what is otherwise. */
static void
begin_verdict(const struct drawer *drawer, const struct item_rule *item, struct value *entry)
{
    const struct guard_context *context = drawer->filled->context;
    const struct matter_item *found =
        context == NULL ? NULL : matter_item(context->facts, item->name);
    enum verdict verdict = found == NULL ? VERDICT_UNCHECKED : found->verdict;
    if (verdict != VERDICT_UNCHECKED) {
        build_add(entry, TEXT("verdict"), build_text(verdict_word(verdict), drawer->arena));
        if (!text_is_empty(found->ground))
            build_add(entry, TEXT("ground"), build_text(found->ground, drawer->arena));
    } else if (context != NULL && !is_handed_in(drawer, item->name) &&
               is_item_required(drawer, item)) {
        build_add(entry, TEXT("verdict"), build_text(TEXT("missing"), drawer->arena));
        build_add(entry, TEXT("ground"),
                  build_text(wording("ground.missing", LANGUAGE_ZH), drawer->arena));
    }
}

static struct row
row_for_item(const struct drawer *drawer, enum field_type type, const struct value *list,
             const struct item_rule *item, struct text ground)
{
    int place = 0;
    struct row row = {
        .place = -1, .legend = view_words(drawer->view, &item->words), .item = item->name};
    for (const struct value *entry = list == NULL ? NULL : list->first; entry != NULL;
         entry = entry->next, place++) {
        if (text_equal(value_member_text(entry, "item"), item->name) && row.entry == NULL)
            row.entry = entry, row.place = place;
    }
    if (row.entry != NULL)
        return row;
    struct value *entry = entry_for_item(drawer, item->name);
    if (!text_is_empty(ground))
        build_add(entry, TEXT("ground"), build_text(ground, drawer->arena));
    if (type == FIELD_VERDICTS && list == NULL)
        begin_verdict(drawer, item, entry);
    row.entry = entry;
    row.is_aside = type == FIELD_VERDICTS && !is_handed_in(drawer, item->name) &&
                   !is_item_required(drawer, item) &&
                   text_is_empty(value_member_text(entry, "verdict"));
    return row;
}

static size_t
rows_of_checklist(const struct drawer *drawer, const struct field_rule *rule,
                  const struct value *list, struct row *rows)
{
    const struct procedure *procedure = drawer->rules->procedure;
    size_t count = 0, asides_count = 0;
    struct row *asides = open_rows(drawer, procedure == NULL ? 0 : procedure->items_count);
    for (size_t i = 0; procedure != NULL && i < procedure->items_count; i++) {
        struct text ground = TEXT("");
        if (!item_has_row(drawer, rule->type, procedure->items[i].name, &ground))
            continue;
        struct row row = row_for_item(drawer, rule->type, list, &procedure->items[i], ground);
        if (row.is_aside)
            asides[asides_count++] = row;
        else
            rows[count++] = row;
    }
    for (size_t i = 0; i < asides_count; i++)
        rows[count++] = asides[i];
    return count;
}

/* The material of the entry gives the group its name; otherwise it is counted. */
static struct text
legend_of(const struct drawer *drawer, const struct field_rule *rule, struct text label,
          const struct row *row, size_t place)
{
    struct text item = value_member_text(row->entry, "item");
    if (!text_is_empty(row->legend))
        return row->legend;
    if (rule->type == FIELD_MATERIALS && drawer->rules->procedure != NULL) {
        const struct item_rule *known = procedure_item(drawer->rules->procedure, item);
        if (known != NULL)
            return view_words(drawer->view, &known->words);
    }
    struct wording_value values[] = {{"label", label},
                                     {"number", text_format(drawer->arena, "%zu", place + 1)}};
    return wording_fill("form.group", drawer->view->language, values, 2, drawer->arena);
}

static struct row *
rows_of(const struct drawer *drawer, const struct field_rule *rule, const struct value *value,
        size_t *count)
{
    const struct value *list = value_is(value, VALUE_ARRAY) ? value : NULL;
    size_t items = drawer->rules->procedure == NULL ? 0 : drawer->rules->procedure->items_count;
    size_t least = least_of(rule), entries = list == NULL ? 0 : list->count;
    struct row *rows = open_rows(drawer, entries + items + least + 1);
    *count = 0;
    if (rule->type == FIELD_VERDICTS || rule->type == FIELD_DEFECTS) {
        *count = rows_of_checklist(drawer, rule, list, rows);
        return rows;
    }
    if (list != NULL)
        *count = rows_of_values(list, rows);
    else if (rule->type == FIELD_MATERIALS)
        *count = rows_of_required(drawer, rows);
    for (; *count < least; ++*count)
        rows[*count] = (struct row){.entry = first_entry(drawer, rule, *count), .place = -1};
    if (rule->type == FIELD_FILES)
        rows[(*count)++] = (struct row){.place = -1}; /* one more may be chosen */
    return rows;
}

/* What was handed in of the material of a row. */
static void
draw_papers(const struct drawer *drawer, struct text item, struct form_group *group)
{
    const struct form_filled *filled = drawer->filled;
    struct form_paper *papers =
        ARENA_MANY(drawer->arena, filled->papers_count + 1, struct form_paper);
    group->papers = papers;
    for (size_t i = 0; i < filled->papers_count; i++) {
        if (text_equal(filled->papers[i].item, item))
            papers[group->papers_count++] = filled->papers[i];
    }
}

/* Grounds that are written every day, each with the verdict it goes with. They go into papers whose
 * authoritative text is Chinese. */
static void
draw_reasons(const struct drawer *drawer, struct form_field *fields, size_t count)
{
    static const char *const keys[] = {"ground.missing", "ground.unclear", "ground.unsigned",
                                       "ground.incomplete"};
    enum { REASONS_COUNT = sizeof keys / sizeof keys[0] };
    const struct form_field *verdict = NULL;
    struct form_reason *reasons = ARENA_MANY(drawer->arena, REASONS_COUNT, struct form_reason);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].control == CONTROL_RADIO)
            verdict = &fields[i];
        if (fields[i].control == CONTROL_LINES) {
            fields[i].reasons = reasons;
            fields[i].reasons_count = REASONS_COUNT;
            fields[i].rows = 2;
        }
    }
    for (size_t i = 0; i < REASONS_COUNT; i++) {
        reasons[i].sentence = wording(keys[i], LANGUAGE_ZH);
        const char *goes_with = i == 0 ? "missing" : "defective";
        for (size_t k = 0; verdict != NULL && k < verdict->choices_count; k++) {
            if (text_is(verdict->choices[k].name, goes_with))
                reasons[i].ticks = verdict->choices[k].id;
        }
    }
}

static void
draw_group(struct drawer *drawer, const struct field_rule *rule, const struct form_field *list,
           struct text path, const struct row *row, size_t place, struct form_group *group)
{
    static const struct field_rule one_file = {.type = FIELD_FILE, .least = 1};
    size_t members_count = 0;
    const struct field_rule *members = form_members(rule, &members_count);
    struct text number = text_format(drawer->arena, "%zu", place);
    int path_place = row->place < 0 ? (int)place : row->place;
    bool is_checklist = rule->type == FIELD_VERDICTS || rule->type == FIELD_DEFECTS;
    struct spot spot = {
        .name = joined(drawer, list->name, '.', number),
        .legend = legend_of(drawer, rule, list->label, row, place),
        .values = row->entry,
        .list = rule->type,
        .place = place,
    };
    if (!text_is_empty(path) && (row->place >= 0 || !is_checklist))
        spot.path = text_format(drawer->arena, "%.*s[%d]", TEXT_ARGS(path), path_place);
    group->id = id_of(drawer, spot.name);
    group->legend = spot.legend;
    group->remove_name = spot.name;
    group->remove_label =
        say_with(drawer, "form.remove", (struct wording_value){"label", spot.legend});
    group->is_item = rule->type == FIELD_VERDICTS;
    group->is_aside = row->is_aside;
    if (is_checklist)
        draw_papers(drawer, row->item, group);
    if (rule->type != FIELD_FILES) {
        struct form_field *fields =
            draw_fields(drawer, members, members_count, &spot, &group->fields_count);
        group->fields = fields;
        if (is_checklist)
            draw_reasons(drawer, fields, group->fields_count);
        return;
    }
    struct form_field *file = ARENA_NEW(drawer->arena, struct form_field);
    file->id = group->id;
    file->name = spot.name;
    file->label = spot.legend;
    file->value = value_shown(drawer, row->entry);
    draw_file(drawer, &spot, file);
    draw_mistake(drawer, &one_file, &spot, spot.path, row->entry, file);
    point_to_texts(drawer, file);
    group->fields = file;
    group->fields_count = 1;
}

static void
draw_list(struct drawer *drawer, const struct field_rule *rule, const struct value *value,
          struct text path, struct form_field *field)
{
    size_t count;
    const struct row *rows = rows_of(drawer, rule, value, &count);
    struct form_group *groups = ARENA_MANY(drawer->arena, count + 1, struct form_group);
    bool is_checklist = rule->type == FIELD_VERDICTS || rule->type == FIELD_DEFECTS;
    for (size_t i = 0; i < count; i++) {
        draw_group(drawer, rule, field, path, &rows[i], i, &groups[i]);
        field->aside_count += groups[i].is_aside;
        if (rule->type == FIELD_VERDICTS && !groups[i].is_aside && i < 9)
            groups[i].key = (int)i + 1;
        groups[i].can_remove = !is_checklist && rows[i].entry != NULL && count > least_of(rule);
    }
    field->control = CONTROL_GROUPS;
    field->groups = groups;
    field->groups_count = count;
    field->can_add = !is_checklist && rule->type != FIELD_FILES && count < most_of(rule);
    field->add_label = say_with(drawer, "form.add", (struct wording_value){"label", field->label});
}

/* ---- fields ---- */

static const struct field_rule *
rule_named(const struct drawer *drawer, const struct spot *spot, struct text name)
{
    const struct field_rule *rules = spot->rules;
    for (size_t i = 0; i < spot->rules_count; i++) {
        if (text_equal(rules[i].name, name) &&
            form_rules_show(drawer->rules, &rules[i], spot->list == FIELD_COUNT))
            return &rules[i];
    }
    return NULL;
}

/* The answer as people read it: 是, 现金. */
static struct text
answer_words(const struct drawer *drawer, const struct field_rule *rule, struct text name)
{
    size_t count;
    const struct procedure *procedure = drawer->rules->procedure;
    const struct choice *choices = procedure_choices(procedure, rule, &count);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(choices[i].name, name))
            return view_words(drawer->view, &choices[i].words);
    }
    return say(drawer, text_is(name, "true") ? "form.yes" : "form.no");
}

/* What is asked only after a certain answer says after which; a script shows and hides it. */
static void
draw_when(const struct drawer *drawer, const struct field_rule *rule, const struct spot *spot,
          struct form_field *field)
{
    const struct guard *guard = rule->asked_if;
    const struct field_rule *other =
        guard == NULL || (guard->comparison != GUARD_IS && guard->comparison != GUARD_IN)
            ? NULL
            : rule_named(drawer, spot, guard->name);
    struct buffer names = buffer_open(drawer->arena, 64), words = buffer_open(drawer->arena, 64);
    if (other == NULL)
        return;
    struct text answer = value_shown(drawer, value_member_named(spot->values, guard->name));
    for (size_t i = 0; i < guard->values_count; i++) {
        field->is_asked |= text_equal(answer, guard->values[i]);
        buffer_add_format(&names, "%s%.*s", i > 0 ? " " : "", TEXT_ARGS(guard->values[i]));
        if (i > 0)
            buffer_add_text(&words,
                            drawer->view->language == LANGUAGE_ZH ? TEXT("、") : TEXT(", "));
        buffer_add_text(&words, answer_words(drawer, other, guard->values[i]));
    }
    struct wording_value values[] = {{"label", view_words(drawer->view, &other->words)},
                                     {"answer", buffer_text(&words)}};
    field->when = joined(drawer, spot->name, '.', guard->name);
    field->when_is = buffer_text(&names);
    field->when_says =
        wording_fill("form.asked-when", drawer->view->language, values, 2, drawer->arena);
    field->tag = rule->is_required ? TEXT("") : say(drawer, "form.optional");
}

static bool
is_required_now(const struct drawer *drawer, const struct field_rule *rule, const struct spot *spot)
{
    if (rule->asked_if != NULL)
        return false; /* it depends on an answer that can still change */
    if (drawer->filled->context == NULL)
        return rule->is_required;
    struct guard_context context = *drawer->filled->context;
    context.fields = spot->values;
    context.is_look = false;
    return guard_requires(rule->is_required, rule->required_if, &context);
}

static void
draw_field(struct drawer *drawer, const struct field_rule *rule, const struct spot *spot,
           struct form_field *field)
{
    const struct value *value = value_member_named(spot->values, rule->name);
    struct text path = TEXT("");
    if (spot->list == FIELD_COUNT || !text_is_empty(spot->path))
        path = joined(drawer, spot->path, '.', rule->name);
    field->name = joined(drawer, spot->name, '.', rule->name);
    field->id = id_of(drawer, field->name);
    field->label = view_words(drawer->view, &rule->words);
    field->notes.hint = view_words(drawer->view, &rule->help);
    field->type = TEXT("text");
    field->autocomplete = TEXT("off");
    field->is_required = is_required_now(drawer, rule, spot);
    field->tag = field->is_required ? TEXT("") : say(drawer, "form.optional");
    field->blank = say(drawer, "form.choose");
    field->value = value_shown(drawer, value);
    take_habits(field, rule, spot);
    draw_when(drawer, rule, spot, field);
    draw_mistake(drawer, rule, spot, path, value, field);
    if (form_rules_is_list(rule))
        draw_list(drawer, rule, value, path, field);
    else
        draw_single(drawer, rule, spot, field);
    point_to_texts(drawer, field);
}

static struct form_field *
draw_fields(struct drawer *drawer, const struct field_rule *rules, size_t count,
            const struct spot *spot, size_t *drawn_count)
{
    struct form_field *fields = ARENA_MANY(drawer->arena, count + 1, struct form_field);
    struct spot here = *spot;
    here.rules = rules;
    here.rules_count = count;
    *drawn_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (form_rules_show(drawer->rules, &rules[i], spot->list == FIELD_COUNT))
            draw_field(drawer, &rules[i], &here, &fields[(*drawn_count)++]);
    }
    return fields;
}

/* ---- the whole ---- */

static const struct form_field *
top_field(const struct form_view *form, struct text path)
{
    struct text rest = path;
    struct text before = text_cut(&rest, '.');
    before = text_cut(&before, '[');
    for (size_t i = 0; i < form->fields_count; i++) {
        if (text_equal(form->fields[i].name, before))
            return &form->fields[i];
    }
    return NULL;
}

/* What stands at no control of this page: said at the field it belongs to, or elsewhere. */
static void
say_the_rest(struct drawer *drawer, struct form_view *form)
{
    const struct form_filled *filled = drawer->filled;
    for (int i = 0; i < filled->mistakes_count; i++) {
        const struct field_mistake *mistake = &filled->mistakes[i];
        const struct form_field *top = top_field(form, mistake->field);
        if (drawer->is_said[i])
            continue;
        if (top == NULL) {
            form->elsewhere_count++;
            continue;
        }
        struct text sentence =
            wording(refusal_key(mistake->refusal, drawer->arena).bytes, drawer->view->language);
        add_line(drawer, top->id, TEXT(""), top->label, sentence);
    }
}

struct form_view
form_view_make(const struct view *view, const struct form_rules *rules,
               const struct form_filled *filled)
{
    struct drawer drawer = {.view = view, .rules = rules, .filled = filled, .arena = view->arena};
    size_t mistakes = (size_t)filled->mistakes_count;
    struct spot top = {.list = FIELD_COUNT, .values = filled->values};
    struct form_view form = {0};
    drawer.is_said = ARENA_MANY(view->arena, mistakes + 1, bool);
    drawer.lines = ARENA_MANY(view->arena, mistakes + 1, struct form_summary_line);
    form.fields =
        draw_fields(&drawer, rules->fields, rules->fields_count, &top, &form.fields_count);
    say_the_rest(&drawer, &form);
    form.summary = drawer.lines;
    form.summary_count = drawer.lines_count;
    form.is_wrong = form.summary_count > 0;
    form.summary_title =
        say_with(&drawer, "form.summary",
                 (struct wording_value){"n", text_format(view->arena, "%zu", form.summary_count)});
    return form;
}
