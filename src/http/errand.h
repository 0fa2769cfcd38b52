/* errand.h: a few threads for what takes too long for a loop thread: dear hashes, files to be named
 * and synced. What waits is bounded, so that a crowd is turned away instead of kept for minutes. */
#ifndef TB_ERRAND_H
#define TB_ERRAND_H
#include <stdbool.h>

enum { ERRAND_THREADS_MAX = 4 };

struct errands;

/* 1 to ERRAND_THREADS_MAX threads, at most `waiting_max` errands beside those under way. */
struct errands *errand_open(int threads, int waiting_max);
/* Runs what still waits, then ends. NULL is allowed. */
void errand_close(struct errands *errands);

/* Runs `run(of)` on one of the threads. False when too many wait; then it will not run. */
bool errand_send(struct errands *errands, void (*run)(void *of), void *of);

#endif
