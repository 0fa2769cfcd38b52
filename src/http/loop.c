/* loop.c: one thread of the web door turns here. libmicrohttpd is used in external poll mode only:
 * its own threads have been seen to wait for ever with 128 connections ready. We poll its epoll
 * descriptor together with ours and let it run without waiting.
 *
 * The library's timeouts count silence, so a client that sends one byte a second lives for ever.
 * Ours are deadlines: each phase of a request must end by a fixed time. */
#include "http/loop.h"

#include "http/call.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum {
    ACCEPTED_PER_TURN_MAX = 64,
    LINGER_MS = 2000,
    TICK_MS_MAX = 500,
    POOL_BYTES_FOR_ANSWER = 4096
};

void
loop_wake(struct loop *loop)
{
    uint64_t one = 1;
    ssize_t written = write(loop->wake, &one, sizeof one);
    (void)written; /* a full eventfd wakes just as well */
}

/* --- what a call takes from its loop --- */

struct arena *
loop_take_arena(struct loop *loop)
{
    return loop->spare_count > 0 ? loop->spare[--loop->spare_count] : arena_open();
}

void
loop_give_arena(struct loop *loop, struct arena *arena)
{
    if (loop->spare_count == LOOP_SPARE_ARENAS_MAX) {
        arena_close(arena);
        return;
    }
    arena_reset(arena);
    loop->spare[loop->spare_count++] = arena;
}

void
loop_random(struct loop *loop, void *bytes, size_t count)
{
    const struct world *world = loop->server->options.world;
    assert(count <= sizeof loop->random);
    if (loop->random_left < count) {
        world->random(world->of, loop->random, sizeof loop->random);
        loop->random_left = sizeof loop->random;
    }
    loop->random_left -= count;
    memcpy(bytes, loop->random + loop->random_left, count);
}

int64_t
loop_transfer_ms(const struct loop *loop, uint64_t bytes)
{
    const struct server_limits *limits = &loop->server->options.limits;
    return limits->transfer_ms + (int64_t)(bytes / (uint64_t)limits->transfer_bytes_per_s * 1000);
}

bool
loop_return(struct loop *loop, struct call *call)
{
    pthread_mutex_lock(&loop->lock);
    bool is_wanted = !call->is_abandoned;
    bool was_empty = loop->returned == NULL;
    if (is_wanted) {
        call->is_returned = true;
        call->next = NULL;
        *loop->returned_end = call;
        loop->returned_end = &call->next;
    }
    pthread_mutex_unlock(&loop->lock);
    if (is_wanted && was_empty)
        loop_wake(loop);
    return is_wanted;
}

/* --- visitors --- */

void
visitor_enter_phase(struct visitor *visitor, enum phase phase, int64_t allowed_ms)
{
    if (visitor->phase == PHASE_LEAVING)
        return;
    visitor->phase = phase;
    visitor->since_ms = visitor->loop->now_ms;
    visitor->deadline_ms = allowed_ms < 0 ? INT64_MAX : visitor->since_ms + allowed_ms;
}

/* The library finds the end of the connection by itself and gives it back. */
static void
visitor_send_away(struct visitor *visitor)
{
    shutdown(visitor->descriptor, SHUT_RDWR);
    visitor_enter_phase(visitor, PHASE_LEAVING, -1);
}

static void
visitor_come(struct loop *loop, struct MHD_Connection *connection, void **place)
{
    const struct server_limits *limits = &loop->server->options.limits;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct visitor *visitor = calloc(1, sizeof *visitor);
    if (visitor == NULL)
        abort();
    visitor->loop = loop;
    visitor->descriptor = info->connect_fd;
    visitor->address = loop->arriving->address;
    visitor->is_counted = loop->arriving->is_counted;
    loop->arriving = NULL;
    visitor->next = loop->visitors;
    if (visitor->next != NULL)
        visitor->next->previous = visitor;
    loop->visitors = visitor;
    atomic_fetch_add(&loop->visitor_count, 1);
    metrics_add(loop->server->metrics.connections, 1);
    visitor_enter_phase(visitor, PHASE_HEADER, limits->header_ms);
    *place = visitor;
}

static void
linger(struct loop *loop, int descriptor)
{
    int kept = loop->lingerer_count < LOOP_LINGER_MAX ? dup(descriptor) : -1;
    if (kept < 0)
        return;
    shutdown(kept, SHUT_WR);
    loop->lingerers[loop->lingerer_count++] =
        (struct lingerer){.descriptor = kept, .deadline_ms = loop->now_ms + LINGER_MS};
}

static void
visitor_go(struct loop *loop, struct visitor *visitor)
{
    struct address client = address_of_client(&visitor->address);
    if (visitor->lingers && !atomic_load(&loop->server->is_closing))
        linger(loop, visitor->descriptor);
    if (visitor->is_counted)
        crowd_leave(loop->server->crowd, &client);
    *(visitor->previous != NULL ? &visitor->previous->next : &loop->visitors) = visitor->next;
    if (visitor->next != NULL)
        visitor->next->previous = visitor->previous;
    atomic_fetch_sub(&loop->visitor_count, 1);
    metrics_add(loop->server->metrics.connections, -1);
    free(visitor);
}

static void
on_connection(void *of, struct MHD_Connection *connection, void **visitor,
              enum MHD_ConnectionNotificationCode what)
{
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        visitor_come(of, connection, visitor);
    else if (*visitor != NULL)
        visitor_go(of, *visitor);
}

/* Whoever has waited longest for a next request makes room. */
static bool
evict_one(struct loop *loop)
{
    struct visitor *longest = NULL;
    for (struct visitor *visitor = loop->visitors; visitor != NULL; visitor = visitor->next) {
        if (visitor->phase == PHASE_HEADER &&
            (longest == NULL || visitor->since_ms <= longest->since_ms))
            longest = visitor;
    }
    if (longest == NULL)
        return false;
    visitor_send_away(longest);
    metrics_add(loop->server->metrics.connections_evicted, 1);
    return true;
}

/* --- arrivals --- */

static void
turn_away(struct loop *loop, const struct arrival *arrival)
{
    struct address client = address_of_client(&arrival->address);
    if (arrival->is_counted)
        crowd_leave(loop->server->crowd, &client);
    metrics_add(loop->server->metrics.connections_refused, 1);
}

static void
admit(struct loop *loop, const struct arrival *arrival)
{
    int room = loop->server->connections_per_loop - atomic_load(&loop->visitor_count);
    if ((room <= 0 && !evict_one(loop)) || room <= -LOOP_LEAVING_MAX ||
        atomic_load(&loop->server->is_closing)) {
        close(arrival->descriptor);
        turn_away(loop, arrival);
        return;
    }
    loop->arriving = arrival;
    if (MHD_add_connection(loop->daemon, arrival->descriptor,
                           (const struct sockaddr *)&arrival->from,
                           arrival->from_length) != MHD_YES &&
        loop->arriving != NULL)
        turn_away(loop, arrival);
    loop->arriving = NULL;
}

static void
admit_handed_over(struct loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    struct arrival *arrival = loop->arrivals;
    loop->arrivals = NULL;
    loop->arrivals_end = &loop->arrivals;
    pthread_mutex_unlock(&loop->lock);
    while (arrival != NULL) {
        struct arrival *next = arrival->next;
        admit(loop, arrival);
        free(arrival);
        arrival = next;
    }
}

static void
hand_over(struct loop *to, const struct arrival *arrival)
{
    struct arrival *copy = malloc(sizeof *copy);
    if (copy == NULL)
        abort();
    *copy = *arrival;
    copy->next = NULL;
    pthread_mutex_lock(&to->lock);
    *to->arrivals_end = copy;
    to->arrivals_end = &copy->next;
    pthread_mutex_unlock(&to->lock);
    loop_wake(to);
}

static struct loop *
least_visited(struct server *server, int counts[])
{
    int least = 0;
    for (int i = 1; i < server->loop_count; i++) {
        if (counts[i] < counts[least])
            least = i;
    }
    counts[least]++;
    return &server->loops[least];
}

/* Behind a proxy every connection is the proxy's: it counts its visitors itself. */
static bool
may_enter(struct server *server, struct arrival *arrival)
{
    struct address client;
    if (!address_of_socket(&arrival->from, &arrival->address))
        return false;
    if (server->options.behind_proxy)
        return true;
    client = address_of_client(&arrival->address);
    arrival->is_counted = crowd_enter(server->crowd, &client);
    return arrival->is_counted;
}

/* Only the first loop accepts; it spreads the connections evenly. */
static void
accept_arrivals(struct loop *loop)
{
    struct server *server = loop->server;
    int counts[LOOPS_MAX];
    for (int i = 0; i < server->loop_count; i++)
        counts[i] = atomic_load(&server->loops[i].visitor_count);
    for (int i = 0; i < ACCEPTED_PER_TURN_MAX; i++) {
        struct arrival arrival = {.from_length = sizeof arrival.from};
        arrival.descriptor = accept4(server->listening, (struct sockaddr *)&arrival.from,
                                     &arrival.from_length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (arrival.descriptor < 0)
            return;
        if (!may_enter(server, &arrival)) {
            close(arrival.descriptor);
            metrics_add(server->metrics.connections_refused, 1);
            continue;
        }
        struct loop *to = least_visited(server, counts);
        if (to == loop)
            admit(loop, &arrival);
        else
            hand_over(to, &arrival);
    }
}

/* --- time --- */

static int
tick_ms(const struct loop *loop)
{
    const struct server_limits *limits = &loop->server->options.limits;
    int shortest =
        limits->header_ms < limits->transfer_ms ? limits->header_ms : limits->transfer_ms;
    if (limits->idle_ms < shortest)
        shortest = limits->idle_ms;
    int tick = shortest / 4 > 0 ? shortest / 4 : 1;
    return tick < TICK_MS_MAX ? tick : TICK_MS_MAX;
}

/* What was not read in time is thrown away at once; nothing of it stays in the kernel. */
static void
visitor_run_out_of_time(struct visitor *visitor)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    if (visitor->phase == PHASE_SENDING)
        setsockopt(visitor->descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    visitor_send_away(visitor);
    metrics_add(visitor->loop->server->metrics.timeouts, 1);
}

/* The library overlooks an end that came together with the last bytes it has read, because its
 * epoll tells of changes only; the end would be noticed at the deadline. */
static bool
visitor_has_hung_up(const struct visitor *visitor)
{
    char byte;
    return (visitor->phase == PHASE_HEADER || visitor->phase == PHASE_BODY) &&
           recv(visitor->descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Looks at everybody, so not in every turn. */
static void
hurry_visitors(struct loop *loop)
{
    if (loop->now_ms < loop->hurry_at_ms)
        return;
    loop->hurry_at_ms = loop->now_ms + tick_ms(loop);
    for (struct visitor *visitor = loop->visitors; visitor != NULL; visitor = visitor->next) {
        if (visitor->deadline_ms <= loop->now_ms)
            visitor_run_out_of_time(visitor);
        else if (visitor_has_hung_up(visitor))
            visitor_send_away(visitor);
    }
}

/* Reads away what still comes; true when it is over. */
static bool
has_lingered(const struct loop *loop, const struct lingerer *lingerer)
{
    char nothing[16384];
    for (int i = 0; i < 8; i++) {
        ssize_t length = read(lingerer->descriptor, nothing, sizeof nothing);
        if (length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR))
            return true;
        if (length < 0)
            break;
    }
    return lingerer->deadline_ms <= loop->now_ms;
}

static void
let_linger(struct loop *loop)
{
    for (int i = 0; i < loop->lingerer_count;) {
        if (has_lingered(loop, &loop->lingerers[i])) {
            close(loop->lingerers[i].descriptor);
            loop->lingerers[i] = loop->lingerers[--loop->lingerer_count];
        } else {
            i++;
        }
    }
}

static int
patience_ms(struct loop *loop)
{
    MHD_UNSIGNED_LONG_LONG library_ms;
    if (MHD_get_timeout(loop->daemon, &library_ms) == MHD_YES && library_ms == 0)
        return 0;
    if (loop->visitors == NULL && loop->lingerer_count == 0 &&
        !atomic_load(&loop->server->is_closing))
        return -1;
    return tick_ms(loop);
}

/* --- the turn --- */

static void
wait_for_something(struct loop *loop)
{
    struct server *server = loop->server;
    struct pollfd watched[3 + LOOP_LINGER_MAX] = {
        {.fd = loop->daemon_descriptor, .events = POLLIN},
        {.fd = loop->wake, .events = POLLIN},
        {.fd = loop->number == 0 && !atomic_load(&server->is_closing) ? server->listening : -1,
         .events = POLLIN},
    };
    for (int i = 0; i < loop->lingerer_count; i++)
        watched[3 + i] = (struct pollfd){.fd = loop->lingerers[i].descriptor, .events = POLLIN};
    poll(watched, (nfds_t)(3 + loop->lingerer_count), patience_ms(loop));

    loop->now_ms = server->options.world->steady_ms(server->options.world->of);
    if ((watched[1].revents & POLLIN) != 0) {
        uint64_t count;
        ssize_t length = read(loop->wake, &count, sizeof count);
        (void)length;
    }
    if ((watched[2].revents & POLLIN) != 0)
        accept_arrivals(loop);
}

static void
take_back_returned(struct loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    struct call *call = loop->returned;
    loop->returned = NULL;
    loop->returned_end = &loop->returned;
    for (struct call *one = call; one != NULL; one = one->next)
        one->is_returned = false;
    pthread_mutex_unlock(&loop->lock);
    while (call != NULL) {
        struct call *next = call->next;
        call_resume(call);
        call = next;
    }
}

static void
turn(struct loop *loop)
{
    wait_for_something(loop);
    admit_handed_over(loop);
    take_back_returned(loop);
    MHD_run(loop->daemon);
    hurry_visitors(loop);
    let_linger(loop);
    logbook_flush(loop->server->options.logbook);
}

/* Who is between two requests need not wait for the end. */
static void
say_goodbye(struct loop *loop)
{
    for (struct visitor *visitor = loop->visitors; visitor != NULL; visitor = visitor->next) {
        if (visitor->phase == PHASE_HEADER)
            visitor_send_away(visitor);
    }
}

/* The end of patience. A held call is resumed without an answer, which closes its connection and
 * leaves the call to its holder. */
static void
cut_off(struct visitor *visitor)
{
    struct call *call = visitor->call;
    if (visitor->phase != PHASE_LEAVING) {
        atomic_fetch_add(&visitor->loop->server->cut_off_count, 1);
        visitor_send_away(visitor);
    }
    if (call != NULL && !call->is_cut_off &&
        (call->stage == CALL_HELD || call->stage == CALL_SYNCING)) {
        call->is_cut_off = true;
        MHD_resume_connection(call->connection);
    }
}

static void
turn_until_all_have_left(struct loop *loop)
{
    while (loop->visitors != NULL) {
        if (loop->now_ms < atomic_load(&loop->server->cut_off_ms)) {
            say_goodbye(loop);
        } else {
            for (struct visitor *visitor = loop->visitors; visitor; visitor = visitor->next)
                cut_off(visitor);
        }
        turn(loop);
    }
}

void *
loop_run(void *of)
{
    struct loop *loop = of;
    while (!atomic_load(&loop->server->is_closing))
        turn(loop);
    turn_until_all_have_left(loop);
    return NULL;
}

/* --- opening and closing --- */

/* Paths are decoded by us, once; the library must leave them alone. */
static size_t
leave_escaped(void *of, struct MHD_Connection *connection, char *text)
{
    (void)of, (void)connection;
    return strlen(text);
}

static struct MHD_Daemon *
start_daemon(struct loop *loop)
{
    const struct server_options *options = &loop->server->options;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET;
    size_t pool_bytes = (size_t)options->limits.header_bytes + POOL_BYTES_FOR_ANSWER;
    struct MHD_OptionItem items[] = {
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)pool_bytes, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, loop->server->connections_per_loop + 2 * LOOP_LEAVING_MAX,
         NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, loop},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)call_end, loop},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)call_begin, loop},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_escaped, NULL},
        {MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, NULL},
        {MHD_OPTION_END, 0, NULL},
        {MHD_OPTION_END, 0, NULL},
        {MHD_OPTION_END, 0, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    enum { FIRST_TLS_ITEM = 7 };
    if (options->cert != NULL) {
        flags |= MHD_USE_TLS;
        items[FIRST_TLS_ITEM] =
            (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->cert};
        items[FIRST_TLS_ITEM + 1] =
            (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->key};
        items[FIRST_TLS_ITEM + 2] = (struct MHD_OptionItem){
            MHD_OPTION_HTTPS_PRIORITIES, 0,
            (void *)(uintptr_t) "SECURE128:-VERS-TLS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"};
    }
    return MHD_start_daemon(flags, 0, NULL, NULL, call_go_on, loop, MHD_OPTION_ARRAY, items,
                            MHD_OPTION_END);
}

bool
loop_open(struct loop *loop, struct server *server, int number, struct fault *fault)
{
    loop->server = server;
    loop->number = number;
    loop->returned_end = &loop->returned;
    loop->arrivals_end = &loop->arrivals;
    pthread_mutex_init(&loop->lock, NULL);
    loop->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    loop->now_ms = server->options.world->steady_ms(server->options.world->of);
    if (loop->wake < 0) {
        fault_set(fault, "no eventfd for the web door: %s", strerror(errno));
        return false;
    }
    loop->daemon = start_daemon(loop);
    if (loop->daemon == NULL) {
        fault_set(fault, "the web door did not start%s",
                  server->options.cert != NULL ? "; do certificate and key belong together?" : "");
        return false;
    }
    loop->daemon_descriptor = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    return true;
}

void
loop_close(struct loop *loop)
{
    admit_handed_over(loop);
    if (loop->daemon != NULL)
        MHD_stop_daemon(loop->daemon);
    take_back_returned(loop);
    while (loop->lingerer_count > 0)
        close(loop->lingerers[--loop->lingerer_count].descriptor);
    while (loop->spare_count > 0)
        arena_close(loop->spare[--loop->spare_count]);
}
