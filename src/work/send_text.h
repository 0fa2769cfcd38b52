/* send_text.h: a text message over a gateway that is asked by HTTP. */
#ifndef TB_SEND_TEXT_H
#define TB_SEND_TEXT_H
#include "work/transfer_line.h"

enum sent send_text(struct transfer_line *line, const struct gateway_settings *gateway,
                    const struct message *message, struct arena *arena);
/* What an answer means, for one that was given. */
enum sent send_text_meaning(const struct gateway_settings *gateway, long status);

#endif
