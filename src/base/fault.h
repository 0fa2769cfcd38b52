/* fault.h: the world failed (a disk, a line). It sticks to the handle it happened on: later calls
 * do nothing, and the one who commits says so once. What is said here reaches logs, so it never
 * holds anybody's data. */
#ifndef TB_FAULT_H
#define TB_FAULT_H
#include <stdbool.h>

struct fault {
    bool is_set;
    char what[240];
};

/* Keeps the first fault only. */
void fault_set(struct fault *fault, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
