/* paper_list.c: papers are not kept: an event says which it issued, and they are written from it
 * whenever somebody wants one. */
#include "query/paper_list.h"

#include "exchange/claim_code.h"
#include "query/service_paper.h"

enum { PAGES_MAX = 100 };

struct gathering {
    const struct look *look;
    const struct docket *docket;
    const struct history_event **events;
    int events_count, events_capacity;
    const struct history_event *newest; /* the last page of them */
    int newest_count;
    const struct history_event *opening;
    struct paper_row *rows;
    int rows_count;
};

static void
keep_event(struct gathering *gathering, const struct history_event *event)
{
    if (gathering->events_count == gathering->events_capacity) {
        int capacity = gathering->events_capacity == 0 ? 64 : gathering->events_capacity * 2;
        const struct history_event **more =
            ARENA_MANY(gathering->look->arena, (size_t)capacity, const struct history_event *);
        for (int i = 0; i < gathering->events_count; i++)
            more[i] = gathering->events[i];
        gathering->events = more;
        gathering->events_capacity = capacity;
    }
    gathering->events[gathering->events_count++] = event;
}

/* Every event this asker is told of. The first of the stream the matter came by opened it. */
static bool
gather_events(struct gathering *gathering, struct text matter_id)
{
    int64_t after = -1;
    bool more = true;
    for (int page = 0; more && page < PAGES_MAX; page++) {
        const struct history_event *events;
        int count;
        if (!history_load(gathering->look, matter_id, after, &events, &count, &more))
            return false;
        if (count > 0) {
            gathering->newest = events;
            gathering->newest_count = count;
        }
        for (int i = 0; i < count; i++) {
            const struct history_event *event = &events[i];
            after = event->position;
            keep_event(gathering, event);
            if (gathering->opening == NULL && event->seq == 0 && event->step != NULL &&
                text_is(event->from, STATE_DRAFT))
                gathering->opening = event;
        }
    }
    return true;
}

static bool
gather(const struct look *look, const struct docket *docket, struct gathering *gathering)
{
    *gathering = (struct gathering){.look = look, .docket = docket};
    return docket->sees[SIGHT_PROGRESS] && gather_events(gathering, docket->row.matter_id);
}

static const struct docket *
read_docket(const struct look *look, struct text matter_id)
{
    struct docket *docket = ARENA_NEW(look->arena, struct docket);
    return docket_load(look, matter_id, docket, NULL) ? docket : NULL;
}

/* ---- the list ---- */

static bool
party_asked_for_korean(const struct gathering *gathering)
{
    const struct matter_facts *facts = &gathering->docket->row.facts;
    return text_is(value_text(matter_memory(facts, TEXT("language"))), "ko");
}

static void
add_paper(struct gathering *gathering, const struct history_event *event, struct text kind)
{
    struct arena *arena = gathering->look->arena;
    struct paper_source source = {.kind = kind, .procedure = gathering->docket->procedure};
    const struct paper_rule *rule = paper_content_rule(&source);
    if (gathering->rows_count == PAPER_LIST_MAX)
        return;
    gathering->rows[gathering->rows_count++] = (struct paper_row){
        .id = text_format(arena, "%.*s.%.*s.%lld.%.*s", TEXT_ARGS(event->node),
                          TEXT_ARGS(event->stream), (long long)event->seq, TEXT_ARGS(kind)),
        .kind = kind,
        .title = paper_content_title(&source),
        .node = event->node,
        .step = event->step_name,
        .position = event->position,
        .issued_ms = event->times.entered_ms,
        .is_bilingual = rule != NULL && rule->is_bilingual && party_asked_for_korean(gathering),
        .is_of_party = rule == NULL,
        .is_erased =
            event->is_erased || (gathering->opening != NULL && gathering->opening->is_erased),
    };
}

static bool
asks_for(const struct step *step, const char *field)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        if (text_is(step->fields[i].name, field))
            return true;
    }
    return false;
}

/* What the party signs himself. */
static void
add_papers_of_party(struct gathering *gathering, const struct history_event *opening)
{
    if (asks_for(opening->step, "claims") && asks_for(opening->step, "facts"))
        add_paper(gathering, opening, TEXT(PAPER_COMPLAINT));
    if (procedure_item(gathering->docket->procedure, TEXT(PAPER_ADDRESS_CONFIRMATION)) != NULL)
        add_paper(gathering, opening, TEXT(PAPER_ADDRESS_CONFIRMATION));
}

/* None where the rules it started under are lost. */
static void
list_papers(struct gathering *gathering)
{
    if (gathering->docket->procedure == NULL)
        return;
    gathering->rows = ARENA_MANY(gathering->look->arena, PAPER_LIST_MAX, struct paper_row);
    for (int i = 0; i < gathering->events_count; i++) {
        const struct history_event *event = gathering->events[i];
        for (int k = 0; event->is_effective && k < event->effects_count; k++) {
            if (event->effects[k].kind == EFFECT_PAPER_ISSUED)
                add_paper(gathering, event, event->effects[k].name);
        }
        if (event == gathering->opening)
            add_papers_of_party(gathering, event);
    }
}

bool
paper_list_of(const struct look *look, const struct docket *docket, struct paper_list *list)
{
    struct gathering *gathering = ARENA_NEW(look->arena, struct gathering);
    *list = (struct paper_list){0};
    if (!gather(look, docket, gathering))
        return false;
    list_papers(gathering);
    *list = (struct paper_list){
        .rows = gathering->rows,
        .count = gathering->rows_count,
        .sees_content = docket->sees[SIGHT_CONTENT],
        .newest = gathering->newest,
        .newest_count = gathering->newest_count,
        .has_older = gathering->newest_count < gathering->events_count,
    };
    return true;
}

bool
paper_list_load(const struct look *look, struct text matter_id, struct paper_list *list)
{
    const struct docket *docket = read_docket(look, matter_id);
    *list = (struct paper_list){0};
    return docket != NULL && paper_list_of(look, docket, list);
}

/* ---- one paper ---- */

static const struct history_event *
event_at(const struct gathering *gathering, int64_t position)
{
    for (int i = 0; i < gathering->events_count; i++) {
        if (gathering->events[i]->position == position)
            return gathering->events[i];
    }
    return NULL;
}

/* The number a step gave, or the one its registration got later. A paper from before the
 * registration stays as it was handed over. */
static struct text
case_number_of(const struct gathering *gathering, const struct history_event *event)
{
    struct text number = TEXT("");
    for (int i = 0; i < gathering->events_count; i++) {
        const struct history_event *one = gathering->events[i];
        for (int k = 0; k < one->effects_count; k++) {
            const struct effect *effect = &one->effects[k];
            if (effect->kind == EFFECT_NUMBER_WANTED && !text_is_empty(effect->value) &&
                (one->position <= event->position ||
                 (event->step != NULL && event->step->registers)))
                number = effect->value;
        }
    }
    return number;
}

/* Who decided when it was issued: the court whose main stream was last heard of before it, or first
 * after it. */
static struct text
owner_of(const struct gathering *gathering, const struct history_event *event)
{
    struct text before = TEXT(""), after = TEXT("");
    for (int i = 0; i < gathering->events_count; i++) {
        const struct history_event *one = gathering->events[i];
        if (!text_is(one->stream, "main"))
            continue;
        if (one->position <= event->position)
            before = one->node;
        else if (text_is_empty(after))
            after = one->node;
    }
    if (!text_is_empty(before))
        return before;
    return text_is_empty(after) ? gathering->docket->row.facts.owner : after;
}

static int64_t
opened_ms(const struct act_times *times)
{
    return times->counter_ms > 0 ? times->counter_ms : times->entered_ms;
}

/* By which the party adds the matter to an account of his at the desk. A helper of his would become
 * a party by it. */
static struct text
claim_code_of(const struct gathering *gathering)
{
    const struct look *look = gathering->look;
    if (gathering->opening == NULL || look->asker->role == ROLE_HELPER ||
        !store_begin_read(look->store))
        return TEXT("");
    struct text code =
        claim_code(look->store, look->court_id, gathering->opening->position, look->arena);
    store_end_read(look->store);
    return code;
}

static void
fill_source(const struct gathering *gathering, const struct paper_row *row,
            const struct history_event *event, struct paper_source *source)
{
    const struct look *look = gathering->look;
    const struct matter_facts *facts = &gathering->docket->row.facts;
    *source = (struct paper_source){
        .id = row->id,
        .kind = row->kind,
        .procedure = gathering->docket->procedure,
        .network = look->network,
        .sources = &look->rules->time.sources,
        .rules = &look->rules->rule_set,
        .matter_id = gathering->docket->row.matter_id,
        .case_number = case_number_of(gathering, event),
        .owner = owner_of(gathering, event),
        .receiving = facts->receiving,
        .receiving_place = facts->receiving_place,
        .wants_korean = party_asked_for_korean(gathering),
        .claim_code = claim_code_of(gathering),
        .is_unmarked =
            look->asker->role == ROLE_HELPER && text_is(row->kind, PAPER_ACKNOWLEDGEMENT),
        .node = event->node,
        .step = event->step,
        .fields = event->fields,
        .effects = event->effects,
        .effects_count = event->effects_count,
        .promised = event->promised,
        .times = event->times,
        .opening_step = gathering->opening == NULL ? NULL : gathering->opening->step,
        .opening = gathering->docket->fields,
        .opened_ms = opened_ms(&facts->times),
    };
    role_parse(event->role, &source->role);
}

/* What stands on papers about a service beside the service. */
static bool
source_of_service(const struct gathering *gathering, struct text id, struct paper_source *source)
{
    const struct look *look = gathering->look;
    const struct docket *docket = gathering->docket;
    const struct matter_facts *facts = &docket->row.facts;
    *source = (struct paper_source){
        .procedure = docket->procedure,
        .network = look->network,
        .sources = &look->rules->time.sources,
        .matter_id = docket->row.matter_id,
        .case_number = facts->case_number,
        .owner = facts->owner,
        .receiving = facts->receiving,
        .receiving_place = facts->receiving_place,
        .opening_step = gathering->opening == NULL ? NULL : gathering->opening->step,
        .opening = docket->fields,
        .opened_ms = opened_ms(&facts->times),
        .role = ROLE_EXCHANGE,
    };
    return service_paper_source(look, docket, id, source);
}

bool
paper_list_source(const struct look *look, struct text matter_id, struct text id,
                  struct paper_source *source)
{
    struct gathering *gathering = ARENA_NEW(look->arena, struct gathering);
    const struct docket *docket = read_docket(look, matter_id);
    if (docket == NULL || !gather(look, docket, gathering) || !docket->sees[SIGHT_CONTENT])
        return false;
    if (service_paper_is_one(id))
        return source_of_service(gathering, id, source);
    list_papers(gathering);
    for (int i = 0; i < gathering->rows_count; i++) {
        const struct paper_row *row = &gathering->rows[i];
        if (!text_equal(row->id, id))
            continue;
        const struct history_event *event = event_at(gathering, row->position);
        if (row->is_erased || event == NULL)
            return false;
        fill_source(gathering, row, event, source);
        return true;
    }
    return false;
}
