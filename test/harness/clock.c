/* clock.c: virtual time. A day passes in no time, and passes the same way twice. */
#include "harness/clock.h"

#include <assert.h>

struct clock
clock_of(int64_t wall_ms, uint64_t seed)
{
    return (struct clock){.wall_offset_ms = wall_ms, .rng = rng_of(seed)};
}

void
clock_pass(struct clock *clock, int64_t ms)
{
    assert(ms >= 0);
    clock->steady_ms += ms;
}

void
clock_jump(struct clock *clock, int64_t by_ms)
{
    clock->wall_offset_ms += by_ms;
}

void
clock_restart(struct clock *clock)
{
    clock->wall_offset_ms += clock->steady_ms;
    clock->steady_ms = 0;
}

static int64_t
wall_of(void *of)
{
    const struct clock *clock = of;
    return clock->steady_ms + clock->wall_offset_ms;
}

static int64_t
steady_of(void *of)
{
    const struct clock *clock = of;
    return clock->steady_ms;
}

static void
random_of(void *of, void *bytes, size_t count)
{
    struct clock *clock = of;
    rng_bytes(&clock->rng, bytes, count);
}

struct world
clock_world(struct clock *clock)
{
    return (struct world){
        .wall_ms = wall_of, .steady_ms = steady_of, .random = random_of, .of = clock};
}
