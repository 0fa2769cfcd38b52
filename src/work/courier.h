/* courier.h: keeps promises: carries envelopes between nodes, wakes periods that have run out, and
 * writes down looks. It decides nothing; everything it brings about walks the corridor. */
#ifndef TB_COURIER_H
#define TB_COURIER_H

struct house;
struct courier;

/* Starts the courier's thread; NULL when there is none to be had. */
struct courier *courier_open(struct house *house);
/* Ends the round under way and stops. NULL is allowed. */
void courier_close(struct courier *courier);
/* Something was promised: look now. NULL is allowed. */
void courier_wake(struct courier *courier);

#endif
