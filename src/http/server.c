/* server.c: opens and closes the web door as a whole. */
#include "http/server.h"

#include "http/call.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { OTHER_DESCRIPTORS = 256, LISTEN_BACKLOG = 1024 };

/* --- options --- */

static void
fill_in_limits(struct server_limits *limits)
{
#define DEFAULT(limit, value)                                                                      \
    if (limits->limit == 0)                                                                        \
    limits->limit = (value)
    DEFAULT(connections, 2048);
    DEFAULT(connections_per_address, 128);
    DEFAULT(header_bytes, 8192);
    DEFAULT(body_memory_bytes, 1024 * 1024);
    DEFAULT(bodies_memory_bytes, 64 * 1024 * 1024);
    DEFAULT(header_ms, 10 * 1000);
    DEFAULT(idle_ms, 60 * 1000);
    DEFAULT(transfer_ms, 30 * 1000);
    DEFAULT(transfer_bytes_per_s, 8192);
#undef DEFAULT
}

/* Each connection takes a descriptor and some requests take another. */
static bool
claim_descriptors(int connections, struct fault *fault)
{
    struct rlimit limit;
    rlim_t wanted = (rlim_t)connections * 2 + OTHER_DESCRIPTORS;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return true;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (limit.rlim_cur >= wanted && setrlimit(RLIMIT_NOFILE, &limit) == 0)
        return true;
    fault_set(fault, "%d connections need %llu open files, this system allows %llu", connections,
              (unsigned long long)wanted, (unsigned long long)limit.rlim_max);
    return false;
}

static bool
check_options(const struct server_options *options, struct address *address, struct fault *fault)
{
    if (options->host == NULL || !address_parse(text_of(options->host), address) ||
        options->port < 0 || options->port > 65535)
        fault_set(fault, "the address to listen on must be an IP address and a port");
    else if ((options->cert == NULL) != (options->key == NULL))
        fault_set(fault, "TLS needs a certificate and its key");
    else if (options->cert == NULL && !options->behind_proxy && !address_is_loopback(address))
        fault_set(fault, "plain HTTP is for loopback addresses only; give a certificate and a "
                         "key, or say that a proxy stands in front");
    return !fault->is_set;
}

/* --- the socket --- */

static int
bound_port(int listening)
{
    struct sockaddr_storage bound;
    socklen_t length = sizeof bound;
    if (getsockname(listening, (struct sockaddr *)&bound, &length) != 0)
        return 0;
    return ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                             : ((struct sockaddr_in *)&bound)->sin_port);
}

static bool
start_listening(struct server *server, const struct address *address, struct fault *fault)
{
    struct sockaddr_storage to;
    socklen_t length = address_to_socket(address, server->options.port, &to);
    int one = 1;
    server->listening = socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (server->listening < 0 ||
        setsockopt(server->listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) != 0 ||
        bind(server->listening, (struct sockaddr *)&to, length) != 0 ||
        listen(server->listening, LISTEN_BACKLOG) != 0) {
        fault_set(fault, "cannot listen on %s port %d: %s", server->options.host,
                  server->options.port, strerror(errno));
        return false;
    }
    server->port = bound_port(server->listening);
    return true;
}

/* --- files to disk --- */

static struct call *
next_to_sync(struct syncer *syncer)
{
    pthread_mutex_lock(&syncer->lock);
    while (syncer->first == NULL && !syncer->is_closing)
        pthread_cond_wait(&syncer->changed, &syncer->lock);
    struct call *call = syncer->first;
    if (call != NULL) {
        syncer->first = call->next;
        if (syncer->first == NULL)
            syncer->end = &syncer->first;
    }
    pthread_mutex_unlock(&syncer->lock);
    return call;
}

static void *
sync_run(void *of)
{
    struct server *server = of;
    struct call *call;
    while ((call = next_to_sync(&server->syncer)) != NULL)
        call_sync(call);
    return NULL;
}

/* --- metrics --- */

static void
name_metrics(struct server *server)
{
    static const char *const statuses[6] = {"status=\"gone\"", NULL,
                                            "status=\"2xx\"",  "status=\"3xx\"",
                                            "status=\"4xx\"",  "status=\"5xx\""};
    static const char *const breaches[BREACH_COUNT] = {
#define BREACH(name, status, word) [name] = "rule=\"" #name "\"",
#include "http/breach.def"
#undef BREACH
    };
    static const int64_t bounds_us[] = {1000,   2500,   5000,    10000,   25000,   50000,
                                        100000, 250000, 1000000, 2500000, 10000000};
    struct metrics *to = server->options.metrics;
    struct server_metrics *named = &server->metrics;
    if (to == NULL)
        return;
    for (int i = 0; i < 6; i++) {
        if (statuses[i] != NULL)
            named->requests[i] = metrics_counter(to, "tongban_http_requests_total",
                                                 "Requests by class of answer.", statuses[i]);
    }
    for (int i = BREACH_NONE + 1; i < BREACH_COUNT; i++)
        named->breaches[i] =
            metrics_counter(to, "tongban_http_breaches_total",
                            "Requests turned away at the door, by rule.", breaches[i]);
    named->connections =
        metrics_gauge(to, "tongban_http_connections", "Open connections.", NULL, 0);
    named->connections_refused = metrics_counter(to, "tongban_http_connections_refused_total",
                                                 "Connections turned away.", NULL);
    named->connections_evicted = metrics_counter(to, "tongban_http_connections_evicted_total",
                                                 "Idle connections closed to make room.", NULL);
    named->timeouts = metrics_counter(to, "tongban_http_timeouts_total",
                                      "Connections closed for being too slow.", NULL);
    named->held = metrics_gauge(to, "tongban_http_requests_held",
                                "Requests that wait for an answer.", NULL, 0);
    named->seconds = metrics_histogram(to, "tongban_http_request_seconds",
                                       "From the request line to the end of the answer.", NULL, 6,
                                       bounds_us, sizeof bounds_us / sizeof bounds_us[0]);
}

/* --- opening --- */

static struct server *
new_server(const struct server_options *options)
{
    struct server *server = calloc(1, sizeof *server);
    if (server == NULL)
        abort();
    atomic_store(&server->users, 1);
    server->options = *options;
    server->listening = -1;
    fill_in_limits(&server->options.limits);
    server->loop_count = options->loops > 0 ? options->loops : (int)sysconf(_SC_NPROCESSORS_ONLN);
    if (server->loop_count < 1)
        server->loop_count = 1;
    if (server->loop_count > LOOPS_MAX)
        server->loop_count = LOOPS_MAX;
    server->loops = calloc((size_t)server->loop_count, sizeof *server->loops);
    server->sync_threads = calloc((size_t)server->loop_count, sizeof *server->sync_threads);
    if (server->loops == NULL || server->sync_threads == NULL)
        abort();
    server->connections_per_loop =
        (server->options.limits.connections + server->loop_count - 1) / server->loop_count;
    server->purse.bytes_max = (int64_t)server->options.limits.bodies_memory_bytes;
    server->syncer.end = &server->syncer.first;
    pthread_mutex_init(&server->syncer.lock, NULL);
    pthread_cond_init(&server->syncer.changed, NULL);
    /* Connections on their way out still count for a moment. */
    server->crowd =
        crowd_open(server->options.limits.connections + 2 * LOOP_LEAVING_MAX * server->loop_count,
                   server->options.limits.connections_per_address);
    return server;
}

/* Signals are for the main thread, a broken pipe is for nobody. */
static bool
start_thread(pthread_t *thread, void *(*run)(void *of), void *of)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int mistake = pthread_create(thread, NULL, run, of);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return mistake == 0;
}

static bool
start_threads(struct server *server, struct fault *fault)
{
    for (; server->sync_thread_count < server->loop_count; server->sync_thread_count++) {
        if (!start_thread(&server->sync_threads[server->sync_thread_count], sync_run, server))
            break;
    }
    int started = 0;
    for (; started < server->loop_count; started++) {
        if (!start_thread(&server->loops[started].thread, loop_run, &server->loops[started]))
            break;
        server->loops[started].is_running = true;
    }
    if (server->sync_thread_count == server->loop_count && started == server->loop_count)
        return true;
    fault_set(fault, "no threads for the web door");
    return false;
}

struct server *
server_open(const struct server_options *options, struct fault *fault)
{
    struct address address;
    assert(options->world != NULL && options->handlers.begin != NULL &&
           options->handlers.complete != NULL);
    if (!check_options(options, &address, fault))
        return NULL;
    struct server *server = new_server(options);
    bool is_good = claim_descriptors(server->options.limits.connections, fault) &&
                   start_listening(server, &address, fault);
    if (is_good)
        name_metrics(server);
    for (int i = 0; is_good && i < server->loop_count; i++)
        is_good = loop_open(&server->loops[i], server, i, fault);
    if (is_good && start_threads(server, fault))
        return server;
    server_close(server, 0);
    return NULL;
}

int
server_port(const struct server *server)
{
    return server->port;
}

/* --- closing --- */

void
server_release(struct server *server)
{
    if (atomic_fetch_sub(&server->users, 1) != 1)
        return;
    for (int i = 0; i < server->loop_count; i++) {
        if (server->loops[i].server != NULL) {
            close(server->loops[i].wake);
            pthread_mutex_destroy(&server->loops[i].lock);
        }
    }
    pthread_cond_destroy(&server->syncer.changed);
    pthread_mutex_destroy(&server->syncer.lock);
    crowd_close(server->crowd);
    free(server->sync_threads);
    free(server->loops);
    free(server);
}

static void
stop_loops(struct server *server, int bound_ms)
{
    const struct world *world = server->options.world;
    atomic_store(&server->cut_off_ms, world->steady_ms(world->of) + bound_ms);
    atomic_store(&server->is_closing, 1);
    for (int i = 0; i < server->loop_count; i++) {
        if (server->loops[i].is_running)
            loop_wake(&server->loops[i]);
    }
    for (int i = 0; i < server->loop_count; i++) {
        if (server->loops[i].is_running)
            pthread_join(server->loops[i].thread, NULL);
    }
}

static void
stop_syncing(struct server *server)
{
    pthread_mutex_lock(&server->syncer.lock);
    server->syncer.is_closing = true;
    pthread_cond_broadcast(&server->syncer.changed);
    pthread_mutex_unlock(&server->syncer.lock);
    for (int i = 0; i < server->sync_thread_count; i++)
        pthread_join(server->sync_threads[i], NULL);
}

bool
server_close(struct server *server, int bound_ms)
{
    if (server == NULL)
        return true;
    stop_loops(server, bound_ms);
    stop_syncing(server);
    for (int i = 0; i < server->loop_count; i++) {
        if (server->loops[i].server != NULL)
            loop_close(&server->loops[i]);
    }
    if (server->listening >= 0)
        close(server->listening);
    bool is_clean = atomic_load(&server->cut_off_count) == 0;
    server_release(server);
    return is_clean;
}
