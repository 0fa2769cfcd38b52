/* notice_rows.h: what people were told, whether they opened it, how they want to be told, and whom
 * no message reached. Derived: addresses come from the private part of events. */
#ifndef TB_NOTICE_ROWS_H
#define TB_NOTICE_ROWS_H
#include "base/language.h"
#include "store/journal.h"
#include "store/message.h"

/* A notice in somebody's inbox, told by the event at `position` of this node. */
void notice_rows_put(struct store *store, struct text court_id, struct text account_id,
                     struct text matter_id, int64_t position, struct text notice, int64_t at_ms);
/* notice_read, notice_sent, notice_failed, notice_told, ways_set. */
void notice_rows_apply(struct store *store, struct text court_id, const struct event *event,
                       struct arena *arena);
/* Takes a matter out; used before it is applied again. */
void notice_rows_forget(struct store *store, struct text court_id, struct text matter_id);

/* When somebody opened it: 0 not yet, -1 there is no such notice for him. */
int64_t notice_rows_read_ms(struct store *store, struct text court_id, struct text account_id,
                            int64_t position, struct text notice, struct arena *arena,
                            struct text *matter_id);

/* How somebody wants to be told. Who never said anything wants every way there is. */
struct ways {
    bool by[MESSAGE_WAYS];
    bool has_language;
    enum language language;
    struct text email; /* empty: not given */
};
struct ways notice_rows_ways(struct store *store, struct text court_id, struct text account_id,
                             struct arena *arena);

/* Did a message fail that nobody has answered for yet? `to` names the recipient. */
bool notice_rows_is_unreached(struct store *store, struct text court_id, struct text matter_id,
                              int64_t position, struct text notice, struct text to);

#endif
