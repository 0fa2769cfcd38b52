/* api.c: every request to the interface for programs begins here: which route, who asks, is the key
 * there, what may its body be; and only then a handler sees it. */
#include "http/api.h"

#include "http/address.h"
#include "http/api_gauges.h"
#include "http/api_openapi.h"
#include "http/api_routes.h"
#include "http/session.h"
#include "http/token.h"
#include "http/tus.h"

#include <stdlib.h>

enum {
    FILE_THREADS = 2,
    FILES_WAITING_MAX = 256,
    PAPER_THREADS = 2,
    PAPERS_WAITING_MAX = 64,
    PASSWORD_THREADS = 2,
    PASSWORDS_WAITING_MAX = 32
};

static const struct limiter_rule sign_in_by_address = {60, 1000, 10000};
static const struct limiter_rule sign_in_by_account = {6, 30 * 1000, 10000};
static const struct limiter_rule codes_by_address = {10, 60 * 1000, 10000};
static const struct limiter_rule look_up_by_address = {200, 50, 10000};
static const struct limiter_rule enquiries_by_account = {30, 10 * 1000, 10000};
static const struct limiter_rule draft_codes_by_address = {10, 30 * 1000, 10000};

/* ---- the table ---- */

/* A row of the table stands for its handler: the handler finds all it needs in the call. */
#define ROUTE(method, path, function, ...)                                                         \
    static enum completion function##_row(void *of, struct request *request,                       \
                                          const struct route_match *match)                         \
    {                                                                                              \
        (void)of;                                                                                  \
        (void)match;                                                                               \
        return function(request->of);                                                              \
    }
#include "http/route.def"
#undef ROUTE

#define ROUTE(method, path, function, ...) ROUTE_ROW(method, path, function##_row, __VA_ARGS__),
const struct route api_routes[] = {
#include "http/route.def"
};
#undef ROUTE
const size_t api_routes_count = sizeof api_routes / sizeof api_routes[0];

/* ---- life ---- */

static struct limiter *
open_limiter(const struct api *api, struct limiter_rule rule)
{
    unsigned char seed[LIMITER_SEED_BYTES];
    api->world->random(api->world->of, seed, sizeof seed);
    return limiter_open(rule, seed);
}

struct api *
api_open(struct house *house, struct metrics *metrics)
{
    struct api *api = calloc(1, sizeof *api);
    if (api == NULL)
        abort();
    api->house = house;
    api->world = house_world(house);
    api->metrics = metrics;
    api->arena = arena_open();
    api->sign_in_by_address = open_limiter(api, sign_in_by_address);
    api->sign_in_by_account = open_limiter(api, sign_in_by_account);
    api->codes_by_address = open_limiter(api, codes_by_address);
    api->look_up = open_limiter(api, look_up_by_address);
    api->enquiries = open_limiter(api, enquiries_by_account);
    api->draft_codes = open_limiter(api, draft_codes_by_address);
    pthread_mutex_init(&api->lock, NULL);
    pthread_cond_init(&api->settled, NULL);
    api->passwords = errand_open(PASSWORD_THREADS, PASSWORDS_WAITING_MAX);
    api->files = errand_open(FILE_THREADS, FILES_WAITING_MAX);
    api->papers = errand_open(PAPER_THREADS, PAPERS_WAITING_MAX);
    api->openapi = api_openapi_text(house_rules(house), api->arena);
    if (metrics != NULL)
        api_gauges_name(api);
    return api;
}

void
api_close(struct api *api)
{
    if (api == NULL)
        return;
    errand_close(api->passwords);
    errand_close(api->files);
    errand_close(api->papers);
    pthread_mutex_lock(&api->lock);
    while (api->under_way > 0)
        pthread_cond_wait(&api->settled, &api->lock);
    pthread_mutex_unlock(&api->lock);
    pthread_cond_destroy(&api->settled);
    pthread_mutex_destroy(&api->lock);
    limiter_close(api->sign_in_by_address);
    limiter_close(api->sign_in_by_account);
    limiter_close(api->codes_by_address);
    limiter_close(api->look_up);
    limiter_close(api->enquiries);
    limiter_close(api->draft_codes);
    arena_close(api->arena);
    free(api);
}

/* ---- the header ---- */

/* Whoever came in by a code shows the secret of his session. One that is half-way opens nothing but
 * the next step, whose handler looks at it itself. */
static bool
find_session(struct api_call *call, struct text secret)
{
    struct session *session = ARENA_NEW(call->arena, struct session);
    if (!session_find_by(call->api->house, call->request->loop, secret, call->now_ms, call->arena,
                         session)) {
        call->post = session->post;
        return false;
    }
    session_see(session, call->now_ms);
    if (session->state == SESSION_NONE)
        return false;
    call->post = session->post;
    call->account = session->account;
    call->session = session;
    return session->state == SESSION_LIVES && session->stage == SESSION_IN;
}

static bool
find_account(struct api_call *call)
{
    struct text token, code;
    if (!token_of_header(request_header(call->request, "Authorization"), &token))
        return false;
    if (!token_parse(token, &code))
        return find_session(call, token);
    call->post = house_post_by_code(call->api->house, api_node_code(code, call->arena));
    if (call->post == NULL)
        return false;
    call->token = token_digest(token);
    return account_list_by_token(post_reader(call->post, call->request->loop), post_id(call->post),
                                 &call->token, call->now_ms, call->arena, &call->account);
}

static bool
key_is_clear(const struct request *request)
{
    struct text key = request_header(request, "Idempotency-Key");
    bool is_clear = key.length >= 1 && key.length <= API_KEY_MAX &&
                    request_header_count(request, "Idempotency-Key") == 1;
    for (size_t i = 0; i < key.length; i++)
        is_clear &= key.bytes[i] > ' ' && key.bytes[i] <= '~';
    return is_clear;
}

static bool
is_json(struct text content_type)
{
    struct text type = text_trim(text_cut(&content_type, ';'));
    static const struct text json = TEXT_INIT("application/json");
    if (type.length != json.length)
        return false;
    for (size_t i = 0; i < type.length; i++) {
        char c = type.bytes[i];
        if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != json.bytes[i])
            return false;
    }
    return true;
}

static bool
is_this_machine(const struct request *request)
{
    struct address address;
    return address_parse(request->address, &address) && address_is_loopback(&address);
}

static struct body_plan
answered(struct api_call *call, struct answer answer)
{
    server_answer(call->request, &answer);
    return (struct body_plan){.kind = BODY_ANSWERED};
}

/* Everything that can be refused before the body is read. */
static struct body_plan
check_header(struct api_call *call)
{
    const struct route *route = call->match.route;
    struct request *request = call->request;
    if (route->access == ROUTE_MACHINE && !is_this_machine(request))
        return answered(call, problem_not_found(request));
    if (route->access == ROUTE_SIGNED_IN && !find_account(call))
        return answered(call, call->post != NULL && api_look_failed(call)
                                  ? api_obstacle(call, LOOK_MUST_SUCCEED)
                                  : api_refusal(call, ASKER_MUST_BE_SIGNED_IN, TEXT("")));
    if (route->key == ROUTE_WITH_KEY && !request_has_header(request, "Idempotency-Key"))
        return answered(call, api_refusal(call, IDEMPOTENCY_KEY_MUST_BE_GIVEN, TEXT("")));
    if (route->key == ROUTE_WITH_KEY && !key_is_clear(request))
        return answered(call, api_obstacle(call, IDEMPOTENCY_KEY_MUST_BE_CLEAR));
    if (route->body == BODY_MEMORY && !is_json(request_header(request, "Content-Type")))
        return answered(call, api_obstacle(call, MEDIA_MUST_BE_JSON));
    if (route->key == ROUTE_WITH_KEY)
        call->key = request_header(request, "Idempotency-Key");
    if (route->body == BODY_PIECE)
        return tus_plan(call);
    struct body_plan plan = {.kind = route->body, .bytes_max = route->body_bytes_max};
    if (route->body == BODY_FILE)
        plan.folder = post_upload_folder(call->post);
    return plan;
}

static struct body_plan
begin(void *of, struct request *request)
{
    struct api *api = of;
    struct api_call *call = ARENA_NEW(request_arena(request), struct api_call);
    *call = (struct api_call){
        .api = api,
        .request = request,
        .arena = request_arena(request),
        .match = route_find(api_routes, api_routes_count, request->method, request->path),
        .language = problem_language(request),
        .now_ms = api->world->wall_ms(api->world->of),
    };
    request->of = call;
    if (call->match.route == NULL)
        return answered(call, call->match.methods == 0
                                  ? problem_not_found(request)
                                  : problem_not_allowed(
                                        request, route_allow(call->match.methods, call->arena)));
    request->route = call->match.route->path;
    return check_header(call);
}

/* ---- the body ---- */

static struct answer
answer_not_json(struct api_call *call, const struct value_mistake *mistake)
{
    struct text where =
        text_format(call->arena, "%d:%d %s", mistake->line, mistake->column, mistake->what);
    struct text sentence = obstacle_sentence(BODY_MUST_BE_JSON, call->language);
    struct problem problem = {
        .status = obstacle_status(BODY_MUST_BE_JSON),
        .refusal = text_of(obstacle_name(BODY_MUST_BE_JSON)),
        .detail = text_format(call->arena, "%.*s %.*s", TEXT_ARGS(sentence), TEXT_ARGS(where)),
    };
    return problem_answer(call->request, &problem, NULL, 0);
}

static enum completion
complete(void *of, struct request *request)
{
    struct api_call *call = request->of;
    struct value_mistake mistake = {0};
    (void)of;
    if (call->match.route->body == BODY_MEMORY) {
        call->body = value_read(request->body, call->arena, &mistake);
        if (call->body == NULL)
            return api_answer(call, answer_not_json(call, &mistake));
        if (!value_is(call->body, VALUE_OBJECT))
            return api_obstruct(call, BODY_MUST_BE_AN_OBJECT);
    }
    return call->match.route->run(call->api, request, &call->match);
}

struct handlers
api_handlers(struct api *api)
{
    return (struct handlers){.begin = begin, .complete = complete, .of = api};
}
