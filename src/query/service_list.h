/* service_list.h: what is to be served in a matter, how it was tried and what became of it. A party
 * sees what concerns him; names, addresses and evidence only who sees what was handed in. */
#ifndef TB_SERVICE_LIST_H
#define TB_SERVICE_LIST_H
#include "query/docket.h"
#include "store/announcement_rows.h"
#include "store/service_rows.h"

enum { SERVICE_LIST_OPEN_MAX = 200, SERVICE_LIST_SCAN_MAX = 5000 };

struct service_item {
    struct service_row row; /* `details` NULL where the asker may not see them */
    const struct attempt_row *attempts;
    int attempts_count;
    const struct announcement_row *announced; /* of staff, at the court that announced */
    int announced_count;
    struct text paper_place; /* names its papers (service_paper.h); empty: none to be had */
    const struct evidence_row *objections; /* of staff: what the court has still to decide */
    int objections_count;
};

struct service_list {
    const struct service_item *items;
    int count;
    bool may_record;     /* the asker may say how it was tried, at this node */
    bool may_announce;   /* the asker decides on an announcement */
    bool may_withdraw;   /* its reader agreed to electronic service, and has not taken that back */
    bool is_judged_here; /* this court judges; elsewhere what is recorded goes to it */
};

/* The services of a matter that the asker has open before him, in their order. False after a fault
 * of the store. */
bool service_list_load(const struct look *look, const struct docket *docket,
                       struct service_list *list);

/* What waits to be served by people of this node: at the court that decides, everything that is
 * open; where papers were handed in, what is to be handed over there. What the matter has gone on
 * without, as a notice to correct what is corrected, waits no more. */
struct service_open_line {
    struct text matter_id, title, service_id, papers;
    struct text mode, channel;         /* the next way; empty: none is left */
    const struct procedure *procedure; /* NULL where its rules are lost */
    int64_t planned_ms, attempts;
};
/* For the roles that serve papers; the oldest first, at most SERVICE_LIST_OPEN_MAX out of the
 * SERVICE_LIST_SCAN_MAX that wait longest. Else ROLE_MUST_BE_ALLOWED. */
enum refusal service_list_open(const struct look *look, const struct service_open_line **lines,
                               int *count, bool *has_more);

/* Roles whose work it is. */
bool service_list_serves(enum role role);

#endif
