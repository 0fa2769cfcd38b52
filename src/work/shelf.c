/* shelf.c: a note is written anew beside the old one, synced, and put in its place, so that a power
 * cut leaves one of the two. The folder is synced where a name must be there or gone for good: at
 * the beginning and at the end; an offset that falls back to an older note only costs a repeat. */
#include "work/shelf.h"

#include "base/canon.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOTE_BYTES_MAX = 4096 };

/* The right to write an entry stands in the entry, so that a file in a million pieces costs no more
 * memory than one in a single piece. */
struct shelf_hold {
    struct shelf *shelf;
    struct entry *entry;
    const char *path;
    int descriptor;
    void (*tell)(void *of);
    void *of;
};

struct entry {
    struct arena *arena; /* of this entry and its texts */
    struct upload upload;
    struct shelf_hold hold;
    bool is_written, has_part;
};

struct shelf {
    const char *folder;
    struct arena *arena;
    pthread_mutex_t lock; /* over what follows and every entry that nobody writes */
    struct entry **entries;
    int count;
};

/* ---- files ---- */

static const char *
path_of(const struct shelf *shelf, struct text id, const char *kind, struct arena *arena)
{
    return text_format(arena, "%s/%.*s.%s", shelf->folder, TEXT_ARGS(id), kind).bytes;
}

static bool
sync_folder(const struct shelf *shelf)
{
    int folder = open(shelf->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = folder >= 0 && fsync(folder) == 0;
    int mistake = errno;
    if (folder >= 0)
        close(folder);
    errno = mistake;
    return is_synced;
}

static bool
write_whole(const char *path, struct text bytes)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    size_t done = 0;
    while (file >= 0 && done < bytes.length) {
        ssize_t written = write(file, bytes.bytes + done, bytes.length - done);
        if (written < 0 && errno != EINTR)
            break;
        done += written > 0 ? (size_t)written : 0;
    }
    bool is_written = file >= 0 && done == bytes.length && fsync(file) == 0;
    int mistake = errno;
    if (file >= 0)
        close(file);
    errno = mistake;
    return is_written;
}

static bool
write_note(const struct shelf *shelf, const struct upload *upload)
{
    struct arena *arena = arena_open();
    struct canon note = canon_open(arena, 600);
    canon_begin_object(&note);
    canon_member_text(&note, "account", upload->account);
    canon_member_integer(&note, "bytes", upload->bytes);
    canon_member_integer(&note, "ends", upload->ends_ms);
    canon_member_integer(&note, "made", upload->made_ms);
    canon_member_text_if(&note, "mark", upload->mark);
    canon_member_text_if(&note, "media", upload->media);
    canon_member_text_if(&note, "name", upload->name);
    canon_member_integer(&note, "offset", upload->offset);
    canon_member_text_if(&note, "place", upload->place);
    canon_member_text_if(&note, "said", upload->said);
    canon_member_text_if(&note, "sha256", upload->sha256);
    canon_member_text_if(&note, "slot", upload->slot);
    canon_end_object(&note);
    const char *beside = path_of(shelf, upload->id, "new", arena);
    bool is_written = write_whole(beside, canon_text(&note)) &&
                      rename(beside, path_of(shelf, upload->id, "note", arena)) == 0;
    int mistake = errno;
    if (!is_written)
        unlink(beside);
    arena_close(arena);
    errno = mistake;
    return is_written;
}

static void
remove_files(const struct shelf *shelf, struct text id)
{
    struct arena *arena = arena_open();
    unlink(path_of(shelf, id, "note", arena)); /* first: a part without a note is nothing */
    unlink(path_of(shelf, id, "part", arena));
    arena_close(arena);
}

/* ---- entries ---- */

static void
copy_upload(const struct upload *from, struct arena *arena, struct upload *upload)
{
    *upload = *from;
    struct text *texts[] = {&upload->id,   &upload->account, &upload->place,
                            &upload->slot, &upload->name,    &upload->said,
                            &upload->mark, &upload->sha256,  &upload->media};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = text_copy(*texts[i], arena);
}

static struct entry *
make_entry(struct shelf *shelf, const struct upload *upload, bool has_part)
{
    struct arena *arena = arena_open();
    struct entry *entry = ARENA_NEW(arena, struct entry);
    *entry = (struct entry){.arena = arena, .has_part = has_part};
    copy_upload(upload, arena, &entry->upload);
    entry->hold = (struct shelf_hold){.shelf = shelf,
                                      .entry = entry,
                                      .path = path_of(shelf, upload->id, "part", arena),
                                      .descriptor = -1};
    return entry;
}

static void
take_out(struct shelf *shelf, const struct entry *entry)
{
    for (int i = 0; i < shelf->count; i++) {
        if (shelf->entries[i] != entry)
            continue;
        memmove(&shelf->entries[i], &shelf->entries[i + 1],
                (size_t)(shelf->count - i - 1) * sizeof(struct entry *));
        shelf->count--;
        return;
    }
}

static struct entry *
find_entry(const struct shelf *shelf, struct text id, struct text account)
{
    for (int i = 0; i < shelf->count; i++) {
        if (text_equal(shelf->entries[i]->upload.id, id) &&
            text_equal(shelf->entries[i]->upload.account, account))
            return shelf->entries[i];
    }
    return NULL;
}

/* ---- opening ---- */

static bool
is_id(struct text id)
{
    bool is_good = id.length == SHELF_ID_LENGTH;
    for (size_t i = 0; i < id.length && is_good; i++)
        is_good = (id.bytes[i] >= '0' && id.bytes[i] <= '9') ||
                  (id.bytes[i] >= 'a' && id.bytes[i] <= 'f');
    return is_good;
}

static struct text
read_note(const char *path, struct arena *arena)
{
    char *bytes = arena_take(arena, NOTE_BYTES_MAX + 1);
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t length = file < 0 ? -1 : read(file, bytes, NOTE_BYTES_MAX);
    if (file >= 0)
        close(file);
    return length <= 0 ? TEXT("") : (struct text){bytes, (size_t)length};
}

static void
take_up(struct shelf *shelf, struct text id, struct arena *arena)
{
    const struct value *note =
        value_read_canonical(read_note(path_of(shelf, id, "note", arena), arena), arena);
    struct stat part;
    bool has_part = stat(path_of(shelf, id, "part", arena), &part) == 0;
    struct upload upload = {
        .id = id,
        .account = value_member_text(note, "account"),
        .place = value_member_text(note, "place"),
        .slot = value_member_text(note, "slot"),
        .name = value_member_text(note, "name"),
        .said = value_member_text(note, "said"),
        .mark = value_member_text(note, "mark"),
        .sha256 = value_member_text(note, "sha256"),
        .media = value_member_text(note, "media"),
        .bytes = value_member_integer(note, "bytes", -1),
        .offset = value_member_integer(note, "offset", -1),
        .made_ms = value_member_integer(note, "made", -1),
        .ends_ms = value_member_integer(note, "ends", -1),
    };
    bool is_whole = !text_is_empty(upload.account) && upload.bytes > 0 && upload.offset >= 0 &&
                    upload.offset <= upload.bytes && upload.ends_ms > 0 &&
                    (!text_is_empty(upload.sha256) || (has_part && part.st_size >= upload.offset));
    /* Kept already, and the end came before its part had gone: that is a second name of the file.
     */
    if (has_part && !text_is_empty(upload.sha256)) {
        unlink(path_of(shelf, id, "part", arena));
        has_part = false;
    }
    if (!is_whole || shelf->count == SHELF_UPLOADS_MAX)
        remove_files(shelf, id);
    else
        shelf->entries[shelf->count++] = make_entry(shelf, &upload, has_part);
}

static int
compare_entries(const void *a, const void *b)
{
    const struct upload *one = &(*(struct entry *const *)a)->upload;
    const struct upload *other = &(*(struct entry *const *)b)->upload;
    if (one->made_ms != other->made_ms)
        return one->made_ms < other->made_ms ? -1 : 1;
    return text_compare(one->id, other->id);
}

/* Parts without a note were begun and never noted, or lost it first of all when they went. */
static bool
read_folder(struct shelf *shelf, struct fault *fault)
{
    DIR *folder = opendir(shelf->folder);
    struct arena *arena = arena_open();
    const struct dirent *one;
    while (folder != NULL && (one = readdir(folder)) != NULL) {
        struct text kind = text_of(one->d_name), id = text_cut(&kind, '.');
        struct stat note;
        if (!is_id(id))
            continue;
        if (text_is(kind, "note"))
            take_up(shelf, text_copy(id, arena), arena);
        else if (text_is(kind, "new") ||
                 (text_is(kind, "part") && stat(path_of(shelf, id, "note", arena), &note) != 0))
            unlink(text_format(arena, "%s/%s", shelf->folder, one->d_name).bytes);
    }
    if (folder == NULL)
        fault_set(fault, "%s cannot be read: %s", shelf->folder, strerror(errno));
    else
        closedir(folder);
    arena_close(arena);
    qsort(shelf->entries, (size_t)shelf->count, sizeof(struct entry *), compare_entries);
    return folder != NULL;
}

struct shelf *
shelf_open(const char *folder, int64_t now_ms, struct fault *fault)
{
    struct arena *arena = arena_open();
    struct shelf *shelf = ARENA_NEW(arena, struct shelf);
    *shelf = (struct shelf){.arena = arena, .folder = text_copy(text_of(folder), arena).bytes};
    shelf->entries = ARENA_MANY(arena, SHELF_UPLOADS_MAX, struct entry *);
    pthread_mutex_init(&shelf->lock, NULL);
    if (!read_folder(shelf, fault)) {
        shelf_close(shelf);
        return NULL;
    }
    shelf_sweep(shelf, now_ms);
    return shelf;
}

void
shelf_close(struct shelf *shelf)
{
    if (shelf == NULL)
        return;
    for (int i = 0; i < shelf->count; i++)
        arena_close(shelf->entries[i]->arena);
    pthread_mutex_destroy(&shelf->lock);
    arena_close(shelf->arena);
}

/* ---- looking ---- */

enum shelf_end
shelf_find(struct shelf *shelf, struct text id, struct text account, int64_t now_ms,
           struct arena *arena, struct upload *upload)
{
    pthread_mutex_lock(&shelf->lock);
    const struct entry *entry = find_entry(shelf, id, account);
    if (entry != NULL)
        copy_upload(&entry->upload, arena, upload);
    pthread_mutex_unlock(&shelf->lock);
    return entry == NULL               ? SHELF_IS_UNKNOWN
           : upload->ends_ms <= now_ms ? SHELF_HAS_ENDED
                                       : SHELF_DONE;
}

int
shelf_list(struct shelf *shelf, struct text account, struct text place, int64_t now_ms,
           struct arena *arena, const struct upload **uploads)
{
    struct upload *list = ARENA_MANY(arena, SHELF_ACCOUNT_MAX, struct upload);
    int count = 0;
    pthread_mutex_lock(&shelf->lock);
    for (int i = 0; i < shelf->count && count < SHELF_ACCOUNT_MAX; i++) {
        const struct upload *one = &shelf->entries[i]->upload;
        if (text_equal(one->account, account) && text_equal(one->place, place) &&
            one->ends_ms > now_ms)
            copy_upload(one, arena, &list[count++]);
    }
    pthread_mutex_unlock(&shelf->lock);
    *uploads = list;
    return count;
}

void
shelf_count(struct shelf *shelf, int64_t *uploads, int64_t *bytes)
{
    *uploads = *bytes = 0;
    pthread_mutex_lock(&shelf->lock);
    for (int i = 0; i < shelf->count; i++) {
        if (!shelf->entries[i]->has_part)
            continue;
        ++*uploads;
        *bytes += shelf->entries[i]->upload.offset;
    }
    pthread_mutex_unlock(&shelf->lock);
}

/* ---- beginning ---- */

/* Under the lock: is there room for one more of the account? What is kept already takes a place,
 * but no bytes: those count where they lie. */
static bool
has_room(const struct shelf *shelf, const struct upload *upload, int64_t now_ms, int64_t bytes_max)
{
    int64_t bytes = upload->bytes;
    int count = 0;
    for (int i = 0; i < shelf->count; i++) {
        const struct upload *one = &shelf->entries[i]->upload;
        if (!text_equal(one->account, upload->account) || one->ends_ms <= now_ms)
            continue;
        count++;
        bytes += shelf->entries[i]->has_part ? one->bytes : 0;
    }
    return count < SHELF_ACCOUNT_MAX && bytes <= bytes_max && shelf->count < SHELF_UPLOADS_MAX;
}

static bool
make_files(struct shelf *shelf, const struct upload *upload)
{
    struct arena *arena = arena_open();
    const char *path = path_of(shelf, upload->id, "part", arena);
    int part = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_made = part >= 0 && close(part) == 0 && write_note(shelf, upload) && sync_folder(shelf);
    int mistake = errno;
    if (!is_made)
        remove_files(shelf, upload->id);
    arena_close(arena);
    errno = mistake;
    return is_made;
}

enum shelf_end
shelf_begin(struct shelf *shelf, const struct upload *upload, int64_t now_ms,
            int64_t account_bytes_max)
{
    assert(is_id(upload->id) && upload->bytes > 0 && upload->offset == 0);
    shelf_sweep(shelf, now_ms);
    /* It stands there, with a writer, while its files are made: two that begin at once both count.
     */
    struct entry *entry = make_entry(shelf, upload, true);
    entry->is_written = true;
    pthread_mutex_lock(&shelf->lock);
    bool is_let_in = has_room(shelf, upload, now_ms, account_bytes_max);
    if (is_let_in)
        shelf->entries[shelf->count++] = entry;
    pthread_mutex_unlock(&shelf->lock);
    if (!is_let_in) {
        arena_close(entry->arena);
        return SHELF_IS_FULL;
    }
    bool is_made = make_files(shelf, upload);
    int mistake = errno;
    pthread_mutex_lock(&shelf->lock);
    entry->is_written = false;
    if (!is_made)
        take_out(shelf, entry);
    pthread_mutex_unlock(&shelf->lock);
    if (!is_made)
        arena_close(entry->arena);
    errno = mistake;
    return is_made ? SHELF_DONE : SHELF_FAILED;
}

/* ---- writing ---- */

static enum shelf_end
why_not(const struct entry *entry, int64_t now_ms, int64_t offset)
{
    if (entry == NULL)
        return SHELF_IS_UNKNOWN;
    if (entry->upload.ends_ms <= now_ms)
        return SHELF_HAS_ENDED;
    if (entry->is_written)
        return SHELF_IS_WRITTEN;
    return offset >= 0 && offset != entry->upload.offset ? SHELF_IS_ELSEWHERE : SHELF_DONE;
}

/* Behind the offset lies what nobody has vouched for. */
static bool
open_part(struct shelf_hold *hold)
{
    struct stat part;
    hold->descriptor = open(hold->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    /* A second name: these bytes were kept as a whole, and are nobody's to shorten. */
    return hold->descriptor >= 0 && fstat(hold->descriptor, &part) == 0 && part.st_nlink == 1 &&
           ftruncate(hold->descriptor, (off_t)hold->entry->upload.offset) == 0;
}

enum shelf_end
shelf_take(struct shelf *shelf, struct text id, struct text account, int64_t now_ms, int64_t offset,
           struct arena *arena, struct upload *upload, struct shelf_hold **hold)
{
    pthread_mutex_lock(&shelf->lock);
    struct entry *entry = find_entry(shelf, id, account);
    enum shelf_end end = why_not(entry, now_ms, offset);
    if (end == SHELF_DONE)
        entry->is_written = true;
    if (end == SHELF_IS_WRITTEN && entry->hold.tell != NULL)
        entry->hold.tell(entry->hold.of);
    if (entry != NULL)
        copy_upload(&entry->upload, arena, upload);
    pthread_mutex_unlock(&shelf->lock);
    if (end != SHELF_DONE)
        return end;
    *hold = &entry->hold;
    if (!entry->has_part || open_part(*hold))
        return SHELF_DONE;
    int mistake = errno;
    shelf_let_go(*hold);
    errno = mistake;
    return SHELF_FAILED;
}

void
shelf_tell(struct shelf_hold *hold, void (*tell)(void *of), void *of)
{
    pthread_mutex_lock(&hold->shelf->lock);
    hold->tell = tell;
    hold->of = of;
    pthread_mutex_unlock(&hold->shelf->lock);
}

int
shelf_descriptor(const struct shelf_hold *hold)
{
    return hold->descriptor;
}

const char *
shelf_path(const struct shelf_hold *hold)
{
    return hold->path;
}

/* While it is written only its writer changes an entry; whoever looks does so under the lock. */
static void
put_offset(struct shelf_hold *hold, int64_t offset)
{
    pthread_mutex_lock(&hold->shelf->lock);
    hold->entry->upload.offset = offset;
    pthread_mutex_unlock(&hold->shelf->lock);
}

int64_t
shelf_settle(struct shelf_hold *hold)
{
    struct stat part;
    struct upload now = hold->entry->upload;
    if (hold->descriptor < 0)
        return now.offset;
    if (fstat(hold->descriptor, &part) != 0 || fdatasync(hold->descriptor) != 0)
        return -1;
    now.offset = part.st_size < now.bytes ? (int64_t)part.st_size : now.bytes;
    if (now.offset == hold->entry->upload.offset)
        return now.offset;
    if (!write_note(hold->shelf, &now))
        return -1;
    put_offset(hold, now.offset);
    return now.offset;
}

bool
shelf_keep(struct shelf_hold *hold, struct text sha256, const char *media)
{
    struct upload kept = hold->entry->upload;
    kept.sha256 = text_copy(sha256, hold->entry->arena);
    kept.media = text_of(media);
    if (!write_note(hold->shelf, &kept) || !sync_folder(hold->shelf))
        return false;
    unlink(hold->path);
    pthread_mutex_lock(&hold->shelf->lock);
    hold->entry->upload = kept;
    hold->entry->has_part = false;
    pthread_mutex_unlock(&hold->shelf->lock);
    return true;
}

void
shelf_let_go(struct shelf_hold *hold)
{
    struct shelf *shelf = hold->shelf;
    if (hold->descriptor >= 0)
        close(hold->descriptor);
    hold->descriptor = -1;
    pthread_mutex_lock(&shelf->lock);
    hold->entry->is_written = false;
    pthread_mutex_unlock(&shelf->lock);
}

void
shelf_drop(struct shelf_hold *hold)
{
    struct shelf *shelf = hold->shelf;
    struct entry *entry = hold->entry;
    remove_files(shelf, entry->upload.id);
    if (hold->descriptor >= 0)
        close(hold->descriptor);
    pthread_mutex_lock(&shelf->lock);
    take_out(shelf, entry);
    pthread_mutex_unlock(&shelf->lock);
    arena_close(entry->arena);
}

/* ---- going ---- */

/* Under the lock. */
static void
forget(struct shelf *shelf, int place)
{
    struct entry *entry = shelf->entries[place];
    remove_files(shelf, entry->upload.id);
    take_out(shelf, entry);
    arena_close(entry->arena);
}

void
shelf_drop_kept(struct shelf *shelf, struct text account, struct text place,
                bool (*is_named)(void *of, struct text sha256), void *of)
{
    pthread_mutex_lock(&shelf->lock);
    for (int i = shelf->count; i-- > 0;) {
        const struct entry *entry = shelf->entries[i];
        if (!entry->is_written && !text_is_empty(entry->upload.sha256) &&
            text_equal(entry->upload.account, account) && text_equal(entry->upload.place, place) &&
            !is_named(of, entry->upload.sha256))
            forget(shelf, i);
    }
    pthread_mutex_unlock(&shelf->lock);
}

void
shelf_sweep(struct shelf *shelf, int64_t now_ms)
{
    pthread_mutex_lock(&shelf->lock);
    for (int i = shelf->count; i-- > 0;) {
        struct entry *entry = shelf->entries[i];
        if (entry->is_written || entry->upload.ends_ms > now_ms)
            continue;
        if (entry->upload.ends_ms + SHELF_GONE_MS <= now_ms) {
            forget(shelf, i);
            continue;
        }
        if (entry->has_part)
            unlink(entry->hold.path); /* never cut short: a kept file may be the same bytes */
        entry->has_part = false;
    }
    pthread_mutex_unlock(&shelf->lock);
}
