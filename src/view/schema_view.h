/* schema_view.h: the form of a step as a JSON schema (2020-12), for programs that fill it in. */
#ifndef TB_SCHEMA_VIEW_H
#define TB_SCHEMA_VIEW_H
#include "law/element_form.h"
#include "view/build.h"

/* An object schema for the fields of the step. What is required only under a condition is not
 * marked: the court says so when it is missing. */
struct value *schema_view_step(const struct procedure *procedure, const struct step *step,
                               struct arena *arena);
/* What stands under `elements` of a complaint by that form. */
struct value *schema_view_form(const struct element_form *form, struct arena *arena);

#endif
