/* citation.h: where a rule rests, in the one form used everywhere: `CPL-2023:126`, an item of an
 * article as `CPL-2023:127(1)`, a source without articles as `HOL2026`. Pure. */
#ifndef TB_CITATION_H
#define TB_CITATION_H
#include "base/text.h"

struct citation {
    struct text source; /* the id of a struct source; empty means no citation */
    int article;        /* 0 when the source as a whole is meant */
    int item;           /* (1) is 第（一）项; 0 when the article as a whole is meant */
};

enum { CITATION_ARTICLE_MAX = 1999, CITATION_ITEM_MAX = 99, CITATION_SOURCE_BYTES_MAX = 24 };

/* Ids of sources are upper-case ASCII letters, digits and hyphens, a letter first. The result
 * points into `text`. */
bool citation_parse(struct text text, struct citation *citation);

/* The same form again. */
struct text citation_text(struct citation citation, struct arena *arena);

bool citation_is_none(struct citation citation);
bool citation_equal(struct citation a, struct citation b);

#endif
