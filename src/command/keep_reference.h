/* keep_reference.h: what becomes a version of its own in the record: a directory, a trust list, a
 * rule file. */
#ifndef TB_KEEP_REFERENCE_H
#define TB_KEEP_REFERENCE_H
#include "command/command.h"

enum { REFERENCE_BYTES_MAX = 400 * 1024 };

struct kept_reference {
    struct text kind, name, content; /* content: checked, at most REFERENCE_BYTES_MAX */
    int64_t version;                 /* the one before, and one */
};

/* Keeps it; a directory or a trust list is in force after the group under way, and the hub promises
 * it to every node. The position of the event. */
int64_t keep_reference(struct corridor *corridor, const struct author *author,
                       const struct kept_reference *kept, struct arena *arena);

#endif
