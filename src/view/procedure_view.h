/* procedure_view.h: procedures with their steps, forms and materials, as JSON. */
#ifndef TB_PROCEDURE_VIEW_H
#define TB_PROCEDURE_VIEW_H
#include "law/procedure.h"
#include "view/view.h"

/* {"procedures":[…]}: name, title, case kind, days in force, whether it is turned on. */
struct text procedure_view_list(const struct view *view, const struct procedure *const *procedures,
                                int count);

/* One procedure whole: states, steps with who and which fields, materials, periods, reasons. */
struct text procedure_view(const struct view *view, const struct procedure *procedure);

/* An array of fields, as they stand in a procedure. `procedure` may be NULL. */
void procedure_view_fields(const struct view *view, struct canon *canon,
                           const struct procedure *procedure, const struct field_rule *fields,
                           size_t count);

#endif
