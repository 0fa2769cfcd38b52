/* rule_view.h: what the rules say, as JSON: courts, procedures with their forms, causes, court
 * days, and which court a matter belongs to. */
#ifndef TB_RULE_VIEW_H
#define TB_RULE_VIEW_H
#include "law/cause.h"
#include "law/jurisdiction.h"
#include "view/view.h"

/* {"courts":[…]} with the places of each; {"courts":[]} without a network. */
struct text rule_view_courts(const struct view *view);

/* {"causes":[…],"edition"} */
struct text rule_view_causes(const struct view *view, const struct cause_edition *edition,
                             const struct cause *const *causes, size_t count);

/* {"court_days","days":[…],"year"}: the days that are not what their weekday says; for a year
 * nobody has entered "calendar_missing" in place of "court_days". */
struct text rule_view_calendar(const struct view *view, const struct calendar *calendar, int year);

/* A remark beside the courts as a sentence: which place must still be told, which area is meant. */
struct text rule_view_remark(const struct view *view, const struct jurisdiction_rules *rules,
                             const struct jurisdiction_remark *remark);

/* {"candidates":[…],"complete","remarks":[…]} */
struct text rule_view_jurisdiction(const struct view *view, const struct jurisdiction_rules *rules,
                                   const struct jurisdiction_answer *answer);

#endif
