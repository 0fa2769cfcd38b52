/* service_paper.h: papers about services: certificate, voucher, form of return. They say how it
 * stands after the newest event of the service, by which they are named: NODE.service.SEQ.KIND. */
#ifndef TB_SERVICE_PAPER_H
#define TB_SERVICE_PAPER_H
#include "paper/paper_content.h"
#include "query/service_list.h"

/* NODE.service.SEQ of the newest event of that service; empty where this node has none. */
struct text service_paper_place(const struct look *look, const struct service_item *item);

/* Is it the id of such a paper? */
bool service_paper_is_one(struct text id);

/* What that paper is made from; everything but what it says of the service is the caller's. False
 * where there is none or the asker may not have it. */
bool service_paper_source(const struct look *look, const struct docket *docket, struct text id,
                          struct paper_source *source);

#endif
