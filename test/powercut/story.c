/* story.c: events made by hand in the shapes the law would give them. */
#include "story.h"

#include "proof/checkpoint.h"
#include "store/matter_rows.h"
#include "store/outbox.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PEER TEXT("JL7502")

const char STORY_DATABASE[] = "JL7505.db";

static const int64_t START_MS = 1767225600000; /* 2026-01-01T00:00Z */

struct text
story_node_id(void)
{
    return TEXT("JL7505");
}

struct signing_key
story_log_key(void)
{
    static const unsigned char seed[KEY_SEED_BYTES] = {7, 5, 0, 5};
    return key_make(TEXT("JL7505/log1"), seed);
}

struct node *
story_open_node(const struct disk *disk, const struct world *world, bool is_alone,
                struct fault *fault)
{
    const struct node_options options = {.id = story_node_id(),
                                         .code = TEXT("7505"),
                                         .database = STORY_DATABASE,
                                         .vfs = disk_name(disk),
                                         .is_alone = is_alone,
                                         .world = world,
                                         .log_key = story_log_key(),
                                         .exchange_key = story_log_key()};
    return node_open(&options, fault);
}

struct story *
story_open(struct disk *disk, bool is_alone, uint64_t seed)
{
    struct story *story = calloc(1, sizeof *story);
    struct fault fault = {0};
    assert(story != NULL);
    story->disk = disk;
    story->clock = clock_of(START_MS, seed);
    story->rng = rng_of(seed);
    story->world = clock_world(&story->clock);
    story->node = story_open_node(disk, &story->world, is_alone, &fault);
    return story;
}

/* ---- what a step says ---- */

static void
write_open(struct canon *canon, bool is_peers)
{
    canon_key(canon, "open");
    canon_begin_object(canon);
    canon_member_text(canon, "case_kind", TEXT("civil_first"));
    canon_member_text(canon, "owner", story_node_id());
    canon_member_text(canon, "procedure", TEXT("cross_court_filing"));
    canon_member_text(canon, "procedure_digest", TEXT("00"));
    canon_member_integer(canon, "procedure_version", 1);
    canon_member_text(canon, "receiving", is_peers ? PEER : story_node_id());
    canon_end_object(canon);
}

static struct text
step_body(struct story *story, enum stream stream, bool is_new, bool is_peers,
          struct text private_digest, struct arena *arena)
{
    static const char *const states[] = {"handed_in", "received", "under_review", "registered"};
    struct date today = date_of_instant(story->node->now_ms, CHINA_OFFSET_MINUTES);
    struct effect effects[4];
    int count = 0;
    if (rng_chance(&story->rng, 500))
        effects[count++] = (struct effect){.kind = EFFECT_TASK_OPENED,
                                           .name = TEXT("check"),
                                           .who = {ROLE_FILING_OFFICER, RELATION_ANY}};
    if (rng_chance(&story->rng, 300))
        effects[count++] = (struct effect){.kind = EFFECT_TASK_CLOSED, .name = TEXT("check")};
    if (rng_chance(&story->rng, 500))
        effects[count++] = (struct effect){.kind = EFFECT_PERIOD_STARTED,
                                           .name = TEXT("filing_decision"),
                                           .rule = TEXT("T01/default"),
                                           .derivation = TEXT("[]"),
                                           .period = {.name = TEXT("filing_decision"),
                                                      .status = PERIOD_RUNNING,
                                                      .from = today,
                                                      .nominal = date_add_days(today, 7),
                                                      .last_day = date_add_days(today, 7),
                                                      .due_ms = story->node->now_ms + 7 * DAY_MS}};
    struct step_result result = {
        .procedure = TEXT("cross_court_filing"),
        .step = is_new ? TEXT("hand_in") : TEXT("note"),
        .version = 1,
        .stream = stream,
        .account = TEXT("a1"),
        .role = ROLE_COUNTER,
        .at_ms = story->node->now_ms,
        .from_state = is_new ? TEXT("draft") : TEXT("handed_in"),
        .to_state = text_of(is_new ? states[0] : states[rng_below(&story->rng, 4)]),
        .next = {ROLE_FILING_OFFICER, RELATION_BIT(RELATION_OWNER)},
        .is_effective = true,
        .tells_party = true,
        .effects = effects,
        .effects_count = count};
    struct canon canon = canon_open(arena, 1024);
    canon_begin_object(&canon);
    if (is_new)
        write_open(&canon, is_peers);
    canon_member_text_if(&canon, "private", private_digest);
    canon_key(&canon, "result");
    matter_write_result(&canon, &result);
    canon_end_object(&canon);
    return text_copy(canon_text(&canon), arena);
}

static struct text
private_part(struct story *story, struct arena *arena)
{
    struct canon canon = canon_open(arena, 512);
    size_t words = 1 + rng_below(&story->rng, 200);
    struct buffer facts = buffer_open(arena, words * 6);
    for (size_t i = 0; i < words; i++)
        buffer_add_text(&facts, TEXT("事实"));
    canon_begin_object(&canon);
    canon_member_integer(&canon, "amount_fen", rng_between(&story->rng, 0, 100000000));
    canon_key(&canon, "fields");
    canon_begin_object(&canon);
    canon_member_text(&canon, "facts", buffer_text(&facts));
    canon_end_object(&canon);
    canon_key(&canon, "parties");
    canon_begin_array(&canon);
    canon_begin_object(&canon);
    canon_member_text(&canon, "name", TEXT("当事人甲"));
    canon_member_text(&canon, "position", TEXT("plaintiff"));
    canon_end_object(&canon);
    canon_end_array(&canon);
    canon_member_text(&canon, "title", TEXT("当事人甲 — 当事人乙"));
    canon_end_object(&canon);
    return canon_text(&canon);
}

/* ---- acts ---- */

static struct story_matter *
new_matter(struct story *story, bool is_peers)
{
    if (story->matters_count == STORY_MATTERS_MAX)
        return &story->matters[rng_below(&story->rng, STORY_MATTERS_MAX)];
    struct story_matter *matter = &story->matters[story->matters_count];
    *matter = (struct story_matter){.is_peers = is_peers};
    snprintf(matter->id, sizeof matter->id, "7505M%07d", story->matters_count++);
    return matter;
}

static void
promise(struct story *story, int64_t position, struct arena *arena)
{
    struct promise made = {.id = text_format(arena, "%032llx", (unsigned long long)position),
                           .kind = TEXT("event/1"),
                           .peer = PEER,
                           .position = position,
                           .promised_ms = story->node->now_ms};
    outbox_promise(story->node->store, story->node->id, &made);
    story->promises++;
}

static void
take_step(struct story *story, struct arena *arena)
{
    bool is_new = story->matters_count == 0 || rng_chance(&story->rng, 250);
    struct story_matter *matter =
        is_new ? new_matter(story, false)
               : &story->matters[rng_below(&story->rng, (uint64_t)story->matters_count)];
    struct stream_head head = journal_stream_head(story->node->store, story->node->id,
                                                  text_of(matter->id), INTAKE_STREAM, arena);
    is_new = !matter->is_peers && head.next_seq == 0;
    bool has_private = is_new || rng_chance(&story->rng, 400);
    enum stream stream = is_new ? STREAM_INTAKE : STREAM_MAIN;
    struct text private = has_private ? private_part(story, arena) : TEXT("");
    struct text salt = has_private ? journal_salt(story->node, arena) : TEXT("");
    struct text digest = has_private ? journal_private_digest(private, salt, arena) : TEXT("");
    struct author author = {text_format(arena, "act-%lld", (long long)story->acts),
                            TEXT("a1"),
                            TEXT("counter"),
                            -1,
                            story->node->now_ms,
                            -1};
    int64_t position = journal_append(
        story->node, &author, EVENT_STEP_TAKEN, text_of(matter->id), stream_word(stream),
        step_body(story, stream, is_new, false, digest, arena), private, salt, arena);
    if (position >= 0 && rng_chance(&story->rng, 700))
        promise(story, position, arena);
}

/* An event of the peer's intake stream, as accept_envelope would enter it. */
static void
receive(struct story *story, struct arena *arena)
{
    struct node *node = story->node;
    struct story_matter *matter = NULL;
    for (int i = 0; i < story->matters_count && rng_chance(&story->rng, 900); i++)
        if (story->matters[i].is_peers)
            matter = &story->matters[i];
    if (matter == NULL)
        matter = new_matter(story, true);
    if (!matter->is_peers)
        return;
    struct text salt = journal_salt(node, arena);
    struct text inner =
        step_body(story, STREAM_INTAKE, matter->peer_seq == 0, true, TEXT(""), arena);
    struct statement statement = {.act = TEXT("peer-act"),
                                  .actor = TEXT("a9"),
                                  .role = TEXT("counter"),
                                  .kind = text_of(event_kind_text(EVENT_STEP_TAKEN)),
                                  .matter = text_of(matter->id),
                                  .stream = INTAKE_STREAM,
                                  .seq = matter->peer_seq,
                                  .prev = matter->peer_link,
                                  .node = PEER,
                                  .claimed_ms = -1,
                                  .counter_ms = node->now_ms,
                                  .owner_ms = -1,
                                  .entered_ms = node->now_ms,
                                  .commitment = statement_commitment(node->hasher, salt, inner)};
    struct text text = statement_text(&statement, arena);
    struct digest leaf = statement_leaf(node->hasher, text);
    matter->peer_link = statement_link(node->hasher, &matter->peer_link, &leaf);
    matter->peer_seq++;
    struct canon body = canon_open(arena, 1024);
    canon_begin_object(&body);
    canon_member_text(&body, "body", inner);
    canon_member_text(&body, "from", PEER);
    canon_member_text(&body, "link", digest_hex(&matter->peer_link, arena));
    canon_member_text(&body, "salt", hex_of(salt, arena));
    canon_member_text(&body, "statement", text);
    canon_end_object(&body);
    struct author author = {TEXT("-"), TEXT("exchange"), TEXT("exchange"), -1, -1, node->now_ms};
    int64_t position = journal_append(node, &author, EVENT_EVENT_RECEIVED, text_of(matter->id),
                                      TEXT("inbox"), canon_text(&body), TEXT(""), TEXT(""), arena);
    struct inbox_entry entry = {leaf, TEXT("received"), position};
    inbox_keep(node->store, node->id, PEER, digest_hex(&leaf, arena), &entry, node->now_ms);
}

static void
settle(struct story *story, struct arena *arena)
{
    struct promise due[4];
    int count = outbox_due(story->node->store, story->node->id, story->node->now_ms, 4, arena, due);
    for (int i = 0; i < count; i++) {
        if (rng_chance(&story->rng, 500))
            outbox_close(story->node->store, story->node->id, due[i].id, PROMISE_KEPT,
                         TEXT("receipt"));
        else
            outbox_postpone(story->node->store, story->node->id, due[i].id, story->node->now_ms,
                            (uint32_t)rng_next(&story->rng));
    }
}

/* One act under its mark; what is refused leaves no trace, in memory of the story neither. */
static void
act(struct story *story, struct arena *arena)
{
    struct story_matter kept_matters[STORY_MATTERS_MAX];
    int kept_count = story->matters_count;
    int64_t kept_promises = story->promises;
    memcpy(kept_matters, story->matters, sizeof kept_matters);
    node_mark(story->node);
    story->acts++;
    switch (rng_below(&story->rng, 5)) {
    case 0: receive(story, arena); break;
    case 1: settle(story, arena); break;
    default: take_step(story, arena); break;
    }
    if (!rng_chance(&story->rng, 120)) {
        node_keep_mark(story->node);
        return;
    }
    node_back_to_mark(story->node);
    memcpy(story->matters, kept_matters, sizeof kept_matters);
    story->matters_count = kept_count;
    story->promises = kept_promises;
}

static void
remember(struct story *story, struct story_group group)
{
    struct arena *arena = arena_open();
    struct note note;
    struct checkpoint checkpoint;
    if (group.is_told && note_read(story->node->checkpoint, arena, &note) == NO_FLAW &&
        checkpoint_read(note.text, arena, &checkpoint) == NO_FLAW)
        group.root = checkpoint.root;
    group.operation = disk_operations(story->disk);
    assert(story->groups_count < STORY_GROUPS_MAX);
    story->groups[story->groups_count++] = group;
    arena_close(arena);
}

bool
story_run_group(struct story *story)
{
    struct node *node = story->node;
    if (node == NULL || node->is_stopped)
        return false;
    struct story_matter kept_matters[STORY_MATTERS_MAX];
    int kept_count = story->matters_count;
    int64_t kept_promises = story->promises;
    memcpy(kept_matters, story->matters, sizeof kept_matters);
    struct arena *arena = arena_open();
    size_t acts = 1 + rng_below(&story->rng, 12);
    clock_pass(&story->clock, rng_between(&story->rng, 1, 3600 * 1000));
    bool is_kept = node_begin(node);
    for (size_t i = 0; is_kept && i < acts; i++) {
        act(story, arena);
        is_kept = !store_fault(node->store)->is_set;
    }
    struct story_group group = {.size = (uint64_t)node->next_position, .promises = story->promises};
    if (is_kept)
        group.is_told = node_commit(node);
    else
        node_cancel(node);
    remember(story, group);
    if (!group.is_told) {
        memcpy(story->matters, kept_matters, sizeof kept_matters);
        story->matters_count = kept_count;
        story->promises = kept_promises;
    }
    arena_close(arena);
    return group.is_told;
}

void
story_end(struct story *story)
{
    node_close(story->node);
    story->node = NULL;
}

void
story_close(struct story *story)
{
    story_end(story);
    free(story);
}
