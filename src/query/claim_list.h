/* claim_list.h: what became of somebody's claim to a matter (command/claim.h). */
#ifndef TB_CLAIM_LIST_H
#define TB_CLAIM_LIST_H
#include "query/look.h"

enum claim_status {
    CLAIM_NONE,    /* he never asked for that matter */
    CLAIM_ASKED,   /* the court has not answered yet */
    CLAIM_GRANTED, /* the matter is here, and his */
    CLAIM_REFUSED
};

struct claim {
    enum claim_status status;
    struct text asked; /* the node that took the matter in */
    struct text why;   /* refused: code, name, wait */
    int64_t asked_ms;
};

/* The newest claim of the account that looks. */
void claim_list_newest(const struct look *look, struct text matter_id, struct claim *claim);

#endif
