/* reference_rows.h: directories, trust lists and rule files that this node uses or has used, by
 * kind, name and version, and by digest: a running matter finds the rules it started under. */
#ifndef TB_REFERENCE_ROWS_H
#define TB_REFERENCE_ROWS_H
#include "store/journal.h"

/* `reference_kept`, `reference_received`: body has kind, name, version, digest, content. */
void reference_rows_apply(struct store *store, struct text court_id, const struct event *event,
                          struct arena *arena);
/* The newest version, or 0 with empty content where there is none. */
int64_t reference_rows_newest(struct store *store, struct text court_id, struct text kind,
                              struct text name, struct arena *arena, struct text *content);

#endif
