/* wire.h: the network between machines, as bad as the seed wants it: what is sent may be lost, come
 * late, come twice, come in another order or with a bit changed; lines may be cut one way or both.
 * It only decides what arrives and when; carrying it there is the agenda's. */
#ifndef TB_WIRE_H
#define TB_WIRE_H
#include "harness/rng.h"

enum { WIRE_SITES_MAX = 8, WIRE_ARRIVALS_MAX = 3 };

struct wire_weather {
    unsigned loss_permille, twice_permille, bent_permille;
    int64_t delay_min_ms, delay_max_ms;
    unsigned slow_permille; /* of what arrives: how much comes very late */
    int64_t slow_max_ms;
};

struct wire {
    struct rng rng;
    struct wire_weather weather;
    bool is_cut[WIRE_SITES_MAX][WIRE_SITES_MAX]; /* from, to */
    long sent, lost, doubled, bent, slow, stopped;
};

/* One copy of what was sent. */
struct wire_arrival {
    int64_t at_ms;
    bool is_bent; /* one bit of the bytes must be changed, see wire_bend */
};

struct wire wire_of(uint64_t seed);

/* A weather the seed picks, from still to stormy. */
struct wire_weather wire_pick_weather(struct rng *rng);
/* Nothing is lost and everything comes at once: the network has healed. */
void wire_heal(struct wire *wire);
void wire_cut(struct wire *wire, int from, int to, bool is_cut);

/* What becomes of something sent now: how many copies arrive (0 to WIRE_ARRIVALS_MAX), and when. */
int wire_send(struct wire *wire, int from, int to, int64_t now_ms,
              struct wire_arrival arrivals[static WIRE_ARRIVALS_MAX]);
/* Changes one bit. */
void wire_bend(struct wire *wire, void *bytes, size_t length);

#endif
