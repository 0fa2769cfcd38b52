/* form.c: one reader per type of field. Readers give the value as understood, or NULL after adding
 * a mistake; lists read their entries with the same readers, to a depth the loader bounds. */
#include "law/form.h"

#include "base/digest.h"
#include "base/money.h"
#include "law/case_number.h"
#include "law/credit_code.h"
#include "law/resident_id.h"

#include <string.h>

enum { FORM_TEXT_MAX = 200, FORM_LONG_TEXT_MAX = 20000, FORM_ENTRIES_MAX = 500, FORM_ID_MAX = 64 };

#define FORM_NO_BOUNDS .least = 1, .most = 0

static const struct field_rule material_members[] = {
    {.name = {"item", 4},
     .words = {{TEXT_INIT("材料"), TEXT_INIT("자료"), TEXT_INIT("Material")}},
     .type = FIELD_TEXT,
     .is_required = true,
     FORM_NO_BOUNDS},
    {.name = {"file", 4},
     .words = {{TEXT_INIT("文件"), TEXT_INIT("파일"), TEXT_INIT("File")}},
     .type = FIELD_FILE,
     FORM_NO_BOUNDS},
    {.name = {"title", 5},
     .words = {{TEXT_INIT("名称"), TEXT_INIT("이름"), TEXT_INIT("Title")}},
     .type = FIELD_TEXT,
     FORM_NO_BOUNDS},
    {.name = {"paper", 5},
     .words = {{TEXT_INIT("纸质"), TEXT_INIT("종이"), TEXT_INIT("On paper")}},
     .type = FIELD_BOOLEAN,
     FORM_NO_BOUNDS},
    {.name = {"original", 8},
     .words = {{TEXT_INIT("原件"), TEXT_INIT("원본"), TEXT_INIT("Original")}},
     .type = FIELD_BOOLEAN,
     FORM_NO_BOUNDS},
    {.name = {"pages", 5},
     .words = {{TEXT_INIT("页数"), TEXT_INIT("쪽수"), TEXT_INIT("Pages")}},
     .type = FIELD_INTEGER,
     .least = 1,
     .most = 10000},
};

static const struct choice verdict_choices[] = {
    {.name = {"ok", 2}, .words = {{TEXT_INIT("合格"), TEXT_INIT("적합"), TEXT_INIT("In order")}}},
    {.name = {"missing", 7},
     .words = {{TEXT_INIT("缺少"), TEXT_INIT("누락"), TEXT_INIT("Missing")}}},
    {.name = {"defective", 9},
     .words = {{TEXT_INIT("需补正"), TEXT_INIT("보정 필요"), TEXT_INIT("Defective")}}},
    {.name = {"not_needed", 10},
     .words = {{TEXT_INIT("不适用"), TEXT_INIT("해당 없음"), TEXT_INIT("Not needed")}}},
};

static const struct field_rule verdict_members[] = {
    {.name = {"item", 4},
     .words = {{TEXT_INIT("材料"), TEXT_INIT("자료"), TEXT_INIT("Material")}},
     .type = FIELD_TEXT,
     .is_required = true,
     FORM_NO_BOUNDS},
    {.name = {"verdict", 7},
     .words = {{TEXT_INIT("审核结果"), TEXT_INIT("심사 결과"), TEXT_INIT("Verdict")}},
     .type = FIELD_CHOICE,
     .is_required = true,
     .choices = verdict_choices,
     .choices_count = 4,
     FORM_NO_BOUNDS},
    {.name = {"ground", 6},
     .words = {{TEXT_INIT("说明"), TEXT_INIT("사유"), TEXT_INIT("Ground")}},
     .type = FIELD_LONG_TEXT,
     .characters_max = 2000,
     FORM_NO_BOUNDS},
};

static const struct field_rule defect_members[] = {
    {.name = {"item", 4},
     .words = {{TEXT_INIT("材料"), TEXT_INIT("자료"), TEXT_INIT("Material")}},
     .type = FIELD_TEXT,
     .is_required = true,
     FORM_NO_BOUNDS},
    {.name = {"ground", 6},
     .words = {{TEXT_INIT("需要补正的内容"), TEXT_INIT("보정할 내용"),
                TEXT_INIT("What to correct")}},
     .type = FIELD_LONG_TEXT,
     .is_required = true,
     .characters_max = 2000,
     FORM_NO_BOUNDS},
};

const struct field_rule *
form_members(const struct field_rule *field, size_t *count)
{
    switch (field->type) {
    case FIELD_MATERIALS:
        *count = sizeof material_members / sizeof *material_members;
        return material_members;
    case FIELD_VERDICTS:
        *count = sizeof verdict_members / sizeof *verdict_members;
        return verdict_members;
    case FIELD_DEFECTS:
        *count = sizeof defect_members / sizeof *defect_members;
        return defect_members;
    default: *count = field->members_count; return field->members;
    }
}

struct form_reader {
    const struct guard_context *context;
    struct arena *arena;
    struct field_mistake mistakes[FORM_MISTAKES_MAX], warnings[FORM_MISTAKES_MAX];
    int mistakes_count, warnings_count;
    struct text *files;
    int files_count;
};

/* ---- making values ---- */

static struct value *
form_value(struct form_reader *reader, enum value_type type)
{
    struct value *value = ARENA_NEW(reader->arena, struct value);

    value->type = type;
    return value;
}

static struct value *
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

/* A parent that grows at its end. */
struct form_parent {
    struct value *value;
    const struct value **end;
};

static struct form_parent
form_parent(struct arena *arena, enum value_type type)
{
    struct value *value = ARENA_NEW(arena, struct value);

    value->type = type;
    return (struct form_parent){value, &value->first};
}

static void
form_append(struct form_parent *parent, struct text key, struct value *child)
{
    child->key = key;
    child->next = NULL;
    *parent->end = child;
    parent->end = &child->next;
    parent->value->count++;
}

/* ---- mistakes ---- */

static struct value *
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

static struct value *
form_wrong_type(struct form_reader *reader, const struct field_rule *field, struct text path)
{
    return form_mistake(reader, path, FIELD_MUST_BE_OF_ITS_TYPE, field_type_word(field->type));
}

static bool
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
static struct value *form_read_object(struct form_reader *reader, const struct field_rule *fields,
                                      size_t count, const struct value *object, struct text path);

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

static struct value *form_read_elements(struct form_reader *reader, const struct field_rule *field,
                                        const struct value *value, struct text path);

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

static struct text
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

static struct value *
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

/* ---- element forms ---- */

/* The claimant's own total and what its parts come to: one of them is put right, or the difference
 * is explained. Nobody's figures are changed. */
static void
form_check_totals(struct form_reader *reader, const struct element_form *form,
                  const struct value *elements, const struct value *understood, struct text path)
{
    for (size_t i = 0; i < form->totals_count; i++) {
        const struct element_total *total = &form->totals[i];
        struct money given, sum = element_total_sum(total, understood);
        bool is_explained = !form_is_empty(value_member_named(understood, total->explained_by));

        if (!money_parse(value_text(value_member_named(understood, total->field)), &given))
            continue;
        if (element_total_parts(total, elements) != element_total_parts(total, understood))
            continue; /* a part is mistyped, which is its own mistake */
        if (sum.fen != given.fen && !is_explained)
            form_mistake(reader, form_path(reader, path, total->field),
                         TOTAL_MUST_AGREE_OR_BE_EXPLAINED, money_text(sum, reader->arena));
    }
}

static struct value *
form_read_element_fields(struct form_reader *reader, const struct element_form *form,
                         const struct value *elements, struct text path)
{
    struct value *understood =
        form_read_object(reader, form->fields, form->fields_count, elements, path);

    if (understood != NULL)
        form_check_totals(reader, form, elements, understood, path);
    return understood;
}

/* Which form is meant stands beside the answers. */
static const struct value *
form_answers(struct form_reader *reader, const struct value *elements)
{
    struct form_parent answers = form_parent(reader->arena, VALUE_OBJECT);

    for (const struct value *member = value_is(elements, VALUE_OBJECT) ? elements->first : NULL;
         member != NULL; member = member->next) {
        struct value *copy;

        if (text_is(member->key, "form") || text_is(member->key, "edition"))
            continue;
        copy = ARENA_NEW(reader->arena, struct value);
        *copy = *member;
        form_append(&answers, member->key, copy);
    }
    return answers.value;
}

static struct text
form_names_of_forms(struct form_reader *reader)
{
    const struct element_forms *forms = reader->context->forms;
    struct buffer list = buffer_open(reader->arena, 128);

    for (size_t i = 0; forms != NULL && i < forms->count; i++) {
        const struct element_form *form = &forms->forms[i];
        if (text_equal(form->procedure, reader->context->procedure->name) &&
            element_form_on(forms, form->name, reader->context->today) == form)
            buffer_add_format(&list, "%s%.*s", list.length > 0 ? ", " : "", TEXT_ARGS(form->name));
    }
    return buffer_text(&list);
}

/* What is handed in today is asked as the edition of today asks. */
static struct value *
form_read_elements(struct form_reader *reader, const struct field_rule *field,
                   const struct value *value, struct text path)
{
    struct text name = value_member_text(value, "form");
    struct text edition = value_member_text(value, "edition");
    const struct element_form *form =
        element_form_on(reader->context->forms, name, reader->context->today);
    struct form_parent understood = form_parent(reader->arena, VALUE_OBJECT);
    struct value *answers;

    if (!value_is(value, VALUE_OBJECT))
        return form_wrong_type(reader, field, path);
    /* A form was meant, whichever: what is asked for only without one is not missing. */
    if (form == NULL || !text_equal(form->procedure, reader->context->procedure->name)) {
        form_mistake(reader, form_path(reader, path, TEXT("form")),
                     FIELD_MUST_BE_ONE_OF_THE_CHOICES, form_names_of_forms(reader));
        return understood.value;
    }
    if (!text_is_empty(edition) && !text_equal(edition, form->edition)) {
        form_mistake(reader, form_path(reader, path, TEXT("edition")),
                     FIELD_MUST_BE_ONE_OF_THE_CHOICES, form->edition);
        return understood.value;
    }
    answers = form_read_element_fields(reader, form, form_answers(reader, value), path);
    form_append(&understood, TEXT("form"), form_text_value(reader, form->name));
    form_append(&understood, TEXT("edition"), form_text_value(reader, form->edition));
    for (const struct value *member = answers->first, *next; member != NULL; member = next) {
        struct value *copy = ARENA_NEW(reader->arena, struct value);

        next = member->next;
        *copy = *member;
        form_append(&understood, member->key, copy);
    }
    return understood.value;
}

/* The total of an element form is the amount in dispute: asked once, known under the name that
 * everything else knows it by. */
static void
form_take_amount(struct form_reader *reader, struct value *understood)
{
    const struct step *step = reader->context->step;
    const struct element_form *form = NULL;
    const struct value *elements = NULL, *last = understood->first, *said;
    struct text total;

    for (size_t i = 0; i < step->fields_count; i++)
        if (step->fields[i].type == FIELD_ELEMENTS)
            elements = value_member_named(understood, step->fields[i].name);
    if (elements != NULL)
        form = element_form_of(reader->context->forms, elements, reader->context->today);
    if (form == NULL || text_is_empty(form->amount))
        return;
    total = value_text(value_member_named(elements, form->amount));
    said = value_member(understood, "amount");
    if (said != NULL && !text_is_empty(total) && !text_equal(value_text(said), total))
        form_mistake(reader, TEXT("amount"), AMOUNT_MUST_BE_THE_TOTAL,
                     text_format(reader->arena, "%.*s ≠ %.*s", TEXT_ARGS(value_text(said)),
                                 TEXT_ARGS(total)));
    for (size_t i = 0; i < step->fields_count && said == NULL && !text_is_empty(total); i++) {
        struct form_parent end = {understood, NULL};

        if (!text_is(step->fields[i].name, "amount") || step->fields[i].type != FIELD_MONEY)
            continue;
        while (last->next != NULL)
            last = last->next;
        end.end = &((struct value *)last)->next;
        form_append(&end, step->fields[i].name, form_text_value(reader, total));
    }
}

static struct form
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
form_check_elements(const struct element_form *form, struct date today,
                    const struct value *elements, struct arena *arena)
{
    static const struct procedure no_procedure;
    static const struct matter_facts no_facts;
    static const struct asker nobody;
    static const struct step no_step;
    const struct guard_context context = {
        .procedure = &no_procedure,
        .facts = &no_facts,
        .step = &no_step,
        .asker = &nobody,
        .today = today,
    };
    struct form_reader *reader = ARENA_NEW(arena, struct form_reader);

    reader->context = &context;
    reader->arena = arena;
    return form_result(
        reader, form_read_element_fields(reader, form, form_answers(reader, elements), TEXT("")));
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

/* ---- showing ---- */

struct form_viewer {
    const struct asker *asker;
    const struct matter_facts *facts;
    struct arena *arena;
};

static bool
form_hides(const struct form_viewer *viewer, const struct field_rule *field,
           const struct value *object)
{
    if (field == NULL || !field->is_protected)
        return false;
    return !access_may_see(viewer->asker, viewer->facts, SIGHT_ADDRESS,
                           value_member_text(object, "account"));
}

static const struct field_rule *
form_rule_named(const struct field_rule *fields, size_t count, struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(fields[i].name, name))
            return &fields[i];
    return NULL;
}

static struct value *form_show_object(const struct form_viewer *viewer,
                                      const struct field_rule *fields, size_t count,
                                      const struct value *object);

static struct value *
form_show_value(const struct form_viewer *viewer, const struct field_rule *field,
                const struct value *value)
{
    size_t count = 0;
    const struct field_rule *members = field == NULL ? NULL : form_members(field, &count);
    struct value *copy = ARENA_NEW(viewer->arena, struct value);

    *copy = *value;
    if (count > 0 && value->type == VALUE_ARRAY) {
        struct form_parent list = form_parent(viewer->arena, VALUE_ARRAY);

        for (const struct value *entry = value->first; entry != NULL; entry = entry->next)
            form_append(&list, TEXT(""), form_show_object(viewer, members, count, entry));
        copy = list.value;
    }
    return copy;
}

static struct value *
form_show_object(const struct form_viewer *viewer, const struct field_rule *fields, size_t count,
                 const struct value *object)
{
    struct form_parent shown = form_parent(viewer->arena, VALUE_OBJECT);

    for (const struct value *member = object->first; member != NULL; member = member->next) {
        const struct field_rule *field = form_rule_named(fields, count, member->key);

        if (!form_hides(viewer, field, object))
            form_append(&shown, member->key, form_show_value(viewer, field, member));
    }
    return shown.value;
}

const struct value *
form_shown(const struct step *step, const struct value *fields, const struct asker *asker,
           const struct matter_facts *facts, struct arena *arena)
{
    struct form_viewer viewer = {asker, facts, arena};

    if (!value_is(fields, VALUE_OBJECT))
        return fields;
    return form_show_object(&viewer, step->fields, step->fields_count, fields);
}
