/* servicing.h: papers that a step issued are served on those they are for.
 *
 * The court that decides plans a service for each of them in the act that issues the papers, judges
 * what becomes of it, and takes the step that follows from service. Every node writes what it saw
 * in a stream of its own: where the inbox lies, that the papers stand in it; where they were handed
 * in, that they were handed over. So one way of telling serves for all, and the owner alone judges.
 */
#ifndef TB_SERVICING_H
#define TB_SERVICING_H
#include "command/step_event.h"
#include "law/service_plan.h"
#include "store/service_rows.h"

/* After the owner's step at `position` was appended: a plan for each addressee of its papers, and
 * what is served at once. False where there is nothing to serve. */
bool servicing_begin(struct corridor *corridor, const struct step_case *one, int64_t position,
                     struct arena *arena);

/* Something of the matter came in, or custody moved: what lies in an inbox here is told to the
 * owner; at the owner what others told is judged, and what follows from service is done. */
void servicing_go_on(struct corridor *corridor, struct text matter_id, struct arena *arena);

/* One attempt as it is to be judged. */
struct servicing_attempt {
    struct service_row service;
    struct service_attempt *attempt;
    int64_t number;            /* of the attempt of which more is known; 0: it is new */
    struct text channel;       /* empty: none */
    struct text by, as, at;    /* account, role, and node where it was seen */
    const struct value *text;  /* place, people met, note: private; NULL none */
    const struct value *files; /* what proves it, [{file, name}]; NULL none */
    struct text evidence_node; /* the event that told of it; empty: none */
    int64_t evidence_seq;
};

/* Fills in what this program knows by itself: kind of paper, who the addressee is, the time. */
void servicing_equip(struct corridor *corridor, const struct service_row *service,
                     struct service_attempt *attempt);
/* The verdict on one attempt as it stands. */
const struct service_verdict *servicing_verdict(struct corridor *corridor,
                                                const struct service_attempt *attempt,
                                                struct text court, struct arena *arena);
/* Records the attempt with its verdict and that over all of them, tells who has the matter, and
 * does what follows. Only at the owner. The position of the event, or -1 after a fault. */
int64_t servicing_judge(struct corridor *corridor, const struct servicing_attempt *one,
                        const struct author *author, struct arena *arena);

/* What this node saw, for the owner: `kind` as in evidence_rows, `body` may have `said`. Empty
 * `service_id`: every service of the account. */
struct servicing_evidence {
    struct text matter_id, service_id, kind, account;
    int64_t at_ms;
    struct text said;                 /* canonical JSON of an attempt; empty: none */
    const struct value *text, *files; /* private; NULL none */
};
int64_t servicing_tell(struct corridor *corridor, const struct servicing_evidence *evidence,
                       const struct author *author, struct arena *arena);

/* Somebody opened the notice of the event at `position` for the first time. */
void servicing_read(struct corridor *corridor, const struct act *act, struct text matter_id,
                    int64_t position, struct arena *arena);

/* Has whoever handed in agreed to electronic service, and this account not taken that back? */
bool servicing_consents(struct corridor *corridor, struct text matter_id, struct text account,
                        struct arena *arena);

#endif
