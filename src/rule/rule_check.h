/* rule_check.h: a whole folder of rules, read and proven sound at once. */
#ifndef TB_RULE_CHECK_H
#define TB_RULE_CHECK_H
#include "law/case_kind.h"
#include "law/case_type.h"
#include "law/cause.h"
#include "law/element_form.h"
#include "law/fee.h"
#include "law/guide.h"
#include "law/jurisdiction.h"
#include "law/service.h"
#include "rule/procedure_rule.h"
#include "rule/time_rule.h"

struct checked_rules {
    struct time_rules time;
    struct case_types case_types;
    struct case_kinds case_kinds;
    struct cause_editions causes;
    struct element_forms forms;
    struct jurisdiction_rules jurisdiction;
    struct policy_set policies;
    struct service_rules service;
    struct fee_rules fees;
    struct procedure_list procedures;
    struct guide guide;
    size_t networks_count;
};

/* Reads everything below `folder`; each file also when another has mistakes, so that one run names
 * them all. True when nothing was added. Lives in the arena. */
bool rule_check(const char *folder, struct arena *arena, struct mistakes *mistakes,
                struct checked_rules *rules);

#endif
