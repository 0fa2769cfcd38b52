/* page_announce.c: announcements of the courts, for everybody; and a judge's form for one. */
#include "http/page_frame.h"
#include "http/page_matter.h"
#include "http/page_routes.h"
#include "paper/service_words.h"
#include "paper/wording.h"
#include "query/service_list.h"
#include "view/announcement_page.h"
#include "view/service_page.h"

enum { ID_CHARACTERS_MAX = 80 };

/* ---- for everybody ---- */

/* What a node of this house has to say to everybody. */
static struct look
look_of(struct page_call *call, struct post *post)
{
    struct api_call *api = &call->api;
    return (struct look){
        .store = post_reader(post, api->request->loop),
        .court_id = post_id(post),
        .rules = api_rules(api),
        .network = post_network(post),
        .asker = &api->asker,
        .now_ms = api->now_ms,
        .arena = api->arena,
    };
}

/* A store that cannot be read now is asked again by whoever comes next. */
static bool
has_failed(const struct look *look)
{
    if (!store_fault(look->store)->is_set)
        return false;
    store_recover(look->store);
    return true;
}

enum completion
page_announcements(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct house *house = api->api->house;
    struct announcements_page *view = ARENA_NEW(api->arena, struct announcements_page);
    for (int i = 0; i < house_count(house); i++) {
        const struct announcement_row *rows;
        int count;
        struct look look = look_of(call, house_at(house, i));
        announcement_list_load(&look, &rows, &count);
        if (has_failed(&look))
            return api_obstruct(api, LOOK_MUST_SUCCEED);
        announcements_page_add(&call->view, view_court_name(&call->view, look.court_id), rows,
                               count, view);
    }
    page_title(call, "announcement.title");
    struct page page = page_begin(call);
    page_public_announcements(&page, view);
    return page_end(call, 200, &page);
}

enum completion
page_announcement(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct house *house = api->api->house;
    struct text id = api_segment(api, "id");
    struct announcement_page *view = ARENA_NEW(api->arena, struct announcement_page);
    struct announcement_row row;
    bool is_there = false;
    for (int i = 0; i < house_count(house) && !is_there; i++) {
        struct look look = look_of(call, house_at(house, i));
        is_there = announcement_list_find(&look, id, &row);
        if (has_failed(&look))
            return api_obstruct(api, LOOK_MUST_SUCCEED);
        if (is_there)
            announcement_page_fill(&call->view, view_court_name(&call->view, look.court_id), &row,
                                   view);
    }
    if (!is_there)
        return page_not_found(call);
    page_title(call, "announcement.one");
    page_crumb(call, "/announcements", view_say(&call->view, "announcement.title"));
    page_crumb(call, "", view->court);
    struct page page = page_begin(call);
    page_public_announcement(&page, view);
    return page_end(call, 200, &page);
}

/* ---- announcing ---- */

struct announcing {
    struct page_matter matter;
    struct service_list list;
    const struct service_item *item;
    struct announce_form_page page;
    struct text course;
};

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

/* What was tried, a line each: the file has to say it [CPL-2023:95]. */
static struct text
course_of(struct page_call *call, const struct service_item *item)
{
    struct service_words words = {&api_rules(&call->api)->service, LANGUAGE_ZH, call->api.arena};
    struct buffer course = buffer_open(call->api.arena, 200);
    for (int i = 0; i < item->attempts_count; i++) {
        const struct attempt_row *attempt = &item->attempts[i];
        struct text name = service_words_mode(&words, attempt->mode, attempt->channel);
        struct date day = date_of_instant(attempt->made_ms, CHINA_OFFSET_MINUTES);
        struct wording_value values[] = {{"day", date_text(day, call->api.arena)}, {"mode", name}};
        buffer_add_format(&course, "%s", course.length > 0 ? "\n" : "");
        buffer_add_text(
            &course, wording_fill("announcement.tried", LANGUAGE_ZH, values, 2, call->api.arena));
    }
    return buffer_text(&course);
}

static bool
load(struct page_call *call, struct announcing *one, enum completion *done)
{
    struct api_call *api = &call->api;
    struct text of = api_parameter(api, "of", ID_CHARACTERS_MAX);
    call->of = one;
    if (!page_matter_load(call, &one->matter, done))
        return false;
    service_list_load(&one->matter.look, &one->matter.docket, &one->list);
    if (api_look_failed(api)) {
        *done = api_obstruct(api, LOOK_MUST_SUCCEED);
        return false;
    }
    for (int i = 0; i < one->list.count; i++)
        if (text_equal(one->list.items[i].row.service_id, of))
            one->item = &one->list.items[i];
    if (api_has_mistakes(api) || one->item == NULL) {
        *done = page_nothing(call);
        return false;
    }
    if (!one->list.may_announce) {
        *done = page_refuse(call, ROLE_MUST_BE_ALLOWED, TEXT(""));
        return false;
    }
    one->course = course_of(call, one->item);
    page_matter_trail(call, one->matter.id);
    return true;
}

static struct answer
draw_form(struct page_call *call, struct announcing *one, struct plain_form *form, int status)
{
    struct announce_form_page *view = &one->page;
    struct text home = page_matter_address(call, one->matter.id);
    struct service_list list = {.items = one->item, .count = 1};
    struct service_page_source source = {
        .list = &list,
        .docket = &one->matter.docket,
        .rules = &api_rules(&call->api)->service,
        .sources = &api_rules(&call->api)->time.sources,
        .home = home,
        .is_staff = true,
    };
    struct service_page *page = ARENA_NEW(call->api.arena, struct service_page);
    service_page_fill(&call->view, &source, page);
    view->papers = page->services[0].papers;
    view->recipients = page->services[0].recipients;
    view->back = text_format(call->api.arena, "%.*s/service", TEXT_ARGS(home));
    view->action = text_format(call->api.arena, "%.*s/announce?of=%.*s", TEXT_ARGS(view->back),
                               TEXT_ARGS(one->item->row.service_id));
    view->form = plain_form_close(form);
    page_crumb(call, view->back.bytes, wording("service.title", call->api.language));
    page_crumb(call, "", wording("announcement.new", call->api.language));
    page_title(call, "announcement.new");
    call->frame.has_mistakes = view->form.is_wrong || !text_is_empty(view->why);
    struct page drawn = page_begin(call);
    page_desk_announce(&drawn, view);
    return page_answer(call, status, &drawn);
}

static struct plain_form *
form_of(struct page_call *call, struct announcing *one,
        struct text (*said)(void *of, const char *name))
{
    return announce_form(&call->view, &api_rules(&call->api)->service, one->item->row.document,
                         one->course, said, call);
}

enum completion
page_announce_form(struct page_call *call)
{
    struct announcing *one = ARENA_NEW(call->api.arena, struct announcing);
    enum completion done;
    if (!load(call, one, &done))
        return done;
    return api_answer(&call->api, draw_form(call, one, form_of(call, one, nothing), 200));
}

static struct answer
announced(struct api_call *api, const struct outcome *outcome)
{
    struct page_call *call = page_call_of(api);
    struct announcing *one = call->of;
    (void)outcome;
    return page_redirect(call,
                         text_format(api->arena, "%.*s/service",
                                     TEXT_ARGS(page_matter_address(call, one->matter.id))),
                         "announced");
}

/* Beside the sentence, what the law says of this case. */
static struct text
why_not(struct page_call *call, const struct outcome *outcome, struct text detail)
{
    struct text why = page_why(call, outcome);
    const struct words *rule = outcome->refusal == ANNOUNCEMENT_MUST_BE_LAWFUL
                                   ? service_words_rule(&api_rules(&call->api)->service, detail)
                                   : NULL;
    return rule == NULL ? why
                        : text_format(call->api.arena, "%.*s %.*s", TEXT_ARGS(why),
                                      TEXT_ARGS(view_words(&call->view, rule)));
}

static struct answer
announce_again(struct page_call *call, int status, const struct outcome *outcome)
{
    struct announcing *one = call->of;
    const struct value *said = value_read_canonical(outcome->answer, call->api.arena);
    struct text detail = value_member_text(said, "detail");
    struct plain_form *form = form_of(call, one, typed);
    if (!plain_form_mark(form, detail, api_sentence(&call->api, outcome->refusal, TEXT(""))))
        one->page.why = why_not(call, outcome, detail);
    return draw_form(call, one, form, status);
}

enum completion
page_announce(struct page_call *call)
{
    static const char *const names[] = {"answer", "appearance", "consequence", "content", "course",
                                        "gist",   "lies",       "procedure",   "reason"};
    struct announcing *one = ARENA_NEW(call->api.arena, struct announcing);
    enum completion done;
    if (!load(call, one, &done))
        return done;
    struct plain_form *form = form_of(call, one, typed);
    plain_form_check(form);
    if (form->wrong_count > 0)
        return api_answer(&call->api, draw_form(call, one, form, 422));
    struct canon input = canon_open(call->api.arena, 1000);
    canon_begin_object(&input);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        canon_member_text_if(&input, names[i], page_posted(call, names[i]));
    canon_member_text(&input, "service", one->item->row.service_id);
    canon_end_object(&input);
    struct act act = {.verb = VERB_ANNOUNCE,
                      .matter_id = one->matter.id,
                      .input = value_read_canonical(canon_text(&input), call->api.arena),
                      .if_version = -1,
                      .claimed_ms = -1};
    return page_submit(call, act, canon_text(&input), announced, announce_again);
}
