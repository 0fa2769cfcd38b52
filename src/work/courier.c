/* courier.c: one thread for the whole house. A round takes what is due of each node, hands each
 * envelope to its receiver's writer, and settles the promise with what came back. Between nodes of
 * one process only the socket is missing: notes, inbox and receipts are those of any peer. */
#include "work/courier.h"

#include "store/announcement_rows.h"
#include "store/calendar_rows.h"
#include "store/outbox.h"
#include "store/service_rows.h"
#include "work/post.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    ROUND_PROMISES = 128,
    ROUND_LAPSES = 64,
    ROUND_WAITING = 32,
    IDLE_MS = 500,
    COUNT_MS = 1000,
    WATCH_MS = 10 * 1000,
    MINUTE_MS = 60 * 1000,
    HOUR_MS = 60 * MINUTE_MS,
    NAME_BYTES_MAX = 128
};

/* How far the walk over the periods of a node that have run out has come. One that cannot lapse
 * must not stand in the way of the others, nor be tried without end. */
struct lapse_walk {
    int64_t due_ms;
    char matter[NAME_BYTES_MAX], name[NAME_BYTES_MAX];
    int tried, lapsed; /* since it began; `lapsed` under the courier's lock */
    bool is_over;
    int64_t rests_until_ms;
};

struct courier {
    struct house *house;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake, idle;
    bool is_woken, is_closing, has_thread;
    int under_way; /* jobs whose end is not yet seen */
    int settled;   /* of the round: promises closed or put off, periods lapsed */
    int64_t digested_ms, counted_ms, served_ms;
    struct lapse_walk walks[HOUSE_NODES_MAX];
};

/* Something the courier had a writer do. */
struct errand {
    struct job job;
    struct arena *arena;
    struct courier *courier;
    struct post *sender; /* of an envelope; NULL otherwise */
    struct text promise;
    struct lapse_walk *walk; /* of a lapse; NULL otherwise */
};

static struct errand *
errand_open(struct courier *courier, enum verb verb)
{
    struct arena *arena = arena_open();
    struct errand *errand = ARENA_NEW(arena, struct errand);
    bool is_clocks = verb == VERB_LAPSE || verb == VERB_RECOUNT || verb == VERB_NOTE_SHOWN ||
                     verb == VERB_JUDGE_AGAIN;
    errand->arena = arena;
    errand->courier = courier;
    errand->job.act = (struct act){
        .verb = verb,
        .asker = {.role = is_clocks ? ROLE_CLOCK : ROLE_EXCHANGE,
                  .account = is_clocks ? TEXT("clock") : TEXT("exchange")},
        .if_version = -1,
        .claimed_ms = -1,
        .counter_ms = -1,
    };
    errand->job.of = errand;
    pthread_mutex_lock(&courier->lock);
    courier->under_way++;
    pthread_mutex_unlock(&courier->lock);
    return errand;
}

static void
errand_end(struct job *job)
{
    struct errand *errand = job->of;
    struct courier *courier = errand->courier;
    bool is_done = !job->outcome.is_fault && job->outcome.refusal == ALLOWED;
    bool counts = job->act.verb == VERB_SETTLE_PROMISE || job->act.verb == VERB_LAPSE ||
                  job->act.verb == VERB_RECOUNT;
    struct lapse_walk *walk = errand->walk;
    arena_close(errand->arena);
    pthread_mutex_lock(&courier->lock);
    if (is_done && counts)
        courier->settled++;
    if (is_done && walk != NULL)
        walk->lapsed++;
    if (--courier->under_way == 0)
        pthread_cond_signal(&courier->idle);
    pthread_mutex_unlock(&courier->lock);
}

static void
errand_send(struct post *post, struct errand *errand)
{
    if (post_submit(post, &errand->job))
        return;
    errand->job.outcome.is_fault = true;
    errand_end(&errand->job);
}

/* ---- envelopes ---- */

/* Tells the sender's own writer what became of a promise; an empty disposition: nothing yet. */
static void
settle(struct courier *courier, struct post *sender, struct text promise, struct text disposition,
       struct text receipt)
{
    struct errand *settling = errand_open(courier, VERB_SETTLE_PROMISE);
    struct canon input = canon_open(settling->arena, 100);
    canon_begin_object(&input);
    canon_member_text(&input, "disposition", disposition);
    canon_member_text(&input, "promise", promise);
    canon_end_object(&input);
    settling->job.act.input =
        value_read_canonical(text_copy(canon_text(&input), settling->arena), settling->arena);
    settling->job.act.note = text_copy(receipt, settling->arena);
    settling->job.done = errand_end;
    errand_send(sender, settling);
}

static void
settle_carried(struct job *job)
{
    struct errand *carried = job->of;
    const struct value *answer =
        value_read_canonical(text_copy(job->outcome.answer, carried->arena), carried->arena);
    settle(carried->courier, carried->sender, carried->promise,
           value_member_text(answer, "disposition"), job->receipt);
    errand_end(job);
}

static bool
sync_folder(const char *folder)
{
    int place = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = place >= 0 && fsync(place) == 0;
    if (place >= 0)
        close(place);
    return is_synced;
}

/* Under another name first, so that half a file never stands in the place of a whole one. */
static bool
copy_file(const char *source, const char *target, struct arena *arena)
{
    char chunk[16 * 1024];
    const char *part = text_format(arena, "%s.part", target).bytes;
    int in = open(source, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool is_copied = out >= 0;
    ssize_t count = 0;
    while (is_copied && (count = read(in, chunk, sizeof chunk)) > 0)
        is_copied = write(out, chunk, (size_t)count) == count;
    is_copied = is_copied && count == 0 && fsync(out) == 0;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return is_copied && rename(part, target) == 0;
}

/* Same disk: a second name for the same bytes; another disk: a copy. Synced before it counts. */
static bool
bring_file(struct post *from, struct post *to, struct text sha256, struct arena *arena)
{
    const char *source = node_blob_path(from->node, sha256, arena);
    const char *target = node_blob_path(to->node, sha256, arena);
    const char *folder = text_format(arena, "%s/%.2s", to->blob_folder, sha256.bytes).bytes;
    if (mkdir(folder, 0700) == 0 ? !sync_folder(to->blob_folder) : errno != EEXIST)
        return false;
    if (link(source, target) != 0 && errno != EEXIST && !copy_file(source, target, arena))
        return false;
    return sync_folder(folder);
}

static void
bring_files(struct courier *courier, struct post *from, struct post *to, struct store *reader,
            int64_t position, struct arena *arena)
{
    struct event event;
    if (!journal_read(reader, from->id, position, arena, &event))
        return;
    struct text private = event.private;
    if (event_is_of_peer(event.kind))
    private = value_member_text(value_read_canonical(private, arena), "private");
    const struct value *documents = value_member(value_read_canonical(private, arena), "documents");
    if (!value_is(documents, VALUE_ARRAY))
        return;
    for (const struct value *item = documents->first; item != NULL; item = item->next) {
        struct text sha256 = value_member_text(item, "file");
        struct digest digest;
        if (!digest_parse(sha256, &digest) || !bring_file(from, to, sha256, arena))
            continue;
        struct errand *keeping = errand_open(courier, VERB_KEEP_FILE);
        struct canon input = canon_open(keeping->arena, 160);
        canon_begin_object(&input);
        canon_member_integer(&input, "bytes", value_member_integer(item, "bytes", 0));
        canon_member_text(&input, "media", value_member_text(item, "media"));
        canon_member_text(&input, "sha256", sha256);
        canon_end_object(&input);
        keeping->job.act.input =
            value_read_canonical(text_copy(canon_text(&input), keeping->arena), keeping->arena);
        keeping->job.done = errand_end;
        errand_send(to, keeping);
    }
}

static enum envelope_kind
kind_of_promise(struct text kind)
{
    for (int i = 0; i < ENVELOPE_UNKNOWN; i++) {
        if (text_is(kind, envelope_kind_text((enum envelope_kind)i)))
            return (enum envelope_kind)i;
    }
    return ENVELOPE_UNKNOWN;
}

static void
carry(struct courier *courier, struct post *from, struct store *reader,
      const struct promise *promise, struct arena *arena)
{
    struct text note;
    struct post *to = house_post(courier->house, promise->peer);
    enum envelope_kind kind = kind_of_promise(promise->kind);
    if (to == NULL || kind == ENVELOPE_UNKNOWN ||
        !envelope_make(reader, from->id, &from->keys.exchange, kind, promise->position,
                       promise->peer, arena, &note)) {
        settle(courier, from, promise->id, TEXT(""), TEXT(""));
        return;
    }
    bring_files(courier, from, to, reader, promise->position, arena);
    struct errand *errand = errand_open(courier, VERB_ACCEPT_ENVELOPE);
    errand->sender = from;
    errand->promise = text_copy(promise->id, errand->arena);
    errand->job.act.note = text_copy(note, errand->arena);
    errand->job.wants_receipt = true;
    errand->job.done = settle_carried;
    errand_send(to, errand);
}

static void
carry_due(struct courier *courier, struct post *post, int64_t now_ms, struct arena *arena)
{
    struct promise promises[ROUND_PROMISES];
    struct store *reader = post->readers[post->readers_count - 1];
    int count = outbox_due(reader, post->id, now_ms, ROUND_PROMISES, arena, promises);
    for (int i = 0; i < count; i++)
        carry(courier, post, reader, &promises[i], arena);
}

/* For those who watch. Looks at every open promise, so it is not part of every round. */
static void
count_open(struct post *post, struct store *reader)
{
    int64_t oldest_ms;
    atomic_store(&post->outbox_open, outbox_open_count(reader, post->id, &oldest_ms));
    atomic_store(&post->outbox_oldest_ms, oldest_ms);
}

/* Likewise: how far the newest copy of the node goes. */
static void
count_backup(struct post *post, struct store *reader, struct arena *arena)
{
    struct backup_record record;
    post_backup(post, reader, arena, &record);
    atomic_store(&post->backup_events, record.events);
    atomic_store(&post->backup_is_verified, record.verified_ms > 0);
    atomic_store(&post->backup_ms, record.taken_ms);
}

/* ---- the clock ---- */

static void
send_lapse(struct courier *courier, struct post *post, struct lapse_walk *walk, struct arena *arena)
{
    struct errand *errand = errand_open(courier, VERB_LAPSE);
    struct canon input = canon_open(arena, 60);
    canon_begin_object(&input);
    canon_member_text(&input, "period", text_of(walk->name));
    canon_end_object(&input);
    errand->walk = walk;
    errand->job.act.matter_id = text_copy(text_of(walk->matter), errand->arena);
    errand->job.act.input =
        value_read_canonical(text_copy(canon_text(&input), errand->arena), errand->arena);
    errand->job.done = errand_end;
    errand_send(post, errand);
}

/* The walk came to its end. Where nothing of it could lapse it is not tried again for a while. */
static void
begin_again(struct courier *courier, struct lapse_walk *walk, int64_t steady_ms)
{
    pthread_mutex_lock(&courier->lock);
    bool is_stuck = walk->tried > 0 && walk->lapsed == 0;
    pthread_mutex_unlock(&courier->lock);
    *walk = (struct lapse_walk){.rests_until_ms = is_stuck ? steady_ms + MINUTE_MS : 0};
}

static void
wake_lapsed(struct courier *courier, struct post *post, struct lapse_walk *walk, int64_t now_ms,
            struct arena *arena)
{
    const struct world *world = courier->house->world;
    int64_t steady_ms = world->steady_ms(world->of);
    struct store *reader = post->readers[post->readers_count - 1];
    int count = 0;
    if (walk->is_over)
        begin_again(courier, walk, steady_ms);
    if (atomic_load(&post->clock_is_doubted) || steady_ms < walk->rests_until_ms)
        return;
    struct sql *rows =
        sql(reader, "SELECT period_rows.matter_id, period_rows.name, period_rows.due_ms"
                    " FROM period_rows JOIN matter_rows ON matter_rows.court_id = $1"
                    " AND matter_rows.matter_id = period_rows.matter_id"
                    " WHERE period_rows.court_id = $1 AND period_rows.status = 'running'"
                    " AND period_rows.due_ms <= $2 AND (period_rows.watcher = $1"
                    " OR (period_rows.watcher = '-' AND matter_rows.owner = $1))"
                    " AND period_rows.due_ms >= $3 AND (period_rows.due_ms > $3"
                    " OR period_rows.matter_id > $4 OR (period_rows.matter_id = $4"
                    " AND period_rows.name > $5))"
                    " ORDER BY period_rows.due_ms, period_rows.matter_id, period_rows.name"
                    " LIMIT $6");
    sql_text(rows, 1, post->id);
    sql_integer(rows, 2, now_ms);
    sql_integer(rows, 3, walk->due_ms);
    sql_text(rows, 4, text_copy(text_of(walk->matter), arena));
    sql_text(rows, 5, text_copy(text_of(walk->name), arena));
    sql_integer(rows, 6, ROUND_LAPSES);
    for (; sql_next(rows); count++) {
        snprintf(walk->matter, sizeof walk->matter, "%.*s", TEXT_ARGS(sql_column_here(rows, 0)));
        snprintf(walk->name, sizeof walk->name, "%.*s", TEXT_ARGS(sql_column_here(rows, 1)));
        walk->due_ms = sql_column_integer(rows, 2);
        walk->tried++;
        send_lapse(courier, post, walk, arena);
    }
    if (count < ROUND_LAPSES)
        walk->is_over = true;
}

/* Some matters at a time, so that nobody waits long behind it. */
static void
recount(struct courier *courier, struct post *post, struct store *reader, struct arena *arena)
{
    struct text change;
    if (atomic_load(&post->clock_is_doubted) ||
        !calendar_rows_under_way(reader, post->id, arena, &change))
        return;
    struct errand *errand = errand_open(courier, VERB_RECOUNT);
    struct canon input = canon_open(errand->arena, 80);
    canon_begin_object(&input);
    canon_member_text(&input, "change", change);
    canon_end_object(&input);
    errand->job.act.input = value_read_canonical(canon_text(&input), errand->arena);
    errand->job.done = errand_end;
    errand_send(post, errand);
}

/* Announcements that stand there today; and attempts at service whose time has passed: the law is
 * asked again. */
static void
watch_services(struct courier *courier, struct post *post, struct store *reader, int64_t now_ms,
               struct arena *arena)
{
    struct date today = date_of_instant(now_ms, CHINA_OFFSET_MINUTES);
    struct service_waiting waiting[ROUND_WAITING];
    struct announcement_row shown;
    if (atomic_load(&post->clock_is_doubted))
        return;
    int count = service_rows_waiting(reader, post->id, today, ROUND_WAITING, arena, waiting);
    for (int i = 0; i < count; i++) {
        struct errand *errand = errand_open(courier, VERB_JUDGE_AGAIN);
        struct canon input = canon_open(errand->arena, 100);
        canon_begin_object(&input);
        canon_member_integer(&input, "attempt", waiting[i].number);
        canon_member_text(&input, "service", waiting[i].service_id);
        canon_end_object(&input);
        errand->job.act.matter_id = text_copy(waiting[i].matter_id, errand->arena);
        errand->job.act.input = value_read_canonical(canon_text(&input), errand->arena);
        errand->job.done = errand_end;
        errand_send(post, errand);
    }
    if (!announcement_rows_unshown(reader, post->id, today, arena, &shown))
        return;
    struct errand *errand = errand_open(courier, VERB_NOTE_SHOWN);
    struct canon input = canon_open(errand->arena, 80);
    canon_begin_object(&input);
    canon_member_text(&input, "announcement", shown.id);
    canon_end_object(&input);
    errand->job.act.input = value_read_canonical(canon_text(&input), errand->arena);
    errand->job.done = errand_end;
    errand_send(post, errand);
}

static void
digest_looks(struct courier *courier, int64_t now_ms)
{
    if (now_ms - courier->digested_ms < HOUR_MS)
        return;
    courier->digested_ms = now_ms;
    for (int i = 0; i < courier->house->count; i++) {
        struct errand *errand = errand_open(courier, VERB_DIGEST_ACCESS);
        errand->job.done = errand_end;
        errand_send(courier->house->posts[i], errand);
    }
}

/* ---- rounds ---- */

static void
do_round(struct courier *courier, struct arena *arena)
{
    const struct world *world = courier->house->world;
    int64_t now_ms = world->wall_ms(world->of), steady_ms = world->steady_ms(world->of);
    bool counts = steady_ms - courier->counted_ms >= COUNT_MS;
    bool watches = steady_ms - courier->served_ms >= WATCH_MS;
    if (counts)
        courier->counted_ms = steady_ms;
    if (watches)
        courier->served_ms = steady_ms;
    for (int i = 0; i < courier->house->count; i++) {
        struct post *post = courier->house->posts[i];
        struct store *reader = post->readers[post->readers_count - 1];
        bool writes = !atomic_load(&post->is_stopped) && !atomic_load(&post->is_read_only);
        if (writes && store_begin_read(reader)) {
            carry_due(courier, post, now_ms, arena);
            wake_lapsed(courier, post, &courier->walks[i], now_ms, arena);
            recount(courier, post, reader, arena);
            if (watches)
                watch_services(courier, post, reader, now_ms, arena);
            if (counts) {
                count_open(post, reader);
                count_backup(post, reader, arena);
            }
            store_end_read(reader);
        }
        post_flush_looks(post);
        if (counts)
            shelf_sweep(post->shelf, now_ms);
        if (store_fault(reader)->is_set)
            store_recover(reader);
    }
    digest_looks(courier, now_ms);
}

/* Waits for the jobs of the round, so that nothing is carried twice at once. True when it brought
 * something about or has not come to its end: a round that only met refusals and faults is no
 * reason for the next one. */
static bool
end_round(struct courier *courier)
{
    pthread_mutex_lock(&courier->lock);
    while (courier->under_way > 0)
        pthread_cond_wait(&courier->idle, &courier->lock);
    bool goes_on = courier->settled > 0;
    courier->settled = 0;
    pthread_mutex_unlock(&courier->lock);
    for (int i = 0; i < courier->house->count; i++)
        goes_on |= courier->walks[i].tried > 0 && !courier->walks[i].is_over;
    return goes_on;
}

/* False when the courier stops. Where there is no reason for another round, waits to be woken or
 * for a while. */
static bool
rest(struct courier *courier, bool has_reason)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)IDLE_MS * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&courier->lock);
    while (!has_reason && !courier->is_woken && !courier->is_closing) {
        if (pthread_cond_timedwait(&courier->wake, &courier->lock, &until) == ETIMEDOUT)
            break;
    }
    courier->is_woken = false;
    bool goes_on = !courier->is_closing;
    pthread_mutex_unlock(&courier->lock);
    return goes_on;
}

static void *
run(void *of)
{
    struct courier *courier = of;
    struct arena *arena = arena_open();
    for (bool goes_on = true; rest(courier, goes_on);) {
        do_round(courier, arena);
        goes_on = end_round(courier);
        arena_reset(arena);
    }
    arena_close(arena);
    return NULL;
}

struct courier *
courier_open(struct house *house)
{
    struct courier *courier = calloc(1, sizeof *courier);
    pthread_condattr_t steady;
    if (courier == NULL)
        abort();
    courier->house = house;
    courier->digested_ms = house->world->wall_ms(house->world->of);
    courier->counted_ms = house->world->steady_ms(house->world->of) - COUNT_MS;
    courier->served_ms = house->world->steady_ms(house->world->of) - WATCH_MS;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&courier->lock, NULL);
    pthread_cond_init(&courier->wake, &steady);
    pthread_cond_init(&courier->idle, NULL);
    pthread_condattr_destroy(&steady);
    return courier;
}

bool
courier_start(struct courier *courier)
{
    courier->has_thread = pthread_create(&courier->thread, NULL, run, courier) == 0;
    return courier->has_thread;
}

void
courier_go_all(struct courier *courier)
{
    struct arena *arena = arena_open();
    do {
        arena_reset(arena);
        do_round(courier, arena);
    } while (end_round(courier));
    arena_close(arena);
}

void
courier_stop(struct courier *courier)
{
    if (courier == NULL)
        return;
    pthread_mutex_lock(&courier->lock);
    courier->is_closing = true;
    pthread_cond_signal(&courier->wake);
    pthread_mutex_unlock(&courier->lock);
    if (courier->has_thread)
        pthread_join(courier->thread, NULL);
    courier->has_thread = false;
    for (int i = 0; i < courier->house->count; i++)
        post_flush_looks(courier->house->posts[i]);
    end_round(courier);
}

void
courier_close(struct courier *courier)
{
    if (courier == NULL)
        return;
    pthread_cond_destroy(&courier->wake);
    pthread_cond_destroy(&courier->idle);
    pthread_mutex_destroy(&courier->lock);
    free(courier);
}

void
courier_wake(struct courier *courier)
{
    if (courier == NULL)
        return;
    pthread_mutex_lock(&courier->lock);
    courier->is_woken = true;
    pthread_cond_signal(&courier->wake);
    pthread_mutex_unlock(&courier->lock);
}
