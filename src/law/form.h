/* form.h: what was filled in, checked against the fields of a step. Pure.
 *
 * Everything wrong is named at once, by the path of the field and the rule it breaks; what was
 * typed is never repeated. What is understood comes back as a new tree: numbers and identifiers
 * folded to their ASCII forms, blanks at the ends gone, empty values left out. */
#ifndef TB_FORM_H
#define TB_FORM_H
#include "law/element_form.h"
#include "law/guard.h"

enum { FORM_MISTAKES_MAX = 100, FORM_FILES_MAX = 2000 };

struct form {
    const struct value *understood; /* an object */
    const struct field_mistake *mistakes;
    int mistakes_count;
    const struct field_mistake *warnings;
    int warnings_count;
    const struct text *files; /* digests named anywhere */
    int files_count;
};

/* `context` names procedure, step and facts; its fields are ignored. */
struct form form_check(const struct guard_context *context, const struct value *fields,
                       struct arena *arena);

/* The same for a form that belongs to no procedure: its conditions speak of its own fields only. */
struct form form_check_fields(const struct field_rule *fields, size_t count, struct date today,
                              const struct value *values, struct arena *arena);

/* The same for an element form by itself: paths are names of its fields. A total that is not the
 * sum of its parts and not explained is a mistake whose detail is the sum. */
struct form form_check_elements(const struct element_form *form, struct date today,
                                const struct value *elements, struct arena *arena);

/* What entries of materials, verdicts and defects hold; what a list itself declares otherwise. */
const struct field_rule *form_members(const struct field_rule *field, size_t *count);

/* Fields as somebody may see them who may see content: without addresses under protection that are
 * not his own (the entry's "account" says whose). */
const struct value *form_shown(const struct step *step, const struct value *fields,
                               const struct asker *asker, const struct matter_facts *facts,
                               struct arena *arena);

#endif
