/* helper_page.c: who helps is called as the party calls him; what a helper did stands under his
 * name beside the day. */
#include "view/helper_page.h"

#include "law/access.h"
#include "paper/wording.h"
#include "view/frame.h"
#include "view/page.h"

enum { LINES_MAX = 50 };

static struct text
say(const struct view *view, const char *key)
{
    return wording(key, view->language);
}

static struct text
instant(const struct view *view, int64_t at_ms, int64_t now_ms)
{
    struct page_frame frame = {.today = date_of_instant(now_ms, CHINA_OFFSET_MINUTES)};
    struct page page = {.arena = view->arena, .view = view, .frame = &frame};
    return page_instant(&page, at_ms);
}

/* The last day of somebody's help, in words. */
static struct text
last_day(const struct view *view, struct date day)
{
    struct page_frame frame = {.today = day};
    struct page page = {.arena = view->arena, .view = view, .frame = &frame};
    return page_date(&page, day);
}

/* ---- of one matter ---- */

struct plain_form *
helper_form(const struct view *view, const struct helper_typed *typed)
{
    struct plain_form *form = plain_form_open(view);
    plain_form_add(form, CONTROL_TEXT, "name", say(view, "helper.name"),
                   say(view, "helper.name-hint"), typed->name)
        ->is_required = true;
    plain_form_add(form, CONTROL_TEXT, "relation", say(view, "helper.relation"),
                   say(view, "helper.relation-hint"), typed->relation)
        ->is_required = true;
    return form;
}

static bool
is_help(const struct representation_item *item)
{
    return item->one.scope == SCOPE_HELP;
}

void
helper_page_fill(const struct view *view, struct text matter_id, struct date today,
                 const struct representation_item *items, int count, struct helper_page *page)
{
    struct agent_row *rows = ARENA_MANY(view->arena, (size_t)count + 1, struct agent_row);
    for (int i = 0; i < count; i++) {
        /* What came to nothing is not worth a line. */
        bool is_worth = items[i].one.status == REPRESENTATION_IN_FORCE ||
                        items[i].one.status == REPRESENTATION_ENDED ||
                        (items[i].one.status == REPRESENTATION_PROPOSED && !items[i].is_over);
        if (is_help(&items[i]) && is_worth && text_equal(items[i].one.matter, matter_id))
            rows[page->helpers_count++] = agents_page_row(view, &items[i], today, true);
    }
    page->helpers = rows;
}

static struct text
name_of(const struct representation_item *items, int count, struct text account)
{
    for (int i = 0; i < count; i++) {
        if (is_help(&items[i]) && text_equal(items[i].one.agent, account))
            return items[i].one.name;
    }
    return TEXT("");
}

void
helper_page_done(const struct view *view, const struct representation_item *items, int count,
                 const struct history_event *events, int events_count, int64_t now_ms,
                 struct helper_page *page)
{
    struct summary_row *rows = ARENA_MANY(view->arena, LINES_MAX, struct summary_row);
    for (int i = events_count; i > 0 && page->did.rows_count < LINES_MAX; i--) {
        const struct history_event *event = &events[i - 1];
        struct text name = name_of(items, count, event->account);
        if (!text_equal(event->role, role_word(ROLE_HELPER)) || text_is_empty(name) ||
            event->step == NULL)
            continue;
        rows[page->did.rows_count++] = (struct summary_row){
            .label = text_format(view->arena, "%.*s · %.*s",
                                 TEXT_ARGS(instant(view, event->times.entered_ms, now_ms)),
                                 TEXT_ARGS(name)),
            .value = view_words(view, &event->step->words)};
    }
    page->did.rows = rows;
}

/* ---- where a code is entered ---- */

void
helper_start_fill(const struct view *view, struct text account, struct date today,
                  const struct representation_item *items, int count, const struct my_matters *mine,
                  struct helper_start_page *page)
{
    struct agent_row *helpers = ARENA_MANY(view->arena, (size_t)count + 1, struct agent_row);
    struct agent_row *helped = ARENA_MANY(view->arena, (size_t)count + 1, struct agent_row);
    struct helper_matter *matters =
        ARENA_MANY(view->arena, (size_t)mine->count + 1, struct helper_matter);
    for (int i = 0; i < count; i++) {
        bool is_principal = text_equal(items[i].one.principal, account);
        if (!is_help(&items[i]) || !items[i].counts_today)
            continue;
        struct agent_row row = agents_page_row(view, &items[i], today, is_principal);
        if (is_principal)
            helpers[page->helpers_count++] = row;
        else
            helped[page->helped_count++] = row;
    }
    for (int i = 0; i < mine->count && page->is_party; i++) {
        const struct matter_row *row = &mine->rows[i].row;
        matters[page->matters_count++] = (struct helper_matter){
            .no = row->matter_id,
            .title = text_is_empty(row->title) ? row->matter_id : row->title,
            .address = text_format(view->arena, "/m/%.*s/help", TEXT_ARGS(row->matter_id))};
    }
    page->helpers = helpers;
    page->helped = helped;
    page->matters = matters;
}

static struct summary_row *
facts_of(const struct view *view, const struct representation_item *item, struct text until)
{
    const struct representation *one = &item->one;
    struct summary_row *rows = ARENA_MANY(view->arena, 4, struct summary_row);
    struct wording_value who[] = {{"name", one->name}, {"relation", one->relation}};
    rows[0] =
        (struct summary_row){.label = say(view, "helper.whose"), .value = item->principal_name};
    rows[1] = (struct summary_row){.label = say(view, "agents.matter"), .value = one->matter};
    rows[2] = (struct summary_row){
        .label = say(view, "helper.the-helper"),
        .value = wording_fill("helper.who", view->language, who, 2, view->arena)};
    rows[3] = (struct summary_row){.label = say(view, "helper.until"), .value = until};
    return rows;
}

void
helper_ask_fill(const struct view *view, const struct representation_item *item, struct text code,
                struct confirm_view *confirm)
{
    struct hidden_field *hidden = ARENA_MANY(view->arena, 2, struct hidden_field);
    struct wording_value name = {"name", item->principal_name};
    hidden[0] = (struct hidden_field){TEXT("code"), code};
    hidden[1] = (struct hidden_field){TEXT("confirm"), TEXT("yes")};
    *confirm = (struct confirm_view){
        .title = wording_fill("helper.ask", view->language, &name, 1, view->arena),
        .effect = say(view, "helper.ask-effect"),
        .action = TEXT("/my/help"),
        .button = say(view, "helper.ask-yes"),
        .back = TEXT("/my/help"),
        .facts = {facts_of(view, item, say(view, "helper.seven-days")), 4, false},
        .hidden = hidden,
        .hidden_count = 2,
    };
}

void
helper_taken_fill(const struct view *view, const struct representation_item *item,
                  struct date today, struct confirm_view *confirm)
{
    struct hidden_field *hidden = ARENA_MANY(view->arena, 2, struct hidden_field);
    struct wording_value name = {"name", item->principal_name};
    struct text until = last_day(view, date_add_days(today, HELP_DAYS));
    hidden[0] = (struct hidden_field){TEXT("role"), role_word(ROLE_HELPER)};
    hidden[1] = (struct hidden_field){
        TEXT("to"), text_format(view->arena, "/m/%.*s", TEXT_ARGS(item->one.matter))};
    *confirm = (struct confirm_view){
        .title = wording_fill("helper.taken", view->language, &name, 1, view->arena),
        .effect = say(view, "helper.taken-effect"),
        .action = TEXT("/account/role"),
        .button = say(view, "helper.taken-go"),
        .back = TEXT("/my"),
        .facts = {facts_of(view, item, until), 4, false},
        .hidden = hidden,
        .hidden_count = 2,
    };
}

struct text
helper_notice(const struct view *view, struct text principal_name, struct date until)
{
    struct wording_value values[] = {{"name", principal_name}, {"until", last_day(view, until)}};
    return wording_fill("helper.notice", view->language, values, 2, view->arena);
}
