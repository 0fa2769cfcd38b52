/* rng.c: the one source of chance in a test, so that a seed tells the whole run again. */
#include "harness/rng.h"

#include <assert.h>
#include <string.h>

static uint64_t
splitmix(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

struct rng
rng_of(uint64_t seed)
{
    struct rng rng;
    for (size_t i = 0; i < 4; i++)
        rng.state[i] = splitmix(&seed);
    return rng;
}

struct rng
rng_fork(const struct rng *parent, const char *name)
{
    uint64_t seed = parent->state[0] ^ (parent->state[3] << 1);
    for (const char *c = name; *c != '\0'; c++)
        seed = (seed ^ (unsigned char)*c) * 0x100000001B3u;
    return rng_of(seed);
}

static uint64_t
turn(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

uint64_t
rng_next(struct rng *rng)
{
    uint64_t *s = rng->state;
    uint64_t result = turn(s[1] * 5, 7) * 9;
    uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = turn(s[3], 45);
    return result;
}

uint64_t
rng_below(struct rng *rng, uint64_t bound)
{
    assert(bound > 0);
    return rng_next(rng) % bound; /* The bias is far below what a test could notice. */
}

int64_t
rng_between(struct rng *rng, int64_t first, int64_t last)
{
    assert(first <= last);
    return first + (int64_t)rng_below(rng, (uint64_t)(last - first) + 1);
}

bool
rng_chance(struct rng *rng, unsigned permille)
{
    return rng_below(rng, 1000) < permille;
}

void
rng_bytes(struct rng *rng, void *bytes, size_t count)
{
    unsigned char *at = bytes;
    while (count > 0) {
        uint64_t number = rng_next(rng);
        size_t piece = count < sizeof number ? count : sizeof number;
        memcpy(at, &number, piece);
        at += piece;
        count -= piece;
    }
}
