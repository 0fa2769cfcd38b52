/* story.h: a node at work, below the law: matters open, move and collect promises, peers' events
 * arrive, some acts are taken back. What the store must bear, without needing any rule file. */
#ifndef TB_STORY_H
#define TB_STORY_H
#include "harness/clock.h"
#include "harness/disk.h"
#include "store/node.h"

enum { STORY_MATTERS_MAX = 64, STORY_GROUPS_MAX = 1024 };

/* One group: what it would add up to, and whether and when the node said that it is safe. */
struct story_group {
    bool is_told;
    size_t operation; /* changes of the disk by then */
    uint64_t size;
    int64_t promises;
    struct digest root; /* only where told */
};

struct story_matter {
    char id[16];
    int64_t peer_seq; /* of the peer's stream in it */
    struct digest peer_link;
    bool is_peers; /* opened by the peer's event */
};

struct story {
    struct disk *disk;
    struct clock clock;
    struct world world;
    struct rng rng;
    struct node *node;
    struct story_matter matters[STORY_MATTERS_MAX];
    int matters_count;
    int64_t promises, acts;
    struct story_group groups[STORY_GROUPS_MAX];
    size_t groups_count;
};

extern const char STORY_DATABASE[];
struct text story_node_id(void);
/* The key that signs the node's checkpoints; the same every time. */
struct signing_key story_log_key(void);

/* Opens the node of the story, or of an image of its disk. NULL with `fault` set. */
struct node *story_open_node(const struct disk *disk, const struct world *world, bool is_alone,
                             struct fault *fault);

/* Starts on `disk`; `node` is NULL when that failed. */
struct story *story_open(struct disk *disk, bool is_alone, uint64_t seed);

/* One group of acts. True when the node said that all of it is safe, which is remembered. */
bool story_run_group(struct story *story);

/* Ends the node; what was told can still be asked for. */
void story_end(struct story *story);
void story_close(struct story *story);

#endif
