/* journal_test.c: a real node on the simulated disk: journal, tree, checkpoints, outbox, inbox and
 * derived tables. The power is cut after every operation of a run in four ways, and every store and
 * disk call fails in turn: whatever was told as safe is there, and what is there is sound. */
#include "harness/faults.h"
#include "harness/record.h"
#include "story.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum {
    FEW_GROUPS = 10,
    GROUPS_MOST = 100,
    GROUPS_PER_CHECKPOINT = 8,
    GROUPS_FAULTY = 7,
    STATES_MAX = 4096,
    SEEN = 1 << 16
};

static int run_groups = 18; /* of the runs in which the power is cut; `make soak` asks for more */

static double
now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- is a disk sound, and does it hold what was told? ---- */

/* The newest group that was told before the power was cut; -1 none. */
static long
last_told(const struct story *story, size_t operation)
{
    long last = -1;
    for (size_t i = 0; i < story->groups_count; i++)
        if (story->groups[i].is_told && story->groups[i].operation <= operation)
            last = (long)i;
    return last;
}

/* A group is there whole or not at all, and its promises with it. */
static const char *
check_groups(const struct story *story, const struct record *record)
{
    int64_t promises = record->promises_open + record->promises_kept + record->promises_refused;
    if (record->size == 0)
        return promises == 0 ? NULL : "promises without events";
    for (size_t i = 0; i < story->groups_count; i++)
        if (story->groups[i].size == record->size && story->groups[i].promises == promises)
            return NULL;
    return "half a group is there";
}

static const char *
check_told(const struct story *story, const struct record *record, long last)
{
    for (long i = 0; i <= last; i++) {
        const struct story_group *group = &story->groups[i];
        if (!group->is_told)
            continue;
        if (group->size > record->size)
            return "LOST: a group that was told as safe is missing";
        if (group->size > 0 && !record_begins_with(record, group->size, &group->root))
            return "FORKED: a checkpoint that was told does not fit";
    }
    return NULL;
}

/* The node after the cut: opens, is sound, holds what was told, rebuilds alike, and works on. NULL
 * or what is wrong. `size` gets how many events it holds. */
static const char *
check_node(const struct story *story, struct disk *disk, long last, uint64_t *size,
           struct arena *arena)
{
    struct fault fault = {0};
    struct clock clock = story->clock;
    struct world world = clock_world(&clock);
    struct signing_key key = story_log_key();
    struct node *node = story_open_node(disk, &world, true, &fault);
    if (node == NULL)
        return text_format(arena, "does not open: %s", fault.what).bytes;
    struct record record = record_read(node->store, node->id, &key.public, arena);
    const char *wrong = text_is_empty(record.complaint) ? NULL : record.complaint.bytes;
    *size = record.size;
    if (wrong == NULL)
        wrong = check_told(story, &record, last);
    if (wrong == NULL)
        wrong = check_groups(story, &record);
    if (wrong == NULL && record.size > 0)
        wrong = record_fits_checkpoint(&record, node->checkpoint, &key.public, arena);
    struct text difference = record_rebuild_difference(node->store, node->id, arena);
    if (wrong == NULL && !text_is_empty(difference))
        wrong = difference.bytes;
    node_close(node);
    return wrong;
}

/* ---- power cuts ---- */

struct toll {
    long images, states, wrong, lost;
    double seconds;
    char first[300];
};

/* Logical contents already looked at, by the fingerprint of the database once its log is in it. */
struct known {
    uint64_t fingerprint, size;
    const char *wrong;
};
static struct known known[STATES_MAX];
static size_t known_count;

/* And images seen before, byte for byte. */
static struct {
    uint64_t fingerprint;
    const struct known *state;
} seen[SEEN];

static uint64_t
bytes_of(const struct disk *image)
{
    char log[40], journal[40];
    snprintf(log, sizeof log, "%s-wal", STORY_DATABASE);
    snprintf(journal, sizeof journal, "%s-journal", STORY_DATABASE);
    return disk_fingerprint(image, STORY_DATABASE) + 3 * disk_fingerprint(image, log) +
           7 * disk_fingerprint(image, journal);
}

/* The fingerprint of what SQLite makes of the image. */
static uint64_t
content_of(struct disk *image)
{
    sqlite3 *db;
    struct disk *copy = disk_copy(image, 1);
    if (!disk_has(copy, STORY_DATABASE)) {
        disk_close(copy);
        return 0;
    }
    if (sqlite3_open_v2(STORY_DATABASE, &db, SQLITE_OPEN_READWRITE, disk_name(copy)) == SQLITE_OK)
        sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA wal_checkpoint(TRUNCATE)", NULL,
                     NULL, NULL);
    sqlite3_close(db);
    uint64_t fingerprint = disk_fingerprint(copy, STORY_DATABASE);
    disk_close(copy);
    return fingerprint;
}

static const struct known *
look_closer(const struct story *story, struct disk *image, size_t operation, struct arena *arena)
{
    uint64_t fingerprint = content_of(image);
    for (size_t i = known_count; i > 0; i--)
        if (known[i - 1].fingerprint == fingerprint)
            return &known[i - 1];
    struct known *fresh = &known[known_count++];
    assert_true(known_count < STATES_MAX);
    *fresh = (struct known){.fingerprint = fingerprint};
    fresh->wrong = check_node(story, image, last_told(story, operation), &fresh->size, arena);
    return fresh;
}

/* Looks at each image once and at each logical content once: between two commits there are
 * thousands of images of the same content. */
static const struct known *
look_at(const struct story *story, struct disk *image, size_t operation, struct arena *arena)
{
    uint64_t bytes = bytes_of(image);
    size_t at = bytes % SEEN;
    if (seen[at].state == NULL || seen[at].fingerprint != bytes) {
        seen[at].state = look_closer(story, image, operation, arena);
        seen[at].fingerprint = bytes;
    }
    return seen[at].state;
}

static struct toll
cut_everywhere(const struct story *story, const char *name)
{
    struct toll toll = {0};
    struct arena *arena = arena_open();
    double began = now_s();
    size_t operations = disk_operations(story->disk);
    known_count = 0;
    memset(seen, 0, sizeof seen);
    for (size_t n = 0; n <= operations; n++) {
        long last = last_told(story, n);
        for (int kind = 0; kind < CRASH_KINDS; kind++, toll.images++) {
            struct disk *image = disk_image_at(story->disk, n, kind, n * CRASH_KINDS + kind);
            const struct known *state = look_at(story, image, n, arena);
            bool is_lost = last >= 0 && story->groups[last].size > state->size;
            disk_close(image);
            toll.lost += is_lost;
            toll.wrong += state->wrong != NULL;
            if ((is_lost || state->wrong != NULL) && toll.first[0] == '\0')
                snprintf(toll.first, sizeof toll.first, "%s; kind %d after %s",
                         state->wrong != NULL ? state->wrong : "lost", kind,
                         n == 0 ? "nothing" : disk_operation_text(story->disk, n - 1, arena).bytes);
        }
    }
    toll.seconds = now_s() - began;
    toll.states = (long)known_count;
    print_message("%-26s %zu operations, %ld images (%.0f/s), %ld states: %ld lost, %ld wrong %s\n",
                  name, operations, toll.images, (double)toll.images / toll.seconds, toll.states,
                  toll.lost, toll.wrong, toll.first);
    arena_close(arena);
    return toll;
}

static struct toll
toll_of(const char *name, bool is_alone, int checkpoint_mode, int groups)
{
    disk_seed_sqlite(11);
    struct disk *disk = disk_open(11);
    disk_record(disk);
    faults_checkpoint_as(checkpoint_mode);
    struct story *story = story_open(disk, is_alone, 11);
    assert_non_null(story->node);
    for (int i = 1; i <= groups; i++) {
        assert_true(story_run_group(story));
        if (i % GROUPS_PER_CHECKPOINT == 0)
            store_checkpoint(story->node->store, true);
    }
    uint64_t events = (uint64_t)story->node->next_position;
    story_end(story);
    faults_checkpoint_as(-1);
    struct toll toll = cut_everywhere(story, name);
    print_message("%-26s %llu events, %lld promises\n", "", (unsigned long long)events,
                  (long long)story->promises);
    assert_true(events > 2 * (uint64_t)groups);
    story_close(story);
    disk_close(disk);
    return toll;
}

static void
test_powercut__a_node_loses_nothing_it_told(void **state)
{
    (void)state;
    struct toll toll = toll_of("FULL, alone", true, -1, run_groups);
    assert_int_equal(toll.lost, 0);
    assert_int_equal(toll.wrong, 0);
    assert_true(toll.states >= run_groups);
}

/* The log starts over in place instead of being cut to nothing. */
static void
test_powercut__a_node_loses_nothing_when_its_log_starts_over(void **state)
{
    (void)state;
    struct toll toll =
        toll_of("FULL, shared, log reused", false, SQLITE_CHECKPOINT_PASSIVE, run_groups);
    assert_int_equal(toll.lost, 0);
    assert_int_equal(toll.wrong, 0);
}

static void
test_powercut__a_node_that_syncs_less_is_caught(void **state)
{
    (void)state;
    faults_read_as("synchronous=FULL", "synchronous=1");
    struct toll toll = toll_of("NORMAL", true, -1, FEW_GROUPS);
    faults_read_as(NULL, NULL);
    assert_true(toll.lost > 100);
}

/* ---- faults ---- */

struct faulty {
    long runs, hit, stopped, went_on;
};

/* What is on the disk after a run in which something failed, whichever way the machine ends. */
static void
check_after_fault(struct story *story, const char *what)
{
    struct arena *arena = arena_open();
    for (int kind = ONLY_SYNCED; kind <= EVERYTHING; kind++) {
        uint64_t size = 0;
        struct disk *after = disk_copy(story->disk, 5);
        disk_crash(after, kind);
        const char *wrong = check_node(story, after, (long)story->groups_count - 1, &size, arena);
        disk_close(after);
        if (wrong != NULL)
            fail_msg("%s (then cut %d): %s", what, kind, wrong);
    }
    arena_close(arena);
}

static struct story *
short_story(struct disk *disk, uint64_t seed)
{
    struct story *story = story_open(disk, true, seed);
    for (int i = 1; i <= GROUPS_FAULTY; i++) {
        story_run_group(story);
        if (i % 3 == 0 && story->node != NULL && !story->node->is_stopped)
            store_checkpoint(story->node->store, true);
    }
    return story;
}

static void
count_fault(struct faulty *faulty, const struct story *story, bool was_hit)
{
    faulty->runs++;
    faulty->hit += was_hit;
    if (was_hit && (story->node == NULL || story->node->is_stopped))
        faulty->stopped++;
    else if (was_hit)
        faulty->went_on++;
}

static struct faulty
fail_each_disk_call(enum disk_fault fault, bool for_good, size_t stride)
{
    struct faulty faulty = {0};
    bool was_hit = true;
    for (size_t n = 1; was_hit; n += stride) {
        char what[80];
        struct disk *disk = disk_open(n);
        disk_seed_sqlite(n);
        disk_fail_at(disk, n, fault, for_good);
        struct story *story = short_story(disk, 3);
        was_hit = disk_failures(disk) > 0;
        disk_fail_at(disk, 0, DISK_IS_WELL, false);
        snprintf(what, sizeof what, "fault %d at call %zu", fault, n);
        count_fault(&faulty, story, was_hit);
        story_end(story);
        check_after_fault(story, what);
        story_close(story);
        disk_close(disk);
    }
    return faulty;
}

static void
test_fault__every_disk_call_may_fail(void **state)
{
    static const struct {
        const char *name;
        enum disk_fault fault;
        bool for_good;
        size_t stride;
    } cases[] = {{"EIO once", DISK_EIO, false, 9},
                 {"EIO from then on", DISK_EIO, true, 17},
                 {"EIO of a sync", DISK_EIO_SYNC, false, 1},
                 {"no room once", DISK_ENOSPC, false, 9},
                 {"no room from then on", DISK_ENOSPC, true, 17},
                 {"half a write", DISK_SHORT_WRITE, false, 11}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct faulty faulty =
            fail_each_disk_call(cases[i].fault, cases[i].for_good, cases[i].stride);
        print_message("%-26s %ld runs, hit %ld, stopped %ld, went on %ld\n", cases[i].name,
                      faulty.runs, faulty.hit, faulty.stopped, faulty.went_on);
        assert_true(faulty.hit > 10);
        assert_true(cases[i].fault == DISK_ENOSPC ? faulty.went_on > 0 : faulty.stopped > 0);
    }
}

static void
test_fault__every_store_call_may_fail(void **state)
{
    static const struct {
        const char *name;
        enum faults_way way;
        int code;
        size_t stride;
    } cases[] = {{"IOERR before", FAULTS_BEFORE, SQLITE_IOERR_WRITE, 19},
                 {"IOERR, rolled back", FAULTS_ROLLED_BACK, SQLITE_IOERR_WRITE, 19},
                 {"IOERR after", FAULTS_AFTER, SQLITE_IOERR_FSYNC, 19},
                 {"FULL before", FAULTS_BEFORE, SQLITE_FULL, 17},
                 {"FULL, rolled back", FAULTS_ROLLED_BACK, SQLITE_FULL, 17},
                 {"NOMEM, rolled back", FAULTS_ROLLED_BACK, SQLITE_NOMEM, 19}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct faulty faulty = {0};
        const char *where = "";
        for (size_t n = 1; where != NULL; n += cases[i].stride) {
            struct disk *disk = disk_open(n);
            disk_seed_sqlite(n);
            faults_at(n, cases[i].way, cases[i].code);
            struct story *story = short_story(disk, 4);
            where = faults_take();
            count_fault(&faulty, story, where != NULL);
            story_end(story);
            check_after_fault(story, where != NULL ? where : "no fault");
            story_close(story);
            disk_close(disk);
        }
        print_message("%-26s %ld runs, hit %ld, stopped %ld, went on %ld\n", cases[i].name,
                      faulty.runs, faulty.hit, faulty.stopped, faulty.went_on);
        assert_true(faulty.hit > 20);
    }
}

/* Room comes back: what was told before is there, and the node takes new acts again. */
static void
test_fault__a_full_disk_ends_nothing(void **state)
{
    int went_on = 0, groups_refused = 0;
    (void)state;
    for (size_t room = 4096; room < 300 * 1024; room += 13 * 1024) {
        struct disk *disk = disk_open(room);
        disk_seed_sqlite(room);
        struct story *story = short_story(disk, 5);
        disk_limit(disk, disk_bytes(disk) + room);
        for (int i = 0; i < 12; i++)
            groups_refused += !story_run_group(story);
        disk_limit(disk, SIZE_MAX);
        bool is_told = story_run_group(story);
        went_on += is_told;
        assert_true(is_told || story->node->is_stopped);
        story_end(story);
        check_after_fault(story, "a full disk");
        story_close(story);
        disk_close(disk);
    }
    print_message("%-26s %d groups refused, went on %d times\n", "full disk", groups_refused,
                  went_on);
    assert_true(groups_refused > 10 && went_on > 10);
}

static void
test_story__a_seed_gives_the_same_record_again(void **state)
{
    struct digest roots[2];
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct disk *disk = disk_open(1);
        disk_seed_sqlite(1);
        struct story *story = short_story(disk, 21);
        roots[i] = story->groups[story->groups_count - 1].root;
        story_end(story);
        story_close(story);
        disk_close(disk);
    }
    assert_true(digest_equal(&roots[0], &roots[1]));
}

/* usage: powercut_journal_test [GROUPS] */
int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_story__a_seed_gives_the_same_record_again),
        cmocka_unit_test(test_powercut__a_node_loses_nothing_it_told),
        cmocka_unit_test(test_powercut__a_node_loses_nothing_when_its_log_starts_over),
        cmocka_unit_test(test_powercut__a_node_that_syncs_less_is_caught),
        cmocka_unit_test(test_fault__every_disk_call_may_fail),
        cmocka_unit_test(test_fault__every_store_call_may_fail),
        cmocka_unit_test(test_fault__a_full_disk_ends_nothing),
    };
    if (argc > 1 && atoi(argv[1]) > 0 && atoi(argv[1]) <= GROUPS_MOST)
        run_groups = atoi(argv[1]);
    double began = now_s();
    int failed = cmocka_run_group_tests_name("journal", tests, NULL, NULL);
    print_message("%.1f s\n", now_s() - began);
    return failed;
}
