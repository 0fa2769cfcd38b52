/* full_disk.c: a library to load before all others. While the file named by FULL_DISK exists, the
 * disk is full: what is written to a regular file goes in only by half, then not at all; files do
 * not grow. Nothing else of the program is changed. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TORN_BYTES_MIN = 1024 };

ssize_t write(int file, const void *bytes, size_t count);
ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset);
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset);
int posix_fallocate(int file, off_t offset, off_t length);
int fallocate(int file, int mode, off_t offset, off_t length);

static bool
is_full(int file)
{
    struct stat status;
    const char *sign = getenv("FULL_DISK");
    int kept = errno;
    bool full = sign != NULL && access(sign, F_OK) == 0 && fstat(file, &status) == 0 &&
                S_ISREG(status.st_mode);
    errno = kept;
    return full;
}

/* How much of a write still goes in; 0 says there is no room. */
static size_t
room_for(int file, size_t count)
{
    if (!is_full(file))
        return count;
    if (count >= TORN_BYTES_MIN)
        return count / 2;
    errno = ENOSPC;
    return 0;
}

/* The real one. A function found by name comes as a pointer to data. */
#define NEXT(name, next)                                                                           \
    __typeof__(name) *next;                                                                        \
    *(void **)&next = dlsym(RTLD_NEXT, #name)

ssize_t
write(int file, const void *bytes, size_t count)
{
    NEXT(write, next);
    size_t room = room_for(file, count);
    return room == 0 && count > 0 ? -1 : next(file, bytes, room);
}

ssize_t
pwrite(int file, const void *bytes, size_t count, off_t offset)
{
    NEXT(pwrite, next);
    size_t room = room_for(file, count);
    return room == 0 && count > 0 ? -1 : next(file, bytes, room, offset);
}

ssize_t
pwrite64(int file, const void *bytes, size_t count, off64_t offset)
{
    NEXT(pwrite64, next);
    size_t room = room_for(file, count);
    return room == 0 && count > 0 ? -1 : next(file, bytes, room, offset);
}

int
posix_fallocate(int file, off_t offset, off_t length)
{
    NEXT(posix_fallocate, next);
    return is_full(file) ? ENOSPC : next(file, offset, length);
}

int
fallocate(int file, int mode, off_t offset, off_t length)
{
    NEXT(fallocate, next);
    if (!is_full(file))
        return next(file, mode, offset, length);
    errno = ENOSPC;
    return -1;
}
