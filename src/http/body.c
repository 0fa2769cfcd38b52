/* body.c: a body in memory grows as it comes, never to what was merely declared, so that a promise
 * of a large body costs nothing. A body for disk goes to a file without a name, which is gone by
 * itself when the request is given up or the power fails. */
#include "http/body.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FIRST_BYTES = 4096, WRITE_BACK_BYTES = 8 * 1024 * 1024 };

struct body {
    enum body_kind kind;
    uint64_t declared, received;
    struct body_purse *purse;
    char *bytes; /* BODY_MEMORY */
    size_t capacity;
    int descriptor;  /* BODY_FILE, BODY_PIECE; -1 when it has gone to nobody */
    uint64_t offset; /* of the first byte in the file */
    struct hasher *hasher;
    const char *path; /* NULL for a file without a name */
};

/* Runs with the arena of the request. */
static void
give_back(void *thing)
{
    struct body *body = thing;
    atomic_fetch_sub(&body->purse->bytes, (int64_t)body->capacity);
    free(body->bytes);
    if (body->path != NULL)
        unlink(body->path);
    if (body->descriptor >= 0 && body->kind == BODY_FILE)
        close(body->descriptor);
}

enum breach
body_breach_of_disk(int mistake)
{
    return mistake == ENOSPC || mistake == EDQUOT || mistake == EFBIG ? DISK_MUST_HAVE_ROOM
                                                                      : DISK_MUST_WORK;
}

int
body_scratch(const char *folder, struct arena *arena, const char **path)
{
    int descriptor = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    *path = NULL;
    if (descriptor >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return descriptor;
    struct text template = text_format(arena, "%s/incoming-XXXXXX", folder);
    char *named = (char *)text_terminated(template, arena);
    descriptor = mkostemp(named, O_CLOEXEC);
    if (descriptor >= 0)
        *path = named;
    return descriptor;
}

static enum breach
claim_room(const struct body *body)
{
    bool is_full = fallocate(body->descriptor, FALLOC_FL_KEEP_SIZE, (off_t)body->offset,
                             (off_t)body->declared) != 0 &&
                   body_breach_of_disk(errno) == DISK_MUST_HAVE_ROOM;
    return is_full ? DISK_MUST_HAVE_ROOM : BREACH_NONE;
}

static enum breach
open_file(struct body *body, const char *folder, struct arena *arena)
{
    body->descriptor = body_scratch(folder, arena, &body->path);
    if (body->descriptor < 0)
        return body_breach_of_disk(errno);
    body->hasher = hasher_open(arena);
    hasher_begin(body->hasher);
    return claim_room(body);
}

static enum breach
open_piece(struct body *body, const struct body_plan *plan)
{
    body->descriptor = plan->descriptor;
    body->offset = plan->offset;
    return claim_room(body);
}

struct body *
body_open(const struct body_plan *plan, uint64_t declared, struct body_purse *purse,
          struct arena *arena, enum breach *breach)
{
    assert(plan->kind == BODY_MEMORY || plan->kind == BODY_FILE || plan->kind == BODY_PIECE);
    struct body *body = ARENA_NEW(arena, struct body);
    *body =
        (struct body){.kind = plan->kind, .declared = declared, .purse = purse, .descriptor = -1};
    arena_defer(arena, give_back, body);
    *breach = plan->kind == BODY_FILE    ? open_file(body, plan->folder, arena)
              : plan->kind == BODY_PIECE ? open_piece(body, plan)
                                         : BREACH_NONE;
    return *breach == BREACH_NONE ? body : NULL;
}

/* Room for `wanted` bytes, doubling, never more than declared; paid from the purse. */
static bool
grow(struct body *body, size_t wanted)
{
    size_t capacity = body->capacity != 0 ? body->capacity : FIRST_BYTES;
    while (capacity < wanted)
        capacity *= 2;
    if (capacity > body->declared)
        capacity = (size_t)body->declared;
    int64_t more = (int64_t)(capacity - body->capacity);
    if (atomic_fetch_add(&body->purse->bytes, more) + more > body->purse->bytes_max) {
        atomic_fetch_sub(&body->purse->bytes, more);
        return false;
    }
    char *bytes = realloc(body->bytes, capacity);
    if (bytes == NULL)
        abort();
    body->bytes = bytes;
    body->capacity = capacity;
    return true;
}

static enum breach
add_to_memory(struct body *body, const void *bytes, size_t length)
{
    if (body->received + length > body->capacity && !grow(body, body->received + length))
        return MEMORY_MUST_SUFFICE;
    memcpy(body->bytes + body->received, bytes, length);
    return BREACH_NONE;
}

static enum breach
add_to_file(struct body *body, const char *bytes, size_t length)
{
    if (body->hasher != NULL)
        hasher_add(body->hasher, bytes, length);
    for (size_t done = 0; done < length;) {
        ssize_t written = pwrite(body->descriptor, bytes + done, length - done,
                                 (off_t)(body->offset + body->received + done));
        if (written < 0 && errno != EINTR)
            return body_breach_of_disk(errno);
        done += written > 0 ? (size_t)written : 0;
    }
    /* The disk may begin now, so that the sync at the end has little left to wait for. */
    if (body->received / WRITE_BACK_BYTES != (body->received + length) / WRITE_BACK_BYTES)
        sync_file_range(body->descriptor, 0, 0, SYNC_FILE_RANGE_WRITE);
    return BREACH_NONE;
}

enum breach
body_add(struct body *body, const void *bytes, size_t length)
{
    assert(length <= body->declared - body->received);
    enum breach breach = body->kind == BODY_MEMORY ? add_to_memory(body, bytes, length)
                                                   : add_to_file(body, bytes, length);
    body->received += length;
    return breach;
}

void
body_end(struct body *body, struct request *request)
{
    assert(body->received == body->declared);
    if (body->kind == BODY_MEMORY) {
        request->body = (struct text){body->bytes, (size_t)body->received};
        return;
    }
    if (body->kind == BODY_PIECE)
        return;
    request->file = (struct body_file){
        .descriptor = body->descriptor,
        .bytes = body->received,
        .digest = hasher_end(body->hasher),
        .path = text_of(body->path),
    };
}

bool
body_is_file(const struct body *body)
{
    return body->kind == BODY_FILE;
}

enum breach
body_sync(const struct body *body)
{
    return fsync(body->descriptor) == 0 ? BREACH_NONE : body_breach_of_disk(errno);
}
