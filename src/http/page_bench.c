/* page_bench.c: papers are drawn elsewhere (work/viewing.h); here are the addresses that lead from
 * one to the next, so that turning a page needs no script. */
#include "http/page_bench.h"

#include "http/page_files.h"
#include "http/page_routes.h"
#include "paper/wording.h"
#include "query/access_looks.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_CHARACTERS = 6 };

/* The first is shown as wide as its place is, the others as wide as they are. */
static const int widths[BENCH_ZOOMS] = {1000, 1000, 1400, 2000, 2800};

/* ---- addresses ---- */

bool
page_bench_is_asked(const struct page_call *call)
{
    return strncmp(call->api.match.route->path, "/desk/m/{no}/check", 18) == 0;
}

struct text
page_bench_address(struct page_call *call, struct text home, struct text step)
{
    return text_is_empty(step)
               ? text_format(call->api.arena, "%.*s/check", TEXT_ARGS(home))
               : text_format(call->api.arena, "%.*s/check/%.*s", TEXT_ARGS(home), TEXT_ARGS(step));
}

bool
page_bench_has(const struct step *step)
{
    for (size_t i = 0; i < step->fields_count; i++) {
        if (step->fields[i].type == FIELD_VERDICTS || step->fields[i].type == FIELD_DEFECTS)
            return true;
    }
    return false;
}

static struct text
address_of(struct page_call *call, const struct bench *bench, struct text document, int page,
           int zoom, int turns)
{
    return text_format(call->api.arena, "%.*s?d=%.*s&p=%d&z=%d&t=%d", TEXT_ARGS(bench->base),
                       TEXT_ARGS(document), page, zoom, turns);
}

/* A number of the address between bounds; `otherwise` where there is none. */
static bool
read_number(struct page_call *call, const char *name, int least, int most, int otherwise,
            int *number)
{
    int64_t read = otherwise;
    struct text given = api_parameter(&call->api, name, NUMBER_CHARACTERS);
    if (!text_is_empty(given) && !text_number(given, &read))
        return false;
    *number = (int)read;
    return read >= least && read <= most;
}

struct text
page_bench_query(struct page_call *call)
{
    int page = 1, zoom = BENCH_ZOOM_USUAL, turns = 0;
    struct text document = api_parameter(&call->api, "d", API_ID_CHARACTERS_MAX);
    bool is_plain = !text_is_empty(document);
    for (size_t i = 0; i < document.length && is_plain; i++)
        is_plain = document.bytes[i] > ' ' && document.bytes[i] < 0x7F &&
                   strchr("&#?%\"<>+", document.bytes[i]) == NULL;
    if (!is_plain || !read_number(call, "p", 1, VIEWING_PAGES_MAX, 1, &page) ||
        !read_number(call, "z", 0, BENCH_ZOOMS - 1, BENCH_ZOOM_USUAL, &zoom) ||
        !read_number(call, "t", 0, 3, 0, &turns))
        return TEXT("");
    return text_format(call->api.arena, "?d=%.*s&p=%d&z=%d&t=%d", TEXT_ARGS(document), page, zoom,
                       turns);
}

/* ---- papers ---- */

static bool
was_opened(const struct text *opened, int count, struct text document)
{
    for (int i = 0; i < count; i++) {
        if (text_equal(opened[i], document))
            return true;
    }
    return false;
}

static void
fill_papers(struct page_call *call, struct page_matter *matter, struct bench *bench,
            const struct matter_page *shown)
{
    const struct docket *docket = &matter->docket;
    const struct text *opened;
    int opened_count = access_looks_documents(&matter->look, matter->id, &opened);
    struct bench_paper *papers =
        ARENA_MANY(call->api.arena, (size_t)docket->documents_count + 1, struct bench_paper);
    for (int i = 0; i < docket->documents_count && i < shown->materials.rows_count; i++) {
        const struct docket_document *document = &docket->documents[i];
        const struct file_row *row = &shown->materials.rows[i];
        bool is_here = !text_is_empty(document->sha256);
        papers[i] = (struct bench_paper){
            .id = document->id,
            .name = row->name,
            .note = row->note,
            .address =
                is_here ? address_of(call, bench, document->id, 1, bench->zoom, 0) : TEXT(""),
            .is_unread = is_here && !was_opened(opened, opened_count, document->id),
            .is_on_paper = !is_here,
            .is_unscanned = row->is_unscanned,
        };
        bench->view.papers_count++;
    }
    bench->view.papers = papers;
}

/* The one of the address, else the first that was not opened, else the first. */
static int
choose(const struct bench *bench, struct text wanted)
{
    int first = -1, unread = -1;
    for (int i = 0; i < bench->view.papers_count; i++) {
        const struct bench_paper *paper = &bench->view.papers[i];
        if (!text_is_empty(wanted) && text_equal(paper->id, wanted))
            return paper->is_on_paper ? -1 : i;
        if (paper->is_on_paper)
            continue;
        if (first < 0)
            first = i;
        if (unread < 0 && paper->is_unread)
            unread = i;
    }
    return !text_is_empty(wanted) ? -1 : unread >= 0 ? unread : first;
}

/* The next one that was not opened, round the end of the list. */
static int
unread_after(const struct bench *bench, int place)
{
    int count = bench->view.papers_count;
    for (int i = 1; i < count; i++) {
        int at = (place + i) % count;
        if (bench->view.papers[at].is_unread)
            return at;
    }
    return -1;
}

static void
lay_open(struct page_call *call, struct page_matter *matter, struct bench *bench, int place)
{
    const struct docket_document *document = &matter->docket.documents[place];
    struct bench_paper *paper = (struct bench_paper *)&bench->view.papers[place];
    paper->is_current = true;
    paper->is_unread = false;
    bench->document = document->id;
    bench->next_unread = unread_after(bench, place);
    bench->view.name = paper->name;
    bench->view.file = text_format(call->api.arena, "%.*s/documents/%.*s", TEXT_ARGS(bench->home),
                                   TEXT_ARGS(document->id));
    bench->job.sha256 = document->sha256;
    bench->job.media = document->media;
    if (viewing_knows(document->media))
        bench->job.path = post_blob_path(call->api.post, document->sha256, call->api.arena);
    else
        bench->view.why = wording("bench.kind", call->api.language);
    api_log_document(&call->api, matter->id, document->id);
}

bool
page_bench_open(struct page_call *call, struct page_matter *matter, struct text base,
                struct bench *bench)
{
    struct matter_page *shown = ARENA_NEW(call->api.arena, struct matter_page);
    struct text wanted = api_parameter(&call->api, "d", API_ID_CHARACTERS_MAX);
    *bench = (struct bench){.no = matter->id,
                            .home = page_matter_address(call, matter->id),
                            .base = base,
                            .next_unread = -1};
    bench->view.no = matter->id;
    if (!read_number(call, "p", 1, VIEWING_PAGES_MAX, 1, &bench->job.page) ||
        !read_number(call, "z", 0, BENCH_ZOOMS - 1, BENCH_ZOOM_USUAL, &bench->zoom) ||
        !read_number(call, "t", 0, 3, 0, &bench->job.turns) || api_has_mistakes(&call->api))
        return false;
    bench->job.width = widths[bench->zoom];
    page_matter_describe(call, matter, false, shown);
    fill_papers(call, matter, bench, shown);
    int place = choose(bench, wanted);
    if (place < 0)
        return text_is_empty(wanted);
    lay_open(call, matter, bench, place);
    return true;
}

static void
fill_ways(struct page_call *call, struct bench *bench)
{
    struct bench_view *view = &bench->view;
    struct text document = bench->document;
    int page = bench->job.page, zoom = bench->zoom, turns = bench->job.turns;
    if (page > 1)
        view->earlier = address_of(call, bench, document, page - 1, zoom, turns);
    if (page < view->pages)
        view->later = address_of(call, bench, document, page + 1, zoom, turns);
    if (zoom + 1 < BENCH_ZOOMS)
        view->larger = address_of(call, bench, document, page, zoom + 1, turns);
    if (zoom > 0)
        view->smaller = address_of(call, bench, document, page, zoom - 1, turns);
    view->turned = address_of(call, bench, document, page, zoom, (turns + 1) % 4);
    view->picture = text_format(call->api.arena, "%.*s/documents/%.*s/%d?z=%d&t=%d",
                                TEXT_ARGS(bench->home), TEXT_ARGS(document), page, zoom, turns);
}

void
page_bench_count(struct page_call *call, struct bench *bench)
{
    struct viewed viewed;
    struct fault fault = {0};
    struct bench_view *view = &bench->view;
    struct viewing_job count = bench->job;
    count.page = 0;
    view->page = bench->job.page;
    view->is_fitted = bench->zoom == 0;
    view->width = bench->job.width;
    if (bench->next_unread >= 0)
        view->unread = bench->view.papers[bench->next_unread].address;
    if (bench->job.path == NULL)
        return;
    if (!viewing_run(house_viewing(call->api.api->house), &count, call->api.arena, &viewed,
                     &fault)) {
        view->why = wording("bench.broken", call->api.language);
        return;
    }
    view->pages = viewed.pages;
    if (view->page > view->pages)
        view->page = bench->job.page = view->pages;
    fill_ways(call, bench);
}

/* ---- the pages by themselves ---- */

static struct bench *
bench_of(struct page_call *call)
{
    return call->of;
}

static void
give_pages(void *of)
{
    struct page_call *call = of;
    struct bench *bench = bench_of(call);
    page_bench_count(call, bench);
    struct page page = page_begin(call);
    part_bench_pages(&page, &bench->view);
    page_answer_later(call, page_answer(call, 200, &page));
}

static bool
is_step_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        if ((name.bytes[i] < 'a' || name.bytes[i] > 'z') && name.bytes[i] != '_')
            return false;
    }
    return true;
}

/* A fragment for the left half; opened as a page it leads to the workbench. */
enum completion
page_bench_pages(struct page_call *call)
{
    enum completion done;
    struct bench *bench = ARENA_NEW(call->api.arena, struct bench);
    struct page_matter *matter = ARENA_NEW(call->api.arena, struct page_matter);
    call->of = bench;
    if (!page_matter_load(call, matter, &done))
        return done;
    struct text step = api_parameter(&call->api, "s", API_ID_CHARACTERS_MAX);
    if (!is_step_name(step))
        return page_not_found(call);
    struct text base = page_bench_address(call, page_matter_address(call, matter->id), step);
    if (text_is(request_header(call->api.request, "Sec-Fetch-Dest"), "document"))
        return page_see_other(call,
                              text_format(call->api.arena, "%.*s%.*s", TEXT_ARGS(base),
                                          TEXT_ARGS(page_bench_query(call))),
                              NULL);
    if (!page_bench_open(call, matter, base, bench))
        return page_nothing(call);
    if (api_look_failed(&call->api))
        return api_obstruct(&call->api, LOOK_MUST_SUCCEED);
    if (!errand_send(call->api.api->papers, give_pages, call))
        return api_obstruct(&call->api, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}

/* ---- one page as a picture ---- */

struct sheet {
    struct page_call *call;
    struct viewing_job job;
    struct text document;
};

static void
give_sheet(void *of)
{
    struct sheet *sheet = of;
    struct page_call *call = sheet->call;
    struct viewed viewed;
    struct fault fault = {0};
    if (!viewing_run(house_viewing(call->api.api->house), &sheet->job, call->api.arena, &viewed,
                     &fault)) {
        fprintf(stderr, "tongban: document %.*s: %s\n", TEXT_ARGS(sheet->document), fault.what);
        page_answer_later(call, page_no(call, 404, "page.not-found",
                                        wording("bench.broken", call->api.language)));
        return;
    }
    page_answer_later(
        call, (struct answer){.status = 200, .content_type = "image/webp", .body = viewed.bytes});
}

enum completion
page_sheet(struct page_call *call)
{
    enum completion done;
    int zoom;
    int64_t page;
    struct sheet *sheet = ARENA_NEW(call->api.arena, struct sheet);
    struct docket_document document;
    sheet->call = call;
    if (!page_has_role(call, &done))
        return done;
    struct look look = api_look(&call->api);
    struct text matter_id = docket_find(&look, api_segment(&call->api, "no"));
    bool is_right = read_number(call, "z", 0, BENCH_ZOOMS - 1, BENCH_ZOOM_USUAL, &zoom) &&
                    read_number(call, "t", 0, 3, 0, &sheet->job.turns) &&
                    !api_has_mistakes(&call->api) &&
                    text_number(api_segment(&call->api, "page"), &page) && page >= 1 &&
                    page <= VIEWING_PAGES_MAX;
    if (text_is_empty(matter_id) || !is_right)
        return page_nothing(call);
    bool is_there = docket_document(&look, matter_id, api_segment(&call->api, "id"), &document);
    if (!is_there)
        api_log(&call->api, matter_id, false);
    if (!is_there || text_is_empty(document.sha256) || !viewing_knows(document.media))
        return page_nothing(call);
    api_log_document(&call->api, matter_id, document.id);
    sheet->document = document.id;
    sheet->job.sha256 = document.sha256;
    sheet->job.media = document.media;
    sheet->job.page = (int)page;
    sheet->job.width = widths[zoom];
    sheet->job.path = post_blob_path(call->api.post, document.sha256, call->api.arena);
    if (!errand_send(call->api.api->papers, give_sheet, sheet))
        return api_obstruct(&call->api, SERVICE_MUST_HAVE_ROOM);
    return REQUEST_HELD;
}
