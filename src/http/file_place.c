/* file_place.c: blobs/ab/abcd…: the folder of the first two digits is made, and synced into the one
 * above it, when it is missing. */
#include "http/file_place.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum media
file_place_media(const struct body_file *file)
{
    size_t length = (size_t)file->bytes;
    void *bytes = mmap(NULL, length, PROT_READ, MAP_PRIVATE, file->descriptor, 0);
    if (bytes == MAP_FAILED)
        return MEDIA_UNKNOWN;
    enum media media = media_of((struct text){bytes, length});
    munmap(bytes, length);
    return media;
}

static bool
sync_folder(const char *folder)
{
    int opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool is_synced = opened >= 0 && fsync(opened) == 0;
    int mistake = errno;
    if (opened >= 0)
        close(opened);
    errno = mistake;
    return is_synced;
}

bool
file_place_keep(const struct body_file *file, const char *blobs, struct text sha256,
                struct arena *arena)
{
    const char *folder = text_format(arena, "%s/%.2s", blobs, sha256.bytes).bytes;
    if (mkdir(folder, 0700) == 0) {
        if (!sync_folder(blobs))
            return false;
    } else if (errno != EEXIST) {
        return false;
    }
    return body_file_keep(file, folder, text_terminated(sha256, arena));
}
