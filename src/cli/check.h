/* check.h: `tongban check`: are the rules sound? */
#ifndef TB_CHECK_H
#define TB_CHECK_H

/* `argv[0]` is "check". The exit status: 0 sound, 1 mistakes were printed, 2 the command line was
 * not understood. */
int check_main(int argc, char **argv);

#endif
