/* tree.c: RFC 6962 without recursion. Proofs are cut from the whole tree downwards, so that each
 * sibling is a range of leaves [from, to) whose largest perfect pieces are asked for one by one. */
#include "proof/tree.h"

#include <assert.h>
#include <string.h>

struct digest
tree_leaf(struct hasher *hasher, struct text entry)
{
    hasher_begin(hasher);
    hasher_add(hasher, "\x00", 1);
    hasher_add(hasher, entry.bytes, entry.length);
    return hasher_end(hasher);
}

struct digest
tree_parent(struct hasher *hasher, const struct digest *left, const struct digest *right)
{
    unsigned char joined[1 + 2 * DIGEST_BYTES] = {0x01};
    memcpy(joined + 1, left->bytes, DIGEST_BYTES);
    memcpy(joined + 1 + DIGEST_BYTES, right->bytes, DIGEST_BYTES);
    hasher_begin(hasher);
    hasher_add(hasher, joined, sizeof joined);
    return hasher_end(hasher);
}

void
tree_append(struct tree_frontier *frontier, struct hasher *hasher, const struct digest *leaf,
            const struct tree_keeper *keeper)
{
    assert(frontier->size < TREE_SIZE_MAX);
    struct digest digest = *leaf;
    unsigned level = 0;
    for (; frontier->size >> level & 1; level++) {
        digest = tree_parent(hasher, &frontier->roots[level], &digest);
        if (keeper != NULL)
            keeper->keep(keeper->of, level + 1, frontier->size >> (level + 1), &digest);
    }
    frontier->roots[level] = digest;
    frontier->size++;
}

struct digest
tree_root(const struct tree_frontier *frontier, struct hasher *hasher)
{
    if (frontier->size == 0)
        return digest_of(TEXT(""));
    unsigned level = (unsigned)__builtin_ctzll(frontier->size);
    struct digest root = frontier->roots[level];
    for (level++; level < TREE_LEVELS; level++) {
        if (frontier->size >> level & 1)
            root = tree_parent(hasher, &frontier->roots[level], &root);
    }
    return root;
}

bool
tree_frontier_load(const struct tree_nodes *nodes, uint64_t size, struct tree_frontier *frontier)
{
    assert(size <= TREE_SIZE_MAX);
    memset(frontier, 0, sizeof *frontier);
    frontier->size = size;
    for (unsigned level = 0; level < TREE_LEVELS; level++) {
        if ((size >> level & 1) &&
            !nodes->node(nodes->of, level, (size >> level) - 1, &frontier->roots[level]))
            return false;
    }
    return true;
}

struct digest
tree_root_of(struct hasher *hasher, const struct digest *leaves, size_t count)
{
    struct tree_frontier frontier = {0};
    for (size_t i = 0; i < count; i++)
        tree_append(&frontier, hasher, &leaves[i], NULL);
    return tree_root(&frontier, hasher);
}

static unsigned
level_within(uint64_t count)
{
    return 63u - (unsigned)__builtin_clzll(count);
}

/* The largest power of two below `count`, which is 2 or more. */
static uint64_t
split_of(uint64_t count)
{
    return UINT64_C(1) << level_within(count - 1);
}

/* Hash of the leaves [from, to): `from` is a multiple of the largest power of two within to - from,
 * as every range is that a proof is made of. */
static bool
range_root(const struct tree_nodes *nodes, struct hasher *hasher, uint64_t from, uint64_t to,
           struct digest *root)
{
    struct digest pieces[TREE_LEVELS];
    size_t count = 0;
    while (from < to) {
        unsigned level = level_within(to - from);
        if (!nodes->node(nodes->of, level, from >> level, &pieces[count++]))
            return false;
        from += UINT64_C(1) << level;
    }
    *root = pieces[--count];
    while (count > 0)
        *root = tree_parent(hasher, &pieces[--count], root);
    return true;
}

static bool
path_add(struct tree_path *path, const struct tree_nodes *nodes, struct hasher *hasher,
         uint64_t from, uint64_t to)
{
    assert(path->count < TREE_PATH_MAX);
    return range_root(nodes, hasher, from, to, &path->hashes[path->count++]);
}

static void
path_turn(struct tree_path *path)
{
    for (size_t i = 0; i < path->count / 2; i++) {
        struct digest kept = path->hashes[i];
        path->hashes[i] = path->hashes[path->count - 1 - i];
        path->hashes[path->count - 1 - i] = kept;
    }
}

bool
tree_inclusion(const struct tree_nodes *nodes, struct hasher *hasher, uint64_t index, uint64_t size,
               struct tree_path *path)
{
    uint64_t from = 0, to = size;
    assert(index < size && size <= TREE_SIZE_MAX);
    path->count = 0;
    while (to - from > 1) {
        uint64_t middle = from + split_of(to - from);
        bool is_left = index < middle;
        if (!path_add(path, nodes, hasher, is_left ? middle : from, is_left ? to : middle))
            return false;
        if (is_left)
            to = middle;
        else
            from = middle;
    }
    path_turn(path);
    return true;
}

bool
tree_consistency(const struct tree_nodes *nodes, struct hasher *hasher, uint64_t older,
                 uint64_t newer, struct tree_path *path)
{
    uint64_t from = 0, to = newer;
    assert(older <= newer && newer <= TREE_SIZE_MAX);
    path->count = 0;
    if (older == 0)
        return true;
    while (older < to) {
        uint64_t middle = from + split_of(to - from);
        bool is_left = older <= middle;
        if (!path_add(path, nodes, hasher, is_left ? middle : from, is_left ? to : middle))
            return false;
        if (is_left)
            to = middle;
        else
            from = middle;
    }
    /* The older tree's last piece is named unless it is the whole older tree, whose root is known.
     */
    if (from > 0 && !path_add(path, nodes, hasher, from, to))
        return false;
    path_turn(path);
    return true;
}

/* RFC 9162, 2.1.3.2 */
bool
tree_includes(struct hasher *hasher, const struct digest *leaf, uint64_t index, uint64_t size,
              const struct tree_path *path, const struct digest *root)
{
    if (index >= size || path->count > TREE_PATH_MAX)
        return false;
    uint64_t at = index, last = size - 1;
    struct digest reached = *leaf;
    for (size_t i = 0; i < path->count; i++) {
        if (last == 0)
            return false;
        if ((at & 1) || at == last) {
            reached = tree_parent(hasher, &path->hashes[i], &reached);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            reached = tree_parent(hasher, &reached, &path->hashes[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && digest_equal(&reached, root);
}

/* RFC 9162, 2.1.4.2, for 0 < older < newer */
static bool
path_joins(struct hasher *hasher, uint64_t older, const struct digest *older_root, uint64_t newer,
           const struct digest *newer_root, const struct tree_path *path)
{
    bool is_perfect = (older & (older - 1)) == 0;
    size_t next = is_perfect ? 0 : 1;
    if (path->count > TREE_PATH_MAX || path->count == 0)
        return false;
    uint64_t at = older - 1, last = newer - 1;
    while (at & 1) {
        at >>= 1;
        last >>= 1;
    }
    struct digest first = is_perfect ? *older_root : path->hashes[0], second = first;
    for (; next < path->count; next++) {
        const struct digest *hash = &path->hashes[next];
        if (last == 0)
            return false;
        if ((at & 1) || at == last) {
            first = tree_parent(hasher, hash, &first);
            second = tree_parent(hasher, hash, &second);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            second = tree_parent(hasher, &second, hash);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && digest_equal(&first, older_root) && digest_equal(&second, newer_root);
}

bool
tree_extends(struct hasher *hasher, uint64_t older, const struct digest *older_root, uint64_t newer,
             const struct digest *newer_root, const struct tree_path *path)
{
    if (older > newer)
        return false;
    if (older == newer)
        return path->count == 0 && digest_equal(older_root, newer_root);
    if (older == 0) {
        struct digest empty = digest_of(TEXT(""));
        return path->count == 0 && digest_equal(older_root, &empty);
    }
    return path_joins(hasher, older, older_root, newer, newer_root, path);
}
