/* page_service.c: how the papers of a matter are served: seen by its court and by the clerks who
 * hand them over, and recorded there. */
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "view/service_page.h"

enum { ID_CHARACTERS_MAX = 80, MODE_CHARACTERS_MAX = 8, NUMBER_CHARACTERS_MAX = 6 };

struct serving_papers {
    struct page_matter matter;
    struct service_list list;
    struct service_page_source source;
    struct service_page page;
    struct service_form_page form;
    const struct service_item *item; /* of the form */
    const struct service_mode *mode;
    int64_t attempt; /* of which more is known; 0: a new one */
};

static bool
load(struct page_call *call, struct serving_papers *papers, enum completion *done)
{
    struct api_call *api = &call->api;
    call->of = papers;
    if (!page_matter_load(call, &papers->matter, done))
        return false;
    service_list_load(&papers->matter.look, &papers->matter.docket, &papers->list);
    if (api_look_failed(api)) {
        *done = api_obstruct(api, LOOK_MUST_SUCCEED);
        return false;
    }
    papers->source = (struct service_page_source){
        .list = &papers->list,
        .docket = &papers->matter.docket,
        .rules = &api_rules(api)->service,
        .sources = &api_rules(api)->time.sources,
        .home = page_matter_address(call, papers->matter.id),
        .is_staff = call->frame.is_staff,
    };
    page_matter_trail(call, papers->matter.id);
    return true;
}

enum completion
page_service(struct page_call *call)
{
    struct serving_papers *papers = ARENA_NEW(call->api.arena, struct serving_papers);
    enum completion done;
    if (!load(call, papers, &done))
        return done;
    service_page_fill(&call->view, &papers->source, &papers->page);
    page_crumb(call, "", wording("service.title", call->api.language));
    page_title(call, "service.title");
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_service(&page, &papers->page);
    else
        page_citizen_service(&page, &papers->page);
    return page_end(call, 200, &page);
}

/* ---- recording ---- */

static struct text
typed(void *of, const char *name)
{
    return page_posted(of, name);
}

static struct text
nothing(void *of, const char *name)
{
    (void)of;
    (void)name;
    return TEXT("");
}

/* Which service, mode and attempt the address names. */
static bool
choose(struct page_call *call, struct serving_papers *papers, enum completion *done)
{
    struct api_call *api = &call->api;
    struct text of = api_parameter(api, "of", ID_CHARACTERS_MAX);
    struct text mode = api_parameter(api, "mode", MODE_CHARACTERS_MAX);
    struct text attempt = api_parameter(api, "attempt", NUMBER_CHARACTERS_MAX);
    if (!load(call, papers, done))
        return false;
    for (int i = 0; i < papers->list.count; i++)
        if (text_equal(papers->list.items[i].row.service_id, of))
            papers->item = &papers->list.items[i];
    papers->mode = service_mode_find(papers->source.rules, mode);
    bool is_number = text_is_empty(attempt) || text_number(attempt, &papers->attempt);
    if (api_has_mistakes(api) || papers->item == NULL || papers->mode == NULL || !is_number) {
        *done = page_not_found(call);
        return false;
    }
    if (!papers->list.may_record) {
        *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
        return false;
    }
    return true;
}

static struct answer
draw_form(struct page_call *call, struct serving_papers *papers, struct plain_form *form,
          int status)
{
    struct service_form_page *view = &papers->form;
    struct service_list one = {.items = papers->item,
                               .count = 1,
                               .may_record = papers->list.may_record,
                               .is_judged_here = papers->list.is_judged_here};
    struct service_page_source source = papers->source;
    struct service_page *page = ARENA_NEW(call->api.arena, struct service_page);
    struct text number = papers->attempt > 0
                             ? text_format(call->api.arena, "&attempt=%d", (int)papers->attempt)
                             : TEXT("");
    source.list = &one;
    service_page_fill(&call->view, &source, page);
    view->papers = page->services[0].papers;
    view->recipients = page->services[0].recipients;
    view->mode = papers->mode->words.in[call->api.language];
    view->back = text_format(call->api.arena, "%.*s/service", TEXT_ARGS(papers->source.home));
    view->action = text_format(call->api.arena, "%.*s/record?of=%.*s&mode=%.*s%.*s",
                               TEXT_ARGS(view->back), TEXT_ARGS(papers->item->row.service_id),
                               TEXT_ARGS(papers->mode->id), TEXT_ARGS(number));
    view->form = plain_form_close(form);
    page_crumb(call, view->back.bytes, wording("service.title", call->api.language));
    page_crumb(call, "", view->mode);
    page_title_text(call, view->mode);
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page drawn = page_begin(call);
    page_desk_service_record(&drawn, view);
    return page_answer(call, status, &drawn);
}

enum completion
page_service_form(struct page_call *call)
{
    struct serving_papers *papers = ARENA_NEW(call->api.arena, struct serving_papers);
    enum completion done;
    if (!choose(call, papers, &done))
        return done;
    struct plain_form *form =
        service_page_form(&call->view, papers->source.rules, papers->mode, nothing, call);
    return api_answer(&call->api, draw_form(call, papers, form, 200));
}

static struct answer
recorded(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct serving_papers *papers = call->of;
    const struct value *said = value_read_canonical(outcome->answer, api->arena);
    bool is_served = text_is(value_member_text(said, "outcome"), "served");
    bool is_told = value_member_is_true(said, "told");
    return page_redirect(call,
                         text_format(api->arena, "%.*s/service", TEXT_ARGS(papers->source.home)),
                         is_told     ? "service-told"
                         : is_served ? "service-served"
                                     : "service-kept");
}

static struct answer
record_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct serving_papers *papers = call->of;
    struct plain_form *form =
        service_page_form(&call->view, papers->source.rules, papers->mode, typed, call);
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    const struct value *mistakes = value_member(said, "fields");
    struct text detail = value_member_text(said, "detail");
    bool is_said = false;
    for (const struct value *one = value_is(mistakes, VALUE_ARRAY) ? mistakes->first : NULL;
         one != NULL; one = one->next) {
        enum refusal refusal;
        if (refusal_parse(value_member_text(one, "refusal"), &refusal))
            is_said |= plain_form_mark(
                form, service_page_field(&call->view, value_member_text(one, "field")),
                api_sentence(&call->api, refusal, TEXT("")));
    }
    while (outcome->refusal == SERVICE_DATES_MUST_AGREE && !text_is_empty(detail))
        is_said |= plain_form_mark(
            form, text_format(call->api.arena, "date.%.*s", TEXT_ARGS(text_cut(&detail, ' '))),
            api_sentence(&call->api, outcome->refusal, TEXT("")));
    if (!is_said)
        papers->form.why = page_why(call, outcome);
    return draw_form(call, papers, form, status);
}

enum completion
page_record_service(struct page_call *call)
{
    struct serving_papers *papers = ARENA_NEW(call->api.arena, struct serving_papers);
    enum completion done;
    if (!choose(call, papers, &done))
        return done;
    struct text input =
        service_page_input(&call->view, papers->source.rules, papers->mode,
                           papers->item->row.service_id, papers->attempt, typed, call);
    struct act act = {.verb = VERB_RECORD_ATTEMPT,
                      .matter_id = papers->matter.id,
                      .input = value_read_canonical(input, call->api.arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, input, recorded, record_again);
}
