/* api_call.h: one request to the interface for programs, from its header to its answer. Inner
 * header of api*.c.
 *
 * A handler reads what it was given with api_text and the like, which gather mistakes; it ends with
 * exactly one of api_give, api_refuse, api_obstruct, api_submit, and returns what that returns. */
#ifndef TB_API_CALL_H
#define TB_API_CALL_H
#include "http/api.h"
#include "http/errand.h"
#include "http/limiter.h"
#include "http/obstacle.h"
#include "http/problem.h"
#include "http/route.h"
#include "query/access_looks.h"
#include "query/account_list.h"
#include "query/look.h"
#include "view/view.h"
#include "work/scanner.h"

#include <pthread.h>

enum {
    API_MISTAKES_MAX = 100,
    API_NAME_BYTES_MAX = 64,
    API_KEY_MAX = 64, /* characters of an Idempotency-Key */
    API_ID_CHARACTERS_MAX = 64,
    API_TOKEN_MS = 12 * 60 * 60 * 1000,
    API_FILE_BYTES_MAX = 50 * 1024 * 1024,
    API_FILING_BYTES_MAX = 500 * 1024 * 1024
};

enum { ACT_ACCEPTED, ACT_REFUSED, ACT_FAILED, ACT_ENDS };

struct api {
    struct house *house;
    const struct world *world;
    struct metrics *metrics;
    struct metric *acts[VERB_COUNT][ACT_ENDS];
    struct metric *scans[SCAN_ENDS];
    struct limiter *sign_in_by_address, *sign_in_by_account, *codes_by_address, *look_up;
    struct limiter *enquiries, *draft_codes;
    struct errands *passwords, *files, *papers;
    pthread_mutex_t lock; /* over acts that were queued and not answered */
    pthread_cond_t settled;
    int under_way;
    struct arena *arena; /* as long as the api */
    struct text openapi;
};

struct api_call;
struct session;

/* How one face of the program says no; the interface for programs does it with problems (RFC 9457).
 * Pages bring their own. Called on any thread, and must not look into a store. */
struct api_manner {
    struct answer (*said_no)(struct api_call *call, enum refusal refusal, struct text detail);
    struct answer (*refused)(struct api_call *call, const struct outcome *outcome);
    struct answer (*obstructed)(struct api_call *call, enum obstacle obstacle);
    struct answer (*too_many)(struct api_call *call, int64_t wait_ms);
};

struct api_call {
    struct api *api;
    struct request *request;
    struct arena *arena;
    struct route_match match;
    enum language language;
    int64_t now_ms;
    const struct api_manner *manner; /* NULL: problems */
    struct text role;                /* the session's, as api_take_role reads it; empty: none */
    struct text key;                 /* made where the intent arose; empty: the act needs none */

    /* Of who is signed in. */
    struct post *post; /* the node of the account; NULL on open routes */
    struct account account;
    struct digest token;
    const struct session *session; /* of a program that shows a session's secret; NULL: a token */
    struct asker asker;            /* after api_take_role */

    void *piece;              /* of tus_plan */
    const struct value *body; /* an object; NULL without one */
    struct field_mistake mistakes[API_MISTAKES_MAX];
    int mistakes_count;
};

/* ---- reading ---- */

/* All of these take the body or an object within it and name what is wrong by `path`. */
void api_mistake(struct api_call *call, struct text path, enum refusal refusal);
/* Every key of the body is one of these; what is not is a mistake. */
void api_keys(struct api_call *call, const char *const *keys, size_t count);
/* A text without hidden characters, at most so many characters; empty where it is not given. */
struct text api_text(struct api_call *call, const char *key, int characters_max, bool is_required);
/* An instant that has passed, in ms; -1 where it is not given. */
int64_t api_claimed(struct api_call *call);
/* The same for a parameter of the address; only the length and hidden characters can be wrong. */
struct text api_parameter(struct api_call *call, const char *name, int characters_max);
/* A segment of the path. */
struct text api_segment(const struct api_call *call, const char *name);

/* Settles in which role the account acts: what X-Role or `wanted` says, or the only one it holds.
 * Mistakes otherwise. `acted_for` may be empty. */
void api_take_role(struct api_call *call, struct text wanted, struct text acted_for);
bool api_has_mistakes(const struct api_call *call);

/* The version of If-Match into `*version`; -1 for *. False after it was answered. */
bool api_condition(struct api_call *call, int64_t *version, enum completion *done);

/* The code of a node as a token spells it, in capitals. */
struct text api_node_code(struct text code, struct arena *arena);

/* ---- looking ---- */

struct look api_look(struct api_call *call);
struct view api_view(const struct api_call *call);
/* The matter the address names, in the account's role; false after it was answered. That somebody
 * may see it is not settled by this. */
/* The file of a document the asker may see, as an attachment. */
struct docket_document;
enum completion api_give_document(struct api_call *call, const struct docket_document *document);
bool api_find_matter(struct api_call *call, struct look *look, struct text *matter_id,
                     enum completion *done);
/* True when the store failed; then it was set right again for the next one. */
bool api_look_failed(struct api_call *call);
/* Writes down that a matter was looked at, or that it was refused. */
void api_log(struct api_call *call, struct text matter_id, bool allowed);
/* The same for one paper of it, which query/access_looks.h tells again. */
void api_log_document(struct api_call *call, struct text matter_id, struct text document_id);
/* The same for a matter that was only compared with another. */
void api_log_alike(struct api_call *call, struct text matter_id);

/* ---- answering ---- */

/* Why not, as a sentence in the reader's language with its article. */
struct text api_sentence(const struct api_call *call, enum refusal refusal, struct text detail);
int api_status(enum refusal refusal);

/* The same answers as values, for those who answer later. */
struct answer api_json(struct api_call *call, int status, struct text json);
struct answer api_refusal(struct api_call *call, enum refusal refusal, struct text detail);
struct answer api_mistakes(struct api_call *call);
struct answer api_obstacle(struct api_call *call, enum obstacle obstacle);
/* 429 with Retry-After. */
struct answer api_too_many(struct api_call *call, int64_t wait_ms);
/* Adds a header to an answer. */
void api_header(struct api_call *call, struct answer *answer, struct text name, struct text value);

enum completion api_answer(struct api_call *call, struct answer answer);
enum completion api_give(struct api_call *call, int status, struct text json);
enum completion api_refuse(struct api_call *call, enum refusal refusal, struct text detail);
enum completion api_refuse_mistakes(struct api_call *call);
enum completion api_obstruct(struct api_call *call, enum obstacle obstacle);
/* 404 or 503, after a question that found nothing. */
enum completion api_not_found(struct api_call *call);

/* ---- changing ---- */

/* Turns the outcome of an accepted act into its answer; NULL: api_accepted. */
typedef struct answer api_accept(struct api_call *call, const struct outcome *outcome);
/* 201 with Location for a matter that was opened, 200 otherwise; ETag by "version". */
struct answer api_accepted(struct api_call *call, const struct outcome *outcome);

/* Fills id, request digest, asker and times of the act and queues it at the caller's node. `said`
 * is what counts as the content of the request; empty: the bytes of its body. The answer comes
 * after the checkpoint; 503 at once where there is no room. */
enum completion api_submit(struct api_call *call, struct act act, struct text said,
                           api_accept *accept);

/* The same from a thread of errands: answers in any case. */
void api_submit_later(struct api_call *call, struct act act, struct text said, api_accept *accept);

/* An act without a key of its own, whose outcome somebody turns into the answer in any case:
 * accepted, refused or failed. The second one from a thread of errands. */
typedef struct answer api_settle(struct api_call *call, const struct outcome *outcome, void *of);
enum completion api_submit_to(struct api_call *call, struct act act, api_settle *settle, void *of);
void api_submit_to_later(struct api_call *call, struct act act, api_settle *settle, void *of);

/* Several acts of one request, each under a key of its own made from the caller's key and its
 * `name`, so that a repeat of the request repeats each of them. `said` is what counts as the
 * content of an act. Answered by `settle` once all of them are durable or refused; what became of
 * each is asked of the record afterwards (query/outcome_list.h). An act there was no room for is
 * not there. */
struct api_many {
    struct act act;
    struct text name, said;
};
typedef struct answer api_settle_many(struct api_call *call, void *of);
enum completion api_submit_many(struct api_call *call, const struct api_many *many, size_t count,
                                api_settle_many *settle, void *of);
/* The id such an act has in the record. */
struct text api_id_of_many(const struct api_call *call, struct text key, struct text name);

/* What counts as one client when tries are counted: an address, or the network of a home. */
struct text api_client(const struct api_call *call);

/* Open questions are cheap, but not free: false after 429 was answered. */
bool api_may_ask(struct api_call *call, enum completion *done);

/* The rules every handler needs. */
const struct rulebook *api_rules(const struct api_call *call);
struct date api_today(const struct api_call *call);

#endif
