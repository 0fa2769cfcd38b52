/* people.h: those who use the town: parties at the web desk, clerks, officers, judges and
 * administrators of the courts. They do by chance what the rules leave open to them, fill in forms
 * as their fields ask, and now and then something they may not do. */
#ifndef TB_PEOPLE_H
#define TB_PEOPLE_H
#include "town.h"

/* One person at one site that is up does something. */
void people_act(struct town *town);

#endif
