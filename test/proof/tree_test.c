/* tree_test.c: the tree against its definition written down a second time, and against the vectors
 * of certificate transparency. */
#include "proof/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LEAVES = 300 };

static struct arena *arena;
static struct hasher *hasher;
static struct digest leaves[LEAVES];
static struct digest kept[16][LEAVES];
static bool is_kept[16][LEAVES];

static void
keep(void *of, unsigned level, uint64_t index, const struct digest *digest)
{
    (void)of;
    assert_true(level < 16 && index < LEAVES);
    assert_false(is_kept[level][index]);
    is_kept[level][index] = true;
    kept[level][index] = *digest;
}

static bool
node(void *of, unsigned level, uint64_t index, struct digest *digest)
{
    (void)of;
    assert_true(level < 16 && index < LEAVES);
    if (level > 0)
        assert_true(is_kept[level][index]);
    *digest = level == 0 ? leaves[index] : kept[level][index];
    return true;
}

static const struct tree_keeper keeper = {keep, NULL};
static const struct tree_nodes nodes = {node, NULL};
static struct digest roots[LEAVES + 1];

static int
grow(void **state)
{
    struct tree_frontier frontier = {0};
    (void)state;
    arena = arena_open();
    hasher = hasher_open(arena);
    roots[0] = tree_root(&frontier, hasher);
    for (int i = 0; i < LEAVES; i++) {
        char entry[16];
        int length = snprintf(entry, sizeof entry, "entry %d", i);
        leaves[i] = tree_leaf(hasher, (struct text){entry, (size_t)length});
        tree_append(&frontier, hasher, &leaves[i], &keeper);
        roots[i + 1] = tree_root(&frontier, hasher);
    }
    return 0;
}

static int
close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* RFC 6962, 2.1, word for word. */
static struct digest
defined_root(int from, int to)
{
    int half = 1;
    if (to - from == 0)
        return digest_of(TEXT(""));
    if (to - from == 1)
        return leaves[from];
    while (half * 2 < to - from)
        half *= 2;
    struct digest left = defined_root(from, from + half), right = defined_root(from + half, to);
    return tree_parent(hasher, &left, &right);
}

/* RFC 6962, 2.1.1 and 2.1.2, word for word. */
static void
defined_inclusion(int index, int from, int to, struct tree_path *path)
{
    int half = 1;
    if (to - from == 1)
        return;
    while (half * 2 < to - from)
        half *= 2;
    if (index < half) {
        defined_inclusion(index, from, from + half, path);
        path->hashes[path->count++] = defined_root(from + half, to);
    } else {
        defined_inclusion(index - half, from + half, to, path);
        path->hashes[path->count++] = defined_root(from, from + half);
    }
}

static void
defined_consistency(int older, int from, int to, bool is_whole, struct tree_path *path)
{
    int half = 1;
    if (older == to - from) {
        if (!is_whole)
            path->hashes[path->count++] = defined_root(from, to);
        return;
    }
    while (half * 2 < to - from)
        half *= 2;
    if (older <= half) {
        defined_consistency(older, from, from + half, is_whole, path);
        path->hashes[path->count++] = defined_root(from + half, to);
    } else {
        defined_consistency(older - half, from + half, to, false, path);
        path->hashes[path->count++] = defined_root(from, from + half);
    }
}

static void
assert_same_path(const struct tree_path *a, const struct tree_path *b)
{
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++)
        assert_true(digest_equal(&a->hashes[i], &b->hashes[i]));
}

static void
test_tree__roots_are_as_defined(void **state)
{
    (void)state;
    for (int size = 0; size <= LEAVES; size++) {
        struct digest expected = defined_root(0, size);
        struct digest listed = tree_root_of(hasher, leaves, (size_t)size);
        assert_true(digest_equal(&roots[size], &expected));
        assert_true(digest_equal(&listed, &expected));
    }
}

static void
test_tree__frontier_is_found_again_from_kept_nodes(void **state)
{
    (void)state;
    for (int size = 0; size < LEAVES; size++) {
        struct tree_frontier frontier;
        assert_true(tree_frontier_load(&nodes, (uint64_t)size, &frontier));
        struct digest root = tree_root(&frontier, hasher);
        assert_true(digest_equal(&root, &roots[size]));
        tree_append(&frontier, hasher, &leaves[size], NULL);
        root = tree_root(&frontier, hasher);
        assert_true(digest_equal(&root, &roots[size + 1]));
    }
}

static void
test_tree__inclusion_holds_for_the_leaf_and_no_other(void **state)
{
    (void)state;
    for (int size = 1; size <= LEAVES; size += size < 70 ? 1 : 23) {
        for (int index = 0; index < size; index++) {
            struct tree_path path, expected = {0};
            uint64_t n = (uint64_t)size, at = (uint64_t)index;
            assert_true(tree_inclusion(&nodes, hasher, at, n, &path));
            defined_inclusion(index, 0, size, &expected);
            assert_same_path(&path, &expected);
            assert_true(tree_includes(hasher, &leaves[index], at, n, &path, &roots[size]));
            assert_false(
                tree_includes(hasher, &leaves[(index + 1) % LEAVES], at, n, &path, &roots[size]));
            assert_false(tree_includes(hasher, &leaves[index], at, n, &path, &roots[size - 1]));
            assert_false(tree_includes(hasher, &leaves[index], at + 1, n, &path, &roots[size]) &&
                         size > 1);
            assert_false(tree_includes(hasher, &leaves[index], n, n, &path, &roots[size]));
        }
    }
}

static void
test_tree__inclusion_refuses_any_changed_path(void **state)
{
    (void)state;
    for (int size = 2; size <= 40; size++) {
        for (int index = 0; index < size; index++) {
            struct tree_path path;
            uint64_t n = (uint64_t)size, at = (uint64_t)index;
            assert_true(tree_inclusion(&nodes, hasher, at, n, &path));
            for (size_t i = 0; i < path.count; i++) {
                path.hashes[i].bytes[i % DIGEST_BYTES] ^= 1;
                assert_false(tree_includes(hasher, &leaves[index], at, n, &path, &roots[size]));
                path.hashes[i].bytes[i % DIGEST_BYTES] ^= 1;
            }
            path.hashes[path.count++] = leaves[0];
            assert_false(tree_includes(hasher, &leaves[index], at, n, &path, &roots[size]));
            path.count -= 2;
            assert_false(tree_includes(hasher, &leaves[index], at, n, &path, &roots[size]));
        }
    }
}

static void
test_tree__consistency_holds_between_any_two_sizes(void **state)
{
    (void)state;
    for (int newer = 0; newer <= LEAVES; newer += newer < 70 ? 1 : 23) {
        for (int older = 0; older <= newer; older++) {
            struct tree_path path, expected = {0};
            uint64_t m = (uint64_t)older, n = (uint64_t)newer;
            assert_true(tree_consistency(&nodes, hasher, m, n, &path));
            if (older > 0)
                defined_consistency(older, 0, newer, true, &expected);
            assert_same_path(&path, &expected);
            assert_true(tree_extends(hasher, m, &roots[older], n, &roots[newer], &path));
            if (older > 0)
                assert_false(tree_extends(hasher, m, &roots[older - 1], n, &roots[newer], &path));
            if (newer > 0 && older > 0)
                assert_false(tree_extends(hasher, m, &roots[older], n, &roots[newer - 1], &path));
            assert_false(tree_extends(hasher, n + 1, &roots[older], n, &roots[newer], &path));
        }
    }
}

static void
test_tree__consistency_refuses_any_changed_path(void **state)
{
    (void)state;
    for (int newer = 2; newer <= 40; newer++) {
        for (int older = 1; older < newer; older++) {
            struct tree_path path;
            uint64_t m = (uint64_t)older, n = (uint64_t)newer;
            assert_true(tree_consistency(&nodes, hasher, m, n, &path));
            for (size_t i = 0; i < path.count; i++) {
                path.hashes[i].bytes[31] ^= 0x80;
                assert_false(tree_extends(hasher, m, &roots[older], n, &roots[newer], &path));
                path.hashes[i].bytes[31] ^= 0x80;
            }
            path.hashes[path.count++] = leaves[0];
            assert_false(tree_extends(hasher, m, &roots[older], n, &roots[newer], &path));
            path.count -= 2;
            assert_false(tree_extends(hasher, m, &roots[older], n, &roots[newer], &path));
        }
    }
}

static void
test_tree__path_longer_than_any_is_refused(void **state)
{
    struct tree_path path = {.count = TREE_PATH_MAX + 1};
    (void)state;
    assert_false(tree_includes(hasher, &leaves[0], 0, UINT64_MAX, &path, &roots[1]));
    assert_false(tree_extends(hasher, 5, &roots[5], UINT64_MAX, &roots[6], &path));
}

static bool
failing_node(void *of, unsigned level, uint64_t index, struct digest *digest)
{
    int *left = of;
    return (*left)-- > 0 && node(NULL, level, index, digest);
}

static void
test_tree__failed_store_is_said_at_every_call(void **state)
{
    (void)state;
    for (int after = 0;; after++) {
        int left = after;
        struct tree_nodes failing = {failing_node, &left};
        struct tree_path path;
        if (tree_inclusion(&failing, hasher, 100, 271, &path))
            break;
        assert_int_equal(left, -1);
    }
    int left = 2;
    struct tree_nodes failing = {failing_node, &left};
    struct tree_frontier frontier;
    struct tree_path path;
    assert_false(tree_frontier_load(&failing, 271, &frontier));
    left = 3;
    assert_false(tree_consistency(&failing, hasher, 100, 271, &path));
}

static void
test_tree__vectors_of_certificate_transparency(void **state)
{
    static const char *const entries[] = {"",
                                          "00",
                                          "10",
                                          "2021",
                                          "3031",
                                          "40414243",
                                          "5051525354555657",
                                          "606162636465666768696a6b6c6d6e6f"};
    static const char *const expected[] = {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    struct tree_frontier frontier = {0};
    (void)state;
    for (int i = 0; i <= 8; i++) {
        struct digest root = tree_root(&frontier, hasher);
        assert_string_equal(digest_hex(&root, arena).bytes, expected[i]);
        if (i == 8)
            break;
        unsigned char entry[16];
        struct text hex = text_of(entries[i]);
        assert_true(hex_read(hex, entry, hex.length / 2));
        struct digest leaf = tree_leaf(hasher, (struct text){(const char *)entry, hex.length / 2});
        tree_append(&frontier, hasher, &leaf, NULL);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree__roots_are_as_defined),
        cmocka_unit_test(test_tree__frontier_is_found_again_from_kept_nodes),
        cmocka_unit_test(test_tree__inclusion_holds_for_the_leaf_and_no_other),
        cmocka_unit_test(test_tree__inclusion_refuses_any_changed_path),
        cmocka_unit_test(test_tree__consistency_holds_between_any_two_sizes),
        cmocka_unit_test(test_tree__consistency_refuses_any_changed_path),
        cmocka_unit_test(test_tree__path_longer_than_any_is_refused),
        cmocka_unit_test(test_tree__failed_store_is_said_at_every_call),
        cmocka_unit_test(test_tree__vectors_of_certificate_transparency),
    };
    return cmocka_run_group_tests(tests, grow, close_arena);
}
