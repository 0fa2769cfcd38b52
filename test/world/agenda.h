/* agenda.h: what will happen and when, in virtual time. Of two things due at the same moment the
 * one that was planned first comes first, so that a run has one order only. */
#ifndef TB_AGENDA_H
#define TB_AGENDA_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct happening {
    int64_t at_ms;
    uint64_t number; /* set by agenda_plan */
    int kind;        /* the user's own enum */
    int who;
    int64_t what;
    void *of; /* handed on untouched */
};

struct agenda {
    struct happening *heap;
    size_t count, capacity;
    uint64_t planned;
};

void agenda_close(struct agenda *agenda);
void agenda_plan(struct agenda *agenda, struct happening happening);
/* Takes the next one; false when nothing is planned. */
bool agenda_next(struct agenda *agenda, struct happening *happening);

#endif
