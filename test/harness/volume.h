/* volume.h: a folder of files in memory that remembers what of it would survive a power cut.
 *
 * The model. Each file has two contents: *written* is what running programs see, *durable* is what
 * a sync made safe. So has the folder: names created and deleted are safe only after a sync of the
 * folder. Changes between the two are *pending*, in the order they were made. After a power cut the
 * durable state stands and any part of the pending changes may have reached the medium as well,
 * whole writes or, for the last ones, single sectors of 512 bytes.
 *
 * A sync that fails behaves as on Linux: what was pending then may never become durable, even if a
 * later sync succeeds, though programs go on seeing it.
 *
 * Contents are shared between copies block by block, so that an image of a megabyte costs a few
 * microseconds. One thread at a time. */
#ifndef TB_VOLUME_H
#define TB_VOLUME_H
#include "harness/rng.h"

enum { VOLUME_BLOCK_BYTES = 4096, VOLUME_SECTOR_BYTES = 512 };

/* What is left of the pending changes after a power cut. */
enum crash_kind {
    ONLY_SYNCED,   /* nothing */
    EVERYTHING,    /* all, as after kill -9 of the process */
    RANDOM_SUBSET, /* some, without regard to their order */
    TORN_512       /* all, but the last few writes only in part, sector by sector */
};
enum { CRASH_KINDS = 4 };

/* Bytes that several hold; given back by the last. */
struct piece {
    int holders;
    size_t length;
    unsigned char bytes[];
};

struct block {
    int holders;
    uint64_t fingerprint; /* of the bytes; 0 not worked out */
    unsigned char bytes[VOLUME_BLOCK_BYTES];
};

/* What a file holds; a NULL block is zeros. */
struct content {
    struct block **blocks;
    size_t block_count;
    size_t size;
};

struct inode {
    int holders;
    uint64_t number;
    bool has_lost; /* a failed sync left pending changes that no later sync makes durable */
    struct content written, durable;
    void *attached; /* the disk's locks and shared memory; not part of any copy */
};

enum change_kind {
    CHANGE_CREATE,
    CHANGE_DELETE,
    CHANGE_WRITE,
    CHANGE_TRUNCATE,
    CHANGE_SYNC,
    CHANGE_SYNC_FAILED,
    CHANGE_SYNC_FOLDER
};

/* One thing done to a volume. Files are told apart by number, for names come and go. */
struct change {
    enum change_kind kind;
    bool is_lost;
    uint64_t file;
    size_t offset;       /* of a write; the new size of a truncate */
    struct piece *piece; /* the bytes of a write; the name of a create or delete */
};

struct entry {
    char *name;
    struct inode *inode;
};

struct folder {
    struct entry *entries;
    size_t count;
};

struct volume {
    struct folder written, durable;
    struct inode **inodes;
    size_t inode_count;
    struct change *pending;
    size_t pending_count, pending_capacity;
};

void volume_close(struct volume *volume);

/* The same volume again, pending changes too; `attached` is left behind. */
struct volume volume_copy(const struct volume *volume);

/* The volume after a power cut now; nothing is pending in it. `rng` may be NULL for the kinds that
 * need no chance. */
struct volume volume_after_cut(const struct volume *volume, enum crash_kind kind, struct rng *rng);

/* Does `change`; the volume keeps its own hold of the piece. */
void volume_do(struct volume *volume, const struct change *change);

/* NULL when there is none. */
struct inode *volume_find(const struct volume *volume, const char *name);
struct inode *volume_inode(const struct volume *volume, uint64_t number);

/* A file nobody can find by name; belongs to the caller, who lets go of it with inode_drop. */
struct inode *inode_new(uint64_t number);
void inode_drop(struct inode *inode);

struct piece *piece_of(const void *bytes, size_t length);
void piece_drop(struct piece *piece);

/* Copies what there is of the range and zeros for the rest; gives how many bytes there were. */
size_t content_read(const struct content *content, size_t offset, void *bytes, size_t count);
void content_write(struct content *content, size_t offset, const void *bytes, size_t count);
void content_truncate(struct content *content, size_t size);
/* Alike for alike contents, and hardly ever for others. Cheap where blocks were seen before. */
uint64_t content_fingerprint(const struct content *content);

#endif
