/* wire.c: chance decides about each message by itself; cuts last until somebody mends them. */
#include "wire.h"

#include <string.h>

struct wire
wire_of(uint64_t seed)
{
    struct wire wire = {.rng = rng_of(seed)};
    wire_heal(&wire);
    return wire;
}

struct wire_weather
wire_pick_weather(struct rng *rng)
{
    static const struct wire_weather weathers[] = {
        {0, 0, 0, 1, 20, 0, 0},
        {20, 20, 0, 5, 400, 20, 60 * 1000},
        {200, 100, 20, 50, 5000, 100, 10 * 60 * 1000},
        {500, 300, 100, 100, 30 * 1000, 200, 3 * 60 * 60 * 1000},
        {50, 800, 0, 1, 2000, 300, 30 * 60 * 1000},
    };
    return weathers[rng_below(rng, sizeof weathers / sizeof weathers[0])];
}

void
wire_heal(struct wire *wire)
{
    wire->weather = (struct wire_weather){.delay_min_ms = 1, .delay_max_ms = 5};
    memset(wire->is_cut, 0, sizeof wire->is_cut);
}

void
wire_cut(struct wire *wire, int from, int to, bool is_cut)
{
    wire->is_cut[from][to] = is_cut;
}

static struct wire_arrival
arrival(struct wire *wire, int64_t now_ms)
{
    const struct wire_weather *weather = &wire->weather;
    struct wire_arrival arrival = {
        .at_ms = now_ms + rng_between(&wire->rng, weather->delay_min_ms, weather->delay_max_ms)};
    if (rng_chance(&wire->rng, weather->slow_permille)) {
        arrival.at_ms += rng_between(&wire->rng, 0, weather->slow_max_ms);
        wire->slow++;
    }
    if (rng_chance(&wire->rng, weather->bent_permille)) {
        arrival.is_bent = true;
        wire->bent++;
    }
    return arrival;
}

int
wire_send(struct wire *wire, int from, int to, int64_t now_ms,
          struct wire_arrival arrivals[static WIRE_ARRIVALS_MAX])
{
    int count = 0;
    wire->sent++;
    if (wire->is_cut[from][to]) {
        wire->stopped++;
        return 0;
    }
    if (rng_chance(&wire->rng, wire->weather.loss_permille)) {
        wire->lost++;
        return 0;
    }
    arrivals[count++] = arrival(wire, now_ms);
    while (count < WIRE_ARRIVALS_MAX && rng_chance(&wire->rng, wire->weather.twice_permille)) {
        arrivals[count++] = arrival(wire, now_ms);
        wire->doubled++;
    }
    return count;
}

void
wire_bend(struct wire *wire, void *bytes, size_t length)
{
    unsigned char *at = bytes;
    if (length > 0)
        at[rng_below(&wire->rng, length)] ^= (unsigned char)(1u << rng_below(&wire->rng, 8));
}
