/* post.h: the inside of a hosted node, shared by house.c, courier.c and messenger.c alone. */
#ifndef TB_POST_H
#define TB_POST_H
#include "rule/network_rule.h"
#include "store/message.h"
#include "store/reference_rows.h"
#include "work/house.h"
#include "work/keyring.h"
#include "work/printing.h"
#include "work/viewing.h"

#include <pthread.h>
#include <stdatomic.h>

struct courier;
struct messenger;

/* One look at a matter on its way to the log. */
struct look {
    struct look *older;
    char matter[40], account[80], role[24], reason[80];
    bool allowed;
    int64_t at_ms;
};

/* Browsers seen since they were last written down; what does not fit is seen again soon. */
enum { SIGHTINGS_MAX = 512 };
struct sighting {
    struct digest digest;
    int64_t seen_ms;
};

struct post {
    struct house *house;
    struct text id;
    const char *folder, *database, *blob_folder, *upload_folder;
    struct arena *arena;
    struct keyring keys;
    struct printing *printing;
    struct shelf *shelf;
    int lock_file;
    struct node *node;         /* the writer's */
    struct corridor *corridor; /* the writer's */
    struct store *readers[HOUSE_READERS_MAX + MESSAGE_WAYS + 1];
    int readers_count;
    pthread_t writer;
    bool has_writer;

    pthread_mutex_t lock; /* over the queue, the looks and the sightings */
    pthread_cond_t wake;
    struct job *first, *last;
    struct look *looks;
    struct sighting sightings[SIGHTINGS_MAX];
    int sightings_count;
    int64_t waiting;
    bool is_closing;

    pthread_mutex_t published_lock; /* over what follows */
    char published_note[2048];
    uint64_t published_size;
    int64_t published_ms, alarms;

    struct arena *networks; /* every network that was in force since the start */
    int64_t network_version;
    _Atomic(struct network *) network;
    atomic_bool is_stopped, is_read_only, clock_is_doubted;
    atomic_int_fast64_t outbox_open, outbox_oldest_ms, backup_ms, backup_events;
    atomic_bool backup_is_verified;
    atomic_int_fast64_t messages_open[MESSAGE_WAYS], messages_oldest_ms[MESSAGE_WAYS];
};

struct house {
    struct arena *arena;
    const struct world *world;
    const char *data;
    struct rulebook *rules;
    struct post *posts[HOUSE_NODES_MAX];
    int count, readers;
    struct telling telling;
    struct courier *courier;
    struct messenger *messenger;
    struct press *press;
    struct viewing *viewing;
    struct text paper_fonts;
    const char *scanner;
};

/* Queues what was looked at and which browsers were seen since the last time. */
void post_flush_looks(struct post *post);
/* The connection of the thread that sends messages of this kind. */
struct store *post_messenger_reader(struct post *post, enum message_way way);

#endif
