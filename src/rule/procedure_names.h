/* procedure_names.h: a procedure as its file has it, with names, and how it becomes one in which
 * states are numbers and every name is known. */
#ifndef TB_PROCEDURE_NAMES_H
#define TB_PROCEDURE_NAMES_H
#include "rule/guard_rule.h"
#include "rule/schema.h"

/* A length is a catalogue entry, or a number of one unit, or a field that gives the days. */
struct period_lengths {
    struct text days_from;
    int days, working_days, months, years, hours, office_minutes;
};
struct period_entry {
    struct period_rule rule;
    struct period_lengths lengths;
};

/* `starts: {response: {from: owner}}` */
struct start_entry {
    struct text period;
    struct period_action action;
};

/* Bits of what a step tells and requires. */
enum { TELLS_PARTY, TELLS_HUB };
enum { REQUIRES_CHECKED, REQUIRES_NO_DEFECT };

/* A step as it stands in the file, before names are looked up. */
struct step_entry {
    struct step step;
    struct actor_list by;
    struct guard_list guards;
    const struct text *from, *stops, *suspends, *resumes;
    size_t from_count, stops_count, suspends_count, resumes_count;
    struct text to;
    const struct start_entry *starts, *restarts, *extends;
    size_t starts_count, restarts_count, extends_count;
    uint32_t tells, requires;
};

struct file_entry {
    struct procedure procedure;
    const struct text *without;
    size_t without_count;
    const struct state *states;
    size_t states_count;
    const struct step_entry *steps;
    size_t steps_count;
    const struct period_entry *periods;
    size_t periods_count;
};

/* False when a mistake was added. What is made lives in the arena of the context. */
bool procedure_names_resolve(const struct file_entry *file, const struct yaml *tree,
                             const struct schema_context *context, struct procedure *procedure);

#endif
