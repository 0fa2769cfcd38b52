/* entrusting.h: what another court reported of a service counts in the matter it was asked for. */
#ifndef TB_ENTRUSTING_H
#define TB_ENTRUSTING_H
#include "command/step_event.h"

/* The owner accepted the newest report in the matter of `one`: where that was opened for a service
 * of another matter here, it becomes an attempt of it (D4), judged like any other. Nothing where it
 * was opened for none, or no report is there. */
void entrusting_settle(struct corridor *corridor, const struct step_case *one,
                       const struct author *author, struct arena *arena);

#endif
