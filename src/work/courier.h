/* courier.h: keeps promises: carries envelopes between nodes, wakes periods that have run out, and
 * writes down looks. It decides nothing; everything it brings about walks the corridor. */
#ifndef TB_COURIER_H
#define TB_COURIER_H
#include <stdbool.h>

struct house;
struct courier;

struct courier *courier_open(struct house *house);
/* Goes its rounds in a thread of its own from now on; false when there is none to be had. */
bool courier_start(struct courier *courier);
/* Without a thread: goes rounds until one brings nothing about. */
void courier_go_all(struct courier *courier);
/* Ends the round under way and stops; writers may still wake it. NULL is allowed. */
void courier_stop(struct courier *courier);
/* After the writers have stopped. NULL is allowed. */
void courier_close(struct courier *courier);
/* Something was promised: look now. NULL is allowed. */
void courier_wake(struct courier *courier);

#endif
