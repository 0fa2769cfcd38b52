/* service_told.h: an attempt at service as forms and memories tell it, and its verdict in the parts
 * an event carries. Pure. */
#ifndef TB_SERVICE_TOLD_H
#define TB_SERVICE_TOLD_H
#include "base/canon.h"
#include "base/value.h"
#include "law/service.h"

/* The name under which a form says why an attempt failed. */
#define SERVICE_FAILURE "failure"

/* Puts one member into the attempt, where its name is that of a fact or day of the mode, or
 * SERVICE_FAILURE: texts, numbers, booleans and days. What is no such name, or no such value, stays
 * unknown: nothing is guessed. */
void service_told_put(const struct service_rules *rules, struct text name,
                      const struct value *value, struct service_attempt *attempt);

/* The mode that was used: of D4, what the other court did. */
struct text service_told_used(const struct service_rules *rules,
                              const struct service_attempt *attempt);

/* The rule that decided; empty where none did. It names its words in the rules. */
struct text service_told_rule(const struct service_verdict *verdict);

/* What is missing, or the days that contradict each other: names parted by blanks. */
struct text service_told_wanting(const struct service_verdict *verdict, struct arena *arena);

/* The words of a rule by its name within a mode and what it leads to; NULL: none. */
const struct words *service_told_words(const struct service_rules *rules, struct text rule);

/* Canonical JSON: [{"rests_on":…,"rule":…,"words":{…},"day"?,"what"?,"counted"?}], whole in itself:
 * whoever reads it later needs no rules. */
struct text service_told_derivation(const struct service_verdict *verdict, struct arena *arena);

#endif
