/* rng.h: numbers that look random and are the same for the same seed (xoshiro256**, seeded by
 * splitmix64). For tests only: nobody may make a key from it. */
#ifndef TB_RNG_H
#define TB_RNG_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t state[4];
};

struct rng rng_of(uint64_t seed);

/* Another stream, told apart by `name`; taking it does not move `parent`, so that a new user of
 * chance leaves the others' numbers as they were. */
struct rng rng_fork(const struct rng *parent, const char *name);

uint64_t rng_next(struct rng *rng);

/* 0 to bound - 1; `bound` is 1 or more. */
uint64_t rng_below(struct rng *rng, uint64_t bound);

/* Both ends included. */
int64_t rng_between(struct rng *rng, int64_t first, int64_t last);

/* True `permille` times out of a thousand. */
bool rng_chance(struct rng *rng, unsigned permille);

void rng_bytes(struct rng *rng, void *bytes, size_t count);

#endif
