/* fuzz.h: the frame of a fuzzer. A fuzzer says what must hold for any bytes:
 *
 *     FUZZ(input, arena)
 *     {
 *         …
 *     }
 *
 * `input` is borrowed and ends where its memory ends; `arena` is fresh. What must hold is asserted
 * with MUST. A new fuzzer is NAME_fuzz.c, its name in meson.build, and something to begin with in
 * corpus/NAME/. */
#ifndef TB_FUZZ_H
#define TB_FUZZ_H
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

#define FUZZ(input, arena)                                                                         \
    static void fuzz_one(struct text input, struct arena *arena);                                  \
    int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)                                \
    {                                                                                              \
        struct arena *fresh = arena_open();                                                        \
        fuzz_one((struct text){(const char *)bytes, length}, fresh);                               \
        arena_close(fresh);                                                                        \
        return 0;                                                                                  \
    }                                                                                              \
    static void fuzz_one(struct text input, struct arena *arena)

#define MUST(claim)                                                                                \
    do {                                                                                           \
        if (!(claim)) {                                                                            \
            fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #claim);                 \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

#endif
