/* limiter.c: a hash table of buckets, threaded on a list from the latest seen to the longest
 * unseen. Everything is taken at once when it is opened: an attack changes who is remembered, not
 * how much. */
#include "http/limiter.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 16, NOBODY = -1 };

struct bucket {
    unsigned char key[KEY_BYTES];
    int64_t full_at_ms; /* when it will hold `burst` tokens again */
    int next_in_slot;
    int newer, older;
};

struct limiter {
    pthread_mutex_t lock;
    struct limiter_rule rule;
    unsigned char seed[LIMITER_SEED_BYTES];
    struct bucket *buckets;
    int used, newest, oldest;
    int *slots; /* first bucket of each; a power of two of them */
    size_t slot_mask;
};

static void *
take(size_t count, size_t bytes)
{
    void *memory = calloc(count, bytes);
    if (memory == NULL)
        abort();
    return memory;
}

struct limiter *
limiter_open(struct limiter_rule rule, const unsigned char seed[static LIMITER_SEED_BYTES])
{
    assert(rule.burst >= 1 && rule.refill_ms >= 1 && rule.keys >= 1);
    struct limiter *limiter = take(1, sizeof *limiter);
    size_t slots = 8;
    while (slots < (size_t)rule.keys)
        slots *= 2;
    pthread_mutex_init(&limiter->lock, NULL);
    limiter->rule = rule;
    memcpy(limiter->seed, seed, LIMITER_SEED_BYTES);
    limiter->buckets = take((size_t)rule.keys, sizeof *limiter->buckets);
    limiter->slots = take(slots, sizeof *limiter->slots);
    for (size_t i = 0; i < slots; i++)
        limiter->slots[i] = NOBODY;
    limiter->slot_mask = slots - 1;
    limiter->newest = limiter->oldest = NOBODY;
    return limiter;
}

void
limiter_close(struct limiter *limiter)
{
    if (limiter == NULL)
        return;
    pthread_mutex_destroy(&limiter->lock);
    free(limiter->slots);
    free(limiter->buckets);
    free(limiter);
}

static void
hash(const struct limiter *limiter, struct text key, unsigned char hashed[static KEY_BYTES])
{
    crypto_generichash(hashed, KEY_BYTES, (const unsigned char *)key.bytes, key.length,
                       limiter->seed, LIMITER_SEED_BYTES);
}

static int *
slot_of(struct limiter *limiter, const unsigned char hashed[static KEY_BYTES])
{
    size_t number;
    memcpy(&number, hashed, sizeof number);
    return &limiter->slots[number & limiter->slot_mask];
}

static int
find(struct limiter *limiter, const unsigned char hashed[static KEY_BYTES])
{
    int at = *slot_of(limiter, hashed);
    while (at != NOBODY && memcmp(limiter->buckets[at].key, hashed, KEY_BYTES) != 0)
        at = limiter->buckets[at].next_in_slot;
    return at;
}

static void
unlink_bucket(struct limiter *limiter, int at)
{
    struct bucket *bucket = &limiter->buckets[at];
    *(bucket->newer != NOBODY ? &limiter->buckets[bucket->newer].older : &limiter->newest) =
        bucket->older;
    *(bucket->older != NOBODY ? &limiter->buckets[bucket->older].newer : &limiter->oldest) =
        bucket->newer;
}

static void
link_newest(struct limiter *limiter, int at)
{
    struct bucket *bucket = &limiter->buckets[at];
    bucket->newer = NOBODY;
    bucket->older = limiter->newest;
    *(limiter->newest != NOBODY ? &limiter->buckets[limiter->newest].newer : &limiter->oldest) = at;
    limiter->newest = at;
}

/* The bucket not seen for longest, out of its slot and off the list. */
static int
forget_oldest(struct limiter *limiter)
{
    int at = limiter->oldest;
    int *link = slot_of(limiter, limiter->buckets[at].key);
    while (*link != at)
        link = &limiter->buckets[*link].next_in_slot;
    *link = limiter->buckets[at].next_in_slot;
    unlink_bucket(limiter, at);
    return at;
}

static struct bucket *
remember(struct limiter *limiter, const unsigned char hashed[static KEY_BYTES])
{
    int at = find(limiter, hashed);
    if (at != NOBODY) {
        unlink_bucket(limiter, at);
    } else {
        at = limiter->used < limiter->rule.keys ? limiter->used++ : forget_oldest(limiter);
        struct bucket *bucket = &limiter->buckets[at];
        int *slot = slot_of(limiter, hashed);
        memcpy(bucket->key, hashed, KEY_BYTES);
        bucket->full_at_ms = INT64_MIN;
        bucket->next_in_slot = *slot;
        *slot = at;
    }
    link_newest(limiter, at);
    return &limiter->buckets[at];
}

bool
limiter_try(struct limiter *limiter, struct text key, int64_t now_ms, int64_t *wait_ms)
{
    const struct limiter_rule *rule = &limiter->rule;
    unsigned char hashed[KEY_BYTES];
    hash(limiter, key, hashed);

    pthread_mutex_lock(&limiter->lock);
    struct bucket *bucket = remember(limiter, hashed);
    int64_t full_at_ms = bucket->full_at_ms > now_ms ? bucket->full_at_ms : now_ms;
    /* One token more must fit between now and full. */
    int64_t wait = full_at_ms + rule->refill_ms - (now_ms + rule->burst * rule->refill_ms);
    if (wait <= 0)
        bucket->full_at_ms = full_at_ms + rule->refill_ms;
    pthread_mutex_unlock(&limiter->lock);

    if (wait_ms != NULL)
        *wait_ms = wait > 0 ? wait : 0;
    return wait <= 0;
}

void
limiter_forgive(struct limiter *limiter, struct text key)
{
    unsigned char hashed[KEY_BYTES];
    hash(limiter, key, hashed);
    pthread_mutex_lock(&limiter->lock);
    int at = find(limiter, hashed);
    if (at != NOBODY)
        limiter->buckets[at].full_at_ms = INT64_MIN;
    pthread_mutex_unlock(&limiter->lock);
}
