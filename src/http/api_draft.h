/* api_draft.h: taking a draft up by its code, for pages and programs. Inner header of the door. */
#ifndef TB_API_DRAFT_H
#define TB_API_DRAFT_H
#include "http/api_call.h"
#include "query/draft_list.h"

/* How it is answered: `accept` once the draft lies here as the asker's own, `own` where it already
 * does. */
struct draft_taking {
    api_accept *accept;
    struct answer (*own)(struct api_call *call, const struct draft_found *found);
};

/* The role is settled. The draft is copied here with its files, whichever node of this house it
 * lies at; there it is noted who took it up. Refused with DRAFT_CODE_MUST_BE_RIGHT. */
enum completion api_take_up_code(struct api_call *call, struct text written,
                                 struct draft_taking how);

#endif
