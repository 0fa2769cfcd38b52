/* checkpoint.h: the state of a node's log in three lines (C2SP tlog-checkpoint): which log, how
 * many events, the root over them. Signed as a note by the log key, and only over what is durable.
 */
#ifndef TB_CHECKPOINT_H
#define TB_CHECKPOINT_H
#include "proof/note.h"
#include "proof/tree.h"

struct checkpoint {
    struct text origin; /* "tongban/" and the name of the log key: tongban/JL7501/log1 */
    uint64_t size;      /* leaves, at most TREE_SIZE_MAX */
    struct digest root;
    struct text extensions; /* further lines, each with its line feed; mostly empty */
};

/* The origin of the log whose key has this name. */
struct text checkpoint_origin(struct text key_name, struct arena *arena);
/* Is the origin that of the log whose key has this name? */
bool checkpoint_is_of(const struct checkpoint *checkpoint, struct text key_name);

/* The text of the note, without extensions. */
struct text checkpoint_text(struct text origin, uint64_t size, const struct digest *root,
                            struct arena *arena);
/* Reads the text of a note. The texts point into it. */
enum flaw checkpoint_read(struct text text, struct arena *arena, struct checkpoint *checkpoint);

#endif
