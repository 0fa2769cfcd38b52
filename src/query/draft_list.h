/* draft_list.h: what the asker has filled in and not handed in yet. */
#ifndef TB_DRAFT_LIST_H
#define TB_DRAFT_LIST_H
#include "query/look.h"
#include "store/draft.h"

/* With the files that lie ready for it. */
struct draft_found {
    struct draft draft;
    const struct draft_file *files;
    int files_count;
};

/* His own, or those of the counter he works at, the last changed first, without content and files;
 * at most DRAFT_COUNTER_MAX. */
int draft_list_mine(const struct look *look, const struct draft **drafts);
/* One of them, whole. False: it is not there, or somebody else's. */
bool draft_list_find(const struct look *look, struct text id, struct draft_found *found);
/* Whosesoever it is: what the code opens at a node now. Asked by whoever holds the code. */
bool draft_list_by_code(struct store *store, struct text court_id, const struct digest *code,
                        int64_t now_ms, struct arena *arena, struct draft_found *found);

#endif
