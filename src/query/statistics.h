/* statistics.h: how many matters wait in which state, and how many of them are late. */
#ifndef TB_STATISTICS_H
#define TB_STATISTICS_H
#include "query/look.h"

enum { STATISTICS_ROWS_MAX = 200 };

struct statistics_row {
    struct text role; /* whose turn it is */
    struct text state;
    int64_t matters, late;
};

/* Open matters whose next step is this court's own, for heads of division, presidents and hub
 * officers of the node. Refused with ROLE_MUST_BE_ALLOWED. */
enum refusal statistics_load(const struct look *look, const struct statistics_row **rows,
                             int *count);

#endif
