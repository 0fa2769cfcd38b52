/* body.h: where the body of a request goes while it comes in: memory that is counted, a file that
 * is hashed on the way, or a piece of a file that somebody else keeps. Belongs to one request and
 * its arena. */
#ifndef TB_BODY_H
#define TB_BODY_H
#include "http/breach.h"
#include "http/server.h"

#include <stdatomic.h>

/* What all bodies in memory take together, and may take. */
struct body_purse {
    _Atomic int64_t bytes;
    int64_t bytes_max;
};

struct body;

/* A body of `declared` bytes (1 or more) after the plan, which is one of the three. NULL with
 * the breach set when it cannot be taken; room on disk is claimed before a byte is read. */
struct body *body_open(const struct body_plan *plan, uint64_t declared, struct body_purse *purse,
                       struct arena *arena, enum breach *breach);
/* No more than was declared. */
enum breach body_add(struct body *body, const void *bytes, size_t length);
/* All of it has come: fills body or file of the request. */
void body_end(struct body *body, struct request *request);
bool body_is_file(const struct body *body);
/* After body_end, on any thread: the file is on disk. Blocks. */
enum breach body_sync(const struct body *body);

/* A new file in the folder, open for writing and reading: without a name where the file system can
 * do that, otherwise with `*path`, which the caller removes. -1 with errno set. */
int body_scratch(const char *folder, struct arena *arena, const char **path);
/* What the door says to an errno of the disk. */
enum breach body_breach_of_disk(int mistake);

#endif
