/* town.c: sites, letters and the loop that lets everything happen in its order. */
#include "town.h"

#include "oracle.h"
#include "people.h"
#include "proof/signed_json.h"
#include "rule/network_rule.h"
#include "store/outbox.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum happening_kind {
    HAPPENING_PERSON,
    HAPPENING_ASK,      /* of: deed */
    HAPPENING_RUN,      /* a site runs what waits */
    HAPPENING_WORK,     /* a site's courier looks what is due */
    HAPPENING_LETTER,   /* of: letter */
    HAPPENING_PATIENCE, /* of: promise id; no answer came */
    HAPPENING_CRASH,
    HAPPENING_RESTART,
    HAPPENING_WEATHER,
    HAPPENING_CLOCK,
    HAPPENING_DISK,
    HAPPENING_ROOM, /* a full disk has room again */
    HAPPENING_FORGERY
};

enum letter_kind { LETTER_FILE, LETTER_ENVELOPE, LETTER_ANSWER };

/* What travels. `about` names the promise; `bytes` is what a bad line may change. */
struct letter {
    enum letter_kind kind;
    int from, to;
    char about[40];
    bool is_bent, is_forged, is_conflict;
    size_t length;
    unsigned char bytes[];
};

enum {
    MINUTE_MS = 60 * 1000,
    HOUR_MS = 60 * MINUTE_MS,
    PATIENCE_MS = 30 * 1000,
    DUE_AT_ONCE = 24,
    LAPSES_AT_ONCE = 16,
    PEOPLE_MOVES = 170,
    HEAL_HOURS = 30
};

static const int64_t START_MS = INT64_C(1772413200000); /* 2026-03-02T09:00+08:00, a Monday */

static const char DIRECTORY[] =
    "network: town\n"
    "name: {zh: 测试网络, ko: 시험 네트워크, en: Test network}\n"
    "nodes:\n"
    "  - {id: JL75, node_code: \"7500\", court_code: 吉75, kind: hub, level: intermediate,\n"
    "     name: {zh: 中级法院, ko: 중급법원, en: Hub}, town: {zh: 延吉市, ko: 연길시, en: Yanji},\n"
    "     office: [\"08:30-11:30\", \"13:30-17:00\"], numbers: own, verified: false}\n"
    "  - {id: JL7502, node_code: \"7502\", court_code: 吉7502, kind: court, level: basic,\n"
    "     superior: JL75, name: {zh: 甲法院, ko: 갑법원, en: Court A},\n"
    "     town: {zh: 和龙市, ko: 화룡시, en: Helong},\n"
    "     office: [\"08:30-11:30\", \"13:30-17:00\"], numbers: own, verified: false}\n"
    "  - {id: JL7505, node_code: \"7505\", court_code: 吉7505, kind: court, level: basic,\n"
    "     superior: JL75, name: {zh: 乙法院, ko: 을법원, en: Court B},\n"
    "     town: {zh: 白河镇, ko: 백하진, en: Baihe},\n"
    "     office: [\"08:30-11:30\", \"13:30-17:00\"], numbers: own, verified: false}\n"
    "  - {id: DESK, node_code: \"7599\", kind: desk,\n"
    "     name: {zh: 网上服务台, ko: 온라인 창구, en: Desk}, town: {zh: 网上, ko: 온라인, en: "
    "Web},\n"
    "     office: [\"08:30-11:30\", \"13:30-17:00\"], numbers: own, verified: false}\n";

const char *const sometimes_words[SOMETIMES_COUNT] = {
#define SOMETIMES(name, what) what,
#include "sometimes.def"
#undef SOMETIMES
};

/* ---- saying ---- */

void
town_sometimes(struct town *town, enum sometimes what)
{
    town->sometimes[what]++;
}

void
town_complain(struct town *town, const char *format, ...)
{
    va_list arguments;
    if (town->complaint[0] != '\0')
        return;
    va_start(arguments, format);
    vsnprintf(town->complaint, sizeof town->complaint, format, arguments);
    va_end(arguments);
}

void
town_trace(struct town *town, const struct site *site, const char *format, ...)
{
    char *line = town->trace[town->trace_count++ % TOWN_TRACE];
    va_list arguments;
    int64_t since_ms = town->now_ms - START_MS;
    int length =
        snprintf(line, TOWN_TRACE_BYTES, "day %lld %02lld:%02lld:%02lld.%03lld %.*s ",
                 (long long)(since_ms / DAY_MS), (long long)(since_ms % DAY_MS / HOUR_MS),
                 (long long)(since_ms % HOUR_MS / MINUTE_MS),
                 (long long)(since_ms % MINUTE_MS / 1000), (long long)(since_ms % 1000),
                 site == NULL ? 4 : (int)site->id.length, site == NULL ? "town" : site->id.bytes);
    va_start(arguments, format);
    vsnprintf(line + length, TOWN_TRACE_BYTES - (size_t)length, format, arguments);
    va_end(arguments);
}

static void
plan(struct town *town, int64_t in_ms, enum happening_kind kind, int who, int64_t what, void *of)
{
    agenda_plan(&town->agenda,
                (struct happening){town->now_ms + in_ms, 0, (int)kind, who, what, of});
}

/* ---- sites ---- */

static void
set_time(struct site *site)
{
    site->clock.steady_ms = site->town->now_ms - site->booted_ms;
    site->clock.wall_offset_ms = site->booted_ms + site->wall_offset_ms;
}

static int64_t
wall_of(struct site *site)
{
    set_time(site);
    return site->world.wall_ms(site->world.of);
}

static void
run_soon(struct site *site)
{
    if (site->is_run_planned || site->node == NULL)
        return;
    site->is_run_planned = true;
    plan(site->town, rng_between(&site->town->rng, 1, 40), HAPPENING_RUN, (int)site->place,
         (int64_t)site->lives, NULL);
}

static void
work_at(struct site *site, int64_t in_ms)
{
    int64_t at_ms = site->town->now_ms + in_ms;
    if (site->work_planned_ms > site->town->now_ms && site->work_planned_ms <= at_ms)
        return;
    site->work_planned_ms = at_ms;
    plan(site->town, in_ms, HAPPENING_WORK, (int)site->place, (int64_t)site->lives, NULL);
}

static struct town_job *
job_open(enum verb verb)
{
    struct arena *arena = arena_open();
    struct town_job *job = ARENA_NEW(arena, struct town_job);
    job->arena = arena;
    job->from = -1;
    job->act = (struct act){
        .verb = verb,
        .asker = {.role = verb == VERB_LAPSE ? ROLE_CLOCK : ROLE_EXCHANGE,
                  .account = verb == VERB_LAPSE ? TEXT("clock") : TEXT("exchange")},
        .if_version = -1,
        .claimed_ms = -1,
        .counter_ms = -1,
    };
    return job;
}

static void
job_submit(struct site *site, struct town_job *job)
{
    if (site->node == NULL) {
        arena_close(job->arena);
        return;
    }
    if (site->last == NULL)
        site->first = job;
    else
        site->last->next = job;
    site->last = job;
    run_soon(site);
}

static void
drop_jobs(struct site *site)
{
    while (site->first != NULL) {
        struct town_job *job = site->first;
        site->first = job->next;
        arena_close(job->arena);
    }
    site->last = NULL;
    site->is_run_planned = false;
}

/* The power goes: what is not durable may be gone, and all that was in memory is. */
static void
crash(struct site *site, const char *why)
{
    struct town *town = site->town;
    if (site->node == NULL)
        return;
    enum crash_kind kind = (enum crash_kind)rng_below(&town->faults, CRASH_KINDS);
    town_trace(town, site, "crash %d (%s) at size %lld", (int)kind, why,
               (long long)site->node->next_position);
    disk_fail_at(site->disk, 0, DISK_IS_WELL, false);
    disk_crash(site->disk, kind);
    corridor_close(site->corridor);
    node_close(site->node);
    site->corridor = NULL;
    site->node = NULL;
    site->is_dying = false;
    site->under_way_count = 0;
    site->lives++;
    site->crashes++;
    drop_jobs(site);
    int64_t down_ms = rng_chance(&town->faults, 800)
                          ? rng_between(&town->faults, 1000, 5 * MINUTE_MS)
                          : rng_between(&town->faults, HOUR_MS, 12 * HOUR_MS);
    plan(town, town->is_healed ? 1000 : down_ms, HAPPENING_RESTART, (int)site->place, 0, NULL);
}

static bool
start(struct site *site)
{
    struct fault fault = {0};
    struct town *town = site->town;
    site->booted_ms = town->now_ms;
    set_time(site);
    struct node_options options = {
        .id = site->id,
        .code = site->code,
        .database = "node.db",
        .vfs = disk_name(site->disk),
        .is_alone = true,
        .world = &site->world,
        .log_key = site->log_key,
        .exchange_key = site->exchange_key,
    };
    site->node = node_open(&options, &fault);
    if (site->node == NULL && site->room != SIZE_MAX) {
        plan(town, 5 * MINUTE_MS, HAPPENING_RESTART, (int)site->place, 0, NULL);
        return false;
    }
    if (site->node == NULL) {
        town_complain(town, "%.*s does not start: %s", TEXT_ARGS(site->id), fault.what);
        return false;
    }
    site->corridor = corridor_open(site->node, town->rules);
    site->work_planned_ms = 0;
    site->lapsed_ms = 0;
    work_at(site, rng_between(&town->rng, 1, 1000));
    return true;
}

static void
remember_told(struct site *site)
{
    struct node *node = site->node;
    struct note note;
    struct checkpoint checkpoint;
    struct arena *arena = arena_open();
    if (node->checkpoint_size > 0 && note_read(node->checkpoint, arena, &note) == NO_FLAW &&
        checkpoint_read(note.text, arena, &checkpoint) == NO_FLAW &&
        (site->told_count == 0 || site->told[site->told_count - 1].size < checkpoint.size)) {
        if (site->told_count == site->told_capacity) {
            site->told_capacity = 2 * site->told_capacity + 64;
            site->told = realloc(site->told, site->told_capacity * sizeof *site->told);
            assert(site->told != NULL);
        }
        site->told[site->told_count++] = (struct town_told){checkpoint.size, checkpoint.root};
    }
    arena_close(arena);
}

/* ---- letters ---- */

static struct letter *
letter_open(enum letter_kind kind, int from, int to, struct text about, struct text bytes)
{
    struct letter *letter = malloc(sizeof *letter + bytes.length);
    assert(letter != NULL && about.length < sizeof letter->about);
    *letter = (struct letter){.kind = kind, .from = from, .to = to, .length = bytes.length};
    memcpy(letter->about, about.bytes, about.length);
    memcpy(letter->bytes, bytes.bytes, bytes.length);
    return letter;
}

/* Hands the letter to the network, which may lose or double it. Takes the letter over. */
static void
letter_send(struct town *town, struct letter *letter)
{
    struct wire_arrival arrivals[WIRE_ARRIVALS_MAX];
    struct wire before = town->wire;
    int count = wire_send(&town->wire, letter->from, letter->to, town->now_ms, arrivals);
    town->letters_count++;
    if (town->wire.lost > before.lost)
        town_sometimes(town, SOMETIMES_LETTER_LOST);
    if (town->wire.stopped > before.stopped)
        town_sometimes(town, SOMETIMES_LETTER_STOPPED);
    if (town->wire.slow > before.slow)
        town_sometimes(town, SOMETIMES_LETTER_LATE);
    if (count > 1)
        town_sometimes(town, SOMETIMES_LETTER_TWICE);
    for (int i = 0; i < count; i++) {
        struct letter *copy = malloc(sizeof *copy + letter->length);
        assert(copy != NULL);
        memcpy(copy, letter, sizeof *copy + letter->length);
        if (arrivals[i].is_bent) {
            wire_bend(&town->wire, copy->bytes, copy->length);
            copy->is_bent = true;
        }
        plan(town, arrivals[i].at_ms - town->now_ms, HAPPENING_LETTER, copy->to, 0, copy);
    }
    free(letter);
}

static int
site_of(const struct town *town, struct text id)
{
    for (int i = 0; i < SITES; i++)
        if (text_equal(town->sites[i].id, id))
            return i;
    return -1;
}

static size_t
under_way(const struct site *site, struct text promise)
{
    size_t at = 0;
    while (at < site->under_way_count && !text_equal(site->under_way[at], promise))
        at++;
    return at;
}

static void
settle(struct site *site, struct text promise, struct text disposition, struct text receipt)
{
    struct town_job *job = job_open(VERB_SETTLE_PROMISE);
    struct canon input = canon_open(job->arena, 100);
    size_t at = under_way(site, promise);
    if (at < site->under_way_count)
        site->under_way[at] = site->under_way[--site->under_way_count];
    canon_begin_object(&input);
    canon_member_text(&input, "disposition", disposition);
    canon_member_text(&input, "promise", promise);
    canon_end_object(&input);
    job->act.input = value_read_canonical(text_copy(canon_text(&input), job->arena), job->arena);
    job->act.note = text_copy(receipt, job->arena);
    job_submit(site, job);
}

/* ---- the courier of a site ---- */

static void
send_files(struct site *site, int to, int64_t position, struct arena *arena)
{
    struct event event;
    if (!journal_read(site->node->store, site->id, position, arena, &event) ||
        text_is_empty(event.private))
        return;
    struct text private = event.private;
    if (event_is_of_peer(event.kind))
    private = value_member_text(value_read_canonical(private, arena), "private");
    const struct value *documents = value_member(
        text_is_empty(private) ? NULL : value_read_canonical(private, arena), "documents");
    if (!value_is(documents, VALUE_ARRAY))
        return;
    for (const struct value *item = documents->first; item != NULL; item = item->next) {
        struct text sha256 = value_member_text(item, "file");
        if (!text_is_empty(sha256))
            letter_send(site->town,
                        letter_open(LETTER_FILE, (int)site->place, to, TEXT(""), sha256));
    }
}

static void
send_promise(struct site *site, const struct promise *promise, struct arena *arena)
{
    struct town *town = site->town;
    int to = site_of(town, promise->peer), kind = 0;
    struct text note;
    while (kind < ENVELOPE_UNKNOWN &&
           !text_is(promise->kind, envelope_kind_text((enum envelope_kind)kind)))
        kind++;
    if (site->under_way_count == site->under_way_capacity) {
        site->under_way_capacity = 2 * site->under_way_capacity + 16;
        site->under_way =
            realloc(site->under_way, site->under_way_capacity * sizeof *site->under_way);
        assert(site->under_way != NULL);
    }
    site->under_way[site->under_way_count++] = text_copy(promise->id, town->arena);
    if (to < 0 ||
        !envelope_make(site->node->store, site->id, &site->exchange_key, (enum envelope_kind)kind,
                       promise->position, promise->peer, arena, &note)) {
        settle(site, promise->id, TEXT(""), TEXT(""));
        return;
    }
    send_files(site, to, promise->position, arena);
    letter_send(town, letter_open(LETTER_ENVELOPE, (int)site->place, to, promise->id, note));
    plan(town, PATIENCE_MS, HAPPENING_PATIENCE, (int)site->place, (int64_t)site->lives,
         letter_open(LETTER_ANSWER, 0, 0, promise->id, TEXT("")));
}

static void
wake_lapsed(struct site *site, int64_t wall_ms)
{
    struct sql *rows =
        sql(site->node->store, "SELECT period_rows.matter_id, period_rows.name FROM period_rows"
                               " JOIN matter_rows ON matter_rows.court_id = $1"
                               " AND matter_rows.matter_id = period_rows.matter_id"
                               " WHERE period_rows.court_id = $1 AND period_rows.status = 'running'"
                               " AND period_rows.due_ms <= $2 AND matter_rows.owner = $1"
                               " ORDER BY period_rows.matter_id, period_rows.name LIMIT $3");
    sql_text(rows, 1, site->id);
    sql_integer(rows, 2, wall_ms);
    sql_integer(rows, 3, LAPSES_AT_ONCE);
    while (sql_next(rows)) {
        struct town_job *job = job_open(VERB_LAPSE);
        struct canon input = canon_open(job->arena, 60);
        canon_begin_object(&input);
        canon_member_text(&input, "period", sql_column_here(rows, 1));
        canon_end_object(&input);
        job->act.matter_id = sql_column(rows, 0, job->arena);
        job->act.input =
            value_read_canonical(text_copy(canon_text(&input), job->arena), job->arena);
        job_submit(site, job);
    }
}

/* When there will be something to do again, by the site's own clock. */
static int64_t
next_work_in(struct site *site, int64_t wall_ms)
{
    struct sql *row =
        sql(site->node->store, "SELECT MIN(next_try_ms) FROM outbox WHERE court_id = $1"
                               " AND status = 0");
    sql_text(row, 1, site->id);
    int64_t next_ms = sql_next(row) && !sql_column_is_null(row, 0) ? sql_column_integer(row, 0)
                                                                   : wall_ms + 2 * HOUR_MS;
    sql_end(row);
    int64_t in_ms = next_ms - wall_ms;
    return in_ms < 1000 ? 1000 : in_ms > 2 * HOUR_MS ? 2 * HOUR_MS : in_ms;
}

static void
work(struct site *site)
{
    struct town *town = site->town;
    struct promise promises[DUE_AT_ONCE];
    struct arena *arena = arena_open();
    int64_t wall_ms = wall_of(site);
    int count = outbox_due(site->node->store, site->id, wall_ms, DUE_AT_ONCE, arena, promises);
    for (int i = 0; i < count; i++)
        if (under_way(site, promises[i].id) == site->under_way_count)
            send_promise(site, &promises[i], arena);
    if (site->node->clock_is_doubted) {
        town_sometimes(town, SOMETIMES_CLOCK_DOUBTED);
    } else if (town->now_ms - site->lapsed_ms >= MINUTE_MS) {
        site->lapsed_ms = town->now_ms;
        wake_lapsed(site, wall_ms);
    }
    if (store_fault(site->node->store)->is_set)
        store_recover(site->node->store);
    work_at(site, next_work_in(site, wall_ms));
    arena_close(arena);
}

/* ---- groups and answers ---- */

static void
answer_envelope(struct site *site, const struct town_job *job, const struct outcome *outcome)
{
    struct town *town = site->town;
    struct arena *arena = arena_open();
    const struct value *answer = value_read_canonical(outcome->answer, arena);
    struct text disposition = value_member_text(answer, "disposition"), receipt = TEXT("");
    int64_t position = value_member_integer(answer, "position", -1);
    if (outcome->refusal != ALLOWED) {
        if (outcome->refusal == FILE_MUST_BE_UPLOADED)
            town_sometimes(town, SOMETIMES_FILE_CAME_LATE);
        if (!job->is_bent && !job->is_forged)
            town_trace(town, site, "refuses %.*s: %.*s", TEXT_ARGS(job->promise),
                       TEXT_ARGS(outcome->answer));
        if (job->is_bent)
            town_sometimes(town, SOMETIMES_BENT_REFUSED);
        if (job->is_forged)
            town_sometimes(town, SOMETIMES_FORGED_REFUSED);
    } else if (job->is_forged) {
        town_complain(town, "I11: %.*s took an envelope under a foreign key", TEXT_ARGS(site->id));
    } else if (job->is_conflict) {
        if (text_is(disposition, "conflict"))
            town_sometimes(town, SOMETIMES_CONFLICT_SEEN);
        else
            town_complain(town, "I10: %.*s answered '%.*s' to other content under a known id",
                          TEXT_ARGS(site->id), TEXT_ARGS(disposition));
    } else {
        if (outcome->is_repeat)
            town_sometimes(town, SOMETIMES_ENVELOPE_AGAIN);
        if (text_is(disposition, "held"))
            town_sometimes(town, SOMETIMES_GAP_HELD);
        oracle_take_disposition(town, job->promise, disposition);
        struct journal_tree tree =
            journal_tree_open(site->node->store, site->id, site->node->checkpoint_size, arena);
        if (position >= 0 && journal_receipt(&tree, position, site->node->checkpoint,
                                             rng_chance(&town->rng, 200) ? RECEIPT_SHOWS_PRIVATE
                                                                         : RECEIPT_SHOWS_NOTHING,
                                             arena, &receipt))
            oracle_take_receipt(town, site, receipt);
    }
    if (!job->is_forged && !job->is_conflict) {
        struct canon said = canon_open(arena, receipt.length + 100);
        canon_begin_object(&said);
        canon_member_text(&said, "disposition", disposition);
        canon_member_text(&said, "receipt", receipt);
        canon_end_object(&said);
        letter_send(town, letter_open(LETTER_ANSWER, (int)site->place, job->from, job->promise,
                                      canon_text(&said)));
    }
    arena_close(arena);
}

static void
count_steps(struct town *town, const struct outcome *outcome)
{
    static const struct {
        const char *step;
        enum sometimes what;
    } steps[] = {{"register", SOMETIMES_REGISTERED},
                 {"register_first", SOMETIMES_REGISTERED},
                 {"require_correction", SOMETIMES_CORRECTION_REQUIRED},
                 {"entrust", SOMETIMES_ENTRUSTED},
                 {"report_served", SOMETIMES_SERVED_THERE},
                 {"accept_return", SOMETIMES_ENTRUSTED_ENDED},
                 {"sign_refusal", SOMETIMES_REFUSED_BY_JUDGE},
                 {"redirect", SOMETIMES_REDIRECTED},
                 {"offer_transfer", SOMETIMES_TRANSFER_OFFERED},
                 {"accept_transfer", SOMETIMES_TRANSFER_ACCEPTED},
                 {"decline_transfer", SOMETIMES_TRANSFER_DECLINED}};
    struct arena *arena = arena_open();
    const struct value *answer = value_read_canonical(outcome->answer, arena);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        if (text_is(value_member_text(answer, "step"), steps[i].step))
            town_sometimes(town, steps[i].what);
    arena_close(arena);
}

static void
answer_deed(struct site *site, struct deed *deed, const struct outcome *outcome)
{
    struct town *town = site->town;
    if (!deed->is_answered && outcome->refusal == ALLOWED && !outcome->is_repeat)
        count_steps(town, outcome);
    if (!deed->is_answered && deed->was_lost_in_crash && deed->act.id.length > 0)
        town_sometimes(town, outcome->is_repeat ? SOMETIMES_UNTOLD_ACT_WAS_KEPT
                                                : SOMETIMES_UNTOLD_ACT_WAS_LOST);
    oracle_take_answer(town, deed, outcome);
}

static void
answer_all(struct site *site, const struct town_job *jobs, const struct outcome *outcomes)
{
    size_t i = 0;
    for (const struct town_job *job = jobs; job != NULL; job = job->next, i++) {
        if (job->deed != NULL)
            answer_deed(site, job->deed, &outcomes[i]);
        else if (job->from >= 0)
            answer_envelope(site, job, &outcomes[i]);
        else if (job->act.verb == VERB_LAPSE && outcomes[i].refusal == ALLOWED)
            town_sometimes(site->town, SOMETIMES_PERIOD_LAPSED);
    }
}

/* Nobody will be told of these acts; those who asked will ask again. */
static void
lose_all(const struct town_job *jobs)
{
    for (const struct town_job *job = jobs; job != NULL; job = job->next)
        if (job->deed != NULL)
            job->deed->was_lost_in_crash = true;
}

static void
free_jobs(struct town_job *jobs)
{
    while (jobs != NULL) {
        struct town_job *job = jobs;
        jobs = job->next;
        arena_close(job->arena);
    }
}

/* What becomes of a group whose commit failed, or after which the power goes. */
static bool
survives(struct site *site, const struct town_job *jobs, bool is_kept)
{
    struct town *town = site->town;
    if (is_kept && !town->is_healed && rng_chance(&town->faults, 5)) {
        lose_all(jobs);
        town_sometimes(town, SOMETIMES_CRASH_BEFORE_ANSWER);
        crash(site, "before the answer");
        return false;
    }
    if (is_kept) {
        if (site->had_no_room)
            town_sometimes(town, SOMETIMES_DISK_HAS_ROOM_AGAIN);
        site->had_no_room = false;
        return true;
    }
    lose_all(jobs);
    if (site->is_dying) {
        town_sometimes(town, SOMETIMES_CRASH_IN_GROUP);
        crash(site, "in a group");
    } else if (site->node->is_stopped) {
        town_trace(town, site, "stopped: %s", site->node->why_stopped);
        crash(site, "stopped");
    } else {
        town_trace(town, site, "a group found no room");
        town_sometimes(town, SOMETIMES_DISK_FULL);
        site->had_no_room = true;
    }
    return false;
}

static void
run_group(struct site *site)
{
    struct act acts[GROUP_ACTS_MAX];
    struct outcome outcomes[GROUP_ACTS_MAX];
    struct town_job *jobs = site->first, *last = NULL;
    size_t count = 0;
    for (struct town_job *job = jobs; job != NULL && count < GROUP_ACTS_MAX; job = job->next) {
        acts[count++] = job->act;
        last = job;
    }
    site->is_run_planned = false;
    if (count == 0)
        return;
    site->first = last->next;
    last->next = NULL;
    if (site->first == NULL)
        site->last = NULL;
    else
        run_soon(site);
    struct arena *arena = arena_open();
    set_time(site);
    site->groups++;
    corridor_run(site->corridor, acts, outcomes, count, arena);
    if (count > 1)
        town_sometimes(site->town, SOMETIMES_GROUP_OF_MANY);
    if (survives(site, jobs, !outcomes[0].is_fault)) {
        remember_told(site);
        if (rng_chance(&site->town->rng, 10))
            store_checkpoint(site->node->store, true);
        answer_all(site, jobs, outcomes);
        work_at(site, rng_between(&site->town->rng, 100, 8000));
    }
    free_jobs(jobs);
    arena_close(arena);
}

/* ---- deeds ---- */

static void
keep_file_first(struct site *site, struct text sha256)
{
    struct town_job *job = job_open(VERB_KEEP_FILE);
    struct canon input = canon_open(job->arena, 160);
    canon_begin_object(&input);
    canon_member_integer(&input, "bytes", 1000);
    canon_member_text(&input, "media", TEXT("application/pdf"));
    canon_member_text(&input, "sha256", sha256);
    canon_end_object(&input);
    job->act.input = value_read_canonical(text_copy(canon_text(&input), job->arena), job->arena);
    job_submit(site, job);
}

static void
ask(struct town *town, struct deed *deed)
{
    struct site *site = &town->sites[deed->site];
    deed->tries++;
    if (site->node != NULL) {
        for (int i = 0; i < deed->files_count; i++)
            keep_file_first(site, deed->files[i]);
        struct town_job *job = job_open(deed->act.verb);
        job->deed = deed;
        job->act = deed->act;
        job->act.counter_ms = wall_of(site);
        job_submit(site, job);
    }
    /* Somebody who gets no answer asks again under the same id; some ask again anyway. */
    if (!deed->is_answered || rng_chance(&town->rng, 100))
        plan(town, rng_between(&town->rng, 10 * 1000, 20 * MINUTE_MS), HAPPENING_ASK,
             (int)deed->site, 0, deed);
}

void
town_ask(struct town *town, struct deed *deed)
{
    deed->older = town->deeds;
    town->deeds = deed;
    town->deeds_count++;
    plan(town, 0, HAPPENING_ASK, (int)deed->site, 0, deed);
}

/* ---- what goes wrong ---- */

/* A letter nobody should believe: under a foreign key, or other content under a known id. */
static void
forge(struct town *town)
{
    struct arena *arena = arena_open();
    struct site *from = &town->sites[rng_below(&town->faults, SITES)];
    struct text promise = TEXT(""), peer = TEXT(""), note;
    int64_t position = -1;
    bool is_conflict = rng_chance(&town->faults, 500);
    if (from->node != NULL) {
        struct sql *row =
            sql(from->node->store, "SELECT promise_id, peer, position FROM outbox"
                                   " WHERE court_id = $1 AND status = 1 AND kind = 'line/1'"
                                   " ORDER BY position DESC LIMIT 1");
        sql_text(row, 1, from->id);
        if (sql_next(row)) {
            promise = sql_column(row, 0, arena);
            peer = sql_column(row, 1, arena);
            position = sql_column_integer(row, 2);
        }
        sql_end(row);
    }
    struct signed_json read;
    if (position >= 0 &&
        envelope_make(from->node->store, from->id, &from->exchange_key, ENVELOPE_LINE, position,
                      peer, arena, &note) &&
        signed_json_read(note, "tongban/envelope/v1", arena, &read) == NO_FLAW) {
        struct value *object = ARENA_NEW(arena, struct value);
        struct value *extra = ARENA_NEW(arena, struct value);
        const struct signing_key *keys[] = {is_conflict ? &from->exchange_key : &from->signer};
        *object = *read.object;
        *extra = (struct value){.type = VALUE_TEXT,
                                .key = TEXT("remark"),
                                .text = TEXT("forged"),
                                .next = object->first};
        object->first = extra;
        object->count++;
        struct canon canon = canon_open(arena, 1000);
        canon_put(&canon, object);
        struct text forged =
            signed_json_sign("tongban/envelope/v1", canon_text(&canon), keys, 1, arena);
        struct letter *letter =
            letter_open(LETTER_ENVELOPE, (int)from->place, site_of(town, peer), promise, forged);
        letter->is_conflict = is_conflict;
        letter->is_forged = !is_conflict;
        town_trace(town, from, "forges %.*s", TEXT_ARGS(promise));
        letter_send(town, letter);
    }
    arena_close(arena);
}

static void
change_weather(struct town *town)
{
    town->wire.weather = wire_pick_weather(&town->faults);
    for (int from = 0; from < SITES; from++)
        for (int to = 0; to < SITES; to++)
            wire_cut(&town->wire, from, to, rng_chance(&town->faults, 60));
    town_trace(town, NULL, "weather: %u lost, %u twice", town->wire.weather.loss_permille,
               town->wire.weather.twice_permille);
}

static void
move_clock(struct town *town)
{
    static const int64_t jumps[] = {HOUR_MS, -HOUR_MS,   DAY_MS,
                                    -DAY_MS, 3 * DAY_MS, -3 * DAY_MS,
                                    -200,    5000,       (int64_t)30 * DAY_MS};
    struct site *site = &town->sites[rng_below(&town->faults, SITES)];
    int64_t jump_ms = jumps[rng_below(&town->faults, sizeof jumps / sizeof jumps[0])];
    if (rng_chance(&town->faults, 400)) {
        jump_ms = -site->wall_offset_ms; /* somebody puts it right */
    } else if (rng_chance(&town->faults, 50)) {
        jump_ms = -(town->now_ms + site->wall_offset_ms); /* a dead battery: 1970 */
    }
    site->wall_offset_ms += jump_ms;
    if (jump_ms < 0)
        town_sometimes(town, SOMETIMES_CLOCK_WENT_BACK);
    town_trace(town, site, "clock moves by %lld s", (long long)(jump_ms / 1000));
}

static void
harm_disk(struct town *town)
{
    struct site *site = &town->sites[rng_below(&town->faults, SITES)];
    if (site->node == NULL)
        return;
    if (rng_chance(&town->faults, 300)) {
        site->room = disk_bytes(site->disk) + (size_t)rng_between(&town->faults, 0, 60000);
        disk_limit(site->disk, site->room);
        town_trace(town, site, "the disk is nearly full");
        plan(town, rng_between(&town->faults, MINUTE_MS, HOUR_MS), HAPPENING_ROOM, (int)site->place,
             0, NULL);
    } else {
        site->is_dying = true;
        disk_fail_at(site->disk, 1 + rng_below(&town->faults, 60), DISK_EIO, true);
    }
}

static void
restart(struct site *site)
{
    struct town *town = site->town;
    if (site->node != NULL || !start(site))
        return;
    town_trace(town, site, "starts again at size %lld", (long long)site->node->next_position);
    struct sql *row =
        sql(site->node->store, "SELECT COALESCE(MAX(size), 0) FROM checkpoint WHERE court_id = $1");
    sql_text(row, 1, site->id);
    if (sql_next(row) && sql_column_integer(row, 0) < (int64_t)site->node->checkpoint_size)
        town_sometimes(town, SOMETIMES_CHECKPOINT_REMADE);
    sql_end(row);
    oracle_check_site(town, site);
}

/* ---- the loop ---- */

static void
letter_arrive(struct town *town, struct letter *letter)
{
    struct site *site = &town->sites[letter->to];
    struct text bytes = {(const char *)letter->bytes, letter->length};
    if (site->node == NULL)
        return;
    if (letter->kind == LETTER_FILE) {
        struct digest digest;
        if (digest_parse(bytes, &digest) && !letter->is_bent)
            keep_file_first(site, bytes);
        return;
    }
    if (letter->kind == LETTER_ENVELOPE) {
        struct town_job *job = job_open(VERB_ACCEPT_ENVELOPE);
        job->from = letter->from;
        job->promise = text_copy(text_of(letter->about), job->arena);
        job->act.note = text_copy(bytes, job->arena);
        job->is_bent = letter->is_bent;
        job->is_forged = letter->is_forged;
        job->is_conflict = letter->is_conflict;
        job_submit(site, job);
        return;
    }
    /* An answer is believed when it can be read and its receipt proves itself. */
    struct arena *arena = arena_open();
    struct value_mistake mistake;
    const struct value *said = letter->is_bent ? NULL : value_read(bytes, arena, &mistake);
    if (said == NULL)
        town_sometimes(town, SOMETIMES_BENT_ANSWER_IGNORED);
    else
        settle(site, text_of(letter->about), value_member_text(said, "disposition"),
               value_member_text(said, "receipt"));
    arena_close(arena);
}

static int64_t
pause_ms(struct rng *rng, int64_t mean_ms)
{
    return rng_between(rng, mean_ms / 10, 2 * mean_ms);
}

static void
happen_wrong(struct town *town, const struct happening *happening)
{
    if (town->now_ms > town->faults_end_ms)
        return;
    switch (happening->kind) {
    case HAPPENING_CRASH:
        crash(&town->sites[rng_below(&town->faults, SITES)], "power");
        plan(town, pause_ms(&town->faults, 9 * HOUR_MS), HAPPENING_CRASH, 0, 0, NULL);
        break;
    case HAPPENING_WEATHER:
        change_weather(town);
        plan(town, pause_ms(&town->faults, 8 * HOUR_MS), HAPPENING_WEATHER, 0, 0, NULL);
        break;
    case HAPPENING_CLOCK:
        move_clock(town);
        plan(town, pause_ms(&town->faults, 40 * HOUR_MS), HAPPENING_CLOCK, 0, 0, NULL);
        break;
    case HAPPENING_DISK:
        harm_disk(town);
        plan(town, pause_ms(&town->faults, 8 * HOUR_MS), HAPPENING_DISK, 0, 0, NULL);
        break;
    case HAPPENING_FORGERY:
        forge(town);
        plan(town, pause_ms(&town->faults, 24 * HOUR_MS), HAPPENING_FORGERY, 0, 0, NULL);
        break;
    default: break;
    }
}

static void
happen(struct town *town, const struct happening *happening)
{
    struct site *site = &town->sites[happening->who];
    bool is_of_this_life = site->node != NULL && (uint64_t)happening->what == site->lives;
    switch ((enum happening_kind)happening->kind) {
    case HAPPENING_PERSON:
        people_act(town);
        if (town->now_ms < town->people_end_ms)
            plan(town, pause_ms(&town->rng, (town->people_end_ms - START_MS) / PEOPLE_MOVES),
                 HAPPENING_PERSON, 0, 0, NULL);
        break;
    case HAPPENING_ASK: ask(town, happening->of); break;
    case HAPPENING_RUN:
        if (is_of_this_life)
            run_group(site);
        break;
    case HAPPENING_WORK:
        if (is_of_this_life)
            work(site);
        break;
    case HAPPENING_LETTER:
        letter_arrive(town, happening->of);
        free(happening->of);
        break;
    case HAPPENING_PATIENCE: {
        struct letter *letter = happening->of;
        struct text promise = text_of(letter->about);
        if (is_of_this_life && under_way(site, promise) < site->under_way_count)
            settle(site, promise, TEXT(""), TEXT(""));
        free(letter);
        break;
    }
    case HAPPENING_RESTART: restart(site); break;
    case HAPPENING_ROOM:
        site->room = SIZE_MAX;
        disk_limit(site->disk, SIZE_MAX);
        break;
    default: happen_wrong(town, happening); break;
    }
}

/* From here on nothing goes wrong any more, and clocks are put right. */
static void
heal(struct town *town)
{
    town->is_healed = true;
    wire_heal(&town->wire);
    town_trace(town, NULL, "heals");
    for (int i = 0; i < SITES; i++) {
        struct site *site = &town->sites[i];
        site->room = SIZE_MAX;
        disk_limit(site->disk, SIZE_MAX);
        disk_fail_at(site->disk, 0, DISK_IS_WELL, false);
        site->wall_offset_ms = 0;
        if (site->is_dying)
            crash(site, "at the end");
        if (site->node == NULL)
            plan(town, 1000, HAPPENING_RESTART, i, 0, NULL);
    }
}

/* What still waits, for the report of a town that does not come to rest. */
static void
trace_unrest(struct town *town)
{
    for (int i = 0; i < SITES; i++) {
        struct site *site = &town->sites[i];
        if (site->node == NULL) {
            town_trace(town, site, "is down");
            continue;
        }
        struct sql *rows =
            sql(site->node->store, "SELECT o.promise_id, o.kind, o.peer, o.tries, o.next_try_ms,"
                                   " j.matter_id FROM outbox o JOIN journal j"
                                   " ON j.court_id = o.court_id AND j.position = o.position"
                                   " WHERE o.court_id = $1 AND o.status = 0 ORDER BY o.position");
        sql_text(rows, 1, site->id);
        while (sql_next(rows))
            town_trace(town, site, "owes %.*s %.*s to %.*s of %.*s, %lld tries, next in %lld s",
                       TEXT_ARGS(sql_column_here(rows, 1)), TEXT_ARGS(sql_column_here(rows, 0)),
                       TEXT_ARGS(sql_column_here(rows, 2)), TEXT_ARGS(sql_column_here(rows, 5)),
                       (long long)sql_column_integer(rows, 3),
                       (long long)(sql_column_integer(rows, 4) - wall_of(site)) / 1000);
    }
    for (const struct deed *deed = town->deeds; deed != NULL; deed = deed->older)
        if (!deed->is_answered)
            town_trace(town, &town->sites[deed->site], "has not answered %.*s",
                       TEXT_ARGS(deed->act.id));
}

static bool
is_quiet(struct town *town)
{
    for (int i = 0; i < SITES; i++) {
        struct site *site = &town->sites[i];
        int64_t oldest_ms;
        if (site->node == NULL || site->first != NULL ||
            outbox_open_count(site->node->store, site->id, &oldest_ms) > 0)
            return false;
    }
    for (const struct deed *deed = town->deeds; deed != NULL; deed = deed->older)
        if (!deed->is_answered)
            return false;
    return true;
}

void
town_run(struct town *town)
{
    struct happening happening;
    int64_t checked_ms = 0;
    while (town->complaint[0] == '\0' && agenda_next(&town->agenda, &happening)) {
        town->now_ms = happening.at_ms;
        if (!town->is_healed && town->now_ms > town->faults_end_ms)
            heal(town);
        happen(town, &happening);
        if (!town->is_healed || town->now_ms - checked_ms < 10 * MINUTE_MS)
            continue;
        checked_ms = town->now_ms;
        if (is_quiet(town))
            break;
        if (town->now_ms > town->faults_end_ms + (int64_t)HEAL_HOURS * HOUR_MS) {
            trace_unrest(town);
            town_complain(town, "I7: not quiet %d hours after all was well again", HEAL_HOURS);
            break;
        }
    }
    if (town->complaint[0] == '\0')
        oracle_check_town(town);
}

/* ---- beginning and end ---- */

static struct signing_key
key_of(struct text site, const char *use, uint64_t seed, struct arena *arena)
{
    unsigned char bytes[KEY_SEED_BYTES];
    struct rng rng = rng_of(seed);
    struct text name = text_format(arena, "%.*s/%s1", TEXT_ARGS(site), use);
    struct rng own = rng_fork(&rng, text_terminated(name, arena));
    rng_bytes(&own, bytes, sizeof bytes);
    return key_make(name, bytes);
}

static struct trust_key
trust_key_of(const struct signing_key *key, enum key_use use)
{
    return (struct trust_key){
        .public = key->public,
        .use = use,
        .valid_from_ms = START_MS - (int64_t)400 * DAY_MS,
        .valid_to_ms = START_MS + (int64_t)3650 * DAY_MS,
        .to_index = TREE_SIZE_MAX,
        .revoked_from_ms = INT64_MAX,
    };
}

static void
make_trust(struct town *town)
{
    static const struct text types[] = {TEXT_INIT("event/1"),   TEXT_INIT("link/1"),
                                        TEXT_INIT("line/1"),    TEXT_INIT("reference/1"),
                                        TEXT_INIT("enquiry/1"), TEXT_INIT("answer/1")};
    struct arena *arena = town->arena;
    struct trust_node *nodes = ARENA_MANY(arena, SITES, struct trust_node);
    struct trust_signer *signers = ARENA_MANY(arena, SITES, struct trust_signer);
    const struct signing_key *voices[SITES];
    for (int i = 0; i < SITES; i++) {
        struct site *site = &town->sites[i];
        struct trust_key *keys = ARENA_MANY(arena, 2, struct trust_key);
        keys[0] = trust_key_of(&site->log_key, KEY_FOR_LOG);
        keys[1] = trust_key_of(&site->exchange_key, KEY_FOR_EXCHANGE);
        nodes[i] = (struct trust_node){.id = site->id,
                                       .name = {{site->id, site->id, site->id}},
                                       .keys = keys,
                                       .key_count = 2,
                                       .types = types,
                                       .type_count = sizeof types / sizeof types[0]};
        signers[i] = (struct trust_signer){site->id, site->signer.public};
        voices[i] = &site->signer;
    }
    struct trust trust = {.version = 1,
                          .issued_ms = START_MS,
                          .network = TEXT("town"),
                          .quorum = 3,
                          .signers = signers,
                          .signer_count = SITES,
                          .nodes = nodes,
                          .node_count = SITES};
    town->trust_list = note_sign(trust_text(&trust, arena), voices, SITES, arena);
    enum flaw flaw = trust_read(town->trust_list, arena, &town->trust);
    if (flaw != NO_FLAW)
        town_complain(town, "the trust list is not good: %s", flaw_name(flaw));
}

/* The trust list comes first: before the directory names a hub, nothing is sent to anybody. */
static void
lay(struct site *site)
{
    struct town *town = site->town;
    const struct {
        struct text kind, content;
    } references[] = {{TEXT("trust"), town->trust_list}, {TEXT("directory"), town->directory}};
    if (!start(site))
        return;
    for (size_t i = 0; i < 2; i++) {
        struct outcome outcome;
        struct canon input = canon_open(town->arena, 1000);
        canon_begin_object(&input);
        canon_member_text(&input, "content", references[i].content);
        canon_member_text(&input, "kind", references[i].kind);
        canon_member_text(&input, "name", TEXT("network"));
        canon_end_object(&input);
        struct act act = {.verb = VERB_KEEP_REFERENCE,
                          .asker = {.role = ROLE_SYSTEM_ADMIN, .account = TEXT("installer")},
                          .input = value_read_canonical(canon_text(&input), town->arena),
                          .if_version = -1,
                          .claimed_ms = -1,
                          .counter_ms = -1};
        corridor_run(site->corridor, &act, &outcome, 1, town->arena);
    }
    remember_told(site);
    if (site->corridor->network == NULL || site->corridor->trust == NULL)
        town_complain(town, "%.*s cannot be laid: %s", TEXT_ARGS(site->id),
                      site->node->why_stopped);
}

struct text
town_directory(void)
{
    return text_of(DIRECTORY);
}

struct town *
town_open(uint64_t seed, const struct rulebook *rules)
{
    static const struct {
        const char *id, *code;
    } names[SITES] = {{"JL7502", "7502"}, {"JL7505", "7505"}, {"DESK", "7599"}, {"JL75", "7500"}};
    struct town *town = calloc(1, sizeof *town);
    assert(town != NULL);
    town->seed = seed;
    town->arena = arena_open();
    town->rules = rules;
    town->now_ms = START_MS;
    struct rng root = rng_of(seed);
    town->rng = rng_fork(&root, "people");
    town->faults = rng_fork(&root, "faults");
    town->wire = wire_of(seed ^ 0x5eed);
    town->directory = town_directory();
    disk_seed_sqlite(seed);
    for (int i = 0; i < SITES; i++) {
        struct site *site = &town->sites[i];
        site->town = town;
        site->place = (enum site_place)i;
        site->id = text_of(names[i].id);
        site->code = text_of(names[i].code);
        site->room = SIZE_MAX;
        site->disk = disk_open(seed + (uint64_t)i);
        site->clock = clock_of(0, seed * SITES + (uint64_t)i);
        site->world = clock_world(&site->clock);
        site->log_key = key_of(site->id, "log", seed, town->arena);
        site->exchange_key = key_of(site->id, "exchange", seed, town->arena);
        site->signer = key_of(site->id, "signer", seed, town->arena);
    }
    for (int i = 0; i < TOWN_FILES; i++) {
        struct digest digest = digest_of(text_format(town->arena, "file %d", i));
        town->files[i] = digest_hex(&digest, town->arena);
    }
    make_trust(town);
    for (int i = 0; i < SITES && town->complaint[0] == '\0'; i++)
        lay(&town->sites[i]);
    town->people_end_ms = START_MS + (int64_t)rng_between(&town->rng, 5, 14) * DAY_MS;
    town->faults_end_ms = town->people_end_ms + 12 * HOUR_MS;
    plan(town, 1000, HAPPENING_PERSON, 0, 0, NULL);
    plan(town, HOUR_MS, HAPPENING_WEATHER, 0, 0, NULL);
    plan(town, pause_ms(&town->faults, 9 * HOUR_MS), HAPPENING_CRASH, 0, 0, NULL);
    plan(town, pause_ms(&town->faults, 40 * HOUR_MS), HAPPENING_CLOCK, 0, 0, NULL);
    plan(town, pause_ms(&town->faults, 8 * HOUR_MS), HAPPENING_DISK, 0, 0, NULL);
    plan(town, pause_ms(&town->faults, 24 * HOUR_MS), HAPPENING_FORGERY, 0, 0, NULL);
    return town;
}

struct digest
town_digest(struct town *town)
{
    struct arena *arena = arena_open();
    struct buffer all = buffer_open(arena, 1000);
    for (int i = 0; i < SITES; i++) {
        const struct site *site = &town->sites[i];
        if (site->node != NULL)
            buffer_add_text(&all, site->node->checkpoint);
    }
    struct digest digest = digest_of(buffer_text(&all));
    arena_close(arena);
    return digest;
}

void
town_close(struct town *town)
{
    struct happening happening;
    while (agenda_next(&town->agenda, &happening))
        if (happening.kind == HAPPENING_LETTER || happening.kind == HAPPENING_PATIENCE)
            free(happening.of);
    agenda_close(&town->agenda);
    for (int i = 0; i < SITES; i++) {
        struct site *site = &town->sites[i];
        drop_jobs(site);
        corridor_close(site->corridor);
        node_close(site->node);
        disk_close(site->disk);
        free(site->under_way);
        free(site->told);
    }
    free(town->receipts);
    free(town->dispositions);
    arena_close(town->arena);
    free(town);
}
