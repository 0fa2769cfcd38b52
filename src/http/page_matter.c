/* page_matter.c: one matter, and what belongs to it: its papers and files, who looked at it, the
 * proof of what happened. The same handlers serve people at home and members of staff. */
#include "http/page_matter.h"
#include "http/api_routes.h"
#include "http/file_take.h"
#include "http/page_bench.h"
#include "http/page_frame.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "query/access_looks.h"
#include "query/account_list.h"
#include "query/origin_list.h"
#include "view/apply_page.h"
#include "view/helper_page.h"
#include "view/looks_page.h"
#include "view/service_page.h"

static const char *
base_of(const struct page_call *call)
{
    return call->frame.is_staff ? "/desk/m" : "/m";
}

struct text
page_matter_address(struct page_call *call, struct text matter_id)
{
    return text_format(call->api.arena, "%s/%.*s", base_of(call), TEXT_ARGS(matter_id));
}

void
page_matter_trail(struct page_call *call, struct text matter_id)
{
    if (call->frame.is_staff) {
        page_frame_area(call, "/desk");
        page_crumb(call, "/desk", wording("nav.queue", call->api.language));
    } else {
        page_frame_area(call, "my");
        page_crumb(call, "/my", wording("my.title", call->api.language));
    }
    page_crumb(call, page_matter_address(call, matter_id).bytes, matter_id);
}

bool
page_matter_load(struct page_call *call, struct page_matter *matter, enum completion *done)
{
    struct api_call *api = &call->api;
    bool is_hidden = false;
    if (!page_has_role(call, done))
        return false;
    matter->look = api_look(api);
    matter->id = docket_find(&matter->look, api_segment(api, "no"));
    bool is_there = !text_is_empty(matter->id) &&
                    docket_load(&matter->look, matter->id, &matter->docket, &is_hidden);
    if (is_there || is_hidden)
        api_log(api, matter->id, is_there);
    if (!is_there)
        *done = page_nothing(call);
    return is_there;
}

int
page_matter_name(const struct look *look, struct text account, struct person_name *people,
                 int count, int most)
{
    if (text_is_empty(account) || count == most)
        return count;
    for (int i = 0; i < count; i++) {
        if (text_equal(people[i].account, account))
            return count;
    }
    people[count] = (struct person_name){account, account_list_name(look, account)};
    return count + 1;
}

/* Who of this court handles it, and who did what. */
static void
fill_people(struct page_call *call, const struct page_matter *matter, struct matter_source *source)
{
    enum { PEOPLE_MAX = 40 };
    struct person_name *people = ARENA_MANY(call->api.arena, PEOPLE_MAX, struct person_name);
    int count =
        page_matter_name(&matter->look, matter->docket.row.facts.handler, people, 0, PEOPLE_MAX);
    for (int i = 0; i < source->events_count; i++) {
        if (text_equal(source->events[i].node, matter->look.court_id))
            count = page_matter_name(&matter->look, source->events[i].account, people, count,
                                     PEOPLE_MAX);
    }
    source->people = people;
    source->people_count = count;
}

/* Its papers, and the newest of what happened. */
static void
read_history(const struct page_matter *matter, struct paper_list *papers,
             struct matter_source *source)
{
    if (!paper_list_of(&matter->look, &matter->docket, papers))
        return;
    source->papers = papers;
    source->events = papers->newest;
    source->events_count = papers->newest_count;
    source->has_more = papers->has_older;
}

/* Who opens files for the court is told which of them no virus scanner has seen. */
static const bool *
unscanned_of(struct page_call *call, const struct docket *docket)
{
    struct text *digests =
        ARENA_MANY(call->api.arena, (size_t)docket->documents_count + 1, struct text);
    for (int i = 0; i < docket->documents_count; i++)
        digests[i] = docket->documents[i].sha256;
    return file_take_marked(&call->api, digests, docket->documents_count);
}

void
page_matter_describe(struct page_call *call, struct page_matter *matter, bool with_history,
                     struct matter_page *page)
{
    struct matter_source source = {
        .docket = &matter->docket,
        .rules = api_rules(&call->api),
        .asker = &call->api.asker,
        .now_ms = call->api.now_ms,
        .base = base_of(call),
    };
    struct paper_list *papers = ARENA_NEW(call->api.arena, struct paper_list);
    if (with_history)
        read_history(matter, papers, &source);
    if (call->frame.is_staff) {
        fill_people(call, matter, &source);
        source.unscanned = unscanned_of(call, &matter->docket);
    }
    matter_page_fill(&call->view, &source, page);
}

int
page_matter_alike(struct page_call *call, const struct page_matter *matter,
                  const struct alike **list)
{
    int count = alike_list_load(&matter->look, &matter->docket, list);
    for (int i = 0; i < count; i++)
        api_log_alike(&call->api, (*list)[i].matter_id);
    return count;
}

/* Those who decide a matter are told of others that may be the same. */
static void
note_alike(struct page_call *call, const struct page_matter *matter, struct matter_page *view)
{
    const struct alike *list;
    bool decides = text_equal(matter->docket.row.facts.owner, matter->look.court_id) &&
                   matter->docket.steps_count > 0;
    view->alike_count = decides ? page_matter_alike(call, matter, &list) : 0;
    if (view->alike_count > 0)
        view->alike = text_format(call->api.arena, "%.*s/alike", TEXT_ARGS(view->home));
}

/* Services that other courts do for it, and for whoever may ask for one, where that is done. */
static void
note_opened(struct page_call *call, const struct page_matter *matter, struct matter_page *view)
{
    const struct origin_item *items = NULL;
    enum role role = call->api.asker.role;
    int count = origin_list_load(&matter->look, matter->id, &items);
    matter_page_opened(&call->view, items, count, call->api.now_ms, view);
    view->origin = origin_list_of(&matter->look, matter->id);
    if ((role == ROLE_JUDGE || role == ROLE_FILING_OFFICER) && text_is_empty(view->origin) &&
        matter->docket.sees[SIGHT_INTERNAL] &&
        text_equal(matter->docket.row.facts.owner, matter->look.court_id))
        view->entrust = text_format(call->api.arena, "%.*s/entrust", TEXT_ARGS(view->home));
}

/* A party may let somebody help; who helps reads for whom, until when and what is not for him. */
static void
note_help(struct page_call *call, const struct page_matter *matter, struct matter_page *view)
{
    const struct representation_item *items = NULL;
    enum role role = call->api.asker.role;
    if (role == ROLE_PARTY)
        view->help_address = text_format(call->api.arena, "%.*s/help", TEXT_ARGS(view->home));
    if (role != ROLE_HELPER)
        return;
    int count = representation_list_mine(&matter->look, &items);
    for (int i = 0; i < count; i++) {
        const struct representation *one = &items[i].one;
        if (one->scope == SCOPE_HELP && items[i].counts_today &&
            text_equal(one->agent, call->api.account.id) && text_equal(one->matter, matter->id))
            view->help_notice = helper_notice(&call->view, items[i].principal_name, one->until);
    }
}

/* What is served on whom: in short, and where all of it stands. */
static void
note_service(struct page_call *call, const struct page_matter *matter, struct matter_page *view)
{
    struct service_list list;
    if (!service_list_load(&matter->look, &matter->docket, &list) || list.count == 0)
        return;
    struct service_page_source source = {
        .list = &list,
        .docket = &matter->docket,
        .rules = &api_rules(&call->api)->service,
        .sources = &api_rules(&call->api)->time.sources,
        .home = view->home,
        .is_staff = call->frame.is_staff,
    };
    view->services = service_page_rows(&call->view, &source);
    view->service_address = text_format(call->api.arena, "%.*s/service", TEXT_ARGS(view->home));
}

enum completion
page_matter(struct page_call *call)
{
    enum completion done;
    struct page_matter *matter = ARENA_NEW(call->api.arena, struct page_matter);
    struct matter_page *view = ARENA_NEW(call->api.arena, struct matter_page);
    if (!page_matter_load(call, matter, &done))
        return done;
    page_matter_describe(call, matter, true, view);
    note_service(call, matter, view);
    if (call->frame.is_staff) {
        note_alike(call, matter, view);
        note_opened(call, matter, view);
    } else
        note_help(call, matter, view);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    for (int i = 0; i < matter->docket.steps_count && call->frame.is_staff; i++) {
        if (page_bench_has(matter->docket.steps[i]))
            view->bench = page_bench_address(call, view->home, TEXT(""));
    }
    page_matter_trail(call, matter->id);
    page_title_text(call, view->title);
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_matter(&page, view);
    else
        page_citizen_matter(&page, view);
    return page_end(call, 200, &page);
}

/* ---- what belongs to it ---- */

enum completion
page_document(struct page_call *call)
{
    return api_show_document(&call->api);
}

enum completion
page_paper(struct page_call *call)
{
    return api_show_paper(&call->api);
}

enum completion
page_receipt(struct page_call *call)
{
    return api_show_receipt(&call->api);
}

enum completion
page_looks(struct page_call *call)
{
    enum completion done;
    struct page_matter *matter = ARENA_NEW(call->api.arena, struct page_matter);
    const struct access_look *looks = NULL;
    int count = 0;
    bool more = false;
    if (!page_matter_load(call, matter, &done))
        return done;
    if (!access_looks_load(&matter->look, matter->id, VALUE_INTEGER_MAX, &looks, &count, &more)) {
        if (!api_look_failed(&call->api))
            api_log(&call->api, matter->id, false);
        return page_nothing(call);
    }
    struct looks_page *view = ARENA_NEW(call->api.arena, struct looks_page);
    struct person_name *names = ARENA_MANY(call->api.arena, (size_t)count + 1, struct person_name);
    int names_count = 0;
    for (int i = 0; i < count; i++) {
        if (text_equal(looks[i].node, matter->look.court_id))
            names_count =
                page_matter_name(&matter->look, looks[i].account, names, names_count, count);
    }
    looks_page_fill(&call->view, matter->id, looks, count, more, names, names_count, view);
    page_matter_trail(call, matter->id);
    page_crumb(call, "", wording("looks.title", call->api.language));
    page_title(call, "looks.title");
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_looks(&page, view);
    else
        page_citizen_looks(&page, view);
    return page_end(call, 200, &page);
}

/* ---- just handed in ---- */

/* The number, the papers of the hand-in, and what comes next and by when. */
enum completion
page_done(struct page_call *call)
{
    enum completion done;
    struct page_matter *matter = ARENA_NEW(call->api.arena, struct page_matter);
    struct matter_page *view = ARENA_NEW(call->api.arena, struct matter_page);
    if (!page_matter_load(call, matter, &done))
        return done;
    page_matter_describe(call, matter, true, view);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    const struct timeline_view *timeline = &view->timeline;
    const struct timeline_entry *first = &timeline->entries[timeline->entries_count - 1];
    struct done_page page_view = {
        .no = view->no,
        .address = view->home,
        .owner = view->owner,
        .files = first->files,
        .files_count = first->files_count,
        .next = {timeline->entries, 1},
        .at_ms = view->handed_in_ms,
        .is_counter = call->frame.is_staff,
    };
    page_title(call, "done.title");
    page_frame_area(call, call->frame.is_staff ? "/desk/new" : "my");
    struct page page = page_begin(call);
    if (call->frame.is_staff)
        page_desk_done(&page, &page_view);
    else
        page_citizen_done(&page, &page_view);
    return page_end(call, 200, &page);
}
