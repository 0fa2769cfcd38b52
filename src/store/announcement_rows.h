/* announcement_rows.h: what this court has announced to somebody whom no other way of service
 * reaches, and on which days it stood there to be read. */
#ifndef TB_ANNOUNCEMENT_ROWS_H
#define TB_ANNOUNCEMENT_ROWS_H
#include "base/date.h"
#include "store/journal.h"

enum { ANNOUNCEMENTS_MAX = 200 };

struct announcement_row {
    struct text id, matter_id, service_id, gaps; /* gaps: days, parted by blanks */
    int64_t attempt, position, announced_ms;
    struct date on, until, shown; /* shown: the last day on which it stood there */
    const struct value *details;  /* names, text; empty where erased */
};

/* SERVICE_ANNOUNCED and SERVICE_SHOWN of this node. */
void announcement_rows_apply(struct store *store, struct text court_id, struct text matter_id,
                             const struct event *event, struct arena *arena);
void announcement_rows_forget(struct store *store, struct text court_id, struct text matter_id);

bool announcement_rows_load(struct store *store, struct text court_id, struct text id,
                            struct arena *arena, struct announcement_row *row);

/* Those that end on `from` or later and have their text, of matters that are not sealed: what
 * stands there today first, then the newest; at most ANNOUNCEMENTS_MAX. One whose addressee was
 * reached in another way before its end is left out. */
int announcement_rows_since(struct store *store, struct text court_id, struct date from,
                            struct date today, struct arena *arena, struct announcement_row **rows);
/* One of those. */
bool announcement_rows_find(struct store *store, struct text court_id, struct date from,
                            struct text id, struct arena *arena, struct announcement_row *row);
/* Of one service, from the first on. */
int announcement_rows_of_service(struct store *store, struct text court_id, struct text matter_id,
                                 struct text service_id, struct arena *arena,
                                 struct announcement_row **rows);

/* One that stands there today and of which that is not recorded yet. */
bool announcement_rows_unshown(struct store *store, struct text court_id, struct date today,
                               struct arena *arena, struct announcement_row *row);

#endif
