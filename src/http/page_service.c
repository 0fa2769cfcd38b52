/* page_service.c: how the papers of a matter are served: seen by its court and by the clerks who
 * hand them over, and recorded there. */
#include "http/page_files.h"
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

static struct answer
draw_page(struct page_call *call, struct serving_papers *papers, int status)
{
    service_page_fill(&call->view, &papers->source, &papers->page);
    page_crumb(call, "", wording("service.title", call->api.language));
    page_title(call, "service.title");
    call->frame.has_mistakes = !text_is_empty(papers->page.why);
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_service(&page, &papers->page);
    else
        page_citizen_service(&page, &papers->page);
    return page_answer(call, status, &page);
}

enum completion
page_service(struct page_call *call)
{
    struct serving_papers *papers = ARENA_NEW(call->api.arena, struct serving_papers);
    enum completion done;
    if (!load(call, papers, &done))
        return done;
    return api_answer(&call->api, draw_page(call, papers, 200));
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
    struct service_list one = papers->list;
    struct service_page_source source = papers->source;
    struct service_page *page = ARENA_NEW(call->api.arena, struct service_page);
    struct text number = papers->attempt > 0
                             ? text_format(call->api.arena, "&attempt=%d", (int)papers->attempt)
                             : TEXT("");
    one.items = papers->item;
    one.count = 1;
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
    while (outcome->refusal == SERVICE_DATES_MUST_AGREE && !text_is_empty(detail)) {
        struct text date = text_cut(&detail, ' ');
        is_said |= plain_form_mark(form, text_format(call->api.arena, "date-%.*s", TEXT_ARGS(date)),
                                   api_sentence(&call->api, outcome->refusal, TEXT("")));
    }
    if (!is_said)
        papers->form.why = page_why(call, outcome);
    return draw_form(call, papers, form, status);
}

/* What its addressee said is against what the law presumes: more that is said of that attempt
 * answers it, and nothing else does. */
static const struct evidence_row *
objection_of(const struct serving_papers *papers)
{
    const struct service_item *item = papers->item;
    for (int i = 0; i < item->attempts_count && item->objections_count > 0; i++)
        if (item->attempts[i].number == papers->attempt &&
            value_member_is_true(item->attempts[i].verdict, "presumed"))
            return &item->objections[0];
    return NULL;
}

/* On a thread that may block, with the form and its files. */
static void
record(struct page_call *call)
{
    struct serving_papers *papers = call->of;
    const struct page_files *files = call->files;
    if (files->mistakes_count > 0) {
        struct plain_form *form =
            service_page_form(&call->view, papers->source.rules, papers->mode, typed, call);
        for (size_t i = 0; i < files->mistakes_count; i++)
            plain_form_mark(form, files->mistakes[i].field, files->mistakes[i].sentence);
        page_answer_later(call, draw_form(call, papers, form, 422));
        return;
    }
    struct text input = service_page_input(&call->view, papers->source.rules, papers->mode,
                                           papers->item->row.service_id, papers->attempt,
                                           objection_of(papers), typed, call);
    struct act act = {.verb = VERB_RECORD_ATTEMPT,
                      .matter_id = papers->matter.id,
                      .input = value_read_canonical(input, call->api.arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    page_submit_later(call, act, input, recorded, record_again);
}

enum completion
page_record_service(struct page_call *call)
{
    struct serving_papers *papers = ARENA_NEW(call->api.arena, struct serving_papers);
    enum completion done;
    if (!choose(call, papers, &done))
        return done;
    return page_take_posted(call, record);
}

/* ---- what proves it ---- */

static bool
find_file(const struct service_list *list, struct text id, struct arena *arena,
          struct docket_document *document)
{
    for (int i = 0; i < list->count; i++) {
        const struct service_item *item = &list->items[i];
        for (int j = 0; j < item->attempts_count; j++) {
            const struct value *files = value_member(item->attempts[j].details, "documents");
            int number = 0;
            for (const struct value *file = value_is(files, VALUE_ARRAY) ? files->first : NULL;
                 file != NULL; file = file->next, number++) {
                struct text name = text_format(arena, "%.*s-%d-%d", TEXT_ARGS(item->row.service_id),
                                               (int)item->attempts[j].number, number);
                if (!text_equal(name, id))
                    continue;
                *document = (struct docket_document){.id = name,
                                                     .name = value_member_text(file, "name"),
                                                     .sha256 = value_member_text(file, "file"),
                                                     .media = value_member_text(file, "media")};
                return true;
            }
        }
    }
    return false;
}

enum completion
page_service_file(struct page_call *call)
{
    struct serving_papers *papers = ARENA_NEW(call->api.arena, struct serving_papers);
    struct docket_document document;
    enum completion done;
    if (!load(call, papers, &done))
        return done;
    if (!find_file(&papers->list, api_segment(&call->api, "id"), call->api.arena, &document))
        return page_nothing(call);
    return api_give_document(&call->api, &document);
}

/* ---- its addressee ---- */

/* He says that he did not get it, or that he wants paper from now on. */
static struct answer
said(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    const struct serving_papers *papers = call->of;
    (void)outcome;
    return page_redirect(
        call, text_format(api->arena, "%.*s/service", TEXT_ARGS(papers->source.home)),
        text_is(page_posted(call, "what"), "withdraw") ? "service-withdrawn" : "service-objected");
}

static struct answer
say_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct serving_papers *papers = call->of;
    papers->page = (struct service_page){.why = page_why(call, outcome)};
    return draw_page(call, papers, status);
}

enum completion
page_say_service(struct page_call *call)
{
    struct serving_papers *papers = ARENA_NEW(call->api.arena, struct serving_papers);
    enum completion done;
    if (!load(call, papers, &done))
        return done;
    bool withdraws = text_is(page_posted(call, "what"), "withdraw");
    struct canon input = canon_open(call->api.arena, 300);
    canon_begin_object(&input);
    if (!withdraws) {
        canon_member_text(&input, "reason", page_posted(call, "reason"));
        canon_member_text(&input, "service", page_posted(call, "of"));
    }
    canon_end_object(&input);
    struct text text = canon_text(&input);
    struct act act = {.verb = withdraws ? VERB_WITHDRAW_CONSENT : VERB_OBJECT_SERVICE,
                      .matter_id = papers->matter.id,
                      .input = value_read_canonical(text, call->api.arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, text, said, say_again);
}

/* ---- everything that waits ---- */

enum completion
page_services(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct service_queue_page *view = ARENA_NEW(api->arena, struct service_queue_page);
    const struct service_open_line *lines;
    int count;
    enum completion done;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(api);
    enum refusal refusal = service_list_open(&look, &lines, &count, &view->has_more);
    if (api_look_failed(api))
        return api_obstruct(api, LOOK_MUST_SUCCEED);
    if (refusal != ALLOWED)
        return page_refuse(call, refusal, TEXT(""));
    service_page_queue(&call->view, &api_rules(api)->service, lines, count, view);
    page_title(call, "service.waiting");
    page_frame_area(call, "/desk/service");
    struct page page = page_begin(call);
    page_desk_service_queue(&page, view);
    return page_end(call, 200, &page);
}
