/* disk.c: the SQLite VFS over a volume. Every call goes through three gates: is the power on, is a
 * fault due, then the volume; what changes the volume is also recorded, so that a replayer can pull
 * the plug at any moment of a run without running it again. */
#include "harness/disk.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHM_SLOTS = 8, NAME_BYTES_MAX = 512 };

/* 2026-01-01T00:00Z as SQLite counts: milliseconds since noon in Greenwich, 24 November 4714 BC. */
static const sqlite3_int64 JULIAN_2026_MS = 212633985600000;

struct recording {
    bool is_on;
    struct volume base;
    struct change *changes;
    size_t count, capacity;
    struct volume cursor; /* the base after the first `cursor_at` changes */
    size_t cursor_at;
};

struct disk {
    sqlite3_vfs vfs;
    char name[32];
    struct rng rng;
    struct volume volume;
    struct recording recording;
    uint64_t last_file;
    unsigned generation; /* one more after every power cut */
    int handles;
    sqlite3_int64 slept_ms;
    size_t limit, calls;
    bool is_read_only, is_lying;
    enum disk_fault fault;
    size_t fault_in, failures;
    bool fails_for_good;
};

/* What the connections to one file share: its locks and the memory of the WAL index. */
struct sharing {
    int handles;
    int shared;
    struct handle *reserved, *pending, *exclusive;
    void **regions;
    int region_count;
    int slot_shared[SHM_SLOTS];
    struct handle *slot_exclusive[SHM_SLOTS];
};

struct handle {
    sqlite3_file base;
    struct disk *disk;
    struct inode *inode;
    struct sharing *sharing;
    unsigned generation;
    int lock;
    unsigned slots_shared, slots_exclusive; /* bits */
    bool is_nameless, syncs_folder, is_deleted_on_close, is_read_only;
    char name[NAME_BYTES_MAX];
};

static struct disk *
disk_of(sqlite3_vfs *vfs)
{
    return vfs->pAppData;
}

/* --- changes and their recording --- */

static void
recording_add(struct recording *recording, const struct change *change)
{
    if (recording->count == recording->capacity) {
        recording->capacity = 2 * recording->capacity + 256;
        recording->changes =
            realloc(recording->changes, recording->capacity * sizeof *recording->changes);
        assert(recording->changes != NULL);
    }
    if (change->piece != NULL)
        change->piece->holders++;
    recording->changes[recording->count++] = *change;
}

static void
recording_drop(struct recording *recording)
{
    if (!recording->is_on)
        return;
    for (size_t i = 0; i < recording->count; i++)
        piece_drop(recording->changes[i].piece);
    free(recording->changes);
    volume_close(&recording->base);
    volume_close(&recording->cursor);
    *recording = (struct recording){0};
}

/* Does and records the change; takes over the caller's hold of the piece. */
static void
disk_do(struct disk *disk, struct change change)
{
    if (disk->recording.is_on)
        recording_add(&disk->recording, &change);
    volume_do(&disk->volume, &change);
    piece_drop(change.piece);
}

void
disk_record(struct disk *disk)
{
    recording_drop(&disk->recording);
    disk->recording.is_on = true;
    disk->recording.base = volume_copy(&disk->volume);
    disk->recording.cursor = volume_copy(&disk->volume);
}

size_t
disk_operations(const struct disk *disk)
{
    return disk->recording.count;
}

/* --- faults --- */

static bool
fault_can_hit(enum disk_fault fault, enum disk_fault call)
{
    switch (fault) {
    case DISK_EIO: return true;
    case DISK_EIO_SYNC: return call == DISK_EIO_SYNC;
    case DISK_ENOSPC: return call == DISK_ENOSPC || call == DISK_SHORT_WRITE;
    case DISK_SHORT_WRITE: return call == DISK_SHORT_WRITE;
    case DISK_IS_WELL: break;
    }
    return false;
}

/* Counts a call and says whether it must fail. `call` is the narrowest fault that can hit it. */
static bool
disk_must_fail(struct disk *disk, enum disk_fault call)
{
    disk->calls++;
    if (!fault_can_hit(disk->fault, call))
        return false;
    if (disk->fault_in > 0 && --disk->fault_in == 0) {
        disk->failures++;
        disk->fault_in = disk->fails_for_good ? 1 : 0;
        return true;
    }
    return false;
}

void
disk_fail_at(struct disk *disk, size_t n, enum disk_fault fault, bool for_good)
{
    disk->fault = fault;
    disk->fault_in = n;
    disk->fails_for_good = for_good;
    disk->failures = 0;
}

size_t
disk_failures(const struct disk *disk)
{
    return disk->failures;
}

size_t
disk_calls(const struct disk *disk)
{
    return disk->calls;
}

void
disk_limit(struct disk *disk, size_t bytes)
{
    disk->limit = bytes;
}

size_t
disk_bytes(const struct disk *disk)
{
    size_t total = 0;
    for (size_t i = 0; i < disk->volume.inode_count; i++)
        total += disk->volume.inodes[i]->written.size;
    return total;
}

void
disk_set_read_only(struct disk *disk, bool is_read_only)
{
    disk->is_read_only = is_read_only;
}

void
disk_set_lying(struct disk *disk, bool is_lying)
{
    disk->is_lying = is_lying;
}

static bool
is_dead(const struct handle *handle)
{
    return handle->generation != handle->disk->generation;
}

/* --- one open file --- */

static int
handle_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset)
{
    struct handle *handle = (struct handle *)file;
    if (is_dead(handle) || disk_must_fail(handle->disk, DISK_EIO))
        return SQLITE_IOERR_READ;
    size_t there = content_read(&handle->inode->written, (size_t)offset, bytes, (size_t)count);
    return there == (size_t)count ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static void
handle_put(struct handle *handle, const void *bytes, size_t count, size_t offset)
{
    if (handle->is_nameless)
        content_write(&handle->inode->written, offset, bytes, count);
    else if (count > 0)
        disk_do(handle->disk, (struct change){.kind = CHANGE_WRITE,
                                              .file = handle->inode->number,
                                              .offset = offset,
                                              .piece = piece_of(bytes, count)});
}

static bool
has_room(const struct handle *handle, size_t end)
{
    size_t size = handle->inode->written.size;
    return end <= size || disk_bytes(handle->disk) + (end - size) <= handle->disk->limit;
}

static int
handle_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset)
{
    struct handle *handle = (struct handle *)file;
    struct disk *disk = handle->disk;
    if (is_dead(handle))
        return SQLITE_IOERR_WRITE;
    if (disk_must_fail(disk, DISK_SHORT_WRITE)) {
        if (disk->fault == DISK_SHORT_WRITE)
            handle_put(handle, bytes, (size_t)count / 2, (size_t)offset);
        return disk->fault == DISK_EIO ? SQLITE_IOERR_WRITE : SQLITE_FULL;
    }
    if (handle->is_read_only || disk->is_read_only)
        return SQLITE_IOERR_WRITE;
    if (disk->limit != SIZE_MAX && !has_room(handle, (size_t)offset + (size_t)count))
        return SQLITE_FULL;
    handle_put(handle, bytes, (size_t)count, (size_t)offset);
    return SQLITE_OK;
}

static int
handle_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct handle *handle = (struct handle *)file;
    if (is_dead(handle) || disk_must_fail(handle->disk, DISK_EIO) || handle->disk->is_read_only)
        return SQLITE_IOERR_TRUNCATE;
    if (handle->is_nameless)
        content_truncate(&handle->inode->written, (size_t)size);
    else
        disk_do(handle->disk, (struct change){.kind = CHANGE_TRUNCATE,
                                              .file = handle->inode->number,
                                              .offset = (size_t)size});
    return SQLITE_OK;
}

static int
handle_sync(sqlite3_file *file, int flags)
{
    struct handle *handle = (struct handle *)file;
    struct disk *disk = handle->disk;
    (void)flags;
    if (is_dead(handle))
        return SQLITE_IOERR_FSYNC;
    bool fails = disk_must_fail(disk, DISK_EIO_SYNC);
    if (!handle->is_nameless && (fails || !disk->is_lying))
        disk_do(disk, (struct change){.kind = fails ? CHANGE_SYNC_FAILED : CHANGE_SYNC,
                                      .file = handle->inode->number});
    if (fails)
        return SQLITE_IOERR_FSYNC;
    if (handle->syncs_folder && !disk->is_lying)
        disk_do(disk, (struct change){.kind = CHANGE_SYNC_FOLDER});
    handle->syncs_folder = false;
    return SQLITE_OK;
}

static int
handle_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct handle *handle = (struct handle *)file;
    if (is_dead(handle))
        return SQLITE_IOERR_FSTAT;
    *size = (sqlite3_int64)handle->inode->written.size;
    return SQLITE_OK;
}

/* --- locks between connections; the five steps of SQLite's own --- */

static int
handle_lock(sqlite3_file *file, int level)
{
    struct handle *handle = (struct handle *)file;
    struct sharing *sharing = handle->sharing;
    if (is_dead(handle))
        return SQLITE_IOERR_LOCK;
    if (level <= handle->lock)
        return SQLITE_OK;
    if (level == SQLITE_LOCK_SHARED) {
        if (sharing->pending != NULL || sharing->exclusive != NULL)
            return SQLITE_BUSY;
        sharing->shared++;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (sharing->reserved != NULL)
            return SQLITE_BUSY;
        sharing->reserved = handle;
    } else {
        if ((sharing->pending != NULL && sharing->pending != handle) ||
            (sharing->reserved != NULL && sharing->reserved != handle))
            return SQLITE_BUSY;
        sharing->pending = handle;
        handle->lock = SQLITE_LOCK_PENDING;
        if (sharing->shared > 1)
            return SQLITE_BUSY;
        sharing->exclusive = handle;
    }
    handle->lock = level;
    return SQLITE_OK;
}

static int
handle_unlock(sqlite3_file *file, int level)
{
    struct handle *handle = (struct handle *)file;
    struct sharing *sharing = handle->sharing;
    if (handle->lock <= level)
        return SQLITE_OK;
    if (sharing->reserved == handle)
        sharing->reserved = NULL;
    if (sharing->pending == handle)
        sharing->pending = NULL;
    if (sharing->exclusive == handle)
        sharing->exclusive = NULL;
    if (level == SQLITE_LOCK_NONE)
        sharing->shared--;
    handle->lock = level;
    return SQLITE_OK;
}

static int
handle_check_reserved(sqlite3_file *file, int *is_reserved)
{
    struct handle *handle = (struct handle *)file;
    *is_reserved = handle->sharing->reserved != NULL || handle->sharing->pending != NULL;
    return is_dead(handle) ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK;
}

static int
handle_control(sqlite3_file *file, int op, void *argument)
{
    (void)file;
    (void)op;
    (void)argument;
    return SQLITE_NOTFOUND;
}

/* As SQLite's Unix VFS says by default. */
static int
handle_sector_size(sqlite3_file *file)
{
    (void)file;
    return 4096;
}

static int
handle_characteristics(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- the shared memory of the WAL index --- */

static int
handle_shm_map(sqlite3_file *file, int region, int bytes, int extend, void volatile **memory)
{
    struct handle *handle = (struct handle *)file;
    struct sharing *sharing = handle->sharing;
    *memory = NULL;
    if (is_dead(handle) || disk_must_fail(handle->disk, DISK_EIO))
        return SQLITE_IOERR_SHMMAP;
    if (region >= sharing->region_count && !extend)
        return SQLITE_OK;
    if (region >= sharing->region_count) {
        sharing->regions =
            realloc(sharing->regions, (size_t)(region + 1) * sizeof *sharing->regions);
        assert(sharing->regions != NULL);
        for (int i = sharing->region_count; i <= region; i++) {
            sharing->regions[i] = calloc(1, (size_t)bytes);
            assert(sharing->regions[i] != NULL);
        }
        sharing->region_count = region + 1;
    }
    *memory = sharing->regions[region];
    return SQLITE_OK;
}

static void
slot_release(struct handle *handle, int slot)
{
    unsigned bit = 1u << slot;
    if (handle->slots_shared & bit)
        handle->sharing->slot_shared[slot]--;
    if (handle->slots_exclusive & bit)
        handle->sharing->slot_exclusive[slot] = NULL;
    handle->slots_shared &= ~bit;
    handle->slots_exclusive &= ~bit;
}

static bool
slot_is_free_for(const struct handle *handle, int slot, bool exclusively)
{
    const struct sharing *sharing = handle->sharing;
    bool mine = (handle->slots_shared >> slot) & 1;
    if (sharing->slot_exclusive[slot] != NULL && sharing->slot_exclusive[slot] != handle)
        return false;
    return !exclusively || sharing->slot_shared[slot] == (mine ? 1 : 0);
}

static int
handle_shm_lock(sqlite3_file *file, int first, int count, int flags)
{
    struct handle *handle = (struct handle *)file;
    bool exclusively = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    if (flags & SQLITE_SHM_UNLOCK) {
        for (int slot = first; slot < first + count; slot++)
            slot_release(handle, slot);
        return SQLITE_OK;
    }
    if (is_dead(handle))
        return SQLITE_IOERR_SHMLOCK;
    for (int slot = first; slot < first + count; slot++)
        if (!slot_is_free_for(handle, slot, exclusively))
            return SQLITE_BUSY;
    for (int slot = first; slot < first + count; slot++) {
        slot_release(handle, slot);
        if (exclusively) {
            handle->slots_exclusive |= 1u << slot;
            handle->sharing->slot_exclusive[slot] = handle;
        } else {
            handle->slots_shared |= 1u << slot;
            handle->sharing->slot_shared[slot]++;
        }
    }
    return SQLITE_OK;
}

static void
handle_shm_barrier(sqlite3_file *file)
{
    (void)file;
}

static int
handle_shm_unmap(sqlite3_file *file, int is_deleted)
{
    struct handle *handle = (struct handle *)file;
    struct sharing *sharing = handle->sharing;
    for (int slot = 0; slot < SHM_SLOTS; slot++)
        slot_release(handle, slot);
    if (is_deleted && sharing->handles == 1) {
        for (int i = 0; i < sharing->region_count; i++)
            free(sharing->regions[i]);
        sharing->region_count = 0;
    }
    return SQLITE_OK;
}

static void
sharing_leave(struct handle *handle)
{
    struct sharing *sharing = handle->sharing;
    if (--sharing->handles > 0)
        return;
    for (int i = 0; i < sharing->region_count; i++)
        free(sharing->regions[i]);
    free(sharing->regions);
    free(sharing);
    handle->inode->attached = NULL;
}

static int
handle_close(sqlite3_file *file)
{
    struct handle *handle = (struct handle *)file;
    handle_shm_unmap(file, 0);
    handle_unlock(file, SQLITE_LOCK_NONE);
    sharing_leave(handle);
    if (handle->is_deleted_on_close && !is_dead(handle) &&
        volume_find(&handle->disk->volume, handle->name) == handle->inode)
        disk_do(handle->disk,
                (struct change){.kind = CHANGE_DELETE,
                                .piece = piece_of(handle->name, strlen(handle->name))});
    inode_drop(handle->inode);
    handle->disk->handles--;
    return SQLITE_OK;
}

static const sqlite3_io_methods HANDLE_METHODS = {
    .iVersion = 2,
    .xClose = handle_close,
    .xRead = handle_read,
    .xWrite = handle_write,
    .xTruncate = handle_truncate,
    .xSync = handle_sync,
    .xFileSize = handle_size,
    .xLock = handle_lock,
    .xUnlock = handle_unlock,
    .xCheckReservedLock = handle_check_reserved,
    .xFileControl = handle_control,
    .xSectorSize = handle_sector_size,
    .xDeviceCharacteristics = handle_characteristics,
    .xShmMap = handle_shm_map,
    .xShmLock = handle_shm_lock,
    .xShmBarrier = handle_shm_barrier,
    .xShmUnmap = handle_shm_unmap,
};

/* --- the folder --- */

static struct inode *
disk_create(struct disk *disk, const char *name)
{
    uint64_t number = ++disk->last_file;
    disk_do(disk, (struct change){.kind = CHANGE_CREATE,
                                  .file = number,
                                  .piece = piece_of(name, strlen(name))});
    return volume_inode(&disk->volume, number);
}

static struct sharing *
sharing_join(struct inode *inode)
{
    if (inode->attached == NULL) {
        inode->attached = calloc(1, sizeof(struct sharing));
        assert(inode->attached != NULL);
    }
    struct sharing *sharing = inode->attached;
    sharing->handles++;
    return sharing;
}

static int
vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_given)
{
    struct disk *disk = disk_of(vfs);
    struct handle *handle = (struct handle *)file;
    struct inode *inode = name != NULL ? volume_find(&disk->volume, name) : NULL;
    bool is_new = inode == NULL;
    handle->base.pMethods = NULL;
    if (disk_must_fail(disk, is_new ? DISK_ENOSPC : DISK_EIO))
        return SQLITE_CANTOPEN;
    if (is_new && name != NULL && (!(flags & SQLITE_OPEN_CREATE) || disk->is_read_only))
        return SQLITE_CANTOPEN;
    if (name != NULL && strlen(name) >= NAME_BYTES_MAX)
        return SQLITE_CANTOPEN;
    if (is_new)
        inode = name != NULL ? disk_create(disk, name) : inode_new(++disk->last_file);
    if (name != NULL)
        inode->holders++; /* the volume's list has the other hold */
    const int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;
    *handle = (struct handle){.base.pMethods = &HANDLE_METHODS,
                              .disk = disk,
                              .inode = inode,
                              .sharing = sharing_join(inode),
                              .generation = disk->generation,
                              .is_nameless = name == NULL,
                              .syncs_folder = is_new && (flags & journals) != 0,
                              .is_deleted_on_close =
                                  name != NULL && (flags & SQLITE_OPEN_DELETEONCLOSE) != 0,
                              .is_read_only = (flags & SQLITE_OPEN_READONLY) != 0};
    if (name != NULL)
        strcpy(handle->name, name);
    if (disk->is_read_only && !handle->is_read_only) {
        handle->is_read_only = true;
        flags = (flags & ~SQLITE_OPEN_READWRITE) | SQLITE_OPEN_READONLY;
    }
    if (flags_given != NULL)
        *flags_given = flags;
    disk->handles++;
    return SQLITE_OK;
}

static int
vfs_delete(sqlite3_vfs *vfs, const char *name, int syncs_folder)
{
    struct disk *disk = disk_of(vfs);
    if (disk_must_fail(disk, DISK_EIO) || disk->is_read_only)
        return SQLITE_IOERR_DELETE;
    if (volume_find(&disk->volume, name) == NULL)
        return SQLITE_IOERR_DELETE_NOENT;
    disk_do(disk, (struct change){.kind = CHANGE_DELETE, .piece = piece_of(name, strlen(name))});
    if (syncs_folder && !disk->is_lying)
        disk_do(disk, (struct change){.kind = CHANGE_SYNC_FOLDER});
    return SQLITE_OK;
}

static int
vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    struct disk *disk = disk_of(vfs);
    const struct inode *inode = volume_find(&disk->volume, name);
    *result = inode != NULL &&
              (flags == SQLITE_ACCESS_EXISTS ? inode->written.size > 0 : !disk->is_read_only);
    return SQLITE_OK;
}

static int
vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int capacity, char *full)
{
    (void)vfs;
    int length = snprintf(full, (size_t)capacity, "%s", name);
    return length < capacity ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int
vfs_randomness(sqlite3_vfs *vfs, int count, char *bytes)
{
    rng_bytes(&disk_of(vfs)->rng, bytes, (size_t)count);
    return count;
}

static int
vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    disk_of(vfs)->slept_ms += microseconds / 1000;
    return microseconds;
}

static int
vfs_time_ms(sqlite3_vfs *vfs, sqlite3_int64 *time_ms)
{
    *time_ms = JULIAN_2026_MS + disk_of(vfs)->slept_ms;
    return SQLITE_OK;
}

static int
vfs_time(sqlite3_vfs *vfs, double *days)
{
    sqlite3_int64 time_ms;
    vfs_time_ms(vfs, &time_ms);
    *days = (double)time_ms / 86400000.0;
    return SQLITE_OK;
}

static int
vfs_last_error(sqlite3_vfs *vfs, int capacity, char *text)
{
    (void)vfs;
    (void)capacity;
    (void)text;
    return 0;
}

/* --- the disk as a whole --- */

struct disk *
disk_open(uint64_t seed)
{
    static unsigned opened;
    struct disk *disk = calloc(1, sizeof *disk);
    assert(disk != NULL);
    snprintf(disk->name, sizeof disk->name, "disk-%u", ++opened);
    disk->rng = rng_of(seed);
    disk->limit = SIZE_MAX;
    disk->vfs = (sqlite3_vfs){.iVersion = 2,
                              .szOsFile = sizeof(struct handle),
                              .mxPathname = NAME_BYTES_MAX - 1,
                              .zName = disk->name,
                              .pAppData = disk,
                              .xOpen = vfs_open,
                              .xDelete = vfs_delete,
                              .xAccess = vfs_access,
                              .xFullPathname = vfs_full_pathname,
                              .xRandomness = vfs_randomness,
                              .xSleep = vfs_sleep,
                              .xCurrentTime = vfs_time,
                              .xGetLastError = vfs_last_error,
                              .xCurrentTimeInt64 = vfs_time_ms};
    int result = sqlite3_vfs_register(&disk->vfs, 0);
    assert(result == SQLITE_OK);
    (void)result;
    return disk;
}

void
disk_close(struct disk *disk)
{
    if (disk == NULL)
        return;
    assert(disk->handles == 0);
    sqlite3_vfs_unregister(&disk->vfs);
    recording_drop(&disk->recording);
    volume_close(&disk->volume);
    free(disk);
}

const char *
disk_name(const struct disk *disk)
{
    return disk->name;
}

/* A disk that takes over `volume`. */
static struct disk *
disk_over(struct volume volume, uint64_t last_file, uint64_t seed)
{
    struct disk *disk = disk_open(seed);
    disk->volume = volume;
    disk->last_file = last_file;
    return disk;
}

struct disk *
disk_copy(const struct disk *disk, uint64_t seed)
{
    return disk_over(volume_copy(&disk->volume), disk->last_file, seed);
}

void
disk_seed_sqlite(uint64_t seed)
{
    sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(seed % 0x7FFFFFFF) + 1, NULL);
    sqlite3_randomness(0, NULL);
}

void
disk_crash(struct disk *disk, enum crash_kind kind)
{
    struct volume after = volume_after_cut(&disk->volume, kind, &disk->rng);
    bool was_recording = disk->recording.is_on;
    volume_close(&disk->volume);
    disk->volume = after;
    disk->generation++;
    if (was_recording)
        disk_record(disk);
}

struct disk *
disk_image_at(struct disk *disk, size_t operation, enum crash_kind kind, uint64_t seed)
{
    struct recording *recording = &disk->recording;
    assert(recording->is_on && operation <= recording->count);
    if (operation < recording->cursor_at) {
        volume_close(&recording->cursor);
        recording->cursor = volume_copy(&recording->base);
        recording->cursor_at = 0;
    }
    while (recording->cursor_at < operation)
        volume_do(&recording->cursor, &recording->changes[recording->cursor_at++]);
    struct rng rng = rng_of(seed);
    return disk_over(volume_after_cut(&recording->cursor, kind, &rng), disk->last_file, seed);
}

struct text
disk_operation_text(const struct disk *disk, size_t operation, struct arena *arena)
{
    static const char *const kinds[] = {
        "create", "delete", "write", "truncate", "sync", "failed sync", "sync of the folder"};
    assert(operation < disk->recording.count);
    const struct change *change = &disk->recording.changes[operation];
    bool is_name = change->kind == CHANGE_CREATE || change->kind == CHANGE_DELETE;
    return text_format(arena, "%zu: %s, file %llu, at %zu, %zu bytes %s", operation,
                       kinds[change->kind], (unsigned long long)change->file, change->offset,
                       change->piece != NULL ? change->piece->length : 0,
                       is_name ? (const char *)change->piece->bytes : "");
}

bool
disk_flip(struct disk *disk, const char *file, size_t offset, unsigned bit)
{
    struct inode *inode = volume_find(&disk->volume, file);
    unsigned char byte;
    if (inode == NULL || offset >= inode->written.size)
        return false;
    content_read(&inode->written, offset, &byte, 1);
    byte ^= (unsigned char)(1u << (bit % 8));
    content_write(&inode->written, offset, &byte, 1);
    if (offset < inode->durable.size)
        content_write(&inode->durable, offset, &byte, 1);
    return true;
}

bool
disk_put_block(struct disk *disk, const char *file, size_t at_block, const struct disk *from,
               const char *from_file, size_t from_block)
{
    struct inode *inode = volume_find(&disk->volume, file);
    const struct inode *other = volume_find(&from->volume, from_file);
    unsigned char bytes[VOLUME_BLOCK_BYTES];
    size_t at = at_block * VOLUME_BLOCK_BYTES, from_at = from_block * VOLUME_BLOCK_BYTES;
    if (inode == NULL || other == NULL || at + sizeof bytes > inode->written.size ||
        from_at >= other->written.size)
        return false;
    content_read(&other->written, from_at, bytes, sizeof bytes);
    content_write(&inode->written, at, bytes, sizeof bytes);
    if (at + sizeof bytes <= inode->durable.size)
        content_write(&inode->durable, at, bytes, sizeof bytes);
    return true;
}

bool
disk_has(const struct disk *disk, const char *file)
{
    return volume_find(&disk->volume, file) != NULL;
}

struct text
disk_file(const struct disk *disk, const char *file, struct arena *arena)
{
    const struct inode *inode = volume_find(&disk->volume, file);
    if (inode == NULL)
        return TEXT("");
    char *bytes = arena_take(arena, inode->written.size + 1);
    content_read(&inode->written, 0, bytes, inode->written.size);
    return (struct text){bytes, inode->written.size};
}

uint64_t
disk_fingerprint(const struct disk *disk, const char *file)
{
    const struct inode *inode = volume_find(&disk->volume, file);
    return inode == NULL ? 0 : content_fingerprint(&inode->written);
}

void
disk_put_file(struct disk *disk, const char *file, struct text bytes)
{
    struct inode *inode = volume_find(&disk->volume, file);
    if (inode == NULL)
        inode = disk_create(disk, file);
    disk_do(disk, (struct change){.kind = CHANGE_TRUNCATE, .file = inode->number});
    if (bytes.length > 0)
        disk_do(disk, (struct change){.kind = CHANGE_WRITE,
                                      .file = inode->number,
                                      .piece = piece_of(bytes.bytes, bytes.length)});
    disk_do(disk, (struct change){.kind = CHANGE_SYNC, .file = inode->number});
    disk_do(disk, (struct change){.kind = CHANGE_SYNC_FOLDER});
}
