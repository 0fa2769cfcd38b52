/* law.h: `tongban law`: the law by itself, one question a line. doc/LAW.md is its book. */
#ifndef TB_LAW_H
#define TB_LAW_H

/* `argv[0]` is "law". The exit status: 0 all lines were answered, 1 the rules could not be read or
 * the output not be written, 2 the command line was not understood. */
int law_main(int argc, char **argv);

#endif
