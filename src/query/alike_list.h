/* alike_list.h: matters that may be the same as one: the same parties with the same cause, or the
 * same files. Only those whose content the asker may see; whether they are the same he decides. */
#ifndef TB_ALIKE_LIST_H
#define TB_ALIKE_LIST_H
#include "query/docket.h"

enum { ALIKE_MAX = 10 };

struct alike {
    struct text matter_id;
    const struct docket *docket; /* as the asker may see it */
    bool has_same_parties;       /* and the same cause */
    int same_files;
};

/* Those at the asker's node, `docket` itself left out; at most ALIKE_MAX. Nothing for who may not
 * see the content of `docket`. */
int alike_list_load(const struct look *look, const struct docket *docket,
                    const struct alike **list);

#endif
