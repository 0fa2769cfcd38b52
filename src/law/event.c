/* event.c: names of kinds, from the one table. */
#include "law/event.h"

static const char *const kinds[] = {
#define EVENT(name, kind, says) kind,
#include "law/event.def"
#undef EVENT
};

const char *
event_kind_text(enum event_kind kind)
{
    return kinds[kind];
}

enum event_kind
event_kind_of(struct text text)
{
    for (int kind = 0; kind < EVENT_UNKNOWN; kind++) {
        if (text_is(text, kinds[kind]))
            return (enum event_kind)kind;
    }
    return EVENT_UNKNOWN;
}

bool
event_is_of_peer(enum event_kind kind)
{
    return kind == EVENT_EVENT_RECEIVED || kind == EVENT_CONTENT_RECEIVED;
}
