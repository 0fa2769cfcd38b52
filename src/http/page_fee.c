/* page_fee.c: what proceedings cost, for anybody. A GET alone: nothing is changed by asking, and
 * the address holds the whole question. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/fee_page.h"

enum completion
page_fee(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct costing costing = {.rules = &api_rules(api)->fees, .language = api->language};
    struct fee_page *fee = ARENA_NEW(api->arena, struct fee_page);
    enum completion done;
    if (!api_may_ask(api, &done))
        return done;
    fee_page_fill(&call->view, &costing, &api_rules(api)->time.sources, api->request->query,
                  api->request->query_count, api_today(api), fee);
    page_frame_area(call, "home");
    if (!text_is_empty(fee->kind)) {
        page_crumb(call, "/fee", wording("fee.title", api->language));
        page_crumb(call, "", fee->name);
        page_title_text(call, fee->name);
    } else {
        page_title(call, "fee.title");
    }
    call->frame.has_mistakes = fee->form.is_wrong;
    struct page page = page_begin(call);
    page_public_fee(&page, fee);
    return page_end(call, fee->form.is_wrong ? 422 : 200, &page);
}
