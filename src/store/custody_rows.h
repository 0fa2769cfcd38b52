/* custody_rows.h: the hub's one line per matter: who holds it, since when, under which clock. No
 * names, no content. */
#ifndef TB_CUSTODY_ROWS_H
#define TB_CUSTODY_ROWS_H
#include "store/journal.h"

/* `custody_received`: body has the line. An older line than the one known changes nothing. */
void custody_rows_apply(struct store *store, struct text court_id, const struct event *event,
                        struct arena *arena);

#endif
