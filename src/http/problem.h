/* problem.h: a "no" written for programs and people: application/problem+json (RFC 9457). */
#ifndef TB_PROBLEM_H
#define TB_PROBLEM_H
#include "base/language.h"
#include "http/breach.h"
#include "http/server.h"

/* One field of a form or of a JSON body, and what is wrong with it. */
struct problem_field {
    struct text field;    /* its name, or a path such as "parties/0/name" */
    struct text mistake;  /* the name of the mistake */
    struct text sentence; /* in the reader's language */
};

struct problem {
    int status;
    struct text refusal;  /* its name; the type becomes "/problems/NAME"; empty: "about:blank" */
    struct text title;    /* short, the same for each problem of this type; empty: by the status */
    struct text detail;   /* a sentence in the reader's language */
    struct text citation; /* "CPL-2023:126"; empty where nothing is cited */
    const struct problem_field *fields;
    size_t field_count;
    struct text changed; /* canonical JSON: what has changed since the reader looked; or empty */
};

/* The language of the request, by its Accept-Language. */
enum language problem_language(const struct request *request);

/* "Not found" for 404, in the reader's language; for a status without words those of its class. */
struct text problem_title(int status, enum language language);

/* The answer, with the reference of the request and the headers given (they are copied), made in
 * the arena of the request. Language of title and Content-Language: the request's. */
struct answer problem_answer(const struct request *request, const struct problem *problem,
                             const struct pair *headers, size_t header_count);

/* What the door itself refuses, as an answer. */
struct answer problem_of_breach(const struct request *request, enum breach breach);

/* 429 with Retry-After: come back in so many milliseconds (rounded up to whole seconds). */
struct answer problem_too_many(const struct request *request, int64_t retry_after_ms);

/* 404, and 405 with the methods allowed ("GET, HEAD"). */
struct answer problem_not_found(const struct request *request);
struct answer problem_not_allowed(const struct request *request, struct text allow);

#endif
