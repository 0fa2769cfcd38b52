/* house.c: one writer thread per node takes all that waits as one group; no timer, so a lonely act
 * costs one sync and a crowd shares it. */
#include "work/house.h"

#include "proof/refusal_note.h"
#include "rule/rule_draft.h"
#include "rule/rule_folder.h"
#include "store/proposal_rows.h"
#include "work/amnesia.h"
#include "work/courier.h"
#include "work/keyring.h"
#include "work/messenger.h"
#include "work/old_rules.h"
#include "work/post.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { QUEUE_MAX = 10000, DOOR_CACHE_KIB = 2048, QUIET_CACHE_KIB = 512 };

/* ---- the writer of a node ---- */

static void
publish(struct post *post)
{
    struct node *node = post->node;
    pthread_mutex_lock(&post->published_lock);
    post->published_size = node->checkpoint_size;
    post->published_ms = node->now_ms;
    snprintf(post->published_note, sizeof post->published_note, "%.*s",
             TEXT_ARGS(node->checkpoint));
    post->alarms = post->corridor->alarms;
    pthread_mutex_unlock(&post->published_lock);
    atomic_store(&post->is_stopped, node->is_stopped);
    atomic_store(&post->is_read_only, node->is_read_only);
    atomic_store(&post->clock_is_doubted, node->clock_is_doubted);
}

/* Readers keep the network they hold: a network that was replaced lives as long as the house. */
static void
publish_network(struct post *post)
{
    int64_t version = post->node->directory_version;
    if (version == post->network_version)
        return;
    struct text content;
    struct text name = TEXT("network");
    reference_rows_newest(post->node->store, post->node->id, TEXT("directory"), name,
                          post->networks, &content);
    atomic_store(&post->network, network_rule_read_text(content, post->networks));
    post->network_version = version;
    rulebook_use_network(post->house->rules, atomic_load(&post->network));
}

static void
make_receipt(struct post *post, struct job *job, struct journal_tree *tree, struct arena *arena)
{
    struct node *node = post->node;
    if (!job->wants_receipt || job->outcome.is_fault)
        return;
    if (job->outcome.position < 0) {
        struct refusal_note note = {
            .act = text_is_empty(job->act.id) ? TEXT("-") : job->act.id,
            .node = node->id,
            .command = text_of(verb_text(job->act.verb)),
            .matter = job->outcome.matter_id,
            .refusal = refusal_name(job->outcome.refusal),
            .request = digest_of(job->act.note),
            .refused_ms = node->now_ms,
        };
        if (job->outcome.refusal != ALLOWED)
            job->receipt = refusal_note_sign(&note, &node->exchange_key, arena);
        return;
    }
    journal_receipt(tree, job->outcome.position, node->checkpoint, RECEIPT_SHOWS_NOTHING, arena,
                    &job->receipt);
}

/* One look at the store for the whole group: each by itself would lock the file for every row. */
static void
make_receipts(struct post *post, struct job **jobs, size_t count, struct arena *arena)
{
    struct node *node = post->node;
    struct journal_tree tree =
        journal_tree_open(node->store, node->id, node->checkpoint_size, arena);
    bool is_wanted = false;
    for (size_t i = 0; i < count; i++) {
        jobs[i]->receipt = TEXT("");
        is_wanted |= jobs[i]->wants_receipt;
    }
    if (!is_wanted || !store_begin_read(node->store))
        return;
    for (size_t i = 0; i < count; i++)
        make_receipt(post, jobs[i], &tree, arena);
    store_end_read(node->store);
    if (store_fault(node->store)->is_set)
        store_recover(node->store); /* nothing was written: the sender asks again */
}

static size_t
take_group(struct post *post, struct job **jobs)
{
    size_t count = 0;
    pthread_mutex_lock(&post->lock);
    while (post->first == NULL && !post->is_closing)
        pthread_cond_wait(&post->wake, &post->lock);
    while (post->first != NULL && count < GROUP_ACTS_MAX) {
        jobs[count++] = post->first;
        post->first = post->first->next;
        post->waiting--;
    }
    if (post->first == NULL)
        post->last = NULL;
    pthread_mutex_unlock(&post->lock);
    return count;
}

static void
run_group(struct post *post, struct job **jobs, size_t count, struct arena *arena)
{
    struct act *acts = ARENA_MANY(arena, count, struct act);
    struct outcome *outcomes = ARENA_MANY(arena, count, struct outcome);
    bool caused_promises = false;
    for (size_t i = 0; i < count; i++)
        acts[i] = jobs[i]->act;
    corridor_run(post->corridor, acts, outcomes, count, arena);
    publish(post);
    publish_network(post);
    for (size_t i = 0; i < count; i++) {
        jobs[i]->outcome = outcomes[i];
        caused_promises |= outcomes[i].position >= 0;
    }
    make_receipts(post, jobs, count, arena);
    for (size_t i = 0; i < count; i++)
        jobs[i]->done(jobs[i]); /* the job may be gone after this */
    if (caused_promises)
        courier_wake(post->house->courier);
    if (post->node->has_messages)
        messenger_wake(post->house->messenger);
    post->node->has_messages = false;
}

static void *
write_all(void *of)
{
    struct post *post = of;
    struct job *jobs[GROUP_ACTS_MAX];
    struct arena *arena = arena_open();
    for (size_t count; (count = take_group(post, jobs)) > 0;) {
        run_group(post, jobs, count, arena);
        arena_reset(arena);
    }
    arena_close(arena);
    return NULL;
}

bool
post_submit(struct post *post, struct job *job)
{
    job->next = NULL;
    pthread_mutex_lock(&post->lock);
    bool is_taken = post->waiting < QUEUE_MAX && !post->is_closing;
    if (is_taken) {
        if (post->last == NULL)
            post->first = job;
        else
            post->last->next = job;
        post->last = job;
        post->waiting++;
        pthread_cond_signal(&post->wake);
    }
    pthread_mutex_unlock(&post->lock);
    return is_taken;
}

/* ---- one act, waited for ---- */

struct wait {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool is_done;
    struct arena *arena;
};

static void
wake_waiter(struct job *job)
{
    struct wait *wait = job->of;
    pthread_mutex_lock(&wait->lock);
    job->outcome.answer = text_copy(job->outcome.answer, wait->arena);
    job->outcome.matter_id = text_copy(job->outcome.matter_id, wait->arena);
    job->receipt = text_copy(job->receipt, wait->arena);
    wait->is_done = true;
    pthread_cond_signal(&wait->wake);
    pthread_mutex_unlock(&wait->lock);
}

void
post_run(struct post *post, struct job *job, struct arena *arena)
{
    struct wait wait = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, arena};
    job->done = wake_waiter;
    job->of = &wait;
    if (!post_submit(post, job)) {
        job->outcome = (struct outcome){.is_fault = true, .position = -1};
        return;
    }
    pthread_mutex_lock(&wait.lock);
    while (!wait.is_done)
        pthread_cond_wait(&wait.wake, &wait.lock);
    pthread_mutex_unlock(&wait.lock);
}

/* ---- rules of the record ---- */

/* Whoever reads the log learns that a file changed and whether somebody here had approved that. */
static void
say_version(const struct post *post, const struct rulebook_file *file, struct arena *arena)
{
    bool is_approved = proposal_rows_approved(post->node->store, post->id, TEXT(RULES_KIND),
                                              file->name, digest_hex(&file->digest, arena), arena);
    fprintf(stderr, "tongban: %.*s: another version of the rule file %.*s, %s\n",
            TEXT_ARGS(post->id), TEXT_ARGS(file->name),
            is_approved ? "approved here" : "not approved here");
}

/* Every rule file this node works under is part of its record. Going back to an earlier version is
 * a change like any other: only the newest one is what it worked under until now. */
static void
keep_rules(struct post *post)
{
    const struct rulebook *rules = post->house->rules;
    struct arena *arena = arena_open();
    for (size_t i = 0; i < rules->files_count; i++) {
        const struct rulebook_file *file = &rules->files[i];
        struct text newest;
        int64_t version = reference_rows_newest(post->node->store, post->id, TEXT("rule"),
                                                file->name, arena, &newest);
        if (version > 0 && text_equal(newest, file->content))
            continue;
        if (version > 0)
            say_version(post, file, arena);
        struct canon input = canon_open(arena, file->content.length + 100);
        canon_begin_object(&input);
        canon_member_text(&input, "content", file->content);
        canon_member_text(&input, "kind", TEXT("rule"));
        canon_member_text(&input, "name", file->name);
        canon_end_object(&input);
        struct act act = {
            .verb = VERB_KEEP_REFERENCE,
            .asker = {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("start")},
            .input = value_read_canonical(canon_text(&input), arena),
            .if_version = -1,
            .claimed_ms = -1,
            .counter_ms = -1,
        };
        struct outcome outcome;
        corridor_run(post->corridor, &act, &outcome, 1, arena);
    }
    arena_close(arena);
}

/* ---- opening ---- */

static bool
make_folder(const char *path, struct fault *fault)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    fault_set(fault, "%s cannot be made: %s", path, strerror(errno));
    return false;
}

static bool
lock_node(struct post *post, struct fault *fault)
{
    const char *path = text_format(post->arena, "%s/lock", post->folder).bytes;
    post->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (post->lock_file >= 0 && flock(post->lock_file, LOCK_EX | LOCK_NB) == 0)
        return true;
    fault_set(fault, "another process has %s open", post->folder);
    return false;
}

static bool
open_readers(struct post *post, int readers, struct fault *fault)
{
    struct store_options use = {.use = STORE_READS};
    /* Behind those of the door stand those of the messenger; the last one is the courier's. */
    for (int i = 0; i < readers + MESSAGE_WAYS + 1; i++) {
        use.cache_kib = i < readers ? DOOR_CACHE_KIB : QUIET_CACHE_KIB;
        post->readers[i] = store_open(post->database, &use, fault);
        if (post->readers[i] == NULL)
            return false;
        post->readers_count++;
    }
    return true;
}

static bool
open_post(struct house *house, const char *name, struct fault *fault)
{
    struct post *post = calloc(1, sizeof *post);
    if (post == NULL)
        abort();
    house->posts[house->count++] = post;
    post->house = house;
    post->lock_file = -1;
    post->arena = arena_open();
    post->networks = arena_open();
    pthread_mutex_init(&post->lock, NULL);
    pthread_mutex_init(&post->published_lock, NULL);
    pthread_cond_init(&post->wake, NULL);
    post->id = text_copy(text_of(name), post->arena);
    post->folder = text_format(post->arena, "%s/%s", house->data, name).bytes;
    post->database = text_format(post->arena, "%s/node.db", post->folder).bytes;
    post->blob_folder = text_format(post->arena, "%s/blobs", post->folder).bytes;
    post->upload_folder = text_format(post->arena, "%s/uploads", post->folder).bytes;
    if (!make_folder(post->blob_folder, fault) || !make_folder(post->upload_folder, fault) ||
        !lock_node(post, fault) ||
        !keyring_load(post->folder, post->id, house->world, false, post->arena, &post->keys, fault))
        return false;
    struct node_options options = {
        .id = post->id,
        .database = post->database,
        .folder = post->folder,
        .world = house->world,
        .log_key = post->keys.log,
        .exchange_key = post->keys.exchange,
    };
    post->node = node_open(&options, fault);
    if (post->node == NULL || !open_readers(post, house->readers, fault))
        return false;
    post->corridor = corridor_open(post->node, house->rules);
    post->corridor->telling = house->telling;
    post->printing =
        printing_open(house->press, post->folder, house->paper_fonts, &post->keys.paper, fault);
    post->shelf = shelf_open(post->upload_folder, house->world->wall_ms(house->world->of), fault);
    return post->printing != NULL && post->shelf != NULL;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* A node whose peers hold receipts for more than it knows has lost something: it must not write
 * until a person has answered for that. */
static void
guard_against_amnesia(struct house *house)
{
    struct arena *arena = arena_open();
    for (int i = 0; i < house->count; i++) {
        struct node *node = house->posts[i]->node;
        int64_t seen = 0;
        for (int k = 0; k < house->count; k++) {
            struct post *peer = house->posts[k];
            int64_t by_peer =
                k == i ? 0 : amnesia_seen_by(peer->readers[0], peer->id, node->id, arena);
            seen = by_peer > seen ? by_peer : seen;
        }
        node->seen_by_peers = seen;
        node->is_read_only =
            seen > node->next_position && !amnesia_was_answered(node->store, node->id, seen, arena);
        arena_reset(arena);
    }
    arena_close(arena);
}

/* Writers start once nobody needs to be asked any more. */
static bool
start_writers(struct house *house, struct fault *fault)
{
    guard_against_amnesia(house);
    for (int i = 0; i < house->count; i++) {
        struct post *post = house->posts[i];
        if (!post->node->is_read_only) {
            old_rules_learn(post->node->store, post->id, post->house->rules, post->house->arena);
            keep_rules(post);
        }
        publish(post);
        publish_network(post);
        if (pthread_create(&post->writer, NULL, write_all, post) != 0) {
            fault_set(fault, "no thread for the writer of %.*s", TEXT_ARGS(post->id));
            return false;
        }
        post->has_writer = true;
    }
    return true;
}

/* A folder is a node when it has keys. */
static bool
open_posts(struct house *house, struct fault *fault)
{
    struct dirent **names = NULL;
    int count = scandir(house->data, &names, NULL, by_name);
    bool is_open = true;
    for (int i = 0; i < count; i++) {
        char keys[4096];
        snprintf(keys, sizeof keys, "%s/%s/keys", house->data, names[i]->d_name);
        if (is_open && names[i]->d_name[0] != '.' && access(keys, F_OK) == 0) {
            if (house->count == HOUSE_NODES_MAX) {
                fault_set(fault, "more than %d nodes in one process", HOUSE_NODES_MAX);
                is_open = false;
            } else {
                is_open = open_post(house, names[i]->d_name, fault);
            }
        }
        free(names[i]);
    }
    free(names);
    if (is_open && house->count == 0) {
        fault_set(fault, "%s holds no node: run `tongban init` or `tongban demo` first",
                  house->data);
        return false;
    }
    return is_open;
}

struct house *
house_open(const struct house_options *options, struct fault *fault)
{
    struct house *house = calloc(1, sizeof *house);
    if (house == NULL)
        abort();
    house->arena = arena_open();
    house->world = options->world;
    house->readers = options->readers;
    house->telling.public_url = text_copy(text_of(options->public_url), house->arena);
    for (int i = 0; options->outlets != NULL && i < MESSAGE_WAYS; i++)
        house->telling.is_open[i] = options->outlets[i].kind != OUTLET_NONE;
    house->press = press_open(options->program);
    house->viewing = viewing_open(options->program);
    if (options->scanner != NULL)
        house->scanner = text_copy(text_of(options->scanner), house->arena).bytes;
    house->paper_fonts = text_copy(text_of(options->paper_fonts), house->arena);
    house->data = text_copy(text_of(options->data), house->arena).bytes;
    struct text rules = rule_folder_find(options->rules, getenv("TONGBAN_RULES"), house->arena);
    struct mistakes mistakes = mistakes_open(house->arena);
    house->rules = text_is_empty(rules) ? NULL : rulebook_open(rules.bytes, &mistakes);
    if (house->rules == NULL) {
        fprintf(stderr, "%s", mistakes_text(&mistakes, house->arena).bytes);
        fault_set(fault, "the rules cannot be used: run `tongban check`");
    } else if (open_posts(house, fault) && start_writers(house, fault)) {
        house->courier = courier_open(house);
        if (options->outlets != NULL)
            house->messenger = messenger_open(house, options->outlets, fault);
        if (options->outlets == NULL || house->messenger != NULL)
            return house;
    }
    house_close(house);
    return NULL;
}

static void
stop_writer(struct post *post)
{
    pthread_mutex_lock(&post->lock);
    post->is_closing = true;
    pthread_cond_broadcast(&post->wake);
    pthread_mutex_unlock(&post->lock);
    if (post->has_writer)
        pthread_join(post->writer, NULL);
}

static void
close_post(struct post *post)
{
    for (int i = 0; i < post->readers_count; i++)
        store_close(post->readers[i]);
    corridor_close(post->corridor);
    node_close(post->node);
    key_wipe(&post->keys.log);
    key_wipe(&post->keys.exchange);
    key_wipe(&post->keys.signer);
    key_wipe(&post->keys.paper);
    printing_close(post->printing);
    shelf_close(post->shelf);
    if (post->lock_file >= 0)
        close(post->lock_file);
    arena_close(post->networks);
    arena_close(post->arena);
    free(post);
}

void
house_close(struct house *house)
{
    if (house == NULL)
        return;
    messenger_stop(house->messenger);
    courier_stop(house->courier);
    for (int i = 0; i < house->count; i++)
        stop_writer(house->posts[i]);
    courier_close(house->courier);
    messenger_close(house->messenger);
    for (int i = 0; i < house->count; i++)
        close_post(house->posts[i]);
    press_close(house->press);
    viewing_close(house->viewing);
    rulebook_close(house->rules);
    arena_close(house->arena);
    free(house);
}

bool
house_start_work(struct house *house)
{
    return courier_start(house->courier) &&
           (house->messenger == NULL || messenger_start(house->messenger));
}

void
house_settle(struct house *house)
{
    courier_go_all(house->courier);
}

/* ---- looking ---- */

const struct rulebook *
house_rules(const struct house *house)
{
    return house->rules;
}

const struct world *
house_world(const struct house *house)
{
    return house->world;
}

int64_t
house_messages(const struct house *house, enum message_way way, enum message_end end)
{
    return messenger_count(house->messenger, way, end);
}

const char *
house_scanner(const struct house *house)
{
    return house->scanner;
}

const char *
house_data(const struct house *house)
{
    return house->data;
}

int
house_count(const struct house *house)
{
    return house->count;
}

struct post *
house_at(struct house *house, int place)
{
    return house->posts[place];
}

struct post *
house_post(struct house *house, struct text id)
{
    for (int i = 0; i < house->count; i++) {
        if (text_equal(house->posts[i]->id, id))
            return house->posts[i];
    }
    return NULL;
}

struct post *
house_post_by_code(struct house *house, struct text code)
{
    for (int i = 0; i < house->count; i++) {
        const struct network *network = post_network(house->posts[i]);
        const struct network_node *node = network_find(network, house->posts[i]->id);
        if (node != NULL && text_equal(node->node_code, code))
            return house->posts[i];
    }
    return NULL;
}

static struct post *
post_of_kind(struct house *house, enum node_kind kind)
{
    for (int i = 0; i < house->count; i++) {
        const struct network *network = post_network(house->posts[i]);
        const struct network_node *node = network_find(network, house->posts[i]->id);
        if (node != NULL && node->kind == kind)
            return house->posts[i];
    }
    return NULL;
}

struct post *
house_desk(struct house *house)
{
    return post_of_kind(house, NODE_DESK);
}

struct post *
house_hub(struct house *house)
{
    return post_of_kind(house, NODE_HUB);
}

const unsigned char *
post_seal_key(const struct post *post)
{
    return post->keys.seal;
}

struct text
post_id(const struct post *post)
{
    return post->id;
}

struct store *
post_reader(struct post *post, int thread)
{
    assert(thread >= 0 && thread < post->readers_count);
    return post->readers[thread];
}

struct store *
post_open_reader(const struct post *post, struct fault *fault)
{
    struct store_options use = {.use = STORE_READS, .cache_kib = 8 * 1024};
    return store_open(post->database, &use, fault);
}

struct store *
post_messenger_reader(struct post *post, enum message_way way)
{
    return post->readers[post->house->readers + (int)way];
}

const struct network *
post_network(const struct post *post)
{
    return atomic_load(&post->network);
}

struct text
post_checkpoint(struct post *post, struct arena *arena, uint64_t *size)
{
    pthread_mutex_lock(&post->published_lock);
    struct text note = text_copy(text_of(post->published_note), arena);
    *size = post->published_size;
    pthread_mutex_unlock(&post->published_lock);
    return note;
}

const char *
post_blob_folder(const struct post *post)
{
    return post->blob_folder;
}

const char *
post_blob_path(const struct post *post, struct text sha256, struct arena *arena)
{
    return node_blob_path(post->node, sha256, arena);
}

struct printing *
post_printing(struct post *post)
{
    return post->printing;
}

struct viewing *
house_viewing(struct house *house)
{
    return house->viewing;
}

const char *
post_upload_folder(const struct post *post)
{
    return post->upload_folder;
}

struct shelf *
post_shelf(struct post *post)
{
    return post->shelf;
}

bool
post_backup(const struct post *post, struct store *reader, struct arena *arena,
            struct backup_record *record)
{
    if (backup_record_read(post->folder, arena, record) &&
        backup_record_is_of(record, reader, post->id))
        return true;
    *record = (struct backup_record){0};
    return false;
}

struct post_health
post_health(struct post *post)
{
    struct post_health health = {.why = ""};
    pthread_mutex_lock(&post->lock);
    health.waiting = post->waiting;
    pthread_mutex_unlock(&post->lock);
    pthread_mutex_lock(&post->published_lock);
    health.size = (int64_t)post->published_size;
    health.checkpoint_ms = post->published_ms;
    health.alarms = post->alarms;
    pthread_mutex_unlock(&post->published_lock);
    health.outbox_open = atomic_load(&post->outbox_open);
    health.outbox_oldest_ms = atomic_load(&post->outbox_oldest_ms);
    health.backup_ms = atomic_load(&post->backup_ms);
    health.backup_events = atomic_load(&post->backup_events);
    health.backup_is_verified = atomic_load(&post->backup_is_verified);
    health.is_stopped = atomic_load(&post->is_stopped);
    health.is_read_only = atomic_load(&post->is_read_only);
    health.clock_is_doubted = atomic_load(&post->clock_is_doubted);
    for (int i = 0; i < MESSAGE_WAYS; i++) {
        health.messages_open[i] = atomic_load(&post->messages_open[i]);
        health.messages_oldest_ms[i] = atomic_load(&post->messages_oldest_ms[i]);
    }
    if (health.is_stopped)
        health.why = post->node->why_stopped; /* written once, before is_stopped was */
    return health;
}

/* ---- looks ---- */

struct look_batch {
    struct job job;
    struct arena *arena;
};

void
post_log_look(struct post *post, struct text matter_id, struct text account, struct text role,
              struct text reason, bool allowed)
{
    struct look *look = calloc(1, sizeof *look);
    if (look == NULL)
        abort();
    snprintf(look->matter, sizeof look->matter, "%.*s", TEXT_ARGS(matter_id));
    snprintf(look->account, sizeof look->account, "%.*s", TEXT_ARGS(account));
    snprintf(look->role, sizeof look->role, "%.*s", TEXT_ARGS(role));
    snprintf(look->reason, sizeof look->reason, "%.*s", TEXT_ARGS(reason));
    look->allowed = allowed;
    look->at_ms = post->house->world->wall_ms(post->house->world->of);
    pthread_mutex_lock(&post->lock);
    look->older = post->looks;
    post->looks = look;
    pthread_mutex_unlock(&post->lock);
}

static void
free_batch(struct job *job)
{
    struct look_batch *batch = job->of;
    arena_close(batch->arena);
    free(batch);
}

static void
write_look(struct canon *canon, const struct look *look)
{
    canon_begin_object(canon);
    canon_member_text(canon, "account", text_of(look->account));
    canon_member_boolean(canon, "allowed", look->allowed);
    canon_member_integer(canon, "at", look->at_ms);
    canon_member_text(canon, "matter", text_of(look->matter));
    canon_member_text(canon, "reason", text_of(look->reason));
    canon_member_text(canon, "role", text_of(look->role));
    canon_end_object(canon);
}

static struct look_batch *
open_batch(void)
{
    struct look_batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL)
        abort();
    batch->arena = arena_open();
    batch->job.of = batch;
    return batch;
}

static void
submit_batch(struct post *post, struct look_batch *batch, enum verb verb, struct text input)
{
    batch->job.act = (struct act){
        .verb = verb,
        .input = value_read_canonical(input, batch->arena),
        .if_version = -1,
        .claimed_ms = -1,
        .counter_ms = -1,
    };
    batch->job.done = free_batch;
    if (!post_submit(post, &batch->job))
        free_batch(&batch->job);
}

/* What was looked at since the last time becomes one act; the list is newest first. */
static void
flush_looks(struct post *post)
{
    pthread_mutex_lock(&post->lock);
    struct look *looks = post->looks, *oldest_first = NULL;
    post->looks = NULL;
    pthread_mutex_unlock(&post->lock);
    if (looks == NULL)
        return;
    while (looks != NULL) {
        struct look *older = looks->older;
        looks->older = oldest_first;
        oldest_first = looks;
        looks = older;
    }
    struct look_batch *batch = open_batch();
    struct canon canon = canon_open(batch->arena, 1024);
    canon_begin_object(&canon);
    canon_key(&canon, "looks");
    canon_begin_array(&canon);
    while (oldest_first != NULL) {
        struct look *next = oldest_first->older;
        write_look(&canon, oldest_first);
        free(oldest_first);
        oldest_first = next;
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    submit_batch(post, batch, VERB_LOG_ACCESS, canon_text(&canon));
}

void
post_see_session(struct post *post, const struct digest *digest, int64_t now_ms)
{
    pthread_mutex_lock(&post->lock);
    if (post->sightings_count < SIGHTINGS_MAX)
        post->sightings[post->sightings_count++] = (struct sighting){*digest, now_ms};
    pthread_mutex_unlock(&post->lock);
}

static void
flush_sightings(struct post *post)
{
    struct look_batch *batch = open_batch();
    struct sighting *seen = ARENA_MANY(batch->arena, SIGHTINGS_MAX, struct sighting);
    pthread_mutex_lock(&post->lock);
    int count = post->sightings_count;
    memcpy(seen, post->sightings, (size_t)count * sizeof *seen);
    post->sightings_count = 0;
    pthread_mutex_unlock(&post->lock);
    if (count == 0) {
        free_batch(&batch->job);
        return;
    }
    struct canon canon = canon_open(batch->arena, 1024);
    canon_begin_object(&canon);
    canon_key(&canon, "sessions");
    canon_begin_array(&canon);
    for (int i = 0; i < count; i++) {
        canon_begin_object(&canon);
        canon_member_text(&canon, "digest", digest_hex(&seen[i].digest, batch->arena));
        canon_member_integer(&canon, "seen", seen[i].seen_ms);
        canon_end_object(&canon);
    }
    canon_end_array(&canon);
    canon_end_object(&canon);
    submit_batch(post, batch, VERB_SEE_SESSIONS, canon_text(&canon));
}

void
post_flush_looks(struct post *post)
{
    flush_looks(post);
    flush_sightings(post);
}
