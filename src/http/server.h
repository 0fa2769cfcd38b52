/* server.h: the web door: sockets, limits, loop threads, and nothing of courts.
 *
 * One loop thread per core, each with its own libmicrohttpd daemon driven by our own poll. Requests
 * that could be read in two ways are refused before a handler sees them, and after any refusal of
 * that kind the connection is closed, so that nothing can be smuggled behind it.
 *
 * A request goes: header checked -> `begin` (plan for the body, nothing of it read yet) -> body ->
 * `complete` -> answered at once, or held and answered later by any thread. */
#ifndef TB_SERVER_H
#define TB_SERVER_H
#include "base/fault.h"
#include "base/world.h"
#include "http/request.h"

enum body_kind {
    BODY_NONE,    /* a declared body is refused with 413 */
    BODY_MEMORY,  /* request->body */
    BODY_FILE,    /* request->file: streamed, hashed and synced; memory stays flat */
    BODY_PIECE,   /* a piece of a file that is open already; what came stays there also when the
                     rest never comes. Not hashed, not synced. */
    BODY_ANSWERED /* `begin` has called server_answer; the body is not read */
};

struct body_plan {
    enum body_kind kind;
    uint64_t
        bytes_max; /* 0: the limit of the server; more than that limit in memory is cut to it */
    const char *folder; /* BODY_FILE: where the temporary file is made; outlives the request */
    int descriptor;     /* BODY_PIECE: the file, the handler's; outlives the body */
    uint64_t offset;    /* of the piece in it */
};

enum completion { REQUEST_ANSWERED, REQUEST_HELD };

struct answer {
    int status;               /* 200 to 599 */
    const char *content_type; /* of static life; NULL without a body */
    struct text body;         /* in the request's arena, or of static life */
    /* Added to the default ones; the same name replaces a default. The array is copied, its texts
     * are in the arena or static. */
    const struct pair *headers;
    size_t header_count;
    bool has_file; /* the body is `file_bytes` bytes of this file from `file_offset` on; */
    int file;      /* the server closes the descriptor */
    uint64_t file_offset, file_bytes;
    bool closes; /* the connection ends after this answer */
};

/* Called on loop threads; must not block. `complete` is not called after BODY_ANSWERED. */
struct handlers {
    struct body_plan (*begin)(void *of, struct request *request);
    enum completion (*complete)(void *of, struct request *request);
    void *of;
};

/* 0 takes the default in brackets. */
struct server_limits {
    int connections;              /* all loops together [2048] */
    int connections_per_address;  /* not applied behind a proxy; IPv6 by /64 [128] */
    int header_bytes;             /* request line and header fields together [16384] */
    uint64_t body_memory_bytes;   /* one body in memory [1 MiB] */
    uint64_t bodies_memory_bytes; /* all bodies in memory; beyond it 503 [64 MiB] */
    int header_ms;                /* until the header of the first request is complete [10 000] */
    int idle_ms;                  /* the same for each next one on the connection [60 000] */
    int transfer_ms;              /* for a body or an answer, whatever its size, [30 000] */
    int transfer_bytes_per_s;     /* plus its size at this rate [8192] */
};

struct metrics;
struct logbook;

struct server_options {
    const char *host;       /* an address: "127.0.0.1", "::1", "0.0.0.0" */
    int port;               /* 0: any free one, see server_port */
    const char *cert, *key; /* PEM texts for TLS; both or none */
    bool behind_proxy;      /* a proxy in front speaks TLS and sets X-Real-IP */
    int loops;              /* 0: one per core */
    struct server_limits limits;
    struct handlers handlers;
    const struct world *world; /* its randomness; called from every loop thread */
    struct metrics *metrics;   /* NULL: not counted */
    struct logbook *logbook;   /* NULL: not logged */
};

struct server;

/* Listens and serves. NULL with the fault set when the options are wrong or the address is taken;
 * plain HTTP on an address that is not loopback is refused unless behind_proxy. */
struct server *server_open(const struct server_options *options, struct fault *fault);
int server_port(const struct server *server);

/* Answers inside `begin` or `complete`, on the loop thread. Exactly once per request. */
void server_answer(struct request *request, const struct answer *answer);

/* Answers a held request from any thread, exactly once. Takes the request away: the caller must not
 * touch it or its arena afterwards. Works after the client has gone and after server_close. */
void server_answer_later(struct request *request, const struct answer *answer);

/* From any thread, while the body of the request comes in: ends its connection, as if the client
 * had. */
void server_hang_up(struct request *request);

/* Takes no new connection, closes idle ones, waits at most `bound_ms` for requests under way and
 * held ones, stops the loops and gives everything back. Requests still held then stay valid until
 * their holder answers them. True when nothing was cut off. */
bool server_close(struct server *server, int bound_ms);

#endif
