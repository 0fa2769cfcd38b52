/* plain_form.h: a form that no procedure has: fields are said one after the other, with what was
 * typed and what is wrong. Drawn by the same parts as the form of a step (form_view.h).
 *
 * Lives in the arena of its view. Fields come first, then mistakes, then plain_form_close. */
#ifndef TB_PLAIN_FORM_H
#define TB_PLAIN_FORM_H
#include "view/form_view.h"

enum { PLAIN_FIELDS_MAX = 48, PLAIN_CHOICES_MAX = 64 };

struct plain_form {
    const struct view *view;
    struct form_field fields[PLAIN_FIELDS_MAX];
    struct form_summary_line lines[PLAIN_FIELDS_MAX];
    size_t count, wrong_count;
};

struct plain_form *plain_form_open(const struct view *view);

/* `label` and `hint` are in the reader's language; no hint: empty. The field is the caller's to
 * change until the form is closed: type, inputmode, autocomplete, is_required. */
struct form_field *plain_form_add(struct plain_form *form, enum form_control control,
                                  const char *name, struct text label, struct text hint,
                                  struct text value);
void plain_form_choice(struct plain_form *form, struct form_field *field, struct text name,
                       struct text label, bool is_selected);

/* What is wrong with a field; the first thing that is said of it stays. False: no such field. */
bool plain_form_mark(struct plain_form *form, struct text name, struct text sentence);
/* Marks a field that must be given and is blank, in the words of its kind. */
void plain_form_missing(struct plain_form *form, struct form_field *field);
/* The same for every such field of the form. */
void plain_form_check(struct plain_form *form);

struct form_view plain_form_close(struct plain_form *form);

#endif
