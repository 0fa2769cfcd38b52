/* stage.c: lays the network out as the installer does, asks as the doors do, carries as the courier
 * does; only that everything happens in one thread, in one order. */
#include "stage.h"

#include "proof/envelope_note.h"
#include "replay.h"
#include "rule/network_rule.h"
#include "store/audit.h"
#include "store/outbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const int64_t START_MS = INT64_C(1772413200000); /* 2026-03-02T09:00+08:00, a Monday */

enum { FILE_BYTES_MAX = 256 * 1024, DUE_MAX = 400, ROUNDS_MAX = 200, TRUST_DAYS = 3653 };

/* ---- the network ---- */

static struct text
read_file(const char *path, struct arena *arena)
{
    char *bytes = arena_take(arena, FILE_BYTES_MAX);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("%s cannot be read", path);
    size_t length = fread(bytes, 1, FILE_BYTES_MAX, file);
    fclose(file);
    return (struct text){bytes, length};
}

static struct signing_key
key_of(struct stage *stage, struct text node, const char *use)
{
    struct text name = text_format(stage->arena, "%.*s/%s1", TEXT_ARGS(node), use);
    struct digest seed = digest_of(name);
    return key_make(name, seed.bytes);
}

static struct trust_key
trust_key(const struct signing_key *key, enum key_use use)
{
    return (struct trust_key){
        .public = key->public,
        .use = use,
        .valid_from_ms = START_MS - DAY_MS,
        .valid_to_ms = START_MS + TRUST_DAYS * (int64_t)DAY_MS,
        .to_index = TREE_SIZE_MAX,
        .revoked_from_ms = INT64_MAX,
    };
}

struct text
stage_trust_list(struct stage *stage, int64_t version, int voices_count)
{
    static const struct text types[] = {TEXT_INIT("event/1"),   TEXT_INIT("link/1"),
                                        TEXT_INIT("line/1"),    TEXT_INIT("reference/1"),
                                        TEXT_INIT("enquiry/1"), TEXT_INIT("answer/1"),
                                        TEXT_INIT("erasure/1")};
    struct trust_node nodes[STAGE_NODES_MAX];
    struct trust_signer signers[STAGE_NODES_MAX];
    const struct signing_key *voices[STAGE_NODES_MAX];
    size_t count = 0;
    for (int i = 0; i < stage->nodes_count; i++) {
        const struct stage_node *about = &stage->nodes[i];
        struct trust_key *keys = ARENA_MANY(stage->arena, 3, struct trust_key);
        keys[0] = trust_key(&about->log_key, KEY_FOR_LOG);
        keys[1] = trust_key(&about->exchange_key, KEY_FOR_EXCHANGE);
        keys[2] = trust_key(&about->paper_key, KEY_FOR_PAPER);
        nodes[i] = (struct trust_node){about->id, stage->network->nodes[i].name, keys, 3,
                                       types,     sizeof types / sizeof types[0]};
        if (stage->network->nodes[i].kind == NODE_DESK)
            continue;
        voices[count] = &about->signer;
        signers[count++] = (struct trust_signer){about->id, about->signer.public};
    }
    struct trust trust = {
        .version = version,
        .issued_ms = START_MS,
        .network = stage->network->id,
        .quorum = count / 2 + 1,
        .signers = signers,
        .signer_count = count,
        .nodes = nodes,
        .node_count = (size_t)stage->nodes_count,
    };
    return note_sign(trust_text(&trust, stage->arena), voices, (size_t)voices_count, stage->arena);
}

static void
lay_out(struct stage *stage)
{
    stage->directory = read_file(RULES_FOLDER "/network/yanbian.yaml", stage->arena);
    stage->network = network_rule_read_text(stage->directory, stage->arena);
    assert_non_null(stage->network);
    assert_in_range(stage->network->nodes_count, 1, STAGE_NODES_MAX);
    stage->nodes_count = (int)stage->network->nodes_count;
    for (int i = 0; i < stage->nodes_count; i++) {
        struct text id = stage->network->nodes[i].id;
        stage->nodes[i] = (struct stage_node){
            .id = id,
            .database = text_format(stage->arena, "%.*s.db", TEXT_ARGS(id)).bytes,
            .log_key = key_of(stage, id, "log"),
            .exchange_key = key_of(stage, id, "exchange"),
            .paper_key = key_of(stage, id, "paper"),
            .signer = key_of(stage, id, "signer"),
        };
    }
    stage->trust_list = stage_trust_list(stage, 1, stage->nodes_count / 2 + 1);
    assert_int_equal(trust_read(stage->trust_list, stage->arena, &stage->trust), NO_FLAW);
}

bool
stage_open_node(struct stage *stage, struct disk *disk, struct stage_node *about,
                struct fault *fault)
{
    struct node_options options = {
        .id = about->id,
        .database = about->database,
        .vfs = disk_name(disk),
        .is_alone = true,
        .world = &stage->world,
        .log_key = about->log_key,
        .exchange_key = about->exchange_key,
    };
    about->node = node_open(&options, fault);
    return about->node != NULL;
}

static void
keep_reference(struct stage *stage, struct stage_node *about, const char *kind, struct text content)
{
    struct canon input = canon_open(stage->arena, content.length + 100);
    canon_begin_object(&input);
    canon_member_text(&input, "content", content);
    canon_member_text(&input, "kind", text_of(kind));
    canon_member_text(&input, "name", TEXT("network"));
    canon_end_object(&input);
    struct act act = {
        .verb = VERB_KEEP_REFERENCE,
        .asker = {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("installer")},
        .input = value_read_canonical(canon_text(&input), stage->arena),
        .if_version = -1,
        .claimed_ms = -1,
        .counter_ms = -1,
    };
    struct outcome outcome;
    stage_seed_chance(stage, ++stage->acts);
    corridor_run(about->corridor, &act, &outcome, 1, stage->arena);
    assert_int_equal(outcome.refusal, ALLOWED);
    assert_false(outcome.is_fault);
}

static const struct rulebook *
rules_of_the_house(void)
{
    static struct rulebook *rules;
    if (rules != NULL)
        return rules;
    struct arena *arena = arena_open();
    struct mistakes mistakes = mistakes_open(arena);
    rules = rulebook_open(RULES_FOLDER, &mistakes);
    if (rules == NULL)
        fail_msg("%s", mistakes_text(&mistakes, arena).bytes);
    arena_close(arena);
    return rules;
}

static struct stage *
stage_open(const char *nodes, enum stage_faults faults)
{
    struct arena *arena = arena_open();
    struct stage *stage = ARENA_NEW(arena, struct stage);
    struct fault fault = {0};
    stage->arena = arena;
    stage->faults = faults;
    stage->clock = clock_of(START_MS, 1);
    stage->world = clock_world(&stage->clock);
    stage->disk = disk_open(1);
    stage->rules = rules_of_the_house();
    lay_out(stage);
    rulebook_use_network((struct rulebook *)(uintptr_t)stage->rules, stage->network);
    for (int i = 0; i < stage->nodes_count; i++) {
        struct stage_node *about = &stage->nodes[i];
        if (strstr(nodes, text_terminated(about->id, arena)) == NULL)
            continue;
        if (!stage_open_node(stage, stage->disk, about, &fault))
            fail_msg("%s", fault.what);
        about->corridor = corridor_open(about->node, stage->rules);
        keep_reference(stage, about, "trust", stage->trust_list);
        keep_reference(stage, about, "directory", stage->directory);
    }
    return stage;
}

/* What all nodes of the stage hold, as one digest. */
static struct digest
state_of_all(struct stage *stage)
{
    struct buffer all = buffer_open(stage->arena, 512);
    for (int i = 0; i < stage->nodes_count; i++) {
        if (stage->nodes[i].node == NULL)
            continue;
        struct digest state = replay_state(stage->nodes[i].node->store, stage->nodes[i].id);
        buffer_add(&all, state.bytes, sizeof state.bytes);
    }
    return digest_of(buffer_text(&all));
}

static void
stage_close(struct stage *stage)
{
    for (int i = 0; i < stage->nodes_count; i++) {
        corridor_close(stage->nodes[i].corridor);
        node_close(stage->nodes[i].node);
    }
    disk_close(stage->disk);
    rulebook_use_network((struct rulebook *)(uintptr_t)stage->rules, NULL);
    arena_close(stage->arena);
}

static double
now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void
stage_tell(const char *nodes, void (*story)(struct stage *stage), enum stage_faults faults)
{
    struct digest ends[2];
    const enum stage_faults tellings[] = {STAGE_NO_FAULTS, faults};
    double began = now_s();
    for (int i = 0; i < (faults == STAGE_NO_FAULTS ? 1 : 2); i++) {
        struct stage *stage = stage_open(nodes, tellings[i]);
        story(stage);
        stage_audit(stage);
        ends[i] = state_of_all(stage);
        if (i == 1) {
            print_message("%ld acts, %ld store calls failed in turn, %.1f s\n", stage->acts,
                          stage->calls, now_s() - began);
            assert_true(stage->calls > 20);
            assert_memory_equal(ends[0].bytes, ends[1].bytes, DIGEST_BYTES);
        }
        stage_close(stage);
    }
}

struct stage_node *
stage_node(struct stage *stage, const char *id)
{
    for (int i = 0; i < stage->nodes_count; i++) {
        if (text_is(stage->nodes[i].id, id))
            return &stage->nodes[i];
    }
    fail_msg("no node %s in the network", id);
    return NULL;
}

/* ---- acts ---- */

void
stage_seed_chance(struct stage *stage, long act)
{
    stage->clock.rng = rng_of(UINT64_C(0x5354414745) + (uint64_t)act);
}

struct asker
stage_asker(struct stage *stage, const char *who)
{
    struct text rest = text_of(who), person = text_of(who);
    struct text role = text_cut(&rest, '@'), node = text_cut(&rest, '/');
    struct digest digest = digest_of(person);
    struct asker asker = {
        .identity = IDENTITY_SEEN,
        .account = text_format(stage->arena, "a%.20s", digest_hex(&digest, stage->arena).bytes),
        .node = text_copy(node, stage->arena),
        .is_at_hub = text_equal(node, network_hub(stage->network)->id),
    };
    if (!role_parse(role, &asker.role))
        fail_msg("%s: no such role", who);
    if (asker.role == ROLE_COUNTER || asker.role == ROLE_AGENT)
        asker.acted_for = TEXT("当事人甲");
    return asker;
}

static void
check_repeat(struct stage *stage, struct stage_node *at, const struct act *act,
             const struct outcome *first)
{
    struct outcome again;
    int64_t size = at->node->next_position;
    if (text_is_empty(act->id) || stage->has_no_repeats)
        return;
    corridor_run(at->corridor, act, &again, 1, stage->arena);
    assert_false(again.is_fault);
    assert_true(again.is_repeat);
    assert_int_equal(again.refusal, first->refusal);
    assert_int_equal(again.position, first->position);
    assert_true(text_equal(again.answer, first->answer));
    struct act other = *act;
    other.request.bytes[0] ^= 1;
    corridor_run(at->corridor, &other, &again, 1, stage->arena);
    assert_int_equal(again.refusal, IDEMPOTENCY_KEY_MUST_MATCH);
    assert_false(again.is_repeat);
    assert_int_equal(at->node->next_position, size);
}

void
stage_run(struct stage *stage, struct stage_node *at, const struct act *act,
          struct outcome *outcome)
{
    bool is_tried = stage->faults == STAGE_FAULTS_OF_ALL ||
                    (stage->faults == STAGE_FAULTS_OF_PEOPLE && !stage->is_post_under_way);
    struct disk *before = NULL;
    struct replay_memory memory;
    assert_non_null(at->node);
    if (is_tried) {
        before = disk_copy(stage->disk, 1);
        memory = replay_remember(at->node);
    }
    const struct arena *references = at->corridor->references;
    stage_seed_chance(stage, ++stage->acts);
    corridor_run(at->corridor, act, outcome, 1, stage->arena);
    if (outcome->is_fault)
        fail_msg("act %ld, %s: %s", stage->acts, verb_text(act->verb), at->node->why_stopped);
    if (is_tried) {
        struct digest after = replay_state(at->node->store, at->id);
        replay_act(stage, at, before, act, outcome, &memory, &after,
                   at->corridor->references == references);
        disk_close(before);
    }
    check_repeat(stage, at, act, outcome);
}

struct act
stage_make(struct stage *stage, enum verb verb, const char *who, const char *step,
           struct text input)
{
    struct value_mistake mistake;
    struct text id = text_format(stage->arena, "act-%ld", stage->acts + 1);
    clock_pass(&stage->clock, MINUTE_MS);
    struct act act = {
        .verb = verb,
        .id = id,
        .request = digest_of(text_format(stage->arena, "%s %s %.*s", who, step, TEXT_ARGS(input))),
        .asker = stage_asker(stage, who),
        .matter_id = verb == VERB_OPEN_MATTER ? TEXT("") : stage->matter,
        .step = text_of(step),
        .input = value_read(input, stage->arena, &mistake),
        .if_version = -1,
        .claimed_ms = -1,
        .counter_ms = stage->world.wall_ms(stage->world.of),
    };
    if (act.input == NULL)
        fail_msg("%s: %s: %.*s", step, mistake.what, TEXT_ARGS(input));
    return act;
}

static void
run_made(struct stage *stage, const char *who, const struct act *act)
{
    struct asker asker = stage_asker(stage, who);
    stage_run(stage, stage_node(stage, text_terminated(asker.node, stage->arena)), act,
              &stage->outcome);
}

static void
expect_allowed(struct stage *stage, const char *what)
{
    if (stage->outcome.refusal != ALLOWED)
        fail_msg("%s is refused: %.*s", what, TEXT_ARGS(stage->outcome.answer));
    if (!text_is_empty(stage->outcome.matter_id))
        stage->matter = stage->outcome.matter_id;
}

static void
expect_refused(struct stage *stage, enum refusal refusal, const char *what)
{
    if (stage->outcome.refusal != refusal)
        fail_msg("%s: expected %.*s, answered %.*s", what, TEXT_ARGS(refusal_name(refusal)),
                 TEXT_ARGS(stage->outcome.answer));
    assert_int_equal(stage->outcome.position, -1);
}

static struct text
format_of(struct stage *stage, const char *format, va_list args)
{
    char *said;
    if (vasprintf(&said, format, args) < 0)
        abort();
    struct text text = text_copy(text_of(said), stage->arena);
    free(said);
    return text;
}

static struct text
fields_of(struct stage *stage, struct text fields)
{
    return text_format(stage->arena, "{\"fields\":%.*s}", TEXT_ARGS(fields));
}

void
stage_act(struct stage *stage, enum verb verb, const char *who, const char *step,
          const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct act act = stage_make(stage, verb, who, step, format_of(stage, format, args));
    va_end(args);
    run_made(stage, who, &act);
    expect_allowed(stage, *step == '\0' ? verb_text(verb) : step);
}

void
stage_step(struct stage *stage, const char *who, const char *step, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct act act = stage_make(stage, VERB_TAKE_STEP, who, step,
                                fields_of(stage, format_of(stage, format, args)));
    va_end(args);
    run_made(stage, who, &act);
    expect_allowed(stage, step);
}

void
stage_refused(struct stage *stage, enum refusal refusal, enum verb verb, const char *who,
              const char *step, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct act act = stage_make(stage, verb, who, step, format_of(stage, format, args));
    va_end(args);
    run_made(stage, who, &act);
    expect_refused(stage, refusal, *step == '\0' ? verb_text(verb) : step);
}

void
stage_step_refused(struct stage *stage, enum refusal refusal, const char *who, const char *step,
                   const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct act act = stage_make(stage, VERB_TAKE_STEP, who, step,
                                fields_of(stage, format_of(stage, format, args)));
    va_end(args);
    run_made(stage, who, &act);
    expect_refused(stage, refusal, step);
}

struct text
stage_complaint(struct stage *stage, const char *owner)
{
    return text_format(
        stage->arena,
        "{\"procedure\":\"civil_filing\",\"owner\":\"%s\",\"fields\":{\"parties\":["
        "{\"position\":\"plaintiff\",\"kind\":\"person\",\"name\":\"当事人甲\","
        "\"phone\":\"13900000001\",\"address\":\"某林场一号\",\"account\":\"%s\"},"
        "{\"position\":\"defendant\",\"kind\":\"person\",\"name\":\"当事人乙\","
        "\"address\":\"某街二号\"}],"
        "\"cause\":\"民间借贷纠纷\",\"claims\":\"判令被告返还借款54046元及利息。\","
        "\"facts\":\"被告借款后至今未还。\",\"amount\":\"54046.00\",\"on_paper\":true,"
        "\"materials\":[{\"item\":\"complaint\",\"paper\":true},"
        "{\"item\":\"identity\",\"paper\":true},{\"item\":\"evidence\",\"paper\":true},"
        "{\"item\":\"copies\",\"paper\":true},"
        "{\"item\":\"address_confirmation\",\"paper\":true}]}}",
        owner, text_terminated(stage_asker(stage, "party@DESK").account, stage->arena));
}

void
stage_hand_in_at(struct stage *stage, const char *who, const char *owner)
{
    stage_act(stage, VERB_OPEN_MATTER, who, "hand_in", "%s", stage_complaint(stage, owner).bytes);
}

void
stage_hand_in(struct stage *stage)
{
    stage_hand_in_at(stage, "counter@JL7502", "JL7505");
}

/* ---- time and post ---- */

void
stage_pass(struct stage *stage, int64_t ms)
{
    clock_pass(&stage->clock, ms);
}

static struct act
errand(struct stage *stage, enum verb verb, struct text note, struct text input)
{
    return (struct act){
        .verb = verb,
        .asker = {.role = ROLE_EXCHANGE, .account = TEXT("exchange")},
        .input = text_is_empty(input) ? NULL : value_read_canonical(input, stage->arena),
        .note = note,
        .if_version = -1,
        .claimed_ms = -1,
        .counter_ms = -1,
    };
}

void
stage_errand(struct stage *stage, enum verb verb, const char *node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct act act = errand(stage, verb, TEXT(""), format_of(stage, format, args));
    va_end(args);
    act.matter_id = verb == VERB_LAPSE || verb == VERB_JUDGE_AGAIN ? stage->matter : TEXT("");
    stage_run(stage, stage_node(stage, node), &act, &stage->outcome);
}

struct text
stage_envelope(struct stage *stage, struct stage_node *from, enum envelope_kind kind,
               int64_t position, const char *peer)
{
    struct text note;
    if (!envelope_make(from->node->store, from->id, &from->exchange_key, kind, position,
                       text_of(peer), stage->arena, &note))
        fail_msg("no envelope for event %lld", (long long)position);
    return note;
}

void
stage_deliver(struct stage *stage, const char *to, struct text note)
{
    struct act act = errand(stage, VERB_ACCEPT_ENVELOPE, note, TEXT(""));
    stage_run(stage, stage_node(stage, to), &act, &stage->outcome);
}

static bool
has_file(struct stage_node *at, struct text sha256)
{
    struct sql *row =
        sql(at->node->store, "SELECT 1 FROM blob WHERE court_id = $1 AND sha256 = $2");
    sql_text(row, 1, at->id);
    sql_text(row, 2, sha256);
    bool is_here = sql_next(row);
    sql_end(row);
    return is_here;
}

/* The bytes would lie in the folder of the receiver before its envelope comes. */
static void
bring_files(struct stage *stage, struct stage_node *to, struct text note)
{
    struct envelope envelope;
    struct text *digests;
    struct outcome outcome;
    if (envelope_open(note, to->id, &stage->trust, stage->world.wall_ms(stage->world.of),
                      stage->arena, &envelope) != NO_FLAW)
        return;
    int count = envelope_files(&envelope, stage->arena, &digests);
    for (int i = 0; i < count; i++) {
        if (has_file(to, digests[i]))
            continue;
        struct act act = errand(
            stage, VERB_KEEP_FILE, TEXT(""),
            text_format(stage->arena, "{\"bytes\":3,\"media\":\"text/plain\",\"sha256\":\"%.*s\"}",
                        TEXT_ARGS(digests[i])));
        stage_run(stage, to, &act, &outcome);
        assert_int_equal(outcome.refusal, ALLOWED);
    }
}

static enum envelope_kind
kind_of_promise(struct text kind)
{
    int at = 0;
    while (at < ENVELOPE_UNKNOWN && !text_is(kind, envelope_kind_text((enum envelope_kind)at)))
        at++;
    return (enum envelope_kind)at;
}

static bool
carry(struct stage *stage, struct stage_node *from, const struct promise *promise)
{
    struct stage_node *to = stage_node(stage, text_terminated(promise->peer, stage->arena));
    struct text receipt = TEXT(""), note;
    struct outcome outcome, settled;
    if (to->node == NULL)
        return false;
    note = stage_envelope(stage, from, kind_of_promise(promise->kind), promise->position,
                          text_terminated(promise->peer, stage->arena));
    bring_files(stage, to, note);
    struct act accept = errand(stage, VERB_ACCEPT_ENVELOPE, note, TEXT(""));
    stage_run(stage, to, &accept, &outcome);
    struct journal_tree tree =
        journal_tree_open(to->node->store, to->id, to->node->checkpoint_size, stage->arena);
    if (outcome.position >= 0)
        assert_true(journal_receipt(&tree, outcome.position, to->node->checkpoint,
                                    RECEIPT_SHOWS_NOTHING, stage->arena, &receipt));
    const struct value *answer = value_read_canonical(outcome.answer, stage->arena);
    struct act settle = errand(
        stage, VERB_SETTLE_PROMISE, receipt,
        text_format(stage->arena, "{\"disposition\":\"%.*s\",\"promise\":\"%.*s\"}",
                    TEXT_ARGS(value_member_text(answer, "disposition")), TEXT_ARGS(promise->id)));
    stage_run(stage, from, &settle, &settled);
    return true;
}

void
stage_try_post(struct stage *stage)
{
    if (stage->faults != STAGE_NO_FAULTS)
        stage->faults = STAGE_FAULTS_OF_ALL;
}

void
stage_settle(struct stage *stage)
{
    struct promise promises[DUE_MAX];
    bool is_busy = true;
    stage->is_post_under_way = true;
    for (int round = 0; is_busy; round++) {
        assert_true(round < ROUNDS_MAX);
        is_busy = false;
        for (int i = 0; i < stage->nodes_count; i++) {
            struct stage_node *from = &stage->nodes[i];
            if (from->node == NULL)
                continue;
            int count =
                outbox_due(from->node->store, from->id, stage->world.wall_ms(stage->world.of),
                           DUE_MAX, stage->arena, promises);
            for (int k = 0; k < count; k++)
                is_busy |= carry(stage, from, &promises[k]);
        }
    }
    stage->is_post_under_way = false;
}

struct text
stage_forge(struct stage *stage, struct text note, const char *wanted, const char *by,
            const struct signing_key *key)
{
    struct envelope_note read;
    const struct signing_key *const keys[] = {key};
    assert_int_equal(envelope_note_read(note, stage->arena, &read), NO_FLAW);
    const char *json = text_terminated(read.read.json, stage->arena), *at = strstr(json, wanted);
    assert_non_null(at);
    struct text changed =
        text_format(stage->arena, "%.*s%s%s", (int)(at - json), json, by, at + strlen(wanted));
    return signed_json_sign(ENVELOPE_KIND, changed, keys, 1, stage->arena);
}

void
stage_stop(struct stage *stage, const char *node)
{
    struct stage_node *at = stage_node(stage, node);
    corridor_close(at->corridor);
    node_close(at->node);
    at->corridor = NULL;
    at->node = NULL;
}

void
stage_start(struct stage *stage, const char *node)
{
    struct fault fault = {0};
    struct stage_node *at = stage_node(stage, node);
    if (!stage_open_node(stage, stage->disk, at, &fault))
        fail_msg("%s: %s", node, fault.what);
    at->corridor = corridor_open(at->node, stage->rules);
}

int64_t
stage_newest(struct stage *stage, const char *node, const char *kind)
{
    struct stage_node *at = stage_node(stage, node);
    struct sql *row =
        sql(at->node->store, "SELECT position FROM journal WHERE court_id = $1 AND kind = $2"
                             " ORDER BY position DESC LIMIT 1");
    sql_text(row, 1, at->id);
    sql_text(row, 2, text_of(kind));
    int64_t position = sql_next(row) ? sql_column_integer(row, 0) : -1;
    sql_end(row);
    return position;
}

/* ---- looking ---- */

static struct sql *
ask_for(struct stage *stage, const char *node, const char *query)
{
    struct stage_node *at = stage_node(stage, node);
    struct sql *row = sql(at->node->store, query);
    sql_text(row, 1, at->id);
    if (strstr(query, "$2") != NULL)
        sql_text(row, 2, stage->matter);
    return row;
}

int64_t
stage_number(struct stage *stage, const char *node, const char *query)
{
    struct sql *row = ask_for(stage, node, query);
    int64_t number = sql_next(row) ? sql_column_integer(row, 0) : 0;
    sql_end(row);
    assert_false(store_fault(stage_node(stage, node)->node->store)->is_set);
    return number;
}

struct text
stage_words(struct stage *stage, const char *node, const char *query)
{
    struct sql *row = ask_for(stage, node, query);
    struct text words = sql_next(row) ? sql_column(row, 0, stage->arena) : TEXT("");
    sql_end(row);
    assert_false(store_fault(stage_node(stage, node)->node->store)->is_set);
    return words;
}

struct matter_facts
stage_facts(struct stage *stage, const char *node)
{
    struct matter_row row;
    struct stage_node *at = stage_node(stage, node);
    if (!matter_row_load(at->node->store, at->id, stage->matter, stage->arena, &row))
        fail_msg("%s does not know %.*s", node, TEXT_ARGS(stage->matter));
    return row.facts;
}

void
stage_expect_text(struct text got, const char *expected)
{
    if (!text_is(got, expected))
        fail_msg("expected %s, found %.*s", expected, TEXT_ARGS(got));
}

void
stage_expect_state(struct stage *stage, const char *node, const char *state)
{
    stage_expect_text(stage_facts(stage, node).state, state);
}

struct text
stage_answer(struct stage *stage, const char *member)
{
    return value_member_text(value_read_canonical(stage->outcome.answer, stage->arena), member);
}

void
stage_audit(struct stage *stage)
{
    struct audit *audit = ARENA_NEW(stage->arena, struct audit);
    for (int i = 0; i < stage->nodes_count; i++) {
        struct stage_node *about = &stage->nodes[i];
        if (about->node == NULL)
            continue;
        if (!audit_node(about->node->store, about->id, &stage->trust, NULL, stage->arena, audit))
            fail_msg("%.*s: %.*s", TEXT_ARGS(about->id), TEXT_ARGS(audit->findings[0]));
    }
}
