/* simulate.h: the command `tongban simulate`: other rules tried on what the nodes hold. */
#ifndef TB_SIMULATE_H
#define TB_SIMULATE_H

int simulate_main(int argc, char **argv);

#endif
