/* guide.h: what people are told about the services of the network and about what they come with
 * most, by topic. Pure; read from rules/guide.yaml. It explains and decides nothing; papers and
 * times stand in the procedure and in the catalogue of periods that a topic names. */
#ifndef TB_GUIDE_H
#define TB_GUIDE_H
#include "base/language.h"
#include "law/citation.h"

struct guide_lines {
    const struct words *lines;
    size_t count;
};

/* One period of the catalogue; empty variant: its first. */
struct guide_time {
    struct text period, variant;
};

struct guide_topic {
    struct text id;  /* in the address: /guide/wages */
    bool is_service; /* one of those any court gives for any other */
    struct words title, line, what, cost, helps;
    struct guide_lines steps, papers; /* papers: where no procedure lists them */
    struct text procedure;            /* whose papers are meant; empty: none */
    const struct guide_time *times;
    size_t times_count;
    const struct text *everyday; /* what people say: 欠工钱 */
    size_t everyday_count;
    struct text go; /* path on this site where it begins; empty: nowhere */
    const struct citation *rests_on;
    size_t rests_on_count;
};

struct guide {
    const struct guide_topic *topics; /* in the order people are shown them */
    size_t count;
};

/* NULL when there is none. */
const struct guide_topic *guide_find(const struct guide *guide, struct text id);

enum { GUIDE_SEARCH_BYTES_MAX = 600, GUIDE_FOUND_MAX = 6 };

/* Topics somebody may mean by `words`, in any language, also a whole sentence. Best first, at most
 * GUIDE_FOUND_MAX; returns how many. `found` lives in the arena. Nothing is found in what is too
 * long. */
size_t guide_search(const struct guide *guide, struct text words, struct arena *arena,
                    const struct guide_topic *const **found);

#endif
