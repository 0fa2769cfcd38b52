/* publish.h: `tongban publish`: a new version of the directory or trust list, from the hub to every
 * node; and `tongban confirm-clock`. */
#ifndef TB_PUBLISH_H
#define TB_PUBLISH_H

int publish_main(int argc, char **argv);
int confirm_clock_main(int argc, char **argv);

#endif
