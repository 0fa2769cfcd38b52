/* form_sentence.h: what is wrong with a field, said so that a person can put it right. */
#ifndef TB_FORM_SENTENCE_H
#define TB_FORM_SENTENCE_H
#include "law/procedure.h"
#include "view/view.h"

/* The sentence for a mistake of this field in the reader's language. `label` is how the page calls
 * the field, `value` what was typed, of which only the length is told. `procedure` may be NULL. */
struct text form_sentence(const struct view *view, const struct procedure *procedure,
                          const struct field_rule *field, struct text label,
                          const struct field_mistake *mistake, const struct value *value);

#endif
