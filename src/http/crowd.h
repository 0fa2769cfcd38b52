/* crowd.h: how many connections each client holds. For all loop threads together. */
#ifndef TB_CROWD_H
#define TB_CROWD_H
#include "http/address.h"

struct crowd;

/* At most `connections` at once in all, which bounds its memory; at most `per_client` of one
 * client. */
struct crowd *crowd_open(int connections, int per_client);
void crowd_close(struct crowd *crowd);

/* False when the client, or the house, is full. Each entry is left once. */
bool crowd_enter(struct crowd *crowd, const struct address *client);
void crowd_leave(struct crowd *crowd, const struct address *client);

#endif
