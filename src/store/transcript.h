/* transcript.h: one matter on one line: what this node knows of it as it stands, in canonical JSON
 * (doc/matter.schema.json). Written for other houses, and read back by an import. */
#ifndef TB_TRANSCRIPT_H
#define TB_TRANSCRIPT_H
#include "store/journal.h"

#define TRANSCRIPT_FORMAT "tongban/matter/1"

/* False where the node does not know the matter. */
bool transcript_write(struct store *store, struct text court_id, struct text matter_id,
                      struct arena *arena, struct text *line);

/* `matter_imported`: puts the rows of a transcript in their tables. */
void transcript_apply(struct store *store, struct text court_id, const struct event *event,
                      struct arena *arena);

#endif
