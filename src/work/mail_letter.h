/* mail_letter.h: a message as a letter ready for a mail server (RFC 5322, 2045, 2047). Pure.
 *
 * Subject and names become encoded words, the text base64 in UTF-8: whatever stands in them, no
 * line of the letter is longer than 78 characters and none of them begins a header of its own. */
#ifndef TB_MAIL_LETTER_H
#define TB_MAIL_LETTER_H
#include "base/text.h"

#include <stdint.h>

struct letter {
    struct text from, name;   /* address; name shown beside it, may be empty */
    struct text to, reply_to; /* addresses; reply_to may be empty */
    struct text domain;       /* right side of the Message-ID */
    struct text id;           /* of the promise: a repeat has the same Message-ID */
    struct text subject, content;
    int64_t at_ms;
};

/* Lines end in CRLF. Addresses were checked (message_is_mail_address). */
struct text mail_letter(const struct letter *letter, struct arena *arena);

#endif
