/* limiter.h: how often somebody may try: a bucket of tokens for each key.
 *
 * A bucket holds `burst` tokens and gets one back every `refill_ms`. A try takes one; without one
 * it must wait. The table is bounded: when it is full, the key not seen for longest is forgotten.
 * Keys (an address, an account) are kept as keyed hashes only, never in the clear. May be used by
 * several threads at once. */
#ifndef TB_LIMITER_H
#define TB_LIMITER_H
#include "base/text.h"

enum { LIMITER_SEED_BYTES = 32 };

struct limiter_rule {
    int burst;         /* 1 or more */
    int64_t refill_ms; /* 1 or more */
    int keys;          /* how many are remembered, 1 or more */
};

struct limiter;

/* The seed is random and secret, so that nobody can choose keys that collide. */
struct limiter *limiter_open(struct limiter_rule rule,
                             const unsigned char seed[static LIMITER_SEED_BYTES]);
void limiter_close(struct limiter *limiter);

/* One try at `now_ms` of a clock that only grows. False when there were too many; then
 * `*wait_ms` (may be NULL) says how long until the next may pass. A refused try costs nothing. */
bool limiter_try(struct limiter *limiter, struct text key, int64_t now_ms, int64_t *wait_ms);

/* Whoever succeeded (signed in) has the tries of this key given back. */
void limiter_forgive(struct limiter *limiter, struct text key);

#endif
