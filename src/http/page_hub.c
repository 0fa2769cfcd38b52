/* page_hub.c: the hub: its board of numbers, the list behind each of them, and the word to a court
 * that is late. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "law/tracking_number.h"
#include "paper/wording.h"
#include "view/board_page.h"
#include "view/hub_page.h"
#include "view/list_view.h"

enum { PARAMETER_CHARACTERS_MAX = 64 };

/* ---- the board ---- */

struct numbers {
    struct text owner; /* the court the board is cut to; empty: all */
    struct hub_board board;
    struct board_page page;
};

static bool
count(struct page_call *call, bool is_sheet, struct numbers *numbers, enum completion *done)
{
    struct api_call *api = &call->api;
    if (!page_has_role(call, done))
        return false;
    numbers->owner = api_parameter(api, "court", PARAMETER_CHARACTERS_MAX);
    bool is_known =
        text_is_empty(numbers->owner) || network_is_court(call->view.network, numbers->owner);
    if (api_has_mistakes(api) || !is_known) {
        *done = page_not_found(call);
        return false;
    }
    struct look look = api_look(api);
    enum refusal refusal = hub_board_load(&look, numbers->owner, &numbers->board);
    if (api_look_failed(api)) {
        *done = api_obstruct(api, LOOK_MUST_SUCCEED);
        return false;
    }
    if (refusal != ALLOWED) {
        *done = page_refuse(call, refusal, TEXT(""));
        return false;
    }
    board_page_fill(&call->view, api_rules(api), &numbers->board, numbers->owner, api->now_ms,
                    is_sheet, &numbers->page);
    page_title(call, "nav.hub");
    page_frame_area(call, "/hub");
    return true;
}

enum completion
page_hub(struct page_call *call)
{
    enum completion done;
    struct numbers *numbers = ARENA_NEW(call->api.arena, struct numbers);
    if (!count(call, false, numbers, &done))
        return done;
    struct page page = page_begin(call);
    page_hub_board(&page, &numbers->page);
    return page_end(call, 200, &page);
}

enum completion
page_hub_print(struct page_call *call)
{
    enum completion done;
    struct numbers *numbers = ARENA_NEW(call->api.arena, struct numbers);
    if (!count(call, true, numbers, &done))
        return done;
    struct page page = page_begin(call);
    page_hub_sheet(&page, &numbers->page);
    return page_end(call, 200, &page);
}

/* What the board fetches by itself; opened as a page it leads to the board. */
enum completion
page_hub_now(struct page_call *call)
{
    enum completion done;
    struct numbers *numbers = ARENA_NEW(call->api.arena, struct numbers);
    if (!count(call, false, numbers, &done))
        return done;
    if (text_is(request_header(call->api.request, "Sec-Fetch-Dest"), "document"))
        return page_see_other(call, numbers->page.again, NULL);
    struct page page = page_begin(call);
    part_board(&page, &numbers->page);
    return page_end(call, 200, &page);
}

/* ---- a list ---- */

static bool
read_day(struct page_call *call, const char *name, struct date *day)
{
    struct text given = api_parameter(&call->api, name, PARAMETER_CHARACTERS_MAX);
    *day = DATE_NONE;
    return text_is_empty(given) || date_parse(given, day);
}

static bool
read_filter(struct page_call *call, enum custody_number number, struct custody_filter *filter)
{
    struct api_call *api = &call->api;
    struct text of = api_parameter(api, "of", PARAMETER_CHARACTERS_MAX);
    struct text after = api_parameter(api, "after", PARAMETER_CHARACTERS_MAX);
    *filter = custody_filter_of(number);
    filter->owner = api_parameter(api, "court", PARAMETER_CHARACTERS_MAX);
    filter->receiving = api_parameter(api, "at", PARAMETER_CHARACTERS_MAX);
    filter->state = api_parameter(api, "state", PARAMETER_CHARACTERS_MAX);
    filter->case_kind = api_parameter(api, "kind", PARAMETER_CHARACTERS_MAX);
    filter->after_matter = TEXT("");
    return (text_is_empty(of) || custody_number_parse(of, &filter->number)) &&
           read_day(call, "from", &filter->from) && read_day(call, "until", &filter->until) &&
           (text_is_empty(after) ||
            list_view_read_key(after, &filter->after_ms, &filter->after_matter));
}

static enum completion
show_list(struct page_call *call, enum custody_number number)
{
    struct api_call *api = &call->api;
    struct custody_filter filter;
    enum completion done;
    int64_t size = 0;
    if (!page_has_role(call, &done))
        return done;
    bool is_right = read_filter(call, number, &filter);
    if (api_has_mistakes(api) || !is_right)
        return page_not_found(call);
    struct look look = api_look(api);
    struct custody_list *list = ARENA_NEW(api->arena, struct custody_list);
    struct hub_page *view = ARENA_NEW(api->arena, struct hub_page);
    enum refusal refusal = custody_list_load(&look, &filter, list);
    if (refusal == ALLOWED)
        refusal = custody_list_size(&look, &filter, &size);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    hub_page_fill(&call->view, api_rules(api), &filter, list, size, api->now_ms, view);
    if (list->has_more) {
        const struct custody_line *last = &list->lines[list->count - 1];
        struct text key =
            list_view_key(custody_list_key(&filter, last), last->matter_id, api->arena);
        view->older = text_format(api->arena, "%.*s&after=%.*s",
                                  TEXT_ARGS(board_page_list(&call->view, &filter)), TEXT_ARGS(key));
    }
    page_title(call, custody_number_name(filter.number));
    page_frame_area(call, filter.number == CUSTODY_LATE ? "/hub/late" : "/hub");
    page_crumb(call, "/hub", wording("nav.hub", api->language));
    page_crumb(call, "", wording(custody_number_name(filter.number), api->language));
    struct page page = page_begin(call);
    page_hub_custody(&page, view);
    return page_end(call, 200, &page);
}

enum completion
page_hub_list(struct page_call *call)
{
    return show_list(call, CUSTODY_OPEN);
}

enum completion
page_hub_late(struct page_call *call)
{
    return show_list(call, CUSTODY_LATE);
}

/* ---- one line ---- */

struct urging {
    struct custody_line line;
    struct hub_matter_page page;
};

static bool
load(struct page_call *call, struct urging *urging, enum completion *done)
{
    struct api_call *api = &call->api;
    struct tracking_number number;
    if (!page_has_role(call, done))
        return false;
    struct look look = api_look(api);
    enum refusal refusal = MATTER_MUST_EXIST;
    if (tracking_number_read(api_segment(api, "no"), api->arena, &number) == NUMBER_IS_VALID)
        refusal = custody_list_find(&look, number.text, &urging->line);
    if (refusal != ALLOWED) {
        *done = page_refuse(call, refusal, TEXT(""));
        return false;
    }
    page_frame_area(call, "/hub");
    page_crumb(call, "/hub", wording("nav.hub", api->language));
    page_crumb(call, "", urging->line.matter_id);
    return true;
}

static struct answer
draw(struct page_call *call, struct urging *urging, int status, struct text court)
{
    hub_matter_fill(&call->view, api_rules(&call->api), &urging->line, court, call->api.now_ms,
                    &urging->page);
    page_title_text(call, urging->line.matter_id);
    call->frame.has_mistakes = !text_is_empty(urging->page.why);
    struct page page = page_begin(call);
    page_hub_matter(&page, &urging->page);
    return page_answer(call, status, &page);
}

enum completion
page_hub_line(struct page_call *call)
{
    enum completion done;
    struct urging *urging = ARENA_NEW(call->api.arena, struct urging);
    if (!load(call, urging, &done))
        return done;
    api_log(&call->api, urging->line.matter_id, true);
    return api_answer(&call->api, draw(call, urging, 200, TEXT("")));
}

static struct answer
urged(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct urging *urging = call->of;
    (void)outcome;
    return page_redirect(
        call, text_format(api->arena, "/hub/m/%.*s", TEXT_ARGS(urging->line.matter_id)), "urged");
}

static struct answer
again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct urging *urging = call->of;
    urging->page.why = page_why(call, outcome);
    return draw(call, urging, status, page_posted(call, "court"));
}

enum completion
page_hub_urge(struct page_call *call)
{
    enum completion done;
    struct urging *urging = ARENA_NEW(call->api.arena, struct urging);
    call->of = urging;
    if (!load(call, urging, &done))
        return done;
    urging->page.message = page_posted(call, "message");
    struct canon input = canon_open(call->api.arena, 400);
    canon_begin_object(&input);
    canon_member_text_if(&input, "court", page_posted(call, "court"));
    canon_member_text(&input, "message", urging->page.message);
    canon_end_object(&input);
    struct act act = {
        .verb = VERB_URGE,
        .matter_id = urging->line.matter_id,
        .input = value_read_canonical(canon_text(&input), call->api.arena),
        .if_version = -1,
        .claimed_ms = -1,
    };
    return page_submit(call, act, canon_text(&input), urged, again);
}
