/* element_view.c: goes along the questions of the form and takes what was answered to each. */
#include "view/element_view.h"

#include "view/field_words.h"
#include "view/procedure_view.h"

struct summary_list_view
element_view_rows(const struct view *view, const struct element_form *form,
                  const struct element_block *block, const struct value *elements, struct text page)
{
    struct summary_row *rows = ARENA_MANY(view->arena, block->count + 1, struct summary_row);
    struct summary_list_view list = {.rows = rows};
    for (size_t i = 0; i < block->count; i++) {
        const struct field_rule *field = &form->fields[block->first + i];
        const struct value *value = value_member_named(elements, field->name);
        if (value == NULL)
            continue;
        rows[list.rows_count++] = (struct summary_row){
            view_words(view, &field->words), field_words(view, NULL, field, value),
            text_is_empty(page)
                ? page
                : text_format(view->arena, "%.*s#f-%.*s", TEXT_ARGS(page), TEXT_ARGS(field->name))};
    }
    return list;
}

static struct text
lines_of(const struct view *view, const struct summary_list_view *list)
{
    struct buffer lines = buffer_open(view->arena, 200);
    for (int i = 0; i < list->rows_count; i++) {
        if (i > 0)
            buffer_add_text(&lines, TEXT("\n"));
        buffer_add_text(&lines, list->rows[i].label);
        buffer_add_text(&lines, view->language == LANGUAGE_ZH ? TEXT("：") : TEXT(": "));
        buffer_add_text(&lines, list->rows[i].value);
    }
    return buffer_text(&lines);
}

int
element_view_lines(const struct view *view, const struct value *elements, struct summary_row *rows,
                   int most)
{
    const struct element_form *form = element_form_of(view->forms, elements, DATE_NONE);
    int count = 0;
    for (size_t i = 0; form != NULL && i < form->blocks_count && count < most; i++) {
        struct summary_list_view list =
            element_view_rows(view, form, &form->blocks[i], elements, TEXT(""));
        if (list.rows_count > 0)
            rows[count++] = (struct summary_row){view_words(view, &form->blocks[i].words),
                                                 lines_of(view, &list), TEXT("")};
    }
    return count;
}

/* ---- for programs ---- */

static void
put_day(const struct view *view, struct canon *canon, const char *key, struct date date)
{
    if (!date_is_none(date))
        canon_member_text(canon, key, date_text(date, view->arena));
}

static void
put_texts(struct canon *canon, const char *key, const struct text *texts, size_t count)
{
    canon_key(canon, key);
    canon_begin_array(canon);
    for (size_t i = 0; i < count; i++)
        canon_put_text(canon, texts[i]);
    canon_end_array(canon);
}

static void
put_citations(const struct view *view, struct canon *canon, const struct element_form *form)
{
    canon_key(canon, "rests_on");
    canon_begin_array(canon);
    for (size_t i = 0; i < form->rests_on_count; i++)
        canon_put_text(canon, citation_text(form->rests_on[i], view->arena));
    canon_end_array(canon);
}

static void
put_line(const struct view *view, struct canon *canon, const struct element_form *form)
{
    canon_begin_object(canon);
    put_texts(canon, "causes", form->causes, form->causes_count);
    canon_member_text(canon, "edition", form->edition);
    canon_member_text(canon, "form", form->name);
    put_day(view, canon, "from", form->from);
    canon_member_text(canon, "procedure", form->procedure);
    put_citations(view, canon, form);
    view_title(view, canon, "title", &form->title);
    put_day(view, canon, "until", form->until);
    canon_member_boolean(canon, "verified", form->is_verified);
    canon_end_object(canon);
}

struct text
element_view_list(const struct view *view)
{
    struct canon canon = canon_open(view->arena, 4096);
    canon_begin_object(&canon);
    canon_key(&canon, "forms");
    canon_begin_array(&canon);
    for (size_t i = 0; view->forms != NULL && i < view->forms->count; i++)
        put_line(view, &canon, &view->forms->forms[i]);
    canon_end_array(&canon);
    canon_end_object(&canon);
    return canon_text(&canon);
}

static void
put_blocks(const struct view *view, struct canon *canon, const struct element_form *form)
{
    canon_key(canon, "blocks");
    canon_begin_array(canon);
    for (size_t i = 0; i < form->blocks_count; i++) {
        const struct element_block *block = &form->blocks[i];
        canon_begin_object(canon);
        canon_member_text(canon, "block", block->name);
        canon_key(canon, "fields");
        procedure_view_fields(view, canon, NULL, form->fields + block->first, block->count);
        canon_member_text(canon, "part", element_part_word(block->part));
        view_title(view, canon, "title", &block->words);
        view_title(view, canon, "why", &block->why);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
put_totals(struct canon *canon, const struct element_form *form)
{
    canon_key(canon, "totals");
    canon_begin_array(canon);
    for (size_t i = 0; i < form->totals_count; i++) {
        canon_begin_object(canon);
        canon_member_text(canon, "explained_by", form->totals[i].explained_by);
        canon_member_text(canon, "field", form->totals[i].field);
        put_texts(canon, "of", form->totals[i].of, form->totals[i].of_count);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

struct text
element_view_form(const struct view *view, const struct element_form *form)
{
    struct canon canon = canon_open(view->arena, 32768);
    canon_begin_object(&canon);
    canon_member_text_if(&canon, "amount", form->amount);
    put_blocks(view, &canon, form);
    put_texts(&canon, "causes", form->causes, form->causes_count);
    canon_member_text(&canon, "edition", form->edition);
    canon_member_text(&canon, "form", form->name);
    put_day(view, &canon, "from", form->from);
    canon_member_text(&canon, "procedure", form->procedure);
    put_citations(view, &canon, form);
    view_title(view, &canon, "title", &form->title);
    put_totals(&canon, form);
    put_day(view, &canon, "until", form->until);
    canon_member_boolean(&canon, "verified", form->is_verified);
    canon_end_object(&canon);
    return canon_text(&canon);
}
