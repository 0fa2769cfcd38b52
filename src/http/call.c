/* call.c: leads one request through: header, plan, body, handler, answer. All of the library's
 * callbacks about requests are here.
 *
 * A call that is held belongs to whoever holds it; its connection is suspended and only its loop
 * touches that. When both come together again depends on who is first: the holder with an answer or
 * the loop with the news that the connection is gone. The loop's lock settles it. */
#include "http/call.h"

#include "http/framing.h"
#include "http/problem.h"
#include "http/seam.h"
#include "http/target.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* A rest of a body not longer than this is read away, so that the connection can be used again. */
enum { DISCARDED_BYTES_MAX = 64 * 1024 };

static int64_t
now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Sixty random bits in letters and digits that cannot be mistaken for one another. */
static void
write_reference(struct loop *loop, char reference[static REQUEST_REFERENCE_LENGTH + 1])
{
    static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    unsigned char random[12];
    size_t at = 0;
    loop_random(loop, random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++) {
        if (i == 4 || i == 8)
            reference[at++] = '-';
        reference[at++] = ALPHABET[random[i] % 32];
    }
    reference[at] = '\0';
}

/* --- the request line --- */

void *
call_begin(void *of, const char *target, struct MHD_Connection *connection)
{
    struct loop *loop = of;
    struct arena *arena = loop_take_arena(loop);
    struct call *call = ARENA_NEW(arena, struct call);
    call->request.arena = arena;
    call->request.loop = loop->number;
    call->request.file.descriptor = -1;
    write_reference(loop, call->request.reference);
    call->loop = loop;
    call->connection = connection;
    call->visitor =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    call->visitor->call = call;
    call->target = target;
    call->target_copy = text_copy(text_of(target), arena);
    call->began_us = now_us();

    int64_t header_by_ms = loop->now_ms + loop->server->options.limits.header_ms;
    if (call->visitor->phase == PHASE_HEADER && header_by_ms < call->visitor->deadline_ms)
        call->visitor->deadline_ms = header_by_ms;
    return call;
}

/* --- the header --- */

struct gathering {
    struct seam seam;
    struct pair pairs[REQUEST_HEADERS_MAX];
    size_t count, bytes;
    bool is_too_long;
};

static struct text
without_blanks(struct text value)
{
    while (value.length > 0 &&
           (value.bytes[value.length - 1] == ' ' || value.bytes[value.length - 1] == '\t'))
        value.length--;
    return value;
}

static enum MHD_Result
gather_field(void *of, enum MHD_ValueKind kind, const char *name, size_t name_length,
             const char *value, size_t value_length)
{
    struct gathering *gathering = of;
    (void)kind;
    if (gathering->count == REQUEST_HEADERS_MAX) {
        gathering->is_too_long = true;
        return MHD_NO;
    }
    if (value == NULL)
        value = "", value_length = 0;
    seam_add(&gathering->seam, name, name_length, value, value_length);
    gathering->pairs[gathering->count++] =
        (struct pair){{name, name_length}, without_blanks((struct text){value, value_length})};
    gathering->bytes += name_length + value_length + 2;
    return MHD_YES;
}

static struct text
move_text(char **to, struct text text)
{
    struct text moved = {*to, text.length};
    memcpy(*to, text.bytes, text.length);
    *to += text.length + 1; /* the arena's memory is zero */
    return moved;
}

/* The library's buffer goes with the connection; the request may stay longer. */
static void
keep_fields(struct request *request, const struct gathering *gathering)
{
    struct pair *pairs = ARENA_MANY(request->arena, gathering->count, struct pair);
    char *bytes = arena_take(request->arena, gathering->bytes + 1);
    for (size_t i = 0; i < gathering->count; i++) {
        pairs[i].name = move_text(&bytes, gathering->pairs[i].name);
        pairs[i].value = move_text(&bytes, gathering->pairs[i].value);
    }
    request->headers = pairs;
    request->header_count = gathering->count;
}

static enum breach
gather_header(struct call *call, const char *method, const char *version)
{
    struct gathering gathering; /* two kilobytes, most of them never looked at */
    gathering.seam = seam_begin(method, call->target, call->target_copy.length, version);
    gathering.count = gathering.bytes = 0;
    gathering.is_too_long = false;
    size_t header_bytes =
        MHD_get_connection_info(call->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
            ->header_size;
    MHD_get_connection_values_n(call->connection, MHD_HEADER_KIND, gather_field, &gathering);
    if (gathering.is_too_long ||
        header_bytes > (size_t)call->loop->server->options.limits.header_bytes)
        return HEADER_MUST_BE_SHORTER;
    keep_fields(&call->request, &gathering);
    return seam_is_clean(&gathering.seam, header_bytes) ? BREACH_NONE : HEADER_MUST_BE_CLEAR;
}

/* Behind a proxy the peer is the proxy, and the proxy says who the client is. */
static enum breach
find_address(struct call *call)
{
    struct request *request = &call->request;
    struct address address = call->visitor->address;
    const struct server_options *options = &call->loop->server->options;
    if (options->behind_proxy && request_has_header(request, "X-Real-IP") &&
        !address_parse(request_header(request, "X-Real-IP"), &address))
        return ADDRESS_MUST_BE_CLEAR;
    request->address = address_text(&address, request->arena);
    request->is_secure = options->cert != NULL || options->behind_proxy;
    return BREACH_NONE;
}

static enum breach
read_header(struct call *call, const char *method, const char *version)
{
    struct request *request = &call->request;
    bool is_http_1_1 = strcmp(version, "HTTP/1.1") == 0;
    enum breach breach = gather_header(call, method, version);
    if (breach == BREACH_NONE && !is_http_1_1 && strcmp(version, "HTTP/1.0") != 0)
        breach = VERSION_MUST_BE_1_0_OR_1_1;
    if (breach == BREACH_NONE)
        breach = framing_read(request, is_http_1_1, &call->expects_continue);
    if (breach == BREACH_NONE && !method_parse(text_of(method), &request->method))
        breach = METHOD_MUST_BE_KNOWN;
    if (breach == BREACH_NONE)
        breach = target_read(call->target_copy, request->arena, request);
    if (breach == BREACH_NONE)
        breach = find_address(call);
    return breach;
}

/* --- the answer --- */

void
server_answer(struct request *request, const struct answer *answer)
{
    struct call *call = (struct call *)request;
    assert(!call->is_answered);
    assert(answer->status >= 200 && answer->status <= 599);
    struct pair *headers = ARENA_MANY(request->arena, answer->header_count, struct pair);
    if (answer->header_count > 0)
        memcpy(headers, answer->headers, answer->header_count * sizeof *headers);
    call->answer = *answer;
    call->answer.headers = headers;
    call->is_answered = true;
}

static void
answer_breach(struct call *call, enum breach breach)
{
    struct answer answer = problem_of_breach(&call->request, breach);
    metrics_add(call->loop->server->metrics.breaches[breach], 1);
    call->breach = breach;
    call->is_answered = false;
    server_answer(&call->request, &answer);
}

static const struct {
    const char *name, *value;
} default_headers[] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
};

static bool
answer_names(const struct answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->header_count; i++) {
        struct text given = answer->headers[i].name;
        if (given.length == strlen(name) && strncasecmp(given.bytes, name, given.length) == 0)
            return true;
    }
    return false;
}

static bool
add_headers(const struct call *call, struct MHD_Response *response)
{
    const struct answer *answer = &call->answer;
    struct arena *arena = call->request.arena;
    bool is_good = true;
    for (size_t i = 0; i < sizeof default_headers / sizeof default_headers[0]; i++) {
        if (!answer_names(answer, default_headers[i].name))
            is_good &= MHD_add_response_header(response, default_headers[i].name,
                                               default_headers[i].value) == MHD_YES;
    }
    if (call->loop->server->options.cert != NULL)
        is_good &= MHD_add_response_header(response, "Strict-Transport-Security",
                                           "max-age=31536000") == MHD_YES;
    if (answer->content_type != NULL)
        is_good &=
            MHD_add_response_header(response, "Content-Type", answer->content_type) == MHD_YES;
    for (size_t i = 0; i < answer->header_count; i++)
        is_good &=
            MHD_add_response_header(response, text_terminated(answer->headers[i].name, arena),
                                    text_terminated(answer->headers[i].value, arena)) == MHD_YES;
    return is_good;
}

/* A header value that could begin a second header is a bug of ours; the client must not see it. */
static bool
headers_are_safe(const struct answer *answer)
{
    for (size_t i = 0; i < answer->header_count; i++) {
        struct text value = answer->headers[i].value;
        for (size_t at = 0; at < value.length; at++) {
            if ((unsigned char)value.bytes[at] < ' ' || value.bytes[at] == 0x7f)
                return false;
        }
    }
    return true;
}

static struct MHD_Response *
make_response(struct call *call)
{
    struct answer *answer = &call->answer;
    struct MHD_Response *response;
    if (answer->has_file) {
        answer->has_file = false; /* the descriptor is the library's from here on */
        response = MHD_create_response_from_fd_at_offset64(answer->file_bytes, answer->file,
                                                           answer->file_offset);
    } else {
        response = MHD_create_response_from_buffer(
            answer->body.length, (void *)(uintptr_t)answer->body.bytes, MHD_RESPMEM_PERSISTENT);
    }
    if (response != NULL && !add_headers(call, response)) {
        MHD_destroy_response(response);
        response = NULL;
    }
    return response;
}

/* Also called when input of this request is still to come: then the connection ends with it. */
static enum MHD_Result
send_answer(struct call *call)
{
    assert(call->is_answered);
    struct answer *answer = &call->answer;
    if (!headers_are_safe(answer)) {
        logbook_note(call->loop->server->options.logbook, "alarm",
                     "an answer held a header with control characters and was not sent");
        answer_breach(call, ANSWER_MUST_BE_MADE);
    }
    if (answer->has_file)
        answer->body.length = 0;
    else
        answer->file_bytes = 0;
    struct MHD_Response *response = make_response(call);
    if (response == NULL)
        return MHD_NO;
    if (answer->closes || atomic_load(&call->loop->server->is_closing))
        MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result result =
        MHD_queue_response(call->connection, (unsigned)answer->status, response);
    MHD_destroy_response(response);
    visitor_enter_phase(call->visitor, PHASE_SENDING,
                        loop_transfer_ms(call->loop, answer->body.length + answer->file_bytes));
    return result;
}

/* --- the handler --- */

static enum MHD_Result
run_complete(struct call *call)
{
    struct server *server = call->loop->server;
    const struct handlers *handlers = &server->options.handlers;
    /* All of this before the handler runs: from then on somebody else may already have the call. */
    call->stage = CALL_HELD;
    visitor_enter_phase(call->visitor, PHASE_HELD, -1);
    atomic_fetch_add(&server->users, 1);
    if (handlers->complete(handlers->of, &call->request) == REQUEST_HELD) {
        metrics_add(server->metrics.held, 1);
        MHD_suspend_connection(call->connection);
        return MHD_YES;
    }
    server_release(server);
    call->stage = CALL_READY;
    return send_answer(call);
}

static void
queue_for_sync(struct call *call)
{
    struct syncer *syncer = &call->loop->server->syncer;
    atomic_fetch_add(&call->loop->server->users, 1);
    call->stage = CALL_SYNCING;
    visitor_enter_phase(call->visitor, PHASE_HELD, -1);
    MHD_suspend_connection(call->connection);
    pthread_mutex_lock(&syncer->lock);
    call->next = NULL;
    *syncer->end = call;
    syncer->end = &call->next;
    pthread_cond_signal(&syncer->changed);
    pthread_mutex_unlock(&syncer->lock);
}

void
call_sync(struct call *call)
{
    struct server *server = call->loop->server;
    call->breach = body_sync(call->body);
    if (!loop_return(call->loop, call))
        call_give_back(call);
    server_release(server);
}

static enum MHD_Result
complete(struct call *call)
{
    if (call->body == NULL)
        return run_complete(call);
    body_end(call->body, &call->request);
    if (!body_is_file(call->body))
        return run_complete(call);
    queue_for_sync(call);
    return MHD_YES;
}

static enum MHD_Result
go_on_synced(struct call *call)
{
    if (call->breach == BREACH_NONE)
        return run_complete(call);
    answer_breach(call, call->breach);
    return send_answer(call);
}

void
server_answer_later(struct request *request, const struct answer *answer)
{
    struct call *call = (struct call *)request;
    struct server *server = call->loop->server;
    server_answer(request, answer);
    if (!loop_return(call->loop, call))
        call_give_back(call);
    server_release(server);
}

void
server_hang_up(struct request *request)
{
    shutdown(((struct call *)request)->visitor->descriptor, SHUT_RDWR);
}

/* --- the body --- */

/* Answered before the body was read. A short one is read away; otherwise the connection ends. */
static enum MHD_Result
answer_early(struct call *call)
{
    const struct request *request = &call->request;
    bool is_known = call->breach == BREACH_NONE;
    if (is_known && !request->has_body) {
        call->stage = CALL_READY;
        return MHD_YES; /* the library asks again at once, and keeps the connection */
    }
    if (is_known && !call->expects_continue && request->body_declared <= DISCARDED_BYTES_MAX) {
        call->stage = CALL_DISCARDING;
        visitor_enter_phase(call->visitor, PHASE_BODY,
                            loop_transfer_ms(call->loop, request->body_declared));
        return MHD_YES;
    }
    call->answer.closes = true;
    call->visitor->lingers = true;
    return send_answer(call);
}

static uint64_t
bytes_allowed(const struct call *call, const struct body_plan *plan)
{
    uint64_t in_memory = call->loop->server->options.limits.body_memory_bytes;
    switch (plan->kind) {
    case BODY_MEMORY:
        return plan->bytes_max != 0 && plan->bytes_max < in_memory ? plan->bytes_max : in_memory;
    case BODY_FILE:
    case BODY_PIECE: return plan->bytes_max;
    default: return 0;
    }
}

static enum breach
prepare_body(struct call *call, const struct body_plan *plan)
{
    struct request *request = &call->request;
    enum breach breach = BREACH_NONE;
    if (request->body_declared > bytes_allowed(call, plan))
        return BODY_MUST_BE_SHORTER;
    if (request->has_body)
        call->body = body_open(plan, request->body_declared, &call->loop->server->purse,
                               request->arena, &breach);
    return breach;
}

static enum MHD_Result
plan_body(struct call *call)
{
    const struct handlers *handlers = &call->loop->server->options.handlers;
    struct body_plan plan = handlers->begin(handlers->of, &call->request);
    assert((plan.kind == BODY_ANSWERED) == call->is_answered);
    if (plan.kind == BODY_ANSWERED)
        return answer_early(call);
    enum breach breach = prepare_body(call, &plan);
    if (breach != BREACH_NONE) {
        answer_breach(call, breach);
        return answer_early(call);
    }
    call->stage = CALL_RECEIVING;
    visitor_enter_phase(call->visitor, PHASE_BODY,
                        loop_transfer_ms(call->loop, call->request.body_declared));
    return MHD_YES;
}

static void
receive(struct call *call, const char *bytes, size_t length)
{
    call->bytes_in += length;
    if (call->stage != CALL_RECEIVING)
        return;
    enum breach breach = body_add(call->body, bytes, length);
    if (breach != BREACH_NONE) {
        answer_breach(call, breach);
        call->stage = CALL_DISCARDING;
    }
}

/* --- the library's callbacks --- */

static enum MHD_Result
go_on_new(struct call *call, const char *method, const char *version)
{
    enum breach breach = read_header(call, method, version);
    if (breach == BREACH_NONE)
        return plan_body(call);
    answer_breach(call, breach);
    return answer_early(call);
}

enum MHD_Result
call_go_on(void *of, struct MHD_Connection *connection, const char *url, const char *method,
           const char *version, const char *upload, size_t *upload_bytes, void **place)
{
    struct call *call = *place;
    (void)of, (void)connection, (void)url;
    switch (call->stage) {
    case CALL_NEW: return go_on_new(call, method, version);
    case CALL_RECEIVING:
    case CALL_DISCARDING:
        if (*upload_bytes > 0) {
            receive(call, upload, *upload_bytes);
            *upload_bytes = 0;
            return MHD_YES;
        }
        return call->stage == CALL_RECEIVING ? complete(call) : send_answer(call);
    case CALL_SYNCED: return go_on_synced(call);
    case CALL_READY: return send_answer(call);
    case CALL_SYNCING:
    case CALL_HELD: break; /* resumed without an answer: the server closes */
    }
    return MHD_NO;
}

void
call_resume(struct call *call)
{
    if (call->connection == NULL) {
        call_give_back(call);
        return;
    }
    if (call->stage == CALL_HELD)
        metrics_add(call->loop->server->metrics.held, -1);
    call->stage = call->stage == CALL_SYNCING ? CALL_SYNCED : CALL_READY;
    visitor_enter_phase(call->visitor, PHASE_SENDING, loop_transfer_ms(call->loop, 0));
    MHD_resume_connection(call->connection);
}

void
call_give_back(struct call *call)
{
    if (call->answer.has_file)
        close(call->answer.file);
    arena_close(call->request.arena);
}

static void
write_down(const struct call *call, bool is_sent)
{
    const struct server *server = call->loop->server;
    const struct request *request = &call->request;
    int status = is_sent ? call->answer.status : 0;
    int64_t duration_us = now_us() - call->began_us;
    metrics_add(server->metrics.requests[status / 100], 1);
    metrics_observe(server->metrics.seconds, duration_us);
    logbook_request(
        server->options.logbook,
        &(struct logbook_request){
            .reference = request->reference,
            .method = method_name(request->method),
            .route = call->breach != BREACH_NONE ? breach_name(call->breach) : request->route,
            .status = status,
            .duration_us = duration_us,
            .bytes_in = call->bytes_in,
            .bytes_out = call->answer.body.length + call->answer.file_bytes,
        });
}

/* The connection is going while somebody holds the call: it stays theirs. */
static void
leave_to_holder(struct call *call)
{
    struct loop *loop = call->loop;
    if (call->stage == CALL_HELD)
        metrics_add(loop->server->metrics.held, -1);
    pthread_mutex_lock(&loop->lock);
    call->connection = NULL;
    call->is_abandoned = !call->is_returned;
    pthread_mutex_unlock(&loop->lock);
}

void
call_end(void *of, struct MHD_Connection *connection, void **place,
         enum MHD_RequestTerminationCode how)
{
    struct call *call = *place;
    struct loop *loop = of;
    (void)connection;
    if (call == NULL)
        return;
    *place = NULL;
    call->visitor->call = NULL;
    visitor_enter_phase(call->visitor, PHASE_HEADER, loop->server->options.limits.idle_ms);
    if (call->stage == CALL_HELD || call->stage == CALL_SYNCING) {
        leave_to_holder(call);
        return;
    }
    write_down(call, how == MHD_REQUEST_TERMINATED_COMPLETED_OK && call->is_answered);
    if (call->answer.has_file)
        close(call->answer.file);
    loop_give_arena(loop, call->request.arena);
}
