/* send_mail.h: a letter over a mail server. */
#ifndef TB_SEND_MAIL_H
#define TB_SEND_MAIL_H
#include "work/transfer_line.h"

enum sent send_mail(struct transfer_line *line, const struct mail_settings *mail,
                    const struct message *message, struct text letter, struct arena *arena);

#endif
