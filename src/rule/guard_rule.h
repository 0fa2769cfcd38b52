/* guard_rule.h: conditions and actors of rule files, for the tables of procedure_rule.c. Each
 * reader is a `decode` of schema.h. */
#ifndef TB_GUARD_RULE_H
#define TB_GUARD_RULE_H
#include "law/procedure.h"
#include "rule/schema.h"

struct guard_list {
    const struct guard *items;
    size_t count;
};

struct actor_list {
    const struct actor *items;
    size_t count;
};

/* A list of conditions, each with an optional `else`, into a struct guard_list. */
bool guard_rule_list(const struct yaml *, const struct schema_context *, void *place);
/* One condition into a `const struct guard *`. */
bool guard_rule_one(const struct yaml *, const struct schema_context *, void *place);
/* `role@relation`, or several, into a struct actor_list; one into a struct actor. */
bool guard_rule_actors(const struct yaml *, const struct schema_context *, void *place);
bool guard_rule_actor(const struct yaml *, const struct schema_context *, void *place);
/* The name of a refusal into an enum refusal. */
bool guard_rule_refusal(const struct yaml *, const struct schema_context *, void *place);

#endif
