/* service_said.h: an attempt and a verdict as JSON, as events and programs say them. Pure.
 *
 * An attempt is {"dates":{…},"facts":{…},"failure":"R07","mode":"D5"}: days as 2026-03-02, instants
 * at the seat as 2026-03-02T09:30:00; booleans and numbers as such or as text. What is an empty
 * text or null is not known. A verdict names the rules it went by; their sentences stand in
 * rules/service. */
#ifndef TB_SERVICE_SAID_H
#define TB_SERVICE_SAID_H
#include "law/matter.h"
#include "law/service.h"

enum { SERVICE_SAID_MISTAKES_MAX = 20 };

/* Facts and dates into the attempt. What was said is checked against its mode: all mistakes at
 * once, `field` is `facts.receiver`, `dates.signed`, `mode` or `failure`. ALLOWED without any. */
enum refusal service_said_read(const struct service_rules *rules, const struct value *json,
                               struct arena *arena, struct service_attempt *attempt,
                               struct field_mistake *mistakes, int *mistakes_count);

/* What is said anew takes the place of what was said of the same attempt before. */
void service_said_merge(const struct service_rules *rules, struct service_attempt *into,
                        const struct service_attempt *anew);

/* The same attempt again: what holds by itself and `now` stay away. */
struct text service_said_text(const struct service_rules *rules,
                              const struct service_attempt *attempt, struct arena *arena);

/* Sets one fact or date that this program itself knows; nothing where the mode has none of it. */
void service_said_fact(const struct service_rules *rules, struct service_attempt *attempt,
                       const char *fact, struct text value);
void service_said_instant(const struct service_rules *rules, struct service_attempt *attempt,
                          const char *date, int64_t at_ms);

/* The verdict as a canonical JSON object: closed_on, due_on, late, missing, next, outcome,
 * presumed, served_on, steps, wait_until; days only where they are known. A step is {"rule":…} with
 * `day`, `rests_on`, `verified` and `what` where it has them, or {"counted":[…]} (derivation.h). */
struct text service_said_verdict(const struct service_verdict *verdict, struct arena *arena);

#endif
