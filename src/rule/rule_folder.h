/* rule_folder.h: where the rules lie. */
#ifndef TB_RULE_FOLDER_H
#define TB_RULE_FOLDER_H
#include "rule/mistakes.h"

/* The folder named by the option when there is one; else the one named by the environment (its
 * TONGBAN_RULES, which the door reads); else ../rules beside the folder of the program (a build
 * tree); else ../share/tongban/rules (an installed one). NULL and "" name nothing. Terminated;
 * empty when none of the last two holds a source.yaml. */
struct text rule_folder_find(const char *option, const char *environment, struct arena *arena);

/* Names of the files of `folder`/`inner` that end in .yaml, in ascending order; what begins with a
 * dot is left out. Terminated; NULL with a mistake when the folder cannot be read. */
const struct text *rule_folder_list(const char *folder, const char *inner, struct arena *arena,
                                    struct mistakes *mistakes, size_t *count);

#endif
