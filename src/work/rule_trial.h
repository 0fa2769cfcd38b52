/* rule_trial.h: rules that are not in use yet, tried on what a node holds: are they sound, and what
 * would be otherwise? Nothing of the node is written. Takes seconds where much runs: on a thread of
 * errands, never on one that serves. */
#ifndef TB_RULE_TRIAL_H
#define TB_RULE_TRIAL_H
#include "query/simulation.h"
#include "rule/rule_draft.h"
#include "work/house.h"

struct rule_trial {
    struct mistakes mistakes;     /* of all files together */
    struct simulation simulation; /* where there are no mistakes */
    struct fault fault;           /* it could not be tried */
};

/* The rules of a folder as this node would work under them: with its directory, the days it has
 * decided and what its matters started under. NULL with mistakes. Everything else lives in `arena`,
 * which closes after them. */
struct rulebook *rule_trial_rules(const char *folder, struct store *store, struct text id,
                                  struct arena *arena, struct mistakes *mistakes);

/* The rules in use with these files in place of theirs, tried on the node through a connection of
 * its own. */
void rule_trial_run(const struct post *post, const struct rulebook *rules,
                    const struct rule_draft *drafts, int count, int64_t now_ms, struct arena *arena,
                    struct rule_trial *trial);

#endif
