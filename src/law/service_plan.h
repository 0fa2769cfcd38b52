/* service_plan.h: in which ways a paper is to be served on somebody, one after the other. Pure.
 *
 * The ways come from what he wrote into the confirmation of his address for service, and from where
 * he stands: electronically where he agreed to it; over the counter where he handed in; by post to
 * his address; in person; by another court where he lives in its area; by announcement only when
 * nothing else worked, and never in summary procedure. A way that failed is not tried again. */
#ifndef TB_SERVICE_PLAN_H
#define TB_SERVICE_PLAN_H
#include "base/date.h"
#include "law/citation.h"

enum service_ground {
#define SERVICE_GROUND(name, word, rests_on) name,
#include "law/service_ground.def"
#undef SERVICE_GROUND
    SERVICE_GROUND_COUNT
};
struct text service_ground_word(enum service_ground ground);
struct citation service_ground_rests_on(enum service_ground ground);

enum { SERVICE_PLAN_MAX = 8, SERVICE_TRIED_MAX = 32 };

/* A mode of rules/service and, where it has several, the channel. */
struct service_way {
    struct text mode, channel; /* D3, platform */
};

struct service_plan_asked {
    bool consents;                    /* to electronic service, and has not taken that back */
    struct text chosen;               /* account, mail, message, wechat, fax; empty: none */
    bool has_account;                 /* in this network, surely his */
    bool has_address;                 /* confirmed by him */
    bool is_stated;                   /* there is an address that somebody named */
    bool at_the_counter;              /* he handed in before a clerk */
    bool is_far;                      /* another court of the network is nearer */
    bool receiver_is_opponent;        /* whom he named to receive is the other side [SVC2004:7] */
    bool is_summary;                  /* simple or small claims */
    const struct service_way *failed; /* what was tried in vain */
    size_t failed_count;
};

struct service_plan_step {
    struct service_way way;
    enum service_ground ground;
};

struct service_plan {
    struct service_plan_step steps[SERVICE_PLAN_MAX];
    size_t count;
    bool must_convert; /* only an announcement is left, which summary procedure does not know */
};

/* The ways that are left, in order. */
void service_plan_make(const struct service_plan_asked *asked, struct service_plan *plan);

/* What one attempt came to. */
struct service_result {
    bool is_served, is_presumed;
    struct date served_on, closed_on; /* DATE_NONE: not known */
};

/* What all attempts at the same papers come to: the earliest that is valid counts, and of two on
 * one day the one that nobody has to presume [OLR2021:31]. -1: none is. */
int service_plan_settle(const struct service_result *results, size_t count);

#endif
