/* messenger.c: takes what is due of each node in turn, sends it, and has the node's writer write
 * down what came of it before the next is sent. So nothing is sent twice unless the program ends,
 * or the disk fails, between the two. */
#include "work/messenger.h"

#include "work/post.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    ROUND_MESSAGES = 16,
    IDLE_MS = 1000,
    PAUSE_FIRST_MS = 1000,
    PAUSE_LAST_MS = 60 * 1000 /* a way on which nothing goes is tried again at least this often */
};

struct way {
    struct messenger *messenger;
    enum message_way way;
    struct outlet *outlet; /* NULL: none goes this way */
    pthread_t thread;
    bool has_thread, is_woken;
    int64_t pause_ms, rests_until_ms; /* steady time */
    atomic_int_fast64_t ends[MESSAGE_ENDS];
};

struct messenger {
    struct house *house;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool is_closing;
    struct way ways[MESSAGE_WAYS];
};

/* ---- one message ---- */

/* False where that could not be written down. */
static bool
settle(struct post *post, struct text id, const char *outcome, const char *reason,
       struct arena *arena)
{
    struct canon input = canon_open(arena, 120);
    canon_begin_object(&input);
    canon_member_text(&input, "outcome", text_of(outcome));
    canon_member_text(&input, "promise", id);
    canon_member_text(&input, "reason", text_of(reason));
    canon_end_object(&input);
    struct job job = {
        .act = {.verb = VERB_SETTLE_MESSAGE,
                .asker = {.role = ROLE_EXCHANGE, .account = TEXT("exchange")},
                .input = value_read_canonical(canon_text(&input), arena),
                .if_version = -1,
                .claimed_ms = -1,
                .counter_ms = -1},
    };
    post_run(post, &job, arena);
    return !job.outcome.is_fault && job.outcome.refusal == ALLOWED;
}

static void
count(struct way *way, enum message_end end)
{
    atomic_fetch_add(&way->ends[end], 1);
}

static int64_t
steady_ms(const struct way *way)
{
    const struct world *world = way->messenger->house->world;
    return world->steady_ms(world->of);
}

/* Nothing goes this way: it rests for longer each time. */
static void
pause(struct way *way)
{
    way->pause_ms = way->pause_ms == 0 ? PAUSE_FIRST_MS : way->pause_ms * 2;
    if (way->pause_ms > PAUSE_LAST_MS)
        way->pause_ms = PAUSE_LAST_MS;
    way->rests_until_ms = steady_ms(way) + way->pause_ms;
}

/* Once when nothing goes any more and once when it goes again, for the operator. */
static void
say_change(const struct way *way, bool goes, bool is_settled)
{
    struct text word = message_way_word(way->way);
    if (goes && way->pause_ms > 0)
        fprintf(stderr, "tongban: messages (%.*s) go out again\n", TEXT_ARGS(word));
    if (!goes && way->pause_ms == 0)
        fprintf(stderr, "tongban: no messages (%.*s) go out at present: %s\n", TEXT_ARGS(word),
                is_settled ? outlet_why(way->outlet) : "the node cannot write");
}

/* False where the way rests now. */
static bool
deliver(struct way *way, struct post *post, const struct message *message, struct arena *arena)
{
    const struct world *world = way->messenger->house->world;
    int64_t now_ms = world->wall_ms(world->of);
    const char *outcome = "failed", *reason = "ended";
    enum sent sent = SENT_REFUSED;
    if (!message->is_erased && message->ends_ms > now_ms) {
        sent = outlet_send(way->outlet, message, arena);
        reason = sent == SENT_NO_PLACE ? "address" : sent == SENT_REFUSED ? "rejected" : "";
        outcome = sent == SENT                                    ? "sent"
                  : sent == SENT_NO_PLACE || sent == SENT_REFUSED ? "failed"
                                                                  : "later";
    }
    if (atomic_load(&way->messenger->is_closing) && sent == SENT_NOT_NOW)
        return false; /* broken off: as if it had not been tried */
    count(way, sent == SENT                                 ? MESSAGE_SENT
               : sent == SENT_LATER || sent == SENT_NOT_NOW ? MESSAGE_PUT_OFF
                                                            : MESSAGE_GIVEN_UP);
    bool is_settled = settle(post, message->id, outcome, reason, arena);
    bool goes = is_settled && sent != SENT_NOT_NOW;
    say_change(way, goes, is_settled);
    if (goes)
        way->pause_ms = 0;
    else
        pause(way);
    return goes;
}

/* ---- rounds ---- */

/* The number of messages that were due. */
static int
serve_post(struct way *way, struct post *post, struct arena *arena)
{
    const struct world *world = way->messenger->house->world;
    struct store *reader = post_messenger_reader(post, way->way);
    struct message messages[ROUND_MESSAGES];
    int due = 0;
    if (atomic_load(&post->is_stopped) || atomic_load(&post->is_read_only))
        return 0;
    if (store_begin_read(reader)) {
        int64_t oldest_ms;
        due = message_due(reader, post->id, way->way, world->wall_ms(world->of), ROUND_MESSAGES,
                          arena, messages);
        atomic_store(&post->messages_open[way->way],
                     message_open_count(reader, post->id, way->way, &oldest_ms));
        atomic_store(&post->messages_oldest_ms[way->way], oldest_ms);
        store_end_read(reader);
    }
    if (store_fault(reader)->is_set) {
        store_recover(reader);
        return 0;
    }
    for (int i = 0; i < due; i++) {
        if (atomic_load(&way->messenger->is_closing) || !deliver(way, post, &messages[i], arena))
            return 0;
    }
    return due;
}

static bool
do_round(struct way *way, struct arena *arena)
{
    struct house *house = way->messenger->house;
    int due = 0;
    if (steady_ms(way) < way->rests_until_ms)
        return false;
    for (int i = 0; i < house->count && steady_ms(way) >= way->rests_until_ms; i++)
        due += serve_post(way, house->posts[i], arena);
    return due > 0;
}

/* False when the messenger stops. */
static bool
rest(struct way *way, bool has_more)
{
    struct messenger *messenger = way->messenger;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += IDLE_MS / 1000;
    pthread_mutex_lock(&messenger->lock);
    while (!has_more && !way->is_woken && !atomic_load(&messenger->is_closing)) {
        if (pthread_cond_timedwait(&messenger->wake, &messenger->lock, &until) == ETIMEDOUT)
            break;
    }
    way->is_woken = false;
    pthread_mutex_unlock(&messenger->lock);
    return !atomic_load(&messenger->is_closing);
}

static void *
run(void *of)
{
    struct way *way = of;
    struct arena *arena = arena_open();
    for (bool has_more = true; rest(way, has_more);) {
        has_more = do_round(way, arena);
        arena_reset(arena);
    }
    arena_close(arena);
    return NULL;
}

/* ---- the whole ---- */

struct messenger *
messenger_open(struct house *house, const struct outlet_settings *outlets, struct fault *fault)
{
    struct messenger *messenger = calloc(1, sizeof *messenger);
    pthread_condattr_t steady;
    if (messenger == NULL)
        abort();
    messenger->house = house;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&messenger->lock, NULL);
    pthread_cond_init(&messenger->wake, &steady);
    pthread_condattr_destroy(&steady);
    for (int i = 0; i < MESSAGE_WAYS; i++) {
        struct way *way = &messenger->ways[i];
        way->messenger = messenger;
        way->way = (enum message_way)i;
        if (outlets[i].kind == OUTLET_NONE)
            continue;
        way->outlet = outlet_open(&outlets[i], &messenger->is_closing, fault);
        if (way->outlet == NULL) {
            messenger_close(messenger);
            return NULL;
        }
    }
    return messenger;
}

bool
messenger_start(struct messenger *messenger)
{
    for (int i = 0; i < MESSAGE_WAYS; i++) {
        struct way *way = &messenger->ways[i];
        if (way->outlet == NULL)
            continue;
        way->has_thread = pthread_create(&way->thread, NULL, run, way) == 0;
        if (!way->has_thread)
            return false;
    }
    return true;
}

void
messenger_wake(struct messenger *messenger)
{
    if (messenger == NULL)
        return;
    pthread_mutex_lock(&messenger->lock);
    for (int i = 0; i < MESSAGE_WAYS; i++)
        messenger->ways[i].is_woken = true;
    pthread_cond_broadcast(&messenger->wake);
    pthread_mutex_unlock(&messenger->lock);
}

void
messenger_stop(struct messenger *messenger)
{
    if (messenger == NULL)
        return;
    pthread_mutex_lock(&messenger->lock);
    atomic_store(&messenger->is_closing, true);
    pthread_cond_broadcast(&messenger->wake);
    pthread_mutex_unlock(&messenger->lock);
    for (int i = 0; i < MESSAGE_WAYS; i++) {
        if (messenger->ways[i].has_thread)
            pthread_join(messenger->ways[i].thread, NULL);
        messenger->ways[i].has_thread = false;
    }
}

void
messenger_close(struct messenger *messenger)
{
    if (messenger == NULL)
        return;
    for (int i = 0; i < MESSAGE_WAYS; i++)
        outlet_close(messenger->ways[i].outlet);
    pthread_cond_destroy(&messenger->wake);
    pthread_mutex_destroy(&messenger->lock);
    free(messenger);
}

int64_t
messenger_count(const struct messenger *messenger, enum message_way way, enum message_end end)
{
    return messenger == NULL ? 0 : atomic_load(&messenger->ways[way].ends[end]);
}
