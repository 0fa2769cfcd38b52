/* representation_rows.h: who may act for whom in a suit, as the record of this node has it. */
#ifndef TB_REPRESENTATION_ROWS_H
#define TB_REPRESENTATION_ROWS_H
#include "law/access.h"
#include "store/journal.h"

enum { REPRESENTATIONS_MAX = 200 };

/* `represented`: body has id, agent, principal?, matter?, scope, from, until?, status, document?;
 * the private part has the name (and number) of a principal without an account. Of help also ends?,
 * and in the private part name and relation of the helper, and the digest of the code. */
void representation_rows_apply(struct store *store, struct text court_id, const struct event *event,
                               struct arena *arena);

bool representation_rows_load(struct store *store, struct text court_id, struct text id,
                              struct arena *arena, struct representation *one);
/* All that an agent holds or held, or that a principal gave; at most REPRESENTATIONS_MAX. */
int representation_rows_of_agent(struct store *store, struct text court_id, struct text account,
                                 struct arena *arena, struct representation **list);
int representation_rows_of_principal(struct store *store, struct text court_id, struct text account,
                                     struct arena *arena, struct representation **list);
/* Of the help that a principal gave: what is open, and what began on this day. */
int representation_rows_help_given(struct store *store, struct text court_id, struct text account,
                                   int64_t now_ms, struct arena *arena,
                                   struct representation **list);

/* Help that this code (a digest) takes up now. */
bool representation_rows_of_code(struct store *store, struct text court_id, struct text code,
                                 int64_t now_ms, struct arena *arena, struct representation *one);

/* Gives an agent or a helper who asks what he holds; leaves everybody else as he is. */
void representation_rows_equip(struct store *store, struct text court_id, struct asker *asker,
                               struct date today, struct arena *arena);

#endif
