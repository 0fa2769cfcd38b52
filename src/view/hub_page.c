/* hub_page.c: custody lines in words. States and clocks are named by the rules of the kind. */
#include "view/hub_page.h"

#include "paper/wording.h"
#include "view/due_view.h"
#include "view/page.h"

/* The rules a kind is filed under today: good enough for the names of its states. */
static const struct procedure *
procedure_of(const struct rulebook *rules, struct text case_kind, int64_t now_ms)
{
    return procedure_rule_for_kind(&rules->procedures, case_kind,
                                   date_of_instant(now_ms, CHINA_OFFSET_MINUTES));
}

struct text
hub_page_state(const struct view *view, const struct rulebook *rules, struct text case_kind,
               struct text state, int64_t now_ms)
{
    const struct procedure *procedure = procedure_of(rules, case_kind, now_ms);
    int at = procedure == NULL ? -1 : procedure_state(procedure, state);
    return at < 0 ? state : view_words(view, &procedure->states[at].words);
}

struct text
hub_page_kind(const struct view *view, const struct rulebook *rules, struct text case_kind,
              int64_t now_ms)
{
    const struct procedure *procedure = procedure_of(rules, case_kind, now_ms);
    return procedure == NULL ? case_kind : view_words(view, &procedure->title);
}

static struct text
urged_words(const struct view *view, const struct custody_urging *urged)
{
    struct page page = {.arena = view->arena, .view = view};
    struct wording_value values[] = {
        {"court", view_court_name(view, urged->court)},
        {"message", urged->message},
        {"received",
         wording(urged->is_received ? "hub.urged-received" : "hub.urged-sent", view->language)},
        {"when", page_instant(&page, urged->at_ms)},
    };
    if (urged->at_ms <= 0)
        return TEXT("");
    return wording_fill(text_is_empty(urged->court) ? "hub.urged" : "hub.urged-court",
                        view->language, values, 4, view->arena);
}

static struct hub_line
line_of(const struct view *view, const struct rulebook *rules, const struct custody_line *from,
        int64_t now_ms)
{
    const struct procedure *procedure = procedure_of(rules, from->case_kind, now_ms);
    const struct period_rule *clock =
        procedure == NULL ? NULL : procedure_period(procedure, from->clock);
    return (struct hub_line){
        .no = from->matter_id,
        .address = text_format(view->arena, "/hub/m/%.*s", TEXT_ARGS(from->matter_id)),
        .kind = hub_page_kind(view, rules, from->case_kind, now_ms),
        .owner = view_court_name(view, from->owner),
        .receiving = view_court_name(view, from->receiving),
        .state = hub_page_state(view, rules, from->case_kind, from->state, now_ms),
        .clock = clock == NULL ? from->clock : view_words(view, &clock->words),
        .urged = urged_words(view, &from->urged),
        .due = due_view_of(view, from->is_open ? from->due_ms : 0, now_ms),
        .since_ms = from->since_ms,
        .is_open = from->is_open,
    };
}

/* In the order of the directory; the desk decides nothing. */
static int
fill_courts(const struct view *view, struct text chosen, bool with_desk,
            const struct hub_court **courts)
{
    size_t most = view->network == NULL ? 0 : view->network->nodes_count;
    struct hub_court *rows = ARENA_MANY(view->arena, most + 1, struct hub_court);
    int count = 0;
    for (size_t i = 0; i < most; i++) {
        const struct network_node *node = &view->network->nodes[i];
        if (node->kind != NODE_DESK || with_desk)
            rows[count++] = (struct hub_court){node->id, view_words(view, &node->name),
                                               text_equal(node->id, chosen)};
    }
    *courts = rows;
    return count;
}

static struct text
day_text(const struct view *view, struct date day)
{
    return date_is_none(day) ? TEXT("") : date_text(day, view->arena);
}

void
hub_page_fill(const struct view *view, const struct rulebook *rules,
              const struct custody_filter *filter, const struct custody_list *list, int64_t size,
              int64_t now_ms, struct hub_page *page)
{
    struct hub_line *lines = ARENA_MANY(view->arena, (size_t)list->count + 1, struct hub_line);
    for (int i = 0; i < list->count; i++)
        lines[i] = line_of(view, rules, &list->lines[i], now_ms);
    *page = (struct hub_page){
        .of = text_of(custody_number_word(filter->number)),
        .name = wording(custody_number_name(filter->number), view->language),
        .how = wording(custody_number_definition(filter->number), view->language),
        .from = day_text(view, filter->from),
        .until = day_text(view, filter->until),
        .state = hub_page_state(view, rules, filter->case_kind, filter->state, now_ms),
        .kind = hub_page_kind(view, rules, filter->case_kind, now_ms),
        .state_id = filter->state,
        .kind_id = filter->case_kind,
        .has_days = custody_number_has_days(filter->number),
        .size = size,
        .lines = lines,
        .lines_count = list->count,
    };
    page->owners_count = fill_courts(view, filter->owner, false, &page->owners);
    page->receivings_count = fill_courts(view, filter->receiving, true, &page->receivings);
}

void
hub_matter_fill(const struct view *view, const struct rulebook *rules,
                const struct custody_line *line, struct text chosen, int64_t now_ms,
                struct hub_matter_page *page)
{
    size_t count = view->network == NULL ? 0 : view->network->nodes_count;
    struct hub_court *courts = ARENA_MANY(view->arena, count + 1, struct hub_court);
    page->line = line_of(view, rules, line, now_ms);
    page->may_urge = line->is_open && line->due_ms < now_ms;
    page->action = text_format(view->arena, "/hub/m/%.*s/urge", TEXT_ARGS(line->matter_id));
    for (size_t i = 0; i < count; i++) {
        const struct network_node *node = &view->network->nodes[i];
        if (node->kind != NODE_DESK && !text_equal(node->id, line->owner))
            courts[page->courts_count++] = (struct hub_court){
                node->id, view_words(view, &node->name), text_equal(node->id, chosen)};
    }
    page->courts = courts;
}
