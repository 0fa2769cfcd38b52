/* outgoing.h: the file that says how text messages and mails leave this house (`serve --notices`).
 * doc/OPERATE.md shows one. Secrets stand in files of their own, mode 0600. */
#ifndef TB_OUTGOING_H
#define TB_OUTGOING_H
#include "rule/mistakes.h"
#include "work/outlet.h"

/* Fills one outlet for each way; what the file does not name stays OUTLET_NONE. Lives in `arena`.
 * False when a mistake was added. */
bool outgoing_read(const char *path, struct arena *arena, struct mistakes *mistakes,
                   struct outlet_settings outlets[static MESSAGE_WAYS]);
/* Both ways into one folder. */
void outgoing_spool(const char *folder, struct outlet_settings outlets[static MESSAGE_WAYS]);

#endif
