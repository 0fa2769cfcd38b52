/* page_backups.c: for administrators: how far the copies of their node go; at the hub, those of all
 * nodes that this machine hosts. Nothing here makes one: who serves strangers must not be able to
 * write where the copies lie, or whoever breaks in takes them too. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/backup_page.h"

static bool
load(struct page_call *call, struct post *post, struct backup_state *state)
{
    struct store *store = post_reader(post, call->api.request->loop);
    *state = (struct backup_state){.node = post_id(post), .events = post_health(post).size};
    if (store_begin_read(store)) {
        post_backup(post, store, call->api.arena, &state->record);
        store_end_read(store);
    }
    if (!store_fault(store)->is_set)
        return true;
    store_recover(store);
    return false;
}

enum completion
page_backups(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct house *house = api->api->house;
    enum completion done;
    int count = 0;
    if (!page_has_role(call, &done))
        return done;
    if (api->asker.role != ROLE_SYSTEM_ADMIN && api->asker.role != ROLE_AUDIT_ADMIN)
        return page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
    bool is_at_hub = api->post == house_hub(house);
    struct backup_state *states = ARENA_MANY(api->arena, HOUSE_NODES_MAX, struct backup_state);
    for (int i = 0; i < house_count(house); i++) {
        struct post *post = house_at(house, i);
        if ((is_at_hub || post == api->post) && !load(call, post, &states[count++]))
            return api_obstruct(api, LOOK_MUST_SUCCEED);
    }
    struct backups_page *view = ARENA_NEW(api->arena, struct backups_page);
    backups_page_fill(&call->view, states, count, text_of(house_data(house)), api->now_ms, view);
    page_title(call, "backups.title");
    page_frame_area(call, "/desk/system");
    page_crumb(call, "/desk/system", wording("system.title", api->language));
    page_crumb(call, "", wording("backups.title", api->language));
    struct page page = page_begin(call);
    page_desk_backups(&page, view);
    return page_end(call, 200, &page);
}
