/* paper_elements.c: a choice is printed with all its answers, so that whoever reads the paper sees
 * what was asked and not only what was said. */
#include "paper/paper_elements.h"

#include "law/element_form.h"
#include "paper/paper_places.h"

#include <assert.h>

struct writer {
    const struct element_form *form;
    const struct value *elements;
    enum language language;
    struct arena *arena;
};

static bool
is_korean(const struct writer *writer)
{
    return writer->language == LANGUAGE_KO;
}

static struct text
said(const struct writer *writer, const struct words *words)
{
    return words->in[writer->language];
}

static void
add_box(struct buffer *line, bool is_ticked, struct text word, bool is_first)
{
    buffer_add_text(line, is_first ? TEXT("") : TEXT("  "));
    buffer_add_text(line, is_ticked ? TEXT("☑") : TEXT("□"));
    buffer_add_text(line, TEXT("\u2060")); /* no line ends between a box and its word */
    buffer_add_text(line, word);
}

/* What was chosen, alone: within an entry of a list, where boxes would drown it. */
static struct text
chosen(const struct writer *writer, const struct field_rule *field, const struct value *value)
{
    size_t count;
    const struct choice *choices = procedure_choices(NULL, field, &count);
    for (size_t i = 0; i < count; i++) {
        if (text_equal(choices[i].name, value_text(value)))
            return said(writer, &choices[i].words);
    }
    if (is_korean(writer))
        return value_is_true(value) ? TEXT("예") : TEXT("아니오");
    return value_is_true(value) ? TEXT("是") : TEXT("否");
}

static bool
has_answers(const struct field_rule *field)
{
    return field->type == FIELD_BOOLEAN || field->type == FIELD_TICK || field->type == FIELD_CHOICE;
}

/* ☑是  □否  □不清楚 */
static struct text
boxes(const struct writer *writer, const struct field_rule *field, const struct value *value)
{
    struct buffer line = buffer_open(writer->arena, 100);
    size_t count;
    const struct choice *choices = procedure_choices(NULL, field, &count);
    for (size_t i = 0; i < count; i++)
        add_box(&line, text_equal(choices[i].name, value_text(value)),
                said(writer, &choices[i].words), i == 0);
    if (field->type == FIELD_BOOLEAN) {
        add_box(&line, value_is_true(value), is_korean(writer) ? TEXT("예") : TEXT("是"), true);
        add_box(&line, value_is(value, VALUE_FALSE),
                is_korean(writer) ? TEXT("아니오") : TEXT("否"), false);
    }
    return buffer_text(&line);
}

static struct text value_said(const struct writer *writer, const struct field_rule *field,
                              const struct value *value);

/* （1）时间：…；金额：…   each entry on a line of its own */
static struct text
entries(const struct writer *writer, const struct field_rule *field, const struct value *list)
{
    struct buffer all = buffer_open(writer->arena, 400);
    int number = 0;
    for (const struct value *entry = list->first; entry != NULL; entry = entry->next) {
        bool is_first = true;
        buffer_add_format(&all, "\n（%d）", ++number);
        for (size_t i = 0; i < field->members_count; i++) {
            const struct value *value = value_member_named(entry, field->members[i].name);
            if (value == NULL)
                continue;
            buffer_add_text(&all, is_first            ? TEXT("")
                                  : is_korean(writer) ? TEXT("; ")
                                                      : TEXT("；"));
            is_first = false;
            buffer_add_text(&all, said(writer, &field->members[i].words));
            buffer_add_text(&all, is_korean(writer) ? TEXT(": ") : TEXT("："));
            buffer_add_text(&all, has_answers(&field->members[i])
                                      ? chosen(writer, &field->members[i], value)
                                      : value_said(writer, &field->members[i], value));
        }
    }
    return buffer_text(&all);
}

static struct text
value_said(const struct writer *writer, const struct field_rule *field, const struct value *value)
{
    struct date date;
    switch (field->type) {
    case FIELD_BOOLEAN:
    case FIELD_TICK:
    case FIELD_CHOICE: return boxes(writer, field, value);
    case FIELD_INTEGER:
        return text_format(writer->arena, "%lld", (long long)value_integer(value, 0));
    case FIELD_MONEY:
        return text_format(writer->arena, is_korean(writer) ? "%.*s위안" : "%.*s元",
                           TEXT_ARGS(value_text(value)));
    case FIELD_DATE:
        return date_parse(value_text(value), &date)
                   ? paper_day(date, writer->language, writer->arena)
                   : value_text(value);
    case FIELD_LIST: return entries(writer, field, value);
    default: return value_text(value);
    }
}

static struct text
block_said(const struct writer *writer, const struct element_block *block)
{
    struct buffer lines = buffer_open(writer->arena, 400);
    for (size_t i = 0; i < block->count; i++) {
        const struct field_rule *field = &writer->form->fields[block->first + i];
        const struct value *value = value_member_named(writer->elements, field->name);
        if (value == NULL)
            continue;
        buffer_add_text(&lines, lines.length == 0 ? TEXT("") : TEXT("\n"));
        buffer_add_text(&lines, said(writer, &field->words));
        buffer_add_text(&lines, is_korean(writer) ? TEXT(": ") : TEXT("："));
        buffer_add_text(&lines, value_said(writer, field, value));
    }
    return buffer_text(&lines);
}

/* Questions are counted within their part, as on the official forms. */
static void
put_part(const struct writer *writer, enum element_part part, struct paper_places *places)
{
    static const char *const names[ELEMENT_PARTS] = {
#define ELEMENT_PART(name, word) "elements_" word,
#include "law/element_part.def"
#undef ELEMENT_PART
    };
    size_t most = writer->form == NULL ? 0 : writer->form->blocks_count;
    struct text *values = ARENA_MANY(writer->arena, most * 2 + 1, struct text);
    assert(places->lists_count < PAPER_LISTS_MAX);
    struct paper_list_place *list = &places->lists[places->lists_count++];
    *list = (struct paper_list_place){names[part], {"label", "value"}, 2, values, 0};
    for (size_t i = 0; i < most; i++) {
        const struct element_block *block = &writer->form->blocks[i];
        struct text lines = block->part == part ? block_said(writer, block) : TEXT("");
        if (text_is_empty(lines))
            continue;
        struct text words = said(writer, &block->words);
        values[list->rows * 2] =
            text_format(writer->arena, "%zu. %.*s", list->rows + 1, TEXT_ARGS(words));
        values[list->rows++ * 2 + 1] = lines;
    }
    paper_place_if(places, text_format(writer->arena, "%s_count", names[part]).bytes,
                   list->rows > 0);
}

void
paper_elements_put(struct paper_places *places, const struct paper_source *source,
                   enum language language, struct arena *arena)
{
    struct writer writer = {.language = language, .arena = arena};
    const struct element_forms *forms = source->rules == NULL ? NULL : source->rules->forms;
    writer.elements = value_member(source->opening, "elements");
    if (writer.elements != NULL)
        writer.form = element_form_of(forms, writer.elements, DATE_NONE);
    paper_place_if(places, "elements", writer.form != NULL);
    struct words title = paper_content_title(source);
    paper_place(places, "complaint_title",
                said(&writer, writer.form == NULL ? &title : &writer.form->title));
    for (int part = 0; part < ELEMENT_PARTS; part++)
        put_part(&writer, (enum element_part)part, places);
}
