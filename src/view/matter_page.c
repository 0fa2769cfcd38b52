/* matter_page.c: turns what the docket found into what people read. A matter waits for the steps
 * that lead on from its state, before all for those of this very state; everything else is beside
 * the way.
 */
#include "view/matter_page.h"

#include "paper/derivation_words.h"
#include "paper/wording.h"
#include "view/due_view.h"
#include "view/element_view.h"
#include "view/field_words.h"
#include "view/matter_papers.h"
#include "view/page.h"

enum { FACTS_MAX = 60 };

struct text
person_name_find(const struct person_name *people, int count, struct text account)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(people[i].account, account))
            return people[i].name;
    }
    return TEXT("");
}

/* ---- clocks ---- */

static void
fill_derivation(const struct view *view, const struct matter_source *source,
                const struct value *kept, struct matter_clock *clock)
{
    struct derivation *derivation = ARENA_NEW(view->arena, struct derivation);
    if (kept == NULL || !derivation_read(kept, derivation))
        return;
    struct matter_clock_step *steps =
        ARENA_MANY(view->arena, derivation->count + 1, struct matter_clock_step);
    for (size_t i = 0; i < derivation->count; i++) {
        const struct derivation_step *step = &derivation->steps[i];
        steps[i].sentence = derivation_words(step, view->language, view->arena);
        if (!citation_is_none(step->rests_on))
            steps[i].citation = source_citation_text(&source->rules->time.sources, step->rests_on,
                                                     view->language, view->arena);
    }
    clock->steps = steps;
    clock->steps_count = (int)derivation->count;
}

static struct matter_clock
clock_of(const struct view *view, const struct matter_source *source,
         const struct docket_period *period)
{
    bool has_lapsed = text_is(period->status, "lapsed");
    bool is_running = has_lapsed || text_is(period->status, "running");
    struct matter_clock clock = {
        .title = period->rule == NULL ? period->name : view_words(view, &period->rule->words),
        .status = wording(has_lapsed                             ? "clock.lapsed"
                          : is_running                           ? "clock.running"
                          : text_is(period->status, "suspended") ? "clock.suspended"
                                                                 : "clock.stopped",
                          view->language),
        .last_day = DATE_NONE,
        .due_ms = period->due_ms,
        .is_running = is_running,
        .calendar_missing = (int)value_member_integer(period->details, "calendar_missing", 0),
    };
    date_parse(period->last_day, &clock.last_day);
    if (is_running)
        clock.due = due_view_of(view, period->due_ms, source->now_ms);
    if (period->rule != NULL && !citation_is_none(period->rule->rests_on))
        clock.rule = source_citation_text(&source->rules->time.sources, period->rule->rests_on,
                                          view->language, view->arena);
    fill_derivation(view, source, value_member(period->details, "derivation"), &clock);
    return clock;
}

static void
fill_clocks(const struct view *view, const struct matter_source *source, struct matter_page *page)
{
    const struct docket *docket = source->docket;
    struct matter_clock *clocks =
        ARENA_MANY(view->arena, (size_t)docket->periods_count + 1, struct matter_clock);
    for (int pass = 0; pass < 2; pass++) {
        int from = page->clocks_count;
        for (int i = 0; i < docket->periods_count; i++) {
            struct matter_clock clock = clock_of(view, source, &docket->periods[i]);
            if (clock.is_running != (pass == 0))
                continue;
            int at = page->clocks_count++;
            for (; pass == 0 && at > from && clocks[at - 1].due_ms > clock.due_ms; at--)
                clocks[at] = clocks[at - 1];
            clocks[at] = clock;
        }
    }
    page->clocks = clocks;
}

/* ---- what may be done ---- */

static bool
is_awaited(const struct docket *docket, const struct step *step)
{
    uint64_t here =
        docket->state == NULL ? 0 : UINT64_C(1) << (docket->state - docket->procedure->states);
    return here != 0 && step->from == here;
}

/* It can be taken from other states as well, but leads on from this one. */
static bool
leads_on(const struct docket *docket, const struct step *step)
{
    uint64_t here =
        docket->state == NULL ? 0 : UINT64_C(1) << (docket->state - docket->procedure->states);
    return (step->from & here) != 0 && step->to >= 0;
}

static void
fill_actions(const struct view *view, const struct matter_source *source, struct matter_page *page)
{
    const struct docket *docket = source->docket;
    size_t room = (size_t)docket->steps_count + 1;
    struct matter_action *mains = ARENA_MANY(view->arena, room, struct matter_action);
    struct matter_action *others = ARENA_MANY(view->arena, room, struct matter_action);
    for (int i = 0; i < 2 * docket->steps_count; i++) {
        const struct step *step = docket->steps[i % docket->steps_count];
        bool is_own = is_awaited(docket, step);
        bool is_second = i >= docket->steps_count;
        if (is_own == is_second) /* what it waits for stands first */
            continue;
        struct matter_action action = {
            .title = view_words(view, &step->words),
            .help = view_words(view, &step->help),
            .address = text_format(view->arena, "%.*s/do/%.*s", TEXT_ARGS(page->home),
                                   TEXT_ARGS(step->name)),
            .is_main = (is_own || leads_on(docket, step) || step->custody == VERB_DECLINE) &&
                       page->is_my_turn,
            .is_claim = step->names_handler && step->fields_count == 0,
        };
        action.is_first = action.is_main && page->mains_count == 0;
        if (action.is_main)
            mains[page->mains_count++] = action;
        else
            others[page->others_count++] = action;
    }
    page->mains = mains;
    page->others = others;
}

/* ---- what happened ---- */

static bool
is_simple(enum field_type type)
{
    switch (type) {
    case FIELD_LIST:
    case FIELD_PARTIES:
    case FIELD_MATERIALS:
    case FIELD_FILE:
    case FIELD_FILES:
    case FIELD_ACCOUNT: return false;
    default: return true;
    }
}

/* Verdicts and defects: each material with its ground. */
static struct text
list_words(const struct view *view, const struct procedure *procedure, const struct value *list)
{
    struct buffer buffer = buffer_open(view->arena, 200);
    for (const struct value *one = list->first; one != NULL; one = one->next) {
        struct text name = value_member_text(one, "item");
        const struct item_rule *item = procedure_item(procedure, name);
        struct text ground = value_member_text(one, "ground");
        struct text verdict = value_member_text(one, "verdict");
        if (buffer.length > 0)
            buffer_add_text(&buffer, view_semicolon(view));
        buffer_add_text(&buffer, item == NULL ? name : view_words(view, &item->words));
        if (!text_is_empty(verdict)) {
            const char *key = text_format(view->arena, "verdict.%.*s", TEXT_ARGS(verdict)).bytes;
            buffer_add_text(&buffer, view_colon(view));
            buffer_add_text(&buffer, wording(key, view->language));
        }
        if (!text_is_empty(ground)) {
            buffer_add_text(&buffer, view->language == LANGUAGE_ZH ? TEXT("，") : TEXT(", "));
            buffer_add_text(&buffer, ground);
        }
    }
    return buffer_text(&buffer);
}

struct summary_list_view
matter_page_facts(const struct view *view, const struct procedure *procedure,
                  const struct field_rule *rules, size_t count, const struct value *fields)
{
    struct summary_row *all = ARENA_MANY(view->arena, FACTS_MAX, struct summary_row);
    struct summary_list_view facts = {.rows = all};
    for (size_t i = 0; i < count && facts.rows_count < FACTS_MAX; i++) {
        const struct value *value = value_member(fields, rules[i].name.bytes);
        bool is_list = rules[i].type == FIELD_VERDICTS || rules[i].type == FIELD_DEFECTS;
        if (value != NULL && rules[i].type == FIELD_ELEMENTS) {
            facts.rows_count += element_view_lines(view, value, all + facts.rows_count,
                                                   FACTS_MAX - facts.rows_count);
            continue;
        }
        if (value == NULL || (!is_simple(rules[i].type) && !is_list))
            continue;
        struct text words = is_list && value_is(value, VALUE_ARRAY)
                                ? list_words(view, procedure, value)
                                : field_words(view, procedure, &rules[i], value);
        if (!text_is_empty(words))
            all[facts.rows_count++] =
                (struct summary_row){view_words(view, &rules[i].words), words, TEXT("")};
    }
    return facts;
}

static void
fill_papers(const struct view *view, const struct matter_source *source,
            const struct history_event *event, const struct matter_page *page,
            struct timeline_entry *entry)
{
    const struct procedure *procedure = source->docket->procedure;
    struct file_link *papers =
        ARENA_MANY(view->arena, (size_t)event->effects_count + 1, struct file_link);
    for (int i = 0; i < event->effects_count; i++) {
        if (event->effects[i].kind != EFFECT_PAPER_ISSUED)
            continue;
        const struct paper_rule *rule =
            procedure == NULL ? NULL : procedure_paper(procedure, event->effects[i].name);
        papers[entry->files_count++] = (struct file_link){
            .address =
                text_format(view->arena, "%.*s/papers/%.*s.%.*s.%lld.%.*s", TEXT_ARGS(page->home),
                            TEXT_ARGS(event->node), TEXT_ARGS(event->stream), (long long)event->seq,
                            TEXT_ARGS(event->effects[i].name)),
            .name = rule == NULL ? event->effects[i].name : view_words(view, &rule->words),
            .kind = TEXT("PDF"),
        };
    }
    entry->files = papers;
}

static struct text
title_of_event(const struct view *view, const struct history_event *event)
{
    if (event->step != NULL)
        return view_words(view, &event->step->words);
    if (text_is(event->kind, "period_lapsed/1"))
        return wording("happened.lapsed", view->language);
    if (text_is(event->kind, "period_restated/1"))
        return wording("happened.restated", view->language);
    if (text_is(event->kind, "enquiry_received/1"))
        return wording("happened.enquiry", view->language);
    if (text_is(event->kind, "account_follows/1"))
        return wording("happened.follows", view->language);
    if (text_is(event->kind, "matter_imported/1"))
        return wording("happened.imported", view->language);
    return wording("happened.other", view->language);
}

static struct text
role_name(const struct view *view, struct text role)
{
    enum role known;
    if (!role_parse(role, &known))
        return TEXT("");
    struct words words = role_words(known);
    return view_words(view, &words);
}

/* 11月23日 09:12 · 白河林区基层法院 · 立案人员 */
static struct text
meta_of(const struct view *view, const struct matter_source *source,
        const struct history_event *event)
{
    struct page_frame frame = {.today = date_of_instant(source->now_ms, CHINA_OFFSET_MINUTES)};
    struct page page = {.arena = view->arena, .view = view, .frame = &frame};
    struct text role = role_name(view, event->role), court = view_court_name(view, event->node);
    struct text name = person_name_find(source->people, source->people_count, event->account);
    return text_format(view->arena, "%.*s · %.*s%s%.*s%s%.*s",
                       TEXT_ARGS(page_instant(&page, event->times.entered_ms)), TEXT_ARGS(court),
                       text_is_empty(role) ? "" : " · ", TEXT_ARGS(role),
                       text_is_empty(name) ? "" : " · ", TEXT_ARGS(name));
}

static struct text
joined(const struct view *view, const struct summary_list_view *facts)
{
    struct buffer buffer = buffer_open(view->arena, 200);
    for (int i = 0; i < facts->rows_count; i++) {
        buffer_add_text(&buffer, i == 0 ? TEXT("") : view_semicolon(view));
        buffer_add_text(&buffer, facts->rows[i].label);
        buffer_add_text(&buffer, view_colon(view));
        buffer_add_text(&buffer, facts->rows[i].value);
    }
    return buffer_text(&buffer);
}

/* Both days of each period that moved; those of the house are for the house. */
static struct text
restated(const struct view *view, const struct matter_source *source,
         const struct history_event *event)
{
    const struct procedure *procedure = source->docket->procedure;
    bool sees_inside = source->docket->sees[SIGHT_INTERNAL];
    struct buffer buffer = buffer_open(view->arena, 200);
    for (int i = 0; i < event->effects_count; i++) {
        const struct effect *effect = &event->effects[i];
        const struct period_rule *rule =
            procedure == NULL ? NULL : procedure_period(procedure, effect->name);
        if (effect->kind != EFFECT_PERIOD_RESTATED || rule == NULL ||
            (!rule->concerns_party && !sees_inside))
            continue;
        struct wording_value values[] = {
            {"period", view_words(view, &rule->words)},
            {"before", text_is_empty(effect->detail) ? wording("calendar.unknown", view->language)
                                                     : effect->detail},
            {"after", date_text(effect->period.last_day, view->arena)}};
        if (buffer_text(&buffer).length > 0)
            buffer_add_text(&buffer, view_semicolon(view));
        buffer_add_text(
            &buffer, wording_fill("happened.restated-day", view->language, values, 3, view->arena));
    }
    return buffer_text(&buffer);
}

static struct timeline_entry
entry_of(const struct view *view, const struct matter_source *source,
         const struct history_event *event, const struct matter_page *page)
{
    const struct procedure *procedure = source->docket->procedure;
    struct timeline_entry entry = {.meta = meta_of(view, source, event),
                                   .what = title_of_event(view, event)};
    bool is_opening = event->step != NULL && event->step->from == 1;
    if (event->is_erased)
        entry.more = wording("happened.erased", view->language);
    else if (text_is(event->kind, "period_restated/1"))
        entry.more = restated(view, source, event);
    else if (event->fields != NULL && event->step != NULL && procedure != NULL && !is_opening) {
        struct summary_list_view facts = matter_page_facts(
            view, procedure, event->step->fields, event->step->fields_count, event->fields);
        entry.more = joined(view, &facts);
    }
    fill_papers(view, source, event, page, &entry);
    entry.receipt = text_format(view->arena, "%.*s/receipt/%lld", TEXT_ARGS(page->home),
                                (long long)event->position);
    return entry;
}

/* Whose turn it is and until when: the first line of the timeline. */
static struct timeline_entry
entry_next(const struct view *view, const struct matter_page *page)
{
    struct timeline_entry entry = {.is_next = true, .what = wording("next.title", view->language)};
    if (page->is_ended) {
        struct wording_value state = {"state", page->state};
        entry.more = wording_fill("next.ended", view->language, &state, 1, view->arena);
        return entry;
    }
    entry.more = page->turn;
    for (int i = 0; i < page->clocks_count; i++) {
        const struct matter_clock *clock = &page->clocks[i];
        if (!clock->is_running)
            continue;
        struct page_frame frame = {.today = DATE_NONE};
        struct page at = {.arena = view->arena, .view = view, .frame = &frame};
        struct wording_value values[] = {
            {"clock", clock->title},
            {"turn", page->turn},
            {"when", date_is_none(clock->last_day) ? page_instant_long(&at, clock->due_ms)
                                                   : page_date(&at, clock->last_day)},
        };
        const char *key = strcmp(clock->due.kind, "late") == 0 ? "next.late" : "next.by";
        entry.more = wording_fill(key, view->language, values, 3, view->arena);
        break;
    }
    return entry;
}

static void
fill_timeline(const struct view *view, const struct matter_source *source, struct matter_page *page)
{
    struct timeline_entry *all =
        ARENA_MANY(view->arena, (size_t)source->events_count + 1, struct timeline_entry);
    int count = 0;
    all[count++] = entry_next(view, page);
    for (int i = source->events_count - 1; i >= 0; i--)
        all[count++] = entry_of(view, source, &source->events[i], page);
    page->timeline = (struct timeline_view){all, count};
    page->has_more = source->has_more;
}

/* ---- what was handed in ---- */

/* The step that opened it: the first that leads out of the draft. */
static const struct step *
opening_step(const struct procedure *procedure)
{
    for (size_t i = 0; procedure != NULL && i < procedure->steps_count; i++) {
        if (procedure->steps[i].from == 1)
            return &procedure->steps[i];
    }
    return NULL;
}

static const struct field_rule *
field_named(const struct step *step, const char *name)
{
    for (size_t i = 0; step != NULL && i < step->fields_count; i++) {
        if (text_is(step->fields[i].name, name))
            return &step->fields[i];
    }
    return NULL;
}

static struct text
party_choice(const struct view *view, const struct procedure *procedure,
             const struct field_rule *parties, const char *name, struct text value)
{
    for (size_t i = 0; parties != NULL && i < parties->members_count; i++) {
        if (text_is(parties->members[i].name, name))
            return field_words(view, procedure, &parties->members[i],
                               &(struct value){.type = VALUE_TEXT, .text = value});
    }
    return value;
}

static void
fill_parties(const struct view *view, const struct matter_source *source, struct matter_page *page)
{
    const struct docket *docket = source->docket;
    const struct field_rule *rule = field_named(opening_step(docket->procedure), "parties");
    size_t count = docket->parties == NULL ? 0 : docket->parties->count;
    struct matter_party *parties = ARENA_MANY(view->arena, count + 1, struct matter_party);
    for (const struct value *one = count == 0 ? NULL : docket->parties->first; one != NULL;
         one = one->next) {
        struct text id = value_member_text(one, "resident_id");
        if (text_is_empty(id))
            id = value_member_text(one, "credit_code");
        if (text_is_empty(id))
            id = value_member_text(one, "other_id");
        struct text address = value_member_text(one, "address");
        parties[page->parties_count++] = (struct matter_party){
            .position = party_choice(view, docket->procedure, rule, "position",
                                     value_member_text(one, "position")),
            .kind =
                party_choice(view, docket->procedure, rule, "kind", value_member_text(one, "kind")),
            .name = value_member_text(one, "name"),
            .id_number = id,
            .phone = value_member_text(one, "phone"),
            .address = address,
            .agent = value_member_text(one, "agent"),
            .representative = value_member_text(one, "representative"),
        };
    }
    page->parties = parties;
}

static void
fill_tasks(const struct view *view, const struct docket *docket, struct matter_page *page)
{
    struct matter_page_task *tasks =
        ARENA_MANY(view->arena, (size_t)docket->tasks_count + 1, struct matter_page_task);
    for (int i = 0; i < docket->tasks_count; i++) {
        const struct docket_task *task = &docket->tasks[i];
        tasks[page->tasks_count++] = (struct matter_page_task){
            task->rule == NULL ? task->name : view_words(view, &task->rule->words),
            role_name(view, task->role), task->opened_ms};
    }
    page->tasks = tasks;
}

/* What he has to do: the steps his matter waits for, the nearest last day with them. */
static void
fill_todo(const struct view *view, struct matter_page *page)
{
    struct todo_item *items =
        ARENA_MANY(view->arena, (size_t)page->mains_count + 1, struct todo_item);
    for (int i = 0; i < page->mains_count; i++)
        items[i] = (struct todo_item){
            .what = page->mains[i].title,
            .why = i == 0 ? page->timeline.entries[0].more : page->mains[i].help,
            .address = page->mains[i].address,
            .button = page->mains[i].title,
            .is_main = i == 0,
        };
    page->todo = (struct todo_view){items, page->mains_count};
    page->due = page->clocks_count > 0 ? page->clocks[0].due : (struct due_view){"", TEXT("")};
}

static void
fill_turn(const struct view *view, const struct matter_source *source, struct matter_page *page)
{
    const struct docket *docket = source->docket;
    const struct matter_row *row = &docket->row;
    enum role role;
    page->is_ended = docket->state != NULL && docket->state->is_end &&
                     docket->row.facts.custody != CUSTODY_OFFERED;
    if (page->is_ended || text_is_empty(row->next_role))
        return;
    bool is_party = role_parse(row->next_role, &role) && role == ROLE_PARTY;
    bool reads_party = access_is_citizen(source->asker->role);
    if (is_party) {
        page->turn = wording(reads_party ? "turn.you" : "turn.party", view->language);
        page->is_my_turn = reads_party || source->asker->role == ROLE_COUNTER;
        return;
    }
    struct wording_value values[] = {{"court", view_court_name(view, row->next_node)},
                                     {"role", role_name(view, row->next_role)}};
    page->is_my_turn = text_equal(row->next_role, role_word(source->asker->role)) &&
                       text_equal(row->next_node, source->asker->node);
    const char *key = page->is_my_turn ? "turn.mine"
                      : reads_party    ? "turn.court"
                                       : "turn.court-inside";
    page->turn = wording_fill(key, view->language, values, 2, view->arena);
}

void
matter_page_fill(const struct view *view, const struct matter_source *source,
                 struct matter_page *page)
{
    const struct docket *docket = source->docket;
    const struct matter_facts *facts = &docket->row.facts;
    const struct step *opening = opening_step(docket->procedure);
    struct text procedure =
        docket->procedure == NULL ? TEXT("") : view_words(view, &docket->procedure->title);
    *page = (struct matter_page){
        .no = docket->row.matter_id,
        .title = docket->sees[SIGHT_CONTENT] && !text_is_empty(docket->row.title)
                     ? docket->row.title
                     : procedure,
        .kind = procedure,
        .case_number = facts->case_number,
        .state = docket->state == NULL ? facts->state : view_words(view, &docket->state->words),
        .owner = view_court_name(view, facts->owner),
        .receiving = view_court_name(view, facts->receiving),
        .handler = docket->sees[SIGHT_INTERNAL]
                       ? person_name_find(source->people, source->people_count, facts->handler)
                       : TEXT(""),
        .offered =
            facts->custody == CUSTODY_OFFERED ? view_court_name(view, facts->offered_to) : TEXT(""),
        .is_elsewhere = !text_equal(facts->owner, facts->receiving),
        .is_sealed = facts->is_sealed,
        .since_ms = docket->row.state_since_ms,
        .handed_in_ms = facts->times.counter_ms,
        .version = docket->row.version,
        .amount_fen = docket->sees[SIGHT_CONTENT] ? docket->row.amount_fen : -1,
        .sees_content = docket->sees[SIGHT_CONTENT],
        .sees_inside = docket->sees[SIGHT_INTERNAL],
        .home = text_format(view->arena, "%s/%.*s", source->base, TEXT_ARGS(docket->row.matter_id)),
    };
    if (docket->sees[SIGHT_ACCESS_LOG])
        page->looks_address = text_format(view->arena, "%.*s/looks", TEXT_ARGS(page->home));
    fill_turn(view, source, page);
    fill_actions(view, source, page);
    fill_clocks(view, source, page);
    fill_timeline(view, source, page);
    matter_page_verdict(view, source, page);
    fill_todo(view, page);
    fill_tasks(view, docket, page);
    matter_papers_issued(view, source, page);
    if (!page->sees_content)
        return;
    fill_parties(view, source, page);
    matter_papers_documents(view, source, page);
    if (opening != NULL && docket->fields != NULL)
        page->facts = matter_page_facts(view, docket->procedure, opening->fields,
                                        opening->fields_count, docket->fields);
}

struct peek_view
matter_page_peek(const struct view *view, const struct matter_page *page)
{
    enum { PEEK_FACTS = 5, PEEK_ACTS = 4 };
    struct summary_row *facts = ARENA_MANY(view->arena, PEEK_FACTS, struct summary_row);
    struct peek_act *acts = ARENA_MANY(view->arena, PEEK_ACTS, struct peek_act);
    struct peek_check *checks =
        ARENA_MANY(view->arena, (size_t)page->materials.rows_count + 1, struct peek_check);
    static const char *const keys[PEEK_ACTS] = {"A", "B", "C", "O"};
    struct peek_view peek = {.number = page->no,
                             .parties = page->title,
                             .cause = page->kind,
                             .due = page->due,
                             .version = page->version,
                             .checks = checks,
                             .acts = acts};
    facts[0] =
        (struct summary_row){wording("peek.receiving", view->language), page->receiving, TEXT("")};
    facts[1] = (struct summary_row){wording("peek.owner", view->language), page->owner, TEXT("")};
    facts[2] = (struct summary_row){wording("queue.state", view->language), page->state, TEXT("")};
    peek.facts = (struct summary_list_view){facts, 3, true};
    for (int i = 0; i < page->materials.rows_count; i++) {
        const struct file_row *row = &page->materials.rows[i];
        checks[peek.checks_count++] =
            (struct peek_check){strcmp(row->tag.kind, "good") == 0   ? "good"
                                : strcmp(row->tag.kind, "warn") == 0 ? "wrong"
                                                                     : "open",
                                row->name};
    }
    for (int i = 0; i < page->mains_count && peek.acts_count < PEEK_ACTS - 1;
         i++, peek.acts_count++)
        acts[peek.acts_count] = (struct peek_act){
            .address = page->mains[i].address,
            .label = page->mains[i].is_claim ? wording("queue.claim", view->language)
                                             : page->mains[i].title,
            .key = keys[peek.acts_count],
            .is_main = i == 0,
            .is_post = page->mains[i].is_claim};
    acts[peek.acts_count++] = (struct peek_act){
        .address = page->home, .label = wording("peek.open", view->language), .key = keys[3]};
    return peek;
}
