/* procedure_used.h: is everything a procedure declares used, and everything it speaks of there? */
#ifndef TB_PROCEDURE_USED_H
#define TB_PROCEDURE_USED_H
#include "rule/procedure_sound.h"

/* Adds a mistake for each thing that is declared and never used, and for each condition, link or
 * gate that speaks of something nobody can ever find. */
void procedure_used(const struct procedure_file *file, const struct sound_beside *beside);

#endif
