/* audit.h: proves a record sound from its own bytes: every event, every chain, the tree against
 * every released checkpoint, and the derived tables made again and compared. Changes nothing. */
#ifndef TB_AUDIT_H
#define TB_AUDIT_H
#include "proof/trust.h"
#include "store/journal.h"

enum { AUDIT_FINDINGS_MAX = 200 };

struct audit {
    struct text findings[AUDIT_FINDINGS_MAX]; /* each names the row: "event 17: ..." */
    int findings_count;                       /* all, also those not kept */
    int64_t events, streams, checkpoints, files;
    struct arena *arena;
};

/* Everything of one node. `trust` may be NULL: then signatures are not judged, which is a finding.
 * `folder` is where its files lie, NULL: files are not looked at. True when nothing was found. */
bool audit_node(struct store *store, struct text court_id, const struct trust *trust,
                const char *folder, struct arena *arena, struct audit *audit);

#endif
