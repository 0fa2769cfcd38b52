/* tree.h: the Merkle tree over all events of a node (RFC 6962, section 2.1; SHA-256).
 *
 * A node of the tree is named by its level (0 for leaves) and its index within the level; it is
 * kept only when perfect, that is when all 2^level leaves below it exist: then it never changes
 * again. Growing needs the frontier alone; proofs ask for perfect nodes through `struct
 * tree_nodes`. */
#ifndef TB_TREE_H
#define TB_TREE_H
#include "base/digest.h"

enum { TREE_LEVELS = 53, TREE_PATH_MAX = TREE_LEVELS + 1 };
/* Sizes stay within what JSON keeps exactly. */
#define TREE_SIZE_MAX ((UINT64_C(1) << TREE_LEVELS) - 1)

/* The perfect subtrees that make up a tree of `size` leaves: roots[level] counts where bit `level`
 * of `size` is set. All zero is the empty tree. */
struct tree_frontier {
    uint64_t size;
    struct digest roots[TREE_LEVELS];
};

/* Where perfect nodes are kept. `node` gives one that exists; false when the store failed. */
struct tree_nodes {
    bool (*node)(void *of, unsigned level, uint64_t index, struct digest *digest);
    void *of;
};

/* Told of each node that has just become perfect, level 1 and up, from the lower level to the
 * higher. */
struct tree_keeper {
    void (*keep)(void *of, unsigned level, uint64_t index, const struct digest *digest);
    void *of;
};

/* Hashes from the leaf (or the older tree) towards the root. */
struct tree_path {
    size_t count;
    struct digest hashes[TREE_PATH_MAX];
};

/* SHA-256(0x00 || entry), SHA-256(0x01 || left || right). */
struct digest tree_leaf(struct hasher *hasher, struct text entry);
struct digest tree_parent(struct hasher *hasher, const struct digest *left,
                          const struct digest *right);

/* Adds one leaf. `keeper` may be NULL. The size must be below TREE_SIZE_MAX. */
void tree_append(struct tree_frontier *frontier, struct hasher *hasher, const struct digest *leaf,
                 const struct tree_keeper *keeper);
struct digest tree_root(const struct tree_frontier *frontier, struct hasher *hasher);
/* The frontier of the first `size` leaves, from kept nodes; false when the store failed. */
bool tree_frontier_load(const struct tree_nodes *nodes, uint64_t size,
                        struct tree_frontier *frontier);
/* The root over `count` leaf hashes, for those who keep no nodes (audits, low levels). */
struct digest tree_root_of(struct hasher *hasher, const struct digest *leaves, size_t count);

/* Path of leaf `index` in the tree of the first `size` leaves; index < size. False: store failed.
 */
bool tree_inclusion(const struct tree_nodes *nodes, struct hasher *hasher, uint64_t index,
                    uint64_t size, struct tree_path *path);
/* Path from the tree of the first `older` leaves to that of the first `newer`; older <= newer.
 * Empty when they are equal or `older` is 0. False: store failed. */
bool tree_consistency(const struct tree_nodes *nodes, struct hasher *hasher, uint64_t older,
                      uint64_t newer, struct tree_path *path);

/* Is the leaf at `index` of the tree with this size and root? Takes any numbers. */
bool tree_includes(struct hasher *hasher, const struct digest *leaf, uint64_t index, uint64_t size,
                   const struct tree_path *path, const struct digest *root);
/* Is the older tree the beginning of the newer? Takes any numbers. */
bool tree_extends(struct hasher *hasher, uint64_t older, const struct digest *older_root,
                  uint64_t newer, const struct digest *newer_root, const struct tree_path *path);

#endif
