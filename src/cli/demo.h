/* demo.h: `tongban demo` and `tongban serve`: the nodes of a data folder, served by one process. */
#ifndef TB_DEMO_H
#define TB_DEMO_H

int demo_main(int argc, char **argv);

#endif
