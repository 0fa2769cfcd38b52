/* viewing.c: the side of the viewer that asks, and what it remembers. */
#include "work/viewing.h"

#include "base/canon.h"
#include "work/room.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 80, PATH_BYTES = 4096 };

struct kept {
    char name[NAME_BYTES]; /* digest, page, width, turns; empty: a free place */
    char *bytes;
    size_t length;
    int pages;
    uint64_t used;
};

struct viewing {
    char program[PATH_BYTES];
    struct room *room;
    pthread_mutex_t lock; /* over what is kept */
    struct kept kept[VIEWING_KEPT];
    size_t kept_bytes;
    uint64_t uses;
};

bool
viewing_knows(struct text media)
{
    return text_is(media, "application/pdf") || text_is(media, "image/jpeg") ||
           text_is(media, "image/png") || text_starts_with(media, "text/plain");
}

/* ---- opening ---- */

static void
find_program(const char *program, char *found)
{
    char own[PATH_BYTES];
    if (program == NULL) {
        ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
        own[length < 0 ? 0 : length] = 0;
        program = own;
    }
    const char *slash = strrchr(program, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - program) + 1;
    if (folder + sizeof "tongban-viewer" > PATH_BYTES)
        folder = 0;
    memcpy(found, program, folder);
    memcpy(found + folder, "tongban-viewer", sizeof "tongban-viewer");
}

struct viewing *
viewing_open(const char *program)
{
    struct viewing *viewing = calloc(1, sizeof *viewing);
    if (viewing == NULL)
        abort();
    find_program(program, viewing->program);
    pthread_mutex_init(&viewing->lock, NULL);
    viewing->room = room_open(&(struct room_kind){"the viewer", viewing->program, "view",
                                                  VIEWING_FILE_BYTES_MAX + ROOM_HEADER_BYTES_MAX,
                                                  VIEWING_PICTURE_BYTES_MAX, VIEWING_MS_MAX});
    return viewing;
}

static void
forget(struct viewing *viewing, struct kept *kept)
{
    viewing->kept_bytes -= kept->length;
    free(kept->bytes);
    *kept = (struct kept){0};
}

void
viewing_close(struct viewing *viewing)
{
    if (viewing == NULL)
        return;
    room_close(viewing->room);
    for (int i = 0; i < VIEWING_KEPT; i++)
        forget(viewing, &viewing->kept[i]);
    pthread_mutex_destroy(&viewing->lock);
    free(viewing);
}

/* ---- what is kept ---- */

static bool
take_kept(struct viewing *viewing, struct text name, struct arena *arena, struct viewed *viewed)
{
    bool is_kept = false;
    pthread_mutex_lock(&viewing->lock);
    for (int i = 0; i < VIEWING_KEPT && !is_kept; i++) {
        struct kept *kept = &viewing->kept[i];
        is_kept = text_is(name, kept->name);
        if (is_kept) {
            viewed->bytes = text_copy((struct text){kept->bytes, kept->length}, arena);
            viewed->pages = kept->pages;
            kept->used = ++viewing->uses;
        }
    }
    pthread_mutex_unlock(&viewing->lock);
    return is_kept;
}

/* The place that was not used for the longest time; free ones were never used. */
static struct kept *
oldest(struct viewing *viewing, bool is_in_use)
{
    struct kept *found = NULL;
    for (int i = 0; i < VIEWING_KEPT; i++) {
        struct kept *one = &viewing->kept[i];
        if ((!is_in_use || one->length > 0) && (found == NULL || one->used < found->used))
            found = one;
    }
    return found;
}

static void
keep(struct viewing *viewing, struct text name, const struct viewed *viewed)
{
    size_t length = viewed->bytes.length;
    if (length > VIEWING_KEPT_BYTES / 4 || name.length >= NAME_BYTES)
        return;
    pthread_mutex_lock(&viewing->lock);
    struct kept *kept = oldest(viewing, false);
    forget(viewing, kept);
    while (viewing->kept_bytes + length > VIEWING_KEPT_BYTES)
        forget(viewing, oldest(viewing, true));
    kept->bytes = malloc(length + 1);
    if (kept->bytes == NULL)
        abort();
    memcpy(kept->bytes, viewed->bytes.bytes, length);
    memcpy(kept->name, name.bytes, name.length);
    kept->length = length;
    kept->pages = viewed->pages;
    kept->used = ++viewing->uses;
    viewing->kept_bytes += length;
    pthread_mutex_unlock(&viewing->lock);
}

/* ---- a job ---- */

static struct text
write_job(const struct viewing_job *job, size_t bytes, struct arena *arena)
{
    struct canon canon = canon_open(arena, 300);
    canon_begin_object(&canon);
    canon_member_integer(&canon, "bytes", (int64_t)bytes);
    canon_member_text(&canon, "media", job->media);
    canon_member_integer(&canon, "page", job->page);
    canon_member_integer(&canon, "turns", job->turns);
    canon_member_integer(&canon, "width", job->width);
    canon_end_object(&canon);
    return text_format(arena, "%.*s\n", TEXT_ARGS(canon_text(&canon)));
}

static bool
is_webp(struct text bytes)
{
    return bytes.length > 12 && memcmp(bytes.bytes, "RIFF", 4) == 0 &&
           memcmp(bytes.bytes + 8, "WEBP", 4) == 0;
}

/* Nothing the viewer says is believed that could be something else than a picture. */
static bool
draw(struct viewing *viewing, const struct viewing_job *job, struct text file, struct arena *arena,
     struct viewed *viewed, struct fault *fault)
{
    const struct value *header;
    struct text pieces[] = {write_job(job, file.length, arena), file};
    if (!room_run(viewing->room, pieces, 2, arena, &header, &viewed->bytes, fault))
        return false;
    int64_t pages = value_member_integer(header, "pages", 0);
    viewed->pages = (int)pages;
    bool is_good = job->page == 0 ? text_is_empty(viewed->bytes) : is_webp(viewed->bytes);
    if (is_good && pages >= 1 && pages <= VIEWING_PAGES_MAX)
        return true;
    fault_set(fault, "the viewer broke");
    return false;
}

bool
viewing_run(struct viewing *viewing, const struct viewing_job *job, struct arena *arena,
            struct viewed *viewed, struct fault *fault)
{
    struct stat is;
    struct text name = text_format(arena, "%.*s/%d/%d/%d", TEXT_ARGS(job->sha256), job->page,
                                   job->page == 0 ? 0 : job->width, job->turns);
    *viewed = (struct viewed){.bytes = TEXT("")};
    if (take_kept(viewing, name, arena, viewed))
        return true;
    int file = open(job->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool is_open = file >= 0 && fstat(file, &is) == 0 && is.st_size > 0 &&
                   is.st_size <= VIEWING_FILE_BYTES_MAX;
    void *bytes =
        is_open ? mmap(NULL, (size_t)is.st_size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
    if (file >= 0)
        close(file);
    if (bytes == MAP_FAILED) {
        fault_set(fault, "the file cannot be read: %s", strerror(errno));
        return false;
    }
    bool is_drawn =
        draw(viewing, job, (struct text){bytes, (size_t)is.st_size}, arena, viewed, fault);
    munmap(bytes, (size_t)is.st_size);
    if (is_drawn)
        keep(viewing, name, viewed);
    return is_drawn;
}
