/* agenda.c: a binary heap by time and number. */
#include "agenda.h"

#include <assert.h>
#include <stdlib.h>

static bool
is_before(const struct happening *a, const struct happening *b)
{
    return a->at_ms != b->at_ms ? a->at_ms < b->at_ms : a->number < b->number;
}

static void
swap(struct happening *a, struct happening *b)
{
    struct happening kept = *a;
    *a = *b;
    *b = kept;
}

void
agenda_close(struct agenda *agenda)
{
    free(agenda->heap);
    *agenda = (struct agenda){0};
}

void
agenda_plan(struct agenda *agenda, struct happening happening)
{
    if (agenda->count == agenda->capacity) {
        agenda->capacity = 2 * agenda->capacity + 64;
        agenda->heap = realloc(agenda->heap, agenda->capacity * sizeof *agenda->heap);
        assert(agenda->heap != NULL);
    }
    happening.number = agenda->planned++;
    size_t at = agenda->count++;
    agenda->heap[at] = happening;
    for (; at > 0 && is_before(&agenda->heap[at], &agenda->heap[(at - 1) / 2]); at = (at - 1) / 2)
        swap(&agenda->heap[at], &agenda->heap[(at - 1) / 2]);
}

bool
agenda_next(struct agenda *agenda, struct happening *happening)
{
    if (agenda->count == 0)
        return false;
    *happening = agenda->heap[0];
    agenda->heap[0] = agenda->heap[--agenda->count];
    for (size_t at = 0;;) {
        size_t first = at, left = 2 * at + 1, right = left + 1;
        if (left < agenda->count && is_before(&agenda->heap[left], &agenda->heap[first]))
            first = left;
        if (right < agenda->count && is_before(&agenda->heap[right], &agenda->heap[first]))
            first = right;
        if (first == at)
            return true;
        swap(&agenda->heap[at], &agenda->heap[first]);
        at = first;
    }
}
