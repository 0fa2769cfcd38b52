/* rule_folder.h: where the rules lie. */
#ifndef TB_RULE_FOLDER_H
#define TB_RULE_FOLDER_H
#include "base/fault.h"
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

/* NAME.yaml or FOLDER/NAME.yaml of small letters, digits, - and _: what a folder of rules may hold,
 * and nothing that leads out of it. */
bool rule_folder_is_plain(struct text name);
/* A new folder; false with a fault, also where it is there. */
bool rule_folder_make(const char *folder, struct fault *fault);
/* Writes a file of a plain name beside its place, then puts it there: whoever reads meanwhile reads
 * the old file or the new one. What is prepared is placed or dropped. `is_kept`: it is on the disk,
 * and as open to others as the file it replaces; else it is there for a look only. */
bool rule_folder_prepare(const char *folder, struct text name, struct text content, bool is_kept,
                         struct arena *arena, struct fault *fault);
bool rule_folder_place(const char *folder, struct text name, bool is_kept, struct arena *arena,
                       struct fault *fault);
void rule_folder_drop(const char *folder, struct text name, struct arena *arena);
void rule_folder_remove(const char *folder, struct text name, struct arena *arena);
/* Puts a file of a plain name there, whole or not at all: what stood under its name is replaced. */
bool rule_folder_write(const char *folder, struct text name, struct text content, bool is_kept,
                       struct arena *arena, struct fault *fault);
/* Below /usr: the next installation of the program writes its own rules over it. */
bool rule_folder_is_of_system(const char *folder);

#endif
