/* cell.h: a process locks itself in before it reads what strangers wrote.
 *
 * What a cell forbids cannot be allowed again, by nobody, and holds for its children. Where the
 * kernel lacks a means (Landlock before Linux 5.13) the others still hold. */
#ifndef TB_CELL_H
#define TB_CELL_H
#include <stdbool.h>
#include <stddef.h>

enum cell_kind {
    CELL_PARENT, /* may fork */
    CELL_WORKER  /* may start threads, not processes */
};

struct cell_limits {
    int processor_s;     /* seconds of processor time */
    size_t memory_bytes; /* of address space; not applied under a sanitizer */
    int descriptors;
};

/* No file but those under `folders` (NULL ends the list; what is missing is left out) can be
 * opened, and those only for reading; no byte can be written to a file. False where even that could
 * not be had from a kernel that offers it. */
bool cell_limit_files(const char *const *folders);

/* No network, no new program, nothing of other processes; resources as given, no core dump. False
 * when the filter could not be set: do not go on. */
bool cell_lock(enum cell_kind kind, const struct cell_limits *limits);

#endif
