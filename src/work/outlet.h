/* outlet.h: the ways a message leaves this machine, and what may have come of it.
 *
 * An outlet belongs to one thread. It writes nobody's address and no word of a message to a log. */
#ifndef TB_OUTLET_H
#define TB_OUTLET_H
#include "base/fault.h"
#include "store/message.h"

#include <stdatomic.h>

enum { OUTLET_ACCEPTED_MAX = 8 };

/* What became of messages since the start, for operators. */
enum message_end { MESSAGE_SENT, MESSAGE_PUT_OFF, MESSAGE_GIVEN_UP, MESSAGE_ENDS };

enum sent {
    SENT,          /* whoever carries it on has taken it */
    SENT_LATER,    /* this one again, the next one may succeed: a grey list, a busy gateway */
    SENT_NOT_NOW,  /* nothing goes that way at the moment: no line, no answer, wrong password */
    SENT_NO_PLACE, /* for good: there is no such number or mailbox */
    SENT_REFUSED   /* for good: this message is not taken */
};

/* A folder into which each message is written once, as a file only its owner can read: what a
 * gateway of the house picks up, and what the demo shows. */
struct spool_settings {
    const char *folder; /* made if missing, mode 0700 */
};

/* A mail server. The line is encrypted and the server proves who it is; only one on this machine
 * may do without. */
struct mail_settings {
    struct text server;         /* smtp://HOST:PORT (STARTTLS) or smtps://HOST:PORT */
    struct text from;           /* address; what bounces goes there */
    struct text name;           /* shown beside it; may be empty */
    struct text reply_to;       /* address; may be empty */
    struct text domain;         /* of the Message-ID, and how we greet */
    struct text user, password; /* both or none */
    struct text authority_file; /* certificates to believe; empty: the system's */
    bool may_be_plain;          /* the server is on this machine */
};

/* A gateway for text messages that is asked by HTTP. In url, headers and body {phone}, {text}, {id}
 * and {token} stand for what is filled in (work/fill_in.h). */
struct gateway_settings {
    struct text url, method, content_type, body;
    const struct text *headers; /* "Name: value" */
    size_t headers_count;
    int accepted[OUTLET_ACCEPTED_MAX]; /* status codes that say it was taken */
    int accepted_count;
    struct text token;          /* may be empty */
    struct text authority_file; /* as above */
};

enum outlet_kind { OUTLET_NONE, OUTLET_SPOOL, OUTLET_SERVER };

struct outlet_settings {
    enum outlet_kind kind;
    struct spool_settings spool;
    struct mail_settings mail;       /* of mails */
    struct gateway_settings gateway; /* of text messages */
    int connect_seconds, whole_seconds;
};

struct outlet;

/* NULL with `fault` set. The settings outlive the outlet; `is_closing` ends a sending under way
 * within a second or so, as SENT_NOT_NOW. */
struct outlet *outlet_open(const struct outlet_settings *settings, const atomic_bool *is_closing,
                           struct fault *fault);
void outlet_close(struct outlet *outlet);
/* Blocks for at most the settings' time. */
enum sent outlet_send(struct outlet *outlet, const struct message *message, struct arena *arena);
/* Why the last one was SENT_NOT_NOW, for the operator: names nobody. Of static life, or empty. */
const char *outlet_why(const struct outlet *outlet);

#endif
