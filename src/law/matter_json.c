/* matter_json.c: results and facts as canonical JSON and back. What is empty, zero or false is left
 * out, so that an event stays small; reading what was written gives the same again. */
#include "law/matter.h"

#include <string.h>

/* Beyond these a number in a result was never a count or an instant: the year 10000 begins then. */
#define COUNT_MAX      INT64_C(1000000000)
#define INSTANT_MAX_MS INT64_C(253402300800000)

static const char *const period_status_words[] = {"none", "running", "suspended", "stopped",
                                                  "lapsed"};
static const char *const custody_words[] = {"held", "offered", "declined"};

static int
matter_word_index(struct text word, const char *const words[], int count)
{
    for (int i = 0; i < count; i++)
        if (text_is(word, words[i]))
            return i;
    return -1;
}

/* ---- writing ---- */

static void
matter_write_integer_if(struct canon *canon, const char *key, int64_t integer)
{
    if (integer != 0)
        canon_member_integer(canon, key, integer);
}

static void
matter_write_true_if(struct canon *canon, const char *key, bool is_true)
{
    if (is_true)
        canon_member_boolean(canon, key, true);
}

static void
matter_write_date_if(struct canon *canon, const char *key, struct date date)
{
    if (!date_is_none(date))
        canon_member_text(canon, key, date_text(date, canon->buffer.arena));
}

static void
matter_write_actor(struct canon *canon, struct actor actor)
{
    canon_begin_object(canon);
    canon_key(canon, "relations");
    canon_begin_array(canon);
    for (int i = 0; i < RELATION_COUNT; i++)
        if (actor.relations & RELATION_BIT(i))
            canon_put_text(canon, relation_word((enum relation)i));
    canon_end_array(canon);
    canon_member_text(canon, "role", role_word(actor.role));
    canon_end_object(canon);
}

static void
matter_write_actor_if(struct canon *canon, const char *key, struct actor actor)
{
    if (actor.role == ROLE_COUNT)
        return;
    canon_key(canon, key);
    matter_write_actor(canon, actor);
}

static void
matter_write_times(struct canon *canon, const struct act_times *times)
{
    canon_key(canon, "times");
    canon_begin_object(canon);
    matter_write_integer_if(canon, "claimed_ms", times->claimed_ms);
    matter_write_integer_if(canon, "counter_ms", times->counter_ms);
    matter_write_integer_if(canon, "entered_ms", times->entered_ms);
    matter_write_integer_if(canon, "owner_ms", times->owner_ms);
    canon_end_object(canon);
}

static void
matter_write_period_object(struct canon *canon, const struct matter_period *period)
{
    canon_begin_object(canon);
    matter_write_integer_if(canon, "calendar_missing", period->calendar_missing);
    matter_write_integer_if(canon, "days_left", period->days_left);
    matter_write_integer_if(canon, "due_ms", period->due_ms);
    matter_write_date_if(canon, "from", period->from);
    matter_write_true_if(canon, "is_reminder", period->is_reminder);
    matter_write_date_if(canon, "last_day", period->last_day);
    canon_member_text(canon, "name", period->name);
    canon_member_text_if(canon, "node", period->node);
    matter_write_date_if(canon, "nominal", period->nominal);
    canon_member_text(canon, "status", text_of(period_status_words[period->status]));
    canon_member_text(canon, "stream", stream_word(period->stream));
    matter_write_date_if(canon, "suspended_on", period->suspended_on);
    canon_end_object(canon);
}

static void
matter_write_effect(struct canon *canon, const struct effect *effect)
{
    canon_begin_object(canon);
    matter_write_integer_if(canon, "count", effect->count);
    if (!text_is_empty(effect->derivation)) {
        canon_key(canon, "derivation");
        canon_put_canonical(canon, effect->derivation);
    }
    canon_member_text_if(canon, "detail", effect->detail);
    canon_member_text(canon, "kind", effect_word(effect->kind));
    if (effect->memory != NULL)
        canon_member(canon, "memory", effect->memory);
    canon_member_text_if(canon, "name", effect->name);
    if (!text_is_empty(effect->period.name)) {
        canon_key(canon, "period");
        matter_write_period_object(canon, &effect->period);
    }
    canon_member_text_if(canon, "rule", effect->rule);
    canon_member_text_if(canon, "rules_digest", effect->rules_digest);
    canon_member_text_if(canon, "value", effect->value);
    matter_write_actor_if(canon, "who", effect->who);
    canon_end_object(canon);
}

void
matter_write_result(struct canon *canon, const struct step_result *result)
{
    canon_begin_object(canon);
    canon_member_text_if(canon, "account", result->account);
    canon_member_text_if(canon, "acted_for", result->acted_for);
    canon_member_integer(canon, "at_ms", result->at_ms);
    canon_member_text(canon, "case_kind", result->case_kind);
    canon_key(canon, "effects");
    canon_begin_array(canon);
    for (int i = 0; i < result->effects_count; i++)
        matter_write_effect(canon, &result->effects[i]);
    canon_end_array(canon);
    canon_member_text(canon, "from", result->from_state);
    matter_write_true_if(canon, "is_effective", result->is_effective);
    matter_write_true_if(canon, "is_end", result->is_end);
    matter_write_actor_if(canon, "next", result->next);
    canon_member_text(canon, "procedure", result->procedure);
    canon_member_text(canon, "role", role_word(result->role));
    canon_member_text(canon, "step", result->step);
    canon_member_text(canon, "stream", stream_word(result->stream));
    matter_write_true_if(canon, "tells_hub", result->tells_hub);
    matter_write_true_if(canon, "tells_party", result->tells_party);
    matter_write_times(canon, &result->times);
    canon_member_text(canon, "to", result->to_state);
    canon_member_integer(canon, "version", result->version);
    canon_end_object(canon);
}

static void
matter_write_item_object(struct canon *canon, const struct matter_item *item)
{
    canon_begin_object(canon);
    canon_member_text_if(canon, "ground", item->ground);
    matter_write_true_if(canon, "is_handed_in", item->is_handed_in);
    canon_member_text(canon, "name", item->name);
    canon_member_text(canon, "verdict", verdict_word(item->verdict));
    canon_end_object(canon);
}

static void
matter_write_link_object(struct canon *canon, const struct matter_link *link)
{
    canon_begin_object(canon);
    canon_member_text(canon, "link", link->link);
    canon_member_text_if(canon, "matter", link->matter);
    canon_member_text_if(canon, "procedure", link->procedure);
    canon_member_text_if(canon, "state", link->state);
    canon_end_object(canon);
}

static void
matter_write_lists_before_offered(struct canon *canon, const struct matter_facts *facts)
{
    canon_key(canon, "items");
    canon_begin_array(canon);
    for (int i = 0; i < facts->items_count; i++)
        matter_write_item_object(canon, &facts->items[i]);
    canon_end_array(canon);
    canon_key(canon, "links");
    canon_begin_array(canon);
    for (int i = 0; i < facts->links_count; i++)
        matter_write_link_object(canon, &facts->links[i]);
    canon_end_array(canon);
    canon_key(canon, "memories");
    canon_begin_array(canon);
    for (int i = 0; i < facts->memories_count; i++) {
        if (facts->memories[i].value == NULL)
            continue;
        canon_begin_object(canon);
        canon_member_text(canon, "name", facts->memories[i].name);
        canon_member(canon, "value", facts->memories[i].value);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
matter_write_people(struct canon *canon, const struct matter_facts *facts)
{
    canon_key(canon, "people");
    canon_begin_array(canon);
    for (int i = 0; i < facts->people_count; i++)
        canon_put_text(canon, facts->people[i]);
    canon_end_array(canon);
    canon_key(canon, "periods");
    canon_begin_array(canon);
    for (int i = 0; i < facts->periods_count; i++)
        matter_write_period_object(canon, &facts->periods[i]);
    canon_end_array(canon);
}

static void
matter_write_signatures(struct canon *canon, const struct matter_facts *facts)
{
    canon_key(canon, "signatures");
    canon_begin_array(canon);
    for (int i = 0; i < facts->signatures_count; i++) {
        canon_begin_object(canon);
        canon_member_text(canon, "person", facts->signatures[i].person);
        canon_member_text(canon, "step", facts->signatures[i].step);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
matter_write_takers_and_tasks(struct canon *canon, const struct matter_facts *facts)
{
    canon_key(canon, "takers");
    canon_begin_array(canon);
    for (int i = 0; i < facts->takers_count; i++) {
        canon_begin_object(canon);
        canon_member_text(canon, "account", facts->takers[i].account);
        canon_member_integer(canon, "at_ms", facts->takers[i].at_ms);
        canon_member_text(canon, "step", facts->takers[i].step);
        canon_end_object(canon);
    }
    canon_end_array(canon);
    canon_key(canon, "tasks");
    canon_begin_array(canon);
    for (int i = 0; i < facts->tasks_count; i++) {
        canon_begin_object(canon);
        canon_member_text(canon, "name", facts->tasks[i].name);
        canon_member_integer(canon, "opened_ms", facts->tasks[i].opened_ms);
        matter_write_actor_if(canon, "who", facts->tasks[i].who);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

static void
matter_write_followers(struct canon *canon, const struct matter_facts *facts)
{
    if (facts->followers_count == 0)
        return;
    canon_key(canon, "followers");
    canon_begin_array(canon);
    for (int i = 0; i < facts->followers_count; i++) {
        canon_begin_object(canon);
        canon_member_text(canon, "account", facts->followers[i].account);
        if (facts->followers[i].is_agent)
            canon_member_boolean(canon, "agent", true);
        canon_member_text(canon, "node", facts->followers[i].node);
        canon_end_object(canon);
    }
    canon_end_array(canon);
}

void
matter_write_facts(struct canon *canon, const struct matter_facts *facts)
{
    canon_begin_object(canon);
    canon_member_text_if(canon, "came_from", facts->came_from);
    canon_member_text_if(canon, "case_kind", facts->case_kind);
    canon_member_text_if(canon, "case_number", facts->case_number);
    canon_key(canon, "counters");
    canon_begin_array(canon);
    for (int i = 0; i < facts->counters_count; i++) {
        canon_begin_object(canon);
        canon_member_integer(canon, "count", facts->counters[i].count);
        canon_member_text(canon, "name", facts->counters[i].name);
        canon_end_object(canon);
    }
    canon_end_array(canon);
    canon_member_text(canon, "custody", text_of(custody_words[facts->custody]));
    canon_member_integer(canon, "epoch", facts->epoch);
    canon_member_text_if(canon, "executing", facts->executing);
    matter_write_followers(canon, facts);
    canon_member_text_if(canon, "handler", facts->handler);
    canon_member_text(canon, "id", facts->id);
    matter_write_true_if(canon, "is_registered", facts->is_registered);
    matter_write_true_if(canon, "is_sealed", facts->is_sealed);
    matter_write_lists_before_offered(canon, facts);
    canon_member_text_if(canon, "offered_to", facts->offered_to);
    canon_member_text_if(canon, "owner", facts->owner);
    canon_member_text_if(canon, "owner_place", facts->owner_place);
    matter_write_integer_if(canon, "parties_count", facts->parties_count);
    matter_write_people(canon, facts);
    canon_member_text_if(canon, "procedure", facts->procedure);
    canon_member_text_if(canon, "receiving", facts->receiving);
    canon_member_text_if(canon, "receiving_place", facts->receiving_place);
    matter_write_signatures(canon, facts);
    canon_member_text(canon, "state", facts->state);
    matter_write_takers_and_tasks(canon, facts);
    matter_write_times(canon, &facts->times);
    canon_member_integer(canon, "version", facts->version);
    canon_end_object(canon);
}

/* ---- reading ---- */

/* What is read; goes bad and stays bad at the first thing that is not as written above. */
struct matter_reader {
    struct arena *arena;
    bool is_bad;
};

static struct date
matter_read_date(struct matter_reader *reader, const struct value *object, const char *key)
{
    const struct value *value = value_member(object, key);
    struct date date = DATE_NONE;

    if (value != NULL && !date_parse(value_text(value), &date)) {
        reader->is_bad = true;
        return DATE_NONE;
    }
    return date;
}

static struct actor
matter_read_actor(struct matter_reader *reader, const struct value *object)
{
    struct actor actor = {ROLE_COUNT, 0};
    const struct value *relations = value_member(object, "relations");

    if (object == NULL)
        return actor;
    if (!role_parse(value_member_text(object, "role"), &actor.role) ||
        !value_is(relations, VALUE_ARRAY)) {
        reader->is_bad = true;
        return actor;
    }
    for (const struct value *word = relations->first; word != NULL; word = word->next) {
        enum relation relation;

        if (relation_parse(value_text(word), &relation))
            actor.relations |= RELATION_BIT(relation);
        else
            reader->is_bad = true;
    }
    return actor;
}

static struct act_times
matter_read_times(const struct value *object)
{
    return (struct act_times){
        .claimed_ms = value_member_integer(object, "claimed_ms", 0),
        .counter_ms = value_member_integer(object, "counter_ms", 0),
        .owner_ms = value_member_integer(object, "owner_ms", 0),
        .entered_ms = value_member_integer(object, "entered_ms", 0),
    };
}

static int
matter_read_word(struct matter_reader *reader, const struct value *object, const char *key,
                 const char *const words[], int count)
{
    int index = matter_word_index(value_member_text(object, key), words, count);

    if (index >= 0)
        return index;
    reader->is_bad = true;
    return 0;
}

static enum stream
matter_read_stream(struct matter_reader *reader, const struct value *object)
{
    enum stream stream = STREAM_MAIN;

    if (!stream_parse(value_member_text(object, "stream"), &stream))
        reader->is_bad = true;
    return stream;
}

static struct matter_period
matter_read_period(struct matter_reader *reader, const struct value *object)
{
    struct matter_period none = {
        .from = DATE_NONE, .nominal = DATE_NONE, .last_day = DATE_NONE, .suspended_on = DATE_NONE};

    if (object == NULL)
        return none;
    return (struct matter_period){
        .name = value_member_text(object, "name"),
        .status =
            (enum period_status)matter_read_word(reader, object, "status", period_status_words, 5),
        .stream = matter_read_stream(reader, object),
        .node = value_member_text(object, "node"),
        .from = matter_read_date(reader, object, "from"),
        .nominal = matter_read_date(reader, object, "nominal"),
        .last_day = matter_read_date(reader, object, "last_day"),
        .due_ms = value_member_integer(object, "due_ms", 0),
        .calendar_missing = (int)value_member_integer(object, "calendar_missing", 0),
        .days_left = (int)value_member_integer(object, "days_left", 0),
        .suspended_on = matter_read_date(reader, object, "suspended_on"),
        .is_reminder = value_member_is_true(object, "is_reminder"),
    };
}

static struct text
matter_read_derivation(struct matter_reader *reader, const struct value *object)
{
    const struct value *derivation = value_member(object, "derivation");
    struct canon canon;

    if (derivation == NULL)
        return TEXT("");
    canon = canon_open(reader->arena, 256);
    canon_put(&canon, derivation);
    return canon_text(&canon);
}

static void
matter_read_effect(struct matter_reader *reader, const struct value *object, struct effect *effect)
{
    if (!effect_parse(value_member_text(object, "kind"), &effect->kind))
        reader->is_bad = true;
    effect->name = value_member_text(object, "name");
    effect->value = value_member_text(object, "value");
    effect->detail = value_member_text(object, "detail");
    effect->count = value_member_integer(object, "count", 0);
    effect->who = matter_read_actor(reader, value_member(object, "who"));
    effect->memory = value_member(object, "memory");
    effect->period = matter_read_period(reader, value_member(object, "period"));
    effect->rule = value_member_text(object, "rule");
    effect->rules_digest = value_member_text(object, "rules_digest");
    effect->derivation = matter_read_derivation(reader, object);
    if (effect->count < -COUNT_MAX || effect->count > COUNT_MAX || effect->period.due_ms < 0 ||
        effect->period.due_ms > INSTANT_MAX_MS)
        reader->is_bad = true;
}

/* The array under a key; its items are read one by one into zeroed memory. */
static const struct value *
matter_read_array(struct matter_reader *reader, const struct value *object, const char *key,
                  size_t bytes, void *items, int *count)
{
    const struct value *array = value_member(object, key);
    void *taken;

    *count = 0;
    if (!value_is(array, VALUE_ARRAY)) {
        reader->is_bad = true;
        return NULL;
    }
    taken = arena_take_many(reader->arena, array->count + 1, bytes);
    memcpy(items, &taken, sizeof taken);
    return array->first;
}

bool
matter_read_result(const struct value *value, struct arena *arena, struct step_result *result)
{
    struct matter_reader reader = {arena, !value_is(value, VALUE_OBJECT)};
    const struct value *at;
    int count;

    *result = (struct step_result){
        .account = value_member_text(value, "account"),
        .acted_for = value_member_text(value, "acted_for"),
        .at_ms = value_member_integer(value, "at_ms", 0),
        .case_kind = value_member_text(value, "case_kind"),
        .from_state = value_member_text(value, "from"),
        .is_effective = value_member_is_true(value, "is_effective"),
        .is_end = value_member_is_true(value, "is_end"),
        .next = matter_read_actor(&reader, value_member(value, "next")),
        .procedure = value_member_text(value, "procedure"),
        .step = value_member_text(value, "step"),
        .stream = matter_read_stream(&reader, value),
        .tells_hub = value_member_is_true(value, "tells_hub"),
        .tells_party = value_member_is_true(value, "tells_party"),
        .times = matter_read_times(value_member(value, "times")),
        .to_state = value_member_text(value, "to"),
        .version = value_member_integer(value, "version", 0),
    };
    if (!role_parse(value_member_text(value, "role"), &result->role) ||
        text_is_empty(result->step) || text_is_empty(result->to_state))
        reader.is_bad = true;
    at = matter_read_array(&reader, value, "effects", sizeof *result->effects, &result->effects,
                           &count);
    for (; at != NULL && result->effects_count < MATTER_EFFECTS_MAX; at = at->next)
        matter_read_effect(&reader, at, &result->effects[result->effects_count++]);
    return !reader.is_bad && at == NULL;
}

static void
matter_read_counters(struct matter_reader *reader, const struct value *value,
                     struct matter_facts *facts)
{
    struct matter_counter *counters = NULL;
    const struct value *at = matter_read_array(reader, value, "counters", sizeof *counters,
                                               &counters, &facts->counters_count);

    for (; at != NULL; at = at->next)
        counters[facts->counters_count++] = (struct matter_counter){
            value_member_text(at, "name"), value_member_integer(at, "count", 0)};
    facts->counters = counters;
}

static void
matter_read_items(struct matter_reader *reader, const struct value *value,
                  struct matter_facts *facts)
{
    struct matter_item *items = NULL;
    const struct value *at =
        matter_read_array(reader, value, "items", sizeof *items, &items, &facts->items_count);

    for (; at != NULL; at = at->next) {
        struct matter_item *item = &items[facts->items_count++];

        item->name = value_member_text(at, "name");
        item->ground = value_member_text(at, "ground");
        item->is_handed_in = value_member_is_true(at, "is_handed_in");
        if (!verdict_parse(value_member_text(at, "verdict"), &item->verdict))
            reader->is_bad = true;
    }
    facts->items = items;
}

static void
matter_read_links(struct matter_reader *reader, const struct value *value,
                  struct matter_facts *facts)
{
    struct matter_link *links = NULL;
    const struct value *at =
        matter_read_array(reader, value, "links", sizeof *links, &links, &facts->links_count);

    for (; at != NULL; at = at->next)
        links[facts->links_count++] = (struct matter_link){
            value_member_text(at, "link"), value_member_text(at, "matter"),
            value_member_text(at, "procedure"), value_member_text(at, "state")};
    facts->links = links;
}

static void
matter_read_memories(struct matter_reader *reader, const struct value *value,
                     struct matter_facts *facts)
{
    struct matter_memory *memories = NULL;
    const struct value *at = matter_read_array(reader, value, "memories", sizeof *memories,
                                               &memories, &facts->memories_count);

    for (; at != NULL; at = at->next) {
        memories[facts->memories_count++] =
            (struct matter_memory){value_member_text(at, "name"), value_member(at, "value")};
        if (value_member(at, "value") == NULL)
            reader->is_bad = true;
    }
    facts->memories = memories;
}

static void
matter_read_people(struct matter_reader *reader, const struct value *value,
                   struct matter_facts *facts)
{
    struct text *people = NULL;
    const struct value *at =
        matter_read_array(reader, value, "people", sizeof *people, &people, &facts->people_count);

    for (; at != NULL; at = at->next)
        people[facts->people_count++] = value_text(at);
    facts->people = people;
}

static void
matter_read_followers(struct matter_reader *reader, const struct value *value,
                      struct matter_facts *facts)
{
    struct matter_follower *followers = NULL;
    const struct value *at = value_member(value, "followers") == NULL
                                 ? NULL
                                 : matter_read_array(reader, value, "followers", sizeof *followers,
                                                     &followers, &facts->followers_count);

    for (; at != NULL; at = at->next)
        followers[facts->followers_count++] = (struct matter_follower){
            value_member_text(at, "account"), value_member_text(at, "node"),
            value_member_is_true(at, "agent")};
    facts->followers = followers;
}

static void
matter_read_periods(struct matter_reader *reader, const struct value *value,
                    struct matter_facts *facts)
{
    struct matter_period *periods = NULL;
    const struct value *at = matter_read_array(reader, value, "periods", sizeof *periods, &periods,
                                               &facts->periods_count);

    for (; at != NULL; at = at->next)
        periods[facts->periods_count++] = matter_read_period(reader, at);
    facts->periods = periods;
}

static void
matter_read_signatures(struct matter_reader *reader, const struct value *value,
                       struct matter_facts *facts)
{
    struct matter_signature *signatures = NULL;
    const struct value *at = matter_read_array(reader, value, "signatures", sizeof *signatures,
                                               &signatures, &facts->signatures_count);

    for (; at != NULL; at = at->next)
        signatures[facts->signatures_count++] = (struct matter_signature){
            value_member_text(at, "step"), value_member_text(at, "person")};
    facts->signatures = signatures;
}

static void
matter_read_takers(struct matter_reader *reader, const struct value *value,
                   struct matter_facts *facts)
{
    struct matter_taker *takers = NULL;
    const struct value *at =
        matter_read_array(reader, value, "takers", sizeof *takers, &takers, &facts->takers_count);

    for (; at != NULL; at = at->next)
        takers[facts->takers_count++] =
            (struct matter_taker){value_member_text(at, "step"), value_member_text(at, "account"),
                                  value_member_integer(at, "at_ms", 0)};
    facts->takers = takers;
}

static void
matter_read_tasks(struct matter_reader *reader, const struct value *value,
                  struct matter_facts *facts)
{
    struct matter_task *tasks = NULL;
    const struct value *at =
        matter_read_array(reader, value, "tasks", sizeof *tasks, &tasks, &facts->tasks_count);

    for (; at != NULL; at = at->next)
        tasks[facts->tasks_count++] = (struct matter_task){
            value_member_text(at, "name"), matter_read_actor(reader, value_member(at, "who")),
            value_member_integer(at, "opened_ms", 0)};
    facts->tasks = tasks;
}

bool
matter_read_facts(const struct value *value, struct arena *arena, struct matter_facts *facts)
{
    struct matter_reader reader = {arena, !value_is(value, VALUE_OBJECT)};

    *facts = (struct matter_facts){
        .came_from = value_member_text(value, "came_from"),
        .case_kind = value_member_text(value, "case_kind"),
        .case_number = value_member_text(value, "case_number"),
        .custody = (enum custody)matter_read_word(&reader, value, "custody", custody_words, 3),
        .epoch = value_member_integer(value, "epoch", 1),
        .executing = value_member_text(value, "executing"),
        .handler = value_member_text(value, "handler"),
        .id = value_member_text(value, "id"),
        .is_registered = value_member_is_true(value, "is_registered"),
        .is_sealed = value_member_is_true(value, "is_sealed"),
        .offered_to = value_member_text(value, "offered_to"),
        .owner = value_member_text(value, "owner"),
        .owner_place = value_member_text(value, "owner_place"),
        .parties_count = (int)value_member_integer(value, "parties_count", 0),
        .procedure = value_member_text(value, "procedure"),
        .receiving = value_member_text(value, "receiving"),
        .receiving_place = value_member_text(value, "receiving_place"),
        .state = value_member_text(value, "state"),
        .times = matter_read_times(value_member(value, "times")),
        .version = value_member_integer(value, "version", 0),
    };
    if (text_is_empty(facts->state))
        reader.is_bad = true;
    matter_read_counters(&reader, value, facts);
    matter_read_items(&reader, value, facts);
    matter_read_links(&reader, value, facts);
    matter_read_memories(&reader, value, facts);
    matter_read_people(&reader, value, facts);
    matter_read_followers(&reader, value, facts);
    matter_read_periods(&reader, value, facts);
    matter_read_signatures(&reader, value, facts);
    matter_read_takers(&reader, value, facts);
    matter_read_tasks(&reader, value, facts);
    return !reader.is_bad;
}
