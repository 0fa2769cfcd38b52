/* urge.h: the hub urges the court that holds a matter whose time has run out, and may propose
 * another court to take it over [CPL-2023:38]. It decides nothing: the head of division answers,
 * and the matter moves only when its judge offers it and the other court accepts. */
#ifndef TB_URGE_H
#define TB_URGE_H
#include "command/command.h"

/* The hub urges us. */
void urge_accept(struct corridor *corridor, const struct envelope *envelope,
                 struct outcome *outcome, struct arena *arena);

#endif
