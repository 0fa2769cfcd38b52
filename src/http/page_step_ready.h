/* page_step_ready.h: what the form of a step brings along, so that nobody types what the record
 * knows: members of the court by name, the last day of every number of days, what was handed in
 * beside its row of the checklist, and of a proposal what it says. Inner header of page_*.c. */
#ifndef TB_PAGE_STEP_READY_H
#define TB_PAGE_STEP_READY_H
#include "http/page_matter.h"
#include "view/form_view.h"

/* Fills in `ready` and `papers`; `shown` is the page of the same matter. */
void page_step_ready(struct page_call *call, struct page_matter *matter, const struct step *step,
                     const struct matter_page *shown, struct form_filled *filled);

/* The mistakes in an answer of the corridor, at their fields. */
const struct field_mistake *page_mistakes_of(struct page_call *call, const struct value *said,
                                             int *count);

/* What the form begins with. Of a step that another person must sign: the fields it has in common
 * with the step it signs, as they were filled in the last time. Where materials are asked for and
 * the matter came to its state with a list of defects: a row for each of those. NULL: nothing. */
const struct value *page_step_begun(struct page_call *call, struct page_matter *matter,
                                    const struct step *step);

/* The last day of a period that the step begins with so many days of it; DATE_NONE: it begins none,
 * or nobody has entered the calendar. */
struct date page_step_last_day(struct page_call *call, const struct page_matter *matter,
                               const struct step *step, const struct value *values);

#endif
