/* origin_list.h: what was opened out of a matter at its court, such as services another court does
 * for it; and out of which matter something was opened. */
#ifndef TB_ORIGIN_LIST_H
#define TB_ORIGIN_LIST_H
#include "query/look.h"
#include "store/matter_rows.h"

enum { ORIGIN_LIST_MAX = 100 };

struct origin_item {
    struct matter_row row;
    const struct words *title, *state; /* of its procedure; NULL where its rules are lost */
    bool is_end;
};

/* Those this asker may see, by their numbers. The array lives in the look's arena. */
int origin_list_load(const struct look *look, struct text matter_id,
                     const struct origin_item **items);

/* The matter it was opened out of, where this asker may see that one; empty: out of none. */
struct text origin_list_of(const struct look *look, struct text matter_id);

#endif
