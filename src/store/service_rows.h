/* service_rows.h: what is to be served on whom, how it was tried, and what other nodes saw of it.
 *
 * Only the court that decides, or decided before, plans a service and judges it; what others say is
 * evidence, and counts from nodes that have to do with it. */
#ifndef TB_SERVICE_ROWS_H
#define TB_SERVICE_ROWS_H
#include "store/matter_rows.h"

#define SERVICE_STREAM TEXT("service")

enum { SERVICES_MAX = 2000, SERVICE_ATTEMPTS_MAX = 200, SERVICE_EVIDENCE_MAX = 400 };

struct service_row {
    struct text matter_id, service_id, place, papers, document, recipients, accounts;
    struct text home, on_served, on_void; /* empty: none */
    bool is_served, is_presumed;
    struct date served_on, closed_on; /* DATE_NONE: not yet */
    int64_t position, attempts, planned_ms, settled_ms;
    const struct value *plan, *details; /* an array; an object */
};

struct attempt_row {
    struct text service_id, mode, channel, outcome, made_by, made_as, made_at;
    int64_t number, position, made_ms, judged_ms;
    struct date served_on;
    const struct value *said, *verdict, *details;
};

struct evidence_row {
    struct text node, service_id, kind,
        account; /* service_id empty: every service of the account */
    int64_t seq, position, at_ms;
    bool is_taken;
    const struct value *said, *details;
};

/* What a service event says, of this node or of a peer's. */
struct service_told {
    struct text matter_id, node; /* of the stream it stands in */
    enum event_kind kind;
    int64_t seq, position;
    const struct value *statement, *body, *private; /* private: NULL where erased or none */
};
/* False where it is none of ours: its node has no say in this service. Then nothing happens. */
bool service_rows_apply(struct store *store, struct text court_id, const struct service_told *told,
                        struct arena *arena);
/* Takes a matter out; used before it is applied again. */
void service_rows_forget(struct store *store, struct text court_id, struct text matter_id);

/* Is that an event of a stream of service? */
bool service_rows_have(enum event_kind kind);

/* False where there is none. */
bool service_rows_load(struct store *store, struct text court_id, struct text matter_id,
                       struct text service_id, struct arena *arena, struct service_row *row);
/* Of one matter, in the order in which they were planned; at most SERVICES_MAX. */
int service_rows_of_matter(struct store *store, struct text court_id, struct text matter_id,
                           struct arena *arena, struct service_row **rows);
/* Of one service, from the first on; at most SERVICE_ATTEMPTS_MAX. */
int service_rows_attempts(struct store *store, struct text court_id, struct text matter_id,
                          struct text service_id, struct arena *arena, struct attempt_row **rows);
/* Of one matter, what addressees said: objections, those still to decide first, and consent taken
 * back; at most SERVICE_EVIDENCE_MAX. */
int service_rows_of_people(struct store *store, struct text court_id, struct text matter_id,
                           struct arena *arena, struct evidence_row **rows);
/* The same, of what the owner judges without a person and has not judged yet. */
int service_rows_unjudged(struct store *store, struct text court_id, struct text matter_id,
                          struct arena *arena, struct evidence_row **rows);
/* Did this node tell that of the service? */
bool service_rows_was_told(struct store *store, struct text court_id, struct text matter_id,
                           struct text service_id, struct text kind);

/* Attempts of which the law said "not yet" until a day that has come, in matters this court has. */
struct service_waiting {
    struct text matter_id, service_id;
    int64_t number;
};
int service_rows_waiting(struct store *store, struct text court_id, struct date today, int most,
                         struct arena *arena, struct service_waiting *list);

/* Is it to be served on somebody of that name? Never where the names were erased. */
bool service_rows_is_for(const struct service_row *service, struct text name);

/* Is the account one of the names in a list parted by blanks? */
bool service_rows_names(struct text list, struct text name);

#endif
