/* route.h: which function answers which method and path: a table with one line for each.
 *
 * route.def holds the lines; whoever owns the handlers includes it, once for the prototypes and
 * once for the table:
 *
 *   #define ROUTE(...) ROUTE_ROW(__VA_ARGS__),
 *   static const struct route routes[] = {
 *   #include "http/route.def"
 *   };
 *
 *   ROUTE(GET, "/api/v1/matters/{no}", show_matter, "showMatter", "One matter",
 *         SIGNED_IN, WITHOUT_KEY, NONE, 0) */
#ifndef TB_ROUTE_H
#define TB_ROUTE_H
#include "http/server.h"

enum { ROUTE_PARAMETERS_MAX = 4 };

/* What stood in the path where the template has {name}. */
struct route_match {
    const struct route *route; /* NULL: nothing matched */
    struct pair parameters[ROUTE_PARAMETERS_MAX];
    size_t parameter_count;
    /* Without a route: the methods this path knows, as a bit set of 1 << METHOD_X. 0 means that
     * nothing is there (404), otherwise the method is wrong (405). HEAD goes with GET. */
    unsigned methods;
};

/* `of` is what the handlers of the server were given. */
typedef enum completion route_function(void *of, struct request *request,
                                       const struct route_match *match);

enum route_access {
    ROUTE_OPEN,      /* anybody */
    ROUTE_SIGNED_IN, /* a bearer token or a session */
    ROUTE_MACHINE    /* operators only: health, metrics */
};

enum route_key {
    ROUTE_WITHOUT_KEY,
    ROUTE_WITH_KEY /* Idempotency-Key must be given */
};

struct route {
    enum method method;
    const char *path; /* template: "/api/v1/matters/{no}"; one segment for each {name} */
    route_function *run;
    const char *operation; /* operationId of the OpenAPI document: "showMatter" */
    const char *summary;   /* one English line for it */
    enum route_access access;
    enum route_key key;
    enum body_kind body;
    uint64_t body_bytes_max; /* 0: the limit of the server */
};

#define ROUTE_ROW(method, path, run, operation, summary, access, key, body, bytes_max)             \
    {                                                                                              \
        METHOD_##method, path, run, operation, summary, ROUTE_##access, ROUTE_##key, BODY_##body,  \
            bytes_max                                                                              \
    }

/* The row for a method and a decoded path. A literal segment wins over a parameter, the leftmost
 * difference deciding, so the order of rows does not matter. HEAD finds the row of GET. Texts of
 * the match point into `path`. */
struct route_match route_find(const struct route *routes, size_t count, enum method method,
                              struct text path);

/* The value of {name}; empty where the template has none of that name, which no request can send.
 */
struct text route_parameter(const struct route_match *match, const char *name);

/* "GET, HEAD, POST" for an Allow header. */
struct text route_allow(unsigned methods, struct arena *arena);

#endif
