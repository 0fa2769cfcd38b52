/* ground.c: a database on a network disk loses what it promised; a disk that answers a sync in no
 * time has not written anything. */
#include "work/ground.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdint.h>
#include <string.h>
#include <sys/statfs.h>
#include <time.h>
#include <unistd.h>

#define FREE_BYTES_MIN  (INT64_C(64) * 1024 * 1024)
#define FREE_BYTES_FEW  (INT64_C(1024) * 1024 * 1024)
#define MADE_IN_SECONDS INT64_C(1735689600) /* 2025-01-01 */

enum { SYNCS = 8, TRUE_SYNC_US = 8 };

#ifndef CIFS_SUPER_MAGIC
#define CIFS_SUPER_MAGIC 0xFF534D42
#endif

static bool
is_remote(unsigned long kind)
{
    return kind == NFS_SUPER_MAGIC || kind == SMB_SUPER_MAGIC || kind == CIFS_SUPER_MAGIC ||
           kind == 0xFE534D42 /* SMB2 */;
}

static int64_t
now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* The quickest of a few syncs of four fresh kilobytes, in microseconds; -1 where none succeeds. */
static int64_t
quickest_sync(const char *folder)
{
    char path[4096];
    char page[4096] = {1};
    int64_t best = -1;
    if (snprintf(path, sizeof path, "%s/.sync-probe", folder) >= (int)sizeof path)
        return -1;
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    for (int i = 0; file >= 0 && i < SYNCS; i++) {
        int64_t start_us = now_us();
        if (write(file, page, sizeof page) != (ssize_t)sizeof page || fdatasync(file) != 0)
            break;
        int64_t took_us = now_us() - start_us;
        best = best < 0 || took_us < best ? took_us : best;
    }
    if (file >= 0)
        close(file);
    unlink(path);
    return best;
}

bool
ground_is_fit(const char *folder, FILE *log, struct fault *fault)
{
    struct statfs about;
    if (time(NULL) < MADE_IN_SECONDS) {
        fault_set(fault, "the clock of this machine is before 2025; set it first");
        return false;
    }
    if (statfs(folder, &about) != 0)
        return true;
    if (is_remote((unsigned long)about.f_type)) {
        fault_set(fault, "%s is on a network file system; use a disk of this machine", folder);
        return false;
    }
    int64_t free_bytes = (int64_t)about.f_bavail * (int64_t)about.f_bsize;
    if (free_bytes < FREE_BYTES_MIN) {
        fault_set(fault, "%s has less than 64 MB of free space", folder);
        return false;
    }
    if (free_bytes < FREE_BYTES_FEW)
        fprintf(log, "tongban: only %lld MB are free in %s\n",
                (long long)(free_bytes / (1024 * 1024)), folder);
    int64_t sync_us = quickest_sync(folder);
    if (sync_us < 0)
        fprintf(log, "tongban: %s: a sync failed: %s\n", folder, strerror(errno));
    else if (sync_us < TRUE_SYNC_US)
        fprintf(log,
                "tongban: syncs in %s take %lld us: too quick for a disk that keeps its word\n",
                folder, (long long)sync_us);
    return true;
}
