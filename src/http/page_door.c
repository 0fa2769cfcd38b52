/* page_door.c: every request to a page begins here: which page, who asks, is the form ours; and
 * only then a handler sees it. */
#include "http/page_door.h"

#include "http/csrf.h"
#include "http/page_files.h"
#include "http/page_frame.h"
#include "http/page_pack.h"
#include "http/page_prefs.h"
#include "http/page_routes.h"
#include "http/tus.h"

#include <stdlib.h>

enum { VISITOR_BYTES = 16, VISITOR_LENGTH_MAX = 64, HELD_PAIRS_MAX = 400 };

struct pages {
    struct api *api;
    struct handlers api_handlers;
    struct pages_options options;
    unsigned char visitor_key[CSRF_KEY_BYTES];
};

/* ---- the table ---- */

#define PAGE(method, path, function, ...) function,
static page_handler *const page_handlers[] = {
#include "http/page_route.def"
};
#undef PAGE

/* One handler may answer at several addresses, so the row is found by its place. */
static enum completion
run_page(void *of, struct request *request, const struct route_match *match)
{
    (void)of;
    return page_handlers[match->route - page_routes](request->of);
}

#define PAGE(method, path, function, who, body, bytes_max)                                         \
    ROUTE_ROW(method, path, run_page, #function, "", OPEN, WITHOUT_KEY, body, bytes_max),
const struct route page_routes[] = {
#include "http/page_route.def"
};
#undef PAGE
#define PAGE(method, path, function, who, ...) PAGE_##who,
const enum page_who page_whos[] = {
#include "http/page_route.def"
};
#undef PAGE
const size_t page_routes_count = sizeof page_routes / sizeof page_routes[0];

/* ---- life ---- */

struct pages *
pages_open(struct api *api, const struct pages_options *options)
{
    struct pages *pages = calloc(1, sizeof *pages);
    if (pages == NULL)
        abort();
    pages->api = api;
    pages->api_handlers = api_handlers(api);
    pages->options = *options;
    api->world->random(api->world->of, pages->visitor_key, sizeof pages->visitor_key);
    return pages;
}

void
pages_close(struct pages *pages)
{
    free(pages);
}

/* ---- forms ---- */

static void
fill_pad(const struct api *api, unsigned char pad[static CSRF_PAD_BYTES])
{
    api->world->random(api->world->of, pad, CSRF_PAD_BYTES);
}

static struct text
visitor_of(const struct page_call *call)
{
    struct text visitor =
        session_cookie(request_header(call->api.request, "Cookie"), PAGE_VISITOR_COOKIE);
    return visitor.length <= VISITOR_LENGTH_MAX ? visitor : TEXT("");
}

/* Somebody with a session, wherever in the middle of coming in, has tokens of his session. */
static bool
has_secret(const struct page_call *call)
{
    return call->session.state == SESSION_LIVES;
}

static void
make_token(const struct pages *pages, struct page_call *call)
{
    struct api_call *api = &call->api;
    unsigned char pad[CSRF_PAD_BYTES];
    fill_pad(pages->api, pad);
    if (has_secret(call)) {
        call->frame.csrf = csrf_token(call->session.secret, pad, api->arena);
        return;
    }
    struct text visitor = visitor_of(call);
    if (text_is_empty(visitor)) {
        unsigned char random[VISITOR_BYTES];
        pages->api->world->random(pages->api->world->of, random, sizeof random);
        visitor = hex_of((struct text){(const char *)random, sizeof random}, api->arena);
        call->visitor = visitor;
    }
    call->frame.csrf =
        csrf_visitor_token(pages->visitor_key, visitor, api->now_ms, pad, api->arena);
}

/* Must its sender sign in before anything is done with it? */
static bool
must_sign_in(const struct page_call *call)
{
    return page_whos[call->api.match.route - page_routes] != PAGE_OPEN && !call->is_signed_in;
}

bool
page_form_is_ours(const struct page_call *call)
{
    const struct pages *pages = call->pages;
    if (must_sign_in(call))
        return false;
    struct text token = pairs_value(&call->form, "csrf");
    if (has_secret(call) && csrf_fits(call->session.secret, token))
        return true;
    /* A form that was held while its sender signed in elsewhere has the mark of before. */
    bool is_new = call->api.now_ms - call->session.row.made_ms < CSRF_VISITOR_MS;
    if (has_secret(call) && !is_new)
        return false;
    return csrf_visitor_fits(pages->visitor_key, visitor_of(call), call->api.now_ms, token);
}

static bool
is_secret_name(struct text name)
{
    static const char *const names[] = {"csrf", "once", "password", "code", "new_password"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (text_is(name, names[i]))
            return true;
    }
    return false;
}

/* A form of ours that came too late, or from before the last sign-in: nothing is done, and nothing
 * that was typed is lost. */
struct answer
page_held_form(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct held_page held = {
        .action = call->api.request->path,
        .must_sign_in = must_sign_in(call),
        .sign_in = text_starts_with(call->api.request->path, "/desk") ||
                           text_starts_with(call->api.request->path, "/hub")
                       ? TEXT("/in?who=staff")
                       : TEXT("/in"),
        .lacks_cookie = !has_secret(call) && text_is_empty(visitor_of(call)),
    };
    struct pair *kept = ARENA_MANY(api->arena, call->form.count + 1, struct pair);
    for (size_t i = 0; i < call->form.count && held.pairs_count < HELD_PAIRS_MAX; i++) {
        if (!is_secret_name(call->form.all[i].name))
            kept[held.pairs_count++] = call->form.all[i];
    }
    held.pairs = kept;
    page_title(call, held.must_sign_in ? "held.title-signed-out" : "held.title");
    struct page page = page_begin(call);
    page_public_held(&page, &held);
    return page_answer(call, 409, &page);
}

/* ---- the header ---- */

static struct body_plan
answered(struct page_call *call, struct answer answer)
{
    server_answer(call->api.request, &answer);
    return (struct body_plan){.kind = BODY_ANSWERED};
}

static struct body_plan
plan_of(struct page_call *call)
{
    const struct route *route = call->api.match.route;
    struct body_plan plan = {.kind = route->body, .bytes_max = route->body_bytes_max};
    struct text type = request_header(call->api.request, "Content-Type");
    if (route->body == BODY_FILE && form_body_coding(type) != FORM_CODING_MULTIPART)
        plan.kind = BODY_MEMORY;
    /* Of a stranger a form is held, never his files: they do not fill the disk. */
    bool is_stranger = must_sign_in(call) && call->session.state == SESSION_NONE;
    if (route->body == BODY_FILE && (plan.kind == BODY_MEMORY || is_stranger))
        plan.bytes_max = PAGE_FORM_BYTES_MAX;
    if (plan.kind == BODY_FILE)
        plan.folder = page_upload_folder(call);
    return plan;
}

static bool
is_change(enum method method)
{
    return method != METHOD_GET && method != METHOD_HEAD && method != METHOD_OPTIONS;
}

/* What scripts ask at the addresses of uploads; they are told no in a sentence, not with a page. */
static bool
is_for_pieces(const struct page_call *call)
{
    return call->api.match.route->body == BODY_PIECE;
}

/* Everything that can be refused before the body is read. Whoever is not signed in where he must be
 * may still send a form: it is held for him. */
static struct body_plan
check_header(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct request *request = api->request;
    enum page_who who = page_whos[api->match.route - page_routes];
    if (is_change(request->method) &&
        !csrf_origin_is_own(request_header(request, "Sec-Fetch-Site"),
                            request_header(request, "Origin"), request->host))
        return answered(call, page_no(call, 403, "page.not-allowed",
                                      wording("page.other-site", api->language)));
    if (must_sign_in(call) && is_for_pieces(call))
        return answered(call, api_refusal(api, ASKER_MUST_BE_SIGNED_IN, TEXT("")));
    if (must_sign_in(call) && !is_change(request->method)) {
        page_to_sign_in(call, call->frame.path);
        return (struct body_plan){.kind = BODY_ANSWERED};
    }
    bool is_wrong_side = call->is_signed_in && ((who == PAGE_CITIZEN && call->frame.is_staff) ||
                                                (who == PAGE_STAFF && !call->frame.is_staff));
    if (is_wrong_side) {
        page_not_found(call);
        return (struct body_plan){.kind = BODY_ANSWERED};
    }
    return is_for_pieces(call) ? tus_plan(api) : plan_of(call);
}

/* A board on a wall reads itself again for ever; that must keep nobody signed in. */
static bool
comes_by_itself(const struct page_call *call)
{
    return text_is(call->api.request->path, "/hub/now");
}

/* False when it could not be looked up who that is: to be told from a stranger, who would be sent
 * to sign in. The store is right again for the next one. */
static bool
find_reader(struct page_call *call)
{
    struct api_call *api = &call->api;
    struct text cookies = request_header(api->request, "Cookie");
    struct page_prefs prefs = page_prefs_read(cookies);
    if (prefs.has_language)
        api->language = prefs.language;
    bool is_read = session_find(api->api->house, api->request->loop, cookies, api->now_ms,
                                api->arena, &call->session);
    if (!is_read) {
        api->post = call->session.post;
        api_look_failed(api);
        api->post = NULL;
    }
    if (is_read && !comes_by_itself(call))
        session_see(&call->session, api->now_ms);
    if (call->session.state == SESSION_LIVES)
        api->post = call->session.post;
    call->is_signed_in = call->session.state == SESSION_LIVES && call->session.stage == SESSION_IN;
    if (call->is_signed_in) {
        api->account = call->session.account;
        api->role = call->session.row.role;
    }
    page_frame_fill(call, &prefs);
    return is_read;
}

static bool
is_for_programs(struct text path)
{
    return text_starts_with(path, "/api/") || text_is(path, "/health") || text_is(path, "/metrics");
}

static struct body_plan
begin(void *of, struct request *request)
{
    struct pages *pages = of;
    if (is_for_programs(request->path))
        return pages->api_handlers.begin(pages->api_handlers.of, request);
    if (text_starts_with(request->path, "/a/"))
        return (struct body_plan){.kind = BODY_NONE};
    struct page_call *call = ARENA_NEW(request_arena(request), struct page_call);
    call->api = (struct api_call){
        .api = pages->api,
        .request = request,
        .arena = request_arena(request),
        .match = route_find(page_routes, page_routes_count, request->method, request->path),
        .language = problem_language(request),
        .now_ms = pages->api->world->wall_ms(pages->api->world->of),
        .manner = &page_manner,
    };
    call->pages = pages;
    call->frame.is_demo = pages->options.is_demo;
    request->of = call;
    request->route = call->api.match.route == NULL ? "/{page}" : call->api.match.route->path;
    bool is_read = find_reader(call);
    make_token(pages, call);
    if (!is_read)
        return answered(call, api_obstacle(&call->api, LOOK_MUST_SUCCEED));
    if (call->api.match.route == NULL) {
        page_not_found(call);
        return (struct body_plan){.kind = BODY_ANSWERED};
    }
    if (is_for_pieces(call))
        call->api.manner = &tus_manner;
    return check_header(call);
}

/* ---- the body ---- */

static enum completion
give_asset(struct request *request)
{
    const struct asset *asset = asset_find(request->path);
    struct text taken = request_header(request, "Accept-Encoding");
    struct answer answer = {.status = 404};
    static const struct pair headers[] = {
        {TEXT_INIT("Cache-Control"), TEXT_INIT("public, max-age=31536000, immutable")},
        {TEXT_INIT("Vary"), TEXT_INIT("Accept-Encoding")},
        {TEXT_INIT("Content-Encoding"), TEXT_INIT("br")},
    };
    static const struct pair gzip_headers[] = {
        {TEXT_INIT("Cache-Control"), TEXT_INIT("public, max-age=31536000, immutable")},
        {TEXT_INIT("Vary"), TEXT_INIT("Accept-Encoding")},
        {TEXT_INIT("Content-Encoding"), TEXT_INIT("gzip")},
    };
    request->route = "/a/{asset}";
    if (asset != NULL) {
        bool takes_brotli = coding_is_taken(taken, "br");
        bool takes_gzip = coding_is_taken(taken, "gzip");
        answer = (struct answer){
            .status = 200,
            .content_type = asset->media,
            .body = takes_brotli ? asset->brotli
                    : takes_gzip ? asset->gzip
                                 : asset->plain,
            .headers = takes_brotli ? headers : gzip_headers,
            .header_count = takes_brotli || takes_gzip ? 3 : 2,
        };
    }
    server_answer(request, &answer);
    return REQUEST_ANSWERED;
}

/* Not reached by a form that is read there, for that one is not ours. */
static void
hold_later(struct page_call *call)
{
    page_answer_later(call, page_held_form(call));
}

/* Forms without files are read here; what comes in many parts its handler takes apart, on a thread
 * that may block. */
static enum completion
take_form(struct pages *pages, struct page_call *call)
{
    struct api_call *api = &call->api;
    struct request *request = api->request;
    struct text type = request_header(request, "Content-Type");
    if (request->file.descriptor < 0) {
        enum obstacle obstacle =
            request->body.length > 0 && form_body_coding(type) != FORM_CODING_URL
                ? FORM_MUST_BE_CLEAR
                : form_body_read(request->body, api->arena, &call->form);
        if (obstacle != OBSTACLE_COUNT)
            return api_obstruct(api, obstacle);
        if (!page_form_is_ours(call))
            return api_answer(api, page_held_form(call));
    } else if (must_sign_in(call)) {
        return page_take_posted(call, hold_later);
    }
    return api->match.route->run(pages->api, request, &api->match);
}

static enum completion
complete(void *of, struct request *request)
{
    struct pages *pages = of;
    if (is_for_programs(request->path))
        return pages->api_handlers.complete(pages->api_handlers.of, request);
    if (text_starts_with(request->path, "/a/"))
        return give_asset(request);
    struct page_call *call = request->of;
    if (is_change(request->method) && !is_for_pieces(call))
        return take_form(pages, call);
    return call->api.match.route->run(pages->api, request, &call->api.match);
}

struct handlers
pages_handlers(struct pages *pages)
{
    return (struct handlers){.begin = begin, .complete = complete, .of = pages};
}
