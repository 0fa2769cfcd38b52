/* world.h: what the core may know of the world outside: the time and some randomness.
 *
 * The shell passes the real one; tests pass one that runs under a seed. Nothing in law/, store/,
 * exchange/ or command/ asks the system for time or randomness in any other way. */
#ifndef TB_WORLD_H
#define TB_WORLD_H
#include <stddef.h>
#include <stdint.h>

struct world {
    /* Milliseconds UTC as the machine claims; may jump either way. */
    int64_t (*wall_ms)(void *of);
    /* Milliseconds that only grow while the process lives. */
    int64_t (*steady_ms)(void *of);
    /* Unpredictable bytes, fit for keys and salts. */
    void (*random)(void *of, void *bytes, size_t count);
    void *of;
};

#endif
