/* audit_command.h: `tongban audit`: is the record of every node sound? */
#ifndef TB_AUDIT_COMMAND_H
#define TB_AUDIT_COMMAND_H

int audit_main(int argc, char **argv);

#endif
