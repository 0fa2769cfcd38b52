/* backup_record.h: that a node was backed up, and how far: a small file, `backup`, beside its
 * database and a second one in the copy itself.
 *
 * It stands in no journal: a node that comes back from an older copy would have to believe a record
 * it no longer has. What it says counts only where the event that the copy ends with stands in this
 * very journal (backup_record_is_of). */
#ifndef TB_BACKUP_RECORD_H
#define TB_BACKUP_RECORD_H
#include "base/digest.h"
#include "store/store.h"

enum { BACKUP_PLACE_MAX = 4096 };

struct backup_record {
    int64_t taken_ms;
    int64_t verified_ms; /* when the copy itself was audited and found sound; 0: never */
    int64_t events;      /* that it holds */
    int64_t bytes;       /* database and files */
    struct digest last;  /* leaf of the newest event in it */
    struct text place;   /* folder of the copy, at most BACKUP_PLACE_MAX bytes */
};

/* Replaces what stands in `folder`, as a whole and synced. False with errno set. */
bool backup_record_write(const char *folder, const struct backup_record *record);
/* False where there is none, or where it is none of ours. `place` lives in the arena. */
bool backup_record_read(const char *folder, struct arena *arena, struct backup_record *record);
/* Away with it. False with errno set; that there was none is no fault. */
bool backup_record_drop(const char *folder);

/* How many events a journal has, and the leaf of the newest. */
void backup_record_end(struct store *store, struct text court_id, struct backup_record *record);
/* Does the copy end with an event of this journal? */
bool backup_record_is_of(const struct backup_record *record, struct store *store,
                         struct text court_id);

#endif
