/* party_table.c: headings are matched with the fields of the rule file, so that a field added there
 * is a column here. */
#include "view/party_table.h"

#include "law/form.h"
#include "paper/wording.h"
#include "view/build.h"
#include "view/form_sentence.h"

#include <stdlib.h>

enum { UNKNOWN_MAX = 10, PARTIES_MAX = 500 };

const struct field_rule *
party_table_field(const struct step *step)
{
    for (size_t i = 0; step != NULL && i < step->fields_count; i++) {
        if (step->fields[i].type == FIELD_PARTIES)
            return &step->fields[i];
    }
    return NULL;
}

/* Accounts are linked by who signs in, never by a table. */
static bool
is_column(const struct field_rule *member)
{
    return member->type != FIELD_ACCOUNT && member->members == NULL;
}

/* ---- the empty table ---- */

static struct text
example_of(const struct view *view, const struct field_rule *member)
{
    static const struct {
        const char *name, *value;
    } examples[] = {{"resident_id", "110101199001010015"}, {"phone", "13900000000"}};
    if (member->choices_count > 0)
        return view_words(view, &member->choices[0].words);
    if (text_is(member->name, "name"))
        return wording("table.example-name", view->language);
    if (text_is(member->name, "address"))
        return wording("table.example-address", view->language);
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        if (text_is(member->name, examples[i].name))
            return text_of(examples[i].value);
    }
    return TEXT("");
}

static void
put_line(struct buffer *out, const struct view *view, const struct field_rule *field,
         struct text (*cell)(const struct view *, const struct field_rule *))
{
    bool is_first = true;
    for (size_t i = 0; i < field->members_count; i++) {
        if (!is_column(&field->members[i]) || field->members[i].is_protected)
            continue;
        table_put(out, cell(view, &field->members[i]), is_first);
        is_first = false;
    }
}

static struct text
label_of(const struct view *view, const struct field_rule *member)
{
    return view_words(view, &member->words);
}

struct text
party_table_template(const struct view *view, const struct field_rule *field)
{
    struct buffer out = buffer_open(view->arena, 1024);
    buffer_add_text(&out, TEXT("\xEF\xBB\xBF"));
    put_line(&out, view, field, label_of);
    buffer_add_text(&out, TEXT("\r\n"));
    put_line(&out, view, field, example_of);
    buffer_add_text(&out, TEXT("\r\n"));
    return buffer_text(&out);
}

/* ---- reading one ---- */

static bool
is_said(const struct words *words, struct text said)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        if (!text_is_empty(words->in[language]) && text_equal(words->in[language], said))
            return true;
    }
    return false;
}

static const struct field_rule *
member_called(const struct field_rule *field, struct text heading)
{
    for (size_t i = 0; i < field->members_count; i++) {
        const struct field_rule *member = &field->members[i];
        if (is_column(member) &&
            (text_equal(member->name, heading) || is_said(&member->words, heading)))
            return member;
    }
    return NULL;
}

/* 1990/1/2, 1990年1月2日 and 19900102 are days as well; what goes on behind the day is none. */
static struct text
day_in(struct text cell, struct arena *arena)
{
    int parts[3] = {0}, digits[3] = {0}, part = 0;
    bool is_over = false;
    for (size_t at = 0; at < cell.length;) {
        uint32_t c = text_next(cell, &at);
        if (c >= 0xFF10 && c <= 0xFF19)
            c -= 0xFEE0;
        bool is_digit = c >= '0' && c <= '9';
        if (is_digit && digits[part] == (part == 0 ? 4 : 2) && part < 2)
            part++;
        if (is_digit) {
            parts[part] = parts[part] * 10 + (int)(c - '0');
            if (++digits[part] > (part == 0 ? 4 : 2) || is_over)
                return cell;
        } else if (digits[part] > 0) {
            is_over = part == 2;
            part += part < 2;
        }
    }
    if (digits[0] != 4 || digits[1] == 0 || digits[2] == 0)
        return cell;
    return text_format(arena, "%04d-%02d-%02d", parts[0], parts[1], parts[2]);
}

/* Spreadsheets are told by an apostrophe that a number is a text. */
static struct text
plain(struct text cell)
{
    bool is_told = cell.length > 1 && (cell.bytes[0] == '\'' || cell.bytes[0] == '`');
    return is_told ? (struct text){cell.bytes + 1, cell.length - 1} : cell;
}

static struct text
cell_as_typed(const struct field_rule *member, struct text cell, struct arena *arena)
{
    cell = plain(cell);
    for (size_t i = 0; i < member->choices_count; i++) {
        if (is_said(&member->choices[i].words, cell))
            return member->choices[i].name;
    }
    if (member->type == FIELD_RESIDENT_ID || member->type == FIELD_CREDIT_CODE)
        return text_fold(cell, arena);
    return member->type == FIELD_DATE ? day_in(cell, arena) : cell;
}

/* Where a table leaves a choice out that must be made: whoever brings a list of many sues, and is a
 * natural person. */
static void
add_choices(const struct field_rule *field, struct value *party, struct arena *arena)
{
    for (size_t i = 0; i < field->members_count; i++) {
        const struct field_rule *member = &field->members[i];
        if (member->type == FIELD_CHOICE && member->is_required && member->choices_count > 0 &&
            value_member_named(party, member->name) == NULL)
            build_add(party, member->name, build_text(member->choices[0].name, arena));
    }
}

static bool
is_same(const struct value *a, const struct value *b)
{
    static const char *const names[] = {"position", "name", "resident_id", "credit_code"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!text_equal(value_member_text(a, names[i]), value_member_text(b, names[i])))
            return false;
    }
    return !text_is_empty(value_member_text(a, "name"));
}

static void
read_headings(const struct field_rule *field, const struct table_row *row,
              const struct field_rule **columns, struct party_table *table, struct arena *arena)
{
    struct text *unknown = ARENA_MANY(arena, UNKNOWN_MAX, struct text);
    table->unknown = unknown;
    for (int i = 0; i < row->count; i++) {
        columns[i] = member_called(field, row->cells[i]);
        if (columns[i] == NULL && !text_is_empty(row->cells[i]) &&
            table->unknown_count < UNKNOWN_MAX)
            unknown[table->unknown_count++] = row->cells[i];
    }
}

static struct value *
party_of(const struct field_rule *field, const struct table_row *row,
         const struct field_rule *const *columns, struct arena *arena)
{
    struct value *party = build_object(arena);
    for (int i = 0; i < row->count; i++) {
        if (columns[i] == NULL || text_is_empty(row->cells[i]) ||
            value_member_named(party, columns[i]->name) != NULL)
            continue;
        build_add(party, columns[i]->name,
                  build_text(cell_as_typed(columns[i], row->cells[i], arena), arena));
    }
    if (party->count > 0)
        add_choices(field, party, arena);
    return party;
}

/* A party that was begun and not filled in is none. */
static bool
has_name(const struct value *party)
{
    return !text_is_empty(value_member_text(party, "name"));
}

enum party_table_end
party_table_take(const struct field_rule *field, const struct table *rows,
                 const struct value *before, struct arena *arena, struct party_table *table)
{
    const struct field_rule *columns[TABLE_COLUMNS_MAX] = {0};
    const struct value **all = ARENA_MANY(arena, PARTIES_MAX + 1, const struct value *);
    int count = 0, most = field->most < PARTIES_MAX ? field->most : PARTIES_MAX;
    *table = (struct party_table){0};
    if (rows->count == 0)
        return PARTY_TABLE_HAS_NO_ROWS;
    read_headings(field, &rows->rows[0], columns, table, arena);
    bool has_names = false;
    for (int i = 0; i < rows->rows[0].count; i++)
        has_names |= columns[i] != NULL && text_is(columns[i]->name, "name");
    if (!has_names)
        return PARTY_TABLE_HAS_NO_NAMES;
    for (const struct value *one = value_is(before, VALUE_ARRAY) ? before->first : NULL;
         one != NULL; one = one->next) {
        if (has_name(one) && count < most)
            all[count++] = one;
    }
    for (int i = 1; i < rows->count; i++) {
        int place = 0;
        struct value *party = party_of(field, &rows->rows[i], columns, arena);
        if (party->count == 0)
            continue;
        while (place < count && !is_same(all[place], party))
            place++;
        if (place == most)
            return PARTY_TABLE_HAS_TOO_MANY;
        table->added += place == count;
        table->replaced += place < count;
        all[place] = party;
        count += place == count;
    }
    struct value *parties = build_array(arena);
    for (int i = 0; i < count; i++)
        build_add(parties, TEXT(""), build_branch(all[i], arena));
    table->parties = parties;
    return table->added + table->replaced == 0 ? PARTY_TABLE_HAS_NO_ROWS : PARTY_TABLE_TAKEN;
}

/* ---- as lines ---- */

struct judged {
    const struct value **parties;
    int count;
    struct form form;
    int *wrong; /* mistakes of each */
};

/* The place of a party that a mistake speaks of, and the name of the member; -1: of none. */
static int
place_of(const struct field_rule *field, struct text path, struct text *member)
{
    struct text rest = path, head = text_cut(&rest, '['), number = text_cut(&rest, ']');
    int64_t place;
    *member = rest.length > 1 ? (struct text){rest.bytes + 1, rest.length - 1} : TEXT("");
    if (!text_equal(head, field->name) || !text_number(number, &place))
        return -1;
    return (int)place;
}

static struct judged
judge(const struct view *view, const struct procedure *procedure, const struct step *step,
      const struct field_rule *field, const struct value *content, struct date today)
{
    const struct value *list = value_member_named(content, field->name);
    struct judged judged = {0};
    struct matter_facts facts = matter_new(TEXT(""), TEXT(""), TEXT(""));
    struct asker asker = {.role = ROLE_PARTY};
    struct guard_context context = {
        .procedure = procedure, .step = step, .facts = &facts, .asker = &asker, .today = today};
    size_t count = value_is(list, VALUE_ARRAY) ? list->count : 0;
    struct value *alone = build_object(view->arena);
    struct text member;
    judged.parties = ARENA_MANY(view->arena, count + 1, const struct value *);
    judged.wrong = ARENA_MANY(view->arena, count + 1, int);
    for (const struct value *one = count == 0 ? NULL : list->first; one != NULL; one = one->next)
        judged.parties[judged.count++] = one;
    if (count > 0)
        build_add(alone, field->name, build_branch(list, view->arena));
    judged.form = form_check(&context, alone, view->arena);
    for (int i = 0; i < judged.form.mistakes_count; i++) {
        int place = place_of(field, judged.form.mistakes[i].field, &member);
        if (place >= 0 && place < judged.count)
            judged.wrong[place]++;
    }
    return judged;
}

static const struct field_rule *
member_named(const struct field_rule *field, struct text name)
{
    for (size_t i = 0; i < field->members_count; i++) {
        if (text_equal(field->members[i].name, name))
            return &field->members[i];
    }
    return NULL;
}

static void
say_mistakes(const struct view *view, const struct procedure *procedure,
             const struct field_rule *field, const struct judged *judged, int place,
             struct party_line *line)
{
    struct text *sentences = ARENA_MANY(view->arena, (size_t)judged->wrong[place] + 1, struct text);
    line->mistakes = sentences;
    for (int i = 0; i < judged->form.mistakes_count; i++) {
        struct text name;
        const struct field_mistake *mistake = &judged->form.mistakes[i];
        if (place_of(field, mistake->field, &name) != place)
            continue;
        const struct field_rule *member = member_named(field, name);
        struct text label = member == NULL ? name : view_words(view, &member->words);
        struct text sentence =
            form_sentence(view, procedure, member == NULL ? field : member, label, mistake,
                          value_member_named(judged->parties[place], name));
        sentences[line->mistakes_count++] =
            text_format(view->arena, "%.*s%.*s%.*s", TEXT_ARGS(label), TEXT_ARGS(view_colon(view)),
                        TEXT_ARGS(sentence));
    }
}

static struct text
as_read(const struct view *view, const struct field_rule *field, const struct value *party,
        const char *name)
{
    struct text said = value_member_text(party, name);
    const struct field_rule *member = member_named(field, text_of(name));
    for (size_t i = 0; member != NULL && i < member->choices_count; i++) {
        if (text_equal(member->choices[i].name, said))
            return view_words(view, &member->choices[i].words);
    }
    return said;
}

static struct party_line
line_of(const struct view *view, const struct procedure *procedure, const struct field_rule *field,
        const struct judged *judged, int place, struct text change)
{
    const struct value *party = judged->parties[place];
    struct text id = value_member_text(party, "resident_id");
    struct party_line line = {
        .number = text_format(view->arena, "%d", place + 1),
        .position = as_read(view, field, party, "position"),
        .name = value_member_text(party, "name"),
        .id_number = text_is_empty(id) ? value_member_text(party, "credit_code") : id,
        .phone = value_member_text(party, "phone"),
        .address = value_member_text(party, "address"),
        .change = text_format(view->arena, "%.*s%d", TEXT_ARGS(change), place + 1),
    };
    say_mistakes(view, procedure, field, judged, place, &line);
    return line;
}

struct party_lines
party_table_lines(const struct view *view, const struct procedure *procedure,
                  const struct step *step, const struct value *content, struct date today,
                  struct text change, int page)
{
    const struct field_rule *field = party_table_field(step);
    struct party_lines lines = {0};
    if (field == NULL)
        return lines;
    struct judged judged = judge(view, procedure, step, field, content, today);
    struct party_line *shown = ARENA_MANY(view->arena, PARTY_TABLE_PAGE, struct party_line);
    int seen = 0, from = (page - 1) * PARTY_TABLE_PAGE;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < judged.count; i++) {
            if ((judged.wrong[i] > 0) != (pass == 0))
                continue;
            if (seen >= from && lines.lines_count < PARTY_TABLE_PAGE)
                shown[lines.lines_count++] = line_of(view, procedure, field, &judged, i, change);
            seen++;
        }
        if (pass == 0)
            lines.wrong_count = seen;
    }
    lines.lines = shown;
    lines.parties_count = judged.count;
    lines.pages = (judged.count + PARTY_TABLE_PAGE - 1) / PARTY_TABLE_PAGE;
    lines.has_more_mistakes = judged.form.mistakes_count >= FORM_MISTAKES_MAX;
    return lines;
}

struct text
party_table_mistakes(const struct view *view, const struct procedure *procedure,
                     const struct step *step, const struct value *content, struct date today)
{
    const struct field_rule *field = party_table_field(step);
    struct buffer out = buffer_open(view->arena, 4096);
    buffer_add_text(&out, TEXT("\xEF\xBB\xBF"));
    if (field == NULL)
        return buffer_text(&out);
    struct judged judged = judge(view, procedure, step, field, content, today);
    put_line(&out, view, field, label_of);
    table_put(&out, wording("table.what-is-wrong", view->language), false);
    buffer_add_text(&out, TEXT("\r\n"));
    for (int i = 0; i < judged.count; i++) {
        bool is_first = true;
        if (judged.wrong[i] == 0)
            continue;
        struct party_line line = line_of(view, procedure, field, &judged, i, TEXT(""));
        struct buffer all = buffer_open(view->arena, 200);
        for (size_t k = 0; k < field->members_count; k++) {
            if (!is_column(&field->members[k]) || field->members[k].is_protected)
                continue;
            const char *name = text_terminated(field->members[k].name, view->arena);
            table_put(&out, as_read(view, field, judged.parties[i], name), is_first);
            is_first = false;
        }
        for (int k = 0; k < line.mistakes_count; k++)
            buffer_add_text(&all, line.mistakes[k]);
        table_put(&out, buffer_text(&all), false);
        buffer_add_text(&out, TEXT("\r\n"));
    }
    return buffer_text(&out);
}
