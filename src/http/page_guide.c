/* page_guide.c: what a service is, what to bring, how long it takes, what it costs and who helps;
 * found by the words people use. For everybody, without signing in. */
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "view/guide_page.h"

enum { WORDS_CHARACTERS_MAX = 60 };

enum completion
page_guide(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct guide_page *view = ARENA_NEW(api->arena, struct guide_page);
    struct text words = text_trim(api_parameter(api, "q", WORDS_CHARACTERS_MAX));
    if (api_has_mistakes(api))
        return page_not_found(call);
    guide_page_fill(&call->view, api_rules(api), words, call->frame.today, view);
    page_title(call, "guide.title");
    page_frame_area(call, "help");
    struct page page = page_begin(call);
    page_public_guide(&page, view);
    return page_end(call, 200, &page);
}

enum completion
page_guide_topic(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct guide_topic_page *view = ARENA_NEW(api->arena, struct guide_topic_page);
    const struct guide_topic *topic = guide_find(&api_rules(api)->guide, api_segment(api, "topic"));
    if (topic == NULL)
        return page_not_found(call);
    guide_topic_fill(&call->view, api_rules(api), topic, call->frame.today, view);
    page_title_text(call, view->title);
    page_frame_area(call, "help");
    page_crumb(call, "/guide", view_say(&call->view, "guide.title"));
    page_crumb(call, "", view->title);
    struct page page = page_begin(call);
    page_public_topic(&page, view);
    return page_end(call, 200, &page);
}
