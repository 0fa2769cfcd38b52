/* village.h: the whole demo network on a scratch disk with a clock set by hand, for tests of what
 * happens between courts. Everything goes through the corridor; the courier goes its rounds only
 * when a test says so. */
#ifndef TB_VILLAGE_H
#define TB_VILLAGE_H
#include "store/matter_rows.h"
#include "work/house.h"

struct village {
    char folder[64];
    const char *data, *rules; /* rules: NULL are ours; read when it opens */
    int64_t wall_ms, steady_ms;
    struct world world;
    struct house *house;
    struct arena *arena; /* of everything a test is told */
    struct text matter;  /* handed in last */
};

/* Founds the network and opens it, on a Monday at nine. Fails the test when it cannot. */
void village_open(struct village *village);
void village_close(struct village *village);
/* Closes every node and opens it again. */
void village_restart(struct village *village);

void village_pass(struct village *village, int64_t ms);
void village_settle(struct village *village);

/* Somebody of that role at that node does something. `json` is the whole input, or NULL. */
struct outcome village_act(struct village *village, const char *node, enum role role,
                           enum verb verb, const char *step, const char *json);
/* A step of the matter handed in last: `fields` is JSON. It must be allowed; what follows from it
 * is carried to everybody. */
struct outcome village_step(struct village *village, const char *node, enum role role,
                            const char *step, const char *fields);
/* Hands in a loan dispute at `node` for the court `owner`, and settles. */
void village_hand_in(struct village *village, const char *node, const char *owner);

/* What a node knows of the matter. Fails the test where it knows none. */
struct matter_row village_row(struct village *village, const char *node);
/* Answers of a database query over one node's file: its first column of its first row; NULL none.
 * `?` stands for the matter handed in last. */
const char *village_ask(struct village *village, const char *node, const char *query);
int64_t village_count(struct village *village, const char *node, const char *query);
/* Changes the file of a node by hand, while the village is closed or idle. */
void village_tamper(struct village *village, const char *node, const char *statement);

/* The derived tables of every node are what its journal says, and every proof holds. */
void village_audit(struct village *village);

#endif
