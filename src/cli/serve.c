/* serve.c: opens the house and the door, says where, and waits to be told to stop. */
#include "cli/serve.h"

#include "cli/options.h"
#include "cli/outgoing.h"
#include "http/api.h"
#include "http/logbook.h"
#include "http/page_door.h"
#include "http/server.h"
#include "work/ground.h"
#include "work/system_world.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { STOP_MS = 10000, PEM_BYTES_MAX = 64 * 1024, LOOPS_MAX = 8 };

/* Tells a service manager that waits for it (sd_notify's protocol: one datagram). */
static void
tell_manager(const char *what)
{
    const char *path = getenv("NOTIFY_SOCKET");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (path == NULL || strlen(path) >= sizeof address.sun_path)
        return;
    memcpy(address.sun_path, path, strlen(path));
    if (address.sun_path[0] == '@')
        address.sun_path[0] = '\0';
    int line = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (line < 0)
        return;
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path));
    if (sendto(line, what, strlen(what), MSG_NOSIGNAL, (struct sockaddr *)&address, length) < 0)
        fprintf(stderr, "tongban: the service manager was not told: %s\n", strerror(errno));
    close(line);
}

static const char *
read_pem(const char *path, struct arena *arena)
{
    FILE *file = path == NULL ? NULL : fopen(path, "rb");
    if (file == NULL)
        return NULL;
    char *bytes = arena_take(arena, PEM_BYTES_MAX + 1);
    size_t length = fread(bytes, 1, PEM_BYTES_MAX, file);
    fclose(file);
    bytes[length] = '\0';
    return bytes;
}

/* HOST:PORT or [HOST]:PORT */
static bool
read_listen(const char *listen, struct arena *arena, const char **host, int *port)
{
    const char *colon = strrchr(listen, ':');
    int64_t number;
    if (colon == NULL || colon == listen || !text_number(text_of(colon + 1), &number) ||
        number > 65535)
        return false;
    struct text name = {listen, (size_t)(colon - listen)};
    if (name.bytes[0] == '[' && name.bytes[name.length - 1] == ']')
        name = (struct text){name.bytes + 1, name.length - 2};
    *host = text_terminated(name, arena);
    *port = (int)number;
    return true;
}

static int
count_loops(const char *wished)
{
    int loops = wished == NULL ? (int)sysconf(_SC_NPROCESSORS_ONLN) : atoi(wished);
    return loops < 1 ? 1 : loops > LOOPS_MAX ? LOOPS_MAX : loops;
}

static void
wait_for_signal(const sigset_t *signals)
{
    int signal_number;
    while (sigwait(signals, &signal_number) != 0)
        continue;
}

static bool
open_door(const struct serve_options *options, struct house *house, int loops,
          const sigset_t *signals, struct arena *arena, struct fault *fault)
{
    const char *host;
    int port;
    if (!read_listen(options->listen, arena, &host, &port)) {
        fault_set(fault, "--listen wants HOST:PORT, such as 127.0.0.1:8080");
        return false;
    }
    struct metrics *metrics = metrics_open();
    struct logbook *log = logbook_open(STDERR_FILENO, house_world(house));
    struct api *api = api_open(house, metrics);
    struct pages *pages = pages_open(api, &(struct pages_options){options->is_demo});
    struct server_options door = {
        .host = host,
        .port = port,
        .cert = read_pem(options->cert, arena),
        .key = read_pem(options->key, arena),
        .behind_proxy = options->behind_proxy,
        .loops = loops,
        .handlers = pages_handlers(pages),
        .world = house_world(house),
        .metrics = metrics,
        .logbook = log,
    };
    struct server *server = NULL;
    if ((options->cert != NULL && door.cert == NULL) || (options->key != NULL && door.key == NULL))
        fault_set(fault, "certificate or key cannot be read");
    else
        server = server_open(&door, fault);
    if (server != NULL && house_start_work(house)) {
        const char *scheme = door.cert != NULL ? "https" : "http";
        printf("通办 tongban: %s://%s:%d/\n", scheme, host, server_port(server));
        fflush(stdout);
        tell_manager("READY=1");
        wait_for_signal(signals);
        tell_manager("STOPPING=1");
    }
    if (server != NULL)
        server_close(server, STOP_MS);
    pages_close(pages);
    api_close(api);
    logbook_close(log);
    metrics_close(metrics);
    return server != NULL;
}

/* False with the mistakes of the file on standard error. */
static bool
read_outlets(const struct serve_options *options, struct arena *arena,
             struct outlet_settings outlets[static MESSAGE_WAYS], struct fault *fault)
{
    struct mistakes mistakes = mistakes_open(arena);
    for (int i = 0; i < MESSAGE_WAYS; i++)
        outlets[i] = (struct outlet_settings){.kind = OUTLET_NONE};
    if (options->outgoing != NULL)
        outgoing_spool(options->outgoing, outlets);
    if (options->notices == NULL || outgoing_read(options->notices, arena, &mistakes, outlets))
        return true;
    fputs(mistakes_text(&mistakes, arena).bytes, stderr);
    fault_set(fault, "the file of --notices cannot be used");
    return false;
}

int
serve_run(const struct serve_options *options)
{
    struct fault fault = {0};
    struct arena *arena = arena_open();
    sigset_t signals;
    int loops = count_loops(options->loops);
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL); /* every thread started later inherits it */
    signal(SIGPIPE, SIG_IGN);
    struct outlet_settings outlets[MESSAGE_WAYS];
    struct house_options house_options = {.data = options->data,
                                          .rules = options->rules,
                                          .world = system_world(),
                                          .readers = loops,
                                          .outlets = outlets,
                                          .public_url = options->public_url,
                                          .scanner = options->clamd,
                                          .paper_fonts = options->paper_fonts};
    struct house *house = NULL;
    if (read_outlets(options, arena, outlets, &fault) &&
        ground_is_fit(options->data, stderr, &fault))
        house = house_open(&house_options, &fault);
    bool has_served = house != NULL && open_door(options, house, loops, &signals, arena, &fault);
    if (fault.is_set)
        fprintf(stderr, "tongban: %s\n", fault.what);
    house_close(house);
    arena_close(arena);
    return has_served && !fault.is_set ? 0 : 1;
}

int
serve_main(int argc, char **argv)
{
    struct serve_options options = {.listen = "127.0.0.1:8080"};
    struct option_row rows[] = {
        {"data", "DIR", &options.data, NULL, "the data folder (required)"},
        {"listen", "HOST:PORT", &options.listen, NULL, "[127.0.0.1:8080]; port 0: any free one"},
        {"cert", "FILE", &options.cert, NULL, "TLS certificate (PEM); with --key"},
        {"key", "FILE", &options.key, NULL, "its key (PEM)"},
        {"behind-proxy", NULL, NULL, &options.behind_proxy, "a proxy in front speaks TLS"},
        {"loops", "N", &options.loops, NULL, "threads that serve [one per core]"},
        {"public-url", "URL", &options.public_url, NULL, "where people reach it: https://HOST"},
        {"notices", "FILE", &options.notices, NULL, "how text messages and mails leave"},
        {"rules", "DIR", &options.rules, NULL, "the rules [beside the program]"},
        {"clamd", "SOCKET", &options.clamd, NULL,
         "the virus scanner's socket [files are not scanned]"},
        {"paper-fonts", "NAMES", &options.paper_fonts, NULL, "for papers [Noto Serif CJK SC]"},
        {0},
    };
    if (!options_read(argc, argv, "serve --data DIR [--listen HOST:PORT]", rows, NULL, 0, NULL))
        return 2;
    if (options.data == NULL) {
        fputs("tongban: serve needs --data DIR\n", stderr);
        return 2;
    }
    return serve_run(&options);
}
