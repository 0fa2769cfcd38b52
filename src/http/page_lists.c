/* page_lists.c: a person's own matters, and what waits at a court by its deadline. Filters stand in
 * the address, so that a view can be kept, sent to a colleague and printed. */
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "query/draft_list.h"
#include "query/notice_list.h"
#include "view/list_page.h"
#include "view/list_view.h"

enum { PARAMETER_CHARACTERS_MAX = 64, STATES_MAX = 64, CHOICES_MAX = 100 };

static void
fill_drafts(struct page_call *call, const struct look *look, struct my_page *view)
{
    const struct draft *drafts = NULL;
    int count = draft_list_mine(look, &drafts);
    struct my_draft *rows = ARENA_MANY(call->api.arena, (size_t)count + 1, struct my_draft);
    for (int i = 0; i < count; i++) {
        const struct procedure *procedure =
            rulebook_procedure_in_force(look->rules, drafts[i].procedure, call->frame.today);
        rows[i] = (struct my_draft){
            .title = procedure == NULL ? drafts[i].procedure
                                       : view_words(&call->view, &procedure->title),
            .address = text_format(
                call->api.arena, "/apply/%.*s/%.*s", TEXT_ARGS(drafts[i].id),
                TEXT_ARGS(text_is_empty(drafts[i].place) ? TEXT("parties") : drafts[i].place)),
            .taken_by = view_court_name(&call->view, drafts[i].taken_by),
            .changed_ms = drafts[i].changed_ms,
            .ends = date_of_instant(drafts[i].ends_ms, CHINA_OFFSET_MINUTES),
        };
    }
    view->drafts = rows;
    view->drafts_count = count;
}

enum completion
page_my(struct page_call *call)
{
    struct api_call *api = &call->api;
    enum completion done;
    int64_t before_ms = NEVER_MS;
    struct text before = TEXT("");
    if (!page_has_role(call, &done))
        return done;
    struct text given = api_parameter(api, "before", PARAMETER_CHARACTERS_MAX);
    if (!text_is_empty(given) && !list_view_read_key(given, &before_ms, &before))
        return page_not_found(call);
    struct look look = api_look(api);
    struct my_matters *mine = ARENA_NEW(api->arena, struct my_matters);
    struct my_page *view = ARENA_NEW(api->arena, struct my_page);
    my_matters_load(&look, before_ms, before, mine);
    fill_drafts(call, &look, view);
    view->unread = notice_list_unread(&look);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    my_page_fill(&call->view, api_rules(api), mine, api->now_ms, view);
    call->frame.todo_count = view->waiting_count;
    page_title(call, "my.title");
    page_frame_area(call, "my");
    struct page page = page_begin(call);
    page_citizen_my(&page, view);
    return page_end(call, 200, &page);
}

/* ---- the queue ---- */

static const struct {
    const char *word, *key;
    bool is_mine, is_free, is_late;
} tabs[] = {
    {"all", "queue.all", false, false, false},
    {"mine", "queue.mine", true, false, false},
    {"free", "queue.free", false, true, false},
    {"late", "queue.late", false, false, true},
};
enum { TABS_COUNT = sizeof tabs / sizeof tabs[0] };

static int
tab_of(struct text word)
{
    for (int i = 0; i < TABS_COUNT; i++) {
        if (text_is(word, tabs[i].word))
            return i;
    }
    return 0;
}

static void
filter_by_tab(const struct api_call *api, int tab, struct worklist_filter *filter)
{
    if (tabs[tab].is_mine)
        filter->assignee = api->asker.account;
    if (tabs[tab].is_free)
        filter->assignee = TEXT("-");
    filter->overdue_only = tabs[tab].is_late;
}

static void
fill_tabs(struct page_call *call, const struct worklist_tally *tally, int current,
          struct text narrowed, struct queue_page *view)
{
    struct tab *rows = ARENA_MANY(call->api.arena, TABS_COUNT, struct tab);
    struct text role = request_query(call->api.request, "role");
    for (int i = 0; i < TABS_COUNT; i++) {
        rows[i] = (struct tab){
            .address = text_is_empty(role)
                           ? text_format(call->api.arena, "/desk?v=%s%.*s", tabs[i].word,
                                         TEXT_ARGS(narrowed))
                           : text_format(call->api.arena, "/desk?v=%s&role=%.*s%.*s", tabs[i].word,
                                         TEXT_ARGS(role), TEXT_ARGS(narrowed)),
            .label = wording(tabs[i].key, call->api.language),
            .count = tabs[i].is_mine   ? tally->mine
                     : tabs[i].is_free ? tally->free
                     : tabs[i].is_late ? tally->late
                                       : tally->all,
            .is_current = i == current,
        };
        rows[i].is_late = tabs[i].is_late && rows[i].count > 0;
    }
    view->tabs = (struct tabs_view){wording("nav.queue", call->api.language), rows, TABS_COUNT};
}

/* Heads of division and presidents look into every queue of their court. */
static void
fill_roles(struct page_call *call, struct text chosen, struct queue_page *view)
{
    static const enum role roles[] = {ROLE_SUPERVISOR, ROLE_FILING_OFFICER, ROLE_JUDGE};
    enum role own = call->api.asker.role;
    if (own != ROLE_SUPERVISOR && own != ROLE_PRESIDENT)
        return;
    struct queue_filter_choice *choices =
        ARENA_MANY(call->api.arena, 4, struct queue_filter_choice);
    for (int i = 0; i < 3; i++) {
        struct words words = role_words(roles[i]);
        choices[i] =
            (struct queue_filter_choice){role_word(roles[i]), view_words(&call->view, &words),
                                         text_equal(role_word(roles[i]), chosen)};
    }
    view->roles = choices;
    view->roles_count = 3;
}

static void
fill_states(struct page_call *call, struct text chosen, struct queue_page *view)
{
    const struct procedure *procedure =
        rulebook_procedure_in_force(api_rules(&call->api), TEXT("civil_filing"), call->frame.today);
    struct queue_filter_choice *choices =
        ARENA_MANY(call->api.arena, STATES_MAX + 1, struct queue_filter_choice);
    choices[view->states_count++] = (struct queue_filter_choice){
        TEXT(""), wording("queue.any", call->api.language), text_is_empty(chosen)};
    for (size_t i = 1; procedure != NULL && i < procedure->states_count; i++) {
        const struct state *state = &procedure->states[i];
        if (!state->is_end && view->states_count < STATES_MAX)
            choices[view->states_count++] =
                (struct queue_filter_choice){state->name, view_words(&call->view, &state->words),
                                             text_equal(state->name, chosen)};
    }
    view->states = choices;
}

/* ---- narrower ---- */

/* Adds a choice unless it is there; a list that grows from many rule files. */
static void
add_choice(struct queue_filter_choice *choices, int *count, struct text value, struct text label,
           struct text chosen)
{
    for (int i = 0; i < *count; i++) {
        if (text_equal(choices[i].value, value))
            return;
    }
    if (*count < CHOICES_MAX)
        choices[(*count)++] = (struct queue_filter_choice){value, label, text_equal(value, chosen)};
}

static struct queue_filter_choice *
open_choices(struct page_call *call, const char *any, struct text chosen, int *count)
{
    struct queue_filter_choice *choices =
        ARENA_MANY(call->api.arena, CHOICES_MAX, struct queue_filter_choice);
    add_choice(choices, count, TEXT(""), wording(any, call->api.language), chosen);
    return choices;
}

static void
fill_kinds_and_periods(struct page_call *call, struct text kind, struct text period,
                       struct queue_page *view)
{
    const struct rulebook *rules = api_rules(&call->api);
    struct queue_filter_choice *kinds =
        open_choices(call, "queue.any-kind", kind, &view->kinds_count);
    struct queue_filter_choice *periods =
        open_choices(call, "queue.any-period", period, &view->periods_count);
    for (size_t i = 0; i < rules->procedures.count; i++) {
        const struct procedure *one = &rules->procedures.files[i].procedure;
        if (!one->is_enabled ||
            rulebook_procedure_in_force(rules, one->name, call->frame.today) != one)
            continue;
        add_choice(kinds, &view->kinds_count, one->name, view_words(&call->view, &one->title),
                   kind);
        if (!text_is_empty(kind) && !text_equal(kind, one->name))
            continue;
        for (size_t k = 0; k < one->periods_count; k++)
            add_choice(periods, &view->periods_count, one->periods[k].name,
                       view_words(&call->view, &one->periods[k].words), period);
    }
    view->kinds = kinds;
    view->periods = periods;
}

static void
fill_courts(struct page_call *call, struct text court, struct queue_page *view)
{
    const struct network *network = call->view.network;
    struct queue_filter_choice *courts =
        open_choices(call, "queue.any-court", court, &view->courts_count);
    for (size_t i = 0; network != NULL && i < network->nodes_count; i++) {
        const struct network_node *node = &network->nodes[i];
        if (!text_equal(node->id, call->api.asker.node))
            add_choice(courts, &view->courts_count, node->id, view_words(&call->view, &node->name),
                       court);
    }
    view->courts = courts;
}

static bool
is_offered(const struct queue_filter_choice *choices, int count, struct text value)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(choices[i].value, value))
            return true;
    }
    return false;
}

/* What nobody offers narrows nothing; it never comes back in an address either. */
static void
fill_filters(struct page_call *call, struct worklist_filter *filter, struct queue_page *view)
{
    fill_states(call, filter->state, view);
    fill_kinds_and_periods(call, filter->kind, filter->period, view);
    fill_courts(call, filter->court, view);
    if (!is_offered(view->states, view->states_count, filter->state))
        filter->state = TEXT("");
    if (!is_offered(view->kinds, view->kinds_count, filter->kind))
        filter->kind = TEXT("");
    if (!is_offered(view->periods, view->periods_count, filter->period))
        filter->period = TEXT("");
    if (!is_offered(view->courts, view->courts_count, filter->court))
        filter->court = TEXT("");
    view->is_filtered = !text_is_empty(filter->state) || !text_is_empty(filter->kind) ||
                        !text_is_empty(filter->period) || !text_is_empty(filter->court);
}

static struct text
narrowed(struct page_call *call, const struct worklist_filter *filter)
{
    if (text_is_empty(filter->state) && text_is_empty(filter->kind) &&
        text_is_empty(filter->court) && text_is_empty(filter->period))
        return TEXT("");
    return text_format(call->api.arena, "&s=%.*s&kind=%.*s&court=%.*s&period=%.*s",
                       TEXT_ARGS(filter->state), TEXT_ARGS(filter->kind), TEXT_ARGS(filter->court),
                       TEXT_ARGS(filter->period));
}

static void
fill_rows(struct page_call *call, const struct look *look, const struct worklist *list,
          struct queue_page *view)
{
    struct person_name *people = ARENA_MANY(call->api.arena, WORKLIST_PAGE, struct person_name);
    struct queue_source source = {
        .list = list,
        .rules = api_rules(&call->api),
        .asker = &call->api.asker,
        .people = people,
        .now_ms = call->api.now_ms,
    };
    for (int i = 0; i < list->count; i++)
        source.people_count = page_matter_name(look, list->rows[i].assignee, people,
                                               source.people_count, WORKLIST_PAGE);
    queue_page_rows(&call->view, &source, view);
}

/* What several rows can be dealt with at once: claimed by who decides, given away by who heads. */
static void
fill_bulk(struct page_call *call, const struct look *look, struct queue_page *view)
{
    const struct account *accounts;
    enum role role = call->api.asker.role;
    view->may_claim = role == ROLE_FILING_OFFICER || role == ROLE_JUDGE;
    if (role == ROLE_SUPERVISOR) {
        int count = account_list_colleagues(look, &accounts);
        struct queue_filter_choice *people =
            ARENA_MANY(call->api.arena, (size_t)count + 1, struct queue_filter_choice);
        for (int i = 0; i < count; i++) {
            struct words words = role_words(accounts[i].roles[0].role);
            people[view->people_count++] = (struct queue_filter_choice){
                accounts[i].id,
                text_format(call->api.arena, "%.*s · %.*s", TEXT_ARGS(accounts[i].name),
                            TEXT_ARGS(view_words(&call->view, &words))),
                false};
        }
        view->people = people;
    }
    view->queue.can_pick =
        view->queue.rows_count > 0 && (view->may_claim || view->people_count > 0);
    view->queue.form = TEXT("bulk");
}

enum completion
page_queue(struct page_call *call)
{
    struct api_call *api = &call->api;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    if (api->asker.role == ROLE_HUB_OFFICER)
        return page_see_other(call, TEXT("/hub"), NULL);
    if (api->asker.role == ROLE_SYSTEM_ADMIN || api->asker.role == ROLE_SECURITY_ADMIN ||
        api->asker.role == ROLE_AUDIT_ADMIN)
        return page_see_other(call, TEXT("/desk/accounts"), NULL);
    int tab = tab_of(api_parameter(api, "v", PARAMETER_CHARACTERS_MAX));
    struct worklist_filter filter = {
        .role = api_parameter(api, "role", PARAMETER_CHARACTERS_MAX),
        .state = api_parameter(api, "s", PARAMETER_CHARACTERS_MAX),
        .kind = api_parameter(api, "kind", PARAMETER_CHARACTERS_MAX),
        .court = api_parameter(api, "court", PARAMETER_CHARACTERS_MAX),
        .period = api_parameter(api, "period", PARAMETER_CHARACTERS_MAX),
        .after_due_ms = -1,
        .after_matter = TEXT(""),
    };
    struct text after = api_parameter(api, "after", PARAMETER_CHARACTERS_MAX);
    if (api_has_mistakes(api) ||
        (!text_is_empty(after) &&
         !list_view_read_key(after, &filter.after_due_ms, &filter.after_matter)))
        return page_not_found(call);
    if (text_is_empty(filter.role)) /* at a counter: what parties must do whose papers it took in */
        filter.role = role_word(api->asker.role == ROLE_COUNTER ? ROLE_PARTY : api->asker.role);
    struct look look = api_look(api);
    struct worklist *list = ARENA_NEW(api->arena, struct worklist);
    struct queue_page *view = ARENA_NEW(api->arena, struct queue_page);
    const struct worklist_task *reminders = NULL;
    int reminders_count = 0;
    struct worklist_tally tally;
    fill_filters(call, &filter, view);
    filter_by_tab(api, tab, &filter);
    enum refusal refusal = worklist_load(&look, &filter, list);
    if (refusal == ALLOWED)
        refusal = worklist_tasks(&look, role_word(api->asker.role), &reminders, &reminders_count);
    if (refusal == ALLOWED)
        refusal = worklist_count(&look, &filter, &tally);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    fill_tabs(call, &tally, tab, narrowed(call, &filter), view);
    view->tab = text_of(tabs[tab].word);
    fill_roles(call, filter.role, view);
    fill_rows(call, &look, list, view);
    fill_bulk(call, &look, view);
    queue_page_reminders(&call->view, reminders, reminders_count, view);
    if (list->has_more)
        view->older =
            text_format(api->arena, "/desk?v=%s&role=%.*s%.*s&after=%.*s", tabs[tab].word,
                        TEXT_ARGS(filter.role), TEXT_ARGS(narrowed(call, &filter)),
                        TEXT_ARGS(list_view_key(list->next_due_ms, list->next_matter, api->arena)));
    page_title(call, "nav.queue");
    page_frame_area(call, "/desk");
    struct page page = page_begin(call);
    page_desk_queue(&page, view);
    return page_end(call, 200, &page);
}

/* ---- one matter beside the list, and looking one up ---- */

/* By tracking number or case number; a page of its own only where nothing is found. */
enum completion
page_find(struct page_call *call)
{
    struct api_call *api = &call->api;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct find_page find = {.words = api_parameter(api, "q", PARAMETER_CHARACTERS_MAX)};
    if (api_has_mistakes(api))
        return page_not_found(call);
    struct look look = api_look(api);
    struct docket *docket = ARENA_NEW(api->arena, struct docket);
    struct text matter_id = text_is_empty(find.words) ? TEXT("") : docket_find(&look, find.words);
    bool is_hidden = false;
    if (!text_is_empty(matter_id) && docket_load(&look, matter_id, docket, &is_hidden))
        return page_see_other(call, text_format(api->arena, "/desk/m/%.*s", TEXT_ARGS(matter_id)),
                              NULL);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (is_hidden)
        api_log(api, matter_id, false);
    find.has_missed = !text_is_empty(find.words);
    page_title(call, "nav.find");
    page_frame_area(call, "/desk/find");
    struct page page = page_begin(call);
    page_desk_find(&page, &find);
    return page_end(call, find.has_missed ? 404 : 200, &page);
}

/* A fragment for the pane beside the queue; opened as a page it leads to the matter itself. */
enum completion
page_peek(struct page_call *call)
{
    enum completion done;
    struct page_matter *matter = ARENA_NEW(call->api.arena, struct page_matter);
    struct matter_page *view = ARENA_NEW(call->api.arena, struct matter_page);
    if (!page_matter_load(call, matter, &done))
        return done;
    if (text_is(request_header(call->api.request, "Sec-Fetch-Dest"), "document"))
        return page_see_other(call, page_matter_address(call, matter->id), NULL);
    page_matter_describe(call, matter, false, view);
    struct peek_view peek = matter_page_peek(&call->view, view);
    struct page page = page_begin(call);
    part_peek(&page, &peek);
    return page_end(call, 200, &page);
}
