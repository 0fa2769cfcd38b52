/* field_rule.h: how a field of a form is written in a rule file: for the tables of procedures and
 * of element forms. */
#ifndef TB_FIELD_RULE_H
#define TB_FIELD_RULE_H
#include "law/procedure.h"
#include "rule/schema.h"

/* Of a struct field_rule and a struct choice, each named by its key. */
extern const struct schema field_rule_schema, field_rule_choice_schema;

/* A choice, and only that, has choices; lists and parties, and only those, have members. Adds a
 * mistake otherwise; members are the caller's to walk. */
bool field_rule_fits(const struct yaml *node, const struct schema_context *context,
                     const struct field_rule *field);

/* Can a question of yes or no, a tick or a choice be answered so? Nothing else can. */
bool field_rule_takes(const struct procedure *procedure, const struct field_rule *field,
                      struct text value);

#endif
