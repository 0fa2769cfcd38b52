/* oracle.h: what must hold, whatever happened. */
#ifndef TB_ORACLE_H
#define TB_ORACLE_H
#include "town.h"

/* One node, just started again: its record is sound and holds all it ever showed. */
void oracle_check_site(struct town *town, struct site *site);

/* A receipt that came with a disposition: it proves itself by the trust list alone, and is
 * remembered. */
void oracle_take_receipt(struct town *town, const struct site *issuer, struct text receipt);

/* The disposition of an envelope: the same every time it is asked. */
void oracle_take_disposition(struct town *town, struct text envelope, struct text disposition);

/* An answer to a deed: the first one, again and again. */
void oracle_take_answer(struct town *town, struct deed *deed, const struct outcome *outcome);

/* The whole town, once all is quiet. */
void oracle_check_town(struct town *town);

#endif
