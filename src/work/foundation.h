/* foundation.h: makes a network of nodes out of a network file: folders, keys, trust list,
 * directory. Done once; what exists is left as it is. */
#ifndef TB_FOUNDATION_H
#define TB_FOUNDATION_H
#include "base/fault.h"
#include "base/world.h"

/* Makes each node of the file that `data` does not have yet. The trust list is signed by every node
 * made here; a quorum is more than half of the courts. False with `fault` set. */
bool foundation_lay(const char *data, const char *network_file, const char *rules,
                    const struct world *world, struct fault *fault);

#endif
