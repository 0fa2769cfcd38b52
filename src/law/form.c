/* form.c: one reader per type of field. Readers give the value as understood, or NULL after adding
 * a mistake; lists read their entries with the same readers, to a depth the loader bounds. */
#include "law/form_reader.h"

#include "base/digest.h"
#include "base/money.h"
#include "law/case_number.h"
#include "law/credit_code.h"
#include "law/resident_id.h"

#include <string.h>

enum { FORM_TEXT_MAX = 200, FORM_LONG_TEXT_MAX = 20000, FORM_ENTRIES_MAX = 500, FORM_ID_MAX = 64 };

/* ---- making values ---- */

static struct value *
form_value(struct form_reader *reader, enum value_type type)
{
    struct value *value = ARENA_NEW(reader->arena, struct value);

    value->type = type;
    return value;
}

struct value *
form_text_value(struct form_reader *reader, struct text text)
{
    struct value *value = form_value(reader, VALUE_TEXT);

    value->text = text;
    return value;
}

static struct value *
form_copy(struct form_reader *reader, const struct value *value)
{
    struct value *copy = form_value(reader, value->type);

    copy->integer = value->integer;
    copy->text = value->text;
    return copy;
}

struct form_parent
form_parent(struct arena *arena, enum value_type type)
{
    struct value *value = ARENA_NEW(arena, struct value);

    value->type = type;
    return (struct form_parent){value, &value->first};
}

void
form_append(struct form_parent *parent, struct text key, struct value *child)
{
    child->key = key;
    child->next = NULL;
    *parent->end = child;
    parent->end = &child->next;
    parent->value->count++;
}

/* ---- mistakes ---- */

struct value *
form_mistake(struct form_reader *reader, struct text path, enum refusal refusal, struct text detail)
{
    if (reader->mistakes_count < FORM_MISTAKES_MAX)
        reader->mistakes[reader->mistakes_count++] = (struct field_mistake){path, refusal, detail};
    return NULL;
}

static void
form_warning(struct form_reader *reader, struct text path, enum refusal refusal, struct text detail)
{
    if (reader->warnings_count < FORM_MISTAKES_MAX)
        reader->warnings[reader->warnings_count++] = (struct field_mistake){path, refusal, detail};
}

struct value *
form_wrong_type(struct form_reader *reader, const struct field_rule *field, struct text path)
{
    return form_mistake(reader, path, FIELD_MUST_BE_OF_ITS_TYPE, field_type_word(field->type));
}

bool
form_is_empty(const struct value *value)
{
    return value == NULL || value->type == VALUE_NULL ||
           (value->type == VALUE_TEXT && text_is_empty(text_trim(value->text)));
}

/* ---- single values ---- */

static struct value *
form_read_text(struct form_reader *reader, const struct field_rule *field,
               const struct value *value, struct text path)
{
    int otherwise = field->type == FIELD_LONG_TEXT ? FORM_LONG_TEXT_MAX : FORM_TEXT_MAX;
    int most = field->characters_max > 0 ? field->characters_max : otherwise;
    struct text text = text_trim(value_text(value));

    if (!value_is(value, VALUE_TEXT))
        return form_wrong_type(reader, field, path);
    if (text.length > (size_t)most * 4 || text_characters(text) > (size_t)most)
        return form_mistake(reader, path, FIELD_MUST_NOT_BE_TOO_LONG,
                            text_format(reader->arena, "%d", most));
    if (text_has_hidden(text))
        return form_mistake(reader, path, FIELD_MUST_NOT_HIDE_CHARACTERS, TEXT(""));
    for (size_t i = 0; field->type == FIELD_TEXT && i < text.length; i++)
        if (text.bytes[i] == '\n' || text.bytes[i] == '\t')
            return form_mistake(reader, path, FIELD_MUST_NOT_HIDE_CHARACTERS, TEXT(""));
    return form_text_value(reader, text);
}

static bool
form_is_out_of_bounds(const struct field_rule *field, int64_t number, int64_t unit)
{
    return field->least <= field->most &&
           (number < field->least * unit || number > field->most * unit);
}

static struct value *
form_out_of_bounds(struct form_reader *reader, const struct field_rule *field, struct text path)
{
    return form_mistake(reader, path, FIELD_MUST_BE_IN_BOUNDS,
                        text_format(reader->arena, "%d..%d", field->least, field->most));
}

static struct value *
form_read_integer(struct form_reader *reader, const struct field_rule *field,
                  const struct value *value, struct text path)
{
    if (!value_is(value, VALUE_INTEGER))
        return form_wrong_type(reader, field, path);
    if (form_is_out_of_bounds(field, value->integer, 1))
        return form_out_of_bounds(reader, field, path);
    return form_copy(reader, value);
}

/* Folded, when it is a text short enough to be an identifier; empty otherwise. */
static struct text
form_folded(struct form_reader *reader, const struct value *value)
{
    struct text text = value_text(value);

    return text.length > NUMBER_BYTES_MAX ? TEXT("") : text_fold(text, reader->arena);
}

static struct value *
form_read_money(struct form_reader *reader, const struct field_rule *field,
                const struct value *value, struct text path)
{
    struct money money;

    if (!money_parse(form_folded(reader, value), &money))
        return form_wrong_type(reader, field, path);
    if (form_is_out_of_bounds(field, money.fen, 100))
        return form_out_of_bounds(reader, field, path);
    return form_text_value(reader, money_text(money, reader->arena));
}

static struct value *
form_read_date(struct form_reader *reader, const struct value *value, struct text path)
{
    struct date date;
    struct text text = form_folded(reader, value);

    if (!date_parse(text, &date))
        return form_mistake(reader, path, DATE_MUST_EXIST, TEXT("YYYY-MM-DD"));
    return form_text_value(reader, text);
}

static struct value *
form_read_boolean(struct form_reader *reader, const struct field_rule *field,
                  const struct value *value, struct text path)
{
    if (!value_is(value, VALUE_TRUE) && !value_is(value, VALUE_FALSE))
        return form_wrong_type(reader, field, path);
    return form_copy(reader, value);
}

static struct text
form_choice_names(const struct choice *choices, size_t count, struct arena *arena)
{
    struct buffer list = buffer_open(arena, 128);

    for (size_t i = 0; i < count; i++)
        buffer_add_format(&list, "%s%.*s", i > 0 ? ", " : "", TEXT_ARGS(choices[i].name));
    return buffer_text(&list);
}

static struct value *
form_read_choice(struct form_reader *reader, const struct field_rule *field,
                 const struct value *value, struct text path)
{
    size_t count;
    const struct choice *choices = procedure_choices(reader->context->procedure, field, &count);
    struct text text = text_trim(value_text(value));

    for (size_t i = 0; i < count; i++)
        if (text_equal(choices[i].name, text))
            return form_text_value(reader, text);
    return form_mistake(reader, path, FIELD_MUST_BE_ONE_OF_THE_CHOICES,
                        form_choice_names(choices, count, reader->arena));
}

/* Ids of courts and accounts are made by this program; whether they exist the corridor knows. */
static bool
form_is_id(struct text text)
{
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool is_good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || c == '.' || c == ':' || c == '@';
        if (!is_good)
            return false;
    }
    return text.length > 0 && text.length <= FORM_ID_MAX;
}

static struct value *
form_read_id(struct form_reader *reader, const struct field_rule *field, const struct value *value,
             struct text path)
{
    struct text text = form_folded(reader, value);

    return form_is_id(text) ? form_text_value(reader, text) : form_wrong_type(reader, field, path);
}

static struct value *
form_read_case_number(struct form_reader *reader, const struct value *value, struct text path)
{
    struct case_number number;
    enum number_reason reason = case_number_read(value_text(value), reader->arena, &number);

    if (reason != NUMBER_IS_VALID)
        return form_mistake(reader, path, CASE_NUMBER_MUST_BE_VALID, number_reason_key(reason));
    return form_text_value(reader, case_number_text(&number, reader->arena));
}

static struct value *
form_read_resident_id(struct form_reader *reader, const struct value *value, struct text path)
{
    struct resident_id id;
    enum number_reason reason =
        resident_id_read(value_text(value), reader->context->today, reader->arena, &id);

    if (reason != NUMBER_IS_VALID)
        return form_mistake(reader, path, IDENTITY_NUMBER_MUST_BE_VALID, number_reason_key(reason));
    return form_text_value(reader, id.text);
}

static struct value *
form_read_credit_code(struct form_reader *reader, const struct value *value, struct text path)
{
    struct credit_code code;
    enum number_reason reason = credit_code_read(value_text(value), reader->arena, &code);

    if (reason != NUMBER_IS_VALID)
        return form_mistake(reader, path, IDENTITY_NUMBER_MUST_BE_VALID, number_reason_key(reason));
    return form_text_value(reader, code.text);
}

static struct value *
form_read_file(struct form_reader *reader, const struct field_rule *field,
               const struct value *value, struct text path)
{
    struct digest digest;

    if (!digest_parse(value_text(value), &digest))
        return form_wrong_type(reader, field, path);
    if (reader->files_count >= FORM_FILES_MAX)
        return form_mistake(reader, path, FIELD_MUST_BE_IN_BOUNDS,
                            text_format(reader->arena, "0..%d", FORM_FILES_MAX));
    if (reader->files == NULL)
        reader->files = ARENA_MANY(reader->arena, FORM_FILES_MAX, struct text);
    reader->files[reader->files_count++] = value->text;
    return form_text_value(reader, value->text);
}

/* ---- lists ---- */

static struct value *form_read(struct form_reader *reader, const struct field_rule *field,
                               const struct value *value, struct text path);

static bool
form_count_is_right(struct form_reader *reader, const struct field_rule *field,
                    const struct value *value, struct text path)
{
    bool has_bounds = field->least <= field->most;
    size_t least = has_bounds ? (size_t)field->least : 1;
    size_t most = has_bounds ? (size_t)field->most : FORM_ENTRIES_MAX;

    if (!value_is(value, VALUE_ARRAY)) {
        form_wrong_type(reader, field, path);
        return false;
    }
    if (value->count >= least && value->count <= most)
        return true;
    form_mistake(reader, path, FIELD_MUST_HAVE_ENOUGH_ENTRIES,
                 text_format(reader->arena, "%zu..%zu", least, most));
    return false;
}

static struct value *
form_read_files(struct form_reader *reader, const struct field_rule *field,
                const struct value *value, struct text path)
{
    struct form_parent list = form_parent(reader->arena, VALUE_ARRAY);
    int i = 0;

    if (!form_count_is_right(reader, field, value, path))
        return NULL;
    for (const struct value *entry = value->first; entry != NULL; entry = entry->next, i++) {
        struct text place = text_format(reader->arena, "%.*s[%d]", TEXT_ARGS(path), i);
        struct value *file = form_read_file(reader, field, entry, place);

        if (file != NULL)
            form_append(&list, TEXT(""), file);
    }
    return list.value;
}

/* Where a choice of the members wants so many entries ("at least one defendant"). */
static void
form_check_choice_counts(struct form_reader *reader, const struct field_rule *member,
                         const struct value *list, struct text path)
{
    size_t count;
    const struct choice *choices = procedure_choices(reader->context->procedure, member, &count);

    for (size_t i = 0; i < count; i++) {
        int found = 0;
        for (const struct value *entry = list->first; entry != NULL; entry = entry->next)
            found +=
                text_equal(value_text(value_member_named(entry, member->name)), choices[i].name);
        if (found < choices[i].least)
            form_mistake(reader, path, FIELD_MUST_HAVE_ENOUGH_ENTRIES, choices[i].name);
    }
}

static const struct demand_rule *
form_demand(const struct procedure *procedure, struct text name)
{
    for (size_t i = 0; i < procedure->demands_count; i++)
        if (text_equal(procedure->demands[i].name, name))
            return &procedure->demands[i];
    return NULL;
}

/* A ground that speaks of something no court may demand: the officer should look again. */
static void
form_look_for_demands(struct form_reader *reader, struct text ground, struct text path)
{
    const struct procedure *procedure = reader->context->procedure;

    for (size_t i = 0; i < procedure->demands_count; i++) {
        const struct demand_rule *demand = &procedure->demands[i];

        for (size_t j = 0; j < demand->phrases_count; j++) {
            struct text phrase = demand->phrases[j];
            if (memmem(ground.bytes, ground.length, phrase.bytes, phrase.length) == NULL)
                continue;
            form_warning(reader, path, NOTICE_MUST_NOT_DEMAND_MORE, demand->name);
            break;
        }
    }
}

/* Does any earlier entry name the same material? */
static bool
form_repeats(const struct value *list, const struct value *entry, struct text item)
{
    for (const struct value *other = list->first; other != entry; other = other->next)
        if (text_equal(value_member_text(other, "item"), item))
            return true;
    return false;
}

/* The rules of entries that name a material. */
static void
form_check_item(struct form_reader *reader, const struct field_rule *field,
                const struct value *list, const struct value *entry, struct text path)
{
    struct text item = value_member_text(entry, "item");
    struct text ground = value_member_text(entry, "ground");
    struct text verdict = value_member_text(entry, "verdict");
    struct text place = text_format(reader->arena, "%.*s.item", TEXT_ARGS(path));

    if (text_is_empty(item))
        return;
    if (field->type == FIELD_DEFECTS && form_demand(reader->context->procedure, item) != NULL)
        form_mistake(reader, place, NOTICE_MUST_NOT_DEMAND_MORE, item);
    else if (procedure_item(reader->context->procedure, item) == NULL)
        form_mistake(reader, place, MATERIAL_MUST_BE_ON_THE_LIST, TEXT(""));
    if (field->type != FIELD_MATERIALS && form_repeats(list, entry, item))
        form_mistake(reader, place, FIELD_MUST_NOT_REPEAT, item);
    if ((text_is(verdict, "missing") || text_is(verdict, "defective")) && text_is_empty(ground))
        form_mistake(reader, text_format(reader->arena, "%.*s.ground", TEXT_ARGS(path)),
                     FIELD_MUST_BE_GIVEN, TEXT(""));
    if (field->type != FIELD_MATERIALS)
        form_look_for_demands(reader, ground,
                              text_format(reader->arena, "%.*s.ground", TEXT_ARGS(path)));
}

/* A material is a file or lies on paper; a file that is named wrongly has its own mistake. */
static void
form_check_material(struct form_reader *reader, const struct value *raw, struct text path)
{
    if (form_is_empty(value_member(raw, "file")) && !value_member_is_true(raw, "paper"))
        form_mistake(reader, text_format(reader->arena, "%.*s.file", TEXT_ARGS(path)),
                     FILE_MUST_BE_UPLOADED, TEXT(""));
}

static bool
form_names_items(enum field_type type)
{
    return type == FIELD_MATERIALS || type == FIELD_VERDICTS || type == FIELD_DEFECTS;
}

static void
form_check_list(struct form_reader *reader, const struct field_rule *field,
                const struct value *list, const struct value *raw, struct text path)
{
    size_t count;
    const struct field_rule *members = form_members(field, &count);
    const struct value *as_typed = raw->first;
    int i = 0;

    for (const struct value *entry = list->first; entry != NULL && form_names_items(field->type);
         entry = entry->next, as_typed = as_typed->next, i++) {
        struct text place = text_format(reader->arena, "%.*s[%d]", TEXT_ARGS(path), i);

        form_check_item(reader, field, list, entry, place);
        if (field->type == FIELD_MATERIALS)
            form_check_material(reader, as_typed, place);
    }
    for (size_t j = 0; j < count; j++)
        if (members[j].type == FIELD_CHOICE)
            form_check_choice_counts(reader, &members[j], list, path);
}

static struct value *
form_read_list(struct form_reader *reader, const struct field_rule *field,
               const struct value *value, struct text path)
{
    struct form_parent list = form_parent(reader->arena, VALUE_ARRAY);
    size_t count;
    const struct field_rule *members = form_members(field, &count);
    int i = 0;

    if (!form_count_is_right(reader, field, value, path))
        return NULL;
    for (const struct value *entry = value->first; entry != NULL; entry = entry->next, i++) {
        struct text place = text_format(reader->arena, "%.*s[%d]", TEXT_ARGS(path), i);
        struct value *object = form_read_object(reader, members, count, entry, place);

        /* An entry with mistakes still counts, so that the places of later ones stay right. */
        form_append(&list, TEXT(""), object != NULL ? object : form_value(reader, VALUE_OBJECT));
    }
    form_check_list(reader, field, list.value, value, path);
    return list.value;
}

static struct value *
form_read(struct form_reader *reader, const struct field_rule *field, const struct value *value,
          struct text path)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_LONG_TEXT: return form_read_text(reader, field, value, path);
    case FIELD_INTEGER: return form_read_integer(reader, field, value, path);
    case FIELD_MONEY: return form_read_money(reader, field, value, path);
    case FIELD_DATE: return form_read_date(reader, value, path);
    case FIELD_BOOLEAN: return form_read_boolean(reader, field, value, path);
    case FIELD_TICK:
    case FIELD_CHOICE: return form_read_choice(reader, field, value, path);
    case FIELD_COURT:
    case FIELD_ACCOUNT: return form_read_id(reader, field, value, path);
    case FIELD_NUMBER: return form_read_case_number(reader, value, path);
    case FIELD_RESIDENT_ID: return form_read_resident_id(reader, value, path);
    case FIELD_CREDIT_CODE: return form_read_credit_code(reader, value, path);
    case FIELD_FILE: return form_read_file(reader, field, value, path);
    case FIELD_FILES: return form_read_files(reader, field, value, path);
    case FIELD_ELEMENTS: return form_read_elements(reader, field, value, path);
    default: return form_read_list(reader, field, value, path);
    }
}

/* ---- objects ---- */

struct text
form_path(struct form_reader *reader, struct text path, struct text name)
{
    if (text_is_empty(path))
        return name;
    return text_format(reader->arena, "%.*s.%.*s", TEXT_ARGS(path), TEXT_ARGS(name));
}

static void
form_find_unknown(struct form_reader *reader, const struct field_rule *fields, size_t count,
                  const struct value *object, struct text path)
{
    for (const struct value *member = object->first; member != NULL; member = member->next) {
        bool is_known = false;

        for (size_t i = 0; i < count && !is_known; i++)
            is_known = text_equal(fields[i].name, member->key);
        /* A name nobody declared is a stranger's text: only its beginning is given back. */
        if (!is_known)
            form_mistake(reader,
                         form_path(reader, path,
                                   member->key.length <= FORM_ID_MAX ? member->key : TEXT("…")),
                         FIELD_MUST_BE_KNOWN, TEXT(""));
    }
}

/* Conditions of a form speak of its own values, as they are read: first all values, then what is
 * required because of them. */
static void
form_find_missing(struct form_reader *reader, const struct field_rule *fields, size_t count,
                  const struct value *object, const struct value *understood, struct text path)
{
    struct guard_context context = *reader->context;

    context.fields = understood;
    context.is_look = false;
    for (size_t i = 0; i < count; i++) {
        bool is_asked = fields[i].asked_if == NULL || guard_holds(fields[i].asked_if, &context);

        if (!form_is_empty(value_member_named(object, fields[i].name))) {
            if (!is_asked)
                form_mistake(reader, form_path(reader, path, fields[i].name),
                             FIELD_MUST_BE_ASKED_FOR, TEXT(""));
            continue;
        }
        if (is_asked && guard_requires(fields[i].is_required, fields[i].required_if, &context))
            form_mistake(reader, form_path(reader, path, fields[i].name), FIELD_MUST_BE_GIVEN,
                         TEXT(""));
    }
}

struct value *
form_read_object(struct form_reader *reader, const struct field_rule *fields, size_t count,
                 const struct value *object, struct text path)
{
    struct form_parent understood = form_parent(reader->arena, VALUE_OBJECT);

    if (!value_is(object, VALUE_OBJECT))
        return form_mistake(reader, path, FIELD_MUST_BE_OF_ITS_TYPE, TEXT("object"));
    for (size_t i = 0; i < count; i++) {
        const struct value *value = value_member_named(object, fields[i].name);
        struct value *read =
            form_is_empty(value)
                ? NULL
                : form_read(reader, &fields[i], value, form_path(reader, path, fields[i].name));

        if (read != NULL)
            form_append(&understood, fields[i].name, read);
    }
    form_find_missing(reader, fields, count, object, understood.value, path);
    form_find_unknown(reader, fields, count, object, path);
    return understood.value;
}

struct form
form_result(struct form_reader *reader, const struct value *understood)
{
    return (struct form){
        .understood = understood,
        .mistakes = reader->mistakes,
        .mistakes_count = reader->mistakes_count,
        .warnings = reader->warnings,
        .warnings_count = reader->warnings_count,
        .files = reader->files,
        .files_count = reader->files_count,
    };
}

struct form
form_check(const struct guard_context *context, const struct value *fields, struct arena *arena)
{
    static const struct value nothing = {.type = VALUE_OBJECT};
    struct form_reader *reader = ARENA_NEW(arena, struct form_reader);
    struct value *understood;

    reader->context = context;
    reader->arena = arena;
    understood = form_read_object(reader, context->step->fields, context->step->fields_count,
                                  fields == NULL ? &nothing : fields, TEXT(""));
    if (understood != NULL)
        form_take_amount(reader, understood);
    return form_result(reader, understood);
}

struct form
form_check_fields(const struct field_rule *fields, size_t count, struct date today,
                  const struct value *values, struct arena *arena)
{
    static const struct procedure no_procedure;
    static const struct matter_facts no_facts;
    static const struct asker nobody;
    struct step step = {.fields = fields, .fields_count = count};
    struct guard_context context = {
        .procedure = &no_procedure,
        .facts = &no_facts,
        .step = &step,
        .asker = &nobody,
        .today = today,
    };

    return form_check(&context, values, arena);
}
