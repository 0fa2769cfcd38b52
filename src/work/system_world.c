/* system_world.c: the one place that asks the system. */
#include "work/system_world.h"

#include <sodium.h>
#include <stdlib.h>
#include <time.h>

static int64_t
clock_ms(clockid_t clock)
{
    struct timespec now;
    if (clock_gettime(clock, &now) != 0)
        abort();
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t
wall_ms(void *of)
{
    (void)of;
    return clock_ms(CLOCK_REALTIME);
}

static int64_t
steady_ms(void *of)
{
    (void)of;
    return clock_ms(CLOCK_BOOTTIME);
}

static void
random_bytes(void *of, void *bytes, size_t count)
{
    (void)of;
    randombytes_buf(bytes, count);
}

const struct world *
system_world(void)
{
    static const struct world world = {wall_ms, steady_ms, random_bytes, NULL};
    if (sodium_init() < 0)
        abort();
    return &world;
}
