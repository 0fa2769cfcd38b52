/* demo_play.h: fills a fresh network with people in roles and with filings in every state, by
 * walking the corridor as people do, on a clock that runs through the last month. */
#ifndef TB_DEMO_PLAY_H
#define TB_DEMO_PLAY_H
#include "base/fault.h"
#include "base/world.h"

/* One password for all of them; printed by the demo, useless anywhere else. */
#define DEMO_PASSWORD "tongban-demo-2026"
/* One account has a second factor; its secret is printed, so that it can be tried. */
#define DEMO_FACTOR_SIGN_IN "head@7504"
#define DEMO_FACTOR_SECRET  "tongban demo factor!" /* 20 bytes */

/* Founds the network in `data` and plays. False with `fault` set: the first act that did not go as
 * played; the folder is then of no use. */
bool demo_play(const char *data, const char *network, const char *rules, const struct world *world,
               struct fault *fault);

/* Node, sign-in and what the person is, for printing; NULL after the last. */
struct demo_person {
    const char *node, *sign_in, *name, *roles;
    int identity;
};
const struct demo_person *demo_person(size_t place);

#endif
