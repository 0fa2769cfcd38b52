/* event.h: the kinds of event a journal can hold. */
#ifndef TB_EVENT_H
#define TB_EVENT_H
#include "base/text.h"

enum event_kind {
#define EVENT(name, kind, says) EVENT_##name,
#include "law/event.def"
#undef EVENT
    EVENT_UNKNOWN
};

/* "step_taken/1" */
const char *event_kind_text(enum event_kind kind);
/* EVENT_UNKNOWN for what this release does not know. */
enum event_kind event_kind_of(struct text text);
/* Does it carry an event of a peer's stream? Its body and private part wrap those of the peer. */
bool event_is_of_peer(enum event_kind kind);

#endif
