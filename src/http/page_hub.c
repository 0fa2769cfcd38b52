/* page_hub.c: the hub: who holds what, what is late, and the word to a court that is late. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "law/tracking_number.h"
#include "paper/wording.h"
#include "view/hub_page.h"
#include "view/list_view.h"

enum { PARAMETER_CHARACTERS_MAX = 64 };

static enum completion
show(struct page_call *call, bool late_only)
{
    struct api_call *api = &call->api;
    page_take_role(call, TEXT(""));
    struct custody_filter filter = {
        .owner = api_parameter(api, "court", PARAMETER_CHARACTERS_MAX),
        .late_only = late_only,
        .after_due_ms = -1,
        .after_matter = TEXT(""),
    };
    struct text after = api_parameter(api, "after", PARAMETER_CHARACTERS_MAX);
    if (api_has_mistakes(api) ||
        (!text_is_empty(after) &&
         !list_view_read_key(after, &filter.after_due_ms, &filter.after_matter)))
        return page_not_found(call);
    struct look look = api_look(api);
    struct custody_list *list = ARENA_NEW(api->arena, struct custody_list);
    struct hub_page *view = ARENA_NEW(api->arena, struct hub_page);
    const struct custody_count *counts = NULL;
    int counts_count = 0;
    enum refusal refusal = custody_list_load(&look, &filter, list);
    if (refusal == ALLOWED)
        refusal = custody_list_counts(&look, &counts, &counts_count);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    hub_page_fill(&call->view, api_rules(api), list, counts, counts_count, api->now_ms, view);
    view->late_only = late_only;
    const struct network_node *court = network_find(call->view.network, filter.owner);
    view->court = court == NULL ? TEXT("") : view_words(&call->view, &court->name);
    if (list->has_more) {
        const struct custody_line *last = &list->lines[list->count - 1];
        view->older =
            text_format(api->arena, "%s?court=%.*s&after=%.*s", late_only ? "/hub/late" : "/hub",
                        TEXT_ARGS(filter.owner),
                        TEXT_ARGS(list_view_key(last->due_ms, last->matter_id, api->arena)));
    }
    page_title(call, late_only ? "nav.late" : "nav.hub");
    page_frame_area(call, late_only ? "/hub/late" : "/hub");
    struct page page = page_begin(call);
    page_hub_custody(&page, view);
    return page_end(call, 200, &page);
}

enum completion
page_hub(struct page_call *call)
{
    return show(call, false);
}

enum completion
page_hub_late(struct page_call *call)
{
    return show(call, true);
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
    page_take_role(call, TEXT(""));
    struct look look = api_look(api);
    enum refusal refusal = MATTER_MUST_EXIST;
    if (!api_has_mistakes(api) &&
        tracking_number_read(api_segment(api, "no"), api->arena, &number) == NUMBER_IS_VALID)
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
