/* plain_form.c: small forms look, read and fail like the large ones. */
#include "view/plain_form.h"

#include "paper/wording.h"

#include <assert.h>

struct plain_form *
plain_form_open(const struct view *view)
{
    struct plain_form *form = ARENA_NEW(view->arena, struct plain_form);
    form->view = view;
    return form;
}

static struct text
id_with(const struct plain_form *form, struct text id, const char *ending)
{
    return text_format(form->view->arena, "%.*s-%s", TEXT_ARGS(id), ending);
}

struct form_field *
plain_form_add(struct plain_form *form, enum form_control control, const char *name,
               struct text label, struct text hint, struct text value)
{
    assert(form->count < PLAIN_FIELDS_MAX);
    struct form_field *field = &form->fields[form->count++];
    *field = (struct form_field){
        .control = control,
        .id = text_format(form->view->arena, "f-%s", name),
        .name = text_of(name),
        .label = label,
        .value = value,
        .type = TEXT("text"),
        .autocomplete = TEXT("off"),
        .rows = 4,
        .blank = wording("form.choose", form->view->language),
    };
    field->notes.hint = hint;
    field->notes.hint_id = id_with(form, field->id, "hint");
    field->notes.error_id = id_with(form, field->id, "error");
    return field;
}

void
plain_form_choice(struct plain_form *form, struct form_field *field, struct text name,
                  struct text label, bool is_selected)
{
    if (field->choices == NULL)
        field->choices = ARENA_MANY(form->view->arena, PLAIN_CHOICES_MAX, struct form_choice);
    if (field->choices_count == PLAIN_CHOICES_MAX)
        return;
    struct form_choice *choices = (struct form_choice *)field->choices;
    size_t place = field->choices_count++;
    /* The first one has the id of the field, so that a link to the field reaches a control. */
    choices[place] = (struct form_choice){
        .id = place == 0 ? field->id
                         : text_format(form->view->arena, "%.*s-%zu", TEXT_ARGS(field->id), place),
        .name = name,
        .label = label,
        .is_selected = is_selected,
        .field = field->name,
    };
}

bool
plain_form_mark(struct plain_form *form, struct text name, struct text sentence)
{
    for (size_t i = 0; i < form->count; i++) {
        struct form_field *field = &form->fields[i];
        if (!text_equal(field->name, name))
            continue;
        if (field->is_wrong)
            return true;
        struct wording_value values[] = {{"where", field->label}, {"sentence", sentence}};
        field->is_wrong = true;
        field->notes.error = sentence;
        form->lines[form->wrong_count++] = (struct form_summary_line){
            .anchor = text_format(form->view->arena, "#%.*s", TEXT_ARGS(field->id)),
            .sentence = wording_fill("form.summary-line", form->view->language, values, 2,
                                     form->view->arena),
        };
        return true;
    }
    return false;
}

static bool
has_choice(const struct form_field *field)
{
    for (size_t i = 0; i < field->choices_count; i++) {
        if (field->choices[i].is_selected)
            return true;
    }
    return false;
}

void
plain_form_missing(struct plain_form *form, struct form_field *field)
{
    bool has_choices = field->control == CONTROL_RADIO || field->control == CONTROL_SELECT ||
                       field->control == CONTROL_MANY;
    struct wording_value label = {"label", field->label};
    if (has_choices ? has_choice(field) : !text_is_empty(field->value))
        return;
    const char *key = has_choices                      ? "form.missing-choice"
                      : field->control == CONTROL_FILE ? "form.missing-file"
                                                       : "form.missing";
    plain_form_mark(form, field->name,
                    wording_fill(key, form->view->language, &label, 1, form->view->arena));
}

void
plain_form_check(struct plain_form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].is_required)
            plain_form_missing(form, &form->fields[i]);
    }
}

static void
finish(const struct plain_form *form, struct form_field *field)
{
    bool has_hint = !text_is_empty(field->notes.hint);
    bool may_be_blank = !field->is_required && field->control != CONTROL_CHECKBOX &&
                        field->control != CONTROL_SELECT && field->control != CONTROL_HIDDEN;
    if (may_be_blank)
        field->tag = wording("form.optional", form->view->language);
    if (has_hint && field->is_wrong)
        field->describedby =
            text_format(form->view->arena, "%.*s %.*s", TEXT_ARGS(field->notes.hint_id),
                        TEXT_ARGS(field->notes.error_id));
    else if (has_hint || field->is_wrong)
        field->describedby = has_hint ? field->notes.hint_id : field->notes.error_id;
    if (field->control == CONTROL_FILE && text_is_empty(field->file_name))
        field->file_name = wording("form.file-there", form->view->language);
}

struct form_view
plain_form_close(struct plain_form *form)
{
    for (size_t i = 0; i < form->count; i++)
        finish(form, &form->fields[i]);
    struct wording_value n = {"n", text_format(form->view->arena, "%zu", form->wrong_count)};
    return (struct form_view){
        .fields = form->fields,
        .fields_count = form->count,
        .is_wrong = form->wrong_count > 0,
        .summary_title =
            wording_fill("form.summary", form->view->language, &n, 1, form->view->arena),
        .summary = form->lines,
        .summary_count = form->wrong_count,
    };
}
