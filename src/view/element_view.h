/* element_view.h: what was answered in an element form, as rows people read. */
#ifndef TB_ELEMENT_VIEW_H
#define TB_ELEMENT_VIEW_H
#include "law/element_form.h"
#include "view/parts_view.h"
#include "view/view.h"

/* The answers of one question, a row for each field that has one; `page` is the address of the
 * question, to which each row leads back, or empty. */
struct summary_list_view element_view_rows(const struct view *view, const struct element_form *form,
                                           const struct element_block *block,
                                           const struct value *elements, struct text page);

/* All that was answered, a row for each question, at most `most`; returns how many. Nothing where
 * the edition of the form is not known here. */
int element_view_lines(const struct view *view, const struct value *elements,
                       struct summary_row *rows, int most);

/* Forms in the reader's language: {"forms":[…]} with the name, edition and causes of each; one
 * with its questions, fields and totals, so that a client can draw a form it has never seen. */
struct text element_view_list(const struct view *view);
struct text element_view_form(const struct view *view, const struct element_form *form);

#endif
