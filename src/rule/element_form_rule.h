/* element_form_rule.h: rules/form/ into element forms. */
#ifndef TB_ELEMENT_FORM_RULE_H
#define TB_ELEMENT_FORM_RULE_H
#include "law/element_form.h"
#include "law/source.h"
#include "rule/mistakes.h"

/* Reads every .yaml of `folder`/form in the order of names, but for common.yaml, whose questions
 * the others may take over (`like: NAME`). The causes they name must be in the lists, and no cause
 * has two forms of a procedure on one day. The forms live in the arena. False when a mistake was
 * added. */
bool element_form_rule_load(const char *folder, const struct source_list *sources,
                            const struct cause_editions *causes, struct arena *arena,
                            struct mistakes *mistakes, struct element_forms *forms);

#endif
