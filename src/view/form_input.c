/* form_input.c: pairs are sorted once, so that a form of thousands of controls is read in one go;
 * then the field rules are walked, and what nobody asked for is left over. */
#include "view/form_input.h"

#include "base/date.h"
#include "base/money.h"
#include "law/form.h"
#include "law/number.h"

#include <stdlib.h>

enum { ENTRIES_MAX = 500, SHOWN_BYTES_MAX = 64 };

/* ---- which fields ---- */

static bool
is_listed(const char *const *names, struct text name)
{
    for (; names != NULL && *names != NULL; names++) {
        if (text_is(name, *names))
            return true;
    }
    return false;
}

bool
form_rules_show(const struct form_rules *rules, const struct field_rule *field, bool is_top)
{
    if (is_listed(rules->without, field->name))
        return false;
    return !is_top || rules->only == NULL || is_listed(rules->only, field->name);
}

bool
form_rules_is_list(const struct field_rule *field)
{
    size_t count = 0;
    form_members(field, &count);
    return count > 0 || field->type == FIELD_FILES;
}

/* ---- pairs by name ---- */

struct slot {
    struct text name, value;
    size_t order;
    bool is_used;
};

struct reader {
    const struct form_rules *rules;
    struct arena *arena;
    struct slot *slots;
    size_t count;
    struct text add, remove;
    bool is_edit;
};

static int
compare_slots(const void *a, const void *b)
{
    const struct slot *one = a, *other = b;
    int order = text_compare(one->name, other->name);
    if (order != 0)
        return order;
    return one->order < other->order ? -1 : 1;
}

/* The first slot whose name is not before this one. */
static size_t
place_of(const struct reader *reader, struct text name)
{
    size_t low = 0, high = reader->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(reader->slots[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The value of the last control of that name; false where there is none. */
static bool
take(struct reader *reader, struct text name, struct text *value)
{
    bool is_there = false;
    for (size_t i = place_of(reader, name);
         i < reader->count && text_equal(reader->slots[i].name, name); i++) {
        reader->slots[i].is_used = true;
        *value = reader->slots[i].value;
        is_there = true;
    }
    return is_there;
}

static struct text
taken(struct reader *reader, const char *name)
{
    struct text value = TEXT("");
    take(reader, text_of(name), &value);
    return value;
}

/* ---- cleaning ---- */

static bool
is_number_like(struct text text)
{
    return text.length > 0 && text.length <= NUMBER_BYTES_MAX;
}

/* Without every occurrence of the signs, which are texts of one character. */
static struct text
without_signs(struct text text, const char *const *signs, struct arena *arena)
{
    struct buffer left = buffer_open(arena, text.length + 1);
    for (size_t at = 0; at < text.length;) {
        size_t before = at;
        text_next(text, &at);
        struct text one = {text.bytes + before, at - before};
        if (!is_listed(signs, one))
            buffer_add_text(&left, one);
    }
    return buffer_text(&left);
}

static struct value *
clean_money(struct text typed, struct arena *arena)
{
    static const char *const signs[] = {"元", "圆", "￥", "¥", ",", "，", NULL};
    struct money money;
    if (!is_number_like(typed))
        return build_text(typed, arena);
    struct text folded = without_signs(text_fold(typed, arena), signs, arena);
    if (text_starts_with(folded, "人民币"))
        folded = (struct text){folded.bytes + strlen("人民币"), folded.length - strlen("人民币")};
    return build_text(money_parse(folded, &money) ? folded : typed, arena);
}

static struct value *
clean_integer(struct text typed, struct arena *arena)
{
    static const char *const signs[] = {",", NULL};
    int64_t number;
    if (!is_number_like(typed))
        return build_text(typed, arena);
    struct text folded = without_signs(text_fold(typed, arena), signs, arena);
    if (!text_number(folded, &number) || number > VALUE_INTEGER_MAX)
        return build_text(typed, arena);
    return build_integer(number, arena);
}

/* A run of digits into a number; moves past it and one sign that may stand behind it. */
static bool
take_digits(struct text *rest, int *number)
{
    size_t at = 0;
    *number = 0;
    while (at < rest->length && at < 4 && rest->bytes[at] >= '0' && rest->bytes[at] <= '9')
        *number = *number * 10 + (rest->bytes[at++] - '0');
    if (at == 0)
        return false;
    *rest = (struct text){rest->bytes + at, rest->length - at};
    return true;
}

static bool
take_sign(struct text *rest, const char *const *signs)
{
    for (; *signs != NULL; signs++) {
        if (!text_starts_with(*rest, *signs))
            continue;
        *rest = (struct text){rest->bytes + strlen(*signs), rest->length - strlen(*signs)};
        return true;
    }
    return false;
}

/* 2026-3-2, 2026/03/02, 2026.3.2, 2026年3月2日, 20260302; already folded. */
static bool
read_day(struct text folded, struct date *date)
{
    static const char *const after_year[] = {"-", "/", ".", "年", "년", NULL};
    static const char *const after_month[] = {"-", "/", ".", "月", "월", NULL};
    static const char *const after_day[] = {"日", "号", "일", ".", NULL};
    struct civil civil;
    int64_t digits;
    struct text rest = folded;
    if (folded.length == 8 && text_number(folded, &digits)) {
        civil =
            (struct civil){(int)(digits / 10000), (int)(digits / 100 % 100), (int)(digits % 100)};
        return date_from_civil(civil, date);
    }
    if (!take_digits(&rest, &civil.year) || !take_sign(&rest, after_year) ||
        !take_digits(&rest, &civil.month) || !take_sign(&rest, after_month) ||
        !take_digits(&rest, &civil.day))
        return false;
    take_sign(&rest, after_day);
    return rest.length == 0 && date_from_civil(civil, date);
}

static struct value *
clean_date(struct text typed, struct arena *arena)
{
    struct date date;
    if (!is_number_like(typed))
        return build_text(typed, arena);
    bool is_day = read_day(text_fold(typed, arena), &date);
    return build_text(is_day ? date_text(date, arena) : typed, arena);
}

static struct value *
clean_identifier(struct text typed, struct arena *arena)
{
    struct text folded;
    bool is_fit = is_number_like(typed) && number_fold(typed, arena, &folded) == NUMBER_IS_VALID;
    return build_text(is_fit ? folded : typed, arena);
}

static struct value *
clean_boolean(struct text typed, struct arena *arena)
{
    if (text_is(typed, "true"))
        return build_boolean(true, arena);
    return text_is(typed, "false") ? build_boolean(false, arena) : build_text(typed, arena);
}

/* Telephone numbers are texts to the law, since they may be of any country and have extensions. */
static struct value *
clean_text(const struct field_rule *field, struct text typed, struct arena *arena)
{
    if (text_is(field->name, "phone") && is_number_like(typed))
        return build_text(text_fold(typed, arena), arena);
    return build_text(typed, arena);
}

static struct value *
clean(const struct field_rule *field, struct text typed, struct arena *arena)
{
    switch (field->type) {
    case FIELD_MONEY: return clean_money(typed, arena);
    case FIELD_INTEGER: return clean_integer(typed, arena);
    case FIELD_DATE: return clean_date(typed, arena);
    case FIELD_BOOLEAN: return clean_boolean(typed, arena);
    case FIELD_RESIDENT_ID:
    case FIELD_CREDIT_CODE: return clean_identifier(typed, arena);
    default: return clean_text(field, typed, arena);
    }
}

struct value *
form_input_clean(enum field_type type, struct text typed, struct arena *arena)
{
    struct field_rule field = {.type = type};
    return clean(&field, typed, arena);
}

/* ---- values ---- */

static struct value *read_object(struct reader *reader, const struct field_rule *fields,
                                 size_t count, struct text prefix);

static struct text
name_of(const struct reader *reader, struct text prefix, struct text name)
{
    return text_is_empty(prefix)
               ? name
               : text_format(reader->arena, "%.*s.%.*s", TEXT_ARGS(prefix), TEXT_ARGS(name));
}

/* Year, month and day in controls of their own; empty when all three are. */
static struct text
take_three(struct reader *reader, struct text name)
{
    static const char *const parts[] = {"year", "month", "day"};
    struct text said[3] = {TEXT(""), TEXT(""), TEXT("")};
    bool is_blank = true;
    for (int i = 0; i < 3; i++) {
        take(reader, name_of(reader, name, text_of(parts[i])), &said[i]);
        said[i] = text_trim(said[i]);
        is_blank &= text_is_empty(said[i]);
    }
    if (is_blank)
        return TEXT("");
    return text_format(reader->arena, "%.*s-%.*s-%.*s", TEXT_ARGS(said[0]), TEXT_ARGS(said[1]),
                       TEXT_ARGS(said[2]));
}

static struct value *
read_single(struct reader *reader, const struct field_rule *field, struct text name)
{
    struct text typed = TEXT("");
    bool is_there = take(reader, name, &typed);
    if (field->type == FIELD_DATE && !is_there)
        typed = take_three(reader, name);
    typed = text_trim(typed);
    return text_is_empty(typed) ? NULL : clean(field, typed, reader->arena);
}

/* ---- lists ---- */

/* The places of entries that came, "parties.7.name" -> 7. Bounded by what a list may hold. */
static void
find_entries(const struct reader *reader, struct text list, bool seen[static ENTRIES_MAX])
{
    struct text prefix = text_format(reader->arena, "%.*s.", TEXT_ARGS(list));
    for (size_t i = place_of(reader, prefix); i < reader->count; i++) {
        struct text rest = reader->slots[i].name;
        int64_t place;
        if (!text_starts_with(rest, prefix.bytes))
            break;
        rest = (struct text){rest.bytes + prefix.length, rest.length - prefix.length};
        struct text digits = text_cut(&rest, '.');
        if (digits.length <= 3 && text_number(digits, &place) && place < ENTRIES_MAX &&
            (digits.length == 1 || digits.bytes[0] != '0'))
            seen[place] = true;
    }
}

/* What a page fills in by itself does not make an entry: which material a row is for. */
static bool
is_blank(const struct field_rule *field, const struct value *entry)
{
    bool names_item = field->type == FIELD_MATERIALS || field->type == FIELD_VERDICTS;
    if (entry->type != VALUE_OBJECT)
        return false;
    for (const struct value *member = entry->first; member != NULL; member = member->next) {
        if (!names_item || !text_is(member->key, "item"))
            return false;
    }
    return true;
}

static struct value *
read_entry(struct reader *reader, const struct field_rule *field, struct text name)
{
    size_t count = 0;
    const struct field_rule *members = form_members(field, &count);
    if (field->type == FIELD_FILES)
        return read_single(reader, field, name);
    return read_object(reader, members, count, name);
}

/* So many entries stay although they are blank, because the law will ask for them. */
static size_t
least_of(const struct field_rule *field)
{
    bool has_bounds = field->least <= field->most;
    if (!field->is_required || field->asked_if != NULL)
        return 0;
    return has_bounds ? (size_t)field->least : 1;
}

static size_t
most_of(const struct field_rule *field)
{
    bool has_bounds = field->least <= field->most;
    return has_bounds && field->most < ENTRIES_MAX ? (size_t)field->most : ENTRIES_MAX;
}

static struct value *
read_list(struct reader *reader, const struct field_rule *field, struct text name)
{
    bool seen[ENTRIES_MAX] = {false};
    struct value *list = build_array(reader->arena);
    struct text typed;
    if (take(reader, name, &typed) && !text_is_empty(text_trim(typed)))
        return build_text(typed, reader->arena); /* no list: the law says so */
    find_entries(reader, name, seen);
    for (int i = 0; i < ENTRIES_MAX; i++) {
        if (!seen[i])
            continue;
        struct text place = text_format(reader->arena, "%.*s.%d", TEXT_ARGS(name), i);
        struct value *entry = read_entry(reader, field, place);
        bool is_needed = reader->is_edit || list->count < least_of(field);
        bool is_removed = text_equal(place, reader->remove);
        if (entry != NULL && !is_removed && (is_needed || !is_blank(field, entry)))
            build_add(list, TEXT(""), entry);
    }
    if (text_equal(name, reader->add) && field->type != FIELD_FILES && list->count < most_of(field))
        build_add(list, TEXT(""), build_object(reader->arena));
    return list->count > 0 ? list : NULL;
}

static struct value *
read_object(struct reader *reader, const struct field_rule *fields, size_t count,
            struct text prefix)
{
    struct value *object = build_object(reader->arena);
    for (size_t i = 0; i < count; i++) {
        struct text name = name_of(reader, prefix, fields[i].name);
        if (!form_rules_show(reader->rules, &fields[i], text_is_empty(prefix)))
            continue;
        struct value *value = form_rules_is_list(&fields[i])
                                  ? read_list(reader, &fields[i], name)
                                  : read_single(reader, &fields[i], name);
        if (value != NULL)
            build_add(object, fields[i].name, value);
    }
    return object;
}

/* ---- the whole ---- */

static void
find_unknown(const struct reader *reader, struct form_input *input)
{
    for (size_t i = 0; i < reader->count; i++) {
        struct text name = reader->slots[i].name;
        if (reader->slots[i].is_used)
            continue;
        bool is_harmless = name.length <= SHOWN_BYTES_MAX && !text_has_hidden(name);
        if (input->unknown_count++ == 0)
            input->unknown = is_harmless ? name : TEXT("…");
    }
}

struct form_input
form_input_read(const struct form_rules *rules, const struct pairs *pairs,
                const char *const *others, struct arena *arena)
{
    static const char *const always[] = {"csrf", "once", "v"};
    struct reader reader = {.rules = rules, .arena = arena, .count = pairs->count};
    struct form_input input = {0};
    struct text ignored;
    reader.slots = ARENA_MANY(arena, pairs->count + 1, struct slot);
    for (size_t i = 0; i < pairs->count; i++)
        reader.slots[i] = (struct slot){pairs->all[i].name, pairs->all[i].value, i, false};
    qsort(reader.slots, reader.count, sizeof *reader.slots, compare_slots);
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        take(&reader, text_of(always[i]), &ignored);
    for (; others != NULL && *others != NULL; others++)
        take(&reader, text_of(*others), &ignored);
    reader.add = taken(&reader, "add");
    reader.remove = taken(&reader, "remove");
    reader.is_edit = !text_is_empty(reader.add) || !text_is_empty(reader.remove);
    input.values = read_object(&reader, rules->fields, rules->fields_count, TEXT(""));
    input.is_edit = reader.is_edit;
    input.edited = reader.add;
    if (text_is_empty(input.edited)) {
        input.edited = reader.remove;
        input.edited = text_cut(&input.edited, '.');
    }
    find_unknown(&reader, &input);
    return input;
}

struct pairs
form_input_with(const struct pairs *pairs, struct text name, struct text value, struct arena *arena)
{
    struct pair *all = ARENA_MANY(arena, pairs->count + 1, struct pair);
    if (pairs->count > 0)
        memcpy(all, pairs->all, pairs->count * sizeof *all);
    all[pairs->count] = (struct pair){name, value};
    return (struct pairs){all, pairs->count + 1};
}

static bool
is_on_page(const struct form_rules *rules, struct text name)
{
    for (size_t i = 0; i < rules->fields_count; i++) {
        if (text_equal(rules->fields[i].name, name))
            return form_rules_show(rules, &rules->fields[i], true);
    }
    return false;
}

const struct value *
form_input_merge(const struct form_rules *rules, const struct value *before,
                 const struct value *now, struct arena *arena)
{
    struct value *merged = build_object(arena);
    const struct value *member = value_is(before, VALUE_OBJECT) ? before->first : NULL;
    for (; member != NULL; member = member->next) {
        if (!is_on_page(rules, member->key))
            build_add(merged, member->key, build_branch(member, arena));
    }
    for (member = now->first; member != NULL; member = member->next)
        build_add(merged, member->key, build_branch(member, arena));
    return merged;
}
