/* replay.c: after a fault a node is either as it was or as it would have become; which of the two
 * it says through the answer to the same act asked again. */
#include "replay.h"

#include "harness/faults.h"
#include "store/audit.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- what a node holds ---- */

static const struct {
    const char *rows;
    int columns;
} tables[] = {
    {"SELECT court_id, size, wall_ms, release FROM head WHERE court_id = $1", 4},
    {"SELECT * FROM journal WHERE court_id = $1 ORDER BY 1, 2", 13},
    {"SELECT * FROM subtree WHERE court_id = $1 ORDER BY 1, 2, 3", 4},
    {"SELECT * FROM outcome WHERE court_id = $1 ORDER BY 1, 2", 7},
    {"SELECT * FROM erasure WHERE court_id = $1 ORDER BY 1, 2", 3},
    {"SELECT * FROM outbox WHERE court_id = $1 ORDER BY 1, 2", 10},
    {"SELECT * FROM message WHERE court_id = $1 ORDER BY 1, 2", 11},
    {"SELECT * FROM inbox WHERE court_id = $1 ORDER BY 1, 2, 3", 7},
    {"SELECT * FROM held WHERE court_id = $1 ORDER BY 1, 2, 3, 4, 5", 7},
    {"SELECT * FROM blob WHERE court_id = $1 ORDER BY 1, 2", 5},
    {"SELECT * FROM secret WHERE court_id = $1 ORDER BY 1, 2", 4},
    {"SELECT * FROM token WHERE court_id = $1 ORDER BY 1, 2", 6},
    {"SELECT * FROM session WHERE court_id = $1 ORDER BY 1, 2", 14},
    {"SELECT * FROM second_factor WHERE court_id = $1 ORDER BY 1, 2", 6},
    {"SELECT * FROM recovery_code WHERE court_id = $1 ORDER BY 1, 2, 3", 3},
    {"SELECT * FROM one_time_code WHERE court_id = $1 ORDER BY 1, 2", 8},
    {"SELECT * FROM attempt WHERE court_id = $1 ORDER BY 1, 2", 5},
    {"SELECT * FROM draft WHERE court_id = $1 ORDER BY 1, 2", 14},
    {"SELECT * FROM draft_file WHERE court_id = $1 ORDER BY 1, 2, 3", 4},
    {"SELECT * FROM draft_code WHERE court_id = $1 ORDER BY 1, 2", 5},
    {"SELECT * FROM access_log WHERE court_id = $1 ORDER BY 1, 2", 9},
    {"SELECT * FROM stream_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 5},
    {"SELECT * FROM matter_rows WHERE court_id = $1 ORDER BY 1, 2", 27},
    {"SELECT * FROM filing_rows WHERE court_id = $1 ORDER BY 1, 2", 5},
    {"SELECT * FROM origin_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 4},
    {"SELECT * FROM party_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 6},
    {"SELECT * FROM person_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 3},
    {"SELECT * FROM period_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 10},
    {"SELECT * FROM arrival_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 5},
    {"SELECT * FROM task_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 8},
    {"SELECT * FROM document_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 11},
    {"SELECT * FROM notice_rows WHERE court_id = $1 ORDER BY 1, 2, 3, 4", 7},
    {"SELECT * FROM service_rows WHERE court_id = $1 ORDER BY 1, 2, 3", 21},
    {"SELECT * FROM attempt_rows WHERE court_id = $1 ORDER BY 1, 2, 3, 4", 18},
    {"SELECT * FROM announcement_rows WHERE court_id = $1 ORDER BY 1, 2", 12},
    {"SELECT * FROM evidence_rows WHERE court_id = $1 ORDER BY 1, 2, 3, 4", 12},
    {"SELECT * FROM telling_rows WHERE court_id = $1 ORDER BY 1, 2, 3, 4, 5, 6", 9},
    {"SELECT * FROM way_rows WHERE court_id = $1 ORDER BY 1, 2", 6},
    {"SELECT * FROM number_rows WHERE court_id = $1 ORDER BY 1, 2", 3},
    {"SELECT * FROM number_used WHERE court_id = $1 ORDER BY 1, 2", 3},
    {"SELECT * FROM custody_rows WHERE court_id = $1 ORDER BY 1, 2", 15},
    {"SELECT * FROM calendar_rows WHERE court_id = $1 ORDER BY 1, 2", 13},
    {"SELECT * FROM proposal_rows WHERE court_id = $1 ORDER BY 1, 2", 14},
    {"SELECT * FROM account_rows WHERE court_id = $1 ORDER BY 1, 2", 5},
    {"SELECT * FROM representation_rows WHERE court_id = $1 ORDER BY 1, 2", 6},
    {"SELECT * FROM reference_rows WHERE court_id = $1 ORDER BY 1, 2, 3, 4", 7},
};

/* No table of a node may be forgotten here: their number is compared. */
static void
count_tables(struct store *store)
{
    struct sql *row = sql(store, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'");
    assert_true(sql_next(row));
    assert_int_equal(sql_column_integer(row, 0),
                     sizeof tables / sizeof tables[0] + 1 /* checkpoint */);
    sql_end(row);
}

static void
add_row(struct hasher *hasher, struct sql *row, int columns)
{
    for (int i = 0; i < columns; i++) {
        struct text column = sql_column_here(row, i);
        int64_t length = sql_column_is_null(row, i) ? -1 : (int64_t)column.length;
        hasher_add(hasher, &length, sizeof length);
        hasher_add(hasher, column.bytes, column.length);
    }
}

struct digest
replay_state(struct store *store, struct text node_id)
{
    struct arena *arena = arena_open();
    struct hasher *hasher = hasher_open(arena);
    count_tables(store);
    hasher_begin(hasher);
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        struct sql *rows = sql(store, tables[i].rows);
        sql_text(rows, 1, node_id);
        while (sql_next(rows))
            add_row(hasher, rows, tables[i].columns);
        hasher_add(hasher, "", 1);
    }
    if (store_fault(store)->is_set)
        fail_msg("%s", store_fault(store)->what);
    struct digest digest = hasher_end(hasher);
    arena_close(arena);
    return digest;
}

struct replay_memory
replay_remember(const struct node *node)
{
    return (struct replay_memory){
        .state = replay_state(node->store, node->id),
        .clock_is_doubted = node->clock_is_doubted,
        .is_read_only = node->is_read_only,
        .seen_by_peers = node->seen_by_peers,
        .wall_ms = node->wall_ms,
        .steady_ms = node->steady_ms,
    };
}

/* ---- one trial ---- */

struct way {
    const char *name;
    enum faults_way way;
    int code;
};

/* The first three are for any call, the others for the one that makes the act durable. */
static const struct way ways[] = {
    {"IOERR", FAULTS_ROLLED_BACK, SQLITE_IOERR_WRITE},
    {"FULL", FAULTS_ROLLED_BACK, SQLITE_FULL},
    {"NOMEM", FAULTS_BEFORE, SQLITE_NOMEM},
    {"IOERR after a commit", FAULTS_AFTER, SQLITE_IOERR_FSYNC},
    {"FULL after a commit", FAULTS_AFTER, SQLITE_FULL},
};
enum { WAYS = sizeof ways / sizeof ways[0], WAYS_OF_A_CALL = 3, CALLS_MAX = 20000 };

struct trial {
    struct stage *stage;
    const struct stage_node *at;
    const struct act *act;
    const struct outcome *expected;
    const struct digest *before, *after;
    const struct replay_memory *memory;
    struct disk *disk;
    struct stage_node copy;
    struct arena *arena;
    bool may_borrow;
    long number;      /* of the act */
    size_t commit_at; /* the call that makes it durable */
    const char *where;
};

/* Reading directory and trust list takes longer than all the rest: where the act changed neither,
 * the copy looks into those of the stage. */
static struct corridor *
borrow_corridor(const struct trial *trial)
{
    const struct node *real = trial->at->node;
    struct corridor *corridor = calloc(1, sizeof *corridor);
    assert_non_null(corridor);
    *corridor = *trial->at->corridor;
    corridor->node = trial->copy.node;
    corridor->references = NULL;
    corridor->scratch = arena_open();
    corridor->alarms = 0;
    corridor->node->directory_version = real->directory_version;
    corridor->node->code = text_copy(real->code, corridor->node->arena);
    return corridor;
}

/* The writer of the copy remembers of the time what the one on the stage does. */
static void
open_copy(struct trial *trial)
{
    struct fault fault = {0};
    trial->copy = *trial->at;
    if (!stage_open_node(trial->stage, trial->disk, &trial->copy, &fault))
        fail_msg("%s: the node does not open again: %s", trial->where, fault.what);
    trial->copy.corridor = trial->may_borrow ? borrow_corridor(trial)
                                             : corridor_open(trial->copy.node, trial->stage->rules);
    trial->copy.node->clock_is_doubted = trial->memory->clock_is_doubted;
    trial->copy.node->is_read_only = trial->memory->is_read_only;
    trial->copy.node->seen_by_peers = trial->memory->seen_by_peers;
    trial->copy.node->wall_ms = trial->memory->wall_ms;
    trial->copy.node->steady_ms = trial->memory->steady_ms;
}

static void
close_copy(struct trial *trial)
{
    corridor_close(trial->copy.corridor);
    node_close(trial->copy.node);
    trial->copy.node = NULL;
    trial->copy.corridor = NULL;
}

static struct outcome
ask(struct trial *trial)
{
    struct outcome outcome;
    stage_seed_chance(trial->stage, trial->number);
    corridor_run(trial->copy.corridor, trial->act, &outcome, 1, trial->arena);
    return outcome;
}

static void
expect_alike(const struct trial *trial, const struct outcome *outcome)
{
    bool has_id = !text_is_empty(trial->act->id);
    if (outcome->is_fault)
        fail_msg("%s: asked again it fails again", trial->where);
    if (has_id && (outcome->refusal != trial->expected->refusal ||
                   !text_equal(outcome->answer, trial->expected->answer)))
        fail_msg("%s: told %.*s instead of %.*s", trial->where, TEXT_ARGS(outcome->answer),
                 TEXT_ARGS(trial->expected->answer));
}

/* Nothing of what it needs to work on may be lost to a fault that it survives. */
static void
expect_fit(const struct trial *trial)
{
    const struct corridor *corridor = trial->copy.corridor, *real = trial->at->corridor;
    if ((corridor->network == NULL) != (real->network == NULL) ||
        (corridor->trust == NULL) != (real->trust == NULL))
        fail_msg("%s: the corridor lost directory or trust list and goes on", trial->where);
    const struct node *node = trial->copy.node;
    if ((trial->memory->clock_is_doubted && !node->clock_is_doubted) ||
        (trial->memory->is_read_only && !node->is_read_only))
        fail_msg("%s: what was not kept has effect", trial->where);
}

static bool
was_found_sound(struct stage *stage, const struct digest *state)
{
    for (size_t i = 0; i < stage->sound_count; i++) {
        if (digest_equal(&stage->sound[i], state))
            return true;
    }
    if (stage->sound_count == stage->sound_capacity) {
        size_t capacity = 2 * stage->sound_capacity + 64;
        struct digest *grown = ARENA_MANY(stage->arena, capacity, struct digest);
        if (stage->sound_count > 0)
            memcpy(grown, stage->sound, stage->sound_count * sizeof *grown);
        stage->sound = grown;
        stage->sound_capacity = capacity;
    }
    stage->sound[stage->sound_count++] = *state;
    return false;
}

/* An audit of what lies on the disk; the same bytes once. */
static void
expect_sound(struct trial *trial, const struct digest *state)
{
    struct audit *audit = ARENA_NEW(trial->arena, struct audit);
    if (!was_found_sound(trial->stage, state) &&
        !audit_node(trial->copy.node->store, trial->at->id, &trial->stage->trust, NULL,
                    trial->arena, audit))
        fail_msg("%s: %.*s", trial->where, TEXT_ARGS(audit->findings[0]));
}

static struct digest
look(struct trial *trial)
{
    struct digest state = replay_state(trial->copy.node->store, trial->at->id);
    bool is_before = digest_equal(&state, trial->before);
    if (!is_before && !digest_equal(&state, trial->after))
        fail_msg("%s: something was half-done", trial->where);
    expect_sound(trial, &state);
    return state;
}

/* The act with one fault. False when no call was left to fail. */
static bool
try_one(struct trial *trial, const struct way *way, size_t n)
{
    trial->where = "before the fault";
    open_copy(trial);
    faults_at(n, way->way, way->code);
    struct outcome outcome = ask(trial);
    const char *doing = faults_take();
    if (doing == NULL) {
        close_copy(trial);
        return false;
    }
    trial->where = text_format(trial->arena, "act %ld, %s, %s, %s", trial->number,
                               verb_text(trial->act->verb), way->name, doing)
                       .bytes;
    bool was_told = !outcome.is_fault;
    if (strstr(doing, "step COMMIT") != NULL)
        trial->commit_at = n;
    if (was_told)
        expect_alike(trial, &outcome);
    if (!trial->copy.node->is_stopped && (!was_told || !text_is_empty(trial->act->id))) {
        if (!was_told)
            expect_fit(trial);
        outcome = ask(trial);
        expect_alike(trial, &outcome);
        was_told = true;
    }
    close_copy(trial);
    open_copy(trial);
    struct digest state = look(trial);
    if (was_told && !digest_equal(&state, trial->after))
        fail_msg("%s: what was told is not there", trial->where);
    if (!digest_equal(&state, trial->after)) {
        outcome = ask(trial);
        expect_alike(trial, &outcome);
        state = look(trial);
        if (!digest_equal(&state, trial->after))
            fail_msg("%s: asked again it does not end in the same state", trial->where);
    }
    close_copy(trial);
    return true;
}

static bool
try_at(struct trial *trial, struct disk *before, const struct way *way, size_t n)
{
    assert_true(n > 0 && n < CALLS_MAX);
    trial->disk = disk_copy(before, n);
    bool was_hit = try_one(trial, way, n);
    trial->stage->calls += was_hit;
    disk_close(trial->disk);
    arena_reset(trial->arena);
    return was_hit;
}

void
replay_act(struct stage *stage, struct stage_node *at, struct disk *before, const struct act *act,
           const struct outcome *expected, const struct replay_memory *memory,
           const struct digest *after, bool may_borrow)
{
    struct trial trial = {
        .stage = stage,
        .at = at,
        .act = act,
        .expected = expected,
        .before = &memory->state,
        .memory = memory,
        .after = after,
        .arena = arena_open(),
        .may_borrow = may_borrow,
        .number = stage->acts,
    };
    /* Every second call fails, of one act the even and of the next the odd ones, in one of the ways
     * in turn; or every call in every way (make soak). */
    bool is_soak = getenv("STORY_EVERY_WAY") != NULL;
    size_t stride = is_soak ? 1 : 2, n = 1;
    for (size_t round = 0; round < (is_soak ? WAYS_OF_A_CALL : 1); round++) {
        n = 1 + (is_soak ? 0 : (size_t)stage->acts % 2);
        while (try_at(&trial, before, &ways[(n + (size_t)stage->acts + round) % WAYS_OF_A_CALL], n))
            n += stride;
    }
    /* The call that makes it durable, where it was one of the others. */
    for (; trial.commit_at == 0 && n > 1; n -= 2)
        try_at(&trial, before, &ways[0], n - 1);
    for (int way = WAYS_OF_A_CALL; way < WAYS; way++)
        try_at(&trial, before, &ways[way], trial.commit_at);
    arena_close(trial.arena);
}
