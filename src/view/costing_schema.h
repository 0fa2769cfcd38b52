/* costing_schema.h: a question about a fee as a JSON schema (2020-12), from the table of options.
 */
#ifndef TB_COSTING_SCHEMA_H
#define TB_COSTING_SCHEMA_H
#include "law/fee.h"
#include "view/build.h"

/* An object schema. Which options fit which kind is not in it: the answer says so. */
struct value *costing_schema(const struct fee_rules *rules, struct arena *arena);

#endif
