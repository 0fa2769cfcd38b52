/* demo.h: `tongban demo`: the network on made-up data, served. */
#ifndef TB_DEMO_H
#define TB_DEMO_H

int demo_main(int argc, char **argv);

#endif
