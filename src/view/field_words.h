/* field_words.h: the value of a field as people read it. */
#ifndef TB_FIELD_WORDS_H
#define TB_FIELD_WORDS_H
#include "law/procedure.h"
#include "view/view.h"

/* In the reader's language; what people wrote stays as it is. Of a list, entry after entry, each
 * counted. `procedure` may be NULL. */
struct text field_words(const struct view *view, const struct procedure *procedure,
                        const struct field_rule *rule, const struct value *value);

#endif
