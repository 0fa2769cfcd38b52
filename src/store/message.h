/* message.h: text messages and mails on their way out of this node.
 *
 * A message is promised in the transaction of what caused it, like an envelope. Its address and its
 * words lie in a row of their own, outside the journal, and are gone once it was sent, given up or
 * erased; the promise and, where it concerned a matter, an event stay. What sends them is
 * work/messenger.h: a crash between sending and writing that down may send one twice, never none.
 */
#ifndef TB_MESSAGE_H
#define TB_MESSAGE_H
#include "store/outbox.h"

enum message_way { MESSAGE_TEXT, MESSAGE_MAIL, MESSAGE_WAYS };
/* "text", "mail" */
struct text message_way_word(enum message_way way);

enum {
    MESSAGE_ADDRESS_BYTES_MAX = 254,
    MESSAGE_SUBJECT_BYTES_MAX = 400,
    MESSAGE_CONTENT_BYTES_MAX = 16 * 1024
};

struct message {
    struct text id; /* of the promise, 32 hexadecimal digits */
    enum message_way way;
    struct text to;                           /* telephone number or mail address, checked */
    struct text subject;                      /* of a mail */
    struct text content;                      /* UTF-8; of a text message one line */
    struct text matter_id, notice, recipient; /* empty: no event tells what became of it */
    int64_t position;                         /* of the event it tells of; -1 none */
    int64_t made_ms, ends_ms;                 /* from `ends_ms` on it is not sent any more */
    bool is_erased;                           /* by message_due: words and address are gone */
};

/* Can this be sent to at all? A number of 3 to 20 digits, a leading + allowed; an address with one
 * @ and no blanks, signs of control or angle brackets. Full-width digits, blanks and dashes of a
 * number are taken out: the number as it is dialled, or empty where it is none. */
struct text message_phone(struct text written, struct arena *arena);
bool message_is_mail_address(struct text address);

/* Within the transaction under way. A message that was promised before stays as it is. */
void message_promise(struct node *node, const struct message *message);

/* A message that no journal names, such as a one-time code: promised like any other, closed without
 * an event. `to` as message_phone gave it. The subject is empty for a text message. */
void message_promise_unrecorded(struct node *node, enum message_way way, struct text to,
                                struct text subject, struct text content, int64_t ends_ms,
                                struct arena *arena);

/* Promised, not sent, and their time has come by the wall clock: at most `most`, those that end
 * first before the others. */
int message_due(struct store *store, struct text court_id, enum message_way way, int64_t now_ms,
                int most, struct arena *arena, struct message *messages);
/* False where it is closed, erased or was never promised. */
bool message_load(struct store *store, struct text court_id, struct text message_id,
                  struct arena *arena, struct message *message);
/* Sent or given up: the promise is closed and the message gone. `outcome` stays with the promise.
 */
void message_close(struct store *store, struct text court_id, struct text message_id,
                   enum promise_status status, struct text outcome);
/* All that is still to be said about a matter goes; the promises are closed by who finds them. */
void message_forget_matter(struct store *store, struct text court_id, struct text matter_id);
int64_t message_open_count(struct store *store, struct text court_id, enum message_way way,
                           int64_t *oldest_ms);

#endif
