/* backup_record.c: written beside what it replaces and put in its place at once, so that a cut
 * leaves the one before. */
#include "store/backup_record.h"

#include "base/canon.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RECORD_BYTES_MAX = BACKUP_PLACE_MAX + 1024, READABLE = 0644 };

static const char *
path_of(const char *folder, const char *name, struct arena *arena)
{
    return text_format(arena, "%s/%s", folder, name).bytes;
}

static bool
sync_folder(const char *folder)
{
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = opened >= 0 && fsync(opened) == 0;
    if (opened >= 0)
        close(opened);
    return is_synced;
}

static struct text
text_of_record(const struct backup_record *record, struct arena *arena)
{
    struct canon canon = canon_open(arena, 400);
    canon_begin_object(&canon);
    canon_member_integer(&canon, "bytes", record->bytes);
    canon_member_integer(&canon, "events", record->events);
    canon_member_text(&canon, "last", digest_hex(&record->last, arena));
    canon_member_text(&canon, "place", record->place);
    canon_member_integer(&canon, "taken_ms", record->taken_ms);
    canon_member_integer(&canon, "verified_ms", record->verified_ms);
    canon_end_object(&canon);
    return canon_text(&canon);
}

bool
backup_record_write(const char *folder, const struct backup_record *record)
{
    struct arena *arena = arena_open();
    const char *beside = path_of(folder, "backup.new", arena);
    struct text content = text_of_record(record, arena);
    int file = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, READABLE);
    bool is_whole = file >= 0 &&
                    write(file, content.bytes, content.length) == (ssize_t)content.length &&
                    fchmod(file, READABLE) == 0 && fsync(file) == 0;
    if (file >= 0)
        close(file);
    is_whole =
        is_whole && rename(beside, path_of(folder, "backup", arena)) == 0 && sync_folder(folder);
    arena_close(arena);
    return is_whole;
}

bool
backup_record_read(const char *folder, struct arena *arena, struct backup_record *record)
{
    *record = (struct backup_record){0};
    int file = open(path_of(folder, "backup", arena), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0)
        return false;
    char *bytes = arena_take(arena, RECORD_BYTES_MAX + 1);
    ssize_t length = read(file, bytes, RECORD_BYTES_MAX + 1);
    close(file);
    if (length <= 0 || length > RECORD_BYTES_MAX)
        return false;
    const struct value *said = value_read_canonical((struct text){bytes, (size_t)length}, arena);
    *record = (struct backup_record){
        .taken_ms = value_member_integer(said, "taken_ms", 0),
        .verified_ms = value_member_integer(said, "verified_ms", 0),
        .events = value_member_integer(said, "events", 0),
        .bytes = value_member_integer(said, "bytes", 0),
        .place = value_member_text(said, "place"),
    };
    bool is_ours = record->taken_ms > 0 && record->verified_ms >= 0 && record->events > 0 &&
                   record->bytes >= 0 && !text_has_hidden(record->place) &&
                   digest_parse(value_member_text(said, "last"), &record->last);
    if (!is_ours)
        *record = (struct backup_record){0};
    return is_ours;
}

bool
backup_record_drop(const char *folder)
{
    struct arena *arena = arena_open();
    bool is_gone = unlink(path_of(folder, "backup", arena)) == 0 || errno == ENOENT;
    is_gone = is_gone && sync_folder(folder);
    arena_close(arena);
    return is_gone;
}

static bool
leaf_of(struct sql *row, int column, struct digest *leaf)
{
    struct text bytes = sql_column_here(row, column);
    if (bytes.length != DIGEST_BYTES)
        return false;
    memcpy(leaf->bytes, bytes.bytes, DIGEST_BYTES);
    return true;
}

void
backup_record_end(struct store *store, struct text court_id, struct backup_record *record)
{
    struct sql *row = sql(store, "SELECT position, leaf FROM journal WHERE court_id = $1"
                                 " ORDER BY position DESC LIMIT 1");
    sql_text(row, 1, court_id);
    if (sql_next(row) && leaf_of(row, 1, &record->last))
        record->events = sql_column_integer(row, 0) + 1;
    sql_end(row);
}

bool
backup_record_is_of(const struct backup_record *record, struct store *store, struct text court_id)
{
    struct digest leaf;
    struct sql *row = sql(store, "SELECT leaf FROM journal WHERE court_id = $1 AND position = $2");
    sql_text(row, 1, court_id);
    sql_integer(row, 2, record->events - 1);
    bool is_there = sql_next(row) && leaf_of(row, 0, &leaf) && digest_equal(&leaf, &record->last);
    sql_end(row);
    return is_there;
}
