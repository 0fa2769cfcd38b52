/* ground.h: is the ground fit to stand on? Looked at before a node is opened. */
#ifndef TB_GROUND_H
#define TB_GROUND_H
#include "base/fault.h"

#include <stdio.h>

/* False with `fault` set where serving would be unsafe: a network file system, no free space to
 * speak of, a clock before this program was made. What is only worth knowing is said on `log`:
 * little free space, syncs that are too quick to be true. A folder that does not exist is fit:
 * others say so. */
bool ground_is_fit(const char *folder, FILE *log, struct fault *fault);

#endif
