/* page_system.c: for administrators: how their node is, the rules it works under, and the log of
 * looks. What a matter says is on none of these pages. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "view/list_view.h"
#include "view/system_page.h"

enum { PARAMETER_CHARACTERS_MAX = 24 };

static struct node_state
state_of(struct post *post)
{
    struct post_health health = post_health(post);
    struct node_state state = {
        .events = health.size,
        .checkpoint_ms = health.checkpoint_ms,
        .promises = health.outbox_open,
        .promises_since_ms = health.outbox_oldest_ms,
        .alarms = health.alarms,
        .backup_ms = health.backup_ms,
        .backup_is_verified = health.backup_is_verified,
        .is_stopped = health.is_stopped,
        .is_read_only = health.is_read_only,
        .clock_is_doubted = health.clock_is_doubted,
    };
    for (int way = 0; way < MESSAGE_WAYS; way++) {
        int64_t oldest_ms = health.messages_oldest_ms[way];
        state.messages += health.messages_open[way];
        if (oldest_ms > 0 && (state.messages_since_ms == 0 || oldest_ms < state.messages_since_ms))
            state.messages_since_ms = oldest_ms;
    }
    return state;
}

enum completion
page_system(struct page_call *call)
{
    struct api_call *api = &call->api;
    enum completion done;
    const struct rule_in_use *rules = NULL;
    int count = 0;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(api);
    enum refusal refusal = rules_in_use_load(&look, &rules, &count);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    struct node_state state = state_of(api->post);
    struct system_page *view = ARENA_NEW(api->arena, struct system_page);
    system_page_fill(&call->view, &state, rules, count, api->now_ms, view);
    page_title(call, "system.title");
    page_frame_area(call, "/desk/system");
    struct page page = page_begin(call);
    page_desk_system(&page, view);
    return page_end(call, 200, &page);
}

enum completion
page_log(struct page_call *call)
{
    struct api_call *api = &call->api;
    enum completion done;
    const struct access_look *looks = NULL;
    int count = 0;
    bool more = false;
    int64_t before = VALUE_INTEGER_MAX, last = 0;
    if (!page_has_role(call, &done))
        return done;
    struct text given = api_parameter(api, "before", PARAMETER_CHARACTERS_MAX);
    bool refused_only = text_is(api_parameter(api, "v", PARAMETER_CHARACTERS_MAX), "refused");
    if (api_has_mistakes(api) || (!text_is_empty(given) && !text_number(given, &before)))
        return page_not_found(call);
    struct look look = api_look(api);
    enum refusal refusal =
        access_log_load(&look, refused_only, before, &looks, &count, &last, &more);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    struct log_page *view = ARENA_NEW(api->arena, struct log_page);
    log_page_fill(&call->view, looks, count, refused_only, last, more, view);
    page_title(call, "log.title");
    page_frame_area(call, "/desk/log");
    struct page page = page_begin(call);
    page_desk_log(&page, view);
    return page_end(call, 200, &page);
}
