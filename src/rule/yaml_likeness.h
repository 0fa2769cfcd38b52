/* yaml_likeness.h: one tree laid over another. Both stay as they are; what is made lives in the
 * arena. */
#ifndef TB_YAML_LIKENESS_H
#define TB_YAML_LIKENESS_H
#include "rule/yaml.h"

/* A whole tree, standing where `place` stands. Depth is bounded by the reader. */
struct yaml *yaml_likeness_copy(const struct yaml *node, const struct yaml *place,
                                struct arena *arena);

/* `under` with everything `over` says: maps are merged, the rest is replaced. */
struct yaml *yaml_likeness_merge(const struct yaml *over, const struct yaml *under,
                                 const struct yaml *place, struct arena *arena);

/* Takes "steps.refuse.issues" out of a tree that is ours to change; false when it is not there. */
bool yaml_likeness_leave_out(struct yaml *map, struct text path);

#endif
