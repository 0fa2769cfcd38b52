/* paper_elements.h: what was answered in an element form, laid out as the official forms are: part
 * by part, a row for each question, what was ticked marked ☑ and what was not □. Inner header of
 * paper_places.c. */
#ifndef TB_PAPER_ELEMENTS_H
#define TB_PAPER_ELEMENTS_H
#include "paper/paper_content.h"
#include "paper/paper_text.h"

/* Adds `elements` (1 where there is a form), `complaint_title` (of the form, or of the paper) and,
 * for each part of law/element_part.def, a list "elements_PART" with `label` and `value` beside
 * `elements_PART_count`. A question nobody had to answer and nobody did is left out. */
void paper_elements_put(struct paper_places *places, const struct paper_source *source,
                        enum language language, struct arena *arena);

#endif
