/* init.h: `tongban init`: makes the nodes of a network in a data folder. */
#ifndef TB_INIT_H
#define TB_INIT_H

int init_main(int argc, char **argv);

#endif
