/* request.h: what a client asked, checked and decoded, as plain facts.
 *
 * A request lives in its own arena from the end of its header until it was answered (and the answer
 * sent), or until a held request whose client or server went away is answered into the void. Every
 * text in it lives as long as that arena. */
#ifndef TB_REQUEST_H
#define TB_REQUEST_H
#include "base/digest.h"
#include "base/pair.h"

enum method {
    METHOD_GET,
    METHOD_HEAD,
    METHOD_POST,
    METHOD_PUT,
    METHOD_PATCH,
    METHOD_DELETE,
    METHOD_OPTIONS,
    METHOD_COUNT
};

/* "GET"; and back, false for a method this door does not know. Methods are case-sensitive. */
const char *method_name(enum method method);
bool method_parse(struct text name, enum method *method);

enum {
    REQUEST_TARGET_BYTES_MAX = 4096,
    REQUEST_HEADERS_MAX = 64,
    REQUEST_QUERY_MAX = 64, /* parameters */
    REQUEST_REFERENCE_LENGTH = 14
};

/* A body that was streamed to disk (see BODY_FILE): written, hashed and synced, not yet named. */
struct body_file {
    int descriptor; /* open for reading; closed with the request; -1 where there is none */
    uint64_t bytes;
    struct digest digest; /* SHA-256 of the whole */
    struct text path;     /* of the temporary file; empty where it has no name */
};

struct request {
    struct arena *arena;
    enum method method;
    /* Decoded: begins with '/', is UTF-8, holds no control character, no empty segment other than
     * the last, no "." or ".." segment; '/' and '\' never come from an escape. */
    struct text path;
    const struct pair *query; /* decoded (+ is a blank), UTF-8, in order; names may repeat */
    size_t query_count;
    const struct pair *headers; /* values without blanks at the ends */
    size_t header_count;
    struct text host;       /* the Host header as sent; empty only under HTTP/1.0 */
    struct text address;    /* the client's: "192.0.2.7"; behind a proxy what the proxy says */
    bool is_secure;         /* came over TLS, here or at the proxy in front */
    bool has_body;          /* Content-Length above 0 */
    uint64_t body_declared; /* Content-Length; 0 without one */
    struct text body;       /* BODY_MEMORY: the whole body */
    struct body_file file;  /* BODY_FILE: the whole body */
    int loop;               /* number of the loop thread that serves it, from 0 */
    char reference[REQUEST_REFERENCE_LENGTH +
                   1]; /* random; in logs and problems: "7F3K-9QXT-A2BC" */

    /* For the handler, both NULL at first. The route is a template of static life
     * ("/api/v1/matters/{no}"); logs show it in place of the path. */
    const char *route;
    void *of;
};

/* For everything that must live as long as the request. One thread at a time: the loop's until
 * `complete` returns REQUEST_HELD, then the holder's until it answers. */
struct arena *request_arena(const struct request *request);

/* The value of a header (name without regard to case) or a parameter; the first where it repeats.
 * Empty where there is none; `request_has_header` tells the difference. */
struct text request_header(const struct request *request, const char *name);
bool request_has_header(const struct request *request, const char *name);
size_t request_header_count(const struct request *request, const char *name);
struct text request_query(const struct request *request, const char *name);
size_t request_query_count(const struct request *request, const char *name);

/* Gives the streamed body the name `name` in the folder and syncs the folder: from then on it
 * survives a power cut. A file of that name is left as it is, which is right for names made from a
 * digest. Blocks; not for a loop thread. False with errno set when the disk fails. */
bool request_keep_file(const struct request *request, const char *folder, const char *name);
/* The same for a part of a body (multipart.h). */
bool body_file_keep(const struct body_file *file, const char *folder, const char *name);

#endif
