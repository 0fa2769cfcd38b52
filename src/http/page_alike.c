/* page_alike.c: before a second number exists for the same dispute, the two are laid side by side.
 * The officer decides; nothing is merged and nothing is refused by itself. */
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/alike_page.h"

static int
chosen_of(struct page_call *call, const struct alike *list, int count)
{
    struct text with = api_parameter(&call->api, "with", API_ID_CHARACTERS_MAX);
    for (int i = 0; i < count; i++) {
        if (text_equal(list[i].matter_id, with))
            return i;
    }
    return text_is_empty(with) ? 0 : -1;
}

enum completion
page_alike(struct page_call *call)
{
    enum completion done;
    const struct alike *list;
    struct page_matter *matter = ARENA_NEW(call->api.arena, struct page_matter);
    struct alike_page *view = ARENA_NEW(call->api.arena, struct alike_page);
    if (!page_matter_load(call, matter, &done))
        return done;
    int count = page_matter_alike(call, matter, &list);
    int chosen = chosen_of(call, list, count);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    if (!matter->docket.sees[SIGHT_CONTENT] || chosen < 0)
        return page_nothing(call);
    if (count > 0)
        api_log(&call->api, list[chosen].matter_id, true);
    alike_page_fill(&call->view, &matter->docket, list, count, chosen, view);
    view->back = page_matter_address(call, matter->id);
    page_matter_trail(call, matter->id);
    page_crumb(call, "", wording("alike.title", call->api.language));
    page_title(call, "alike.title");
    struct page page = page_begin(call);
    page_desk_alike(&page, view);
    return page_end(call, 200, &page);
}
