/* system_world.h: the real time and the real randomness, for programs that serve. */
#ifndef TB_SYSTEM_WORLD_H
#define TB_SYSTEM_WORLD_H
#include "base/world.h"

/* Safe from any thread. */
const struct world *system_world(void);

#endif
