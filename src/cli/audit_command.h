/* audit_command.h: `tongban audit`: is the record of every node sound? */
#ifndef TB_AUDIT_COMMAND_H
#define TB_AUDIT_COMMAND_H

#include <stdbool.h>

/* Audits every node of the folder, or one (NULL: all), and prints what it finds. True: sound. */
bool audit_folders(const char *data, const char *node);
int audit_main(int argc, char **argv);

#endif
