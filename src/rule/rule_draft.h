/* rule_draft.h: the rules in use with a few files otherwise, laid out as a folder of their own, so
 * that whatever reads a folder of rules reads them as they would be. */
#ifndef TB_RULE_DRAFT_H
#define TB_RULE_DRAFT_H
#include "base/fault.h"
#include "rule/rulebook.h"

/* The kind of a proposal of one file, and of its content among references. */
#define RULES_KIND      "rules"
#define RULE_DRAFT_KIND "rule-draft"

enum { RULE_DRAFT_BYTES_MAX = 256 * 1024, RULE_DRAFTS_MAX = 50 };

struct rule_draft {
    struct text name, content; /* rulebook_may_hold */
};

/* Lays them out in a new folder for this process alone. NULL after a fault. What it was given is
 * needed once more to take it away again. */
const char *rule_draft_lay_out(const struct rulebook *rules, const struct rule_draft *drafts,
                               int count, struct arena *arena, struct fault *fault);
void rule_draft_clear(const char *folder, const struct rulebook *rules,
                      const struct rule_draft *drafts, int count, struct arena *arena);

/* What rule_check finds there, its files named as within the rules. False after a fault. */
bool rule_draft_check(const struct rulebook *rules, const struct rule_draft *drafts, int count,
                      struct arena *arena, struct mistakes *mistakes, struct fault *fault);
/* The same of a folder that is laid out. */
void rule_draft_check_folder(const char *folder, struct arena *arena, struct mistakes *mistakes);

/* Into the folder those rules were read from, all of them or none: what cannot be done leaves the
 * folder as it was. */
bool rule_draft_put(const char *folder, const struct rulebook *rules,
                    const struct rule_draft *drafts, int count, struct arena *arena,
                    struct fault *fault);

#endif
