/* procedure_place.h: where in its file a part of a procedure stands, for mistakes. */
#ifndef TB_PROCEDURE_PLACE_H
#define TB_PROCEDURE_PLACE_H
#include "rule/procedure_rule.h"

/* The value under `section`, `name` and `key` (empty: the named thing itself); what is nearest
 * where one of them does not stand in the file. */
const struct yaml *procedure_place(const struct procedure_file *file, const char *section,
                                   struct text name, const char *key);

/* The n-th value under a key that holds one text or a list; the list where there is none. */
const struct yaml *procedure_place_nth(const struct yaml *node, size_t n);

#endif
