/* erasure.h: taking content out of the record by law, so that what stays still proves itself. */
#ifndef TB_ERASURE_H
#define TB_ERASURE_H
#include "store/journal.h"

/* Files that nothing speaks of any more: their rows are gone, the bytes go once that is durable. */
struct erased_files {
    struct text *digests;
    int count;
};

/* Within the transaction under way: the private part of every event of the matter goes, by order of
 * event `ordered_by`; held envelopes about it go; the derived tables are made again without. Gives
 * the number of events. */
int64_t erasure_of_matter(struct store *store, struct text court_id, struct text matter_id,
                          int64_t ordered_by, struct arena *arena, struct erased_files *files);

/* The same for one event that is on a list of erasures: after a restore of what was there before.
 */
void erasure_of_event(struct store *store, struct text court_id, int64_t position,
                      struct arena *arena, struct erased_files *files);

/* Of these files, those that no document and no draft names: their rows are gone. */
void erasure_of_files(struct store *store, struct text court_id, const struct text *digests,
                      int count, struct arena *arena, struct erased_files *files);

#endif
