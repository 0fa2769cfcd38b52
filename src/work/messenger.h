/* messenger.h: sends the text messages and mails that nodes have promised: a thread for each way,
 * apart from the courier between courts, so that a mail server that hangs delays nobody else. It
 * decides nothing; what became of each message walks the corridor. */
#ifndef TB_MESSENGER_H
#define TB_MESSENGER_H
#include "work/outlet.h"

struct house;
struct messenger;

/* `outlets` has one for each way and outlives the messenger; OUTLET_NONE: none goes that way. NULL
 * with `fault` set. */
struct messenger *messenger_open(struct house *house, const struct outlet_settings *outlets,
                                 struct fault *fault);
bool messenger_start(struct messenger *messenger);
/* Breaks off what is being sent, which is then sent again after the next start. NULL is allowed. */
void messenger_stop(struct messenger *messenger);
void messenger_close(struct messenger *messenger);
/* Something was promised: look now. NULL is allowed. */
void messenger_wake(struct messenger *messenger);
int64_t messenger_count(const struct messenger *messenger, enum message_way way,
                        enum message_end end);

#endif
