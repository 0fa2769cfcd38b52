/* send_spool.h: a message as a file in a folder. */
#ifndef TB_SEND_SPOOL_H
#define TB_SEND_SPOOL_H
#include "work/outlet.h"

/* Makes the folder where it is missing. False with `fault` set. */
bool send_spool_open(const struct spool_settings *spool, struct fault *fault);
/* Writes ID.text (first line the number, second the words) or ID.eml (a letter ready to be sent):
 * under another name first, synced, mode 0600. A file of that name is left as it is. */
enum sent send_spool(const struct spool_settings *spool, const struct message *message,
                     struct text letter, struct arena *arena);

#endif
