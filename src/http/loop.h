/* loop.h: one thread of the web door: its connections, its clock, its libmicrohttpd daemon.
 *
 * Inner header of the door: server.c opens and closes loops, loop.c turns them, call.c leads one
 * request through. Everything here belongs to the loop's thread unless it says otherwise. */
#ifndef TB_LOOP_H
#define TB_LOOP_H
#include "base/metrics.h"
#include "http/address.h"
#include "http/body.h"
#include "http/crowd.h"
#include "http/logbook.h"
#include "http/server.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

enum {
    LOOPS_MAX = 64,
    LOOP_LEAVING_MAX = 64, /* connections shut down that the library has yet to give back */
    LOOP_LINGER_MAX = 64,
    LOOP_SPARE_ARENAS_MAX = 256,
    LOOP_RANDOM_BYTES = 512
};

struct call;
struct loop;

/* What a connection is doing, which decides how long it may take. */
enum phase {
    PHASE_HEADER,  /* waiting for a header, or in the middle of one */
    PHASE_BODY,    /* the body is coming in */
    PHASE_HELD,    /* somebody in this program is thinking */
    PHASE_SENDING, /* the answer is going out */
    PHASE_LEAVING  /* shut down; the library has yet to notice */
};

/* One connection. */
struct visitor {
    struct visitor *next, *previous;
    struct loop *loop;
    struct call *call; /* the request under way; NULL between requests */
    struct address address;
    int descriptor; /* the library's */
    enum phase phase;
    int64_t since_ms, deadline_ms;
    bool is_counted; /* in the crowd */
    bool lingers;    /* unread input may be on its way: do not cut the answer short */
};

/* A connection accepted by the first loop for another one. */
struct arrival {
    struct arrival *next;
    int descriptor;
    struct sockaddr_storage from;
    socklen_t from_length;
    struct address address;
    bool is_counted;
};

/* A closed connection whose input is thrown away for a moment, so that the client reads the answer
 * before it learns that nobody listened. */
struct lingerer {
    int descriptor;
    int64_t deadline_ms;
};

struct loop {
    struct server *server;
    int number;
    pthread_t thread;
    bool is_running; /* set by the opener, for the closer */
    struct MHD_Daemon *daemon;
    int daemon_descriptor;
    int wake; /* an eventfd */
    int64_t now_ms, hurry_at_ms;
    struct visitor *visitors;
    _Atomic int visitor_count;
    struct lingerer lingerers[LOOP_LINGER_MAX];
    int lingerer_count;
    struct arena *spare[LOOP_SPARE_ARENAS_MAX];
    int spare_count;
    unsigned char random[LOOP_RANDOM_BYTES];
    size_t random_left;
    const struct arrival *arriving; /* while it is handed to the library */

    /* Under the lock; from any thread. */
    pthread_mutex_t lock;
    struct call *returned, **returned_end;
    struct arrival *arrivals, **arrivals_end;
};

/* Files that wait to be on disk; taken by threads of their own. */
struct syncer {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct call *first, **end;
    bool is_closing;
};

struct server_metrics {
    struct metric *requests[6]; /* by the first digit of the status; 0: nobody to answer */
    struct metric *breaches[BREACH_COUNT];
    struct metric *connections, *connections_refused, *connections_evicted, *timeouts;
    struct metric *held, *seconds;
};

/* Kept alive by its owner, until server_close, and by every request in somebody's hands. */
struct server {
    _Atomic int users;
    struct server_options options; /* limits filled in */
    struct server_metrics metrics;
    int listening, port;
    struct crowd *crowd;
    struct body_purse purse;
    struct loop *loops;
    int loop_count;
    int connections_per_loop;
    struct syncer syncer;
    pthread_t *sync_threads;
    int sync_thread_count;
    _Atomic int is_closing;     /* no new connections, answers close theirs */
    _Atomic int64_t cut_off_ms; /* when closing: the end of patience, by the world's steady clock */
    _Atomic int cut_off_count;  /* connections that were cut off */
};

bool loop_open(struct loop *loop, struct server *server, int number, struct fault *fault);
/* The thread: turns until the server is closing and everybody has left or was cut off. */
void *loop_run(void *loop);
/* After the thread has ended. */
void loop_close(struct loop *loop);

/* From any thread: makes the loop look around. */
void loop_wake(struct loop *loop);
/* From any thread: a call that somebody held comes back. False when its connection is gone for good
 * and the caller must give it back itself. */
bool loop_return(struct loop *loop, struct call *call);

struct arena *loop_take_arena(struct loop *loop);
void loop_give_arena(struct loop *loop, struct arena *arena);
void loop_random(struct loop *loop, void *bytes, size_t count);
void visitor_enter_phase(struct visitor *visitor, enum phase phase, int64_t allowed_ms);
/* How long a transfer of so many bytes may take. */
int64_t loop_transfer_ms(const struct loop *loop, uint64_t bytes);

void server_release(struct server *server);

#endif
