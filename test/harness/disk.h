/* disk.h: a machine's disk, simulated in memory, that SQLite works on as on any other.
 *
 * A disk is a SQLite VFS of its own name; a test has one for every machine. What survives a power
 * cut is told in volume.h. The folder is synced when SQLite's own Unix VFS would do it: by the
 * first sync of a newly made journal or WAL, and by a delete that asks for it. The shared memory of
 * WAL mode is on the heap and is gone after a power cut.
 *
 * Nothing here depends on the real clock or on real chance; everything follows from the seed. One
 * thread at a time. A disk must outlive every connection opened on it, also the broken ones. */
#ifndef TB_DISK_H
#define TB_DISK_H
#include "base/text.h"
#include "harness/volume.h"

struct disk;

struct disk *disk_open(uint64_t seed);
/* All connections to it must be closed. NULL is allowed. */
void disk_close(struct disk *disk);

/* The name of its VFS, for sqlite3_open_v2. Lives as long as the disk. */
const char *disk_name(const struct disk *disk);

/* Another disk with the same content, pending changes and all: a snapshot of a machine. */
struct disk *disk_copy(const struct disk *disk, uint64_t seed);

/* Makes SQLite's own, process-wide randomness follow from `seed`. */
void disk_seed_sqlite(uint64_t seed);

/* --- power cuts --- */

/* Cuts the power now. What is left stays, and is durable. Connections that were open get
 * SQLITE_IOERR from every call from now on and must still be closed. A recording starts anew. */
void disk_crash(struct disk *disk, enum crash_kind kind);

/* From now on every change is kept, so that the disk of any earlier moment can be made again. */
void disk_record(struct disk *disk);
/* How many changes have been made since: writes, truncates, syncs, creates and deletes. */
size_t disk_operations(const struct disk *disk);

/* A new disk as a power cut just after the first `operation` recorded changes would have left it.
 * Cheap when called with `operation` growing. The caller closes it. */
struct disk *disk_image_at(struct disk *disk, size_t operation, enum crash_kind kind,
                           uint64_t seed);

/* One line about recorded change `operation` (0 is the first), for the report of a failure. */
struct text disk_operation_text(const struct disk *disk, size_t operation, struct arena *arena);

/* --- faults --- */

enum disk_fault {
    DISK_IS_WELL,
    DISK_EIO,         /* any call fails and does nothing; a failed sync loses what was pending */
    DISK_EIO_SYNC,    /* as DISK_EIO, but hits syncs only */
    DISK_ENOSPC,      /* a write or a create finds no room */
    DISK_SHORT_WRITE, /* half of a write lands, then there is no room */
};

/* The `n`-th call from now that `fault` can hit fails (1 is the next one); with `for_good`, so does
 * every later one. DISK_IS_WELL takes a planned fault back. */
void disk_fail_at(struct disk *disk, size_t n, enum disk_fault fault, bool for_good);
/* How many calls failed since disk_fail_at. */
size_t disk_failures(const struct disk *disk);
/* How many calls that may fail have been made at all. */
size_t disk_calls(const struct disk *disk);

/* No file may grow once all files together would exceed `bytes`. SIZE_MAX lifts it. */
void disk_limit(struct disk *disk, size_t bytes);
size_t disk_bytes(const struct disk *disk);

/* Remounted for reading only, or for both again. */
void disk_set_read_only(struct disk *disk, bool is_read_only);

/* A disk that says it synced and did not. */
void disk_set_lying(struct disk *disk, bool is_lying);

/* --- decay; also of what was durable. False when the file or the place is not there. --- */

bool disk_flip(struct disk *disk, const char *file, size_t offset, unsigned bit);
/* Puts block `from_block` of a file of another (or the same) disk in the place of `at_block`: a
 * write that went astray, or, from an older image, one that never happened. */
bool disk_put_block(struct disk *disk, const char *file, size_t at_block, const struct disk *from,
                    const char *from_file, size_t from_block);

/* --- looking --- */

bool disk_has(const struct disk *disk, const char *file);
/* The whole file as programs see it; empty when there is none. */
struct text disk_file(const struct disk *disk, const char *file, struct arena *arena);
/* Alike for files of alike content, also on different disks; 0 where there is none. */
uint64_t disk_fingerprint(const struct disk *disk, const char *file);
/* Makes or replaces a file, durable at once. */
void disk_put_file(struct disk *disk, const char *file, struct text bytes);

#endif
