/* outbox.h: promises to the world outside, written in the transaction of the event that caused
 * them, and what peers sent us. Kept for ever; a rebuild of the state never sends again. */
#ifndef TB_OUTBOX_H
#define TB_OUTBOX_H
#include "store/journal.h"

enum promise_status { PROMISE_OPEN, PROMISE_KEPT, PROMISE_REFUSED };

struct promise {
    struct text id, kind, peer;
    int64_t position, tries, next_try_ms, promised_ms;
};

/* Within the transaction under way. A promise that exists stays as it is. */
void outbox_promise(struct store *store, struct text court_id, const struct promise *promise);
/* Open envelopes whose time has come by the wall clock, the oldest of each peer first; at most
 * `most`, of which every peer has its share. What is set for later than any wait could be was set
 * while the clock ran ahead: it is due. */
int outbox_due(struct store *store, struct text court_id, int64_t now_ms, int most,
               struct arena *arena, struct promise *promises);
/* A receipt, a refusal: the promise is closed for good. */
void outbox_close(struct store *store, struct text court_id, struct text promise_id,
                  enum promise_status status, struct text receipt);
/* Nothing came back by the wall clock's `now_ms`: later again, 1 s to 15 min and then hourly,
 * without end. */
void outbox_postpone(struct store *store, struct text court_id, struct text promise_id,
                     int64_t now_ms, uint32_t jitter);
/* Envelopes that are still open. */
int64_t outbox_open_count(struct store *store, struct text court_id, int64_t *oldest_ms);

struct inbox_entry {
    struct digest request;
    struct text disposition;
    int64_t position;
};
bool inbox_find(struct store *store, struct text court_id, struct text peer,
                struct text envelope_id, struct arena *arena, struct inbox_entry *entry);
void inbox_keep(struct store *store, struct text court_id, struct text peer,
                struct text envelope_id, const struct inbox_entry *entry, int64_t now_ms);

enum { HELD_MAX = 1000 }; /* a node; beyond, the sender is asked to come again */
bool held_keep(struct store *store, struct text court_id, struct text peer, struct text matter_id,
               struct text stream, int64_t seq, struct text note, int64_t now_ms);
/* Takes out a note of this matter that follows what is known of its stream, when there is one. */
bool held_take_next(struct store *store, struct text court_id, struct text matter_id,
                    struct arena *arena, struct text *note);

#endif
