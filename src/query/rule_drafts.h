/* rule_drafts.h: rule files that were drafted here: how far each has come, and what is approved and
 * waits for an operator. For administrators of system and audit, heads of division and presidents,
 * as rule_versions.h. */
#ifndef TB_RULE_DRAFTS_H
#define TB_RULE_DRAFTS_H
#include "law/refusal.h"
#include "query/look.h"
#include "rule/rule_draft.h"
#include "store/proposal_rows.h"

enum rule_draft_state {
    RULE_DRAFT_OPEN,
    RULE_DRAFT_DECLINED,
    RULE_DRAFT_WAITS,     /* approved; made from what is in use, so an operator can take it */
    RULE_DRAFT_IN_USE,    /* the rules loaded now hold just this */
    RULE_DRAFT_REPLACED,  /* was in use, and is no longer */
    RULE_DRAFT_OVERTAKEN, /* approved, but another one was approved or came into use first */
    RULE_DRAFT_STATES
};

/* `*since_ms`: since when the node worked under it; 0 where it did not, and where it is a version
 * that was in use before it was drafted again. */
enum rule_draft_state rule_drafts_state(const struct look *look, const struct proposal *proposal,
                                        int64_t *since_ms);

/* What it was made from (empty for a new file) and what it says. False where the record does not
 * hold them. */
bool rule_drafts_content(const struct look *look, const struct proposal *proposal,
                         struct text *before, struct text *after);

/* Those that wait, by name; RULE_DRAFTS_MAX fit. */
void rule_drafts_waiting(const struct look *look, struct rule_draft *drafts, int *count);

#endif
