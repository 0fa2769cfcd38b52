/* arena.c: blocks of growing size, and a list of what to give back when they go. */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Under the address sanitizer what was not taken may not be touched, and a gap follows what was. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
enum { GAP_BYTES = 16 };
#else
enum { GAP_BYTES = 0 };
#define ASAN_POISON_MEMORY_REGION(bytes, size)   ((void)(bytes), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(bytes, size) ((void)(bytes), (void)(size))
#endif

enum { FIRST_BLOCK_BYTES = 8 * 1024, LARGEST_BLOCK_BYTES = 1024 * 1024 };

struct block {
    struct block *older;
    size_t size, used;
    alignas(max_align_t) char bytes[];
};

struct deferred {
    struct deferred *older;
    void (*give_back)(void *);
    void *thing;
};

struct arena {
    struct block *newest;
    struct deferred *deferred;
    size_t next_bytes;
};

static void *
memory_or_stop(size_t bytes)
{
    void *memory = malloc(bytes);
    if (memory == NULL) {
        fputs("tongban: out of memory\n", stderr);
        abort();
    }
    return memory;
}

static struct block *
block_new(size_t size, struct block *older)
{
    struct block *block = memory_or_stop(sizeof *block + size);
    block->older = older;
    block->size = size;
    block->used = 0;
    ASAN_POISON_MEMORY_REGION(block->bytes, size);
    return block;
}

struct arena *
arena_open_for(size_t bytes)
{
    struct arena *arena = memory_or_stop(sizeof *arena);
    arena->deferred = NULL;
    arena->next_bytes = FIRST_BLOCK_BYTES * 2;
    arena->newest = block_new(bytes, NULL);
    return arena;
}

struct arena *
arena_open(void)
{
    return arena_open_for(FIRST_BLOCK_BYTES);
}

static void
run_deferred(struct arena *arena)
{
    while (arena->deferred != NULL) {
        struct deferred *last = arena->deferred;
        arena->deferred = last->older;
        last->give_back(last->thing);
    }
}

static void
free_down_to(struct arena *arena, const struct block *last)
{
    while (arena->newest != last) {
        struct block *older = arena->newest->older;
        free(arena->newest);
        arena->newest = older;
    }
}

void
arena_close(struct arena *arena)
{
    if (arena == NULL)
        return;
    run_deferred(arena);
    free_down_to(arena, NULL);
    free(arena);
}

void
arena_reset(struct arena *arena)
{
    run_deferred(arena);
    const struct block *first = arena->newest;
    while (first->older != NULL)
        first = first->older;
    free_down_to(arena, first);
    arena->newest->used = 0;
    ASAN_POISON_MEMORY_REGION(arena->newest->bytes, arena->newest->size);
    arena->next_bytes = FIRST_BLOCK_BYTES * 2;
}

void *
arena_take_raw(struct arena *arena, size_t bytes)
{
    assert(bytes < SIZE_MAX / 2);
    size_t rounded = (bytes + GAP_BYTES + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (arena->newest->size - arena->newest->used < rounded) {
        size_t size = arena->next_bytes > rounded ? arena->next_bytes : rounded;
        arena->newest = block_new(size, arena->newest);
        if (arena->next_bytes < LARGEST_BLOCK_BYTES)
            arena->next_bytes *= 2;
    }
    void *memory = arena->newest->bytes + arena->newest->used;
    arena->newest->used += rounded;
    ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
    return memory;
}

void *
arena_take(struct arena *arena, size_t bytes)
{
    return memset(arena_take_raw(arena, bytes), 0, bytes);
}

void *
arena_take_many(struct arena *arena, size_t count, size_t bytes)
{
    assert(bytes == 0 || count <= SIZE_MAX / 2 / bytes);
    return arena_take(arena, count * bytes);
}

void
arena_defer(struct arena *arena, void (*give_back)(void *), void *thing)
{
    struct deferred *deferred = ARENA_NEW(arena, struct deferred);
    deferred->older = arena->deferred;
    deferred->give_back = give_back;
    deferred->thing = thing;
    arena->deferred = deferred;
}
