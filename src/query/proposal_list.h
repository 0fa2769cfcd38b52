/* proposal_list.h: what is proposed to change and what became of it, with the people's names. */
#ifndef TB_PROPOSAL_LIST_H
#define TB_PROPOSAL_LIST_H
#include "law/refusal.h"
#include "query/look.h"
#include "store/proposal_rows.h"

struct proposal_named {
    struct proposal proposal;
    struct text proposer_name, decider_name; /* empty: nobody, or an account that is gone */
};

/* Those of a kind, the newest first; for administrators of system and audit, heads of division,
 * presidents and the officers of the hub. Refused with ROLE_MUST_BE_ALLOWED. */
enum refusal proposal_list_load(const struct look *look, const char *kind,
                                const struct proposal_named **proposals, int *count);
/* The newest approved one of each target. */
enum refusal proposal_list_in_force(const struct look *look, const char *kind, int most,
                                    const struct proposal_named **proposals, int *count);
/* One of them; refused also with CHANGE_MUST_BE_OPEN where there is none. */
enum refusal proposal_list_one(const struct look *look, const char *kind, struct text id,
                               struct proposal_named *proposal);

#endif
