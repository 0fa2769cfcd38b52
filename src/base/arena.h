/* arena.h: memory that is given back all at once.
 *
 * An arena belongs to one request, one job or one loaded rule set and to one thread. What is taken
 * from it lives until the arena is reset or closed. Running out of memory ends the process: no
 * caller can go on sensibly, and the journal makes a restart safe. */
#ifndef TB_ARENA_H
#define TB_ARENA_H
#include <stddef.h>

struct arena;

struct arena *arena_open(void);
/* With a first block for `bytes`, which a reset keeps: for what is done again and again. */
struct arena *arena_open_for(size_t bytes);

/* Gives everything back and runs what was deferred, last first. NULL is allowed. */
void arena_close(struct arena *arena);

/* As close and open, but keeps one block for the next use. */
void arena_reset(struct arena *arena);

/* `bytes` zeroed bytes, aligned for any type. */
void *arena_take(struct arena *arena, size_t bytes);

/* The same not zeroed: for bytes that are written before anybody reads them. */
void *arena_take_raw(struct arena *arena, size_t bytes);

/* `count` zeroed items of `bytes` each; the product may not overflow (that is a bug and stops). */
void *arena_take_many(struct arena *arena, size_t count, size_t bytes);

/* Runs `give_back(thing)` when the arena is reset or closed. */
void arena_defer(struct arena *arena, void (*give_back)(void *thing), void *thing);

#define ARENA_NEW(arena, type)         ((type *)arena_take((arena), sizeof(type)))
#define ARENA_MANY(arena, count, type) ((type *)arena_take_many((arena), (count), sizeof(type)))

#endif
