/* matter.c: facts, and how a result changes them. One arm per effect; nothing is decided here, so
 * that an event of ten years ago gives today what it gave then. */
#include "law/matter.h"

#include <assert.h>
#include <string.h>

static const struct text stream_words[STREAM_COUNT] = {TEXT_INIT("intake"), TEXT_INIT("main"),
                                                       TEXT_INIT("task")};

static const struct text verdict_words[] = {TEXT_INIT("unchecked"), TEXT_INIT("ok"),
                                            TEXT_INIT("missing"), TEXT_INIT("defective"),
                                            TEXT_INIT("not_needed")};

static const struct text effect_words[EFFECT_COUNT] = {
#define EFFECT(name, word) TEXT_INIT(word),
#include "law/effect.def"
#undef EFFECT
};

struct text
stream_word(enum stream stream)
{
    return stream_words[stream];
}

bool
stream_parse(struct text word, enum stream *stream)
{
    for (int i = 0; i < STREAM_COUNT; i++) {
        if (text_equal(word, stream_words[i])) {
            *stream = (enum stream)i;
            return true;
        }
    }
    return false;
}

struct text
verdict_word(enum verdict verdict)
{
    return verdict_words[verdict];
}

bool
verdict_parse(struct text word, enum verdict *verdict)
{
    for (int i = 0; i <= VERDICT_NOT_NEEDED; i++) {
        if (text_equal(word, verdict_words[i])) {
            *verdict = (enum verdict)i;
            return true;
        }
    }
    return false;
}

struct text
effect_word(enum effect_kind kind)
{
    return effect_words[kind];
}

bool
effect_parse(struct text word, enum effect_kind *kind)
{
    for (int i = 0; i < EFFECT_COUNT; i++) {
        if (text_equal(word, effect_words[i])) {
            *kind = (enum effect_kind)i;
            return true;
        }
    }
    return false;
}

struct matter_facts
matter_new(struct text id, struct text owner, struct text receiving)
{
    return (struct matter_facts){
        .id = id, .owner = owner, .receiving = receiving, .state = TEXT(STATE_DRAFT), .epoch = 1};
}

int64_t
matter_counter(const struct matter_facts *facts, struct text name)
{
    for (int i = 0; i < facts->counters_count; i++)
        if (text_equal(facts->counters[i].name, name))
            return facts->counters[i].count;
    return 0;
}

struct text
matter_taker(const struct matter_facts *facts, struct text step)
{
    for (int i = 0; i < facts->takers_count; i++)
        if (text_equal(facts->takers[i].step, step))
            return facts->takers[i].account;
    return TEXT("");
}

const struct matter_period *
matter_period(const struct matter_facts *facts, struct text name)
{
    for (int i = 0; i < facts->periods_count; i++)
        if (text_equal(facts->periods[i].name, name))
            return &facts->periods[i];
    return NULL;
}

const struct matter_item *
matter_item(const struct matter_facts *facts, struct text name)
{
    for (int i = 0; i < facts->items_count; i++)
        if (text_equal(facts->items[i].name, name))
            return &facts->items[i];
    return NULL;
}

const struct value *
matter_memory(const struct matter_facts *facts, struct text name)
{
    for (int i = 0; i < facts->memories_count; i++)
        if (text_equal(facts->memories[i].name, name))
            return facts->memories[i].value;
    return NULL;
}

const struct matter_link *
matter_link(const struct matter_facts *facts, struct text link)
{
    for (int i = 0; i < facts->links_count; i++)
        if (text_equal(facts->links[i].link, link))
            return &facts->links[i];
    return NULL;
}

bool
matter_is_followed_at(const struct matter_facts *facts, struct text node)
{
    for (int i = 0; i < facts->followers_count; i++)
        if (text_equal(facts->followers[i].node, node))
            return true;
    return false;
}

bool
matter_follower_is_first(const struct matter_facts *facts, int at)
{
    for (int i = 0; i < at; i++)
        if (text_equal(facts->followers[i].node, facts->followers[at].node))
            return false;
    return true;
}

/* ---- applying ---- */

/* A copy of `count` items of a list with room for one more. */
static void *
matter_copy(const void *items, int count, size_t bytes, struct arena *arena)
{
    void *copy = arena_take_many(arena, (size_t)count + 1, bytes);

    if (count > 0)
        memcpy(copy, items, (size_t)count * bytes);
    return copy;
}

/* Lists of facts are short; each change copies the list, so that older facts stay as they were. The
 * item of that name is given, or a new one at the end. */
#define MATTER_WRITABLE(function, type, list, key)                                                 \
    static struct type *function(struct matter_facts *facts, struct text name,                     \
                                 struct arena *arena)                                              \
    {                                                                                              \
        struct type *items = matter_copy(facts->list, facts->list##_count, sizeof *items, arena);  \
        int at = 0;                                                                                \
        while (at < facts->list##_count && !text_equal(items[at].key, name))                       \
            at++;                                                                                  \
        facts->list = items;                                                                       \
        if (at == facts->list##_count)                                                             \
            facts->list##_count++;                                                                 \
        items[at].key = name;                                                                      \
        return &items[at];                                                                         \
    }

MATTER_WRITABLE(matter_write_counter, matter_counter, counters, name)
MATTER_WRITABLE(matter_write_taker, matter_taker, takers, step)
MATTER_WRITABLE(matter_write_period, matter_period, periods, name)
MATTER_WRITABLE(matter_write_item, matter_item, items, name)
MATTER_WRITABLE(matter_write_memory, matter_memory, memories, name)
MATTER_WRITABLE(matter_write_link, matter_link, links, link)
MATTER_WRITABLE(matter_write_task, matter_task, tasks, name)
MATTER_WRITABLE(matter_write_follower, matter_follower, followers, account)

static void
matter_close_task(struct matter_facts *facts, struct text name, struct arena *arena)
{
    struct matter_task *tasks = matter_copy(facts->tasks, facts->tasks_count, sizeof *tasks, arena);
    int kept = 0;

    for (int i = 0; i < facts->tasks_count; i++)
        if (!text_equal(tasks[i].name, name))
            tasks[kept++] = tasks[i];
    facts->tasks = tasks;
    facts->tasks_count = kept;
}

static void
matter_add_signature(struct matter_facts *facts, const struct effect *effect, struct arena *arena)
{
    struct matter_signature *signatures =
        matter_copy(facts->signatures, facts->signatures_count, sizeof *signatures, arena);

    signatures[facts->signatures_count++] = (struct matter_signature){effect->name, effect->value};
    facts->signatures = signatures;
}

static void
matter_void_signatures(struct matter_facts *facts, struct text step, struct arena *arena)
{
    struct matter_signature *signatures =
        matter_copy(facts->signatures, facts->signatures_count, sizeof *signatures, arena);
    int kept = 0;

    for (int i = 0; i < facts->signatures_count; i++)
        if (!text_equal(signatures[i].step, step))
            signatures[kept++] = signatures[i];
    facts->signatures = signatures;
    facts->signatures_count = kept;
}

static void
matter_add_person(struct matter_facts *facts, struct text *people, struct text person)
{
    int at = 0;

    while (at < facts->people_count && !text_equal(people[at], person))
        at++;
    if (at == facts->people_count && !text_is_empty(person))
        people[facts->people_count++] = person;
}

/* The list with room for more names. */
static struct text *
matter_widen_people(struct matter_facts *facts, size_t more, struct arena *arena)
{
    struct text *people = ARENA_MANY(arena, (size_t)facts->people_count + more + 1, struct text);

    for (int i = 0; i < facts->people_count; i++)
        people[i] = facts->people[i];
    facts->people = people;
    return people;
}

static void
matter_name_people(struct matter_facts *facts, const struct effect *effect, struct arena *arena)
{
    size_t named = value_is(effect->memory, VALUE_ARRAY) ? effect->memory->count : 0;
    struct text *people = matter_widen_people(facts, named, arena);

    for (const struct value *person = named == 0 ? NULL : effect->memory->first; person != NULL;
         person = person->next)
        matter_add_person(facts, people, value_text(person));
    facts->parties_count = (int)effect->count;
}

static void
matter_follow(struct matter_facts *facts, const struct effect *effect, struct arena *arena)
{
    matter_add_person(facts, matter_widen_people(facts, 1, arena), effect->name);
    if (text_is_empty(effect->name))
        return;
    struct matter_follower *follower = matter_write_follower(facts, effect->name, arena);
    follower->node = effect->value;
    follower->is_agent = effect->count == FOLLOWS_AS_AGENT;
}

static void
matter_give_verdict(struct matter_facts *facts, const struct effect *effect, struct arena *arena)
{
    struct matter_item *item = matter_write_item(facts, effect->name, arena);

    if (!verdict_parse(effect->value, &item->verdict))
        item->verdict = VERDICT_UNCHECKED;
    item->ground = effect->detail;
}

static void
matter_change_owner(struct matter_facts *facts, const struct effect *effect)
{
    facts->came_from = facts->owner;
    facts->owner = effect->value;
    facts->epoch = effect->count;
    facts->custody = CUSTODY_HELD;
    facts->offered_to = TEXT("");
    facts->owner_place = TEXT("");
    facts->handler = TEXT("");
    /* A case number belongs to the court that gave it. */
    facts->case_number = TEXT("");
    facts->is_registered = false;
}

static void
matter_apply_effect(struct matter_facts *facts, const struct effect *effect, int64_t at_ms,
                    struct arena *arena)
{
    struct matter_task *task;

    switch (effect->kind) {
    case EFFECT_COUNTED:
        matter_write_counter(facts, effect->name, arena)->count += effect->count;
        break;
    case EFFECT_REMEMBERED:
        matter_write_memory(facts, effect->name, arena)->value = effect->memory;
        break;
    case EFFECT_PARTIES_NAMED: matter_name_people(facts, effect, arena); break;
    case EFFECT_VERDICT_GIVEN: matter_give_verdict(facts, effect, arena); break;
    case EFFECT_ITEM_HANDED_IN:
        matter_write_item(facts, effect->name, arena)->is_handed_in = true;
        break;
    case EFFECT_PERIOD_STARTED:
    case EFFECT_PERIOD_EXTENDED:
    case EFFECT_PERIOD_RESUMED:
    case EFFECT_PERIOD_RESTATED:
    case EFFECT_PERIOD_SUSPENDED:
    case EFFECT_PERIOD_STOPPED:
    case EFFECT_PERIOD_LAPSED:
        *matter_write_period(facts, effect->name, arena) = effect->period;
        break;
    case EFFECT_TASK_OPENED:
        task = matter_write_task(facts, effect->name, arena);
        task->who = effect->who;
        task->opened_ms = at_ms;
        break;
    case EFFECT_TASK_CLOSED: matter_close_task(facts, effect->name, arena); break;
    case EFFECT_SIGNED: matter_add_signature(facts, effect, arena); break;
    case EFFECT_SIGNATURES_VOID: matter_void_signatures(facts, effect->name, arena); break;
    case EFFECT_MATTER_LINKED:
        matter_write_link(facts, effect->name, arena)->procedure = effect->value;
        break;
    case EFFECT_NUMBER_WANTED: facts->case_number = effect->value; break;
    case EFFECT_CUSTODY_OFFERED:
        facts->custody = CUSTODY_OFFERED;
        facts->offered_to = effect->value;
        break;
    case EFFECT_CUSTODY_ACCEPTED: matter_change_owner(facts, effect); break;
    case EFFECT_CUSTODY_DECLINED: facts->custody = CUSTODY_DECLINED; break;
    case EFFECT_CUSTODY_RETURNED:
        facts->custody = CUSTODY_HELD;
        facts->offered_to = TEXT("");
        break;
    case EFFECT_HANDLER_NAMED: facts->handler = effect->value; break;
    case EFFECT_HANDLER_FREED: facts->handler = TEXT(""); break;
    case EFFECT_SEALED: facts->is_sealed = effect->count != 0; break;
    case EFFECT_REGISTERED: facts->is_registered = true; break;
    case EFFECT_FOLLOWED: matter_follow(facts, effect, arena); break;
    case EFFECT_TASK_SENT: facts->executing = effect->value; break;
    case EFFECT_SERVICE_JUDGED:
        matter_write_memory(facts, TEXT(MEMORY_SERVICE), arena)->value = effect->memory;
        break;
    case EFFECT_PAPER_ISSUED: /* kept by the event; no fact of the matter */
    case EFFECT_NOTICE_PROMISED:
    case EFFECT_COUNT: break;
    }
}

struct matter_facts
matter_apply(const struct matter_facts *facts, const struct step_result *result,
             struct arena *arena)
{
    struct matter_facts after = *facts;
    struct matter_taker *taker;
    bool is_first = text_is(facts->state, STATE_DRAFT);

    assert(result->refusal == ALLOWED);
    if (is_first) {
        after.procedure = result->procedure;
        after.version = result->version;
        after.case_kind = result->case_kind;
        after.times = result->times;
    } else if (after.times.owner_ms == 0) {
        after.times.owner_ms = result->times.owner_ms;
    }
    /* An act that moves nothing may come from a node that knows an older state. */
    if (!text_equal(result->from_state, result->to_state))
        after.state = result->to_state;
    if (result->role != ROLE_CLOCK) {
        taker = matter_write_taker(&after, result->step, arena);
        taker->account = result->account;
        taker->at_ms = result->at_ms;
    }
    for (int i = 0; i < result->effects_count; i++)
        matter_apply_effect(&after, &result->effects[i], result->at_ms, arena);
    return after;
}

struct matter_facts
matter_link_to(const struct matter_facts *facts, const struct matter_link *link,
               struct arena *arena)
{
    struct matter_facts after = *facts;

    *matter_write_link(&after, link->link, arena) = *link;
    return after;
}
