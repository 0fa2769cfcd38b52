/* my_matters.h: the matters on which somebody is named, the latest handed in first. */
#ifndef TB_MY_MATTERS_H
#define TB_MY_MATTERS_H
#include "query/look.h"
#include "store/matter_rows.h"

enum { MY_MATTERS_PAGE = 50 };

struct my_matter {
    struct matter_row row;           /* title and amount only with sight of content */
    const struct words *state_words; /* NULL where its rules are lost */
};

struct my_matters {
    struct my_matter rows[MY_MATTERS_PAGE];
    int count;
    bool has_more; /* the next page begins before this key: */
    int64_t next_entered_ms;
    struct text next_matter;
};

/* The page before a key (NEVER_MS and empty: the first). For persons; nobody else is named on a
 * matter. */
void my_matters_load(const struct look *look, int64_t before_entered_ms, struct text before_matter,
                     struct my_matters *mine);

#endif
