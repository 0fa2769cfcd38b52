/* representation_list.h: representations of me: given by me, and given to me. */
#ifndef TB_REPRESENTATION_LIST_H
#define TB_REPRESENTATION_LIST_H
#include "query/look.h"
#include "store/representation_rows.h"

struct representation_item {
    struct representation one;
    struct text principal_name, agent_name;
    bool is_mine_to_confirm; /* proposed to me as the principal */
    bool counts_today;
    bool is_over; /* help whose code nobody took up in time */
};

/* Of the asker's account, as principal and as agent; names of the other side with them. */
int representation_list_mine(const struct look *look, const struct representation_item **items);

/* Help that this code (a digest) takes up now, whoever asks. */
bool representation_list_of_code(const struct look *look, struct text code,
                                 struct representation_item *item);

#endif
