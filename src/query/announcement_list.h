/* announcement_list.h: what a court has announced, for everybody [CPL-2023:95]. What it announced
 * of one service, and what was tried before, stands in service_list.h, behind the gate. */
#ifndef TB_ANNOUNCEMENT_LIST_H
#define TB_ANNOUNCEMENT_LIST_H
#include "query/look.h"
#include "store/announcement_rows.h"

/* After its days an announcement is read for so long by those who were away. */
enum { ANNOUNCEMENT_STAYS_DAYS = 30 };

/* What stands there today, of one node, the newest first. False after a fault of the store. */
bool announcement_list_load(const struct look *look, const struct announcement_row **rows,
                            int *count);

/* One that stands there; false where there is none, or no longer. */
bool announcement_list_find(const struct look *look, struct text id, struct announcement_row *row);

#endif
