/* crowd.c: a hash table whose every part is taken at once. Its hash is keyed at random: nobody can
 * choose addresses that fall together. */
#include "http/crowd.h"

#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* The connections of one client. */
struct group {
    struct address client;
    int count;
    struct group *next; /* in its slot, or of the free ones */
};

struct crowd {
    pthread_mutex_t lock;
    int per_client;
    unsigned char key[crypto_shorthash_KEYBYTES];
    size_t slot_mask;
    struct group **slots;
    struct group *groups, *free;
    int connections, connections_max;
};

struct crowd *
crowd_open(int connections, int per_client)
{
    struct crowd *crowd = calloc(1, sizeof *crowd);
    size_t slots = 16;
    assert(connections >= 1 && per_client >= 1);
    while (slots < (size_t)connections)
        slots *= 2;
    if (crowd == NULL || (crowd->slots = calloc(slots, sizeof *crowd->slots)) == NULL ||
        (crowd->groups = calloc((size_t)connections, sizeof *crowd->groups)) == NULL)
        abort();
    pthread_mutex_init(&crowd->lock, NULL);
    crypto_shorthash_keygen(crowd->key);
    crowd->connections_max = connections;
    crowd->per_client = per_client;
    crowd->slot_mask = slots - 1;
    for (int i = 0; i < connections; i++) {
        crowd->groups[i].next = crowd->free;
        crowd->free = &crowd->groups[i];
    }
    return crowd;
}

void
crowd_close(struct crowd *crowd)
{
    if (crowd == NULL)
        return;
    pthread_mutex_destroy(&crowd->lock);
    free(crowd->slots);
    free(crowd->groups);
    free(crowd);
}

/* Where the client's group hangs, or would hang. */
static struct group **
place_of(struct crowd *crowd, const struct address *client)
{
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, client->bytes, sizeof client->bytes, crowd->key);
    struct group **place = &crowd->slots[hash & crowd->slot_mask];
    while (*place != NULL && memcmp(&(*place)->client, client, sizeof *client) != 0)
        place = &(*place)->next;
    return place;
}

static bool
enter_locked(struct crowd *crowd, const struct address *client)
{
    struct group **place = place_of(crowd, client);
    if (crowd->connections == crowd->connections_max)
        return false;
    if (*place == NULL) {
        struct group *group = crowd->free;
        crowd->free = group->next;
        *group = (struct group){.client = *client};
        *place = group;
    }
    if ((*place)->count == crowd->per_client)
        return false;
    (*place)->count++;
    crowd->connections++;
    return true;
}

bool
crowd_enter(struct crowd *crowd, const struct address *client)
{
    pthread_mutex_lock(&crowd->lock);
    bool is_in = enter_locked(crowd, client);
    pthread_mutex_unlock(&crowd->lock);
    return is_in;
}

void
crowd_leave(struct crowd *crowd, const struct address *client)
{
    pthread_mutex_lock(&crowd->lock);
    struct group **place = place_of(crowd, client), *group = *place;
    assert(group != NULL && group->count > 0);
    crowd->connections--;
    if (--group->count == 0) {
        *place = group->next;
        group->next = crowd->free;
        crowd->free = group;
    }
    pthread_mutex_unlock(&crowd->lock);
}
