/* clock.h: time that moves only when the test says so, and the `struct world` made of it and of a
 * seed.
 *
 * Steady time only grows. Wall time is steady time plus an offset that the test may change at will,
 * as a hand on the clock, a dead battery or a bad time server would. */
#ifndef TB_CLOCK_H
#define TB_CLOCK_H
#include "base/world.h"
#include "harness/rng.h"

struct clock {
    int64_t steady_ms;
    int64_t wall_offset_ms;
    struct rng rng;
};

/* Wall time starts at `wall_ms`, steady time at zero. */
struct clock clock_of(int64_t wall_ms, uint64_t seed);

void clock_pass(struct clock *clock, int64_t ms);
/* Moves the wall, not the steady time; `by_ms` may be negative. */
void clock_jump(struct clock *clock, int64_t by_ms);
/* What a restart of the machine does: steady time begins again, the wall goes on. */
void clock_restart(struct clock *clock);

/* Time and randomness as the core wants them. Valid as long as `clock` stays where it is. */
struct world clock_world(struct clock *clock);

#endif
